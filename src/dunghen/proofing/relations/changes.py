"""Changes: tăng or giảm by an amount, by percent, by points; "bằng p % so với"; từ A lên B."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.around import around, identity_words
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, amounts_to, growth, share

_FROM = re.compile(
    r"\btu(?: muc| con so| hang| vi tri| thu)?(?: \w+){0,2}$|\btu\b(?!.*\b(?:len|xuong|con|den)\b)"
)
_TO = re.compile(r"\b(?:len|xuong con|xuong|con|den|thanh|nay con|dat)(?: muc| con so| thanh)?$")
_EQUAL = re.compile(r"\b(?:bang|dat|tuong duong)(?: khoang| ty le| hon| gan)?$")
_VERB = re.compile(r"\b(tang|giam|vuot|cao hon|thap hon|nhieu hon|it hon|cat giam|rut ngan|tiet kiem)\b")
_EARLIER = re.compile(r"\b(?:truoc|cung ky|dau (?:nam|ky|nhiem ky)|so voi|nam 20\d\d|ky truoc)\b")
_LATER = re.compile(r"\b(?:nay|hien|sau|cuoi|con|len|xuong|den)\b")
_AHEAD = 6  # tokens before a value that may say "so với năm trước ("
_POINTS = frozenset({"percent", "ppoint"})
_JOINTS = frozenset(
    {
        "nhu",
        "vay",
        "dong",
        "thoi",
        "tuc",
        "tinh",
        "chung",
        "binh",
        "quan",
        "bang",
        "tuong",
        "duong",
        "ung",
        "chiem",
        "la",
        "giup",
        "qua",
        "do",
        "phan",
    }
)
_FALLS = frozenset({"giam", "thap hon", "it hon", "cat giam", "rut ngan", "tiet kiem"})
_MEASURED = frozenset({"count", "bare", "money", "score", "size", "time", "percent"})


@dataclass(frozen=True, slots=True)
class Change:
    """`amount` says how far `now` differs from `before`, `falls` which way; `bound`: no other choice."""

    amount: Quantity
    now: Quantity
    before: Quantity
    falls: bool
    bound: bool


def find_changes(document: Document) -> Iterator[Draft]:
    """Every change and comparison that can be re-computed."""
    for passage in document.passages:
        for quantity in passage.quantities:
            verb = changes_by(quantity)
            if verb is not None and quantity.kind not in {"rank", "step"}:
                yield from _changed(document, passage, quantity, verb)
            elif (
                quantity.kind == "percent" and _EQUAL.search(quantity.before) and THAN.search(quantity.after)
            ):
                yield from _equals(document, passage, quantity)


def changes_by(quantity: Quantity) -> str | None:
    """The verb of change right before the amount: "tăng thêm 5", "giảm khoảng 12%"."""
    words = re.sub(
        r"\b(?:tuong ung|tuong duong|ty le|la|duoc|den|toi|them|khoang|gan|len|xuong|lai|lan luot|manh|nhe)\b",
        "",
        quantity.before,
    )
    found = list(_VERB.finditer(words))
    if not found or len(words[found[-1].end() :].split()) > _VERB_REACH:
        return None
    if re.search(r"\b(?:dat|chiem|bang)\b", words[found[-1].end() :]):
        return None
    if re.search(r"\bcon(?: lai)?$|\btu\b", quantity.before[quantity.before.rfind(found[-1][0]) :]):
        return None
    return found[-1][1]


_VERB_REACH = 1


def _changed(document: Document, passage: Passage, amount: Quantity, verb: str) -> Iterator[Draft]:
    changes = list(_readings(document, passage, amount, falls=verb in _FALLS))
    for change in changes:
        for computed in _computed(change):
            if amounts_to(amount, computed) and _direction(change):
                yield _draft(change, computed, "consistent")
                return
    chosen = next((change for change in changes if change.bound), None)
    if chosen is not None and amount.exact and chosen.now.exact and chosen.before.exact:
        values = _computed(chosen)
        if values:
            nearest = min(values, key=lambda value: abs(value - amount.value))
            yield _draft(chosen, nearest, "contradiction")


def _direction(change: Change) -> bool:
    return (
        (change.now.value <= change.before.value)
        if change.falls
        else (change.now.value >= change.before.value)
    )


def _computed(change: Change) -> list[Decimal]:
    """The amounts that the two values come to, as this kind of amount: percent of a rate may mean points."""
    now, before, amount = change.now, change.before, change.amount
    gap = abs(now.value - before.value)
    relative = growth(now.value, before.value)
    if amount.kind == "ppoint":
        return [gap]
    if amount.kind == "percent":
        values = [gap] if now.kind == "percent" else []
        if relative is not None:
            values.append(abs(relative))
        return values
    return [gap]


def _readings(document: Document, passage: Passage, amount: Quantity, *, falls: bool) -> Iterator[Change]:
    """Pairs of values that the amount may be the change between, the likeliest first."""
    near = [q for q in around(document, passage, amount) if _comparable(amount, q)]
    same = [q for q in near if q.sentence == amount.sentence and q in passage.quantities]
    start = next((q for q in same if _is_from(passage, q)), None)
    if start is not None:
        end = next(
            (q for q in same if q.token > start.token and _TO.search(q.before) and _alike(q, start)), None
        )
        if end is not None:
            yield Change(amount, end, start, falls, bound=_own_subject(amount, (start, end)))
    pair = _only_pair(passage, same, amount)
    if pair is not None:
        yield Change(amount, pair[1], pair[0], falls, bound=_own_subject(amount, pair))
    now = _now(passage, same, amount)
    past = _past(passage, same, amount)
    if now is not None and past is not None and _alike(now, past):
        yield Change(amount, now, past, falls, bound=True)
    for first in [q for q in (now, *same) if q is not None][:5]:
        for second in near[:12]:
            if first is not second and _alike(first, second):
                yield Change(amount, first, second, falls, bound=False)


def _only_pair(passage: Passage, same: list[Quantity], amount: Quantity) -> tuple[Quantity, Quantity] | None:
    """Two values of one unit in the sentence and no third: before and now."""
    values = sorted((q for q in same if q.kind != "percent" or amount.kind in _POINTS), key=lambda q: q.token)
    if len(values) != 2 or not _alike(*values):
        return None
    first, second = values
    dated = any(_EARLIER.search(q.before) for q in values)
    if ";" in passage.words(first.token, second.token) and not dated:
        return None
    if _EARLIER.search(second.before) and second.depth >= first.depth and not _EARLIER.search(first.before):
        first, second = second, first
    compared = any(_EARLIER.search(q.before) or _LATER.search(q.before) for q in values) or any(
        _EARLIER.search(passage.words(q.token - _AHEAD, q.token)) for q in values
    )
    return (first, second) if compared else None


def _own_subject(amount: Quantity, pair: tuple[Quantity, Quantity]) -> bool:
    """Whether the change is said of these values: it comes before them, or names nothing else itself."""
    if amount.token < min(q.token for q in pair):
        return True
    subject = identity_words(amount.before[: _verb_start(amount)])
    return not subject - identity_words(f"{pair[0].label} {pair[1].label}") - _JOINTS


def _verb_start(amount: Quantity) -> int:
    found = list(_VERB.finditer(amount.before))
    return found[-1].start() if found else 0


def _comparable(amount: Quantity, other: Quantity) -> bool:
    if (
        other.kind not in _MEASURED
        or (other.of is not None and other.kind == "bare")
        or changes_by(other) is not None
    ):
        return False
    if amount.kind == "percent":
        return True
    if amount.kind == "ppoint":
        return other.kind == "percent"
    return units.same_unit(amount.measure, other.measure)


def _alike(first: Quantity, second: Quantity) -> bool:
    return units.same_unit(first.measure, second.measure) or (first.kind == second.kind == "percent")


def _is_from(passage: Passage, quantity: Quantity) -> bool:
    """ "từ 1.677 thủ tục": the value that something changed from."""
    return bool(re.search(r"\btu(?: muc| con so)?$", quantity.before))


def _now(passage: Passage, same: list[Quantity], amount: Quantity) -> Quantity | None:
    """The value that changed: the nearest before the amount in the sentence, not a base of comparison."""
    before = [
        q for q in same if q.token < amount.token and q.depth <= amount.depth and not _is_past(passage, q)
    ]
    return before[-1] if before else None


def _past(passage: Passage, same: list[Quantity], amount: Quantity) -> Quantity | None:
    """The value it is compared with: "so với năm 2022 (1.500)", "so với 1.500", "cùng kỳ: 1.500"."""
    after = [q for q in same if q.token > amount.token]
    if after and _than_between(passage, amount, after[0]):
        return after[0]
    earlier = [q for q in same if q.token < amount.token and _is_past(passage, q)]
    return earlier[-1] if earlier else None


def _than_between(passage: Passage, amount: Quantity, other: Quantity) -> bool:
    words = passage.words(amount.last + 1, other.token)
    if other.token - amount.last > 40 or ";" in words:
        return False
    match = THAN.search(words)
    return match is not None and not re.search(
        r"\b(?:dat|trong do|gom|co)\b", words[match.end() :].split("(")[-1]
    )


def _is_past(passage: Passage, quantity: Quantity) -> bool:
    return bool(
        re.search(r"\b(?:cung ky|nam truoc|so voi|ky truoc|quy truoc|thang truoc)\b", quantity.before)
    )


def _equals(document: Document, passage: Passage, rate: Quantity) -> Iterator[Draft]:
    """ "bằng 205,6 % so với cùng kỳ (500)": a share of the earlier value, not a growth."""
    near = [
        q for q in around(document, passage, rate) if q.sentence == rate.sentence and q in passage.quantities
    ]
    near = [q for q in near if q.kind in _MEASURED - {"percent"} and changes_by(q) is None]
    now = next((q for q in sorted(near, key=lambda q: -q.token) if q.token < rate.token), None)
    past = _past(passage, near, rate)
    if now is None or past is None or now is past or not _alike(now, past):
        return
    true = share(now.value, past.value)
    if true is None or not (now.exact and past.exact and rate.exact):
        return
    verdict: Verdict = "consistent" if agrees(rate, true) else "contradiction"
    text = f"{number(now.value)}/{number(past.value)} = {rounded(true, rate.step)}%, " + _ending(
        rate, true, verdict
    )
    places = (place(rate), place(now), place(past))
    yield Draft("percent", verdict, places, rate.value, true, text)


def _draft(change: Change, computed: Decimal, verdict: Verdict) -> Draft:
    now, before, amount = change.now, change.before, change.amount
    high, low = max(now.value, before.value), min(now.value, before.value)
    if amount.kind == "percent" and not (now.kind == "percent" and computed == high - low):
        gap_text = f"({number(now.value)} - {number(before.value)})/{number(before.value)}"
        sum_text = f"{gap_text} = {rounded(computed, amount.step)}%"
    else:
        sum_text = f"{number(high)} - {number(low)} = {number(computed)}"
    if verdict == "contradiction" and amounts_to(amount, computed):
        text = f"Từ {number(before.value)} đến {number(now.value)} là {'tăng' if change.falls else 'giảm'}, "
        text += f"văn bản ghi {'giảm' if change.falls else 'tăng'} {number(amount.value)}."
    else:
        text = f"{sum_text}, {_ending(amount, computed, verdict)}"
    kind: Kind = "growth" if amount.kind in {"percent", "ppoint"} else "difference"
    places = (place(amount), place(now), place(before))
    return Draft(kind, verdict, places, amount.value, computed, text)


def _ending(amount: Quantity, computed: Decimal, verdict: Verdict) -> str:
    if verdict == "consistent":
        return "khớp với văn bản."
    gap = (
        rounded(abs(computed - amount.value), amount.step)
        if amount.kind == "percent"
        else number(abs(computed - amount.value))
    )
    return f"văn bản ghi {number(amount.value)}{'%' if amount.kind == 'percent' else ''}, lệch {gap}."
