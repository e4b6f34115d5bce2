"""Sums without an opening word: a total and parts in one form behind it, or parts and their total."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import TOTAL, is_partial, openers
from dunghen.proofing.relations.judge import alike_digits, sum_gap, sums_up
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import (
    ENDING,
    Listing,
    changes,
    may_total,
    one_unit,
    parallel,
)
from dunghen.proofing.relations.sums.portions import shares_short

_SMALL = 10  # smaller totals agree with others by accident
_CONCLUDES = re.compile(
    r"(?:nhu vay|nhu the|tinh chung|tong cong|cong chung|cong lai|tong hop|tinh ra|theo do ,? ?tong)\b"
)
_SUMS = re.compile(
    r"\b(?:tong cong|nang tong so|len thanh|cong (?:la|lai|chung|bang)|ca (?:hai|ba|bon|\d+) \w+(?: la)?)\b"
    r"|^(?:la )?tong so|\blen$|^(?:tong )?cong$|\b(?:tinh chung|gop lai|cong don)\b"
)
_RAISES = re.compile(r"\b(?:nang|dua) tong\b[^;.()]{0,80}\blen$")
_CLOSES = re.compile(r"\b(?:tinh chung|tong hop|gop lai|cong don)\b(?: \w+){0,2}$")
_OUT_OF = re.compile(r"(?:^|\b)(?:trong|trong so|trong tong so)$")
_SLIGHT = 16  # a total is this many times the gap, where only the form of the list says that it is one
_OF_TOTAL = re.compile(r"^.*\b(?:co|thi)$")  # trong 158 trường hợp này có 150 …: words of the total
PENDING = re.compile(r"\b(?:dang|con|chua|ton)\b")
_TWO, _OF_REST = 2, 3
_SEVERAL, _SLIGHT_OF_MANY = 3, 10  # parts; likewise for so many parts


def unsaid(passage: Passage) -> Iterator[Listing]:
    """75 đội. Bảng A có 25 đội, bảng B có 31 đội; trong 120 hồ sơ, 80 hồ sơ đúng hạn, 40 hồ sơ quá hạn."""
    usable = [q for q in passage.quantities if may_total(q) and q.exact and q.of is None and not changes(q)]
    for place, total in enumerate(usable[:-2]):
        rest = [q for q in usable[place + 1 :] if q.sentence <= total.sentence + 1 and q.depth == total.depth]
        parts = _parts_behind(total, rest) if rest else []
        if len(parts) < 2 or total.value < _SMALL:
            continue
        same = all(units.same_unit(total.measure, q.measure) for q in parts)
        if sums_up(total, parts):
            if len(parts) >= 3 or total.value >= 2 * _SMALL:
                yield Listing((total,), tuple(parts), 0)
        elif same and not _listed(usable[:place], total) and _divides(passage, total, parts):
            yield Listing((total,), tuple(parts), 0)
        elif same and _enumerated(passage, total, parts):
            yield Listing((total,), tuple(parts), 1)
        elif same and _of_places(passage, total, parts):
            yield Listing((total,), tuple(parts), 2, whole=True)


def _enumerated(passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """5.591 đơn đủ điều kiện với 651 đơn khiếu nại, 281 đơn tố cáo và 4.659 đơn kiến nghị."""
    lead = passage.words(total.last + 1, parts[0].token)
    last = passage.words(parts[-2].last + 1, parts[-1].token)
    whole = len(parts) >= _SEVERAL and last.endswith(" va")
    return whole and lead.endswith(" voi") and not is_partial(lead) and parallel(parts)


def _of_places(passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Trong số 26 người chết, Hoà Bình có 19 người, Nghệ An 6 người, …: named bodies hold more than all."""
    names = [passage.page.text[passage.tokens[q.left].start] for q in parts[1:]]
    over = len(parts) >= _NAMED and sum_gap(total, parts) > 0 and _OUT_OF.search(total.before)
    return bool(over) and all(name.isupper() for name in names) and parallel(parts)


_NAMED = 4  # bodies


def _parts_behind(total: Quantity, rest: Sequence[Quantity]) -> list[Quantity]:
    """Figures of one sentence up to the first that cannot be added or is called a total of its own."""
    own = (q for q in rest if q.sentence == rest[0].sentence)
    parts = list(takewhile(lambda q: units.may_add(total.measure, q.measure), own))
    cut = next((i for i, q in enumerate(parts) if TOTAL.search(q.before)), len(parts))
    return parts[:cut] if cut > 1 else parts


def _listed(earlier: Sequence[Quantity], total: Quantity) -> bool:
    """Whether a figure goes on with the one before it, so that it is itself one of a list."""
    previous = next((q for q in reversed(earlier) if q.depth == total.depth), None)
    if previous is None or previous.sentence != total.sentence:
        return False
    return units.same_unit(previous.measure, total.measure) and not TOTAL.search(total.before)


def _divides(passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether form and nearness say that the parts divide the total, though their sum differs."""
    behind = passage.words(parts[-1].last, passage.sentence(parts[-1].sentence)[1])[-ENDING:]
    if is_partial(f"{passage.words(total.last, parts[-1].last)} {behind}"):
        return False
    if any(TOTAL.search(q.before) for q in parts):
        return False
    gap = abs(sum_gap(total, parts))
    due = total.value - parts[0].value
    if len(parts) == _TWO and PENDING.search(parts[1].label) and gap * _OF_REST > max(parts[1].value, due):
        return False  # some of what is left came from before
    definite = len(parts) >= _SEVERAL or (_OUT_OF.search(total.before) and closed(parts))
    slight = gap * (_SLIGHT_OF_MANY if definite else _SLIGHT) <= total.value or alike_digits(
        total.value, total.value + sum_gap(total, parts)
    )
    if parts[0].sentence > total.sentence:
        shown = [q for q in passage.quantities if q.sentence == parts[0].sentence]
        alone = (len(shown) == len(parts) or closed(parts)) and total is _last_of(passage, total.sentence)
        return len(parts) >= 3 and (_one_word(parts) or (slight and alone and parallel(parts)))
    said = (
        (_OUT_OF.search(total.before) or TOTAL.search(total.before))
        if len(parts) > 2
        else _OUT_OF.search(total.before)
    )
    told = said is not None or parts[0].left == parts[0].token
    first, *others = parts
    stripped = replace(first, before=_OF_TOTAL.sub("", first.before))
    alike = parallel(parts) or parallel([stripped, *others])
    formed = alike and told and (len(parts) > 2 or said is not None)
    formed = formed or (bool(TOTAL.search(total.before)) and bool(_REST.search(parts[-1].label)))
    return slight and (formed or closed(parts)) and not shares_short(passage, parts)


def _last_of(passage: Passage, sentence: int) -> Quantity:
    return [q for q in passage.quantities if q.sentence == sentence and may_total(q)][-1]


_REST = re.compile(r"\b(?:con lai|khac)\b")


def _one_word(parts: Sequence[Quantity]) -> bool:
    """Labels that begin with one word: bảng A, bảng B, bảng C."""
    return len({part.before.split()[0] if part.before else "" for part in parts}) == 1 and bool(
        parts[0].before
    )


def backwards(passage: Passage) -> Iterator[Listing]:
    """12 xã và 3 phường, tổng cộng 15 đơn vị; thị lên 15: the total comes last."""
    for place, total in enumerate(passage.quantities):
        first, _last = passage.sentence(total.sentence)
        said = _said_total(passage, place)
        if place < 2 or not may_total(total) or not said or _is_base(passage, place):
            continue
        concludes = _CONCLUDES.match(passage.words(first, total.token)) is not None
        parts = _parts_before(passage, place, alone=concludes or total.left == first)
        between = passage.words(parts[-1].last + 1, total.token) if parts else ""
        if len(parts) < 2 or is_partial(between):
            continue
        fitting = next((parts[back:] for back in range(len(parts) - 1) if sums_up(total, parts[back:])), None)
        if fitting is not None:
            yield Listing((total,), tuple(fitting), 0)
        elif concludes or _SUMS.search(said):
            yield Listing((total,), tuple(parts), 2 if one_unit(total, parts) else 1)
        elif (re.match(r"tong\b", said) and one_unit(total, parts)) or (
            first == total.left and parts[-1].sentence < total.sentence
        ):
            yield Listing((total,), tuple(parts), 0)


def _is_base(passage: Passage, place: int) -> bool:
    """Chiếm 70,5% tổng số 325 xã: what a rate is told of."""
    rate, total = passage.quantities[place - 1], passage.quantities[place]
    return rate.kind == "percent" and passage.words(rate.last + 1, total.token) == total.before


# đã cấp sổ cho tất cả 214 hộ: says how many it reaches, adds nothing up
_REACHED = re.compile(r"\b(?:cho|voi|cua|toi|den|tai|tren|trong) (?:tat ca|toan bo)(?: cac)?$")


def _said_total(passage: Passage, place: int) -> str:
    """The words that call a quantity a total, those before a comma among them; empty when none do."""
    total, last = passage.quantities[place], passage.quantities[place - 1] if place else None
    if TOTAL.search(total.before):
        return "" if _REACHED.search(total.before) else total.before
    if last is None or total.sentence - last.sentence > 1:
        return ""
    words = passage.words(last.last + 1, total.token)
    found = _RAISES.search(words) or _CLOSES.search(total.before)
    return found[0] if found else ""


def _parts_before(passage: Passage, place: int, *, alone: bool) -> list[Quantity]:
    """The quantities that a closing total sums: of its sentence, or of the one before when it is alone."""
    total = passage.quantities[place]
    own = [q for q in passage.quantities[:place] if q.sentence == total.sentence]
    if not own and alone:
        own = [q for q in passage.quantities[:place] if q.sentence == total.sentence - 1]
    own = [q for q in own if q.exact and (q.kind != "time" or total.kind == "time")]
    counted = [q for q in own if may_total(q)]
    bracketed = bool(counted) and all(q.depth == total.depth + 1 for q in counted)
    if bracketed and ")" not in passage.words(counted[0].last, counted[-1].token):
        return [q for q in counted if units.same_unit(q.measure, total.measure)]  # (287 A, 126 B); tổng 413
    ends = total.depth > 0 and _alone_in_bracket(passage, total)
    own = [
        q for q in own
        if (q.depth == total.depth - ends or (q.depth == total.depth + 1 and _alone_in_bracket(passage, q)))
        and units.may_add(total.measure, q.measure) and may_total(q)
    ]  # fmt: skip
    opener = max((o.last for o in openers(passage) if o.last <= total.token), default=0)
    alike = [q for q in own if units.same_unit(q.measure, total.measure)]
    own = alike if len(alike) >= 2 and not sums_up(total, own) else own
    larger = max((place for place, q in enumerate(own) if q.value > total.value), default=-1)
    own = own[larger + 1 :] if len(own) - larger > _TWO else own
    inner = [q for q in own if q.token >= opener]
    own = inner if len(inner) >= 2 else own
    return own if own and not any(TOTAL.search(q.before) or changes(q) for q in own) else []


def _alone_in_bracket(passage: Passage, quantity: Quantity) -> bool:
    """Whether no other figure stands in the bracket of a quantity: (6), (tổng cộng 115 đảng viên)."""
    for step in (-1, 1):
        at = quantity.token + step
        while 0 <= at < len(passage.tokens) and passage.tokens[at].depth >= quantity.depth:
            if passage.tokens[at].kind == "number" and passage.tokens[at].depth > 0:
                return False
            at += step
    return True
