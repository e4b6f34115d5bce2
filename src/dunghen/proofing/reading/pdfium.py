"""Words of PDF pages by PDFium, and the lines that pages draw. PDFium is not safe for threads: a lock."""

import math
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_float, c_int, create_string_buffer
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2
from pypdfium2 import raw

from dunghen.proofing.reading.lines import Word
from dunghen.proofing.reading.marks import Marks
from dunghen.proofing.reading.model import clean
from dunghen.proofing.reading.ruled import Edge, edge_of

PDFIUM = Lock()  # held while a document is open
_HYPHENS = {0x02, 0xFFFE}  # how PDFium writes a hyphen at the end of a line
_UNKNOWN = {0x00, 0xFFFD}
_NO_LETTER = "(cid:0)"  # as pdfminer writes a shape without its letter
_DESCENT = 0.2  # of the type size: how far letters reach under their line
_MOST_EDGES = 4000  # of a page; what draws more is a picture
_RETURN, _FEED = 0x0D, 0x0A
_CLOSE = 0.1  # of a type size: letters of one word
_NAME = 128  # bytes of a font's name
_SAME = 0.01  # of a type size


Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TurnedError(Exception):
    """The page holds letters that do not stand upright."""


@dataclass(slots=True)
class _Letters:
    """The letters of a page: `codes` of Unicode, `numbers` by which PDFium is asked for the rest."""

    page: Any
    height: float
    codes: Sequence[int]
    numbers: Sequence[int]

    def size(self, at: int) -> float:
        """The size of type in points. Raises TurnedError."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.page, self.numbers[at], byref(matrix))
        if abs(matrix.b) > _SAME * abs(matrix.a) or matrix.a < 0:
            raise TurnedError
        return float(raw.FPDFText_GetFontSize(self.page, self.numbers[at]) * math.hypot(matrix.c, matrix.d))

    def origin(self, at: int) -> tuple[float, float]:
        """Where a letter begins on its line, from the left and from the top."""
        across, up = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self.page, self.numbers[at], byref(across), byref(up))
        return across.value, self.height - up.value

    def right(self, at: int) -> float:
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.page, self.numbers[at], byref(box))
        return float(box.right)

    def font(self, at: int) -> str:
        name, flags = create_string_buffer(_NAME), c_int()
        raw.FPDFText_GetFontInfo(self.page, self.numbers[at], name, _NAME, byref(flags))
        return name.value.decode("latin-1")

    def text(self, at: int) -> str:
        code = self.codes[at]
        return "-" if code in _HYPHENS else _NO_LETTER if code in _UNKNOWN else chr(code)


def edges_of(page: pypdfium2.PdfPage) -> list[Edge]:
    """The straight lines across and down that a page draws, sides of boxes among them."""
    height = page.get_height()
    found: list[Edge] = []
    waiting = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _PLAIN)]
    while waiting and len(found) <= _MOST_EDGES:
        holder, count, get, outer = waiting.pop()
        for at in range(count(holder)):
            drawn = get(holder, at)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind not in {raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_PATH}:
                continue
            inner = _placed(drawn, outer)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                waiting.append((drawn, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner))
            else:
                found += _sides(drawn, inner, height)
    return found


def _placed(drawn: Any, outer: Matrix) -> Matrix:
    """The matrix of an object on the page."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, byref(own))
    a, b, c, d, e, f = own.a, own.b, own.c, own.d, own.e, own.f
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _sides(drawn: Any, matrix: Matrix, height: float) -> Iterator[Edge]:
    """The edges of a path; what is bent or thin as a hair joins nothing."""
    a, b, c, d, e, f = matrix
    start = last = (0.0, 0.0)
    x, y = c_float(), c_float()
    for at in range(min(raw.FPDFPath_CountSegments(drawn), _MOST_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(drawn, at)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = (x.value * a + y.value * c + e, height - (x.value * b + y.value * d + f))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and (edge := edge_of(last, point)) is not None:
            yield edge
        if raw.FPDFPathSegment_GetClose(segment) and (edge := edge_of(point, start)) is not None:
            yield edge
        last = point


def words_of(page: pypdfium2.PdfPage, marks: Marks) -> list[Word]:
    """The words of a page with their places, note marks raised. Raises TurnedError."""
    text = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text.raw)
        codes = [raw.FPDFText_GetUnicode(text.raw, at) for at in range(count)]
        letters = _Letters(text.raw, page.get_height(), codes, range(count))
        kept = [at for first, last in _between_breaks(letters) for at in range(first, last)]
        if len(kept) < count:
            letters = _Letters(text.raw, page.get_height(), [codes[at] for at in kept], kept)
        return _words(letters, marks)
    finally:
        text.close()


def _between_breaks(letters: _Letters) -> Iterator[tuple[int, int]]:
    """Stretches of letters without the line breaks that PDFium makes up inside a word of two typefaces."""
    codes, start = letters.codes, 0
    for at in range(1, len(codes) - 2):
        made_up = codes[at] == _RETURN and codes[at + 1] == _FEED and not chr(codes[at - 1]).isspace()
        if made_up and raw.FPDFText_IsGenerated(letters.page, at) == 1 and _touch(letters, at - 1, at + 2):
            yield start, at
            start = at + 2
    yield start, len(codes)


def _touch(letters: _Letters, first: int, second: int) -> bool:
    (across, foot), (_left, level) = letters.origin(second), letters.origin(first)
    size = float(raw.FPDFText_GetFontSize(letters.page, first))
    return abs(foot - level) < _CLOSE * size and abs(across - letters.right(first)) < _CLOSE * size


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
