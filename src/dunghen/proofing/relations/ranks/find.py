"""Ranks: a place among n, and steps up or down between two places."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, permutations

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.changes.comparisons import time_of
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.vocabulary import any_of

_REACH = 2  # sentences
_LEAD = 8  # tokens before a rank that say of when it is
_NEAR = 30  # tokens between two ranks that are compared
_ASTRAY, _FOLD = 30, 10  # steps and times by which a slip leads astray
_MOST = 8  # ranks of a passage
_FROM = re.compile(r"\btu(?: vi tri| hang| xep hang| thu hang| xep)?(?: thu| so)?$")
_PAST = re.compile(
    r"\b(?:so voi|nam (?:(?:lien )?(?:truoc|ngoai|ke)|20\d\d)|cung ky|ky truoc|lan truoc|truoc do)\b"
)
# năm liền trước là 35: a rank without the word, of another time
_THEN = re.compile(
    r"(?:cua )?(?:nam|ky|lan)(?: lien)? (?:truoc|ngoai|ke|20\d\d)(?: do| lien ke)?(?: la| o| :)?"
)
_RISES, _FALLS = any_of("rank_up"), any_of("rank_down")


def find_ranks(document: Document) -> Iterator[Draft]:
    """Every step between two ranks, and every rank beyond the number of those ranked."""
    for passage in document.passages:
        for quantity in passage.quantities:
            if quantity.kind == "step":
                yield from _steps(passage, quantity)
            elif quantity.kind == "rank" and quantity.of is not None and quantity.value > quantity.of:
                text = f"Hạng {number(quantity.value)} lớn hơn số được xếp hạng là {number(quantity.of)}."
                yield draft("rank", "contradiction", quantity, (), quantity.of, text)


def _steps(passage: Passage, step: Quantity) -> Iterator[Draft]:
    """ "tăng 13 bậc so với năm 2022 (hạng 36)": the present rank minus the earlier one."""
    said = _said(passage, step)
    rises, falls = _RISES.search(said), _FALLS.search(said)
    if not (rises or falls) or not step.exact:
        return
    up = rises is not None and (falls is None or rises.start() > falls.start())
    if both := _from_to(passage, step):
        yield _draft(step, *both, both[0].value - both[1].value, up=up)
        return
    ranks = [q for q in _ranks(passage) if abs(q.sentence - step.sentence) < _REACH]
    strong = list(_pairs(passage, step, ranks, up=up))
    told = strong and _bound(step, *strong[0])
    if strong and not any(_parted(passage, step, rank) for rank in strong[0]):
        ranks = [q for q in ranks if q.sentence == step.sentence and not _parted(passage, step, q)]
    own = [q for q in ranks if q.sentence == step.sentence and q.token < step.token] if told else []
    others = [(strong[0][0], q) for q in own] if told else permutations(ranks[:_MOST], 2)
    for before, now in (*strong, *others):
        gap = before.value - now.value
        if abs(gap) == step.value and (gap >= 0) == up:
            yield _draft(step, before, now, gap, up=up)
            return
    if strong and (told or _is_slip(step.value, abs(strong[0][0].value - strong[0][1].value))):
        before, now = strong[0]
        yield _draft(step, before, now, before.value - now.value, up=up)


def _said(passage: Passage, step: Quantity) -> str:
    """The words of a step, or of the score that a "và" joins it to: tăng 2,4 điểm và 8 bậc."""
    before = next((q for q in reversed(passage.quantities) if q.token < step.token), None)
    if step.before or before is None or passage.words(before.last + 1, step.token) != "va":
        return step.before
    return before.before


def _from_to(passage: Passage, step: Quantity) -> tuple[Quantity, Quantity] | None:
    """The two places that a bracket right behind a step tells: tụt 6 bậc (từ 11 xuống 17)."""
    first = step.last + 1
    told = _WAY.match(passage.words(first, first + _LONG))
    ranks = passage.within(first, first + told[0].count(" ")) if told else []
    return (ranks[0], ranks[1]) if len(ranks) == _BOTH else None


_LONG, _BOTH = 12, 2  # tokens of such a bracket, ranks in it
_WAY = re.compile(r"\( tu (?:thu |hang |vi tri )?\d+ (?:len|xuong) (?:thu |hang |vi tri )?\d+ \)")


def _is_slip(stated: Decimal, gap: Decimal) -> bool:
    """Whether two ranks are so far apart that the words may mean them: not 32 and 1.347 for 3 steps."""
    return abs(stated - gap) <= _ASTRAY or max(stated, gap) <= _FOLD * min(stated, gap)


def _bound(step: Quantity, before: Quantity, now: Quantity) -> bool:
    """Whether the words leave no other ranks: từ thứ 8 lên thứ 2 (tăng 5 bậc), giảm 4 bậc (11/17)."""
    told = _FROM.search(before.before) is not None and now.token < step.token
    return before.depth > step.depth or _one_bracket(step, before, now) or told


def _one_bracket(step: Quantity, before: Quantity, now: Quantity) -> bool:
    """Whether the bracket behind a rank tells the earlier one and the step: thứ 30 (năm trước thứ 41, tăng 11
    bậc)."""
    near = 0 < step.token - before.token < _LEAD
    return near and before.depth == step.depth > now.depth and now.token < before.token


def _parted(passage: Passage, step: Quantity, rank: Quantity) -> bool:
    first, last = sorted((step.token, rank.token))
    return any(t.text == ";" and t.depth <= step.depth for t in passage.tokens[first:last])


def _ranks(passage: Passage) -> list[Quantity]:
    """The ranks of a passage, and bare figures of another time: hạng 29/63, năm trước 40/63."""
    ranked = [q for q in passage.quantities if q.kind == "rank"]
    among = {q.of for q in ranked}
    rows = {q.sentence for q in ranked}
    return [
        q for q in passage.quantities
        if q.kind == "rank" or (q.kind == "bare" and q.of in among and q.of is not None)
        or (q.kind == "bare" and q.of is None and q.sentence in rows and _THEN.fullmatch(q.before))
        or (q.kind == "bare" and any(_in_bracket(passage, rank, q) for rank in ranked))
    ]  # fmt: skip


def _in_bracket(passage: Passage, rank: Quantity, quantity: Quantity) -> bool:
    """Whether a bracket right behind a rank holds only this number: hạng 5 (10)."""
    return (
        quantity.of is None
        and quantity.step == 1
        and quantity.token == rank.last + 2
        and passage.words(quantity.token - 1, quantity.token) == "("
        and passage.words(quantity.last + 1, quantity.last + 2) == ")"
    )


def _pairs(
    passage: Passage, step: Quantity, ranks: list[Quantity], *, up: bool
) -> Iterator[tuple[Quantity, Quantity]]:
    """Earlier and present rank: "từ hạng 36 lên hạng 23", or the present one, the step, the earlier one."""
    if ordered := list(_told_in_order(passage, step, ranks)):
        yield from ordered
        return
    same = [q for q in ranks if q.sentence == step.sentence]
    beside = [
        (was, now) for now, was in pairwise(same)
        if _in_bracket(passage, now, was) and was.token < step.token and not _parted(passage, step, now)
    ]  # fmt: skip
    yield from beside[-1:]  # Đồng Sim hạng 5 (10), tăng 5 bậc
    yield from ((was, now) for now, was in pairwise(same) if _one_bracket(step, was, now))
    for place, first in enumerate(same[:-1]):
        if _FROM.search(first.before) and not _parted(passage, step, first):
            yield first, same[place + 1]
    if not same:
        yield from _beside(passage, step, ranks, up=up)
    before = [q for q in same if q.token < step.token]
    after = [q for q in same if q.token > step.token and _of_one_index(q, before)]
    if before and after and _earlier(passage, step, after[0]):
        yield after[0], before[-1]
    elif before and after and _PAST.search(passage.words(before[-1].token - _LEAD, before[-1].token)):
        yield before[-1], after[0]
    inside = [q for q in same if q.token > step.token]
    if not before and len(inside) == 2 and inside[0].depth == inside[1].depth > step.depth:
        yield inside[0], inside[1]
    two = before[-2:] if not [q for q in after if q.depth > step.depth] else []
    if len(before) == 1 == len(same):
        two = [*[q for q in ranks if q.sentence == step.sentence - 1], *before]
    if len(two) == 2 and _side_by_side(*two):
        yield from _by_time(passage, *two, up=up)


def _beside(
    passage: Passage, step: Quantity, ranks: list[Quantity], *, up: bool
) -> Iterator[tuple[Quantity, Quantity]]:
    """Tăng 24 bậc. Từ vị trí 58 năm trước, chỉ số này đứng thứ 34: the only two ranks of the next sentence,
    or of the one before, where it speaks of nothing else."""
    for sentence in (step.sentence + 1, step.sentence - 1):
        two = [q for q in ranks if q.sentence == sentence]
        told = {q.sentence for q in passage.quantities if q.kind == "step"}
        if len(two) != _TWO or sentence in told or not _one_subject(passage, step, two):
            continue
        if _FROM.search(two[0].before) and _of_one_index(two[0], two[1:]):
            yield two[0], two[1]
        elif _side_by_side(two[0], two[1]):
            yield from _by_time(passage, two[0], two[1], up=up)
        return


def _one_subject(passage: Passage, step: Quantity, two: list[Quantity]) -> bool:
    """Whether the words before the ranks name nothing that the sentence of the step does not."""
    first, last = passage.sentence(step.sentence)
    named = identity_words(passage.words(passage.sentence(two[0].sentence)[0], two[1].token))
    return named - identity_words(passage.words(first, last)) <= _OF_RANKS


# words that every rank is told by
_OF_RANKS = identity_words("vi tri thu hang dung xep vuon len xuong truoc cu the ngoi do nay theo bang")
_TWO = 2


def _told_in_order(
    passage: Passage, step: Quantity, ranks: list[Quantity]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Hạng 2, tăng 4 bậc; hạng 9, giảm 4 bậc (năm trước lần lượt đứng thứ 6 và thứ 5): each with its own."""
    same = [q for q in ranks if q.sentence == step.sentence]
    first = next((at for at, q in enumerate(same) if "lan luot" in q.before and q.token > step.token), None)
    steps = [q for q in passage.quantities if q.kind == "step" and q.sentence == step.sentence]
    if first is None or not len(same) == 2 * first == 2 * len(steps):
        return
    at = steps.index(step)
    yield same[first + at], same[at]


def _by_time(
    passage: Passage, first: Quantity, second: Quantity, *, up: bool
) -> Iterator[tuple[Quantity, Quantity]]:
    """Two ranks of two years in their order; of two times otherwise told apart in the order of the verb."""
    times = [time_of(passage, first), time_of(passage, second)]
    past = [bool(_PAST.search(passage.words(q.token - _LEAD, q.token))) for q in (first, second)]
    if times[0] and times[1] and times[0] != times[1]:
        yield (first, second) if times[0] < times[1] else (second, first)
    elif past[0] and first.depth > second.depth:
        yield first, second
    elif times[0] and times[1] and not any(past):
        return
    elif past[1] and second.depth > first.depth:
        yield second, first
    elif any(times) or any(past):
        low, high = sorted((first, second), key=lambda q: q.value)
        yield (high, low) if up else (low, high)


def _earlier(passage: Passage, step: Quantity, rank: Quantity) -> bool:
    """Whether the rank behind a step is the one it is counted from."""
    words = passage.words(step.last + 1, rank.token)
    told = _PAST.search(words.rpartition(";")[2]) is not None
    return rank.depth > step.depth or told or ";" not in words


def _side_by_side(first: Quantity, second: Quantity) -> bool:
    """Two ranks of one index in one breath: "năm 2021 hạng 36, năm 2022 hạng 23"."""
    alike = (first.of is None) == (second.of is None) and _of_one_index(first, [second])
    return alike and second.token - first.token < _NEAR


def _of_one_index(rank: Quantity, before: list[Quantity]) -> bool:
    """A rank among others (6/13 of the region) is no earlier rank among 63."""
    return not before or rank.of is None or before[-1].of is None or abs(rank.of - before[-1].of) <= 2


def _draft(step: Quantity, before: Quantity, now: Quantity, gap: Decimal, *, up: bool) -> Draft:
    way = "tăng" if gap >= 0 else "giảm"
    text = f"Từ hạng {number(before.value)} đến hạng {number(now.value)} là {way} {number(abs(gap))} bậc, "
    fits = abs(gap) == step.value and (gap >= 0) == up
    if fits:
        text += "khớp với văn bản."
    elif (gap >= 0) != up:
        text += f"văn bản ghi {'tăng' if up else 'giảm'} {number(step.value)} bậc."
    else:
        text += f"{off_by(step.value, abs(gap))}."
    return draft("rank", "consistent" if fits else "contradiction", step, (now, before), abs(gap), text)
