"""Changes told by amount and by per cent: "có 420 lượt, tăng 35 lượt (9,09 %) so với cùng kỳ".

What there is and the amount tell what there was, and so the per cent. What there is stands right before, or
in a row of several things in the sentence before; unit, words beside and order say which it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.changes.comparisons import ASIDE, past_of
from dunghen.proofing.relations.cues import THAN, YEARLY, opens
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, nearly, slack
from dunghen.proofing.relations.verbs import VERB, changes_by, falls
from dunghen.proofing.relations.wholes import plain
from dunghen.proofing.surface.shadow import fold

Told = tuple[Quantity, Decimal]  # where it is read, and the earlier value that it tells

_MEASURED = frozenset({"count", "bare", "money", "score", "size", "time"})
_BOTH, _REACH = 16, 30  # words between an amount and its per cent, and tokens with a bracket among them
_BACK = 3  # sentences
_LIST = 8  # figures of a list under one verb
_FEW = 20  # a smaller amount lies between some two figures by accident
_SIGN = r"(?:tuong (?:duong|ung)|ung voi|tuc|hay|bang|t[yi] le|[(,=/~+-])"
_JOINED = re.compile(
    rf"[^;:(),=]{{0,70}}?(?:, )?(?:{_SIGN} ?)(?:(?:{_SIGN}|ung|voi|khoang|la|da|dat|muc|tang|giam|them) ?)*"
)
_REPEATED = re.compile(
    r"[^;:(),=]{0,30}(?:[(,] ?|(?=cu the la|tuong (?:duong|ung)))"
    r"(?:(?:tuc|cu the|tuong (?:duong|ung)|voi|la|tang|giam|them|muc|khoang) ?)+"
)
# (5% tổng chi), (10% so với biên chế được giao): a share, or of another base
_OTHER = re.compile(r"(?:cua |tren )?(?:tong|ke hoach|du toan|chi tieu|dan so)\b")
_ANOTHER = re.compile(r"so (?:voi )?(?!.{0,12}\b(?:cung ky|nam|quy|thang|ky|dau|cuoi|truoc|vu|tuan|tet)\b)")
_LISTED = re.compile(r"[^();:.]{0,30}(?:,|va)")
_PAST = re.compile(r"\b(?:cung ky|(?:nam|quy|thang|ky) (?:hoc )?(?:truoc|ngoai)|dau nam)\b")
_TIMES = content_words("so voi cung ky nam thang quy truoc ngoai cu the trong do nhu vay dong thoi")


def rates_of_amounts(passage: Passage, at: int) -> Iterator[Draft]:
    """Whether the per cent at this place, where it repeats an amount, is that of the earlier value."""
    rate = passage.quantities[at]
    found = _before(passage, at) or _behind(passage, at)
    if found is None or not found[0].value or _OTHER.match(rate.after):
        return
    if YEARLY.search(rate.before):
        return
    amount, verb = found
    falling = falls(verb)
    every = _values(passage, amount)
    last = max((q.sentence for q in every if q.token < amount.token), default=amount.sentence)
    values = [q for q in every if q.sentence in {last, amount.sentence}]
    here = [q for q in every if q.sentence == amount.sentence]
    pairs = every if amount.value >= _FEW * amount.step else here
    told = _by_two(pairs, amount, falling=falling) or _told_before(passage, here, amount)
    for value in values if told is None else ():
        for base in (value.value, _earlier(value, amount, falling=falling)):
            if base > 0 and agrees(rate, amount.value * 100 / base):
                yield _draft(rate, amount, (value, base), "consistent")
                return
    if _of_a_rate(passage, at):
        return
    sure = (told, told.value) if told else None
    if sure is None and not rate.before.endswith("dat"):  # giảm 47 lượt, đạt 92%: of what was planned
        sure = _sure(passage, amount, values, falling=falling)
    if sure is not None and sure[1] > 0 and amount.exact and not _reached(rate, amount, sure[1], falling):
        yield from _against(passage, rate, amount, sure)


def _of_a_rate(passage: Passage, at: int) -> bool:
    """Chiếm 19,4% (giảm 3,1%, tương đương giảm 5.912 hộ): in points of the rate that it stands behind."""
    rate, before = passage.quantities[at], passage.quantities[at - 1] if at else None
    if before is None or before.kind != "percent" or before.sentence != rate.sentence:
        return False
    behind = passage.words(before.last + 1, rate.token - len(rate.before.split()))
    return behind in {"(", ","} and changes_by(before) is None


def _reached(rate: Quantity, amount: Quantity, base: Decimal, falling: bool) -> bool:
    """Tăng 89 xã, bằng 417,9% so với năm 2015: what there is now, of what there was."""
    now = base - amount.value if falling else base + amount.value
    return rate.before.endswith(("bang", "dat")) and agrees(rate, now * 100 / base)


def _against(passage: Passage, rate: Quantity, amount: Quantity, told: Told) -> Iterator[Draft]:
    """What a rate is held against the one value that it can be told of."""
    true = amount.value * 100 / told[1]
    if abs(true - rate.value) <= rate.step + true * slack(amount, told[0]):
        yield _draft(rate, amount, told, "consistent")
    elif rate.exact and _is_beside(passage, told[0], amount, rate):
        yield replace(_draft(rate, amount, told, "contradiction"), sure=True)
    elif rate.exact and nearly(rate, true) and not (rate.depth > amount.depth and _ANOTHER.match(rate.after)):
        yield _draft(rate, amount, told, "contradiction")


def _before(passage: Passage, at: int) -> tuple[Quantity, str] | None:
    """The amount and its verb: giảm 27 vụ (12,4%), tăng 386 lượt, tương đương 25,2%."""
    rate = passage.quantities[at]
    amount = next((q for q in reversed(passage.quantities[:at]) if q.depth <= rate.depth), None)
    if amount is None or amount.sentence != rate.sentence or rate.token - amount.last > _REACH:
        return None
    words = ASIDE.sub("", passage.words(amount.last + 1, rate.token))
    if amount.kind not in _MEASURED or len(words.split()) > _BOTH or not _JOINED.fullmatch(words):
        return None
    first, verb = _head(passage, at, amount)
    if verb is None:
        return None
    return (amount if rate.depth > amount.depth else first), verb


def _head(passage: Passage, at: int, amount: Quantity) -> tuple[Quantity, str | None]:
    """The first amount of a list with its verb: tăng 27 vụ, 31 đối tượng, tỷ lệ tăng 12,4%."""
    for first in reversed(passage.quantities[max(at - _LIST, 0) : at]):
        if amount.before:
            break
        if first.depth == amount.depth and first.token < amount.token:
            words = ASIDE.sub("", passage.words(first.last + 1, amount.token))
            if first.kind not in _MEASURED or not _LISTED.fullmatch(words):
                break
            amount = first
    return amount, changes_by(amount)


def _behind(passage: Passage, at: int) -> tuple[Quantity, str] | None:
    """The same the other way round: tăng 25,2%, tương ứng tăng 386 lượt; giảm 12,4% (giảm 27 vụ)."""
    rate, verb = passage.quantities[at], changes_by(passage.quantities[at])
    if verb is None or at + 1 == len(passage.quantities):
        return None
    amount = passage.quantities[at + 1]
    told = amount.kind in _MEASURED - {"bare"} and amount.token - rate.last <= _BOTH
    joined = told and _REPEATED.fullmatch(passage.words(rate.last + 1, amount.token))
    return (amount, verb) if joined else None


def _values(passage: Passage, amount: Quantity) -> list[Quantity]:
    """What of this unit is told in the sentence and in those before it."""
    return [
        q for q in passage.quantities
        if 0 <= amount.sentence - q.sentence <= _BACK and q is not amount and changes_by(q) is None
        and q.kind in {amount.kind, "bare"} and units.same_unit(q.measure, amount.measure) and q.value
    ]  # fmt: skip


def _earlier(value: Quantity, amount: Quantity, *, falling: bool) -> Decimal:
    return value.value + (amount.value if falling else -amount.value)


def _by_two(values: Sequence[Quantity], amount: Quantity, *, falling: bool) -> Quantity | None:
    """The earlier of two values that differ by the amount: what a change in per cent is counted from."""
    for one in values:
        if any(abs(one.value - two.value) == amount.value for two in values if two is not one):
            pair = [q for q in values if abs(one.value - q.value) in {amount.value, 0}]
            return max(pair, key=lambda q: q.value) if falling else min(pair, key=lambda q: q.value)
    return None


def _told_before(passage: Passage, values: list[Quantity], amount: Quantity) -> Quantity | None:
    """So với năm trước tăng 47 lượt (năm trước 271 lượt): the only value, told of the earlier time."""
    return values[0] if len(values) == 1 and past_of(passage, values, amount) is values[0] else None


def _sure(passage: Passage, amount: Quantity, values: Sequence[Quantity], *, falling: bool) -> Told | None:
    """The later value and the amount together tell the earlier one."""
    before = [q for q in values if q.token < amount.token and q.depth <= amount.depth and q.exact]
    before = [q for q in before if q.kind == amount.kind] or before
    beside = [q for q in before if ";" not in passage.words(q.last, amount.token).split()]
    now = _named(passage, amount, beside or before)
    if now is None:
        return None
    first, _last = passage.sentence(amount.sentence)
    between = ASIDE.sub("", passage.words(max(now.last + 1, first), amount.token))
    if opens(between.replace("cu the", "")):
        return None
    base = _earlier(now, amount, falling=falling)
    return now, (now.value if _PAST.search(now.before) else base)


def _is_beside(passage: Passage, now: Quantity, amount: Quantity, rate: Quantity) -> bool:
    """106 vụ, tăng 02 vụ, tương ứng 1,92% so với cùng kỳ: told of nothing but these, however far off."""
    if now.sentence != amount.sentence or not VERB.match(amount.before) or not plain(now):
        return False
    words = f"{passage.words(now.last + 1, amount.token - len(amount.before.split()))} "
    since = rate.after or amount.after
    plainly = not rate.after or rate.after.startswith("so ")
    return plainly and bool(_BESIDE.fullmatch(words)) and not (_ANOTHER.match(since) or _OTHER.search(since))


_BESIDE = re.compile(r"(?:[^\W\d]+ ){0,8}[,(] ")


def _named(passage: Passage, amount: Quantity, values: Sequence[Quantity]) -> Quantity | None:
    """Which of them changed: by the words beside it, else right before the change, else in the same order."""
    said = _said(amount)
    shared = [len(said & content_words(q.label)) for q in values]
    best = max(shared, default=0)
    if best and shared.count(best) == 1:
        return values[shared.index(best)]
    if not values or (said and not best):
        return None
    if len(values) == 1 or (values[-1].sentence == amount.sentence and not said):
        return values[-1]
    rows = [
        q for q in passage.quantities
        if q.sentence == amount.sentence and changes_by(q) and units.same_unit(q.measure, amount.measure)
    ]  # fmt: skip
    return values[rows.index(amount)] if amount in rows and len(rows) == len(values) else None


def _said(amount: Quantity) -> frozenset[str]:
    """The words that say what rose or fell: số người chết giảm 6 người; giảm 6 người chết."""
    verbs = list(VERB.finditer(amount.before))
    ahead = amount.before[: verbs[-1].start()] if verbs else ""
    behind = amount.after[: than.start()] if (than := THAN.search(amount.after)) else amount.after
    words = content_words(f"{ahead} {behind}") - content_words(fold(amount.unit)) - _TIMES
    return frozenset(word for word in words if not word.isdigit())


def _draft(rate: Quantity, amount: Quantity, told: Told, verdict: Verdict) -> Draft:
    value, base = told
    true = amount.value * 100 / base
    shown = f"{number(amount.value)}/{number(base)} = {rounded(true, rate.step)}%"
    gap = rounded(abs(true - rate.value), rate.step)
    wrong = f"văn bản ghi {number(rate.value)}%, lệch {gap}"
    text = f"{shown}, {'khớp với văn bản' if verdict == 'consistent' else wrong}."
    return Draft("growth", verdict, (place(rate), place(amount), place(value)), rate.value, true, text)
