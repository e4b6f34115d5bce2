"""What is said of a total and its parts: how they are joined, how alike they are, what is left out."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import TOTAL, is_partial
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import parallel
from dunghen.proofing.relations.sums.portions import shares_short
from dunghen.proofing.weighing.cues import REST, content, cues, joined, overlaps
from dunghen.proofing.weighing.hypotheses import Hypothesis, called_in, verb_of
from dunghen.proofing.weighing.nearness import bucket
from dunghen.proofing.weighing.scene import FAR, Scene, apart, unit

_PARTS = (2, 3, 5, 8)
_MOST = 3  # figures left out
_TRAILS = 5  # tokens behind a list in which it trails off ("...", "một số")
# a colon or a bracket opens a list however its parts are split
_RANKS = {"(": 4, ":": 4, ".": 3, ";": 2, ",": 1, "va": 0, "": 0}
_WITH = re.compile(r"\bvoi$")  # 5.591 đơn đủ điều kiện với 651 đơn khiếu nại, 281 đơn tố cáo và …
_FLOWS = frozenset({"gone", "new", "start", "given", "done", "end", "rest"})


def of_run(scene: Scene, one: Hypothesis) -> Iterator[str]:
    """How the parts stand to their total and to each other, and what of their kind is left out."""
    x, parts = one.stated, one.sources
    near, far = (parts[0], parts[-1]) if one.form == "after" else (parts[-1], parts[0])
    words = scene.words(near, x)
    yield f"parts {bucket(len(parts), _PARTS)}"
    yield f"far {bucket(apart(near, x), FAR)}"
    yield from (f"joined {name}" for name in joined(words) or (() if words else ("nothing",)))
    yield f"sentence {abs(near.sentence - x.sentence)}"
    yield f"depth {max(min(near.depth - x.depth, 1), -1)}"
    skipped = sum(q.kind != "percent" for q in scene.between(near, x))
    yield f"skipped {min(skipped, _MOST)}"
    ends = [*_ends(scene.passage, one, far)]
    if one.form == "before" and TOTAL.search(x.before):
        said = content(x.before)
        yield "all named" if all(called_in(q, said) for q in parts) else "some named"
    alike = [*_among(scene.passage, parts), *_measured(x, parts), *_told(x, parts)]
    yield from (*ends, *alike, *_limits(scene.passage, x, parts), *_standing(scene, one))
    if not skipped and "left out 0" in ends and "parallel" in alike and ends[1].startswith("ends"):
        yield f"complete {'after' if words else 'beside'} {'one' if 'parts unit one' in alike else 'mixed'}"


def _ends(passage: Passage, one: Hypothesis, far: Quantity) -> Iterator[str]:
    """How many are left out between, and what follows on the far side: the end, or one more like them."""
    chosen = {q.token for q in one.sources}
    others = [q for q in passage.quantities if q.kind != "percent" and q.token not in chosen]
    inside = [q for q in others if min(chosen) < q.token < max(chosen)]
    yield f"left out {min(len(inside), _MOST)}"
    behind = one.form == "after"
    beyond = [q for q in others if (q.token > far.token) == behind and q.token not in {one.stated.token}]
    beyond = [q for q in beyond if q not in inside]
    following = (beyond[0] if behind else beyond[-1]) if beyond else None
    if following is None or following.sentence != far.sentence:
        yield "ends sentence"
        return
    words = passage.words(*sorted((far.last, following.token)))
    if following.depth < far.depth or (behind and far.depth and ")" in words):
        yield "ends bracket"
    elif ";" in words:
        yield "ends semicolon"
    else:
        same = units.same_unit(far.measure, following.measure) and following.depth == far.depth
        yield "goes on alike" if same else "goes on"


def _among(passage: Passage, parts: Sequence[Quantity]) -> Iterator[str]:
    """Whether the parts are said in one form."""
    if parallel(parts):
        yield "parallel"
    if closed(parts):
        yield "closed"
    if parts[0].sentence != parts[-1].sentence:
        yield "parts in sentences"
    heads = {q.before.split()[0] if q.before else "" for q in parts}
    if len(heads) == 1:
        yield "one head" if heads != {""} else "no heads"
    elif "" in heads:
        yield "some heads"
    signs = {_sign(passage, a, b) for a, b in pairwise(parts)}
    yield f"signs {'one' if len(signs - {'va'}) <= 1 else 'several'}"


def _sign(passage: Passage, one: Quantity, two: Quantity) -> str:
    words = passage.words(one.last + 1, two.token)
    joint = "va" if " va " in f" {words} " else ""
    return next((sign for sign in ("(", ":", ".", ";", ",") if sign in words), joint)


def _measured(x: Quantity, parts: Sequence[Quantity]) -> Iterator[str]:
    if len({q.measure for q in parts}) == 1:
        yield "parts unit one"
    else:
        bare = sum(q.kind == "bare" for q in parts)
        shared = bare == len(parts) - 1 and parts[-1].kind == x.kind
        yield f"parts unit {'at the end' if shared else 'bare' if bare else 'several'}"
    yield f"total unit {unit(x, parts[0])}"
    if x.kind == "count" and len({x.measure, *(q.measure for q in parts)}) > len(parts):
        yield "units apart"


def _told(x: Quantity, parts: Sequence[Quantity]) -> Iterator[str]:
    """What single parts are called."""
    if any(TOTAL.search(q.before) for q in parts):
        yield "part is total"
    if any(verb_of(q) for q in parts):
        yield "part changes"
    if any(q.value > x.value for q in parts):
        yield "part larger"
    if any(q.value == x.value for q in parts):
        yield "part is all"
    if any(not q.exact for q in parts):
        yield "part inexact"
    if REST.search(parts[-1].before):
        yield "last rest"
    called = {cue for q in parts for cue in cues(q.before)}
    yield from (f"part {cue}" for cue in sorted(called & _FLOWS))


def _limits(passage: Passage, x: Quantity, parts: Sequence[Quantity]) -> Iterator[str]:
    """What says that the parts are some of them only, or overlap."""
    first, last = min(x.token, parts[0].token), max(x.last, parts[-1].last)
    start = passage.sentence(passage.tokens[first].sentence)[0]
    if is_partial(passage.words(start, last + _TRAILS)):
        yield "partial"
    if overlaps(*parts):
        yield "overlapping"
    if shares_short(passage, parts):
        yield "shares short"
    if (first_word := x.before.split()[:1]) and any(q.before.split()[:1] == first_word for q in parts):
        yield "one of them"
    if x.token < parts[0].token:
        to_first = _RANKS[_sign(passage, x, parts[0])]
        if _WITH.search(passage.words(x.last + 1, parts[0].token)):
            to_first = _RANKS[";"]
        if max(_RANKS[_sign(passage, a, b)] for a, b in pairwise(parts)) > to_first:
            yield "split higher"
        if to_first == 1 and len({x.measure, *(q.measure for q in parts)}) == 1:
            yield from _among_them(passage, x, parts)


def _among_them(passage: Passage, x: Quantity, parts: Sequence[Quantity]) -> Iterator[str]:
    """Lào Cai 1.219 dự án, Khánh Hòa 1.114 dự án, Long An 1.065 dự án: a figure like those behind it."""
    opened = any(
        cue in joined(passage.words(x.last + 1, parts[0].token)) for cue in ("by opener", "by total")
    )
    if not opened and parallel((x, *parts)):
        yield "among them"


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
