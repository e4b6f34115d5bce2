"""What was received, what of it is done and what is left, the last two each divided by time.

"Tiếp nhận 326 hồ sơ. Số hồ sơ đã giải quyết là 294, trong đó trước hạn …; đang giải quyết là 32, trong hạn …"
"""

import re
from collections.abc import Iterator

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.rests.frames import left_draft
from dunghen.proofing.relations.verbs import changes_by

_GIVEN = re.compile(r"\b(?:tiep nhan|nhan|thu ly)\b")
_DONE = re.compile(r"\b(?:da (?:duoc )?(?:giai quyet|xu ly|tra)|giai quyet xong|hoan thanh|xu ly xong)\b")
_LEFT = re.compile(r"\b(?:dang (?:giai quyet|xu ly)|con lai|chua giai quyet|chua xu ly)\b")
_BY_TIME = re.compile(
    r"\b(?:dung|truoc|som|qua|tre|cham|trong|con|chua (?:den|toi)) (?:thoi )?(?:han|hen)\b|\bdung va truoc\b"
)
_ROLES, _DIVIDED = 3, 2  # what was given, done and left; figures by time at least
_SLIGHT = 8  # a slip leaves the rest within this part of what was given


def find_divided(document: Document) -> Iterator[Draft]:
    """Every such rest, of a sentence and the one before it."""
    for passage in document.passages:
        for last in {q.sentence for q in passage.quantities}:
            yield from _divided(passage, last)


def _divided(passage: Passage, last: int) -> Iterator[Draft]:
    own = [q for q in passage.quantities if last - 1 <= q.sentence <= last and _usable(q)]
    roles = [q for q in own if not _BY_TIME.search(q.label)]
    if len(roles) < _ROLES or len(own) - len(roles) < _DIVIDED:
        return
    given, done, rest = roles[-_ROLES:]
    alike = all(units.same_unit(given.measure, q.measure) for q in (done, rest))
    named = _GIVEN.search(given.label) and _DONE.search(done.before) and _LEFT.search(rest.before)
    left = given.value - done.value
    less = 0 <= left - rest.value <= given.value / _SLIGHT  # more may have come over from before
    near = less or alike_digits(rest.value, left)
    if alike and named and left > 0 and near:
        yield left_draft(rest, (given, done), consistent=left == rest.value)


def _usable(quantity: Quantity) -> bool:
    counted = quantity.kind in {"count", "bare"} and quantity.exact and quantity.of is None
    return counted and changes_by(quantity) is None
