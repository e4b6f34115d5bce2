"""How alike two labels are, when letters were lost or misread: the share of triples of letters they have in
common, without accents, case, punctuation and what stands in brackets."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from dunghen.core.text import fold

_BRACKETS = re.compile(r"\([^()]*\)?")
_WORD = re.compile(r"[a-z]+")


def plain(text: str) -> str:
    """A label as it is compared. A city of the first tier and a province are the same word in it."""
    folded = fold(_BRACKETS.sub(" ", text)) or fold(text)
    return " ".join(_WORD.findall(folded.replace("thanh pho", "tinh")))


def triples(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def alike(one: str, other: str) -> float:
    """0 to 1, of two plain texts."""
    return _share(triples(one), triples(other))


def _share(one: frozenset[str], other: frozenset[str], common: int | None = None) -> float:
    both = len(one & other) if common is None else common
    return 2 * both / (len(one) + len(other)) if one or other else 0.0


class Labels:
    """Labels to be found again; asked for one, tells all that are at least `least` alike."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._triples = [triples(plain(label)) for label in labels]
        self._index: dict[str, list[int]] = defaultdict(list)
        for at, label in enumerate(self._triples):
            for triple in label:
                self._index[triple].append(at)

    def like(self, text: str, least: float = 0.5) -> dict[int, float]:
        """Places of the labels that are like a text, with the likeness."""
        asked = triples(plain(text))
        common: Counter[int] = Counter()
        for triple in asked:
            common.update(self._index.get(triple, ()))
        found = {at: _share(asked, self._triples[at], both) for at, both in common.items()}
        return {at: share for at, share in found.items() if share >= least}
