"""Lines and tables of pages, put together: paragraphs over line and page ends, notes after everything."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dunghen.proofing.reading.lines import Line
from dunghen.proofing.reading.model import LISTED, table_lines

_ITEM = re.compile(
    r"^(?:[-–+•*▪]\s*\S|\(?\d{1,3}[.)](?:\d+[.)]?)*\s|\(\d{1,3}\)|[a-zđ]\)|[IVX]{1,5}\.\s)"
    r"|^(?:Điều \d|Phụ lục|Biểu )"
)
_MARK = re.compile(r"^[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PAGE_NUMBER = re.compile(r"^(?:trang\s*)?[-–]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?$", re.IGNORECASE)
_ENOUGH = 5  # lines that show where the margin is
_HEADER_LINES = 3
_OFTEN = 3  # pages that show the same line at their edge: it is a header
_SMALL = 0.93  # of the size of the text: the type of notes
_INDENT = 6.0  # points
_FULL = 0.92  # of the width: a line that goes on in the next
_APART = 1.25  # of the distance of lines on the page: a new paragraph


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

    def full(self, line: Line) -> bool:
        return line.right >= self.left + (self.right - self.left) * _FULL

    def indented(self, line: Line) -> bool:
        return line.left > self.left + _INDENT


@dataclass(slots=True)
class _Flow:
    """What is being put together: a paragraph or a table that may go on, and the notes for the end."""

    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text: str = ""
    table: list[tuple[str, ...]] = field(default_factory=list)
    above: Line | None = None  # the line before, on the same page
    full: bool = False

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
        goes_on = self.text and self.full and not margins.apart(self.above, line)
        if goes_on and _goes_on(line, margins):
            self.text = f"{self.text} {line.text}"
        else:
            self.close()
            self.text = line.text
        self.above, self.full = line, margins.full(line)


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
    return f"{above} {below}".strip()


def _goes_on(line: Line, margins: Margins) -> bool:
    text = line.text
    if _ITEM.match(text) or _MARK.match(text):
        return False
    return not margins.indented(line) or text[:1].islower()


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
            notes[-1] = f"{notes[-1]} {text}"
    return notes
