"""Vietnamese text: folding for search, keys for alphabetical order, numbers and days as officials write
them."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from unicodedata import category, normalize

# In the order of the dictionary: level, then huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTERS = {letter: chr(ord("A") + place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_DIGITS = 12  # longer numbers than any name carries
_WORD = re.compile(r"\d+|[^\W\d_]+")
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_ISO_DAY = len("2024-09-03")
_MARKS = str.maketrans(",.", ".,")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def fold(text: str) -> str:
    """Without accents, in lower case, with single spaces: what search compares."""
    plain = normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(mark for mark in plain if category(mark) != "Mn").split())


@lru_cache(maxsize=4096)
def sort_key(text: str) -> str:
    """A plain ASCII key in the order of the Vietnamese alphabet, syllable by syllable: letters first, then
    the tone; numbers by their value (Phường 2 before Phường 10). Capitals and punctuation say nothing."""
    return "".join(map(_syllable_key, _WORD.findall(normalize("NFC", text.lower()))))


def _syllable_key(syllable: str) -> str:
    if syllable.isdecimal():
        return str(int(syllable)).zfill(_DIGITS)
    marks = normalize("NFD", syllable)
    tone = "".join(_TONES[mark] for mark in marks if mark in _TONES) or "0"
    bare = normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    # The blank ends the syllable before any letter could, so that "an" comes before "anh".
    return "".join(_LETTERS.get(letter, "") for letter in bare) + " " + tone


def number(value: int | Decimal, places: int | None = None) -> str:
    """86.643; 51,43; 51,00 with two `places`, half up."""
    if places is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value:,}".translate(_MARKS)


def thousands(value: int) -> str:
    """1850 as 1.850."""
    return number(value)


def percent(rate: Decimal) -> str:
    """A rate in percent to two decimals, half up: 51,43."""
    return number(rate, 2)


def read_day(text: str) -> date:
    """A day as somebody types it: 03/09/2024, 3/9/2024, with dots or dashes, or 2024-09-03. Raises
    ValueError."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return date.fromisoformat(text.strip())
    day, _mark, month, year = found.groups()
    return date(int(year), int(month), int(day))


def read_moment(text: str) -> datetime:
    """A day with its time: 17:00 30/05/2024, 30/05/2024 17:00, or 2024-05-30T17:00, which alone may carry
    its zone; the others have none. Raises ValueError."""
    words = text.split()
    clocks = [found for word in words if (found := _CLOCK.fullmatch(word))]
    days = [word for word in words if not _CLOCK.fullmatch(word)]
    if len(clocks) != 1 or len(days) != 1:
        if len(text.strip()) <= _ISO_DAY:
            raise ValueError(f"not a moment: {text!r}")
        return datetime.fromisoformat(text.strip())
    hour, minute = clocks[0].groups()
    return datetime.combine(read_day(days[0]), time(int(hour), int(minute)))
