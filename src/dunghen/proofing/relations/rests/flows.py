"""What came and what went: a stock told with its start, every flow and its end balances.

Unlike `stocks`, which reads figures in a row, this one takes them by their words wherever they stand within a
few sentences: "tiếp nhận 316, cai xong 278; đầu năm quản lý 402, cuối năm 440".
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.cues import THAN, opens_between
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.vocabulary import any_of

START, NEW, GONE, END = any_of("start"), any_of("new"), any_of("gone"), any_of("end")
_TAKEN = re.compile(r"\b(?:tiep nhan|thu ly|nhan|nhap)$")
_DONE = re.compile(r"\b(?:hoan thanh|xong|chap hanh xong|da tra|ra vien|xuat)\b")
_YEAR_END = re.compile(r"\bcuoi nam (20\d\d)\b")
_UNTIL = re.compile(
    r"\b(?:den (?:ngay|het|cuoi|thoi diem|nay|\d+)|cuoi|ket thuc)\b.{0,60}\b(?:con|co|la|tong so)\b"
)
_REACH = 2  # sentences on either side of the start
_MOST = 6  # flows
_BEHIND = 6  # words behind a figure that say where it went: 462 hộ thoát nghèo
_SCOPE = re.compile(r"\b(?:khu vuc|vung|rieng|can ngheo|nu|toan trinh|mot phan|cap (?:tinh|huyen|xa))\b")
_TELLING = 10  # a smaller flow is as large as a gap by accident
_IN_TURN = (1, -1)  # what came and what went, in their order, whatever they are called
_SLIGHT = 4  # a slip leaves the end within this part of the start


def sign_of(quantity: Quantity) -> int:
    """Whether it came or went; 0 when its words say neither."""
    return sign_in(quantity.before or quantity.lead)


def flow_of(quantity: Quantity) -> int:
    """The same where what there was at first is told: then what is received came, and what is done went."""
    words = quantity.before or quantity.lead
    return sign_of(quantity) or (-1 if _DONE.search(words) else 1 if _TAKEN.search(words) else 0)


@lru_cache(maxsize=4096)
def sign_in(words: str) -> int:
    """Whether the last of these words that say so tell of what came or of what went; 0 when none does."""
    came, went = (max((m.end() for m in cue.finditer(words)), default=-1) for cue in (NEW, GONE))
    return (came > went) - (went > came)


def same_scope(start: Quantity, end: Quantity) -> bool:
    """Whether the end is told of no narrower thing than the start: hộ nghèo, hộ nghèo khu vực nông thôn."""
    return set(_SCOPE.findall(end.label)) <= set(_SCOPE.findall(start.label))


def balances(passage: Passage) -> Iterator[Draft]:
    """Every stock of a passage that is told whole: a start, flows of both signs and an end."""
    if not START.search(passage.line):
        return
    usable = [
        q for q in passage.quantities
        if q.kind in {"count", "bare", "money", "size"} and q.exact and q.of is None
    ]  # fmt: skip
    for start in usable:
        if START.search(start.label) and not THAN.search(start.before) and not _flow(start):
            near = [
                q for q in usable
                if abs(q.sentence - start.sentence) <= _REACH and units.may_add(start.measure, q.measure)
                and q.depth <= start.depth
            ]  # fmt: skip
            yield from _balance(passage, start, near)


def came(quantity: Quantity) -> bool:
    """Whether it came new, by the words before it or else by those right behind it."""
    return (sign_of(quantity) or sign_in(" ".join(quantity.after.split()[:_BEHIND]))) > 0


def _flow(quantity: Quantity) -> int:
    """Its sign by the words before it, or where they say nothing by those right behind it."""
    words = " ".join(quantity.after.split()[:_BEHIND])
    return flow_of(quantity) or sign_in(words) or (-1 if _DONE.search(words) else 0)


def _balance(passage: Passage, start: Quantity, near: Sequence[Quantity]) -> Iterator[Draft]:
    end = next((q for q in near if q.token > start.token and _ends(q, start)), None)
    if (
        end is None
        or sum(bool(START.search(q.label)) for q in near if start.token <= q.token < end.token) != 1
    ):
        return
    other = any(START.search(q.label) for q in near if q.token < start.token)
    flows = [q for q in near if start.token < q.token < end.token and not _is_part(passage, start, near, q)]
    if len(flows) != len(_IN_TURN) and not any(map(_flow, flows)):
        flows = [q for q in near if q.token < start.token and _flow(q) and not other]
    signs = [_flow(q) for q in flows]
    in_turn = 0 in signs and len(flows) == len(_IN_TURN) and signs[0] >= 0 >= signs[1]
    if in_turn:
        signs = list(_IN_TURN)
    if set(signs) != {1, -1} or len(flows) > _MOST:
        return
    left = start.value + sum((sign * q.value for sign, q in zip(signs, flows, strict=True)), Decimal(0))
    gap = left - end.value
    alike = alike_digits(left, end.value)
    slight = alike or (abs(gap) * _SLIGHT <= start.value and not in_turn)
    if not gap or (slight and not any(abs(gap) == q.value >= _TELLING for q in flows)):
        yield _balance_draft(start, list(zip(signs, flows, strict=True)), end, left)


def _ends(quantity: Quantity, start: Quantity) -> bool:
    """Whether it is what there is at the end of the time that the start began."""
    said = f"{quantity.lead} {quantity.before}"
    first, last = _YEAR_END.search(start.label), _YEAR_END.search(said)
    if not same_scope(start, quantity):
        return False
    later = first is not None and last is not None and first[1] < last[1]
    return not _flow(quantity) and bool(later or END.search(said) or _UNTIL.search(said))


def _is_part(passage: Passage, start: Quantity, near: Sequence[Quantity], figure: Quantity) -> bool:
    """Whether it is one of the parts of the start, or of a flow, that "trong đó" opens in its sentence."""
    before = [q for q in near if start.token <= q.token < figure.token and q.sentence == figure.sentence]
    return any(
        opens_between(passage, q.last + 1, figure.token)
        and ";" not in passage.words(q.last + 1, figure.token)
        for q in before
    )


def _balance_draft(
    start: Quantity, flows: Sequence[tuple[int, Quantity]], end: Quantity, left: Decimal
) -> Draft:
    steps = "".join(f" {'+' if sign > 0 else '-'} {number(q.value)}" for sign, q in flows)
    fits = left == end.value
    ending = "khớp với văn bản." if fits else f"{off_by(end.value, left)}."
    text = f"{number(start.value)}{steps} = {number(left)}, {ending}"
    verdict: Verdict = "consistent" if fits else "contradiction"
    return draft("difference", verdict, end, (start, *(q for _sign, q in flows)), left, text, weak=not fits)
