"""Words that say: these figures are not those which a finding took them for.

A share of what was planned is none of what was received, a rate of those who were present is told of all
members, a rate in a bracket about another term is of that term's figures.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import THAN, TOTAL, opens
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import agrees, share
from dunghen.proofing.relations.rests.flows import flow_of
from dunghen.proofing.relations.verbs import VERB, changes_by
from dunghen.proofing.relations.wholes import named_base, turned, voted

_PLAN = re.compile(
    r"(?:so (?:voi|voi muc) )?(?:muc )?(?:du toan|ke hoach|chi tieu|nghi quyet|muc tieu)\b(?! so \d)"
)
_PLANNED = re.compile(
    r"\b(?:du toan|ke hoach|chi tieu|giao|bo tri|phan bo|dang ky|muc tieu|nhu cau|can|phai)\b"
    r"|\btong (?:so )?von\b|chỉ tiêu"
)
_MOST = re.compile(r"\b(?:cao|thap|nhieu|it|lon|nho) nhat\b")
_EACH = re.compile(r"\blan luot\b")
_OTHERWISE = re.compile(rf"\b(?:nhung|song|tuy nhien|con)\b.*{VERB.pattern}")
_COMPARED = re.compile(r"\b(?:so (?:voi|cung ky)|cung ky)\b[^,;.()]*$")
_BRACKET = 16  # tokens before a bracket that say what it is compared with
_OF_A_TIME = re.compile(r"\b(?:cung ky|nam|thang|quy|ky|vu|truoc|ke hoach)\b")
_WHILE = re.compile(r"con (?:\w+ ){2,}\w+$")  # …, còn huyện Tân Lập chậm
_LEFT = re.compile(r"\b(?:lai|ton|chua|dang|thieu|phai|no|cho|duoi|qua|khong)\b")
_COUNTED = frozenset({"count", "bare", "money", "size"})


@dataclass(frozen=True, slots=True)
class Suspect:
    """A contradiction, the figure it is about and those it was computed from, in the order of its places;
    `near`: it looks like a slip of what was computed; `settled`: another rate is of the same whole."""

    draft: Draft
    passage: Passage
    stated: Quantity
    sources: Sequence[Quantity]
    near: bool
    settled: bool

    def between(self, one: Quantity, two: Quantity) -> str:
        """The folded words and signs from one figure to the other."""
        first, last = sorted((one, two), key=lambda q: q.token)
        return self.passage.words(first.last + 1, last.token)

    def own(self, quantity: Quantity) -> bool:
        """Whether the figure stands in the block of the stated one."""
        return any(q is quantity for q in self.passage.quantities)


def misplaced(one: Suspect) -> bool:
    """Whether the words say so."""
    if not one.sources:
        return False
    if one.draft.kind == "percent":
        return _share(one)
    if one.draft.kind == "growth":
        return _growth(one)
    if one.draft.kind == "difference":
        return _difference(one)
    return _sum(one)


def of_all_members(one: Suspect) -> bool:
    """383/426 đại biểu có mặt tán thành, chiếm 79,13 %: an assembly counts its votes by all its members."""
    fraction, rate = one.sources[0] if len(one.sources) == 1 else None, one.stated
    if one.draft.kind != "percent" or fraction is None or fraction.of is None:
        return False
    return voted(fraction) and rate.value < (one.draft.computed or Decimal(0))


def _share(one: Suspect) -> bool:
    whole, rate = one.sources[-1], one.stated
    if len(one.sources) == 1:
        own = [q for q in one.passage.quantities if q.sentence == rate.sentence]
        return _of_the_next(one) or (whole.token < rate.token and turned(one.passage, own, whole, rate))
    of_plan = _PLAN.match(rate.after) and whole.token < rate.token
    if of_plan and not _PLANNED.search(f"{whole.lead} {whole.before} {whole.unit}"):
        return True
    if _MOST.search(whole.before) is not None or _of_a_change(one):
        return True
    return _in_another_bracket(one) or _of_the_next(one)


def _of_a_change(one: Suspect) -> bool:
    """giảm 6 sở, cơ quan, tương ứng 27,3%: what was taken away in percent."""
    before = [q for q in one.passage.quantities if q.token < one.stated.token]
    repeats = re.match(r"(?:tuong (?:ung|duong)|tuc|hay)\b", one.stated.before) and before
    return bool(repeats) and changes_by(before[-1]) is not None and before[-1] not in one.sources


def _of_the_next(one: Suspect) -> bool:
    """1.456/1.625 hồ sơ, trong đó đúng hạn 1.447 (99,4%): of the figure right before the rate and another."""
    rate = one.stated
    before = [q for q in one.passage.quantities if q.token < rate.token and rate.sentence - q.sentence <= 1]
    if (
        one.settled
        or named_base(rate)
        or not before
        or before[-1].of is not None
        or before[-1].kind not in _COUNTED
    ):
        return False
    part, own = before[-1], [q for q in before if q.sentence == rate.sentence]
    before = own if len(own) > 1 else before
    wholes = [q.value for q in before[:-1] if q.kind in _COUNTED]
    wholes += [q.of for q in before[:-1] if q.of is not None]
    shares = [share(part.value, whole) for whole in wholes if whole >= part.value]
    fine = rate.step < 1 and rate.exact and part.value >= _TELLING and part.sentence == rate.sentence
    return fine and any(true is not None and agrees(rate, true) for true in shares)


_TELLING = 30  # smaller parts agree with some whole by accident


def _in_another_bracket(one: Suspect) -> bool:
    """cao hơn so với khóa trước (khóa trước có 62 người, 12,4%): of that term's figures."""
    rate, whole = one.stated, one.sources[-1]
    if not rate.depth or whole.depth >= rate.depth or not one.own(whole):
        return False
    tokens = one.passage.tokens
    opening = next((at for at in range(rate.token - 1, 0, -1) if tokens[at].depth < rate.depth), 0)
    said = one.passage.words(max(opening - _BRACKET, 0), opening)
    return _COMPARED.search(said.rstrip("( ")) is not None


def _growth(one: Suspect) -> bool:
    amount, own = one.stated, [q for q in one.sources if one.own(q)]
    behind = [q for q in own if q.token > amount.token]
    others = [q for q in behind if not (amount.depth or q.depth or _OF_A_TIME.search(q.label))]
    if _EACH.search(amount.before) or any(";" in one.between(amount, q) for q in others):
        return True  # tăng 9%; chi thường xuyên 6.677 tỷ đồng: of the next clause
    if any(_OTHERWISE.search(one.between(amount, q)) for q in behind):
        return True
    gap = abs((one.draft.computed or Decimal(0)) - amount.value)
    if gap <= _ROUNDED and not all(q.exact for q in one.sources):
        return True  # gần 10.000 tỷ đồng, tăng 10% so với 9.000 tỷ đồng
    rates = amount.kind == "percent" and all(q.kind == "percent" for q in one.sources)
    if rates and any(changes_by(q) for q in one.sources):
        return True  # tăng 16%, … giảm 8,5%: a change is no level
    pair = list(one.sources[:2])
    return len(pair) > 1 and not units.may_add(pair[0].measure, pair[1].measure)


_ROUNDED = 5  # percentage points that "gần" may make out


def _difference(one: Suspect) -> bool:
    """Of several fractions, of another comparison, or where "còn" only goes on to another body."""
    own = [q for q in one.sources if one.own(q)]
    if len({q.token for q in one.sources if q.of is not None}) > 1:
        return True
    if any(_OTHERWISE.search(one.between(one.stated, q)) for q in own if q.token > one.stated.token):
        return True
    if _of_some_only(one, own) or _compared_apart(one, own):
        return True
    said = one.stated.before
    return _WHILE.match(said) is not None and not _LEFT.search(said)


def _of_some_only(one: Suspect, own: Sequence[Quantity]) -> bool:
    """8.420 em (năm trước 8.316 em), trong đó học sinh lớp 1 tăng 37 em: the change of a part."""
    told = VERB.search(one.stated.before)
    if changes_by(one.stated) is None or not told or len(own) < len(one.sources):
        return False
    last = max(own, key=lambda q: q.token)
    if last.token > one.stated.token or last.sentence != one.stated.sentence:
        return False
    words = one.between(last, one.stated)
    return opens(words) and len(_SOME_OPENS.sub("", one.stated.before[: told.start()]).split()) > 1


_SOME_OPENS = re.compile(r"^(?:trong (?:do|so do|so nay)|bao gom|gom)\b ?")


def _compared_apart(one: Suspect, own: Sequence[Quantity]) -> bool:
    """Vượt 96 giải so với chỉ tiêu, tăng 73 giải so với năm trước (388): the base is the other change's; and
    200 triệu đồng of a plan are no base of what was saved against last year."""
    x, bases = one.stated, [q for q in own if q.token > one.stated.token]
    others = [q for q in one.passage.quantities if q.token > x.token and changes_by(q) is not None]
    for base in bases:
        for other in others:
            apart = other.token < base.token and THAN.search(one.between(x, other))
            if apart and THAN.search(one.between(other, base)):
                return True
    of_a_time = _THAN_A_TIME.search(x.before) or _THAN_A_TIME.match(x.after)
    leads = (one.passage.words(max(q.token - _CLOSE, 0), q.token) for q in own)
    return bool(of_a_time) and any(_PLAN.search(words) for words in leads)


_THAN_A_TIME = re.compile(r"(?:\w+ )?so (?:voi )?(?:cung ky|nam|thang|quy|vu|nhiem ky)\b")
_CLOSE = 3  # tokens before a figure that name it


def _paired(one: Suspect) -> bool:
    """183 vụ/311 bị can: two counts of one thing are no two parts of one sum."""
    return any(
        a.token < b.token and one.between(a, b) == "/" and not units.same_unit(a.measure, b.measure)
        for a, b in pairwise(one.sources)
    )


def _came_and_went(one: Suspect) -> bool:
    """Nghỉ hưu 14 người, tuyển mới 11 người: unless a list opens or closes there they make up nothing."""
    first = one.sources[0]
    if first.token < one.stated.token:
        listed = TOTAL.search(one.stated.before) and not _NOW.search(one.stated.before)
    else:
        words = one.between(one.stated, first)
        listed = opens(words) or ":" in words or "(" in words
    return not listed and one.own(first) and {1, -1} <= {flow_of(q) for q in one.sources}


_NOW = re.compile(r"\blen\b|\bhien (?:co|con)\b")  # what there is, not how much was done


_SOME = re.compile(r"\b(?:mot so|nhieu) (?!tien|luong)")


def _sum(one: Suspect) -> bool:
    """83 bị can, trong đó một số can hai tội, gồm: 41 …: who is counted twice makes parts come to more."""
    if _paired(one) or _came_and_went(one):
        return True
    over = (one.draft.computed or Decimal(0)) > one.stated.value
    if one.near or not over or not one.own(one.sources[0]):
        return False
    return _SOME.search(one.between(one.stated, one.sources[0])) is not None
