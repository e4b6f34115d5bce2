"""Sums that the prose states, and what they come to."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.cues import THAN, TOTAL, is_partial, openers
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by
from dunghen.proofing.relations.judge import (
    alike_digits,
    never_adds_up,
    rounding_gap,
    sum_gap,
    sums_up,
    telling,
)
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.sums.brackets import in_brackets
from dunghen.proofing.relations.sums.companions import companions
from dunghen.proofing.relations.sums.fractions import of_fractions
from dunghen.proofing.relations.sums.itemized import (
    as_said,
    by_aspects,
    in_items,
    in_note,
    in_note_items,
    under_items,
)
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import (
    Listing,
    after_colon,
    after_opener,
)
from dunghen.proofing.relations.sums.merged import merged
from dunghen.proofing.relations.sums.namedtotals import named_parts, raised
from dunghen.proofing.relations.sums.paragraphs import in_paragraphs
from dunghen.proofing.relations.sums.parts import scope_of
from dunghen.proofing.relations.sums.portions import crossed
from dunghen.proofing.relations.sums.series import over_series
from dunghen.proofing.relations.sums.unsaid import PENDING, backwards, unsaid
from dunghen.proofing.relations.verbs import changes_by


def find_sums(document: Document) -> Iterator[Draft]:
    """Every sum that the prose states."""
    for passage in document.passages:
        for listing in listings(document, passage):
            yield from judge(listing)
            for beside in companions(document, listing):
                yield from judge(beside)
        yield from _shares(passage)


def listings(document: Document, passage: Passage) -> Iterator[Listing]:
    """All lists of parts with their possible totals in one passage."""
    found = openers(passage)
    for place, opener in enumerate(found):
        scope = scope_of(passage, opener)
        stops = [
            other.first for other in found[place + 1 :] if passage.tokens[other.first].depth == scope.depth
        ]
        yield from after_opener(document, passage, opener, scope, stops)
    yield from in_brackets(passage, found)
    yield from after_colon(passage, found)
    yield from backwards(passage)
    yield from in_items(document, passage)
    yield from by_aspects(document, passage)
    yield from in_paragraphs(document, passage)
    yield from in_note_items(document, passage)
    yield from in_note(document, passage)
    yield from under_items(document, passage)
    yield from unsaid(passage)
    yield from over_series(passage)
    yield from named_parts(passage)
    yield from raised(passage)
    yield from merged(passage)
    yield from of_fractions(passage)


def _shares(passage: Passage) -> Iterator[Draft]:
    """Cơ cấu: nông nghiệp 21,4%; công nghiệp 42,3%; dịch vụ 36,3%: three or more shares of one whole."""
    for sentence, own in sentences(passage):
        first, last = passage.sentence(sentence)
        rates = [q for q in own if q.kind == "percent" and (q.depth == own[0].depth or _is_all(q))]
        exact = all(q.exact and changes_by(q) is None for q in rates)
        graded = _is_graded(rates)
        led = graded or _STRUCTURE.search(passage.words(first, own[0].token))
        whole = rates.pop() if len(rates) > _SHARES and _is_all(rates[-1]) else None
        others = [q for q in own if q is not whole and not (graded and q.depth > own[0].depth)]
        if not led or len(rates) < _SHARES or rates != others or not exact:
            continue
        words = passage.words(first, last)  # of grades, a bracket may name some: (trong đó tiêu biểu 20,59%)
        if THAN.search(words) or (is_partial(words) and not graded):
            continue
        values = [rate.value for rate in rates]
        total, leeway = sum(values, Decimal(0)), sum((rate.step for rate in rates), Decimal(0))
        if abs(total - _ALL) <= leeway:
            text = f"{added(values)} = {number(total)}%, khớp với 100%."
            stated, parts = (whole, rates) if whole else (rates[-1], rates[:-1])
            yield draft("sum", "consistent", stated, parts, total, text)
        elif abs(total - _ALL) <= _ASTRAY:
            text = f"{added(values)} = {number(total)}%, các tỷ lệ của một tổng thể phải cộng thành 100%."
            stated, parts, due = (
                (whole, rates, total) if whole else (rates[-1], rates[:-1], rates[-1].value + _ALL - total)
            )
            yield draft("sum", "contradiction", stated, parts, due, text)


def _is_graded(rates: Sequence[Quantity]) -> bool:
    """Whether shares are of the grades of a scale, down to the lowest: tốt, hoàn thành, không hoàn thành."""
    lowest = [q for q in rates if _LOWEST.search(q.label)]
    best = any(_BEST.search(q.label) for q in rates if q not in lowest)
    return len(rates) >= _SHARES and best and len(lowest) == 1 and lowest[0] is rates[-1]


_BEST = re.compile(r"\b(?:xuat sac|hoan thanh tot|vung manh|gioi|rat hai long|tin nhiem cao)\b")
_LOWEST = re.compile(r"\b(?:khong hoan thanh|yeu|kem|khong hai long|tin nhiem thap)\b")


def _is_all(rate: Quantity) -> bool:
    """(tổng 100%): what the shares of a whole are said to come to."""
    return rate.value == _ALL and TOTAL.search(rate.before) is not None


_STRUCTURE = re.compile(r"\b(?:co cau|ty trong)\b")
_SHARES, _ASTRAY = 3, 8  # shares of one whole; percentage points by which a slip leads astray
_ALL = Decimal(100)


def judge(listing: Listing) -> Iterator[Draft]:
    """What a list and its possible totals come to."""
    parts = list(listing.parts)
    totals = tuple(as_said(total, parts) for total in listing.totals)
    if not totals:
        return
    for total in totals:
        for count in range(len(parts), 1, -1):
            shorter = total.value >= _SMALL and not (listing.whole and listing.sure > 0)
            shorter = shorter and listing.sure < _ALL_TOLD
            if sums_up(total, parts[:count]) and (count == len(parts) or shorter):
                yield _consistent(total, parts[:count])
                return
    bare = all(part.kind == "bare" for part in parts)
    likely = [q for q in totals if not bare or units.same_unit(q.measure, totals[0].measure)]
    told = [telling(q, parts) for q in likely]
    farther = max(told) >= (_TELLING if told[0] else _FAIR)
    total = likely[told.index(max(told))] if farther else totals[0]
    if total.value >= _SMALL and any(part.value == total.value for part in parts):
        return  # 31 cuộc nói chuyện; trong đó 9 lớp …; 31 cuộc: one of the parts is this figure again
    if crossed(parts) or (not all(q.exact for q in (total, *parts)) and not never_adds_up(total, parts)):
        return
    best = _nearest(total, parts)
    left_off = sums_up(total, best)
    if left_off and PENDING.search(parts[len(best)].label):  # 1.309 quá hạn; 11.878 đang giải quyết
        yield _consistent(total, best)
        return
    best = parts if left_off else best
    verdict = _verdict(total, best, listing.sure, whole=listing.whole)
    if verdict is not None:  # what fewer parts make up explains nothing where none may be left off
        yield replace(_mismatch(total, best, verdict), sure=left_off and listing.whole)


_SMALL = 20  # smaller figures come again by accident
_TELLING, _FAIR = 1.5, 1.0  # evidence by which a farther total is meant, or where the nearest has none


def _nearest(total: Quantity, parts: list[Quantity]) -> list[Quantity]:
    """All parts, unless leaving off the last ones comes much nearer to the total, or tellingly near."""
    told = [
        (evidence(total.value, total.value + sum_gap(total, parts[:n]), total.step), n)
        for n in range(2, len(parts) + 1)
    ]
    telling, most = max(told)
    if (
        most < len(parts)
        and telling >= _TELLING
        and told[-1][0] < 1
        and telling - math.log10(len(told)) >= _TELLING
    ):
        return parts[:most]
    whole = abs(sum_gap(total, parts))
    shorter = [parts[:count] for count in range(len(parts) - 1, 2, -1)]
    best = min(shorter, key=lambda some: abs(sum_gap(total, some)), default=parts)
    return best if abs(sum_gap(total, best)) * 5 < whole else parts


def _verdict(total: Quantity, parts: Sequence[Quantity], sure: int, *, whole: bool) -> Verdict | None:
    """A slip leaves the sum near the total; what is far from it is a list of something else. Parts of one
    form that are more than the total cannot be some of it."""
    gap = sum_gap(total, parts)
    if rounding_gap(total, parts):
        return "warning"
    size = abs(gap) / total.value if total.value else Decimal(1)
    if sure >= 0 and alike_digits(total.value, total.value + gap) and (total.before or total.unit):
        return "contradiction"
    if sure >= 0 and telling(total, parts) >= (_CERTAIN if sure < _ALL_TOLD else _FIRM):
        return "contradiction"
    if gap < 0 and sure < _ALL_TOLD and _may_be_some(total, parts, size):
        return "warning"
    far = _FAR_OF_MANY if sure == _ALL_TOLD and len(parts) > _TWO else _FAR[sure]
    far = _FAR[2] if sure > 0 and whole and gap > 0 else far
    if sure < 0 or size > far or (total.kind == "bare" and not _called(total) and size > _FAR[0]):
        return "warning" if sure > 0 and size <= _FAR[2] else None
    some = -gap > _SHORT * total.value and sure < _ALL_TOLD and len(parts) <= _FEW_PARTS and not closed(parts)
    return "warning" if some and telling(total, parts) < _SLIGHT else "contradiction"


def _may_be_some(total: Quantity, parts: Sequence[Quantity], size: Decimal) -> bool:
    """Parts that fall short: of two sums of money there may be a third; 86 xã đạt chuẩn, 24 xã kiểu mẫu are
    traits."""
    two = len(parts) <= _THREE and not _LEFT.search(parts[-1].label)
    named = TOTAL.search(total.before) or total.token > parts[0].token
    traits = not named and not any(q.before for q in parts[1:]) and {q.unit for q in parts} == {total.unit}
    untold = two and total.kind == "money" and size > _UNTOLD
    each = not named and all(part.kind == "money" for part in parts)
    enough = _OF_MONEY if each else _SLIGHT
    untold = untold and (len(parts) == _TWO or telling(total, parts) < enough)
    return untold or (traits and telling(total, parts) < _SOME and not closed(parts))


_LEFT = re.compile(r"\b(?:con|chua|dang|khac)\b")
_SHORT, _SLIGHT = Decimal("0.25"), 0.3  # of the total left untold; powers of ten of evidence of a slip
_FEW_PARTS = 4
_OF_MONEY = 1.8  # powers of ten of evidence that three sums of money which fall short are all of them
_SOME = 0.9  # powers of ten of evidence that parts which fall short are all of them
_CERTAIN, _FIRM = 2.5, 2.0  # powers of ten of evidence that need no more; of all that a total is said to hold
_ALL_TOLD, _TWO, _THREE, _UNTOLD = 2, 2, 3, Decimal("0.005")
_FAR = (Decimal("0.08"), Decimal("0.35"), Decimal("0.6"))
_FAR_OF_MANY = Decimal("0.8")  # of the total, by how sure the list is


def _called(total: Quantity) -> bool:
    """Whether a number without a noun is named at all: "tổng số: 12", not "quận 7"."""
    return bool(total.before) or total.other is not None


def _consistent(total: Quantity, parts: Sequence[Quantity]) -> Draft:
    values = [part.value for part in parts]
    total_sum = sum(values, Decimal(0))
    text = f"{added(values)} = {number(total_sum)}, khớp với văn bản."
    return draft("sum", "consistent", total, parts, total_sum, text)


def _mismatch(total: Quantity, parts: Sequence[Quantity], verdict: Verdict) -> Draft:
    values = [part.value for part in parts]
    total_sum = sum(values, Decimal(0))
    text = f"{added(values)} = {number(total_sum)}, {off_by(total.value, total_sum)}."
    if verdict == "warning":
        text += " Cần rà soát: các số thành phần có thể chưa nêu đủ hoặc đã làm tròn."
    return draft("sum", verdict, total, parts, total_sum, text)
