"""The figures that the earlier readings left open: the likeliest relation of each, by learned trees."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.units import same_unit
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.changes.find import PLANNED
from dunghen.proofing.relations.changes.subjects import of_another_subject
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.judge import NO_FIGURE, beyond
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.naming import named_whole
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.called import called
from dunghen.proofing.weighing.cues import overlaps
from dunghen.proofing.weighing.features import Tried, features, of_stated
from dunghen.proofing.weighing.hypotheses import Hypothesis, hypotheses
from dunghen.proofing.weighing.nearness import told
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.siblings import beside, siblings
from dunghen.proofing.weighing.trees import Trees
from dunghen.proofing.weighing.wording import finding

_FINE = Decimal("0.01")  # a rate told so exactly agrees with a wrong pair once in some hundred times
_TELLING = 100  # smaller figures are alike by accident
_CLOSE = 6  # tokens
_OFTEN = frozenset({"rest", "after", "before"})  # many of these are tried
_SURE = 2.0  # powers of ten of evidence: what agrees so tellingly is seldom chance
_FAINT = 0.3  # powers of ten of evidence: what comes no nearer is never called, but teaches
_SLIGHT = 0.3  # few that come no nearer are meant, of relations of which many are tried
_ALWAYS = frozenset(
    ["partial", "part inexact", "one of them", "split higher", "another base", "unopened", "part is all",
     "among them", "a inexact", "b inexact", "in turn", "change of changes",
     "grown out of a part"]
)  # fmt: skip
_INEXACT = frozenset({"a inexact", "b inexact"})
# Relations of these forms are not meant where all these signs are said, unless this one is.
_LIMITS: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (frozenset({"before"}), frozenset({"units apart"}), "x total"),
    (_OFTEN, frozenset({"overlapping"}), "closed"),
    (frozenset({"after", "before"}), frozenset({"computed stands"}), "digits alike"),
    (frozenset({"change"}), frozenset({"change of rates"}), "from to"),
    (frozenset({"change"}), frozenset({"fraction"}), ""),  # 3,04/6,5 điểm (giảm 2 điểm)
    (frozenset({"growth"}), frozenset({"x partial"}), ""),  # riêng án kinh tế giảm 31,5%
    # the whole has its own rate, before another thing is told
    (frozenset({"share"}), frozenset({"b semicolon", "b past rate"}), ""),
)
_SAID = frozenset({"percent", "growth", "sum", "difference"})


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a figure, and how sure it is."""

    hypothesis: Hypothesis
    verdict: Verdict
    probability: float


def described(
    document: Document, scene: Scene, stated: Quantity, *, faint: bool = True
) -> Iterator[tuple[Hypothesis, list[str]]]:
    """All hypotheses about a figure with their features, also those that come hardly near it."""
    found = [(told(one), one) for one in hypotheses(document, scene.passage, stated)]
    near = sorted(each for each, _one in found)
    meant = [(each, one) for each, one in found if one.exact or _near(each, one, faint=faint)]
    if not meant:
        return
    holds = any(one.exact and each >= _SURE for each, one in found)
    others = (q for q in beside(scene.passage, stated) if q.start != stated.start)
    values = {q.value for q in others if q.kind != "percent"}
    named = called(stated, (one for _each, one in found))
    tried = Tried(named, siblings(scene, stated), holds, values, list(of_stated(scene, stated)))
    for each, one in meant:
        yield one, features(scene, one, each, len(near) - bisect_left(near, each) - 1, tried)


def _near(each: float, one: Hypothesis, *, faint: bool) -> bool:
    """Whether what does not hold comes near enough to be looked at."""
    if 0 < each < _SLIGHT and one.form in _OFTEN:
        return False
    if faint:
        return True
    overlapping = one.form == "rest" and overlaps(one.stated, *one.sources)  # forbidden whatever else is said
    return not overlapping and (each >= _FAINT or one.slip != "")


def find_weighed(document: Document, drafts: Sequence[Draft], trees: Trees) -> Iterator[Draft]:
    """Relations that no words told plainly, where their weight is enough; each figure is spoken of once."""
    known = Known(drafts)
    accused = {spot for draft in drafts if draft.verdict == "contradiction" for spot in draft.places}
    found = [
        said
        for passage in document.passages
        for stated in passage.quantities
        if is_open(stated, known, accused)
        and (said := _said(document, Scene(passage, known), stated, trees)) is not None
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


def reconsidered(document: Document, drafts: Sequence[Draft], trees: Trees) -> Iterator[Draft]:
    """The findings of the rules without those that another relation explains: a rate that is the share of a
    likely pair to two decimals, a sum that agrees with one part more, parts that make up another figure."""
    if not any(map(_doubtful, drafts)):
        yield from drafts
        return
    at = {place(stated): (passage, stated) for passage in document.passages for stated in passage.quantities}
    for draft in drafts:
        passage, stated = at.get(draft.places[0], (None, None)) if _doubtful(draft) else (None, None)
        if passage is None or stated is None:
            yield draft
        elif draft.kind == "sum" and _of_another(passage, draft, stated):
            continue
        else:
            rest = Known(other for other in drafts if place(stated) not in other.places)
            said = _said(document, Scene(passage, rest), stated, trees)
            settled = _settled(passage, stated, draft, drafts)
            explained = said is not None and not settled and _explains(said, draft, stated)
            explained = explained and said is not None and not _is_told_of(said.hypothesis, drafts)
            yield finding(said.hypothesis, said.verdict) if said and explained else draft


def _settled(passage: Passage, stated: Quantity, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the words name the whole, or another rate agrees with it: then this one is told of it too."""
    whole = named_whole(passage, stated) if draft.kind == "percent" else None
    if whole is not None and place(whole) in draft.places[2:]:
        return True
    return draft.kind == "percent" and any(
        other.kind == "percent" and other.verdict == "consistent" and other.places[2:] == draft.places[2:3]
        for other in drafts
    )


def _is_told_of(one: Hypothesis, drafts: Sequence[Draft]) -> bool:
    """Whether another rate is told of its figures already: one pair has one rate."""
    sources = tuple(map(place, one.sources))
    others = (draft for draft in drafts if draft.places[0] != place(one.stated))
    return any(draft.verdict == "consistent" and draft.places[1:] == sources for draft in others)


def _doubtful(draft: Draft) -> bool:
    return draft.kind in {"percent", "sum"} and draft.verdict == "contradiction"


def _of_another(passage: Passage, draft: Draft, stated: Quantity) -> bool:
    """Whether the parts make up the figure right beside, or the first number of a fraction."""
    return (draft.computed or 0) >= _TELLING and any(
        q.value == draft.computed and (q.of is not None if place(q) in draft.places else _beside(q, stated))
        for q in passage.quantities
    )


def _beside(one: Quantity, two: Quantity) -> bool:
    return abs(one.token - two.token) <= _CLOSE


def _explains(said: Told, draft: Draft, stated: Quantity) -> bool:
    """Whether the relation that holds leaves no doubt that the rule took the wrong figures."""
    one = said.hypothesis
    if said.verdict != "consistent":
        return False
    if draft.kind == "percent":
        return one.form == "share" and stated.step <= _FINE
    return one.form in {"after", "before"} and set(draft.places[1:]) < set(map(place, one.sources))


def is_open(stated: Quantity, known: Known, accused: set[Place]) -> bool:
    """Whether no earlier reading explained the figure or called it a contradiction."""
    if not stated.exact or stated.odd or place(stated) in accused:
        return False
    return not known.states(stated, _SAID) and not known.agrees(stated)


def forbidden(one: Hypothesis, said: Sequence[str]) -> str:
    """What of the features says that the figures are of other things; "" where nothing does."""
    signs = frozenset(said) - {""}
    for forms, limits, unless in _LIMITS:
        if one.form in forms and limits <= signs and unless not in signs:
            return min(limits)
    if one.form == "growth" and of_another_subject(one.stated, one.sources):
        return "another subject"
    if one.form == "growth" and PLANNED.search(one.stated.before):
        return "planned"
    return min(_ALWAYS & signs - (_INEXACT if _beyond(one) else frozenset()), default="")


def _beyond(one: Hypothesis) -> bool:
    """Whether a share is untrue of all that its figures may be: hơn 214,6/486,9 tỷ đồng, đạt 54,07%."""
    told = one.form == "share" and not any(q.approximation in NO_FIGURE for q in one.sources)
    return told and beyond(one.stated, *one.sources)


def _of_others(passage: Passage, one: Hypothesis) -> bool:
    """Whether the words between its figures say that it is of others."""
    return _passes_over(passage, one) or _rest_untold(passage, one)


def _rest_untold(passage: Passage, one: Hypothesis) -> bool:
    """Whether what is left is told before it, without a figure: đất đai 4, còn lại môi trường; trả lời 51."""
    before = [q.last + 1 for q in one.sources if q.token < one.stated.token]
    told = one.form == "rest" and bool(before)
    return told and _UNTOLD.search(passage.words(max(before), one.stated.token)) is not None


_UNTOLD = re.compile(r"\bcon lai\b[^\d;]*;")


def _passes_over(passage: Passage, one: Hypothesis) -> bool:
    """Whether a share is of figures of another sentence, while its own tells one of their unit before it:
    … đúng hạn 38.997 đơn. Huyện trả 63.018 đơn; tỷ lệ đúng hạn 97,4%."""
    stated, sources = one.stated, one.sources
    if one.form != "share" or any(q.sentence == stated.sentence for q in sources):
        return False
    return any(
        q.sentence == stated.sentence and q.token < stated.token and same_unit(q.measure, sources[0].measure)
        for q in passage.quantities
    )


def _said(document: Document, scene: Scene, stated: Quantity, trees: Trees) -> Told | None:
    """That the figure holds, the likeliest way in which it does not, or nothing."""
    best: dict[bool, tuple[float, Hypothesis]] = {}
    for one, said in described(document, scene, stated, faint=False):
        if not one.exact and (forbidden(one, said) or _of_others(scene.passage, one)):
            continue
        probability = trees.probability(one.form, said)
        if one.exact not in best or probability > best[one.exact][0]:
            best[one.exact] = probability, one
    holds, fails = best.get(True), best.get(False)
    if fails is not None and (holds is None or holds[0] < fails[0]):
        verdict = trees.verdict(fails[1].form, fails[0])
        return Told(fails[1], verdict, fails[0]) if verdict is not None else None
    if holds is not None and trees.verdict(holds[1].form, holds[0]) == "contradiction":
        return Told(holds[1], "consistent", holds[0])
    return None
