"""Lists whose items each tell a figure of something else than was announced: quận 1 (12,6%), …"""

import re
from collections.abc import Sequence
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.relations.lists.items import Items, one_sentence, pieces_of, texts_of, unsigned
from dunghen.proofing.relations.verbs import changes_by


def figured(passage: Passage, first: int, last: int, announced: Quantity) -> Items | None:
    """quận 1 (12,6%), quận 3 (11,4%); khiển trách 06, cảnh cáo 03: how many items there are; None when they
    are no such list."""
    last = one_sentence(passage, first, unsigned(passage.tokens, first, _closed(passage.tokens, first, last)))
    alone = announced.token > 0 and passage.tokens[announced.token - 1].text == "("
    if first >= last or not (announced.unit or alone):
        return None
    pieces = pieces_of(passage.tokens, first, last, passage.tokens[first].depth)
    if len(pieces) < 2:
        return None
    joined = False
    if any(sign == ";" for sign, _start in pieces):
        joined = _joins_one(passage, pieces, last)
        pieces = [piece for piece in pieces if piece[0] in {"", ";"}]
    if len(pieces) > 2 and _of_all(passage, pieces[-1][1], last):
        last = pieces.pop()[1] - 1
    bounds = [*(start for _sign, start in pieces[1:]), last]
    told = [passage.within(start, end)[:1] for (_sign, start), end in zip(pieces, bounds, strict=True)]
    labelled = all(q and q[0].token - start >= 2 for q, (_sign, start) in zip(told, pieces, strict=True))
    figures = [q[0] for q in told if q]
    if (
        not labelled
        or len({(q.kind, q.depth) for q in figures}) > 1
        or _REST.search(passage.words(first, last))
    ):
        return None
    total = sum((q.value for q in figures[:-1]), Decimal(0))
    if total in {figures[-1].value, announced.value - figures[-1].value} or not _of_something_else(
        passage, announced, figures
    ):
        return None
    texts = texts_of(passage, pieces, last) if not joined else ()
    return Items(len(pieces), len(pieces) + joined, texts, sure=True)


def _joins_one(passage: Passage, pieces: Sequence[tuple[str, int]], last: int) -> bool:
    """Whether the last "và" joins an item with its figure: A 12 hộ; vùng cao 8 hộ và vùng biển 5 hộ."""
    ends = max(at for at, (sign, _start) in enumerate(pieces) if sign == ";")
    joins = next((start for sign, start in reversed(pieces[ends:]) if sign == "và"), last)
    own, more = passage.within(pieces[ends][1], joins), passage.within(joins, last)
    return bool(own and more) and own[0].measure == more[0].measure and more[0].token - joins > 1


def _closed(tokens: Sequence[Token], first: int, last: int) -> int:
    """The end of a list without the bracket that it stands in."""
    return next((at for at in range(first, last) if tokens[at].depth < tokens[first].depth), last)


def _of_all(passage: Passage, start: int, last: int) -> bool:
    """Whether a last piece tells something of all, not of itself in a bracket: A 12 triệu, B 8 triệu, bình
    quân 10 triệu."""
    told = [one for one in passage.within(start, last)[:1] if one.depth == passage.tokens[start].depth]
    changes = bool(told) and changes_by(told[0]) is not None
    return changes or _SUMS_UP.match(passage.words(start, start + 2)) is not None


_SUMS_UP = re.compile(r"(?:binh quan|trung binh|(?:tong )?cong|tong so|tinh chung)\b")
_REST = re.compile(r"\b(?:con lai|khac)\b")


def _of_something_else(passage: Passage, announced: Quantity, figures: Sequence[Quantity]) -> bool:
    """Whether the figures are no parts of what was announced: rates, counts of another noun, or the parts of
    a figure before it."""
    one = figures[0]
    if announced.value > _FOLD * len(figures):
        return False
    if one.kind in {"percent", "score", "money", "rank"}:
        return one.kind != announced.kind
    if one.kind == "count" and announced.unit:
        return (
            not units.same_unit(one.measure, announced.measure) and one.unit.split()[0] not in announced.unit
        )
    total = sum((q.value for q in figures), Decimal(0))
    if one.kind == "count" and not announced.unit:
        return total != announced.value and len({q.unit for q in figures}) == 1  # Các lĩnh vực (4): …
    before = [q for q in passage.quantities if q.token < announced.token and announced.sentence == q.sentence]
    return total != announced.value and any(q.value == total for q in before[-1:])


_FOLD = 2  # times its items at most that a list is announced to have
