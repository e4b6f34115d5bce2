"""A second look at differences: a rest, a gap or a change that misses what two figures near it come to.

The words say that a figure is a difference ("còn lại", "chênh lệch", "bị trừ", "giảm"); between which figures
it lies is found by unit and nearness, and by how tellingly the figure misses it (`slips`).
"""

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import WHOLE, Change, is_earlier
from dunghen.proofing.relations.changes.find import PLANNED, change_draft, computed_of
from dunghen.proofing.relations.changes.subjects import alike, comparable, of_another_subject, own_subject
from dunghen.proofing.relations.cues import EACH, THAN, opens_between
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.judge import agrees, amounts_to
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rests.duties import unpaired
from dunghen.proofing.relations.rests.flows import GONE, came, same_scope
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import VERB, changes_by, falls, reaches
from dunghen.proofing.vocabulary import any_of

_GAP = re.compile(
    r"\b(?:chênh lệch|chênh|khoảng cách|cách nhau|bị trừ|trừ đi|thiếu|hụt|dư|còn|chưa|tồn|đang chờ"
    r"|bội chi|bội thu|thặng dư|nhập siêu|xuất siêu)\b"
)
_CLOSING = re.compile(r"\b(?:còn|chưa|tồn|đang|chờ|từ chối|chuyển (?:sang )?(?:kỳ|quý|tháng|năm) sau)\b")
_PENDING = re.compile(r"\b(?:dang|chua)\b")
_DONE = any_of("done")
_MEASURED = frozenset({"count", "bare", "money", "score", "size", "percent"})
_CHANGE, _REST = 0.5, 0.6  # powers of ten of evidence that a change or a rest asks for
_UNDATED = 1.1  # and a change of which no earlier value is told
_SHORT = Decimal("0.15")  # of the whole, by which what is done and what is left may miss it
_OF_REST = 3  # and within this part of the rest
_SMALL, _LARGE = 10, 1.5  # smaller rests come near others by accident and ask for more
_BACK = 3  # sentences
_MOST = 8  # figures that are paired
_ALL = Decimal(100)
_DIFFERENCES = frozenset({"difference", "sum", "growth", "percent"})


def find_remainders(document: Document, known: Known) -> Iterator[Draft]:
    """Differences that the first reading left unexplained and that miss two figures near them."""
    for passage in document.passages:
        for quantity in passage.quantities:
            open_ = quantity.exact and quantity.of is None and not known.states(quantity, _DIFFERENCES)
            if not open_ or PLANNED.search(quantity.before):
                continue
            verb = _verb_of(passage, quantity)
            if verb is not None and not reaches(quantity):
                if quantity.kind in {"percent", "ppoint"}:
                    yield from _change(passage, quantity, falling=falls(verb))
                else:
                    yield from _gap(passage, quantity, known, dated=True)
            elif _repeats_rate(passage, quantity):
                yield from _gap(passage, quantity, known, dated=True)
            elif quantity.kind in _MEASURED - {"percent"} and not quantity.spelled:
                found = list(_left_or_apart(document, passage, quantity, known))
                yield from found or unpaired(document, passage, quantity, known)


def _left_or_apart(document: Document, passage: Passage, quantity: Quantity, known: Known) -> Iterator[Draft]:
    """What is left of a whole, or lies between two figures, as the words before or behind it say."""
    lead = f"{_lead(passage, quantity)} {_tail(passage, quantity)}"
    if _CLOSING.search(lead) and not known.agrees(quantity) and quantity.before != WHOLE:
        found = list(_closing(passage, quantity, known))
        yield from found or _of_earlier(document, passage, quantity, known)
    elif _GAP.search(lead):
        yield from _gap(passage, quantity, known)


def _window(passage: Passage, rest: Quantity, known: Known) -> list[Quantity]:
    """Figures of its unit from a few sentences before it to the end of its own, no parts of a whole."""
    return [
        q for q in passage.quantities
        if rest.sentence - _BACK <= q.sentence <= rest.sentence and q is not rest and _plain(q, rest)
        and not known.is_part(q) and not (q.before == WHOLE and q.kind == "bare")
    ][-_MOST:]  # fmt: skip


def _repeats_rate(passage: Passage, quantity: Quantity) -> bool:
    """Giảm 4,2% (9.414 con): the change once more, as an amount."""
    at = quantity.token - 1
    bracket = (
        at > 1
        and passage.tokens[at].text == "("
        and passage.words(quantity.last + 1, quantity.last + 2) == ")"
    )
    rates = passage.within(at - 2, at) if bracket else []
    return any(rate.kind == "percent" and rate.last == at - 1 and _verb_of(passage, rate) for rate in rates)


def _gap(passage: Passage, rest: Quantity, known: Known, *, dated: bool = False) -> Iterator[Draft]:
    """What one figure is more than another; a change lies between two times."""
    if rest.lead.startswith("trong do") or "trong do" in rest.before:
        return
    if rest.kind not in _MEASURED or known.agrees(rest) or rest.before == WHOLE:
        return
    values = [q for q in _window(passage, rest, known) if q.token < rest.token or q.depth > rest.depth]
    pairs = [(a, b) for a in values for b in values if a.value > b.value and a.value >= rest.value]
    times = any(is_earlier(passage, q) for q in values)
    yield from _likeliest(
        rest, [(a, (b,)) for a, b in pairs], values, least=_UNDATED if dated and not times else _REST
    )


def _several(rest: Quantity, behind: Sequence[Quantity]) -> bool:
    """Whether the rest is told name by name: còn lại là Sở Tài chính (11), Sở Nội vụ (9)."""
    return rest.depth > 0 and any(q.depth == rest.depth and q.measure == rest.measure for q in behind[:1])


def _closing(passage: Passage, rest: Quantity, known: Known) -> Iterator[Draft]:
    """What is left of a whole less all that was taken from it between the two."""
    values = _undivided([
        q for q in _window(passage, rest, known)
        if q.token < rest.token and q.depth <= rest.depth and not THAN.search(q.before)
    ])  # fmt: skip
    behind = passage.within(rest.last + 1, passage.sentence(rest.sentence)[1])
    if any(_plain(q, rest) and _CLOSING.search(_lead(passage, q)) for q in behind) or _several(rest, behind):
        return  # đang thực hiện 15, chưa thực hiện 9: the last of them closes
    ways: list[tuple[Quantity, tuple[Quantity, ...]]] = []
    for place, whole in enumerate(values):
        for first in range(place + 1, len(values)):
            ways.append((whole, tuple(values[first:])))
            ways += [
                (whole, tuple(values[first:last]))
                for last in range(first + 1, len(values))
                if first == place + 1
            ]
    ways = [
        (whole, taken)
        for whole, taken in ways
        if whole.value > max(q.value for q in taken) and _left(whole, taken) > 0 and same_scope(whole, rest)
    ]
    found = list(_likeliest(rest, ways, values))
    if found or any(_fits(rest, whole, taken) for whole, taken in ways):
        yield from found
        return
    for whole, taken in ways:
        if taken == tuple(values[values.index(whole) + 1 :]) and _roles(whole, taken, rest):
            yield from _short(rest, whole, taken)
            return


def _undivided(values: Sequence[Quantity]) -> list[Quantity]:
    """Without figures that come to the one right before them: đã xử lý 1.228 vụ: đạt 1.057, không đạt 171."""
    left: list[Quantity] = []
    for at, value in enumerate(values):
        wholes = (
            values[first] for first in range(max(at - _DIVIDED, 0), at)
            if values[first].value >= _TOLD and _divides(values[first], values[first + 1 :], value)
        )  # fmt: skip
        if next(wholes, None) is None:
            left.append(value)
    return left


def _divides(whole: Quantity, behind: Sequence[Quantity], part: Quantity) -> bool:
    """Whether the figures right behind it come to it, and this is one of them."""
    for count in range(2, _DIVIDED + 1):
        some = behind[:count]
        if sum((q.value for q in some), Decimal(0)) == whole.value:
            return any(q is part for q in some)
    return False


_DIVIDED, _TOLD = 4, 30  # parts of a figure; smaller ones are sums by accident


def _of_earlier(document: Document, passage: Passage, rest: Quantity, known: Known) -> Iterator[Draft]:
    """Tiếp nhận 4.612 hồ sơ, a block further up; đã giải quyết 4.278, đang giải quyết 334 hồ sơ: here."""
    own = [q for q in _window(passage, rest, known) if q.token < rest.token and q.depth == rest.depth]
    done = [q for q in own if _DONE.search(q.label)]
    if not done or any(q.value > done[0].value for q in own):
        return
    before = document.passages[max(passage.index - _BLOCKS, 0) : max(passage.index, 0)]
    wholes = {
        q.value: q for other in before for q in other.quantities if _plain(q, rest) and q.kind == rest.kind
    }
    larger = [q for value, q in wholes.items() if value > done[0].value]
    told = [(evidence(rest.value, q.value - done[0].value, rest.step), q) for q in larger]
    best = max(told, key=lambda one: one[0], default=None)
    if best is None or any(_fits(rest, q, done[:1]) for q in larger):
        return
    least = _FAR_OFF_NAMED if _to_do(document, best[1]) else _FAR_OFF
    if best[0] - math.log10(len(larger)) >= least:
        yield _rest_draft(rest, best[1], done[:1])


_BLOCKS = 6  # blocks back in which what was given may stand


def _to_do(document: Document, whole: Quantity) -> bool:
    """Whether its words say that it was to be done: hồ sơ của các tổ chức, cá nhân yêu cầu giải quyết."""
    passage = document.passage_of(whole)
    behind = passage.words(whole.last + 1, passage.sentence(whole.sentence)[1])
    return _TO_DO.search(f"{whole.before} {behind[:_BEHIND]}") is not None


_BEHIND = 60  # letters
_TO_DO = re.compile(r"\b(?:phai|can|yeu cau|de nghi|tiep nhan|thu ly)\b")
_FAR_OFF_NAMED = 1.0  # where its words say that it was to be done
_FAR_OFF = 1.8  # powers of ten of evidence that it asks for


def _roles(whole: Quantity, taken: Sequence[Quantity], rest: Quantity) -> bool:
    """Whether something given, something done and what is left are told in this order."""
    pending = _PENDING.search(rest.label) is not None
    given = not pending or _TAKEN_ON.search(whole.before) or not _DONE.search(whole.before)
    done = any(_DONE.search(q.label) or GONE.search(q.label) for q in taken) or re.match(
        r"(?:va |thi |hien )*con\b", rest.before
    )
    return bool(given and done) and whole.value > rest.value and rest.sentence - whole.sentence <= 1


_TAKEN_ON = re.compile(r"\b(?:thu ly|tiep nhan|duoc giao)$")


def _short(rest: Quantity, whole: Quantity, taken: Sequence[Quantity]) -> Iterator[Draft]:
    gap = abs(_left(whole, taken) - rest.value)
    if 0 < gap <= _SHORT * whole.value and gap * _OF_REST <= max(rest.value, _left(whole, taken)):
        yield _rest_draft(rest, whole, taken)


def _likeliest(
    rest: Quantity,
    ways: Sequence[tuple[Quantity, tuple[Quantity, ...]]],
    values: Sequence[Quantity],
    least: float = _REST,
) -> Iterator[Draft]:
    """The way to the rest that it misses most tellingly, unless one agrees; the more ways the more so."""
    if any(_fits(rest, whole, taken) for whole, taken in ways):
        return
    step = min([rest.step, *(q.step for q in values)], default=rest.step)
    told = [(evidence(rest.value, _left(whole, taken), step), whole, taken) for whole, taken in ways]
    told = [one for one in told if _left(one[1], one[2]) > 0]
    best = max(told, key=lambda one: one[0], default=None)
    least = least if rest.value >= _SMALL * rest.step else _LARGE
    if best is not None and best[0] - math.log10(len({_left(w, t) for _e, w, t in told})) >= least:
        yield _rest_draft(rest, best[1], best[2])


def _left(whole: Quantity, taken: Sequence[Quantity]) -> Decimal:
    """What is left of the whole when the others are taken from it; what came new is added."""
    return whole.value - sum((-q.value if came(q) else q.value for q in taken), Decimal(0))


def _rest_draft(rest: Quantity, whole: Quantity, taken: Sequence[Quantity]) -> Draft:
    left = _left(whole, taken)
    steps = "".join(f" {'+' if came(q) else '-'} {number(q.value)}" for q in taken)
    text = f"{number(whole.value)}{steps} = {number(left)}, {off_by(rest.value, left)}."
    return draft("difference", "contradiction", rest, (whole, *taken), left, text)


def _fits(rest: Quantity, whole: Quantity, taken: Sequence[Quantity]) -> bool:
    """Whether the rest is what the others come to, as far as they show it."""
    steps = [q.step for q in (rest, whole, *taken)]
    leeway = max(steps) if any(step != 1 for step in steps) else Decimal(0)
    return abs(_left(whole, taken) - rest.value) <= leeway


def _verb_of(passage: Passage, quantity: Quantity) -> str | None:
    """The verb of change of an amount; a rate in a bracket has it from before it: giảm 9 vụ (4,2%)."""
    own = changes_by(quantity)
    if own is not None or quantity.kind != "percent":
        return own
    bracketed = not quantity.before and quantity.token > 0 and passage.tokens[quantity.token - 1].text == "("
    if not (bracketed or re.match(r"(?:tuong (?:duong|ung)|tuc|hay)(?: \w+){0,3}$", quantity.before)):
        return None
    start, _end = passage.sentence(quantity.sentence)
    found = list(VERB.finditer(passage.words(max(start, quantity.token - _BRACKET), quantity.token)))
    return found[-1][1] if found else None


_BRACKET = 18  # tokens before a bracket or "tương đương" in which the verb stands


def _change(passage: Passage, amount: Quantity, *, falling: bool) -> Iterator[Draft]:
    """Tăng or giảm by an amount that the only two comparable figures, told of two times, do not give."""
    values = [
        q for q in passage.quantities
        if amount.sentence - 1 <= q.sentence <= amount.sentence and q is not amount and comparable(amount, q)
        and (q.kind == "percent") == (amount.kind == "ppoint")
    ]  # fmt: skip
    own = [q for q in values if q.sentence == amount.sentence]
    if (proven := _proven(passage, amount, own)) is not None:
        yield from _missed(Change(amount, *proven, falling, bound=True))
        return
    pair = own if len(own) == 2 else values
    if len(pair) != 2 or not alike(*pair) or len({q.depth for q in pair}) > 2:
        return
    if not own_subject(amount, (pair[0], pair[1])) and not any(
        THAN.search(passage.words(0, q.token)) and q.depth for q in pair
    ):
        return
    before, now = sorted(pair, key=lambda q: q.value, reverse=falling)
    first, second = sorted(q.token for q in pair)
    part = opens_between(passage, first, second)  # 8.722 đơn, trong đó đủ điều kiện 7.081 đơn, giảm 13,2%
    apart = part or of_another_subject(amount, pair) or EACH.search(amount.after[:20])
    if apart or not (before.exact and now.exact and is_earlier(passage, before)):
        return
    if any(changes_by(q) is not None for q in passage.within(amount.last + 1, before.token)):
        return  # the earlier value is the other change's
    if amount.depth < before.depth and before.token < amount.token and THAN.search(amount.after):
        return  # so with the bracket of the change before, where this one has its own comparison
    yield from _missed(Change(amount, now, before, falling, bound=True))


def _proven(passage: Passage, amount: Quantity, own: Sequence[Quantity]) -> tuple[Quantity, Quantity] | None:
    """Now and before where the same change is told in numbers that hold: tăng 319 tỷ đồng (1.527 tỷ đồng),
    tương ứng tăng 17,28%."""
    near = sorted(own, key=lambda q: abs(q.token - amount.token))[:_NEAREST]
    for other in passage.within(amount.token - _TOLD_TWICE, amount.token):
        between = passage.words(other.last, amount.token)
        verb = changes_by(other) if other.sentence == amount.sentence and other.kind != "percent" else None
        if verb is None or ";" in between or not _ALSO.search(between):
            continue
        for now, before in permutations(near, 2):
            gap = before.value - now.value if falls(verb) else now.value - before.value
            if gap == other.value and alike(now, before):
                return now, before
    return None


_NEAREST, _TOLD_TWICE = 12, 40  # figures; tokens between a change and the same one told otherwise


_ALSO = re.compile(r"\b(?:tuong (?:ung|duong)|tuc|hay|ty le|bang|toc do|muc (?:tang|giam))\b[^,;.]{0,20}$")


def _missed(change: Change) -> Iterator[Draft]:
    """The change when it misses what its two values come to tellingly."""
    amount = change.amount
    spread = _ALL if amount.kind in {"percent", "ppoint"} else None
    told = [
        (evidence(amount.value, computed, amount.step, spread), computed) for computed in computed_of(change)
    ]
    best = max(told, key=lambda one: one[0], default=(0.0, Decimal(0)))
    fits = any(amounts_to(amount, computed) or agrees(amount, computed) for _told, computed in told)
    if best[0] >= _CHANGE and not fits:
        yield change_draft(change, best[1], "contradiction")


def _lead(passage: Passage, quantity: Quantity) -> str:
    """The words before a figure, over brackets and over figures that count nothing like it: chênh lệch giữa
    huyện dẫn đầu (92,15 điểm) và huyện xếp cuối (80,4 điểm) là."""
    words: list[str] = []
    for at in range(quantity.token - 1, max(quantity.token - _LEAD, -1), -1):
        token = passage.tokens[at]
        if token.depth > quantity.depth or token.text in "()":
            continue
        if token.sentence != quantity.sentence or token.text == ";" or token.kind == "number":
            break
        words.append(token.text)
    return " ".join(reversed(words))


_LEAD = 40  # tokens before a figure that may still say what it is


def _tail(passage: Passage, quantity: Quantity) -> str:
    """The first words behind a figure that begins its clause: 57 hộ hiện vẫn ở nơi cũ."""
    if quantity.before:
        return ""
    return " ".join(token.text for token in passage.tokens[quantity.last + 1 : quantity.last + 4])


def _plain(quantity: Quantity, rest: Quantity) -> bool:
    kind = quantity.kind in _MEASURED - {"percent"} and quantity.of is None and not quantity.spelled
    steady = changes_by(quantity) is None
    scored = {quantity.kind, rest.kind} == {"bare", "score"}
    return kind and quantity.exact and steady and (scored or units.same_unit(rest.measure, quantity.measure))
