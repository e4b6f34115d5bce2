"""Explanations in the unit the document writes: 208.146 triệu đồng, not 208.146.000.000."""

import re
from collections.abc import Sequence
from decimal import Decimal

from dunghen.proofing.figures.units import MAGNITUDES
from dunghen.proofing.relations.draft import number

_UNIT = re.compile(rf"\d\s*((?:{'|'.join(MAGNITUDES)})(?:\s+[^\W\d_]+){{0,2}})$")
_AMOUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,]*\d|\s*(?:%|lần|điểm))")


def common_unit(quotes: Sequence[str]) -> str:
    """The smallest unit in which the quoted figures but rates are told ("triệu đồng"); "" where one of them
    is told without millions or thousands."""
    units = [_UNIT.search(quote) for quote in quotes if not quote.endswith("%")]
    words = [unit[1] for unit in units if unit]
    return min(words, key=_power) if words and len(words) == len(units) else ""


def in_unit(amount: Decimal, unit: str) -> Decimal:
    """How many of a unit an amount is: 208.146.000.000 in triệu đồng is 208.146."""
    return amount.scaleb(-_power(unit)).normalize()


def in_their_unit(explanation: str, quotes: Sequence[str]) -> str:
    """The explanation with its amounts in the unit of the quoted figures, and that unit named."""
    unit = common_unit(quotes)
    if not unit:
        return explanation
    told = _AMOUNT.sub(lambda amount: number(in_unit(_read(amount[0]), unit)), explanation)
    return f"{told.removesuffix('.')} (đơn vị: {unit})."


def _power(unit: str) -> int:
    return sum(MAGNITUDES.get(word, 0) for word in unit.split())


def _read(amount: str) -> Decimal:
    return Decimal(amount.replace(".", "").replace(",", "."))
