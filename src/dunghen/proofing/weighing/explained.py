"""What is explained exactly is not contradicted: relations that hold in a block come before those that fail.

A finding was made of the wrong figures where they belong to another relation that holds: a sum of more parts,
a share of the total of its part, one figure that was left out between its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.surface.blocks import Place

_ADDED = frozenset({"sum", "difference"})
_COUNTED = frozenset({"count", "bare", "money", "score", "size"})
_LEAST, _MOST = 3, 12  # parts
_WINDOW = 16  # figures before and behind a total
_TELLING = 100  # steps: smaller totals agree with some run of figures by accident
_NEAR = 0.5  # powers of ten of evidence that a figure is a slip of what was computed
_SHARE = 3  # figures of a share


@dataclass(frozen=True, slots=True)
class Exact:
    """A total that agrees with its parts."""

    total: Place
    parts: frozenset[Place]


@dataclass(frozen=True, slots=True)
class _Accused:
    """A contradiction with the block and the figure it is about."""

    draft: Draft
    passage: Passage
    stated: Quantity

    @property
    def others(self) -> frozenset[Place]:
        return frozenset(self.draft.places[1:])

    @property
    def near(self) -> bool:
        """Whether what is stated looks like a slip of what was computed."""
        stated, computed = self.draft.stated or Decimal(0), self.draft.computed or Decimal(0)
        return evidence(stated, computed, self.stated.step) >= _NEAR


def unexplained(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings without the contradictions that a relation that holds explains away."""
    if not any(map(_doubtful, drafts)):
        yield from drafts
        return
    at = {place(q): (passage, q) for passage in document.passages for q in passage.quantities}
    shares = [draft.places for draft in drafts if _is_share(draft)]
    sums: dict[int, list[Exact]] = {}
    for draft in drafts:
        if _doubtful(draft) and draft.places[0] in at:
            one = _Accused(draft, *at[draft.places[0]])
            if one.passage.index not in sums:
                sums[one.passage.index] = list(exact_sums(one.passage))
            if _explained(one, sums[one.passage.index], shares):
                continue
        yield draft


def _doubtful(draft: Draft) -> bool:
    return draft.verdict == "contradiction" and draft.kind in _ADDED


def _is_share(draft: Draft) -> bool:
    return draft.kind == "percent" and draft.verdict == "consistent" and len(draft.places) == _SHARE


def _explained(one: _Accused, sums: Sequence[Exact], shares: Sequence[tuple[Place, ...]]) -> bool:
    if one.draft.stated == one.draft.computed:
        return False
    if one.draft.kind == "sum" and any(one.others.issuperset(places[1:]) for places in shares):
        return True  # one part is a share of another
    return any(_misread(one, exact) for exact in sums) or _left_out(one)


def _misread(one: _Accused, exact: Exact) -> bool:
    """Whether it takes only some parts of a sum that holds, or makes one of them the total."""
    stated = one.draft.places[0]
    if stated in exact.parts:
        return not exact.parts.isdisjoint(one.others) or exact.total in one.others
    if one.near and stated != exact.total:
        return False
    return one.others <= exact.parts and len(one.others) > 1


def _left_out(one: _Accused) -> bool:
    """Whether one figure that stands between its own explains the whole gap."""
    gap = abs((one.draft.stated or 0) - (one.draft.computed or 0))
    first, last = min(one.draft.places)[0], max(one.draft.places)[1]
    return (
        len(one.others) >= _LEAST
        and gap > 1
        and any(
            q.value == gap
            and first < q.start < last
            and place(q) not in one.draft.places
            and units.may_add(one.stated.measure, q.measure)
            for q in one.passage.quantities
        )
    )


def exact_sums(passage: Passage) -> Iterator[Exact]:
    """The totals of a block that runs of three figures or more come to."""
    counted = [q for q in passage.quantities if q.kind in _COUNTED and q.of is None and q.exact]
    for at, total in enumerate(counted):
        if total.value < _TELLING * total.step:
            continue
        before, behind = counted[max(at - _WINDOW, 0) : at], counted[at + 1 : at + 1 + _WINDOW]
        for side in (before, behind):
            added = [q for q in side if units.may_add(total.measure, q.measure)]
            same = [q for q in added if units.same_unit(total.measure, q.measure)]
            for figures in (added, same):
                for run in _runs(total, figures):
                    yield Exact(place(total), frozenset(map(place, run)))


def _runs(total: Quantity, figures: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """The figures in a row that come to the total."""
    sums = list(accumulate((q.value for q in figures), initial=Decimal(0)))
    ends = {value: at for at, value in enumerate(sums)}
    for first, value in enumerate(sums):
        last = ends.get(value + total.value, 0)
        if _LEAST <= last - first <= _MOST:
            yield figures[first:last]
