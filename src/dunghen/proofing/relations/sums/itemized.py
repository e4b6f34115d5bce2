"""Totals and their parts in lists: the items under a line, in a footnote, over a line "Tổng cộng"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import THAN, TOTAL, is_partial, openers
from dunghen.proofing.relations.judge import sums_up, telling
from dunghen.proofing.relations.sums.listings import (
    Listing,
    changes,
    fitting,
    homogeneous,
    may_total,
    one_unit,
    parallel,
)
from dunghen.proofing.relations.sums.portions import items_short

_OPENING = re.compile(
    r"(?:trong do|cu the|gom|bao gom|chia ra|gom co|chi tiet|cu the nhu sau|(?:phan|chia) theo(?: \w+){1,3})"
    r"[ ,:]*"
)
_TOTAL_ITEM = re.compile(r"(?:tong (?:cong|so)|tong|cong)\b")
_PLAIN_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong)(?: chung| la| co)*")


def in_items(document: Document, own: Passage) -> Iterator[Listing]:
    """A total in a line and its parts in the list under it."""
    passage = own
    items = [document.passages[index] for index in document.children.get(passage.index, [])]
    if len(items) < 2 or not passage.tokens:
        return
    last = of_line(passage)
    parts = [part for item in items if (part := _first_of(item)) is not None]
    if len(parts) == len(items) >= 3:
        yield from _closing_item(parts)
    before = document.counted_before(passage)
    if not last and before is not None and _OPENING.fullmatch(passage.line):
        passage = before
        last = of_line(passage)
    if not last or len(parts) != len(items) or all(_ASPECT.match(item.line) for item in items):
        return
    words = passage.words(last[-1].token, len(passage.tokens))
    totals = fitting(tuple(reversed(last[-_ENDING:])), parts)
    opened = last[-1].sentence < passage.last_sentence  # "Chia theo tuyến:" says whose parts follow
    if not totals or is_partial(words) or (THAN.search(words) and not opened) or items_short(document, parts):
        return
    one_unit = all(units.same_unit(totals[0].measure, part.measure) for part in parts)
    said = bool(re.search(r"\b(?:gom|trong do|cu the|chia|nhu sau|phan)\b", words))
    said = said or passage.index != own.index
    called = passage.words(passage.sentence(last[-1].sentence)[0], last[-1].token)
    said_total = last[-1].last >= len(passage.tokens) - 2 and bool(TOTAL.search(called))
    tail = said_total or words.endswith(":") or said or _numbered(passage, items)
    if tail and (one_unit or said or homogeneous(parts)):
        yield Listing(totals, tuple(parts), 2 if said and one_unit else 1 if one_unit or said else 0)
    elif sums_up(totals[0], parts) or (one_unit and _divided(totals[0], parts)):
        yield Listing(totals, tuple(parts), 0)


def by_aspects(document: Document, passage: Passage) -> Iterator[Listing]:
    """Phân tích 41 vụ: + Theo tuyến: quốc lộ 17 vụ, …: each item divides the figure of the line once more."""
    last = of_line(passage)
    if not last or not passage.ends_with_colon():
        return
    for index in document.children.get(passage.index, []):
        item = document.passages[index]
        if not _ASPECT.match(item.line):
            continue
        own = [q for q in item.quantities if q.depth == 0 and may_total(q) and q.exact and not changes(q)]
        parts = [q for q in own if units.same_unit(q.measure, last[-1].measure) and q.kind != "bare"]
        if len(parts) >= 2 and not is_partial(item.line):
            yield Listing((last[-1],), tuple(parts), 2)


_ASPECT = re.compile(r"(?:phan |chia )?theo\b|ve \w+ \w+ :")


def _divided(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the form of the items, or of two of them their nearness too, says that they divide the line."""
    if len(parts) >= _SEVERAL:
        return homogeneous(parts) or telling(total, parts) >= _TELLING
    return parallel(parts) and telling(total, parts) >= _TELLING


_ENDING = 6  # figures of a line that may be the total
_SEVERAL = 3  # items of one form under a line that need no colon over them
_TELLING = 1.0  # powers of ten of evidence that two of them ask for


def of_line(passage: Passage) -> list[Quantity]:
    """What the last sentence of a line counts, or the one before a mere "Trong đó:"."""
    own = [q for q in passage.quantities if may_total(q) and q.depth == 0]
    last = passage.last_sentence
    first, end = passage.sentence(last)
    if last and not any(q.sentence == last for q in own) and _OPENING.fullmatch(passage.words(first, end)):
        last -= 1
    return [q for q in own if q.sentence == last]


def in_note_items(document: Document, note: Passage) -> Iterator[Listing]:
    """25.228 người¹² over a footnote that is a list itself: its own line and the items right after it."""
    anchor = document.anchors.get(note.index)
    if anchor is None or not may_total(anchor[1]) or not note.block.marker.endswith(("-", "+", "•")):
        return
    lines = [note]
    for other in document.passages[note.index + 1 : note.index + 20]:
        if other.block.kind == "item":
            lines.append(other)
        elif other.quantities:
            break
    parts = [part for line in lines if (part := _first_of(line)) is not None]
    if len(parts) == len(lines) >= 2 and all(
        units.may_add(anchor[1].measure, part.measure) for part in parts
    ):
        yield Listing(
            (anchor[1],), tuple(parts), 2 if anchor[1].value > max(part.value for part in parts) else 0
        )


def in_note(document: Document, note: Passage) -> Iterator[Listing]:
    """² Người có công 1.064 căn, hộ nghèo 1.518 căn, …: a footnote that divides what carries its mark."""
    anchor = document.anchors.get(note.index)
    parts = note.quantities
    if anchor is None or len(parts) < _SEVERAL or note.last_sentence or openers(note):
        return
    plain = all(may_total(q) and q.exact and q.of is None and not q.depth and not changes(q) for q in parts)
    formed = plain and parallel(parts) and one_unit(anchor[1], parts) and not is_partial(note.line)
    if formed and may_total(anchor[1]):
        yield Listing((anchor[1],), parts, 1 if homogeneous(parts) else 0)


def under_items(document: Document, passage: Passage) -> Iterator[Listing]:
    """A line "Tổng cộng: 491 nhiệm vụ" right under a list."""
    if passage.block.kind != "paragraph" or not _TOTAL_ITEM.match(passage.line):
        return
    counted = (q for q in passage.quantities if may_total(q) and q.kind != "time")
    total = next(counted, None)
    if total is None or passage.words(0, total.token).count(",") or ":" in passage.words(1, total.token - 1):
        return
    found: list[tuple[int, Quantity]] = []
    for other in reversed(document.passages[max(passage.index - 30, 0) : passage.index]):
        part = _first_of(other)
        if other.block.kind == "item" and part is not None:
            found.insert(0, (other.block.level, part))
        elif other.quantities or other.block.kind == "item":
            break
    top = min((level for level, _part in found), default=0)
    parts = [part for level, part in found if level == top]
    if len(parts) >= 2:
        total = as_said(total, parts)
        yield Listing((total,), tuple(parts), 2 if one_unit(total, parts) else 0)


def as_said(total: Quantity, parts: Sequence[Quantity]) -> Quantity:
    """523,5 tỷ đồng over or under bare figures, whose unit it or another line tells: as it is written."""
    if total.kind != "money" or any(part.kind != "bare" for part in parts):
        return total
    most, least = sum(part.value for part in parts) * _TEN, max(part.value for part in parts)
    for scale in (Decimal(10) ** 9, Decimal(10) ** 6, Decimal(10) ** 3):
        if least <= total.value / scale <= most:
            return replace(total, value=total.value / scale, step=total.step / scale)
    return total


_TEN = 10


def _closing_item(parts: Sequence[Quantity]) -> Iterator[Listing]:
    """A list whose last or first item is called the total of the others."""
    for total, others in ((parts[-1], parts[:-1]), (parts[0], parts[1:])):
        if _TOTAL_ITEM.match(total.before) and one_unit(total, others):
            sure = (
                2
                if total is parts[-1] and _PLAIN_TOTAL.fullmatch(total.before)
                else 1
                if homogeneous(others)
                else 0
            )
            yield Listing((total,), tuple(others), sure)
            return


def _numbered(passage: Passage, items: Sequence[Passage]) -> bool:
    """1.4 over 1.4.1, 1.4.2."""
    mark = passage.block.marker.rstrip(".")
    return (
        bool(mark) and mark[0].isdigit() and all(item.block.marker.startswith(f"{mark}.") for item in items)
    )


def _first_of(item: Passage) -> Quantity | None:
    """What a list item counts: its first quantity outside brackets, unless a rate or a change leads; a
    bracket before it may tell its share."""
    for quantity in item.quantities:
        if quantity.kind == "percent" and quantity.depth:
            continue
        if quantity.sentence > 0 or quantity.depth > 0 or not may_total(quantity) or changes(quantity):
            return None
        return quantity
    return None
