"""What is asked of a plan's tasks, as dated data (law/plans.toml)."""

import tomllib
from datetime import date
from functools import cache

from dunghen.core.paths import LAW
from dunghen.core.text import fold

FILE = LAW / "plans.toml"


@cache
def _countable() -> list[tuple[date, frozenset[str]]]:
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["countable"]
    return sorted((row["since"], frozenset(map(fold, row["words"]))) for row in rows)


def countable_words(day: date) -> frozenset[str]:
    """The folded words that say a product can be counted, as held on a day; none before the first."""
    held = [words for since, words in _countable() if since <= day]
    return held[-1] if held else frozenset()
