"""The learned trees: what the signs of a relation, taken together, add to the odds that it is meant."""

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from dunghen.proofing.weighing.hypotheses import Form

FILE = Path(__file__).with_name("trees.json")
Group = Literal["share", "growth", "gap", "run"]
Tree = float | tuple[str, "Tree", "Tree"]  # odds, or what is added without a sign and with it

_GROUPS: Mapping[Form, Group] = {
    "share": "share",
    "both": "share",
    "grown": "share",
    "moved": "share",
    "growth": "growth",
    "change": "gap",
    "rest": "gap",
    "stock": "gap",
    "after": "run",
    "before": "run",
}
_MOST = 30.0
_DOUBT = 0.1  # less of probability is a warning
_FIRST, _HOPELESS = 24, -4.0  # trees after which odds so low are not looked at further


@dataclass(frozen=True, slots=True)
class Grove:
    """The trees of one group of relations, the odds that they begin with, and from which probability on a
    relation that does not hold is a contradiction."""

    sure: float
    start: float
    trees: Sequence[Tree]

    def odds(self, signs: Set[str]) -> float:
        """The log odds of a relation of which these signs are said."""
        odds = self.start
        for number, tree in enumerate(self.trees):
            if number == _FIRST and odds < _HOPELESS:
                break
            node: Tree = tree
            while isinstance(node, tuple):
                sign, without, having = node
                node = having if sign in signs else without
            odds += node
        return odds


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees by group of relations."""

    groves: Mapping[Group, Grove]

    def probability(self, form: Form, features: Sequence[str]) -> float:
        """How likely it is that the relation is meant (and, where it does not hold, mistyped)."""
        grove = self.groves.get(group_of(form))
        return likelihood(grove.odds(signs(form, features))) if grove is not None else 0.0

    def verdict(self, form: Form, probability: float) -> Literal["contradiction", "warning"] | None:
        """What so likely a relation that does not hold is called."""
        grove = self.groves.get(group_of(form))
        if grove is None or probability < grove.sure - _DOUBT:
            return None
        return "contradiction" if probability >= grove.sure else "warning"


def likelihood(odds: float) -> float:
    """The probability that these log odds say."""
    return 1 / (1 + math.exp(-max(min(odds, _MOST), -_MOST)))


def group_of(form: Form) -> Group:
    """The relations that are learned together."""
    return _GROUPS[form]


def signs(form: Form, features: Sequence[str]) -> frozenset[str]:
    """Everything that is said of a relation, with its form."""
    return frozenset((*features, f"form {form}"))


@lru_cache(maxsize=1)
def learned() -> Trees:
    """The trees of the file."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return Trees(
        {name: Grove(one["sure"], one["start"], [*map(_tree, one["trees"])]) for name, one in read.items()}
    )


def _tree(read: list[Any] | float) -> Tree:
    """Lists of the file as tuples."""
    if isinstance(read, list):
        sign, without, having = read
        return sign, _tree(without), _tree(having)
    return read
