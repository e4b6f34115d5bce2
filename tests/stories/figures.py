"""Figures of the half-year before and after a story."""

from collections.abc import Iterable
from datetime import date

from dunghen.org.models import Unit
from dunghen.statistics.compile import Number, compile_units
from dunghen.statistics.view import view

Figures = dict[tuple[str, str], Number]


def figures(codes: Iterable[str], *units: str) -> Figures:
    """Figures of units, by unit and code; without units of the city."""
    asked = view("2024-H1", today=date(2024, 6, 10))
    found, wanted = compile_units(asked), list(codes)
    keys = dict(Unit.objects.filter(key__in=units).values_list("key", "pk")) if units else {"": asked.own}
    return {(key, code): found[pk][code].value or 0 for key, pk in keys.items() for code in wanted}


def grown(before: Figures, after: Figures) -> dict[tuple[str, str], Number]:
    """What became more or less, and by how much."""
    return {each: after[each] - before[each] for each in after if after[each] != before[each]}
