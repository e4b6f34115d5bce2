"""The working calendar of this installation, as its rows hold it."""

from dunghen.core.worktime_calendar import Calendar, OfficeHours
from dunghen.org.models import Day, DayKind, Installation

OFFICE_HOURS = "07:00-11:00,13:00-17:00"


def calendar(office_hours: str = OFFICE_HOURS) -> Calendar:
    """The calendar with the office hours of a unit. Two queries; whoever asks keeps the answer.

    Raises Installation.DoesNotExist before a pack is loaded, ValueError for hours that cannot be read.
    """
    installation = Installation.objects.get()
    days = list(Day.objects.all())
    made_up = frozenset(day.day for day in days if day.kind == DayKind.MADE_UP)
    return Calendar(
        off=frozenset(day.day for day in days) - made_up,
        made_up=made_up,
        hours=OfficeHours.parse(office_hours),
        first=installation.first_day,
        last=installation.last_day,
        names={day.day: day.name for day in days},
    )
