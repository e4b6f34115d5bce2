"""Changes: tăng or giảm by an amount, by percent, by points; "bằng p % so với"; từ A lên B."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.around import around
from dunghen.proofing.relations.changes.comparisons import Change, past_of, readings
from dunghen.proofing.relations.changes.fromto import FROM
from dunghen.proofing.relations.changes.grown import rates_of_amounts
from dunghen.proofing.relations.changes.parallels import parallel_changes
from dunghen.proofing.relations.changes.plain import grown_since, struck_changes, told_behind, told_in_stroke
from dunghen.proofing.relations.changes.points import point_changes
from dunghen.proofing.relations.changes.subjects import alike, own_subject
from dunghen.proofing.relations.cues import EACH, THAN, YEARLY
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, amounts_to, belied, growth, nearly, share, slack
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.doubt import mistyped
from dunghen.proofing.relations.verbs import changes_by, falls, reaches

_EQUAL = re.compile(r"\b(?:bang|dat|tuong duong)(?: khoang| ty le| hon| gan)?$")
_TIMES = re.compile(r"\bgap(?: hon| gan| khoang)?$")
_BASE = re.compile(r"(?:so voi |cua )?(?:cung ky|nam|quy|thang|ky truoc|thuc hien nam)\b")
# so với kế hoạch giảm 2.300 hộ: what was to happen, a change between two figures only where told from A to B
PLANNED = re.compile(r"\b(?:ke hoach|muc tieu|chi tieu|phan dau|du kien)(?: \w+){0,2} (?:tang|giam)\b")
_PLAN = re.compile(r"(?:so voi )?(?:ke hoach|chi tieu|du toan|muc tieu)\b")
_UNTOLD = re.compile(r"\b(?:muc tieu|ke hoach|chi tieu|du toan|binh quan|trung binh)\b")
_MEASURED = frozenset({"count", "bare", "money", "score", "size", "time"})
_FEW = 20  # a smaller amount lies between some two figures by accident
_SLIGHT = 6  # a slip in one of two values leaves their difference off by this part of them
_WHOLE = Decimal(100)


def find_changes(document: Document) -> Iterator[Draft]:
    """Every change and comparison that can be re-computed."""
    for passage in document.passages:
        rows = {change.amount.token: change for change in parallel_changes(passage)}
        sure = {change.amount.token: change for change in struck_changes(passage)}
        for place_, quantity in enumerate(passage.quantities):
            change = sure.get(quantity.token) or grown_since(passage, quantity)
            change = change or told_behind(passage, quantity) or told_in_stroke(passage, quantity)
            if change is not None:
                yield _plainly(change)
                continue
            if (change := rows.get(quantity.token)) is not None:
                yield from _of_row(change)
                continue
            verb = changes_by(quantity)
            if quantity.kind == "percent" and (found := list(rates_of_amounts(passage, place_))):
                yield from found
                continue
            if verb is not None and quantity.kind not in {"rank", "step"}:
                yield from _changed(document, passage, quantity, falling=falls(verb))
            elif _is_equal(quantity):
                yield from _equals(document, passage, quantity)


def find_totalled(document: Document, known: Known) -> Iterator[Draft]:
    """Changes told behind the parts of what has changed: 118 đơn, gồm A 104, B 14; so với năm trước (137);
    and those of rates beside the change of the numbers."""
    for passage in document.passages:
        for change in point_changes(passage, known):
            draft = _plainly(change)
            if change.amount.kind == "ppoint" or draft.verdict == "consistent":
                yield draft  # giảm 41 trẻ (giảm 9,95%): of the number, no change in points
        for amount in passage.quantities:
            verb = changes_by(amount)
            if verb is None or not amount.exact or known.states(amount, _CHANGES):
                continue
            if not (reaches(amount) or EACH.search(amount.after[:20]) or PLANNED.search(amount.before)):
                yield from _totalled(passage, amount, known, falling=falls(verb))


def _totalled(passage: Passage, amount: Quantity, known: Known, *, falling: bool) -> Iterator[Draft]:
    own = [q for q in passage.quantities if q.kind in _MEASURED and q.of is None and changes_by(q) is None]
    past = past_of(passage, [q for q in own if q.sentence == amount.sentence], amount)
    if past is None or not past.exact or not (amount.kind == "percent" or _one_unit(amount, past)):
        return
    ahead = min(amount.token, past.token)
    before = [q for q in own if q.token < ahead and amount.sentence - q.sentence <= 1 and _one_unit(q, past)]
    totals = known.totals_of(before[-1]) if before else set()
    for now in [q for q in before if place(q) in totals and q.exact][-1:]:
        change = Change(amount, now, past, falling, bound=True)
        if own_subject(amount, (now, past)) and any(nearly(amount, each) for each in computed_of(change)):
            yield from _of_row(change)


def _one_unit(one: Quantity, two: Quantity) -> bool:
    return units.same_unit(one.measure, two.measure)


_CHANGES = frozenset({"growth", "difference", "percent"})


def _of_row(change: Change) -> Iterator[Draft]:
    """A change whose two values its row names: it holds, or a slip explains why not."""
    for computed in computed_of(change)[-1:]:
        if amounts_to(change.amount, computed) and _direction(change):
            yield change_draft(change, computed, "consistent")
        elif belied(change.amount, computed) and _credible(change, computed):
            yield change_draft(change, computed, "contradiction")


def _plainly(change: Change) -> Draft:
    """What is said of a change whose words name both values."""
    values = sorted(computed_of(change), key=lambda value: abs(value - change.amount.value))
    computed = values[0]
    holds = _direction(change) and (amounts_to(change.amount, computed) or _rounded(change, computed))
    return replace(change_draft(change, computed, "consistent" if holds else "contradiction"), sure=True)


def _is_equal(quantity: Quantity) -> bool:
    """bằng 205,6% so với cùng kỳ, bằng 96% quý II, gấp 1,8 lần năm 2018."""
    if quantity.unit == "lần":
        return bool(_TIMES.search(quantity.before))
    told = THAN.search(quantity.after) or _BASE.match(quantity.after)
    return quantity.kind == "percent" and bool(_EQUAL.search(quantity.before) and told)


def _changed(document: Document, passage: Passage, amount: Quantity, *, falling: bool) -> Iterator[Draft]:
    if amount.unit == "lần" and _UNTOLD.search(amount.after):
        return  # giảm gấp 3,44 lần so với mục tiêu
    found = readings(document, passage, amount, falls=falling)
    changes = [change for change in found if not _its_parts(passage, change)]
    if PLANNED.search(amount.before):
        behind = (change for change in changes if change.before.token > amount.token)
        changes = [change for change in behind if FROM.search(change.before.before)]
    framed = [change for change in changes if change.bound]
    small = amount.value < _FEW * amount.step and amount.kind != "percent"
    tried = framed if small and framed else changes
    if framed:  # 9 and 8 permits are by accident what 36,2 and 31,7 tỷ đồng should be
        tried = [one for one in tried if one.bound or alike(one.now, framed[0].now)]
    for change in tried:
        for computed in computed_of(change):
            if _direction(change) and (amounts_to(amount, computed) or _rounded(change, computed)):
                yield change_draft(change, computed, "consistent")
                return
    level = reaches(amount) or EACH.search(amount.after[:20]) or YEARLY.search(amount.before)
    bound = [] if level else [c for c in changes if c.bound and c.now.exact and c.before.exact]
    bound = [change for change in bound if not _of_nearer(passage, change)]
    for change in sorted(bound, key=lambda change: not _direction(change)):
        values = computed_of(change)
        nearest = min(values, key=lambda value: abs(value - amount.value), default=None)
        if nearest is not None and belied(amount, nearest) and _credible(change, nearest):
            yield change_draft(change, nearest, "contradiction")
            return


def _its_parts(passage: Passage, change: Change) -> bool:
    """Whether the figures are what the amount is made of: giảm 28 đơn vị (gồm 27 xã, 1 phường)."""
    amount, first = change.amount, min(change.now, change.before, key=lambda q: q.token)
    inside = min(change.now.depth, change.before.depth) > amount.depth and first.token > amount.token
    return inside and _PARTS.search(passage.words(amount.last + 1, first.token)) is not None


_PARTS = re.compile(r"\( (?:bao )?gom\b|\( trong do\b")


def _of_nearer(passage: Passage, change: Change) -> bool:
    """Xử lý 217 vụ (cùng kỳ 186 vụ); phạt 4,86 tỷ đồng, tăng 12%: the rate is of the money before it."""
    amount = change.amount
    if amount.kind != "percent" or change.before.token > amount.token or len(amount.before.split()) > 1:
        return False
    values = (
        q for q in reversed(passage.quantities)
        if q.token < amount.token and q.sentence == amount.sentence and q.depth <= amount.depth
        and q.kind != "percent" and changes_by(q) is None
    )  # fmt: skip
    nearest = next(values, None)
    return nearest is not None and nearest.kind == "money" and not alike(nearest, change.now)


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
    if amount.kind == "percent" and mistyped(amount, change.now, change.before):
        return True
    if not _direction(change):
        off = computed + amount.value if amount.kind != "percent" else most
        return amounts_to(amount, computed) or off * _SLIGHT <= most
    off = abs(computed - amount.value) if amount.kind != "percent" else most
    return nearly(amount, computed) or off * _SLIGHT <= most


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
    before = [q for q in reversed(near) if q.token < rate.token]
    now = next((q for q in before if q.depth <= rate.depth), next(iter(before), None))
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
    others = (q for q in before if q.depth <= rate.depth and alike(q, past) and not times)
    if verdict == "contradiction" and (
        not nearly(rate, true) or any(agrees(rate, q.value * _WHOLE / past.value) for q in others)
    ):
        return
    shown = rounded(true, rate.step) + ("" if times else "%")
    text = f"{number(now.value)}/{number(past.value)} = {shown}, {_ending(rate, true, verdict)}"
    places = (place(rate), place(now), place(past))
    yield Draft("growth" if times else "percent", verdict, places, rate.value, true, text)


def change_draft(change: Change, computed: Decimal, verdict: Verdict) -> Draft:
    now, before, amount = change.now, change.before, change.amount
    high, low = max(now.value, before.value), min(now.value, before.value)
    if amount.unit == "lần":
        sum_text = f"{number(now.value)} so với {number(before.value)}: {rounded(computed, amount.step)} lần"
    elif amount.kind == "percent" and not (now.kind == "percent" and computed == high - low):
        gap_text = f"({number(now.value)} - {number(before.value)})/{number(before.value)}"
        sum_text = f"{gap_text} = {rounded(computed, amount.step)}%"
    else:
        sum_text = f"{number(high)} - {number(low)} = {number(computed)}"
    if verdict == "contradiction" and amounts_to(amount, computed):
        text = f"Từ {number(before.value)} đến {number(now.value)} là {'tăng' if change.falls else 'giảm'}, "
        text += f"văn bản ghi {'giảm' if change.falls else 'tăng'} {number(amount.value)}."
    else:
        text = f"{sum_text}, {_ending(amount, computed, verdict)}"
    kind: Kind = "growth" if amount.kind in {"percent", "ppoint"} or amount.unit == "lần" else "difference"
    places = (place(amount), place(now), place(before))
    return Draft(kind, verdict, places, amount.value, computed, text)


def _ending(amount: Quantity, computed: Decimal, verdict: Verdict) -> str:
    if verdict == "consistent":
        return "khớp với văn bản."
    gap = (
        rounded(abs(computed - amount.value), amount.step)
        if amount.kind == "percent" or amount.unit == "lần"
        else number(abs(computed - amount.value))
    )
    return f"văn bản ghi {number(amount.value)}{'%' if amount.kind == 'percent' else ''}, lệch {gap}."
