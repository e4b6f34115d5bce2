"""Totals told side by side, and the same of each body behind them.

"Tiêm 1.240 liều, 31 ca phản ứng. Tuyến tỉnh tiêm 410 liều, 12 ca phản ứng; tuyến huyện 830 liều, 19 ca":
clauses, sentences or lines with figures of the same nouns are the rows of a table whose first row is their
total. The columns vote, as those of any table do: where one holds, so must the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words, identity_words
from dunghen.proofing.relations.cues import THAN, is_partial, opens
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.sums.listings import changes, may_total
from dunghen.proofing.relations.tables.votes import SUM, Guess, Line
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.blocks import Place

_COUNTED = frozenset({"count", "bare", "money", "size"})
_LEAST_COLUMNS, _LEAST_PARTS, _MOST_PARTS = 2, 2, 12
_MOST_COLUMNS = 6
_WIDTHS = (1, 2, 3)  # clauses in which one body is told
_BLOCKS, _BETWEEN = (
    2,
    3,
)  # blocks from one row to the next; rows between a total and the words that open parts
_OPENED, _CUT_SHORT = 1.0, 0.7  # powers of ten of evidence: words that open parts; rows left off at the end
_JOINS = frozenset({"/", "-", ",", "va", ""})

_Kind = tuple[str, int]
_Cells = dict[tuple[int, int], Quantity]  # by clause and column


@dataclass(frozen=True, slots=True)
class _Figure:
    passage: Passage
    quantity: Quantity


@dataclass(frozen=True)
class _Row:
    """The figures of one body in their order, and what was said between the row before and this one."""

    figures: tuple[_Figure, ...]
    led: str

    @property
    def first(self) -> _Figure:
        return self.figures[0]

    @property
    def last(self) -> _Figure:
        return self.figures[-1]

    @cached_property
    def opened(self) -> bool:
        return opens(self.led)

    @cached_property
    def some(self) -> bool:
        return is_partial(self.led)

    @cached_property
    def named(self) -> frozenset[str]:
        return identity_words(f"{self.first.quantity.lead} {self.first.quantity.before}")


def find_abreast(document: Document) -> Iterator[Draft]:
    """Every total of several told side by side, with the parts behind it."""
    for figures in _by_kind(document):
        rows = list(_rows(figures))
        blamed: set[Place] = set()
        for at in range(len(rows) - _LEAST_PARTS - 1, -1, -1):
            for width in _WIDTHS:
                if _may_be_total(rows, at, width):
                    yield from _judged(rows, at, width, blamed)


def _may_be_total(rows: Sequence[_Row], at: int, width: int) -> bool:
    """Whether rows have figures of several columns; of more clauses, each with words that come again."""
    own, behind = rows[at : at + width], rows[at + width : at + 2 * width]
    if not _LEAST_COLUMNS <= sum(len(row.figures) for row in own) <= _MOST_COLUMNS or len(behind) < width:
        return False
    if width > 1 and any(one.named.isdisjoint(two.named) for one, two in zip(own, behind, strict=True)):
        return False
    return any(figure.quantity.kind != "bare" for row in own for figure in row.figures)


def _by_kind(document: Document) -> list[list[_Figure]]:
    """What is counted, what it was compared with and what it rose or fell by; in brackets and outside."""
    found: dict[_Kind, list[_Figure]] = {}
    for passage in document.passages:
        if passage.block.kind in {"note", "cell"} or len(passage.quantities) < _LEAST_COLUMNS:
            continue
        before: Quantity | None = None
        told = ""
        for quantity in passage.quantities:
            if before is None or passage.words(before.last + 1, quantity.token) not in _JOINS:
                told = _told(passage, before, quantity)
            before = quantity
            if quantity.kind in _COUNTED and may_total(quantity) and quantity.exact:
                found.setdefault((told, quantity.depth), []).append(_Figure(passage, quantity))
    return [figures for figures in found.values() if len(figures) > _LEAST_PARTS]


def _told(passage: Passage, before: Quantity | None, quantity: Quantity) -> str:
    """Whether a figure is a change, the base of one, or what there is."""
    if changes(quantity) or changes_by(quantity):
        return "change"
    first = before.last + 1 if before is not None and before.sentence == quantity.sentence else quantity.left
    return "base" if THAN.search(passage.words(first, quantity.token).rpartition(" ; ")[2]) else ""


def _rows(figures: Sequence[_Figure]) -> Iterator[_Row]:
    """The figures cut where a sentence or a clause ends and where the noun of the first comes again."""
    row: list[_Figure] = []
    led = ""
    for figure in figures:
        if row and _begins(row, figure):
            yield _Row(tuple(row), led)
            led = _words_to(row[-1], figure)
            row = []
        row += _sides(figure)
    if row:
        yield _Row(tuple(row), led)


def _begins(row: Sequence[_Figure], figure: _Figure) -> bool:
    last, quantity = row[-1], figure.quantity
    if last.passage is not figure.passage or last.quantity.sentence != quantity.sentence:
        return True
    again = units.same_unit(row[0].quantity.measure, quantity.measure) or quantity.of is not None
    return again or ";" in figure.passage.words(last.quantity.last, quantity.token)


def _sides(figure: _Figure) -> list[_Figure]:
    """A figure, or both of a fraction, each at its own place: 161/201 người."""
    passage, whole = figure.passage, figure.quantity
    if whole.of is None:
        return [figure]
    end = passage.tokens[whole.token].end
    stroke = passage.page.text.rfind("/", end, whole.end)
    above = replace(whole, end=end, stop=end, last=whole.token, of=None, kind="bare", unit="")
    below = replace(whole, start=stroke + 1, value=whole.of, of=None)
    return [figure] if stroke < 0 else [_Figure(passage, above), _Figure(passage, below)]


def _judged(rows: Sequence[_Row], at: int, width: int, blamed: set[Place]) -> Iterator[Draft]:
    """What the columns of the likeliest rows behind a total of so many rows say; what breaks a total among
    them breaks no other."""
    total = rows[at : at + width]
    guesses = [guess for start in _starts(rows, at, width) for guess in _ways(total, rows, start)]
    best = max(guesses, key=lambda guess: guess.weight, default=None)
    if best is not None and best.believed and len(best.fails) <= len(best.holds):
        for draft in best.drafts():
            if draft.verdict == "consistent" or blamed.isdisjoint(draft.places[2:]):
                yield draft
            if draft.verdict == "contradiction":
                blamed.update(draft.places[1:])


def _starts(rows: Sequence[_Row], at: int, width: int) -> Iterator[int]:
    """Where the parts may begin: behind the total, or where a sentence opens them after more of its kind."""
    yield at + width
    for start in range(at + 2, min(at + 2 + _BETWEEN, len(rows) - 1) if width == 1 else 0):
        if rows[start].opened and _apart(rows[start - 1], rows[start]):
            yield start


def _apart(one: _Row, two: _Row) -> bool:
    """Whether two rows stand in two sentences."""
    before, behind = one.last, two.first
    return before.passage is not behind.passage or before.quantity.sentence != behind.quantity.sentence


def _ways(total: Sequence[_Row], rows: Sequence[_Row], start: int) -> Iterator[Guess]:
    """The rows from here on that fit under a total: all of them, or without the last ones."""
    cells: list[_Cells] = []
    width = len(total)
    for at in range(start, min(start + width * _MOST_PARTS, len(rows) - width + 1), width):
        if cells and width == 1 and rows[at].opened and not _apart(rows[at - 1], rows[at]):
            continue  # tuyến huyện 830 liều, trong đó có 64 liều nhắc lại: of the body before
        near = rows[at].first.passage.index - rows[at - 1].last.passage.index <= _BLOCKS
        placed = _placed(total, rows[at : at + width]) if near else None
        if placed is None or rows[at].some:
            break
        cells.append(placed)
    prior = _OPENED if cells and rows[start].opened else 0.0
    for count in range(len(cells), _LEAST_PARTS - 1, -1):
        yield _guess(total, cells[:count], prior - _CUT_SHORT * (count < len(cells)))


def _words_to(before: _Figure, figure: _Figure) -> str:
    """What is said between two figures, of the sentence of the second and of a line that leads to it."""
    passage, start = figure.passage, figure.passage.sentence(figure.quantity.sentence)[0]
    if before.passage is passage:
        return passage.words(max(before.quantity.last + 1, start), figure.quantity.token)
    led = before.passage.words(before.quantity.last + 1, len(before.passage.tokens))
    return f"{led if led.endswith(':') else ''} {passage.words(0, figure.quantity.token)}"


def _placed(total: Sequence[_Row], rows: Sequence[_Row]) -> _Cells | None:
    """The figures of a body under those of the total, clause by clause; None where one has no place."""
    cells: _Cells = {}
    for at, (over, row) in enumerate(zip(total, rows, strict=True)):
        if len(total) > 1 and not over.named & row.named:
            return None
        placed = _under(over, row)
        if placed is None:
            return None
        cells |= {(at, column): quantity for column, quantity in placed.items()}
    return cells


def _under(total: _Row, row: _Row) -> dict[int, Quantity] | None:
    """The figures of a row under those of the total; None where one has no place or the first is lacking."""
    cells: dict[int, Quantity] = {}
    for figure in row.figures:
        fitting = [
            column for column, over in enumerate(total.figures)
            if column not in cells and units.same_unit(over.quantity.measure, figure.quantity.measure)
        ]  # fmt: skip
        if not fitting:
            return None
        said = content_words(figure.quantity.label)
        cells[max(fitting, key=lambda c: (len(said & _words_of(total, c)), -c))] = figure.quantity
    return cells if 0 in cells else None


def _words_of(total: _Row, column: int) -> frozenset[str]:
    """The words that tell a column from the others."""
    own = content_words(total.figures[column].quantity.label)
    for other, figure in enumerate(total.figures):
        if other != column:
            own -= content_words(figure.quantity.label)
    return own


def _guess(total: Sequence[_Row], bodies: Sequence[_Cells], prior: float) -> Guess:
    guess = Guess(SUM, prior)
    for at, row in enumerate(total):
        for column, figure in enumerate(row.figures):
            parts = tuple(cells[at, column] for cells in bodies if (at, column) in cells)
            if parts:
                guess.tally(Line(figure.quantity, parts))
    return guess
