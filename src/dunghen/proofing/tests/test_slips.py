"""How telling nearness is: slips of the hand against chance."""

from decimal import Decimal

import pytest

from dunghen.proofing.relations.slips import evidence

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
