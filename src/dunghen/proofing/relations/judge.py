"""When a stated figure agrees with a computed one: exact decimals, and the leeway its own digits give it."""

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import ne

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.slips import evidence

_ABOUT = Decimal("0.1")
_POINTS_OFF, _TIMES_OFF = Decimal(15), 2  # how far a slip of the hand leads astray
_WHOLE = Decimal(100)
Digits = tuple[int, str]
Span = tuple[Decimal, Decimal]  # the least and the largest
_EXACTLY = 3  # digits that nobody guesses
_ROUND = 2  # zeros at the end of a figure
_BAR, _ENDLESS = 10, Decimal("Infinity")
_ONE_SIDED = frozenset({"", "over", "under"})
NO_FIGURE = frozenset({"range", "target"})
_TOLD = 0.5  # powers of ten of evidence that a rate is a slip of another one farther off


def agrees(stated: Quantity, computed: Decimal) -> bool:
    """Within one unit of the last shown digit (rounded or cut off); "hơn", "gần" allow what they say."""
    if stated.approximation == "over":
        return computed >= stated.value
    if stated.approximation == "under":
        return computed <= stated.value
    if stated.approximation in {"about", "range", "target"}:
        return abs(computed - stated.value) <= max(abs(stated.value) * _ABOUT, stated.step)
    return abs(computed - stated.value) <= stated.step


def one_rounds(one: Quantity, two: Quantity) -> bool:
    """Whether one figure is the other told in larger units or with fewer digits: 14.207 triệu, 14,2 tỷ."""
    rough, fine = (one, two) if one.step > two.step else (two, one)
    return rough.step > fine.step and agrees(rough, fine.value)


def amounts_to(stated: Quantity, computed: Decimal) -> bool:
    """Differences of whole numbers match exactly; of rounded ones within one unit of the last shown digit."""
    if (
        stated.exact
        and stated.step == 1
        and stated.kind not in {"percent", "ppoint"}
        and stated.unit != "lần"
    ):
        return computed == stated.value
    return agrees(stated, computed)


def sum_gap(total: Quantity, parts: Sequence[Quantity]) -> Decimal:
    """How far the parts' sum is from the total."""
    return sum((part.value for part in parts), Decimal(0)) - total.value


def sums_up(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whole numbers match exactly, decimals within one unit of the last shown digit; "hơn 35,1" holds what is
    not below it and not far above."""
    gap = sum_gap(total, parts)
    if total.approximation:
        near = abs(gap) <= max(total.value * _ABOUT, total.step)
        return near and not never_adds_up(total, parts)
    decimals = total.step < 1 and any(part.step < 1 for part in parts)
    return abs(gap) <= total.step if decimals else gap == 0


def telling(total: Quantity, parts: Sequence[Quantity]) -> float:
    """How telling the nearness of a total and its parts is, whichever of them was mistyped."""
    step = max(total.step, *(part.step for part in parts))
    gap = sum_gap(total, parts)
    of_parts = (
        evidence(part.value, part.value - gap, step) - math.log10(len(parts))
        for part in parts
        if part.value > gap
    )
    return max(evidence(total.value, total.value + gap, step), *of_parts, 0.0)


def rounding_gap(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether rounding of the shown digits can explain the gap: only where something was rounded."""
    steps = [total.step, *(part.step for part in parts)]
    if all(step == 1 for step in steps):
        return False
    leeway = sum(steps, Decimal(0)) / 2
    return abs(sum_gap(total, parts)) <= leeway


def slack(*sources: Quantity) -> Decimal:
    """The part of its value by which what is computed may be off, where the sources show rounded figures."""
    rounded = (q for q in sources if q.step != 1 and q.value and q.kind != "percent")
    return sum((q.step / (2 * abs(q.value)) for q in rounded), Decimal(0))


def never_adds_up(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts miss the total whatever "hơn", "gần" before them leaves: hơn 5,4 is less than 5,5."""
    if not _ONE_SIDED.issuperset(q.approximation for q in (total, *parts)):
        return False
    spans = [_narrow(part) for part in parts]
    least, most = (sum(ends, Decimal(0)) for ends in zip(*spans, strict=True))
    low, high = _narrow(total)
    return least > high or most < low


def _narrow(figure: Quantity) -> Span:
    """The least and the largest where the word leaves but one unit of the last digit that is no zero."""
    if not figure.exact:
        return _sided(figure, _told_unit(figure))
    rounding = figure.step / 2 if figure.step != 1 else Decimal(0)
    return figure.value - rounding, figure.value + rounding


def allowed(figure: Quantity) -> Span:
    """The least and the largest that a figure may be: "hơn 214,6" is not 300, "hơn 30" may be."""
    if figure.exact:
        return figure.value, figure.value
    unit = _told_unit(figure)
    fully = abs(figure.value) >= unit * 10 ** (_EXACTLY - 1)
    return _sided(figure, unit if fully else max(unit, abs(figure.value) * _ABOUT))


def _sided(figure: Quantity, off: Decimal) -> Span:
    said = figure.approximation
    return figure.value - off * (said != "over"), figure.value + off * (said != "under")


def _told_unit(figure: Quantity) -> Decimal:
    """One unit of the last digit that is no zero."""
    shown = str(int(abs(figure.value) / figure.step))
    return figure.step * Decimal(10) ** (len(shown) - len(shown.rstrip("0")))


def belied(stated: Quantity, computed: Decimal) -> bool:
    """Whether the word before a figure is untrue: hơn 61 of 60,58, gần 15 of 21,8; not hơn 60,6 of 60,58,
    which was rounded, nor hơn 50 % of 93: that is the bar to reach. No word helps an exact figure."""
    if stated.exact or stated.approximation in NO_FIGURE:
        return stated.exact
    least, most = allowed(stated)
    if stated.kind == "percent" and stated.value % _BAR == 0:
        least = least if stated.approximation != "under" else -_ENDLESS
        most = most if stated.approximation != "over" else _ENDLESS
    fine = stated.step if stated.step < 1 else Decimal(0)
    return not least - fine <= computed <= most + fine


def beyond(rate: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether a rate is no share of anything that part and whole may be."""
    (least, most), (low, high) = allowed(part), allowed(whole)
    bottom, top = share(least, high), share(most, low)
    if bottom is None or top is None:
        return False
    return not bottom - rate.step <= rate.value <= top + rate.step


def nearly(amount: Quantity, computed: Decimal) -> bool:
    """Whether a slip of the hand explains that a change is told as this and comes to that."""
    stated = amount.value
    if alike_digits(stated, computed.quantize(amount.step)):
        return True
    if amount.kind == "percent" and (abs(stated - computed) <= _POINTS_OFF or stated == computed + _WHOLE):
        return True
    if amount.kind == "percent" and abs(stated + computed - _WHOLE) <= amount.step:
        return True  # bằng 92%, tức giảm 92%
    if amount.kind == "percent" and evidence(stated, computed, amount.step, _WHOLE) >= _TOLD:
        return True
    return max(stated, computed) <= _TIMES_OFF * min(stated, computed)


def fineness(figure: Quantity) -> Decimal:
    """One unit of the last digit that is no zero of a round figure: 635.000 is told in thousands, 6.000 is
    a plan."""
    shown = str(int(figure.value / figure.step))
    told = shown.rstrip("0")
    zeros = len(shown) - len(told)
    return figure.step * 10**zeros if zeros >= _ROUND and len(told) > 1 else figure.step


def growth(now: Decimal, before: Decimal) -> Decimal | None:
    """By how many percent something grew (negative when it fell); None without a base."""
    return (now - before) * 100 / before if before else None


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """How many percent; None without a base."""
    return part * 100 / whole if whole else None


def alike_digits(one: Decimal, two: Decimal) -> bool:
    """The same digits in another order, or one of three or more digits changed: slips of the hand. Zeros at
    the end of both say only how large the figures are: 200 and 400 tỷ are no slip of each other."""
    return one.adjusted() == two.adjusted() and alike(digits_of(one), digits_of(two))


def turned(one: Decimal, two: Decimal) -> bool:
    """The same digits in another order, or in the same."""
    first, second = (sorted(f"{value.normalize():f}") for value in (one, two))
    return first == second


def alike(one: Digits, two: Digits) -> bool:
    """The same of figures whose digits are known."""
    if one[0] != two[0]:
        return False
    length = max(len(one[1]), len(two[1]), 1)
    first, second = one[1].ljust(length, "0"), two[1].ljust(length, "0")
    return (length > 2 and sum(map(ne, first, second)) == 1) or sorted(first) == sorted(second)


@lru_cache(maxsize=8192)
def digits_of(value: Decimal) -> Digits:
    """The place of the first digit, and the digits up to the last that is not zero."""
    return value.adjusted(), "".join(map(str, value.as_tuple().digits)).rstrip("0")
