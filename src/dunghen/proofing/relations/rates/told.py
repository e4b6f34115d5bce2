"""Shares as they are told: a part with the rate behind it, or a rate with the part behind that."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import told_then
from dunghen.proofing.relations.judge import agrees, share
from dunghen.proofing.relations.rates.compared import no_share
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import fine, limits, plain

Span = tuple[Decimal, Decimal]  # the least and the largest
_APART = 20  # tokens between a part and its share
_QUIET = 2  # blocks without a share between two of one run
_FEW = 10
_LONGEST = 24  # shares of a run
_ALL = Decimal(100)
_AGAIN = re.compile(r"[^;:]{0,60}\b(?:tuong (?:duong|ung)|tuc)(?: voi)?(?: la| khoang)?")


def small(quantity: Quantity) -> bool:
    """Whether a figure says of what kind something is rather than how many: đạt 3 sao, hạng 2."""
    return quantity.kind in {"count", "bare"} and quantity.value < _FEW


@dataclass(frozen=True, slots=True)
class Share:
    """A part and its rate, in the block that tells them."""

    passage: Passage
    part: Quantity
    rate: Quantity

    def of(self, whole: Decimal) -> bool:
        """Whether the rate is the part's share of this whole."""
        true = share(self.part.value, whole)
        return true is not None and agrees(self.rate, true)

    @property
    def told(self) -> float:
        """How rarely another whole of this size would agree, in powers of ten."""
        room = min(self.rate.value, _ALL - self.rate.value)
        return math.log10(max(float(room / self.rate.step), 1.0))

    @property
    def span(self) -> Span | None:
        """The least and the largest whole of which it is true; None where any large one is."""
        low, high = self.rate.value + self.rate.step, self.rate.value - self.rate.step
        return (self.part.value * _ALL / low, self.part.value * _ALL / high) if high > 0 else None


def shares_of(passage: Passage) -> Iterator[Share]:
    """The shares of a block."""
    for at, rate in enumerate(passage.quantities):
        if rate.kind == "percent" and (part := _part(passage, at)) is not None:
            yield Share(passage, part, rate)


def runs_of(document: Document) -> Iterator[list[Share]]:
    """Shares that follow each other, over sentences and lines."""
    run: list[Share] = []
    for passage in document.passages:
        own = list(shares_of(passage))
        if run and own and passage.index - run[-1].passage.index > _QUIET:
            yield run
            run = []
        for one in own:
            if run and (one.part.kind != run[-1].part.kind or len(run) == _LONGEST):
                yield run
                run = []
            run.append(one)
    yield run


def _part(passage: Passage, at: int) -> Quantity | None:
    """The figure right before a rate, or behind it in other words: 61%, tương đương 306 người."""
    rate = passage.quantities[at]
    if not rate.exact or not 0 < rate.value < _ALL or no_share(passage, rate) or changes_by(rate):
        return None
    return _repeated(passage, at) or _before(passage, at) or bracketed(passage, passage.quantities[at])


def _before(passage: Passage, at: int) -> Quantity | None:
    rate = passage.quantities[at]
    part = next((q for q in reversed(passage.quantities[:at]) if not limits(q)), None)
    if part is None or not (fine(part) and changes_by(part) is None):
        return None
    near = rate.token - part.last <= _APART and rate.sentence == part.sentence and rate.depth >= part.depth
    now = near and not told_then(passage, part)
    return part if now and ";" not in passage.words(part.last, rate.token) else None


def _repeated(passage: Passage, at: int) -> Quantity | None:
    part = next((q for q in passage.quantities[at + 1 : at + 2]), None)
    if part is None or not plain(part) or part.token - passage.quantities[at].last > _APART:
        return None
    return part if _AGAIN.fullmatch(passage.words(passage.quantities[at].last + 1, part.token)) else None


def bracketed(passage: Passage, rate: Quantity) -> Quantity | None:
    """82% là người Kinh (410 người), 65,8% sản phẩm đạt 3 sao (5.834 sản phẩm), vỉa hè (15,58%): 19.820 m2:
    the bracket holds nothing else."""
    behind = (q for q in passage.quantities if q.token > rate.last)
    part = next((q for q in behind if rate.depth or q.depth or not small(q)), None)
    if part is None or not plain(part) or part.token - rate.last > _APART or part.sentence != rate.sentence:
        return None
    if passage.words(rate.last + 1, part.token) == ") :" and rate.depth:
        return part
    signs = [t.text for t in passage.tokens[rate.last + 1 : part.token] if t.kind not in {"word", "number"}]
    closed = passage.words(part.last + 1, part.last + 2) == ")"
    return part if signs == ["("] and closed and passage.tokens[part.token - 1].text == "(" else None
