"""Which form a paper is on a day: titles, numbers, symbols and sheets as dated data (law/papers)."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dunghen.core.paths import LAW
from dunghen.documents.form import SHEETS, Sheet


class Kind(StrEnum):
    """The papers of the one-stop, as addresses name them."""

    RECEIPT = "tiep-nhan"
    SUPPLEMENT = "bo-sung"
    REFUSAL = "tu-choi"
    APOLOGY = "xin-loi"
    STOP = "dung"
    SLIP = "kiem-soat"
    REGISTER = "so-theo-doi"


class NoForm(Exception):
    """The law of that day has no such form."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as a circular has it: its number, title, the symbol after the paper's own number, the sheet."""

    kind: Kind
    form: str
    title: str
    symbol: str
    sheet: Sheet
    circular: str

    @property
    def reference(self) -> str:
        return f"Mẫu số {self.form} ban hành kèm theo {self.circular}"

    def numbered(self, number: str) -> str:
        """31/TNHS; empty without a number, for the gap to be filled by hand."""
        return f"{number}/{self.symbol}" if number and self.symbol else number


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular with its papers, in force from `since` until before `until`."""

    name: str
    since: date
    until: date | None
    papers: tuple[Paper, ...]


def paper_of(kind: Kind, day: date) -> Paper:
    """The form of that day. Raises NoForm: of a day before the first circular, or one it does not have."""
    for circular in _circulars(LAW / "papers"):
        if circular.since <= day and (circular.until is None or day < circular.until):
            for paper in circular.papers:
                if paper.kind is kind:
                    return paper
    raise NoForm(kind)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of receipt of a unit: in a sentence and, in capitals, in a letterhead."""

    name: str
    lines: tuple[str, ...]


def place_of(kind: str, day: date) -> Place | None:
    """How the place of receipt of a unit of this kind is called on a day; None for a service centre, which
    has a name of its own, and before the decree."""
    for place in _places(LAW / "papers")["place"]:
        if kind in place["kinds"] and place["since"] <= day < place.get("until", date.max):
            return Place(place["name"], tuple(place["lines"]))
    return None


def head_position(kind: str) -> tuple[str, ...]:
    """As what the head of an agency of this kind signs. Raises KeyError for an unknown kind."""
    for head in _places(LAW / "papers")["head"]:
        if kind in head["kinds"]:
            return tuple(head["position"])
    raise KeyError(kind)


@lru_cache(maxsize=4)
def _places(folder: Path) -> dict[str, Any]:
    with (folder / "places.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=4)
def _circulars(folder: Path) -> tuple[Circular, ...]:
    return read_circulars(sorted(folder.glob("tt-*.toml")))


def read_circulars(files: Iterable[Path]) -> tuple[Circular, ...]:
    """Raises ValueError for what is not a form, an unknown sheet, and circulars in force on the same day."""
    found = sorted((_circular(path) for path in files), key=lambda one: one.since)
    for before, after in pairwise(found):
        if before.until is None or before.until > after.since:
            raise ValueError(f"{before.name}, {after.name}: in force on the same day")
    return tuple(found)


def _circular(path: Path) -> Circular:
    with path.open("rb") as file:
        said = tomllib.load(file)
    papers = tuple(_paper(one, said["name"]) for one in said["paper"])
    if len({paper.kind for paper in papers}) != len(papers):
        raise ValueError(f"{path.name}: one kind twice")
    return Circular(said["name"], said["since"], said.get("until"), papers)


def _paper(said: dict[str, Any], circular: str) -> Paper:
    if said["sheet"] not in SHEETS:
        raise ValueError(said["sheet"])
    return Paper(Kind(said["kind"]), said["form"], said["title"], said["symbol"], said["sheet"], circular)
