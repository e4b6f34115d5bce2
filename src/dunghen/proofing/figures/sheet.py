"""Tables as rows of number, label, unit and values."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.reading import NUMBER, Habit, read
from dunghen.proofing.figures.units import UnitKind
from dunghen.proofing.surface.blocks import Grid, Place
from dunghen.proofing.surface.shadow import Shadow
from dunghen.proofing.vocabulary import words

_VALUE = re.compile(
    r"(?:(?P<way>tăng|giảm|đạt|bằng|[▲▼↑↓])\s*)?"
    rf"(?P<sign>[-+(~]?\s*)(?P<number>{NUMBER.pattern})(?:\s*/\s*(?P<of>{NUMBER.pattern}))?\s*\^*\s*"
    r"(?P<unit>%|[^\W\d_]+(?: [^\W\d_]+){0,2})?\s*\^*\)?$"
)
_NUMBERING = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-zđ]|[ivx]{1,4}\.\d{1,2}(?:\.\d{1,2})*)\s*[.)]?|[-+*•]"
)
_IN_BRACKET = re.compile(rf"(.*\S)\s*\(\s*(?P<number>{NUMBER.pattern})\s*%\s*\)$")
_FALLS = frozenset({"giảm", "▼", "↓"})
_STYLES = (
    ("I", re.compile(r"[IVX]+$")),
    ("A", re.compile(r"[A-ZĐ]$")),
    ("1", re.compile(r"\d+$")),
    ("a", re.compile(r"[a-zđ]$")),
)
_BULLETS = ("-", "+", "*", "•", "–")
BRACKETS = 1000
_UNIT_WORDS = words("units.in_tables")
_COLUMN_INDEX = re.compile(r"\(?\d{1,2}\)?(?:\s*=.*)?$|\([a-z]\)$|[a-c]$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its numbering (1.4.2), folded label, unit, and its values by column; a rate in the
    bracket of a cell, 12 (4,0%), stands in a column of its own from `BRACKETS` on."""

    number: str
    label: str
    unit: tuple[UnitKind, str]
    values: dict[int, Quantity]
    dashes: frozenset[int] = frozenset()  # columns that show a dash: none
    style: str = ""  # what kind of numbering: A, I, 1, 1.1, a or a bullet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the folded words above each column."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[int]:
        """The columns that hold values."""
        return sorted({column for row in self.rows for column in row.values})


def read_sheet(page: Shadow, habit: Habit, grid: Grid) -> Sheet:
    """A table's rows with their values read by the unit of their row or column."""
    texts = [[page.clean[start:end].strip() for start, end in row] for row in grid.rows]
    first = _first_body_row(texts)
    width = max((len(row) for row in texts), default=0)
    heads = tuple(_head(page, grid.rows[:first], column) for column in range(width))
    numbering = _numbering_column(texts[first:]) and not _all_values(texts[first:])
    bare = not numbering and _unlabelled(texts[first:], heads)
    rows = [
        _row(page, habit, cells, said, numbering=numbering, heads=heads, bare=bare)
        for cells, said in zip(grid.rows[first:], texts[first:], strict=True)
        if not _is_index(said) and not _repeats_head(said, texts[:first])
    ]
    return Sheet(heads, tuple(_settled(page.clean, rows)))


def _settled(shown: str, rows: list[Row]) -> list[Row]:
    """42,318 in a column beside 84,88 of its kind shows decimals too: the sign of its column tells."""
    cells = [(at, cell) for row in rows for at, cell in row.values.items()]
    decimal = {(at, cell.kind, _sign(cell, shown)) for at, cell in cells if cell.step < 1}
    if not decimal or all(cell.other is None for _at, cell in cells):
        return rows
    return [
        replace(row, values={at: _decimal(cell, shown, at, decimal) for at, cell in row.values.items()})
        for row in rows
    ]


def _sign(cell: Quantity, shown: str) -> str:
    """The last point or comma in a number: its decimal sign where it shows decimals."""
    return next((letter for letter in reversed(shown[cell.start : cell.end]) if letter in ".,"), "")


def _decimal(cell: Quantity, shown: str, at: int, decimal: Set[tuple[int, str, str]]) -> Quantity:
    if cell.other is None or cell.step != 1 or (at, cell.kind, _sign(cell, shown)) not in decimal:
        return cell
    value = -cell.other if cell.value < 0 else cell.other
    return replace(cell, value=value, step=Decimal("0.001"), other=abs(cell.value))


def _first_body_row(texts: Sequence[Sequence[str]]) -> int:
    """Rows before the first one that holds a value beside its numbering are headings."""
    for place, row in enumerate(texts):
        values = [text for text in row[1:] if _is_value(text)]
        if values and not _is_index(row) and not (place == 0 and all(map(_YEAR.fullmatch, values))):
            return place
    return len(texts)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _is_value(text: str) -> bool:
    bracket = _IN_BRACKET.match(text)
    return _VALUE.match(bracket[1] if bracket else text) is not None


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


def _head(page: Shadow, rows: Sequence[Sequence[Place]], column: int) -> str:
    above = [page.fold[start:end] for row in rows for start, end in row[column : column + 1]]
    return " ".join(" ".join(above).split())


def _numbering_column(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first column holds numberings."""
    first = [row[0] for row in texts if row and row[0]]
    return bool(first) and sum(bool(_NUMBERING.fullmatch(text)) for text in first) * 2 >= len(first)


def _all_values(texts: Sequence[Sequence[str]]) -> bool:
    """Whether values stand right behind the first column, so that it is the label of its row: I, II, III."""
    second = [row[1] for row in texts if len(row) > 1 and row[1]]
    return bool(second) and sum(map(_is_value, second)) * 2 > len(second)


def _unlabelled(texts: Sequence[Sequence[str]], heads: Sequence[str]) -> bool:
    """Whether the first column counts something too, as in a table of one line."""
    first = [row[0] for row in texts if row]
    return bool(heads) and _COUNTING.match(heads[0]) is not None and all(map(_is_value, first))


_COUNTING = re.compile(
    r"(?:tong|so (?:ho so|luong|vu|cuoc|nguoi|thu tuc)|tiep nhan|ke hoach|(?:duoc )?giao)\b"
)


def _row(
    page: Shadow,
    habit: Habit,
    cells: Sequence[Place],
    texts: Sequence[str],
    *,
    numbering: bool,
    heads: Sequence[str],
    bare: bool = False,
) -> Row:
    start = 1 if numbering else 0
    number = texts[0].strip(" .()") if numbering and texts else ""
    label = ""
    unit: tuple[UnitKind, str] = ("bare", "")
    values: dict[int, Quantity] = {}
    for column in range(start, len(texts)):
        text, place = texts[column], cells[column]
        bracket = _IN_BRACKET.match(text)
        found = _VALUE.match(bracket[1] if bracket else text)
        if found and (label or column > start or bare):
            head = heads[column] if column < len(heads) else ""
            value = _value(found, place, unit, head if bracket is None else "", habit)
            if value is not None:
                values[column] = value
            rate = _quantity(bracket, place, ("percent", "%"), habit) if bracket else None
            if rate is not None:
                values[BRACKETS + column] = rate
        elif text in _UNIT_WORDS and label:
            unit = _unit_of(text)
        elif not label and text:
            label = " ".join(page.fold[place[0] : place[1]].split())
            number = number or _leading_number(label)
    dashes = frozenset(column for column, text in enumerate(texts) if text in _DASHES)
    shown = page.text[slice(*cells[0])].strip(" .()\n") if number and numbering and cells else number
    return Row(number, label, unit, values, dashes, style_of(shown, label))


def style_of(number: str, label: str) -> str:
    """The kind of a row's numbering; of 1.1 and 1.1.1 with their depth."""
    if number in _BULLETS or (not number and label.startswith(_BULLETS)):
        return (number or label)[0]
    if "." in number:
        return "1" + ".1" * number.count(".")
    return next((style for style, pattern in _STYLES if pattern.match(number)), "")


_DASHES = frozenset({"-", "–", "—"})


def _leading_number(label: str) -> str:
    found = re.match(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s", label) or re.match(r"([ivx]{1,5}|[a-e])[.)]\s", label)
    return found[1] if found else ""


def _unit_of(text: str) -> tuple[UnitKind, str]:
    if text == "%":
        return "percent", "%"
    if text in {"điểm", "điểm %"}:
        return "score", "điểm"
    if text in units.STEP:
        return "step", "bậc"
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
    return _quantity(found, place, (kind, name), habit, measured=_MEASURED.search(head) is not None)


# 9,517 under "Điểm đạt" is no count of thousands; điểm trường and điểm cầu are places
_MEASURED = re.compile(r"\bdiem\b(?! (?:truong|cau|ban|phuc vu|giao dich))|\b(?:ty dong|ha|km2?|tan|he so)\b")


def _quantity(
    found: re.Match[str],
    place: Place,
    unit: tuple[UnitKind, str],
    habit: Habit,
    *,
    measured: bool = False,
) -> Quantity | None:
    """The number of a match in a cell that begins at `place`."""
    kind, name = unit
    groups = found.groupdict()
    measured = measured or kind in {"percent", "score"}
    reading = read(groups["number"], measured=measured, habit=habit)
    if reading is None or reading.odd:
        return None
    of = read(groups["of"], measured=measured, habit=habit) if groups.get("of") else None
    value = reading.value
    falls = groups.get("way") in _FALLS or groups.get("sign", "").strip() == "-"
    begin, end = place[0] + found.start("number"), place[0] + found.end("number")
    return Quantity(
        start=begin, end=end, stop=end, token=begin, last=end, value=-value if falls else value,
        step=Decimal(1).scaleb(-reading.places), kind=kind, unit=name, approximation="", depth=0, sentence=0,
        before="", after="", left=begin, of=of.value if of else None, other=reading.other,
    )  # fmt: skip
