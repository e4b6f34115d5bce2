"""Days added by a decision."""

from datetime import date
from pathlib import Path

import pytest

from dunghen.org.actions.days import DayRefusedError, add_day_off, add_made_up_day
from dunghen.org.calendar import calendar
from dunghen.org.load import load_days, record_installation
from dunghen.org.models import Day, DayKind

LAW = Path(__file__).parents[4] / "law"
MONDAY, SATURDAY = date(2026, 11, 9), date(2026, 11, 14)
BASIS = "Quyết định số 00/QĐ-UBND (thử nghiệm)"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _days() -> None:
    load_days(LAW)
    record_installation("cantho", date(2015, 1, 1), date(2026, 12, 31))


def test_a_day_off_and_the_day_it_is_made_up() -> None:
    off = add_day_off(day=MONDAY, name="Nghỉ phòng chống bão", basis=BASIS)
    worked = add_made_up_day(day=SATURDAY, name="Làm bù cho ngày 09/11/2026", basis=BASIS)
    assert (off.kind, worked.kind) == (DayKind.HOLIDAY, DayKind.MADE_UP)
    known = calendar()
    assert not known.is_working(MONDAY)
    assert known.is_working(SATURDAY)
    assert load_days(LAW) == 0
    assert Day.objects.filter(day__in=(MONDAY, SATURDAY)).count() == 2


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 9, 2), "đã có trong lịch: Quốc khánh"),
        (SATURDAY, "vốn không phải là ngày làm việc"),
        (date(2027, 1, 4), "chưa có năm 2027"),
    ],
)
def test_a_day_off_that_is_refused(day: date, reason: str) -> None:
    with pytest.raises(DayRefusedError, match=reason):
        add_day_off(day=day, name="Nghỉ", basis=BASIS)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 8, 22), "đã có trong lịch"),
        (MONDAY, "vốn là ngày làm việc"),
        (date(2014, 12, 27), "năm 2014"),
    ],
)
def test_a_made_up_day_that_is_refused(day: date, reason: str) -> None:
    with pytest.raises(DayRefusedError, match=reason):
        add_made_up_day(day=day, name="Làm bù", basis=BASIS)


def test_a_decision_must_be_named() -> None:
    with pytest.raises(DayRefusedError, match="văn bản quyết định"):
        add_day_off(day=MONDAY, name="Nghỉ", basis=" ")
    assert not Day.objects.filter(day=MONDAY).exists()
