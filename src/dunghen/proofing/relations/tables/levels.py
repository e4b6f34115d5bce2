"""Rows of a table that lie over others: by numbering (A, I, 1, 1.1, a), by bullets, by a closing row.

Which rows are the parts of which is told by their form alone; whether they add up, the columns and the other
rows of the table vote on.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import sums_up
from dunghen.proofing.relations.tables.addends import addend_drafts
from dunghen.proofing.relations.tables.columns import summable
from dunghen.proofing.relations.tables.votes import SHARE, SUM, Guess, Line

_TOTAL = re.compile(
    r"^(?:[-+*]\s*)?(?:tong(?: cong| so| chung)?|cong|toan (?:tinh|thanh pho|huyen|quoc|xa|dia ban))\b"
)
_SOME = re.compile(r"^(?:[-+*]\s*)?(?:trong (?:do|so do)|bao gom)\b")
_NO_SUMS = re.compile(r"\b(?:xep hang|thu hang|xep thu|vi thu|binh quan|don gia|nang suat|diem)\b")
_RATE = re.compile(r"\b(?:ty|ti) le\b|%")
_MOST_ROWS, _MOST_PARTS = 400, 60
_OTHERS = 0.5  # how much the rows of another parent tell of this one
_AGAINST, _FOR = -2.0, 1.5  # at most
_MOST_ONE = 2.0  # what one parent that is no sum tells against the others
_NEAR = 3  # rows in which a rate has its two figures


@dataclass(frozen=True, slots=True)
class Family:
    """A row and those directly under it."""

    parent: Row
    children: tuple[Row, ...]
    prior: float


def level_drafts(sheet: Sheet) -> Iterator[Draft]:
    """Parents over their children, closing rows, and rates over two rows near them."""
    rows = [row for row in sheet.rows if row.values][:_MOST_ROWS]
    columns = [column for column in summable(sheet) if not _NO_SUMS.search(_head(sheet, column))]
    every = list(families(rows))
    settled: list[tuple[Row, ...]] = []
    for family, guess in zip(every, _in_company(every, columns), strict=True):
        settled += [family.children] * guess.believed
        yield from guess.drafts()
    # "Trong đó" between numbered rows opens no level of its own
    numbered = list(families([row for row in rows if row.style]))
    for family, guess in zip(numbered, _in_company(numbered, columns), strict=True):
        if guess.believed and family.children not in settled:
            yield from guess.drafts()
    yield from _closing(rows, columns)
    yield from addend_drafts(rows, columns)
    yield from _rates(rows, sheet.columns)


def _in_company(found: Sequence[Family], columns: Sequence[int]) -> Iterator[Guess]:
    """Whether each row is the sum of those under it; the others tell how the table is built."""
    guesses = [_adds_up(family, columns) for family in found]
    told = [guess.weight - guess.prior if guess.holds else -1.0 if guess.fails else 0.0 for guess in guesses]
    for guess, own in zip(guesses, told, strict=True):
        others = sum(max(one, -_MOST_ONE) for one in told) - max(own, -_MOST_ONE)
        guess.prior += min(max(others * _OTHERS, _AGAINST), _FOR)
        yield guess


def _head(sheet: Sheet, column: int) -> str:
    return sheet.heads[column] if column < len(sheet.heads) else ""


def families(rows: Sequence[Row]) -> Iterator[Family]:
    """Each row with the rows one level under it, up to the next of its own level."""
    levels = _levels(rows)
    for at, parent in enumerate(rows):
        end = next((i for i in range(at + 1, len(rows)) if levels[i] <= levels[at]), len(rows))
        below = [i for i in range(at + 1, end) if levels[i] == levels[at + 1]]
        children = tuple(rows[i] for i in below)
        if 2 <= len(children) <= _MOST_PARTS and not _SOME.search(children[0].label):
            yield Family(parent, children, _prior(parent, children))


def _prior(parent: Row, children: Sequence[Row]) -> float:
    """How likely the rows are all the parts: numbers and bullets under a row mostly are, words may tell."""
    if _RATE.search(parent.label) or any(_TOTAL.search(child.label) for child in children):
        return -_FOR
    words = content_words(parent.label)
    alike = all(words & content_words(child.label) for child in children)
    return 0.3 + (_TOTAL.search(parent.label) is not None) * 0.7 + alike * 0.5


def _levels(rows: Sequence[Row]) -> list[int]:
    """How deep each row stands, by the order in which the kinds of numbering come up."""
    levels: list[int] = []
    open_styles: list[str] = []
    for row in rows:
        style = row.style
        if not style:
            open_styles = [""]
        elif style in open_styles:
            del open_styles[open_styles.index(style) + 1 :]
        else:
            open_styles.append(style)
        levels.append(len(open_styles))
    return levels


def _adds_up(family: Family, columns: Sequence[int]) -> Guess:
    guess = Guess(SUM, family.prior)
    lines = [_sum_line(family.parent, family.children, column) for column in columns]
    for line, complete in filter(None, lines):
        if complete or sums_up(line.stated, line.sources):
            guess.tally(line)
    if guess.believed:  # where other columns add up, an empty cell is none
        for line, complete in filter(None, lines):
            if not complete and not sums_up(line.stated, line.sources):
                guess.tally(line)
    return guess


def _sum_line(total: Row, parts: Sequence[Row], column: int) -> tuple[Line, bool] | None:
    """The figure of a row with those of its parts, and whether none is lacking; None where too few are told
    or one is of another unit."""
    stated = total.values.get(column)
    found = [row.values[column] for row in parts if column in row.values]
    dashes = sum(column in row.dashes for row in parts)
    if stated is None or len(found) < 2:
        return None
    proper = stated.kind not in {"percent", "rank"} and stated.of is None
    alike = all(q.kind == stated.kind and q.unit == stated.unit and q.of is None for q in found)
    complete = len(found) + dashes == len(parts)
    return (Line(stated, tuple(found)), complete) if proper and alike else None


def _closing(rows: Sequence[Row], columns: Sequence[int]) -> Iterator[Draft]:
    """A last row, or a first one, that sums up the others in most columns, whatever it is called."""
    for total, others in ((-1, rows[:-1]), (0, rows[1:])):
        if len(others) < 2:
            return
        levels = _levels(others)
        top = [row for row, level in zip(others, levels, strict=True) if level == min(levels)]
        ways = [others, top] if 2 <= len(top) < len(others) else [others]
        for parts in ways:
            guess = _adds_up(
                Family(rows[total], tuple(parts), 0.0 if not rows[total].number else -0.5), columns
            )
            if guess.believed and (len(parts) > 2 or len(guess.holds) + len(guess.fails) > 1):
                yield from guess.drafts()
                return


def _rates(rows: Sequence[Row], columns: Sequence[int]) -> Iterator[Draft]:
    """A row of rates over two rows near it: the columns vote on which."""
    for at, rate in enumerate(rows):
        if not (_RATE.search(rate.label) or rate.unit[0] == "percent"):
            continue
        near = [row for row in rows[max(at - _NEAR, 0) : at + _NEAR] if not _RATE.search(row.label)]
        pairs = [(part, whole) for part in near for whole in near if part is not whole is not rate]
        guesses = [
            _rated(rate, part, whole, columns, len(pairs)) for part, whole in pairs if part is not rate
        ]
        best = max(guesses, key=lambda guess: guess.weight, default=None)
        if best is not None and (best.believed or len(best.fails) == 1):
            yield from best.drafts()


def _rated(rate: Row, part: Row, whole: Row, columns: Sequence[int], pairs: int) -> Guess:
    words = content_words(rate.label) - content_words(whole.label)
    named = len(words & content_words(part.label)) > 0
    units = part.unit == whole.unit
    guess = Guess(SHARE, 0.8 * named + 0.3 * units - math.log10(pairs))
    for column in columns:
        if all(column in row.values for row in (rate, part, whole)):
            cells: tuple[Quantity, Quantity] = part.values[column], whole.values[column]
            if "percent" not in {cell.kind for cell in cells}:
                guess.tally(Line(rate.values[column], cells))
    return guess
