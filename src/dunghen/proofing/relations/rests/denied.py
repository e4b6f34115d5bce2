"""Two counts out of one number, of which the second denies the first: 6/9 xã đạt chuẩn, 3/9 xã không đạt."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, draft, number, off_by

_NOT = re.compile(r"\b(?:khong|chua) (?:duoc )?((?!co\b|qua\b|phai\b|du\b)\w+(?: \w+)?)")
_ENDS = re.compile(r"[,;:.()]|\b(?:gom|bao gom|la|do|vi)\b")
_MOST, _REACH = 2, 12  # sentences from one to the other; tokens behind a count that say what it did


def find_denied(document: Document) -> Iterator[Draft]:
    """Every such pair: both together are all."""
    for passage in document.passages:
        counted = [q for q in passage.quantities if q.of is not None and q.exact and q.kind != "rank"]
        often = Counter(q.of for q in counted)
        for one, other in pairwise(counted):
            alone = often[one.of] == len((one, other))
            near = one.of == other.of and other.sentence - one.sentence <= _MOST
            if alone and near and _denies(passage, one, other):
                yield _draft(one, other)


def _denies(passage: Passage, one: Quantity, other: Quantity) -> bool:
    """Whether the second did not what the first did, and nothing else."""
    first = passage.words(one.last + 1, min(one.last + _REACH, other.token))
    second = passage.words(other.last + 1, other.last + _REACH)
    denied = _NOT.search(second)
    if denied is None or _NOT.search(first) or not units.same_unit(one.measure, other.measure):
        return False
    told = _ENDS.split(second[denied.end() :])[0].split()
    return f" {denied[1]} " in f" {first} " and set(told) <= set(first.split())


def _draft(one: Quantity, other: Quantity) -> Draft:
    whole = one.of or one.value
    rest = whole - one.value
    verdict: Verdict = "consistent" if rest == other.value else "contradiction"
    text = f"{number(whole)} - {number(one.value)} = {number(rest)}, "
    text += "khớp với văn bản." if verdict == "consistent" else f"{off_by(other.value, rest)}."
    return draft("difference", verdict, other, (one,), rest, text)
