"""Opinions of other units: the land dossier that was late because of one (story 5.2)."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from dunghen.core.ledger import stamp
from dunghen.dossiers import actions, jobs
from dunghen.dossiers.handling.opinions import answering_units, asked_of, rates
from dunghen.dossiers.late.report import late_report
from dunghen.dossiers.models import Consultation, DossierEvent, Draft, LateCause, Notice
from dunghen.dossiers.rules import Cause, Paper
from dunghen.dossiers.tests.desk import DISTRICT, TAX, person, refused, send
from dunghen.dossiers.tests.files import vn
from dunghen.dossiers.tests.test_actions import LAND, kinds, now, start
from dunghen.org.calendar import calendar
from dunghen.org.models import Unit
from dunghen.org.rights import Role

pytestmark = pytest.mark.usefixtures("fresh_db")
ASKED = vn("2024-04-22T08:00")


def ask(dossier: int, unit: str = TAX) -> None:
    due_at = actions.opinion_due(calendar(), ASKED, 3)
    assert due_at == vn("2024-04-25T17:00")
    actions.consult(dossier, unit=unit, due_at=due_at, at=ASKED, by="dung", question="Nghĩa vụ tài chính?")


def test_the_land_dossier_that_was_late_because_of_another_unit() -> None:
    dossier = start(LAND)
    dung = person("dung", Role.CASE_OFFICER, unit=DISTRICT)
    lan = person("lan", Role.HEAD_OF_ONE_STOP, unit=DISTRICT)
    ask(dossier)
    refused(
        "Đang chờ ý kiến",
        actions.consult,
        dossier,
        unit=TAX,
        due_at=ASKED.replace(hour=9),
        at=ASKED,
        by="dung",
    )
    assert jobs.tell_of_late_opinions(vn("2024-04-25T17:00")) == 0
    assert jobs.tell_of_late_opinions(vn("2024-04-26T07:00")) == 1
    assert jobs.tell_of_late_opinions(vn("2024-04-26T08:00")) == 0
    notice, letter = Notice.objects.get(), Draft.objects.get()
    assert (notice.role, notice.unit.key, notice.about and notice.about.key) == (
        Role.HEAD_OF_ONE_STOP,
        DISTRICT,
        TAX,
    )
    assert (letter.kind, letter.content["units"], letter.drafted_by) == (Paper.URGE, [TAX], None)
    at = letter.drafted_at
    actions.sign(letter.pk, who=lan, at=at)
    actions.send(letter.pk, who=lan, at=at)
    actions.record_opinion(
        dossier, unit=TAX, document="12/CCT", at=vn("2024-05-03T09:00"), by="dung", who=dung
    )
    answered = Consultation.objects.get()
    assert answered.was_late(at)
    sorry = {"reason": "cơ quan phối hợp trễ", "appointment_at": stamp(vn("2024-05-09T17:00"))}
    days = ("2024-05-03T15:00", "2024-05-04T09:00", "2024-05-04T09:30")
    send(dossier, Paper.APOLOGY, sorry, days=days, unit=DISTRICT)
    actions.resolve(dossier, at=vn("2024-05-08T10:00"), by="dung")
    other = Unit.objects.get(key=TAX)
    refused(
        "Điều 19.5", actions.give_cause, dossier, Cause.OTHER_UNIT, other_unit=None, note="", who=dung, at=at
    )
    actions.give_cause(dossier, Cause.OTHER_UNIT, other_unit=other, note="chậm 03 ngày", who=dung, at=at)
    refused("không tự xác nhận", actions.confirm_cause, dossier, who=dung, at=at)
    actions.confirm_cause(dossier, who=lan, at=at)
    refused(
        "đã được xác nhận", actions.give_cause, dossier, Cause.REAL, other_unit=None, note="", who=dung, at=at
    )
    report = late_report(lan, date(2024, 4, 1), date(2024, 6, 30), timezone.localdate(), calendar())
    (row,) = report.rows
    assert (row.days, row.apology_words, report.sums.late) == (2, "Đã xin lỗi", 1)
    assert report.sentences == [
        f"{now(dossier).unit.name} (01 hồ sơ; lĩnh vực đất đai; cơ quan phối hợp có ý kiến trễ)"
    ]
    assert "late" in DossierEvent.objects.get(dossier=dossier, kind="opinion").text
    assert kinds(dossier)[:5] == ["received", "consulted", "opinion_late", "signed", "urged"]


def test_each_unit_has_a_rate_of_its_own() -> None:
    first, second, third = start(LAND), start(LAND), start(LAND)
    head = person("chu-tich", Role.HEAD_OF_AGENCY, unit=DISTRICT)
    for dossier in (first, second, third):
        ask(dossier)
    actions.record_opinion(first, unit=TAX, document="1", at=vn("2024-04-25T17:00"), by="x")
    actions.record_opinion(second, unit=TAX, document="2", at=vn("2024-04-25T17:01"), by="x")
    actions.withdraw(third, at=vn("2024-04-23T09:00"), reason="đổi ý", by="x")
    (rate,) = rates(head, date(2024, 1, 1), date(2024, 12, 31), timezone.localdate())
    # the third was not needed any more, before it was due
    assert (rate.asked, rate.on_time, rate.late, rate.percent) == (3, 1, 1, Decimal(50))
    assert rates(head, date(2025, 1, 1), date(2025, 12, 31), timezone.localdate()) == []
    elsewhere = person("xa", Role.HEAD_OF_AGENCY, unit="ct-phuong-cai-khe")
    assert rates(elsewhere, date(2024, 1, 1), date(2024, 12, 31), timezone.localdate()) == []


def test_only_who_handles_at_the_consulted_unit_is_asked() -> None:
    dossier, today = start(LAND), timezone.localdate()
    ask(dossier)
    tax = person("thue", Role.CASE_OFFICER, unit=TAX)
    clerk = person("thue-van-thu", Role.CLERK, unit=TAX)
    dung = person("dung", Role.CASE_OFFICER, unit=DISTRICT)
    assert [one.dossier_id for one in asked_of(tax, today)] == [dossier]
    assert asked_of(clerk, today) == asked_of(dung, today) == []
    assert Unit.objects.get(key=TAX).pk in answering_units(tax, today)


def test_opinions_that_cannot_be() -> None:
    dossier = start(LAND)
    due = vn("2024-04-25T17:00")
    refused("của chính mình", actions.consult, dossier, unit=DISTRICT, due_at=due, at=ASKED, by="x")
    refused("Không có đơn vị", actions.consult, dossier, unit="khong-co", due_at=due, at=ASKED, by="x")
    refused("phải sau", actions.consult, dossier, unit=TAX, due_at=ASKED, at=ASKED, by="x")
    refused("không đang được", actions.record_opinion, dossier, unit=TAX, document="1", at=due, by="x")
    ask(dossier)
    early = vn("2024-04-21T09:00")
    refused("trước khi được hỏi", actions.record_opinion, dossier, unit=TAX, document="1", at=early, by="x")
    refused("Phải ghi nội dung", actions.record_opinion, dossier, unit=TAX, document="", at=due, by="x")


def test_reminders_two_working_days_ahead_once() -> None:
    dossier = start(LAND)
    assert jobs.remind_of_apologies(vn("2024-05-02T07:00")) == 0
    assert jobs.remind_of_apologies(vn("2024-05-03T07:00")) == 1
    jobs.remind_of_apologies(vn("2024-05-04T07:00"))
    notice = Notice.objects.get()
    assert (notice.kind, notice.dossier_id, notice.due_at) == ("apology_due", dossier, vn("2024-05-06T17:00"))


def test_a_dossier_in_time_has_no_cause() -> None:
    dossier = start(LAND)
    dung = person("dung", Role.CASE_OFFICER, unit=DISTRICT)
    actions.resolve(dossier, at=vn("2024-05-06T17:00"), by="dung")
    version = now(dossier)
    # in time by the fact; the system learned of it years later: late there, which may be explained
    assert version.resolved_recorded_at is not None
    actions.give_cause(
        dossier, Cause.LATE_ENTRY, other_unit=None, note="", who=dung, at=version.resolved_recorded_at
    )
    assert LateCause.objects.get().cause == Cause.LATE_ENTRY
