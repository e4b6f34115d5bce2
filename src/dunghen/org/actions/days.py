"""Changes of the calendar by a decision (Labour Code 2019 art. 112; swaps that the government decides).

Only the day is written here; the dossiers that move are re-dated by their own room.
"""

from datetime import date

from django.utils.translation import gettext as _

from dunghen.core.worktime_calendar import CalendarGapError, day_text
from dunghen.org.calendar import calendar
from dunghen.org.models import Day, DayKind


class DayRefusedError(ValueError):
    """A day that cannot be added, and why."""


def add_day_off(*, day: date, name: str, basis: str) -> Day:
    """Make a working day a day off by a decision, named in `basis`. Raises DayRefusedError."""
    if not _works(day):
        raise DayRefusedError(_("{day_text} vốn không phải là ngày làm việc.").format(day_text=day_text(day)))
    return _add(day, DayKind.HOLIDAY, name, basis)


def add_made_up_day(*, day: date, name: str, basis: str) -> Day:
    """Make a day of weekly rest a working day by a decision, named in `basis`. Raises DayRefusedError."""
    if _works(day):
        raise DayRefusedError(_("{day_text} vốn là ngày làm việc.").format(day_text=day_text(day)))
    return _add(day, DayKind.MADE_UP, name, basis)


def _works(day: date) -> bool:
    if known := Day.objects.filter(day=day).first():
        raise DayRefusedError(
            _("{day_text} đã có trong lịch: {name}.").format(day_text=day_text(day), name=known.name)
        )
    try:
        return calendar().is_working(day)
    except CalendarGapError as gap:
        raise DayRefusedError(str(gap)) from gap


def _add(day: date, kind: DayKind, name: str, basis: str) -> Day:
    if not name.strip() or not basis.strip():
        raise DayRefusedError(_("Phải ghi tên ngày và văn bản quyết định."))
    row, added = Day.objects.get_or_create(day=day, defaults={"kind": kind, "name": name, "basis": basis})
    if not added:  # someone else was quicker
        raise DayRefusedError(
            _("{day_text} đã có trong lịch: {name}.").format(day_text=day_text(day), name=row.name)
        )
    return row
