"""Relations that hold beside an open figure and are laid out as one that is tried for it: where "tăng 36 lượt
(cùng kỳ 276), giảm 9 hội nghị (cùng kỳ 65)" agrees for the first, the second is meant in the same way."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import place
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.hypotheses import Hypothesis, verb_of
from dunghen.proofing.weighing.scene import Scene

_NEAR = 16  # figures to either side
_FRACTION = 2  # places of a rate and the fraction that it is told of
_PAIRS = frozenset({"percent", "growth", "difference"})


@dataclass(frozen=True, slots=True)
class Sibling:
    """Where the sources of a figure that agrees stand: how many figures from it, and their places."""

    offsets: tuple[int | None, ...]
    sources: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Siblings:
    """What holds near a figure, and which of the figures of its block stands at which place."""

    at: int
    order: dict[Place, int]
    pairs: Sequence[Sibling]
    sums: Sequence[Sibling]

    def of(self, one: Hypothesis) -> Iterator[str]:
        """Which sources stand to the figure as those of a sibling stand to it."""
        if not self.pairs and not self.sums:
            return
        sources = tuple(map(place, one.sources))
        offsets = _offsets(self.at, self.order, sources)
        if one.form in {"after", "before"}:
            if any(_first(sibling.offsets) == _first(offsets) for sibling in self.sums):
                yield "sibling"
            return
        alike = [_alike(sibling, offsets, sources) for sibling in self.pairs]
        if any(map(all, alike)):
            yield "sibling"
        elif any(row[0] for row in alike):
            yield "sibling a"
        elif any(row[1] for row in alike):
            yield "sibling b"


def _alike(sibling: Sibling, offsets: Sequence[int | None], sources: Sequence[Place]) -> tuple[bool, bool]:
    """Whether the first and the second source stand as the sibling's do; several shares have one whole."""
    first, second = (
        here is not None and here == there
        for here, there in zip(offsets[:2], sibling.offsets[:2], strict=True)
    )
    shared = sources[1] == sibling.sources[1] and sibling.sources[0] != sibling.sources[1]
    return first, second or shared


def beside(passage: Passage, stated: Quantity) -> Sequence[Quantity]:
    """The figures near one in its block, with it."""
    own = bisect_left(passage.quantities, stated.start, key=lambda q: q.start)
    return passage.quantities[max(own - _NEAR, 0) : own + _NEAR]


def siblings(scene: Scene, stated: Quantity) -> Siblings:
    """What holds near a figure and states one of its kind."""
    figures = beside(scene.passage, stated)
    order = {place(q): at for at, q in enumerate(figures)}
    own = order.get(place(stated), 0)
    near = [q for q in figures if q.kind == stated.kind and q is not stated]
    pairs, sums = [], []
    for figure in near:
        for draft in scene.known.holds(figure):
            sources = draft.places[1:] * (2 if len(draft.places) == _FRACTION else 1)
            sibling = Sibling(_offsets(order[place(figure)], order, sources), sources)
            if draft.kind == "sum":
                sums.append(sibling)
            elif draft.kind in _PAIRS and (verb_of(figure) is None) == (verb_of(stated) is None):
                pairs.append(sibling)
    return Siblings(own, order, pairs, sums)


def _offsets(at: int, order: dict[Place, int], sources: Sequence[Place]) -> tuple[int | None, ...]:
    return tuple(order[spot] - at if spot in order else None for spot in sources)


def _first(offsets: Sequence[int | None]) -> tuple[int, int]:
    """The nearest part, and how many there are."""
    told = [each for each in offsets if each is not None]
    return min(told, key=abs, default=0), len(offsets)
