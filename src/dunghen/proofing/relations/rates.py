"""Rates in prose: A of B is p percent, wherever the three stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.around import around, content_words
from dunghen.proofing.relations.changes import changes_by
from dunghen.proofing.relations.cues import THAN, TOTAL
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, share, sums_up
from dunghen.proofing.relations.sums import listings
from dunghen.proofing.vocabulary import alternatives, any_of

# A rate whose clause says only this is a rate of the quantity before it.
_LINK = re.compile(rf"(?:(?:{alternatives('patterns.link')})\b ?)*$")
_TARGET = any_of("target")
_BASE = re.compile(
    r"(?:^|\b)(?:tren|trong) (?:tong|so)\b|\b(?:tren|so voi|trong so)$|^trong \w+$|^trong$|\bcua tong so\b"
)
_MAX_BASES = 14
_CLOSE = 12  # tokens between a number and its rate
_NEXT = 6  # tokens between a rate and the whole it names
_ALL = Decimal(100)
_NEAR = Decimal(6)  # percentage points within which "hơn 60%" is taken to speak of this pair


@dataclass(frozen=True, slots=True)
class Pair:
    """A part and its whole; `bound` says that the words leave no other choice."""

    part: Quantity
    whole: Quantity
    bound: bool

    @property
    def rate(self) -> Decimal | None:
        top = self.part.value
        bottom = self.whole.of if self.whole is self.part else self.whole.value
        return share(top, bottom) if bottom else None


def find_rates(document: Document) -> Iterator[Draft]:
    """Every rate of the prose that can be re-computed."""
    for passage in document.passages:
        rates = [q for q in passage.quantities if q.kind == "percent" and not _no_share(q)]
        lists = _lists(document, passage) if rates else _Lists({}, {})
        for rate in rates:
            yield from _check(document, passage, rate, lists)


@dataclass(frozen=True, slots=True)
class _Lists:
    """For the token of each part in a list the tokens of the other parts and of its totals."""

    beside: dict[int, set[int]]
    totals: dict[int, set[int]]


def _lists(document: Document, passage: Passage) -> _Lists:
    found = _Lists({}, {})
    for listing in listings(document, passage):
        tokens = {part.token for part in listing.parts}
        totals = {total.token for total in listing.totals[:1] if total in passage.quantities}
        named = listing.sure > 0 or any(sums_up(total, listing.parts) for total in listing.totals)
        if named and not tokens & totals:
            for part in listing.parts:
                found.beside.setdefault(part.token, set()).update(tokens)
                found.totals.setdefault(part.token, set()).update(totals)
    return found


def _in_lists(pairs: list[Pair], lists: _Lists, said_of: set[int]) -> list[Pair]:
    """Without parts of one whole as each other's base; its list's total binds the part a rate is of."""
    kept = []
    for pair in pairs:
        if pair.whole is not pair.part and pair.whole.token in lists.beside.get(pair.part.token, ()):
            continue
        total = pair.part.token in said_of and pair.whole.token in lists.totals.get(pair.part.token, ())
        kept.append(replace(pair, bound=True) if total else pair)
    return kept


def _no_share(rate: Quantity) -> bool:
    """Growth, targets and thresholds are no shares."""
    if rate.approximation in {"target", "range"}:
        return True
    if changes_by(rate) is not None or _TARGET.search(rate.before):
        return True
    return rate.after.startswith(
        ("tro len", "tro xuong", "diem", "nam", "so voi cung ky", "so cung ky")
    ) or bool(
        THAN.search(rate.after[:30])
        and not re.match(r"so voi(?:$| tong| so| ke hoach| chi tieu| du toan)", rate.after)
    )


def _check(document: Document, passage: Passage, rate: Quantity, lists: _Lists) -> Iterator[Draft]:
    fractions = _fractions(passage, rate)
    pairs = [Pair(fraction, fraction, bound=True) for fraction in fractions]
    attached = _is_attached(passage, rate)
    if attached or not fractions:
        pairs += _pairs(document, passage, rate, attached=attached)
    beside = {pair.part.token for pair in pairs if attached and _said_of(passage, rate, pair.part)}
    pairs = _in_lists(pairs, lists, beside)
    if rate.approximation and not fractions:
        pairs = [pair for pair in pairs if _set_off(passage, rate, pair.part)]
    fitting = next((pair for pair in pairs if pair.rate is not None and _fits(rate, pair.rate)), None)
    if fitting is not None:
        yield _draft(rate, fitting, "consistent")
        return
    if not attached and fractions and passage.tokens[fractions[0].token - 1].text != "(":
        fractions = []  # the rate has a subject of its own: the fraction may be of another
    chosen = next((pair for pair in pairs if pair.bound and pair.rate is not None), None)
    if chosen is not None and (chosen.part.of is None or fractions):
        yield _draft(rate, chosen, "contradiction")
    elif pairs and attached and _beside(rate, pairs[0]):
        yield _draft(rate, pairs[0], "warning")


def _said_of(passage: Passage, rate: Quantity, part: Quantity) -> bool:
    """Whether the rate follows its number in brackets or behind a comma, in few words."""
    near = part.sentence == rate.sentence and 0 < rate.token - part.last <= _CLOSE
    return near and _set_off(passage, rate, part)


def _set_off(passage: Passage, rate: Quantity, part: Quantity) -> bool:
    """Whether a sign parts the rate from its number: "12 tỉnh đạt trên 90%" gives a bound, no share."""
    first, last = sorted((rate.token, part.token))
    return any(token.text in {",", "(", ";", ":", "."} for token in passage.tokens[first:last])


def _beside(rate: Quantity, pair: Pair) -> bool:
    """Whether the part stands right before the rate, so that the reader takes them together."""
    apart = rate.token - pair.part.last
    return not pair.bound and pair.rate is not None and rate.exact and 0 < apart <= 6


def _fits(rate: Quantity, true: Decimal) -> bool:
    near = rate.exact or abs(true - rate.value) <= _NEAR
    return near and agrees(rate, true)


def _is_attached(passage: Passage, rate: Quantity) -> bool:
    """Whether the clause of the rate says nothing but that it is one: "đạt tỷ lệ 51,43%"."""
    if _LINK.match(rate.before) is None:
        return False
    in_brackets = passage.tokens[rate.token - 1].text == "(" or rate.depth > 0
    return bool(rate.before) or in_brackets or not rate.after


def _fractions(passage: Passage, rate: Quantity) -> list[Quantity]:
    """Fractions of the sentence with no other rate between them and this one, the likeliest first."""
    same = [q for q in passage.quantities if q.sentence == rate.sentence and (q.of is not None or q is rate)]
    rates = [
        q.token
        for q in passage.quantities
        if q.sentence == rate.sentence and q.kind == "percent" and q is not rate
    ]
    found = []
    for q in same:
        low, high = min(q.token, rate.token), max(q.token, rate.token)
        after_directly = q.token > rate.token and any(
            t.text == "(" for t in passage.tokens[rate.last : q.token]
        )
        if q is rate or q.of is None or q.kind == "rank" or any(low < other < high for other in rates):
            continue
        if q.token < rate.token or after_directly or q.token - rate.last <= 4:
            found.append(q)
    found.sort(key=lambda q: (max(q.depth - rate.depth, 0), q.token > rate.token, -q.token))
    return found


def _pairs(document: Document, passage: Passage, rate: Quantity, *, attached: bool) -> list[Pair]:
    """Parts near the rate with wholes around them, the likeliest first."""
    parts = _parts(passage, rate) if attached else []
    if attached and parts:
        pairs = []
        for place_, part in enumerate(parts):
            bases = _bases(document, passage, rate, part)
            pairs += [Pair(part, base, bound=place_ == 0 and bound) for base, bound in bases]
        return sorted(pairs, key=lambda pair: not pair.bound)
    return _apart(document, passage, rate)


def _parts(passage: Passage, rate: Quantity) -> list[Quantity]:
    """The quantity that the rate is said of: the nearest before it, or the first in brackets after it."""
    before = [
        q for q in passage.quantities if q.token < rate.token and q.sentence == rate.sentence and _counts(q)
    ]
    before = [q for q in before if not _explicit(q) or q is before[0]]
    level = [q for q in before if q.depth == rate.depth and not _closed_between(passage, q, rate)]
    outer = [q for q in before if q.depth < rate.depth]
    found = level[-1:] or outer[-1:]
    if level and outer and rate.depth:
        found += outer[-1:]
    if not level and not outer:
        found = before[-1:]
    return found + level[-2:-1]


def _closed_between(passage: Passage, first: Quantity, second: Quantity) -> bool:
    return any(token.depth < second.depth for token in passage.tokens[first.token : second.token])


def _counts(quantity: Quantity) -> bool:
    return quantity.kind in {"count", "bare", "money", "score", "size"} and not quantity.odd


def _bases(
    document: Document, passage: Passage, rate: Quantity, part: Quantity
) -> list[tuple[Quantity, bool]]:
    """Wholes that the part may be a share of, and whether the words bind them; the likeliest first."""
    near = [q for q in around(document, passage, rate) if _counts(q) and q is not part]
    near = [q for q in near if units.same_unit(part.measure, q.measure) or _explicit(q)]
    large = [q for q in near if q.value >= part.value or rate.value > 100 or _explicit(q)]
    large = large[:_MAX_BASES]
    named = _named_base(rate)
    own = set(map(id, passage.quantities))
    ranked = sorted(
        large, key=lambda q: (id(q) not in own and passage.block.kind == "paragraph", *_rank(q, part, rate))
    )
    far = passage.block.kind == "paragraph"
    return [(q, _binds(q, part, rate, named) and not (far and id(q) not in own)) for q in ranked]


def _named_base(rate: Quantity) -> set[str] | None:
    """Content words of the base that a rate names behind itself; None when it says nothing of it."""
    words = re.sub(r"^(?:(?:so voi|cua|tren|trong|so|tong so|tong)\b ?)*", "", rate.after)
    if not words or re.match(
        r"(?:theo|va|trong khi|do|de|nhung|la|tuy|vuot|cao|thap|dung|tang|giam|hoan thanh|dat)\b", words
    ):
        return set()
    return content_words(words) or None


def _follows(rate: Quantity, base: Quantity) -> bool:
    """ "chiếm 91,2% tổng số 335 công chức": the whole right behind the rate."""
    return (
        0 < base.token - rate.last <= _NEXT
        and re.match(r"(?:(?:tren|trong|cua|so voi) )?tong\b", rate.after) is not None
    )


def _explicit(quantity: Quantity) -> bool:
    """Whether the words call it the whole: trên tổng số B, so với B."""
    return bool(_BASE.search(quantity.before))


def _rank(base: Quantity, part: Quantity, rate: Quantity) -> tuple[bool, bool, bool, bool, int]:
    same = base.sentence == rate.sentence
    return (
        not (same and _explicit(base) and base.token > part.token),
        not same,
        base.depth >= part.depth and not TOTAL.search(base.before),
        base.token > rate.token,
        abs(base.token - part.token),
    )


def _binds(base: Quantity, part: Quantity, rate: Quantity, named: set[str] | None) -> bool:
    """Whether a mismatch with this whole is a contradiction."""
    if (
        base.sentence == rate.sentence
        and base.token > part.token
        and not (_explicit(base) or _follows(rate, base))
    ):
        return False
    if not (part.exact and (base.exact or base.approximation == "over")):
        return False
    if named is None or (rate.value > 100 and not named and part.value > base.value):
        return False
    if named and not named & content_words(f"{base.before} {base.after} {base.unit}"):
        return False
    return part.value <= base.value or rate.value > 100


def _apart(document: Document, passage: Passage, rate: Quantity) -> list[Pair]:
    """Tỷ lệ đúng hạn: p %. Tổng số: B. Số hồ sơ đúng hạn: A. The rate stands in a clause of its own."""
    near = [
        q for q in around(document, passage, rate) if q.kind in {"count", "bare", "money"} and q.of is None
    ]
    if rate.value == _ALL:
        return []
    own = [q for q in near if q in passage.quantities]
    near = own if len(own) >= 2 else near[:_MAX_BASES]
    subject = content_words(rate.before)
    together = _explicit_pair(near, rate, subject)
    if together is not None:
        return [together]
    parts = sorted(near, key=lambda q: -len(subject & content_words(q.label)))
    pairs = []
    for part in parts[:4]:
        for whole in near:
            if whole is part or whole.value < part.value or not units.same_unit(part.measure, whole.measure):
                continue
            pairs.append(Pair(part, whole, bound=_subject_binds(subject, part, whole, parts)))
    return sorted(pairs, key=lambda pair: not pair.bound)


def _explicit_pair(near: Sequence[Quantity], rate: Quantity, subject: set[str]) -> Pair | None:
    """ "1.840 phiếu trong tổng số 2.012 phiếu": a part and its whole said together right before the rate."""
    before = [q for q in near if q.token < rate.token and rate.sentence - q.sentence <= 1]
    for whole in before:
        part = next((q for q in before if 0 < whole.token - q.last < 8 and q.value <= whole.value), None)
        if part is not None and _explicit(whole) and units.same_unit(part.measure, whole.measure):
            bound = len(before) == 2 and bool(subject & content_words(f"{part.label} {whole.label}"))
            return Pair(part, whole, bound)
    return None


def _subject_binds(subject: set[str], part: Quantity, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    own = subject & content_words(part.label)
    others = max(
        (len(subject & content_words(q.label)) for q in parts if q is not part and q is not whole), default=0
    )
    is_total = bool(TOTAL.search(whole.before)) or whole.before.startswith("da tiep nhan")
    return is_total and len(own) >= 2 and len(own) > others and part.exact and whole.exact and len(parts) <= 3


def _draft(rate: Quantity, pair: Pair, verdict: Verdict) -> Draft:
    true = pair.rate or Decimal(0)
    bottom = pair.whole.of if pair.whole is pair.part else pair.whole.value
    fraction = f"{number(pair.part.value)}/{number(bottom or Decimal(0))}"
    shown, gap = rounded(true, rate.step), rounded(abs(true - rate.value), rate.step)
    sources = (pair.part,) if pair.whole is pair.part else (pair.part, pair.whole)
    text = f"{fraction} = {shown}%, "
    text += {
        "consistent": "khớp với văn bản.",
        "contradiction": f"văn bản ghi {number(rate.value)}%, lệch {gap} điểm phần trăm.",
        "warning": f"văn bản ghi {number(rate.value)}%. Cần rà soát: có thể tỷ lệ tính trên số khác.",
    }[verdict]
    places = (place(rate), *map(place, sources))
    return Draft("percent", verdict, places, rate.value, true, text, weak=verdict == "warning")
