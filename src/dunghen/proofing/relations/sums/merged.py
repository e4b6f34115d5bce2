"""What bodies brought with them when they were joined, and what the new one then has."""

import re
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.sums.listings import Listing, may_total
from dunghen.proofing.surface.shadow import fold

_JOIN = r"(?:thanh lap|sap nhap|nhap|hop nhat|sap xep|to chuc lai|ghep)"
_AFTER = re.compile(rf"^(?:[a-z0-9] \) |- )?(?:sau khi|khi) {_JOIN}\b")
_JOINED = re.compile(rf"\b(?:{_JOIN}|tren co so)\b")
_PEOPLE = frozenset({"nguoi", "ho", "ho dan", "nhan khau", "khau"})
_PARTED = re.compile(r"\b(?:chuyen|tach|tru|giai the)\b")


def merged(passage: Passage) -> Iterator[Listing]:
    """Nhập 1,17 km2, 4.141 người của phường A và 7,80 km2, 4.076 người của xã B. Sau khi thành lập, phường có
    8,97 km2 và 8.217 người: each unit by itself."""
    before: Sequence[Quantity] = ()
    said = ""
    if " khi " not in f" {passage.line}":
        return
    for sentence, own in sentences(passage):
        words = passage.words(*passage.sentence(sentence))
        if before and _AFTER.match(words) and _JOINED.search(said) and not _PARTED.search(said):
            yield from _of_each_unit(before, own)
        before, said = own, words


def _of_each_unit(before: Sequence[Quantity], after: Sequence[Quantity]) -> Iterator[Listing]:
    for total in filter(_stays, after):
        parts = tuple(q for q in before if units.same_unit(total.measure, q.measure) and q.of is None)
        alone = sum(units.same_unit(total.measure, q.measure) for q in after) == 1
        if len(parts) > 1 and alone and all(q.exact for q in parts):
            yield Listing((total,), parts, 2)


def _stays(total: Quantity) -> bool:
    """Whether joining leaves as much as there was: land and people, not bodies and posts."""
    lasting = total.kind == "size" or fold(total.unit) in _PEOPLE
    return lasting and may_total(total) and total.of is None
