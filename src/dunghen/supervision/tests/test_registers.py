"""Registers, meetings and reports by their actions and pages: who may, what is counted, what stays."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.core.paths import PACKS
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.documents.models import OfficialDocument
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics.counting import count
from dunghen.statistics.registry import POPULATIONS
from dunghen.supervision.errors import Refused
from dunghen.supervision.models import DutyReport, RegisterEntry
from dunghen.supervision.registers import actions, reading
from dunghen.supervision.registers.actions import Said
from dunghen.supervision.registers.load import YEAR, load_registers

pytestmark = pytest.mark.django_db
CITY, HOME, OTHER = "ct-thanh-pho", "ct-so-noi-vu", "ct-so-tu-phap"
STEERING, PROPAGANDA, MEETINGS = "chi-dao-dieu-hanh", "tuyen-truyen", "hoi-nghi-doi-thoai"
TODAYS_OFFICE, TODAYS_HOME = "ct-van-phong-ubnd-2025-07", "ct-so-noi-vu-2025-07"
EARLIER = datetime(2024, 4, 1, tzinfo=VIETNAM)  # known before this transaction, so that it may end in it
DUTIES = "/che-do-bao-cao/cchc/2024/H1/"


def unit(key: str = HOME) -> Unit:
    return Unit.objects.get(key=key)


def person(role: Role = Role.REFORM_OFFICE, at: str = HOME) -> Person:
    sign_in(role, at)
    return Person.objects.get(username=f"{role}-{at}")


def counted(register: str, at: str, year: int = 2024) -> int:
    """What the population counts of a year, as known now."""
    population = POPULATIONS[f"supervision.register.{register}"]
    start, end = (datetime(at_year, 1, 1, tzinfo=VIETNAM) for at_year in (year, year + 1))
    numbers = count([population], start, end, None).numbers[population.name]
    return sum(number for (place, _level), number in numbers.items() if place == unit(at).pk)


def send(by: Person, place: Unit, note: str = "", *, duty: str = "cchc", period: str = "H1") -> DutyReport:
    return actions.send(by, place, duty, year=2024, period=period, note=note)


def said(count: int = 3, day: date = date(2024, 3, 1)) -> Said:
    return Said(day=day, title="Bài trên trang thông tin", kind="Tin, bài", count=count)


def test_a_line_is_counted_corrected_and_withdrawn() -> None:
    keeper = person()
    first, second = (
        actions.enter(keeper, unit(), PROPAGANDA, said(number), known_from=EARLIER) for number in (3, 4)
    )
    assert (first.serial, second.serial) == (1, 2)
    assert counted(PROPAGANDA, HOME) == 7
    with pytest.raises(Refused, match="lý do"):
        actions.correct(keeper, first.pk, said(5), reason="")
    with pytest.raises(Refused, match="Năm"):
        actions.correct(keeper, first.pk, said(5, date(2023, 3, 1)), reason="Nhầm năm")
    with pytest.raises(PermissionDenied):
        actions.correct(person(at=OTHER), first.pk, said(5), reason="Không phải sổ của mình")
    made = actions.correct(keeper, first.pk, said(5), reason="Đếm lại")
    assert (made.serial, counted(PROPAGANDA, HOME)) == (1, 9)
    actions.withdraw(keeper, second.pk, reason="Ghi nhầm")
    assert counted(PROPAGANDA, HOME) == 5
    assert RegisterEntry.objects.get(pk=first.pk).known_to is not None
    with pytest.raises(Refused, match="Người khác"):
        actions.correct(keeper, first.pk, said(6), reason="Hai lần")


def test_the_steering_documents_of_the_sample_are_those_of_the_report() -> None:
    population = POPULATIONS[f"supervision.register.{STEERING}"]
    window = (datetime(2023, 12, 15, tzinfo=VIETNAM), datetime(2024, 5, 15, tzinfo=VIETNAM))
    assert sum(count([population], *window, None).numbers[population.name].values()) == 45
    clerk = person(Role.CLERK, CITY)
    with pytest.raises(Refused, match="theo văn bản"):
        actions.enter(
            clerk, unit(CITY), STEERING, Said(day=date(2024, 5, 2), title="Chỉ thị", kind="Chỉ thị")
        )


def test_a_conclusion_is_carried_out_by_a_document() -> None:
    keeper = person(at=CITY)
    row = RegisterEntry.objects.filter(register=MEETINGS).order_by("day")[0]
    meeting = reading.meeting_of(row)
    assert meeting is not None
    made = actions.conclude(keeper, meeting, text="Công khai", unit=unit(), due=date(2024, 4, 1))
    assert made.position == 3
    proof = OfficialDocument.objects.get(symbol="94/KH-SNV")
    with pytest.raises(PermissionDenied):
        actions.carry_out(person(Role.CLERK), made.pk, day=date(2024, 4, 2), proof=proof)
    with pytest.raises(Refused, match="không tự ghi nhận"):  # keeps the city's registers, and works there
        actions.carry_out(person(), made.pk, day=date(2024, 4, 2), proof=proof)
    actions.carry_out(keeper, made.pk, day=date(2024, 4, 2), proof=proof)
    with pytest.raises(Refused, match="đã ghi nhận"):
        actions.carry_out(keeper, made.pk, day=date(2024, 4, 2), proof=proof)
    states = [kind for _one, kind in reading.conclusions(meeting, date(2024, 5, 1))]
    assert states == ["late", "wait", "late"]  # overdue, open, done a day late


def test_a_conclusion_becomes_a_task_or_a_recommendation() -> None:
    office, lead, today = person(Role.COMMITTEE_OFFICE, TODAYS_OFFICE), TODAYS_HOME, timezone.localdate()
    line = Said(day=today, title="Giao ban", kind="Hội nghị")
    entry = actions.enter(office, unit(TODAYS_OFFICE), MEETINGS, line)
    address = f"/so-nghiep-vu/dong/{entry.pk}/"
    meeting = reading.meeting_of(entry)
    assert meeting is not None
    kinds = {one.text: one for one in (
        actions.conclude(office, meeting, text=text, unit=at, due=due)
        for text, at, due in (("Trình quy chế", unit(lead), today), ("Sửa nghị định", None, None))
    )}  # fmt: skip
    first, second = kinds["Trình quy chế"].pk, kinds["Sửa nghị định"].pk
    with pytest.raises(PermissionDenied):
        actions.give_task(person(Role.HEAD_OF_AGENCY, lead), entry, first, product="Tờ trình")
    with pytest.raises(Refused, match="đơn vị thực hiện và thời hạn"):
        actions.give_task(office, entry, second, product="Tờ trình")
    task = actions.give_task(office, entry, first, product="Tờ trình")
    assert (task.lead, task.due, task.content) == (unit(lead), today, "Trình quy chế")
    assert task.given.item.source.abstract == "Giao ban"
    with pytest.raises(Refused, match="đã giao"):
        actions.give_task(office, entry, first, product="Tờ trình")
    proof = OfficialDocument.objects.get(symbol="94/KH-SNV")
    actions.carry_out(office, second, day=today, proof=proof, addressee="Bộ Nội vụ")
    page = sign_in(Role.COMMITTEE_OFFICE, TODAYS_OFFICE).get(address).content.decode()
    assert f"/nhiem-vu/{task.pk}/" in page
    assert "Kiến nghị gửi Bộ Nội vụ" in page
    # the unit of a conclusion reads the meeting, another does not
    assert sign_in(Role.HEAD_OF_AGENCY, lead).get(address).status_code == 200
    assert sign_in(Role.HEAD_OF_AGENCY, "ct-so-y-te-2025-07").get(address).status_code == 404


def test_the_reform_office_keeps_the_city_s_registers_and_receives_what_is_sent_to_it() -> None:
    office, clerk, today = person(), person(Role.CLERK), timezone.localdate()
    made = actions.enter(office, unit(CITY), PROPAGANDA, said(2))
    with pytest.raises(PermissionDenied):
        actions.enter(clerk, unit(CITY), PROPAGANDA, said(2))
    assert made.unit.key == CITY
    sender = person(Role.CLERK, OTHER)
    row = send(sender, unit(OTHER), "Mã 01", duty="chuyen-doi-so", period="Q1")
    for stranger in (sender, clerk, person(Role.REPORTING_OFFICER, "ct-quan-binh-thuy")):
        with pytest.raises(PermissionDenied):
            actions.send_back(stranger, row.pk, 1, reason="Thiếu biểu 3", again_by=today)
    actions.send_back(office, row.pk, 1, reason="Thiếu biểu 3", again_by=today)
    page = sign_in(Role.REFORM_OFFICE, HOME).get(f"/so-nghiep-vu/{PROPAGANDA}/ghi/").content.decode()
    assert f'value="{CITY}"' in page


def test_a_report_is_sent_returned_and_sent_again() -> None:
    ward, district = person(Role.CLERK, "ct-phuong-an-thoi"), person(Role.CLERK, "ct-quan-binh-thuy")
    place = unit("ct-phuong-an-thoi")
    with pytest.raises(Refused, match="mã gửi"):
        send(ward, place)
    row = send(ward, place, "Mã 01")
    assert row.due == date(2024, 5, 16)
    with pytest.raises(Refused, match="chỉ gửi lại"):
        send(ward, place, "Mã 02")
    again = timezone.localdate() + timedelta(days=3)
    with pytest.raises(PermissionDenied):
        actions.send_back(ward, row.pk, 1, reason="Thiếu biểu 3", again_by=again)
    actions.send_back(district, row.pk, 1, reason="Thiếu biểu 3", again_by=again)
    with pytest.raises(Refused, match="Người khác"):
        actions.send_back(district, row.pk, 1, reason="Thiếu biểu 3", again_by=again)
    assert send(ward, place, "Mã 02").returned is False
    with pytest.raises(Refused, match="kỳ báo cáo này"):
        send(ward, place, "Mã", duty="chuyen-doi-so", period="Q1")


def test_what_was_not_sent_is_all_that_is_owed_but_what_came() -> None:
    ward, until = person(Role.CLERK, "ct-phuong-an-thoi"), date(2024, 6, 30)
    row, working = send(ward, unit("ct-phuong-an-thoi"), "Mã 01"), calendar()
    again = timezone.localdate()
    district = person(Role.CLERK, "ct-quan-binh-thuy")
    actions.send_back(district, row.pk, 1, reason="Thiếu biểu 3", again_by=again)
    found = {
        (one.occasion.duty.key, one.occasion.period, one.unit.pk): one.due
        for one in reading.unsent(None, date(2024, 1, 1), until, working)
    }
    sent, units = reading.reports_of(DutyReport.objects.all(), 2024), reading.reporting_units(None, until)
    expected = {}
    for occasion in reading.occasions(2024):
        came = sent.get((occasion.duty.key, 2024, occasion.period), {})
        for one in reading.owed(occasion, units, came, working, until):
            if occasion.cut_off < until and (one.report is None or one.report.returned):
                due = one.report.again_by if one.report else one.due
                expected[occasion.duty.key, occasion.period, one.unit.pk] = due
    assert found == expected
    assert found["cchc", "H1", row.unit_id] == again


def test_the_sample_office_sends_nearly_all_in_time() -> None:
    today, working = timezone.localdate(), calendar()
    recent = DutyReport.objects.filter(due__gte=today - YEAR)
    recent.delete()
    load_registers(PACKS / "cantho" / "registers.toml")
    awaited = reading.unsent(None, today - YEAR, today, working)
    assert sum(one.due is not None and one.due < today for one in awaited) <= 15
    assert recent.filter(first_sent__gt=F("due")).count() < recent.count() / 10
    assert not recent.filter(last_sent__gt=today).exists()


def test_the_calendar_and_who_did_not_send() -> None:
    city = sign_in(Role.REFORM_OFFICE, CITY)
    shown = city.get(f"{DUTIES}?trang-thai=overdue").content.decode()
    assert "UBND phường An Thới" in shown
    assert not any(name in shown for name in ("UBND phường Bình Thủy", "UBND tỉnh Hậu Giang"))
    late = city.get(f"{DUTIES}?trang-thai=late").content.decode().split("<table")[1]
    assert ("Sở Y tế" in late, "UBND huyện Cờ Đỏ" in late, "Sở Tư pháp" in late) == (True, True, False)
    with CaptureQueriesContext(connection) as queries:
        year = city.get("/che-do-bao-cao/?nam=2024").content.decode()
    assert len(queries) < 25
    missed = year.split('id="late"')[1]
    assert ("UBND phường An Thới" in missed, "Sở Y tế" in missed) == (True, True)
    assert "Gửi đúng hạn" not in missed
    assert "29/NQ-HĐND" in year.split('id="late"')[0]
    assert "29/NQ-HĐND" not in city.get("/che-do-bao-cao/?nam=2023").content.decode()
    ward = sign_in(Role.CLERK, "ct-phuong-an-thoi")
    assert "Gửi báo cáo" in ward.get(DUTIES).content.decode()
    assert ward.post(f"{DUTIES}gui/ct-phuong-an-thoi/", {"gui-note": ""}).status_code == 422
    assert ward.post(f"{DUTIES}gui/ct-phuong-an-thoi/", {"gui-symbol": "9/BC-X"}).status_code == 422
    assert ward.post(f"{DUTIES}gui/ct-phuong-an-thoi/", {"gui-note": "Mã 05"}).status_code == 302
    assert ward.post(f"{DUTIES}gui/ct-phuong-cai-khe/", {"gui-note": "Mã 05"}).status_code == 404
    row = DutyReport.objects.get(unit__key="ct-phuong-an-thoi")
    district = sign_in(Role.REPORTING_OFFICER, "ct-quan-binh-thuy")
    again = timezone.localdate() + timedelta(days=3)
    said = {"ban": row.version, "tra-reason": "Thiếu", "tra-again_by": f"{again:%d/%m/%Y}"}
    assert ward.post(f"/che-do-bao-cao/tra-lai/{row.pk}/", said).status_code == 404
    assert district.post(f"/che-do-bao-cao/tra-lai/{row.pk}/", said).status_code == 302
    assert "Bị trả lại: Thiếu" in ward.get(DUTIES).content.decode()


def test_a_register_on_its_pages() -> None:
    keeper = sign_in(Role.REFORM_OFFICE, CITY)
    assert "Sổ văn bản chỉ đạo" in keeper.get("/so-nghiep-vu/?nam=2024").content.decode()
    new = f"/so-nghiep-vu/{STEERING}/ghi/"
    line = {"unit": CITY, "day": "02/05/2024", "kind": "Chỉ thị", "title": "Chỉ thị", "note": ""}
    assert keeper.post(new, line).status_code == 422
    wrong = keeper.post(new, line | {"symbol": "1/CT-X"})
    assert "Không tìm thấy văn bản này" in wrong.content.decode()
    page = keeper.post(new, line | {"symbol": "816/qđ-ubnd"}).headers["Location"]
    assert "Quyết định số 816/QĐ-UBND" in keeper.get(page).content.decode()
    old = f"/so-nghiep-vu/dong/{RegisterEntry.objects.get(number='1526/UBND-NC').pk}/"
    assert keeper.post(f"{old}buoc/rut/", {"rut-reason": "Trùng"}).status_code == 302
    assert "Không còn hiệu lực" in keeper.get(old).content.decode()
    assert sign_in(Role.CLERK, OTHER).get(page).status_code == 404
    assert sign_in(Role.CITY_ADMIN).get("/so-nghiep-vu/").status_code == 403
    meeting = f"/so-nghiep-vu/{MEETINGS}/ghi/"
    said = {"unit": CITY, "day": "03/05/2024", "kind": "Đối thoại", "title": "Đối thoại quý II", "note": ""}
    page = keeper.post(meeting, said).headers["Location"]
    keeper.post(
        f"{page}buoc/ket-luan/", {"ket-luan-text": "Giải đáp trong tháng", "ket-luan-due": "31/05/2024"}
    )
    shown = keeper.get(page).content.decode()
    assert "Giải đáp trong tháng" in shown
    assert "Quá hạn" in shown
    for seen, place in ((1, "Hội trường 1"), (2, "Hội trường 2")):
        typed = {"phien-ban": seen, "hop-cluster": place, "hop-attendance": "40"}
        assert keeper.post(f"{page}buoc/hop/", typed).status_code == 302
    assert "Trước đó: Hội trường 1; 40" in keeper.get(page).content.decode()
    late = keeper.post(f"{page}buoc/hop/", {"phien-ban": 1, "hop-cluster": "Nơi khác"})
    assert (late.status_code, "Người khác vừa xử lý" in late.content.decode()) == (422, True)
