"""Shares that are told one after another are of one whole: 15 (12,82%), 53 (45,3%), 39 (33,33%) of 117.

Where two or more agree with one figure near them, the others are held against it too; where all of them are
true of one whole that nothing shows, a figure that is a slip of it is the wrong one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import combinations

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by, place
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.find import rate_draft
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.rates.told import Share, shares_of
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.wholes import counts, named_base
from dunghen.proofing.surface.shadow import fold

_FEW = 3  # shares told one after another
_BACK = 3  # blocks before this one in which the whole may stand
_TOLD = 3.0  # powers of ten that shares which agree must tell of their whole
_MOST = 12  # shares of one whole told in one breath
_CLOSED = 2.0  # likewise, of shares that make up all
_SLIP = 1.0  # powers of ten of evidence that a whole is a slip of what its parts come to
_ALL = Decimal(100)
_SAID = frozenset({"percent", "growth"})


def find_shared(document: Document, known: Known) -> Iterator[Draft]:
    """Shares that do not agree with the whole of those beside them."""
    for passage in document.passages:
        for shares in _runs(passage):
            whole = _whole(document, passage, shares) or _mistyped(document, passage, shares)
            if whole is not None:
                yield from _against(document, passage, shares, whole, known)
            elif len(shares) > 1:
                yield from _of_all(document, passage, shares, known)


def _runs(passage: Passage) -> Iterator[list[Share]]:
    """The shares of a block that follow each other, of parts of one unit and in one form."""
    run: list[Share] = []
    for own in shares_of(passage):
        if run and not _alike(run[-1], own):
            yield run
            run = []
        run.append(own)
    yield run


def _alike(one: Share, two: Share) -> bool:
    one_form = [q.depth for q in (one.part, one.rate)] == [q.depth for q in (two.part, two.rate)]
    near = two.part.sentence - one.part.sentence <= 1
    return one_form and near and units.same_unit(one.part.measure, two.part.measure)


def _whole(document: Document, passage: Passage, shares: Sequence[Share]) -> Quantity | None:
    """The figure that most of the shares agree with, where that is no accident."""
    if len(shares) < _FEW:
        return None
    parts = {share.part.token for share in shares}
    best: tuple[int, float, Quantity] | None = None
    for whole in _near(document, passage, shares[0].part):
        if whole.token in parts and whole in passage.quantities:
            continue
        agreeing = [one for one in shares if one.of(whole.value)]
        told = sum(one.told for one in agreeing)
        if len(agreeing) > 1 and told >= _TOLD and (best is None or (len(agreeing), told) > best[:2]):
            best = len(agreeing), told, whole
    return best[2] if best is not None and best[0] * 2 >= len(shares) else None


def _mistyped(document: Document, passage: Passage, shares: Sequence[Share]) -> Quantity | None:
    """The figure that is a slip of the one whole of which all shares are true."""
    if len(shares) < _FEW or any(one.part.step != 1 for one in shares):
        return None
    low = max(one.part.value * 100 / (one.rate.value + one.rate.step) for one in shares)
    lowest = ((one.part.value, one.rate.value - one.rate.step) for one in shares)
    high = min((part * 100 / rate for part, rate in lowest if rate), default=low)
    told = low.to_integral_value(ROUND_CEILING)
    if told > high or told + 1 <= high:
        return None  # of none, or of several
    alike = (
        q for q in _near(document, passage, shares[0].part) if q.step == 1 and alike_digits(q.value, told)
    )
    noun = content_words(fold(shares[0].part.unit))
    return next((q for q in alike if noun <= content_words(f"{q.label} {fold(q.unit)}")), None)


def _near(document: Document, passage: Passage, part: Quantity) -> Iterator[Quantity]:
    """Figures of this block and of those before it, fractions as two."""
    first = max(passage.index - _BACK, 0) if passage.index >= 0 else passage.index
    blocks = document.passages[first : passage.index] if passage.index > 0 else ()
    for quantity in (*passage.quantities, *(q for block in blocks for q in block.quantities)):
        if counts(quantity) and quantity.exact and quantity.value > part.value / 2:
            yield replace(quantity, of=None)
            if quantity.of is not None:
                yield replace(quantity, value=quantity.of, of=None)


def _against(
    document: Document, passage: Passage, shares: Sequence[Share], whole: Quantity, known: Known
) -> Iterator[Draft]:
    """What the shares that no other finding speaks of come to."""
    for one in shares:
        if known.states(one.rate, _SAID):
            continue
        pair = Pair(one.part, whole, bound=True)
        if one.of(whole.value):
            yield rate_draft(one.rate, pair, "consistent")
            continue
        others = (q for q in _near(document, passage, one.part) if q.token != one.part.token)
        proper = one.part.value < whole.value and named_base(one.rate) is not None
        if proper and not any(one.of(q.value) for q in others):
            yield rate_draft(one.rate, pair, "contradiction")


def _of_all(document: Document, passage: Passage, shares: Sequence[Share], known: Known) -> Iterator[Draft]:
    """Two or more shares that come to 100 %, or whose parts come to a figure near them: the one that does not
    agree with the whole of the others, or the whole that is not what the parts of agreeing shares come to."""
    for first, last in combinations(range(min(len(shares), _MOST) + 1), 2):
        run = shares[first:last]
        near = _beside(document, passage, run) if last - first > 1 and _makes_all(run, shares) else []
        total = sum((one.part.value for one in run), Decimal(0))
        complete = abs(sum(one.rate.value for one in run) - _ALL) <= sum(one.rate.step for one in run)
        for whole in near:
            odd = [one for one in run if not one.of(whole.value)]
            agreeing = sum(one.told for one in run if one not in odd)
            if len(odd) == 1 and agreeing >= _CLOSED and (complete or total == whole.value):
                if not known.states(odd[0].rate, _SAID):
                    yield rate_draft(odd[0].rate, Pair(odd[0].part, whole, bound=True), "contradiction")
                return
        if near and complete and all(one.of(total) for one in run):
            yield from _misstated(run, near, total, known)
            return


def _makes_all(run: Sequence[Share], shares: Sequence[Share]) -> bool:
    """Whether these may be all shares of a whole: they come near 100 %, or are all there are."""
    return len(run) == len(shares) or abs(sum(one.rate.value for one in run) - _ALL) <= 1


def _beside(document: Document, passage: Passage, run: Sequence[Share]) -> list[Quantity]:
    """The figures that may be the whole of these parts."""
    parts = {place(one.part) for one in run}
    most = max(one.part.value for one in run)
    return [q for q in _near(document, passage, run[0].part) if q.value > most and place(q) not in parts]


def _misstated(
    run: Sequence[Share], near: Sequence[Quantity], total: Decimal, known: Known
) -> Iterator[Draft]:
    """The figure that is nearly what parts come to that are all of one whole, where none is just that."""
    parts = [one.part for one in run]
    step = max(part.step for part in parts)
    if any(abs(q.value - total) <= step * len(parts) for q in near):
        return
    slips = (q for q in near if q.kind == parts[0].kind and not known.settles(q))
    told = ((evidence(q.value, total, step), q) for q in slips)
    best = max(told, key=lambda one: one[0], default=None)
    if best is not None and best[0] >= _SLIP:
        text = f"{added([part.value for part in parts])} = {number(total)}, {off_by(best[1].value, total)}."
        yield draft("sum", "contradiction", best[1], parts, total, text)
