"""What a change is said of: which values it may lie between, and whether it names something else."""

import re

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.verbs import VERB, changes_by

_MEASURED = frozenset({"count", "bare", "money", "score", "size", "time", "percent"})
_JOINTS = frozenset(
    ["nhu", "vay", "dong", "thoi", "tuc", "tinh", "chung", "binh", "quan", "bang", "tuong", "duong", "ung",
     "chiem", "la", "giup", "qua", "do", "phan", "dat", "ty", "le", "muc", "toc"]
)  # fmt: skip


_EACH = re.compile(r"^moi (?!dau)|\b(?:binh quan|trung binh)\b")


def own_subject(amount: Quantity, pair: tuple[Quantity, Quantity]) -> bool:
    """Whether the change is said of these values: it comes before them, or names nothing else itself."""
    if amount.token < min(q.token for q in pair):
        averaged = any(_EACH.search(q.before) for q in pair) and not _EACH.search(amount.before)
        return amount.sentence == pair[0].sentence and not averaged
    found = list(VERB.finditer(amount.before))
    subject = identity_words(amount.before[: found[-1].start() if found else 0])
    return not subject - identity_words(f"{pair[0].label} {pair[1].label}") - _JOINTS


def comparable(amount: Quantity, other: Quantity) -> bool:
    if (
        other.kind not in _MEASURED
        or (other.of is not None and other.kind == "bare")
        or changes_by(other) is not None
    ):
        return False
    if amount.kind == "percent" or amount.unit == "lần":
        return True
    if amount.kind == "ppoint":
        return other.kind == "percent"
    return units.same_unit(amount.measure, other.measure) or {amount.kind, other.kind} == {"bare", "score"}


def alike(first: Quantity, second: Quantity) -> bool:
    """Whether two values can be one quantity at two times."""
    kinds = {first.kind, second.kind}
    unsaid = kinds in ({"bare", "score"}, {"bare", "size"}, {"bare", "money"})
    return units.same_unit(first.measure, second.measure) or kinds == {"percent"} or unsaid
