"""Tables of ranks: a column for each of two times, and one that says by how many steps they differ."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Sheet
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.surface.blocks import Grid
from dunghen.proofing.vocabulary import any_of

_RANKED = re.compile(r"\b(?:hang|xep hang|thu hang|vi thu|vi tri|thu bac)\b")
_CHANGED = re.compile(r"\b(?:tang|giam|thay doi|bien dong|chenh lech|so sanh|so voi|bac)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_STEP = re.compile(r"(?P<words>[^\d]*?)(?P<sign>[-+−])?\s*(?P<steps>\d{1,2})\s*(?:bậc|hạng|bac|hang)?$")
_RISES, _FALLS = any_of("rank_up"), any_of("rank_down")


def rank_drafts(document: Document, grid: Grid, sheet: Sheet) -> Iterator[Draft]:
    """Each row whose steps can be counted from its two ranks."""
    columns = [i for i, head in enumerate(sheet.heads) if _RANKED.search(head) and _YEAR.search(head)]
    changes = [i for i, head in enumerate(sheet.heads) if i not in columns and _CHANGED.search(head)]
    if len(columns) != 2 or len(changes) != 1:
        return
    columns.sort(key=lambda column: _YEAR.findall(sheet.heads[column])[0])
    for row in sheet.rows:
        ranks = [row.values[column] for column in columns if column in row.values]
        cells = next((cells for cells in grid.rows if _holds(cells, ranks)), None)
        if len(ranks) == 2 and cells is not None and changes[0] < len(cells):
            yield from _judge(document, cells[changes[0]], *ranks, head=sheet.heads[changes[0]])


def _holds(cells: tuple[tuple[int, int], ...], ranks: list[Quantity]) -> bool:
    return bool(ranks) and any(start <= ranks[0].start < end for start, end in cells)


def _judge(
    document: Document, cell: tuple[int, int], before: Quantity, now: Quantity, *, head: str
) -> Iterator[Draft]:
    text, fold = (page[cell[0] : cell[1]] for page in (document.page.clean, document.page.fold))
    found = _STEP.fullmatch(text.rstrip())
    if found is None:
        return
    words = fold[: found.end("words")]
    rises = bool(_RISES.search(words) or found["sign"] == "+" or "▲" in words or "↑" in words)
    falls = bool(_FALLS.search(words) or found["sign"] in {"-", "−"} or "▼" in words or "↓" in words)
    steps, gap = Decimal(found["steps"]), before.value - now.value
    told = gap if rises in (falls, gap >= 0) else -gap
    fits = abs(gap) == steps and told == gap
    start = cell[0] + found.start("steps")
    stated = Quantity(
        start=start, end=cell[0] + found.end("steps"), stop=cell[0] + found.end("steps"), token=start,
        last=start, value=steps, step=Decimal(1), kind="step", unit="bậc", approximation="", depth=0,
        sentence=0, before=head, after="", left=start,
    )  # fmt: skip
    way = "tăng" if gap >= 0 else "giảm"
    said = f"Từ hạng {number(before.value)} đến hạng {number(now.value)} là {way} {number(abs(gap))} bậc, "
    wrong_way = "văn bản ghi ngược lại" if abs(gap) == steps else off_by(steps, abs(gap))
    said += "khớp với văn bản." if fits else f"{wrong_way}."
    yield draft("rank", "consistent" if fits else "contradiction", stated, (now, before), abs(gap), said)
