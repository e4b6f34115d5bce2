"""Rows of cells in a text: lines with tabs, bars or wide gaps. Turned tables are turned back."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\*\*|(?<!\S)\*(?=\S)")
_APART = re.compile(r"\S+(?: \S+)*")  # words with single blanks between them
_COLUMNS = 3  # so far apart in one line: columns without rules
_SEPARATOR = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")
_OCR_DIGITS = str.maketrans("lIoO", "1100")
_NOTE_MARKS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"), " ")
_STT = re.compile(r"[\dlIoO]{1,2}(?:[.,][\dlIoO]{1,2}){0,4}[.,]?")
_TITLE = re.compile(r"\W*(?:Biểu mẫu|Biểu số|Biểu|Mẫu số|Mẫu)\s+(?:số\s+)?(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it stands in the text; `text` has blanks in the place of mark-up, so that offsets hold."""

    text: str
    start: int

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    @property
    def stt(self) -> str:
        """The row number it holds (`3.1.2`), as far as the whole cell is one."""
        words = self.words
        if not _STT.fullmatch(words) or not any(sign.isdecimal() for sign in words):
            return ""
        return plain_stt(words)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one line, and the number of the form whose heading stands above."""

    boxes: tuple[Box, ...]
    form: str
    table: int  # rows of one table share it
    ruled: bool = True  # without rules an empty cell leaves no trace


def plain_stt(text: str) -> str:
    return text.translate(_OCR_DIGITS).replace(",", ".").strip(". ")


def rows(text: str) -> list[Row]:
    """Every row of every table, in the order of the text."""
    found: list[Row] = []
    for number, table in enumerate(_tables(text)):
        upright = _upright(table.lines) if table.ruled else table.lines
        found += [
            Row(boxes, table.form, number, table.ruled)
            for boxes in upright
            if any(box.words for box in boxes)
        ]
    return found


def widths(rows: Sequence[Row]) -> dict[int, int]:
    """How many cells the rows of each table have, mostly."""
    counts: dict[int, Counter[int]] = {}
    for row in rows:
        counts.setdefault(row.table, Counter())[len(row.boxes)] += 1
    return {table: count.most_common(1)[0][0] for table, count in counts.items()}


@dataclass(slots=True)
class _Table:
    """Lines of one table, and the form it stands under."""

    form: str
    ruled: bool
    lines: list[tuple[Box, ...]] = field(default_factory=list)


def _tables(text: str) -> list[_Table]:
    """Tables in order; other lines with words, and another way of keeping columns apart, end a table."""
    tables: list[_Table] = []
    form, at, ended = "", 0, True
    for line in text.split("\n"):
        ruled = "\t" in line or _barred(line)
        boxes = _boxes(line, at, ruled=ruled)
        if boxes:
            if ended or tables[-1].ruled != ruled:
                tables.append(_Table(form, ruled))
            tables[-1].lines.append(boxes)
            ended = False
        elif line.strip() and not _SEPARATOR.fullmatch(line):
            ended = True
            title = _TITLE.match(line)
            form = title[1] if title else form
        at += len(line) + 1
    return tables


def _boxes(line: str, at: int, *, ruled: bool) -> tuple[Box, ...]:
    """The cells of a line; none where it is no row."""
    if _SEPARATOR.fullmatch(line):
        return ()
    plain = line.translate(_NOTE_MARKS)
    if not ruled:
        parts = tuple(Box(part[0], at + part.start()) for part in _APART.finditer(plain))
        return parts if len(parts) >= _COLUMNS else ()
    found, start = [], at
    plain = _TAG.sub(lambda tag: " " * len(tag[0]), plain)
    for part in plain.split("|" if _barred(line) else "\t"):
        found.append(Box(part, start))
        start += len(part) + 1
    return tuple(found[1:-1] if _barred(line) else found)


def _barred(line: str) -> bool:
    return line.startswith("|") and line.rstrip().endswith("|")


def _upright(lines: Sequence[tuple[Box, ...]]) -> Iterable[tuple[Box, ...]]:
    """Lines as rows; where the row numbers run along a line, the table lies on its side."""
    if len(lines) > 1 and any(_numbers(line) for line in (lines[0], lines[-1])):
        empty = Box("", lines[0][0].start)
        return [tuple(column) for column in zip_longest(*lines, fillvalue=empty)]
    return lines


def _numbers(line: Sequence[Box]) -> bool:
    """Whether a line holds row numbers: most of its cells, in order, some of them with parts (1.1)."""
    filled = [box.stt for box in line if box.words]
    numbers = [stt for stt in filled if stt]
    steps = [_parts(low) < _parts(high) for low, high in pairwise(numbers)]
    rising = max(steps.count(True), steps.count(False))  # or falling, where the page stood on its head
    mostly = len(numbers) >= 3 and len(numbers) * 3 >= len(filled) * 2
    return mostly and any("." in stt for stt in numbers) and (rising + 1) * 4 >= len(numbers) * 3


def _parts(stt: str) -> list[int]:
    return [int(part) for part in stt.split(".") if part.isdecimal()]
