"""The law of procedure control as dated data (law/procedure-control.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from dunghen.core.paths import LAW

FILE = LAW / "procedure-control.toml"


class NoLawError(ValueError):
    """The file says nothing of that day or year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTerms:
    """By when a decision is signed and entered, in days (NĐ 63/2010/NĐ-CP art. 15, 24.2), and before which
    day of the year a review plan is sent (art. 30.3)."""

    since: date
    sign_days: int
    fast_days: int
    enter_working_days: int
    fast_enter_working_days: int
    plan_month: int
    plan_day: int
    basis: str
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTerms:
    """When the index of QĐ 766/QĐ-TTg takes a decision as in time, in working days (criteria 1.1, 1.2)."""

    since: date
    sign_working_days: int
    enter_working_days: int
    basis: str
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """Gross domestic product per head of a year, in đồng."""

    year: int
    gdp_per_head: int
    basis: str
    unsure: tuple[str, ...] = ()


Dated = TypeVar("Dated", PublicationTerms, IndexTerms)


@cache
def _read(path: Path) -> dict[str, list[dict[str, Any]]]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _on(kind: type[Dated], name: str, day: date) -> Dated:
    rows = [kind(**{**row, "unsure": tuple(row["unsure"])}) for row in _read(FILE)[name]]
    held = [row for row in rows if row.since <= day]
    if not held:
        raise NoLawError(f"{FILE.name}: {name} {day:%d/%m/%Y}")
    return max(held, key=lambda row: row.since)


def publication_terms(day: date) -> PublicationTerms:
    """The terms in force on a day. Raises NoLawError."""
    return _on(PublicationTerms, "publication", day)


def index_terms(day: date) -> IndexTerms:
    """The index's terms on a day. Raises NoLawError."""
    return _on(IndexTerms, "index", day)


def incomes() -> dict[int, Income]:
    """The incomes known, by year."""
    rows = [Income(**{**row, "unsure": tuple(row["unsure"])}) for row in _read(FILE)["income"]]
    return {row.year: row for row in rows}
