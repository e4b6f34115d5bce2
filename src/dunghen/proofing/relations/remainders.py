"""A second look at differences: a rest, a gap or a change that misses what two figures near it come to.

The words say that a figure is a difference ("còn lại", "chênh lệch", "bị trừ", "giảm"); between which figures it
lies is found by unit, nearness and words, and by how tellingly the figure misses it (`slips`).
"""

import math
import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.changes import EACH, change_draft, computed_of
from dunghen.proofing.relations.comparisons import Change, alike, comparable, is_earlier, own_subject
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.judge import agrees, amounts_to
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import VERB, changes_by, falls, reaches
from dunghen.proofing.surface.shadow import fold

_GAP = re.compile(
    r"\b(?:chênh lệch|chênh|khoảng cách|cách nhau|bị trừ|trừ đi|thiếu|hụt|dư|còn|chưa|tồn|đang chờ"
    r"|bội chi|bội thu|thặng dư|nhập siêu|xuất siêu)\b"
)
_MEASURED = frozenset({"count", "bare", "money", "score", "size", "percent"})
_CHANGE, _REST = 0.5, 0.65  # powers of ten of evidence that a change or a rest asks for
_SMALL = 10  # smaller rests come near others by accident
_BACK = 3  # sentences
_MOST = 8  # figures that are paired
_ALL = Decimal(100)
_DIFFERENCES = frozenset({"difference", "sum", "growth", "percent"})


def find_remainders(document: Document, known: Known) -> Iterator[Draft]:
    """Differences that the first reading left unexplained and that miss two figures near them."""
    for passage in document.passages:
        for quantity in passage.quantities:
            if not quantity.exact or quantity.of is not None or known.states(quantity, _DIFFERENCES):
                continue
            verb = _verb_of(passage, quantity)
            if verb is not None and not reaches(quantity):
                yield from _change(passage, quantity, falling=falls(verb))
            elif _may_rest(quantity) and _GAP.search(_lead(passage, quantity)):
                yield from _rest(passage, quantity, known)


def _may_rest(quantity: Quantity) -> bool:
    sized = quantity.value >= _SMALL * quantity.step and not quantity.spelled
    return sized and quantity.kind in _MEASURED - {"percent"}


def _verb_of(passage: Passage, quantity: Quantity) -> str | None:
    """The verb of change of an amount; a rate in a bracket has it from before its bracket: giảm 9 vụ (4,2%)."""
    own = changes_by(quantity)
    if own is not None or quantity.kind != "percent" or quantity.before:
        return own
    if passage.tokens[quantity.token - 1].text != "(" or not quantity.token:
        return None
    start, _end = passage.sentence(quantity.sentence)
    found = list(VERB.finditer(passage.words(max(start, quantity.token - _BRACKET), quantity.token)))
    return found[-1][1] if found else None


_BRACKET = 14  # tokens before a bracket in which the verb stands


def _change(passage: Passage, amount: Quantity, *, falling: bool) -> Iterator[Draft]:
    """Tăng or giảm by an amount that the only two comparable figures, told of two times, do not give."""
    values = [
        q for q in passage.quantities
        if amount.sentence - 1 <= q.sentence <= amount.sentence and q is not amount and comparable(amount, q)
        and (q.kind == "percent") == (amount.kind == "ppoint")
    ]  # fmt: skip
    own = [q for q in values if q.sentence == amount.sentence]
    pair = own if len(own) == 2 else values
    if len(pair) != 2 or not alike(*pair) or not own_subject(amount, (pair[0], pair[1])):
        return
    before, now = sorted(pair, key=lambda q: q.value, reverse=falling)
    if not (before.exact and now.exact and is_earlier(passage, before)) or EACH.search(amount.after[:20]):
        return
    if any(changes_by(q) is not None for q in passage.within(amount.last + 1, before.token)):
        return  # the earlier value is the other change's
    change = Change(amount, now, before, falling, bound=True)
    spread = _ALL if amount.kind in {"percent", "ppoint"} else None
    told = [(evidence(amount.value, computed, amount.step, spread), computed) for computed in computed_of(change)]
    best = max(told, key=lambda one: one[0], default=(0.0, Decimal(0)))
    fits = any(amounts_to(amount, computed) or agrees(amount, computed) for _told, computed in told)
    if best[0] >= _CHANGE and not fits:
        yield change_draft(change, best[1], "contradiction")


def _rest(passage: Passage, rest: Quantity, known: Known) -> Iterator[Draft]:
    """What is left of one figure less another."""
    values = [
        q for q in passage.quantities
        if rest.sentence - _BACK <= q.sentence <= rest.sentence and q.token < rest.token and _plain(q, rest)
    ]  # fmt: skip
    own = [q for q in values if q.sentence == rest.sentence]
    only = own if len(own) == 2 else values if len(values) == 2 else []
    pairs = [(a, b) for a in values[-_MOST:] for b in values[-_MOST:] if a.value > b.value and a is not b]
    if any(_fits(rest, a, b) for a, b in pairs) or known.joins([rest, *values], at_least=3):
        return
    words = content_words(fold(_lead(passage, rest)))
    ranked = []
    for a, b in pairs:
        named = words & content_words(a.label) and words & content_words(b.label)
        if a in only or named:
            told = evidence(rest.value, a.value - b.value, min(a.step, b.step, rest.step))
            ranked.append((told - (0 if a in only else _UNSURE), a, b))
    best = max(ranked, key=lambda one: one[0], default=None)
    if best is not None and best[0] - math.log10(len(ranked)) >= _REST:
        _told, given, done = best
        left = given.value - done.value
        text = f"{number(given.value)} - {number(done.value)} = {number(left)}, {off_by(rest.value, left)}."
        yield draft("difference", "contradiction", rest, (given, done), left, text)


def _lead(passage: Passage, quantity: Quantity) -> str:
    """The words before a figure, over brackets and over figures that count nothing like it: chênh lệch giữa
    huyện dẫn đầu (92,15 điểm) và huyện xếp cuối (80,4 điểm) là."""
    words: list[str] = []
    for at in range(quantity.token - 1, max(quantity.token - _LEAD, -1), -1):
        token = passage.tokens[at]
        if token.depth > quantity.depth or token.text in "()":
            continue
        if token.sentence != quantity.sentence or token.text in {";", ":", ","}:
            break
        words.append(token.text)
    return " ".join(reversed(words))


_LEAD = 40  # tokens before a figure that may still say what it is
_UNSURE = 0.1  # that figures farther off are meant


def _fits(rest: Quantity, given: Quantity, done: Quantity) -> bool:
    """Whether the rest is what the two come to, as far as they show it."""
    steps = [q.step for q in (rest, given, done)]
    leeway = max(steps) if len(set(steps)) == 1 and steps[0] != 1 else Decimal(0)
    return amounts_to(rest, given.value - done.value) or abs(given.value - done.value - rest.value) <= leeway


def _plain(quantity: Quantity, rest: Quantity) -> bool:
    kind = quantity.kind in _MEASURED - {"percent"} and quantity.of is None and not quantity.spelled
    steady = changes_by(quantity) is None and not THAN.search(quantity.before)
    scored = {quantity.kind, rest.kind} == {"bare", "score"}
    return kind and quantity.exact and steady and (scored or units.same_unit(rest.measure, quantity.measure))
