"""What is left of what was due, told some sentences or blocks behind what is done.

"Số phải thi hành là 19.106 việc … Đã thi hành xong 11.802 việc … Số việc chuyển kỳ sau: 7.304 việc."
"Đã giải ngân 214.386/318.750 triệu đồng", a list, "Số vốn chưa giải ngân là 104.364 triệu đồng."
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import WHOLE
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import changes_by

Pair = tuple[Quantity, Quantity]

_LEFT = re.compile(
    r"\b(?:chuyen (?:sang |qua )?(?:ky|nam|quy|thang) sau|con lai|con phai|ton|chua (\w+ \w+))\b"
)
_DUE = re.compile(r"\bphai (?:thi hanh|giai quyet|xu ly|thuc hien|tra|thu|giai ngan)\b")
_DONE = re.compile(
    r"\bda (?:\w+ ){1,3}xong\b|\bda (?:giai quyet|xu ly|thuc hien|hoan thanh|tra|thu|giai ngan)\b"
)
_BACK, _BLOCKS = 3, 6  # sentences and blocks back
_TELLING = 0.7  # powers of ten of evidence that a rest asks for behind other figures
_FURTHER = 0.5  # and one told some blocks behind
_SCALE = 8  # a slip leaves the rest within this part of what was due


def unpaired(document: Document, passage: Passage, rest: Quantity, known: Known) -> Iterator[Draft]:
    """The rest that misses what is due less what is done, by their words or as a fraction further up."""
    left = _LEFT.search(rest.label)
    if left is None or known.agrees(rest) or changes_by(rest) is not None or rest.before == WHOLE:
        return
    own = [q for q in passage.quantities if -_BACK <= q.sentence - rest.sentence <= 0 and _counts(q, rest)]
    for due, done in _by_duty(own, rest):
        others = any(done.token < q.token < rest.token for q in own)
        yield from _missed(rest, due, done, _TELLING if others else 0.0)
    if not own and left[1] and " cua " not in rest.label:
        pairs = list(_above(document, passage, rest, left[1]))
        if len(pairs) == 1:
            yield from _missed(rest, *pairs[0], _FURTHER)


def _counts(quantity: Quantity, rest: Quantity) -> bool:
    plain = (
        quantity.exact and quantity.kind not in {"percent", "ppoint", "rank"} and changes_by(quantity) is None
    )
    return quantity is not rest and plain and units.same_unit(rest.measure, quantity.measure)


def _by_duty(own: Sequence[Quantity], rest: Quantity) -> Iterator[Pair]:
    """The one figure that was due and the one that is done, before the rest."""
    due = [q for q in own if q.token < rest.token and _DUE.search(q.label)]
    done = [q for q in own if q.token < rest.token and _DONE.search(q.label) and q not in due]
    if len(due) == len(done) == 1 and due[0].value > done[0].value:
        yield due[0], done[0]


def _above(document: Document, passage: Passage, rest: Quantity, verb: str) -> Iterator[Pair]:
    """Whole and part of what was done of a whole, in the nearest paragraph above that says the verb."""
    for index in range(passage.index - 1, max(passage.index - _BLOCKS, -1), -1):
        other = document.passages[index]
        if other.block.kind != "paragraph":
            continue
        for one, two in pairwise(other.quantities):
            if two.before == WHOLE and verb in one.label and _counts(one, rest) and _counts(two, rest):
                yield two, one
        for one in other.quantities:
            if one.of is not None and verb in one.label and _counts(one, rest):
                yield replace(one, value=one.of, of=None), replace(one, of=None)
        return


def _missed(rest: Quantity, due: Quantity, done: Quantity, least: float) -> Iterator[Draft]:
    left = due.value - done.value
    step = max(rest.step, due.step, done.step)
    leeway = step if step != 1 else 0
    off = abs(left - rest.value)
    if leeway < off <= due.value / _SCALE and evidence(rest.value, left, min(step, rest.step)) >= least:
        text = f"{number(due.value)} - {number(done.value)} = {number(left)}, {off_by(rest.value, left)}."
        yield draft("difference", "contradiction", rest, (due, done), left, text)
