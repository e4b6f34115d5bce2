"""Numbers in words: where one begins, what it is, and whether it counts what follows."""

from collections.abc import Sequence
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.reading import read_words
from dunghen.proofing.figures.tokens import Token

_FIRST = frozenset(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"])
_NOT_AFTER = frozenset([
    "thứ", "tháng", "cấp", "lần", "mỗi", "từng", "hạng", "loại", "mức", "thêm", "khóa", "khoá", "nào", "các",
    "những", "tnhh",
])  # fmt: skip
_MEMBER = 9  # tokens of a member of a list
_NEAR = 200  # tokens on either side
_GOES_ON = ([","], ["và"], [";"])
_OTHERS = _FIRST - {"không", "một", "năm"} | {"mươi"}


def begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word may be the first of a number: not that of a name or an order (thứ hai, cấp một)."""
    return tokens[at].text in _FIRST and not (at and tokens[at - 1].text in _NOT_AFTER)


def in_words(tokens: Sequence[Token], at: int, words: list[str]) -> tuple[int, int] | None:
    """The number that these words begin with, and how many tokens it takes."""
    if words[:2] == ["không", "có"]:
        value, used = 0, 2
    else:
        result = read_words(words)
        if result is None or words[:2] == ["một", "số"]:  # some of them
            return None
        value, used = result
        if used == 1 and words[0] in {"không", "năm", "tư"} and not _is_five(tokens, at):
            return None
    return value, _repeated(tokens, at + used, value) - at


def _is_five(tokens: Sequence[Token], at: int) -> bool:
    """gồm năm phường và năm xã; ba chi hội phố, năm chi hội làng: five and no year where it begins a list or
    goes on with one of numbers in words."""
    before = [token.text for token in tokens[max(at - _MEMBER, 0) : at]]
    listed = bool(_OTHERS.intersection(before)) or ("gồm", "năm") in pairwise(before)
    return tokens[at].text == "năm" and (before[-1:] == ["gồm"] or (before[-1:] in _GOES_ON and listed))


def _repeated(tokens: Sequence[Token], at: int, value: int) -> int:
    """The token behind a bracket that repeats a number in figures: bốn (04) văn bản."""
    shown = [token.text.strip("()") for token in tokens[at : at + 3]]
    if at < len(tokens) and tokens[at].kind == "enum" and shown[0].isdecimal() and int(shown[0]) == value:
        return at + 1
    inside = len(shown) == 3 and not shown[0] and not shown[2] and shown[1].isdecimal()
    return at + 3 if inside and tokens[at].text == "(" and int(shown[1]) == value else at


def counted_near(tokens: Sequence[Token], at: int, noun: list[str]) -> bool:
    """Whether figures near by count the same noun: 14 chi hội, gồm sáu chi hội phố."""
    near = tokens[max(at - _NEAR, 0) : at + _NEAR]
    return any(
        one.kind == "number" and [word.text for word in near[place + 1 : place + 3]] == noun[:2]
        for place, one in enumerate(near)
    )


def may_count(tokens: Sequence[Token], at: int, rest: list[str]) -> bool:
    """A single word of a number counts at the head of a list member, before a noun of two syllables, or in
    brackets with a noun that ends its member: (xã A hai cuộc, xã B một cuộc)."""
    previous = tokens[at - 1].text if at else ","
    listed = previous in {",", ";", ":", "(", "và", "gồm", "là", "có", "được", "đó"}
    ends = at + 2 < len(tokens) and tokens[at + 2].text in {",", ";", ")", "và"} and tokens[at].depth > 0
    return listed or ends or " ".join(rest[:2]) in units.NOUNS
