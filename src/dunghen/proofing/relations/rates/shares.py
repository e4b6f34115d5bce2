"""A second look at rates that the first reading could not place: the share that they miss by a slip.

Every part the words allow is tried with every whole near it; the more there are to choose from, the more
telling the nearness of one must be.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around, content_words, told_then
from dunghen.proofing.relations.cues import TOTAL
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import agrees
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.compared import no_share
from dunghen.proofing.relations.rates.find import is_attached, rate_draft
from dunghen.proofing.relations.rates.kin import kin_of
from dunghen.proofing.relations.rates.naming import named_shares
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.rates.siblings import siblings
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.wholes import (
    counts,
    explicit,
    given,
    named_base,
    named_so,
    parts_of,
    plain,
    rated,
    shares_base,
    worded,
)

_BOUND, _LOOSE = 0.7, 1.4  # powers of ten of evidence: of a whole that is called one, of any other
_ALL = Decimal(100)
_BESIDE = 8  # tokens between a part and the whole it is told of
_MOST = 10  # wholes that are tried
_RATES = frozenset({"percent", "growth", "sum"})


def find_shares(document: Document, known: Known) -> Iterator[Draft]:
    """Rates that miss the share of the part they are said of."""
    for passage in document.passages:
        for rate in passage.quantities:
            if rate.kind != "percent" or not rate.exact or no_share(passage, rate) or rate.value == _ALL:
                continue
            if known.states(rate, _RATES):
                continue
            named = [
                pair
                for pair in named_shares(document, passage, rate, known)
                if not shares_base(passage, pair.whole, rate)
            ]
            if named:
                yield from _of_named(rate, named)
                continue
            pair = kin_of(document, passage, rate, known)
            if pair is None and rate.value < _ALL:
                pair = _slipped(document, passage, rate)
            if pair is None or shares_base(document.passage_of(pair.whole), pair.whole, rate):
                continue
            apart = told_then(passage, pair.part) and pair.whole.depth < pair.part.depth
            if not (apart or _gone_on(passage, rate, pair)):
                yield rate_draft(rate, pair, "contradiction")


def _gone_on(passage: Passage, rate: Quantity, pair: Pair) -> bool:
    """Whether the sentence of the rate speaks of others than the pair in one before: figures of its own, or
    what it is said of alone (Tính riêng vốn trung ương, tỷ lệ giải ngân đạt …)."""
    if not pair.part.sentence < rate.sentence or pair.part.token >= rate.token:
        return False
    first = passage.sentence(rate.sentence)[0]
    own = [q for q in passage.within(first, rate.token) if plain(q)]
    if any(q not in (pair.part, pair.whole) and units.same_unit(q.measure, pair.part.measure) for q in own):
        return True
    return _ALONE.match(passage.words(first, rate.token)) is not None


_ALONE = re.compile(r"(?:tinh )?rieng\b|doi voi\b|(?:o|tai) (?:cap|khoi|khu vuc|nhom)\b|trong khi\b")


def _of_named(rate: Quantity, named: Sequence[Pair]) -> Iterator[Draft]:
    """What is said of a rate whose words name its part: nothing where it may be of several totals."""
    held = next((pair for pair in named if pair.rate is not None and agrees(rate, pair.rate)), None)
    if held is not None:
        yield rate_draft(rate, held, "consistent")
    elif len(named) == 1:
        yield rate_draft(rate, named[0], "contradiction")


def _slipped(document: Document, passage: Passage, rate: Quantity) -> Pair | None:
    """The pair whose share the rate tellingly misses; None when there is none or another pair agrees."""
    pairs = [*_pairs(document, passage, rate), *_two_before(passage, rate)]
    shares = [(pair, true) for pair in pairs if (true := pair.rate) is not None and true <= _ALL]
    if any(agrees(rate, true) for _pair, true in shares):
        return None
    for bound, least in ((True, _BOUND), (False, _LOOSE)):
        own = [
            (evidence(rate.value, true, rate.step, _ALL), pair)
            for pair, true in shares
            if pair.bound == bound
        ]
        best = max(own, key=lambda told: told[0], default=None)
        if best is not None and best[0] - math.log10(len(own)) >= least:
            return best[1]
    return None


def _pairs(document: Document, passage: Passage, rate: Quantity) -> Iterator[Pair]:
    """Parts that the rate may be said of with the wholes around them."""
    near = [q for q in around(document, passage, rate) if plain(q)]
    told = [q for q in worded(passage) if q.sentence == rate.sentence]
    near += [replace(q, value=q.of, of=None) for q in (*told, *_fractions(passage, rate)) if q.of is not None]
    attached = is_attached(passage, rate)
    subject, own = content_words(rate.before), {q.last for q in passage.quantities}
    fractions = {q.token for q in passage.quantities if q.of is not None}
    for part in _parts(passage, rate, attached=attached):
        named = attached or not subject or bool(subject & content_words(part.label))
        for whole in [q for q in near if _holds(q, part, rate)][:_MOST]:
            if attached and whole.token in fractions and _other_clause(passage, part, whole):
                continue
            beside = explicit(whole) and 0 < whole.token - part.last <= _BESIDE
            bound = attached and _is_called(whole, rate)
            beside_others = not (explicit(whole) or named_base(rate)) and siblings(passage, rate, part, whole)
            alike = "bare" in (part.kind, whole.kind) or part.unit == whole.unit
            near_enough = whole.last in own or (bound and alike and _of_block_before(document, whole, rate))
            coordinate = not bound and any(_beside(q, part, whole) for q in passage.quantities)
            if (named or beside) and near_enough and not (beside_others or coordinate):
                yield Pair(part, whole, bound)


def _of_block_before(document: Document, whole: Quantity, rate: Quantity) -> bool:
    """Whether a figure of another block is no share itself, and all words of the base are its own."""
    named = named_base(rate) or set()
    words = content_words(f"{whole.label} {whole.unit}")
    return not rated(document, whole) and (named <= words or given(whole))


def _two_before(passage: Passage, rate: Quantity) -> Iterator[Pair]:
    """Được giao 120 biên chế, có mặt 114 người. Tỷ lệ sử dụng đạt 95%: the only two figures of the sentence
    before, where the rate's own has no other."""
    near = [q for q in passage.quantities if 0 <= rate.sentence - q.sentence <= 1 and q is not rate]
    if len(near) == _TWO and all(plain(q) and q.sentence < rate.sentence for q in near):
        part, whole = sorted(near, key=lambda q: q.value)
        if _holds(whole, part, rate):
            yield Pair(part, whole, bound=_is_called(whole, rate) or given(whole))


_TWO = 2  # figures


def _other_clause(passage: Passage, part: Quantity, whole: Quantity) -> bool:
    """Whether a fraction's whole stands behind another semicolon: 3.418/3.502 trẻ, đạt 96,7%; 3.377 trẻ."""
    first, last = sorted((part.token, whole.token))
    return whole.sentence == part.sentence and any(t.text == ";" for t in passage.tokens[first:last])


def _beside(quantity: Quantity, part: Quantity, whole: Quantity) -> bool:
    """Whether a third figure of their unit stands before the whole or between: all are of one list."""
    if quantity.token in {part.token, whole.token} or quantity.of is not None:
        return False
    if quantity.depth > max(part.depth, whole.depth):
        return False
    before = quantity.sentence == whole.sentence and quantity.token < max(part.token, whole.token)
    return before and units.same_unit(quantity.measure, part.measure)


def _parts(passage: Passage, rate: Quantity, *, attached: bool) -> Sequence[Quantity]:
    if attached:
        found = [q for q in parts_of(passage, rate) if plain(q)]
        return [q for q in found if q is found[0] or _in_row(passage, q, found[0])]
    own = [q for q in passage.quantities if q.sentence == rate.sentence and plain(q)]
    return sorted(own, key=lambda q: abs(q.token - rate.token))[:_NEAREST]


def _in_row(passage: Passage, first: Quantity, last: Quantity) -> bool:
    """Làm rõ 369 vụ, 718 đối tượng, đạt 89,6%: one thing told in two nouns."""
    apart = not units.same_unit(first.measure, last.measure)
    return apart and _ROW.fullmatch(passage.words(first.last + 1, last.token)) is not None


_ROW = re.compile(r"(?:[^\W\d]+ ){0,3}(?:,|va|/)")
_NEAREST = 24  # figures of a sentence that is no prose any more


def _fractions(passage: Passage, rate: Quantity) -> Iterator[Quantity]:
    return (
        q
        for q in passage.quantities
        if q.of is not None and abs(q.sentence - rate.sentence) <= 1 and counts(q)
    )


def _holds(whole: Quantity, part: Quantity, rate: Quantity) -> bool:
    """Whether the part may be one of the whole: of its unit, less than it, and of the name the rate gives."""
    if whole.token == part.token or whole.value <= part.value:
        return False
    together = explicit(whole) and whole.kind == part.kind and 0 < whole.token - part.last <= _BESIDE
    named = named_base(rate)
    words = content_words(f"{whole.label} {whole.unit}")
    called = named is not None and bool(named) and named <= words and whole.kind == part.kind
    if not (together or called or units.same_unit(whole.measure, part.measure)):
        return False
    return named is not None and named_so(named, whole)


def _is_called(whole: Quantity, rate: Quantity) -> bool:
    """Whether words call it the whole: a total, "trên tổng số", or the name that the rate gives."""
    return explicit(whole) or bool(TOTAL.search(whole.before)) or bool(named_base(rate))
