"""What the first reading found: a second reading asks only about figures that it left unexplained."""

from collections.abc import Iterable, Iterator

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.surface.blocks import Place

_SUMS = frozenset({"sum", "difference"})
_RELATIONS = frozenset({*_SUMS, "percent", "growth"})
_FEW = 3  # figures: a finding of fewer says little of how they hang together


class Known:
    """The findings so far, by the figures that they speak of."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._stated: dict[Place, list[Draft]] = {}
        self._by_place: dict[Place, list[Draft]] = {}
        for draft in drafts:
            self._stated.setdefault(draft.places[0], []).append(draft)
            for spot in draft.places:
                self._by_place.setdefault(spot, []).append(draft)

    def states(self, quantity: Quantity, kinds: frozenset[str]) -> bool:
        """Whether a finding of these kinds is about this figure; a warning leaves it open."""
        return any(
            draft.kind in kinds and draft.verdict != "warning"
            for draft in self._stated.get(place(quantity), ())
        )

    def holds(self, quantity: Quantity) -> Iterator[Draft]:
        """What agrees and is about this figure."""
        return (draft for draft in self._stated.get(place(quantity), ()) if draft.verdict == "consistent")

    def base_of(self, rate: Quantity) -> Place | None:
        """Where the whole stands that a rate agrees with; None for a fraction or where it does not agree."""
        for draft in self._stated.get(place(rate), ()):
            if draft.kind == "percent" and draft.verdict == "consistent" and len(draft.places) == _FEW:
                return draft.places[2]
        return None

    def totals_of(self, quantity: Quantity) -> set[Place]:
        """The totals of sums, and the wholes of differences, that hold and speak of this figure."""
        spot = place(quantity)
        return {
            draft.places[0] if draft.kind == "sum" else draft.places[1]
            for draft in self._by_place.get(spot, ())
            if draft.kind in _SUMS and draft.verdict == "consistent" and len(draft.places) >= _FEW
        } - {spot}

    def is_total(self, quantity: Quantity) -> bool:
        """Whether parts of this figure were found."""
        return any(
            draft.kind in _SUMS and len(draft.places) >= _FEW
            for draft in self._stated.get(place(quantity), ())
        )

    def agrees(self, quantity: Quantity) -> bool:
        """Whether a sum or difference that holds speaks of this figure."""
        return any(
            draft.kind in _SUMS and draft.verdict == "consistent" and len(draft.places) >= _FEW
            for draft in self._by_place.get(place(quantity), ())
        )

    def settles(self, quantity: Quantity) -> bool:
        """Whether a sum, difference, rate or growth that holds speaks of this figure."""
        return any(
            draft.kind in _RELATIONS and draft.verdict == "consistent"
            for draft in self._by_place.get(place(quantity), ())
        )

    def uses(self, quantity: Quantity) -> bool:
        """Whether something that holds was computed from this figure."""
        spot = place(quantity)
        return any(
            draft.verdict == "consistent" and draft.places[0] != spot
            for draft in self._by_place.get(spot, ())
        )

    def is_part(self, quantity: Quantity) -> bool:
        """Whether it is a part of a sum that holds."""
        spot = place(quantity)
        return any(
            draft.kind == "sum" and draft.verdict == "consistent" and draft.places[0] != spot
            for draft in self._by_place.get(spot, ())
        )

    def joins(self, quantities: Iterable[Quantity], at_least: int, of_any: int = _FEW) -> bool:
        """Whether one sum that agrees speaks of so many of these figures, or any finding of `of_any`."""
        places = {place(quantity) for quantity in quantities}
        for draft in {id(d): d for spot in places for d in self._by_place.get(spot, ())}.values():
            shared = len(places & set(draft.places))
            agreed = draft.kind in _SUMS and draft.verdict == "consistent" and len(draft.places) >= _FEW
            if shared >= of_any or (agreed and shared >= at_least):
                return True
        return False
