"""Words of PDF pages by PDFium, and which pages carry ruled lines. PDFium is not safe for threads: a lock."""

import math
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2
from pypdfium2 import raw

from dunghen.proofing.reading.lines import Word
from dunghen.proofing.reading.marks import Marks
from dunghen.proofing.reading.model import clean

PDFIUM = Lock()  # held while a document is open
_HYPHENS = {0x02, 0xFFFE}  # how PDFium writes a hyphen at the end of a line
_UNKNOWN = {0x00, 0xFFFD}
_NO_LETTER = "(cid:0)"  # as pdfminer writes a shape without its letter
_DESCENT = 0.2  # of the type size: how far letters reach under their line
_LINES = 8  # segments of lines that a page has at least where it has a table
_NAME = 128  # bytes of a font's name
_SAME = 0.01  # of a type size


class TurnedError(Exception):
    """The page holds letters that do not stand upright."""


@dataclass(slots=True)
class _Letters:
    """The letters of a page by number: `codes` of Unicode, the rest is asked for when needed."""

    page: Any
    height: float
    codes: Sequence[int]

    def size(self, at: int) -> float:
        """The size of type in points. Raises TurnedError."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.page, at, byref(matrix))
        if abs(matrix.b) > _SAME * abs(matrix.a) or matrix.a < 0:
            raise TurnedError
        return float(raw.FPDFText_GetFontSize(self.page, at) * math.hypot(matrix.c, matrix.d))

    def origin(self, at: int) -> tuple[float, float]:
        """Where a letter begins on its line, from the left and from the top."""
        across, up = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self.page, at, byref(across), byref(up))
        return across.value, self.height - up.value

    def right(self, at: int) -> float:
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.page, at, byref(box))
        return float(box.right)

    def font(self, at: int) -> str:
        name, flags = create_string_buffer(_NAME), c_int()
        raw.FPDFText_GetFontInfo(self.page, at, name, _NAME, byref(flags))
        return name.value.decode("latin-1")

    def text(self, at: int) -> str:
        code = self.codes[at]
        return "-" if code in _HYPHENS else _NO_LETTER if code in _UNKNOWN else chr(code)


def is_ruled(page: pypdfium2.PdfPage) -> bool:
    """Whether a page draws enough lines for a table; its words are then read with the table."""
    segments, waiting = 0, [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)]
    while waiting:
        holder, count, get = waiting.pop()
        for at in range(count(holder)):
            drawn = get(holder, at)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                waiting.append((drawn, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject))
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                segments += raw.FPDFPath_CountSegments(drawn)
                if segments >= _LINES:
                    return True
    return False


def words_of(page: pypdfium2.PdfPage, marks: Marks) -> list[Word]:
    """The words of a page with their places, note marks raised. Raises TurnedError."""
    text = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text.raw)
        codes = [raw.FPDFText_GetUnicode(text.raw, at) for at in range(count)]
        return _words(_Letters(text.raw, page.get_height(), codes), marks)
    finally:
        text.close()


def _words(letters: _Letters, marks: Marks) -> list[Word]:
    digits = {at: _digit(letters, at) for at, code in enumerate(letters.codes) if 48 <= code <= 57}
    marks.raise_in(digits.values())
    found = []
    for first, last in _spans(letters.codes):
        shown = [digits[at]["text"] if at in digits else letters.text(at) for at in range(first, last)]
        sized = any(at in digits for at in range(first, last))
        for start, end, size in _by_size(letters, first, last, sized=sized):
            left, foot = letters.origin(start)
            bottom = foot + size * _DESCENT
            said = clean("".join(shown[start - first : end - first]))
            found.append(Word(said, left, letters.right(end - 1), bottom - size, bottom, size))
    return found


def _digit(letters: _Letters, at: int) -> dict[str, Any]:
    """What Marks asks of a digit."""
    width = letters.right(at) - letters.origin(at)[0]
    return {
        "text": letters.text(at), "size": letters.size(at), "width": width, "fontname": letters.font(at)
    }  # fmt: skip


def _spans(codes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From where to where the letters of a word go; a hyphen at a line's end closes one."""
    start = 0
    for at, code in enumerate(codes):
        blank = chr(code).isspace()
        if blank or code in _HYPHENS:
            end = at if blank else at + 1
            if end > start:
                yield start, end
            start = at + 1
    if len(codes) > start:
        yield start, len(codes)


def _by_size(letters: _Letters, first: int, last: int, *, sized: bool) -> Iterator[tuple[int, int, float]]:
    """A word in pieces of one size of type: a small digit behind it is a mark; others are of one size."""
    size, start = letters.size(first), first
    for at in range(first + 1, last) if sized else ():
        own = letters.size(at)
        if abs(own - size) > _SAME * size:
            yield start, at, size
            start, size = at, own
    yield start, last, size
