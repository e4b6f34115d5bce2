"""Where a hypothesis is weighed: the block with its other figures, and what was found before."""

from dataclasses import dataclass

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.known import Known

FAR = (3, 7, 13, 22, 40)  # tokens between two figures


@dataclass(frozen=True, slots=True)
class Scene:
    """A block, and the findings of the earlier readings."""

    passage: Passage
    known: Known

    def holds(self, quantity: Quantity) -> bool:
        """Whether the figure stands in this block."""
        tokens = self.passage.tokens
        return quantity.token < len(tokens) and tokens[quantity.token].start == quantity.start

    def between(self, one: Quantity, two: Quantity) -> list[Quantity]:
        """The figures between two."""
        low, high = sorted((one, two), key=lambda q: q.token)
        return [q for q in self.passage.quantities if low.last < q.token < high.token]

    def words(self, one: Quantity, two: Quantity) -> str:
        """The folded words and signs between two figures."""
        low, high = sorted((one, two), key=lambda q: q.token)
        return self.passage.words(low.last + 1, high.token)


def apart(one: Quantity, two: Quantity) -> int:
    """The tokens between two figures."""
    low, high = sorted((one, two), key=lambda q: q.token)
    return high.token - low.last


def unit(one: Quantity, two: Quantity) -> str:
    """How two units stand to each other."""
    if one.measure == two.measure:
        return "same"
    if "bare" in (one.kind, two.kind):
        return "bare"
    return "alike" if units.same_unit(one.measure, two.measure) else "other"
