"""One figure, unit by unit, on a map: what each shows, and what could not be allotted to anybody below."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dunghen.org.models import Unit
from dunghen.statistics.compile import Figure, Number, counts_at, figures_of
from dunghen.statistics.counting import Counts, count, one_snapshot
from dunghen.statistics.forms import Row
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.view import View

Figures = Mapping[int, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit's figure with all below it; `unallotted` is the part that stands at the unit itself because
    whoever it belonged to was split or dissolved (it is never apportioned)."""

    unit: Unit
    depth: int
    value: Number | None
    unallotted: int


def by_unit(asked: View, code: str, org: str = "", figures: Figures | None = None) -> list[UnitFigure]:
    """The units at and below `org` that have a figure, in the order of the tree; `figures` of all units, if
    they are at hand. Raises BadQuestionError."""
    row, root = asked.row(code), asked.org(org)
    with one_snapshot():
        figures = figures_of(asked, None) if figures is None else figures
        left = _unallotted(asked, row)
        units = Unit.objects.in_bulk(list(asked.units.units))
    inside = [unit for unit in asked.units.units if root in (unit, *asked.units.ancestors(unit))]
    paths = {unit: _path(asked, units, unit) for unit in inside}
    return [
        UnitFigure(units[unit], len(paths[unit]) - len(paths[root]), figures[unit][code].value, left[unit])
        for unit in sorted(inside, key=paths.__getitem__)
        if figures[unit][code].value or left[unit]
    ]


def _path(asked: View, units: dict[int, Unit], unit: int) -> tuple[str, ...]:
    return tuple(units[step].code for step in (*reversed(asked.units.ancestors(unit)), unit))


def _unallotted(asked: View, row: Row) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    placed = [asked.units.place(unit) for top in asked.units.roots for unit in asked.units.scope(top)]
    if row.origin != "counted" or not any(placement.unallotted for placement in placed):
        return found
    counts = count([POPULATIONS[row.population]], *asked.window, asked.known_at)
    for (unit, level), number in _numbers(counts, row).items():
        placement = asked.units.place(unit)
        if placement.unallotted and counts_at(row, level):
            found[placement.unit] += number
    return found


def _numbers(counts: Counts, row: Row) -> dict[tuple[int, str], int]:
    if row.measure != "distinct":
        return dict(counts.numbers[row.population])
    sets = counts.things[row.population]
    found: dict[tuple[int, str], int] = defaultdict(int)
    for unit, things in sets.items():
        for level, _ in things:
            found[unit, level] += 1
    return found
