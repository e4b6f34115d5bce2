"""Lists that stand sentences behind their total and name it again: "Loại xe đăng ký mới gồm: …"."""

import re
from collections.abc import Sequence

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import DOWN, UP
from dunghen.proofing.surface.shadow import fold

_KINDS = re.compile(
    r"(?:(?:ve|theo|phan theo|xet theo) )?"
    r"(?:loai|co cau|nhom|so|linh vuc|hinh thuc|nganh|nguon|doi tuong|dia ban)\b"
)
_NAME = 4  # words that tell one figure from another at least


def headed(before: Sequence[Quantity], said: str) -> tuple[Quantity, ...]:
    """The only figure before a list that the head of the list names again, by its noun and what follows it:
    có 763 xe đăng ký mới, … . Loại xe đăng ký mới gồm: …"""
    if not _KINDS.match(said):
        return ()
    named = [q for q in before if q.kind == "count" and q.of is None and q.depth == 0]
    named = [q for q in named if not (UP.search(q.before) or DOWN.search(q.before))]
    named = [q for q in named if (name := _name(q)) and f" {name} " in f" {said} "]
    return tuple(named) if len(named) == 1 else ()


def _name(quantity: Quantity) -> str:
    """The noun of a figure with the words behind it that tell which: doanh nghiệp thành lập mới."""
    words, least = quantity.after.split(), max(len(fold(quantity.unit).split()) + 2, _NAME)
    return " ".join(words[:least]) if len(words) >= least else ""
