"""Logistic regression on sparse features: a few are chosen, then their weights are fitted.

Both passes go through the examples one by one in a fixed random order, each feature with a step of its own
(Adagrad). The first keeps the mean slope of each feature and chooses those where it is steep enough (L1 by
dual averaging); the second fits the chosen ones with L2 and takes the mean of its last rounds.
"""

import math
import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

from bench.examples import Example
from dunghen.proofing.weighing.weights import likelihood

_STEEP = 3.5e-4  # mean slope below which a feature is left out
_SHRINK = 1e-4
_CHOOSING, _FITTING, _MEAN = 4, 15, 5  # rounds
_CHOOSE_STEP, _FIT_STEP = 0.3, 0.5
_SETTLED = 1e-4  # an error so small teaches nothing
_DIGITS = 3


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights of the chosen features."""
    chosen = sorted(_choose(examples))
    number = {key: at for at, key in enumerate(chosen)}
    rows = [
        ([number[key] for key in example.keys if key in number], example.meant, example.weight)
        for example in examples
    ]
    return dict(zip(chosen, _fitted(rows, len(chosen)), strict=True))


def _choose(examples: Sequence[Example]) -> Iterator[str]:
    slopes: dict[str, float] = {}
    squares: dict[str, float] = {}
    weights: dict[str, float] = {}
    seen = 0.0
    for example in _in_turn(examples, _CHOOSING):
        seen += example.weight
        odds = sum(weights.get(key, 0.0) for key in example.keys)
        error = (likelihood(odds) - example.meant) * example.weight
        if abs(error) < _SETTLED:
            continue
        for key in example.keys:
            slope = slopes[key] = slopes.get(key, 0.0) + error
            square = squares[key] = squares.get(key, 1.0) + error * error
            steep = max(abs(slope) / seen - _STEEP, 0.0)
            weights[key] = math.copysign(_CHOOSE_STEP * seen * steep / math.sqrt(square), -slope)
    return (key for key, weight in weights.items() if weight)


Row = tuple[list[int], bool, float]


def _fitted(rows: Sequence[Row], count: int) -> list[float]:
    weights, squares, total = [0.0] * count, [1.0] * count, [0.0] * count
    for turn, (features, meant, counts) in enumerate(_in_turn(rows, _FITTING), 1):
        odds = 0.0
        for key in features:
            odds += weights[key]
        error = (likelihood(odds) - meant) * counts
        for key in features:
            slope = error + _SHRINK * weights[key]
            squares[key] += slope * slope
            weights[key] -= _FIT_STEP * slope / math.sqrt(squares[key])
        if turn % len(rows) == 0 and turn > (_FITTING - _MEAN) * len(rows):
            total = [before + weight for before, weight in zip(total, weights, strict=True)]
    return [round(each / _MEAN, _DIGITS) for each in total]


_Item = TypeVar("_Item")


def _in_turn(items: Sequence[_Item], rounds: int) -> Iterator[_Item]:
    """All items in each round, in an order that is another each time and the same in each run."""
    rng = random.Random(1)
    order = list(range(len(items)))
    for _ in range(rounds):
        rng.shuffle(order)
        for at in order:
            yield items[at]
