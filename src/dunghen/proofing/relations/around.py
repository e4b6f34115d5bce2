"""What stands around a quantity: its sentence and those beside it, its list, its footnote's anchor."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.vocabulary import words

_EMPTY = words("words.empty")
_FUNCTION = words("words.function")
_BESIDE = 4  # items of a list on either side
_FIRST, _LAST = 6, 2  # figures of another block
_BACK = 3  # sentences that still belong to what is being said


@lru_cache(maxsize=16384)
def content_words(said: str) -> frozenset[str]:
    """The folded words that say what is counted."""
    return frozenset([word for word in said.split() if word not in _EMPTY and len(word) > 1])


@lru_cache(maxsize=16384)
def identity_words(said: str) -> frozenset[str]:
    """The folded words that tell one quantity from another, names of levels and bodies among them."""
    return frozenset(
        [word for word in said.split() if word not in _FUNCTION and len(word) > 1 and not word[0].isdigit()]
    )


def around(document: Document, passage: Passage, center: Quantity) -> list[Quantity]:
    """Other quantities near this one: its sentence first, then those before and after, then its list."""
    own = [q for q in passage.quantities if q is not center]
    near = [q for q in own if q.sentence == center.sentence]
    near += [q for q in reversed(own) if center.sentence - _BACK <= q.sentence < center.sentence]
    near += [q for q in own if center.sentence < q.sentence <= center.sentence + 2]
    for other in _neighbours(document, passage):
        near += _ends(other.quantities)
    return near


def told_then(passage: Passage, quantity: Quantity) -> bool:
    """Whether its bracket tells it of an earlier time: (năm trước có 124 trạm, tỷ lệ 34,8%)."""
    if not quantity.depth:
        return False
    first = quantity.token
    while first and quantity.token - first < _BRACKET and passage.tokens[first - 1].depth >= quantity.depth:
        first -= 1
    return _THEN.search(passage.words(first, quantity.token)) is not None


_THEN = re.compile(r"\b(?:cung ky|(?:nam|quy|thang|ky|vu|dot|lan|khoa) (?:hoc )?(?:truoc|ngoai))\b")
_BRACKET = 14  # tokens


def _ends(quantities: Sequence[Quantity]) -> Sequence[Quantity]:
    """What another block counts: its first figures, and its last, under which a list may stand."""
    most = _FIRST + _LAST
    return quantities if len(quantities) <= most else (*quantities[:_FIRST], *quantities[-_LAST:])


def _lines_before(document: Document, passage: Passage) -> list[Passage]:
    """What was counted before a paragraph: the last block, and right over it the other items of its list or,
    over a line of one figure (Tổng số hồ sơ: 120), the line before."""
    before = document.counted_before(passage)
    if before is None or before.index < passage.index - 1 or len(before.quantities) > 1:
        return [before] if before is not None else []
    if before.block.kind == "item":
        others = document.siblings_of(before)[-_BESIDE - 1 : -1]
        return [before, *(document.passages[index] for index in reversed(others))]
    over = document.counted_before(before)
    return [before, over] if over is not None and len(over.quantities) == 1 else [before]


def _neighbours(document: Document, passage: Passage) -> list[Passage]:
    """The parent, the items of the same list beside this one, and for a note the passage it hangs on."""
    if passage.index < 0:
        return []
    passages, block = document.passages, passage.block
    found: list[Passage] = []
    if block.kind == "item":
        parent = document.parent_of(passage)
        siblings = document.siblings_of(passage)
        place = bisect_left(siblings, passage.index)
        found += [
            passages[i] for i in siblings[max(place - _BESIDE, 0) : place + _BESIDE + 1] if i != passage.index
        ]
        found += [parent] if parent else []
        if parent is not None and not parent.quantities and parent.ends_with_colon():
            before = document.counted_before(parent)  # "Kết quả như sau:" under the line that counts
            found += [before] if before else []
    elif block.kind == "paragraph":
        found += _lines_before(document, passage)
    elif block.kind == "note":
        anchor = document.anchors.get(passage.index)
        found += [anchor[0]] if anchor else []
    return found
