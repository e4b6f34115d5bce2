"""The parts of a list: which quantities after an opener are its members, at one level."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import DOWN, TOTAL, UP, Opener

_SUBORDINATE = re.compile(
    r"(?:^| )(?:thuoc|cua|tren tong so|trong tong so|tren|trong|trong so|so voi|theo|sau)$"
)
_WHERE = re.compile(r"\b(?:tai|doi voi)$")
_LEAD = re.compile(r"(?:(?:trong do|trong so do|bao gom|gom|cu the|co|la|da|lan luot|va)\b ?)*")
_CHANGED = re.compile(r"^(?:trong do |gom |cu the )?(?:tang|giam|vuot)(?: them| duoc)?$")
_COMPARES = re.compile(r"\b(?:so voi|cung ky|so cung ky|nam truoc)\b")
_NOT_PARTS = frozenset({"percent", "ppoint", "rank", "step"})
_NO_AMOUNTS = frozenset({"lần", "tuổi"})
_SEPARATORS = frozenset({",", ";", ":", ".", "và", "(", "-", "+", "•", "/", "cùng", "lẫn"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The tokens first..last-1 in which the parts stand, at one depth of brackets."""

    first: int
    last: int
    depth: int


def scope_of(passage: Passage, opener: Opener) -> Scope:
    """To the closing bracket, or to the end of the sentence or to the next opener."""
    at = min(opener.last, len(passage.tokens) - 1)
    depth = passage.tokens[opener.first].depth
    sentence = passage.tokens[at].sentence
    last = at
    while last < len(passage.tokens):
        token = passage.tokens[last]
        if token.depth < depth or token.sentence != sentence:
            break
        last += 1
    inner = depth
    if opener.last < len(passage.tokens) and passage.tokens[opener.last].text == "(" and depth == inner:
        closing = _closing(passage, opener.last, last)
        if closing + 2 >= last:  # "gồm (12 A và 3 B)"
            return Scope(opener.last + 1, closing, depth + 1)
    return Scope(opener.last, last, depth)


def _closing(passage: Passage, at: int, last: int) -> int:
    depth = passage.tokens[at].depth
    for place in range(at + 1, last):
        if passage.tokens[place].depth <= depth:
            return place
    return last


def parts_in(
    passage: Passage, scope: Scope, total: Quantity | None, stops: Sequence[int] = ()
) -> list[Quantity]:
    """The members of the list in a scope, before the first of the `stops` (nested openers at this level)."""
    found: list[Quantity] = []
    ends: list[int] = []
    number_first: bool | None = None
    closed = False
    inner = _divided_again(passage, scope, stops)
    stops = [stop for stop in stops if stop not in inner]
    skipped = {token for own in inner.values() for token in own}
    for quantity in _level(passage, scope, total, skipped):
        if found and _stopped(passage, found[-1], quantity, stops):
            break
        if not _may_be_part(quantity, total, found[:1]):
            continue
        between = passage.tokens[found[-1].last + 1 if found else scope.first : quantity.token]
        signs = {token.text for token in between if token.depth == scope.depth}
        own = {"-"} if quantity.approximation == "range" else set()
        if found and not {token.text for token in between} & (_SEPARATORS - own):
            continue  # 12 xã đạt từ 15 - 18 tiêu chí: the range says which
        if len(found) > 1 and not quantity.exact and found[-1].exact:
            break
        if closed and ";" in signs:
            ends.append(len(found))  # gồm 19 chi nhánh và 7 quỹ; 84 phòng giao dịch: may end with its "và"
        closed = len(found) > 0 and "và" in signs and signs.isdisjoint({";", ","})
        if number_first is None:
            number_first = not _LEAD.sub("", quantity.before, count=1)
        elif _of_a_part(quantity, found, behind=number_first):
            continue
        if len(found) > 1 and _ends(passage, found, quantity):
            ends.append(len(found))
        found.append(quantity)
    return _up_to_its_end(total, found, ends)


def _of_a_part(quantity: Quantity, found: Sequence[Quantity], *, behind: bool) -> bool:
    """Whether a figure says something of the part before it: 12 hồ sơ của 8 xã, where names stand behind
    numbers; 22 cuộc thanh tra, kiểm tra tại 41 đơn vị."""
    where = _WHERE.search(quantity.before) and found and not _WHERE.search(found[0].before)
    return bool(where) or (behind and _SUBORDINATE.search(quantity.before) is not None)


def _level(passage: Passage, scope: Scope, total: Quantity | None, skipped: Set[int]) -> Iterator[Quantity]:
    """The figures at the depth of a scope, without what no sum joins to the total: 97 dự án với tổng vốn 26
    tỷ đồng."""
    for quantity in passage.within(scope.first, scope.last):
        addable = total is None or units.may_add(total.measure, quantity.measure)
        if quantity.depth == scope.depth and addable and quantity.token not in skipped:
            yield quantity


def _divided_again(passage: Passage, scope: Scope, stops: Sequence[int]) -> dict[int, list[int]]:
    """For nested openers the figures behind that come to the one before: đóng mới 1.510 tàu, trong đó vỏ thép
    619, vỏ gỗ 891; nâng cấp 438."""
    level = [q for q in passage.within(scope.first, scope.last) if q.depth == scope.depth] if stops else []
    inner: dict[int, list[int]] = {}
    tokens = [q.token for q in level]
    for stop in stops[:_NESTED]:
        at = bisect_right(tokens, stop)
        sums = list(accumulate(q.value for q in level[at : at + _FIGURES]))
        if at and level[at - 1].value in sums[1:]:
            inner[stop] = tokens[at : at + sums.index(level[at - 1].value) + 1]
    return inner


_NESTED, _FIGURES = 6, 12  # openers within a list, figures behind one


def _stopped(passage: Passage, last: Quantity, quantity: Quantity, stops: Sequence[int]) -> bool:
    nested = any(
        last.token < stop < quantity.token and not _NAMED.search(passage.words(last.last + 1, stop))
        for stop in stops
    )
    words = passage.words(last.last + 1, quantity.token)
    return nested or bool(TOTAL.search(quantity.before) or _UNTOLD_REST.search(words))


# khiếu nại 4, còn lại phản ánh, kiến nghị; 51 đơn đủ điều kiện: a rest that no figure tells closes the list
_UNTOLD_REST = re.compile(r"[,;] (?:so )?con lai\b[^;]*;")
_NAMED = re.compile(r", (?:[^\W\d]+ )+[^\W\d]+$")  # khởi tố mới trong kỳ gồm 8 vụ: the next part


def _ends(passage: Passage, found: Sequence[Quantity], following: Quantity) -> bool:
    """Whether the list may end before this figure: behind a higher sign, or behind a change or another clause
    where none stood between the parts so far."""
    earlier = passage.words(found[0].last + 1, found[-1].token)
    words = passage.words(found[-1].last + 1, following.token)
    paired = len(found) == _PAIR and earlier in {"/", "-"}  # 69 vụ/102 bị can; 2 vụ/1 bị can: of two units
    higher = ";" in words and ";" not in earlier and not paired
    again = _CHANGED.search(found[0].before) and _CHANGED.search(following.before)  # giảm 37 phòng, giảm 11 …
    return higher or bool(_TURNS.search(words) and not _TURNS.search(earlier) and not again)


_PAIR = 2
_TURNS = re.compile(r"\b(?:tang|giam|trong khi|tuy nhien|nhung|dong thoi|so voi|den nay)\b")


def _up_to_its_end(total: Quantity | None, found: list[Quantity], ends: Sequence[int]) -> list[Quantity]:
    """The parts up to the place where the list may end that brings their sum nearest to the total."""
    if total is None or not ends:
        return found
    ways = [found, *(found[:end] for end in ends)]
    return min(ways, key=lambda parts: abs(sum(part.value for part in parts) - total.value))


def _may_be_part(quantity: Quantity, total: Quantity | None, first: Sequence[Quantity]) -> bool:
    """Whether it may be one of a list with this first part: 575,7 tỷ đồng, giảm 25,9 tỷ is none, even of a
    total that fell."""
    if first and _CHANGED.search(quantity.before) and not _CHANGED.search(first[0].before):
        return False
    if quantity.kind in _NOT_PARTS or (quantity.kind == "time" and (total is None or total.kind != "time")):
        return False
    if quantity.unit in _NO_AMOUNTS:
        return False
    if total is None or not (UP.search(total.before) or DOWN.search(total.before)):
        words = quantity.before.split()
        if (words[-1:] in (["tang"], ["giam"], ["vuot"]) and words[-2:] != ["tam", "giam"]) or " ".join(
            words[-2:]
        ) in {
            "tang them",
            "cao hon",
            "thap hon",
        }:
            return False
    return not _COMPARES.search(quantity.before)


def in_their_unit(passage: Passage, quantity: Quantity, parts: Sequence[Quantity]) -> Quantity:
    """1.533 lượt với 2.018 người (thường xuyên 1.204 lượt, …): of two figures the one of the parts' unit."""
    before = next((q for q in reversed(passage.quantities) if q.token < quantity.token), None)
    if before is None or before.of is not None or before.kind in _NOT_PARTS or not quantity.unit:
        return quantity
    between = passage.words(before.last + 1, quantity.token)
    if _of_one_noun(before, quantity, parts) and not _SIGN.search(between):
        return before
    if not _JOINED.fullmatch(between):
        return quantity
    alike = [
        units.same_unit(before.measure, p.measure) and not units.same_unit(quantity.measure, p.measure)
        for p in parts
    ]
    return before if alike and all(alike) else quantity


def _of_one_noun(before: Quantity, quantity: Quantity, parts: Sequence[Quantity]) -> bool:
    """811 đơn đủ điều kiện về 682 vụ việc (80 đơn …, 731 đơn …): the parts count the noun of the first."""
    nouns = {part.unit.partition(" ")[0] for part in parts}
    return nouns == {before.unit.partition(" ")[0]} and quantity.unit.partition(" ")[0] not in nouns


_SIGN = re.compile(r"[,;:.()]")
_JOINED = re.compile(r"/|(?:cua|voi|cho|gom|va)(?: tong so)?")
