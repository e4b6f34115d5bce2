"""The learned weights: what each feature adds to the odds that a relation is meant."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dunghen.proofing.weighing.hypotheses import Form

FILE = Path(__file__).with_name("weights.toml")
_GROUPS: Mapping[Form, str] = {
    "share": "share",
    "grown": "share",
    "growth": "growth",
    "change": "gap",
    "rest": "gap",
    "after": "run",
    "before": "run",
    "stock": "gap",
}
_MOST = 30.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds by feature, and from which probability on something is said."""

    odds: Mapping[str, float]
    contradiction: float
    warning: float

    def probability(self, form: Form, features: Sequence[str]) -> float:
        """How likely it is that the relation is meant (and, where it does not hold, mistyped)."""
        odds = sum(self.odds.get(key, 0.0) for key in keys(form, features))
        return 1 / (1 + math.exp(-max(min(odds, _MOST), -_MOST)))


def keys(form: Form, features: Sequence[str]) -> list[str]:
    """The names under which the weights of these features stand; kindred forms share theirs."""
    group = _GROUPS[form]
    return [f"{group} {feature}" for feature in features] + [f"form {form}"]


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights in the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    odds = {f"{group} {name}".strip(): value for group, row in read["odds"].items() for name, value in row.items()}
    return Weights(odds, read["contradiction"], read["warning"])
