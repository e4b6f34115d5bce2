"""Lines and tables of pages, put together: paragraphs over line and page ends, notes after everything."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dunghen.proofing.reading.lines import Line, joined
from dunghen.proofing.reading.model import LISTED, table_lines

_ITEM = re.compile(
    r"^(?:[-–+•*▪]\s*\S|\(?\d{1,3}[.)](?:\d+[.)]?)*\s|\(\d{1,3}\)|[a-zđ]\)|[IVX]{1,5}\.\s)"
    r"|^(?:Điều \d|Phụ lục|Biểu )"
)
_AMOUNT = re.compile(r"^\d{1,3}(?:\.\d{3})+[\s,;)]")  # 1.844 người, no item of a list
_ENDED = re.compile(r"[.;:,!?…)\]”\"]\Z")
_MARK = re.compile(r"^[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?$", re.IGNORECASE)
_ENOUGH = 5  # lines that show where the margin is
_HEADER_LINES = 3
_OFTEN = 3  # pages that show the same line at their edge: it is a header
_SMALL = 0.93  # of the size of the text: the type of notes
_INDENT = 6.0  # points
_LEAST_HANG = 2.0  # points
_FULL = 0.82  # of the width: a line that may go on in the next
_BLANK = 0.25  # of the size of type
_SLACK = 0.02  # of the width: how far a line is off from its margin
_APART = 1.12  # of the distance of lines on the page: a new paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text, or the rows of a table; from where to where on the page, in points."""

    top: float
    bottom: float
    line: Line | None = None
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        return self.line.text if self.line else ""


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the text of a page stands, in points."""

    left: float
    right: float
    pitch: float  # from line to line within a paragraph

    def apart(self, above: Line | None, line: Line) -> bool:
        return above is not None and line.bottom - above.bottom > self.pitch * _APART

    def room(self, line: Line) -> float:
        """What is free behind a line; without end where it is short."""
        width = self.right - self.left
        short = line.right < self.left + width * _FULL
        return math.inf if short else self.right - line.right - width * _SLACK

    def indented(self, line: Line) -> bool:
        return line.left > self.left + _INDENT


@dataclass(slots=True)
class _Flow:
    """What is being put together: a paragraph or a table that may go on, and the notes for the end."""

    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text: str = ""
    table: list[tuple[str, ...]] = field(default_factory=list)
    first: Line | None = None  # that opened the paragraph
    above: Line | None = None  # the line before, on the same page
    room: float = 0.0  # points free behind the last line

    def close(self) -> None:
        self.done += [text for text in (self.text, "\n".join(table_lines(self.table))) if text]
        self.text, self.table = "", []

    def take_table(self, rows: Sequence[tuple[str, ...]]) -> None:
        if self.text:
            self.close()
        first, *others = rows
        if self.table and _row_goes_on(self.table[-1], first):
            self.table[-1] = tuple(map(_one_cell, self.table[-1], first))
            rows = others
        self.table += rows
        self.above = None

    def take_line(self, line: Line, margins: Margins) -> None:
        full = self.room < line.opening + line.size * _BLANK  # its first word had no place there
        if full and not margins.apart(self.above, line) and self.goes_on(line, margins):
            self.text = joined(self.text, line.text)
        else:
            self.close()
            self.text, self.first = line.text, line
        self.above, self.room = line, margins.room(line)

    def goes_on(self, line: Line, margins: Margins) -> bool:
        """Whether a line is more of the paragraph: it opens no item of a list, which follow an end of some
        kind, and stands further in only where it hangs below the number of its item."""
        if self.first is None or not self.text or _MARK.match(line.text):
            return False
        if _ITEM.match(line.text) and not _AMOUNT.match(line.text) and _ENDED.search(self.text):
            return False
        hangs = _ITEM.match(self.text) and line.left > self.first.left + _LEAST_HANG
        return bool(hangs) or not margins.indented(line) or line.text[:1].islower()


def paragraphs(pages: Sequence[Sequence[Block]], sizes: Counter[float]) -> str:
    """The paragraphs and tables of a document in reading order, then its notes; between them an empty line,
    but items of a list stand close."""
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    bare = _without_edges(pages)
    flow = _Flow()
    widest = _right(bare)
    for page in bare:
        kept = len(page) - _footnotes(page, body)
        flow.notes += _joined_notes(block.text for block in page[kept:])
        margins, flow.above = _margins(page[:kept], widest), None
        for block in page[:kept]:
            if block.line is None:
                flow.take_table(block.table)
            else:
                flow.take_line(block.line, margins)
    flow.close()
    text = "".join(
        f"{above}\n" if LISTED.match(above) and LISTED.match(below) else f"{above}\n\n"
        for above, below in pairwise([*flow.done, ""])
    )
    return "\n\n".join([text.rstrip("\n"), *flow.notes])


def _row_goes_on(row: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """A row that a page end cut: the rest has no number of its own and begins in the middle of a sentence."""
    begins = next((cell for cell in rest if cell), "")
    return len(row) == len(rest) and not rest[0] and begins[:1].islower()


def _one_cell(above: str, below: str) -> str:
    return joined(above, below).strip()


def _right(pages: Sequence[Sequence[Block]]) -> float:
    """The right margin of most pages, for those with too little text to show their own."""
    lines = ([block.line for block in page if block.line] for page in pages)
    rights = sorted(max(line.right for line in page) for page in lines if len(page) >= _ENOUGH)
    return rights[len(rights) // 2] if rights else 0.0


def _margins(blocks: Sequence[Block], widest: float) -> Margins:
    lines = [block.line for block in blocks if block.line]
    if not lines:
        return Margins(0, 0, 0)
    rights = sorted(line.right for line in lines)
    if len(lines) < _ENOUGH:
        rights.append(max(rights[-1], widest))
    pitches = sorted(low.bottom - high.bottom for high, low in pairwise(lines) if low.bottom > high.bottom)
    pitch = pitches[len(pitches) // 4] if pitches else 0.0
    return Margins(min(line.left for line in lines), rights[-1 - len(rights) // 20], pitch)


def _without_edges(pages: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Pages without their numbers, headers and footers, line by line from the edge."""
    bare = [list(page) for page in pages]
    for edge in (0, -1):
        for _ in range(_HEADER_LINES):
            at_edge = [_masked(page[edge].text, len(bare)) if page else "" for page in bare]
            times = Counter(at_edge)
            for page, text in zip(bare, at_edge, strict=True):
                repeated = times[text] >= min(_OFTEN, max(len(bare), 2)) and _stands_off(page, edge)
                if text and (_PAGE_NUMBER.match(page[edge].text) or repeated):
                    del page[edge]
    return bare


def _stands_off(page: Sequence[Block], edge: int) -> bool:
    """Whether the line at an edge keeps its distance from the text."""
    if len(page) < 2:
        return True
    outer, inner = page[edge], page[1 if edge == 0 else -2]
    gap = inner.top - outer.bottom if edge == 0 else outer.top - inner.bottom
    return gap > outer.bottom - outer.top


def _masked(text: str, pages: int) -> str:
    """A line without its numbers, which differ from page to page; two pages are too few to tell by that."""
    return re.sub(r"\d+", "0", text) if pages >= _OFTEN else text


def _footnotes(blocks: Sequence[Block], body: float) -> int:
    """How many lines at the foot of a page are notes: in small type, the first with a mark."""
    count = 0
    for at, block in enumerate(reversed(blocks), 1):
        if block.line is None or block.line.size > body * _SMALL:
            break
        if _MARK.match(block.text):
            count = at
    return count


def _joined_notes(texts: Iterator[str]) -> list[str]:
    notes: list[str] = []
    for text in texts:
        if _MARK.match(text) or not notes:
            notes.append(_MARK.sub(lambda mark: f"{mark[0]} ", text).replace("  ", " "))
        else:
            notes[-1] = joined(notes[-1], text)
    return notes
