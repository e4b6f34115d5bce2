"""What every reader shares: limits, pieces of text that know where they stand in a Word file, table lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import is_normalized, normalize

MEGABYTE = 1024 * 1024
# Tabs separate table cells in converted reports, so they stay; other control characters say nothing.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|[\x0c\x85\u2028\u2029]")
LISTED = re.compile(r"[-–+•*▪]\s|[a-zđ]\)")  # how an item of a list begins
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Unreadable(Exception):
    """The file cannot be read; the text says why, in one Vietnamese sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is more than a report can be: sizes in bytes, counts."""

    file: int = 50 * MEGABYTE
    expanded: int = 200 * MEGABYTE  # all parts of an archive, or all streams of a PDF, together
    parts: int = 5_000
    pages: int = 1_000
    cells: int = 1_000_000
    text: int = 10_000_000  # characters


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that stands in one run of a Word file; without a run it was not typed there
    (a list number, the bar between cells)."""

    start: int
    end: int
    run: Any


@dataclass(slots=True)
class Text:
    """Text that grows piece by piece and stays NFC."""

    pieces: list[Piece] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, run: Any = None) -> None:
        """Append; letters that compose with the end of what stands there go to the piece before."""
        text = clean(text)
        while text and self._composes(text[0]):
            self._compose(text[0])
            text = text[1:]
        if not text:
            return
        self._parts.append(text)
        self.pieces.append(Piece(self.length, self.length + len(text), run))
        self.length += len(text)

    def _composes(self, letter: str) -> bool:
        return bool(self._parts) and not is_normalized("NFC", self._parts[-1] + letter)

    def _compose(self, mark: str) -> None:
        joined = normalize("NFC", self._parts[-1] + mark)
        last = self.pieces[-1]
        self._parts[-1], self.length = joined, last.start + len(joined)
        self.pieces[-1] = Piece(last.start, self.length, last.run)

    def __str__(self) -> str:
        return "".join(self._parts)


def clean(text: str) -> str:
    """NFC, lines ended by one line feed, no control characters but the tab."""
    return normalize("NFC", _CONTROL.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """A cell's text as it stands between bars."""
    return " ".join(text.replace("|", "¦").split())


def table_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(one_line, cells))} |"


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines of `| a | b |`; rows and columns without any text are left out."""
    kept = [row for row in rows if any(one_line(cell) for cell in row)]
    width = max(map(len, kept), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in kept]
    used = [at for at in range(width) if any(one_line(row[at]) for row in padded)]
    return [table_line(row[at] for at in used) for row in padded]
