"""The terms of inspections as dated data (law/inspections.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dunghen.core.paths import LAW

FILE = LAW / "inspections.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Working days for a remedy; the day on which a reporting year begins; the symbol of minutes made on the
    spot; whether an audit by the department's inspectorate stands in form 1 row 4."""

    since: date
    remedy_working_days: int
    year_month: int
    year_day: int
    minutes: str
    audit_department: bool
    basis: str
    unsure: tuple[str, ...] = ()

    def reporting_year(self, day: date) -> int:
        """The year in whose reports a day stands: 15/12/2023 is of 2024."""
        return day.year + ((day.month, day.day) >= (self.year_month, self.year_day))


@cache
def _read(path: Path) -> tuple[Terms, ...]:
    with path.open("rb") as file:
        rows = tomllib.load(file)["terms"]
    return tuple(Terms(**{**row, "unsure": tuple(row["unsure"])}) for row in rows)


def terms(day: date) -> Terms:
    """The terms in force on a day; before the first of them, the first."""
    found = [row for row in _read(FILE) if row.since <= day]
    return max(found, key=lambda row: row.since) if found else _read(FILE)[0]
