"""What the cells of a table are said to be: by the label of their row and the words over their column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import BRACKETS, Row, Sheet
from dunghen.proofing.relations.repeats.mentions import SMALL, Mention
from dunghen.proofing.surface.shadow import fold
from dunghen.proofing.vocabulary import words

_MOST = 40  # rows of a table whose cells prose repeats: longer ones are annexes
_LEAST = 100  # smaller figures of a table are like others by accident


@dataclass(frozen=True, eq=False)
class InRow(Mention):
    """The value of a table's row under a label; `over` is that of the row above by its number. Where the row
    has several, `label` and `head` are the words of row and column, `others` the values of both."""

    over: str
    label: str = ""
    head: str = ""
    others: frozenset[Decimal] = frozenset()

    @cached_property
    def run(self) -> list[str]:
        return self.own.split()

    def _around(self) -> str:
        return f"{self.over} {self.own}"

    def _sentence(self) -> str:
        return self._around()

    def _before(self) -> Iterator[str]:
        yield self.over


def rows_of(sheets: Sequence[Sheet]) -> Iterator[InRow]:
    """Every row of one value, or of one that was done."""
    for index, sheet in enumerate(sheets):
        yield from _one_each(sheet, index)


def cells_of(sheets: Sequence[Sheet]) -> Iterator[InRow]:
    """Every cell of rows with several values, of tables that running text may repeat."""
    for index, sheet in enumerate(sheets):
        if len(sheet.rows) <= _MOST:
            yield from _several(sheet, index)


def _several(sheet: Sheet, index: int) -> Iterator[InRow]:
    columns = {at: {row.values[at].value for row in sheet.rows if at in row.values} for at in sheet.columns}
    for row in sheet.rows:
        if len(row.values) < 2 or len(row.label.split()) < 2:
            continue
        across = {value.value for value in row.values.values()}
        for at, value in row.values.items():
            if at < min(BRACKETS, len(sheet.heads)) and value.value >= _LEAST and value.of is None:
                head = sheet.heads[at]
                times, measure = _told_by(row, head, value)
                scaled = replace(value, value=value.value * times, step=value.step * times, kind=measure[0])
                others = frozenset(other * times for other in across | columns[at])
                head = _UNSAID.sub("", _IN_BRACKET.sub("", head)).strip()
                own = f"{row.label} {head}"
                yield InRow(scaled, (-1, index), row.number, own, measure, "", row.label, head, others)


# What prose seldom says of a column: that something was done, how it is measured.
_UNSAID = re.compile(r"^(?:uoc )?(?:th|thuc hien|ket qua|dat duoc|hien co)\b|\bdien tich\b|\bgia tri\b")


def _told_by(row: Row, head: str, value: Quantity) -> tuple[int, tuple[units.UnitKind, str]]:
    """What a cell counts, also by the bracket of its column: Thực hiện (tỷ đồng); and by how much its figure
    is to be multiplied."""
    told = _IN_BRACKET.search(head)
    said = fold(row.unit[1]) or (told[1] if told else "")
    if said in _MONEY:
        return 10 ** _MONEY[said], ("money", "đồng")
    measure = _measure(row, value)
    return 1, measure if measure[0] != "bare" or told is None else _by_bracket(told[1], value)


def _one_each(sheet: Sheet, index: int) -> Iterator[InRow]:
    """Rows with one value, or one of what was done; what stands over a row by its number says whose it is."""
    labels: dict[str, str] = {}
    done = [column for column, head in enumerate(sheet.heads) if _DONE_HEAD.match(head)]
    for row in sheet.rows:
        labels[row.number] = row.label
        shown = [row.values[column] for column in done if column in row.values] or list(row.values.values())
        if len(shown) != 1 or shown[0].value < SMALL:
            continue
        value = shown[0]
        over = labels.get(row.number.rpartition(".")[0], "") if "." in row.number else ""
        yield InRow(value, (-1, index), row.number, row.label, _measure(row, value), over)


def _measure(row: Row, value: Quantity) -> tuple[units.UnitKind, str]:
    """What a row's value counts: by the column of units, or the bracket behind its name: Đường nhựa (km)."""
    if row.unit[1]:
        return (row.unit[0] if row.unit[0] in {"size", "percent"} else value.measure[0], row.unit[1])
    told = _IN_BRACKET.search(row.label)
    return _by_bracket(told[1], value) if told else value.measure


def _by_bracket(unit: str, value: Quantity) -> tuple[units.UnitKind, str]:
    if value.kind != "bare" or unit not in _ROW_UNITS:
        return value.measure
    return ("percent" if unit == "%" else "size" if unit in units.SIZE else "count", unit)


_IN_BRACKET = re.compile(r"\(([^()]+)\)$")
_MONEY = {"dong": 0, "nghin dong": 3, "ngan dong": 3, "trieu dong": 6, "ty dong": 9}
_ROW_UNITS = frozenset(map(fold, words("units.in_tables"))) - _MONEY.keys()
_DONE_HEAD = re.compile(r"(?:uoc )?(?:th|thuc hien|ket qua|dat duoc|hien co)\b")
