"""Changes whose words name both values beyond doubt: these are held against each other however far off.

"Có 2.592 người; tăng 32,3% so với năm 2015 (1.959 người)", and "34 vụ/54 tàu so với cùng kỳ (69 vụ/114 tàu)
giảm 35 vụ/60 tàu", where what there is, what there was and the changes each stand in a row of strokes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import Change
from dunghen.proofing.relations.cues import EACH
from dunghen.proofing.relations.judge import agrees, growth, share
from dunghen.proofing.relations.verbs import VERB, changes_by, falls
from dunghen.proofing.relations.wholes import plain
from dunghen.proofing.surface.shadow import fold

_NEXT = re.compile(r"(?:[^\W\d]+ ){0,8}[,;(] (?:(?:da|deu|cung|chi) ){0,2}")
_TIME = (
    r"(?:cung ky|nam|thang|quy|vu|ky|dau|cuoi)\b"
    r"(?: (?:nam|thang|quy|ky|vu|truoc|ngoai|hoc|[ivx]+|20\d\d|\d{1,2}|[/-]))*"
)
# so với cùng kỳ (, so với năm 2019 (năm 2019 là, (cùng kỳ, (năm 2018:
_SINCE = re.compile(rf"(?:so (?:voi )?{_TIME} \((?: {_TIME})?|\( {_TIME})(?: (?:la|dat|co|:))*")
_THAN = re.compile(r"(?:[^\W\d]+ ){0,2}so (?:voi )?[^;.()]{0,40}\(")
_STROKE = re.compile(r"(?:[^\W\d]+ ){0,2}/")  # vụ cháy/
_RELATIVE = frozenset({"percent", "ppoint"})
_TWO = 2
_NOUN = 12  # tokens of a noun in a bracket
_ROW = 6  # tokens from one figure of a row of strokes to the next


def grown_since(passage: Passage, rate: Quantity) -> Change | None:
    """What there is right before a growth, and what there was in the bracket right behind it."""
    verb = VERB.match(rate.before)
    before = [q for q in passage.quantities if q.token < rate.token and q.sentence == rate.sentence]
    past = next((q for q in passage.quantities if q.token > rate.last), None)
    if verb is None or not before or past is None or not rate.exact or rate.kind not in _RELATIVE:
        return None
    now = before[-1]
    listed = any(q.depth == now.depth and q.kind != "percent" for q in before[-_TWO:-1])
    if listed and not now.before.endswith((" la", " dat", " co")):
        return None  # behind a list of parts it is the growth of what they come to
    told = _NEXT.fullmatch(f"{passage.words(now.last + 1, rate.token - len(rate.before.split()))} ")
    since = _SINCE.fullmatch(passage.words(rate.last + 1, past.token))
    closed = ")" in passage.words(past.last + 1, past.last + _NOUN).split()
    if not (told and since and closed and now.depth <= rate.depth and _of_two_times(rate, now, past)):
        return None
    change = Change(rate, now, past, falls(verb[1]), bound=True)
    return change if past.value and not _is_the_change(change) else None


def told_behind(passage: Passage, amount: Quantity) -> Change | None:
    """Giảm 209 điểm trường (từ 586 xuống còn 377): where the change began and arrived, right behind it."""
    verb = changes_by(amount)
    if verb is None or amount.kind in _STEPS or not amount.exact:
        return None
    behind = passage.within(amount.last + 1, amount.last + _BOTH_BEHIND)[:_TWO]
    if len(behind) < _TWO:
        return None
    if EACH.search(amount.label) or amount.after.startswith("nam"):  # 5%/năm
        return None
    past, now = behind
    begins = _BEGINS.fullmatch(passage.words(amount.last + 1, past.token))
    arrives = _ARRIVES.fullmatch(passage.words(past.last + 1, now.token))
    if not (begins and arrives) or {past.sentence, now.sentence} != {amount.sentence}:
        return None
    same = units.same_unit(past.measure, now.measure) and past.exact and now.exact
    told = amount.kind in _RELATIVE or units.same_unit(amount.measure, past.measure)
    return Change(amount, now, past, falls(verb), bound=True) if same and told and past.value else None


_BEGINS = re.compile(r"(?:[^\W\d]+ ){0,6}[(,] tu(?: muc| con so)?")
_ARRIVES = re.compile(r"(?:[^\W\d]+ ){0,4}(?:len|xuong con|xuong|con|ve)(?: muc| con so)?")
_STEPS = frozenset({"rank", "step"})
_BOTH_BEHIND = 30  # tokens behind an amount that tell where it began and arrived


def told_in_stroke(passage: Passage, amount: Quantity) -> Change | None:
    """Giảm 13% (13/15), giảm 145 lượt (1.428/1.573) và 76 người (636/712): now and then in a bracket."""
    both = next((q for q in passage.quantities if q.token > amount.last), None)
    verb = changes_by(amount) or _verb_of_row(passage, amount)
    if verb is None or both is None or both.of is None or not _closes_on(passage, amount, both):
        return None
    now, then = replace(both, of=None), replace(both, value=both.of, of=None)
    turned = Change(amount, then, now, falls(verb), bound=True)
    if _is_part(amount, both) or _agrees(turned):  # giảm 6 xã (6/75 xã); giảm 13 xã (75/62 xã)
        return None
    return Change(amount, now, then, falls(verb), bound=True)


_OPENS = re.compile(r"(?:[^\W\d]+ ){0,8}\(")
_ROW_ON = re.compile(r"(?:[^\W\d]+ ){0,5}\) ?(?:,|;|va)")


def _verb_of_row(passage: Passage, amount: Quantity) -> str | None:
    """The verb of the amount before it, where that too has now and then in a bracket."""
    before = [q for q in passage.quantities if q.token < amount.token][-_TWO:]
    if len(before) < _TWO or before[1].of is None or before[1].depth <= before[0].depth:
        return None
    goes_on = _ROW_ON.fullmatch(passage.words(before[1].last + 1, amount.token).rstrip())
    return changes_by(before[0]) if goes_on and before[0].depth == amount.depth else None


def _closes_on(passage: Passage, amount: Quantity, both: Quantity) -> bool:
    """Whether a bracket right behind an exact amount holds just this fraction, of what the amount is of."""
    behind, closes, _rest = passage.words(both.last + 1, both.last + _NOUN).partition(")")
    if not closes or not amount.label.endswith(behind.strip()) or not amount.exact:
        return False
    if amount.kind not in {"percent", "count"} or not _OPENS.fullmatch(
        passage.words(amount.last + 1, both.token)
    ):
        return False
    named = amount.kind == "count" and units.same_unit(amount.measure, both.measure)
    return both.depth > amount.depth and (
        both.kind == "bare" or named or bool(both.unit and fold(both.unit) in amount.label)
    )


def _is_part(amount: Quantity, both: Quantity) -> bool:
    """Whether the fraction tells what part of all has changed."""
    if amount.kind != "percent" or both.of is None:
        return amount.value == both.value
    true = share(both.value, both.of)
    return true is None or agrees(amount, true)


def _agrees(change: Change) -> bool:
    now, then = change.now.value, change.before.value
    if change.amount.kind != "percent":
        return abs(now - then) == change.amount.value
    true = growth(now, then)
    return true is None or agrees(change.amount, abs(true))


def _of_two_times(rate: Quantity, now: Quantity, past: Quantity) -> bool:
    """Whether two figures can be one quantity at two times; what is told in points lies between rates."""
    if now.kind == past.kind == "percent":
        return all(q.exact and q.of is None and changes_by(q) is None for q in (now, past))
    alike = units.same_unit(now.measure, past.measure) or now.kind == past.kind == "count"
    return rate.kind == "percent" and alike and plain(now) and plain(past)


def _is_the_change(change: Change) -> bool:
    """Tăng 12,3% so với cùng kỳ (55 vụ): the bracket tells by how many."""
    if change.before.kind == "percent":
        return False
    now, by = change.now.value, change.before.value
    return any(base > 0 and agrees(change.amount, by * 100 / base) for base in (now - by, now + by, now))


def struck_changes(passage: Passage) -> Iterator[Change]:
    """The changes in rows of strokes."""
    rows = list(_rows(passage)) if " / " in passage.line else []
    for now, past, amounts in zip(rows, rows[1:], rows[2:], strict=False):
        verb = changes_by(amounts[0])
        told = passage.words(now[-1].last + 1, past[0].token)
        inside = past[0].depth > now[0].depth == amounts[0].depth
        if verb is None or not inside or not _THAN.fullmatch(told):
            continue
        if not len(now) == len(past) == len(amounts) or amounts[0].token - past[-1].last > _ROW:
            continue
        for one, two, amount in zip(now, past, amounts, strict=True):
            if units.same_unit(one.measure, two.measure) and units.same_unit(one.measure, amount.measure):
                yield Change(amount, one, two, falls(verb), bound=True)


def _rows(passage: Passage) -> Iterator[Sequence[Quantity]]:
    """Figures of different things with strokes between them: 34 vụ/54 tàu."""
    row: list[Quantity] = []
    for quantity in passage.quantities:
        struck = row and _STROKE.fullmatch(passage.words(row[-1].last + 1, quantity.token))
        if not struck:
            if len(row) > 1:
                yield row
            row = []
        row.append(quantity)
    if len(row) > 1:
        yield row
