"""What there was, what came, what went, what there is: start + new - gone = end, start + new = all."""

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.rests.flows import END, GONE, NEW, START, same_scope

_WHOLE = re.compile(r"\btong (?:so )?(?:phai|can|ho so phai|cong|thu ly)\b|\btong so (?!\w+ (?:da|dang))")
_REACH = 2  # sentences behind the start
_MOST = 7  # figures of one stock
_SLIGHT = Decimal(8)  # a slip leaves the end within this part of the start, twice that in a whole frame
_WHOLE_FRAME = 3  # sources: what there was, what came, what went


def stocks(passage: Passage) -> Iterator[Draft]:
    """Every stock of a passage."""
    usable = [
        q
        for q in passage.quantities
        if q.kind in {"count", "bare", "money", "size"} and q.exact and q.of is None
    ]
    for place, start in enumerate(usable):
        if not START.search(start.label):
            continue
        group = [
            q for q in usable[max(place - _REACH, 0) : place + _MOST]
            if abs(q.sentence - start.sentence) <= _REACH and q.depth == start.depth
            and units.same_unit(start.measure, q.measure)
        ]  # fmt: skip
        yield from _stock(group, start, {id(q) for q in group if _is_all(passage, q)})


def _is_all(passage: Passage, quantity: Quantity) -> bool:
    """Whether it is called what there was and came together: lũy kế đã và đang giải quyết trong kỳ là …"""
    led = _IN_ALL.search(passage.words(quantity.token - _LED, quantity.token))
    return led is not None or _WHOLE.search(quantity.label) is not None


_IN_ALL = re.compile(r"\bluy ke\b[^,;.()\d]*$")
_LED = 12  # tokens


def _stock(group: Sequence[Quantity], start: Quantity, every: Set[int]) -> Iterator[Draft]:
    closed = [q.token for q in group if q.token < start.token and END.search(q.before)]
    group = [q for q in group if q.token > max(closed, default=-1)]  # behind the end of another stock
    ends = [q for q in group if q.token > start.token and END.search(q.label) and same_scope(start, q)]
    ends = [q for q in ends if id(q) not in every or _WHOLE.search(q.label)]
    if ends:  # what is told behind the end is how much it fell, or was to fall
        group = [q for q in group if q.token <= ends[0].token]
    new = [q for q in group if q is not start and q not in ends[:1] and NEW.search(_said(q))]
    gone = [q for q in group if q not in (start, *new, *ends[:1]) and GONE.search(_said(q))]
    gone = [q for q in gone if not _WHOLE.search(q.label)]
    starts = [
        q for q in group if START.search(q.label) and (q.token >= start.token or START.search(q.before))
    ]
    if len(starts) != 1 or not (new or gone):
        return
    both = start.value + sum((q.value for q in new), Decimal(0))
    wholes = (q for q in group if id(q) in every and q not in (start, *new, *ends[:1]))
    for whole in wholes if new else ():
        text = f"{added([start.value, *(q.value for q in new)])} = {number(both)}, "
        yield from _stock_draft(whole, (start, *new), both, text)
    if not ends:
        return
    end = ends[0]
    between = [q for q in group if start.token < q.token < end.token]
    if not gone or any(q not in (*new, *gone) and not _WHOLE.search(q.label) for q in between):
        return
    left = both - sum((q.value for q in gone), Decimal(0))
    taken = " - ".join(number(q.value) for q in gone)
    text = f"{added([start.value, *(q.value for q in new)])} - {taken} = {number(left)}, "
    yield from _stock_draft(end, (start, *new, *gone), left, text)


def _said(quantity: Quantity) -> str:
    """The words before a number, or where there are none those behind it."""
    told = NEW.search(quantity.before) or GONE.search(quantity.before)
    return quantity.before if told else quantity.label


def _stock_draft(
    stated: Quantity, sources: Sequence[Quantity], computed: Decimal, text: str
) -> Iterator[Draft]:
    fits = stated.value == computed
    slight = _SLIGHT if len(sources) < _WHOLE_FRAME else _SLIGHT / 2
    near = abs(stated.value - computed) * slight <= max(sources[0].value, computed)
    if fits or near or alike_digits(stated.value, computed):
        text += "khớp với văn bản." if fits else f"{off_by(stated.value, computed)}."
        verdict: Verdict = "consistent" if fits else "contradiction"
        yield draft("difference", verdict, stated, sources, computed, text)
