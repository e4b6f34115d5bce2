"""Lists whose lines tell the same figures under the same words, read as the table that they are.

"1. Vốn trung ương: kế hoạch 1.086; giải ngân 803", "1.1. Trong nước: kế hoạch …", "Tổng cộng: kế hoạch …".
"""

from collections.abc import Iterator, Sequence

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet, style_of
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.levels import level_drafts
from dunghen.proofing.surface.shadow import fold

_FEW, _MOST = 2, 8  # figures of a line
_LINES, _LONGEST = 3, 60  # lines of a list, tokens of a line


def find_kept(document: Document) -> Iterator[Draft]:
    """Sums down the lines of such lists."""
    kept: list[tuple[Passage, dict[str, Quantity]]] = []
    for passage in document.passages:
        told = _told(passage)
        if kept and len(told.keys() & kept[0][1].keys()) < _FEW:
            yield from _drafts(kept)
            kept = []
        if told:
            kept.append((passage, told))
    yield from _drafts(kept)


def _told(passage: Passage) -> dict[str, Quantity]:
    """The figures of a line by the words before them and their unit."""
    own = passage.quantities
    if (
        len(passage.tokens) > _LONGEST
        or passage.block.kind in {"note", "cell"}
        or not _FEW <= len(own) <= _MOST
        or passage.last_sentence
    ):
        return {}
    plain = (q for q in own if not q.depth and q.exact and q.of is None and not q.odd)
    return {f"{_called(passage, q)}|{fold(q.unit)}": q for q in plain}


def _called(passage: Passage, quantity: Quantity) -> str:
    """The last two words before a figure; none where its line is named right before it."""
    if quantity.token and passage.tokens[quantity.token - 1].text == ":":
        return ""
    return " ".join(quantity.before.split()[-2:])


def _drafts(kept: Sequence[tuple[Passage, dict[str, Quantity]]]) -> Iterator[Draft]:
    if len(kept) < _LINES:
        return
    heads = list(kept[0][1])
    yield from level_drafts(Sheet(tuple(heads), tuple(_row(passage, told, heads) for passage, told in kept)))


def _row(passage: Passage, told: dict[str, Quantity], heads: Sequence[str]) -> Row:
    number = passage.block.marker.strip(" .()")
    label = passage.words(0, passage.quantities[0].token)
    values = {at: told[head] for at, head in enumerate(heads) if head in told}
    return Row(number, label, ("bare", ""), values, style=style_of(number, label))
