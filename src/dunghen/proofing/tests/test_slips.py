"""How telling nearness is: slips of the hand against chance."""

from decimal import Decimal
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dunghen.proofing.relations.slips import evidence, slips_into

ONE = Decimal(1)


@pytest.mark.parametrize(
    ("stated", "computed", "least", "most"),
    [
        ("2931", "2913", 3, 4),  # two neighbours swapped: 3 of 9000
        ("9239", "1239", 2, 3),  # one digit
        ("54", "44", 0.6, 0.8),  # one digit of two says little
        ("123", "1234", 1, 3),  # a digit dropped
        ("1000", "1001", 2, 3),  # one step away
        ("200", "400", 0, 0.3),  # zeros at the end say nothing
        ("731", "1468", 0, 0.1),
    ],
)
def test_the_rarer_the_nearness_the_more_it_tells(
    stated: str, computed: str, least: float, most: float
) -> None:
    assert least <= evidence(Decimal(stated), Decimal(computed), ONE) <= most


def test_agreeing_figures_and_nothing_tell_nothing() -> None:
    assert evidence(Decimal(12), Decimal(12), ONE) == evidence(Decimal(0), Decimal(3), ONE) == 0


def test_rates_are_measured_by_their_range() -> None:
    near = evidence(Decimal("86.85"), Decimal("88.65"), Decimal("0.01"), Decimal(100))
    far = evidence(Decimal("20"), Decimal("65"), Decimal("0.01"), Decimal(100))
    assert near > 2
    assert far < 0.5


def mistyped(figure: int) -> set[int]:
    """A figure with one other digit, or two of its digits swapped."""
    shown = str(figure)
    others = {shown[:at] + digit + shown[at + 1 :] for at in range(len(shown)) for digit in "0123456789"}
    for one, two in combinations(range(len(shown)), 2):
        digits = list(shown)
        digits[one], digits[two] = digits[two], digits[one]
        others.add("".join(digits))
    return {int(other) for other in others if not other.startswith("0")} - {figure}


@given(st.integers(10, 99_999), st.integers(1, 120_000), st.integers(0, 900))
def test_a_slip_leads_between_two_bounds_or_none_does(figure: int, low: int, width: int) -> None:
    high = low + width
    assume(not low <= figure <= high)
    reached = any(low <= other <= high for other in mistyped(figure))
    assert slips_into(Decimal(figure), Decimal(1), Decimal(low), Decimal(high)) == reached


@given(st.integers(100, 99_999), st.randoms(use_true_random=False))
def test_each_slip_is_known(figure: int, rng: Random) -> None:
    other = Decimal(rng.choice(sorted(mistyped(figure))))
    assert slips_into(Decimal(figure), Decimal(1), other, other)
    assert slips_into(Decimal(figure) / 10, Decimal("0.1"), other / 10, other / 10)
