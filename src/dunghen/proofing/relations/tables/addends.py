"""A row that two others make up in nearly every column, wherever they stand: A = I + B."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.figures.sheet import Row
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.tables.votes import SUM, Guess, Line

_WITHIN = 40  # rows that are looked at above and below
_LEAST = 2  # columns that must agree
_TELLING = 100  # smaller figures add up by accident
Trio = tuple[int, int, int]


def addend_drafts(rows: Sequence[Row], columns: Sequence[int]) -> Iterator[Draft]:
    """No words tell which rows belong together: only columns that add up do, so that one may fail."""
    if len(columns) <= _LEAST or len(rows) <= _LEAST:
        return
    votes: Counter[Trio] = Counter()
    for column in columns:
        votes.update(_trios([row.values[column].value if column in row.values else None for row in rows]))
    for trio, held in votes.items():
        guess = Guess(SUM, -math.log10(min(len(rows), 2 * _WITHIN) ** 2))
        for column in columns if held >= _LEAST else ():
            total, *parts = (rows[at].values.get(column) for at in trio)
            told = tuple(part for part in parts if part is not None)
            if total is not None and total.kind != "percent" and len(told) == len(parts):
                guess.tally(Line(total, told))
        if guess.believed:
            yield from guess.drafts()


def _trios(values: Sequence[Decimal | None]) -> Iterator[Trio]:
    """The rows of one column of which the first is the sum of the two others."""
    lines: dict[Decimal, list[int]] = {}
    for at, value in enumerate(values):
        if value is not None:
            lines.setdefault(value, []).append(at)
    for at, total in enumerate(values):
        if total is None or total < _TELLING:
            continue
        for one in range(max(at - _WITHIN, 0), min(at + _WITHIN, len(values))):
            part = values[one]
            if part is None or not 0 < part < total:
                continue
            others = (two for two in lines.get(total - part, ()) if two > one and two != at)
            yield from ((at, one, two) for two in others if two <= at + _WITHIN)
