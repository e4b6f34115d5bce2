"""Rates that name one part of a sum that holds: 674 đơn, gồm 491 trực tuyến, 183 trực tiếp. Tỷ lệ trực tuyến

Where a rate says the words by which one part differs from the others, and nothing else, that part and the
total are what it is told of, however far off it is within reason.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import place
from dunghen.proofing.relations.judge import agrees, share
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.ratedlists import Pair
from dunghen.proofing.relations.wholes import counts, named_base
from dunghen.proofing.surface.shadow import fold

_BACK = 2  # sentences before a rate in which the sum may stand
_BLOCKS = 8  # blocks before one that a list may take
_FAR, _FOLD = Decimal(25), 5  # percentage points and times by which a rate may be off
_OUT_OF = re.compile(r"\b(?:tren|trong|so voi|so) (?:tong|so)\b.*")
_JOINTS = frozenset(
    ["ty", "ti", "le", "la", "dat", "chiem", "co", "va", "so", "cua", "duoc", "da", "cac", "cho", "voi",
     "trong", "tong", "do", "rieng", "nay", "gom", "bao", "thi", "bang", "muc", "luong", "con", "lai", "nhu",
     "vay", "cong"]
)  # fmt: skip


def named_pair(document: Document, passage: Passage, rate: Quantity, known: Known) -> Pair | None:
    """The part that the rate names with its total; None where it names none, more, or agrees with another."""
    base = named_base(rate)
    said = _words(_OUT_OF.sub("", rate.before))
    if base is None or not said:
        return None
    near = [q for q in _near(document, passage, rate) if counts(q) and q.of is None and q.exact]
    for total, parts in _sums(near, known):
        whole = _words(f"{total.label} {fold(total.unit)}")
        part = _named(said, parts, whole) if base <= whole | _words(fold(total.unit)) else None
        if part is not None:
            return Pair(part, total, bound=True) if _slipped(rate, part, total, parts, near) else None
    return None


def _near(document: Document, passage: Passage, rate: Quantity) -> Iterator[Quantity]:
    """The figures of the sentences before a rate, or of the list or paragraph right before its block."""
    yield from (q for q in passage.quantities if q is not rate and 0 <= rate.sentence - q.sentence <= _BACK)
    if passage.index <= 0 or rate.sentence > 1:
        return
    for back in range(passage.index - 1, max(passage.index - _BLOCKS, 0) - 1, -1):
        other = document.passages[back]
        yield from other.quantities
        if other.block.kind != "item" and other.quantities:
            return


def _sums(near: Sequence[Quantity], known: Known) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """The sums that hold among the figures: each total with its parts, of several only."""
    places, parts = {place(q): q for q in near}, dict[Quantity, list[Quantity]]()
    for part in near:
        for spot in known.totals_of(part) & places.keys():
            parts.setdefault(places[spot], []).append(part)
    yield from (
        (total, own)
        for total, own in parts.items()
        if len(own) > 1 and max(q.value for q in own) < total.value
    )


def _named(said: frozenset[str], parts: Sequence[Quantity], whole: frozenset[str]) -> Quantity | None:
    """The only part whose own words are said, where nothing else is."""
    labels = [_words(f"{q.before or q.after} {fold(q.unit)}") for q in parts]
    found = []
    for at, (part, label) in enumerate(zip(parts, labels, strict=True)):
        own = label.difference(*(other for place_, other in enumerate(labels) if place_ != at))
        if said & own:
            found.append((part, label, own))
    if len(found) != 1:
        return None
    part, label, own = found[0]
    return part if said <= label | whole and len(said & own) * 2 >= len(own) else None


def _slipped(
    rate: Quantity, part: Quantity, total: Quantity, parts: Sequence[Quantity], near: Sequence[Quantity]
) -> bool:
    """Whether the rate misses the share by no more than a slip may, and agrees with nothing else here."""
    true = share(part.value, total.value)
    if true is None or not true:
        return False
    sums = [one.value + two.value for one, two in combinations(parts, 2)]
    tops = [*(q.value * 100 / total.value for q in parts), *(value * 100 / total.value for value in sums)]
    wholes = [part.value * 100 / q.value for q in near if q.value > part.value]
    if any(agrees(rate, other) for other in (*tops, *wholes)):
        return False
    high, low = max(true, rate.value), min(true, rate.value)
    return high - low <= _FAR and high <= _FOLD * low


@lru_cache(maxsize=4096)
def _words(said: str) -> frozenset[str]:
    """The folded words without those that only join."""
    return frozenset(word for word in said.split() if len(word) > 1 and word not in _JOINTS)
