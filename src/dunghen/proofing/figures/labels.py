"""Numbers behind a word that may name one of many (phường 3, cơ sở 2): whether they count after all."""

from collections.abc import Sequence, Set

from dunghen.proofing.figures.tokens import Token

_BETWEEN = frozenset({",", ";", "và"})
_LONGEST = 7  # words of a member of a list
_NO_COUNT = frozenset({"thứ", "hạng", "số", "năm", "tháng", "ngày", "điểm", "đứng", "xếp"})


def counted_in_list(tokens: Sequence[Token], at: int, named: Set[int]) -> bool:
    """Whether a number stands in a list of names with their numbers, of which some can only be counts: (xã 9,
    phường 3, thị trấn 2). `named` may be names; tổ 3, khu phố 5, phường 7 is an address."""
    run = [at]
    while (before := _member_before(tokens, run[0])) is not None:
        run.insert(0, before)
    while (behind := _member_behind(tokens, run[-1])) is not None:
        run.append(behind)
    labels = {tokens[place - 1].text for place in run}
    return len(labels) == len(run) > 1 and not named >= set(run)


def _member_before(tokens: Sequence[Token], at: int) -> int | None:
    """The number of the member before that of a number; None where the list begins."""
    start = at - 1
    while start > 0 and at - start <= _LONGEST and _of_label(tokens[start]):
        start -= 1
    other = start - 1
    joined = start < at - 1 and other > 0 and tokens[start].text in _BETWEEN
    return other if joined and _is_member(tokens, other) and _is_member(tokens, at) else None


def _member_behind(tokens: Sequence[Token], at: int) -> int | None:
    """Likewise of the member behind."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _BETWEEN:
        return None
    other = at + 2
    while other < len(tokens) and other - at <= _LONGEST and _of_label(tokens[other]):
        other += 1
    found = other > at + 2 and other < len(tokens) and _is_member(tokens, other)
    return other if found and _is_member(tokens, at) else None


def _of_label(token: Token) -> bool:
    return token.kind == "word" and token.text != "và"


def _is_member(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number stands behind its name and before a sign."""
    behind = tokens[at + 1].text if at + 1 < len(tokens) else "."
    ends = behind in _BETWEEN or behind in {")", "."}
    return (
        tokens[at].kind == "number"
        and ends
        and tokens[at - 1].kind == "word"
        and tokens[at - 1].text not in _NO_COUNT
    )
