"""Whether one slip of the hand explains that figures disagree: in the stated one or in a source of it."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.slips import slips_into

_HUNDRED = Decimal(100)
_RATES = frozenset({"share", "grown", "growth", "moved", "both"})
_RUNS = frozenset({"after", "before"})


def slips(form: str, stated: Quantity, sources: Sequence[Quantity], computed: Decimal) -> str:
    """Which figures it may be, each by itself: "x" the stated one, "a" and "b" those it is computed from."""
    leeway = Decimal(0) if _counted(stated) else stated.step
    named = "x" if slips_into(stated.value, stated.step, computed - leeway, computed + leeway) else ""
    if form in _RATES:
        bounds = _bounds(form, stated, sources[0].value, sources[1].value, computed)
        for name, source, (low, high) in zip("ab", sources, bounds, strict=False):
            if slips_into(source.value, source.step, low, high):
                named += name
        return named
    return named + next(_amounts(form, stated, sources, computed), "")


def _counted(stated: Quantity) -> bool:
    return stated.step == 1 and stated.kind != "percent"


def _bounds(
    form: str, stated: Quantity, part: Decimal, whole: Decimal, computed: Decimal
) -> Iterator[tuple[Decimal, Decimal]]:
    """Between which values the part, and the whole, would agree."""
    rates = [(stated.value + off) / _HUNDRED for off in (-stated.step, stated.step)]
    if form == "growth":
        rates = [1 - rate if part < whole else 1 + rate for rate in rates]
    elif form == "both" or (form == "moved" and computed * whole < part * _HUNDRED):
        rates = [rate / (1 - rate) for rate in rates if rate < 1]  # of the whole and the part together
    elif form == "moved":
        rates = [rate / (1 + rate) for rate in rates]
    low, high = (min(rates), max(rates)) if rates else (Decimal(0), Decimal(0))
    yield low * whole, high * whole
    if low > 0:
        yield part / high, part / low


def _amounts(form: str, stated: Quantity, sources: Sequence[Quantity], computed: Decimal) -> Iterator[str]:
    """One of the figures that were added or taken off."""
    off = stated.value - computed
    for number, source in enumerate(sources):
        sign = 1 if form in _RUNS or number == 0 else -1
        due = source.value + sign * off
        if due > 0 and slips_into(source.value, source.step, due, due):
            yield "b" if form not in _RUNS and number else "a"
            return


def rate_told(slip: str, stated: Quantity, sources: Sequence[Quantity]) -> float:
    """How telling it is that a slip in the part or the whole explains a rate, in powers of ten."""
    named = slip.replace("x", "")
    if not named:
        return 0.0
    source = sources["ab".index(named[0])]
    return -math.log10(min(2 * _chance(source, 2 * stated.step), 1.0))


def _chance(figure: Quantity, width: Decimal) -> float:
    """What share of all rates the slips of a figure come to, each so wide."""
    length = len(str(int(figure.value / figure.step)))
    return (9 * length + length * (length - 1) // 2) * float(width / _HUNDRED)
