"""Columns of a table: the rows vote on how they hang together, and the row that disagrees is shown.

Nothing says that one column is the sum or the share of others except that it is so nearly everywhere; the
words above them only break ties.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import BRACKETS, Row, Sheet
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, share
from dunghen.proofing.relations.tables.beside import rates_beside
from dunghen.proofing.relations.tables.votes import (
    GAP,
    GROWTH,
    LESS,
    MEANS,
    SHARE,
    SHRINK,
    STOCK,
    SUM,
    Form,
    Guess,
    Line,
)

_RATE_HEAD = re.compile(
    r"%|\bty le\b|\bti le\b|\bphan tram\b|\bdat\b|\bso sanh\b|\btang\b|\bgiam\b|\bco cau\b"
)
_RATIO_HEAD = re.compile(r"%|\bty le\b|\bti le\b|\bphan tram\b|\bso sanh\b")
_MEAN_HEAD = re.compile(r"\b(?:binh quan|trung binh|nang suat|mat do|don gia|muc)\b|/")
_TOTAL_HEAD = re.compile(r"\btong\b|\bcong\b|\btiep nhan\b|\bgiao\b|\bca nam\b|\bluy ke\b")
_CHANGE_HEAD = re.compile(r"\b(?:tang|giam|chenh lech|so sanh|so voi|bien dong|thay doi)\b")
TOTAL_LABEL = re.compile(r"^(?:tong(?: cong| so| chung)?|cong(?: chung)?)\b")
_DIFFERENCE_HEAD = re.compile(
    r"\b(?:tang|giam|chenh lech|con lai|chua (?:su dung|giai quyet|thuc hien|xu ly)|so sanh|ton|du"
    r"|thay doi|bien dong)\b"
)
_STOCK_HEAD = re.compile(r"\b(?:cuoi|con lai|den ngay|hien co)\b")
_RUNNING_HEAD = re.compile(r"\b(?:luy ke|cong don)\b")
_STEPS = re.compile(r"\b(?:bac|hang)\b")
_MOST_COLUMNS = 14
_MOST_ROWS = 400
_FREE, _WIDE, _TRIPLES = 8, 4, 7  # columns that are tried in any order; else those this near; any three of
_WORDS = 0.8  # what a heading tells of its column
_ALL = Decimal(100)
_SLIP = Decimal(15)  # percentage points


def column_drafts(sheet: Sheet) -> Iterator[Draft]:
    """Sums, differences, shares, means and growth along the rows."""
    columns = sheet.columns[:_MOST_COLUMNS]
    rows = [row for row in sheet.rows if len(row.values) >= 2][:_MOST_ROWS]
    columns, rows = _parted(columns, rows)
    if len(columns) < 2 or not rows:
        return
    percents = [column for column in columns if _shows_percent(rows, column)]
    counts = [column for column in columns if column not in percents]
    beside = rates_beside(rows, counts, percents)
    settled = {line.stated.start for line in (*beside.holds, *beside.fails)} if beside else set()
    if beside:
        yield from beside.drafts()
    for rate in columns:
        if settled.intersection(cell.start for cell in _cells(rows, rate)):
            continue
        if rate in percents or _shows_decimals(rows, rate):
            yield from _rate(sheet, rows, rate, [column for column in counts if column != rate])
    yield from _linear(sheet, rows, counts)


def _parted(columns: list[int], rows: list[Row]) -> tuple[list[int], list[Row]]:
    """Columns of rates in some rows and amounts in others ("tăng 12,4%", "giảm 179 thư") as two each."""
    for column in columns:
        kinds = [row.values[column].kind == "percent" for row in rows if column in row.values]
        if not any(kinds) or all(kinds):
            continue
        apart = column + 2 * BRACKETS
        rows = [replace(row, values=_moved(row.values, column, apart)) for row in rows]
        columns = [*columns, apart]
    return columns, rows


def _moved(values: dict[int, Quantity], column: int, apart: int) -> dict[int, Quantity]:
    return {apart if at == column and q.kind != "percent" else at: q for at, q in values.items()}


def _cells(rows: Sequence[Row], column: int) -> list[Quantity]:
    return [row.values[column] for row in rows if column in row.values]


def _shows_percent(rows: Sequence[Row], column: int) -> bool:
    return any(cell.kind == "percent" for cell in _cells(rows, column))


def _shows_decimals(rows: Sequence[Row], column: int) -> bool:
    """Whether a column may be a ratio: some of its cells show decimals."""
    return any(cell.step < 1 for cell in _cells(rows, column))


def summable(sheet: Sheet) -> list[int]:
    """The columns but those headed as rates ("So sánh 2026 với 2025") that show decimals, where others show
    none."""
    columns = sheet.columns
    fine = {column for column in columns if _shows_decimals(sheet.rows, column)}
    ratios = {column for column in fine if _RATIO_HEAD.search(_head(sheet, column))}
    return [column for column in columns if column not in ratios or len(fine) == len(columns)]


def _head(sheet: Sheet, column: int) -> str:
    column -= 2 * BRACKETS if column >= 2 * BRACKETS else 0
    return sheet.heads[column] if column < len(sheet.heads) else ""


def _guess(
    rows: Sequence[Row], form: Form, target: int, sources: Sequence[int], prior: float
) -> Guess | None:
    """A relation over all rows that have its cells; None where nothing holds."""
    guess = Guess(form, prior)
    for row in rows:
        told = [source for source in sources if source in row.values]
        dashes = sum(source in row.dashes for source in sources) if form is SUM else 0
        if target in row.values and told and len(told) + dashes == len(sources):
            guess.tally(Line(row.values[target], tuple(row.values[source] for source in told)))
            if guess.hopeless:
                return None
    return guess if guess.holds or len(guess.fails) == 1 else None


def _best(guesses: Iterable[Guess | None]) -> Guess | None:
    """The relation with most evidence; one row alone is no vote where others were counted."""
    found = [guess for guess in guesses if guess is not None]
    return max(found, key=lambda guess: guess.weight, default=None)


def _rate(sheet: Sheet, rows: Sequence[Row], rate: int, counts: Sequence[int]) -> Iterator[Draft]:
    """A column as the share, growth or mean of two others, or as shares of a column's total."""
    head, percents = _head(sheet, rate), _shows_percent(rows, rate)
    named = percents or bool(_RATE_HEAD.search(head))
    change, mean = bool(_CHANGE_HEAD.search(head)), bool(_MEAN_HEAD.search(head))
    forms = [(GROWTH, _WORDS * change - 0.2), (SHRINK, _WORDS * change - 0.4), (SHARE, 0.0)]
    forms = [(form, prior + _WORDS * named) for form, prior in forms] if named else [(SHARE, 0.0)]
    if not percents:
        forms += [(form, _WORDS * mean) for form in (MEANS if mean else MEANS[:1])]
    changes = {count for count in counts if _CHANGE_HEAD.search(_head(sheet, count))}
    pairs = list(permutations(counts, 2))
    few = -math.log10(max(len(pairs) * len(forms), 1)) / 2
    guesses = [
        _guess(rows, form, rate, pair, prior + few - (form is SHARE and pair[0] in changes))
        for form, prior in forms
        for pair in pairs
        if pair[1] not in changes
    ]
    best = _best(guesses)
    if best is not None and best.believed:
        yield from best.drafts()
        return
    shares = list(_of_column_total(rows, rate, counts)) if named else []
    yield from shares
    held = any(guess is not None and guess.holds for guess in guesses)
    if named and not shares and not held and len(counts) == 2 and max(counts) < rate:
        yield from _only_row(rows, rate, counts, grows=change)


def _only_row(rows: Sequence[Row], rate: int, counts: Sequence[int], *, grows: bool) -> Iterator[Draft]:
    """A table of one line: a rate near its two figures' is a slip."""
    own = tuple(row for row in rows if {*counts, rate} <= row.values.keys())
    if len(own) != 1:
        return
    first, last = (own[0].values[count] for count in counts)
    top, bottom = (last, first) if grows or last.value <= first.value else (first, last)
    guess = Guess(SHRINK if grows else SHARE, _MOST_TOLD)
    guess.tally(Line(own[0].values[rate], (top, bottom)))
    gaps = (abs(found.computed - found.stated) for found in guess.drafts() if found.computed and found.stated)
    if all(gap <= _SLIP for gap in gaps):
        yield from guess.drafts()


_MOST_TOLD = 3.0  # what the words of a table of one line tell


def _linear(sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]) -> Iterator[Draft]:
    """Columns that are the sum of others, differ by another, or follow from a stock and its changes."""
    found = [guess for guess in _linear_guesses(sheet, rows, counts) if guess[0].speaks]
    found.sort(key=lambda one: (-one[0].weight, len(one[1])))
    done: set[int] = set()
    targets: set[int] = set()
    for guess, columns in found:
        if columns[0] in targets or done.issuperset(columns):
            continue
        drafts = list(_as_differences(sheet, guess, columns).drafts())
        if drafts:
            done |= set(columns)
            targets.add(columns[0])
            yield from drafts


def _linear_guesses(
    sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]
) -> Iterator[tuple[Guess, tuple[int, ...]]]:
    """Each relation with its columns, the figure that follows first."""
    yield from _sum_guesses(sheet, rows, counts)
    for target in counts:
        others = [count for count in counts if count != target]
        near = [count for count in others if len(counts) <= _FREE or abs(count - target) <= _WIDE]
        tried: list[tuple[Form, tuple[int, ...], float]] = []
        if _DIFFERENCE_HEAD.search(_head(sheet, target)):
            tried += [(GAP, pair, -_STOCKS / 3) for pair in combinations(near, 2)]
        named = bool(_STOCK_HEAD.search(_head(sheet, target)))
        before = near[:_MOST_SOURCES] if named else [c for c in near if 0 < target - c <= _WIDE]
        tried += [
            (STOCK, triple, _WORDS * named - _STOCKS)
            for triple in permutations(before, 3)
            if triple[0] < triple[1]
        ]
        if _RUNNING_HEAD.search(_head(sheet, target)):
            yield from (
                (guess, (target, other)) for other in others if (guess := _running(rows, target, other))
            )
        for form, sources, prior in tried:
            guess = _guess(rows, form, target, sources, prior)
            if guess is not None:
                yield guess, (target, *sources)


def _running(rows: Sequence[Row], target: int, source: int) -> Guess | None:
    """Lũy kế: what all rows up to this one come to."""
    guess = Guess(SUM, 0.0)
    so_far: list[Quantity] = []
    for row in rows[:_MOST_RUNNING]:
        if not {target, source} <= row.values.keys():
            break
        so_far.append(row.values[source])
        if len(so_far) > 1:
            guess.tally(Line(row.values[target], tuple(so_far)))
    return guess if guess.holds else None


_MOST_RUNNING = 24  # rows of a running total


def _sum_guesses(
    sheet: Sheet, rows: Sequence[Row], counts: Sequence[int]
) -> Iterator[tuple[Guess, tuple[int, ...]]]:
    groups = sorted(_groups(counts))
    runs = {(target, sources) for target, sources in groups if _adjoins(counts, target, sources)}
    for target, sources in groups:
        total = bool(_TOTAL_HEAD.search(_head(sheet, target)))
        named = total or any(_DIFFERENCE_HEAD.search(_head(sheet, source)) for source in sources)
        run = (target, sources) in runs
        every = total and len(sources) == len(counts) - 1
        prior = _WORDS * named + every - math.log10(len(runs) if run else len(groups))
        guess = _guess(rows, SUM, target, sources, prior)
        if guess is not None:
            yield guess, (target, *sources)


def _adjoins(counts: Sequence[int], target: int, sources: Sequence[int]) -> bool:
    """Whether the parts stand side by side, right before or behind their sum."""
    first, last, at = (counts.index(column) for column in (sources[0], sources[-1], target))
    return last - first == len(sources) - 1 and at in {first - 1, last + 1}


_MOST_SOURCES = 5
_STOCKS = 1.5  # how many stocks could be made up of a few columns


def _groups(counts: Sequence[int]) -> set[tuple[int, tuple[int, ...]]]:
    """Which columns may sum up which others: runs beside them, any two, of few columns any three."""
    groups: set[tuple[int, tuple[int, ...]]] = set()
    for place_, target in enumerate(counts):
        for length in range(2, len(counts) - place_):
            groups.add((target, tuple(counts[place_ + 1 : place_ + 1 + length])))
        for length in range(2, place_ + 1):
            groups.add((target, tuple(counts[place_ - length : place_])))
        others = [count for count in counts if count != target]
        for size, most in ((2, _FREE), (3, _TRIPLES)):
            if len(counts) <= most:
                groups.update((target, some) for some in combinations(others, size))
    return groups


def _as_differences(sheet: Sheet, guess: Guess, columns: tuple[int, ...]) -> Guess:
    """120 = 95 + 25 told as 120 - 95 = 25 where the heading calls one of them a rest or a change."""
    target, sources = columns[0], columns[1:]
    rest = [at for at, source in enumerate(sources) if _DIFFERENCE_HEAD.search(_head(sheet, source))]
    whole = all(len(line.sources) == 2 for line in (*guess.holds, *guess.fails))
    if guess.form is not SUM or len(sources) != 2 or len(rest) != 1 or not whole:
        return _ranked(sheet, guess, target)
    told = Guess(LESS, guess.prior, told=guess.told)
    for lines, turned in ((guess.holds, told.holds), (guess.fails, told.fails)):
        turned += [Line(line.sources[rest[0]], (line.stated, line.sources[1 - rest[0]])) for line in lines]
    return _ranked(sheet, told, sources[rest[0]])


def _ranked(sheet: Sheet, guess: Guess, stated: int) -> Guess:
    """Differences of ranks are told as such."""
    steps = any(line.stated.kind == "step" for line in (*guess.holds, *guess.fails))
    if guess.form.name in {"less", "gap"} and (steps or _STEPS.search(_head(sheet, stated))):
        guess.form = replace(guess.form, kind="rank")
    return guess


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
