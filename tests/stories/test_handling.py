"""A dossier through the hands of a ward and another unit, on the screen; dates run from today."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from dunghen.core.worktime_calendar import local
from dunghen.dossiers import actions, jobs
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.models import Consultation, DossierVersion, TimeCorrection
from dunghen.org.calendar import calendar
from dunghen.org.rights import Role
from tests.stories.conftest import Open, violations

pytestmark = pytest.mark.browser
WARD, TAX = "ct-phuong-binh-thuy-2025", "ct-cuc-thue-2025-07"
SCAN = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)


def received(days_ago: int = 0) -> str:
    """The code of a dossier received at the ward some working days ago."""
    now = timezone.now()
    working = calendar()
    day = working.nth(working.position(local(now).date()) - days_ago)
    at = min(working.opening(day), now)
    made = receive(
        Intake(
            procedure="xac-nhan-tinh-trang-hon-nhan",
            decided_unit=WARD,
            received_unit=WARD,
            helped_unit=WARD,
            channel="counter",
            received_at=at,
            sample=True,
        ),
        by="tiep-nhan",
    )
    return made.dossier.code


def current(code: str) -> DossierVersion:
    return DossierVersion.objects.get(dossier__code=code, known_to=None)


def act(page: Page, code: str, name: str) -> None:
    """From the page of the dossier to the form of an act."""
    page.goto(f"/ho-so/{code}/")
    page.get_by_role("link", name=name).first.click()
    assert violations(page) == []


def send(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()
    expect(page.get_by_text("Đã ghi")).to_be_visible()


def test_a_supplement_goes_through_the_one_stop(window: Open) -> None:
    code = received()
    officer = window(Role.CASE_OFFICER, unit=WARD)
    head, desk = window(Role.HEAD_OF_AGENCY, unit=WARD), window(Role.RECEIVING_OFFICER, unit=WARD)
    clerk = window(Role.CLERK, unit=WARD)
    act(officer, code, "Yêu cầu bổ sung")
    officer.get_by_label("Nội dung cần bổ sung").fill("Tờ khai thiếu thời gian cư trú")
    officer.get_by_label("Căn cứ pháp lý").fill("NĐ 123/2015/NĐ-CP Điều 22")
    send(officer, "Yêu cầu bổ sung")
    # who drafted it cannot send it: it is not signed, and goes through the one-stop
    expect(officer.get_by_role("link", name="Gửi qua Bộ phận Một cửa")).to_have_count(0)
    act(head, code, "Duyệt, ký")
    expect(head.get_by_text("Tờ khai thiếu thời gian cư trú")).to_be_visible()
    send(head, "Duyệt, ký")
    act(desk, code, "Gửi qua Bộ phận Một cửa")
    send(desk, "Gửi qua Bộ phận Một cửa")
    expect(desk.get_by_text("01/HDHS", exact=True)).to_be_visible()
    act(desk, code, "Nhận đủ hồ sơ bổ sung")
    send(desk, "Nhận đủ hồ sơ bổ sung")
    act(officer, code, "Trình lãnh đạo")
    send(officer, "Trình lãnh đạo")
    act(head, code, "Duyệt, ký")
    send(head, "Duyệt, ký")
    act(clerk, code, "Cấp số, phát hành")
    send(clerk, "Cấp số, phát hành")
    desk.goto(f"/ho-so/{code}/")
    expect(desk.get_by_text("Chờ trả kết quả").first).to_be_visible()
    act(desk, code, "Trả kết quả")
    send(desk, "Trả kết quả")
    assert current(code).status == "returned"
    assert violations(desk) == []


def test_another_unit_is_asked_answers_late_and_is_named(window: Open) -> None:
    code = received(days_ago=6)
    dossier, now = current(code).dossier_id, timezone.now()
    asked = current(code).received_at + timedelta(hours=1)
    due_at = actions.opinion_due(calendar(), asked, 1)
    actions.consult(dossier, unit=TAX, due_at=due_at, at=asked, by="thu-ly", question="Nghĩa vụ tài chính?")
    assert jobs.tell_of_late_opinions(now) == 1
    stop = window(Role.HEAD_OF_ONE_STOP, unit=WARD)
    act(stop, code, "Duyệt, ký: công văn đôn đốc")
    send(stop, "Duyệt, ký")
    act(stop, code, "Gửi qua Bộ phận Một cửa")
    send(stop, "Gửi qua Bộ phận Một cửa")
    tax = window(Role.CASE_OFFICER, unit=TAX)
    tax.goto("/ho-so/lay-y-kien/")
    assert violations(tax) == []
    tax.get_by_role("link", name=code).click()
    assert violations(tax) == []
    tax.get_by_label("Nội dung ý kiến").fill("Đã hoàn thành nghĩa vụ")
    tax.get_by_role("button", name="Gửi ý kiến").click()
    expect(tax.get_by_text("Đã gửi ý kiến trả lời.")).to_be_visible()
    assert Consultation.objects.get(dossier=dossier).was_late(now)
    officer = window(Role.CASE_OFFICER, unit=WARD)
    act(officer, code, "Ghi nguyên nhân trễ hạn")
    officer.get_by_label("Nguyên nhân").select_option("other_unit")
    officer.get_by_label("Cơ quan phối hợp trễ").select_option(TAX)
    send(officer, "Ghi nguyên nhân trễ hạn")
    act(stop, code, "Xác nhận nguyên nhân trễ hạn")
    send(stop, "Xác nhận nguyên nhân trễ hạn")


def test_times_are_corrected_by_three(window: Open) -> None:
    code = received(days_ago=5)
    version = current(code)
    assert version.due_at is not None
    actions.resolve(version.dossier_id, at=timezone.now(), by="pho")
    deputy = window(Role.RECEIVING_OFFICER, unit=WARD)
    deputy.goto("/ho-so/dieu-chinh-thoi-diem/lap/")
    assert violations(deputy) == []
    deputy.get_by_label("Lý do").fill("Phần mềm ngừng từ 14:00")
    deputy.get_by_label("Sổ, trang").fill("Sổ theo dõi, trang 12")
    actual = local(version.due_at - timedelta(hours=1))
    row = deputy.locator("tr").filter(has_text=code)
    row.get_by_label("Thời điểm thực tế").fill(f"{actual:%H:%M %d/%m/%Y}")
    scan: FilePayload = {"name": "trang-12.png", "mimeType": "image/png", "buffer": SCAN}
    deputy.locator("input[type=file]").set_input_files(scan)
    deputy.get_by_role("button", name="Đề nghị điều chỉnh").click()
    page = f"/ho-so/dieu-chinh-thoi-diem/{TimeCorrection.objects.latest('pk').pk}/"
    expect(deputy.get_by_role("button", name="Xác nhận")).to_have_count(0)
    khoa, chair = window(Role.HEAD_OF_ONE_STOP, unit=WARD), window(Role.HEAD_OF_AGENCY, unit=WARD)
    for who, button in ((khoa, "Xác nhận"), (chair, "Phê duyệt")):
        who.goto(page)
        assert violations(who) == []
        who.get_by_role("button", name=button, exact=True).click()
        expect(who.get_by_text("Đã ghi.")).to_be_visible()
    inspector = window(Role.INSPECTORATE)
    inspector.goto("/ho-so/dieu-chinh-thoi-diem/")
    expect(inspector.get_by_text("Đã phê duyệt").first).to_be_visible()
    assert current(code).resolved_at == actual
