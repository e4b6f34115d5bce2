"""What is explained exactly is not contradicted: relations that hold in a block come before those that fail.

A finding was made of the wrong figures where they belong to another relation that holds: a sum of more parts,
a share of the total of its part, one figure that was left out between its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.judge import agrees, growth, share
from dunghen.proofing.relations.rests.flows import flow_of
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.misplaced import Suspect, misplaced, of_all_members

_DOUBTFUL = frozenset({"sum", "percent", "difference", "growth"})
_COUNTED = frozenset({"count", "bare", "money", "score", "size"})
_LEAST, _MOST = 3, 12  # parts, or figures of what holds
_WINDOW = 16  # figures before and behind a total
_TELLING = 30  # steps: smaller totals agree with some run of figures by accident
_BLOCKS = 3  # before the one of a sum in which its total may stand
_CHANGE = 10  # steps of a figure that is called a change
_NEAR = 0.5  # powers of ten of evidence that a figure is a slip of what was computed
_SLIP = 1.3  # that it is nothing else
_REACH = 60  # tokens


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
        return self._told >= _NEAR

    @property
    def slipped(self) -> bool:
        """Whether it can hardly be anything else."""
        return self._told >= _SLIP

    @property
    def _told(self) -> float:
        stated, computed = self.draft.stated or Decimal(0), self.draft.computed or Decimal(0)
        return evidence(stated, computed, self.stated.step)


class _Agreed:
    """What is known to hold: shares, and the sums of each block by their places."""

    def __init__(self, document: Document, drafts: Sequence[Draft]) -> None:
        self.at = {place(q): (passage, q) for passage in document.passages for q in passage.quantities}
        agreed = [draft for draft in drafts if draft.verdict == "consistent" and len(draft.places) >= _LEAST]
        self.shares = [draft.places for draft in agreed if draft.kind == "percent"]
        self.wholes = {places[2:] for places in self.shares}
        self.passages = document.passages
        self.pairs = {places[1:] for places in self.shares}
        self.sums = [Exact(d.places[0], frozenset(d.places[1:])) for d in agreed if d.kind == "sum"]
        self._of_block: dict[int, list[Exact]] = {}

    def sums_of(self, passage: Passage) -> list[Exact]:
        """The sums that hold in a block."""
        if passage.index not in self._of_block:
            self._of_block[passage.index] = [*exact_sums(passage), *self._closing(passage)]
        return self._of_block[passage.index]

    def _above(self, passage: Passage, least: int) -> Iterator[Quantity]:
        """The figures of the blocks so far before a block at least."""
        at = passage.index
        for other in self.passages[max(at - _BLOCKS, 0) : max(at - least + 1, 0)]:
            yield from other.quantities

    def _closing(self, passage: Passage) -> Iterator[Exact]:
        """The totals of the blocks before that figures of this one come to."""
        counted = [q for q in passage.quantities if q.kind in _COUNTED and q.of is None and q.exact]
        for total in self._above(passage, 1):
            if total.value < _LARGE * total.step:
                continue
            same = [q for q in counted if total.unit and units.same_unit(total.measure, q.measure)]
            for run in _runs(total, same[:_MOST]):
                yield Exact(place(total), frozenset(map(place, run)))

    def told_before(self, one: _Accused) -> bool:
        """Whether what the parts come to is a figure of their noun further up, which is named like them or is
        told of three parts or more."""
        computed = one.draft.computed or Decimal(0)
        parts = [self.at[spot][1] for spot in one.others if spot in self.at]
        said = (
            frozenset.intersection(*(_named(q) for q in parts)) - _named(one.stated) if parts else frozenset()
        )
        return computed >= _LARGE * one.stated.step and any(
            (bool(said & _named(q)) or not (one.near if len(parts) < _LEAST else one.slipped))
            for q in self._above(one.passage, 0)
            if q.value == computed
            and place(q) not in one.draft.places
            and units.same_unit(q.measure, one.stated.measure)
        )

    def totals_of(self, part: Place) -> Iterator[Quantity]:
        """The totals of the sums found so far of which a figure is a part."""
        return (self.at[one.total][1] for one in self.sums if part in one.parts and one.total in self.at)


def _named(quantity: Quantity) -> frozenset[str]:
    """The words before a figure that are no part of its unit."""
    return frozenset(content_words(quantity.before)) - frozenset(content_words(quantity.unit))


def unexplained(document: Document, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings without the contradictions that a relation that holds explains away."""
    if not any(map(_doubtful, drafts)):
        yield from drafts
        return
    agreed = _Agreed(document, drafts)
    for draft in drafts:
        if not _doubtful(draft):
            yield draft
        elif not _far_off(draft):
            yield from _judged(draft, agreed)


def _judged(draft: Draft, agreed: _Agreed) -> Iterator[Draft]:
    """A contradiction unless it is explained; a warning where it may be told of more than its words say."""
    if draft.places[0] not in agreed.at:
        yield draft
        return
    one = _Accused(draft, *agreed.at[draft.places[0]])
    sources = [agreed.at[spot][1] for spot in draft.places[1:] if spot in agreed.at]
    settled = draft.places[2:3] in agreed.wholes
    suspect = Suspect(draft, one.passage, one.stated, sources, one.near, settled)
    if misplaced(suspect) or _explained(one, agreed):
        return
    if of_all_members(suspect):
        text = f"{draft.explanation} Cần rà soát: tỷ lệ có thể tính trên tổng số thành viên."
        draft = replace(draft, verdict="warning", explanation=text)
    yield draft


def _doubtful(draft: Draft) -> bool:
    return draft.verdict == "contradiction" and draft.kind in _DOUBTFUL and draft.stated != draft.computed


def _explained(one: _Accused, agreed: _Agreed) -> bool:
    kind = one.draft.kind
    if kind == "percent":
        return _ends_a_range(one) or _of_the_total(one, agreed) or one.draft.places[1:] in agreed.pairs
    if kind == "growth" and one.stated.kind == "percent":
        return _of_the_compared(one, agreed)
    if kind == "sum" and _of_other_parts(one, agreed):
        return True
    misread = any(_misread(one, exact, agreed) for exact in agreed.sums_of(one.passage))
    return misread or _left_out(one) or (not one.near and _of_others(one, _TELLING))


def _of_other_parts(one: _Accused, agreed: _Agreed) -> bool:
    """Whether the parts overlap, are not all, or make up a figure further up; or the total is a change."""
    changed = changes_by(one.stated) and _of_others(one, _CHANGE)
    overlap = changed or _overlap(one, agreed) or _of_some(one, agreed)
    return overlap or agreed.told_before(one)


def _of_some(one: _Accused, agreed: _Agreed) -> bool:
    """Whether the first parts come to the total and the others tell more of them, or not all parts stand
    there, or one of them, unlike the others, is a count out of some (27/29)."""
    parts = [agreed.at[spot][1] for spot in sorted(one.others) if spot in agreed.at]
    sums = list(accumulate((q.value for q in parts), initial=Decimal(0)))
    partial = bool(parts) and _AND_OTHERS.search(parts[-1].after) is not None
    counted_of = one.stated.of is None and len({q.of is None for q in parts}) > 1
    joined = len(parts) > 1 and one.passage.words(parts[-2].last + 1, parts[-1].token) == "va"
    told = sums[2:-2] if joined and parts[-1].sentence == one.stated.sentence else sums[2:-1]
    first = one.stated.value >= _FEW * one.stated.step and one.stated.value in told
    one_more = one.draft.computed == one.stated.value + 1 and _AND_ONE.search(one.stated.after) is not None
    return first or partial or counted_of or one_more


_FEW = 20  # steps: the first parts of a smaller total come to it by accident; 29 xã, 10 phường và 1 đặc khu
_AND_ONE = re.compile(r"\bva mot (?!so\b)")  # 20 bác sĩ và một kỹ sư, gồm 18 nam, 3 nữ
_AND_OTHERS = re.compile(r"\bva (?:mot so|nhieu|cac|nhung)\b.*\bkhac\b")


def _far_off(draft: Draft) -> bool:
    """Whether parts come to several times the figure or to a fraction of it, which no slip explains."""
    stated, computed = draft.stated or Decimal(0), abs(draft.computed or Decimal(0))
    if draft.kind != "sum" or evidence(stated, computed, Decimal(1)) >= _NEAR:
        return False
    return computed > _TIMES * stated or stated > _TIMES * computed


_TIMES = 3


def _ends_a_range(one: _Accused) -> bool:
    """Whether it is the end of a range: từ 20% đến 30%."""
    before = (q for q in one.passage.quantities if 0 < one.stated.token - q.last <= _NEXT)
    return any(q.approximation == "range" and q.kind == one.stated.kind for q in before)


_NEXT = 2  # tokens


def _overlap(one: _Accused, agreed: _Agreed) -> bool:
    """Whether one part is a share of another, or all tell shares that agree and come to more than all."""
    shares = {places[1:] for places in agreed.shares}
    if any(one.others.issuperset(pair) for pair in shares):
        return True
    over = not one.near and (one.draft.computed or 0) > (one.draft.stated or 0)
    return over and all((part, place(one.stated)) in shares for part in one.others)


def _of_the_total(one: _Accused, agreed: _Agreed) -> bool:
    """Whether it is the share of the total of its part: A and B 6.902, A 3.187, B 3.715, chiếm 0,21 %."""
    _rate, part, *wholes = one.draft.places
    return any(
        whole in agreed.at and _agrees(one, share(total.value, agreed.at[whole][1].value))
        for whole in wholes[:1]
        for total in agreed.totals_of(part)
    )


def _of_the_compared(one: _Accused, agreed: _Agreed) -> bool:
    """Whether it is the growth over the figure in brackets behind "so với", which was not taken."""
    bases = (q for q in one.passage.quantities if q.token > one.stated.token and q.kind in _COUNTED)
    base = next(bases, None)
    if base is None or not base.depth or place(base) in one.draft.places or not base.value:
        return False
    if not THAN.search(one.passage.words(one.stated.last, base.token)):
        return False
    values = [agreed.at[spot][1].value for spot in one.others if spot in agreed.at]
    return any(_agrees(one, share(v, base.value)) or _agrees(one, growth(v, base.value)) for v in values)


def _agrees(one: _Accused, computed: Decimal | None) -> bool:
    return computed is not None and agrees(one.stated, abs(computed))


def _of_others(one: _Accused, least: int) -> bool:
    """Whether two figures near it differ by what is stated, where that is so many steps."""
    x = one.stated
    if x.value < least * x.step:
        return False
    near = [q for q in one.passage.quantities if abs(q.token - x.token) <= _REACH and q is not x]
    values = {q.value for q in near if units.same_unit(x.measure, q.measure)}
    return any(value + x.value in values for value in values)


def _misread(one: _Accused, exact: Exact, agreed: _Agreed) -> bool:
    """Whether it takes only some parts of a sum that holds, or makes one of them the total."""
    stated = one.draft.places[0]
    if stated in exact.parts:
        taken = not exact.parts.isdisjoint(one.others) or exact.total in one.others
        return taken and _of_one_row(one.stated, exact, agreed)
    if one.near and stated != exact.total:
        return False
    return one.others <= exact.parts and len(one.others) > 1


def _of_one_row(stated: Quantity, exact: Exact, agreed: _Agreed) -> bool:
    """Whether a sum is of figures in or out of brackets alike, and large or of the noun of the stated one: 63
    đảng viên (15, 20, 10, 18) và 13 tổ chức (2, 12) are two."""
    figures = [agreed.at[spot][1] for spot in exact.parts if spot in agreed.at]
    total = agreed.at[exact.total][1]
    told = total.value >= _LARGE * total.step or units.same_unit(total.measure, stated.measure)
    return told and {q.depth for q in figures} == {stated.depth}


def _left_out(one: _Accused) -> bool:
    """Whether one figure that stands between its own explains the whole gap."""
    gap = abs((one.draft.stated or Decimal(0)) - (one.draft.computed or Decimal(0)))
    first, last = min(one.draft.places)[0], max(one.draft.places)[1]
    return (
        len(one.others) >= _LEAST
        and gap > 1
        and any(
            q.value == gap
            and q.of is None
            and first < q.start < last
            and place(q) not in one.draft.places
            and units.may_add(one.stated.measure, q.measure)
            for q in one.passage.quantities
        )
    )


def exact_sums(passage: Passage) -> Iterator[Exact]:
    """The totals of a block that runs of three figures or more come to."""
    counted = [q for q in passage.quantities if q.kind in _COUNTED and q.of is None and q.exact]
    yield from _balances(counted)
    for at, total in enumerate(counted):
        if total.value < _TELLING * total.step:
            continue
        before, behind = counted[max(at - _WINDOW, 0) : at], counted[at + 1 : at + 1 + _WINDOW]
        for side in (before, behind):
            added = [q for q in side if units.may_add(total.measure, q.measure)]
            same = [q for q in added if units.same_unit(total.measure, q.measure)]
            bare = [q for q in side if q.kind == "bare" and total.kind == "money"]
            for figures in (added, same, bare):
                for run in _runs(total, figures):
                    yield Exact(place(total), frozenset(map(place, run)))


def _balances(counted: Sequence[Quantity]) -> Iterator[Exact]:
    """What there was, came and went, and what is left: 86, 1.318, 1.341 and 63."""
    for at, start in enumerate(counted):
        near = (q for q in counted[at : at + _FLOWS] if q.depth == start.depth)
        run = [q for q in near if units.same_unit(start.measure, q.measure)]
        least = _LARGE if {1, -1} <= {flow_of(q) for q in run} else _SILENT
        if len(run) < _FOUR or max(q.value for q in run) < least * start.step:
            continue
        one, two, *rest = (q.value for q in run)
        for count in range(2, len(rest) + 1):
            if one + two == sum(rest[:count]):
                yield Exact(place(run[count + 1]), frozenset(map(place, run[: count + 1])))


_FOUR, _FLOWS = 4, 6  # figures
_LARGE, _SILENT = (
    100,
    1000,
)  # steps: smaller ones balance by accident, where no words tell of what came and went


def _runs(total: Quantity, figures: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """The figures in a row that come to the total; bare ones are of its magnitude."""
    if len(figures) < _LEAST:
        return
    bare = total.kind == "money" and all(q.kind == "bare" for q in figures)
    due = Decimal(total.value / total.step * figures[0].step) if bare else total.value
    sums: list[Decimal] = list(accumulate((q.value for q in figures), initial=Decimal(0)))
    ends = {value: at for at, value in enumerate(sums)}
    for first, value in enumerate(sums):
        last = ends.get(value + due, 0)
        if _LEAST <= last - first <= _MOST:
            yield figures[first:last]
