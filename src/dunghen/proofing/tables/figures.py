"""Figures as old tables print them: 86,643 and 86.643, 99,94, 50%, 04; with letters read for digits."""

import re
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = re.compile(r"(?<![\w.,/])[\dlIoO][\dlIoO.,]*(?:\s?%)?(?![\w/])")
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_FRACTION = re.compile(r"(\d+)[.,](\d{1,2})")
_MISREAD = str.maketrans("lIoO", "1100")
_CODE = re.compile(r"=\s*(\d+)")

Reason = str
LETTERS = "chữ đọc nhầm thành chữ số"
WORDS = "ô có cả chữ và số"
SHAPE = "cách ghi số không rõ"
RANGE = "ngoài khoảng của chỉ tiêu"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a cell with its place in the cell and the reasons to doubt it."""

    text: str
    at: int
    value: Decimal
    doubts: tuple[Reason, ...]


def figure(cell: str, unit: str) -> Figure | None:
    """The figure of a cell whose row is measured in `unit`; None where it holds none."""
    found = [match for match in _FIGURE.finditer(cell) if any(sign.isdecimal() for sign in match[0])]
    if not found:
        return None
    match = found[0]
    text = match[0].rstrip("., ")
    digits = text.rstrip("% ").translate(_MISREAD).rstrip("., ")
    value, doubts = _value(digits, percent=unit.strip() == "%")
    if text.rstrip("% ") != text.rstrip("% ").translate(_MISREAD):
        doubts += (LETTERS,)
    if len(found) > 1 or cell.strip() != text:
        doubts += (WORDS,)
    codes = {Decimal(code) for code in _CODE.findall(unit)}
    if (codes and value not in codes) or (unit.strip() == "%" and value > 100):
        doubts += (RANGE,)
    return Figure(text, match.start(), value, doubts)


def _value(digits: str, *, percent: bool) -> tuple[Decimal, tuple[Reason, ...]]:
    if digits.isdecimal():
        return Decimal(digits), ()
    fraction = _FRACTION.fullmatch(digits)
    if fraction:
        return Decimal(f"{fraction[1]}.{fraction[2]}"), () if percent else (SHAPE,)
    if _GROUPS.fullmatch(digits) and not percent:
        return Decimal(re.sub(r"[.,]", "", digits)), ()
    whole, _, rest = digits.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}.{rest}"), (SHAPE,)
