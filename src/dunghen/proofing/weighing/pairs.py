"""What is said of a rate, a change or a rest: which figures, in which order, called what."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.rests.flows import START
from dunghen.proofing.relations.wholes import explicit, named_base, named_so
from dunghen.proofing.weighing.cues import (
    BASE,
    EARLIER,
    END,
    FROM,
    IN_TURN,
    REST,
    THAN,
    TO,
    content,
    cues,
    joined,
    names,
    overlaps,
)
from dunghen.proofing.weighing.hypotheses import Form, Hypothesis, verb_of
from dunghen.proofing.weighing.nearness import bucket
from dunghen.proofing.weighing.scene import FAR, Scene, apart, unit

_HUNDRED = Decimal(100)
_PLAIN_HEADS = frozenset(
    {"", "so", "tong", "da", "co"}
)  # begin what is counted as well as what is left of it
_OPENS = frozenset({"by opener", "colon", "bracket"})
_BEHIND = 14  # tokens
_OWN = 6  # tokens to a growth that is told of a figure
_MOST = 3  # figures between, words shared


def of_pair(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """The stated figure is x; a and b are the first two that it is computed from."""
    x, (a, b, *more) = one.stated, one.sources
    placed = [("x", x), *((name, q) for name, q in (("a", a), ("b", b)) if scene.holds(q))]
    yield "order " + "".join(name for name, q in sorted(placed, key=lambda row: (row[1].token, row[0])))
    if more:
        yield "three"
    if one.form == "stock" and START.search(a.label) and END.search(f"{x.lead} {x.before}"):
        yield "start to end"
    if verb_of(x):
        yield "x verb"
    yield from _together(scene, one)
    yield from _of_values(scene, one)
    for name, q in (("a", a), ("b", b)):
        yield from _said_of(name, q, x)
        yield from _placed(scene, name, q, x) if scene.holds(q) else [f"{name} elsewhere"]
    if one.form in {"growth", "grown"} and not _is_base(scene, b, x):
        yield "no base"
    if IN_TURN.search(x.before) or IN_TURN.search(x.lead):
        yield "in turn"
    if len(placed) > 2:
        yield from _joined(scene, one.form, a, b, x)
        compared = [*_compared(scene, a, b, x)]
        yield from compared
        if one.form == "change" and x.kind == "percent" and not compared:
            yield "change of rates"
        if one.form == "change" and verb_of(a) and verb_of(b):
            yield "change of changes"


def _together(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """How the figures fit each other."""
    x, (a, b, *_more) = one.stated, one.sources
    yield f"unit {unit(a, b)}"
    if all(units.same_unit(q.measure, x.measure) for q in one.sources):
        yield "units all same"
    if content(a.label) & content(b.label):
        yield "a like b"
    heads = {q.before.split()[0] if q.before else "" for q in (x, a, b)}
    if one.form == "rest" and len(heads) == 1 and heads.isdisjoint(_PLAIN_HEADS):
        yield "one of them"
    if overlaps(x, *one.sources):
        yield "overlapping"
    if scene.known.joins((a, b), at_least=2):
        yield "a b joined"
    if (b.start, b.stop) in scene.known.totals_of(a):
        yield "b total of a"
    if any(FROM.search(q.before) and TO.search(p.before) for p, q in ((a, b), (b, a))):
        yield "from to"


def _of_values(scene: Scene, one: Hypothesis) -> Iterator[str]:
    if one.form == "both" and _has_rest(scene, one):
        yield "rest told"
    if one.form in {"share", "grown"}:
        base = named_base(one.stated)
        if one.form == "share" and base and not (named_so(base, one.sources[1]) or _in_bracket(one)):
            yield "another base"
        yield "over" if one.computed > _HUNDRED else "under"
        if one.stated.value > _HUNDRED:
            yield "x over"


def _has_rest(scene: Scene, one: Hypothesis) -> bool:
    """Whether another rate near is that of the other part: 77,2% … 22,8%."""
    rest = _HUNDRED - one.computed
    return any(
        q.kind == "percent" and q is not one.stated and abs(q.value - rest) <= q.step
        for q in scene.passage.quantities
    )


def _in_bracket(one: Hypothesis) -> bool:
    """Whether the whole stands in the bracket behind the words that name it: 70,2% số bà mẹ (3.310 người)."""
    x, (_part, whole, *_more) = one.stated, one.sources
    return whole.depth > x.depth and 0 < whole.token - x.last <= _BEHIND and whole.sentence == x.sentence


def _said_of(name: str, q: Quantity, x: Quantity) -> Iterator[str]:
    """What a source is called, and whether the stated figure names it."""
    yield from (f"{name} {cue}" for cue in cues(q.before))
    if not q.exact:
        yield f"{name} inexact"
    if explicit(q):
        yield f"{name} explicit"
    if verb_of(q):
        yield f"{name} verb"
    called = f"{q.label} {q.unit}"
    if content(x.label) & content(called):
        yield f"{name} named"
    if q.unit and q.unit == x.unit:
        yield f"{name} unit of x"
    own = names(called)
    yield f"{name} behind x {min(len(names(x.after) & own), _MOST)}"
    yield f"{name} before x {min(len(names(x.before) & own), _MOST)}"


def _placed(scene: Scene, name: str, q: Quantity, x: Quantity) -> Iterator[str]:
    """Where a source stands, seen from the stated figure."""
    yield f"{name} far {bucket(apart(q, x), FAR)}"
    between, words = scene.between(q, x), scene.words(q, x)
    yield f"{name} past {min(sum(one.kind == q.kind for one in between), _MOST + 1)}"
    if any(one.kind == "percent" for one in between):
        yield f"{name} past rate"
    if q.sentence != x.sentence:
        yield f"{name} sentence {'before' if q.sentence < x.sentence else 'behind'}"
        if any(one.kind != "percent" and one.sentence == x.sentence for one in between):
            yield f"{name} past own"
    elif ";" in words:
        yield f"{name} semicolon"
    yield f"{name} depth {max(min(x.depth - q.depth, 1), -1)}"
    if THAN.search(words):
        yield f"{name} than between"


def _joined(scene: Scene, form: Form, a: Quantity, b: Quantity, x: Quantity) -> Iterator[str]:
    """What lies between the two sources."""
    yield f"apart {bucket(apart(a, b), FAR)}"
    between = [q for q in scene.between(a, b) if q.token != x.token]
    yield f"between {min(sum(q.kind == a.kind for q in between), _MOST)}"
    if a.token == b.token:
        yield "fraction"
    told = joined(scene.words(a, b))
    yield from (f"joined {name}" for name in told)
    if form == "rest" and not REST.search(x.before) and _OPENS.isdisjoint(told):
        yield "unopened"
    if form == "growth" and "by opener" in told:
        yield "grown out of a part"


_COMPARED = re.compile(r"(?:so (?:voi|cung ky)|cung ky) [^,;.()]*$")


def _is_base(scene: Scene, b: Quantity, x: Quantity) -> bool:
    """Whether words or brackets say that it was so before (so với, từ … lên, năm trước), and the figure has
    no growth of its own behind it."""
    if not scene.holds(b):
        return True
    behind = next((q for q in scene.passage.quantities if q.token > b.last), x)
    if behind.token != x.token and behind.token - b.last <= _OWN and verb_of(behind) is not None:
        return behind.kind != "percent"
    if explicit(b) or b.depth > 0 or any(cue.search(b.before) for cue in (FROM, EARLIER, THAN)):
        return True
    compared = b.token > x.token and not scene.between(x, b)  # giảm 7% so với cùng kỳ 2019 đạt 826 tấn
    return compared and _COMPARED.match(scene.words(x, b)) is not None


def _compared(scene: Scene, a: Quantity, b: Quantity, x: Quantity) -> Iterator[str]:
    """The frames of a comparison: the value right before, and the one that "so với" leads to."""
    if x.last < b.token and x.sentence == b.sentence:
        words = scene.words(x, b)
        if THAN.search(words) or BASE.search(words):
            inside = " in bracket" if b.depth > x.depth else ""
            yield f"b behind than {min(len(scene.between(x, b)), 2)}{inside}"
    if a.token < x.token and a.sentence == x.sentence:
        nearer = [q for q in scene.between(a, x) if q.kind == a.kind and q.depth <= a.depth]
        if not nearer:
            yield f"a right before{' verb' if verb_of(x) else ''}"
