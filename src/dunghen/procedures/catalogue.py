"""Reads the procedures of a pack, and completes them to the published number of a city.

The real procedures stand in `procedures/*.toml`, one file a field. The report of a city gives
totals for many more than public sources let us write down; `procedures/sample.toml` says how many,
and the rest is generated from its seed, each one marked as sample and without a code. The values
of a real procedure are never changed to reach a total.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

LEVELS = ("city", "district", "commune")
ONLINE = ("none", "partial", "full")
SAMPLE_FILE = "sample.toml"

Table = Mapping[str, Any]


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


def read_catalogue(pack: Path) -> list[CatalogueProcedure]:
    """All procedures of the pack: the real ones by file and order, then the generated ones."""
    folder = pack / "procedures"
    procedures = [
        _procedure(table, file.name)
        for file in sorted(folder.glob("*.toml"))
        if file.name != SAMPLE_FILE
        for table in tomllib.loads(file.read_text(encoding="utf-8")).get("procedure", [])
    ]
    sample = folder / SAMPLE_FILE
    if sample.exists():
        spec = tomllib.loads(sample.read_text(encoding="utf-8"))
        procedures += generate_rest(procedures, spec)
    _refuse_doubles(procedures)
    return procedures


def pairs_on(procedures: Sequence[CatalogueProcedure], day: date, online: str | None = None) -> Counter[str]:
    """How many procedures are in force on a day at each level; one at two levels counts at both."""
    found: Counter[str] = Counter()
    for procedure in procedures:
        version = procedure.version_on(day)
        if version is not None and online in (None, version.online):
            found.update(version.levels)
    return found


def _refuse_doubles(procedures: Sequence[CatalogueProcedure]) -> None:
    for word, values in (
        ("Khóa", [procedure.key for procedure in procedures]),
        ("Mã", [procedure.code for procedure in procedures if procedure.code]),
    ):
        doubled = [value for value, times in Counter(values).items() if times > 1]
        if doubled:
            raise CatalogueError(f"{word} thủ tục bị trùng: {', '.join(doubled)}")


def _procedure(table: Table, file: str) -> CatalogueProcedure:
    key = table.get("key", "?")
    try:
        versions = [_version(version) for version in table["version"]]
        return CatalogueProcedure(
            key=table["key"],
            code=table.get("code", ""),
            code_source=table.get("code_source", ""),
            name=table["name"],
            field=table["field"],
            authority=table["authority"],
            department=table["department"],
            linked=table.get("linked", "none"),
            non_territorial=table.get("non_territorial", False),
            sample=False,
            versions=_closed(versions),
        )
    except KeyError as missing:
        raise CatalogueError(f"{file}: thủ tục {key} thiếu mục {missing}") from missing
    except (ArithmeticError, CatalogueError) as error:
        raise CatalogueError(f"{file}: thủ tục {key}: {error}") from error


def _closed(versions: list[CatalogueVersion]) -> tuple[CatalogueVersion, ...]:
    """Oldest first; a version without an end of its own ends where the next one begins."""
    ordered = sorted(versions, key=lambda version: version.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to > later.valid_from:
            raise CatalogueError(f"phiên bản từ {earlier.valid_from:%d/%m/%Y} chồng lên phiên bản sau")
    return tuple(ordered)


def _version(table: Table) -> CatalogueVersion:
    if table["online"] not in ONLINE or not set(table["levels"]) <= set(LEVELS):
        raise CatalogueError(f"mức trực tuyến hoặc cấp không hợp lệ: {table['online']}, {table['levels']}")
    limit = table.get("limit", "")
    return CatalogueVersion(
        valid_from=table["valid_from"],
        valid_to=table.get("valid_to") or None,
        state=table["state"],
        decision=table.get("decision", ""),
        decision_date=str(table.get("decision_date", "")),
        legal_basis=tuple(table.get("legal_basis", ())),
        levels=tuple(table["levels"]),
        limit=Decimal(limit) if limit else None,
        limit_unit=table.get("limit_unit", ""),
        limit_source=table.get("limit_source", ""),
        pause_allowed=table.get("pause_allowed", False),
        pause_basis=table.get("pause_basis", ""),
        fee=table.get("fee"),
        fee_note=table.get("fee_note", ""),
        online=table["online"],
        eligible_full=table["eligible_full"],
        issues_result_paper=table["issues_result_paper"],
        unsure=tuple(table.get("unsure", ())),
        papers=tuple(_paper(paper) for paper in table.get("papers", ())),
        steps=tuple(_step(step) for step in table.get("steps", ())),
    )


def _step(table: Table) -> CatalogueStep:
    return CatalogueStep(table["name"], table["role"], Decimal(table["hours"]))


def _paper(table: Table) -> CataloguePaper:
    return CataloguePaper(
        code=table["code"],
        name=table["name"],
        originals=table.get("originals", 0),
        copies=table.get("copies", 0),
        required=table.get("required", True),
    )


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where one generated procedure stands: its level, who is in charge, how far it is online."""

    level: str
    department: str
    field: str
    online: str
    vertical: bool


def generate_rest(real: Sequence[CatalogueProcedure], spec: Table) -> list[CatalogueProcedure]:
    """The sample procedures that complete `real` to the totals of `spec`, the same for the same seed."""
    rng = Random(spec["seed"])
    day: date = spec["on"]
    in_force = pairs_on(real, day)
    have_online = {online: pairs_on(real, day, online) for online in ("full", "partial")}
    slots: list[_Slot] = []
    for level in LEVELS:
        total = spec["pairs"][level] - in_force[level]
        wanted = {online: spec["online"][online][level] - have[level] for online, have in have_online.items()}
        vertical: list[str] = spec["vertical"].get(level, [])
        if min(total - sum(wanted.values()) - len(vertical), *wanted.values()) < 0:
            raise CatalogueError(f"Danh mục thật ở cấp {level} đã nhiều hơn tổng số trong {SAMPLE_FILE}")
        slots += _slots(level, total, wanted, vertical, spec["field"][level], rng)
    return [_generated(number, slot, spec, rng) for number, slot in enumerate(slots, 1)]


def _slots(
    level: str,
    total: int,
    wanted: Mapping[str, int],
    vertical: Sequence[str],
    fields: Sequence[Table],
    rng: Random,
) -> list[_Slot]:
    """Fields in turn by weight, online levels spread at random, then the vertical agencies' own."""
    rest = total - len(vertical)
    online = ["full"] * wanted["full"] + ["partial"] * wanted["partial"]
    online += ["none"] * (rest - len(online))
    rng.shuffle(online)
    slots = []
    for department, share in zip(fields, apportion(rest, [field["weight"] for field in fields]), strict=True):
        for number in range(share):
            field = department["names"][number % len(department["names"])]
            slots.append(_Slot(level, department["department"], field, online.pop(), vertical=False))
    return slots + [_Slot(level, agency, "Ngành dọc", "none", vertical=True) for agency in vertical]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total` and stand to each other as the weights (largest remainder)."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _generated(number: int, slot: _Slot, spec: Table, rng: Random) -> CatalogueProcedure:
    limit: Table = rng.choices(spec["limit"], [limit["weight"][slot.level] for limit in spec["limit"]])[0]
    fee: Table = rng.choices(spec["fee"], [fee["weight"] for fee in spec["fee"]])[0]
    authority = {"city": "department"}.get(slot.level, slot.level)
    version = CatalogueVersion(
        valid_from=spec["valid_from"],
        valid_to=spec["district_valid_to"] if slot.level == "district" else None,
        state="published",
        decision="",
        decision_date="",
        legal_basis=(),
        levels=(slot.level,),
        limit=Decimal(limit["amount"]),
        limit_unit=limit["unit"],
        limit_source="",
        pause_allowed=False,
        pause_basis="",
        fee=fee["amount"],
        fee_note="Dữ liệu mẫu",
        online=slot.online,
        eligible_full=slot.online == "full",
        issues_result_paper=True,
        unsure=("limit", "fee", "online"),
        papers=(CataloguePaper("don", "Đơn đề nghị (dữ liệu mẫu)", 1, 0, required=True),),
        steps=_sample_steps(Decimal(limit["amount"]), limit["unit"]),
    )
    return CatalogueProcedure(
        key=f"mau-{number:04}",
        code="",
        code_source="",
        name=f"Thủ tục mẫu số {number:04} (dữ liệu mẫu)",
        field=slot.field,
        authority="vertical" if slot.vertical else authority,
        department=slot.department,
        linked="none",
        non_territorial=False,
        sample=True,
        versions=(version,),
    )


def _sample_steps(amount: Decimal, unit: str) -> tuple[CatalogueStep, ...]:
    """Three steps that fill a little less than the limit; a month holds at least 20 working days."""
    hours = {"hour": Decimal(1), "same-day": Decimal(2), "day": Decimal(8), "calendar-day": Decimal(5)}
    allotted = amount * hours.get(unit, Decimal(160))
    ends = Decimal("0.5")
    return (
        CatalogueStep("Tiếp nhận hồ sơ", "receiving_officer", ends),
        CatalogueStep("Thẩm tra, giải quyết", "case_officer", allotted - 2 * ends),
        CatalogueStep("Trả kết quả", "receiving_officer", ends),
    )
