"""Compiling a report: counted, derived and declared figures of a unit, beside what was published.

Figures are whole numbers or Decimals, never floats; a percentage is computed from its numerator and
denominator, rounded half up to 2 decimals, and there is none where the denominator is empty.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.utils.timezone import localtime

from dunghen.core.known import known_at as known
from dunghen.org.maps import UnitMap, Which
from dunghen.org.models import Level, Unit
from dunghen.statistics.counting import Counts, Thing, count, one_snapshot
from dunghen.statistics.forms import Row, in_order
from dunghen.statistics.models import Declaration, Published
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.view import View, view

Number = int | Decimal
HUNDREDTH = Decimal("0.01")


class Figure(NamedTuple):
    """A value (None: there is none), with numerator and denominator where it is a percentage."""

    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A figure of a compiled report. `difference`: our value less the published one, where both are."""

    code: str
    label: str
    measure: str
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    origin: str
    published: Number | None
    difference: Number | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """A report of a unit as known at a moment (None: now)."""

    period: str
    org: str
    known_at: datetime | None
    cells: tuple[Cell, ...]

    def as_json(self) -> dict[str, Any]:
        """By schemas/report.schema.json: times with the Vietnamese offset, percents as 51.43."""
        cells = [{key: _plain(value) for key, value in asdict(cell).items()} for cell in self.cells]
        known_at = localtime(self.known_at).isoformat() if self.known_at else None
        return {"period": self.period, "org": self.org, "known_at": known_at, "cells": cells}


def compile_report(
    code: str, org: str = "", *, today: date, which: Which = "day", known_at: datetime | None = None
) -> Compiled:
    """The report of a unit (its own without one). Raises view.BadQuestionError."""
    with one_snapshot():
        asked = view(code, today=today, which=which, known_at=known_at)
        unit = asked.org(org)
        return compiled(asked, unit, figures_of(asked, [unit])[unit])


def compiled(asked: View, unit: int, figures: Mapping[str, Figure]) -> Compiled:
    """Figures of a unit beside what was published of it. Two queries."""
    printed = _published(asked) if unit == asked.own else {}
    name = Unit.objects.get(pk=unit).code
    cells = tuple(_cell(row, figures[row.code], printed.get(row.code)) for row in asked.rows.values())
    return Compiled(asked.report.code, name, asked.known_at, cells)


def compile_units(asked: View) -> dict[int, dict[str, Figure]]:
    """Every figure of every unit of the map, from one counting."""
    with one_snapshot():
        return figures_of(asked, None)


def counted(asked: View) -> Counts:
    """The counts behind every figure of a report."""
    used = {row.population for row in asked.rows.values() if row.population}
    return count([POPULATIONS[name] for name in used], *asked.window, asked.known_at)


def figures_of(
    asked: View, orgs: Iterable[int] | None, counts: Counts | None = None
) -> dict[int, dict[str, Figure]]:
    """Figures of the units named, or of all, by unit and code; from `counts`, if they are at hand."""
    totals = Totals(asked.units, counted(asked) if counts is None else counts)
    shown = totals.shown(asked.rows)
    declared = _declared(asked)
    order = in_order(asked.rows)
    found: dict[int, dict[str, Figure]] = {}
    # What a unit shows of which nothing is known, at the top of the tree and below it; the others start
    # from it and work out only what depends on a count.
    idle: dict[bool, dict[str, Figure]] = {}
    followers = _followers(asked.rows, order)
    for org in asked.units.units if orgs is None else orgs:
        top = not asked.units.ancestors(org)
        if top not in idle:
            idle[top] = _figures(asked.rows, order, top, {}, {})
        if org in declared:
            found[org] = _figures(asked.rows, order, top, shown[org], declared[org])
        elif org in shown:
            found[org] = _from_idle(asked.rows, followers, shown[org], idle[top])
        else:
            found[org] = idle[top]
    return found


def _nothing(row: Row, *, top: bool) -> int | None:
    """What is counted where there is nothing; a figure of the city, or of a unit's own plan, has no place
    below the top."""
    return 0 if not row.blank and (top or row.rollup not in ("city", "own")) else None


def _followers(rows: Mapping[str, Row], order: Iterable[str]) -> list[str]:
    """What follows from a counted figure, operands first."""
    alive = {code for code, row in rows.items() if row.origin == "counted"}
    found = []
    for code in order:
        if code not in alive and not alive.isdisjoint(rows[code].needs):
            alive.add(code)
            found.append(code)
    return found


ALL_LEVELS = ""  # as a row without a level names it


class Totals:
    """Counts carried up the tree of a map: each unit's own and all below it."""

    def __init__(self, units: UnitMap, counts: Counts) -> None:
        self.units = units
        self.counts = counts
        # per population, unit and level ("" for all but the vertical agencies): a number, or how many things
        self.numbers: dict[str, dict[int, dict[str, int]]] = {}
        for name, places in counts.numbers.items():
            by_org: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for (unit, level), number in places.items():
                for org in self._upwards(unit):
                    levels = by_org[org]
                    levels[level] += number
                    if level and level != Level.VERTICAL:
                        levels[ALL_LEVELS] += number
            self.numbers[name] = by_org
        for name, sets in counts.things.items():
            unions: dict[int, dict[str, set[Thing]]] = defaultdict(lambda: defaultdict(set))
            for unit, things in sets.items():
                apart = _by_level(things)
                for org in self._upwards(unit):
                    for level, some in apart.items():
                        unions[org][level] |= some
            self.numbers[name] = {org: _numbers(levels) for org, levels in unions.items()}

    def _upwards(self, unit: int) -> list[int]:
        placed = self.units.place(unit).unit
        return [placed, *self.units.ancestors(placed)]

    def shown(self, rows: Mapping[str, Row]) -> dict[int, dict[str, int]]:
        """By unit the counted figures of which there is something: of the city as a whole only at the top of
        the tree; of a unit's own, such as the tasks of its plan, wherever it has any thing of its own."""
        found: dict[int, dict[str, int]] = defaultdict(dict)
        own = [row for row in rows.values() if row.origin == "counted" and row.rollup == "own"]
        for org, numbers in _own_numbers(self.units, self.counts, {row.population for row in own}).items():
            for row in own:
                if (number := numbers.get(row.population, 0)) or not row.blank:
                    found[org][row.code] = number
        for code, row in rows.items():
            if row.origin != "counted" or row.rollup == "own":
                continue
            for org, levels in self.numbers[row.population].items():
                number = levels.get(row.level, 0)
                if number and not (row.rollup == "city" and self.units.ancestors(org)):
                    found[org][code] = number
        return found


def _own_numbers(units: UnitMap, counts: Counts, names: Iterable[str]) -> dict[int, dict[str, int]]:
    """By unit what is counted of itself, without those below it."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name in names:
        for (unit, _level), number in counts.numbers[name].items():
            found[units.place(unit).unit][name] += number
    return found


def _by_level(things: Iterable[Thing]) -> dict[str, set[Thing]]:
    found: dict[str, set[Thing]] = defaultdict(set)
    for thing in things:
        found[thing[0]].add(thing)
    return found


def _numbers(levels: Mapping[str, set[Thing]]) -> dict[str, int]:
    """How many things at each level: a thing at two levels counts once per level."""
    found = {level: len(things) for level, things in levels.items()}
    found[ALL_LEVELS] = sum(found.values()) - found.get(Level.VERTICAL.value, 0)
    return found


def counts_at(row: Row, level: str) -> bool:
    """Whether a row counts at a level: its own, or any but the vertical agencies', counted apart."""
    return level == row.level if row.level else level != Level.VERTICAL


def _figures(
    rows: Mapping[str, Row],
    order: Iterable[str],
    top: bool,
    shown: Mapping[str, int],
    declared: Mapping[str, Number],
) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for code in order:
        row = rows[code]
        if row.origin == "counted":
            figures[code] = Figure(shown[code] if code in shown else _nothing(row, top=top))
        elif row.origin == "declared":
            said = declared.get(code)
            figures[code] = figures[row.fallback] if said is None and row.fallback else Figure(said)
        else:
            figures[code] = derive(row.measure, [figures[operand].value for operand in row.operands])
    return figures


def _from_idle(
    rows: Mapping[str, Row],
    followers: Iterable[str],
    shown: Mapping[str, int],
    idle: dict[str, Figure],
) -> dict[str, Figure]:
    """The figures of a unit without declarations: what nothing was counted of stays as in `idle`."""
    figures = idle | {code: Figure(number) for code, number in shown.items()}
    changed = set(shown)
    for code in followers:
        row = rows[code]
        if row.fallback in changed:
            figures[code] = figures[row.fallback]
            changed.add(code)
        elif not changed.isdisjoint(row.operands):
            figures[code] = derive(row.measure, [figures[operand].value for operand in row.operands])
            changed.add(code)
    return figures


def derive(measure: str, operands: list[Number | None]) -> Figure:
    """A figure from others: none if one of them is missing."""
    if measure == "ratio":
        numerator, denominator = operands
        if numerator is None or not denominator:
            return Figure(None, numerator, denominator)
        rate = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)
        return Figure(rate, numerator, denominator)
    known_operands = [value for value in operands if value is not None]
    if len(known_operands) < len(operands):
        return Figure(None)
    first, *rest = known_operands
    return Figure(first - sum(rest) if measure == "difference" else first + sum(rest))


def _declared(asked: View) -> dict[int, dict[str, Number]]:
    """What was declared, where the map places the declaring unit. Declarations of several units that
    became one are added where the row adds; otherwise none of them speaks for the whole."""
    found: dict[int, dict[str, list[Number]]] = defaultdict(lambda: defaultdict(list))
    rows = Declaration.objects.filter(known(asked.known_at), report=asked.report)
    for unit, code, value in rows.values_list("unit", "cell", "value"):
        found[asked.units.place(unit).unit][code].append(whole(value))
    return {
        org: {
            code: sum(values)
            for code, values in cells.items()
            if len(values) == 1 or (code in asked.rows and asked.rows[code].rollup in ("sum", "stock"))
        }
        for org, cells in found.items()
    }


def _published(asked: View) -> dict[str, Published]:
    return {printed.cell: printed for printed in Published.objects.filter(report=asked.report)}


def _cell(row: Row, figure: Figure, printed: Published | None) -> Cell:
    published = whole(printed.value) if printed and printed.value is not None else None
    difference = None
    if figure.value is not None and published is not None:
        difference = whole(Decimal(figure.value) - Decimal(published))
    return Cell(
        code=row.code,
        label=row.label,
        measure=row.measure,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        origin=row.origin,
        published=published,
        difference=difference,
        reason=(printed.reason or None) if printed else None,
    )


def whole(value: Decimal) -> Number:
    """A whole Decimal as int, another without the zeros its column adds."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _plain(value: Any) -> Any:
    """A Decimal as a JSON number; the only place where a float is made, from few exact digits."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
