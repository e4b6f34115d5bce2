"""Changes of a rate told beside the change of the number it is the rate of.

"Đầu năm có 21.406 hộ nghèo (12,41%), cuối năm còn 16.218 hộ (9,36%), giảm 5.188 hộ, tương ứng giảm 3,05 điểm
phần trăm": the numbers between which the change lies carry the rates between which the points lie.
"""

from collections.abc import Iterator, Mapping

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import Change
from dunghen.proofing.relations.draft import place
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.verbs import changes_by, falls
from dunghen.proofing.surface.blocks import Place

_POINTS = frozenset({"ppoint", "percent"})
_CHANGES = frozenset({"difference", "growth"})
_APART = 16  # tokens between the change of the number and that of its rate
_BESIDE = 8  # tokens between a number and its rate
_THREE = 3  # places of a change that holds


def point_changes(passage: Passage, known: Known) -> Iterator[Change]:
    """The changes in points, or in per cent, right behind a change that holds between numbers with rates."""
    at: Mapping[Place, Quantity] = {}
    for index, amount in enumerate(passage.quantities):
        verb = changes_by(amount) if index and amount.kind in _POINTS and amount.exact else None
        counted = passage.quantities[index - 1]
        if verb is None or counted.kind in _POINTS or changes_by(counted) is None:
            continue
        words = passage.words(counted.last + 1, amount.token)
        if counted.sentence != amount.sentence or amount.token - counted.last > _APART or ";" in words:
            continue
        at = at or {place(q): q for q in passage.quantities}
        for held in known.holds(counted):
            if held.kind in _CHANGES and len(held.places) == _THREE and set(held.places) <= at.keys():
                now, before = (_rate_of(passage, at[spot]) for spot in held.places[1:])
                if now is not None and before is not None:
                    yield Change(amount, now, before, falls(verb), bound=True)


def _rate_of(passage: Passage, number: Quantity) -> Quantity | None:
    """The rate right behind a number."""
    rate = next((q for q in passage.quantities if q.token > number.last), None)
    if rate is None or rate.kind != "percent" or rate.sentence != number.sentence:
        return None
    told = rate.token - number.last <= _BESIDE and rate.exact and changes_by(rate) is None
    return rate if told else None
