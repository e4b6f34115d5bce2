"""Words of a page, put into lines: tall words first, so that raised note marks join the line they mark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dunghen.proofing.reading.model import SUPERSCRIPT

_RAISED = 0.8  # of the line's type size: smaller digits, higher up, are a mark
_LEVEL = 0.2  # of the line's type size: how far above the foot of the line a mark ends
_UNBROKEN = re.compile(r"\S[/-]\Z")  # QĐ-|UBND, 48/|2023: a line ends there, no word
_TOUCHING = 0.1  # of the line's type size: no blank between


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, in points from the left and from the top; `size` is that of its type."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(slots=True)
class Line:
    """Words of one line; its height and type size are those of its tallest word."""

    top: float
    bottom: float
    size: float
    words: list[Word] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def opening(self) -> float:
        """How wide its first word is."""
        first = min(self.words, key=lambda word: word.left)
        return first.right - first.left

    @property
    def text(self) -> str:
        """From left to right; a note mark is glued to what it marks, in raised digits."""
        text, end, size = "", 0.0, 0.0
        for word in sorted(self.words, key=lambda word: word.left):
            raised = self._raised(word)
            shown = word.text.translate(SUPERSCRIPT) if raised else word.text
            glued = not text or (word.left - end < self.size * _TOUCHING and word.size != size)
            text, end, size = f"{text}{shown}" if glued else f"{text} {shown}", word.right, word.size
        return text

    def _raised(self, word: Word) -> bool:
        small = word.size < self.size * _RAISED and word.bottom < self.bottom - self.size * _LEVEL
        return small and word.text.rstrip(".,;:)").isdecimal()


def joined(above: str, below: str) -> str:
    """Two lines of one text."""
    return f"{above}{below}" if not above or _UNBROKEN.search(above) else f"{above} {below}"


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (-word.size, word.top, word.left)):
        middle = (word.top + word.bottom) / 2
        line = next((line for line in lines if line.top <= middle <= line.bottom), None)
        if line is None:
            line = Line(word.top, word.bottom, word.size)
            lines.append(line)
        line.words.append(word)
    return sorted(lines, key=lambda line: line.top)
