"""What can be said of a hypothesis, in words that a person can read: "b total", "joined colon"."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.weighing.called import Called
from dunghen.proofing.weighing.cues import cues
from dunghen.proofing.weighing.hypotheses import Hypothesis
from dunghen.proofing.weighing.nearness import bucket, distance
from dunghen.proofing.weighing.pairs import of_pair
from dunghen.proofing.weighing.runs import of_run
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.siblings import Siblings

_TELLING = (0.0, 0.3, 0.7, 1.2, 1.8, 2.5)
_MOST_RIVALS = 6
_BEHIND = 8  # words
_SIGNS = (
    *("ends sentence", "ends bracket", "ends semicolon", "skipped 0", "left out 0", "joined by opener"),
    *("joined colon", "joined bracket", "x verb", "x rest", "a past 0", "b past 0", "units all same"),
    *("from to", "unit same", "a b joined", "parallel", "a called", "b called", "all named", "start to end"),
    "b total of a",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """All that is tried for one figure: which figures it names, what holds near it, whether something agrees,
    what the other figures of its block say, and what is said of it."""

    called: Called
    siblings: Siblings
    holds: bool
    values: Set[Decimal]
    of_stated: Sequence[str]

    def of(self, one: Hypothesis) -> Iterator[str]:
        """How a hypothesis stands among them."""
        if one.form not in {"after", "before"}:
            yield from self.called.of(one)
        elif one.computed in self.values:
            yield "computed stands"
        yield from self.siblings.of(one)
        if self.holds and not one.exact:
            yield "another holds"


def features(scene: Scene, one: Hypothesis, telling: float, rivals: int, tried: Tried) -> list[str]:
    """Everything that is said of a hypothesis; `telling` is its nearness, so many `rivals` are as near. "" is
    said of each."""
    near = f"told {bucket(telling, _TELLING)}"
    form = list((of_run if one.form in {"after", "before"} else of_pair)(scene, one))
    said = [near, f"rivals {min(rivals, _MOST_RIVALS)}", *distance(one), *form]
    said += [*tried.of(one), *tried.of_stated]
    return ["", *dict.fromkeys([*said, *_together(near, said)])]


def of_stated(scene: Scene, x: Quantity) -> Iterator[str]:
    """What is said of the figure itself."""
    yield from (f"x {name}" for name in cues(x.before))
    yield from (f"x behind {name}" for name in cues(" ".join(x.after.split()[:_BEHIND])))
    if scene.known.uses(x):
        yield "x used"
    yield "x depth" if x.depth else "x plain"


def _together(near: str, said: Sequence[str]) -> Iterator[str]:
    """How near it comes, with each of the surest signs of form: a slight miss needs less of them."""
    has = frozenset(said)
    return (f"{near} and {sign}" for sign in _SIGNS if sign in has)
