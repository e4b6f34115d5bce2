"""Lines that tell the same of several bodies, read as the table that they are.

"- Cấp tỉnh: tiếp nhận 1.020 hồ sơ, giải quyết 905 hồ sơ; - Cấp huyện: …", under or over a line of all of
them, or one behind the other in a sentence. What stands behind the same words in each line is a column; rows
and columns then vote on what hangs together, as in any table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet, style_of
from dunghen.proofing.relations.cues import TOTAL, opens_between
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.tables.columns import column_drafts
from dunghen.proofing.relations.tables.levels import level_drafts

_COUNTED = frozenset({"count", "bare", "money", "size"})
_TOLD = _COUNTED | {"percent", "score"}
_MOST = 10  # figures of a line
_LEAST_LINES, _LEAST_COLUMNS = 3, 2
_BETWEEN = 2  # lines without figures
_LOOK = 4  # lines of a group that the next is held against
_PERIODS = (2, 3, 4)  # figures that are told of each body of a sentence

_EARLIER = re.compile(r"\b(?:cung ky|(?:nam|ky|thang|quy) (?:truoc|20\d\d))\b")

Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a line by what is said before them."""

    label: str
    number: str
    style: str
    level: int
    values: dict[Key, Quantity]


def find_lines(document: Document) -> Iterator[Draft]:
    """Every relation between lines of one form."""
    for group in (*_of_blocks(document), *_of_sentences(document)):
        sheet = _sheet(group)
        if sheet is not None:
            yield from column_drafts(sheet)
            yield from level_drafts(sheet)


def _of_blocks(document: Document) -> Iterator[list[Line]]:
    """Items and short paragraphs that follow each other and share columns, also around those told of one."""
    groups: list[list[Line]] = []  # each under the one before it
    empty = 0
    for passage in document.passages:
        if passage.block.kind in {"note", "cell"}:
            continue
        line = _line_of(passage)
        empty = empty + 1 if line is None else 0
        if line is None:
            if empty > _BETWEEN:
                yield from groups
                groups = []
            continue
        while groups and groups[-1][-1].level >= line.level and not _joins(groups[-1], line):
            yield groups.pop()
        if groups and _joins(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    yield from groups


def _joins(group: Sequence[Line], line: Line) -> bool:
    return any(len(_counted(line) & _counted(other)) >= _LEAST_COLUMNS for other in group[-_LOOK:])


def _counted(line: Line) -> set[Key]:
    return {key for key in line.values if key[0] in _COUNTED}


def _line_of(passage: Passage) -> Line | None:
    """A block with several figures in one sentence: the first of an item, the last of a paragraph."""
    told = [q for q in passage.quantities if q.kind in _TOLD]
    numbers = sorted({q.sentence for q in told})
    for number in numbers if passage.block.kind == "item" else reversed(numbers):
        own = [q for q in told if q.sentence == number]
        if _LEAST_COLUMNS <= len(own) <= _MOST:
            first = passage.sentence(number)[0]
            mark = passage.block.marker.strip(" .()") if first == 0 else ""
            label = passage.words(first, own[0].token)
            return Line(label, mark, style_of(mark, label), passage.block.level, _keyed(passage, first, own))
    return None


def _keyed(passage: Passage, first: int, figures: Sequence[Quantity]) -> dict[Key, Quantity]:
    """Figures by unit, the word before them and how often both came before; the first by its unit alone."""
    values: dict[Key, Quantity] = {}
    at = first
    for figure in figures:
        if figure.exact and figure.of is None and not figure.odd:
            head = _head(passage, at, figure) if figure is not figures[0] else ""
            nth = sum(key[:3] == (figure.kind, figure.unit, head) for key in values)
            values[figure.kind, figure.unit, head, nth] = figure
        at = figure.last + 1
    return values


def _head(passage: Passage, first: int, figure: Quantity) -> str:
    """The last word before a figure, and whether it is of an earlier time."""
    words = [token.fold for token in passage.tokens[first : figure.token] if token.kind == "word"]
    earlier = "truoc " if _EARLIER.search(passage.words(first, figure.token)) else ""
    return earlier + words[-1] if words else ""


def _of_sentences(document: Document) -> Iterator[list[Line]]:
    """Bodies that follow each other in a block, each with as many figures in the same order."""
    for passage in document.passages:
        told = [q for q in passage.quantities if q.kind in _TOLD]
        if len(told) < _LEAST_LINES * _LEAST_COLUMNS or passage.block.kind == "cell":
            continue
        keys = [_key(passage, told, at) for at in range(len(told))]
        at = 0
        while at < len(told):
            rows = max((_repeated(keys, at, period) for period in _PERIODS), key=len, default=[])
            if len(rows) >= _LEAST_LINES:
                yield [_chunk(passage, told, row, rows) for row in rows]
            at = rows[-1].stop if len(rows) >= _LEAST_LINES else at + 1


def _key(passage: Passage, told: Sequence[Quantity], at: int) -> Key:
    figure = told[at]
    first = told[at - 1].last + 1 if at else 0
    return figure.kind, figure.unit, _head(passage, first, figure), figure.depth


def _repeated(keys: Sequence[Key], at: int, period: int) -> list[range]:
    """The chunks of so many figures from here on that are all of one form, if it is no mere list."""
    form = keys[at : at + period]
    counted = [key for key in form if key[0] in _COUNTED]
    if len(counted) < _LEAST_COLUMNS or len(form) < period:
        return []
    rows: list[range] = []
    while (own := keys[at : at + period]) and _alike(own, form):
        rows.append(range(at, at + period))
        at += period
    return rows if len({key[2:] for key in form[1:]} | {keys[row[0]][2:] for row in rows}) > 1 else []


def _alike(own: Sequence[Key], form: Sequence[Key]) -> bool:
    """Whether units agree, and behind the first figure words and brackets too."""
    units = [key[:2] for key in own] == [key[:2] for key in form]
    return units and [key[2] for key in own[1:]] == [key[2] for key in form[1:]]


def _chunk(passage: Passage, told: Sequence[Quantity], row: range, rows: Sequence[range]) -> Line:
    own = [told[at] for at in row]
    first = told[row.start - 1].last + 1 if row.start else 0
    label = passage.words(first, own[0].token)
    after = told[row.stop].token if row.stop < len(told) else own[-1].last
    opens = row is rows[0] and (
        opens_between(passage, own[-1].last, after) or ":" in passage.words(own[-1].last, after)
    )
    closes = row is rows[-1] and TOTAL.search(label) is not None
    values: dict[Key, Quantity] = {
        (figure.kind, figure.unit, str(at), 0): figure
        for at, figure in enumerate(own)
        if figure.exact and figure.of is None and not figure.odd
    }
    return Line(label, "", "" if opens or closes else ";", 0, values)


def _sheet(lines: Sequence[Line]) -> Sheet | None:
    """The lines as a table; None where too few share their columns."""
    seen: dict[Key, int] = {}
    for line in lines:
        for key in line.values:
            seen[key] = seen.get(key, 0) + 1
    columns = [key for key, count in seen.items() if count >= _LEAST_LINES]
    if sum(key[0] in _COUNTED for key in columns) < _LEAST_COLUMNS:
        return None
    rows = [
        Row(line.number, line.label, ("bare", ""), _placed(line, columns), style=line.style) for line in lines
    ]
    return Sheet(tuple(key[2] for key in columns), tuple(row for row in rows if row.values))


def _placed(line: Line, columns: Sequence[Key]) -> dict[int, Quantity]:
    return {at: line.values[key] for at, key in enumerate(columns) if key in line.values}
