"""Texts of which single figures can be changed: ⟦…⟧ marks those that a relation holds between."""

import random
import re
from dataclasses import dataclass
from decimal import Decimal

_MARKED = re.compile(r"⟦([^⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Statement:
    """A text without marks and the places of the figures that were marked."""

    text: str
    figures: tuple[tuple[int, int], ...]


def plain(marked: str) -> Statement:
    """Take the marks out."""
    figures: list[tuple[int, int]] = []
    text = ""
    at = 0
    for found in _MARKED.finditer(marked):
        text += marked[at : found.start()]
        figures.append((len(text), len(text) + len(found[1])))
        text += found[1]
        at = found.end()
    return Statement(text + marked[at:], tuple(figures))


def broken(statement: Statement, which: int, rng: random.Random) -> Statement:
    """One figure changed by more than any tolerance."""
    start, end = statement.figures[which]
    changed = _changed(statement.text[start:end], rng)
    shift = len(changed) - (end - start)
    figures = tuple(
        (a, b + shift if a == start else b) if a <= start else (a + shift, b + shift)
        for a, b in statement.figures
    )
    return Statement(statement.text[:start] + changed + statement.text[end:], figures)


def _changed(figure: str, rng: random.Random) -> str:
    if "," in figure:
        whole, rest = figure.replace(".", "").split(",")
        step = Decimal(1).scaleb(-len(rest))
        value = Decimal(f"{whole}.{rest}")
        other = value + rng.choice((-1, 1)) * max(step * rng.randint(5, 60), value / 12)
        other = other if 0 < other < 100 or value > 100 else value + max(step * 7, value / 12)
        return str(other.quantize(step)).replace(".", ",")
    number = int(figure.replace(".", ""))
    delta = max(1, round(number * rng.choice((0.02, 0.04, 0.07)))) + rng.randint(0, 1)
    other_number = number + delta if number < 12 or rng.random() < 0.5 else number - delta
    return (
        count(other_number) if "." in figure or other_number > 999 else str(other_number).zfill(len(figure))
    )


def count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def small(number: int, rng: random.Random) -> str:
    return f"{number:02d}" if rng.random() < 0.4 else str(number)


def rate(part: int, whole: int, rng: random.Random) -> str:
    places = rng.choice((1, 2, 2, 2))
    return str((Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-places))).replace(".", ",")


def mark(figure: str) -> str:
    return f"⟦{figure}⟧"
