"""A shadow of the text, letter for letter at the same places, in which a machine can read.

Markup residue becomes blanks, note marks become one sign, letters that OCR put for digits become digits, and
`fold` drops the accents, which OCR loses most often. No character moves, so a place in the shadow is a place
in the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

NOTE = "^"  # a note mark: 12¹³ is 12 with note 13
FILLER = "\x1f"  # a blank inside a number
_SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = str.maketrans({
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": " ",
    "％": "%", "﹪": "%", "\t": "|", "\r": " ", "\f": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n",
    "\u2029": "\n", "…": "…", "：": ":", "；": ";", "，": ",", "×": "x",
})  # fmt: skip
# What is no text, each with a sign without which there is none: most texts need not be searched.
_RESIDUE = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("<", r"</?[a-z][^<>\n]{0,200}>"),
        ("://", r"https?://[^\s<>|]+"),
        ("www.", r"www\.[^\s<>|]+"),
        ("@", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"),
        *(
            (f".{end}", rf"\b[a-z0-9-]{{2,}}(?:\.[a-z0-9-]+)*\.{end}(?:/[^\s<>|]*)?")
            for end in ("vn", "com", "net", "org")
        ),
        ("straight connector", r"straight connector \d+"),
        *((sign, re.escape(sign) + "+") for sign in ("*", "__", "`", "~~")),
    )
)
_NOTES = re.compile(r"\[\^?\w{1,4}\](?!\()|\(\^\d{1,3}\)|<sup>\s*\(?\d{1,3}\)?\s*</sup>")
# A number in which OCR put o, l or i for a digit: 2O24, 1l2, O5.
_DIGITLIKE = re.compile(
    r"[oli\d](?<![^\W_].)(?:(?<=\d)|(?=[\d.,oli]*\d))(?:(?<=[oli])|(?=[\d.,]*[oli]))(?:[oli\d]|[.,](?=[oli\d]))*(?![^\W_])"
)
_ENUMERATOR = re.compile(r"[il]+[.,]|[\d.]+[.,]?[il]$|[il]+$")
_TO_DIGIT = str.maketrans({"o": "0", "l": "1", "i": "1"})
# 86. 643 hồ sơ and 1 850 hồ sơ: a blank that OCR or a typist left inside a number.
_GAP = re.compile(r"(\d(?<![\d.,/]\d)\d{0,2})((?:[.] \d{3})+|(?: \d{3})+)(?![\d.,/])(?= ?%| [^\W\d_]{2})")


@dataclass(frozen=True, slots=True)
class Shadow:
    """`text` as given; `clean` in lower case without residue; `fold` without accents. All of one length."""

    text: str
    clean: str
    fold: str


def shadow(text: str) -> Shadow:
    """The shadow of a text."""
    clean = _each(_lower, text).translate(_SIGNS)
    clean = _NOTES.sub(lambda mark: NOTE * len(mark[0]), clean)
    for sign, residue in _RESIDUE:
        if sign in clean:
            clean = residue.sub(_blank, clean)
    clean = _DIGITLIKE.sub(_digits, clean)
    clean = _GAP.sub(_close_gap, clean)
    return Shadow(text, clean, _each(_bare, clean))


def _each(change: Callable[[str], str], text: str) -> str:
    """The text with each letter changed; a text has few different ones."""
    changed = {letter: change(letter) for letter in set(text)}
    return "".join(map(changed.__getitem__, text))


@lru_cache(maxsize=4096)
def _lower(letter: str) -> str:
    if letter in _SUPERSCRIPT:
        return NOTE
    low = letter.lower()
    return low if len(low) == 1 else letter


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    if letter == "đ":
        return "d"
    plain = "".join(part for part in normalize("NFD", letter) if category(part) != "Mn")
    return plain if len(plain) == 1 else letter


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without accents, at the same places."""
    return "".join(_bare(_lower(letter)) for letter in text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _digits(found: re.Match[str]) -> str:
    """Digits for the letters, unless it is the number of a heading (I.1, 2l)."""
    return found[0] if _ENUMERATOR.match(found[0]) else found[0].translate(_TO_DIGIT)


def _close_gap(found: re.Match[str]) -> str:
    """86. 643 becomes one number with a filler in it."""
    return found[1] + found[2].replace(" ", FILLER)
