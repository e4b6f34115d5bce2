"""The registers and reporting duties as data (law/registers.toml, law/reporting-duties.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dunghen.core.paths import LAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register: what it is called, which form row its entries count for and how."""

    key: str
    name: str
    row: str
    measure: str
    unit: str
    kinds: tuple[str, ...]
    needs_document: bool = False
    meeting: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """A level that sends: to whom ("parent": the unit above), how many working days after the cut-off."""

    level: str
    to: str
    working_days: int


@dataclass(frozen=True, slots=True)
class Window:
    """On which days of a month the figures of a period begin and end (NĐ 09/2019/NĐ-CP art. 12)."""

    first_day: int
    cut_off_day: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A report that is owed: on which ground, for which periods, by whom to whom. `unsure`: what of it was
    not read in a primary text."""

    key: str
    name: str
    basis: str
    since: date
    until: date | None
    periods: tuple[str, ...]
    channel: str
    forms: str
    outline: tuple[str, ...]
    senders: tuple[Sender, ...]
    cut_offs: tuple[tuple[int, str, date], ...]
    unsure: tuple[str, ...]

    def sender(self, level: str) -> Sender | None:
        return next((one for one in self.senders if one.level == level), None)


@cache
def registers() -> dict[str, Register]:
    """All registers, by key."""
    found = tomllib.loads((LAW / "registers.toml").read_text(encoding="utf-8"))["register"]
    rows = [Register(**{**table, "kinds": tuple(table["kinds"])}) for table in found]
    return {row.key: row for row in rows}


@cache
def duties() -> dict[str, Duty]:
    """All reporting duties, by key."""
    return {table["key"]: _duty(table) for table in _duty_file()["duty"]}


@cache
def window() -> Window:
    """The days of the decree."""
    table = _duty_file()["window"]
    return Window(table["first_day"], table["cut_off_day"], table["basis"])


@cache
def _duty_file() -> dict[str, Any]:
    return tomllib.loads((LAW / "reporting-duties.toml").read_text(encoding="utf-8"))


def _duty(table: dict[str, Any]) -> Duty:
    return Duty(
        key=table["key"],
        name=table["name"],
        basis=table["basis"],
        since=table["since"],
        until=table.get("until"),
        periods=tuple(table["periods"]),
        channel=table["channel"],
        forms=table["forms"],
        outline=tuple(table["outline"]),
        senders=tuple(Sender(**one) for one in table["sender"]),
        cut_offs=tuple((one["year"], one["period"], one["day"]) for one in table.get("cut_off", ())),
        unsure=tuple(table.get("unsure", ())),
    )
