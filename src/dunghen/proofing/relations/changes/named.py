"""Between which two values a change lies, by the names of what changed and of the two times.

"Số người chết giảm 6 người (47 người)" behind "làm chết 41 người, bị thương 73 người": the noun tells which.
"Năm 2020 giảm 44,9% so với năm 2016" in a row of years: the times do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.changes.subjects import alike, comparable
from dunghen.proofing.relations.cues import THAN, opens_between
from dunghen.proofing.relations.verbs import VERB, changes_by
from dunghen.proofing.surface.shadow import fold

Pair = tuple[Quantity, Quantity]

_TIME = (
    r"(?:nam hoc|nam|hoc ky|quy|thang|vu|nhiem ky|giai doan|dot|ky|tuan)"
    r" (?:20\d\d(?: - 20\d\d)?|\d{1,2}\b|[ivx]+\b|dau(?: tien)?\b|thu \w+)"
)
_WHEN = re.compile(rf"\b{_TIME}")
_SINCE = re.compile(rf"\bso (?:voi )?(?:cung ky |dau |cuoi )?({_TIME})(?! nam| cung)")
_EARLIER = re.compile(r"\b(?:cung ky|truoc|dau (?:nam|ky)|cuoi nam|(?:nam|quy|thang|vu)(?: hoc)? \d{1,4})\b")
_ABOUT = re.compile(r"(?:\w+ )?ve (?:so (?:luong )?|tong )?((?:\w+ ?){1,3})")
_BACK, _BLOCKS = 3, 6  # sentences, and blocks, in which the values may stand
_REACH, _NOUN = 30, 5  # tokens to a bracket; those of a noun before a bracket that a sentence led to


def by_name(passage: Passage, amount: Quantity) -> Iterator[Pair]:
    """Now and before, where the earlier value stands in a bracket and the later one some way before."""
    subject = _subject(amount)
    past = _bracketed(passage, amount, subject)
    if past is not None and (now := _present(passage, amount, past, subject)) is not None:
        yield now, past


def by_time(document: Document, passage: Passage, amount: Quantity) -> Iterator[Pair]:
    """Now and before, where the words name two times and each is told of one value only."""
    said = (amount.after, amount.lead, amount.before)
    since = next(filter(None, map(_SINCE.search, said)), None)
    if since is None:
        return
    told = _WHEN.findall(_SINCE.sub("", amount.before))
    for values in _told_of_times(document, passage, amount):
        past = _one(values, since[1])
        if past is None:
            continue
        now = _one(values, told[-1]) if told else _right_before(values, amount)
        if now is not None and now is not past and alike(now, past):
            yield now, past
        return


def _subject(amount: Quantity) -> frozenset[str]:
    """The words that say what rose or fell: số người chết giảm 6 người; tăng 5% về số doanh nghiệp; giảm 6
    người chết."""
    found = list(VERB.finditer(amount.before))
    said = THAN.sub("", _SINCE.sub("", amount.before[: found[-1].start()])) if found else ""
    about = _ABOUT.match(amount.after)
    told = content_words(said) | (content_words(about[1]) if about else frozenset())
    if told or amount.kind != "count" or THAN.search(amount.after):
        return told
    return content_words(amount.after) - content_words(fold(amount.unit))


def _bracketed(passage: Passage, amount: Quantity, subject: frozenset[str]) -> Quantity | None:
    """The earlier value in the first bracket behind the amount that holds a comparable one."""
    first, last = passage.sentence(amount.sentence)
    led = THAN.search(passage.words(first, amount.token)) is not None
    inside: list[Quantity] = []
    for other in passage.within(amount.last + 1, min(amount.last + _REACH, last)):
        between = passage.words(amount.last + 1, other.token)
        if ";" in between or (changes_by(other) is not None and not subject):
            break
        if other.depth != amount.depth + 1 or not comparable(amount, other) or _is_rate(other, amount):
            continue
        ahead = between[: between.rfind("(")]
        told = THAN.search(between) or _EARLIER.search(other.before)
        near = led and "(" not in ahead and len(ahead.split()) <= _NOUN and changes_by(other) is None
        if told or near:
            if inside and ")" in passage.words(inside[-1].last, other.token):
                break
            inside.append(other)
    return _named(inside, subject) if inside else _ahead(passage, amount, subject)


def _is_rate(value: Quantity, amount: Quantity) -> bool:
    """Whether it is a rate beside the values that changed; a change in points lies between rates."""
    return value.kind == "percent" and amount.kind != "ppoint"


def _ahead(passage: Passage, amount: Quantity, subject: frozenset[str]) -> Quantity | None:
    """So với cùng kỳ (186 khoản) tăng 31 khoản: the value in the bracket right before the change."""
    inside = [
        q for q in passage.quantities
        if q.depth == amount.depth + 1 and q.sentence == amount.sentence and comparable(amount, q)
        and 0 < amount.token - q.last <= _NEXT and q.kind != "percent"
        and _CLOSED.fullmatch(passage.words(q.last + 1, amount.token))
        and _COMPARED.search(passage.words(q.token - _FRONT, q.token)) and not _of_another(passage, q)
    ]  # fmt: skip
    return _named(inside, subject)


def _of_another(passage: Passage, past: Quantity) -> bool:
    """Tăng 3,2% so với tháng trước (2.247 tỷ đồng): the bracket of the change before it."""
    return any(
        changes_by(q) is not None and q.depth < past.depth and ";" not in passage.words(q.last, past.token)
        for q in passage.within(past.token - _FRONT, past.token)
    )


_CLOSED = re.compile(r"(?:[^;.()]* )?\) ?,?(?: \w+){0,6}")
_COMPARED = re.compile(r"\b(?:so (?:voi )?|cung ky|nam truoc)[^;.()]{0,60}\( ?[^();]*$")
_NEXT, _FRONT = 16, 20  # tokens


def _present(passage: Passage, amount: Quantity, past: Quantity, subject: frozenset[str]) -> Quantity | None:
    """The later value: the only one of the nearest sentence that has some, the one of the noun, or the total
    of a list."""
    measure = past.measure if past.kind != "bare" else amount.measure
    for back in range(_BACK + 1):
        values = [
            replace(q, of=None) for q in passage.quantities
            if q.sentence == amount.sentence - back and q.token < amount.token and q.depth <= amount.depth
            and units.same_unit(q.measure, measure) and q.kind != "rank" and not _is_rate(q, amount)
            and changes_by(q) is None and not THAN.search(q.before) and q.exact
        ]  # fmt: skip
        now = _named(values, subject) or _over_parts(passage, values, amount)
        if now is not None or (values and not subject):
            return now
    return None


def _named(values: Sequence[Quantity], subject: frozenset[str]) -> Quantity | None:
    """The only one, or the one whose words say most of the subject."""
    if len(values) == 1:
        return values[0]
    shared = [len(subject & content_words(q.label)) for q in values]
    best = max(shared, default=0)
    return values[shared.index(best)] if best and shared.count(best) == 1 else None


def _over_parts(passage: Passage, values: Sequence[Quantity], amount: Quantity) -> Quantity | None:
    """218 đơn, gồm 104 đơn khiếu nại và 14 đơn tố cáo; so với cùng kỳ: the total of the parts."""
    if len(values) <= _PARTS:
        return None
    total, part, last = values[0], values[1], values[-1]
    behind = last.sentence < amount.sentence or _AGAIN.search(passage.words(last.last, amount.token + 1))
    opened = opens_between(passage, total.last + 1, part.token) or (
        ":" in passage.words(total.last + 1, part.token).split()
    )
    return total if opened and behind else None


_AGAIN = re.compile(r"[;.:] (?:\w+ ){0,4}so (?:voi|cung)")
_PARTS = 2


def _told_of_times(document: Document, passage: Passage, amount: Quantity) -> Iterator[list[Quantity]]:
    """The figures that are told of a time, of this block and of those before it."""
    for index in range(passage.index, max(passage.index - _BLOCKS, -1), -1):
        own = passage if index == passage.index else document.passages[index]
        values = [
            q for q in own.quantities
            if comparable(amount, q) and q.kind != "percent" and q.exact and _WHEN.search(q.before)
            and (own is not passage or -_BACK <= q.sentence - amount.sentence <= 0)
        ]  # fmt: skip
        if len(values) > 1:
            yield values


def _one(values: Sequence[Quantity], time: str) -> Quantity | None:
    found = [q for q in values if re.search(rf"\b{time}\b", _SINCE.sub("", q.before))]
    return found[0] if len(found) == 1 else None


def _right_before(values: Sequence[Quantity], amount: Quantity) -> Quantity | None:
    """Tháng thứ ba 80.106 hồ sơ, tăng 7,5%: the value that the amount follows."""
    before = [q for q in values if q.token < amount.token and q.sentence == amount.sentence]
    return before[-1] if before else None
