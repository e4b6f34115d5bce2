"""The marks of TT 01/2018/TT-VPCP, against figures worked out by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.dossiers.quality.law import shares_on
from dunghen.dossiers.quality.rules import (
    Done,
    Grade,
    Handled,
    Marks,
    desk_points,
    done,
    feedback_points,
    grade,
    marks_of,
    online_points,
    points,
    public_points,
    timed,
)
from dunghen.dossiers.tests.files import vn

_law = shares_on(date(2024, 6, 30))
assert _law is not None
LAW = _law
DUE = vn("2024-03-20T17:00")
EARLY, ON, LATE = vn("2024-03-19T10:00"), vn("2024-03-20T10:00"), vn("2024-03-21T08:00")


@pytest.mark.parametrize(
    ("ended", "mark"), [(EARLY, 2), (ON, 1), (DUE, 1), (DUE + timedelta(seconds=1), 0), (LATE, 0)]
)
def test_time_against_the_limit(ended: datetime, mark: int) -> None:
    assert timed(DUE, ended) == mark


@pytest.mark.parametrize(
    ("handled", "expected"),
    [
        (Handled(due_at=DUE, ended_at=EARLY), {1: 2, 3: 2, 4: 2}),
        (Handled(due_at=DUE, ended_at=ON, asked=1), {1: 1, 3: 1, 4: 1}),
        (Handled(due_at=DUE, ended_at=LATE, asked=2), {1: 0, 3: 0, 4: 1}),
        (Handled(due_at=DUE, ended_at=LATE, asked=3), {1: 0, 3: 0, 4: 1}),
        (Handled(due_at=DUE, ended_at=EARLY, opinions=((DUE, EARLY),)), {1: 2, 2: 2, 3: 2, 4: 2}),
        (Handled(due_at=DUE, ended_at=EARLY, opinions=((DUE, EARLY), (DUE, LATE))), {1: 2, 2: 0, 3: 2, 4: 2}),
        (Handled(due_at=DUE, ended_at=EARLY, complaint=False), {1: 2, 3: 2, 4: 2, 7: 2}),
        (Handled(due_at=DUE, ended_at=ON, complaint=False), {1: 1, 3: 2, 4: 2, 7: 1}),
        (Handled(due_at=DUE, ended_at=EARLY, complaint=True), {1: 2, 3: 2, 4: 2, 7: 0}),
        (Handled(due_at=DUE, ended_at=LATE, complaint=False), {1: 0, 3: 2, 4: 2}),
        (Handled(due_at=DUE, ended_at=EARLY, contacts=1, places=2), {1: 2, 3: 1, 4: 0}),
        (Handled(due_at=DUE, ended_at=EARLY, asked=1, contacts=0, places=0), {1: 2, 3: 1, 4: 1}),
    ],
)
def test_points_of_a_dossier(handled: Handled, expected: dict[int, int]) -> None:
    assert points(handled) == expected


def test_means_to_one_decimal_half_up_over_the_dossiers_that_have_the_indicator() -> None:
    three = [
        Handled(due_at=DUE, ended_at=EARLY, opinions=((DUE, LATE),)),
        Handled(due_at=DUE, ended_at=ON, asked=1),
        Handled(due_at=DUE, ended_at=EARLY),
    ]
    marks = marks_of(three)
    assert marks.dossiers == 3
    assert marks.marks == {1: Decimal("1.7"), 2: Decimal("0.0"), 3: Decimal("1.7"), 4: Decimal("1.7")}
    assert marks.total == Decimal("5.1")
    quarter = marks_of([*three[2:], *[Handled(due_at=DUE, ended_at=ON)] * 3])  # 5 of 4 dossiers: 1.25
    assert quarter.marks[1] == Decimal("1.3")
    assert marks_of([]) == Marks(0, {})


@pytest.mark.parametrize(
    ("total", "expected"),
    [("5", Done.ALL), ("4.9", Done.MOST), ("3.5", Done.MOST), ("3.4", Done.LESS), ("0", Done.LESS)],
)
def test_how_far_duties_are_done(total: str, expected: Done) -> None:
    assert done(Decimal(total)) == expected


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        ("2", Grade.EXCELLENT),
        ("1.6", Grade.GOOD),
        ("1.3", Grade.FAIR),
        ("1", Grade.FAIR),
        ("0.9", Grade.AVERAGE),
        ("0.5", Grade.WEAK),
    ],
)
def test_grades_of_agencies(each: str, expected: Grade) -> None:
    assert grade(Marks(1, dict.fromkeys(range(1, 10), Decimal(each)))) == expected


def test_no_grade_while_an_indicator_is_left_out() -> None:
    assert grade(Marks(1, dict.fromkeys(range(1, 9), Decimal(2)))) is None


@pytest.mark.parametrize(
    ("online", "late", "offered", "expected"),
    [
        (30, 0, "20", 2),
        (29, 0, "20", 1),
        (30, 0, "19", 1),
        (15, 0, "1", 1),
        (14, 0, "50", 0),
        (90, 1, "90", 0),
        (90, 0, "0", 0),
        (90, 0, None, None),
    ],
)
def test_online_services(online: int, late: int, offered: str | None, expected: int | None) -> None:
    share = None if offered is None else Decimal(offered)
    assert online_points(LAW, online=online, total=100, not_in_time=late, offered=share) == expected
    assert online_points(LAW, online=0, total=0, not_in_time=0, offered=share) is None


@pytest.mark.parametrize(
    ("level", "total", "received", "wholly", "expected"),
    [
        ("department", 100, 100, 20, 2),
        ("department", 100, 90, 20, 2),
        ("department", 100, 100, 19, 1),
        ("department", 100, 99, 19, 0),
        ("district", 100, 100, 50, 2),
        ("district", 100, 100, 49, 1),
        ("commune", 100, 100, 100, 2),
        ("commune", 100, 100, 99, 1),
        ("commune", 0, 0, 0, None),
    ],
)
def test_at_the_one_stop(level: str, total: int, received: int, wholly: int, expected: int | None) -> None:
    assert desk_points(LAW, level, total=total, received=received, wholly=wholly) == expected


def test_there_is_no_district_since_the_two_tiers() -> None:
    later = shares_on(date(2025, 7, 1))
    assert later is not None
    assert desk_points(later, "district", total=1, received=1, wholly=1) is None
    assert later.unsure
    assert shares_on(date(2018, 12, 31)) is None


@pytest.mark.parametrize(("posted", "entered", "expected"), [(3, 3, 2), (3, 2, 1), (2, 3, 1), (2, 2, 0)])
def test_made_public(posted: int, entered: int, expected: int) -> None:
    assert public_points(decisions=3, posted=posted, entered=entered) == expected
    assert public_points(decisions=0, posted=0, entered=0) is None


@pytest.mark.parametrize(
    ("received", "in_time", "prolonged", "expected"),
    [(0, 0, 0, 2), (10, 10, 0, 2), (10, 9, 0, 1), (100, 89, 0, 0), (10, 10, 1, 0)],
)
def test_feedback(received: int, in_time: int, prolonged: int, expected: int) -> None:
    assert feedback_points(LAW, received=received, in_time=in_time, prolonged=prolonged) == expected


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 4)), min_size=1, max_size=30))
def test_marks_lie_between_none_and_two(dossiers: list[tuple[int, int]]) -> None:
    handled = [
        Handled(due_at=DUE, ended_at=DUE + timedelta(days=days), asked=asked) for days, asked in dossiers
    ]
    marks = marks_of(handled)
    assert all(0 <= mark <= 2 for mark in marks.marks.values())
    assert marks.total <= 6
