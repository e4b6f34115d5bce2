"""Automatic list numbers of a Word document, as Word shows them: 1., 1.1., a), I., -, +."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_BULLETS = ("-", "+")  # by depth, where the font's own sign says nothing outside its font
_READABLE = {"-": "-", "–": "-", "—": "-", "+": "+", "*": "*", "•": "-", "·": "-", "o": "+", "▪": "-"}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROMAN_LARGE = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"))


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list: how it counts and how the number is written (`%1.%2.`)."""

    kind: str
    pattern: str
    start: int


def attribute(element: Any, name: str, default: str = "") -> str:
    """The w:val of a child; `default` where there is no such child."""
    child = None if element is None else element.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))


class Lists:
    """The lists of one document; `mark` is asked for every paragraph in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles: dict[str, tuple[str, str]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)
        for style in [] if styles is None else styles.iter(qn("w:style")):
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if number is not None:
                found = (attribute(number, "w:numId"), attribute(number, "w:ilvl", "0"))
                self._styles[str(style.get(qn("w:styleId")))] = found

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iter(qn("w:abstractNum")):
            levels = {_depth(level.get(qn("w:ilvl"))): _level(level) for level in abstract.iter(qn("w:lvl"))}
            self._abstract[str(abstract.get(qn("w:abstractNumId")))] = levels
        for number in numbering.iter(qn("w:num")):
            starts = {
                _depth(override.get(qn("w:ilvl"))): _whole(attribute(override, "w:startOverride", "1"))
                for override in number.iter(qn("w:lvlOverride"))
                if override.find(qn("w:startOverride")) is not None
            }
            self._lists[str(number.get(qn("w:numId")))] = (attribute(number, "w:abstractNumId"), starts)

    def mark(self, properties: Any) -> tuple[str, int]:
        """The number or sign before a paragraph, and its depth; empty where it stands in no list."""
        name, depth = self._place(properties)
        if name not in self._lists:
            return "", 0
        abstract, starts = self._lists[name]
        levels = self._abstract.get(abstract, {})
        level = levels.get(depth)
        if level is None or level.kind == "none":
            return "", 0
        if level.kind == "bullet":
            return _READABLE.get(level.pattern.strip(), _BULLETS[depth % 2]), depth
        counts = self._counts.setdefault(abstract, {})
        if depth in starts and (name, depth) not in self._restarted:
            self._restarted.add((name, depth))
            counts[depth] = starts[depth] - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return _written(level, levels, counts, depth), depth

    def _place(self, properties: Any) -> tuple[str, int]:
        if properties is None:
            return "", 0
        name, depth = self._styles.get(attribute(properties, "w:pStyle"), ("", "0"))
        own = properties.find(qn("w:numPr"))
        if own is not None:
            name, depth = attribute(own, "w:numId", name), attribute(own, "w:ilvl", depth)
        return name, _depth(depth)


def _level(level: Any) -> Level:
    kind, pattern = attribute(level, "w:numFmt", "decimal"), attribute(level, "w:lvlText")
    return Level(kind, pattern, _whole(attribute(level, "w:start", "1")))


def _written(level: Level, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    text = level.pattern
    for at in range(depth + 1):
        shown = levels.get(at, level)
        text = text.replace(f"%{at + 1}", counted(counts.get(at, shown.start), shown.kind))
    return text.strip()


def _depth(text: str | None) -> int:
    return min(_whole(text or "0"), 8)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def counted(number: int, kind: str) -> str:
    """A number as the list writes it: 3, 03, c, C, iii, III."""
    kinds: dict[str, Callable[[int], str]] = {
        "decimalZero": lambda n: f"{n:02d}",
        "lowerLetter": _letters,
        "upperLetter": lambda n: _letters(n).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda n: _roman(n).upper(),
    }
    return kinds.get(kind, str)(number)


def _letters(number: int) -> str:
    """a … z, then aa, bb: as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9) if number > 0 else ""


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN_LARGE, *_ROMAN):
        while 0 < value <= number < 400:
            text, number = text + sign, number - value
    return text
