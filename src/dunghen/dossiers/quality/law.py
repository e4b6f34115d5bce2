"""The shares of the marks as dated data (law/quality.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from dunghen.core.paths import LAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """In per cent, from a day on."""

    since: date
    online_offered: int
    online_best: int
    online_least: int
    feedback_least: int
    wholly: Mapping[str, int]
    basis: str
    unsure: list[str]


@cache
def _all() -> list[Shares]:
    with (LAW / "quality.toml").open("rb") as file:
        return [Shares(**one) for one in tomllib.load(file)["marks"]]


def shares_on(day: date) -> Shares | None:
    """None before the marks were in force."""
    known = [one for one in _all() if one.since <= day]
    return max(known, key=lambda one: one.since) if known else None
