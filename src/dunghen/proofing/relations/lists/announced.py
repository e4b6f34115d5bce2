"""Lists whose number stands elsewhere: the rows of a table under its line, names before their number."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import is_partial
from dunghen.proofing.relations.lists.items import Items, count_items, is_body, is_head
from dunghen.proofing.surface.blocks import Grid

Announced = tuple[Quantity, Items]
_LEADS = re.compile(r"(?:[^\W\d]+ ){0,12}(?:(?:, )?(?:gom|bao gom|nhu sau|sau|sau day|duoi day|cu the) ?)*:?")
_FEWEST, _LONGEST = 2, 60  # rows of a table; tokens of a list before its number
_GENERAL = frozenset({"đơn", "cơ", "địa"})  # đơn vị, cơ quan, địa phương: names of any body
_NEAR = 2  # lines between a line and the table under it


def over_tables(document: Document) -> Iterator[Announced]:
    """Phụ lục gồm 07 biểu: and a table whose first column counts its rows."""
    starts = [passage.block.start for passage in document.passages]
    for grid in document.grids:
        rows = _rows(document, grid)
        line = _line_over(document, grid, starts)
        if rows < _FEWEST or line is None or not line.quantities:
            continue
        announced = line.quantities[-1]
        tail = line.words(announced.last + 1, len(line.tokens))
        told = announced.kind == "count" and announced.exact and announced.of is None and announced.step == 1
        if told and announced.value > 1 and _LEADS.fullmatch(tail) and not is_partial(tail):
            yield announced, Items(rows, rows, (), sure=True)


def _rows(document: Document, grid: Grid) -> int:
    """How many rows the first column counts, one by one from 1; 0 where it does not."""
    first = [document.page.clean[slice(*row[0])].strip(" .") for row in grid.rows if row]
    numbers = [int(cell) for cell in first if cell.isdecimal() and len(cell) <= 2]
    others = sum(not cell.isdecimal() for cell in first)
    return len(numbers) if numbers == list(range(1, len(numbers) + 1)) and others <= 1 else 0


def _line_over(document: Document, grid: Grid, starts: Sequence[int]) -> Passage | None:
    """The line with a colon right before a table; `starts` where each passage begins."""
    start = grid.rows[0][0][0] if grid.rows and grid.rows[0] else 0
    before = bisect_left(starts, start)
    line = document.passages[before - 1] if before else None
    if line is None or not line.ends_with_colon():
        return None
    between = document.page.clean[line.block.pieces[-1][1] : start]
    return line if between.count("\n") <= _NEAR and not re.search(r"\w", between) else None


def behind_names(passage: Passage) -> Iterator[Announced]:
    """các xã Tân Lập, Hòa Sơn và Gia Lộc (04 xã): names, and how many they are."""
    for quantity in passage.quantities:
        told = quantity.kind == "count" and quantity.step == 1 and quantity.exact and quantity.of is None
        if (
            not told
            or quantity.value < _FEWEST
            or not is_body(quantity.unit)
            or not _alone(passage, quantity)
        ):
            continue
        last = quantity.token - 1
        first = _names_begin(passage, last, quantity.unit)
        items = count_items(passage, first, last, quantity.unit) if first is not None else None
        if items is not None and items.sure and _reach(passage, first or 0, last):
            yield quantity, items


def _alone(passage: Passage, quantity: Quantity) -> bool:
    """Whether a bracket holds only this number and its noun."""
    tokens = passage.tokens
    inside = quantity.token > 0 and tokens[quantity.token - 1].text == "(" and quantity.last + 1 < len(tokens)
    return inside and tokens[quantity.last + 1].text == ")"


def _names_begin(passage: Passage, last: int, unit: str) -> int | None:
    """Where the names before a bracket begin: at the first noun like that of the number."""
    tokens, start = passage.tokens, last
    while start > 0 and last - start < _LONGEST and _of_list(passage, start - 1, last):
        start -= 1
    noun = unit.split(maxsplit=1)[0]
    own = [at for at in range(start, last) if is_head(passage, at)]
    heads = [at for at in own if tokens[at].text == noun] or (own if noun in _GENERAL else [])
    return heads[0] if heads else None


def _of_list(passage: Passage, at: int, last: int) -> bool:
    token = passage.tokens[at]
    return token.sentence == passage.tokens[last - 1].sentence and (
        token.kind in {"word", "masked"} or token.text in {",", "-"}
    )


def _reach(passage: Passage, first: int, last: int) -> bool:
    """Whether all between are names: each piece begins with a capital or a noun of places."""
    starts: Sequence[int] = [
        first,
        *(at + 1 for at in range(first, last) if passage.tokens[at].text in {",", "và"}),
    ]
    return all(
        passage.page.text[passage.tokens[at].start].isupper() or is_head(passage, at)
        for at in starts
        if at < last
    )
