"""A report in Word with a comment at each finding: the original document, or a plain one made of the text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import IO, Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from dunghen.proofing.reading.load import Reading
from dunghen.proofing.reading.model import Piece

_AUTHOR, _INITIALS = "Đúng Hẹn", "ĐH"
_FONT, _SIZE = "Times New Roman", 13
_BAR = re.compile(r"\|")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say about a place of the text."""

    start: int
    end: int
    text: str


def write_comments(reading: Reading, remarks: Iterable[Remark], file: IO[bytes]) -> None:
    """Write the Word file to `file`. Call once for a reading: its document is changed."""
    document, pieces = reading.document, [piece for piece in reading.pieces if piece.run is not None]
    if document is None:
        document, pieces = _plain(reading.text)
    _Commented(document, pieces).write([*remarks])
    made = BytesIO()
    document.save(made)
    file.write(made.getvalue())


class _Commented:
    """Runs are cut where a remark begins or ends, so that it marks its words and no more."""

    def __init__(self, document: WordDocument, pieces: Sequence[Piece]) -> None:
        self._document = document
        self._starts = [piece.start for piece in pieces]
        self._pieces = list(pieces)

    def write(self, remarks: Sequence[Remark]) -> None:
        placed = [remark for remark in remarks if self._pieces]
        for remark in placed:
            self._cut(remark.start)
            self._cut(remark.end)
        for remark in placed:
            found = self._within(remark)
            runs = [Run(piece.run, self._document) for piece in (found[0], found[-1])]
            text = _UNPRINTABLE.sub("", remark.text)
            self._document.add_comment(runs, text, author=_AUTHOR, initials=_INITIALS)

    def _at(self, place: int) -> int:
        return max(bisect_right(self._starts, place) - 1, 0)

    def _within(self, remark: Remark) -> list[Piece]:
        """The pieces a remark covers; one that covers none (a list number) goes to the piece before."""
        first = self._at(remark.start)
        last = max(first, self._at(remark.end - 1))
        found = [piece for piece in self._pieces[first : last + 1] if piece.end > remark.start]
        return found or [self._pieces[first]]

    def _cut(self, place: int) -> None:
        at = self._at(place)
        piece = self._pieces[at]
        if not piece.start < place < piece.end:
            return
        rest = _cut(piece, place)
        if rest is not None:
            self._pieces[at : at + 1] = [Piece(piece.start, place, piece.run), Piece(place, piece.end, rest)]
            self._starts.insert(at + 1, place)


def _cut(piece: Piece, place: int) -> Any:
    """Divide a run that holds one text, as long as the piece; the second half, or None where it cannot be."""
    texts = [child for child in piece.run if child.tag == qn("w:t")]
    others = [child for child in piece.run if child.tag not in {qn("w:t"), qn("w:rPr")}]
    if len(texts) != 1 or others or len(texts[0].text or "") != piece.end - piece.start:
        return None
    rest = deepcopy(piece.run)
    text = texts[0].text
    _set(piece.run, text[: place - piece.start])
    _set(rest, text[place - piece.start :])
    piece.run.addnext(rest)
    return rest


def _set(run: Any, text: str) -> None:
    element = run.find(qn("w:t"))
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _plain(text: str) -> tuple[WordDocument, list[Piece]]:
    """A document with the text as it is: a paragraph for each line, tables as tables."""
    document = Document()
    _lay_out(document)
    pieces: list[Piece] = []
    table: list[list[tuple[int, str]]] = []
    at = 0
    for line in text.split("\n"):
        if line.startswith("|") and line.endswith("|") and len(line) > 1:
            table.append([*_cells(line, at)])
        else:
            _write_table(document, table, pieces)
            table = []
            if line.strip():
                run = document.add_paragraph().add_run(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", line))
                pieces.append(Piece(at, at + len(line), run._r))
        at += len(line) + 1
    _write_table(document, table, pieces)
    return document, pieces


def _cells(line: str, at: int) -> Iterable[tuple[int, str]]:
    """The cells of a table line with the places where they begin."""
    bars = [bar.start() for bar in _BAR.finditer(line)]
    for left, right in pairwise(bars):
        cell = line[left + 1 : right]
        yield at + left + 1 + len(cell) - len(cell.lstrip()), cell.strip()


def _write_table(document: WordDocument, rows: Sequence[list[tuple[int, str]]], pieces: list[Piece]) -> None:
    if not rows:
        return
    made = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, (at, text) in zip(row.cells, cells, strict=False):
            run = cell.paragraphs[0].add_run(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))
            pieces.append(Piece(at, at + len(text), run._r))
    document.add_paragraph()


def _lay_out(document: WordDocument) -> None:
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
