"""Rates that come nowhere near what they were compared with: they may be of other figures.

Such a contradiction becomes a warning, unless a growth is true of one of its figures with a slip in it. A
warning becomes a contradiction where other rates agree with the same whole, or one that makes all with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.judge import agrees, fineness, growth
from dunghen.proofing.relations.slips import evidence, slips_of
from dunghen.proofing.relations.verbs import changes_by, falls
from dunghen.proofing.surface.blocks import Place

_WHOLE = Decimal(100)
_RATES = frozenset({"percent", "growth"})
_LEAST = 0.5  # powers of ten of evidence that a rate is told of the figures it misses
_CENT = Decimal("0.02")  # percentage points that rounding leaves of all
_PAIR = 3  # places: a rate and its two figures
_SHARED = 2  # other rates that agree with a whole
_ASIDE = " Cần rà soát:"


def doubted(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings, with a warning for each such contradiction."""
    at = _places(document) if any(map(_is_far, drafts)) else {}
    for draft in drafts:
        if not _is_far(draft) or _of_a_slip(draft, at):
            yield draft
        else:
            text = f"{draft.explanation}{_ASIDE} tỷ lệ có thể tính từ số khác."
            yield replace(draft, verdict="warning", explanation=text)


def confirmed(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings, with a contradiction for each share that misses the whole of others beside it."""
    shares = [draft for draft in drafts if draft.kind == "percent" and len(draft.places) == _PAIR]
    agreeing: dict[Place, dict[Place, Decimal]] = {}
    for share in shares:
        if share.verdict == "consistent" and share.stated:  # none is 0 % of any whole
            agreeing.setdefault(share.places[2], {})[share.places[0]] = share.stated
    at = _places(document) if agreeing else {}
    for draft in drafts:
        pair = draft.kind == "percent" and draft.verdict == "warning" and len(draft.places) == _PAIR
        others = agreeing.get(draft.places[2], {}) if pair else {}
        yield _beyond_rounding(draft, at) if others and _one_of(draft, list(others.values())) else draft


def _one_of(draft: Draft, others: Sequence[Decimal]) -> bool:
    """Whether so many others agree with its whole, or one with which it comes to 100 %."""
    left = _WHOLE - sum(others) - (draft.stated or _WHOLE)
    return len(others) >= _SHARED or abs(left) <= _CENT


def _beyond_rounding(draft: Draft, at: dict[Place, Quantity]) -> Draft:
    """A contradiction unless a round part explains it: 1.600 doanh nghiệp, chiếm 14,7 %."""
    stated, computed, part = draft.stated or _WHOLE, draft.computed or _WHOLE, at.get(draft.places[1])
    if part is None or abs(computed - stated) <= computed * fineness(part) / (2 * part.value):
        return draft
    return replace(draft, verdict="contradiction", explanation=draft.explanation.partition(_ASIDE)[0])


def _places(document: Document) -> dict[Place, Quantity]:
    return {place(quantity): quantity for passage in document.passages for quantity in passage.quantities}


def _is_far(draft: Draft) -> bool:
    far = draft.verdict == "contradiction" and draft.kind in _RATES and not draft.sure
    return far and _told(draft) < _LEAST


def _told(draft: Draft) -> float:
    stated, computed = draft.stated or Decimal(0), draft.computed or Decimal(0)
    exponent = stated.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
    if draft.kind == "growth" and abs(stated + computed - _WHOLE) <= step:
        return _LEAST  # what is left was told as the change
    if draft.kind == "growth" and abs(stated - computed) <= step:
        return _LEAST  # hơn 61 % of 60,58: the word belies it, not the figure
    return evidence(stated, computed, step, _WHOLE)


def _of_a_slip(draft: Draft, at: dict[Place, Quantity]) -> bool:
    if draft.kind != "growth" or len(draft.places) != _PAIR or any(spot not in at for spot in draft.places):
        return False
    rate, now, before = (at[spot] for spot in draft.places)
    return rate.kind == "percent" and mistyped(rate, now, before)


def mistyped(rate: Quantity, now: Quantity, before: Quantity) -> bool:
    """Whether a growth is true of two figures when two digits of one are swapped or one is changed."""
    verb = changes_by(rate)
    sign = -1 if verb is not None and falls(verb) else 1
    pairs = chain(
        ((value, before.value) for value in slips_of(now.value)),
        ((now.value, value) for value in slips_of(before.value)),
    )
    grown = (growth(first, second) for first, second in pairs if rate.step < 1)
    return any(true is not None and agrees(rate, sign * true) for true in grown)
