"""Shares of one whole told over sentences and lines, whether or not a figure shows that whole.

"126 đại biểu (25%), 67 đại biểu (14%). Còn lại 61%, tương đương 306 người", or a list whose lines each tell a
part and its share: where most are true of one whole, the one that is not is held against it.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import OF_TOTAL, opens_between
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.find import rate_draft
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.rates.told import Share, Span, runs_of
from dunghen.proofing.relations.slips import evidence, slips_into
from dunghen.proofing.relations.wholes import counts, named_base
from dunghen.proofing.surface.shadow import fold

_FEW, _PAIR = 3, 2  # shares told one after another
_BACK = 3  # blocks before the first share in which the whole may stand
_SHOWN, _NAMED, _UNSAID = 3.0, 2.0, 3.0  # powers of ten that shares must tell of a whole
_SURE = 6.0  # likewise, of one that leaves no doubt
_ODD = 3  # shares that agree for each that does not
_SLIP = 0.5  # powers of ten of evidence that a share is a slip
_ALL = Decimal(100)
_RATES = frozenset({"percent", "growth"})


@dataclass(frozen=True, slots=True)
class _Whole:
    """What shares are of: the figure that shows it, if one does, and how surely."""

    value: Decimal
    figure: Quantity | None
    told: float


def find_common(document: Document, known: Known) -> Iterator[Draft]:
    """Shares that are not of the whole that those around them are of."""
    for run in runs_of(document):
        for one, rest in pairwise(run):
            yield from _of_both(one, rest, known)
        if len(run) == _PAIR and (whole := _of_one(document, run)) is not None:
            for at in range(_PAIR):
                yield from _against(run, at, whole, known)
        if len(run) >= _FEW and (whole := _whole(document, run)) is not None:
            if (figure := _mistyped(document, run, whole)) is not None:
                pair = Pair(run[0].part, figure, bound=True)
                yield replace(rate_draft(run[0].rate, pair, "contradiction"), sure=True)
                continue
            agreeing = [at for at, one in enumerate(run) if one.of(whole.value)]
            for at in range(agreeing[0], agreeing[-1] + 1):
                yield from _against(run, at, whole, known)
            yield from _at_the_ends(run, agreeing, whole, known)


def _mistyped(document: Document, run: Sequence[Share], whole: _Whole) -> Quantity | None:
    """The figure of their noun that is a slip of the whole which all are true of and no figure shows."""
    if whole.figure is not None or whole.told < _SURE or not all(one.of(whole.value) for one in run):
        return None
    slips = (q for q in _shown(document, run) if slips_into(q.value, q.step, whole.value, whole.value))
    return next((q for q in slips if _is_named(run, q)), None)


def _of_both(one: Share, rest: Share, known: Known) -> Iterator[Draft]:
    """Đã thu 94 tỷ đồng, đạt 77,2% số phải thu; chưa thu 28 tỷ đồng, chiếm 22,8% số phải thu: the
    whole is what both come to, and one agrees with it."""
    base, whole = one.rate.after, one.part.value + rest.part.value
    beside = one.passage is rest.passage and rest.part.sentence - one.part.sentence <= 1
    if not (beside and base and base == rest.rate.after and _REST.search(rest.part.before)):
        return
    pairs = [(each, each.of(whole)) for each in (one, rest)]
    for each, true in pairs if any(true for _each, true in pairs) else ():
        pair = Pair(each.part, replace(each.part, value=whole), bound=True)
        if not known.states(each.rate, _RATES):
            yield rate_draft(each.rate, pair, "consistent" if true else "contradiction")


_REST = re.compile(r"\b(?:chua|con lai|khong)\b")


def _at_the_ends(
    run: Sequence[Share], agreeing: Sequence[int], whole: _Whole, known: Known
) -> Iterator[Draft]:
    """The share right before the first, or right behind the last of those that agree."""
    for at, beside in ((agreeing[0] - 1, agreeing[0]), (agreeing[-1] + 1, agreeing[-1])):
        same = 0 <= at < len(run) and run[at].part.measure == run[beside].part.measure
        if same or (whole.told >= _SURE and 0 <= at < len(run)):
            yield from _against(run, at, whole, known)


def _against(run: Sequence[Share], at: int, whole: _Whole, known: Known) -> Iterator[Draft]:
    one = run[at]
    pair = Pair(one.part, whole.figure or replace(one.part, value=whole.value), bound=True)
    if one.of(whole.value):
        if not known.states(one.rate, _RATES):
            yield replace(rate_draft(one.rate, pair, "consistent"), sure=True)
    elif _is_inside(run, at):  # 200 hộ nghèo (50%), trong đó 50 hộ mới (25%): of that part
        if one.of(run[at - 1].part.value):
            pair = Pair(one.part, run[at - 1].part, bound=True)
            yield replace(rate_draft(one.rate, pair, "consistent"), sure=True)
    elif _is_meant(run, at, whole) and (whole.told >= _SURE or not known.states(one.rate, _RATES)):
        yield replace(rate_draft(one.rate, pair, "contradiction"), sure=whole.told >= _SURE)


def _is_inside(run: Sequence[Share], at: int) -> bool:
    """Whether "trong đó" stands between the share before and this one."""
    one, before = run[at], run[at - 1] if at else None
    if before is None or before.passage is not one.passage:
        return False
    return opens_between(one.passage, before.rate.last, min(one.part.token, one.rate.token))


def _is_meant(run: Sequence[Share], at: int, whole: _Whole) -> bool:
    """Whether a share that does not agree is told of the same whole."""
    one = run[at]
    beside = run[max(at - 1, 0) : at + 2]
    aside = one.rate.depth == one.part.depth and any(one.part.depth > other.part.depth for other in beside)
    if aside or one.part.value >= whole.value:
        return False  # (khóa trước có 167 người, tỷ lệ 33,4%)
    return _names_it(run, at, whole) and _slipped(one, whole.value)


def _names_it(run: Sequence[Share], at: int, whole: _Whole) -> bool:
    """Whether the rate names no other base: none, the figure, or that of another share of it."""
    one = run[at]
    named = named_base(one.rate)
    if not named or one.part.token > one.rate.token:  # 18% đại biểu người dân tộc (89 người): whom it counts
        return named is not None
    figure = whole.figure
    label = content_words(f"{figure.label} {fold(figure.unit)}") if figure else frozenset()
    return named <= label or any(one.of(whole.value) and named_base(one.rate) == named for one in run)


def _slipped(one: Share, whole: Decimal) -> bool:
    """Whether the rate, or the part, is one digit, a swap or a small step off."""
    part, rate, true = one.part, one.rate, one.part.value * _ALL / whole
    if slips_into(rate.value, rate.step, true - rate.step, true + rate.step):
        return True
    low, high = ((rate.value + off) * whole / _ALL for off in (-rate.step, rate.step))
    due = true - rate.step if rate.value < true else true + rate.step
    return evidence(rate.value, due, rate.step, _ALL) >= _SLIP or slips_into(part.value, part.step, low, high)


def _whole(document: Document, run: Sequence[Share]) -> _Whole | None:
    """The whole that most shares of a run are true of, where that is no accident."""
    best = None
    for figure in _shown(document, run):
        told = _told(run, figure.value)
        least = _NAMED if _is_named(run, figure) else _SHOWN
        if told and sum(one.part.value for one in run) == figure.value:
            told += math.log10(figure.value)  # no shares of anything else
        if told >= least and (best is None or told > best.told):
            best = _Whole(figure.value, figure, told)
    if best is not None:
        return best
    value = _unsaid(run)
    first = max(one.told for one in run)
    told = _told(run, value) - first if value else 0.0
    return _Whole(value, None, told) if value and told >= _UNSAID else None


def _of_one(document: Document, run: Sequence[Share]) -> _Whole | None:
    """The whole that one of two shares is true of, where its noun is theirs and one of them asks for a total:
    6.409 hộ (chiếm 40,1% tổng số hộ) và 5.078 hộ (chiếm 31,8%)."""
    unit = fold(run[0].part.unit)
    if run[0].part.unit != run[1].part.unit or not any(OF_TOTAL.match(one.rate.after) for one in run):
        return None
    shown = [q for q in _shown(document, run) if unit and f"{fold(q.unit)} ".startswith(f"{unit} ")]
    told = [(one.told - math.log10(len(shown)), q) for q in shown for one in run if one.of(q.value)]
    sure, figure = max(told, key=lambda each: each[0], default=(0.0, None))
    return _Whole(figure.value, figure, sure) if figure is not None and sure >= _NAMED else None


def _is_named(run: Sequence[Share], figure: Quantity) -> bool:
    """Whether the parts are told in the noun of the whole: 50 đại biểu; đại biểu nữ 14 người."""
    noun = content_words(fold(figure.unit))
    named = sum(noun <= content_words(f"{one.part.label} {one.part.unit}") for one in run)
    return bool(noun) and named * 2 > len(run)


def _told(run: Sequence[Share], whole: Decimal) -> float:
    """What the shares that agree tell, less what was tried; 0 where too many do not."""
    agreeing = [one for one in run if one.of(whole)]
    if len(agreeing) < max(2, _ODD * (len(run) - len(agreeing)) - _ODD):
        return 0.0
    return sum(one.told for one in agreeing) - math.log10(len(run) / len(agreeing))


def _shown(document: Document, run: Sequence[Share]) -> Iterator[Quantity]:
    """Figures of the blocks of a run and of those before it, fractions as two."""
    parts = {one.part.start for one in run}
    first, last = run[0].passage.index, run[-1].passage.index
    most = max(one.part.value for one in run)
    for passage in document.passages[max(first - _BACK, 0) : last + 1] if first >= 0 else (run[0].passage,):
        for figure in passage.quantities:
            if counts(figure) and figure.exact and figure.start not in parts and figure.value >= most / 2:
                yield replace(figure, of=None)
                if figure.of is not None:
                    yield replace(figure, value=figure.of, of=None)


def _unsaid(run: Sequence[Share]) -> Decimal | None:
    """A whole number of which most shares are true, amid those that serve as well."""
    spans = [span for one in run if one.part.step == 1 and (span := one.span) is not None]
    best: list[Span] = []
    for low, _high in spans:
        best = max(best, [span for span in spans if span[0] <= low <= span[1]], key=len)
    if len(best) <= _FEW:
        return None
    low, high = max(low for low, _high in best), min(high for _low, high in best)
    value = ((low + high) / 2).to_integral_value()
    return value if low <= value <= high else None
