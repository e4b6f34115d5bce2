"""Units: what a number counts or measures, and when two units may stand in one sum."""

from functools import lru_cache
from typing import Literal

from dunghen.proofing.surface.shadow import fold
from dunghen.proofing.vocabulary import table, words

UnitKind = Literal["percent", "ppoint", "score", "step", "money", "time", "size", "count", "bare"]

MAGNITUDES = {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
MONEY = frozenset({"đồng", "vnđ", "vnd", "đ", "usd", "euro"})
TIME = frozenset({"ngày", "giờ", "phút", "giây", "năm", "tuần", "tuổi"})
SIZE = words("units.size")
STEP = frozenset({"bậc", "hạng"})

SHORT = words("units.short")
NOUNS = words("units.nouns")
STOPS = words("units.stops")
_SPELLED_OUT = table("units.spelled_out")
_KNOWN = frozenset(map(fold, NOUNS))
_PERSONS = frozenset(map(fold, words("units.persons")))
_BODIES = frozenset(map(fold, words("units.bodies")))
_ALIKE = (_PERSONS, _BODIES, frozenset(map(fold, words("units.cases"))))


def starts_noun(first: str, second: str) -> bool:
    """Whether these two words after a number name what is counted."""
    return f"{first} {second}" in NOUNS or first in SHORT or first in {"người"}


def noun(said: list[str]) -> tuple[str, int]:
    """The unit noun the said begin with, and how many said it takes; ('', 0) when there is none."""
    if said[:1] in (["các"], ["những"]):
        name, used = noun(said[1:])
        return name, used + 1 if used else 0
    known = " ".join(said[:2]) in NOUNS  # đối tượng, but not đối với
    if not said or (said[0] in STOPS and not known) or said[0] in MAGNITUDES:
        return "", 0
    name, used = _noun(said)
    return _SPELLED_OUT.get(name, name), used


def _noun(said: list[str]) -> tuple[str, int]:
    pair = " ".join(said[:2])
    if said[0] in _SPELLED_OUT:
        return said[0], 1
    if said[:3] == ["lượt", "hồ", "sơ"]:
        return "hồ sơ", 3
    if len(said) == 1 or pair in NOUNS:
        return pair, min(len(said), 2)
    if said[0] in SHORT or said[1] in STOPS:
        return said[0], 1
    return pair, 2


def may_add(first: tuple[UnitKind, str], second: tuple[UnitKind, str]) -> bool:
    """Whether a quantity of the second unit can be part of one of the first.

    Counts of different nouns add up (06 trường hợp: 02 tập thể, 04 cá nhân); money does not add to counts.
    """
    if "bare" in (first[0], second[0]):
        return {first[0], second[0]} <= {"bare", "count", "money", "score", "size"}
    if first[0] == "money" == second[0]:
        return True
    if {first[0], second[0]} == {"count", "score"}:
        return first[1][:4] == second[1][:4]
    return first[0] == second[0]


def _one_noun(kind: UnitKind, one: str, two: str) -> bool:
    """51 kho giữ nguyên, 23 kho chuyển giao: of unknown nouns only the first syllable may be the noun."""
    return kind == "count" and {one, two}.isdisjoint(_KNOWN) and one.split()[:1] == two.split()[:1]


@lru_cache(maxsize=4096)
def same_unit(first: tuple[UnitKind, str], second: tuple[UnitKind, str]) -> bool:
    """Whether both count the same thing, or one of them leaves it unsaid; lost accents do not matter."""
    if first == second:
        return True
    one, two = fold(first[1]), fold(second[1])
    if {first[0], second[0]} == {"count", "score"}:
        return one[:4] == two[:4]  # điểm giao dịch, and "giảm 36 điểm"
    if first[0] != second[0]:
        return "bare" in (first[0], second[0]) and {first[0], second[0]} <= {"bare", "count"}
    if any(one in group and two in group for group in _ALIKE) or _one_noun(first[0], one, two):
        return True
    if first[0] in {"count", "time", "size"}:
        return one == two or min(one, two, key=len) == max(one, two, key=len).split()[0]
    return True
