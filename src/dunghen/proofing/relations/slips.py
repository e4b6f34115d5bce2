"""How telling it is that two figures nearly agree: what a slip of the hand leaves, chance seldom does.

A figure that should follow from others and does not is mostly one digit, two swapped digits or a small step
away from what they come to. The rarer such nearness is among figures of that length, the less the words need
say that the figures belong together.
"""

import math
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations


def evidence(stated: Decimal, computed: Decimal, step: Decimal, spread: Decimal | None = None) -> float:
    """How telling the nearness is, in powers of ten: 2 when one in a hundred unrelated figures lies as near.

    `step` is one unit of the last digit that is compared; `spread` the range that unrelated figures fill, by
    default up to the larger of the two. 0 where the figures agree or nothing is near.
    """
    one, two = (abs(int((value / step).to_integral_value())) for value in (stated, computed))
    if one == two or not one or not two:
        return 0.0
    while one % 10 == two % 10 == 0:
        one, two, step = one // 10, two // 10, step * 10
    room = float(spread / step) if spread is not None else float(max(one, two))
    digits = _of_digits(str(one), str(two)) if spread is None or len(str(one)) == len(str(two)) else 1.0
    chance = min((2 * abs(one - two) + 1) / max(room, 1.0), digits, 1.0)
    return -math.log10(chance)


def _of_digits(one: str, two: str) -> float:
    """The share of numbers of this length that are a like change of digits away; 1 where it is none."""
    length = len(one)
    numbers = 9 * float(10 ** (length - 1))
    if length != len(two):
        longer, shorter = (one, two) if length > len(two) else (two, one)
        dropped = len(longer) - len(shorter) == 1 and any(
            longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
        )
        return len(longer) * 10 / (9 * float(10 ** (len(longer) - 1))) if dropped else 1.0
    differing = [at for at in range(length) if one[at] != two[at]]
    if len(differing) == 1:
        return 9 * length / numbers
    first, last = differing[0], differing[-1]
    if len(differing) == 2 and one[first] == two[last] and one[last] == two[first]:
        return (length - 1 if last - first == 1 else length * (length - 1) / 2) / numbers
    return 1.0


def slips_of(value: Decimal) -> Iterator[Decimal]:
    """The values of as many digits that two swapped digits or one other digit leave; none of one or two."""
    digits, exponent = list(value.as_tuple().digits), value.as_tuple().exponent
    length = len(digits)
    for first in range(length if length > _SHORT else 0):
        others = ([*digits[:first], digit, *digits[first + 1 :]] for digit in range(10))
        swapped = (_swapped(digits, first, second) for second in range(first + 1, length))
        for other in (*others, *swapped):
            if other != digits and other[0]:
                yield Decimal((0, tuple(other), exponent if isinstance(exponent, int) else 0))


def _swapped(digits: list[int], first: int, second: int) -> list[int]:
    other = digits.copy()
    other[first], other[second] = digits[second], digits[first]
    return other


_SHORT = 2


def slips_into(value: Decimal, step: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether one other digit or two swapped ones bring a figure between bounds; `step` is its last digit."""
    length = value.adjusted()
    if high <= 0 or high.adjusted() < length or (low > 0 and low.adjusted() > length):
        return False  # as many digits lead nowhere there
    shown = int(value / step)
    least, most = math.ceil(low / step), math.floor(high / step)
    if least > most or shown < _TENS:
        return False
    return _slips_to(str(shown), str(least)) if least == most else _slips_between(shown, least, most)


def _slips_to(one: str, two: str) -> bool:
    if len(one) != len(two):
        return False
    off = [at for at, (first, second) in enumerate(zip(one, two, strict=True)) if first != second]
    if len(off) == _SWAPPED:
        return one[off[0]] == two[off[1]] and one[off[1]] == two[off[0]]
    return len(off) == 1


def _slips_between(shown: int, least: int, most: int) -> bool:
    digits = [int(digit) for digit in str(shown)[::-1]]
    places = [10**at for at in range(len(digits))]
    for digit, worth in zip(digits, places, strict=True):
        rest = shown - digit * worth
        first = max(-((rest - least) // worth), 1 if worth == places[-1] else 0)
        if first <= min((most - rest) // worth, 9) and first * worth + rest <= most:
            return True
    least = max(least, places[-1])  # no figure begins with a zero
    return any(
        least <= shown + (digits[two] - digits[one]) * (places[one] - places[two]) <= most
        for one, two in combinations(range(len(digits)), 2)
    )


_TENS, _SWAPPED = 10, 2
