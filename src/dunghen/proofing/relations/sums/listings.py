"""Totals and their parts in running text: behind "gồm", "trong đó", a bracket, before "tổng cộng"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import DOWN, THAN, TOTAL, UP, Opener, is_partial, openers
from dunghen.proofing.relations.judge import sums_up
from dunghen.proofing.relations.sums.heads import headed
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.parts import Scope, in_their_unit, parts_in
from dunghen.proofing.relations.sums.portions import shares_hold, shares_short
from dunghen.proofing.relations.verbs import reaches
from dunghen.proofing.surface.shadow import fold

# Traits that people share: a woman may be a party member too, so such parts do not add up.
_SHARED = re.compile(
    r"\b(?:nu|dang vien|nguoi dan toc|dan toc (?:thieu|it)|ton giao|tre(?! (?:han|hen))|duoi \d+ tuoi"
    r"|trinh do|dat chuan|nguoi co cong|lanh dao)\b"
)
ENDING = 12  # letters in which a list trails off ("...")
_BEHIND_COLON = 25  # tokens between a colon and the first part
_LEAD_IN = 3  # words before an opener that still begins its sentence
_REST = re.compile(r"\b(?:con lai|khac)\b")


@dataclass(frozen=True, slots=True)
class Listing:
    """Parts that may belong to one of several totals, and how sure it is that they are all of them."""

    totals: tuple[Quantity, ...]
    parts: tuple[Quantity, ...]
    sure: int  # 2 all of them by its words, 1 probably, 0 may be some, -1 may overlap
    whole: bool = False  # the parts are of one form up to the end of their list: none of them may be left off


def after_opener(
    document: Document, passage: Passage, opener: Opener, scope: Scope, stops: Sequence[int]
) -> Iterator[Listing]:
    totals = _totals_before(document, passage, opener)
    if not totals:
        return
    totals = _of_their_unit(passage, scope, totals)
    tried = (_done_only([q, *totals], parts_in(passage, scope, q, stops)) for q in totals)
    parts = next((some for some in tried if len(some) > 1), [])
    if not parts and totals[0].sentence < passage.tokens[opener.first].sentence:
        totals, parts = _farther(document, passage, scope, stops, totals[0])
    if totals[0].sentence != passage.tokens[opener.first].sentence and len(totals) > 1:
        alike = (q for q in totals if any(units.same_unit(q.measure, part.measure) for part in parts))
        totals = tuple(alike) or totals
    words = passage.words(opener.last, scope.last)
    if parts and ";" in passage.words(opener.last, parts[0].token):
        return
    if sum(part.value > 0 for part in parts) < 2 or _one_pair(passage, parts):
        return  # 25 người tái cử, còn lại giới thiệu mới, không có người tự ứng cử
    if len(turns := _in_turn(passage, parts)) > 1:
        yield from _of_each_unit(totals, turns, words, full=opener.kind == "full")
        return
    sure = 2 if opener.kind == "full" else 1 if homogeneous(parts) else 0
    partial = is_partial(passage.words(opener.first - 1, parts[0].token)) or is_partial(words[-ENDING:])
    partial = partial or _open_end(passage, parts, scope.last) or shares_short(passage, parts)
    partial = partial or shares_hold(passage, totals[0], parts)
    partial = partial or (sure == 0 and len(parts) == 2 and not parallel(parts))
    sure = min(sure, 1) if _mixed(totals[0], parts) else sure
    whole = (
        len(parts) > 2
        and totals[0].kind != "time"
        and parallel(parts)
        and len({part.unit for part in parts}) == 1
        and bool(parts[0].unit)
    )
    whole = whole and len({_sign(passage, one, two) for one, two in pairwise(parts)}) == 1 and sure > 0
    whole = whole and _unbroken(passage, parts)
    yield Listing(fitting(totals, parts), tuple(parts), -1 if partial else _with_shared(parts, sure), whole)


def _unbroken(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """Whether no other figure of their noun stands between plain parts: 2.667 đơn với 405 đơn …, 150 đơn …"""
    between = passage.within(parts[0].token, parts[-1].token + 1)
    alike = [q for q in between if q.depth == parts[0].depth and q.unit == parts[0].unit]
    return len(alike) == len(parts) and all(q.of is None for q in alike)


def _of_each_unit(
    totals: tuple[Quantity, ...], turns: list[list[Quantity]], words: str, *, full: bool
) -> Iterator[Listing]:
    """Parts of two units in turn, each held against the totals; against one, only those of its own unit:
    1.647 lượt, tại chỗ 1.147 lượt/1.325 người, tại nhà 500 lượt/761 người."""
    held = any(sums_up(q, some) for some in turns for q in totals)  # one column holds: so must the other
    own = [some for some in turns if some[0].unit in {total.unit for total in totals}]
    for some in own if own and len(totals) == 1 else turns:
        whole = 2 if held or full else 1 if homogeneous(some) else 0
        yield Listing(fitting(totals, some), tuple(some), -1 if is_partial(words) else whole)


def _of_their_unit(passage: Passage, scope: Scope, totals: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """First the one of the unit of the first part, where two stand together: 906 vụ với 1.012 đối tượng."""
    first = [q for q in passage.within(scope.first, scope.last) if q.depth == scope.depth][:1]
    counted = in_their_unit(passage, totals[0], first)
    return counted, *(q for q in totals if q is not counted)


def _farther(
    document: Document, passage: Passage, scope: Scope, stops: Sequence[int], last: Quantity
) -> tuple[tuple[Quantity, ...], list[Quantity]]:
    """The nearest figure of the parts' noun further back, where the sentence before tells of something else:
    Xây 791 nhà. Kinh phí hơn 4 tỷ đồng. Trong đó cấp tỉnh xây 354 nhà, …"""
    before = document.counted_before(passage)
    own = [q for q in passage.within(0, last.token) if last.sentence - q.sentence <= _BACK]
    outside = before.quantities if before is not None and last.sentence <= _BACK else ()
    for total in reversed((*outside, *own)):
        if may_total(total) and total.of is None and not changes(total):
            parts = parts_in(passage, scope, total, stops)
            if len(parts) > 1 and all(units.same_unit(total.measure, part.measure) for part in parts):
                return (total,), parts
    return (last,), []


_BACK = 2  # sentences


def _in_turn(passage: Passage, parts: list[Quantity]) -> list[list[Quantity]]:
    """The parts, or where they are of two units in turn, 1.096 lượt/1.307 người, or of two kinds between
    higher signs, 7 vụ khiếu nại, 12 vụ tố cáo; 19 vụ khiếu nại, 37 vụ tố cáo, those of each."""
    first, second = parts[::2], parts[1::2]
    if len(first) != len(second) or len(first) < _COLUMN:
        return [parts]
    alike = all(units.same_unit(some[0].measure, q.measure) for some in (first, second) for q in some)
    apart = not units.same_unit(first[0].measure, second[0].measure) or _of_two_kinds(passage, parts)
    return [first, second] if alike and apart else [parts]


def _of_two_kinds(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """Whether every second sign is a higher one, and a word behind each figure before it stands behind none
    of the others, and likewise."""
    signs = [_sign(passage, one, two) for one, two in pairwise(parts)]
    words = [set(part.after.split()) for part in parts]
    own = set.intersection(*words[::2]).difference(*words[1::2])
    others = set.intersection(*words[1::2]).difference(*words[::2])
    return set(signs[::2]) == {","} and set(signs[1::2]) == {";"} and bool(own and others)


_COLUMN = 2  # parts of one unit


def _one_pair(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """18 vụ - 55 bị can, 18 vụ/55 bị can: two figures of one thing."""
    one, *others = parts
    apart = len(others) == 1 and not units.same_unit(one.measure, others[0].measure)
    return apart and passage.words(one.last + 1, others[0].token) in {"-", "/"}


def _sign(passage: Passage, one: Quantity, two: Quantity) -> str:
    """The sign between two parts; "và" stands for any."""
    tokens = passage.tokens[one.last + 1 : two.token]
    return ";" if any(t.text == ";" and t.depth == one.depth for t in tokens) else ","


def _done_only(totals: Sequence[Quantity], parts: list[Quantity]) -> list[Quantity]:
    """Parts up to the first that is still to be done, where the total is what was done."""
    if any(total.of for total in totals[1:2]) or not _DONE.search(totals[0].before):
        return parts
    return parts[: next((i for i, part in enumerate(parts) if i and _PENDING.search(part.before)), None)]


_DONE = re.compile(r"\b(?:da \w+|giai quyet|xu ly|hoan thanh|tra ket qua)(?: \w+){0,3}$")
_PENDING = re.compile(r"^(?:so )?(?:con |hien )?(?:dang|chua den han|chuan bi|con lai|ton)\b")


def _mixed(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """107 xã. Cụ thể, 33 xã nâng cao, 9 xã kiểu mẫu và 5 huyện: of its noun and of others."""
    same = [part.unit == total.unit for part in parts if part.unit]
    return any(same) and not all(same)


def _open_end(passage: Passage, parts: Sequence[Quantity], last: int) -> bool:
    """Whether the list ends with a rest that has no number: "còn lại là các lĩnh vực khác"."""
    words = passage.words(parts[-1].last + 1, last)
    found = re.search(r"\b(?:con lai|so con lai|ngoai ra|con nua)\b(.*)", words)
    return found is not None and not re.search(r"\d", found[1])


def _totals_before(document: Document, passage: Passage, opener: Opener) -> tuple[Quantity, ...]:
    """Quantities that may be the total, the likeliest first."""
    sentence = passage.tokens[opener.first].sentence
    depth = passage.tokens[opener.first].depth
    before = [q for q in passage.quantities if q.token < opener.first and may_total(q)]
    same = [q for q in before if q.sentence == sentence and q.depth <= depth]
    same += [replace(q, value=q.of, of=None) for q in same if q.of is not None and q.depth == depth]
    if same:
        inside = [q for q in same if q.depth == depth]
        if depth and inside and not _opens_bracket(passage, opener, inside[-1]):
            same = inside
        return tuple(reversed(same[-4:]))
    start, _end = passage.sentence(sentence)
    if opener.first - start > _LEAD_IN:  # "số còn lại gồm 7.172 hồ sơ" says its own number
        return headed(before, passage.words(start, opener.first))
    earlier = [q for q in before if q.sentence == sentence - 1 and q.depth == 0]
    earlier += [replace(q, value=q.of, of=None) for q in earlier if q.of is not None]
    if earlier:
        return _by_likeliness(earlier)
    return _from_outside(document, passage) if sentence == 0 else ()


def _opens_bracket(passage: Passage, opener: Opener, quantity: Quantity) -> bool:
    """Whether a bracket opens between the quantity and the opener."""
    return any(token.text == "(" for token in passage.tokens[quantity.token : opener.first])


def _by_likeliness(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Those called totals first, then the nearest."""
    ranked = list(reversed(quantities))
    ranked.sort(key=lambda quantity: 0 if TOTAL.search(quantity.before) else 1)
    return tuple(ranked[:4])


def _from_outside(document: Document, passage: Passage) -> tuple[Quantity, ...]:
    """For a footnote the quantity that carries its mark, for an item what its parent ends with."""
    if passage.block.kind == "note":
        anchor = document.anchors.get(passage.index)
        return (anchor[1],) if anchor and may_total(anchor[1]) else ()
    other = document.counted_before(passage)
    if other is not None and other.block.kind == "paragraph" == passage.block.kind:
        told = [q for q in other.quantities if q.sentence == other.last_sentence and may_total(q)]
        return _by_likeliness(_no_part(other, told))
    return ()


def _no_part(passage: Passage, told: list[Quantity]) -> list[Quantity]:
    """Without figures that are told one after the other as parts: trong đó 330 đơn thư, 61 cuộc gọi."""
    if len(told) < _SIBLINGS:
        return told
    start = passage.sentence(told[0].sentence)[0]
    opened = next((opener.first for opener in openers(passage) if opener.first >= start), None)
    before = [q for q in told if opened is None or q.token < opened]
    return before if len(told) - len(before) >= _SIBLINGS else told


_SIBLINGS = 2  # figures of one list


def may_total(quantity: Quantity) -> bool:
    """Whether it can be a sum: no rate, rank, age or multiple."""
    never = quantity.kind in {"percent", "ppoint", "rank", "step"} or quantity.unit in _NO_SUMS
    return not (never or quantity.odd)


_NO_SUMS = frozenset({"lần", "tuổi", "giờ", "phút", "‰"})


def fitting(totals: Sequence[Quantity], parts: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Totals that the parts may make up, the likeliest first: no change, no base, not too small."""
    largest = max(part.value for part in parts)
    fit = [q for q in totals if all(units.may_add(q.measure, part.measure) for part in parts)]
    named = any(q.value >= largest and q.kind == parts[0].kind for q in fit)
    first = next((q for q in fit if q.kind != "bare" or not named), None)  # bài đạt điểm 10: of no noun
    proper = [q for q in fit if not THAN.search(q.before) and (q.value >= largest or q is first)]
    steady = [
        q for q in proper if changes(parts[0]) or not changes(q) or reaches(q)
    ]  # giảm còn 5 is no change
    ranked = steady or proper
    ranked = sorted(
        ranked, key=lambda q: 0 if any(units.same_unit(q.measure, part.measure) for part in parts) else 1
    )
    return tuple(ranked)


def changes(quantity: Quantity) -> bool:
    return _says_change(quantity.before)


@lru_cache(maxsize=8192)
def _says_change(words: str) -> bool:
    return bool(UP.search(words) or DOWN.search(words))


def homogeneous(parts: Sequence[Quantity]) -> bool:
    """Parts said in one way: all with a label before, or all of one unit, or a known set of kinds."""
    if closed(parts):
        return True
    if any(_REST.search(part.label) for part in parts[1:]):
        return True
    labels_first = [bool(part.before.split()[2:] or len(part.before) > 6) for part in parts]
    nouns = {part.unit for part in parts if part.unit}
    one_unit = len(nouns) <= 1 or (len(nouns) == len(parts) and len({noun.split()[0] for noun in nouns}) == 1)
    numbers_first = not any(part.before for part in parts[1:])
    return len(parts) >= 3 and one_unit and (all(labels_first[1:]) or numbers_first)


def parallel(parts: Sequence[Quantity]) -> bool:
    """Parts said in one form: each with its label before the number, or none."""
    first, *others = (bool(_CHANGES.sub("", OPENING.sub("", part.before))) for part in parts)
    return first == others[0] if len(others) == 1 else all(others) or not any(others)


OPENING = re.compile(
    r"^(?:(?:trong (?:tong )?(?:so )?(?:do|nay|tren)|gom|bao gom|cu the|co|la|da|va|voi|thi|lan luot)\b ?)+"
)


_CHANGES = re.compile(r"^(?:tang|giam)(?: duoc)?$")  # trong đó giảm 42 cơ quan, 363 đơn vị
_PAPERS = frozenset({"ho so", "van ban", "thu tuc", "don", "vu", "vu viec", "de tai", "du an"})  # no people


def _with_shared(parts: Sequence[Quantity], sure: int) -> int:
    """Less sure where the parts are traits that one person may share."""
    units_told = {fold(part.unit) for part in parts}
    if units_told & _PAPERS:
        return sure
    noun = units_told.pop() if len(units_told) == 1 else ""  # 789 đảng viên, 207 đảng viên: no trait
    shared = sum(bool(_SHARED.search(part.label.replace(noun, "") if noun else part.label)) for part in parts)
    both = any(re.search(r"\bnam\b", part.label) for part in parts)
    rest = any(_REST.search(part.label) for part in parts[1:])
    return -1 if shared and sure < 2 and not (both or rest) else sure


def after_colon(passage: Passage, known: Sequence[Opener]) -> Iterator[Listing]:
    """Có 48 trường hợp bị xử lý: khiển trách 30, cảnh cáo 18."""
    for at, token in enumerate(passage.tokens):
        if token.text != ":" or any(opener.first - 2 <= at <= opener.last + 1 for opener in known):
            continue
        before = [
            q for q in passage.quantities if q.token < at and q.sentence == token.sentence and may_total(q)
        ]
        before = [q for q in before if q.depth == token.depth]
        if not before and token.depth == 0:
            yield from _after_label(passage, at)
            continue
        if not before or not _only_nouns(passage, before[-1], at):
            continue
        _first, last = passage.sentence(token.sentence)
        parts = parts_in(passage, Scope(at + 1, last, token.depth), before[-1])
        if (
            len(parts) < 2
            or is_partial(passage.words(min(at - 3, before[-1].last + 1), parts[0].token))
            or is_partial(passage.words(last - 3, last))
        ):
            continue
        if _with_shared(parts, 1) < 0 or shares_hold(passage, before[-1], parts):
            continue
        same = [units.same_unit(before[-1].measure, part.measure) for part in parts]
        alike = len(parts) >= 3 and len({part.unit for part in parts} - {""}) <= 1
        close = parts[0].token - at < _BEHIND_COLON
        if (all(same) or alike) and close:
            yield Listing((before[-1],), tuple(parts), 1)
        elif parts[0].token == at + 1 and parallel(parts):
            yield Listing((before[-1],), tuple(parts), 0)  # 45 văn bản: 12 kế hoạch, 33 công văn


def _only_nouns(passage: Passage, quantity: Quantity, colon: int) -> bool:
    """Whether no new clause begins between a figure and a colon; 28 sở, ban, ngành: is one noun."""
    depth = passage.tokens[colon].depth
    signs = [
        t.text for t in passage.tokens[quantity.last + 1 : colon] if t.depth == depth and t.text not in "()"
    ]
    labelled = quantity.token > 0 and passage.tokens[quantity.token - 1].text == ":"
    if {";", "."} & set(signs):
        return False
    words = passage.words(quantity.last + 1, colon)
    led = _DIVIDED.search(words) is not None or _BY_FORMS.search(words) is not None
    return "," not in signs or led or (len(signs) <= _NOUN and not labelled)


_DIVIDED = re.compile(
    r", (?:trong do|chia|tinh|thuoc|o|tai|tren|theo)(?: theo)? (?:cac|tung|\w+) [^,:]{2,30}$"
)
_BY_FORMS = re.compile(r"\b(?:voi|bang|theo)(?: cac)? (?:hinh thuc|loai|muc do|muc|dang)$")
_NOUN = 5  # tokens behind a unit that go on with it


def _after_label(passage: Passage, colon: int) -> Iterator[Listing]:
    """1.250 người. Trình độ: tiến sĩ 12 người, …: a sentence that only divides the number before it."""
    sentence = passage.tokens[colon].sentence
    before = [q for q in passage.quantities if q.sentence == sentence - 1 and q.depth == 0 and may_total(q)]
    _first, last = passage.sentence(sentence)
    if len(before) != 1 or before[0].of is not None:
        return
    parts = parts_in(passage, Scope(colon + 1, last, 0), before[0])
    if len(parts) >= 3 and all(units.same_unit(before[0].measure, part.measure) for part in parts):
        yield Listing((before[0],), tuple(parts), 0)


def one_unit(total: Quantity, parts: Sequence[Quantity]) -> bool:
    return (
        all(units.same_unit(total.measure, part.measure) for part in parts)
        or len({p.unit for p in parts}) == 1
    )
