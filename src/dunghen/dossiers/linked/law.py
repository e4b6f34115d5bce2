"""Which linked cases there are on a day, and what each consists of: law/linked.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from dunghen.core.paths import LAW
from dunghen.core.worktime import Limit, LimitUnit
from dunghen.dossiers.linked.rules import After, in_order


class Decider(StrEnum):
    """Who decides a part, seen from where the case is received."""

    RECEIVING = "receiving"
    DISTRICT = "district"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class PartLaw:
    """A part: its procedure by key, who decides it, and what must have a result before it starts."""

    key: str
    procedure: str
    decider: Decider
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseLaw:
    """A linked case as it stands from `since` until before `until`. `limit`: of the whole case, if the law
    has one; `whole`: the procedure that publishes the case as one, if any; `unsure` names what no text was
    read for."""

    key: str
    name: str
    since: date
    until: date | None
    basis: str
    limit: Limit | None
    whole: str
    unsure: tuple[str, ...]
    parts: tuple[PartLaw, ...]

    @property
    def after(self) -> After:
        return {part.key: part.after for part in self.parts}

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def cases_on(day: date) -> list[CaseLaw]:
    """The linked cases of a day, as the law lists them."""
    return [case for case in _law() if case.in_force(day)]


def case_on(key: str, day: date) -> CaseLaw | None:
    return next((case for case in cases_on(day) if case.key == key), None)


def case_of(procedure: str, day: date) -> CaseLaw | None:
    """The case that a procedure of the catalogue publishes as one."""
    return next((case for case in cases_on(day) if case.whole == procedure), None)


def read_cases(file: Path) -> tuple[CaseLaw, ...]:
    """Raises NotAGraph, KeyError or ValueError for a file that says what cannot be."""
    with file.open("rb") as opened:
        return tuple(_case(entry) for entry in tomllib.load(opened)["case"])


@cache
def _law() -> tuple[CaseLaw, ...]:
    return read_cases(LAW / "linked.toml")


def _case(entry: dict[str, Any]) -> CaseLaw:
    limit = Limit(Decimal(entry["limit"]), LimitUnit(entry["limit_unit"])) if entry["limit"] else None
    parts = [
        PartLaw(one["key"], one["procedure"], Decider(one["unit"]), tuple(one.get("after", ())))
        for one in entry["part"]
    ]
    # told in an order in which they may start
    order = in_order({part.key: part.after for part in parts})
    parts.sort(key=lambda part: order.index(part.key))
    return CaseLaw(
        key=entry["key"],
        name=entry["name"],
        since=entry["since"],
        until=entry.get("until"),
        basis=entry["basis"],
        limit=limit,
        whole=entry.get("whole", ""),
        unsure=tuple(entry["unsure"]),
        parts=tuple(parts),
    )
