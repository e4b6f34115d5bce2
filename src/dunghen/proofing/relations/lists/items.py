"""How many items a list in running text holds, by its signs and by how names begin."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.vocabulary import words

_HEADS = words("names.heads")
_HEAD_PAIRS = words("names.pairs")
_SECOND = words("names.second")
PLACES = words("names.places")
_PLACE_PAIRS = words("names.place_pairs")
_BODIES = PLACES | words("names.bodies")


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


def quoted(passage: Passage, first: int, last: int, announced: Quantity) -> Items | None:
    """“Pháp luật và đời sống”, “Hỏi đáp” và “Mỗi ngày một điều luật”: names in quotation marks, each perhaps
    with where it is found behind it: “Hỏi đáp” tại 7 xã; “…"."""
    marks = [i for i in range(first, last) if passage.tokens[i].text == '"']
    if len(marks) < 4 or len(marks) % 2 or marks[0] - first > 2:
        return None
    between = [passage.words(end + 1, start) for end, start in zip(marks[1:-1:2], marks[2::2], strict=True)]
    plain = all(_BETWEEN.fullmatch(words) for words in between)
    told = all(_TOLD_BETWEEN.fullmatch(words) for words in between)
    figures = passage.within(marks[1], last)
    if announced.unit and any(q.unit == announced.unit for q in figures):
        return None  # 5 bài: “…” 2 bài; “…” 3 bài
    tail = passage.words(marks[-1] + 1, last)
    if not (plain or told) or re.match(r"(?:,|va) \w", tail):
        return None
    return Items(len(marks) // 2, len(marks) // 2, (), sure=True)


_BETWEEN = re.compile(r"[,;]?(?: ?va)?(?: \w+){0,3}")
_TOLD_BETWEEN = re.compile(r"(?:[\w.]+ ){1,7}[,;](?: va)?")


def count_items(passage: Passage, first: int, last: int, noun: str = "") -> Items | None:
    """How many items stand in the tokens first..last-1; None when they are no list of names."""
    last = one_sentence(passage, first, unsigned(passage.tokens, first, last))
    last = _without_home(passage, first, last, noun)
    if first >= last:
        return None
    pieces = pieces_of(passage.tokens, first, last, passage.tokens[first].depth)
    by_semicolon = [piece for piece in pieces if piece[0] in {"", ";"}]
    named = noun.split()[:1]
    heads = [is_head(passage, piece[1]) or _begins_with(passage, piece[1], named) for piece in pieces]
    if len(by_semicolon) >= 2:
        signs = {","} | ({"và"} if noun in PLACES else set())  # Tân Hội; Gia Lộc và Hòa Sơn: xã
        more = sum(
            head or (piece[0] in signs and _may_begin(passage, pieces[0][1], piece[1]))
            for piece, head in zip(pieces, heads, strict=True)
            if piece[0] in {",", "và"}
        )
        more = max(more, _persons(passage, first, last) - len(by_semicolon))
        texts = texts_of(passage, by_semicolon, last) if not more else ()
        fewest = len(by_semicolon) + _joined(pieces, heads)
        named_last = not heads[-1] and _is_name(passage, pieces, len(pieces) - 1, last)
        goes_on = _of_one_name(passage, pieces[-1][1])  # Công an; Dân tộc và Tôn giáo
        ends = pieces[-1][0] == "và" and (named_last or not (heads[0] or goes_on))  # A; B và C: three, or two
        return Items(fewest, max(len(by_semicolon) + more, fewest) + ends, texts, sure=True)
    return _by_commas(passage, pieces, heads, last, every=is_body(noun))


def _begins_with(passage: Passage, start: int, named: list[str]) -> bool:
    """Whether a piece begins with the announced noun: chợ Hòa Sơn, các chợ: Hòa Sơn, …"""
    start += passage.tokens[start].text in {"các", "những"}
    return [token.text for token in passage.tokens[start : start + 1]] == named


def _may_begin(passage: Passage, first: int, start: int) -> bool:
    """Whether a piece behind a comma may be an item among others behind semicolons: a name among names, or
    one that begins like the first."""
    if passage.page.text[passage.tokens[first].start].isupper():
        return _begins(passage, start)
    return passage.words(start, start + 2) == passage.words(first, first + 2)


def is_body(noun: str) -> bool:
    """Whether a noun counts places, offices or schools, whose names are listed."""
    return noun in _BODIES or noun.split()[:1] in ([name] for name in _BODIES)


def unsigned(tokens: Sequence[Token], first: int, last: int) -> int:
    """The end of a list without the signs that close it."""
    while last > first and tokens[last - 1].text in {".", ";", ",", "...", ")", "/"}:
        last -= 1
    return last


def one_sentence(passage: Passage, first: int, last: int) -> int:
    """The end of a list of names: "Sở Y tế, Sở Tư pháp; tổ chức 05 lớp" tells of something else behind its
    semicolon."""
    if first >= last or not passage.page.text[passage.tokens[first].start].isupper():
        return last
    pieces = pieces_of(passage.tokens, first, last, passage.tokens[first].depth)
    ends = next((at for at, (sign, _start) in enumerate(pieces) if sign == ";"), 0)
    if ends < 2:
        return last
    start = pieces[ends][1]
    upper = passage.page.text[passage.tokens[start].start].isupper()
    return last if upper or is_head(passage, start) else unsigned(passage.tokens, first, start)


def _without_home(passage: Passage, first: int, last: int, noun: str) -> int:
    """The end of a list of places without the province that all of them lie in: "Hòa Sơn và Gia Lộc thuộc
    thị xã Tân Lập, tỉnh …"."""
    at = next((i for i in range(last - 1, first, -1) if passage.tokens[i].text in {"thuộc", "và"}), first)
    home = passage.tokens[at].text == "thuộc" and (noun in PLACES or is_body(noun))
    return at if home and _PROVINCE.search(passage.words(at, last)) else last


_PROVINCE = re.compile(r", (?:tinh|thanh pho|tp) ")


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
    if heads[0]:
        return _headed(passage, pieces[:keep], heads[:keep], last)
    proper = every or all(_is_name(passage, pieces, at, last) for at in range(keep))
    own = [headed or (proper and _begins(passage, one[1])) for one, headed in zip(pieces, heads, strict=True)]
    commas = [one for one, begins in zip(pieces[:keep], own, strict=False) if one[0] != "và" or begins]
    return Items(len(commas), keep, (), sure=len(commas) >= 2 and keep == len(capital))


def _is_name(passage: Passage, pieces: Sequence[tuple[str, int]], at: int, last: int) -> bool:
    """Whether each word of a piece begins with a capital: Hòa Sơn, but not Chi phí thời gian."""
    end = pieces[at + 1][1] - 1 if at + 1 < len(pieces) else last
    said = [token for token in passage.tokens[pieces[at][1] : end] if token.kind == "word"]
    return len(said) <= _LONGEST_NAME and all(passage.page.text[token.start].isupper() for token in said)


_LONGEST_NAME = 4  # words of the name of a place


def _headed(
    passage: Passage, pieces: Sequence[tuple[str, int]], heads: Sequence[bool], last: int
) -> Items | None:
    """Names behind their heads: "Sở Y tế, Sở Tư pháp", "xã Tân Lập, Hòa Sơn và thị trấn Gia Lộc". What goes
    on with a name ("Văn hóa, Thể thao và Du lịch") begins none."""
    starts = [piece for piece, head in zip(pieces, heads, strict=True) if head]
    own = [piece for piece, head in zip(pieces, heads, strict=True) if head or _begins(passage, piece[1])]
    if len(own) < 2:
        return None
    text = texts_of(passage, own, last)
    if _is_place(passage, pieces[0][1]):
        return Items(len(own), len(own), text, sure=True)
    fewest = len(starts) if len(starts) >= 2 else len(own)
    return Items(fewest, len(own), text if fewest == len(own) else (), sure=fewest * 3 >= len(pieces))


def _of_one_name(passage: Passage, start: int) -> bool:
    """Whether a piece with a capital goes on with the name before its "và": Nông nghiệp và Môi trường."""
    return passage.page.text[passage.tokens[start].start].isupper() and not _begins(passage, start)


def _begins(passage: Passage, start: int) -> bool:
    """Whether a piece without a head is a name of its own."""
    said = [token.text for token in passage.tokens[start : start + 2]]
    upper = passage.page.text[passage.tokens[start].start].isupper()
    return upper and not {" ".join(said), said[0]} & _SECOND


def short_items(passage: Passage, first: int, last: int, stated: int) -> Items | None:
    """đất đai, xây dựng và hộ tịch: items of a few plain words, where fewer stand than were announced, or one
    more; many more may be items that hold a comma."""
    while last > first and passage.tokens[last - 1].kind == "sign":
        last -= 1
    if first >= last or passage.tokens[first].text in _CLAUSES:
        return None
    pieces = pieces_of(passage.tokens, first, last, passage.tokens[first].depth)
    bounds = [*(start for _sign, start in pieces[1:]), last + 1]
    longest = max(end - start - 1 for (_sign, start), end in zip(pieces, bounds, strict=True))
    fewest = sum(sign != "và" for sign, _start in pieces)
    if len(pieces) < _FEW_SHORT or stated > len(pieces) + _FEW_SHORT:
        return None
    own_last = _own_last(passage, pieces)
    if stated > len(pieces) or (stated == len(pieces) and (own_last or fewest == stated)):
        lower = all(not passage.page.text[passage.tokens[start].start].isupper() for _sign, start in pieces)
        listed = lower and longest <= _LONGER and _plain(passage, first, last, _NAMED_TOO)
        return Items(fewest, len(pieces), (), sure=True) if listed else None
    capital = any(passage.page.text[token.start].isupper() for token in passage.tokens[first:last])
    if longest > _SHORT or capital or not _plain(passage, first, last, {"word"}):
        return None
    fewest = len(pieces) if own_last and stated == len(pieces) - 1 else fewest
    one_more = stated == fewest - 1 and (fewest == len(pieces) or stated >= _FEW_SHORT)
    return Items(fewest, len(pieces), (), sure=True) if one_more else None


def _plain(passage: Passage, first: int, last: int, kinds: Set[str]) -> bool:
    """Whether a list holds only words and the signs between its items."""
    return all(token.kind in kinds or token.text in {",", "và"} for token in passage.tokens[first:last])


def _own_last(passage: Passage, pieces: Sequence[tuple[str, int]]) -> bool:
    """Whether the only "và" of a list joins its last item: môi trường in tài nguyên và môi trường is none."""
    sign, start = pieces[-1]
    said = [token.text for token in passage.tokens[start : start + 2]]
    joins = sum(sign == "và" for sign, _start in pieces)
    goes_on = bool({" ".join(said), said[0]} & _SECOND) and start - 1 - pieces[-2][1] <= _FIRST_HALF
    return sign == "và" and joins == 1 and len(said) > 1 and not goes_on


_FIRST_HALF = 3  # words at most before the "và" inside one name
_NAMED_TOO = frozenset({"word", "masked"})
_CLAUSES = frozenset(
    {"do", "vì", "được", "đã", "đang", "phải", "cần", "là", "có", "không", "chưa", "bị", "nhằm", "để"}
)
_FEW_SHORT, _SHORT, _LONGER = 3, 6, 8  # items; words of one of them, and of fewer than were announced


def pieces_of(tokens: Sequence[Token], first: int, last: int, depth: int) -> list[tuple[str, int]]:
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
    at += passage.tokens[at].text in {"các", "những"} and at + 1 < len(passage.tokens)
    token = passage.tokens[at]
    if token.text in _TITLES:
        return at + 1 < len(passage.tokens) and passage.page.text[passage.tokens[at + 1].start].isupper()
    pair = f"{token.text} {passage.tokens[at + 1].text}" if at + 1 < len(passage.tokens) else ""
    if token.text in PLACES or pair in _PLACE_PAIRS:
        return _is_place(passage, at)
    if token.kind == "masked" or (token.text == "số" and passage.tokens[at + 1 : at + 2]):
        return is_cited(passage, at)
    if not passage.page.text[token.start].isupper():
        return False
    three = " ".join(token.text for token in passage.tokens[at : at + 3])
    return three not in _SECOND and (token.text in _HEADS or pair in _HEAD_PAIRS)


def _is_place(passage: Passage, at: int) -> bool:
    """Xã Tân Lập, thị trấn Gia Lộc and quận 1, but not Xã hội."""
    pair = (
        passage.tokens[at].text in PLACES
        or " ".join(t.text for t in passage.tokens[at : at + 2]) in _PLACE_PAIRS
    )
    at += 1 if passage.tokens[at].text in PLACES else 2
    at += at + 1 < len(passage.tokens) and passage.tokens[at].text == ":"  # các huyện: Hòa Sơn, …
    if not pair or at >= len(passage.tokens):
        return False
    named = passage.tokens[at]
    return passage.page.text[named.start].isupper() or named.kind in {"number", "masked"}


def is_cited(passage: Passage, at: int) -> bool:
    """Whether a document's number stands here: số 12/QĐ-UBND, 15/QĐ-UBND."""
    at += passage.tokens[at].text == "số"
    token = passage.tokens[at]
    shown = passage.page.text[token.start : token.start + _SYMBOL]
    return token.kind == "masked" and _CITED.match(shown) is not None


_SYMBOL = 24  # letters in which the symbol of a document shows
_CITED = re.compile(r"\d{1,5}[a-zđ]?(?:/\d{4})?/[A-ZĐ]")


def texts_of(passage: Passage, pieces: Sequence[tuple[str, int]], last: int) -> tuple[str, ...]:
    bounds = [*(start for _sign, start in pieces[1:]), last]
    return tuple(
        " ".join(
            token.fold for token in passage.tokens[start:end] if token.kind in {"word", "number", "masked"}
        ).removesuffix(" va")
        for (_sign, start), end in zip(pieces, bounds, strict=True)
    )
