"""What may follow what: the whole table, and each rule's edges."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from dunghen.dossiers import rules
from dunghen.dossiers.rules import EventKind, Outcome, Refused, State, Status
from dunghen.dossiers.tests.files import vn

RECEIVED, NOW = vn("2024-03-15T09:00"), vn("2024-03-20T09:00")
STATE = State(
    procedure="p",
    procedure_version=1,
    unit="u",
    helped_unit="u",
    received_unit="u",
    level="commune",
    channel="online",
    online_level="full",
    received_at=RECEIVED,
    limit_amount=Decimal(3),
    limit_unit="day",
    due_at=vn("2024-03-20T17:00"),
    computed_due_at=vn("2024-03-20T17:00"),
    appointment_at=vn("2024-03-20T17:00"),
    fee=10_000,
)
# what may be done, state by state, written down apart from the code
ON_PAPER = "forwarded opinion opinion_late urged submitted sent_back signed cause_given cause_confirmed "
MAY = {
    "in_process": ON_PAPER + "assigned step_done consulted papers_requested paused payment_requested paid"
    " apologised resolved refused stopped withdrawn redated",
    "waiting_papers": ON_PAPER + "assigned papers_completed paid apologised stopped withdrawn redated",
    "waiting_payment": ON_PAPER + "assigned paid apologised stopped withdrawn redated",
    "paused": ON_PAPER + "assigned resumed paid apologised stopped withdrawn redated",
    "resolved": "forwarded paid returned time_corrected cause_given cause_confirmed",
    "returned": "time_corrected cause_given cause_confirmed",
    "refused_at_intake": "",
    "stopped": "",
    "withdrawn": "",
}


@pytest.mark.parametrize("status", list(Status))
def test_what_may_be_done_in_a_state(status: Status) -> None:
    state = STATE._replace(status=status.value)
    for kind in rules.TRANSITIONS:
        if kind.value in MAY[status.value].split():
            rules.check(kind, state, NOW, NOW)
        else:
            said = f"Hồ sơ đang ở trạng thái “{status.label}”, không thể: {kind.label} "
            with pytest.raises(Refused, match=re.escape(said)):
                rules.check(kind, state, NOW, NOW)


@pytest.mark.parametrize("kind", [EventKind.STEP_DONE, EventKind.RESOLVED, EventKind.PAID])
def test_when_something_may_be_done(kind: EventKind) -> None:
    rules.check(kind, STATE, RECEIVED, NOW)
    rules.check(kind, STATE, NOW, NOW)
    with pytest.raises(Refused, match="tương lai"):
        rules.check(kind, STATE, NOW + timedelta(seconds=1), NOW)
    with pytest.raises(Refused, match="trước thời điểm tiếp nhận"):
        rules.check(kind, STATE, RECEIVED - timedelta(seconds=1), NOW)


def test_papers_are_asked_for_once_and_by_the_third_day() -> None:
    last = date(2024, 3, 20)
    asked = rules.ask_for_papers(STATE, vn("2024-03-20T16:59"), last, 0, "")
    assert asked == STATE._replace(status="waiting_papers", due_at=None, computed_due_at=None)
    with pytest.raises(Refused, match="đến 20/03/2024"):
        rules.ask_for_papers(STATE, vn("2024-03-21T08:00"), last, 0, "")
    with pytest.raises(Refused, match="một lần"):
        rules.ask_for_papers(STATE, vn("2024-03-18T08:00"), last, 1, "")
    assert rules.ask_for_papers(STATE, vn("2024-03-21T08:00"), last, 1, "lý do") == asked


@pytest.mark.parametrize("again", [rules.papers_completed, rules.resume])
def test_the_clock_goes_on_with_a_new_due_date(again: Callable[[State, datetime], State]) -> None:
    due = vn("2024-03-22T17:00")
    waiting = STATE._replace(status="waiting_papers", due_at=None, computed_due_at=None)
    expected = STATE._replace(due_at=due, computed_due_at=due, appointment_at=due)
    assert again(waiting, due) == expected


def test_the_clock_stands_only_with_a_basis() -> None:
    assert rules.pause(STATE, "luật") == STATE._replace(status="paused", due_at=None, computed_due_at=None)
    with pytest.raises(Refused, match="không có quy định tạm dừng"):
        rules.pause(STATE, "")


def test_payments_add_up_to_the_fee_and_no_further() -> None:
    part = rules.pay(STATE._replace(status="waiting_payment"), 4_000, online=True)
    assert (part.paid, part.paid_online, part.status) == (4_000, True, "in_process")
    assert rules.pay(part, 6_000, online=True).paid_online is True
    all_paid = rules.pay(part, 6_000, online=False)
    assert (all_paid.fee, all_paid.paid, all_paid.paid_online) == (10_000, 10_000, False)
    with pytest.raises(Refused, match="10000 đồng"):
        rules.pay(part, 6_001, online=True)
    for amount in (0, -1):
        with pytest.raises(Refused, match="lớn hơn 0"):
            rules.pay(STATE, amount, online=True)
    assert rules.pay(STATE._replace(status="paused"), 1, online=False).status == "paused"


def test_one_apology_a_working_day_ahead_with_a_later_appointment() -> None:
    at, later, last = vn("2024-03-19T16:00"), vn("2024-03-25T17:00"), date(2024, 3, 19)
    sorry = rules.apologise(STATE, at, later, last)
    assert sorry == STATE._replace(apologised_at=at, appointment_at=later)
    with pytest.raises(Refused, match="một lần"):
        rules.apologise(sorry, at, later, last)
    with pytest.raises(Refused, match="chậm nhất 19/03/2024"):
        rules.apologise(STATE, vn("2024-03-20T08:00"), later, last)
    with pytest.raises(Refused, match="sau hạn"):
        rules.apologise(STATE, at, vn("2024-03-20T17:00"), last)


@pytest.mark.parametrize(
    ("kind", "status", "outcome"),
    [
        (EventKind.RESOLVED, Status.RESOLVED, Outcome.RESOLVED),
        (EventKind.REFUSED, Status.RESOLVED, Outcome.REFUSED),
        (EventKind.REFUSED_AT_INTAKE, Status.REFUSED_AT_INTAKE, Outcome.REFUSED_AT_INTAKE),
        (EventKind.STOPPED, Status.STOPPED, Outcome.STOPPED),
        (EventKind.WITHDRAWN, Status.WITHDRAWN, Outcome.WITHDRAWN),
    ],
)
def test_every_end(kind: EventKind, status: Status, outcome: Outcome) -> None:
    late = vn("2024-03-25T09:00")
    ended = rules.end(STATE, kind, late, NOW)
    assert ended == STATE._replace(
        status=status.value, outcome=outcome.value, resolved_at=late, resolved_recorded_at=NOW
    )


def test_no_result_is_returned_before_it_is_there() -> None:
    ended = rules.end(STATE, EventKind.RESOLVED, NOW, NOW)
    assert rules.give_back(ended, NOW) == ended._replace(status="returned", returned_at=NOW)
    with pytest.raises(Refused, match="trước khi có kết quả"):
        rules.give_back(ended, NOW - timedelta(minutes=1))


def test_an_actual_time_lies_between_receipt_and_recording_and_is_told_soon() -> None:
    ended = rules.end(STATE, EventKind.RESOLVED, NOW, NOW)
    actual, within = vn("2024-03-19T16:00"), timedelta(days=10)
    assert rules.correct_time(ended, actual, NOW + within, within) == ended._replace(resolved_at=actual)
    with pytest.raises(Refused, match="Đã quá 10 ngày"):
        rules.correct_time(ended, actual, NOW + within + timedelta(seconds=1), within)
    with pytest.raises(Refused, match="trước thời điểm ghi"):
        rules.correct_time(ended, NOW, NOW, within)
    with pytest.raises(Refused, match="trước thời điểm tiếp nhận"):
        rules.correct_time(ended, RECEIVED - timedelta(seconds=1), NOW, within)


def test_redating_moves_the_appointment_unless_one_was_promised_anew() -> None:
    due, promised = vn("2024-03-21T17:00"), vn("2024-03-25T17:00")
    assert rules.redate(STATE, due) == STATE._replace(due_at=due, computed_due_at=due, appointment_at=due)
    sorry = STATE._replace(apologised_at=NOW, appointment_at=promised)
    assert rules.redate(sorry, due) == sorry._replace(due_at=due, computed_due_at=due)
