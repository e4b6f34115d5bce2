"""Rates in prose: A of B is p percent, wherever the three stand."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.around import around, content_words
from dunghen.proofing.relations.cues import OF_TOTAL, TOTAL
from dunghen.proofing.relations.draft import Draft, number, place, rounded
from dunghen.proofing.relations.judge import agrees, alike_digits, belied, beyond, share, slack
from dunghen.proofing.relations.rates.compared import no_share
from dunghen.proofing.relations.rates.naming import is_certain, named_pair, parts_for
from dunghen.proofing.relations.rates.plain import is_listed, plain_pair
from dunghen.proofing.relations.rates.ratedlists import Lists, Pair, base_of_list, in_lists, lists_of
from dunghen.proofing.relations.rates.received import of_the_received
from dunghen.proofing.relations.rates.siblings import siblings
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import (
    bases,
    bracketed_pair,
    bracketed_part,
    bracketed_whole,
    counts,
    explicit,
    fractions_of,
    named_base,
    named_so,
    parts_of,
    plain,
    told_before,
)
from dunghen.proofing.vocabulary import alternatives

# A rate whose clause says only this is a rate of the quantity before it.
_LINK = re.compile(rf"(?:(?:{alternatives('patterns.link')})\b ?)*$")
_MAX_BASES = 14
_CLOSE = 12  # tokens between a number and its rate
_ALL = Decimal(100)
_FAR = Decimal(25)  # percentage points beyond which a rate is not of this pair
_TWICE = Decimal("1.15")  # of the whole: no part is more, and a slip goes not much beyond
_FOLD = 5  # times by which a rate may be off, likewise
_SHARE = re.compile(r"\b(?:bang|chiem)\b")  # bằng 0,97% giá trị đề nghị: no growth
_EACH = re.compile(r"\blan luot\b")  # of several, each its own
_SLIP = Decimal(10)  # percentage points within which a rate is a slip where nothing else binds the pair
_NEAR = Decimal(6)  # percentage points within which "hơn 60%" is taken to speak of this pair


def find_rates(document: Document) -> Iterator[Draft]:
    """Every rate of the prose that can be re-computed."""
    for passage in document.passages:
        rates = [q for q in passage.quantities if q.kind == "percent" and not no_share(passage, q)]
        lists = lists_of(document, passage) if rates else Lists({}, {}, {})
        found = [draft for rate in rates for draft in _check(document, passage, rate, lists)]
        agreed = {draft.places[1:] for draft in found if draft.verdict == "consistent"}
        # what one rate agrees with is not what another should be of
        yield from (d for d in found if d.verdict == "consistent" or d.places[1:] not in agreed)
        # đạt 98,15%; trong đó đã giải quyết 26.972 hồ sơ, đúng hạn 26.473 hồ sơ: the figures behind are meant
        opened = {d.places[0] for d in found if d.verdict == "consistent" and d.places[0] < min(d.places[1:])}
        called = {(d.places[0], d.computed) for d in found if d.sure}
        named = (d for d in _plainly(passage) if (d.places[0], d.computed) not in called)
        yield from (d for d in named if d.verdict == "consistent" or d.places[0] not in opened)


def _plainly(passage: Passage) -> Iterator[Draft]:
    """The rates whose words name both figures."""
    for rate in passage.quantities:
        pair = plain_pair(passage, rate) if rate.kind == "percent" else None
        holds = pair is not None and _fits(rate, pair)
        if pair is not None and (holds or belied(rate, pair.rate or _ALL)):
            yield replace(rate_draft(rate, pair, "consistent" if holds else "contradiction"), sure=True)


def _check(document: Document, passage: Passage, rate: Quantity, lists: Lists) -> Iterator[Draft]:
    fractions = fractions_of(passage, rate) or told_before(passage, rate)
    attached = is_attached(passage, rate)
    if rate.approximation:  # 2/9 huyện (, thị xã) có tỷ lệ trên 10% gives a bound of each
        fractions = [fraction for fraction in fractions if attached and _set_off(passage, rate, fraction)]
    fractions = [fraction for fraction in fractions if not _of_more(passage, rate, fraction)]
    pairs = _readings(document, passage, rate, fractions, lists, attached=attached)
    named = named_pair(passage, rate, attached=attached)
    if named is not None and _fits(rate, named):
        yield rate_draft(rate, named, "consistent")
        return
    fitting = next((pair for pair in pairs if _fits(rate, pair) and not _later(passage, rate, pair)), None)
    if named is not None and _is_meant(rate, named) and (fitting is None or is_certain(rate, named)):
        yield replace(rate_draft(rate, named, "contradiction"), sure=not is_listed(passage, named.part))
        return
    if fitting is not None:
        yield rate_draft(rate, fitting, "consistent")
        return
    if not attached and fractions and not _own_fraction(passage, rate, fractions[0]):
        fractions = []  # the rate has a subject of its own: the fraction may be of another
    bound = [pair for pair in pairs if pair.bound and pair.rate is not None]
    if OF_TOTAL.match(rate.after):
        told = [p for p in bound if explicit(p.whole) or TOTAL.search(p.whole.before)]
        said = content_words(rate.after)
        bound = told or [p for p in bound if not said or _names(said, p.whole, rate)]
    chosen = bound[0] if bound else None
    if chosen is None or (chosen.part.of is not None and not fractions):
        chosen = _lone(passage, rate, pairs)
    if chosen is not None and _credible(passage, rate, chosen):
        bounded = not (rate.exact or rate.after) and chosen.whole is chosen.part  # 59/80 phiếu, hơn 74%
        yield replace(rate_draft(rate, chosen, "contradiction"), sure=bounded)
    elif pairs and attached and _beside(rate, pairs[0]):
        part, whole = pairs[0].part, pairs[0].whole
        bounded = not whole.exact and beyond(rate, part, whole)  # gần 8.215 hộ, trong đó 1.306 hộ
        meant = bounded or of_the_received(document, passage, rate, pairs[0])
        meant = meant and _slight(rate, pairs[0])
        yield rate_draft(rate, pairs[0], "contradiction" if meant else "warning")


def _of_more(passage: Passage, rate: Quantity, fraction: Quantity) -> bool:
    """Whether a rate is of more than a full fraction tells: 11/11 dịch vụ tiếp nhận trực tuyến đạt 97,62%."""
    return fraction.value == fraction.of and rate.value < _ALL and not _set_off(passage, rate, fraction)


def _readings(
    document: Document,
    passage: Passage,
    rate: Quantity,
    fractions: Sequence[Quantity],
    lists: Lists,
    *,
    attached: bool,
) -> list[Pair]:
    """Every pair that the rate may be of, the likeliest first."""
    pairs = [Pair(fraction, fraction, bound=True) for fraction in fractions]
    if attached or not fractions:
        pairs += _pairs(document, passage, rate, attached=attached)
    beside = {pair.part.token for pair in pairs if attached and _said_of(passage, rate, pair.part)}
    pairs = [
        p for p in in_lists(rate, pairs, lists, beside) if changes_by(p.part) is None or explicit(p.whole)
    ]
    pairs = [p for p in pairs if p.whole is p.part or p.whole.of is None]
    if (base := base_of_list(passage, pairs, lists, beside)) is not None:
        return [base]
    if rate.approximation and not fractions:
        last = max((pair.part.token for pair in pairs if pair.part.token < rate.token), default=-1)
        pairs = [p for p in pairs if _set_off(passage, rate, p.part) and p.part.token >= last]
    return pairs


def _later(passage: Passage, rate: Quantity, pair: Pair) -> bool:
    """Whether it agrees with a figure of a later sentence, while its own tells two that it may be of."""
    if max(pair.part.sentence, pair.whole.sentence) <= rate.sentence or pair.whole not in passage.quantities:
        return False
    own = [q for q in passage.quantities if q.sentence == rate.sentence and q.token < rate.token and plain(q)]
    return sum(units.same_unit(q.measure, pair.whole.measure) for q in own) > 1


def _own_fraction(passage: Passage, rate: Quantity, fraction: Quantity) -> bool:
    """Whether the fraction tells the rate: behind it or in a bracket, or in the rate's own words."""
    subject = content_words(rate.before) - _RATE_NOUNS
    if fraction.token > rate.token and ";" in passage.words(rate.last, fraction.token):
        return not subject  # tỷ lệ cử tri đi bầu đạt 99,84%; có 2.008/2.179 khu vực …
    if fraction.token > rate.token or passage.tokens[fraction.token - 1].text == "(":
        return True
    if fraction.sentence < rate.sentence:
        return True
    named = bool(content_words(rate.before)) and subject <= content_words(fraction.label)
    return named or (_told_fraction(rate, fraction) and not subject)


def _names(named: Set[str], whole: Quantity, rate: Quantity) -> bool:
    """Whether the words behind a rate name this whole; one in a bracket has its name before the bracket."""
    return whole.depth > rate.depth or bool(named & content_words(whole.label))


def _told_fraction(rate: Quantity, fraction: Quantity) -> bool:
    return fraction.sentence == rate.sentence and 0 < rate.token - fraction.last <= _CLOSE


_RATE_NOUNS = frozenset(["muc", "do", "tien", "hieu", "qua", "suat", "ket", "chung", "phu", "dat"])


def _credible(passage: Passage, rate: Quantity, pair: Pair) -> bool:
    """Whether a slip of the hand explains the mismatch; a rate far off is a rate of something else."""
    true = pair.rate or Decimal(0)
    first, last = sorted((pair.part.token, rate.token))
    of_part = rate.value == _ALL and rate.after and rate.depth > pair.part.depth
    if of_part or _EACH.search(passage.words(first, last)):
        return False  # 406 hồ sơ (100% đúng hạn): all of these
    if pair.whole is not pair.part and siblings(passage, rate, pair.part, pair.whole):
        return False
    if rate.value > _TWICE * _ALL > true or (
        pair.whole.step < 1 <= pair.part.step and pair.whole.kind == "bare"
    ):
        return False
    if pair.whole is pair.part and not rate.after and _told_fraction(rate, pair.part):
        return belied(rate, true)  # 19/354 hồ sơ, chiếm 0,7%: told of nothing else, however far off
    if not rate.exact and rate.after and not _names(content_words(rate.after), pair.whole, rate):
        return False  # 12/15 xã thu hồi xong, đạt trên 90% diện tích: a bound of something else
    told = pair.part.exact and pair.whole.exact
    return _slight(rate, pair) and (told or beyond(rate, pair.part, pair.whole))


def _slight(rate: Quantity, pair: Pair) -> bool:
    """Whether the rate misses the pair by no more than a slip."""
    true = pair.rate or Decimal(0)
    gap = abs(true - rate.value)
    fold = gap <= 1 or max(true, rate.value) <= _FOLD * min(true, rate.value)
    return (fold and gap <= _FAR) or alike_digits(true.quantize(rate.step), rate.value)


def _lone(passage: Passage, rate: Quantity, pairs: Sequence[Pair]) -> Pair | None:
    """The only two quantities of one unit before a rate in its sentence, where it comes near their share."""
    first, last = passage.sentence(rate.sentence)
    before = [q for q in passage.within(first, rate.token) if counts(q) and changes_by(q) is None]
    if len(before) != 2 or not rate.exact or rate.value == _ALL or _EACH.search(passage.words(first, last)):
        return None
    whole, part = before
    true = share(part.value, whole.value)
    pair = next((pair for pair in pairs if pair.part is part and pair.whole is whole), None)
    subject = content_words(rate.before)
    if subject and not subject & content_words(part.label) and not is_attached(passage, rate):
        return None
    named = named_base(rate)
    if named is None or not named_so(named, whole):
        return None
    if pair is None or true is None or not (part.exact and whole.exact and part.value <= whole.value):
        return None
    shared = any(q.kind == "percent" for q in passage.within(whole.token, part.token))
    near = abs(true - rate.value) <= _SLIP and true <= 2 * rate.value <= 4 * true
    return pair if near and not shared and units.same_unit(part.measure, whole.measure) else None


def _said_of(passage: Passage, rate: Quantity, part: Quantity) -> bool:
    """Whether the rate follows its number in brackets or behind a comma, in few words."""
    near = part.sentence == rate.sentence and 0 < rate.token - part.last <= _CLOSE
    return near and _set_off(passage, rate, part)


def _set_off(passage: Passage, rate: Quantity, part: Quantity) -> bool:
    """Whether a sign parts the rate from its number: "12 tỉnh đạt trên 90%" gives a bound, no share."""
    first, last = sorted((rate.token, part.token))
    return any(token.text in {",", "(", ";", ":", "."} for token in passage.tokens[first:last])


def _is_meant(rate: Quantity, named: Pair) -> bool:
    """Whether a rate is told of the pair that it names: a slip away, or told as a share of the whole."""
    return _slight(rate, named) or (rate.before.startswith("chiem") and named.part.value <= named.whole.value)


def _beside(rate: Quantity, pair: Pair) -> bool:
    """Whether the part stands right before the rate, so that the reader takes them together."""
    apart = rate.token - pair.part.last
    return not pair.bound and pair.rate is not None and rate.exact and 0 < apart <= 6


def _fits(rate: Quantity, pair: Pair) -> bool:
    """Whether the rate agrees with the pair, whose figures may be rounded themselves (2,3 triệu)."""
    true = pair.rate
    if true is None or not (rate.exact or abs(true - rate.value) <= _NEAR):
        return False
    leeway = true * slack(pair.part, pair.whole) if pair.whole is not pair.part else Decimal(0)
    return agrees(rate, true) or (rate.exact and abs(true - rate.value) <= leeway + rate.step)


def is_attached(passage: Passage, rate: Quantity) -> bool:
    """Whether the clause of the rate says nothing but that it is one: "đạt tỷ lệ 51,43%"."""
    words = rate.before
    behind = next((q for q in passage.quantities if q.token == rate.left - 1), None)
    if behind is not None and behind.last < rate.token:  # "118 hồ sơ đạt 98,3%": the noun is the number's
        words = " ".join(t.fold for t in passage.tokens[behind.last + 1 : rate.token] if t.kind == "word")
    bracketed = passage.tokens[rate.left - 1].text == "(" if rate.left else False
    if _LINK.match(words) is None and not (bracketed and words.startswith(("ty le", "ti le"))):
        return False
    in_brackets = passage.tokens[rate.token - 1].text == "(" or rate.depth > 0
    return bool(words) or in_brackets or not rate.after


def _pairs(document: Document, passage: Passage, rate: Quantity, *, attached: bool) -> list[Pair]:
    """Parts near the rate with wholes around them, the likeliest first."""
    parts = parts_of(passage, rate) if attached else []
    told = bracketed_whole(passage, rate)
    if told is not None and (own := parts_for(passage, rate, told, attached=attached)):
        return [Pair(part, told, bound=at == 0) for at, part in enumerate(own)]
    inside = bracketed_part(passage, rate) or bracketed_pair(passage, rate)
    if inside is not None:
        return [Pair(*inside, bound=True)]
    if attached and parts:
        pairs = []
        for place_, part in enumerate(parts):
            found = bases(document, passage, rate, part)
            pairs += [Pair(part, base, bound=place_ == 0 and bound) for base, bound in found]
        return sorted(pairs, key=lambda pair: not pair.bound)
    return _apart(document, passage, rate)


def _apart(document: Document, passage: Passage, rate: Quantity) -> list[Pair]:
    """Tỷ lệ đúng hạn: p %. Tổng số: B. Số hồ sơ đúng hạn: A. The rate stands in a clause of its own."""
    near = [
        q for q in around(document, passage, rate) if q.kind in {"count", "bare", "money"} and q.of is None
    ]
    if rate.value == _ALL:
        return []
    if (under := _under(document, passage)) is not None:
        return [under]
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
            if whole.value <= part.value or not units.same_unit(part.measure, whole.measure):
                continue
            pairs.append(Pair(part, whole, bound=_subject_binds(subject, part, whole, parts)))
    return sorted(pairs, key=lambda pair: not pair.bound)


def _under(document: Document, passage: Passage) -> Pair | None:
    """6.2 Tỷ lệ …: 77,73%, and under it 6.2.1 the whole and 6.2.2 the part: two items of one figure each."""
    children = [document.passages[index].quantities for index in document.children.get(passage.index, ())]
    if len(passage.quantities) != 1 or [len(own) for own in children] != [1, 1]:
        return None
    part, whole = sorted((own[0] for own in children), key=lambda q: q.value)
    fits = counts(part) and counts(whole) and part.exact and whole.exact and part.value < whole.value
    return Pair(part, whole, bound=True) if fits and units.same_unit(part.measure, whole.measure) else None


def _explicit_pair(near: Sequence[Quantity], rate: Quantity, subject: Set[str]) -> Pair | None:
    """ "1.840 phiếu trong tổng số 2.012 phiếu": a part and its whole said together right before the rate."""
    before = [q for q in near if q.token < rate.token and rate.sentence - q.sentence <= 1]
    for whole in before:
        part = next((q for q in before if 0 < whole.token - q.last < 8 and q.value <= whole.value), None)
        if part is not None and explicit(whole) and units.same_unit(part.measure, whole.measure):
            bound = len(before) == 2 and bool(subject & content_words(f"{part.label} {whole.label}"))
            return Pair(part, whole, bound)
    return None


def _subject_binds(subject: Set[str], part: Quantity, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    own = subject & content_words(part.label)
    others = max(
        (len(subject & content_words(q.label)) for q in parts if q is not part and q is not whole), default=0
    )
    is_total = bool(TOTAL.search(whole.before)) or whole.before.startswith("da tiep nhan")
    named = is_total and len(own) >= 2 and len(parts) <= 3
    first = whole.value >= max(q.value for q in parts) and whole.token <= min(q.token for q in parts)
    told = first and whole.sentence == part.sentence and own == subject
    return (named or told) and len(own) > others and part.exact and whole.exact


def rate_draft(rate: Quantity, pair: Pair, verdict: Verdict) -> Draft:
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
    places = tuple(dict.fromkeys((place(rate), *map(place, sources))))
    changed = changes_by(pair.part) is not None and not (named_base(rate) and _SHARE.search(rate.before))
    kind: Kind = "growth" if changed else "percent"
    return Draft(kind, verdict, places, rate.value, true, text, weak=verdict == "warning")
