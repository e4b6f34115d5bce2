"""Tables: rows that sum up by their numbering or in a closing row, and rates over the rows beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by, place, rounded
from dunghen.proofing.relations.judge import agrees, rounding_gap, share, sum_gap, sums_up
from dunghen.proofing.relations.rests.frames import frames_of
from dunghen.proofing.relations.tables.columns import column_drafts, summable
from dunghen.proofing.relations.tables.levels import level_drafts
from dunghen.proofing.relations.tables.ranktables import rank_drafts

_TOTALS = (
    r"tong(?: cong| so| chung| diem)?|cong(?: chung| lai)?|toan (?:tinh|thanh pho|huyen|quoc|xa|dia ban)"
)
_TOTAL_ROW = re.compile(rf"^(?:{_TOTALS}|chung)\b")
_PLAIN_TOTAL = re.compile(rf"^(?:{_TOTALS})\s*(?:\(.*\))?$")
_FAR, _MOST = 120, 300  # rows that belong to one above them; rows that one total closes
_FAR_OFF = 10  # of its total: what a sum is off by where it is none
_VOTES = 3  # columns of which each third at least must add up
_RATE = re.compile(r"\bty le\b|\bti le\b|%")
_WITHIN = re.compile(r"^(?:-|\+)?\s*trong (?:do|so do)\b")
_ROMAN = re.compile(r"[ivx]+$")


def find_grids(document: Document) -> Iterator[Draft]:
    """Every relation inside a table."""
    for grid, sheet in zip(document.grids, document.sheets, strict=True):
        columns = summable(sheet)
        yield from _numbered(sheet, columns)
        yield from _closing(sheet, columns)
        yield from _formulas(sheet, columns)
        yield from _rates(sheet)
        yield from _frames(sheet)
        yield from rank_drafts(document, grid, sheet)
        yield from column_drafts(sheet)
        yield from level_drafts(sheet)


def _frames(sheet: Sheet) -> Iterator[Draft]:
    """What was given, done and left in the rows of one level."""
    levels: dict[str, list[Row]] = {}
    for row in sheet.rows:
        levels.setdefault(_level(row), []).append(row)
    for rows in levels.values():
        for column in sheet.columns:
            for first in range(max(len(rows) - 2, 1)):
                window = [
                    row
                    for row in rows[first : first + _WINDOW]
                    if column in row.values and not _RATE.search(row.label)
                ]
                yield from frames_of([replace(row.values[column], before=row.label) for row in window])


_WINDOW = 4  # rows that are said together


def _children(rows: Sequence[Row], parent: Row) -> list[Row]:
    """The rows numbered directly under a row, each numbering once."""
    if not parent.number or not parent.number[0].isdigit():
        return []
    depth = parent.number.count(".") + 1
    found: dict[str, Row] = {}
    for row in rows[:_FAR]:
        if row.number.startswith(parent.number + ".") and row.number.count(".") == depth:
            found.setdefault(row.number, row)
    return list(found.values())


def _below(rows: Sequence[Row], parent: Row) -> list[Row]:
    """1, 2, 3 under A or II, up to the next row that is no number."""
    if not _LETTERED.fullmatch(parent.number):
        return []
    found: list[Row] = []
    for row in rows[:_FAR]:
        if row.number == str(len(found) + 1) and not _WITHIN.match(row.label):
            found.append(row)
        elif not row.number[:1].isdigit() or "." not in row.number:
            break
    return found


_LETTERED = re.compile(r"[a-h]|[ivx]{1,5}")


def _numbered(sheet: Sheet, columns: Sequence[int]) -> Iterator[Draft]:
    """1.4 = 1.4.1 + 1.4.2 + 1.4.3, and a first row "Tổng số" over the rows numbered beside it."""
    seen: set[tuple[str, str]] = set()
    for place_, parent in enumerate(sheet.rows):
        if (parent.style, parent.number) in seen or not parent.number:
            continue
        below = _below(sheet.rows[place_ + 1 :], parent)
        if len(below) >= 2 and not _is_rate(parent):
            strong = _TOTAL_ROW.match(parent.label) is not None
            yield from _over(columns, parent, below, strong=strong, close=True)
            continue  # letters are numbered anew in each part of a table
        seen.add((parent.style, parent.number))
        children = _children(sheet.rows[place_ + 1 :], parent)
        if len(children) >= 2 and not _is_rate(parent):
            yield from _over(columns, parent, children, strong=_adds(parent, children))
        elif _TOTAL_ROW.match(parent.label) and not children:
            beside = _beside(sheet.rows[place_ + 1 :], parent)
            if len(beside) >= 2:
                yield from _over(columns, parent, beside, strong=False, close=len(beside) >= 3)


_FORMULA = re.compile(r"[(=]\s*([ivxa-e\d.]+(?:\s*\+\s*[ivxa-e\d.]+)+)\s*\)?")


def _formulas(sheet: Sheet, columns: Sequence[int]) -> Iterator[Draft]:
    """TỔNG CHI (1+2+3): the row says of which rows it is the sum."""
    rows = {row.number.lower(): row for row in reversed(sheet.rows) if row.number}
    for total in sheet.rows:
        found = _FORMULA.search(total.label)
        named = [rows.get(number.strip()) for number in found[1].split("+")] if found else []
        children = [row for row in named if row is not None and row is not total]
        if len(children) == len(named) >= 2:
            yield from _over(columns, total, children, strong=True)


def _is_rate(row: Row) -> bool:
    """Whether a row is a rate; one "từ 70% đến dưới 100%" counts what lies between."""
    return row.unit[0] == "percent" or re.search(r"\b(?:ty|ti) le\b|\(%\)", row.label) is not None


def _adds(parent: Row, children: Sequence[Row]) -> bool:
    """Whether the children are the parts of the parent: it is called a total, or they repeat its words."""
    words = content_words(parent.label)
    if any(_is_rate(child) or child.unit != parent.unit for child in children):
        return False
    if any(_TOTAL_ROW.match(child.label) for child in children):
        return False
    alike = all(len(words & content_words(child.label)) >= 1 for child in children)
    return bool(re.search(r"\btong\b", parent.label)) or alike


def _beside(rows: Sequence[Row], first: Row) -> list[Row]:
    """The rows of the same level that follow a total row."""
    prefix = first.number.rpartition(".")[0]
    depth = first.number.count(".")
    found = [row for row in rows[:_FAR] if _level(row) == prefix and row.number.count(".") == depth]
    return found if prefix else []


def _over(
    columns: Sequence[int], parent: Row, children: Sequence[Row], *, strong: bool, close: bool = False
) -> Iterator[Draft]:
    found = []
    for column in columns:
        total = parent.values.get(column)
        parts = [row.values[column] for row in children if column in row.values]
        if total is None or total.kind == "percent" or len(parts) < 2 or total.of is not None:
            continue
        dashes = sum(column in row.dashes for row in children)
        if len(parts) + dashes != len(children) and strong:
            strong = False
        if all(part.kind == total.kind and part.unit == total.unit for part in parts):
            found.append((total, parts))
    whole = [(total, parts) for total, parts in found if len(parts) == len(children)]
    held = sum(sums_up(total, parts) and total.value > 0 for total, parts in whole)
    if len(found) >= _VOTES and held * _VOTES < len(found):
        return  # hardly a column adds up: the rows are no parts
    if len(found) > 1 and all(abs(sum_gap(total, parts)) * _FAR_OFF > total.value for total, parts in found):
        return  # nor is any column near: some of the parts are named
    for total, parts in found:
        gap = abs(sum_gap(total, parts))
        near = (close and gap * 20 <= total.value) or (held > 0 and gap * 4 <= total.value)
        yield from _judge(total, parts, strong=strong or near)


def _judge(total: Quantity, parts: Sequence[Quantity], *, strong: bool) -> Iterator[Draft]:
    """Consistent when all parts or the first of them sum up; a mismatch counts where all are clear."""
    for count in range(len(parts), 1, -1):
        if sums_up(total, parts[:count]) and (count == len(parts) or not strong):
            yield sum_draft(total, parts[:count], "consistent")
            return
    if strong:
        yield sum_draft(total, parts, "warning" if rounding_gap(total, parts) else "contradiction")


def sum_draft(total: Quantity, parts: Sequence[Quantity], verdict: Verdict) -> Draft:
    """A sum over cells."""
    values = [part.value for part in parts]
    computed = sum(values, Decimal(0))
    text = f"{added(values)} = {number(computed)}, "
    text += "khớp với văn bản." if verdict == "consistent" else f"{off_by(total.value, computed)}."
    return draft("sum", verdict, total, parts, computed, text)


def _closing(sheet: Sheet, columns: Sequence[int]) -> Iterator[Draft]:
    """A row "Tổng cộng" over the others, above or below them."""
    rows = [row for row in sheet.rows if row.values]
    for place_, row in enumerate(rows):
        alone = _PLAIN_TOTAL.match(row.label) or (
            place_ == len(rows) - 1 and _TOTAL_ROW.match(row.label) and not row.number
        )
        if not alone or len(rows) < 3:
            continue
        others = rows[:place_] if place_ > 1 else rows[place_ + 1 :]
        others = _until_total(others[:_MOST]) if place_ <= 1 else _since_total(others[-_MOST:])
        for column in columns:
            total = row.values.get(column)
            adds = column >= len(sheet.heads) or not _NO_SUMS.search(sheet.heads[column])
            if total is not None and total.kind != "percent" and total.of is None and adds:
                yield from _closed(total, others, column)


_NO_SUMS = re.compile(r"\b(?:xep hang|thu hang|xep thu|vi thu|binh quan|don gia|nang suat)\b")


def _until_total(rows: Sequence[Row]) -> list[Row]:
    stop = next((i for i, row in enumerate(rows) if _PLAIN_TOTAL.match(row.label)), len(rows))
    return list(rows[:stop])


def _since_total(rows: Sequence[Row]) -> list[Row]:
    stop = next((i for i in range(len(rows) - 1, -1, -1) if _PLAIN_TOTAL.match(rows[i].label)), -1)
    return list(rows[stop + 1 :])


def _closed(total: Quantity, rows: Sequence[Row], column: int) -> Iterator[Draft]:
    readings = [some for some in _levels(rows) if len(some) >= 2]
    candidates = []
    for some in readings:
        parts = [row.values[column] for row in some if column in row.values]
        if len(parts) >= 2 and all(part.kind in {total.kind, "bare", "count"} for part in parts):
            candidates.append((parts, len(parts) == len(some)))
    for parts, _complete in candidates:
        if sums_up(total, parts):
            yield sum_draft(total, parts, "consistent")
            return
    if candidates:
        parts, complete = candidates[0]
        verdict: Verdict = "contradiction" if complete and not rounding_gap(total, parts) else "warning"
        yield sum_draft(total, parts, verdict)


def _levels(rows: Sequence[Row]) -> list[list[Row]]:
    """Ways to take the rows that a total sums: without those inside others, the top ones, all."""
    plain = [row for row in rows if not _WITHIN.match(row.label) and row.number not in {"-", "+"}]
    roman = [row for row in plain if row.number and _ROMAN.fullmatch(row.number)]
    top = [row for row in plain if row.number.count(".") == 0]
    leaves = [row for row in plain if not _children(plain, row) and row not in roman] if roman else []
    first = roman if len(roman) >= 2 else top
    ways = [first, top, leaves, plain, list(rows)]
    if any(row.number[:1].isdigit() for row in plain):
        ways.append([row for row in plain if row.number[:1].isdigit() and "." not in row.number])
    return ways


def _rates(sheet: Sheet) -> Iterator[Draft]:
    """A row "Tỷ lệ …" over the two rows under it, or over rows beside it."""
    for place_, row in enumerate(sheet.rows):
        for column, rate in row.values.items():
            if rate.kind != "percent" and not _RATE.search(row.label):
                continue
            children = _children(sheet.rows[place_ + 1 :], row)
            if children:
                yield from _rate_over(rate, row, children, column, near=True)
            elif _RATE.search(row.label) or rate.kind == "percent":
                beside = [*sheet.rows[max(place_ - 3, 0) : place_], *sheet.rows[place_ + 1 : place_ + 3]]
                level = [other for other in beside if _level(other) == _level(row)]
                yield from _rate_over(rate, row, level, column, near=False)


def _level(row: Row) -> str:
    """The numbering without its last member."""
    return row.number.rpartition(".")[0]


def _rate_over(rate: Quantity, row: Row, rows: Sequence[Row], column: int, *, near: bool) -> Iterator[Draft]:
    cells = [(other, other.values[column]) for other in rows if column in other.values]
    cells = [
        (other, cell) for other, cell in cells if cell.kind != "percent" and not _RATE.search(other.label)
    ]
    if re.search(r"\bso voi\b", row.label):
        return
    for top, part in cells:
        for _bottom, whole in cells:
            upside_down = part.value > whole.value and re.search(r"\btong so\b", top.label)
            true = share(part.value, whole.value) if part is not whole and not upside_down else None
            if true is not None and agrees(rate, true):
                yield rate_draft(rate, part, whole, "consistent")
                return
    pair = _named_pair(row, cells, near=near)
    if pair is not None:
        yield rate_draft(rate, *pair, "contradiction")


def _named_pair(
    row: Row, cells: Sequence[tuple[Row, Quantity]], *, near: bool
) -> tuple[Quantity, Quantity] | None:
    """Part and whole when the rows leave no choice: two of one unit, or a total and a row in its words."""
    if near and len(cells) == 2 and cells[0][0].unit == cells[1][0].unit:
        small, large = sorted((cell for _row, cell in cells), key=lambda cell: cell.value)
        return (small, large) if large.value else None
    totals = [cell for other, cell in cells if re.search(r"\btong so\b", other.label)]
    likeliest = _likeliest(row, cells)
    if likeliest is not None:
        return likeliest
    words = content_words(row.label)
    named = [
        cell for other, cell in cells if len(words & content_words(other.label)) >= 2 and cell not in totals
    ]
    if (
        len(totals) == len(cells) == 2
        and totals[0].value >= totals[1].value > 0
        and cells[0][0].unit == cells[1][0].unit
    ):
        return totals[1], totals[0]
    if len(totals) == 1 and len(named) == 1 and totals[0].value >= named[0].value > 0:
        return named[0], totals[0]
    return None


def _likeliest(row: Row, cells: Sequence[tuple[Row, Quantity]]) -> tuple[Quantity, Quantity] | None:
    """The row that repeats most of the rate's words, under the nearest total row before it."""
    words = content_words(row.label)
    ranked = sorted(cells, key=lambda pair: -len(words & content_words(pair[0].label)))
    if len(ranked) < 2 or len(words & content_words(ranked[0][0].label)) <= len(
        words & content_words(ranked[1][0].label)
    ):
        return None
    part = ranked[0]
    above = cells[: cells.index(part)]
    wholes = [
        cell for other, cell in above if re.search(r"\btong so\b", other.label) and other.unit == part[0].unit
    ]
    enough = (
        len(words & content_words(part[0].label)) >= 2 and wholes and wholes[-1].value >= part[1].value > 0
    )
    return (part[1], wholes[-1]) if enough else None


def rate_draft(rate: Quantity, part: Quantity, whole: Quantity, verdict: Verdict) -> Draft:
    """A rate over two cells."""
    true = share(part.value, whole.value) or Decimal(0)
    text = f"{number(part.value)}/{number(whole.value)} = {rounded(true, rate.step)}%, "
    gap = rounded(abs(true - rate.value), rate.step)
    text += (
        "khớp với văn bản."
        if verdict == "consistent"
        else f"văn bản ghi {number(rate.value)}%, lệch {gap} điểm phần trăm."
    )
    return Draft("percent", verdict, (place(rate), place(part), place(whole)), rate.value, true, text)
