"""Changes: tăng or giảm by an amount, by percent, by points; "bằng p % so với"; từ A lên B."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.around import around
from dunghen.proofing.relations.comparisons import Change, past_of, readings
from dunghen.proofing.relations.cues import THAN, opens_between
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, alike_digits, amounts_to, growth, share, slack
from dunghen.proofing.relations.parallels import parallel_changes
from dunghen.proofing.relations.subjects import alike
from dunghen.proofing.relations.verbs import changes_by, falls, reaches

_EQUAL = re.compile(r"\b(?:bang|dat|tuong duong)(?: khoang| ty le| hon| gan)?$")
_TIMES = re.compile(r"\bgap(?: hon| gan| khoang)?$")
_BASE = re.compile(r"(?:so voi |cua )?(?:cung ky|nam|quy|thang|ky truoc|thuc hien nam)\b")
EACH = re.compile(r"\b(?:moi|hang|tung) (?:nam|thang|quy)\b|\bbinh quan\b|\bnam nam\b")
# so với kế hoạch giảm 2.300 hộ: what was to happen, no change between two figures
PLANNED = re.compile(r"\b(?:ke hoach|muc tieu|chi tieu|phan dau|du kien)(?: \w+){0,2} (?:tang|giam)\b")
_PLAN = re.compile(r"(?:so voi )?(?:ke hoach|chi tieu|du toan|muc tieu)\b")
_MEASURED = frozenset({"count", "bare", "money", "score", "size", "time"})
_FEW = 20  # a smaller amount lies between some two figures by accident
_BOTH = 9  # tokens between an amount and the same change in percent
_POINTS_OFF, _TIMES_OFF = Decimal(15), 2  # how far a slip of the hand leads astray
_SLIGHT = 6  # a slip in one of two values leaves their difference off by this part of them
_WHOLE = Decimal(100)


def find_changes(document: Document) -> Iterator[Draft]:
    """Every change and comparison that can be re-computed."""
    for passage in document.passages:
        rows = {change.amount.token: change for change in parallel_changes(passage)}
        for place_, quantity in enumerate(passage.quantities):
            if (change := rows.get(quantity.token)) is not None:
                yield from _of_row(change)
                continue
            verb = changes_by(quantity)
            if quantity.kind == "percent" and (whole := _in_both(passage, place_)) is not None:
                found = list(_both_ways(passage, quantity, whole))
                yield from found
                if found:
                    continue
            if (
                verb is not None
                and quantity.kind not in {"rank", "step"}
                and not PLANNED.search(quantity.before)
            ):
                yield from _changed(document, passage, quantity, falling=falls(verb))
            elif _is_equal(quantity):
                yield from _equals(document, passage, quantity)


def _of_row(change: Change) -> Iterator[Draft]:
    """A change whose two values its row names: it holds, or a slip explains why not."""
    for computed in computed_of(change)[-1:]:
        if amounts_to(change.amount, computed) and _direction(change):
            yield change_draft(change, computed, "consistent")
        elif change.amount.exact and _credible(change, computed):
            yield change_draft(change, computed, "contradiction")


def _is_equal(quantity: Quantity) -> bool:
    """bằng 205,6% so với cùng kỳ, bằng 96% quý II, gấp 1,8 lần năm 2018."""
    if quantity.unit == "lần":
        return bool(_TIMES.search(quantity.before))
    told = THAN.search(quantity.after) or _BASE.match(quantity.after)
    return quantity.kind == "percent" and bool(_EQUAL.search(quantity.before) and told)


def _in_both(passage: Passage, at: int) -> Quantity | None:
    """The amount that a percentage repeats: giảm 27 vụ (12,4%), tăng 386 lượt, tương đương 25,2%."""
    rate, amount = passage.quantities[at], passage.quantities[at - 1] if at else None
    if amount is None or amount.sentence != rate.sentence or rate.token - amount.last > _BOTH:
        return None
    words = passage.words(amount.last + 1, rate.token)
    joined = re.fullmatch(
        r"[^;:]{0,40}?[(,]? ?"
        r"(?:(?:tuong (?:duong|ung)|tuc|hay|bang|ung|voi|ty|le|khoang|la|da|muc|tang|giam|\(|,) ?)*", words
    )  # fmt: skip
    sized = amount.kind in _MEASURED and changes_by(amount) is not None
    return amount if sized and joined and re.search(r"[(,]|\bt(?:uong|uc)\b|\bhay\b", words) else None


def _both_ways(passage: Passage, rate: Quantity, amount: Quantity) -> Iterator[Draft]:
    """By so much and by so many percent: both of the same earlier value."""
    same = [
        q for q in passage.quantities
        if q.sentence == amount.sentence and q is not amount and changes_by(q) is None
        and q.kind in {amount.kind, "bare"} and units.same_unit(q.measure, amount.measure) and q.value
    ]  # fmt: skip
    if not amount.value:
        return
    falling = falls(changes_by(amount) or "")
    told = _told_base(same, amount, falling=falling)
    for value in same if told is None else ():
        several = value.value + _joined(passage, value, amount)
        for base in (
            value.value,
            *(v + (amount.value if falling else -amount.value) for v in (value.value, several)),
        ):
            true = amount.value * 100 / base if base > 0 else None
            if true is not None and agrees(rate, true):
                yield _both_draft(rate, amount, value, true, "consistent")
                return
    found_ = (told, told.value) if told else _sure_base(passage, amount, same, falling=falling)
    if found_ is not None and found_[1] > 0 and amount.exact:
        true = amount.value * 100 / found_[1]
        if agrees(rate, true):
            yield _both_draft(rate, amount, found_[0], true, "consistent")
        elif _near(rate, true) and rate.exact:
            yield _both_draft(rate, amount, found_[0], true, "contradiction")


def _joined(passage: Passage, first: Quantity, amount: Quantity) -> Decimal:
    """What is counted with a figure right behind it: còn 14 bộ, 3 cơ quan ngang bộ (giảm 5 bộ, ngành, …)."""
    between = [
        q for q in passage.within(first.last + 1, amount.token) if q.kind == first.kind and q.of is None
    ]
    return sum((q.value for q in between), Decimal(0))


def _told_base(same: list[Quantity], amount: Quantity, *, falling: bool) -> Quantity | None:
    """The earlier of two values that differ by the amount: what a change in percent is counted from."""
    for one in same:
        if any(abs(one.value - two.value) == amount.value for two in same if two is not one):
            pair = [q for q in same if abs(one.value - q.value) in {amount.value, 0}]
            return max(pair, key=lambda q: q.value) if falling else min(pair, key=lambda q: q.value)
    return None


def _sure_base(
    passage: Passage, amount: Quantity, same: list[Quantity], *, falling: bool
) -> tuple[Quantity, Decimal] | None:
    """The later value and the amount together tell the earlier one; and where it stands."""
    if len(same) != 1 or same[0].token > amount.token or not same[0].exact:
        return None
    if opens_between(passage, same[0].last + 1, amount.token):
        return None
    base = same[0].value + (amount.value if falling else -amount.value)
    return (same[0], base) if base > 0 else None


def _both_draft(rate: Quantity, amount: Quantity, value: Quantity, true: Decimal, verdict: Verdict) -> Draft:
    base = number((amount.value * 100 / true).quantize(max(amount.step, Decimal("0.01"))))
    text = f"{number(amount.value)}/{base} = {rounded(true, rate.step)}%, {_ending(rate, true, verdict)}"
    return Draft("growth", verdict, (place(rate), place(amount), place(value)), rate.value, true, text)


def _changed(document: Document, passage: Passage, amount: Quantity, *, falling: bool) -> Iterator[Draft]:
    changes = list(readings(document, passage, amount, falls=falling))
    framed = [change for change in changes if change.bound]
    small = amount.value < _FEW * amount.step and amount.kind != "percent"
    for change in framed if small and framed else changes:
        for computed in computed_of(change):
            if _direction(change) and (amounts_to(amount, computed) or _rounded(change, computed)):
                yield change_draft(change, computed, "consistent")
                return
    sure = amount.exact and not reaches(amount) and not EACH.search(amount.after[:20])
    bound = [c for c in changes if c.bound and c.now.exact and c.before.exact] if sure else []
    for change in sorted(bound, key=lambda change: not _direction(change)):
        values = computed_of(change)
        nearest = min(values, key=lambda value: abs(value - amount.value), default=None)
        if nearest is not None and _credible(change, nearest):
            yield change_draft(change, nearest, "contradiction")
        return


def _rounded(change: Change, computed: Decimal) -> bool:
    """Whether the values were rounded so far that the amount may follow: 2,3 and 1,9 triệu người."""
    relative = change.amount.kind == "percent" and change.now.kind != "percent"
    planned = _PLAN.match(change.amount.after) is not None  # what was planned was not rounded
    shown = slack(change.now) if planned else slack(change.now, change.before)
    leeway = (_WHOLE + computed) * shown if relative else Decimal(0)
    return abs(change.amount.value - computed) <= leeway + change.amount.step if leeway else False


def _credible(change: Change, computed: Decimal) -> bool:
    """Whether a slip of the hand in one of the three explains the mismatch."""
    amount = change.amount
    most = max(change.now.value, change.before.value)
    if not _direction(change):
        off = computed + amount.value if amount.kind != "percent" else most
        return amounts_to(amount, computed) or off * _SLIGHT <= most
    off = abs(computed - amount.value) if amount.kind != "percent" else most
    return _near(amount, computed) or off * _SLIGHT <= most


def _near(amount: Quantity, computed: Decimal) -> bool:
    stated = amount.value
    if alike_digits(stated, computed.quantize(amount.step)):
        return True
    if amount.kind == "percent" and (abs(stated - computed) <= _POINTS_OFF or stated == computed + _WHOLE):
        return True
    return max(stated, computed) <= _TIMES_OFF * min(stated, computed)


def _direction(change: Change) -> bool:
    return (
        (change.now.value <= change.before.value)
        if change.falls
        else (change.now.value >= change.before.value)
    )


def computed_of(change: Change) -> list[Decimal]:
    """The amounts that the two values come to, as this kind of amount: percent of a rate may mean points."""
    now, before, amount = change.now, change.before, change.amount
    gap = abs(now.value - before.value)
    relative = growth(now.value, before.value)
    if amount.unit == "lần":
        times = share(now.value, before.value)
        return [times / 100, times / 100 - 1] if times is not None else []
    if amount.kind == "ppoint":
        return [gap]
    if amount.kind == "percent":
        values = [gap] if now.kind == "percent" else []
        if relative is not None:
            values.append(abs(relative))
        return values
    return [gap]


def _equals(document: Document, passage: Passage, rate: Quantity) -> Iterator[Draft]:
    """ "bằng 205,6 % so với cùng kỳ (500)": a share of the earlier value, not a growth; gấp 1,8 lần."""
    near = [
        q for q in around(document, passage, rate) if q.sentence == rate.sentence and q in passage.quantities
    ]
    near = sorted((q for q in near if q.kind in _MEASURED and changes_by(q) is None), key=lambda q: q.token)
    now = next((q for q in reversed(near) if q.token < rate.token), None)
    past = past_of(passage, near, rate)
    behind = [q for q in near if q.token > rate.token and q.depth > rate.depth]
    if now is None and len(behind) == 2 and THAN.search(behind[1].before):
        now, past = behind  # gấp 1,8 lần cùng kỳ (58 triệu so với 32 triệu)
    if now is None or past is None or now is past or not alike(now, past):
        return
    if any(q.kind == "percent" for q in passage.within(rate.last + 1, past.token)):
        return  # bằng 205,6% so với năm 2018 và bằng 107,0% kế hoạch (6.000): the other's base
    percent = share(now.value, past.value)
    if percent is None or not (now.exact and past.exact and rate.exact):
        return
    times = rate.unit == "lần"
    true = percent / 100 if times else percent
    verdict: Verdict = "consistent" if agrees(rate, true) else "contradiction"
    if verdict == "contradiction" and not _near(rate, true):
        return
    shown = rounded(true, rate.step) + ("" if times else "%")
    text = f"{number(now.value)}/{number(past.value)} = {shown}, {_ending(rate, true, verdict)}"
    places = (place(rate), place(now), place(past))
    yield Draft("growth" if times else "percent", verdict, places, rate.value, true, text)


def change_draft(change: Change, computed: Decimal, verdict: Verdict) -> Draft:
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
