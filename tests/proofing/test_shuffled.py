"""Clauses of all labelled texts in any order: whatever stands beside what, nothing breaks."""

import random
import re
from functools import cache

import pytest

from dunghen.proofing import check
from tests.proofing.labels import SETS, load

_CUTS = re.compile(r"(?<=[;,.:()\n])|(?= và )|(?= trong đó)|(?=\()")


@cache
def clauses() -> tuple[str, ...]:
    """What stands between signs in the labelled texts."""
    texts = (case.text for folder in SETS for case in load(folder))
    return tuple(piece for text in texts for piece in _CUTS.split(text) if piece.strip())


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(s, marks=pytest.mark.long) for s in range(4, 60))]
)
def test_clauses_in_any_order_break_nothing(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        text = "".join(rng.choices(clauses(), k=rng.randrange(2, 25)))
        for finding in check(text).findings:
            assert all(text[quote.start : quote.end] == quote.text for quote in finding.quotes)
