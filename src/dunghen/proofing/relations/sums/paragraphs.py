"""Totals whose parts stand in paragraphs of their own: lines under "Trong đó:", the one behind the total."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.relations.cues import TOTAL, is_partial
from dunghen.proofing.relations.sums.itemized import of_line
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import Listing, changes, may_total, parallel

_LED = re.compile(r"(?:theo do|trong do|cu the|ket qua|trong so (?:do|nay))\b(?: cho thay| la)?,? ?")
_SEVERAL, _MOST = 3, 40  # lines
_SHORT = 16  # tokens of a line that names one part


def in_paragraphs(document: Document, passage: Passage) -> Iterator[Listing]:
    """A total and its parts in the paragraphs behind it."""
    behind = document.passages[passage.index + 1 : passage.index + 1 + _MOST]
    if passage.block.kind != "paragraph" or not behind:
        return
    if passage.ends_with_colon():
        yield from _in_lines(passage, behind)
    else:
        yield from _in_next(passage, behind[0])


def _in_lines(passage: Passage, behind: Sequence[Passage]) -> Iterator[Listing]:
    """… được bầu là 71 người. Trong đó: / Thành phố A (bầu 12 đại biểu) / Huyện B (bầu 6 đại biểu)"""
    total = next(iter(of_line(passage)[-1:]), None)
    lines = list(takewhile(_names_a_part, behind))
    parts = [line.quantities[0] for line in lines]
    if total is None or len(parts) < _SEVERAL or is_partial(passage.words(total.token, len(passage.tokens))):
        return
    one = len({(q.measure, q.depth) for q in parts}) == 1
    if one and units.same_unit(total.measure, parts[0].measure):
        yield Listing((total,), tuple(parts), 2)


def _names_a_part(line: Passage) -> bool:
    """Whether a short line without a list's mark tells one figure."""
    short = line.block.kind == "paragraph" and len(line.tokens) <= _SHORT and not line.last_sentence
    figures = line.quantities if short else ()
    return len(figures) == 1 and may_total(figures[0]) and figures[0].exact and not changes(figures[0])


def _in_next(passage: Passage, behind: Passage) -> Iterator[Listing]:
    """… tiếp nhận tổng cộng 14.579 hồ sơ. / Kết quả cho thấy, có 13.794 hồ sơ sớm hạn, 134 hồ sơ đúng hạn và
    651 hồ sơ trễ hạn"""
    called = [q for q in of_line(passage) if TOTAL.search(q.before) and q.of is None]
    led = _LED.match(behind.line)
    if not called or behind.block.kind != "paragraph" or led is None:
        return
    own = [q for q in behind.quantities if not q.sentence and q.kind != "percent"]
    plain = all(may_total(q) and q.exact and q.of is None and not q.depth and not changes(q) for q in own)
    points = all(q.kind == "score" for q in own)
    whole = closed(own) or (len(own) >= _SEVERAL and (points or parallel(own)))
    one = len({q.measure for q in own}) == 1 and units.may_add(called[-1].measure, own[0].measure)
    if plain and one and whole and not is_partial(behind.words(*behind.sentence(0)).rstrip(" .…")):
        yield Listing((called[-1],), tuple(own), 2 if closed(own) else 1)
