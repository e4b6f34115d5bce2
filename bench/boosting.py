"""Gradient boosting of small trees on signs that are said or not, of one group of relations.

Each tree is grown where it helps most, leaf by leaf, on the examples that are judged worst and a tenth of the
others (which then count for all of them), with half of the signs (stochastic boosting; the chance is fixed).
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.examples import Example
from dunghen.proofing.weighing.trees import Tree, likelihood

_ROUNDS, _LEAVES, _RATE = 120, 16, 0.12
_LEAST, _SMOOTH = 12, 5.0  # examples on either side of a split, and what holds its value near 0
_OFTEN = 8  # examples that a sign must be said of
_WORST, _OTHERS = 0.2, 0.1  # shares of the examples that a tree is grown on
_SIGNS = 0.5  # share of the signs that a tree may ask for
_GAIN = 0.5
_DIGITS = 3

Slopes = dict[int, tuple[float, float, int]]


@dataclass(slots=True)
class _Row:
    """An example: its signs, whether it is meant, how much it counts, and what the trees say so far."""

    signs: frozenset[int]
    meant: bool
    counts: float
    odds: float
    slope: float = 0.0
    bend: float = 0.0


@dataclass(slots=True)
class _Leaf:
    rows: Sequence[_Row]
    said: Slopes
    slope: float
    bend: float
    gain: float = 0.0
    split: int | None = None
    sides: "tuple[_Leaf, _Leaf] | None" = field(default=None)  # without the sign, with it


def grow(examples: Sequence[Example]) -> tuple[float, list[Tree]]:
    """The odds to begin with, and the trees whose leaves are added to them."""
    often = Counter(sign for example in examples for sign in example.signs)
    names = sorted(sign for sign, count in often.items() if _OFTEN <= count < len(examples))
    number = {name: at for at, name in enumerate(names)}
    meant = sum(example.weight for example in examples if example.meant)
    start = math.log(meant / (sum(example.weight for example in examples) - meant))
    rows = [
        _Row(frozenset(number[s] for s in one.signs if s in number), one.meant, one.weight, start)
        for one in examples
    ]
    rng = random.Random(1)
    trees = [_written(_tree(rows, len(names), rng), names) for _ in range(_ROUNDS)]
    return round(start, _DIGITS), trees


def _tree(rows: Sequence[_Row], count: int, rng: random.Random) -> _Leaf:
    asked = frozenset(rng.sample(range(count), max(int(count * _SIGNS), 1)))
    root = _leaf(_chosen(rows, rng), asked)
    leaves = [root]
    while len(leaves) < _LEAVES:
        best = max(leaves, key=lambda leaf: leaf.gain)
        if best.gain < _GAIN:
            break
        leaves.remove(best)
        leaves += _split(best, asked)
    for row in rows:
        row.odds += _value(_reached(root, row.signs))
    return root


def _chosen(rows: Sequence[_Row], rng: random.Random) -> list[_Row]:
    """The rows that are judged worst, and some of the others, that count for all of them."""
    for row in rows:
        likely = likelihood(row.odds)
        row.slope = (likely - row.meant) * row.counts
        row.bend = likely * (1 - likely) * row.counts
    bound = sorted(abs(row.slope) for row in rows)[int(len(rows) * (1 - _WORST))]
    worst = [row for row in rows if abs(row.slope) >= bound]
    others = [row for row in rows if abs(row.slope) < bound]
    some = rng.sample(others, int(len(rows) * _OTHERS)) if len(others) > len(rows) * _OTHERS else others
    for row in some:
        row.slope *= len(others) / len(some)
        row.bend *= len(others) / len(some)
    return worst + some


def _leaf(rows: Sequence[_Row], asked: frozenset[int]) -> _Leaf:
    said: Slopes = {}
    for row in rows:
        slope, bend = row.slope, row.bend
        for sign in row.signs & asked:
            before = said.get(sign)
            said[sign] = (
                (slope, bend, 1) if before is None else (before[0] + slope, before[1] + bend, before[2] + 1)
            )
    return _weighed(rows, said)


def _weighed(rows: Sequence[_Row], said: Slopes) -> _Leaf:
    """The leaf, with the sign that parts it best."""
    leaf = _Leaf(rows, said, sum(row.slope for row in rows), sum(row.bend for row in rows))
    whole, most = _score(leaf.slope, leaf.bend), len(rows) - _LEAST
    for sign in sorted(said):
        slope, bend, count = said[sign]
        if _LEAST <= count <= most:
            gain = _score(slope, bend) + _score(leaf.slope - slope, leaf.bend - bend) - whole
            if gain > leaf.gain:
                leaf.gain, leaf.split = gain, sign
    return leaf


def _score(slope: float, bend: float) -> float:
    return slope * slope / (bend + _SMOOTH)


def _split(leaf: _Leaf, asked: frozenset[int]) -> tuple[_Leaf, _Leaf]:
    """Both sides of a leaf; the sums of the larger one are what the smaller one leaves."""
    without = [row for row in leaf.rows if leaf.split not in row.signs]
    having = [row for row in leaf.rows if leaf.split in row.signs]
    smaller = _leaf(min(without, having, key=len), asked)
    rest = {sign: _less(told, smaller.said.get(sign, _NONE)) for sign, told in leaf.said.items()}
    larger = _weighed(max(having, without, key=len), rest)
    leaf.sides = (smaller, larger) if len(without) < len(having) else (larger, smaller)
    return leaf.sides


_NONE = (0.0, 0.0, 0)


def _less(whole: tuple[float, float, int], part: tuple[float, float, int]) -> tuple[float, float, int]:
    return whole[0] - part[0], whole[1] - part[1], whole[2] - part[2]


def _value(leaf: _Leaf) -> float:
    return round(-_RATE * leaf.slope / (leaf.bend + _SMOOTH), _DIGITS)


def _reached(leaf: _Leaf, signs: frozenset[int]) -> _Leaf:
    while leaf.sides is not None:
        leaf = leaf.sides[leaf.split in signs]
    return leaf


def _written(leaf: _Leaf, names: Sequence[str]) -> Tree:
    if leaf.sides is None or leaf.split is None:
        return _value(leaf)
    without, having = leaf.sides
    return names[leaf.split], _written(without, names), _written(having, names)
