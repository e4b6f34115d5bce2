"""Several columns of rates that each stand behind the count they are a share of: số, %, số, %.

One of them alone leaves open of what; together they tell, of one column or of the row of 100 %.
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.figures.sheet import BRACKETS, Row
from dunghen.proofing.relations.tables.votes import SHARE, Guess, Line

_WORDS = 0.8  # what their place tells
_ALL = Decimal(100)
Pair = tuple[int, int]  # the columns of a count and of its rate


def rates_beside(rows: Sequence[Row], counts: Sequence[int], percents: Sequence[int]) -> Guess | None:
    """What all columns of rates behind a count are shares of; None where nothing tells."""
    pairs = [(count, rate) for count in counts for rate in (count + 1, count + BRACKETS) if rate in percents]
    if len(pairs) < 2:
        return None
    wholes = [row for row in rows if all(_is_all(row, rate) for _count, rate in pairs)]
    prior = _WORDS - math.log10(len(counts) + len(wholes))
    guesses = [_tallied(Guess(SHARE, prior), _of_column(rows, pairs, count)) for count in counts]
    guesses += [_tallied(Guess(SHARE, prior), _of_row(rows, pairs, whole)) for whole in wholes]
    best = max(guesses, key=lambda guess: guess.weight, default=None)
    return best if best is not None and best.believed else None


def _is_all(row: Row, rate: int) -> bool:
    return rate in row.values and row.values[rate].value == _ALL


def _of_column(rows: Sequence[Row], pairs: Sequence[Pair], whole: int) -> Iterator[Line]:
    for row in rows:
        for count, rate in pairs:
            if count != whole and {count, rate, whole} <= row.values.keys():
                yield Line(row.values[rate], (row.values[count], row.values[whole]))


def _of_row(rows: Sequence[Row], pairs: Sequence[Pair], whole: Row) -> Iterator[Line]:
    for row in rows:
        for count, rate in pairs:
            if row is not whole and {count, rate} <= row.values.keys() and count in whole.values:
                yield Line(row.values[rate], (row.values[count], whole.values[count]))


def _tallied(guess: Guess, lines: Iterator[Line]) -> Guess:
    for line in lines:
        guess.tally(line)
        if guess.hopeless:
            break
    return guess
