"""A text as paragraphs and tables, with the quotes of findings marked in place; and the words around a quote.

Pure. Nothing is escaped here: pieces are plain text, and the template prints them as such.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

AROUND = 400  # characters of a line shown around a quote when its sentence is longer
_BAR = re.compile(r"\|")
_RULE = re.compile(r"\|(\s*:?-{3,}:?\s*\|)+")  # of a table in Markdown
_STOP = re.compile(r"[.;!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote to be marked. `first`: it is the stated figure, where a link to the finding leads."""

    start: int
    end: int
    number: int
    verdict: str
    first: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in a row under the same marks; `begins`: the findings whose stated figure begins here,
    `ends`: those marks that end here and show their number."""

    text: str
    verdict: str
    first: bool
    begins: tuple[int, ...]
    ends: tuple[int, ...]


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one line, or a table of rows of cells."""

    line: Line = ()
    rows: tuple[tuple[Line, ...], ...] = ()


WORST = ("contradiction", "warning", "consistent")


def blocks(text: str, marks: Iterable[Mark]) -> list[Block]:
    """The whole text; the line of dashes under a table's head is drawn, not shown. A mark over several lines
    is shown in each."""
    cut = _Cut(marks)
    made: list[Block] = []
    shown = (line for line in _lines(text) if not _RULE.fullmatch(text[slice(*line)].strip()))
    for table, lines in groupby(shown, key=lambda line: _is_row(text, line)):
        if table:
            made.append(Block(rows=tuple(tuple(_cells(text, line, cut)) for line in lines)))
        else:
            made += [Block(line=cut.pieces(text, *line)) for line in lines]
    return made


def excerpts(text: str, marks: Sequence[Mark]) -> list[Line]:
    """The sentences and rows of tables that quotes stand in, each once, with their marks."""
    spans = dict.fromkeys(sentence(text, mark.start, mark.end) for mark in marks)
    return [_Cut(marks).pieces(text, *span) for span in spans]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that a quote stands in begins and ends, or its row of a table."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    if not _is_row(text, (left, right)):
        stops = [left + stop.end() for stop in _STOP.finditer(text[left:start])]
        left = max([left, *stops, start - AROUND])
        ahead = _STOP.search(text, end, right)
        right = min(ahead.end() if ahead else right, end + AROUND)
    left += len(text[left:start]) - len(text[left:start].lstrip())
    return left, right


class _Cut:
    """Marks in the order of the text; lines are asked for from the top down."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
        self._longest = max((mark.end - mark.start for mark in self._marks), default=0)
        self._at = 0

    def pieces(self, text: str, start: int, end: int) -> Line:
        while self._at < len(self._marks) and self._marks[self._at].start + self._longest <= start:
            self._at += 1
        here: list[Mark] = []
        for mark in self._marks[self._at :]:
            if mark.start >= end:
                break
            if mark.end > start:
                here.append(mark)
        edges = {
            start,
            end,
            *(max(mark.start, start) for mark in here),
            *(min(mark.end, end) for mark in here),
        }
        ordered = sorted(edges)
        return tuple(_piece(text, *edge, here) for edge in pairwise(ordered))


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Piece:
    over = [mark for mark in marks if mark.start <= start and mark.end >= end]
    # what is wrong shows before what agrees; a stated figure before what it was computed from
    worst = min(over, key=lambda mark: (WORST.index(mark.verdict), not mark.first), default=None)
    return Piece(
        text=text[start:end],
        verdict=worst.verdict if worst else "",
        first=any(mark.first for mark in over),
        begins=_numbers(mark for mark in over if mark.first and mark.start == start),
        ends=_numbers(mark for mark in over if mark.end == end),
    )


def _numbers(marks: Iterable[Mark]) -> tuple[int, ...]:
    return tuple(sorted({mark.number for mark in marks}))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that says something."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _is_row(text: str, line: tuple[int, int]) -> bool:
    said = text[slice(*line)].strip()
    return len(said) > 1 and said.startswith("|") and said.endswith("|")


def _cells(text: str, line: tuple[int, int], cut: _Cut) -> Iterator[Line]:
    bars = [bar.start() for bar in _BAR.finditer(text, *line)]
    for left, right in pairwise(bars):
        yield cut.pieces(text, left + 1, right)
