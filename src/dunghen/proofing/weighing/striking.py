"""Figures of many digits that are a slip of the hand away from what figures near them come to.

Of a figure that nothing explains, all sums, differences and stocks of its neighbours are tried, whatever the
words say. That one of so many comes so near is chance less than once in a hundred, or it is not said.
"""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits, fineness
from dunghen.proofing.relations.slips import evidence

_KINDS = frozenset({"count", "bare", "money", "size"})
_RATES = frozenset({"percent", "growth"})
_LEAST = 1000  # steps: smaller figures are near each other by accident
_NEAR, _PAIRED = 12, 6  # figures on either side for sums, for differences
_APART = 4  # blocks from one figure to the next of its unit
_MOST_PARTS, _MOST_FLOWS = 10, 4
_SURE = 2.3  # powers of ten beyond what so many tries bring about
_SMALL = 4  # times the gap: a part that is smaller tells nothing
_FLOWS = 1.0  # what is asked for beyond that of what came and went
_ORDERS = [signs for n in range(2, _MOST_FLOWS) for signs in product((1, -1), repeat=n) if -1 in signs]

Told = tuple[Passage, Quantity]  # the block that a figure stands in, and the figure
Try = tuple[Decimal, tuple[Quantity, ...], tuple[int, ...]]


def find_striking(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Contradictions that digits alone tell, of figures that no finding speaks of."""
    told = [one for one in drafts if one.verdict != "warning"]
    spoken = {spot[0] for one in told if not _agreed_rate(one) for spot in one.places}
    rated = {spot[0] for one in told for spot in one.places}
    figures = [(one, q) for one in document.passages for q in one.quantities if _may_count(q)]
    for at, (_block, stated) in enumerate(figures):
        if stated.value < _LEAST * stated.step or stated.start in spoken:
            continue
        found = _nearest(stated, list(_tries(figures, at)))
        if found is not None and (stated.start not in rated or -1 not in found[2]):
            spoken.update(q.start for q in (stated, *found[1]))
            yield _said(stated, found)


def _agreed_rate(one: Draft) -> bool:
    """Whether a rate agrees, which a slip in the last digits need not disturb."""
    return one.verdict == "consistent" and one.kind in _RATES


def _may_count(quantity: Quantity) -> bool:
    return quantity.kind in _KINDS and quantity.exact and quantity.of is None and not quantity.odd


def _tries(figures: Sequence[Told], at: int) -> Iterator[Try]:
    """What the figures of its unit around one come to, where that is less than twice off."""
    own, x = figures[at]
    before = _together(figures[at], figures[max(at - _NEAR, 0) : at][::-1])[::-1]
    behind = _together(figures[at], figures[at + 1 : at + 1 + _NEAR])
    sums = (*_sums(x, _figures(behind)), *_sums(x, _figures(before[::-1])))
    others = {q.value for _block, q in (*before, *behind)}  # what comes to one of them is no slip of this one
    before, behind = ([one for one in side if not _apart(own, one[0])] for side in (before, behind))
    every = (*sums, *_stocks(_figures(before)), *_pairs(_figures(before), _figures(behind)))
    yield from (one for one in every if x.value <= 2 * one[0] <= 4 * x.value and one[0] not in others)


def _together(told: Told, side: Sequence[Told]) -> list[Told]:
    """The figures of its unit on one side, up to where so many blocks tell of something else."""
    found: list[Told] = []
    last, x = told
    for block, quantity in side:
        if _alike(x, quantity):
            if abs(block.index - last.index) > _APART:
                break
            found.append((block, quantity))
            last = block
    return found


def _figures(told: Sequence[Told]) -> list[Quantity]:
    return [quantity for _block, quantity in told]


def _apart(one: Passage, two: Passage) -> bool:
    """Whether each is a section of several sentences: what one tells is no difference in the other."""
    return one is not two and one.is_section and two.is_section


def _alike(one: Quantity, two: Quantity) -> bool:
    return units.same_unit(one.measure, two.measure) or "bare" == one.kind == two.kind


def _sums(x: Quantity, side: Sequence[Quantity]) -> Iterator[Try]:
    """Runs on one side, from any of the first three on, taking each one, each second or each third."""
    for first, stride in product(range(3), range(1, 4)):
        run = side[first::stride][:_MOST_PARTS]
        total = Decimal(0)
        for count, figure in enumerate(run, 1):
            total += figure.value
            if total > 2 * x.value:
                break
            if count > 1:
                yield total, tuple(run[:count]), (1,) * count


def _stocks(before: Sequence[Quantity]) -> Iterator[Try]:
    """A figure with those right behind it added or taken off."""
    for first, signs in product(range(len(before)), _ORDERS):
        run = before[first : first + 1 + len(signs)]
        if len(run) == 1 + len(signs):
            moved = (sign * q.value for sign, q in zip(signs, run[1:], strict=True))
            yield run[0].value + sum(moved), tuple(run), (1, *signs)


def _pairs(before: Sequence[Quantity], behind: Sequence[Quantity]) -> Iterator[Try]:
    near = (*before[-_PAIRED:], *behind[:_PAIRED])
    for one, two in product(near, near):
        if one.value > two.value:
            yield one.value - two.value, (one, two), (1, -1)


def _nearest(stated: Quantity, tries: Sequence[Try]) -> Try | None:
    """The one that comes so near that so many tries do not explain it; none where one agrees."""
    if not tries or any(value == stated.value for value, *_rest in tries):
        return None
    count = len({tuple(sorted(q.start for q in sources)) for _value, sources, _signs in tries})
    told, best = max(((_told(stated, one), one) for one in tries), key=lambda pair: pair[0])
    return best if told - math.log10(count) >= _SURE else None


def _told(stated: Quantity, one: Try) -> float:
    """How telling the nearness is: never more than the third largest figure has digits."""
    value, sources, signs = one
    step = min(q.step for q in (stated, *sources))
    values = sorted(q.value for q in (stated, *sources))
    gap = abs(value - stated.value)
    if not alike_digits(stated.value, value) or values[0] <= _SMALL * gap:
        return 0.0
    if gap <= sum(map(fineness, (stated, *sources))) / 2:
        return 0.0  # rounding explains it
    flows = _FLOWS if -1 in signs and len(signs) > 2 else 0.0
    return min(evidence(stated.value, value, step), math.log10(values[-3] / step)) - flows


def _said(stated: Quantity, one: Try) -> Draft:
    computed, sources, signs = one
    shown = "".join(
        f" {'+' if sign > 0 else '-'} {number(q.value)}" for q, sign in zip(sources, signs, strict=True)
    ).removeprefix(" + ")
    text = f"{shown} = {number(computed)}, {off_by(stated.value, computed)}."
    kind: Kind = "difference" if -1 in signs else "sum"
    return draft(kind, "contradiction", stated, sources, computed, text)
