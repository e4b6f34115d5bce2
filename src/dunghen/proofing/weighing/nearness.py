"""How near what is stated comes to what is computed, and how telling that is."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.relations.judge import alike_digits, telling
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.weighing.hypotheses import Hypothesis
from dunghen.proofing.weighing.slipped import rate_told

_HUNDRED = Decimal(100)
_POINTS, _FOLD = (0.3, 1, 3, 8, 15), (1.01, 1.05, 1.15, 1.4)


def bucket(value: float, edges: Sequence[float]) -> int:
    """How many of the edges the value passes."""
    return sum(value > edge for edge in edges)


def told(one: Hypothesis) -> float:
    """How telling the nearness is, in powers of ten: of a slip, or that two figures agree at all."""
    stated = one.stated
    if one.exact:
        room = _HUNDRED if stated.kind == "percent" else stated.value
        return math.log10(max(float(room / stated.step), 1.0))
    if one.form in {"after", "before"}:
        return telling(stated, one.sources)
    if one.form in {"change", "rest", "stock"}:
        return max(_of_sources(one), evidence(stated.value, one.computed, stated.step))
    spread = _HUNDRED if stated.value <= _HUNDRED else None
    of_rate = evidence(stated.value, one.computed, stated.step, spread)
    return max(of_rate, rate_told(one.slip, stated, one.sources))


def _of_sources(one: Hypothesis) -> float:
    """How telling it is that a slip in one of the figures that were subtracted explains the gap."""
    off = one.computed - one.stated.value
    high, *low = one.sources
    slips = [(high.value, high.value - off), *((q.value, q.value + off) for q in low)]
    step = min(q.step for q in (one.stated, *one.sources))
    near = [evidence(was, due, step) for was, due in slips if due > 0 and alike_digits(was, due)]
    return max(near, default=0.0) - math.log10(len(slips))


def distance(one: Hypothesis) -> Iterator[str]:
    """How far it lies off: in points of percent or as a multiple; and whether digits were changed."""
    high, low = max(one.computed, one.stated.value), min(one.computed, one.stated.value)
    if one.stated.kind == "percent":
        yield f"points {bucket(float(high - low), _POINTS)}"
    elif low or not high:
        yield f"fold {bucket(float(high / (low or 1)), _FOLD)}"
    else:
        yield "fold 9"
    if one.exact or alike_digits(one.stated.value, one.computed.quantize(one.stated.step)):
        yield "digits alike"
    yield from (f"slip {name}" for name in one.slip)
