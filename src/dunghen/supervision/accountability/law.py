"""The law of accountability as dated data (law/accountability.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dunghen.core.paths import LAW

FILE = LAW / "accountability.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline:
    """`forms`: those of each rank; `party`: those of the Party; `days`: within how many a case is settled;
    `unsure`: what of it was not held against the text."""

    since: date
    days: int
    forms: Mapping[str, tuple[str, ...]]
    party: tuple[str, ...]
    basis: str
    party_basis: str
    unsure: tuple[str, ...]


@cache
def _rows() -> tuple[Discipline, ...]:
    with FILE.open("rb") as file:
        tables: list[dict[str, Any]] = tomllib.load(file)["discipline"]
    return tuple(
        Discipline(
            since=table["since"],
            days=table["days"],
            forms={rank: tuple(forms) for rank, forms in table["forms"].items()},
            party=tuple(table["party"]),
            basis=table["basis"],
            party_basis=table["party_basis"],
            unsure=tuple(table["unsure"]),
        )
        for table in tables
    )


def discipline_on(day: date) -> Discipline:
    """What held on a day; before the first day of the file, its oldest row."""
    rows = sorted(_rows(), key=lambda row: row.since)
    return next((row for row in reversed(rows) if row.since <= day), rows[0])
