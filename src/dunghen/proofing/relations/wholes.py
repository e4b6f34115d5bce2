"""What a rate may be a share of: fractions in figures or words, the whole it names, totals around it."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around, content_words, told_then
from dunghen.proofing.relations.cues import TOTAL
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.vocabulary import any_of

_BASE = re.compile(
    r"(?:^|\b)(?:tren|trong) (?:tong|so)\b|\b(?:tren|so voi|trong so)$|^trong (?!do\b)\w+$|^trong$"
    r"|\b(?:cua|so voi) tong so\b"
)
# What stands between a part and its whole: 137 cuộc trên tổng 219 cuộc, 18 phiếu / 20 phiếu.
_OF = re.compile(
    r"(?:[^\W\d]+ ){0,6}(?:\( )?(?:tren|trong|/)(?: tong)?(?: so| cong)?"
    r"(?:(?: \w+ (?:la|co))?(?: co| la)?|(?: (?!do|nam|thang|quy|ky|giai|dia|linh|moi)[^\W\d]+){1,3}(?: la)?)"
)
_PLANNED = frozenset(["ke", "hoach", "du", "toan", "chi", "tieu", "von", "giao"])
_GIVEN = re.compile(r"\b(?:giao|bo tri|phan bo|ke hoach|du toan|chi tieu)\b")
_NAMED = any_of("base")
# 61,7% (chỉ tiêu 2.150)
_INSIDE = re.compile(r"\( (?:chi tieu|ke hoach|du toan)(?: giao| nam| la| duoc giao| :)*")
_PLAN_WORDS = r"(?:du toan|ke hoach|(?:chi|muc) tieu|nhiem vu|von|duoc|giao|nam|la|phan dau)"
_TELLS = re.compile(rf"((?:[^\W\d]+ )+)(?:\( |la |: |gom |\( ?\w+ |\( tong so |\( (?:{_PLAN_WORDS} )+)*")
_MAX_BASES = 14
_FINE = 1000  # steps
_NEXT = 6  # tokens between a rate and the whole it names
_APART = 12  # tokens between a part and its whole in a worded fraction
_FIRST = 16  # tokens between a rate that opens a sentence and its fraction
_BRACKET = 14  # tokens between a rate and the bracket that tells its whole


def counts(quantity: Quantity) -> bool:
    """Whether it can be a part or a whole."""
    return quantity.kind in {"count", "bare", "money", "score", "size"} and not quantity.odd


def plain(quantity: Quantity) -> bool:
    """Whether it is one figure, told as it is and not as a change."""
    return counts(quantity) and quantity.exact and quantity.of is None and changes_by(quantity) is None


def fine(quantity: Quantity) -> bool:
    """Whether it is told to the digit, even if "hơn" stands before it."""
    return (
        counts(quantity)
        and quantity.of is None
        and (quantity.exact or quantity.value >= _FINE * quantity.step)
    )


def voted(quantity: Quantity) -> bool:
    """383/426 đại biểu có mặt tán thành: an assembly counts its votes by all its members, not by these."""
    return quantity.unit.startswith(_MEMBERS) and _VOTES.search(quantity.label) is not None


_MEMBERS = ("đại biểu", "thành viên", "ủy viên", "phiếu")
_VOTES = re.compile(r"\b(?:co mat|du hop|tan thanh|dong y|bieu quyet|thong qua)\b")


def limits(quantity: Quantity) -> bool:
    """dưới 35 tuổi, vốn trên 10 tỷ đồng, công ty TNHH 1 thành viên: a figure that says who is counted."""
    member = quantity.unit == "thành viên" and quantity.before.endswith(("huu han", "tnhh"))
    if quantity.kind == "time" and not quantity.exact:
        return True
    return member or quantity.unit == "tuổi" or (quantity.kind == "money" and not fine(quantity))


def counted_alike(part: Quantity, rate: Quantity, whole: Quantity) -> bool:
    """Whether another noun may count it, right before its rate: 2.476 bà mẹ, đạt 70,2% … (3.310 người)."""
    return part.kind == whole.kind == "count" and 0 < rate.token - part.last <= _RIGHT_BEFORE


_RIGHT_BEFORE = 8  # tokens


def fractions_of(passage: Passage, rate: Quantity) -> list[Quantity]:
    """Fractions of the sentence with no other rate between them and this one, the likeliest first."""
    own = [q for q in passage.quantities if q.sentence == rate.sentence]
    rates = [q.token for q in own if q.kind == "percent" and q is not rate]
    opens = own[0] is rate
    found = []
    for q in (*(q for q in own if q.of is not None and q.kind != "rank"), *_worded(own, passage)):
        low, high = min(q.token, rate.token), max(q.token, rate.token)
        if q is rate or any(low < other < high for other in rates):
            continue
        if q.kind == "score" and ";" in passage.words(low, high):
            continue  # 83,91/100 điểm; the rate is another index
        if q.last < rate.token and turned(passage, own, q, rate):
            continue  # 7/16 khoản đạt tiến độ; kế đến là dầu thô 8.097 tỷ đồng, đạt 33,9%
        ahead = q.token - rate.last
        bracket = q.depth > rate.depth and any(t.text == "(" for t in passage.tokens[rate.last : q.token])
        if ahead < 0 or bracket or ahead <= 4 or (opens and ahead <= _FIRST and _nearest(own, rate, q)):
            found.append(q)
    found.sort(key=lambda q: (max(q.depth - rate.depth, 0), q.token > rate.token, -q.token))
    return found


def turned(passage: Passage, own: Sequence[Quantity], fraction: Quantity, rate: Quantity) -> bool:
    """Whether another thing has its figure between a fraction and a rate, behind a semicolon or right before
    the bracket of the rate."""
    others = [q for q in own if counts(q) and not units.same_unit(q.measure, fraction.measure)]
    between = [q for q in others if fraction.last < q.token < rate.token]
    if not between:
        return False
    # 7/9 xã, gồm xã A 43 tỷ đồng (đạt 81% kế hoạch)
    right_before = re.fullmatch(r"\((?: \w+)?", passage.words(between[-1].last + 1, rate.token))
    of_plan = right_before and named_base(rate) and between[-1].kind != fraction.kind
    return bool(of_plan) or ";" in passage.words(fraction.last, between[-1].token)


def _nearest(own: Sequence[Quantity], rate: Quantity, fraction: Quantity) -> bool:
    """Whether the fraction is the first figure behind the rate, and of the same thing."""
    return not any(rate.token < q.token < fraction.token for q in own) and not re.search(
        r"\bva\b|;", fraction.before
    )


def worded(passage: Passage) -> list[Quantity]:
    """Fractions in words of a passage."""
    return list(_worded(passage.quantities, passage))


def _worded(own: Sequence[Quantity], passage: Passage) -> Iterator[Quantity]:
    """137 cuộc trên tổng 219 cuộc, 41.215 trẻ trong tổng số 42.103 trẻ: as if a stroke stood between."""
    for part, whole in pairwise(own):
        apart = whole.token - part.last
        if apart > _APART or part.sentence != whole.sentence or part.of or whole.of:
            continue
        if not (counts(part) and counts(whole) and part.exact and whole.exact and part.value <= whole.value):
            continue
        unsaid = "bare" in {part.kind, whole.kind}
        if (unsaid or units.same_unit(part.measure, whole.measure)) and _OF.fullmatch(
            passage.words(part.last + 1, whole.token)
        ):
            yield replace(part, end=whole.end, stop=whole.stop, last=whole.last, of=whole.value)


def bracketed_whole(passage: Passage, rate: Quantity) -> Quantity | None:
    """ "đạt 91,2% dự toán giao (450 tỷ đồng)", "so với kế hoạch giao (450 tỷ đồng) mới đạt 91,2%"."""
    own = [
        q for q in passage.quantities
        if q.sentence == rate.sentence and counts(q) and (q.exact or q.approximation == "target")
    ]  # fmt: skip
    after = next((q for q in own if q.token > rate.last), None)
    if after is not None and after.token - rate.last <= _BRACKET:
        words = passage.words(rate.last + 1, after.token)
        said = _TELLS.fullmatch(f"{words} ")
        if said and _NAMED.match(said[1]):
            return after
        if _INSIDE.fullmatch(words):
            return after
    before = next((q for q in reversed(own) if q.token < rate.token), None)
    if before is not None and before.depth > rate.depth and rate.token - before.last <= _NEXT:
        opening = max(i for i in range(before.token) if passage.tokens[i].text in {"(", "["})
        words = passage.words(max(opening - _BRACKET, 0), opening)
        if re.search(rf"\b(?:so voi|trong|tren) (?:tong )?{_NAMED.pattern}[^,;.]*$", words):
            return before
    return None


def bracketed_part(passage: Passage, rate: Quantity) -> tuple[Quantity, Quantity] | None:
    """ "hài lòng chiếm 82,9% (741 phiếu), trên tổng số 894 phiếu": the part behind its rate."""
    part = next((q for q in passage.quantities if q.token > rate.last), None)
    if (
        part is None
        or part.token != rate.last + 2
        or part.of is not None
        or not (counts(part) and part.exact)
    ):
        return None
    told = [
        q for q in passage.quantities
        if q.sentence == rate.sentence and q is not part and q.depth < part.depth and counts(q) and q.exact
        and (explicit(q) or TOTAL.search(q.before)) and units.same_unit(q.measure, part.measure)
    ]  # fmt: skip
    return (part, told[0]) if len(told) == 1 and passage.tokens[part.token - 1].text == "(" else None


def bracketed_pair(passage: Passage, rate: Quantity) -> tuple[Quantity, Quantity] | None:
    """ "đạt 78,5% (giải ngân 1.256 tỷ đồng, kế hoạch 1.520 tỷ đồng)": both in its bracket."""
    opening = next((i for i in range(rate.last + 1, rate.last + 4) if passage.words(i, i + 1) == "("), None)
    if opening is None:
        return None
    inside: list[Quantity] = []
    for q in passage.within(opening, len(passage.tokens)):
        if q.depth <= rate.depth:
            break
        inside.append(q)
    if len(inside) != 2 or not all(counts(q) and q.exact and q.of is None for q in inside):
        return None
    part, whole = sorted(inside, key=lambda q: q.value)
    named = explicit(whole) or TOTAL.search(whole.before) or _NAMED.search(whole.before)
    return (part, whole) if named and units.same_unit(part.measure, whole.measure) else None


def told_before(passage: Passage, rate: Quantity) -> list[Quantity]:
    """85/112 xã đạt chuẩn. Tỷ lệ xã đạt chuẩn là 78,6%: the only figure of the sentence before."""
    beside = [q for q in passage.quantities if abs(q.sentence - rate.sentence) <= 1 and q is not rate]
    before = [q for q in beside if q.sentence == rate.sentence - 1]
    alone = len(before) == 1 == 1 + sum(q.sentence == rate.sentence for q in beside)
    if not alone or before[0].of is None or before[0].kind == "rank" or not before[0].exact:
        return []
    shared = content_words(rate.label) & content_words(before[0].label)
    return before if shared and rate.before.startswith(("ty le", "ti le")) else []


def bases(
    document: Document, passage: Passage, rate: Quantity, part: Quantity
) -> list[tuple[Quantity, bool]]:
    """Wholes that the part may be a share of, and whether the words bind them; the likeliest first."""
    near = [q for q in around(document, passage, rate) if counts(q) and q is not part]
    near = [_added_up(document, q) for q in near if not earlier(passage, q)]
    if told_then(passage, part):
        near = [q for q in near if q.depth >= part.depth]  # (năm trước có 124 trạm, tỷ lệ 34,8%)
    near = [q for q in near if not shares_base(document.passage_of(q), q, rate)]
    near = [q for q in near if units.same_unit(part.measure, q.measure) or explicit(q)]
    large = [q for q in near if q.value >= part.value or rate.value > 100 or explicit(q)]
    large = large[:_MAX_BASES]
    named = named_base(rate)
    own = set(map(id, passage.quantities))
    ranked = sorted(large, key=lambda q: (id(q) not in own, *_rank(q, part, rate)))
    far = passage.block.kind == "paragraph"
    return [
        (q, _binds(q, part, rate, named) and (id(q) in own or not (far or rated(document, q))))
        for q in ranked
    ]


def shares_base(passage: Passage, quantity: Quantity, rate: Quantity) -> bool:
    """Whether a figure is itself told as a share of the base that a rate names: 432 đại biểu tham gia (chiếm
    87,45% tổng số đại biểu), 423 tán thành (chiếm 85,63% tổng số đại biểu)."""
    words = content_words(rate.after)
    told = next((q for q in passage.quantities if q.token > quantity.last), None) if words else None
    if told is None or told.kind != "percent" or told.token - quantity.last > _AS_LONG:
        return False
    if words <= _PLANNED and not told.depth == rate.depth > quantity.depth:
        return False  # A 61 tỷ đồng (đạt 98% dự toán); B 49 tỷ đồng (đạt 87% dự toán): each of its own
    return told.sentence == quantity.sentence and content_words(told.after) == words


_AS_LONG = 24  # tokens between a figure and its share


def _added_up(document: Document, quantity: Quantity) -> Quantity:
    """Thụ lý mới 624 vụ + 89 vụ tháng trước chuyển sang: what both come to."""
    own = document.passage_of(quantity)
    after = next((q for q in own.quantities if q.token > quantity.last), None)
    if after is None or own.words(quantity.last + 1, after.token) != "+" or after.measure != quantity.measure:
        return quantity
    value = quantity.value + after.value
    return replace(quantity, value=value, end=after.end, stop=after.stop, last=after.last)


def rated(document: Document, quantity: Quantity) -> bool:
    """Whether a figure of another block tells its own share: of a whole that it is itself a part of."""
    near = (q for q in document.passage_of(quantity).quantities if 0 < q.token - quantity.last <= _APART)
    return any(q.kind == "percent" for q in near)


def parts_of(passage: Passage, rate: Quantity) -> list[Quantity]:
    """The quantity that the rate is said of: the nearest before it, or the first in brackets after it."""
    before = [
        q for q in passage.quantities if q.token < rate.token and q.sentence == rate.sentence and counts(q)
    ]
    before = [q for q in before if not planned(q)]
    before = [q for q in before if not explicit(q) or q is before[0]]
    level = [q for q in before if q.depth == rate.depth and not _closed_between(passage, q, rate)]
    outer = [q for q in before if q.depth < rate.depth]
    found = level[-1:] or outer[-1:]
    if found and not level and passage.tokens[found[0].token - 1].text == "/":
        found += outer[-2:-1]  # 43 vụ/61 bị can (đạt 74,14%)
    if level and outer and rate.depth:
        found += outer[-1:]
    if not level and not outer:
        found = before[-1:]
    return found + [q for q in level[-2:-1] if not _told_its_rate(passage, q, level[-1])]


def _told_its_rate(passage: Passage, quantity: Quantity, following: Quantity) -> bool:
    """Chi 128.917 lượt, đạt 97,3%, kinh phí 208.146 triệu đồng, đạt …: the first has its own rate."""
    rates = (q for q in passage.within(quantity.last, following.token) if q.kind == "percent")
    return any(changes_by(q) is None for q in rates)


def _closed_between(passage: Passage, first: Quantity, second: Quantity) -> bool:
    return any(token.depth < second.depth for token in passage.tokens[first.token : second.token])


def earlier(passage: Passage, quantity: Quantity) -> bool:
    """Whether a bracket tells the figure of another time: So với cuối năm 2022 (51.318 hộ nghèo)."""
    at = quantity.token
    own = at < len(passage.tokens) and passage.tokens[at].start == quantity.start
    return own and _EARLIER.search(passage.words(at - _BRACKET, at)) is not None


_EARLIER = re.compile(
    r"\bso (?:voi )?(?:cung ky|cuoi|dau|nam|quy|thang|ky|thoi diem|khi|truoc)\b[^,;.()]*\($"
)


def planned(quantity: Quantity) -> bool:
    """Whether it is what something is measured by: So với kế hoạch thu 40.000 triệu đồng."""
    target = quantity.approximation == "target" and quantity.before.endswith("so voi")
    return target or _PLAN.search(quantity.before) is not None


def given(quantity: Quantity) -> bool:
    """Whether it is what was given or planned: được giao 120 biên chế."""
    return _GIVEN.search(quantity.before) is not None


_PLAN = re.compile(r"\bso (?:voi )?(?:\w+ )?(?:ke hoach|chi tieu|du toan|muc tieu|dinh muc|nhiem vu)\b")


def named_base(rate: Quantity) -> Set[str] | None:
    """Content words of the base that a rate names behind itself; None when it says nothing of it."""
    words = re.sub(r"^(?:(?:so voi|cua|tren|trong|so|tong so|tong)\b ?)*", "", rate.after)
    if not words or re.match(
        r"(?:theo|va|trong khi|do|de|nhung|la|tuy|vuot|cao|thap|dung|tang|giam|hoan thanh|dat)\b", words
    ):
        return set()
    total = re.match(r"(?:(?:so voi|cua|tren|trong) )?tong\b", rate.after)
    return content_words(words) or (set() if total else None)


def named_so(named: Set[str], whole: Quantity) -> bool:
    """Whether the whole carries most of the words by which a rate names its base."""
    if named <= _PLANNED and _GIVEN.search(whole.before):
        return True  # giao 1.350 tỷ đồng; …, đạt 79% kế hoạch
    return not named or len(named & content_words(f"{whole.label} {whole.unit}")) * 2 > len(named)


def _follows(rate: Quantity, base: Quantity) -> bool:
    """ "chiếm 91,2% tổng số 335 công chức": the whole right behind the rate."""
    return (
        0 < base.token - rate.last <= _NEXT
        and re.match(r"(?:(?:tren|trong|cua|so voi) )?tong\b", rate.after) is not None
    )


def explicit(quantity: Quantity) -> bool:
    """Whether the words call it the whole: trên tổng số B, so với B."""
    return bool(_BASE.search(quantity.before))


def _rank(base: Quantity, part: Quantity, rate: Quantity) -> tuple[bool, bool, bool, bool, int]:
    same = base.sentence == rate.sentence
    return (
        not (same and explicit(base) and base.token > part.token),
        not same,
        base.depth >= part.depth and not TOTAL.search(base.before),
        base.token > rate.token,
        abs(base.token - part.token),
    )


def _binds(base: Quantity, part: Quantity, rate: Quantity, named: Set[str] | None) -> bool:
    """Whether a mismatch with this whole is a contradiction."""
    if (
        base.sentence == rate.sentence
        and base.token > part.token
        and not (explicit(base) or _follows(rate, base))
    ):
        return False
    if not (part.exact and (base.exact or base.approximation == "over")):
        return False
    if named is None or (rate.value > 100 and not named and part.value > base.value):
        return False
    if named and not named & content_words(f"{base.label} {base.unit}"):
        return False
    if named and not (named <= _PLANNED or named_so(named, base)):
        return False
    return part.value <= base.value or rate.value > 100
