"""Rates whose words name both figures beyond doubt: these are held against each other however far off.

A fraction right before its rate; what was reached against the plan in the bracket behind; one figure of a
noun, "trong đó" another of it with its share; what was received, and how much of it was done; a part with its
share of the total or plan that one figure before is called.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import ASIDE
from dunghen.proofing.relations.cues import opens_between
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import bracketed_whole, fine, limits, named_base, plain, planned, voted
from dunghen.proofing.surface.shadow import fold

_ALL = Decimal(100)
_IS = (
    r"(?:(?:uoc|da|moi|chi|deu)? ?"
    r"(?:dat|chiem|bang|tuong (?:ung|duong)|ty le|ti le|tuc|hay|la|voi|giam|tang|bot) ?){0,5}"
)
_BESIDE = re.compile(rf"(?:[^\W\d]+ ){{0,10}}[,(] {_IS}|{_IS}")
_SAID = re.compile(rf"(?:[^\W\d]+ |(?:duoi|tren|tu) [\d.,]+ ){{0,16}}[,(] {_IS}|{_IS}")
_TIMELY = re.compile(r"\b(?:dung|tre|qua)(?: va truoc)? (?:han|hen)\b")
_OTHERS = re.compile(r"\b(?:truoc han|dang|tiep nhan|chua|con lai|truc tuyen|nam truoc|cung ky)\b")
_EARLIER = re.compile(r"\b(?:dau (?:ky|nam|quy|thang)|cung ky|(?:nam|ky|quy|thang) truoc|cuoi nam)\b")
_SHOWN = re.compile(r"(?:[^\W\d]+ ?){1,12}(?:\( ?(?:[^\W\d]+ ?){0,4})?")
_SIGNS = re.compile(r"(?<!\btp )[,;:.)] ")  # a bracket that closes before it tells of another figure
_WORDS = re.compile(r"(?:[^\W\d]+[ ,]*){1,16}")
_PLAN = re.compile(r"(?:so voi )?(?:chi tieu|ke hoach|du toan|nhiem vu|muc)\b")
_IN_BRACKET = re.compile(r"(?:[^\W\d]+ ){1,12}\((?: (?:chi tieu|ke hoach|du toan|la))*")
_REACHED = re.compile(r"(?:[^\W\d]+ ){0,4}(?:,? ?(?:da|moi|chi|uoc) )?(?:dat|bang)(?: ty le)? ")
_AMONG = re.compile(r"\btrong (?:do|so do|so nay|so tren)\b")
_OF_ALL = re.compile(r"\b(?:trong|tren)(?: tong)?(?: so| cong)?$|\btong(?: so| cong)?$")
RECEIVED = re.compile(
    r"\b(?:thu ly|tiep nhan|phai (?:thi hanh|giai quyet|xu ly)|kiem tra|ra soat|tham dinh)\b"
)
DONE = re.compile(r"\b(?:giai quyet|xu ly|thi hanh|xet xu|tra ket qua|phat hien|hoan thanh)\b")
_TOTAL = re.compile(
    r"(?:(?:so voi|cua|trong|tren) )?(?P<all>tong |(?=so ))"
    r"(?P<head>(?:(?:tri gia|gia tri|kim ngach|muc|luong|so|nguon|the)\b ?)*)"
    r"(?P<name>(?:(?!(?:cua|toan|ca|tren|trong|nam|tinh|va|cac|tang|giam|so voi)\b)[^\W\d]+ ?){0,6})"
)
_OWN_PLAN = re.compile(
    r"(?:so voi )?(ke hoach|du toan|chi tieu)(?: (?:du toan|phap lenh|duoc|giao|ca|nam|von|de ra))*"
)
_ANY_PLAN = re.compile(r"\b(?:ke hoach|du toan|chi tieu)\b(?!.*\bphan dau\b)")
_REPEATED = re.compile(
    r"(?:[^\W\d]+ ){0,8}(?:[(,-] )?(?:tuong (?:duong|ung)|tuc)(?: voi| la)?|(?:[^\W\d]+ ){0,8}\("
)
_PLANNED = frozenset(["ke", "hoach"])
_NOT = frozenset(["chua", "khong"])
_NOUNS = frozenset(["an", "vu", "viec", "ho", "so", "don", "da", "duoc"])
_MORE = re.compile(r"\b(?:moi|them|bo sung|ton|ky truoc|chuyen sang|con lai|lan luot|binh quan|trung binh)\b")


def plain_pair(passage: Passage, rate: Quantity) -> Pair | None:
    """The pair that the words name, if they do so beyond doubt."""
    if _MORE.search(rate.before) or not (rate.exact or _set_off(passage, rate)):
        return None
    found = _fraction(passage, rate)
    if found is None and changes_by(rate) is None:
        found = _repeated(passage, rate) or _of_plan(passage, rate) or _against_plan(passage, rate)
        found = found or _of_noun(passage, rate)
        found = found or _of_total(passage, rate) or _of_own_plan(passage, rate) or _in_time(passage, rate)
    return found if found is not None and found.rate is not None else None


def _set_off(passage: Passage, rate: Quantity) -> bool:
    """Whether "hơn 61%" stands behind a sign: 12/14 xã đạt trên 90% is a bound of each."""
    before = _before(passage, rate)
    return bool(before) and _SIGN.search(passage.words(before[-1].last + 1, rate.token)) is not None


_SIGN = re.compile(r"[,;:(]")
_HEDGE = re.compile(r"\b(?:hon|tren|gan|khoang|xap xi)$")


def _fraction(passage: Passage, rate: Quantity) -> Pair | None:
    """597/726 vụ (đạt 82,2%); 22,6 tỷ đồng/12,9 tỷ đồng, ước đạt 175,6% kế hoạch."""
    before = _before(passage, rate)
    if not before or _BESIDE.fullmatch(_between(passage, before[-1], rate)) is None:
        return None
    last = before[-1]
    if voted(last):
        return None
    if last.of is not None and last.kind != "rank" and last.exact and not named_base(rate):
        return Pair(last, last, bound=True) if last.value <= last.of and rate.value <= _ALL else None
    if len(before) < _TWO:
        return None
    part = before[-2]
    if _OF_ALL.search(last.before) and _WORDS.fullmatch(passage.words(part.last + 1, last.token)):
        counted = plain(part) and plain(last) and part.kind == last.kind == "count" and not named_base(rate)
        fits = counted and part.value <= last.value and rate.value <= _ALL
        return Pair(part, last, bound=True) if fits else None
    alike = part.of is None and part.exact and last.exact and units.same_unit(part.measure, last.measure)
    struck = passage.tokens[last.token - 1].text == "/" and last.token - part.last <= _NOTE
    return Pair(part, last, bound=True) if alike and struck and part.kind in {"money", "size"} else None


def _of_plan(passage: Passage, rate: Quantity) -> Pair | None:
    """Thu 955 tỷ đồng, đạt 81% so với chỉ tiêu tỉnh giao (1.180 tỷ đồng)."""
    if not _PLAN.match(rate.after) or not rate.before.endswith(("dat", "bang")):
        return None
    plan = next((q for q in passage.quantities if q.token > rate.last), None)
    if plan is None or not plain(plan) or not _IN_BRACKET.fullmatch(passage.words(rate.last + 1, plan.token)):
        return None
    near = [q for q in _before(passage, rate) if q.depth <= rate.depth and changes_by(q) is None]
    done = [q for q in near if units.same_unit(q.measure, plan.measure)]
    own = [q for q in done if ";" not in passage.words(q.last, rate.token).split()] or done
    return Pair(own[0], plan, bound=True) if len(own) == 1 and fine(own[0]) else None


def _against_plan(passage: Passage, rate: Quantity) -> Pair | None:
    """Cộng 919 hồ sơ, so với mục tiêu 850 hồ sơ đạt 108,1%."""
    before = _before(passage, rate)
    plan = before[-1] if before else None
    if plan is None or not planned(plan) or plan.of is not None or rate.depth or plan.depth:
        return None
    words = f"{passage.words(plan.last + 1, rate.token)} "
    done = [q for q in before[:-1] if units.same_unit(q.measure, plan.measure) and not q.depth]
    fits = len(done) == 1 and plain(done[0]) and not named_base(rate)
    return Pair(done[0], plan, bound=True) if fits and _REACHED.fullmatch(words) else None


def _repeated(passage: Passage, rate: Quantity) -> Pair | None:
    """Trong số 412 giáo viên có 42% là nữ (tương đương 172 giáo viên)."""
    part = next((q for q in passage.quantities if q.token > rate.last), None)
    whole = next((q for q in reversed(_before(passage, rate)) if q.depth <= rate.depth and _among(q)), None)
    if part is None or whole is None or not (plain(part) and plain(whole) and _alike(whole, part)):
        return None
    words = passage.words(rate.last + 1, part.token)
    between = [q for q in passage.within(whole.last, rate.token) if q.depth <= rate.depth]
    told = _REPEATED.fullmatch(words) and not opens_between(passage, whole.last, rate.token)
    others = any(q.kind != "percent" and not limits(q) for q in between)
    fits = part.value <= whole.value and rate.value <= _ALL
    return Pair(part, whole, bound=True) if told and fits and not others else None


def _among(quantity: Quantity) -> bool:
    return quantity.kind == "count" and re.search(r"\btrong (?:tong )?so$", quantity.before) is not None


def _of_noun(passage: Passage, rate: Quantity) -> Pair | None:
    """Kiểm tra 89 xe, trong đó có 85 xe vi phạm (chiếm 95,5%); thụ lý 175 vụ, đã giải quyết 170 vụ, đạt …"""
    before = _before(passage, rate)
    part = next((q for q in reversed(before) if not (limits(q) or changes_by(q))), None)
    if part is None or not plain(part) or part.kind != "count" or part.depth > rate.depth:
        return None
    named = named_base(rate)
    if named and not (named <= _PLANNED and part.unit == "chỉ tiêu"):
        return None
    if passage.tokens[part.token - 1].text == "/" or not _SAID.fullmatch(_between(passage, part, rate)):
        return None
    others = [q for q in before if q.token < part.token and _alike(q, part)]
    wholes = [q for q in others if plain(q) and q.depth <= part.depth]
    if len(wholes) != 1 or rate.value > _ALL:
        return None
    whole = wholes[0]
    if any(q.kind == "percent" for q in passage.within(whole.token, part.token)):
        return None
    return Pair(part, whole, bound=True) if _tied(passage, whole, part, rate, others) else None


def _tied(
    passage: Passage, whole: Quantity, part: Quantity, rate: Quantity, others: Sequence[Quantity]
) -> bool:
    """Whether one is told as a part of the other, or as what was done of it."""
    words = passage.words(whole.last + 1, part.token)
    if ";" in words or _MORE.search(whole.before) or _MORE.search(part.before):
        return False
    done = RECEIVED.search(whole.before) and DONE.search(part.before)
    if part.value > whole.value:
        return bool(done) and len(others) == 1
    reached = part.before.startswith("da ") and rate.before.startswith("dat") and rate.value < _ALL
    among = _AMONG.search(words) or _OF_ALL.search(whole.before)
    full = rate.value == _ALL and rate.depth > part.depth
    return bool(done or among or reached) and not full


def _of_total(passage: Passage, rate: Quantity) -> Pair | None:
    """Xuất khẩu đạt 74,09 tỷ USD, trong đó … 40,65 tỷ USD, chiếm 54,9% tổng trị giá xuất khẩu."""
    said, part = _TOTAL.match(rate.after), _told_before(passage, rate)
    if said is None or part is None or _shown_behind(passage, rate) or is_listed(passage, part):
        return None
    named = frozenset(said["name"].split()) - _NOUNS - frozenset(fold(part.unit).split())
    if not said["all"] and len(named) < _TWO:
        return None  # số vụ: of which?
    near = [q for q in _candidates(passage, part) if rate.sentence - q.sentence <= _TWO]
    words = [(q, own) for q in near if not _EARLIER.search(own := _ahead(passage, q))]
    if named:
        near = [
            q for q, own in words if named <= (has := frozenset(own.split())) and not _NOT & (has - named)
        ]
        near = [q for q in near if "tong" in _ahead(passage, q).split()] or near
        near = [q for q in near if q.sentence == rate.sentence] or near
    else:
        tong = f"tong {said['head']}".strip()
        near = [q for q, own in words if tong in own or _OF_ALL.search(own)]
    return _only(near, part)


def _shown_behind(passage: Passage, rate: Quantity) -> bool:
    """Chiếm 78,03% trong tổng số 14.745 việc; chiếm 70,2% tổng số (3.310 người)."""
    behind = next((q for q in passage.quantities if q.token > rate.last), None)
    if behind is None or behind.sentence != rate.sentence:
        return False
    return _SHOWN.fullmatch(passage.words(rate.last + 1, behind.token)) is not None


def is_listed(passage: Passage, part: Quantity) -> bool:
    """Gồm nợ quá hạn 3.187, nợ khoanh 3.715, chiếm 0,21%: the last of several parts; all may be meant."""
    first, _last = passage.sentence(part.sentence)
    before = [q for q in passage.within(first, part.token) if units.same_unit(q.measure, part.measure)]
    return len(before) > 1 and opens_between(passage, before[0].last, before[-1].token)


def _of_own_plan(passage: Passage, rate: Quantity) -> Pair | None:
    """Tổng kế hoạch là 307 tỷ đồng, đã giao 303 tỷ đồng (bằng 98,7% kế hoạch): with nothing between but what
    is told as a share of that plan too."""
    said, part = _OWN_PLAN.fullmatch(rate.after), _told_before(passage, rate)
    if said is None or part is None or bracketed_whole(passage, rate) is not None:
        return None
    told = {q.token for q in passage.quantities if q.kind == "percent" and q.after == rate.after}
    found = _candidates(passage, part)
    rated = [any(q.last < at <= q.last + _RIGHT_BEHIND for at in told) for q in found]
    near = [(q, _ahead(passage, q)) for q, own in zip(found, rated, strict=True) if not (own or q.depth)]
    plan = [q for q, own in near if said[1] in own]
    plan = plan or [q for q, own in near if q.sentence == rate.sentence and _ANY_PLAN.search(own)]
    return _only(plan, part) if plan and all(rated[found.index(plan[0]) + 1 :]) else None


def _in_time(passage: Passage, rate: Quantity) -> Pair | None:
    """Đã giải quyết 1.014 hồ sơ, đúng hạn 1.006 hồ sơ. … Tỷ lệ giải quyết đúng hạn đạt 99,2%."""
    told = _TIMELY.search(rate.before)
    if told is None or named_base(rate) or not rate.before.startswith(("ty le", "ti le")):
        return None
    near = [q for q in passage.quantities if q.token < rate.token and plain(q) and q.kind == "count"]
    said = [(q, _ahead(passage, q).replace(" va truoc", "")) for q in near]
    parts = [q for q, own in said if told[0].replace(" va truoc", "") in own and "truoc han" not in own]
    wholes = [q for q, own in said if DONE.search(own) and not (_TIMELY.search(own) or _OTHERS.search(own))]
    own = any(q.sentence == rate.sentence for q in near)  # of others: cấp huyện tiếp nhận …
    fits = len(parts) == 1 and not own and rate.value < _ALL
    return _only([q for q in wholes if q.token < parts[0].token], parts[0]) if fits else None


def _told_before(passage: Passage, rate: Quantity) -> Quantity | None:
    """The part that a rate is told of, other rates between them aside."""
    equals = passage.words(rate.token - 1, rate.token) == "="
    if not (equals or rate.before.startswith(("chiem", "bang", "dat"))):
        return None
    before = (q for q in reversed(_before(passage, rate)) if q.depth <= rate.depth and q.kind != "percent")
    part = next((q for q in before if q.approximation != "range"), None)
    return part if part is not None and fine(part) and changes_by(part) is None else None


def _candidates(passage: Passage, part: Quantity) -> list[Quantity]:
    """The figures before a part that it may be a part of."""
    return [
        q for q in passage.quantities
        if q.token < part.token and q.kind == part.kind and units.same_unit(q.measure, part.measure)
        and fine(q) and changes_by(q) is None
    ]  # fmt: skip


def _only(found: Sequence[Quantity], part: Quantity) -> Pair | None:
    fits = len(found) == 1 and part.value <= found[0].value
    return Pair(part, found[0], bound=True) if fits else None


def _ahead(passage: Passage, quantity: Quantity) -> str:
    """The words from the figure, or the sign, before."""
    first, _last = passage.sentence(quantity.sentence)
    before = passage.within(first, quantity.token)
    words = ASIDE.sub("", passage.words(before[-1].last + 1 if before else first, quantity.token))
    return _SIGNS.split(words)[-1]


def _before(passage: Passage, rate: Quantity) -> list[Quantity]:
    first, _last = passage.sentence(rate.sentence)
    return passage.within(first, rate.token)


def _between(passage: Passage, quantity: Quantity, rate: Quantity) -> str:
    words = _HEDGE.sub("", ASIDE.sub("", passage.words(quantity.last + 1, rate.token)))
    return f"{' '.join(words.split())} " if words else ""


def _alike(one: Quantity, part: Quantity) -> bool:
    """Of one noun: 54.750 lượt hộ, 9.056 hộ."""
    noun = fold(part.unit).split()
    return one.kind == "count" and frozenset(noun) <= frozenset(one.after.split()[: len(noun) + 1])


_TWO = 2
_RIGHT_BEHIND = 6  # tokens
_NOTE = 5  # tokens of a stroke with a mark of a note before it
