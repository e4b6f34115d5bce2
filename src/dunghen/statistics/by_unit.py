"""One figure, unit by unit, on a map: what each shows, and what could not be allotted to anybody below."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dunghen.org.models import Unit
from dunghen.statistics.compile import Figure, Number, counted, counts_at, figures_of
from dunghen.statistics.counting import Counts, one_snapshot
from dunghen.statistics.forms import Row
from dunghen.statistics.view import View

# Figures by unit and code, and of the one figure that is asked for what is unallotted, by unit.
AtHand = tuple[Mapping[int, Mapping[str, Figure]], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A unit's figure with all below it; `unallotted` is the part that stands at the unit itself because
    whoever it belonged to was split or dissolved (it is never apportioned)."""

    unit: Unit
    depth: int
    value: Number | None
    unallotted: int


def by_unit(asked: View, code: str, org: str = "", at_hand: AtHand | None = None) -> list[UnitFigure]:
    """The units at and below `org` that have a figure, in the order of the tree; from figures of all units
    and what is unallotted of this one, if they are at hand. Raises BadQuestionError."""
    row, root = asked.row(code), asked.org(org)
    figures, left = at_hand or _count(asked, row)
    units = Unit.objects.in_bulk(list(asked.units.units))
    inside = [unit for unit in asked.units.units if root in (unit, *asked.units.ancestors(unit))]
    paths = {unit: _path(asked, units, unit) for unit in inside}
    return [
        UnitFigure(
            units[unit], len(paths[unit]) - len(paths[root]), figures[unit][code].value, left.get(unit, 0)
        )
        for unit in sorted(inside, key=paths.__getitem__)
        if figures[unit][code].value or left.get(unit)
    ]


def _count(asked: View, row: Row) -> AtHand:
    with one_snapshot():
        counts = counted(asked)
        return figures_of(asked, None, counts), unallotted(asked, counts).get(row.code, {})


def _path(asked: View, units: dict[int, Unit], unit: int) -> tuple[str, ...]:
    return tuple(units[step].code for step in (*reversed(asked.units.ancestors(unit)), unit))


def unallotted(asked: View, counts: Counts) -> dict[str, dict[int, int]]:
    """Of each counted figure, what no unit of the map can claim, by the unit at which it shows."""
    everywhere = {unit for top in asked.units.roots for unit in asked.units.scope(top)}
    placed = {unit: asked.units.place(unit) for unit in everywhere}
    split = {unit: placement.unit for unit, placement in placed.items() if placement.unallotted}
    if not split:
        return {}
    found: dict[str, dict[int, int]] = {}
    for row in asked.rows.values():
        left: dict[int, int] = defaultdict(int)
        for (unit, level), number in _numbers(counts, row).items() if row.origin == "counted" else ():
            if unit in split and counts_at(row, level):
                left[split[unit]] += number
        if left:
            found[row.code] = dict(left)
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
