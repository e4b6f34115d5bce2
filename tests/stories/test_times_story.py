"""Returned in time, entered late (practice 5.3): Vĩnh Thạnh, 26 April to 2 May 2024."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import actions
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.models import TimeCorrection
from dunghen.org.rights import Role
from tests.stories.clock import Clock
from tests.stories.conftest import Open, violations
from tests.stories.figures import figures, grown
from tests.stories.hands import current
from tests.stories.test_handling import SCAN

pytestmark = [pytest.mark.browser, pytest.mark.long]
DISTRICT = "ct-huyen-vinh-thanh"
ENDED, ON_TIME = "B3.3.2.1", "B3.3.2.2"
BY_SYSTEM, BY_FACT = f"{ON_TIME}@system", f"{ON_TIME}@actual"
FIRST = datetime(2024, 4, 26, 15, 10, tzinfo=VIETNAM)
NEW = "/ho-so/dieu-chinh-thoi-diem/lap/"


def received() -> str:
    """On 23 April, a household business: three working days."""
    made = receive(
        Intake(
            procedure="dang-ky-ho-kinh-doanh",
            decided_unit=DISTRICT,
            received_unit=DISTRICT,
            helped_unit=DISTRICT,
            channel="counter",
            received_at=datetime(2024, 4, 23, 9, tzinfo=VIETNAM),
        ),
        by="tiep-nhan",
    )
    return made.dossier.code


def entered_late(codes: list[str]) -> None:
    for code in codes:
        version = current(code)
        assert version.due_at == datetime(2024, 4, 26, 17, tzinfo=VIETNAM)
        at = datetime(2024, 5, 2, 8, 10, tzinfo=VIETNAM)
        actions.resolve(version.dossier_id, at=at, by="pho-truong-bo-phan")


def enter(page: Page, actual: dict[str, datetime], *, scan: bool) -> None:
    page.goto(NEW)
    assert violations(page) == []
    page.get_by_label("Lý do").fill("Phần mềm ngừng từ 14:00 ngày 26/4/2024")
    page.get_by_label("Sổ, trang").fill("Sổ theo dõi năm 2024, trang 12")
    for code, at in actual.items():
        field = page.locator("tr").filter(has_text=code).get_by_label("Thời điểm thực tế")
        field.fill(f"{at:%H:%M %d/%m/%Y}")
    if scan:
        file: FilePayload = {"name": "trang-12.png", "mimeType": "image/png", "buffer": SCAN}
        page.locator("input[type=file]").set_input_files(file)
    else:
        # the browser would ask for the page by itself
        page.locator("form[enctype]").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Đề nghị điều chỉnh").click()


def agree(page: Page, pk: int, button: str) -> None:
    page.goto(f"/ho-so/dieu-chinh-thoi-diem/{pk}/")
    assert violations(page) == []
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Đã ghi.")).to_be_visible()


def both_counts(page: Page, late: int) -> None:
    """13 late on the system, and how many by the fact."""
    for name, number in (("Trễ trên hệ thống", 13), ("Trễ theo thực tế", late)):
        pair = page.locator("dl.facts").filter(has_text=name)
        said = pair.locator(f"dt:text-is('{name}') + dd")
        expect(said).to_have_text(str(number))


def test_returned_in_time_entered_late(window: Open, clock: Clock) -> None:
    deputy = window(Role.RECEIVING_OFFICER, unit=DISTRICT)
    khoa = window(Role.HEAD_OF_ONE_STOP, unit=DISTRICT)
    chair = window(Role.HEAD_OF_AGENCY, unit=DISTRICT)
    inspector = window(Role.INSPECTORATE)
    counted = (ENDED, ON_TIME, BY_SYSTEM, BY_FACT)
    start = figures(counted)
    clock.set("09:05 23/04/2024")
    *codes, fourteenth = [received() for _ in range(14)]
    clock.set("08:10 02/05/2024")
    entered_late([*codes, fourteenth])
    before = figures(counted)
    assert grown(start, before) == {("", ENDED): 14}
    # the fourteenth has no signed page
    clock.set("08:20 02/05/2024")
    enter(deputy, {fourteenth: FIRST}, scan=False)
    expect(deputy.get_by_text("Phải có lý do và minh chứng")).to_be_visible()
    assert violations(deputy) == []
    assert not TimeCorrection.objects.filter(unit__key=DISTRICT).exists()
    # thirteen, from 15:10 to 16:46
    enter(deputy, {code: FIRST + timedelta(minutes=8 * n) for n, code in enumerate(codes)}, scan=True)
    expect(deputy.get_by_text("Đã đề nghị điều chỉnh")).to_be_visible()
    both_counts(deputy, 0)
    made = TimeCorrection.objects.get(unit__key=DISTRICT)
    for nobody in (deputy, chair):  # neither who entered nor, before it is confirmed, who approves
        nobody.goto(f"/ho-so/dieu-chinh-thoi-diem/{made.pk}/")
        expect(nobody.get_by_role("button", name="Xác nhận")).to_have_count(0)
        expect(nobody.get_by_role("button", name="Phê duyệt")).to_have_count(0)
    agree(khoa, made.pk, "Xác nhận")
    expect(khoa.get_by_role("button", name="Phê duyệt")).to_have_count(0)
    assert grown(before, figures(counted)) == {}
    clock.set("10:00 02/05/2024")
    agree(chair, made.pk, "Phê duyệt")
    # in time by the fact; late by the system all the same, and both are counted
    assert grown(before, figures(counted)) == {("", ON_TIME): 13, ("", BY_FACT): 13}
    for code in codes:
        version = current(code)
        assert version.resolved_recorded_at is not None
        assert version.resolved_recorded_at >= datetime(2024, 5, 2, 8, 10, tzinfo=VIETNAM)
    khoa.goto("/ho-so/giai-trinh-tre-han/?tu=2024-04-01&den=2024-06-30")
    told = khoa.get_by_text("13 hồ sơ trả kết quả đúng hạn nhưng trễ hạn trên hệ thống")
    expect(told).to_be_visible()
    expect(khoa.get_by_text("(01 hồ sơ; lĩnh vực thành lập và hoạt động của hộ kinh doanh;")).to_be_visible()
    assert violations(khoa) == []
    inspector.goto("/ho-so/dieu-chinh-thoi-diem/")
    row = inspector.locator("#corrections tbody tr").filter(has_text="huyện Vĩnh Thạnh")
    expect(row.get_by_text("Đã phê duyệt")).to_be_visible()
    assert row.locator("td.num").all_inner_texts() == ["13", "13", "0"]
    assert violations(inspector) == []
