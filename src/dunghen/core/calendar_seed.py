"""The special days of the calendar, as rows to seed the table of days with.

The package `holidays` knows the statutory days (lunar dates and days off in lieu); the law file
adds what decisions of each year swapped, and the article that every kind of day rests on.
Where both speak of a day, the law file wins.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import holidays

from dunghen.core.worktime_calendar import date_text

Kind = Literal["holiday", "compensatory", "swapped_off", "made_up"]

# The package's Vietnamese label of a day, by what it contains, and ours.
_NAMES = (
    ("Tết Dương lịch", "Tết Dương lịch"),
    ("Giỗ Tổ", "Giỗ Tổ Hùng Vương"),
    ("Chiến thắng", "Ngày Chiến thắng 30/4"),
    ("Lao động", "Ngày Quốc tế lao động 01/5"),
    ("Quốc khánh", "Quốc khánh"),
    ("Văn hóa", "Ngày Văn hóa Việt Nam"),
    ("Tết", "Tết Âm lịch"),
)
_IN_LIEU = "(nghỉ bù)"


@dataclass(frozen=True, slots=True)
class SeedDay:
    """A special day: its kind, Vietnamese name and legal basis; `unsure` when the basis is not verified."""

    day: date
    kind: Kind
    name: str
    basis: str
    unsure: bool


def seed_days(law: Path, first: int, last: int) -> list[SeedDay]:
    """The special days from year `first` to year `last`, both included, in order."""
    content = tomllib.loads(law.read_text(encoding="utf-8"))
    if not content["first_year"] <= first <= last <= content["last_year"]:
        known = f"từ năm {content['first_year']} đến năm {content['last_year']}"
        raise ValueError(f"Lịch nghỉ lễ chỉ có {known}.")
    days = {day.day: day for day in _statutory(content["statute"], first, last)}
    for decision in content["swap"]:
        days |= {day.day: day for day in _swapped(decision)}
    days |= {day.day: day for day in map(_fixed, content.get("day", []))}
    return [days[day] for day in sorted(days) if first <= day.year <= last]


def _statutory(statutes: list[dict[str, Any]], first: int, last: int) -> Iterator[SeedDay]:
    """The days off that the Labour Code itself gives; the package's swaps are left to the law file."""
    labels = holidays.country_holidays("VN", years=range(first, last + 1), language="vi")
    for day, label in labels.items():
        name = next((ours for part, ours in _NAMES if part in label), None)
        if name is None:
            continue
        statute = next(s for s in reversed(statutes) if s["since"] <= day and name.startswith(s["name"]))
        in_lieu = _IN_LIEU in label
        kind: Kind = "compensatory" if in_lieu else "holiday"
        yield SeedDay(day, kind, f"Nghỉ bù {name}" if in_lieu else name, statute["basis"], statute["unsure"])


def _swapped(decision: dict[str, Any]) -> Iterator[SeedDay]:
    off, worked = decision["off"], decision["worked"]
    basis, unsure = decision["decision"], decision["unsure"]
    yield SeedDay(off, "swapped_off", f"Nghỉ hoán đổi (làm bù ngày {date_text(worked)})", basis, unsure)
    yield SeedDay(worked, "made_up", f"Làm bù cho ngày {date_text(off)}", basis, unsure)


def _fixed(row: dict[str, Any]) -> SeedDay:
    return SeedDay(row["day"], row["kind"], row["name"], row["decision"], row["unsure"])
