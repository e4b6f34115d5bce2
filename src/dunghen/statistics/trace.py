"""The records behind a figure: a count as one row each, a ratio as its denominator's rows with
`in_numerator`, a sum as rows whose `amount` adds up to it, distinct things as one row each, a total as
the rows of its parts. No trace shows a person.

A figure is taken apart into leaves (counted or declared rows); pages run through one leaf after the
other, inside it in the order of (anchor, id), each from where the page before ended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.timezone import localtime

from dunghen.core.known import known_at as known
from dunghen.core.population import Population
from dunghen.core.worktime import VIETNAM
from dunghen.org.models import Level
from dunghen.statistics.compile import whole
from dunghen.statistics.counting import field, slices
from dunghen.statistics.forms import Row
from dunghen.statistics.models import Declaration
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.trace_columns import COLUMNS, DECLARED, DISTINCT, HEAD
from dunghen.statistics.view import BadQuestionError, View

PAGE = 50
STREAM = 2000  # rows fetched at a time when all are wanted
TraceRow = dict[str, Any]
Key = tuple[str, int]  # where a row stands: its anchor and id, or its place in the leaf
Keyed = tuple[Key, TraceRow]


class Leaf(NamedTuple):
    """A counted or declared row inside a figure, and what to do with it: add (1) or subtract (-1)."""

    row: Row
    sign: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows and where the next page begins (empty: there is none)."""

    columns: tuple[str, ...]
    rows: list[TraceRow]
    after: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The records behind one figure of a unit."""

    view: View
    cell: Row
    org: int

    @property
    def leaves(self) -> list[Leaf]:
        """What the figure is made of: of a ratio its denominator's rows, and its numerator's too where
        they are not records of the denominator."""
        if self.cell.measure != "ratio":
            return self._apart(self.cell, 1)
        numerator, denominator = self._ratio()
        return denominator if self._marked else [*denominator, *numerator]

    def _ratio(self) -> tuple[list[Leaf], list[Leaf]]:
        numerator, denominator = (self._apart(self.view.rows[code], 1) for code in self.cell.operands)
        return numerator, denominator

    @property
    def _marked(self) -> bool:
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
        leaves = self.leaves
        number, anchor, last = _cursor(after)
        rows: list[TraceRow] = []
        while number < len(leaves):
            found = self._leaf_page(leaves[number], anchor, last, size - len(rows))
            rows += [row for row, _ in found]
            if len(rows) == size:
                anchor, last = found[-1][1]
                return Page(self.columns, rows, f"{number}|{anchor}|{last}")
            number, anchor, last = number + 1, "", 0
        return Page(self.columns, rows, "")

    def rows(self) -> Iterator[TraceRow]:
        """All rows, page by page."""
        page = self.page(size=STREAM)
        yield from page.rows
        while page.after:
            page = self.page(page.after, STREAM)
            yield from page.rows

    def _apart(self, row: Row, sign: int) -> list[Leaf]:
        if row.origin != "derived":
            return [Leaf(row, sign)]
        signs = [1, *[-1 if row.measure == "difference" else 1] * (len(row.operands) - 1)]
        parts = zip(row.operands, signs, strict=True)
        return [leaf for code, own in parts for leaf in self._apart(self.view.rows[code], sign * own)]

    def _leaf_page(self, leaf: Leaf, anchor: str, last: int, size: int) -> list[tuple[TraceRow, Key]]:
        if leaf.row.rollup == "city" and leaf.row.population and self.view.units.ancestors(self.org):
            return []
        if not leaf.row.population:
            found = self._declared(leaf.row, last, size)
        elif leaf.row.measure == "distinct":
            things = self._things(leaf.row)[last : last + size]
            found = [(("", last + place), thing) for place, thing in enumerate(things, 1)]
        else:
            found = self._records(leaf.row, anchor, last, size)
        mark = {}
        if self.cell.measure == "ratio" and not self._marked:
            mark = {"in_numerator": int(leaf in self._ratio()[0])}
        return [
            ({"part": leaf.row.code, **mark, **row, "amount": leaf.sign * row["amount"]}, key)
            for key, row in found
        ]

    def _declared(self, row: Row, last: int, size: int) -> list[Keyed]:
        rows = Declaration.objects.filter(known(self.view.known_at), report=self.view.report, cell=row.code)
        later = rows.filter(pk__gt=last).order_by("pk").select_related("unit")
        here = [found for found in later if self.view.units.place(found.unit_id).unit == self.org]
        return [
            (("", found.pk), {"amount": whole(found.value), "unit": found.unit.name, "source": found.source})
            for found in here[:size]
        ]

    def _things(self, row: Row) -> list[TraceRow]:
        """One row per level and thing, with the number of records behind it."""
        population = POPULATIONS[row.population]
        columns = (population.level, population.column, *DISTINCT.values())
        numerator = self._in_numerator()
        found: dict[tuple[str, int], TraceRow] = {}
        for condition in self._conditions(row):
            rows = population.model._default_manager.filter(condition, population.where).order_by()
            counted = rows.values_list(*columns).annotate(
                p_all=Count("pk"), p_in=Count("pk", filter=numerator or Q(pk__isnull=True))
            )
            for level, thing, *named, records, inside in counted:
                record = found.setdefault((level, thing), {"amount": 1, "in_numerator": 0, "records": 0})
                record |= {"level": level, **dict(zip(DISTINCT, named, strict=True))}
                record["records"] += records
                record["in_numerator"] |= int(inside > 0)
        things = [record for _, record in sorted(found.items())]
        if numerator is None:
            for record in things:
                del record["in_numerator"]
        return things

    def _conditions(self, row: Row) -> list[Q]:
        population = POPULATIONS[row.population]
        where = Q(**{f"{population.unit}__in": self.view.units.scope(self.org)})
        if population.level and row.level:
            where &= Q(**{population.level: row.level})
        elif population.level:
            where &= ~Q(**{population.level: Level.VERTICAL})
        return [where & condition for condition in slices(population, self.view.window, self.view.known_at)]

    def _in_numerator(self) -> Q | None:
        """Which of the denominator's records stand in the numerator too; None if that cannot be said."""
        if not self._marked:
            return None
        wheres = []
        for leaf in self._ratio()[0]:
            population = POPULATIONS[leaf.row.population]
            level = Q(**{population.level: leaf.row.level}) if population.level and leaf.row.level else Q()
            wheres.append(population.where & level)
        return reduce(or_, wheres)

    def _records(self, row: Row, anchor: str, last: int, size: int) -> list[Keyed]:
        """Keys first, by the covering index alone, then the records of the page."""
        population = POPULATIONS[row.population]
        keys: list[tuple[date, int]] = []
        for condition in self._conditions(row):
            found = population.model._default_manager.filter(condition, population.where)
            if anchor:
                at = _moment(population, anchor)
                # The first bound is for the index, the second cuts exactly.
                found = found.filter(**{f"{population.anchor}__gte": at}).filter(
                    Q(**{f"{population.anchor}__gt": at}) | Q(pk__gt=last)
                )
            keys += found.order_by(population.anchor, "pk").values_list(population.anchor, "pk")[:size]
        page = sorted(keys)[:size]
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


def trace(asked: View, cell: str, org: str = "") -> Trace:
    """The records behind a figure of a unit (the report's own without one). Raises BadQuestionError."""
    return Trace(asked, asked.row(cell), asked.org(org))


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
        raise BadQuestionError(f"“{after}” không phải vị trí trang do lệnh trước đưa ra.") from error


def _moment(population: Population, text: str) -> date:
    moment = datetime.fromisoformat(text)
    if field(population.model, population.anchor).get_internal_type() != "DateTimeField":
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
