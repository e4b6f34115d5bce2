"""What the dashboard counts, for every unit of a map at once, kept in the cache with the time it was taken.

The worker renews it; a page that finds none takes it itself. Everything is counted by `counting`, the
headline figures by `compile`, so that the dashboard cannot differ from the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import localtime

from dunghen.core.known import settled_time
from dunghen.core.population import Population
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import DossierVersion
from dunghen.org.maps import Which
from dunghen.org.models import Level
from dunghen.statistics import remember
from dunghen.statistics.compile import ALL_LEVELS, Figure, Totals, compile_units, counts_at
from dunghen.statistics.counting import Window, count, one_snapshot, slices
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.view import View

# The three levels of form 3, section 3; vertical agencies are counted apart.
LEVELS = (Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE)
COMPLETED = ("B3.3.1.1", "B3.3.2.1", "B3.3.3.1")
ON_TIME = ("B3.3.1.2", "B3.3.2.2", "B3.3.3.2")
LATE = tuple(f"B3.3.{level}@late_{kind}" for level in (1, 2, 3) for kind in ("apologised", "unapologised"))
OPEN, OVERDUE = "B3.3@open", "B3.3@open_overdue"
SHARES = ("N2.d.3", "N2.d.4", "N2.d.5@dossiers", "B7.6.3", "B7.6.7")
DECLARED = {"N2.d.5@dossiers": "N2.d.5", "B7.6.7": "N2.e.5"}  # what the city declared of the same
CODES = (*COMPLETED, *ON_TIME, *LATE, OPEN, OVERDUE, *SHARES, *DECLARED.values())
FLOWS = ("dossiers.received", "dossiers.completed", "dossiers.completed_on_time")
LATE_FLOWS = ("dossiers.late_apologised", "dossiers.late_unapologised")
YEARS = 5
LISTED = 12  # dossiers of a late list; the page of the figure has them all
FORMAT = 2  # another number whenever Snapshot changes: what is kept of the old form is not read
KEPT = 24 * 3600  # seconds; the worker renews it long before


class Flow(NamedTuple):
    """Dossiers of a unit and all below it in a month."""

    received: int
    completed: int
    on_time: int


class Month(NamedTuple):
    """A month, or the part of it that lies before the end of the report's window."""

    first: date
    last: date
    flows: dict[int, Flow]


class Late(NamedTuple):
    """Completed dossiers, and those of them that were late."""

    completed: int
    late: int


Oldest = dict[int, list[tuple[datetime, int]]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """By unit of one map: the figures of CODES, the months, the fields (lĩnh vực), and of the completed
    and late dossiers those that stand at a unit unallotted because their own was split or dissolved.
    `late`, `overdue`: of each unit's own, the versions (by id) whose due date is oldest."""

    known_at: datetime | None
    figures: dict[int, dict[str, Figure]]
    months: tuple[Month, ...]
    fields: dict[int, dict[str, Late]]
    unallotted: dict[int, Late]
    late: Oldest
    overdue: Oldest


def current(asked: View, which: Which) -> Snapshot:
    """The kept snapshot of this report and map, or one taken now."""
    kept = remember.recall(_key(asked, which))
    return kept if isinstance(kept, Snapshot) else renew(asked, which)


def renew(asked: View, which: Which) -> Snapshot:
    """Take a snapshot, as known at a moment no open transaction can still write into, and keep it."""
    taken = take(replace(asked, known_at=settled_time()))
    remember.remember(_key(asked, which), taken, KEPT)
    return taken


def _key(asked: View, which: Which) -> str:
    return f"dashboard:{FORMAT}:{asked.report.code}:{which}"


def take(asked: View) -> Snapshot:
    """Count everything as known at the moment asked."""
    with one_snapshot():
        figures = {
            unit: {code: cells[code] for code in CODES if code in cells}
            for unit, cells in compile_units(asked).items()
        }
        months = tuple(_month(asked, window) for window in _windows(asked))
        fields = _fields(asked)
        unallotted = _unallotted(asked)
        late, overdue = _oldest(asked, LATE), _oldest(asked, [OVERDUE])
    shown = {unit: cells for unit, cells in figures.items() if any(cell.value for cell in cells.values())}
    return Snapshot(asked.known_at, shown, months, fields, unallotted, late, overdue)


def _windows(asked: View) -> Iterator[Window]:
    """The months that have dossiers, at most of the five years before the end of the report's window."""
    end = asked.window.end
    received = DossierVersion.objects.known_at(asked.known_at).order_by("received_at")
    earliest = received.values_list("received_at", flat=True).first()
    if earliest is None or earliest >= end:
        return
    last = localtime(end - timedelta(microseconds=1)).date().replace(day=1)
    month = max(localtime(earliest).date().replace(day=1), _next(last.replace(year=last.year - YEARS)))
    while month <= last:
        yield Window(_midnight(month), min(_midnight(_next(month)), end))
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _month(asked: View, window: Window) -> Month:
    totals = Totals(asked.units, count([POPULATIONS[name] for name in FLOWS], *window, asked.known_at))
    orgs = {org for numbers in totals.numbers.values() for org in numbers}
    flows = {org: Flow(*(_of_levels(totals.numbers[name].get(org, {})) for name in FLOWS)) for org in orgs}
    last = localtime(window.end - timedelta(microseconds=1)).date()
    return Month(localtime(window.start).date(), last, flows)


def _of_levels(numbers: dict[str, int]) -> int:
    return sum(number for level, number in numbers.items() if level in LEVELS)


def _by_field(name: str) -> Population:
    """The same population with the field of the procedure as its dimension in place of the level."""
    population = POPULATIONS[name]
    levels = Q(**{f"{population.level}__in": LEVELS})
    return replace(population, level="procedure__field", where=population.where & levels)


def _fields(asked: View) -> dict[int, dict[str, Late]]:
    names = ("dossiers.completed", *LATE_FLOWS)
    totals = Totals(asked.units, count(map(_by_field, names), *asked.window, asked.known_at))
    found: dict[int, dict[str, Late]] = {}
    for org, completed in totals.numbers["dossiers.completed"].items():
        late = [totals.numbers[name].get(org, {}) for name in LATE_FLOWS]
        found[org] = {
            field: Late(number, sum(part.get(field, 0) for part in late))
            for field, number in completed.items()
            if field != ALL_LEVELS
        }
    return found


def _unallotted(asked: View) -> dict[int, Late]:
    names = ("dossiers.completed", *LATE_FLOWS)
    counts = count([POPULATIONS[name] for name in names], *asked.window, asked.known_at)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for name in names:
        for (unit, level), number in counts.numbers[name].items():
            placed = asked.units.place(unit)
            if placed.unallotted and level in LEVELS:
                sums[placed.unit][name in LATE_FLOWS] += number
    return {unit: Late(*pair) for unit, pair in sums.items()}


def _oldest(asked: View, codes: Iterable[str]) -> Oldest:
    """The dossiers counted in these rows; those of each unit with the oldest due dates."""
    found: Oldest = defaultdict(list)
    for code in codes:
        row = asked.rows[code]
        population = POPULATIONS[row.population]
        for condition in slices(population, asked.window, asked.known_at):
            rows = population.model._default_manager.filter(condition, population.where).order_by()
            columns = rows.values_list(population.unit, population.level, "due_at", "pk")
            for unit, level, due_at, pk in columns.iterator():
                if counts_at(row, level):
                    found[unit].append((due_at, pk))
    return {unit: sorted(dossiers)[:LISTED] for unit, dossiers in found.items()}
