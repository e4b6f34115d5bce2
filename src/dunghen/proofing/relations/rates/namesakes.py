"""A rate whose whole was told before in the very words of its part: 527 vụ việc khiếu nại … thuộc thẩm quyền.
/ Đã giải quyết xong 376 vụ việc khiếu nại, đạt 71,3%."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.find import rate_draft
from dunghen.proofing.relations.rates.plain import DONE
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.rates.told import Share, shares_of
from dunghen.proofing.relations.wholes import plain
from dunghen.proofing.surface.shadow import fold

_BACK = 3  # blocks
_SLIGHT = Decimal(6)  # percentage points to which a slip leads


def find_namesakes(document: Document, known: Known) -> Iterator[Draft]:
    """Rates that are not the part's share of the only earlier figure of its name."""
    for passage in document.passages:
        for share in shares_of(passage):
            open_ = not known.states(share.rate, frozenset({"percent", "growth"}))
            if open_ and not share.rate.after and DONE.search(share.part.before):
                yield from _judged(share, _told_before(document, passage, share.part))


def _told_before(document: Document, passage: Passage, part: Quantity) -> list[Quantity]:
    near = document.passages[max(passage.index - _BACK, 0) : passage.index + 1]
    told = chain.from_iterable(one.quantities for one in near)
    return [q for q in told if q.start < part.start and plain(q) and q.unit == part.unit]


def _judged(share: Share, told: list[Quantity]) -> Iterator[Draft]:
    """A slip in the rate, where no earlier figure of the unit bears it out."""
    part, rate = share.part, share.rate
    name = content_words(part.after) - content_words(fold(part.unit))
    named = [q for q in told if q.value >= part.value and name <= content_words(q.after)]
    if not name or len({q.value for q in named}) != 1 or any(share.of(q.value) for q in told):
        return
    due = part.value * 100 / named[-1].value
    if alike_digits(rate.value, due.quantize(rate.step)) or abs(rate.value - due) <= _SLIGHT:
        yield rate_draft(rate, Pair(part, named[-1], bound=True), "contradiction")
