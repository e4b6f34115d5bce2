"""Rows of cells in a text: lines with tabs or bars. Turned tables are turned back."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\*\*|(?<!\S)\*(?=\S)")
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


def plain_stt(text: str) -> str:
    return text.translate(_OCR_DIGITS).replace(",", ".").strip(". ")


def rows(text: str) -> list[Row]:
    """Every row of every table, in the order of the text."""
    found: list[Row] = []
    for form, table, lines in _tables(text):
        found += [Row(boxes, form, table) for boxes in _upright(lines) if any(box.words for box in boxes)]
    return found


def widths(rows: Sequence[Row]) -> dict[int, int]:
    """How many cells the rows of each table have, mostly."""
    counts: dict[int, Counter[int]] = {}
    for row in rows:
        counts.setdefault(row.table, Counter())[len(row.boxes)] += 1
    return {table: count.most_common(1)[0][0] for table, count in counts.items()}


def _tables(text: str) -> Iterator[tuple[str, int, list[tuple[Box, ...]]]]:
    """Tables with the form they stand under; other lines with words end a table."""
    form, number, at = "", 0, 0
    lines: list[tuple[Box, ...]] = []
    for line in text.split("\n"):
        boxes = _boxes(line, at)
        if boxes:
            lines.append(boxes)
        elif line.strip() and not _SEPARATOR.fullmatch(line):
            if lines:
                yield form, number, lines
                number, lines = number + 1, []
            title = _TITLE.match(line)
            form = title[1] if title else form
        at += len(line) + 1
    if lines:
        yield form, number, lines


def _boxes(line: str, at: int) -> tuple[Box, ...]:
    """The cells of a line; none where it is no row."""
    barred = line.startswith("|") and line.rstrip().endswith("|")
    if _SEPARATOR.fullmatch(line) or not (barred or "\t" in line):
        return ()
    plain = _TAG.sub(lambda tag: " " * len(tag[0]), line).translate(_NOTE_MARKS)
    found, start = [], at
    for part in plain.split("|" if barred else "\t"):
        found.append(Box(part, start))
        start += len(part) + 1
    return tuple(found[1:-1] if barred else found)


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
