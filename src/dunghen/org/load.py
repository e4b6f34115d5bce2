"""Loads units, successions, days and the installation from a pack and the law. Each may run again at
any time: a row that is there already is left alone, one that differs from the file is put right, none is
removed. Errors of the files are named for the person who keeps the pack.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from django.db import models, transaction

from dunghen.core.calendar_seed import SeedDay, seed_days
from dunghen.org.codes import CodeError, normalise
from dunghen.org.models import Day, DayKind, Installation, Level, Succession, SuccessionKind, Unit, UnitKind

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
Cells = Mapping[str, str]

# The years whose days off are decided and written down in law/calendar.toml.
FIRST_YEAR, LAST_YEAR = 2015, 2026
UNVERIFIED = "chưa xác minh"


class PackError(ValueError):
    """A file of a pack that cannot be loaded; says which file, line and column."""


def load_units(pack: Path) -> int:
    """Load units.csv; returns how many units were added or put right."""
    rows = _read(pack / "units.csv", _unit)
    keys = {unit.key for unit, _ in rows}
    if unknown := sorted({parent for _, parent in rows if parent and parent not in keys}):
        raise PackError(f"units.csv: không có đơn vị cấp trên {', '.join(unknown)}.")
    written = 0
    with transaction.atomic():
        # Level by level, because a child's row names its parent's.
        for tier in _tiers(rows):
            parents = Unit.objects.in_bulk({parent for _, parent in tier if parent}, field_name="key")
            for unit, parent in tier:
                unit.parent = parents[parent] if parent else None
            written += put_right(Unit, [unit for unit, _ in tier], identity=("key",), local=("office_hours",))
    return written


def load_successions(pack: Path) -> int:
    """Load successions.csv; returns how many rows were added or put right."""
    units = Unit.objects.in_bulk(field_name="key")
    rows = _read(pack / "successions.csv", lambda cells: _succession(cells, units))
    return put_right(Succession, rows, identity=("predecessor", "successor"))


def load_days(law: Path) -> int:
    """Load the days off and made-up days of calendar.toml, `FIRST_YEAR` to `LAST_YEAR`; returns how many
    days were added or put right. Days that an officer added and the file does not know stay."""
    days = [_day(seed) for seed in seed_days(law / "calendar.toml", FIRST_YEAR, LAST_YEAR)]
    return put_right(Day, days, identity=("day",))


def record_installation(pack_name: str, first_day: date, last_day: date) -> Installation:
    """The one row of this installation; the moment of going live is kept. Raises PackError if another
    pack is installed here."""
    with transaction.atomic():
        values = {"pack": pack_name, "first_day": first_day, "last_day": last_day}
        installation, _ = Installation.objects.select_for_update().get_or_create(pk=1, defaults=values)
        if installation.pack != pack_name:
            raise PackError(
                f"Hệ thống này đã cài gói “{installation.pack}”, không cài thêm gói “{pack_name}”."
            )
        if (installation.first_day, installation.last_day) != (first_day, last_day):
            installation.first_day, installation.last_day = first_day, last_day
            installation.save(update_fields=("first_day", "last_day"))
    return installation


def put_right(
    model: type[M], rows: Sequence[M], *, identity: Sequence[str], local: Sequence[str] = ()
) -> int:
    """Write those rows of reference data that are missing or differ. `identity` names the columns of a
    unique constraint, `local` those that are set here and not in the file. Returns how many were written."""
    fields = [
        field for field in model._meta.concrete_fields if field.name not in local and not field.primary_key
    ]
    content = attrgetter(*(field.attname for field in fields))
    name = attrgetter(*(field.attname for field in fields if field.name in identity))
    known = {name(row): content(row) for row in model._default_manager.all()}
    differing = [row for row in rows if known.get(name(row)) != content(row)]
    model._default_manager.bulk_create(
        differing,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=identity,
        update_fields=[field.name for field in fields if field.name not in identity],
    )
    return len(differing)


def _read(file: Path, read_row: Callable[[Cells], T]) -> list[T]:
    """The rows of a CSV file, each read by `read_row`."""
    rows: list[T] = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for cells in reader:
            try:
                rows.append(read_row(cells))
            except KeyError as error:
                raise PackError(
                    f"{file.name}, dòng {reader.line_num}: không có cột hoặc giá trị {error}."
                ) from error
            except ValueError as error:
                raise PackError(f"{file.name}, dòng {reader.line_num}: {error}") from error
    return rows


def _unit(cells: Cells) -> tuple[Unit, str]:
    """A unit and its parent's key."""
    code = normalise(cells["code"])
    if code != cells["code"]:
        raise CodeError(f"Mã {cells['code']} phải ghi theo dạng hiện hành: {code}.")
    unit = Unit(
        key=cells["key"],
        code=code,
        name=cells["name"],
        short_name=cells["short_name"],
        level=Level(cells["level"]),
        kind=UnitKind(cells["kind"]),
        valid_from=date.fromisoformat(cells["valid_from"]),
        valid_to=date.fromisoformat(cells["valid_to"]) if cells["valid_to"] else None,
        statistical_code=cells["statistical_code"],
        sample=_flag(cells["sample"]),
        code_verified=_flag(cells["code_verified"]),
        source=cells["source"],
        unsure=_flag(cells["unsure"]),
    )
    return unit, cells["parent"]


def _tiers(rows: Iterable[tuple[Unit, str]]) -> Iterator[list[tuple[Unit, str]]]:
    """Units without a parent, then their children, and so on. Raises PackError if parents go in a circle."""
    done = {""}
    left = list(rows)
    while left:
        tier = [row for row in left if row[1] in done]
        if not tier:
            raise PackError(f"units.csv: cấp trên của {left[0][0].key} quay vòng.")
        yield tier
        done |= {unit.key for unit, _ in tier}
        left = [row for row in left if row[0].key not in done]


def _succession(cells: Cells, units: Mapping[str, Unit]) -> Succession:
    return Succession(
        predecessor=units[cells["from_key"]],
        successor=units[cells["to_key"]],
        kind=SuccessionKind(cells["kind"]),
        day=date.fromisoformat(cells["date"]),
        decision=cells["decision"],
        source=cells["source"],
        unsure=_flag(cells["unsure"]),
    )


def _day(seed: SeedDay) -> Day:
    """A basis that is not verified says so."""
    basis = seed.basis
    if seed.unsure:
        basis = f"{basis} ({UNVERIFIED})" if basis else UNVERIFIED
    return Day(day=seed.day, kind=DayKind(seed.kind), name=seed.name, basis=basis)


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError(f"“{text}” phải là 0 hoặc 1.")
    return text == "1"
