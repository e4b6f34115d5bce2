"""Explanations in the unit the document writes: 208.146 triệu đồng, not 208.146.000.000."""

import re
from collections.abc import Sequence
from decimal import Decimal

from dunghen.proofing.figures.units import MAGNITUDES
from dunghen.proofing.relations.draft import number

_UNIT = re.compile(rf"\d\s*((?:{'|'.join(MAGNITUDES)})(?:\s+[^\W\d_]+){{0,2}})$")
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,]*\d|\s*(?:%|lần|điểm))")


def in_their_unit(explanation: str, quotes: Sequence[str]) -> str:
    """The explanation with its amounts in the smallest unit of the quoted figures, and that unit named;
    as it is where one of them is told without millions or thousands."""
    units = [_UNIT.search(quote) for quote in quotes if not quote.endswith("%")]
    words = [unit[1] for unit in units if unit]
    if not words or len(words) < len(units):
        return explanation
    smallest = min(words, key=_power)
    told = _AMOUNT.sub(lambda amount: _scaled(amount[0], _power(smallest)), explanation)
    return f"{told.removesuffix('.')} (đơn vị: {smallest})."


def _power(unit: str) -> int:
    return sum(MAGNITUDES.get(word, 0) for word in unit.split())


def _scaled(amount: str, power: int) -> str:
    return number(Decimal(amount.replace(".", "").replace(",", ".")).scaleb(-power))
