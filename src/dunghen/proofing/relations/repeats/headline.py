"""A headline tells one figure of the text below it: Giảm 26 xã, phường / … thành phố sẽ giảm 28 xã, phường.

What no figure below is, nor any two of them together, is a slip where one of them is told in its words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import alike_digits, allowed, digits_of, one_rounds, turned
from dunghen.proofing.relations.repeats.same import same_draft
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.shadow import fold

_LONGEST, _BELOW = 40, 8  # tokens of a headline; passages below it
_ENDS = frozenset({".", ";", ",", ":", "...", "…"})
_KINDS = frozenset({"count", "percent", "money", "size", "step", "rank"})
_LEAST = 3  # smaller figures recur everywhere
_OTHER = re.compile(r"\b(?:khong|chua|ke hoach|muc tieu|chi tieu|du kien|duoc giao|cung ky|nam truoc)\b")
_SHARE, _WHOLLY, _TELLING = 0.65, 0.8, 2  # of the headline's words; words that both tell, besides the unit
_ALONE, _SAYING, _DIGITS = 0.4, 3, 3  # likewise of the only figure of its unit; digits that come again
_NEAR, _FAR, _SMALL = Decimal("1.05"), Decimal("1.25"), Decimal(2)  # how far figures and small ones lie apart
_HUNDRED, _MANY = 100, 25  # tokens of a text that no sign closes
_SINGLE = frozenset({"percent", "step", "rank"})  # no two of them come to a third


def find_headline(document: Document) -> Iterator[Draft]:
    """Figures of headlines that the text below tells otherwise."""
    for at, passage in enumerate(document.passages):
        if passage.quantities and _is_headline(document, at):
            below = document.passages[at + 1 : at + 1 + _BELOW]
            for quantity in passage.quantities:
                yield from _told(passage, quantity, below)


def _is_headline(document: Document, at: int) -> bool:
    """A short line without a point, and running text right below it."""
    line, below = document.passages[at], document.passages[at + 1 : at + 2]
    short = len(line.tokens) <= _LONGEST and line.tokens[-1].text not in _ENDS
    behind = below[0].tokens if below else ()
    runs_on = bool(behind) and (behind[-1].text in _ENDS or len(behind) >= _MANY)
    return short and runs_on and len(behind) > len(line.tokens) and not document.parent_of(line)


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure below a headline, and how many of its words the sentence and the figure's own clause say."""

    quantity: Quantity
    same_unit: bool
    share: float
    common: int
    own: int


def _told(headline: Passage, figure: Quantity, below: Sequence[Passage]) -> Iterator[Draft]:
    if figure.kind not in _KINDS or figure.of is not None or figure.value < _LEAST:
        return
    words = identity_words(headline.words(0, len(headline.tokens))) - identity_words(fold(figure.unit))
    found = [one for passage in below for one in _places(words, passage, figure)]
    if not words or not found or _stands(figure, [one.quantity for one in found]):
        return
    best = max(one.share for one in found)
    near = [one for one in found if one.same_unit and best - one.share <= _LESS]
    meant = [one for one in near if one.common >= _TELLING and _slips(figure, one, alone=len(found) == 1)]
    own = max((one.own for one in meant), default=0)
    said = [one.quantity for one in meant if one.own == own]
    if len({quantity.value for quantity in said}) == 1:
        yield same_draft(figure, said[0])


_LESS = 0.15  # of the words by which another sentence may say less of them


def _places(words: frozenset[str], passage: Passage, figure: Quantity) -> Iterator[_Place]:
    """Figures of the same unit and the same direction of change, not planned, not denied, not of before."""
    for sentence, own in sentences(passage):
        said = words & identity_words(passage.words(*passage.sentence(sentence)))
        for one in own:
            same = one.kind == figure.kind and units.same_unit(one.measure, figure.measure)
            if same and _changes(one) == _changes(figure) and not _OTHER.search(one.label):
                noun = one.unit.partition(" ")[0] == figure.unit.partition(" ")[0]
                own_said = len(words & identity_words(one.label))
                yield _Place(one, noun, len(said) / max(len(words), 1), len(said), own_said)


def _changes(quantity: Quantity) -> bool:
    return changes_by(quantity) is not None


def _stands(figure: Quantity, below: Sequence[Quantity]) -> bool:
    """Whether the text tells the figure: as it is, as a side of a fraction, rounded, or as two together."""
    least, most = allowed(figure)
    told = sorted(side for q in below for side in (q.value, q.of) if side is not None)
    others = told if figure.kind not in _SINGLE else []
    shifts = [Decimal(0), *others, *(-one for one in others)]  # alone, with another, without one
    spans = [(least - shift, most - shift) for shift in shifts]
    near = any(bisect_left(told, low) < bisect_right(told, high) for low, high in spans)
    return near or any(one_rounds(figure, quantity) for quantity in below)


def _slips(figure: Quantity, one: _Place, *, alone: bool) -> bool:
    """Whether a slip of the hand explains the two figures: the fewer of the words, the nearer they are."""
    told, again = figure.value, one.quantity.value
    ratio = max(told, again) / max(min(told, again), Decimal(1))
    alike = alike_digits(told, again)
    apart = ratio <= (_SMALL if max(told, again) < _HUNDRED else _FAR)
    if one.share >= _WHOLLY and apart:
        return True
    if alone and one.share >= _ALONE and one.common >= _SAYING and (apart or alike):
        return True
    reordered = one.common >= _SAYING and len(digits_of(told)[1]) >= _DIGITS and turned(told, again)
    return reordered or (one.share >= _SHARE and (ratio <= _NEAR or alike))
