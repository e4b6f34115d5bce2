"""The records behind a figure: a count as one row each, a ratio as its denominator's rows with
`in_numerator`, a sum as rows whose `amount` adds up to it, distinct things as one row each, a total as
the rows of its parts. No trace shows a person.

A figure is taken apart into leaves (counted or declared rows); pages run through one leaf after the
other, inside it in the order of (anchor, id), each from where the page before ended. Of a stock what has
not ended comes first, then in the order of their end what ended since.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.known import known_at as known
from dunghen.core.once import once
from dunghen.core.population import Population
from dunghen.core.worktime import VIETNAM
from dunghen.org.models import Level
from dunghen.procedures.models import Procedure
from dunghen.statistics.compile import Figure, whole
from dunghen.statistics.counting import field, slices, stretches
from dunghen.statistics.forms import Row
from dunghen.statistics.models import Declaration
from dunghen.statistics.narrowing import ALL, Among
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.trace_columns import COLUMNS, DECLARED, DISTINCT, HEAD
from dunghen.statistics.view import BadQuestionError, View

PAGE = 50
STREAM = 2000  # rows fetched at a time when all are wanted
KEPT = 3600  # seconds
TraceRow = dict[str, Any]
Key = tuple[str, int]  # where a row stands: its anchor and id, or its place in the leaf
Keyed = tuple[Key, TraceRow]


class Leaf(NamedTuple):
    """A counted or declared row inside a figure, and what to do with it: add (1) or subtract (-1)."""

    row: Row
    sign: int


class Stretch(NamedTuple):
    """Records of a leaf that stand in the order of one column, and the disjoint conditions that find them."""

    leaf: Leaf
    column: str
    conditions: list[Q]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins (empty: there is none)."""

    columns: tuple[str, ...]
    rows: list[TraceRow]
    after: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The records behind one figure of a unit, or some `among` them. `figures`: those of the unit as known
    at the moment of the view, if they are at hand; they say how many records there are."""

    view: View
    cell: Row
    org: int
    among: Among = ALL
    figures: Mapping[str, Figure] | None = None

    @property
    def leaves(self) -> list[Leaf]:
        """What the figure is made of: of a ratio its denominator's rows, and its numerator's too where
        they are not records of the denominator."""
        if self.cell.measure != "ratio":
            found = self._apart(self.cell, 1)
        else:
            numerator, denominator = self._ratio()
            found = denominator if self.marked else [*denominator, *numerator]
        return [leaf for leaf in found if leaf.row.population] if self.among.records else found

    def _ratio(self) -> tuple[list[Leaf], list[Leaf]]:
        numerator, denominator = (self._apart(self.view.rows[code], 1) for code in self.cell.operands)
        return numerator, denominator

    @property
    def marked(self) -> bool:
        """Whether the numerator is found among the records of the denominator."""
        if self.cell.measure != "ratio":
            return False
        leaves = [leaf for part in self._ratio() for leaf in part]
        tables = {_table(leaf.row) for leaf in leaves}
        return len(tables) == 1 and None not in tables

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns that any of the rows fills."""
        names = dict.fromkeys(HEAD)
        for leaf in self.leaves:
            names |= dict.fromkeys(_columns(leaf.row))
        return tuple(names)

    def page(self, after: str = "", size: int = PAGE) -> Page:
        """One page. Raises BadQuestionError for an `after` that no page gave."""
        parts = self._stretches()
        number, anchor, last = _cursor(after)
        rows: list[TraceRow] = []
        while number < len(parts):
            found = self._part(parts[number], anchor, last, size - len(rows))
            rows += [row for row, _ in found]
            if len(rows) == size:
                anchor, last = found[-1][1]
                return Page(self.columns, rows, f"{number}|{anchor}|{last}")
            number, anchor, last = number + 1, "", 0
        return Page(self.columns, rows, "")

    @property
    def number(self) -> int | None:
        """How many rows there are, where the figures say it."""
        if self.among.narrowed:
            return None
        found = [0 if self._silent(leaf.row) else self._told(leaf.row) for leaf in self.leaves]
        known = [number for number in found if number is not None]
        return sum(known) if len(known) == len(found) else None

    def size(self, at_most: int) -> int:
        """How many rows there are, counted no further than `at_most`."""
        found = 0
        for leaf in self.leaves:
            if found < at_most and not self._silent(leaf.row):
                found += self._leaf_size(leaf.row, at_most - found)
        return found

    def _told(self, row: Row) -> int | None:
        """The number of a row's records, if a figure at hand counts them."""
        figure = self.figures.get(row.code) if self.figures and row.population else None
        return int(figure.value) if figure and figure.value is not None and row.measure != "sum" else None

    def _leaf_size(self, row: Row, at_most: int) -> int:
        if not row.population:
            return min(len(self._declarations(row)), at_most)
        if row.measure == "distinct":
            return min(len(self._things(row)), at_most)
        found = 0
        for condition in self._conditions(row):
            rows = POPULATIONS[row.population].model._default_manager.filter(condition).order_by()
            if found < at_most:
                found += self._once(rows.values("pk")[: at_most - found], QuerySet.count)
        return found

    def rows(self) -> Iterator[TraceRow]:
        """All rows, page by page."""
        page = self.page(size=STREAM)
        yield from page.rows
        while page.after:
            page = self.page(page.after, STREAM)
            yield from page.rows

    def _apart(self, row: Row, sign: int) -> list[Leaf]:
        if row.fallback and not self._declarations(row):
            row = self.view.rows[row.fallback]
        if row.origin != "derived":
            return [Leaf(row, sign)]
        signs = [1, *[-1 if row.measure == "difference" else 1] * (len(row.operands) - 1)]
        parts = zip(row.operands, signs, strict=True)
        return [leaf for code, own in parts for leaf in self._apart(self.view.rows[code], sign * own)]

    def _stretches(self) -> list[Stretch]:
        """What the pages run through, one after the other."""
        found: list[Stretch] = []
        for leaf in self.leaves:
            population = POPULATIONS.get(leaf.row.population)
            if population is None or leaf.row.measure == "distinct" or self._silent(leaf.row):
                found.append(Stretch(leaf, "", []))
                continue
            where = self._where(leaf.row)
            for column, parts in stretches(population, self.view.window, self.view.known_at):
                found.append(Stretch(leaf, column, [where & part for part in parts]))
        return found

    def _part(self, stretch: Stretch, anchor: str, last: int, size: int) -> list[tuple[TraceRow, Key]]:
        leaf = stretch.leaf
        if self._silent(leaf.row):
            return []
        if not leaf.row.population:
            found = self._declared(leaf.row, last, size)
        elif leaf.row.measure == "distinct":
            things = self._things(leaf.row)[last : last + size]
            found = [(("", last + place), thing) for place, thing in enumerate(things, 1)]
        else:
            found = self._records(stretch, anchor, last, size)
        mark = {}
        if self.cell.measure == "ratio" and not self.marked:
            mark = {"in_numerator": int(leaf in self._ratio()[0])}
        return [
            ({"part": leaf.row.code, **mark, **row, "amount": leaf.sign * row["amount"]}, key)
            for key, row in found
        ]

    def _silent(self, row: Row) -> bool:
        """Whether there is nothing to list: only the city as a whole has the figure and this is a unit below
        it, or the figure is known to be nought."""
        below = row.rollup == "city" and bool(row.population and self.view.units.ancestors(self.org))
        return below or self._told(row) == 0

    def _declared(self, row: Row, last: int, size: int) -> list[Keyed]:
        return [
            (("", found.pk), {"amount": whole(found.value), "unit": found.unit.name, "source": found.source})
            for found in self._declarations(row)
            if found.pk > last
        ][:size]

    def _declarations(self, row: Row) -> list[Declaration]:
        report, known_at = self.view.report, self.view.known_at
        rows = Declaration.objects.filter(known(known_at), report=report, cell=row.code).order_by("pk")
        # asked for at each turn of a trace
        found = once(("declared", report.pk, known_at, row.code), lambda: list(rows.select_related("unit")))
        return [each for each in found if self.view.units.place(each.unit_id).unit == self.org]

    def _things(self, row: Row) -> list[TraceRow]:
        """One row per level and thing, with the number of records behind it."""
        population = POPULATIONS[row.population]
        numerator = self._in_numerator()
        found: dict[tuple[str, int], TraceRow] = {}
        for condition in self._conditions(row):
            rows = population.model._default_manager.filter(condition).order_by()
            counted = rows.values_list(population.level, population.column).annotate(
                p_all=Count("pk"), p_in=Count("pk", filter=numerator or Q(pk__isnull=True))
            )
            for level, thing, records, marked in self._once(counted, list):
                record = found.setdefault((level, thing), {"amount": 1, "in_numerator": 0, "records": 0})
                record["records"] += records
                record["in_numerator"] |= int(marked > 0)
        named = Procedure.objects.only("code", "name").in_bulk({thing for _level, thing in found})
        for (level, thing), record in found.items():
            procedure = named[thing]
            record |= {"level": level, "procedure_code": procedure.code, "procedure": procedure.name}
        ordered = sorted(found.items(), reverse=self.among.newest)
        inside = self.among.inside
        things = [record for _, record in ordered if inside is None or bool(record["in_numerator"]) == inside]
        if numerator is None:
            for record in things:
                del record["in_numerator"]
        return things

    def _once(self, rows: "QuerySet[Any, Any]", read: Callable[..., Any]) -> Any:
        """What was known at the moment of the figures does not change any more: it is read once and kept."""
        if self.figures is None:
            return read(rows)
        try:
            asked = rows.query.sql_with_params()
        except EmptyResultSet:  # nothing can be found, and finding it asks the database nothing
            return read(rows)
        question = hashlib.sha256(repr(asked).encode()).hexdigest()
        return cache.get_or_set(f"trace|{question}", lambda: read(rows), KEPT)

    def _conditions(self, row: Row) -> list[Q]:
        """Disjoint conditions that together find the records of a row."""
        where = self._where(row)
        found = slices(POPULATIONS[row.population], self.view.window, self.view.known_at)
        return [where & condition for condition in found]

    def _where(self, row: Row) -> Q:
        """What the records of a row have in common, but for period and moment."""
        population = POPULATIONS[row.population]
        scope, where = self._scope(row), Q()
        if self.among.units is None and not self.view.units.everywhere(scope):
            where = Q(**{f"{population.unit}__in": scope})
        elif self.among.units is not None:
            where = Q(**{f"{population.unit}__in": scope & self.among.units})
        if population.level and row.level:
            where &= Q(**{population.level: row.level})
        elif population.level:
            where &= ~Q(**{population.level: Level.VERTICAL})
        where &= population.where & self.among.where(population)
        numerator = self._in_numerator()
        if numerator is not None and self.among.inside is not None and row.measure != "distinct":
            where &= numerator if self.among.inside else ~numerator
        return where

    def _scope(self, row: Row) -> frozenset[int]:
        """The units whose records a row counts: all below, or what is placed at the unit itself."""
        units = self.view.units
        scope = units.scope(self.org)
        if row.rollup != "own":
            return scope
        return frozenset(unit for unit in scope if units.place(unit).unit == self.org)

    def _in_numerator(self) -> Q | None:
        """Which of the denominator's records stand in the numerator too; None if that cannot be said."""
        if not self.marked:
            return None
        wheres = []
        for leaf in self._ratio()[0]:
            population = POPULATIONS[leaf.row.population]
            level = Q(**{population.level: leaf.row.level}) if population.level and leaf.row.level else Q()
            wheres.append(population.where & level)
        return reduce(or_, wheres)

    def _records(self, stretch: Stretch, anchor: str, last: int, size: int) -> list[Keyed]:
        """Keys first, by the covering index alone, then the records of the page."""
        row, column = stretch.leaf.row, stretch.column
        population = POPULATIONS[row.population]
        down = self.among.newest
        order = ("-" if down else "") + column, "-pk" if down else "pk"
        keys: list[tuple[date, int]] = []
        for condition in stretch.conditions:
            found = population.model._default_manager.filter(condition)
            if anchor:
                found = found.filter(*_beyond(population, column, anchor, last, down=down))
            wanted = found.order_by(*order).values_list(column, "pk")[:size]
            keys += self._once(wanted, list) if self.among.narrowed else wanted
        page = sorted(keys, reverse=down)[:size]
        records = self._described(row, population, [pk for _, pk in page])
        return [((at.isoformat(), pk), records[pk]) for at, pk in page]

    def _described(self, row: Row, population: Population, keys: Sequence[int]) -> dict[int, TraceRow]:
        columns = COLUMNS[population.model]
        rows = population.model._default_manager.filter(pk__in=keys)
        numerator = self._in_numerator()
        inside = set(rows.filter(numerator).values_list("pk", flat=True)) if numerator is not None else set()
        described: dict[int, TraceRow] = {}
        amount = population.column if row.measure == "sum" else "pk"
        for pk, number, *values in rows.values_list("pk", amount, *columns.values()):
            record = {name: _shown(value) for name, value in zip(columns, values, strict=True)}
            mark = {"in_numerator": int(pk in inside)} if numerator is not None else {}
            described[pk] = {"amount": number if row.measure == "sum" else 1, **mark, **record}
        return described


def trace(asked: View, cell: str, org: str = "", among: Among = ALL) -> Trace:
    """The records behind a figure of a unit (the report's own without one). Raises BadQuestionError."""
    return Trace(asked, asked.row(cell), asked.org(org), among)


def _beyond(population: Population, column: str, anchor: str, last: int, *, down: bool) -> list[Q]:
    """After a row in the order of (column, id): the first bound is for the index, the second cuts exactly."""
    at, beyond = _moment(population, column, anchor), "lt" if down else "gt"
    further = Q(**{f"{column}__{beyond}": at}) | Q(**{f"pk__{beyond}": last})
    return [Q(**{f"{column}__{beyond}e": at}), further]


def _columns(row: Row) -> tuple[str, ...]:
    if not row.population:
        return DECLARED
    if row.measure == "distinct":
        return ("level", *DISTINCT, "records")
    return tuple(COLUMNS[POPULATIONS[row.population].model])


def _cursor(after: str) -> tuple[int, str, int]:
    if not after:
        return 0, "", 0
    try:
        number, anchor, last = after.split("|")
        if anchor:
            datetime.fromisoformat(anchor)
        if int(number) < 0:
            raise ValueError(number)
        return int(number), anchor, int(last)
    except ValueError as error:
        raise BadQuestionError(
            _("“{after}” không phải vị trí trang do lệnh trước đưa ra.").format(after=after)
        ) from error


def _moment(population: Population, column: str, text: str) -> date:
    moment = datetime.fromisoformat(text)
    if field(population.model, column).get_internal_type() != "DateTimeField":
        return moment.date()
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _table(row: Row) -> tuple[object, ...] | None:
    """What two rows must share for one's records to be found among the other's."""
    population = POPULATIONS.get(row.population)
    return (population.model, population.anchor, population.measure) if population else None


def _shown(value: Any) -> Any:
    """Times with the Vietnamese offset, flags as 1 and 0."""
    if isinstance(value, datetime):
        return localtime(value).isoformat()
    if isinstance(value, bool):
        return int(value)
    return value
