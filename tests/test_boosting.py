"""Trees are grown from what examples have in common, the same each time."""

import random

from bench.boosting import grow
from bench.examples import Example
from dunghen.proofing.weighing.trees import Grove, likelihood

SIGNS = ("colon", "stop", "bracket", "far", "near")


def both_or_none(count: int) -> list[Example]:
    """Meant where "colon" and "near" are said, or neither is: no sign by itself tells."""
    rng = random.Random(7)
    said = [frozenset(sign for sign in SIGNS if rng.random() < 0.5) for _ in range(count)]
    return [Example("run", signs, ("colon" in signs) == ("near" in signs), 1.0) for signs in said]


def test_signs_that_tell_only_together_are_learned() -> None:
    start, trees = grow(both_or_none(600))
    grove = Grove(0.5, start, trees)
    wrong = [one for one in both_or_none(200) if (likelihood(grove.odds(one.signs)) > 0.5) != one.meant]
    assert wrong == []


def test_the_same_examples_give_the_same_trees() -> None:
    assert grow(both_or_none(120)) == grow(both_or_none(120))


def test_an_example_counts_by_its_weight() -> None:
    """Of one sign half is meant; who counts double decides."""
    few = [Example("run", frozenset({"stop"}), at % 2 == 0, 3.0 if at % 2 else 1.0) for at in range(200)]
    many = [Example("run", frozenset({"far"}), at % 2 == 0, 1.0 if at % 2 else 3.0) for at in range(200)]
    start, trees = grow([*few, *many])
    grove = Grove(0.5, start, trees)
    assert likelihood(grove.odds({"stop"})) < 0.35
    assert likelihood(grove.odds({"far"})) > 0.65
