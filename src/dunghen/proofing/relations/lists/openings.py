"""Where the list of an announced number opens and ends in running text."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.relations.lists.items import PLACES, is_body, is_head

# What may stand between the number's noun and its list.
TAIL = re.compile(r"\b(?:các|những|kết quả|thực hiện|nhằm|để|từng|mỗi|đối với|với tổng)\b")


def said(passage: Passage, first: int, last: int, noun: str = "") -> str:
    """The words of the tokens first..last-1 with their accents; "các đoàn" says nothing new of đoàn."""
    words = " ".join(token.text for token in passage.tokens[first:last])
    return re.sub(rf"\b(?:các|những) {noun.split(maxsplit=1)[0]}\b", "", words) if noun else words


def list_scope(passage: Passage, quantity: Quantity) -> tuple[int, int] | None:
    """The tokens of the list that the noun of a quantity announces."""
    tokens, first = passage.tokens, _behind(passage, quantity)
    depth = tokens[first].depth if first < len(tokens) else 0
    if first < len(tokens) and quantity.unit in PLACES and passage.page.text[tokens[first].start].isupper():
        return _names(passage, *_to_end(passage, first, quantity.depth))
    at = _opens_at(passage, first, quantity)
    if at is None or (tokens[at].text == "(" and not quantity.unit):
        return None  # điểm 10 (…), dự án số 3 (…): the number is a name
    if tokens[at].text == '"':
        return _to_end(passage, at, tokens[at].depth)  # ba mô hình "…", "…" và "…" được duy trì
    scope = _opened(passage, first, at, quantity)
    if scope is None or tokens[at].depth > depth + 1 or not TAIL.search(said(passage, first, at)):
        return scope
    return scope if is_body(quantity.unit) and is_head(passage, scope[0]) else None


def next_list(passage: Passage, quantity: Quantity, scope: tuple[int, int]) -> int:
    """Where a list ends, or the clause behind its semicolon that announces one of its own: huyện A còn 5 xã,
    gồm: …; huyện B còn 3 xã, gồm: …"""
    first, last = scope
    for other in passage.within(first, last):
        opens = {token.text for token in passage.tokens[other.last + 1 : other.last + 1 + _BARE]} & _ANNOUNCES
        if opens and other.unit == quantity.unit != "":
            ends = [at for at in range(first, other.token) if passage.tokens[at].text == ";"]
            return ends[-1] if ends else last
    return last


_ANNOUNCES = frozenset({"gồm", ":", "là"})


def _names(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """Ba huyện Tân Lập, Hòa Sơn và Gia Lộc: up to the name behind "và" that a small word follows."""
    at = first
    while at < last and (passage.tokens[at].text == "," or _is_capital(passage, at)):
        at += 1
    if at >= last or passage.tokens[at].text != "và":
        return first, last
    at += 1
    end = next((i for i in range(at, last) if not _is_capital(passage, i)), last)
    closed = end == last or (passage.tokens[end].kind == "word" and passage.tokens[end].text != "và")
    return first, end if end > at and closed else last


def _is_capital(passage: Passage, at: int) -> bool:
    token = passage.tokens[at]
    return token.kind == "word" and passage.page.text[token.start].isupper()


def _opens_at(passage: Passage, first: int, quantity: Quantity) -> int | None:
    """The sign, word or quotation mark with which the list of a noun opens; None where something else comes
    first, as in 6 công ty, hoạt động ở ba lĩnh vực là …"""
    tokens = passage.tokens
    for at in range(first, min(first + _REACH, len(tokens))):
        token = tokens[at]
        if token.sentence != quantity.sentence or _breaks_off(tokens, at):
            return None
        if token.text == "là" or token.text in _OPENS:
            others = [q for q in passage.within(first, at) if q.spelled]
            return None if others else at
        if token.text == '"' and at - first <= _BARE:
            return at
    return None


def _behind(passage: Passage, quantity: Quantity) -> int:
    """The token behind a quantity with its noun, and the bracket that holds nothing else: (13) nội dung."""
    tokens, at = passage.tokens, quantity.last + 1
    alone = quantity.token > 0 and tokens[quantity.token - 1].text == "(" and at < len(tokens)
    return at + 1 if alone and tokens[at].text == ")" else at


def _breaks_off(tokens: Sequence[Token], at: int) -> bool:
    """Whether something else is counted or said before a list opens; a rate (04 phòng đạt 100%:) is not."""
    ahead = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if tokens[at].kind == "enum" or tokens[at].text in {";", "."}:
        return True
    closes = tokens[at].text == ")" and ahead not in {":", "gồm", "bao"}
    bounds = at > 0 and tokens[at - 1].text in _BOUNDS  # có điểm số dưới 80 gồm …
    return closes or (tokens[at].kind == "number" and ahead != "%" and not bounds)


def _opened(passage: Passage, first: int, at: int, announced: Quantity) -> tuple[int, int] | None:
    """The list behind the sign or word at a token."""
    tokens, token = passage.tokens, passage.tokens[at]
    start = at + 1
    while start < len(tokens) and tokens[start].text in _FILLERS:
        start += 1
    named = next(
        (i for i in range(start, min(start + _NAMED, len(tokens))) if tokens[i].text == ":"), start - 1
    )
    start = named + 1  # gồm các xã: …
    if start >= len(tokens):
        return None
    if token.text == "là" and tokens[named].text != ":":
        named = tokens[start].text == '"' or is_head(passage, start)
        named = named or (is_body(announced.unit) and passage.page.text[tokens[start].start].isupper())
        named = named or _names_kinds(passage, start) or _repeats(passage, start, announced)
        return _to_end(passage, start, token.depth) if named else None
    if token.text == "(":
        if at > first and passage.page.text[tokens[at - 1].start].isupper():
            return None  # 6 lô đất ở phường Mỹ An (quận …): the bracket is of the name
        closing = next((i for i in range(at + 1, len(tokens)) if tokens[i].depth <= token.depth), len(tokens))
        return (start, closing) if closing - start >= _SHORTEST else None
    if passage.words(first, at).count(",") > _MOST_COMMAS:
        return None
    return _to_end(passage, start, token.depth - (token.text == ")"))


def _repeats(passage: Passage, start: int, announced: Quantity) -> bool:
    """4 thủ tục …, đó là thủ tục A, thủ tục B, …: items that begin with the noun of the number."""
    noun = announced.unit.split()
    words = [token.text for token in passage.tokens[start : start + len(noun)]]
    return bool(noun) and words == noun


def _names_kinds(passage: Passage, start: int) -> bool:
    """4 tiêu chí chưa đạt là giao thông, thủy lợi (75%) và môi trường: only short plain items up to the end,
    whatever stands in brackets behind them."""
    first, last = _to_end(passage, start, passage.tokens[start].depth if start < len(passage.tokens) else 0)
    level = passage.tokens[first].depth if first < last else 0
    told = [one for one in passage.tokens[first:last] if one.depth == level and one.text not in {"(", ")"}]
    signs = [at for at, token in enumerate(told) if token.text in {",", "và"}]
    plain = all(token.kind == "word" or token.text in {",", ".", "và"} for token in told)
    longest = max((two - one for one, two in pairwise([-1, *signs, len(told)])), default=0)
    return plain and len(signs) >= 2 and longest <= _SHORT_ITEM


_SHORT_ITEM = 7  # tokens from one sign of a list to the next
_NAMED = 4  # tokens of a noun and its colon behind the words that open a list
_REACH = 24  # tokens between an announced number and its list
_SHORTEST = 4  # tokens of a list in brackets
_LONGEST = 600  # tokens of a list
_MOST_COMMAS = 3  # commas in the noun that a number counts
_BARE = 3  # words of a noun that names in quotation marks stand right behind
_BOUNDS = frozenset({"dưới", "trên", "từ", "đến", "quá", "hơn"})
_OPENS = frozenset({":", "gồm", "(", ")"})
_FILLERS = frozenset({":", "gồm", "bao", "có", "các"})


def _to_end(passage: Passage, start: int, depth: int) -> tuple[int, int]:
    if start >= len(passage.tokens):
        return start, start
    sentence = passage.tokens[start].sentence
    last = start
    while (
        last < min(len(passage.tokens), start + _LONGEST)
        and passage.tokens[last].sentence == sentence
        and passage.tokens[last].depth >= depth
    ):
        last += 1
    return start, last
