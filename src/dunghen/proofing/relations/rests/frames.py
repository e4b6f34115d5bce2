"""What is done and what is left: received = resolved + pending, resolved = before + on + after time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import DOWN, THAN, TOTAL, UP
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.rests.flows import balances
from dunghen.proofing.relations.rests.raised import raised_stocks
from dunghen.proofing.relations.rests.stocks import stocks
from dunghen.proofing.relations.wholes import worded
from dunghen.proofing.vocabulary import any_of

_REST = re.compile(
    r"^(?:hien |hien nay |va |van |so |so ho so |nhu vay )*"
    r"(?:con lai|con|chua|dang|ton|chuyen (?:sang )?ky sau|trong han)\b"
    r"|\b(?:no lai|no dong|con no|con thieu|con du|ton dong|thieu|huy du toan)\b"
    r"|\b(?:con lai|dang giai quyet|dang xu ly|chua giai quyet|chua xu ly|chua den han)\b"
    r"|\bdang trong (?:thoi )?han\b|\bvang\b|\bcon du\b"
    r"|\bchua (?!ke|bao gom|tinh|duoc tinh)\w+"
)
_NOT_REST = any_of("not_rest")
_COUNTED = frozenset({"count", "bare", "money"})
_BACK, _MOST = 3, 6  # sentences and quantities that are said together
_CLEAR_REST = re.compile(r"^(?:nhu vay |hien |so |va |van )*con(?: lai| \w+)?\b|\bcon lai\b")
_GIVEN = any_of("given")
_DONE = any_of("done")
_EARLY = re.compile(r"(?<!va )\b(?:truoc|som) (?:thoi )?(?:han|hen)\b")
_ON_TIME = re.compile(r"\b(?:dung (?:thoi )?(?:han|hen)|dung va truoc han|truoc va dung han)\b")
_LATE = re.compile(r"\b(?:tre|qua|cham) (?:thoi |tien )?(?:han|hen|do)\b|\bkhong dung han\b")
_RESOLVED = re.compile(
    r"\b(?:da (?:duoc )?(?:giai quyet|xu ly|tra)|giai quyet(?: xong)?|tra ket qua|hoan thanh|xu ly xong)\b"
)
_PENDING = re.compile(r"\b(?:dang|chua|con lai|trong han)\b")


def find_frames(document: Document) -> Iterator[Draft]:
    """Every relation between what was given, what was done, and what is left."""
    for passage in document.passages:
        for group in _groups(passage):
            yield from frames_of(group)
        for place, rest in enumerate(passage.quantities):
            if (told := _near_rest(passage, place)) is not None:
                yield left_draft(rest, told, consistent=False)
        yield from stocks(passage)
        yield from balances(passage)
        yield from raised_stocks(passage)
    for items in document.lists:
        firsts = [q for index in items for q in document.passages[index].quantities[:1] if _usable(q)]
        for first in range(max(len(firsts) - 2, 0)):
            yield from frames_of(firsts[first : first + _MOST])


def frames_of(group: Sequence[Quantity]) -> Iterator[Draft]:
    """Every such relation among quantities that are said together."""
    yield from _left_over(group)
    yield from _explained(group)
    yield from _by_role(group)
    yield from _by_time(group)


def _groups(passage: Passage) -> Iterator[list[Quantity]]:
    """Quantities said together: of a sentence and the few before it."""
    by_sentence: dict[int, list[Quantity]] = {}
    for quantity in passage.quantities:
        if _usable(quantity):
            by_sentence.setdefault(quantity.sentence, []).append(quantity)
    for sentence, own in sorted(by_sentence.items()):
        group = list(own)
        for back in range(1, _BACK + 1):
            before = by_sentence.get(sentence - back, [])
            if len(before) + len(group) > _MOST:
                break
            group = [*before, *group]
        yield group


def _usable(quantity: Quantity) -> bool:
    return quantity.of is None and _plain(quantity)


def _left_over(group: Sequence[Quantity]) -> Iterator[Draft]:
    """Given - done = left."""
    for place, rest in enumerate(group):
        if place < 2 or not _REST.search(rest.label) or _NOT_REST.search(rest.label):
            continue
        earlier = [q for q in group[:place] if units.may_add(q.measure, rest.measure) and q.value > 0]
        before = [q for q in earlier if units.same_unit(q.measure, rest.measure)]
        fitting = _fitting_difference(earlier, rest)
        if fitting is not None:
            yield left_draft(rest, fitting, consistent=True)
        elif any(
            (_REST.search(q.label) or _LATE.search(q.label)) and q.sentence == rest.sentence
            for q in group[place + 1 :]
        ):
            continue  # đang thực hiện 29, chưa thực hiện 16: one of several rests
        elif (pair := _given_and_done(before, rest)) is not None and not _carried_over(
            pair[0], rest, pair[0].value - sum((q.value for q in pair[1:]), Decimal(0))
        ):
            yield left_draft(rest, pair, consistent=False)


def _carried_over(given: Quantity, rest: Quantity, due: Decimal) -> bool:
    """Whether there is so much more left than should be that some of it came from before."""
    if "con" in rest.before.split() or not _FLOWS.search(given.label):
        return False  # còn lại says that nothing else is in it, and tasks that were given do not come over
    return rest.value - due > 0 and (rest.value - due) * _OF_REST > rest.value and rest.value >= _MANY


_FLOWS = re.compile(r"\b(?:tiep nhan|nhan|thu ly)\b")
_MANY = 100  # of a smaller rest a slip is a large part


def _explained(group: Sequence[Quantity]) -> Iterator[Draft]:
    """87 nhiệm vụ chưa xong (351 nhiệm vụ được giao, đã hoàn thành 264): left, then given and done."""
    for place, rest in enumerate(group[:-2]):
        given, done = group[place + 1], group[place + 2]
        inside = given.depth == done.depth == rest.depth + 1 and rest.sentence == done.sentence
        if (
            inside
            and given.value > rest.value
            and _REST.search(rest.label)
            and not _NOT_REST.search(rest.label)
        ):
            fits = given.value - done.value == rest.value
            if fits or (_GIVEN.search(given.label) and _DONE.search(done.label)):
                yield left_draft(rest, (given, done), consistent=fits)


def _by_role(group: Sequence[Quantity]) -> Iterator[Draft]:
    """còn 45 nhiệm vụ trong tổng số 210 (đã hoàn thành 155): three figures of one sentence, each with a role,
    in any order."""
    own = [q for q in group if q.sentence == group[-1].sentence]
    if len(own) != _ROLES or not all(units.same_unit(own[0].measure, q.measure) for q in own):
        return
    wholes = [q for q in own if _TOTALLED.search(q.before)]
    rests = [
        q for q in own if q not in wholes and _REST.search(q.label) and not _NOT_REST.search(q.label)
    ]  # fmt: skip
    if len(rests) != 1 or len(wholes) != 1 or (rests[0] is own[-1] and wholes[0] is own[0]):
        return
    rest, given = rests[0], wholes[0]
    done = next(q for q in own if q not in (rest, given))
    gap = given.value - done.value - rest.value
    near = abs(gap) * _SLIGHT <= given.value or alike_digits(rest.value, given.value - done.value)
    if _DONE.search(done.label) and not _PENDING.search(done.label) and given.value > done.value and near:
        yield left_draft(rest, (given, done), consistent=gap == 0)


_TOTALLED = re.compile(r"\b(?:trong )?tong(?: so| cong)?(?: \w+)?$")
_ROLES = 3  # what was given, what is done, what is left


def _fitting_difference(before: Sequence[Quantity], rest: Quantity) -> tuple[Quantity, ...] | None:
    """A given quantity and what was taken from it that leave exactly the rest."""
    for first, given in enumerate(before):
        others = before[first + 1 :]
        for done in reversed(others):
            if given.value - done.value == rest.value:
                return given, done
        for count in range(len(others), 1, -1):
            if given.value - sum((q.value for q in others[:count]), Decimal(0)) == rest.value:
                return given, *others[:count]
    return None


def _given_and_done(before: Sequence[Quantity], rest: Quantity) -> tuple[Quantity, ...] | None:
    """The pair that the words name, when they leave no choice."""
    own = [q for q in before if q.sentence == rest.sentence]
    clear = own if len(own) == 2 else [q for q in before if not _is_share_of_time(q)]
    if len(clear) != 2 or rest.value > max(clear[0].value, clear[1].value):
        return None
    given, done = clear
    is_done = _DONE.search(done.label) and not _PENDING.search(done.label)
    named = _GIVEN.search(given.before) or _CLEAR_REST.search(rest.before)
    said = _CLEAR_REST.search(rest.before) and re.match(r"trong(?: tong)? so\b|trong ", given.before)
    if (
        given.depth == done.depth == rest.depth
        and named
        and (is_done or said)
        and not _LATE.search(rest.label)
    ):
        return given, done
    return None


def _near_rest(passage: Passage, place: int) -> tuple[Quantity, Quantity] | None:
    """What was given and done, where form and nearness say that a rest was mistyped."""
    rest = passage.quantities[place]
    if rest.of is not None or rest.kind not in _COUNTED:
        return None
    words = rest.label
    if rest.token and passage.tokens[rest.token - 1].text == "(":
        words = f"{passage.words(rest.token - _BRACKET, rest.token - 1)} {words}"
    left = _REST.search(words) or re.search(r"\bcon$", rest.before)
    if not (left and _plain(rest)) or _NOT_REST.search(words):
        return None
    for given, done in _told(passage, rest):
        if _left_elsewhere(passage, rest, given.value - done.value) or _left_by(passage, rest, given):
            return None
        gap = given.value - done.value - rest.value
        leeway = Decimal(0) if rest.step == 1 else max(given.step, done.step, rest.step)
        due = given.value - done.value
        near = abs(gap) * _SLIGHT <= given.value and not _carried_over(given, rest, due)
        near = near or alike_digits(rest.value, due)
        if abs(gap) <= leeway or given.value <= done.value:
            return None
        if near and rest.value < given.value:
            return given, done
    return None


def _left_elsewhere(passage: Passage, rest: Quantity, left: Decimal) -> bool:
    """Whether another figure is what is left, or is told as a rest of its own behind this one."""
    others = [q for q in passage.quantities if q is not rest and abs(q.sentence - rest.sentence) <= 1]
    behind = (q for q in others if q.token > rest.token and q.sentence == rest.sentence)
    further = any(_REST.search(q.label) and units.same_unit(q.measure, rest.measure) for q in behind)
    return further or any(q.value == left and _PENDING.search(q.label) for q in others)


def _left_by(passage: Passage, rest: Quantity, given: Quantity) -> bool:
    """Whether what is left agrees with a fall of the same sentence: of 143 units, giảm 18, còn 125."""
    told = (q for q in passage.quantities if q.sentence == rest.sentence and q.token < rest.token)
    return any(given.value - q.value == rest.value and DOWN.search(q.before) for q in told)


def _plain(quantity: Quantity) -> bool:
    if quantity.kind not in _COUNTED or not quantity.exact:
        return False
    return not any(cue.search(quantity.before) for cue in (UP, DOWN, THAN))


def _told(passage: Passage, rest: Quantity) -> Iterator[tuple[Quantity, Quantity]]:
    """Given and done: a fraction, the two others of the sentence, or one here and the first one before."""
    near = [
        q
        for q in passage.quantities
        if _plain(q) and abs(q.sentence - rest.sentence) <= _BACK and q is not rest
    ]
    near = [q for q in near if units.same_unit(q.measure, rest.measure)]
    fractions = [q for q in (*near, *worded(passage)) if q.of is not None and q.token != rest.token]
    before = [q for q in fractions if q.token < rest.token and rest.sentence - q.sentence <= _BACK]
    after = [q for q in fractions if q.token > rest.token and q.sentence == rest.sentence]
    for fraction in before[-1:] or after[:1]:
        yield replace(fraction, value=fraction.of or Decimal(0), of=None), replace(fraction, of=None)
    own = [q for q in near if q.sentence == rest.sentence and q.of is None]
    if len(own) != 2 and not (before or after) and _STILL.match(rest.before):
        yield from _said_right_before(passage, rest)
    if fractions or any(q.token > rest.token for q in own):
        return
    if len(own) == 2 and not _REST.search(own[0].label) and not _IN_TIME.search(own[1].label):
        yield own[0], own[1]
    earlier = [q for q in near if q.sentence == rest.sentence - 1 and q.of is None]
    if len(own) == 1 and earlier and _DONE.search(own[0].label) and earlier[0] is max(earlier, key=_value):
        yield earlier[0], own[0]


def _said_right_before(passage: Passage, rest: Quantity) -> Iterator[tuple[Quantity, Quantity]]:
    """Thu nhận 186.420 hồ sơ, trả 171.906 thẻ, còn 14.514 hồ sơ: three in a row, of two nouns."""
    own = [q for q in passage.quantities if q.sentence == rest.sentence and q.depth == rest.depth]
    told = [q for q in own if q.token < rest.token and _plain(q) and units.may_add(q.measure, rest.measure)]
    if len(told) == 2 and _DONE.search(told[1].label) and told[1].token > told[0].token:
        yield told[0], told[1]


_STILL = re.compile(r"(?:hien |hien nay |nay )?con(?: lai)?$")


def _value(quantity: Quantity) -> Decimal:
    return quantity.value


_IN_TIME = re.compile(r"\b(?:dung|truoc|qua|tre|som) (?:thoi )?(?:han|hen)\b")
_OF_REST = 3  # and within this part of the rest: more than that came over from before
_SLIGHT = 8  # a slip leaves the rest within this part of what was given
_BRACKET = 10  # tokens before a bracket that say what it holds


def _is_share_of_time(quantity: Quantity) -> bool:
    return bool(
        _EARLY.search(quantity.label) or _ON_TIME.search(quantity.label) or _LATE.search(quantity.label)
    )


def left_draft(rest: Quantity, sources: Sequence[Quantity], *, consistent: bool) -> Draft:
    """A rest against what was given and what of it was done."""
    given, *done = sources
    computed = given.value - sum((q.value for q in done), Decimal(0))
    taken = " - ".join(number(q.value) for q in done)
    text = f"{number(given.value)} - {taken} = {number(computed)}, "
    text += "khớp với văn bản." if consistent else f"{off_by(rest.value, computed)}."
    return draft(
        "difference",
        "consistent" if consistent else "contradiction",
        rest,
        sources,
        computed,
        text,
        weak=True,
    )


def _by_time(group: Sequence[Quantity]) -> Iterator[Draft]:
    """Resolved = before time + on time + late."""
    late = [q for q in group if _LATE.search(q.label) and not _PENDING.search(q.label)]
    on_time = [q for q in group if _ON_TIME.search(q.label) and q not in late]
    early = [q for q in group if _EARLY.search(q.label) and q not in late and q not in on_time]
    if len(late) != 1 or len(on_time) != 1 or len(early) > 1:
        return
    parts = [*early, *on_time, *late]
    totals = [
        q for q in group if q not in parts and _RESOLVED.search(q.label) and not _PENDING.search(q.label)
        and all(units.same_unit(q.measure, part.measure) and part.depth == q.depth for part in parts)
    ]  # fmt: skip
    if not totals or (TOTAL.search(parts[-1].before) and len(totals) > 1):
        return
    total = totals[-1]
    combined = "va" in on_time[0].label.split() and bool(early)
    for some in ([*on_time, *late], parts):
        if sum((q.value for q in some), Decimal(0)) == total.value:
            yield _time_draft(total, some, consistent=True)
            return
    if not combined and total.value >= max(q.value for q in parts):
        yield _time_draft(total, parts, consistent=False)


def _time_draft(total: Quantity, parts: Sequence[Quantity], *, consistent: bool) -> Draft:
    values = [q.value for q in parts]
    computed = sum(values, Decimal(0))
    text = f"{added(values)} = {number(computed)}, "
    text += "khớp với văn bản." if consistent else f"{off_by(total.value, computed)}."
    return draft(
        "sum", "consistent" if consistent else "contradiction", total, parts, computed, text, weak=True
    )
