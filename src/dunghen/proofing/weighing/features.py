"""What can be said of a hypothesis, in words that a person can read: "share b total", "after colon"."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import TOTAL, is_partial, opens_between
from dunghen.proofing.relations.judge import alike_digits, telling
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.listings import closed, parallel
from dunghen.proofing.relations.portions import shares_short
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.wholes import explicit
from dunghen.proofing.vocabulary import any_of
from dunghen.proofing.weighing.hypotheses import Hypothesis, verb_of
from decimal import Decimal

_CUES = {name: any_of(name) for name in ("than", "base", "target", "given", "done", "gone", "new", "end", "start", "total", "partial")}
_SAID = {
    "attached": re.compile(r"^(?:\w+ ){0,2}(?:dat|chiem|bang)(?: ty le| ti le)?$|^(?:ty|ti) le$|^$"),
    "rate noun": re.compile(r"\b(?:ty|ti) (?:le|trong)\b"),
    "rest": re.compile(r"\b(?:con|con lai|khac|chua|dang|chenh|cach|tiet kiem|vuot|thieu|thua|hut|vang)\b"),
    "average": re.compile(r"\b(?:binh quan|trung binh|moi|tung|hang)\b"),
    "past": re.compile(r"\b(?:truoc|cung ky|nam 20\d\d|nam ngoai|dau nam|dau ky|tu)\b"),
    "each": re.compile(r"\b(?:tren|tu|duoi|den|toi thieu|toi da|it nhat)\b"),
}
_TELLING = (0.0, 0.3, 0.7, 1.2, 1.8, 2.5)
_DISTANCE = (3, 7, 13, 22, 40)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a hypothesis is weighed: the block, its other figures, and what was found before."""

    passage: Passage
    known: Known


def bucket(value: float, edges: Sequence[float]) -> int:
    """How many of the edges the value passes."""
    return sum(value > edge for edge in edges)


def told(one: Hypothesis) -> float:
    """How telling the nearness of what is stated and what is computed is, in powers of ten."""
    if one.exact:
        room = _HUNDRED if one.stated.kind == "percent" else one.stated.value
        return math.log10(max(float(room / one.stated.step), 1.0))
    if one.form in {"after", "before"}:
        return telling(one.stated, one.sources)
    if one.form in {"change", "rest"}:
        return max(_of_gap(one), evidence(one.stated.value, one.computed, one.stated.step))
    spread = _HUNDRED if one.stated.value <= _HUNDRED else None
    return evidence(one.stated.value, one.computed, one.stated.step, spread)


def _of_gap(one: Hypothesis) -> float:
    """How telling it is that a slip in one of the figures that were subtracted explains the gap."""
    off = one.computed - one.stated.value
    high, *low = one.sources
    slips = [(high.value, high.value - off), *((q.value, q.value + off) for q in low)]
    step = min(q.step for q in (one.stated, *one.sources))
    near = [evidence(was, due, step) for was, due in slips if due > 0 and alike_digits(was, due)]
    return max(near, default=0.0) - math.log10(len(slips))


def features(scene: Scene, one: Hypothesis, rivals: int) -> list[str]:
    """Everything that is said of a hypothesis; `rivals` are as near as it."""
    said = [f"told {bucket(told(one), _TELLING)}", f"rivals {min(rivals, 6)}"]
    said += _off(one)
    if one.form in {"after", "before"}:
        said += _of_run(scene, one)
    else:
        said += _of_pair(scene, one)
    said += [f"x {name}" for name in _cues(one.stated.before)]
    said += [f"x behind {name}" for name in _cues(" ".join(one.stated.after.split()[:8]))]
    if scene.known.uses(one.stated):
        said.append("x used")
    said.append(f"x {'inexact' if not one.stated.exact else 'depth' if one.stated.depth else 'plain'}")
    return ["", *said, *_together(said)]


def _together(said: Sequence[str]) -> Iterator[str]:
    """How near it comes, with the surest signs of form: a slight miss needs less of them."""
    near = said[0]
    has = frozenset(said)
    for sign in _SIGNS:
        if sign in has:
            yield f"{near} and {sign}"


_SIGNS = ("ends sentence", "ends bracket", "ends semicolon", "skipped 0", "left out 0", "joined opener", "joined colon", "joined bracket", "x verb", "x rest", "a past 0", "b past 0", "units all same", "from to", "unit same", "a b joined", "parallel")


def _off(one: Hypothesis) -> Iterator[str]:
    high, low = max(one.computed, one.stated.value), min(one.computed, one.stated.value)
    if one.stated.kind == "percent":
        yield f"points {bucket(float(high - low), (0.3, 1, 3, 8, 15))}"
    elif low or not high:
        yield f"fold {bucket(float(high / (low or 1)), (1.01, 1.05, 1.15, 1.4))}"
    else:
        yield "fold 9"
    if one.exact or alike_digits(one.stated.value, one.computed.quantize(one.stated.step)):
        yield "digits alike"


@lru_cache(maxsize=20000)
def _cues(words: str) -> tuple[str, ...]:
    """The groups of the vocabulary of which a word is among these."""
    found = [name for name, cue in (*_CUES.items(), *_SAID.items()) if cue.search(words)]
    return tuple(found)


def _of_pair(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """Which figures, in which order, what lies between them, and what each is called."""
    passage, x, (a, b, *more) = scene.passage, one.stated, one.sources
    yield from _told_so(passage, one)
    own = scene.passage.quantities
    here = [_own(passage, q) for q in (a, b)]
    order = sorted([(x.token, "x"), *((q.token, name) for q, name, at in ((a, "a", here[0]), (b, "b", here[1])) if at)])
    yield "order " + "".join(name for _, name in order)
    if more:
        yield "three"
    if verb_of(x):
        yield "x verb"
    for name, q, at in (("a", a, here[0]), ("b", b, here[1])):
        yield from _of_source(scene, name, q, at, x)
    if all(here):
        low, high = sorted((a, b), key=lambda q: q.token)
        yield f"apart {bucket(high.token - low.last, _DISTANCE)}"
        between = [q for q in own if low.last < q.token < high.token and q.token != x.token]
        yield f"between {min(sum(q.kind == low.kind for q in between), 3)}"
        if a.token == b.token:
            yield "fraction"
        yield from (f"joined {name}" for name in _joined(passage.words(low.last + 1, high.token)))
    yield f"unit {_unit(a, b)}"
    if content_words(a.label) & content_words(b.label):
        yield "a like b"
    if scene.known.joins((a, b), at_least=2):
        yield "a b joined"
    if one.form in {"share", "grown"}:
        yield "over" if one.computed > _HUNDRED else "under"
        if x.value > _HUNDRED:
            yield "x over"


def _told_so(passage: Passage, one: Hypothesis) -> Iterator[str]:
    """What several words say together: from b to a, than b behind the change, b named behind x."""
    x, a, b = one.stated, *one.sources[:2]
    if _FROM.search(b.before) and _TO.search(a.before) or _FROM.search(a.before) and _TO.search(b.before):
        yield "from to"
    own = passage.quantities
    if x.last < b.token and x.sentence == b.sentence and _own(passage, b):
        words = passage.words(x.last + 1, b.token)
        between = sum(x.token < q.token < b.token for q in own)
        if _CUES["than"].search(words) or _CUES["base"].search(words):
            yield f"b behind than {min(between, 2)}{' in bracket' if b.depth > x.depth else ''}"
    if a.token < x.token and _own(passage, a):
        between = [q for q in own if a.token < q.token < x.token and q.kind == a.kind and q.depth <= a.depth]
        if not between and a.sentence == x.sentence:
            yield f"a right before{' verb' if verb_of(x) else ''}"
    for name, q in (("a", a), ("b", b)):
        shared = _named(x.after) & _named(f"{q.lead} {q.before} {q.after}")
        yield f"{name} behind x {min(len(shared), 3)}"
        shared = _named(x.before) & _named(f"{q.lead} {q.before} {q.after} {q.unit}")
        yield f"{name} before x {min(len(shared), 3)}"
    if all(units.same_unit(q.measure, x.measure) for q in one.sources):
        yield "units all same"


@lru_cache(maxsize=20000)
def _named(words: str) -> frozenset[str]:
    """The words that name something, years and ordinals among them."""
    return frozenset(content_words(words) | {word for word in words.split() if word.isdigit() or word in _NTH})


_NTH = frozenset(["hai", "ba", "tu", "nhat", "nhi", "truoc", "ky", "cung", "hoach", "toan", "tieu"])
_FROM = re.compile(r"\btu(?: muc| con so)?(?: \w+){0,2}$")
_TO = re.compile(r"\b(?:len|xuong|con|den|thanh|ve|toi)(?: muc| con so| thanh| con| den)?$")


def _own(passage: Passage, quantity: Quantity) -> bool:
    start = passage.tokens[quantity.token].start if quantity.token < len(passage.tokens) else -1
    return start == quantity.start


def _of_source(scene: Scene, name: str, q: Quantity, here: bool, x: Quantity) -> Iterator[str]:
    passage = scene.passage
    yield from (f"{name} {cue}" for cue in _cues(q.before))
    if not q.exact:
        yield f"{name} inexact"
    if explicit(q):
        yield f"{name} explicit"
    if verb_of(q):
        yield f"{name} verb"
    if content_words(x.label) & content_words(f"{q.label} {q.unit}"):
        yield f"{name} named"
    if q.unit and q.unit == x.unit:
        yield f"{name} unit of x"
    if not here:
        yield f"{name} elsewhere"
        return
    low, high = sorted((q, x), key=lambda one: one.token)
    yield f"{name} far {bucket(high.token - low.last, _DISTANCE)}"
    between = [one for one in passage.quantities if low.last < one.token < high.token]
    yield f"{name} past {min(sum(one.kind == q.kind for one in between), 4)}"
    if any(one.kind == "percent" for one in between):
        yield f"{name} past rate"
    words = passage.words(low.last + 1, high.token)
    if q.sentence != x.sentence:
        yield f"{name} sentence {'before' if q.sentence < x.sentence else 'behind'}"
    elif ";" in words:
        yield f"{name} semicolon"
    yield f"{name} depth {max(min(x.depth - q.depth, 1), -1)}"
    if any(cue.search(words) for cue in (_CUES["than"],)):
        yield f"{name} than between"


def _joined(words: str) -> Iterator[str]:
    if opens_between_words(words):
        yield "opener"
    for sign, name in ((";", "semicolon"), (":", "colon"), ("(", "bracket"), (".", "stop")):
        if sign in words:
            yield name
    yield from (f"by {cue}" for cue in _cues(words))


@lru_cache(maxsize=20000)
def opens_between_words(words: str) -> bool:
    return bool(_OPENS.search(words))


_OPENS = re.compile(r"\b(?:trong (?:do|so)|gom|bao gom|cu the|chia|lan luot)\b")


def _unit(a: Quantity, b: Quantity) -> str:
    if a.measure == b.measure:
        return "same"
    if "bare" in (a.kind, b.kind):
        return "bare"
    return "alike" if units.same_unit(a.measure, b.measure) else "other"


def _of_run(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """How the parts stand to their total and to each other, and what of their kind is left out."""
    passage, x, parts = scene.passage, one.stated, one.sources
    first, last = parts[0], parts[-1]
    near, far = (first, last) if one.form == "after" else (last, first)
    low, high = sorted((near, x), key=lambda q: q.token)
    words = passage.words(low.last + 1, high.token)
    yield f"parts {bucket(len(parts), (2, 3, 5, 8))}"
    yield f"far {bucket(high.token - low.last, _DISTANCE)}"
    yield from (f"joined {name}" for name in _joined(words))
    if not words:
        yield "joined nothing"
    yield f"sentence {abs(near.sentence - x.sentence)}"
    if first.sentence != last.sentence:
        yield "parts in sentences"
    yield f"depth {max(min(near.depth - x.depth, 1), -1)}"
    skipped = [q for q in passage.quantities if low.last < q.token < high.token and q.kind != "percent"]
    yield f"skipped {min(len(skipped), 3)}"
    form = [*_ends(passage, one, far), *_among(passage, one)]
    yield from form
    if not skipped and {"left out 0", "parallel"} <= set(form) and form[1].startswith("ends"):
        yield f"complete {'after' if words else 'beside'} {'one' if 'parts unit one' in form else 'mixed'}"
    yield from _standing(scene, one)


def _ends(passage: Passage, one: Hypothesis, far: Quantity) -> Iterator[str]:
    """What follows on the far side: the end, or another figure of the same form."""
    chosen = {q.token for q in one.sources}
    inside = [
        q for q in passage.quantities
        if one.sources[0].token < q.token < one.sources[-1].token and q.token not in chosen and q.kind != "percent"
    ]
    yield f"left out {min(len(inside), 3)}"
    beyond = [
        q for q in passage.quantities
        if (q.token > far.token if one.form == "after" else q.token < far.token) and q.kind != "percent" and q.token != one.stated.token
    ]
    next_ = (beyond[0] if one.form == "after" else beyond[-1]) if beyond else None
    if next_ is None or next_.sentence != far.sentence:
        yield "ends sentence"
    elif next_.depth < far.depth or (one.form == "after" and ")" in passage.words(far.last, next_.token) and far.depth):
        yield "ends bracket"
    elif ";" in passage.words(*sorted((far.last, next_.token))):
        yield "ends semicolon"
    else:
        same = units.same_unit(far.measure, next_.measure) and next_.depth == far.depth
        yield "goes on alike" if same else "goes on"


def _among(passage: Passage, one: Hypothesis) -> Iterator[str]:
    """How alike the parts are."""
    x, parts = one.stated, one.sources
    if parallel(parts):
        yield "parallel"
    if closed(parts):
        yield "closed"
    measures = {q.measure for q in parts}
    yield f"parts unit {'one' if len(measures) == 1 else 'bare' if any(q.kind == 'bare' for q in parts) else 'several'}"
    yield f"total unit {_unit(x, parts[0])}"
    if is_partial(passage.words(min(x.token, parts[0].token), max(x.last, parts[-1].last) + 1)):
        yield "partial"
    if any(TOTAL.search(q.before) for q in parts):
        yield "part is total"
    if any(verb_of(q) for q in parts):
        yield "part changes"
    if any(q.value > x.value for q in parts):
        yield "part larger"
    if any(not q.exact for q in parts):
        yield "part inexact"
    if shares_short(passage, parts):
        yield "shares short"
    if _SAID["rest"].search(parts[-1].before):
        yield "last rest"
    heads = {q.before.split()[0] if q.before else "" for q in parts}
    if len(heads) == 1:
        yield "one head" if heads != {""} else "no heads"
    elif "" in heads:
        yield "some heads"
    signs = {_sign(passage, a, b) for a, b in zip(parts, parts[1:], strict=False)}
    yield f"signs {'one' if len(signs - {'va'}) <= 1 else 'several'}"


def _sign(passage: Passage, a: Quantity, b: Quantity) -> str:
    words = passage.words(a.last + 1, b.token)
    return next((sign for sign in (".", ";", ",") if sign in words), "va" if " va " in f" {words} " else "")


def _standing(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """What was found before of these figures."""
    known = scene.known
    if known.joins(one.sources, at_least=2):
        yield "parts joined"
    if known.joins((one.stated, *one.sources), at_least=3):
        yield "all joined"
    if known.is_total(one.stated):
        yield "x has parts"
    if known.agrees(one.stated):
        yield "x agrees"
