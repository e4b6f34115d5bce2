"""Between which two values a change is said: the frames of comparison, the surest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around, content_words
from dunghen.proofing.relations.changes.fromto import FROM, from_to
from dunghen.proofing.relations.changes.named import by_name, by_time
from dunghen.proofing.relations.changes.subjects import (
    about,
    alike,
    comparable,
    of_another_subject,
    own_subject,
)
from dunghen.proofing.relations.cues import THAN, TOTAL, opens_between
from dunghen.proofing.relations.verbs import VERB, changes_by
from dunghen.proofing.surface.shadow import fold

_EARLIER = re.compile(
    r"\b(?:truoc|cung ky|dau (?:nam|ky|nhiem ky)|so voi|nam 20\d\d|ky truoc|nam ngoai|quy [ivx]+|thang \d+)\b"
)
_LATER = re.compile(r"\b(?:nay|hien|sau|cuoi|con|len|xuong|den)\b")
_PAST = re.compile(r"\b(?:cung ky|nam (?:hoc )?truoc|so voi|ky truoc|quy truoc|thang truoc|nam ngoai)\b")
# What may stand between "so với …" and the value meant, without and with a bracket.
_PLAIN = re.compile(r"(?: ?[^\W\d]\w*| ?\d{1,4}| ?:| ?/){0,9} ?")
_NO_VALUE = re.compile(r"\b(?:va|dat|trong do|gom|co|nhung|thi|tuy nhien|con(?! so\b))\b")
ASIDE = re.compile(r"\([^()]*\)")  # giảm 95 đơn vị (14%) so với năm 2017 (675 đơn vị)
_BEHIND = re.compile(r"(?:so (?:voi )?cung ky[^,;.()]{0,20})?; (?:so )?(?:voi )?cung ky[^,;.()]{0,30}")
_YEAR = re.compile(r"\bnam (20\d\d)\b")
_LED = re.compile(r"(?:(?:so|vu|luot|luong|nguoi|ty)\b ?(?:[^\W\d ]+ ){0,6})?\(")
_BRACKET = re.compile(r"[^();]{0,60}\( ?(?:[^();,]{0,40})$")
_TIME = r"(?:nam|quy|thang|ky|cung ky|dau|cuoi|vu|nhiem ky|giai doan|ke hoach|du toan|chi tieu)\b"
_DATED = re.compile(
    rf"\( ?{_TIME}[^();,]{{0,30}}|(?:% )?(?:so voi |cua )?{_TIME}[^();,]{{0,30}}\( ?[^();,]{{0,30}}"
)
# so với chỉ tiêu được giao tại Quyết định số … ngày … của … (
_DECIDED = re.compile(r"so voi [^();,]{0,60}(?:nghi quyet|quyet dinh|ke hoach|chi thi)[^();,]{0,90}\($")
_AHEAD = 6  # tokens before a value that may say "so với năm trước ("
_FAR = 40  # tokens between an amount and the value behind it
_CLOSE = 14  # tokens between an amount and "từ A lên B"
_POINTS = frozenset({"percent", "ppoint"})
WHOLE = "tren tong so"  # behind a stroke: 83,4 điểm/100 điểm


@dataclass(frozen=True, slots=True)
class Change:
    """`amount` says how far `now` differs from `before`, `falls` which way; `bound`: no other choice."""

    amount: Quantity
    now: Quantity
    before: Quantity
    falls: bool
    bound: bool


def readings(document: Document, passage: Passage, amount: Quantity, *, falls: bool) -> Iterator[Change]:
    """Pairs of values that the amount may be the change between, the likeliest first."""
    for change in _readings(document, passage, amount, falls=falls):
        yield replace(change, bound=False) if _told_elsewhere(passage, change) else change


def _told_elsewhere(passage: Passage, change: Change) -> bool:
    """Tăng 3,2% so với tháng trước (2.247 tỷ đồng) và tăng 11,9% so với cùng kỳ: of another earlier value;
    riêng án kinh tế giảm 31%: of another thing."""
    amount, before = change.amount, change.before
    if of_another_subject(amount, (change.now, before)):
        return True
    other = before.token < amount.token and before.depth > amount.depth and THAN.search(amount.after)
    return bool(other and _of_another(passage, before)) or "rieng" in amount.before.split()


def _readings(document: Document, passage: Passage, amount: Quantity, *, falls: bool) -> Iterator[Change]:
    near = [q for q in around(document, passage, amount) if comparable(amount, q)]
    same = sorted((q for q in near if q.sentence == amount.sentence and q in passage.quantities), key=_place)
    yield from _told_plainly(document, passage, same, amount, falls=falls)
    pair = _only_pair(passage, same, amount) or _only_pair(passage, _of_subject(same, amount), amount)
    if pair is not None:
        yield Change(amount, pair[1], pair[0], falls, bound=own_subject(amount, pair))
    past = past_of(passage, same, amount)
    now = _now_beside(passage, same, amount, past)
    told = now
    told = told or _now_outside(passage, near, amount, past) or _now_above(document, passage, amount, past)
    if told is not None and past is not None and told is not past and alike(told, past):
        yield Change(amount, told, past, falls, bound=now is not None or not _of_part(passage, past, amount))
    if now is None and past is not None and (reached := _reached(same, amount)) is not None:
        yield Change(amount, reached, past, falls, bound=alike(reached, past))
    if (pair := _two(passage, same, amount, falls=falls)) is not None:
        yield Change(amount, pair[1], pair[0], falls, bound=own_subject(amount, pair))
    if now is not None and (named := _of_named_time(passage, near, amount, now)) is not None:
        yield Change(amount, now, named, falls, bound=True)
    for one in [q for q in (now, *same) if q is not None][:5]:
        for two in near[:12]:
            if one is not two and alike(one, two):
                yield Change(amount, one, two, falls, bound=False)


def _told_plainly(
    document: Document, passage: Passage, same: list[Quantity], amount: Quantity, *, falls: bool
) -> Iterator[Change]:
    """Từ A lên B, now and then with a stroke between, and values that the noun or the two times name."""
    for first, last in from_to(passage, same):
        bound = _beside(passage, amount, first, last) and own_subject(amount, (first, last))
        yield Change(amount, last, first, falls, bound=bound)
    yield from _both_times(passage, amount, falls=falls)
    for now, before in (*by_name(passage, amount), *by_time(document, passage, amount)):
        yield Change(amount, now, before, falls, bound=True)


def _of_part(passage: Passage, past: Quantity, amount: Quantity) -> bool:
    """Whether a list of parts opens between: giảm 273 người, trong đó công chức giảm 61 người."""
    return opens_between(passage, past.last, amount.token)


def _both_times(passage: Passage, amount: Quantity, *, falls: bool) -> Iterator[Change]:
    """giảm 2 vụ (17/19 vụ): now and then with a stroke between."""
    for both in passage.within(amount.last, amount.token + _CLOSE):
        fits = both.depth > amount.depth and units.same_unit(amount.measure, both.measure)
        if both.of is not None and fits:
            then = replace(both, value=both.of, of=None)
            yield Change(amount, replace(both, of=None), then, falls, bound=True)
            return


def _place(quantity: Quantity) -> int:
    return quantity.token


def _beside(passage: Passage, amount: Quantity, first: Quantity, last: Quantity) -> bool:
    """Whether the amount stands right before "từ A lên B" or in the words after it."""
    if amount.token > last.token:
        between = [q for q in passage.within(last.last + 1, amount.token) if q.kind != "percent"]
        return not any(changes_by(q) is None for q in between)
    words = passage.words(amount.last + 1, first.token)
    other = re.search(r"\b(?:trong do|va|nhung|con)\b", words) or VERB.search(words)
    return first.token - amount.last <= _CLOSE and not other


def _only_pair(passage: Passage, same: list[Quantity], amount: Quantity) -> tuple[Quantity, Quantity] | None:
    """Two values of one unit in the sentence and no third: before and now."""
    values = [q for q in same if q.kind != "percent" or amount.kind in _POINTS]
    if len(values) != 2 or not alike(*values) or values[0].token > amount.token:
        return None
    first, second = values
    if second.token > amount.token and past_of(passage, same, amount) is not second:
        return None
    dated = any(_EARLIER.search(q.label) for q in values)
    if ";" in passage.words(first.token, second.token) and not dated:
        return None
    if second.token < amount.token and opens_between(passage, first.last, second.token):
        return None  # thụ lý 11.041 vụ, trong đó giải quyết 10.736 vụ (tăng 776 vụ)
    order = _order(first.before, second.before)
    if order:
        return (first, second) if order < 0 else (second, first)
    told = _EARLIER.search(second.before) or _in_past(passage, second)
    if told and second.depth >= first.depth and not _EARLIER.search(first.before):
        first, second = second, first
    compared = any(_EARLIER.search(q.label) or _LATER.search(q.label) for q in values) or any(
        _EARLIER.search(passage.words(q.token - _AHEAD, q.token)) for q in values
    )
    return (first, second) if compared else None


def _of_subject(same: list[Quantity], amount: Quantity) -> list[Quantity]:
    """The values of the noun that a rate of change names: số phòng giảm 33,6%."""
    found = list(VERB.finditer(amount.before))
    subject = set(amount.before[: found[-1].start()].split()) if found and amount.kind == "percent" else set()
    return [q for q in same if q.unit and subject and set(fold(q.unit).split()) <= subject]


def _order(first: str, second: str) -> int:
    """-1 when the first words tell of an earlier year, quarter or month, 1 when the second do; else 0."""
    for pattern in _MOMENTS:
        one, two = pattern.search(first), pattern.search(second)
        if one and two and one[1] != two[1]:
            return -1 if _ROMAN.get(one[1], one[1].zfill(4)) < _ROMAN.get(two[1], two[1].zfill(4)) else 1
    return 0


_MOMENTS = (_YEAR, re.compile(r"\bquy (iv|i{1,3}|[1-4])\b"), re.compile(r"\bthang (\d{1,2})\b"))
_ROMAN = {"i": "0001", "ii": "0002", "iii": "0003", "iv": "0004"}


def _two(
    passage: Passage, same: list[Quantity], amount: Quantity, *, falls: bool
) -> tuple[Quantity, Quantity] | None:
    """Two values and no third in the sentence, or one and one in the sentence before, told of two times."""
    values = [
        q for q in same if (q.kind == "percent") == (amount.kind == "ppoint") or amount.kind == "percent"
    ]
    if len(values) == 1 and values[0].token < amount.token:
        before = [
            q for q in passage.quantities
            if q.sentence == amount.sentence - 1 and alike(q, values[0]) and comparable(amount, q)
        ]  # fmt: skip
        values = [*before, *values] if len(before) == 1 else []
    elif not values:
        values = [
            q for q in passage.quantities if q.sentence == amount.sentence - 1 and comparable(amount, q)
        ]
    if len(values) != 2 or not alike(*values) or values[0].value == values[1].value:
        return None
    if not _one_subject(passage, amount, *values):
        return None
    times = [time_of(passage, q) for q in values]
    if times[0] and times[1] and times[0] != times[1] and all(_YEAR.fullmatch(t) for t in times):
        return (values[0], values[1]) if times[0] < times[1] else (values[1], values[0])
    if values[0].kind == "percent" == amount.kind:
        return None  # a rate among rates
    told = [bool(time or _EARLIER.search(q.label)) for time, q in zip(times, values, strict=True)]
    if not any(told) or (times[0] == times[1] != "" and not _PAST.search(values[1].before)):
        return None
    high, low = sorted(values, key=lambda q: -q.value)
    return (high, low) if falls else (low, high)


def _one_subject(passage: Passage, amount: Quantity, first: Quantity, last: Quantity) -> bool:
    """Whether nothing between two values and their change speaks of something else."""
    if first.token < amount.token < last.token:
        return False
    deeper = first.depth == last.depth > amount.depth
    if first.token > amount.token and not (deeper or _EARLIER.search(last.label)):
        return False
    return not any(changes_by(q) is not None for q in passage.within(first.last, last.token))


def time_of(passage: Passage, quantity: Quantity) -> str:
    """The year, quarter or month that a value is told of; empty when none is."""
    found = [match[0] for match in _WHEN.finditer(quantity.label)]
    if found:
        return found[-1]
    first, _last = passage.sentence(quantity.sentence)
    ahead = [match[0] for match in _WHEN.finditer(passage.words(first, quantity.token))]
    return ahead[-1] if ahead else ""


_WHEN = re.compile(r"\b(?:nam (?:hoc )?20\d\d|quy (?:iv|i{1,3}|[1-4])(?: nam 20\d\d)?)\b")


def _of_named_time(
    passage: Passage, near: list[Quantity], amount: Quantity, now: Quantity
) -> Quantity | None:
    """tăng 12 lượt so với năm 2021: the only such value told of that year."""
    told = _WHEN.search(amount.after)
    if told is None or not THAN.search(amount.after):
        return None
    found = [
        q for q in near
        if q is not now and alike(q, now) and q.sentence <= amount.sentence + 1 and told[0] in q.label
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _now(passage: Passage, same: list[Quantity], amount: Quantity) -> Quantity | None:
    """The value that changed: the nearest before the amount in the sentence, not a base of comparison."""
    before = [
        q for q in same
        if q.token < amount.token and q.depth <= amount.depth and not _is_past(q) and q.before != WHOLE
    ]  # fmt: skip
    return before[-1] if before else None


def _now_beside(
    passage: Passage, same: list[Quantity], amount: Quantity, past: Quantity | None
) -> Quantity | None:
    """The value that changed; where the nearest is of another unit than the earlier value, the next one."""
    told = about(amount)
    earlier = [q for q in same if q.token < amount.token]
    named = [q for q in earlier if told & content_words(fold(q.unit))]
    named = named or [q for q in earlier if told & content_words(q.label)]
    now = _now(passage, named if len(named) == 1 else same, amount)
    if now is not None and past is not None and not alike(now, past):
        now = _now(passage, [q for q in same if alike(q, past)], amount)
    return now


def _now_above(
    document: Document, passage: Passage, amount: Quantity, past: Quantity | None
) -> Quantity | None:
    """- So với quý I (2.987 hồ sơ): tăng 241 hồ sơ, under a line with one figure, or behind the one total."""
    if past is None or amount.sentence != past.sentence or amount.sentence:
        return None
    above = document.section_of(passage)
    own = [q for q in above.quantities if _goes_with(q, past)] if above else []
    if len(own) == 1:
        return own[0]
    before = document.passages[max(passage.index - _BLOCKS, 0) : max(passage.index, 0)]
    totals = [
        q for other in before for q in other.quantities if _goes_with(q, past) and TOTAL.search(q.before)
    ]
    return totals[0] if len(totals) == 1 else None


def _goes_with(quantity: Quantity, past: Quantity) -> bool:
    plain = quantity.exact and quantity.of is None and changes_by(quantity) is None
    return plain and quantity.kind == past.kind != "bare" and units.same_unit(quantity.measure, past.measure)


_BLOCKS = 5  # blocks back in which a total may stand


def _now_outside(
    passage: Passage, near: list[Quantity], amount: Quantity, past: Quantity | None
) -> Quantity | None:
    """Tiếp 486 lượt. So với cùng kỳ (431 lượt) tăng 55 lượt: such a value of the sentence before."""
    if past is None:
        return None
    alike_ = [
        q for q in near
        if units.same_unit(q.measure, past.measure) and "bare" not in (q.kind, past.kind) and q.exact
    ]  # fmt: skip
    own = [q for q in alike_ if q in passage.quantities and q.sentence < past.sentence]
    before = [q for q in own if past.sentence - q.sentence == 1]
    if not before and len(own) == 1:
        return own[0]
    told = content_words(amount.after) | content_words(past.label)
    named = [q for q in before if told & content_words(q.label)]
    first = min(before, key=_place, default=None)
    largest = max(before, key=lambda q: q.value, default=None)
    return named[0] if len(named) == 1 else first if first is largest else None


def _reached(same: list[Quantity], amount: Quantity) -> Quantity | None:
    """So với năm 2020 (312,4 nghìn tấn), năm 2021 tăng 8,4%, đạt 338,7 nghìn tấn: the value behind."""
    after = [q for q in same if q.token > amount.token and q.depth == amount.depth]
    return after[0] if after and re.search(r"^(?:va )?(?:dat|len|con|la|xuong)\b", after[0].before) else None


def past_of(passage: Passage, same: list[Quantity], amount: Quantity) -> Quantity | None:
    """The value it is compared with: "so với năm 2022 (1.500)", "so với 1.500", "cùng kỳ: 1.500"."""
    after = [q for q in same if q.token > amount.token]
    if after and _than_between(passage, amount, after[0]):
        return after[0]
    told = [q for q in after if _TOLD_PAST.match(q.before) and units.same_unit(q.measure, amount.measure)]
    if len(told) == 1 and told[0].token - amount.last <= _FAR:
        return told[0]
    earlier = [q for q in same if q.token < amount.token and (_is_past(q) or _in_past(passage, q))]
    earlier = [q for q in earlier if not _of_another(passage, q)]
    return earlier[-1] if earlier else None


# giảm 42 đơn vị; trong khi năm 2015 có 350 đơn vị
_TOLD_PAST = re.compile(
    r"(?:trong khi |con )?"
    r"(?:cung ky|(?:nam(?: hoc)?|vu|quy|thang|ky|nhiem ky|dot)(?: truoc| 20\d\d)|dau nam)\b"
)


def _of_another(passage: Passage, past: Quantity) -> bool:
    """Whether the value stands in the bracket of another change: giảm 27 vụ (196 vụ), giảm 14,29%."""
    return any(
        q.depth < past.depth and 0 < past.token - q.last <= _AHEAD and changes_by(q) is not None
        for q in passage.quantities
    )


def _than_between(passage: Passage, amount: Quantity, other: Quantity) -> bool:
    """Whether the words between say that the amount is counted from the other value."""
    words = ASIDE.sub("", passage.words(amount.last + 1, other.token)).strip()
    if other.token - amount.last > _FAR:
        return False
    if ";" in words:
        return _BEHIND.match(words) is not None and words.count(";") == 1
    if other.depth > amount.depth and (_DATED.fullmatch(words) or _DECIDED.fullmatch(words)):
        return True
    match = THAN.search(words)
    if match is None:
        led = THAN.search(passage.words(passage.sentence(amount.sentence)[0], amount.token))
        return other.depth > amount.depth and (words == "(" or bool(led and _LED.fullmatch(words)))
    rest = words[match.end() :]
    if other.depth > amount.depth or "(" in words[: match.end()]:
        return _BRACKET.fullmatch(words) is not None or _PLAIN.fullmatch(rest) is not None
    return _PLAIN.fullmatch(rest) is not None and not _NO_VALUE.search(rest)


def is_earlier(passage: Passage, quantity: Quantity) -> bool:
    """Whether the words around a value tell of an earlier time."""
    told = _EARLIER.search(quantity.label) or FROM.search(quantity.before)
    return bool(told) or _in_past(passage, quantity)


def _is_past(quantity: Quantity) -> bool:
    return bool(_PAST.search(quantity.before))


def _in_past(passage: Passage, quantity: Quantity) -> bool:
    """So với cùng kỳ năm trước (431 lượt): the bracket behind the comparison."""
    at = quantity.token - 1
    if at < 0 or passage.tokens[at].text not in {"(", ":"}:
        return False
    return bool(re.search(r"\b(?:so voi|cung ky)[^,;.()]{0,40}$", passage.words(at - 12, at)))
