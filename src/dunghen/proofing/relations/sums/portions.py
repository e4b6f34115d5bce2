"""The shares that parts tell beside themselves: whether they are all of the whole, or may overlap."""

import re
from collections.abc import Sequence

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.judge import share

_IS_SHARE = re.compile(r"\bchiem\b|^(?:voi )?t[iy] le$")


def shares_hold(passage: Passage, total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether each part tells its share of the total and all of them agree: then no figure is mistyped, and
    parts that miss the total overlap or are some of them."""
    told = _shares_told(passage, parts)
    return len(told) == len(parts) and all(
        abs(rate.value - (share(part.value, total.value) or 0)) <= rate.step
        for rate, part in zip(told, parts, strict=True)
    )


def shares_short(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """Whether each part tells its share and the shares leave some of the whole untold."""
    told = _shares_told(passage, parts)
    return len(told) == len(parts) and sum(rate.value for rate in told) < _NEARLY_ALL


def items_short(document: Document, parts: Sequence[Quantity]) -> bool:
    """The same of parts that are each a line of its own."""
    behind = (next((q for q in document.passage_of(p).quantities if q.token > p.last), None) for p in parts)
    told = [q.value for q in behind if q is not None and q.kind == "percent" and _IS_SHARE.search(q.before)]
    return len(told) == len(parts) and sum(told) < _NEARLY_ALL


def crossed(parts: Sequence[Quantity]) -> bool:
    """Whether one part is told by its time and another by its way, as what is in time may be online too; or
    one is of what may be dealt with and another of what is the office's own, which is some of it."""
    return any(
        {(True, False), (False, True)} <= {tuple(bool(one.search(p.label)) for one in pair) for p in parts}
        for pair in _ASPECTS
    )


_ASPECTS = (
    (
        re.compile(r"\b(?:dung|truoc|som|tre|qua|cham|trong|con) (?:thoi )?(?:han|hen)\b"),
        re.compile(r"\btruc (?:tuyen|tiep)\b|\bbuu chinh\b|\bqua mang\b"),
    ),
    (
        re.compile(r"(?<!khong )(?<!chua )\bdu dieu kien (?:xu ly|thu ly|giai quyet)\b"),
        re.compile(r"(?<!khong )\bthuoc tham quyen\b"),
    ),
)


def _shares_told(passage: Passage, parts: Sequence[Quantity]) -> list[Quantity]:
    """The rate behind each part that tells one."""
    told: list[Quantity] = []
    for part, following in zip(
        parts, [*(part.token for part in parts[1:]), part_end(passage, parts)], strict=True
    ):
        rates = [q for q in passage.within(part.last, following) if q.kind == "percent"]
        told += [q for q in rates[:1] if _IS_SHARE.search(q.before) or not q.before or q.depth > part.depth]
    return told


def part_end(passage: Passage, parts: Sequence[Quantity]) -> int:
    """The token at which the sentence of the last part ends."""
    return passage.sentence(parts[-1].sentence)[1]


_NEARLY_ALL = 99  # percent
