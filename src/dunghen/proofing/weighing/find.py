"""The figures that the earlier readings left open: the likeliest relation of each, by learned weights."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.known import Known
from dunghen.proofing.weighing.features import Scene, features, told
from dunghen.proofing.weighing.hypotheses import Hypothesis, hypotheses
from dunghen.proofing.weighing.weights import Weights
from dunghen.proofing.weighing.wording import finding

_SAID = frozenset({"percent", "growth", "sum", "difference"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """A hypothesis with its features and the probability that it is meant."""

    hypothesis: Hypothesis
    features: tuple[str, ...]
    probability: float


def weigh(document: Document, scene: Scene, stated: Quantity, weights: Weights) -> list[Weighed]:
    """All hypotheses about a figure, weighed."""
    found = list(hypotheses(document, scene.passage, stated))
    near = sorted(told(one) for one in found)
    weighed = []
    for one in found:
        rivals = len(near) - bisect_left(near, told(one)) - 1
        said = tuple(features(scene, one, rivals))
        weighed.append(Weighed(one, said, weights.probability(one.form, said)))
    return weighed


def find_weighed(document: Document, drafts: Sequence[Draft], weights: Weights) -> Iterator[Draft]:
    """Relations that nobody's words told plainly, where their weight is enough."""
    known = Known(drafts)
    accused = {spot for draft in drafts if draft.verdict == "contradiction" for spot in draft.places}
    best: list[tuple[float, Hypothesis, Verdict]] = []
    for passage in document.passages:
        scene = Scene(passage, known)
        for stated in passage.quantities:
            if is_open(stated, known, accused) and (said := _said(weigh(document, scene, stated, weights), weights)):
                best.append(said)
    taken: set[tuple[int, int]] = set(accused)
    proven = {place(q) for _p, one, verdict in best if verdict == "consistent" for q in one.sources}
    for _probability, one, verdict in sorted(best, key=lambda row: -row[0]):
        if verdict != "consistent" and place(one.stated) in proven:
            continue
        draft = finding(one, verdict)
        if verdict == "consistent" or not taken & set(draft.places):
            yield draft
            if verdict == "contradiction":
                taken |= set(draft.places)


def is_open(stated: Quantity, known: Known, accused: set[tuple[int, int]]) -> bool:
    """Whether no earlier reading explained the figure or called it a contradiction."""
    if not stated.exact or stated.odd or place(stated) in accused:
        return False
    return not known.states(stated, _SAID) and not known.agrees(stated)


def _said(weighed: Sequence[Weighed], weights: Weights) -> tuple[float, Hypothesis, Verdict] | None:
    """What is said of a figure: that it holds, the likeliest way in which it does not, or nothing."""
    holds = max((one for one in weighed if one.hypothesis.exact), key=_likely, default=None)
    fails = max((one for one in weighed if not one.hypothesis.exact), key=_likely, default=None)
    if fails is not None and (holds is None or holds.probability < fails.probability):
        for verdict, least in (("contradiction", weights.contradiction), ("warning", weights.warning)):
            if fails.probability >= least:
                return fails.probability, fails.hypothesis, verdict
    if holds is not None and holds.probability >= weights.contradiction:
        return holds.probability, holds.hypothesis, "consistent"
    return None


def _likely(one: Weighed) -> float:
    return one.probability
