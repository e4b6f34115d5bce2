"""Counting: one query for all populations of one table, one anchor (of stocks: one end) and kind of window.

As known now it reads the current versions; as known at T it reads, in a second query, also those that
were current at T and are no longer, and adds. Each query states literally whether `known_to` is null,
so that the partial covering indexes answer it (dossiers.models, docs/adr/0002).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import Aggregate, Count, F, Q, Sum
from django.utils.timezone import localtime

from dunghen.core.population import Population

Place = tuple[int, str]  # unit id, level ("" where the population has none)
Thing = tuple[str, int]  # level, id: a procedure at two levels counts once per level


@dataclass(frozen=True, slots=True)
class Counts:
    """By population: numbers per place (counts, whole sums, stocks), or the distinct things per unit."""

    numbers: Mapping[str, Mapping[Place, int]]
    things: Mapping[str, Mapping[int, frozenset[Thing]]]


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All queries inside see the database at one moment; inside an open transaction it adds nothing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def count(
    populations: Iterable[Population], window_from: datetime, window_to: datetime, known_at: datetime | None
) -> Counts:
    """Each population in [from, to) (a stock: at its end), per unit and level, as known at a moment."""
    window = Window(window_from, window_to)
    numbers: dict[str, Mapping[Place, int]] = {}
    things: dict[str, Mapping[int, frozenset[Thing]]] = {}
    for group in _groups(populations):
        if group[0].measure == "distinct":
            things |= _distinct(group, window, known_at)
        else:
            numbers |= _numbers(group, window, known_at)
    return Counts(numbers, things)


class Window(NamedTuple):
    """A half-open window of time."""

    start: datetime
    end: datetime


def slices(population: Population, window: Window, known_at: datetime | None) -> list[Q]:
    """Disjoint conditions that together are: known at the moment, and inside the window.

    A stock at the end of the window began before it and had not ended by then.
    """
    begun = _begun(population, window)
    return [shared & begun for shared in _shared_slices(population, window, known_at)]


def stretches(population: Population, window: Window, known_at: datetime | None) -> list[tuple[str, list[Q]]]:
    """The slices, by the column in whose order an index has their rows: of a stock first what has not ended,
    by when it began; then what ended since, by its end. That this came after it began follows from both
    bounds; it is said so that the index of late dossiers finds those that were overdue."""
    found = slices(population, window, known_at)
    if population.measure != "stock":
        return [(population.anchor, found)]
    since = Q(**{f"{population.until}__gt": F(population.anchor)})
    still_open, ended = found[::2], found[1::2]
    return [
        (population.anchor, [each & population.open for each in still_open]),
        (population.until, [each & since for each in ended]),
    ]


def _shared_slices(population: Population, window: Window, known_at: datetime | None) -> list[Q]:
    """The slices but for when a stock began: stocks that end alike are counted in one pass."""
    start, end = (_bound(population, moment) for moment in window)
    if population.measure == "stock":
        until = population.until
        moments = [Q(**{f"{until}__isnull": True}), Q(**{f"{until}__gte": end})]
    else:
        moments = [Q(**{f"{population.anchor}__gte": start, f"{population.anchor}__lt": end})]
    return [known & moment for known in _known(population.known, known_at) for moment in moments]


def _begun(population: Population, window: Window) -> Q:
    """That a stock began before the end of the window; of what happened in the window nothing more."""
    if population.measure != "stock":
        return Q()
    return Q(**{f"{population.anchor}__lt": _bound(population, window.end)})


def _known(prefix: str, known_at: datetime | None) -> list[Q]:
    current = Q(**{f"{prefix}known_to__isnull": True})
    if known_at is None:
        return [current]
    begun = Q(**{f"{prefix}known_from__lte": known_at})
    past = Q(**{f"{prefix}known_to__isnull": False, f"{prefix}known_to__gt": known_at})
    return [current & begun, past & begun]


def _bound(population: Population, moment: datetime) -> datetime | date:
    """The moment as the anchor's own type. For days: the first day not wholly before the moment's
    24:00, so that a window ending at 00:00 of the 15th takes the state of the 14th."""
    if isinstance(field(population.model, population.anchor), models.DateTimeField):
        return moment
    return localtime(moment - timedelta(microseconds=1)).date() + timedelta(days=1)


def field(model: type[models.Model], lookup: str) -> "models.Field[Any, Any]":
    """The field at the end of a lookup like "version__valid_from"."""
    *path, last = lookup.split("__")
    for name in path:
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(lookup)
        model = related
    found = model._meta.get_field(last)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(lookup)
    return found


def _groups(populations: Iterable[Population]) -> Iterator[list[Population]]:
    def key(population: Population) -> tuple[str, ...]:
        kind = population.measure if population.measure in ("distinct", "stock") else "flow"
        column = population.column if kind == "distinct" else ""
        table = population.model._meta.label
        dimensions = (population.unit, population.level, population.known, population.until)
        anchor = population.anchor if kind != "stock" else ""
        return (table, anchor, kind, column, *dimensions)

    unique = {population.name: population for population in populations}
    for _, group in groupby(sorted(unique.values(), key=key), key):
        yield list(group)


def _rows(
    group: Sequence[Population], window: Window, known_at: datetime | None, by: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """One row per combination of `by`, followed by one number per population.

    What all populations of the group state narrows the rows once, not again in every FILTER.
    """
    parts = [_conjuncts(_begun(population, window) & population.where) for population in group]
    shared = [part for part in parts[0] if all(part in others for others in parts)]
    rests = [Q(*(part for part in own if part not in shared)) for own in parts]
    where = Q(*shared)
    if group[0].measure == "distinct" and all(rests):
        where &= reduce(or_, rests)
    # Names of their own: an alias named like a column would take its place inside FILTER.
    numbers = {f"p_{place}": _aggregate(group[place], rest) for place, rest in enumerate(rests)}
    manager = group[0].model._default_manager
    for condition in _shared_slices(group[0], window, known_at):
        rows = manager.filter(condition & where).order_by().values_list(*by).annotate(**numbers)
        # Tens of thousands of rows, nothing in them to convert: as the driver gives them.
        with connection.cursor() as cursor:
            cursor.execute(*rows.query.sql_with_params())
            yield from cursor.fetchall()


def _conjuncts(where: Q) -> list[Any]:
    return list(where.children) if where.connector == Q.AND and not where.negated else [where]


def _aggregate(population: Population, where: Q) -> Aggregate:
    if population.measure == "sum":
        return Sum(population.column, filter=where or None)
    return Count("pk", filter=where or None)


def _numbers(
    group: Sequence[Population], window: Window, known_at: datetime | None
) -> dict[str, Mapping[Place, int]]:
    found: dict[str, dict[Place, int]] = {population.name: {} for population in group}
    level = group[0].level
    by = (group[0].unit, level) if level else (group[0].unit,)
    for row in _rows(group, window, known_at, by):
        place = (row[0], row[1] if level else "")
        for population, number in zip(group, row[len(by) :], strict=True):
            if number:
                numbers = found[population.name]
                numbers[place] = numbers.get(place, 0) + int(number)
    return dict(found)


def _distinct(
    group: Sequence[Population], window: Window, known_at: datetime | None
) -> dict[str, Mapping[int, frozenset[Thing]]]:
    first = group[0]
    rows = list(_rows(group, window, known_at, (first.unit, first.level, first.column)))
    found: dict[str, Mapping[int, frozenset[Thing]]] = {}
    for place, population in enumerate(group, 3):
        units: dict[int, set[Thing]] = defaultdict(set)
        for row in rows:
            if row[place]:
                units[row[0]].add(row[1:3])
        found[population.name] = {unit: frozenset(things) for unit, things in units.items()}
    return found
