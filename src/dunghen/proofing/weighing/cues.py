"""The groups of words that features tell of, and the names by which figures are called."""

import re
from functools import lru_cache

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.vocabulary import any_of

THAN, BASE, END = any_of("than"), any_of("base"), any_of("end")
_CUES = {
    name: any_of(name)
    for name in (
        *("than", "base", "target", "given", "done", "gone", "new", "end", "start"),
        *("total", "partial"),
    )
} | {
    "attached": re.compile(r"^(?:\w+ ){0,2}(?:dat|chiem|bang)(?: ty le| ti le)?$|^(?:ty|ti) le$|^$"),
    "rate noun": re.compile(r"\b(?:ty|ti) (?:le|trong)\b"),
    "rest": re.compile(r"\b(?:con|con lai|khac|chua|dang|chenh|cach|tiet kiem|vuot|thieu|thua|hut|vang)\b"),
    "average": re.compile(r"\b(?:binh quan|trung binh|moi|tung|hang)\b"),
    "past": re.compile(r"\b(?:truoc|cung ky|nam 20\d\d|nam ngoai|dau nam|dau ky|tu)\b"),
    "each": re.compile(r"\b(?:tren|tu|duoi|den|toi thieu|toi da|it nhat)\b"),
    "opener": re.compile(r"\b(?:trong (?:do|so)|gom|bao gom|cu the|chia|lan luot)\b"),
}
FROM = re.compile(r"\btu(?: muc| con so)?(?: \w+){0,2}$")
TO = re.compile(r"\b(?:len|xuong|con|den|thanh|ve|toi)(?: muc| con so| thanh| con| den)?$")
REST = _CUES["rest"]
IN_TURN = re.compile(r"\blan luot\b")
EARLIER = re.compile(r"\b(?:truoc|cung ky|nam (?:19|20)\d\d|nam ngoai|dau (?:nam|ky))\b")
_OVERLAPS = re.compile(
    r"\b(?:nu|dang vien|dan toc|tre(?! (?:han|hen))|dat chuan|lanh dao|ton giao|duoi \d+ tuoi)\b"
)
_ORDINALS = frozenset(["hai", "ba", "tu", "nhat", "nhi", "truoc", "ky", "cung", "hoach", "toan", "tieu"])
_SIGNS = ((";", "semicolon"), (":", "colon"), ("(", "bracket"), (".", "stop"))


def overlaps(*figures: Quantity) -> bool:
    """Whether one of them counts some of those that others count too: 5 đảng viên, 3 nữ."""
    return any(_OVERLAPS.search(figure.label) for figure in figures)


@lru_cache(maxsize=20000)
def cues(words: str) -> tuple[str, ...]:
    """The groups of which a word is among these."""
    return tuple(name for name, cue in _CUES.items() if cue.search(words))


@lru_cache(maxsize=20000)
def joined(words: str) -> tuple[str, ...]:
    """The groups and signs between two figures."""
    return (*(f"by {cue}" for cue in cues(words)), *(name for sign, name in _SIGNS if sign in words))


@lru_cache(maxsize=20000)
def names(words: str) -> frozenset[str]:
    """The words that name something; years, and words like "thứ hai", "kế hoạch", tell as well."""
    told = {word for word in words.split() if word.isdigit() or word in _ORDINALS}
    return content(words) | told


@lru_cache(maxsize=20000)
def content(words: str) -> frozenset[str]:
    """The words that say what is counted."""
    return frozenset(content_words(words))
