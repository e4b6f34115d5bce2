"""Tables whose columns are parted by blanks alone, as they come out of many a PDF."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

Place = tuple[int, int]

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_FIGURE = re.compile(r"[-+(]?\d[\d.,]*%?\)?$|-$")
_FEWEST = 3  # lines, and columns
_INDENT = 3  # blanks in front of a row whose first cell is empty


def spaced_rows(clean: str, lines: Sequence[Place]) -> dict[int, tuple[Place, ...]]:
    """The cells of each line that is a row of such a table, by where the line starts.

    A table is at least three lines in a row of as many columns, most of which end in a figure.
    """
    found: dict[int, tuple[Place, ...]] = {}
    run: list[tuple[Place, ...]] = []
    starts: list[int] = []
    for start, end in [*lines, (len(clean), len(clean))]:
        cells = tuple(_cells(clean, start, end)) if "  " in clean[start:end] else ()
        if len(cells) >= _FEWEST or (run and len(cells) >= 2):
            run.append(cells)
            starts.append(start)
            continue
        found.update(_table(clean, starts, run))
        run, starts = [], []
    return found


def _table(
    clean: str, starts: Sequence[int], run: Sequence[tuple[Place, ...]]
) -> Iterator[tuple[int, tuple[Place, ...]]]:
    """The rows of a run of lines with as many columns as most of it, and those that lack some: their cells
    stand under the columns they overlap."""
    columns = Counter(map(len, run)).most_common(1)[0][0] if run else 0
    whole = [(start, cells) for start, cells in zip(starts, run, strict=True) if len(cells) == columns]
    figures = sum(_FIGURE.match(clean[slice(*cells[-1])]) is not None for _start, cells in whole)
    if columns < _FEWEST or len(whole) < _FEWEST or figures * 2 <= len(whole):
        return
    spans = [
        (
            min(cells[at][0] - start for start, cells in whole),
            max(cells[at][1] - start for start, cells in whole),
        )
        for at in range(columns)
    ]
    for start, cells in zip(starts, run, strict=True):
        row = cells if len(cells) == columns else _under(spans, start, cells)
        if row is not None:
            yield start, row


def _under(spans: Sequence[Place], start: int, cells: Sequence[Place]) -> tuple[Place, ...] | None:
    """A row with fewer cells, an empty place where none stands under a column; None where one is unclear."""
    row: list[Place] = []
    left = list(cells)
    for first, last in spans:
        overlaps = bool(left) and left[0][0] - start < last and first < left[0][1] - start
        if overlaps:
            row.append(left.pop(0))
        else:
            at = left[0][0] if left else cells[-1][1]
            row.append((at, at))
    return None if left or len(cells) > len(spans) else tuple(row)


def _cells(clean: str, start: int, end: int) -> Iterator[Place]:
    line = clean[start:end]
    first = start + len(line) - len(line.lstrip())
    last = start + len(line.rstrip())
    if first - start >= _INDENT:
        yield start, start
    at = first
    for gap in _GAP.finditer(clean, first, last):
        yield at, gap.start()
        at = gap.end()
    if at < last:
        yield at, last
