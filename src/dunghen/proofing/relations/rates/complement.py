"""Two shares of one whole that leave nothing over: đúng hạn đạt 99,78%; quá hạn 0,22%. What one is less than
all, the other is; only a slip of the hand is called, for what is not yet due is told with either."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, draft, number
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import changes_by

_HALVES = tuple(
    (re.compile(one), re.compile(two))
    for one, two in (
        (r"\b(?:dung|truoc) (?:han|hen)\b", r"\b(?:qua|tre|cham) (?:han|hen)\b"),
        (r"(?<!khong )\bdong (?:y|tinh)\b", r"\bkhong dong (?:y|tinh)\b"),
        (r"(?<!khong )\bhai long\b", r"\b(?:khong|chua) hai long\b"),
        (r"\btruc tuyen\b", r"\btruc tiep\b"),
        (r"\b(?:thanh thi|do thi)\b", r"\bnong thon\b"),
    )
)
_TELLING = 1.0  # powers of ten of evidence
_ALL, _FINE = Decimal(100), Decimal("0.1")  # a rate that shows less is near another by accident


def find_complements(document: Document) -> Iterator[Draft]:
    """Every rate that should be what another of its sentence leaves of all."""
    for passage in document.passages:
        for _sentence, own in sentences(passage):
            rates = [q for q in own if q.kind == "percent"]
            if len(rates) == len(_HALVES[0]) and _halves(*rates):
                yield from _judged(*rates)


def _halves(one: Quantity, two: Quantity) -> bool:
    """Whether each is told of the other kind, and neither of both."""
    plain = all(q.exact and q.step <= _FINE and changes_by(q) is None for q in (one, two))
    a, b = one.label, two.label
    return plain and any(
        (first.search(a) and second.search(b) and not (second.search(a) or first.search(b)))
        or (first.search(b) and second.search(a) and not (second.search(b) or first.search(a)))
        for first, second in _HALVES
    )


def _judged(one: Quantity, two: Quantity) -> Iterator[Draft]:
    left = _ALL - one.value
    agrees = abs(left - two.value) <= max(one.step, two.step)
    slip = alike_digits(two.value, left) or evidence(two.value, left, two.step) >= _TELLING
    if agrees or (one.step == two.step and slip):
        gap = f"văn bản ghi {number(two.value)}%, lệch {number(abs(two.value - left))} điểm phần trăm"
        text = f"100% - {number(one.value)}% = {number(left)}%, {'khớp với văn bản' if agrees else gap}."
        yield draft("difference", "consistent" if agrees else "contradiction", two, (one,), left, text)
