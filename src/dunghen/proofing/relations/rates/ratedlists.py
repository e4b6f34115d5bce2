"""Parts of a list that tell their shares: whose base is the total of the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.judge import agrees, share, sums_up
from dunghen.proofing.relations.sums.find import listings
from dunghen.proofing.relations.wholes import named_base


@dataclass(frozen=True, slots=True)
class Pair:
    """A part and its whole; `bound` says that the words leave no other choice."""

    part: Quantity
    whole: Quantity
    bound: bool

    @property
    def rate(self) -> Decimal | None:
        top = self.part.value
        bottom = self.whole.of if self.whole is self.part else self.whole.value
        return share(top, bottom) if bottom else None


@dataclass(frozen=True, slots=True)
class Lists:
    """For the token of each part in a list the tokens of the other parts and of its totals; `proven` the list
    and the total that it makes up exactly."""

    beside: dict[int, set[int]]
    totals: dict[int, set[int]]
    proven: dict[int, tuple[Quantity, tuple[Quantity, ...]]]


def lists_of(document: Document, passage: Passage) -> Lists:
    """The lists of a passage."""
    found = Lists({}, {}, {})
    for listing in listings(document, passage):
        tokens = {part.token for part in listing.parts}
        totals = {total.token for total in listing.totals[:1] if total in passage.quantities}
        named = listing.sure > 0 or any(sums_up(total, listing.parts) for total in listing.totals)
        exact = next((total for total in listing.totals if sums_up(total, listing.parts)), None)
        if exact is not None and exact in passage.quantities:
            found.proven.update({part.token: (exact, listing.parts) for part in listing.parts})
        if named and not tokens & totals:
            for part in listing.parts:
                found.beside.setdefault(part.token, set()).update(tokens)
                found.totals.setdefault(part.token, set()).update(totals)
    return found


def in_lists(rate: Quantity, pairs: list[Pair], lists: Lists, said_of: set[int]) -> list[Pair]:
    """Without parts of one whole as each other's base; its list's total binds the part a rate is of."""
    kept = []
    named = named_base(rate)
    for pair in pairs:
        if pair.whole is not pair.part and pair.whole.token in lists.beside.get(pair.part.token, ()):
            continue
        total = pair.part.token in said_of and pair.whole.token in lists.totals.get(pair.part.token, ())
        called = not named or named & content_words(f"{pair.whole.label} {pair.whole.unit}")
        kept.append(replace(pair, bound=True) if total and called else pair)
    return kept


def base_of_list(passage: Passage, pairs: Sequence[Pair], lists: Lists, said_of: set[int]) -> Pair | None:
    """The part under the total of its list, where another part tells its share of that total."""
    part = pairs[0].part if pairs else None
    if part is None or part.token not in lists.proven or part.token not in said_of:
        return None
    total, parts = lists.proven[part.token]
    for one, following in zip(parts, [*(q.token for q in parts[1:]), None], strict=True):
        end = passage.sentence(one.sentence)[1] if following is None else following
        told = next((q for q in passage.within(one.last, end) if q.kind == "percent"), None)
        true = share(one.value, total.value)
        if one is not part and told is not None and true is not None and agrees(told, true):
            return Pair(part, total, bound=True)
    return None
