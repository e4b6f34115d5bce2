"""The words that the grammar reads by, from vocabulary.toml: a new word is a line there, no code."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_LISTS: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
)


def table(name: str) -> dict[str, str]:
    """A table of words and what they stand for."""
    return {key: value for key, value in _find(name).items() if isinstance(value, str)}


def words(name: str) -> frozenset[str]:
    """A list of words."""
    return frozenset(_find(name))


def listed(name: str) -> list[str]:
    """A list in its order."""
    return list(_find(name))


def alternatives(name: str) -> str:
    """A list as alternatives of a regular expression."""
    return "|".join(_find(name))


def any_of(name: str) -> re.Pattern[str]:
    """Any word of a list of patterns, as a word of its own."""
    return re.compile(rf"\b(?:{alternatives(f'patterns.{name}')})\b")


def _find(name: str) -> Any:
    found: Any = _LISTS
    for part in name.split("."):
        found = found[part]
    return found
