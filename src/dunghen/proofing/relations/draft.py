"""A finding before it has its quotes: places, amounts and the sentence for the clerk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.surface.blocks import Place


@dataclass(frozen=True, slots=True)
class Draft:
    """What a finder found. `places[0]` is the stated figure; `weak` ones yield to other readings of it, all
    others to `sure` ones, whose words name every figure."""

    kind: Kind
    verdict: Verdict
    places: tuple[Place, ...]
    stated: Decimal | None
    computed: Decimal | None
    explanation: str
    weak: bool = False
    sure: bool = False


def place(quantity: Quantity) -> Place:
    return quantity.start, quantity.stop


def draft(
    kind: Kind,
    verdict: Verdict,
    stated: Quantity,
    sources: Iterable[Quantity],
    computed: Decimal,
    explanation: str,
    *,
    weak: bool = False,
    sure: bool = False,
) -> Draft:
    """A finding about one stated quantity."""
    places = (place(stated), *map(place, sources))
    return Draft(kind, verdict, places, stated.value, computed, explanation, weak, sure)


def number(value: Decimal) -> str:
    """As officials write it: 1.850 and 51,43."""
    plain = format(value.normalize(), "f")
    whole, _, rest = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    grouped = f"{int(digits or 0):,}".replace(",", ".")
    return sign + grouped + (f",{rest}" if rest else "")


def rounded(value: Decimal, step: Decimal) -> str:
    """A computed value with one more digit than the stated one shows, at least as far as it says anything."""
    exact = value.quantize(min(step, Decimal(1)) / 100)
    return number(exact)


def added(values: Sequence[Decimal]) -> str:
    """87.305 + 28.524 + 75.823; 540 - 179 where a part is negative."""
    return " + ".join(map(number, values)).replace("+ -", "- ")


def off_by(stated: Decimal, computed: Decimal) -> str:
    return f"văn bản ghi {number(stated)}, lệch {number(abs(computed - stated))}"
