"""A new day off: the open dossiers it moves, moved by one recorded decision; the others left alone."""

import json
from datetime import date
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dunghen.dossiers.limits.preview import changed_calendar
from dunghen.dossiers.limits.redating import Move, moves, redate
from dunghen.dossiers.models import DossierEvent, DossierVersion, Redating
from dunghen.dossiers.tests.files import current, open_row, row, take_rows, vn
from dunghen.org.actions.days import DayRefusedError, add_day_off, add_made_up_day
from dunghen.org.calendar import OFFICE_HOURS, calendar
from dunghen.org.models import Day, DayKind

DECISION = "Quyết định mẫu 01/QĐ ngày 01/12/2026"
LONG = {"limit": "32", "limit_unit": "tháng", "received_at": "2024-04-24T09:00", "paid": "", "paid_at": ""}
OPEN = {**LONG, "received_recorded_at": "2024-04-24T09:05"}


def add() -> Day:
    return add_day_off(day=date(2026, 12, 24), name="Ngày nghỉ mẫu", basis=DECISION)


def load() -> None:
    """Open and due on 24/12/2026: 1. By a due date of its own: 2. Resolved: 3. Waiting: 4. Due before: 5.
    With an apology: 6."""
    ended = {
        "resolved_at": "2024-05-03T09:00",
        "resolved_recorded_at": "",
        "returned_at": "",
        "returned_recorded_at": "",
    }
    take_rows(
        open_row(1, **OPEN),
        open_row(2, **OPEN, due_at="2026-12-28T17:00"),
        row(3, **OPEN, **ended),
        open_row(4, **OPEN, supplements="2024-05-06T09:00 ->"),
        open_row(5, **{**OPEN, "limit": "31"}),
        open_row(6, **OPEN, apology_at="2024-05-07T09:00", appointment_at="2026-12-30T17:00"),
    )


@pytest.mark.django_db
def test_a_new_holiday_lists_the_open_dossiers_that_move() -> None:
    load()
    assert current(1).due_at == vn("2026-12-24T17:00")
    found = list(moves(add(), cache(calendar)))
    assert found == [
        Move(current(n).dossier_id, current(n).dossier.code, vn("2026-12-24T17:00"), vn("2026-12-25T17:00"))
        for n in (1, 6)
    ]
    assert current(1).due_at == vn("2026-12-24T17:00")


@pytest.mark.django_db
def test_three_dossiers_are_asked_for_with_the_queries_of_one() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            moved.append(len(list(moves(day, hours))))
        return len(queries)

    moved: list[int] = []
    take_rows(open_row(1, **OPEN))
    day = Day(day=date(2026, 12, 24), kind=DayKind.HOLIDAY)
    hours = changed_calendar(day)
    hours(OFFICE_HOURS)
    one = cost()
    take_rows(*(open_row(serial, **OPEN) for serial in (2, 3)))
    assert (cost(), moved) == (one, [1, 3])


def test_they_are_moved_by_one_recorded_decision(fresh_db: str) -> None:
    load()
    untouched = {n: current(n).pk for n in (2, 3, 4, 5)}
    day = add()
    assert len(redate(day, cache(calendar), decision=DECISION, by="lan")) == 2
    record = Redating.objects.get()
    assert (record.day, record.decision, record.dossiers) == (day, DECISION, 2)
    for serial, appointment in ((1, "2026-12-25T17:00"), (6, "2026-12-30T17:00")):
        moved = current(serial)
        assert (moved.due_at, moved.computed_due_at, moved.appointment_at) == (
            *[vn("2026-12-25T17:00")] * 2,
            vn(appointment),
        )
        event = DossierEvent.objects.filter(dossier=moved.dossier).latest("number")
        assert (event.kind, event.recorded_at) == ("redated", record.decided_at)
        assert json.loads(event.text)["info"] == {"decision": DECISION, "redating": record.pk}
        before = DossierVersion.objects.get(dossier=moved.dossier, known_to=record.decided_at)
        assert before.due_at == vn("2026-12-24T17:00")
    assert {n: current(n).pk for n in untouched} == untouched
    assert redate(day, cache(calendar), decision=DECISION, by="lan") == []


@pytest.mark.django_db
def test_a_made_up_day_moves_a_due_date_forward() -> None:
    take_rows(
        open_row(
            1,
            limit="5",
            received_at="2026-03-20T09:00",
            decided_unit="H13.22",
            received_unit="",
            helped_unit="",
            procedure="dang-ky-cong-ty-co-phan",
            **dict.fromkeys(("received_recorded_at", "paid", "paid_at"), ""),
        )
    )
    assert current().due_at == vn("2026-03-27T17:00")
    day = add_made_up_day(day=date(2026, 3, 21), name="Làm bù mẫu", basis=DECISION)
    assert [move.new_due_at for move in moves(day, cache(calendar))] == [vn("2026-03-26T17:00")]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 12, 26), date(2026, 9, 2), date(2031, 1, 1)])
def test_a_day_that_is_off_already_or_beyond_the_calendar_is_refused(day: date) -> None:
    with pytest.raises(DayRefusedError):
        add_day_off(day=day, name="Ngày nghỉ mẫu", basis=DECISION)
