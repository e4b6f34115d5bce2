"""Changes told of several things at once, as the columns of a table that is written out.

"Có 41 vụ, làm chết 19 người, bị thương 33 người. So với cùng kỳ (36 vụ, 22 người chết, 27 người bị thương)
tăng 5 vụ, giảm 3 người chết (13,64%), tăng 6 người bị thương": what there is, what there was, and the changes
each stand in a row of their own; the noun, and the words beside it, say what belongs to what.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.changes.comparisons import Change
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.verbs import changes_by, falls

_KINDS = frozenset({"count", "money", "size", "score"})
_EARLIER = re.compile(r"\b(?:truoc|cung ky|nam (?:hoc )?20\d\d|quy|thang|dau|cuoi)\b")
_REACH = 16  # tokens before a bracket that say what it holds
_NOUN = 7  # tokens from an amount to the bracket behind its noun
_SEVERAL = 2  # things
_IN_TWO = 12  # figures of two clauses, each of which tells two things now, before and as changes
_BACK = 2  # sentences


def parallel_changes(passage: Passage) -> Iterator[Change]:
    """Each change of a row, with what there is and what there was; rates behind a change too."""
    for own in chain.from_iterable(_clauses(passage, own) for _sentence, own in sentences(passage)):
        past = _earlier_values(passage, own)
        if len(past) < _SEVERAL:
            continue
        rows = list(_amounts(passage, own, past))
        values = _present_values(passage, own, [amount for amount, _verb in rows], past)
        if len(rows) < _SEVERAL:
            continue
        for amount, verb in rows:
            before, now = _one_of(past, amount), _one_of(values, amount)
            if before is None or now is None:
                continue
            yield Change(amount, now, before, falls(verb), bound=True)
            for rate in passage.within(amount.last + 1, amount.last + _NOUN)[:1]:
                if rate.kind == "percent" and rate.depth == amount.depth + 1:
                    yield Change(rate, now, before, falls(verb), bound=True)


def _clauses(passage: Passage, own: Sequence[Quantity]) -> Iterator[Sequence[Quantity]]:
    """The figures of a sentence, or of what stands between its semicolons where each tells of an earlier
    time: 34 vụ/54 tàu so với cùng kỳ (69 vụ/114 tàu) giảm 35 vụ/60 tàu; 23 vụ/38 tàu so với cùng kỳ …."""
    if len(own) < _IN_TWO:
        yield own
        return
    first, last = passage.sentence(own[0].sentence)
    ends = [
        at for at in range(first, last) if passage.tokens[at].text == ";" and not passage.tokens[at].depth
    ]
    pieces = [[q for q in own if a <= q.token < b] for a, b in pairwise([first, *ends, last])]
    several = len(pieces) > 1 and all(len(_earlier_values(passage, piece)) >= _SEVERAL for piece in pieces)
    yield from pieces if several else [own]


def _earlier_values(passage: Passage, own: Sequence[Quantity]) -> list[Quantity]:
    """The figures of the first bracket behind words of an earlier time."""
    found: list[Quantity] = []
    for quantity in own:
        if quantity.depth == 0 or changes_by(quantity) is not None or quantity.kind not in _KINDS:
            if found:
                break
            continue
        if found and ")" in passage.words(found[-1].last, quantity.token):
            break
        if not found:
            opening = max(i for i in range(quantity.token) if passage.tokens[i].text in "([")
            words = passage.words(max(opening - _REACH, 0), quantity.token)
            if not (THAN.search(words) and _EARLIER.search(words)):
                continue
        found.append(quantity)
    return found


def _amounts(
    passage: Passage, own: Sequence[Quantity], past: Sequence[Quantity]
) -> Iterator[tuple[Quantity, str]]:
    """The changes of the sentence with their verbs; one verb may be said for several."""
    verb, last = None, None
    for quantity in own:
        if quantity in past or quantity.kind not in _KINDS or quantity.depth != past[0].depth - 1:
            continue
        told = changes_by(quantity)
        if told is None and last is not None:
            shared = re.fullmatch(
                r"[^();:]*?(?:\([^()]*\) )?(?:,|va|, va)", passage.words(last.last + 1, quantity.token)
            )
            verb = verb if shared and not quantity.before else None
        else:
            verb = told
        last = quantity if verb is not None else None
        if verb is not None:
            yield quantity, verb


def _present_values(
    passage: Passage, own: Sequence[Quantity], amounts: Sequence[Quantity], past: Sequence[Quantity]
) -> list[Quantity]:
    """The figures before the first change and the bracket, of this sentence or of those before it."""
    first = min((q.token for q in (*amounts, *past)), default=0)
    level = past[0].depth - 1
    here = [q for q in own if q.token < first]
    for back in range(_BACK + 1):
        if back:
            here = [q for q in passage.quantities if q.sentence == own[0].sentence - back]
        here = [q for q in here if q.kind in _KINDS and changes_by(q) is None and q.exact]
        here = [replace(q, of=None) for q in here if q.depth == level]
        if len(here) >= _SEVERAL:
            return here
    return []


def _one_of(values: Sequence[Quantity], amount: Quantity) -> Quantity | None:
    """The only value of the noun of the amount, or the one that shares most of the words beside it; 75 lượt
    người is no 5 lượt."""
    same = [q for q in values if units.same_unit(q.measure, amount.measure)]
    same = [q for q in same if q.unit == amount.unit] or same
    if len(same) < _SEVERAL:
        return same[0] if same else None
    named = content_words(amount.label) - content_words(amount.unit)
    shared = [len(named & content_words(q.label)) for q in same]
    best = max(shared)
    return same[shared.index(best)] if best and shared.count(best) == 1 else None
