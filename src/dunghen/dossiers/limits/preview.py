"""What a day off that is not yet decided would move: computed on a calendar in memory, nothing written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice

from django.utils.translation import gettext as _

from dunghen.core.worktime import Calendar, CalendarGapError
from dunghen.core.worktime_calendar import day_text
from dunghen.dossiers.limits.redating import Move, moves
from dunghen.dossiers.models import DossierVersion
from dunghen.org.calendar import calendar
from dunghen.org.models import Day, DayKind

MOST = 500  # a page's worth of work; the re-dating itself has no such end


class CannotPreview(ValueError):
    """A day that cannot be added, and why."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The open dossiers that would move, by due date, and how many of each unit; `more` if over MOST."""

    day_text: str
    moved: tuple[Move, ...]
    by_unit: tuple[tuple[str, int], ...]
    more: bool


def preview(day: date, kind: DayKind) -> Preview:
    """The dossiers that a new day off (or made-up day) would move. Raises CannotPreview."""
    _check(day, kind)
    row = Day(day=day, kind=kind, name=str(kind.label))
    found = tuple(islice(moves(row, changed_calendar(row)), MOST + 1))
    moved = found[:MOST]
    units = DossierVersion.objects.filter(
        dossier__in=[move.dossier_id for move in moved], known_to__isnull=True
    ).values_list("unit__name", flat=True)
    return Preview(day_text(day), moved, tuple(Counter(units).most_common()), len(found) > MOST)


def _check(day: date, kind: DayKind) -> None:
    try:
        works = calendar().is_working(day)
    except CalendarGapError as gap:
        raise CannotPreview(str(gap)) from gap
    if kind == DayKind.MADE_UP and works:
        raise CannotPreview(_("%s vốn là ngày làm việc.") % day_text(day))
    if kind != DayKind.MADE_UP and not works:
        raise CannotPreview(_("%s vốn không phải là ngày làm việc.") % day_text(day))


def changed_calendar(row: Day) -> Callable[[str], Calendar]:
    """The calendar with one day more, by office hours."""

    @cache
    def changed(office_hours: str) -> Calendar:
        now = calendar(office_hours)
        names = {**now.names, row.day: row.name}
        if row.kind == DayKind.MADE_UP:
            return replace(now, off=now.off - {row.day}, made_up=now.made_up | {row.day}, names=names)
        return replace(now, off=now.off | {row.day}, made_up=now.made_up - {row.day}, names=names)

    return changed
