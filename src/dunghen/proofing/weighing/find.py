"""The figures that the earlier readings left open: the likeliest relation of each, by learned weights."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures.passage import Document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.known import Known
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.features import features
from dunghen.proofing.weighing.hypotheses import Hypothesis, hypotheses
from dunghen.proofing.weighing.nearness import told
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.weights import Weights
from dunghen.proofing.weighing.wording import finding

_FINE = Decimal("0.01")  # a rate told so exactly agrees with a wrong pair once in some hundred times
_OFTEN = frozenset({"rest", "after", "before"})  # many of these are tried
_SLIGHT = 0.3  # powers of ten of evidence: few that come no nearer are meant
_LIMITS = frozenset({"overlapping", "partial", "shares short"})
_SAID = frozenset({"percent", "growth", "sum", "difference"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a figure, and how sure it is."""

    hypothesis: Hypothesis
    verdict: Verdict
    probability: float


def described(document: Document, scene: Scene, stated: Quantity) -> Iterator[tuple[Hypothesis, list[str]]]:
    """All hypotheses about a figure with their features."""
    found = [(told(one), one) for one in hypotheses(document, scene.passage, stated)]
    near = sorted(each for each, _one in found)
    for each, one in found:
        if one.form in _OFTEN and not one.exact and 0 < each < _SLIGHT:
            continue
        yield one, features(scene, one, each, len(near) - bisect_left(near, each) - 1)


def find_weighed(document: Document, drafts: Sequence[Draft], weights: Weights) -> Iterator[Draft]:
    """Relations that no words told plainly, where their weight is enough; each figure is spoken of once."""
    known = Known(drafts)
    accused = {spot for draft in drafts if draft.verdict == "contradiction" for spot in draft.places}
    found = [
        said
        for passage in document.passages
        for stated in passage.quantities
        if is_open(stated, known, accused)
        and (said := _said(document, Scene(passage, known), stated, weights)) is not None
    ]
    proven = {place(q) for said in found if said.verdict == "consistent" for q in said.hypothesis.sources}
    taken = set(accused)
    for said in sorted(found, key=lambda said: -said.probability):
        draft = finding(said.hypothesis, said.verdict)
        if said.verdict == "consistent":
            yield draft
        elif draft.places[0] not in proven and taken.isdisjoint(draft.places):
            taken.update(draft.places)
            yield draft


def reconsidered(document: Document, drafts: Sequence[Draft], weights: Weights) -> Iterator[Draft]:
    """The findings of the rules; a rate that they held against other figures, and that is the share of a
    likely pair to two decimals, agrees with that pair."""
    wrong = {d.places[0] for d in drafts if d.kind == "percent" and d.verdict == "contradiction"}
    shares: dict[Place, Draft] = {}
    for passage in document.passages if wrong else ():
        for stated in passage.quantities:
            if place(stated) in wrong and stated.step <= _FINE:
                rest = Known(draft for draft in drafts if place(stated) not in draft.places)
                said = _said(document, Scene(passage, rest), stated, weights)
                if said is not None and said.verdict == "consistent" and said.hypothesis.form == "share":
                    shares[place(stated)] = finding(said.hypothesis, said.verdict)
    for draft in drafts:
        told = draft.kind == "percent" and draft.verdict == "contradiction"
        yield shares.get(draft.places[0], draft) if told else draft


def is_open(stated: Quantity, known: Known, accused: set[Place]) -> bool:
    """Whether no earlier reading explained the figure or called it a contradiction."""
    if not stated.exact or stated.odd or place(stated) in accused:
        return False
    return not known.states(stated, _SAID) and not known.agrees(stated)


def _said(document: Document, scene: Scene, stated: Quantity, weights: Weights) -> Told | None:
    """That the figure holds, the likeliest way in which it does not, or nothing."""
    best: dict[bool, tuple[float, Hypothesis]] = {}
    for one, said in described(document, scene, stated):
        if not one.exact and not _LIMITS.isdisjoint(said) and "closed" not in said:
            continue  # the words say that parts overlap, or are some of them only
        probability = weights.probability(one.form, said)
        if one.exact not in best or probability > best[one.exact][0]:
            best[one.exact] = probability, one
    holds, fails = best.get(True), best.get(False)
    if fails is not None and (holds is None or holds[0] < fails[0]):
        verdict = weights.verdict(fails[0])
        return Told(fails[1], verdict, fails[0]) if verdict is not None else None
    if holds is not None and weights.verdict(holds[0]) == "contradiction":
        return Told(holds[1], "consistent", holds[0])
    return None
