"""Every relation that a figure may have to the figures near it, said by words or not."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice, takewhile
from typing import Literal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around, content_words
from dunghen.proofing.relations.cues import TOTAL
from dunghen.proofing.relations.judge import agrees, growth, share, sum_gap, sums_up
from dunghen.proofing.relations.rests.flows import START, flow_of, sign_of
from dunghen.proofing.relations.verbs import VERB, changes_by, falls
from dunghen.proofing.weighing.slipped import slips

Form = Literal["share", "both", "growth", "grown", "moved", "change", "rest", "after", "before", "stock"]

_BEFORE, _BEHIND, _ELSEWHERE = 10, 6, 8  # figures of the same block and of others that are tried
_TOPS = 6  # of them as the part of a rate
_BACK, _ON = 3, 1  # sentences
_MOST_PARTS, _MOST_FLOWS = 12, 5
_COUNTED = frozenset({"count", "bare", "money", "score", "size", "time"})
_POINTS = frozenset({"percent", "ppoint", "score"})
_AMOUNTS = frozenset({"rest", "change", "stock"})  # many are tried: a slip that leads far is chance
_ALL = Decimal(100)
_MOST_TIMES = 10
_TOGETHER = 30  # tokens between two parts whose whole is not told
_FAR, _FOLD = Decimal(25), 2  # how far a computed figure may lie from the stated one


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """`stated` should be `computed` from the sources: part and whole, both parts, now and before, a
    change and what it led to, whole and what is taken off, or parts. A fraction is two at one token."""

    form: Form
    stated: Quantity
    sources: tuple[Quantity, ...]
    computed: Decimal
    exact: bool
    slip: str  # where one slip of the hand would explain it: "x" the stated one, "a", "b" sources


@dataclass(frozen=True, slots=True)
class Window:
    """The figures near a stated one: of its block in their order, and of the blocks it hangs on."""

    own: tuple[Quantity, ...]
    elsewhere: tuple[Quantity, ...]


def window(document: Document, passage: Passage, stated: Quantity) -> Window:
    """What is tried with a figure."""
    near = [q for q in passage.quantities if -_BACK <= q.sentence - stated.sentence <= _ON]
    before = [q for q in near if q.token < stated.token][-_BEFORE:]
    behind = [q for q in near if q.token > stated.token][:_BEHIND]
    inside = {id(q) for q in passage.quantities}
    elsewhere = [q for q in around(document, passage, stated) if id(q) not in inside][-_ELSEWHERE:]
    return Window(tuple(_split([*before, *behind])), tuple(_split(elsewhere)))


def _split(figures: Sequence[Quantity]) -> Iterator[Quantity]:
    """Fractions as two figures at one token."""
    for figure in figures:
        if figure.kind == "rank" or figure.approximation == "range":
            continue
        if figure.of is None:
            yield figure
        else:
            yield replace(figure, of=None)
            yield replace(figure, value=figure.of, of=None)


def hypotheses(document: Document, passage: Passage, stated: Quantity) -> Iterator[Hypothesis]:
    """All relations in which a figure may state what others come to, also those that do not hold."""
    near = window(document, passage, stated)
    if stated.kind == "percent" and stated.value == _ALL:
        return
    if stated.kind == "percent":
        yield from _rates(near, stated)
        yield from _gaps(near, stated)
    elif stated.kind in _COUNTED | _POINTS:
        yield from _gaps(near, stated)
        if stated.kind not in {"time", "ppoint"}:
            yield from _totals(passage, stated)
            yield from _named(near, stated)
            yield from _stocks(near, stated)


def verb_of(quantity: Quantity) -> str | None:
    """The verb of change that is said of a figure, in its clause or the one before the comma."""
    return changes_by(quantity) or _last_verb(quantity.before) or _last_verb(quantity.lead)


@lru_cache(maxsize=4096)
def _last_verb(words: str) -> str | None:
    return next(iter(VERB.findall(words)[-1:]), None)


def _rates(near: Window, stated: Quantity) -> Iterator[Hypothesis]:
    """Shares, and where the words tell of a change, growth."""
    verb = verb_of(stated)
    own = [q for q in near.own if q.kind in _COUNTED]
    every = [*own, *(q for q in near.elsewhere if q.kind in _COUNTED)]
    ahead = any(q.token < stated.token for q in own)
    tops = sorted(own, key=lambda q: abs(q.token - stated.token) + 30 * (q.token > stated.token))[:_TOPS]
    for part in tops if ahead else [*tops, *every[len(own) :]]:
        for whole in every:
            if whole is part or whole.value <= 1 or not _alike(part, whole):
                continue
            yield from _shares(stated, part, whole)
            if verb is not None:
                grown = growth(part.value, whole.value)
                if grown and falls(verb) == (grown < 0):
                    yield from _near("growth", stated, (part, whole), abs(grown))


def _shares(stated: Quantity, part: Quantity, whole: Quantity) -> Iterator[Hypothesis]:
    """What one figure is of another; of what was there before it changed to the other; of both together."""
    told, pair = verb_of(part), (part, whole)
    yield from _near("grown" if told else "share", stated, pair, share(part.value, whole.value))
    if not units.same_unit(part.measure, whole.measure) or part.token == whole.token:
        return
    if told:
        base = whole.value + (part.value if falls(told) else -part.value)
        yield from _near("moved", stated, pair, share(part.value, base))
    elif abs(part.token - whole.token) <= _TOGETHER:
        yield from _near("both", stated, pair, share(part.value, part.value + whole.value))


def _alike(one: Quantity, two: Quantity) -> bool:
    """Whether one may be a part of the other: counts of any nouns, or both money."""
    return (
        one.token == two.token
        or ("money" in (one.kind, two.kind)) <= (one.kind == two.kind)
        or ("bare" in (one.kind, two.kind))
    )


def _near(
    form: Form, stated: Quantity, sources: tuple[Quantity, ...], computed: Decimal | None
) -> tuple[Hypothesis, ...]:
    """The hypothesis, where what is computed is not altogether another figure."""
    if computed is None or computed < 0:
        return ()
    high, low = max(computed, stated.value), min(computed, stated.value)
    within = _within(stated, low, high)
    if not within and form in _AMOUNTS:
        return ()
    exact = computed == stated.value if _whole(stated) else agrees(stated, computed)
    slip = "x" if exact else slips(form, stated, sources, computed)
    return (Hypothesis(form, stated, sources, computed, exact, slip),) if within or slip else ()


def _within(stated: Quantity, low: Decimal, high: Decimal) -> bool:
    return high - low <= _FAR if stated.kind == "percent" and low <= _ALL else high <= _FOLD * low


def _whole(stated: Quantity) -> bool:
    return stated.exact and stated.step == 1 and stated.kind not in _POINTS


def _gaps(near: Window, stated: Quantity) -> Iterator[Hypothesis]:
    """Changes and what is left: one figure less another, or less two that follow each other."""
    kinds = _POINTS if stated.kind in {"percent", "ppoint"} else _COUNTED
    own = [q for q in near.own if q.kind in kinds and _fits(stated, q)]
    every = [*own, *(q for q in near.elsewhere if q.kind in kinds and _fits(stated, q))]
    form: Form = "change" if verb_of(stated) is not None else "rest"
    for high in every:
        for at, low in enumerate(own):
            if low.value >= high.value:
                continue
            gap = high.value - low.value
            yield from _near(form, stated, (high, low), gap)
            second = own[at + 1] if at + 1 < len(own) else None
            if form == "rest" and second is not None and second is not high and second.value < gap:
                yield from _near(form, stated, (high, low, second), gap - second.value)


def _fits(stated: Quantity, figure: Quantity) -> bool:
    return figure.kind == stated.kind or (
        units.may_add(stated.measure, figure.measure) or stated.kind in {"ppoint", "score", "percent"}
    )


def _stocks(near: Window, stated: Quantity) -> Iterator[Hypothesis]:
    """What there was at first, with what came and without what went, as the words before each say."""
    before = [q for q in near.own if q.token < stated.token and q.kind in _COUNTED and _fits(stated, q)]
    yield from _named_stocks(before, stated)
    for at, start in enumerate(before):
        signs = [sign_of(q) for q in before[at + 1 :]]
        computed, sources = start.value, [start]
        for figure, sign in zip(before[at + 1 :], signs, strict=True):
            if sign:
                computed += sign * figure.value
                sources.append(figure)
        if {1, -1} <= set(signs) and len(sources) <= _MOST_FLOWS:
            yield from _near("stock", stated, tuple(sources), computed)


def _named_stocks(before: Sequence[Quantity], stated: Quantity) -> Iterator[Hypothesis]:
    """The same where what there was at first is called so, wherever it stands."""
    start = next((q for q in before if START.search(q.label)), None)
    flows = [q for q in before if q is not start and flow_of(q)]
    if start is not None and 0 < len(flows) < _MOST_FLOWS and before[0] is not start:
        computed = start.value + sum(flow_of(q) * q.value for q in flows)
        yield from _near("stock", stated, (start, *flows), computed)


def _totals(passage: Passage, stated: Quantity) -> Iterator[Hypothesis]:
    """Runs of figures behind or before one, that may be its parts."""
    seen: set[tuple[int, ...]] = set()
    behind = [q for q in passage.quantities if q.token > stated.token and q.sentence <= stated.sentence + 2]
    before = [
        q for q in reversed(passage.quantities)
        if q.token < stated.token and q.sentence >= stated.sentence - 2
    ]  # fmt: skip
    sides: tuple[tuple[Form, list[Quantity]], ...] = (("after", behind), ("before", before))
    for form, figures in sides:
        for run in _runs(stated, [q for q in figures if q.kind in _COUNTED and q.of is None]):
            for length in range(2, min(len(run), _MOST_PARTS) + 1):
                parts = tuple(sorted(run[:length], key=lambda q: q.token))
                places = tuple(q.token for q in parts)
                if places in seen:
                    continue
                seen.add(places)
                computed = stated.value + sum_gap(stated, parts)
                if computed > _MOST_TIMES * stated.value:
                    break
                near = max(computed, stated.value) <= _FOLD * min(computed, stated.value)
                if not near and computed < stated.value:  # fewer parts may be some
                    continue
                exact = sums_up(stated, parts)
                slip = "x" if exact else slips(form, stated, parts, computed)
                if near or slip:
                    yield Hypothesis(form, stated, parts, computed, exact, slip)


def _named(near: Window, stated: Quantity) -> Iterator[Hypothesis]:
    """Cộng thường trú và tạm trú: 20.222: the earlier figures whose names the words of a total say."""
    if not TOTAL.search(stated.before):
        return
    said = _content(stated.before)
    parts = tuple(
        q for q in near.own
        if q.token < stated.token and called_in(q, said) and units.may_add(stated.measure, q.measure)
    )  # fmt: skip
    if len(parts) > 1 and len({q.token for q in parts}) == len(parts):
        yield from _near("before", stated, parts, sum((q.value for q in parts), Decimal(0)))


def called_in(figure: Quantity, said: Set[str]) -> bool:
    """Whether all words that name a figure are among these."""
    own = _content(figure.before) - _content(figure.unit)
    return bool(own) and own <= said and figure.exact


@lru_cache(maxsize=4096)
def _content(said: str) -> frozenset[str]:
    return frozenset(content_words(said))


def _runs(stated: Quantity, figures: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """The figures of its noun, of the first one's noun, or that may be added; at one depth of brackets. Bare
    ones beside an amount of money are of its magnitude: 412.306 triệu đồng: A 218.640, B 193.666."""
    if not figures:
        return
    bare = list(takewhile(lambda q: q.kind == "bare", islice(figures, _MOST_PARTS)))
    if stated.kind == "money" and bare:
        times = stated.step / bare[0].step
        yield [
            replace(q, value=q.value * times, step=q.step * times, kind="money", unit=stated.unit)
            for q in bare
        ]
    added = [q for q in figures if units.may_add(stated.measure, q.measure)]
    same = [q for q in added if units.same_unit(stated.measure, q.measure)]
    for chosen in (same, added):
        for depth in sorted({q.depth for q in chosen[:3]}):
            yield list(islice((q for q in chosen if q.depth == depth), _MOST_PARTS))
    first = next((q for q in added if q.depth >= stated.depth), None)
    if first is not None:
        yield [q for q in added if q.depth == first.depth and q.unit == first.unit]
