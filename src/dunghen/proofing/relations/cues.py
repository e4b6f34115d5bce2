"""Words that say how quantities belong together, found in the shadow with or without their accents."""

import re
from dataclasses import dataclass
from typing import Literal

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.vocabulary import any_of

CueKind = Literal["full", "in"]

# Openers of a list of parts. "full": the parts make up the whole; "in": they may be some of it.
_FULL = any_of("full")
_IN = re.compile(
    r"\btrong (?:do|so do|so nay|so tren|tong so do|tong so nay|tong so tren)\b|(?<=, )voi(?= \d)"
)
_PARTIAL = re.compile(rf"{any_of('partial').pattern}|v \. v|…|\.\.\.")
TOTAL = any_of("total")
UP = any_of("up")
DOWN = any_of("down")
OF_TOTAL = re.compile(r"(?:(?:so voi|cua|tren|trong) )?tong\b")  # behind a rate: of all there are
YEARLY = re.compile(r"\b(?:moi|hang|tung) (?:nam|thang|quy)\b")
EACH = re.compile(rf"{YEARLY.pattern}|\bbinh quan\b|\bnam nam\b")
THAN = any_of("than")


@dataclass(frozen=True, slots=True)
class Opener:
    """Where a list of parts opens: tokens first..last-1 are the words of the opener."""

    kind: CueKind
    first: int
    last: int


def openers(passage: Passage) -> list[Opener]:
    """All openers of a passage, in order; overlapping ones merged."""
    found: list[Opener] = []
    for kind, pattern in (("full", _FULL), ("in", _IN)):
        for match in pattern.finditer(passage.line):
            first, last = passage.token_in_line(match.start()), passage.token_in_line(match.end())
            if match[0] != "gom" or passage.tokens[first].text in {"gồm", "gôm", "gốm", "gom"}:
                found.append(Opener("full" if kind == "full" else "in", first, last))
    found.sort(key=lambda opener: (opener.first, -opener.last))
    merged: list[Opener] = []
    for opener in found:
        if (
            merged
            and opener.first <= merged[-1].last + 1
            and not passage.within(merged[-1].last, opener.first)
        ):
            both: CueKind = "full" if "full" in (opener.kind, merged[-1].kind) else "in"
            merged[-1] = Opener(both, merged[-1].first, max(opener.last, merged[-1].last))
        else:
            merged.append(opener)
    return merged


def opens_between(passage: Passage, first: int, last: int) -> bool:
    """Whether a list of parts opens among the tokens first..last-1."""
    return opens(passage.words(first, last))


def opens(words: str) -> bool:
    """Whether a list of parts opens in these folded words."""
    return bool(_FULL.search(words) or _IN.search(words))


def is_partial(words: str) -> bool:
    """Whether the folded words say that only some parts are named."""
    return bool(_PARTIAL.search(words))
