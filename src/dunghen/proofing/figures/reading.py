"""How a number is read: 1.850 and 86,643 are thousands, 51,43 and 51.43 are decimals, words count too.

Three digits behind one sign may be either: thousands where things are counted, decimals where they are
measured; the habit of the document breaks the tie.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.surface.shadow import FILLER

NUMBER = re.compile(rf"\d+(?:(?:[.,]{FILLER}?|{FILLER})\d+)*")
# Each begins with its first digit: a search leaps to digits, and tries every place of what begins otherwise.
_COMMA_DECIMAL = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:\.\d{3})*,(?:\d{1,2}|\d{4})(?![\d.,])")
_POINT_DECIMAL = re.compile(r"\d(?<![\d.,/-]\d)\d{0,2}(?:,\d{3})*\.(?:\d{1,2}|\d{4})(?![\d.,/-])")
_POINT_GROUPS = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:\.\d{3}){2,}(?![\d.,])")
_COMMA_GROUPS = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:,\d{3}){2,}(?![\d.,])")
_GROUP = 3  # digits between two signs
_MAX_DIGITS = 24  # longer runs of digits are codes

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mười": 10, "mươi": 10}


@dataclass(frozen=True, slots=True)
class Reading:
    """Value, number of decimals shown, the other way to read it, and whether it is oddly written."""

    value: Decimal
    places: int
    other: Decimal | None = None
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Habit:
    """How a document writes: does it divide thousands with a point (Vietnamese) or with a comma?"""

    comma_is_decimal: bool


def habit_of(clean: str) -> Habit:
    """The habit of a document, Vietnamese when it does not show."""
    vietnamese = len(_COMMA_DECIMAL.findall(clean)) + len(_POINT_GROUPS.findall(clean))
    english = len(_POINT_DECIMAL.findall(clean)) + len(_COMMA_GROUPS.findall(clean))
    return Habit(comma_is_decimal=vietnamese >= english)


def read(raw: str, *, measured: bool, habit: Habit) -> Reading | None:
    """Read a number; `measured` says that decimals are usual for its unit. None when it is a code."""
    raw = re.sub(rf"([.,]){FILLER}", r"\1", raw).replace(FILLER, ".")
    if len(raw) > _MAX_DIGITS:
        return None
    signs = re.findall(r"[.,]", raw)
    if not signs:
        return Reading(Decimal(raw), 0)
    groups = re.split(r"[.,]", raw)
    if len(signs) == 1:
        return _one_sign(groups, signs[0], measured=measured, habit=habit)
    return _many_signs(groups, signs)


def _many_signs(groups: list[str], signs: list[str]) -> Reading | None:
    """3.547.428 and 2.117,5; numbers whose groups are not of three are odd."""
    threes = all(len(group) == _GROUP for group in groups[1:]) and len(groups[0]) <= _GROUP
    if len(set(signs)) == 1:
        return Reading(Decimal("".join(groups)), 0, odd=not threes)
    if signs[-1] not in signs[:-1] and len(set(signs[:-1])) == 1:
        fits = all(len(group) == _GROUP for group in groups[1:-1]) and len(groups[0]) <= _GROUP
        return Reading(Decimal("".join(groups[:-1]) + "." + groups[-1]), len(groups[-1]), odd=not fits)
    return Reading(Decimal("".join(groups)), 0, odd=True) if threes else None


def _one_sign(groups: list[str], sign: str, *, measured: bool, habit: Habit) -> Reading:
    whole, rest = groups
    grouped, decimal = Decimal(whole + rest), Decimal(f"{whole}.{rest}")
    if len(rest) != 3 or len(whole) > 3:
        return Reading(decimal, len(rest))
    if whole.startswith("0"):
        return Reading(decimal, 3)
    is_decimal_sign = (sign == ",") == habit.comma_is_decimal
    if measured and is_decimal_sign:
        return Reading(decimal, 3, grouped)
    return Reading(grouped, 0, decimal)


def read_words(words: list[str]) -> tuple[int, int] | None:
    """The number that the words begin with, and how many of them it takes: mười sáu, ba mươi bảy."""
    total, used, last = 0, 0, -1
    for index, word in enumerate(words[:7]):
        if word in _UNITS and last < 0:
            last = _UNITS[word]
        elif word in _TENS:
            total, last = total + (max(last, 1) * 10), -1
        elif word == "trăm" and last > 0:
            total, last = total + last * 100, -1
        elif word in {"linh", "lẻ"} and total and last < 0:
            pass
        else:
            break
        used = index + 1
    if not used:
        return None
    return total + max(last, 0), used
