"""What can be said of a hypothesis, in words that a person can read: "b total", "joined colon"."""

from collections.abc import Iterator, Sequence

from dunghen.proofing.weighing.called import Called
from dunghen.proofing.weighing.cues import cues
from dunghen.proofing.weighing.hypotheses import Hypothesis
from dunghen.proofing.weighing.nearness import bucket, distance
from dunghen.proofing.weighing.pairs import of_pair
from dunghen.proofing.weighing.runs import of_run
from dunghen.proofing.weighing.scene import Scene

_TELLING = (0.0, 0.3, 0.7, 1.2, 1.8, 2.5)
_MOST_RIVALS = 6
_BEHIND = 8  # words
_SIGNS = (
    *("ends sentence", "ends bracket", "ends semicolon", "skipped 0", "left out 0", "joined by opener"),
    *("joined colon", "joined bracket", "x verb", "x rest", "a past 0", "b past 0", "units all same"),
    *("from to", "unit same", "a b joined", "parallel", "a called", "b called", "all named", "start to end"),
    "b total of a",
)


def features(scene: Scene, one: Hypothesis, telling: float, rivals: int, named: Called) -> list[str]:
    """Everything that is said of a hypothesis; `telling` is its nearness, so many `rivals` are as near, and
    some figures are `named` by the stated one. "" is said of each."""
    near = f"told {bucket(telling, _TELLING)}"
    if one.form in {"after", "before"}:
        form = list(of_run(scene, one))
    else:
        form = [*of_pair(scene, one), *named.of(one)]
    said = [near, f"rivals {min(rivals, _MOST_RIVALS)}", *distance(one), *form, *_of_stated(scene, one)]
    return ["", *dict.fromkeys([*said, *_together(near, said)])]


def _of_stated(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """What is said of the figure itself."""
    x = one.stated
    yield from (f"x {name}" for name in cues(x.before))
    yield from (f"x behind {name}" for name in cues(" ".join(x.after.split()[:_BEHIND])))
    if scene.known.uses(x):
        yield "x used"
    yield "x depth" if x.depth else "x plain"


def _together(near: str, said: Sequence[str]) -> Iterator[str]:
    """How near it comes, with each of the surest signs of form: a slight miss needs less of them."""
    has = frozenset(said)
    return (f"{near} and {sign}" for sign in _SIGNS if sign in has)
