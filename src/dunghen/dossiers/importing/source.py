"""Lines of an import file: CSV streamed, .xlsx through calamine. Streams, never paths from a user."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from dunghen.dossiers.importing.columns import NAMES, REQUIRED

Cells = dict[str, str]


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why, in Vietnamese."""


def read_lines(file: IO[bytes], name: str) -> Iterator[tuple[int, Cells | None]]:
    """(line, cells by column), the header checked; None for a line whose cells do not fit the header.

    A CSV is read as it comes; a workbook's first sheet is held in memory. Raises Unreadable.
    """
    if Path(name).suffix.lower() == ".xlsx":
        return _with_header(_sheet(file))
    return _with_header(_csv(file))


def _csv(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    lines = (_decoded(line, number) for number, line in enumerate(file, 1))
    reader = csv.reader(lines, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise Unreadable(f"Dòng {reader.line_num}: không đúng cấu trúc CSV ({error}).") from error


def _decoded(line: bytes, number: int) -> str:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"Dòng {number}: tệp không phải mã UTF-8.") from error
    return text


def _sheet(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Unreadable("Không đọc được bảng tính .xlsx.") from error
    for number, row in enumerate(rows, 1):
        yield number, [_cell(value) for value in row]


def _cell(value: object) -> str:
    """What a cell says, as a CSV would write it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _with_header(lines: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, Cells | None]]:
    first = next(lines, None)
    if first is None:
        raise Unreadable("Tệp không có dữ liệu.")
    header = [cell.strip() for cell in first[1]]
    while header and not header[-1]:
        header.pop()
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in NAMES]
    if missing or unknown or len(set(header)) != len(header):
        said = [f"thiếu cột {', '.join(missing)}"] if missing else []
        said += [f"cột lạ {', '.join(unknown)}"] if unknown else []
        said += ["có cột lặp lại"] if len(set(header)) != len(header) else []
        raise Unreadable(f"Dòng tiêu đề: {'; '.join(said)}. Xem docs/import.md.")
    width = len(header)
    return _body(lines, header, width)


def _body(
    lines: Iterator[tuple[int, list[str]]], header: list[str], width: int
) -> Iterator[tuple[int, Cells | None]]:
    for number, cells in lines:
        if not any(cells):
            continue
        if len(cells) < width or any(cells[width:]):
            yield number, None
            continue
        yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
