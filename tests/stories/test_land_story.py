"""A land dossier late because of another unit (practice 5.2): Bình Thủy, 17 April to 8 May 2024."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from dunghen.core.known import settled_time
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import jobs
from dunghen.dossiers.models import Consultation
from dunghen.exchange.actions import sweep
from dunghen.exchange.models import Message, Sweep
from dunghen.org.rights import Role
from tests.stories.clock import Clock
from tests.stories.conftest import Open, violations
from tests.stories.figures import figures, grown
from tests.stories.hands import act, choose, current, do, hand_in, identify, offered, receive, result, send

pytestmark = [pytest.mark.browser, pytest.mark.long]
DISTRICT, TAX = "ct-quan-binh-thuy", "ct-cuc-thue"
ENDED, ON_TIME = "B3.3.2.1", "B3.3.2.2"
DUE = datetime(2024, 5, 6, 17, tzinfo=VIETNAM)
TRANSFER = "chuyen nhuong thua ke tang cho"


def slip(page: Page, name: str, number: str) -> str:
    choose(page, TRANSFER)
    identify(page, number, name)
    page.get_by_label("Điện thoại").first.fill("0000000001")
    hand_in(page, "gt1", "gt2", "gt3")
    return receive(page)


def proof_names(page: Page) -> None:
    """The days off, and the Saturday that was worked."""
    rows = page.locator("#proof tbody tr")
    for day, counted in (
        ("Thứ Năm 18/4/2024: nghỉ", "–"),
        ("Thứ Hai 29/4/2024: nghỉ hoán đổi", "–"),
        ("Thứ Ba 30/4/2024: nghỉ", "–"),
        ("Thứ Tư 01/5/2024: nghỉ", "–"),
        ("Thứ Bảy 04/5/2024: ngày làm bù", "9"),
        ("Thứ Hai 06/5/2024: ngày làm việc thứ 10, hết hạn lúc 17:00", "10"),
    ):
        expect(rows.filter(has_text=day).locator("td").first).to_have_text(counted)


def apologise(officer: Page, code: str) -> None:
    act(officer, code, "Xin lỗi và hẹn lại")
    officer.get_by_label("Lý do quá hạn").fill("Cơ quan phối hợp có ý kiến trễ")
    officer.get_by_label("Hẹn trả lại lúc").fill("17:00 09/05/2024")
    send(officer, "Xin lỗi và hẹn lại")


def refused(page: Page, code: str, name: str, words: str) -> None:
    """Not offered, and not done by the address either."""
    expect(offered(page, code, name)).to_have_count(0)
    page.goto(f"/ho-so/{code}/viec/xin-loi/")
    expect(page.get_by_text(words)).to_be_visible()
    assert violations(page) == []


def asks_the_tax_office(clock: Clock, dung: Page, lan: Page, desk: Page, tax: Page, code: str) -> None:
    """Asked on 22 April until the 25th, told of on the 26th, urged, answered on 3 May."""
    clock.set("08:00 22/04/2024")
    act(dung, code, "Lấy ý kiến cơ quan phối hợp")
    dung.get_by_label("Cơ quan được lấy ý kiến").select_option(TAX)
    dung.get_by_label("Nội dung lấy ý kiến").fill("Đề nghị xác nhận nghĩa vụ tài chính")
    dung.get_by_label("Thời hạn trả lời").fill("3")
    send(dung, "Lấy ý kiến cơ quan phối hợp")
    expect(dung.locator("#asks").get_by_text("17:00 25/04/2024")).to_be_visible()
    assert jobs.tell_of_late_opinions(clock.now()) == 0
    clock.set("07:15 26/04/2024")
    assert jobs.tell_of_late_opinions(clock.now()) == 1
    lan.goto(f"/ho-so/{code}/")
    expect(lan.get_by_text("chưa trả lời ý kiến, hạn 17:00 25/04/2024")).to_be_visible()
    expect(lan.get_by_text("Điều 19.5.b").first).to_be_visible()
    act(lan, code, "Duyệt, ký: công văn đôn đốc")
    send(lan, "Duyệt, ký")
    do(desk, code, "Gửi qua Bộ phận Một cửa")
    clock.set("09:00 03/05/2024")
    tax.goto("/ho-so/lay-y-kien/")
    assert violations(tax) == []
    tax.get_by_role("link", name=code).click()
    tax.get_by_label("Nội dung ý kiến").fill("Đã hoàn thành nghĩa vụ tài chính")
    assert violations(tax) == []
    tax.get_by_role("button", name="Gửi ý kiến").click()
    expect(tax.get_by_text("Đã gửi ý kiến trả lời.")).to_be_visible()
    asked = Consultation.objects.get(dossier__code=code)
    assert (asked.was_late(clock.now()), asked.unit.key) == (True, TAX)


def apologised_in_time(clock: Clock, dung: Page, head: Page, desk: Page, code: str) -> None:
    """Reminded two working days ahead; sent on the Saturday that was worked, the last day for it."""
    clock.set("10:00 03/05/2024")
    assert jobs.remind_of_apologies(clock.now()) > 0
    dung.goto(f"/ho-so/{code}/")
    expect(dung.get_by_text("Hạn giải quyết 17:00 06/05/2024, chưa có kết quả.")).to_be_visible()
    clock.set("08:00 04/05/2024")
    Sweep.objects.update_or_create(pk=1, defaults={"upto": settled_time()})
    apologise(dung, code)
    do(head, code, "Duyệt, ký")
    do(desk, code, "Gửi qua Bộ phận Một cửa")
    clock.set("09:00 04/05/2024")
    assert sweep(lambda _pk: None, clock.now()) > 0
    told = Message.objects.filter(event__dossier__code=code, event__kind="apologised")
    assert "Hẹn lại ngày trả kết quả: 17:00 ngày 09/05/2024" in told[0].text
    # the appointment moved, the due date did not
    version = current(code)
    assert (version.due_at, version.appointment_at) == (DUE, datetime(2024, 5, 9, 17, tzinfo=VIETNAM))


def explained(clock: Clock, dung: Page, lan: Page, code: str) -> None:
    """Late all the same: the cause is a fact with a name, and the report has its words."""
    act(dung, code, "Ghi nguyên nhân trễ hạn")
    dung.get_by_label("Nguyên nhân").select_option("other_unit")
    dung.get_by_label("Cơ quan phối hợp trễ").select_option(TAX)
    dung.get_by_label("Giải trình").fill("Trả lời chậm 03 ngày làm việc")
    send(dung, "Ghi nguyên nhân trễ hạn")
    do(lan, code, "Xác nhận nguyên nhân trễ hạn")
    lan.goto(f"/ho-so/{code}/")
    expect(lan.get_by_text("Trễ hạn, đã xin lỗi").first).to_be_visible()
    expect(lan.locator("dt:text-is('Ngày làm việc trễ') + dd")).to_have_text("02")
    clock.set("16:00 08/05/2024")
    lan.goto("/ho-so/giai-trinh-tre-han/?tu=2024-05-08&den=2024-05-08")
    row = lan.locator("#late tbody tr").filter(has_text=code)
    expect(row.locator("td.num")).to_have_text("2")
    expect(row.get_by_text("Đã xin lỗi")).to_be_visible()
    expect(
        lan.get_by_text("(01 hồ sơ; lĩnh vực đất đai; cơ quan phối hợp có ý kiến trễ)", exact=False)
    ).to_be_visible()
    assert violations(lan) == []
    lan.goto("/ho-so/lay-y-kien/?nam=2024")
    rate = lan.locator("#rates tbody tr").filter(has_text="Cục Thuế")
    assert rate.locator("td.num").all_inner_texts() == ["1", "0", "1", "0,00"]
    assert violations(lan) == []


def test_late_because_of_another_unit(window: Open, clock: Clock) -> None:
    desk, dung = window(Role.RECEIVING_OFFICER, unit=DISTRICT), window(Role.CASE_OFFICER, unit=DISTRICT)
    lan, head = window(Role.HEAD_OF_ONE_STOP, unit=DISTRICT), window(Role.HEAD_OF_AGENCY, unit=DISTRICT)
    clerk, tax = window(Role.CLERK, unit=DISTRICT), window(Role.CASE_OFFICER, unit=TAX)
    before = figures((ENDED, ON_TIME))
    clock.set("14:00 17/04/2024")
    code = slip(desk, "Trần Văn Mẫu Đất", "000777777011")
    assert current(code).due_at == DUE
    proof_names(desk)
    other = slip(desk, "Trần Văn Mẫu Khác", "000777777012")
    asks_the_tax_office(clock, dung, lan, desk, tax, code)
    apologised_in_time(clock, dung, head, desk, code)
    clock.set("08:00 06/05/2024")
    for each in (code, other):  # once, and not in the last working day
        refused(dung, each, "Xin lỗi và hẹn lại", "chậm nhất một ngày làm việc trước ngày hết hạn")
    clock.set("10:00 08/05/2024")
    result(dung, head, clerk, code)
    do(desk, code, "Trả kết quả")
    # before the new appointment, and late
    assert grown(before, figures((ENDED, ON_TIME))) == {("", ENDED): 1}
    explained(clock, dung, lan, code)
