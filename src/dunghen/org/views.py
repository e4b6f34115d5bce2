"""The pages of units and of the calendar: no figures and no people, so they are open to everybody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dunghen.core.access import PUBLIC, needs
from dunghen.core.forms import day_of, shown_day
from dunghen.core.text import fold, sort_key
from dunghen.core.worktime_calendar import Calendar, day_text
from dunghen.org.calendar import calendar
from dunghen.org.maps import UnknownUnitError
from dunghen.org.models import Day, DayKind, Installation, Person, Succession, Unit
from dunghen.org.rights import Right
from dunghen.org.trees import unit_map

DAY_LABEL = _("Vào ngày")


class Group(NamedTuple):
    """A unit with those directly under it; `above` is None for those that stand under nobody."""

    above: Unit | None
    units: list[Unit]


@needs(PUBLIC)
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units of a day (`ngay`, today unless given), under their superiors, found by name or code."""
    text, wrong = request.GET.get("tim", "").strip(), ""
    said = request.GET.get("ngay", "").strip()
    try:
        day = day_of(said, DAY_LABEL) if said else timezone.localdate()
    except ValidationError as error:
        day, wrong = timezone.localdate(), str(error.message)
    found = [unit for unit in Unit.objects.on(day).select_related("parent") if _matches(unit, text)]
    page = {
        "groups": list(_tree(found)),
        "count": len(found),
        "day": day,
        "day_label": DAY_LABEL,
        "said": said if wrong else shown_day(day),
        "text": text,
        "wrong": wrong,
    }
    return render(request, "org/units.html", page)


def _matches(unit: Unit, text: str) -> bool:
    return not text or fold(text) in fold(unit.name) or unit.code.lower().startswith(text.lower())


def _tree(found: Iterable[Unit]) -> Iterator[Group]:
    """From the top down: who stands under nobody, then under each unit those directly below it."""
    below: defaultdict[Unit | None, list[Unit]] = defaultdict(list)
    for unit in found:
        below[unit.parent].append(unit)
    for above in sorted(below, key=_place):
        yield Group(above, sorted(below[above], key=lambda unit: (unit.kind, sort_key(unit.name))))


def _place(above: Unit | None) -> tuple[int, str]:
    if above is None:
        return 0, ""
    return (1 if above.parent_id is None else 2), sort_key(above.name)


@needs(PUBLIC)
@require_safe
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """A unit with what it came from, what became of it, and where its figures stand on both maps."""
    found = get_object_or_404(Unit.objects.select_related("parent"), key=key)
    today = timezone.localdate()
    origins = Succession.objects.filter(successor=found).select_related("predecessor")
    successions = Succession.objects.filter(predecessor=found).select_related("successor")
    page = {
        "unit": found,
        "hours": found.office_hours.replace(",", f" {_('và')} "),
        "last_day": found.valid_to - timedelta(days=1) if found.valid_to else None,
        "origins": sorted(origins, key=lambda row: sort_key(row.predecessor.name)),
        "successions": sorted(successions, key=lambda row: sort_key(row.successor.name)),
        "below": sorted(found.children.all(), key=lambda below: sort_key(below.name)),
        "shown": _shown_today(found, today),
        "today": today,
    }
    return render(request, "org/unit.html", page)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a unit's figures stand on today's map, and whose figures stand at it."""

    at: Unit
    unallotted: bool
    whole: list[Unit]
    parts: list[Unit]


def _shown_today(unit: Unit, today: date) -> Shown | None:
    """None for a unit that begins later."""
    today_map = unit_map("today", today)
    try:
        placement = today_map.place(unit.pk)
    except UnknownUnitError:
        return None
    everyone = Unit.objects.in_bulk()
    whole: list[Unit] = []
    parts: list[Unit] = []
    for other in everyone.values():
        if other.pk == unit.pk or other.valid_from > today:
            continue
        place = today_map.place(other.pk)
        if place.unit == unit.pk:
            (parts if place.unallotted else whole).append(other)
    return Shown(everyone[placement.unit], placement.unallotted, _by_name(whole), _by_name(parts))


def _by_name(found: list[Unit]) -> list[Unit]:
    return sorted(found, key=lambda unit: sort_key(unit.name))


def may_preview(person: object, day: date) -> bool:
    """Who may see what a new day off would move: whoever sees the figures of the whole city."""
    return isinstance(person, Person) and person.reach(Right.FIGURES, day).everything


@needs(PUBLIC)
@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("calendar", timezone.localdate().year)


class MonthOfYear(NamedTuple):
    number: int
    working: int
    days: list[tuple[str, Day]]


@needs(PUBLIC)
@require_safe
def calendar_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The days of a year that are not what their weekday says, and how many working days remain."""
    installation = Installation.objects.get()
    first, last = installation.first_day.year, installation.last_day.year
    if not first <= year <= last:
        raise Http404
    days = list(Day.objects.filter(day__year=year))
    working = calendar()
    months = [_month(working, year, number, days) for number in range(1, 13)]
    made_up = sum(day.kind == DayKind.MADE_UP for day in days)
    page = {
        "year": year,
        "years": [(one, one == year) for one in range(last, first - 1, -1)],
        "months": months,
        "working": sum(month.working for month in months),
        "off": len(days) - made_up,
        "made_up": made_up,
        "may_preview": may_preview(request.user, timezone.localdate()),
        "before": year - 1 if year > first else None,
        "after": year + 1 if year < last else None,
    }
    return render(request, "org/calendar.html", page)


def _month(working: Calendar, year: int, number: int, days: Iterable[Day]) -> MonthOfYear:
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    span = (first + timedelta(days=ahead) for ahead in range((following - first).days))
    special = [(day_text(day.day), day) for day in days if day.day.month == number]
    return MonthOfYear(number, sum(map(working.is_working, span)), special)
