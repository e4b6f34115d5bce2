"""What the weights are learned from: labelled figures, and sound ones mistyped, with every relation tried."""

import random
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from zlib import crc32

from dunghen.proofing.engine import by_rule
from dunghen.proofing.figures.passage import Document, read_document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, place
from dunghen.proofing.relations.known import Known
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.find import described
from dunghen.proofing.weighing.hypotheses import Form, Hypothesis, hypotheses
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.trees import Group, group_of, signs
from tests.proofing.labels import CONSISTENT, CONTRADICTION, Case, Check, Span, places

KINDS: dict[Form, frozenset[str]] = {
    "share": frozenset({"percent", "growth"}),
    "grown": frozenset({"percent", "growth"}),
    "both": frozenset({"percent"}),
    "moved": frozenset({"percent", "growth"}),
    "growth": frozenset({"growth"}),
    "change": frozenset({"growth", "difference"}),
    "rest": frozenset({"difference", "sum", "growth", "percent"}),
    "stock": frozenset({"difference", "sum"}),
    "after": frozenset({"difference", "sum"}),
    "before": frozenset({"difference", "sum"}),
}
_RELATED = frozenset({"sum", "percent", "difference", "growth"})
_LABELLED, _SOUND, _MISTYPED = 3.0, 4.0, 1.0  # how much an example counts
_SLIPS = 2  # for each sound relation
_CHANGED, _SWAPPED, _DROPPED = 0.5, 0.75, 0.82  # shares of slips, each with those before it
_STEPS = (-3, -2, 2, 3, -10, 10, 20, -20, -100, 100)

Means = Callable[[Hypothesis], bool | None]


@dataclass(frozen=True, slots=True)
class Example:
    """A relation that does not hold: its group, its signs, whether it is meant, and how much it counts."""

    group: Group
    signs: frozenset[str]
    meant: bool
    weight: float


@dataclass(frozen=True)
class _Read:
    """A labelled text, read, with what the earlier readings found."""

    case: Case
    document: Document
    drafts: Sequence[Draft]
    wrong: Sequence[tuple[Check, Sequence[Span]]]
    sound: Sequence[tuple[Check, Sequence[Span]]]

    def touches_wrong(self, quantity: Quantity) -> bool:
        return any(on(spans, quantity) for _check, spans in self.wrong)

    def means_nothing(self, one: Hypothesis) -> bool | None:
        """No relation is meant; of one with a wrong figure nothing is known."""
        return None if any(map(self.touches_wrong, one.sources)) else False


def examples(case: Case) -> Iterator[Example]:
    """All examples that a labelled text gives."""
    document = read_document(case.text)
    found = [(check, places(case.text, check)) for check in case.checks]
    wrong = [pair for pair in found if pair[0].verdict == CONTRADICTION]
    sound = [pair for pair in found if pair[0].verdict == CONSISTENT and _RELATED & set(pair[0].kinds)]
    read = _Read(case, document, by_rule(case.text, document), wrong, sound)
    for passage in document.passages:
        for stated in passage.quantities:
            if stated.exact and stated.kind != "rank":
                about = [draft for draft in read.drafts if place(stated) in draft.places]
                less = Scene(passage, Known(draft for draft in read.drafts if draft not in about))
                if read.touches_wrong(stated):
                    yield from _of_wrong(read, less, stated)
                else:
                    yield from _of_sound(read, less, stated, about)


def _of_wrong(read: _Read, scene: Scene, stated: Quantity) -> Iterator[Example]:
    """A labelled contradiction; other relations between wrong figures say nothing."""
    checks = [check for check, spans in read.wrong if on(spans, stated)]

    def means(one: Hypothesis) -> bool | None:
        return any(is_of(one, check) for check in checks) or read.means_nothing(one)

    return _examples(read, scene, stated, means, _LABELLED)


def _of_sound(read: _Read, scene: Scene, stated: Quantity, about: Sequence[Draft]) -> Iterator[Example]:
    """A figure that agrees, mistyped; one that nothing is known of, as it stands: no relation is meant."""
    explained = [d for d in about if d.places[0] == place(stated) and d.verdict == "consistent"]
    explained = [d for d in explained if d.kind in _RELATED and len(d.places) > 1]
    checks = [check for check, spans in read.sound if on(spans, stated)]
    meant = set[tuple[Form, tuple[Place, ...]]]()
    for one in hypotheses(read.document, scene.passage, stated) if checks or explained else ():
        told = any(set(_places(one)) == set(draft.places) for draft in explained)
        if one.exact and (told or any(is_of(one, check) for check in checks)):
            meant.add((one.form, _places(one)))
    same = [set(spots) for _form, spots in meant]

    def means(one: Hypothesis) -> bool | None:
        if (one.form, _places(one)) in meant:
            return True
        return None if set(_places(one)) in same else False

    rng = random.Random(crc32(f"{read.case.id} {stated.start}".encode()))
    for _ in range(_SLIPS if meant else 0):
        wrong = replace(stated, value=slip(stated.value, stated.step, rng))
        yield from _examples(read, scene, wrong, means, _MISTYPED)
    if meant:
        yield from _of_sources(read, scene, stated, meant, means)
    if not explained:
        whole = Scene(scene.passage, Known(read.drafts))
        yield from _examples(
            read,
            whole,
            stated,
            lambda one: None if any(map(read.touches_wrong, one.sources)) else False,
            _SOUND,
        )


def _of_sources(
    read: _Read, scene: Scene, stated: Quantity, meant: Set[tuple[Form, tuple[Place, ...]]], means: Means
) -> Iterator[Example]:
    """The same figure with one that it is computed from mistyped."""
    spots = {spot for _form, places in meant for spot in places[1:]}
    sources = [q for q in scene.passage.quantities if place(q) in spots and q.of is None]
    rng = random.Random(crc32(f"{read.case.id} {stated.start} of".encode()))
    for source in rng.sample(sources, min(len(sources), _SLIPS)):
        wrong = replace(source, value=slip(source.value, source.step, rng))
        figures = tuple(wrong if q is source else q for q in scene.passage.quantities)
        other = replace(scene, passage=replace(scene.passage, quantities=figures))
        yield from _examples(read, other, stated, means, _MISTYPED)


def _examples(read: _Read, scene: Scene, stated: Quantity, means: Means, weight: float) -> Iterator[Example]:
    for one, said in described(read.document, scene, stated):
        meant = means(one)
        if meant is not None and not one.exact:
            yield Example(group_of(one.form), signs(one.form, said), meant, weight)


def is_of(one: Hypothesis, check: Check) -> bool:
    """Whether a label says this relation: of the same figures, whichever it calls the stated one."""
    if not KINDS[one.form] & set(check.kinds) or check.stated is None:
        return False
    told = [check.stated, *map(Decimal, re.findall(r"\d+(?:\.\d+)?", check.parts))]
    digits = [*map(_digits, told)]
    if one.form in {"both", "moved"}:
        digits = list(dict.fromkeys(digits))  # 29/(29 + 61)
    return sorted(digits) == sorted(_digits(q.value) for q in (one.stated, *one.sources))


def _digits(value: Decimal) -> str:
    """Without magnitude: the labels say 28.4 of 28,4 tỷ."""
    return format(value, "f").replace(".", "").strip("0") or "0"


def slip(value: Decimal, step: Decimal, rng: random.Random) -> Decimal:
    """The figure as a typist gets it wrong: a digit changed, two swapped, one dropped, or some steps off."""
    shown = int(value / step)
    for _ in range(20):
        wrong = _mistyped(str(shown), rng)
        if wrong > 0 and abs(wrong - shown) > 1:
            return wrong * step
    return (shown + 2) * step


def _mistyped(shown: str, rng: random.Random) -> int:
    how, at = rng.random(), rng.randrange(len(shown))
    if how < _CHANGED:
        return int(shown[:at] + rng.choice("0123456789") + shown[at + 1 :])
    if how < _SWAPPED:
        return int(shown[:at] + shown[at : at + 2][::-1] + shown[at + 2 :])
    if how < _DROPPED and len(shown) > 2:
        return int(shown[:at] + shown[at + 1 :])
    return int(shown) + rng.choice(_STEPS)


def on(spans: Sequence[Span], quantity: Quantity) -> bool:
    """Whether a figure stands at one of these places."""
    return any(start < quantity.end and quantity.start < end for start, end in spans)


def _places(one: Hypothesis) -> tuple[Place, ...]:
    return place(one.stated), *map(place, one.sources)
