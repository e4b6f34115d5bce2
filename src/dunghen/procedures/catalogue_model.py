"""The procedures of a pack as its files say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class CatalogueError(ValueError):
    """A pack whose catalogue contradicts itself; the message is for the person who keeps the pack."""


@dataclass(frozen=True, slots=True)
class CataloguePaper:
    """One component of a dossier (thành phần hồ sơ): how many originals and copies are handed in."""

    code: str
    name: str
    originals: int
    copies: int
    required: bool


@dataclass(frozen=True, slots=True)
class CatalogueStep:
    """One internal step with its allotted working hours (NĐ 61/2018: quy trình nội bộ)."""

    name: str
    role: str
    hours: Decimal


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """A procedure as published from `valid_from` until the day before `valid_to` (None: still).

    `limit` is None where the law gives none; `fee` is whole đồng, None where it is not known;
    `online` is none, partial or full (NĐ 42/2022).
    """

    valid_from: date
    valid_to: date | None
    state: str
    decision: str
    decision_date: str
    legal_basis: tuple[str, ...]
    levels: tuple[str, ...]
    limit: Decimal | None
    limit_unit: str
    limit_source: str
    pause_allowed: bool
    pause_basis: str
    fee: int | None
    fee_note: str
    online: str
    eligible_full: bool
    issues_result_paper: bool
    unsure: tuple[str, ...]
    papers: tuple[CataloguePaper, ...]
    steps: tuple[CatalogueStep, ...]

    def in_force(self, day: date) -> bool:
        """Published and valid on that day."""
        return (
            self.state == "published"
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class CatalogueProcedure:
    """One administrative procedure (TTHC) with its versions, oldest first.

    `code` is empty where no public source shows it (chưa xác minh). `sample` marks the generated ones.
    """

    key: str
    code: str
    code_source: str
    name: str
    field: str
    authority: str
    department: str
    linked: str
    non_territorial: bool
    sample: bool
    versions: tuple[CatalogueVersion, ...]

    def version_on(self, day: date) -> CatalogueVersion | None:
        """The version in force on that day, if any."""
        return next((version for version in self.versions if version.in_force(day)), None)


def pairs_on(procedures: Sequence[CatalogueProcedure], day: date, online: str | None = None) -> Counter[str]:
    """How many procedures are in force on a day at each level; one at two levels counts at both."""
    found: Counter[str] = Counter()
    for procedure in procedures:
        version = procedure.version_on(day)
        if version is not None and online in (None, version.online):
            found.update(version.levels)
    return found
