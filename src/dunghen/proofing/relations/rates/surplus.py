"""What was reached of a plan, told with what is above or below it: thu 560 tỷ đồng, đạt 112% dự toán, vượt 60
tỷ đồng. Both figures tell the plan and so the rate; a surplus in per cent is the rate without its hundred."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, draft, number, off_by, place, rounded
from dunghen.proofing.relations.judge import nearly, slack
from dunghen.proofing.relations.wholes import fine

_BEYOND = re.compile(r"\b(vuot|hut)(?: (?:them|mat|khoang|la|ke hoach|du toan|chi tieu))*$")
_REACHED = re.compile(r"\b(?:dat|bang)(?: (?:ty le|ti le|khoang))?$")
_UNIT = r"(?:(?!so\b)\w+ ?){0,4}"
_PLAN = r"(?:so (?:voi )?)?(?:muc )?(?:ke hoach|du toan|chi tieu|muc tieu|nghi quyet)\b.*"
_OF_PLAN = re.compile(rf"(?:{_PLAN})?")
_AMOUNT_OF_PLAN = re.compile(rf"{_UNIT}(?:{_PLAN})?")
_NEAR = re.compile(r"[^;:.]{0,60}")
_ALL = Decimal(100)


def find_surplus(document: Document) -> Iterator[Draft]:
    """Every rate of a plan beside what is above or below that plan."""
    for passage in document.passages:
        for at, beyond in enumerate(passage.quantities):
            said = _BEYOND.search(beyond.before) if beyond.exact else None
            rate = _rate_beside(passage, at) if said else None
            if said is None or rate is None:
                continue
            sign = 1 if said[1] == "vuot" else -1
            if beyond.kind == "percent":
                yield from _of_rates(rate, beyond, sign)
            elif (reached := _reached(passage, rate, beyond)) is not None:
                yield from _of_amounts(rate, reached, beyond, sign)


def _rate_beside(passage: Passage, at: int) -> Quantity | None:
    """The rate right before or behind a surplus, of the same plan."""
    beyond = passage.quantities[at]
    pattern = _OF_PLAN if beyond.kind == "percent" else _AMOUNT_OF_PLAN
    if not pattern.fullmatch(beyond.after):
        return None
    for rate in passage.quantities[max(at - 1, 0) : at + 2]:
        if rate is beyond or rate.kind != "percent" or not rate.exact or rate.sentence != beyond.sentence:
            continue
        first, last = sorted((rate, beyond), key=lambda q: q.token)
        apart = passage.words(first.last + 1, last.token)
        of_one = _of_one_plan(rate.after, beyond.after) and _OF_PLAN.fullmatch(rate.after)
        if of_one and _REACHED.search(rate.before) and _NEAR.fullmatch(apart):
            return rate
    return None


def _of_one_plan(one: str, two: str) -> bool:
    """Whether the words name one plan, or one of them none: not "dự toán trung ương" and "dự toán tỉnh"."""
    named = [set(found[1].split()) - _FILLERS for said in (one, two) if (found := _NAMED.search(said))]
    return len(named) < len((one, two)) or named[0] <= named[1] or named[1] <= named[0]


_NAMED = re.compile(r"\b((?:ke hoach|du toan|chi tieu|muc tieu|nghi quyet)\b.*)")
_FILLERS = frozenset(["duoc", "giao", "de", "ra", "nam", "ca"])


def _reached(passage: Passage, rate: Quantity, beyond: Quantity) -> Quantity | None:
    """The figure right before both, of the unit of the surplus."""
    first = min(rate.token, beyond.token)
    before = [q for q in passage.within(0, first) if q.sentence == rate.sentence][-1:]
    if not before or not fine(before[0]) or not units.same_unit(before[0].measure, beyond.measure):
        return None
    near = before[0].depth <= rate.depth and _NEAR.fullmatch(passage.words(before[0].last + 1, first))
    return before[0] if near else None


def _of_amounts(rate: Quantity, reached: Quantity, beyond: Quantity, sign: int) -> Iterator[Draft]:
    plan = reached.value - sign * beyond.value
    if plan <= 0:
        return
    true = reached.value * _ALL / plan
    off = abs(true - rate.value)
    holds = off <= rate.step + true * (slack(reached) + (reached.step + beyond.step) / (2 * plan))
    text = f"{number(reached.value)}/{number(plan)} = {rounded(true, rate.step)}%, "
    text += "khớp với văn bản." if holds else (
        f"văn bản ghi {number(rate.value)}%, lệch {rounded(off, rate.step)} điểm phần trăm."
    )  # fmt: skip
    verdict: Verdict = "consistent" if holds else "contradiction"
    places = (place(rate), place(reached), place(beyond))
    yield Draft("percent", verdict, places, rate.value, true, text, sure=not holds)


def _of_rates(rate: Quantity, beyond: Quantity, sign: int) -> Iterator[Draft]:
    true = (rate.value - _ALL) * sign
    if true <= 0 or not nearly(beyond, true):
        return  # đạt 67%, vượt 7% so với mục tiêu: points
    holds = abs(true - beyond.value) <= max(rate.step, beyond.step)
    text = f"{number(rate.value)} - 100 = {number(rate.value - _ALL)}, "
    text += "khớp với văn bản." if holds else f"{off_by(beyond.value, true)}."
    yield draft("growth", "consistent" if holds else "contradiction", beyond, (rate,), true, text)
