"""Targets given to the city: law as dated data (law/targets.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from dunghen.statistics.compile import Number

Verdict = Literal["above", "met", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """At least `value` percent of `cell`, for periods that end from `since` until before `until`."""

    cell: str
    value: Decimal
    since: date
    until: date
    source: str

    def verdict(self, rate: Number) -> Verdict:
        """Vượt, đạt or chưa đạt."""
        if rate == self.value:
            return "met"
        return "above" if rate > self.value else "below"


def targets_for(day: date, path: Path) -> dict[str, Target]:
    """The targets in force on a day, by cell."""
    return {target.cell: target for target in _read(path) if target.since <= day < target.until}


@cache
def _read(path: Path) -> tuple[Target, ...]:
    with path.open("rb") as file:
        rows = tomllib.load(file)["target"]
    return tuple(Target(**{**row, "value": Decimal(row["value"])}) for row in rows)
