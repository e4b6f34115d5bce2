"""Second columns of a list in prose: what stands beside each part, and beside the total.

"14.206 hộ, dư nợ 612,8 tỷ đồng, trong đó ngân hàng A 398,4 tỷ đồng (10.117 hộ), ngân hàng B 214,4 tỷ đồng
(4.089 hộ)": where the loans are parts of a total, the households beside them are parts of another.
"""

from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.judge import sums_up
from dunghen.proofing.relations.sums.listings import Listing, changes, may_total

_REACH = 14  # tokens between a part and what stands beside it
_COLUMNS = 2  # further figures beside a part


def companions(document: Document, listing: Listing) -> Iterator[Listing]:
    """The lists made of what stands beside each part of a list."""
    if not listing.totals or listing.sure < 0:
        return
    total, parts = listing.totals[0], listing.parts
    beside = [_beside(document, one, two) for one, two in zip(parts, [*parts[1:], None], strict=True)]
    for column in beside[0][:_COLUMNS]:
        found = [
            next((q for q in some if units.same_unit(q.measure, column.measure)), None) for some in beside
        ]
        others = tuple(q for q in found if q is not None)
        totals = tuple(_totals(document, total, parts, column))
        if len(others) == len(parts) and totals:
            yield Listing(totals, others, 2 if sums_up(total, parts) else min(listing.sure, 1))


def _beside(document: Document, part: Quantity, following: Quantity | None) -> list[Quantity]:
    """Figures of other units behind a part, before the next one and before the next higher sign."""
    passage = document.passage_of(part)
    end = min(part.last + _REACH, len(passage.tokens))
    if following is not None and following.token > part.token and document.passage_of(following) is passage:
        end = min(end, following.token)
    return [q for q in passage.within(part.last + 1, end) if _other(passage, part, q)]


def _other(passage: Passage, part: Quantity, quantity: Quantity) -> bool:
    counted = may_total(quantity) and quantity.kind not in {"bare", "time"} and quantity.exact
    apart = not units.same_unit(part.measure, quantity.measure) and quantity.of is None
    words = passage.words(part.last + 1, quantity.token)
    return (
        counted
        and apart
        and not changes(quantity)
        and ";" not in words
        and quantity.sentence == part.sentence
    )


def _totals(
    document: Document, total: Quantity, parts: Sequence[Quantity], column: Quantity
) -> Iterator[Quantity]:
    """Figures of the column's unit in the sentence of the total, on its side of the parts."""
    passage = document.passage_of(total)
    first, last = passage.sentence(total.sentence)
    inside = [
        part for part in parts if document.passage_of(part) is passage and part.sentence == total.sentence
    ]
    if inside and inside[0].token > total.token:
        last = inside[0].token
    elif inside:
        first = inside[-1].last + _REACH
    for quantity in reversed(passage.within(min(first, total.token), last)):
        plain = may_total(quantity) and not changes(quantity) and quantity.of is None
        if plain and units.same_unit(quantity.measure, column.measure):
            yield quantity
