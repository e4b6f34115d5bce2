"""What was done of what a sentence or block before says was received, with the rate right behind it.

"Sở tiếp nhận 7.412 hồ sơ." and in the next paragraph "Đã giải quyết 6.318 hồ sơ (đạt 85,2%)": one noun, one
figure of it received and none carried over, and whoever did it was named before.
"""

import re

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.rates.plain import DONE, RECEIVED
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.wholes import plain
from dunghen.proofing.surface.shadow import fold

_CARRIED = re.compile(r"\b(?:ky truoc|chuyen sang|ton dong|ton cu|mang sang|bo sung|them)\b")
_PARTLY = re.compile(r"\b(?:rieng|truoc han|dung han|som han|qua han|tre han|truc tuyen|truc tiep)\b")
_DUE = re.compile(rf"{RECEIVED.pattern}|\bphai\b")
_ANY = identity_words("co quan don vi chuc nang toan tinh ket qua den nay qua do thuc hien hoan thanh loai")
_SIGN = re.compile(r"[,;:.()]")
_NOUN = 3  # words behind a figure that say what it counts


def of_the_received(document: Document, passage: Passage, rate: Quantity, pair: Pair) -> bool:
    """Whether the rate can be of nothing but what was received."""
    part, whole = pair.part, pair.whole
    if rate.after or not (plain(part) and plain(whole) and 0 < part.value <= whole.value):
        return False
    above = _passage_of(document, passage, whole)
    if above is None or not units.same_unit(part.measure, whole.measure):
        return False
    told = _DUE.search(whole.before) and DONE.search(part.before) and not _PARTLY.search(part.label)
    return bool(told) and _alone(above, passage, part, whole) and _of_one(above, passage, part, whole)


def _passage_of(document: Document, passage: Passage, whole: Quantity) -> Passage | None:
    """The block or earlier sentence that tells the whole."""
    near = document.passages[max(passage.index - _BLOCKS, 0) : passage.index + 1]
    return next((one for one in near if whole in one.quantities), None)


_BLOCKS = 3


def _alone(above: Passage, passage: Passage, part: Quantity, whole: Quantity) -> bool:
    """Whether nothing else of this noun was received, carried over or told between."""
    if _CARRIED.search(above.line) or above is passage:
        return False
    same = [q for q in above.quantities if units.same_unit(q.measure, whole.measure) and q.kind == whole.kind]
    before = [q for q in passage.quantities if q.token < part.token and q.kind == part.kind]
    return max(same, key=lambda q: q.value) is whole and not before


def _of_one(above: Passage, passage: Passage, part: Quantity, whole: Quantity) -> bool:
    """Whether the words of the part name no body and no kind that those of the whole leave out."""
    behind = _SIGN.split(passage.words(part.last + 1, part.last + 1 + _NOUN))[0]
    kind = identity_words(behind) - identity_words(f"{whole.label} {fold(whole.unit)}")
    doers = identity_words(DONE.sub(" ", part.before)) - identity_words(above.line)
    return not (kind - _ANY or doers - _ANY)
