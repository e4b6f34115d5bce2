"""Columns of a table: the rows vote on how they hang together, and the row that disagrees is shown.

Nothing says that one column is the sum or the share of others except that it is so nearly everywhere.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, permutations

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by, place, rounded
from dunghen.proofing.relations.judge import agrees, growth, share
from dunghen.proofing.relations.slips import evidence

_RATE_HEAD = re.compile(r"%|\bty le\b|\bti le\b|\bphan tram\b|\bdat\b|\bso sanh\b")
_TOTAL_HEAD = re.compile(r"\btong\b|\bcong\b|\btiep nhan\b|\bgiao\b")
_CHANGE_HEAD = re.compile(r"\btang\b|\bgiam\b|\bchenh lech\b|\bso sanh\b|\bso voi\b")
TOTAL_LABEL = re.compile(r"^(?:tong(?: cong| so| chung)?|cong(?: chung)?)\b")
_DIFFERENCE_HEAD = re.compile(
    r"\b(?:tang|giam|chenh lech|con lai|chua (?:su dung|giai quyet|thuc hien|xu ly)|so sanh|ton)\b"
)
_TELLING = 1.3  # powers of ten of evidence that a row which fails is a slip
_MOST_COLUMNS = 14
_MOST_ROWS = 400
_ALL = Decimal(100)
_SLIP = Decimal(15)  # percentage points


@dataclass(frozen=True, slots=True)
class _Relation:
    """One column as computed from others, and the rows where it holds and where not."""

    target: int
    sources: tuple[int, ...]
    holds: tuple[Row, ...]
    fails: tuple[Row, ...]
    named: bool
    grows: bool = False
    slips: bool = False  # the rows where it fails miss it tellingly

    @property
    def believed(self) -> bool:
        """Two rows agree and most do; where only the heading says so, one row beside one is enough."""
        agree, against = len(self.holds), len(self.fails)
        if self.named:
            return agree >= 1 and (agree >= against or self.slips)
        return (agree >= 3 and agree > 2 * against) or (self.slips and agree > against)


def column_drafts(sheet: Sheet) -> Iterator[Draft]:
    """Sums, shares and growth along the rows."""
    columns = sheet.columns[:_MOST_COLUMNS]
    rows = [row for row in sheet.rows if len(row.values) >= 2][:_MOST_ROWS]
    if len(columns) < 2 or not rows:
        return
    rates = [column for column in columns if _is_rate(sheet, rows, column)]
    counts = [column for column in columns if column not in rates]
    for rate in rates:
        found = list(_shares(sheet, rows, rate, counts))
        yield from found or _of_column_total(rows, rate, counts)
    yield from _stocks(sheet, rows, counts)
    differing = list(_differences(sheet, rows, counts))
    yield from differing
    yield from () if differing else _sums(sheet, rows, counts)


def _differences(sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]) -> Iterator[Draft]:
    """A column headed as a change or a rest: one of two others less the other."""
    for target in counts:
        if not _DIFFERENCE_HEAD.search(_head(sheet, target)):
            continue
        pairs = permutations([count for count in counts if count != target], 2)
        found = [_tally(rows, target, pair, _less, named=True) for pair in pairs]
        relations = [relation for relation in found if relation is not None and relation.believed]
        best = max(relations, key=lambda relation: (len(relation.holds), -len(relation.fails)), default=None)
        if best is not None:
            rows_of = (*best.holds, *best.fails)
            yield from (_difference_row(row, best, holds=row in best.holds) for row in rows_of)


_STOCK_HEAD = re.compile(r"\b(?:cuoi|con lai|den ngay|hien co)\b")


def _stocks(sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]) -> Iterator[Draft]:
    """A column of what there is at the end: what there was, less or more two others in either order."""
    for target in counts:
        if not _STOCK_HEAD.search(_head(sheet, target)):
            continue
        for sources in permutations([count for count in counts if count != target][:_MOST_SOURCES], 3):
            relation = _tally(rows, target, sources, _moved, named=False)
            if relation is not None and relation.believed:
                rows_of = (*relation.holds, *relation.fails)
                yield from (_stock_row(row, relation, holds=row in relation.holds) for row in rows_of)
                return


_MOST_SOURCES = 5


def _moved(start: Decimal, gone: Decimal, new: Decimal) -> Decimal:
    return start - gone + new


def _stock_row(row: Row, relation: _Relation, *, holds: bool) -> Draft:
    stated = row.values[relation.target]
    cells = [row.values[source] for source in relation.sources]
    start, gone, new = (cell.value for cell in cells)
    computed = start - gone + new
    text = f"{number(start)} - {number(gone)} + {number(new)} = {number(computed)}, "
    text += "khớp với văn bản." if holds else f"{off_by(stated.value, computed)}."
    return draft("difference", "consistent" if holds else "contradiction", stated, cells, computed, text)


def _less(one: Decimal, two: Decimal) -> Decimal:
    return one - two


def _difference_row(row: Row, relation: _Relation, *, holds: bool) -> Draft:
    stated = row.values[relation.target]
    one, two = (row.values[source] for source in relation.sources)
    computed = one.value - two.value
    text = f"{number(one.value)} - {number(two.value)} = {number(computed)}, "
    text += "khớp với văn bản." if holds else f"{off_by(stated.value, computed)}."
    verdict: Verdict = "consistent" if holds else "contradiction"
    return draft("difference", verdict, stated, (one, two), computed, text)


def _is_rate(sheet: Sheet, rows: Sequence[Row], column: int) -> bool:
    cells = [row.values[column] for row in rows if column in row.values]
    shown = any(cell.kind == "percent" for cell in cells)
    return shown or (bool(_RATE_HEAD.search(_head(sheet, column))) and any(cell.step < 1 for cell in cells))


def _head(sheet: Sheet, column: int) -> str:
    return sheet.heads[column] if column < len(sheet.heads) else ""


def _shares(sheet: Sheet, rows: Sequence[Row], rate: int, counts: Sequence[int]) -> Iterator[Draft]:
    relations = []
    change = bool(_CHANGE_HEAD.search(_head(sheet, rate)))
    formulas: list[Callable[[Decimal, Decimal], Decimal | None]] = [share, _grown] if change else [share]
    for top, bottom in permutations(counts, 2):
        for formula in formulas:
            relation = _tally(rows, rate, (top, bottom), formula, named=len(counts) == 2)
            if relation is not None:
                relations.append(replace(relation, grows=formula is _grown))
    best = max(relations, key=lambda relation: (len(relation.holds), -len(relation.fails)), default=None)
    if best is not None and best.believed:
        yield from _rate_rows(best)
    elif best is None and len(counts) == 2 and max(counts) < rate:
        yield from _only_row(rows, rate, counts, grows=change)


def _only_row(rows: Sequence[Row], rate: int, counts: Sequence[int], *, grows: bool) -> Iterator[Draft]:
    """A table of one line: a rate near its two figures' is a slip."""
    own = tuple(row for row in rows if {*counts, rate} <= row.values.keys())
    if len(own) != 1:
        return
    first, last = (own[0].values[count].value for count in counts)
    top, bottom = (counts[1], counts[0]) if grows or last <= first else (counts[0], counts[1])
    true = (_grown if grows else share)(own[0].values[top].value, own[0].values[bottom].value)
    if true is not None and abs(true - own[0].values[rate].value) <= _SLIP:
        yield from _rate_rows(_Relation(rate, (top, bottom), (), own, named=True, grows=grows))


def _of_column_total(rows: Sequence[Row], rate: int, counts: Sequence[int]) -> Iterator[Draft]:
    """Shares of the column's own total: of its closing row, or of the sum of all rows."""
    for count in counts:
        own = [row for row in rows if rate in row.values and count in row.values]
        closing = [row for row in rows if TOTAL_LABEL.match(row.label) and count in row.values]
        parts = [row for row in own if row not in closing]
        if closing and _is_whole(closing[-1], rate):
            found = list(_of_whole(parts, rate, count, closing[-1].values[count].value))
            if found:
                yield from found
                return
        if len(parts) < 2:
            continue
        total = sum((row.values[count].value for row in parts), Decimal(0))
        wholes = [closing[-1].values[count].value] if closing else []
        for whole in (*wholes, total):
            pairs = [(row, share(row.values[count].value, whole)) for row in parts]
            fits = [row for row, true in pairs if true is not None and agrees(row.values[rate], true)]
            if len(fits) * 2 >= len(parts) and len(fits) >= 2:
                for row, true in pairs:
                    yield _own_share(row, rate, count, whole, true or Decimal(0), holds=row in fits)
                return


def _is_whole(closing: Row, rate: int) -> bool:
    """Whether the closing row says of itself that it is 100 %."""
    return rate in closing.values and closing.values[rate].value == _ALL


def _of_whole(rows: Sequence[Row], rate: int, count: int, whole: Decimal) -> Iterator[Draft]:
    """Shares of a closing row of 100 %; nothing where most rows are far from it."""
    pairs = [(row, share(row.values[count].value, whole)) for row in rows]
    known = [(row, true) for row, true in pairs if true is not None]
    fits = [row for row, true in known if agrees(row.values[rate], true)]
    near = [row for row, true in known if abs(true - row.values[rate].value) <= _SLIP]
    if len(near) == len(known) and len(known) - len(fits) <= max(len(fits), 1):
        for row, true in known:
            yield _own_share(row, rate, count, whole, true, holds=row in fits)


def _own_share(row: Row, rate: int, count: int, whole: Decimal, true: Decimal, *, holds: bool) -> Draft:
    stated, part = row.values[rate], row.values[count]
    text = f"{number(part.value)}/{number(whole)} = {rounded(true, stated.step)}%, "
    gap = rounded(abs(true - stated.value), stated.step)
    text += (
        "khớp với văn bản." if holds else f"văn bản ghi {number(stated.value)}%, lệch {gap} điểm phần trăm."
    )
    verdict: Verdict = "consistent" if holds else "contradiction"
    return Draft("percent", verdict, (place(stated), place(part)), stated.value, true, text)


def _grown(now: Decimal, before: Decimal) -> Decimal | None:
    value = growth(now, before)
    return abs(value) if value is not None else None


def _tally(
    rows: Sequence[Row],
    target: int,
    sources: tuple[int, ...],
    formula: Callable[..., Decimal | None],
    *,
    named: bool,
) -> _Relation | None:
    holds: list[Row] = []
    fails: list[Row] = []
    slips = True
    for row in rows:
        if target not in row.values or any(source not in row.values for source in sources):
            continue
        computed = formula(*(row.values[source].value for source in sources))
        if computed is None:
            continue
        stated = row.values[target]
        fits = (
            agrees(stated, computed)
            if stated.kind == "percent" or stated.step < 1
            else computed == stated.value
        )
        (holds if fits else fails).append(row)
        slips = slips and (fits or evidence(stated.value, computed, stated.step) >= _TELLING)
    slips = slips and len(holds) > (not named)
    return _Relation(target, sources, tuple(holds), tuple(fails), named, slips=slips) if holds else None


def _rate_rows(relation: _Relation) -> Iterator[Draft]:
    for row in (*relation.holds, *relation.fails):
        top, bottom = (row.values[source] for source in relation.sources)
        rate = row.values[relation.target]
        true = (_grown if relation.grows else share)(top.value, bottom.value)
        if true is None:
            continue
        holds = row in relation.holds
        top_text = f"({number(top.value)} - {number(bottom.value)})" if relation.grows else number(top.value)
        text = f"{top_text}/{number(bottom.value)} = {rounded(true, rate.step)}%, "
        gap = rounded(abs(true - rate.value), rate.step)
        text += (
            "khớp với văn bản." if holds else f"văn bản ghi {number(rate.value)}%, lệch {gap} điểm phần trăm."
        )
        verdict: Verdict = "consistent" if holds else "contradiction"
        kind: Kind = "growth" if relation.grows else "percent"
        yield Draft(kind, verdict, (place(rate), place(top), place(bottom)), rate.value, true, text)


def _sums(sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]) -> Iterator[Draft]:
    """A column that is the sum of the next ones, of the ones before, or of two others."""
    done: set[int] = set()
    relations = [relation for relation in _sum_relations(sheet, rows, counts) if relation.believed]
    relations.sort(key=lambda relation: (-len(relation.holds), len(relation.fails), -len(relation.sources)))
    for relation in relations:
        if relation.target in done or done.issuperset(relation.sources):
            continue
        done |= {relation.target, *relation.sources}
        for row in (*relation.holds, *relation.fails):
            yield _sum_row(row, relation, holds=row in relation.holds)


def _sum_relations(sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]) -> Iterator[_Relation]:
    groups: set[tuple[int, tuple[int, ...]]] = set()
    for place_, target in enumerate(counts):
        for length in range(2, len(counts) - place_):
            groups.add((target, tuple(counts[place_ + 1 : place_ + 1 + length])))
        for length in range(2, place_ + 1):
            groups.add((target, tuple(counts[place_ - length : place_])))
    if len(counts) <= 8:
        groups |= {
            (target, pair) for pair in combinations(counts, 2) for target in counts if target not in pair
        }
    for target, sources in sorted(groups):
        named = bool(_TOTAL_HEAD.search(_head(sheet, target)))
        relation = _tally(rows, target, sources, _sum, named=named)
        if relation is not None and any(row.values[target].value for row in relation.holds):
            yield relation


def _sum(*values: Decimal) -> Decimal:
    return sum(values, Decimal(0))


def _sum_row(row: Row, relation: _Relation, *, holds: bool) -> Draft:
    total: Quantity = row.values[relation.target]
    parts = [row.values[source] for source in relation.sources]
    values = [part.value for part in parts]
    computed = sum(values, Decimal(0))
    text = f"{added(values)} = {number(computed)}, "
    text += "khớp với văn bản." if holds else f"{off_by(total.value, computed)}."
    return draft("sum", "consistent" if holds else "contradiction", total, parts, computed, text)
