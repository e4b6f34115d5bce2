"""Which of the figures that are tried a stated one names: "quá hạn 1.644; tỷ lệ quá hạn 2,16%"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.weighing.cues import names
from dunghen.proofing.weighing.hypotheses import Hypothesis


@dataclass(frozen=True, slots=True)
class Called:
    """The figures, by their place, that share most words with those before and behind a stated one."""

    before: frozenset[tuple[int, bool]]
    behind: frozenset[tuple[int, bool]]

    def of(self, one: Hypothesis) -> Iterator[str]:
        """Whether the first source is the one named before the figure, the second the one behind it."""
        for name, figure, side in zip("ab", one.sources[:2], (self.before, self.behind), strict=False):
            if side:
                yield f"{name} {'called' if key(figure) in side else 'not called'}"


def key(figure: Quantity) -> tuple[int, bool]:
    """One side of a fraction, or a figure, of a place."""
    return figure.start, figure.of is None


def called(stated: Quantity, tried: Iterable[Hypothesis]) -> Called:
    """What a figure names of those that it is tried with."""
    figures = {key(q): q for one in tried for q in one.sources if one.form not in _RUNS}
    words = {at: names(f"{q.label} {q.unit}") for at, q in figures.items()}
    common = frozenset.intersection(*words.values()) if words else frozenset()
    before = names(f"{stated.lead} {stated.before}") - common
    return Called(_most(words, before), _most(words, names(stated.after) - common))


def _most(words: dict[tuple[int, bool], frozenset[str]], said: frozenset[str]) -> frozenset[tuple[int, bool]]:
    """Those that share most words with what is said; none where nothing tells them apart."""
    shared = {at: len(own & said) for at, own in words.items()}
    most = max(shared.values(), default=0)
    best = frozenset(at for at, count in shared.items() if count == most)
    return best if most and len(best) < len(shared) else frozenset()


_RUNS = frozenset({"after", "before", "stock"})
