"""The learned weights: what each feature adds to the odds that a relation is meant."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dunghen.proofing.weighing.hypotheses import Form

FILE = Path(__file__).with_name("weights.toml")
_GROUPS: Mapping[Form, str] = {
    "share": "share",
    "grown": "share",
    "growth": "growth",
    "change": "gap",
    "rest": "gap",
    "stock": "gap",
    "after": "run",
    "before": "run",
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
        return likelihood(sum(self.odds.get(key, 0.0) for key in keys(form, features)))

    def verdict(self, probability: float) -> Literal["contradiction", "warning"] | None:
        """What so likely a relation that does not hold is called."""
        if probability >= self.contradiction:
            return "contradiction"
        return "warning" if probability >= self.warning else None


def likelihood(odds: float) -> float:
    """The probability that these log odds say."""
    return 1 / (1 + math.exp(-max(min(odds, _MOST), -_MOST)))


def keys(form: Form, features: Sequence[str]) -> list[str]:
    """The names under which the weights of these features stand; kindred forms share theirs."""
    group = _GROUPS[form]
    return [*(f"{group} {feature}".rstrip() for feature in features), f"form {form}"]


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights of the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Weights(read["odds"], read["contradiction"], read["warning"])
