"""The table of `dunghen due --csv`: id,received_at,limit,unit,pauses in, id,due_at out.

Pure: lines of text come in, rows or findings with line, column and reason go out. Times without
a zone are Vietnamese time; the limit may carry a decimal comma; pauses read `FROM -> TO; FROM -> TO`.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TypeVar

from dunghen.core.worktime import (
    VIETNAM,
    Calendar,
    CalendarGapError,
    DueBatch,
    DueRow,
    Limit,
    LimitUnit,
    Pause,
)

T = TypeVar("T")

COLUMNS = ("id", "received_at", "limit", "unit", "pauses")
_OPTIONAL = {"pauses"}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
_UNITS = {unit.value: unit for unit in LimitUnit} | {
    "ngày làm việc": LimitUnit.DAY,
    "giờ làm việc": LimitUnit.HOUR,
    "trong ngày": LimitUnit.SAME_DAY,
    "ngày": LimitUnit.CALENDAR_DAY,
    "tháng": LimitUnit.MONTH,
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """Why a line was not computed; `line` counts from 1, the header included."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One readable line."""

    line: int
    id: str
    question: DueRow


class _CellError(ValueError):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


def parse_moment(text: str) -> datetime:
    """Read `2024-03-04T08:15`; seconds and zone are optional, without a zone it is Vietnamese time."""
    text = text.strip()
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"“{text}” không phải thời điểm; ghi dạng 2024-03-04T08:15.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"“{text}” không phải là ngày giờ có thật.") from error
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def parse_unit(text: str) -> LimitUnit:
    """Read a unit by its Vietnamese or English name."""
    unit = _UNITS.get(" ".join(text.lower().split()))
    if unit is None:
        raise ValueError(f"Không có đơn vị “{text}”; dùng một trong: {', '.join(_UNITS)}.")
    return unit


def parse_amount(text: str) -> Decimal:
    """Read a number with a decimal comma or point."""
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"“{text.strip()}” không phải là số.") from error


def parse_pauses(text: str) -> tuple[Pause, ...]:
    """Read `FROM -> TO; FROM -> TO`; a pause without TO is still running."""
    return tuple(_pause(part) for part in text.split(";") if part.strip())


def _pause(text: str) -> Pause:
    start, arrow, end = text.partition("->")
    if not arrow:
        raise ValueError(f"Khoảng tạm dừng “{text.strip()}” phải ghi dạng TỪ -> ĐẾN.")
    return Pause(parse_moment(start), parse_moment(end) if end.strip() else None)


def format_due(moment: datetime) -> str:
    """Vietnamese time without zone: 2024-03-11T17:00, with seconds only where there are any."""
    here = moment.astimezone(VIETNAM).replace(tzinfo=None)
    return here.isoformat(timespec="seconds" if here.second else "minutes")


def read_rows(lines: Iterable[str]) -> Iterator[CsvRow | BadRow]:
    """The lines of the table, each read or refused."""
    reader = csv.reader(_without_bom(lines))
    header = [name.strip() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header and name not in _OPTIONAL]
    if missing:
        yield BadRow(1, missing[0], f"Thiếu cột {', '.join(missing)}.")
        return
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) > len(header):
            reason = "Dòng có nhiều ô hơn số cột; ô chứa dấu phẩy phải đặt trong ngoặc kép."
            yield BadRow(reader.line_num, header[-1], reason)
            continue
        try:
            yield _row(reader.line_num, dict(zip(header, cells, strict=False)))
        except _CellError as error:
            yield BadRow(reader.line_num, error.column, str(error))


def due_rows(lines: Iterable[str], calendar: Calendar) -> Iterator[tuple[str, str] | BadRow]:
    """(id, due_at) of each line; due_at is empty while a pause is running."""
    batch = DueBatch(calendar)
    for row in read_rows(lines):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            due_at = batch.due_at(row.question)
        except CalendarGapError as gap:
            yield BadRow(row.line, "received_at", str(gap))
        else:
            yield row.id, format_due(due_at) if due_at else ""


def _without_bom(lines: Iterable[str]) -> Iterator[str]:
    rest = iter(lines)
    return chain((line.removeprefix("\ufeff") for line in (next(rest, ""),)), rest)


def _row(line: int, cells: dict[str, str]) -> CsvRow:
    name = cells.get("id", "").strip()
    if not name:
        raise _CellError("id", "Thiếu mã dòng.")
    received_at = _cell("received_at", cells, parse_moment)
    unit = _cell("unit", cells, parse_unit)
    same_day = unit is LimitUnit.SAME_DAY and not cells.get("limit", "").strip()
    amount = Decimal(1) if same_day else _cell("limit", cells, parse_amount)
    try:
        limit = Limit(amount, unit)
    except ValueError as error:
        raise _CellError("limit", str(error)) from error
    return CsvRow(line, name, DueRow(received_at, limit, _cell("pauses", cells, parse_pauses)))


def _cell(column: str, cells: dict[str, str], parse: Callable[[str], T]) -> T:
    try:
        return parse(cells.get(column, ""))
    except ValueError as error:
        raise _CellError(column, str(error)) from error
