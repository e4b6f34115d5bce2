"""Fractions that add up: giải quyết 10/38 đơn; trong đó 5/29 khiếu nại, 3/3 tố cáo, 2/6 kiến nghị.

Or those of one whole, 18/93 ý kiến đã xong, 37/93 đang làm, 38/93 chưa làm; or of a plain figure before them,
là 65 đơn. Đã giải quyết 38/45 đơn khiếu nại và 16/20 đơn tố cáo.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import is_partial, opens
from dunghen.proofing.relations.judge import sums_up
from dunghen.proofing.relations.sums.listings import Listing, changes, may_total

_APART, _MOST = 24, 8  # tokens from one fraction to the next; fractions of a run
_SEVERAL = 3  # fractions of one whole that need no words
_LEAST = 10  # smaller figures agree by accident
_OPPOSED = tuple(
    (re.compile(rf"\b{one}\b"), re.compile(rf"\b{two}\b"))
    for one, two in (("cao hon", "thap hon"), ("tang", "giam"), ("dong y", "khong dong y"))
)


def of_fractions(passage: Passage) -> Iterator[Listing]:
    """Every total of a run of fractions, by their numerators or denominators."""
    if sum(q.of is not None for q in passage.quantities) < 2:
        return
    for _sentence, own in sentences(passage):
        for run in _runs(passage, [q for q in own if q.of is not None and q.kind in {"count", "bare"}]):
            yield from _of_one_whole(passage, run)
            yield from _of_a_fraction(passage, run)
            yield from _of_a_figure(passage, run)


def _runs(passage: Passage, fractions: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """Fractions of one depth that follow each other with only rates between."""
    run: list[Quantity] = []
    for one in fractions:
        between = passage.within(run[-1].last + 1, one.token) if run else []
        counted = any(q.kind != "percent" and q.depth == one.depth for q in between)
        if run and (one.token - run[-1].last > _APART or counted or one.depth != run[-1].depth):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _tops(_passage: Passage, run: Sequence[Quantity]) -> list[Quantity]:
    """The numerators, at the place of the fraction, as other readings take them."""
    return [replace(q, of=None) for q in run]


def _bottoms(passage: Passage, run: Sequence[Quantity]) -> list[Quantity]:
    """The denominators, each behind its stroke."""
    starts = (passage.tokens[q.token + _STROKE].start for q in run)
    return [
        replace(q, start=at, value=q.of or Decimal(0), of=None) for q, at in zip(run, starts, strict=True)
    ]


_STROKE = 2  # tokens from a numerator to its denominator


def _of_one_whole(passage: Passage, run: Sequence[Quantity]) -> Iterator[Listing]:
    """18/93, 37/93 and 38/93: what all of them are of."""
    whole = {q.of for q in run}
    if len(run) < 2 or len(whole) > 1 or len(run) > _MOST:
        return
    parts, total = _tops(passage, run), _bottoms(passage, run)[0]
    opposed = len(run) == 2 and any(a.search(run[0].label) and b.search(run[1].label) for a, b in _OPPOSED)
    if not is_partial(passage.words(run[0].token, run[-1].last + 1)) and (opposed or len(run) >= _SEVERAL):
        yield Listing((total,), tuple(parts), int(opposed))


def _of_a_fraction(passage: Passage, run: Sequence[Quantity]) -> Iterator[Listing]:
    """10/38 đơn; trong đó 5/29 khiếu nại, 3/3 tố cáo, 2/6 kiến nghị: both sides add up, each by itself."""
    total, *parts = run
    if len(parts) < 2 or not opens(passage.words(total.last + 1, parts[0].token)):
        return
    if is_partial(passage.words(total.last, parts[-1].last + 1)):
        return
    sides = [(side(passage, [total]), side(passage, parts)) for side in (_tops, _bottoms)]
    held = any(sums_up(whole, some) for (whole,), some in sides)  # where one side holds, so must the other
    for whole, some in sides:
        yield Listing(tuple(whole), tuple(some), 1 + held)


def _of_a_figure(passage: Passage, run: Sequence[Quantity]) -> Iterator[Listing]:
    """là 65 đơn. Đã giải quyết 38/45 đơn khiếu nại và 16/20 đơn tố cáo: the last of their noun before."""
    joined = len(run) > 1 and all(_joins(passage, one, two) for one, two in pairwise(run))
    before = [q for q in passage.quantities if q.token < run[0].token and run[0].sentence - q.sentence <= 1]
    told = [q for q in before if q.kind == "count" and units.same_unit(q.measure, run[0].measure)]
    if not joined or not told or len({q.of for q in run}) == 1:
        return
    total = told[-1]
    if (
        total.of is not None
        or not may_total(total)
        or not total.exact
        or total.value < _LEAST
        or changes(total)
    ):
        return
    sides = [_bottoms(passage, run), _tops(passage, run)]
    holds = next((parts for parts in sides if sums_up(total, parts)), None)
    if holds or not passage.within(total.last + 1, run[0].token):
        yield Listing((total,), tuple(holds or sides[0]), 0)


def _joins(passage: Passage, one: Quantity, two: Quantity) -> bool:
    return {"va", ",", ";"} & set(passage.words(one.last + 1, two.token).split()) != set()
