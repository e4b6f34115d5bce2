"""Rates whose base their company tells: shares beside them, the plan they are measured by, a known total.

Each kind of company leaves few readings. What none of them and no other pair near by comes to is a slip where
it is close, and nothing where it is not.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around, content_words
from dunghen.proofing.relations.draft import place
from dunghen.proofing.relations.judge import agrees
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.find import is_attached
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.rates.told import bracketed
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import bracketed_whole, counts, named_base, plain, planned
from dunghen.proofing.surface.blocks import Place

_ALL = Decimal(100)
_APART = 8  # tokens between a part and the rate in its bracket or behind its comma
_FEW = 3  # parts of a list that tell their shares
_ENOUGH = 0.7  # powers of ten of evidence, less what the number of readings takes
_CLOSE = Decimal("1.3")  # times by which a rate of a plan may be off
_RATE_OF = re.compile(r"^(?:voi )?(?:ty|ti) le|^(?:ket qua|tien do|muc do)\b")
_DONE = re.compile(r"\b(?:giai quyet|xu ly|hoan thanh|thuc hien|giai ngan|tra loi|thi hanh)\b")
_REST = re.compile(r"\b(?:con lai|dang|chua|qua han|con)\b")


def kin_of(document: Document, passage: Passage, rate: Quantity, known: Known) -> Pair | None:
    """The pair that the rate misses by a slip; None where nothing tells it or something near agrees."""
    for pairs, closeness in (
        (_beside(passage, rate, known), _by_slip),
        (_in_step(passage, rate, known), _by_slip),
        (_planned(document, passage, rate), _of_plan),
        (_related(passage, rate, known), _by_slip),
    ):
        found = [(pair, true) for pair in pairs if (true := pair.rate) is not None]
        if any(agrees(rate, true) for _pair, true in found):
            return None
        told = [(closeness(rate, true, len(found)), pair) for pair, true in found]
        best = max(told, key=lambda one: one[0], default=None)
        if best is not None and best[0] > 0 and not _elsewhere(document, passage, rate, best[1]):
            return best[1]
    return None


def _by_slip(rate: Quantity, true: Decimal, readings: int) -> float:
    return evidence(rate.value, true, rate.step, _ALL) - math.log10(readings) - _ENOUGH


def _of_plan(rate: Quantity, true: Decimal, readings: int) -> float:
    """How close it comes: of several parts the closest is the one that is measured."""
    fold = max(true, rate.value) / min(true, rate.value) if min(true, rate.value) else _ALL
    return float(_CLOSE - fold) / readings


def _elsewhere(document: Document, passage: Passage, rate: Quantity, pair: Pair) -> bool:
    """Whether the part has another whole near by of which the rate is true."""
    near = [q for q in around(document, passage, rate) if counts(q) and q.value]
    return any(
        agrees(rate, pair.part.value * 100 / whole)
        for q in near
        for whole in (q.value, q.of)
        if whole and whole != pair.part.value
    )


def _beside(passage: Passage, rate: Quantity, known: Known) -> Iterator[Pair]:
    """Tiến sĩ 12 (4,0%), thạc sĩ 60 (20,0%), đại học 228 (67,0%): the base of the shares beside this one."""
    rates = [q for q in passage.quantities if q.kind == "percent" and abs(q.sentence - rate.sentence) <= 1]
    part = _part_of(passage, rate)
    if part is None or len(rates) < 2:
        return
    wholes = {}
    for other in rates:
        base = known.base_of(other) if other is not rate and _one_form(passage, rate, other) else None
        if base is not None:
            wholes[base] = next((q for q in passage.quantities if place(q) == base), None)
    for whole in wholes.values():
        if whole is not None and whole is not part and units.same_unit(part.measure, whole.measure):
            yield Pair(part, replace(whole, value=whole.of, of=None) if whole.of else whole, bound=True)
    if not wholes:
        yield from _of_their_sum(passage, rate, part, rates)


def _in_step(passage: Passage, rate: Quantity, known: Known) -> Iterator[Pair]:
    """Duyệt 132 lượt, kinh phí 214 tỷ đồng; đã chi 128 lượt, đạt 97,0%, kinh phí 208 tỷ đồng, đạt 97,2%: two
    rows, of which the rate beside tells which figure belongs to which."""
    part = _part_of(passage, rate)
    if part is None:
        return
    row = [q for q in passage.quantities if plain(q) and q.depth == part.depth]
    at = {place(q): index for index, q in enumerate(row)}
    rates = (q for q in passage.quantities if q.kind == "percent" and abs(q.sentence - rate.sentence) <= 1)
    wholes: dict[Place, Quantity] = {}
    for held in chain.from_iterable(map(known.holds, rates)):
        told = held.kind == "percent" and len(held.places) == _FEW
        first, base = map(at.get, held.places[1:]) if told else (None, None)
        if first is None or base is None:
            continue
        step = at[place(part)] - first
        whole = row[base + step] if 0 < base + step < first and step else None
        if whole is not None and whole.value >= part.value and _of_one_name(part, whole):
            wholes[place(whole)] = whole
    yield from (Pair(part, whole, bound=True) for whole in wholes.values())


def _of_one_name(part: Quantity, whole: Quantity) -> bool:
    shared = content_words(part.label) & content_words(whole.label)
    return bool(shared) and units.same_unit(part.measure, whole.measure)


def _of_their_sum(
    passage: Passage, rate: Quantity, part: Quantity, rates: Sequence[Quantity]
) -> Iterator[Pair]:
    """Parts that tell their shares of what they make up, where all others do."""
    own = [q for q in rates if q.sentence == rate.sentence and _one_form(passage, rate, q)]
    parts = [p for q in own if (p := _part_of(passage, q)) is not None]
    if len(parts) != len(own) or len(own) < _FEW:
        return
    total = sum((p.value for p in parts), Decimal(0))
    right = sum(agrees(q, p.value * 100 / total) for q, p in zip(own, parts, strict=True)) if total else 0
    if right == len(own) - 1:
        yield Pair(part, replace(part, value=total), bound=True)


def _part_of(passage: Passage, rate: Quantity) -> Quantity | None:
    """The figure that a rate stands right behind, in a bracket or behind a comma."""
    before = [q for q in passage.quantities if q.token < rate.token and q.sentence == rate.sentence]
    if (inside := bracketed(passage, rate)) is not None:
        return inside
    if not before or not is_attached(passage, rate):
        return None
    part = before[-1]
    near = rate.token - part.last <= _APART and part.depth <= rate.depth
    return (
        part
        if near and counts(part) and part.of is None and part.exact and changes_by(part) is None
        else None
    )


def _one_form(passage: Passage, one: Quantity, two: Quantity) -> bool:
    """Whether both rates stand in one form: told of the bracket behind, or of the figure before."""
    inside = [bracketed(passage, rate) is not None for rate in (one, two)]
    attached = is_attached(passage, one) == is_attached(passage, two)
    return one.depth == two.depth and (all(inside) or (attached and not any(inside)))


def _planned(document: Document, passage: Passage, rate: Quantity) -> Iterator[Pair]:
    """So với kế hoạch (11.300 ha) đạt 102,6%; 1.106 ha/950 ha kế hoạch, đạt 116,4%: the figures before
    the plan may be what is measured."""
    own = [q for q in passage.quantities if q.sentence == rate.sentence and counts(q) and q.of is None]
    plan = next((q for q in reversed(own) if q.token < rate.token and _is_plan(passage, q)), None)
    if plan is not None and not (is_attached(passage, rate) or _reaches(passage, plan, rate)):
        return
    plan = plan or bracketed_whole(passage, rate)
    if plan is None:
        return
    before = [q for q in own if q.token < min(plan.token, rate.token) and q.depth <= rate.depth]
    if passage.tokens[plan.token - 1].text == "/":
        yield from (Pair(part, plan, bound=True) for part in before[-1:])
        return
    before = before or [
        q for q in passage.quantities if q.sentence == rate.sentence - 1 and counts(q) and q.of is None
    ]
    for part in before:
        if units.same_unit(part.measure, plan.measure) and part.exact and changes_by(part) is None:
            yield Pair(part, plan, bound=True)


def _is_plan(passage: Passage, quantity: Quantity) -> bool:
    """Whether words before it, or before its bracket, call it the plan."""
    tokens, at = passage.tokens, quantity.token
    if at and tokens[at - 1].text == "/":
        return re.match(r"(?:\w+ )?(?:ke hoach|du toan|chi tieu|muc tieu)\b", quantity.after) is not None
    if planned(quantity):
        return True
    words = passage.words(max(at - 14, 0), at)
    return (
        re.search(r"\bso voi (?:\w+ )?(?:ke hoach|chi tieu|du toan|muc tieu)\b[^,;.()]*\($", words)
        is not None
    )


def _reaches(passage: Passage, plan: Quantity, rate: Quantity) -> bool:
    """Whether only who reaches it stands between the plan and its rate: ), thành phố mới đạt 97,32%."""
    words = passage.words(plan.last + 1, rate.token)
    return (
        re.fullmatch(
            r"(?:[^\W\d]+ ){0,4}\)? ?,? ?(?:[^\W\d]+ ){0,5}(?:dat|bang|hoan thanh)(?: \w+)? ?", f"{words} "
        )
        is not None
    )


def _related(passage: Passage, rate: Quantity, known: Known) -> Iterator[Pair]:
    """Nhận 674 hồ sơ, gồm 491 trực tuyến, 183 trực tiếp. Tỷ lệ trực tuyến …: parts of a known total."""
    base = named_base(rate) or set()
    if not (base or _RATE_OF.search(rate.before)) or rate.value > _ALL:
        return
    subject = content_words(rate.before) - {"le", "ket", "qua", "tien", "muc", "chung", "dat"}
    near = [q for q in passage.quantities if 0 <= rate.sentence - q.sentence <= 1 and counts(q)]
    own = [q for q in near if q.sentence == rate.sentence and q.token < rate.token]
    places = {place(q): q for q in near}
    parts = own[-1:] if base else own if len(own) >= _FEW - 1 else near
    for part in parts:
        for spot in known.totals_of(part):
            whole = places.get(spot)
            if whole is None or whole.value <= part.value or not part.exact:
                continue
            if base and base <= content_words(f"{whole.label} {whole.unit}"):
                yield Pair(part, whole, bound=True)
            named = not base and len(subject & content_words(part.label)) * 2 > len(subject)
            done = not base and _DONE.search(rate.before) is not None
            if (named or done) and not _REST.search(part.before):
                yield Pair(part, whole, bound=True)
