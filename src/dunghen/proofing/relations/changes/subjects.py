"""What a change is said of: which values it may lie between, and whether it names something else."""

import re
from collections.abc import Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words, identity_words
from dunghen.proofing.relations.verbs import VERB, changes_by
from dunghen.proofing.surface.shadow import fold

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


def about(amount: Quantity) -> frozenset[str]:
    """The words of what a change names behind itself: tăng 6,2% về số lượt."""
    said = _ABOUT.match(amount.after)
    return content_words(said[1]) if said else frozenset()


def of_another_subject(amount: Quantity, values: Sequence[Quantity]) -> bool:
    """Tăng 6,2% về số lượt (cùng kỳ 1.804 lượt) và tăng 12,6% về chi phí: the figures are of no costs."""
    told = about(amount)
    return bool(told) and not any(told & content_words(f"{q.label} {fold(q.unit)}") for q in values)


_ABOUT = re.compile(r"ve (?:so (?:luong )?)?((?:\w+ ?){1,3})")


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
