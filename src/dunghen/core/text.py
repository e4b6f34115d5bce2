"""Vietnamese text: folding for search, keys for alphabetical order, numbers as officials write them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from unicodedata import category, normalize

# In the order of the dictionary: level, then huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTERS = {letter: chr(ord("A") + place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_DIGITS = 12  # longer numbers than any name carries
_WORD = re.compile(r"\d+|[^\W\d_]+")


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


def thousands(number: int) -> str:
    """1850 as 1.850."""
    return f"{number:,}".replace(",", ".")


def percent(rate: Decimal) -> str:
    """A rate in percent to two decimals, half up: 51,43."""
    return str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP)).replace(".", ",")
