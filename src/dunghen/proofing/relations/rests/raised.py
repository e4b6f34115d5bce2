"""Stocks told from their end: what there is now, what there was in a bracket behind it, and before both what
came and went: "thành lập mới 38 đội, giải thể 14 đội, nâng tổng số lên 436 đội (đầu năm 412 đội)"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.rests.flows import GONE, sign_in
from dunghen.proofing.surface.shadow import fold

_EARLIER = re.compile(
    r"\b(?:(?:dau|cuoi) (?:nam|ky|quy|thang|nhiem ky)|(?:nam|ky|quy|thang|nhiem ky) truoc"
    r"|truoc (?:do|day|khi))\b"
    r"|^(?:nam \d{4}|quy \w+|thang \d+|\d+ \d+ \d{4})\b"
)
_OTHERWISE = re.compile(r"\b(?:cung ky|ke hoach|chi tieu|muc tieu)\b")
_RAISES = re.compile(r"\b(?:nang|dua)\b.*\b(?:len|thanh)\b")
_MEASURED = frozenset({"count", "bare", "money", "size"})
_SLIGHT = 8  # a slip leaves the end within this part of it
_BEHIND = 6  # words behind a figure that say whether it came
_MOST = 6  # flows

Flows = list[tuple[int, Quantity]]


def raised_stocks(passage: Passage) -> Iterator[Draft]:
    """Every stock of a passage that ends with what there was before."""
    for end, base in pairwise(passage.quantities):
        if not (_measures(end) and _measures(base) and _was(passage, end, base)):
            continue
        raises = _RAISES.search(f"{end.lead} {end.before}") is not None
        before = [q for q in passage.quantities if q.sentence == end.sentence and q.token < end.token]
        before = [q for q in before if q.depth == end.depth and _measures(q)]
        flows = _flows([q for q in before if units.same_unit(q.measure, end.measure)], raises=raises)
        flows = flows or (_of_its_noun(before[-1:], end) if raises else [])
        if 0 < len(flows) <= _MOST and all(sign for sign, _q in flows):
            told = {1, -1} <= {sign for sign, _q in flows} or _nothing_went(passage, end)
            if raises or told:
                yield from _stock(end, base, flows, told=told)


def _measures(quantity: Quantity) -> bool:
    return quantity.kind in _MEASURED and quantity.exact and quantity.of is None


def _was(passage: Passage, end: Quantity, base: Quantity) -> bool:
    """Whether the second is what there was of the first: 440 đội (đầu năm 412), 440 so với 412 đầu năm."""
    if end.sentence != base.sentence or not units.same_unit(end.measure, base.measure):
        return False
    between = passage.words(end.last + 1, base.token)
    bracket = base.depth == end.depth + 1 and between.count("(") == 1
    said = base.before if bracket else f"{between} {base.after}"
    joined = bracket or re.search(r"\bso voi\b(?!.*,)", between)
    return bool(joined and _EARLIER.search(said)) and not _OTHERWISE.search(f"{between} {base.after}")


def _flows(same: Sequence[Quantity], *, raises: bool) -> Flows:
    """What came and went, with its sign; what is told right before a raise came."""
    flows = [(_sign(q), q) for q in same]
    if raises and flows and not flows[-1][0]:
        flows[-1] = 1, flows[-1][1]
    return flows


def _sign(quantity: Quantity) -> int:
    """By the words of its clause, or else by those right behind it."""
    behind = " ".join(quantity.after.split()[:_BEHIND])
    return sign_in(quantity.before) or sign_in(quantity.lead) or sign_in(behind)


def _of_its_noun(last: Sequence[Quantity], end: Quantity) -> Flows:
    """Cấp 22 giấy phép mở cơ sở, nâng tổng số cơ sở lên: one figure that says the noun of the end."""
    noun = fold(end.unit)
    return [(1, q) for q in last if noun and f" {noun} " in f" {q.after} "]


def _nothing_went(passage: Passage, end: Quantity) -> bool:
    """(không có cơ sở nào bị thu hồi)"""
    none = (q for q in passage.quantities if q.sentence == end.sentence and not q.value)
    return any(GONE.search(q.after) for q in none)


def _stock(end: Quantity, base: Quantity, flows: Flows, *, told: bool) -> Iterator[Draft]:
    now = base.value + sum((sign * q.value for sign, q in flows), Decimal(0))
    gap = abs(now - end.value)
    may_have_gone = now > end.value and not told
    most = flows[-1][1].value if may_have_gone else end.value
    if gap * _SLIGHT <= most or alike_digits(end.value, now):
        steps = "".join(f" {'+' if sign > 0 else '-'} {number(q.value)}" for sign, q in flows)
        ending = f"{off_by(end.value, now)}." if gap else "khớp với văn bản."
        text = f"{number(base.value)}{steps} = {number(now)}, {ending}"
        verdict: Verdict = "contradiction" if gap else "consistent"
        yield draft("difference", verdict, end, (base, *(q for _sign, q in flows)), now, text)
