"""The units of a pack as its `units.csv` lists them, without a database."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PackUnit:
    """A unit valid from `valid_from` until the day before `valid_to`.

    `code` is the current form (QĐ 20/2020/QĐ-TTg).
    """

    key: str
    code: str
    name: str
    short_name: str
    level: str
    kind: str
    parent: str
    valid_from: date
    valid_to: date
    sample: bool

    def valid_on(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return self.valid_from <= day < self.valid_to


def read_units(pack: Path) -> list[PackUnit]:
    """All units of the pack, in the order of the file."""
    with (pack / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            PackUnit(
                key=row["key"],
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                level=row["level"],
                kind=row["kind"],
                parent=row["parent"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max,
                sample=row["sample"] == "1",
            )
            for row in csv.DictReader(file)
        ]


def under(units: Sequence[PackUnit], root: str) -> list[PackUnit]:
    """The units below `root`, at any depth."""
    parents = {unit.key: unit.parent for unit in units}

    def below(key: str) -> bool:
        while key:
            if key == root:
                return True
            key = parents.get(key, "")
        return False

    return [unit for unit in units if below(unit.parent)]
