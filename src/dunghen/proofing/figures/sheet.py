"""Tables as rows of number, label, unit and values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.reading import NUMBER, Habit, read
from dunghen.proofing.figures.units import UnitKind
from dunghen.proofing.surface.blocks import Grid, Place
from dunghen.proofing.vocabulary import words

_VALUE = re.compile(
    rf"(?P<sign>[-+(~]?\s*)(?P<number>{NUMBER.pattern})(?:\s*/\s*(?P<of>{NUMBER.pattern}))?\s*\^*\s*"
    r"(?P<unit>%|[^\W\d_]+(?: [^\W\d_]+){0,2})?\s*\^*\)?$"
)
_NUMBERING = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-zđ]|[ivx]{1,4}\.\d{1,2}(?:\.\d{1,2})*)\s*[.)]?|[-+*•]"
)
_UNIT_WORDS = words("units.in_tables")
_COLUMN_INDEX = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?$|\([a-z]\)$|[a-c]$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its numbering (1.4.2), folded label, unit, and its values by column."""

    number: str
    label: str
    unit: tuple[UnitKind, str]
    values: dict[int, Quantity]
    dashes: frozenset[int] = frozenset()  # columns that show a dash: none


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the folded words above each column."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[int]:
        """The columns that hold values."""
        return sorted({column for row in self.rows for column in row.values})


def read_sheet(document: Document, grid: Grid) -> Sheet:
    """A table's rows with their values read by the unit of their row or column."""
    texts = [[document.page.clean[start:end].strip() for start, end in row] for row in grid.rows]
    first = _first_body_row(texts)
    width = max((len(row) for row in texts), default=0)
    heads = tuple(_head(document, grid.rows[:first], column) for column in range(width))
    numbering = _numbering_column(texts[first:])
    rows = [
        _row(document, cells, said, numbering=numbering, heads=heads)
        for cells, said in zip(grid.rows[first:], texts[first:], strict=True)
        if not _is_index(said) and not _repeats_head(said, texts[:first])
    ]
    return Sheet(heads, tuple(rows))


def _first_body_row(texts: Sequence[Sequence[str]]) -> int:
    """Rows before the first one that holds a value beside its numbering are headings."""
    for place, row in enumerate(texts):
        if not _is_index(row) and any(_VALUE.match(text) for text in row[1:]):
            return place
    return len(texts)


def _is_index(row: Sequence[str]) -> bool:
    """(1) (2) (3)=(1)+(2): the numbers of the columns."""
    filled = [text for text in row if text]
    bracketed = sum(text.startswith("(") or "=" in text for text in filled)
    if len(filled) < 2 or not all(_COLUMN_INDEX.match(text) for text in filled):
        return False
    plain = [int(text) for text in filled if text.isdigit()]
    return bracketed > 0 or (
        len(plain) >= 3 and plain == list(range(plain[0], plain[0] + len(plain))) and plain[0] <= 2
    )


def _repeats_head(row: Sequence[str], heads: Sequence[Sequence[str]]) -> bool:
    return any(list(row) == list(head) for head in heads)


def _head(document: Document, rows: Sequence[Sequence[Place]], column: int) -> str:
    above = [document.page.fold[start:end] for row in rows for start, end in row[column : column + 1]]
    return " ".join(" ".join(above).split())


def _numbering_column(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first column holds numberings."""
    first = [row[0] for row in texts if row and row[0]]
    return bool(first) and sum(bool(_NUMBERING.fullmatch(text)) for text in first) * 2 >= len(first)


def _row(
    document: Document, cells: Sequence[Place], texts: Sequence[str], *, numbering: bool, heads: Sequence[str]
) -> Row:
    start = 1 if numbering else 0
    number = texts[0].strip(" .()") if numbering and texts else ""
    label = ""
    unit: tuple[UnitKind, str] = ("bare", "")
    values: dict[int, Quantity] = {}
    for column in range(start, len(texts)):
        text, place = texts[column], cells[column]
        found = _VALUE.match(text)
        if found and (label or column > start):
            head = heads[column] if column < len(heads) else ""
            value = _value(found, place, unit, head, document.habit)
            if value is not None:
                values[column] = value
        elif text in _UNIT_WORDS and label:
            unit = _unit_of(text)
        elif not label and text:
            label = " ".join(document.page.fold[place[0] : place[1]].split())
            number = number or _leading_number(label)
    dashes = frozenset(column for column, text in enumerate(texts) if text in _DASHES)
    return Row(number, label, unit, values, dashes)


_DASHES = frozenset({"-", "–", "—"})


def _leading_number(label: str) -> str:
    found = re.match(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s", label) or re.match(r"([ivx]{1,5}|[a-e])[.)]\s", label)
    return found[1] if found else ""


def _unit_of(text: str) -> tuple[UnitKind, str]:
    if text == "%":
        return "percent", "%"
    if text in {"điểm", "điểm %"}:
        return "score", "điểm"
    if text.endswith("đồng"):
        return "money", text
    return "count", units.noun(text.split())[0]


def _value(
    found: re.Match[str], place: Place, unit: tuple[UnitKind, str], head: str, habit: Habit
) -> Quantity | None:
    kind, name = unit
    own = found["unit"] or ""
    if own == "%" or (kind == "bare" and re.search(r"%|\bty le\b|\bphan tram\b", head)):
        kind, name = "percent", "%"
    elif own and kind == "bare":
        kind, name = _unit_of(own)
    measured = kind in {"percent", "score"}
    reading = read(found["number"], measured=measured, habit=habit)
    if reading is None or reading.odd:
        return None
    of = read(found["of"], measured=measured, habit=habit) if found["of"] else None
    sign = -1 if found["sign"].strip() in {"-", "("} and found["sign"].strip() == "-" else 1
    begin, end = place[0] + found.start("number"), place[0] + found.end("number")
    return Quantity(
        start=begin, end=end, stop=end, token=begin, last=end, value=reading.value * sign,
        step=Decimal(1).scaleb(-reading.places), kind=kind, unit=name, approximation="", depth=0, sentence=0,
        before="", after="", left=begin, of=of.value if of else None, other=reading.other,
    )  # fmt: skip
