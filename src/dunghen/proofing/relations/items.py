"""How many items a list in running text holds, by its signs and by how names begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.vocabulary import words

_HEADS = words("names.heads")
_HEAD_PAIRS = words("names.pairs")
PLACES = words("names.places")


@dataclass(frozen=True, slots=True)
class Items:
    """A list: the fewest and most items it may hold by its signs, their texts, and whether it is numbered."""

    fewest: int
    most: int
    texts: tuple[str, ...]
    sure: bool


def has_parts(passage: Passage, first: int, last: int, count: int) -> bool:
    """Whether the list gives numbers, so that it is a sum and no list of names."""
    depth = min((token.depth for token in passage.tokens[first:last]), default=0)
    level = [q for q in passage.within(first, last) if q.depth == depth and q.kind not in {"rank", "step"}]
    return len(level) * 2 >= count


def quoted(passage: Passage, first: int, last: int) -> Items | None:
    """“Pháp luật và đời sống”, “Hỏi đáp” và “Mỗi ngày một điều luật”: names in quotation marks."""
    marks = [i for i in range(first, last) if passage.tokens[i].text == '"']
    if len(marks) < 4 or len(marks) % 2 or marks[0] - first > 2:
        return None
    between = [passage.words(end + 1, start) for end, start in zip(marks[1:-1:2], marks[2::2], strict=True)]
    if not all(re.fullmatch(r"[,;]?(?: ?va)?(?: \w+){0,3}", words) for words in between):
        return None
    return Items(len(marks) // 2, len(marks) // 2, (), sure=True)


def count_items(passage: Passage, first: int, last: int, noun: str = "") -> Items | None:
    """How many items stand in the tokens first..last-1; None when they are no list of names."""
    while last > first and passage.tokens[last - 1].text in {".", ";", ",", "...", ")", "/"}:
        last -= 1
    if first >= last:
        return None
    depth = passage.tokens[first].depth
    pieces = _pieces(passage.tokens, first, last, depth)
    by_semicolon = [piece for piece in pieces if piece[0] in {"", ";"}]
    named = noun.split()[:1]
    heads = [is_head(passage, piece[1]) or [passage.tokens[piece[1]].text] == named for piece in pieces]
    if len(by_semicolon) >= 2:
        more = (
            sum(head for piece, head in zip(pieces, heads, strict=True) if piece[0] in {",", "và"})
            if heads[0]
            else 0
        )
        more = max(more, _persons(passage, first, last) - len(by_semicolon))
        texts = _texts(passage, by_semicolon, last) if not more else ()
        fewest = len(by_semicolon) + _joined(pieces, heads)
        ends = pieces[-1][0] == "và" and not heads[0]  # A; B và C: three of them, or two
        return Items(fewest, max(len(by_semicolon) + more, fewest + ends), texts, sure=True)
    return _by_commas(passage, pieces, heads, last, every=noun in PLACES)


def _persons(passage: Passage, first: int, last: int) -> int:
    """How often a person is named, where the sign between two of them was lost."""
    return sum(token.text in {"ông", "bà"} for token in passage.tokens[first:last])


def _joined(pieces: Sequence[tuple[str, int]], heads: Sequence[bool]) -> int:
    """A; B và C: the last "và" joins an item when a new name begins behind it."""
    return int(heads[0] and pieces[-1][0] == "và" and heads[-1])


def _by_commas(
    passage: Passage, pieces: Sequence[tuple[str, int]], heads: Sequence[bool], last: int, *, every: bool
) -> Items | None:
    capital = [passage.page.text[passage.tokens[start].start].isupper() for _sign, start in pieces]
    capital = [upper or head for upper, head in zip(capital, heads, strict=True)]
    if not capital[0] or len(pieces) < 2:
        return None
    lower = (i for i, upper in enumerate(capital) if not upper and not (heads[0] and pieces[i][0] == "và"))
    keep = next(lower, len(pieces))
    if keep < 2:
        return None
    pieces, heads = pieces[:keep], heads[:keep]
    if heads[0]:
        starts = [piece for piece, head in zip(pieces, heads, strict=True) if head]
        if len(starts) < 2 and all(capital[:keep]):
            return Items(len(pieces), len(pieces), (), sure=True)
        if len(starts) < 2:
            return None
        return Items(
            len(starts), len(starts), _texts(passage, starts, last), sure=len(starts) * 3 >= len(pieces)
        )
    commas = [piece for piece in pieces if piece[0] != "và" or every]
    return Items(len(commas), len(pieces), (), sure=len(commas) >= 2 and keep == len(capital))


def short_items(passage: Passage, first: int, last: int, stated: int) -> Items | None:
    """đất đai, xây dựng và hộ tịch: items of a few plain words, where fewer stand than were announced; more
    may be items that hold a comma."""
    while last > first and passage.tokens[last - 1].kind == "sign":
        last -= 1
    if first >= last:
        return None
    pieces = _pieces(passage.tokens, first, last, passage.tokens[first].depth)
    bounds = [*(start for _sign, start in pieces[1:]), last + 1]
    lengths = [end - start - 1 for (_sign, start), end in zip(pieces, bounds, strict=True)]
    plain = all(token.kind == "word" or token.text in {",", "và"} for token in passage.tokens[first:last])
    capital = any(passage.page.text[token.start].isupper() for token in passage.tokens[first:last])
    if len(pieces) < _FEW_SHORT or max(lengths) > _SHORT or capital or not plain or stated <= len(pieces):
        return None
    return Items(len(pieces), len(pieces), (), sure=True)


_FEW_SHORT, _SHORT = 3, 4  # items; words of one of them


def _pieces(tokens: Sequence[Token], first: int, last: int, depth: int) -> list[tuple[str, int]]:
    """The sign before each piece of a list, and the token the piece begins with."""
    pieces = [("", first)]
    for at in range(first, last - 1):
        if (
            tokens[at].depth == depth
            and tokens[at].text in {";", ",", "và"}
            and tokens[at + 1].kind != "sign"
        ):
            sign = tokens[at].text
            if sign == "và" and pieces[-1][1] == at and pieces[-1][0] in {";", ","}:
                pieces[-1] = (pieces[-1][0], at + 1)
            else:
                pieces.append((sign, at + 1))
    return pieces


_TITLES = frozenset({"ông", "bà", "anh", "chị"})


def is_head(passage: Passage, at: int) -> bool:
    token = passage.tokens[at]
    if token.text in _TITLES:
        return at + 1 < len(passage.tokens) and passage.page.text[passage.tokens[at + 1].start].isupper()
    pair = f"{token.text} {passage.tokens[at + 1].text}" if at + 1 < len(passage.tokens) else ""
    if token.text in PLACES:  # Xã Tân Lập, but not Xã hội
        return at + 1 < len(passage.tokens) and passage.page.text[passage.tokens[at + 1].start].isupper()
    if not passage.page.text[token.start].isupper():
        return False
    return token.text in _HEADS or pair in _HEAD_PAIRS


def _texts(passage: Passage, pieces: Sequence[tuple[str, int]], last: int) -> tuple[str, ...]:
    bounds = [*(start for _sign, start in pieces[1:]), last]
    return tuple(
        " ".join(
            token.fold for token in passage.tokens[start:end] if token.kind in {"word", "number", "masked"}
        ).removesuffix(" va")
        for (_sign, start), end in zip(pieces, bounds, strict=True)
    )
