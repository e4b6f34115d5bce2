"""Sums over the members of a series and the whole of them: quý I, quý II, cả năm; tổ 1, tổ 2, hai tổ."""

import re
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.sums.listings import Listing, changes, may_total

_TIME = re.compile(
    r"\b(?:quy (?:[ivx]+|\d)|(?:\d+|sau|ba|chin) thang(?: dau| cuoi)?|thang \d+|(?:dot|hoc ky|vu) \w+"
    r"|nam 20\d\d)"
)
_ALL_TIME = re.compile(
    r"^(?:tinh chung |nhu vay |tong hop |luy ke )?ca (?:nam|ky|dot|giai doan|hai|ba|bon)\b"
)
_MEMBER = re.compile(r"\b([^\W\d]{2,})(?: so)? ([ivx]+|\d{1,3}|[a-h])\b")
_WHOLE = re.compile(
    r"[,;.:) ]*(?:(?:va|nhu vay|tinh chung|tong hop|tong|cong|chung|thi|ca) )*"
    r"(toan|hai|ba|bon|nam|sau|bay|tam|\d{1,2}) [^\W\d]+\b(?! (?:sau|truoc|nay|toi|20\d\d))"
)
_NUMBERS = dict(zip(("hai", "ba", "bon", "nam", "sau", "bay", "tam"), range(2, 9), strict=True))
_FIRST = ("123456789", "abcdefgh", ("i", "ii", "iii", "iv", "v", "vi"))


def over_series(passage: Passage) -> Iterator[Listing]:
    """Quý I 120 đơn, quý II 140 đơn, …; cả năm 510 đơn. Tổ 1 42 hộ, tổ 2 38 hộ; hai tổ có 80 hộ."""
    for total in passage.quantities:
        if not may_total(total) or not total.exact or total.of is not None or changes(total):
            continue
        own = [q for q in passage.quantities if q.token < total.token and total.sentence - q.sentence <= 1]
        parts = [q for q in own if may_total(q) and q.exact and units.same_unit(q.measure, total.measure)]
        if len(parts) < _TWO or any(map(changes, parts)):
            continue
        sure = _sure(passage, total, parts)
        if sure is not None:
            yield Listing((total,), tuple(parts), sure)


_TWO = 2  # members


def _sure(passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> int | None:
    """How sure it is that the figures are of all members of a series; None where they are of none."""
    times = {found[0] for q in parts if (found := _TIME.search(q.before))}
    if len(times) == len(parts) and _ALL_TIME.search(total.before):
        return 0
    whole = _WHOLE.match(passage.words(parts[-1].last + 1, total.token))
    told = [found.groups() for q in parts if (found := _MEMBER.search(q.before))]
    marks = [mark for _word, mark in told]
    if whole is None or len(set(marks)) < len(parts) or len({word for word, _mark in told}) > 1:
        return None
    every = _NUMBERS.get(whole[1]) or (int(whole[1]) if whole[1].isdecimal() else 0)
    if every == len(parts):
        return 2
    return int(any(marks == list(first[: len(marks)]) for first in _FIRST))
