"""Blocks of a text: headings, paragraphs, list items with their level, footnotes, tables.

A paragraph that a page break or a footnote tore apart is one block of several pieces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dunghen.proofing.surface.shadow import NOTE, Shadow
from dunghen.proofing.surface.spaced import spaced_rows

Place = tuple[int, int]
BlockKind = Literal["paragraph", "item", "note", "cell"]

_BULLET = re.compile(r"\s*(?:[-+•●▪◦○·*–—.]|[\uf000-\uf0ff])[-)]?\s+(?=\S)")
_MARKERS = (
    ("roman", re.compile(r"\s*(?:phần thứ \w+|[ivx]{1,5}[.)/])\s+(?=\S)")),
    ("number.number", re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2}){1,4}(?:[.)]\s+|\s+(?=[^\W\d_]))")),
    ("(number)", re.compile(r"\s*\(\d{1,3}\)\s*(?=[^\s\d])")),
    ("number", re.compile(r"\s*\d{1,2}\s?[.)/]\s+(?=[^\s\d])")),
    ("(roman)", re.compile(r"\s*\([ivx]{1,5}\)\s*(?=\S)")),
    ("alpha", re.compile(r"\s*\(?[a-zđ]\d?[.)]\s+(?=\S)")),
    ("hash", re.compile(r"\s*#+\s+(?=\S)")),
)
_BULLETS = {"-", "+", "dot", "(number)", "(roman)", "*"}
_NOTE_LINE = re.compile(rf"\s*{re.escape(NOTE)}+:?\s*")
_PLAIN_NOTE = re.compile(r"\s*(\d{1,2}) ?(?=[A-ZĐÂÊÔƠƯ\-][\w ])")
_END = re.compile(r"[.;:!?…][\s\"')\]^]*$")
_OF_THOSE = re.compile(r"\s*(?:trong (?:số )?(?:đó|này)|trong tổng số|cụ thể|bao gồm|gồm)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[A-ZĐÂÊÔƠƯ])")
_LONGEST = 6000  # letters of a paragraph
_RULE = re.compile(r"[\s|:=+-]*$")
_RESIDUE = re.compile(r"(?<=[^|]{40}[.;:!?…])\s*\|\s*$")  # a bar left behind a sentence: no row of a table


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, note or table cell. `pieces` are its places without its marker."""

    kind: BlockKind
    style: str
    marker: str
    level: int
    pieces: tuple[Place, ...]

    @property
    def start(self) -> int:
        return self.pieces[0][0]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each the place of its text."""

    rows: tuple[tuple[Place, ...], ...]


@dataclass(slots=True)
class _Draft:
    kind: BlockKind
    style: str
    marker: str
    level: int
    pieces: list[Place]
    done: bool = False


@dataclass(slots=True)
class _Layout:
    page: Shadow
    drafts: list[_Draft] = field(default_factory=list)
    grids: list[list[tuple[Place, ...]]] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    in_grid: bool = False
    barred: bool = False
    blank_before: bool = True
    length_before: int = 0


def lay_out(page: Shadow) -> tuple[tuple[Block, ...], tuple[Grid, ...]]:
    """The blocks and tables of a page, in the order of the text."""
    layout = _Layout(page)
    lines = tuple(_lines(page.clean))
    spaced = spaced_rows(page.clean, lines) if "   " in page.clean else {}
    for start, end in lines:
        if start in spaced:
            _add_cells(layout, spaced[start])
        else:
            _place(layout, start, end)
    blocks = tuple(block for draft in layout.drafts for block in _cut(page, draft))
    return blocks, tuple(Grid(tuple(rows)) for rows in layout.grids)


def _cut(page: Shadow, draft: _Draft) -> Iterator[Block]:
    """The block, or several when it is longer than any paragraph, as in a text without line ends."""
    pieces: list[Place] = []
    size, style, marker = 0, draft.style, draft.marker
    for piece in (part for whole in draft.pieces for part in _shorter(page, whole)):
        if pieces and size + piece[1] - piece[0] > _LONGEST:
            yield Block(draft.kind, style, marker, draft.level, tuple(pieces))
            pieces, size, style, marker = [], 0, "", ""
        pieces.append(piece)
        size += piece[1] - piece[0]
    yield Block(draft.kind, style, marker, draft.level, tuple(pieces))


def _shorter(page: Shadow, whole: Place) -> Iterator[Place]:
    """A place in pieces of bearable length, cut at the ends of sentences where there are some."""
    start, end = whole
    while end - start > _LONGEST:
        ends = list(_SENTENCE_END.finditer(page.text, start + _LONGEST // 2, start + _LONGEST))
        cut = ends[-1].end() if ends else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _lines(clean: str) -> Iterator[Place]:
    start = 0
    for line in clean.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _place(layout: _Layout, start: int, end: int) -> None:
    line = layout.page.clean[start:end]
    if not line.strip():
        layout.blank_before = True
        return
    residue = None if layout.in_grid else _RESIDUE.search(line)
    if "|" in line.strip() and not _is_formula(line) and not residue:
        _add_row(layout, start, end)
    else:
        layout.in_grid = False
        _add_line(layout, start, start + residue.start() if residue else end)
    layout.blank_before, layout.length_before = False, len(line)


def _is_formula(line: str) -> bool:
    """A lone bar inside a long sentence is a slip, not a table."""
    return line.count("|") == 1 and len(line) > 300


def _add_row(layout: _Layout, start: int, end: int) -> None:
    if _RULE.fullmatch(layout.page.clean, start, end):
        return
    opened = layout.page.clean[start:end].lstrip().startswith("|")
    if not layout.in_grid:
        layout.grids.append([])
        layout.in_grid, layout.barred = True, opened
    layout.grids[-1].append(tuple(_cells(layout.page.clean, start, end, barred=layout.barred)))


def _add_cells(layout: _Layout, cells: tuple[Place, ...]) -> None:
    """A row whose columns blanks part."""
    if not layout.in_grid:
        layout.grids.append([])
        layout.in_grid = True
    layout.grids[-1].append(cells)
    layout.blank_before, layout.length_before = False, cells[-1][1] - cells[0][0]


def _cells(clean: str, start: int, end: int, *, barred: bool) -> Iterator[Place]:
    """The places between the bars; a bar at an end opens or closes the row, where the first row has one."""
    line = clean[start:end]
    first = start + line.index("|") + 1 if barred and line.lstrip().startswith("|") else start
    last = start + line.rindex("|") if line.rstrip().endswith("|") and line.count("|") > 1 else end
    at = first
    for piece in clean[first:last].split("|") if last >= first else ():
        yield _trim(clean, at, at + len(piece))
        at += len(piece) + 1


def _trim(clean: str, start: int, end: int) -> Place:
    piece = clean[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if piece.strip() else (start, start)


def _add_line(layout: _Layout, start: int, end: int) -> None:
    kind, style, content = _marker(layout.page, start, end)
    if style == "number.number":
        style = "number" + ".number" * layout.page.clean[start:content].strip(" ().").count(".")
    if style == "roman" and "alpha" in layout.styles and len(layout.page.clean[start:content].strip()) == 2:
        style = "alpha"  # the i) after h)
    if style == "" and kind == "paragraph" and (open_block := _to_continue(layout, start)):
        open_block.pieces.append((start, end))
        open_block.done = bool(_END.search(layout.page.clean[start:end]))
        return
    done = bool(_END.search(layout.page.clean[start:end]))
    if style == "" and kind == "paragraph" and (told := _goes_on(layout, start, end)):
        told.pieces.append((start, end))
        return
    level = _level(layout, kind, style)
    marker = layout.page.text[start:content].strip()
    layout.drafts.append(_Draft(kind, style, marker, level, [(content, end)], done))


def _marker(page: Shadow, start: int, end: int) -> tuple[BlockKind, str, int]:
    """Kind, style of the marker, and where the words after it begin."""
    if found := _NOTE_LINE.match(page.clean, start, end):
        return "note", "note", _after_bullet(page, found.end(), end)
    if found := _BULLET.match(page.text, start, end):
        sign = found[0].strip()[0]
        return "item", {"–": "-", "—": "-"}.get(sign, sign if sign in "-+*" else "dot"), found.end()
    for style, pattern in _MARKERS:
        if found := pattern.match(page.clean, start, end):
            return "item", style, found.end()
    if found := _PLAIN_NOTE.match(page.text, start, end):
        return "note", "note", _after_bullet(page, found.end(), end)
    return "paragraph", "", start


def _after_bullet(page: Shadow, start: int, end: int) -> int:
    found = _BULLET.match(page.text, start, end)
    return found.end() if found else start


def _level(layout: _Layout, kind: BlockKind, style: str) -> int:
    if kind == "note":
        return 0
    if kind == "paragraph":
        while layout.styles and layout.styles[-1] in _BULLETS:
            layout.styles.pop()
    elif style in layout.styles:
        del layout.styles[layout.styles.index(style) + 1 :]
    else:
        layout.styles.append(style)
    return len(layout.styles)


def _to_continue(layout: _Layout, start: int) -> _Draft | None:
    """The block that a line without a marker goes on with, when it does."""
    letter = layout.page.text[start : start + 20].lstrip()[:1]
    wrapped = not layout.blank_before and layout.length_before > 60
    if not layout.drafts or not (letter.islower() or ((letter.isdigit() or letter == "(") or wrapped)):
        return None
    last = layout.drafts[-1]
    if wrapped and not last.done:
        return last
    if letter.isdigit() and last is layout.drafts[0]:
        return None  # a title, and "6 tháng đầu năm …" under it
    recent = [draft for draft in layout.drafts[-12:] if not draft.done]
    body = [draft for draft in recent if draft.kind != "note"]
    if body and (last.kind == "note" or body[-1] is last) and (letter.islower() or len(recent) == 1):
        return body[-1] if _long(body[-1]) else None
    return last if not last.done and last.kind == "note" else None


def _goes_on(layout: _Layout, start: int, end: int) -> _Draft | None:
    """The paragraph of whose figures a paragraph tells the parts: Trong số này có …"""
    if not layout.drafts or not _OF_THOSE.match(layout.page.clean, start, end):
        return None
    last = layout.drafts[-1]
    opens = layout.page.clean[start:end].rstrip().endswith(":")
    return last if last.kind == "paragraph" and last.done and _long(last) and not opens else None


def _long(draft: _Draft) -> bool:
    """Headings and titles are short and end without a sign; only a long line is torn."""
    return draft.pieces[-1][1] - draft.pieces[-1][0] > 40
