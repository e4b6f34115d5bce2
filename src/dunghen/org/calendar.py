"""The working calendar of this installation, as its rows hold it."""

from datetime import date
from functools import lru_cache

from dunghen.core.worktime_calendar import Calendar, OfficeHours
from dunghen.org.models import Day, DayKind, Installation
from dunghen.org.reference import lasting

OFFICE_HOURS = "07:00-11:00,13:00-17:00"


def calendar(office_hours: str = OFFICE_HOURS) -> Calendar:
    """The calendar with the office hours of a unit. Whoever asks often keeps the answer.

    Raises Installation.DoesNotExist before a pack is loaded, ValueError for hours that cannot be read.
    """
    return _made(*lasting("calendar", _rows), office_hours)


def _rows() -> tuple[tuple[tuple[date, str, str], ...], date, date]:
    installation = Installation.objects.get()
    days = tuple(Day.objects.order_by("day").values_list("day", "kind", "name"))
    return days, installation.first_day, installation.last_day


@lru_cache(maxsize=64)
def _made(days: tuple[tuple[date, str, str], ...], first: date, last: date, office_hours: str) -> Calendar:
    """A calendar follows from its rows alone, so it is made once for the same rows."""
    made_up = frozenset(day for day, kind, _name in days if kind == DayKind.MADE_UP)
    return Calendar(
        off=frozenset(day for day, _kind, _name in days) - made_up,
        made_up=made_up,
        hours=OfficeHours.parse(office_hours),
        first=first,
        last=last,
        names={day: name for day, _kind, name in days},
    )
