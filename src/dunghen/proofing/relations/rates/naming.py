"""Which figures the words of a rate name: 1.398, chiếm 92,46% số cử tri; vốn trung ương chiếm 70,3%."""

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import around
from dunghen.proofing.relations.cues import opens_between
from dunghen.proofing.relations.draft import place
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.rates.ratedlists import Pair
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import (
    counted_alike,
    counts,
    named_base,
    parts_of,
    plain,
    shares_base,
)
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.surface.shadow import fold

_IDLE = frozenset(
    ["bang", "cac", "cho", "chi", "chiem", "co", "con", "cua", "da", "dang", "dat", "do", "duoc",
     "gan", "hon", "khoang", "la", "le", "moi", "muc", "nay", "nhung", "rieng", "so", "tai",
     "ti", "toi", "tong", "tren", "trong", "tuc", "tuong", "ung", "uoc", "va", "voi", "ty"]
)  # fmt: skip
_ALL_OF = frozenset(
    ["toan", "ca", "nuoc", "tinh", "huyen", "xa", "thanh", "pho", "nganh", "chung", "cong", "luong", "nguon"]
)
_AGAINST = re.compile(r"\b(?:so voi|tren)(?: tong)?(?: so)? ")
# Trong tổng số hộ cận nghèo có, trong chi thường xuyên:
_AMONG = re.compile(r"(?:trong|tren)((?: (?!do\b|so do\b)[^\W\d]+){2,10}?)(?: (?:co|da|thi)\b| [:,])")
_REACH = 24  # tokens of a name
_LEAST = 2  # words of a base
_CERTAIN = 3  # words that name a base against a pair that agrees by chance
_ALL = Decimal(100)
_PLAN = frozenset(["ke", "hoach", "du", "toan", "chi", "tieu", "nam", "giao", "tinh", "huyen", "hdnd", "dau"])


@lru_cache(maxsize=16384)
def _telling(said: str) -> frozenset[str]:
    """The words of a name without those that only join."""
    return frozenset([word for word in said.split() if word.isalpha() and word not in _IDLE])


def _clause(passage: Passage, at: int, depth: int) -> str:
    """The words before a token on its level, back to a sign or figure.

    A bracket that begins with its figure is called by what it follows."""
    said: list[str] = []
    for token in reversed(passage.tokens[max(at - _REACH, 0) : at]):
        if token.depth > depth or token.kind == "masked" or (token.text == ":" and not said):
            continue
        if token.text in {"(", ")"} and not (said and token.depth < depth):
            depth = token.depth
        elif token.kind != "word":
            break
        else:
            said.append(token.fold)
    return " ".join(reversed(said))


def _name(passage: Passage, quantity: Quantity) -> frozenset[str]:
    """The words by which a figure of this block is called."""
    return _telling(f"{_clause(passage, quantity.token, quantity.depth)} {quantity.after}")


def is_certain(rate: Quantity, named: Pair) -> bool:
    """Whether the words leave no room for a pair that agrees: it does so by chance, or is the wrong base."""
    return len(base_words(rate)) >= _CERTAIN or named.whole.depth > rate.depth


def named_pair(passage: Passage, rate: Quantity, *, attached: bool) -> Pair | None:
    """The pair that the words of a rate name, whatever other pair it agrees with by chance."""
    if not rate.exact or rate.value == _ALL:
        return None
    against = named_against(passage, rate)
    if against is not None or not attached:
        return against
    whole, parts = named_whole(passage, rate) or opened_whole(passage, rate), parts_of(passage, rate)
    if whole is None or not parts:
        return None
    same = (q for q in parts if units.same_unit(q.measure, whole.measure))
    # cắt giảm được 286 quy định tại 23 văn bản, đạt 25% tổng số quy định
    part = next(same, None) or _nearest(passage, rate, whole) or parts[0]
    if part is whole or part.of is not None or not part.exact:
        return None
    fits = part.value <= whole.value or rate.value > _ALL
    shown = whole.depth > rate.depth and part.kind == whole.kind
    alike = shown or units.same_unit(part.measure, whole.measure) or counted_alike(part, rate, whole)
    return Pair(part, whole, bound=True) if fits and alike and changes_by(part) is None else None


def _nearest(passage: Passage, rate: Quantity, whole: Quantity) -> Quantity | None:
    """Có 186.420 tín đồ, 214 chức sắc; chiếm 17,8% dân số (1.046.800 người): of several nouns the one that
    comes nearest."""
    if whole.depth <= rate.depth:
        return None
    first = passage.sentence(rate.sentence)[0]
    row = [
        q for q in passage.within(first, rate.token)
        if plain(q) and q.kind == whole.kind == "count" and q.depth <= rate.depth and q.value <= whole.value
    ]  # fmt: skip
    return min(row, key=lambda q: abs(q.value * _ALL - rate.value * whole.value), default=None)


def named_whole(passage: Passage, rate: Quantity) -> Quantity | None:
    """The only figure that carries all words by which a rate names its base: 55% tổng dự toán sử dụng."""
    words = base_words(rate)
    if len(words) < _LEAST or words <= _PLAN:
        return None
    told = (q for q in passage.quantities if q.kind != "percent" and words <= _name(passage, q))
    return _only(q for q in told if not (shares_base(passage, q, rate) or _is_share(passage, q, words)))


def _is_share(passage: Passage, quantity: Quantity, words: Set[str]) -> bool:
    """Whether a figure is told as a share of what its noun alone names: 261 hộ, chiếm 29%."""
    rate = next((q for q in passage.quantities if q.token > quantity.last), None)
    if rate is None or rate.kind != "percent" or rate.before != "chiem":
        return False
    return words <= _telling(f"{fold(quantity.unit)} {quantity.after}")


def opened_whole(passage: Passage, rate: Quantity) -> Quantity | None:
    """Số hộ cận nghèo là 1.956 hộ. Trong số hộ cận nghèo có 1.874 hộ …, chiếm 95,8%: the only figure before
    that carries all words of what the sentence says it is told among."""
    if rate.after:
        return None
    first = passage.sentence(rate.sentence)[0]
    own = passage.within(first, rate.token)
    said = _AMONG.match(passage.words(first, own[0].token)) if own else None
    words = _telling(said[1]) if said else frozenset()
    if len(words) < _LEAST or words <= _PLAN or not _of_the_opening(passage, own):
        return None
    told = (q for q in passage.quantities if q.token < first and q.kind != "percent")
    return _only(q for q in told if words <= _name(passage, q))


def _of_the_opening(passage: Passage, own: Sequence[Quantity]) -> bool:
    """Whether the last of these figures is told of nothing but what the sentence opens with: no list opens
    behind, and none of its unit stands before it in its clause."""
    part = own[-1]
    clause = [q for q in own[:-1] if ";" not in passage.words(q.last, part.token)]
    if any(units.same_unit(q.measure, part.measure) for q in clause):
        return False
    return not opens_between(passage, own[0].last, part.token)


def base_words(rate: Quantity) -> frozenset[str]:
    """The words by which a rate names its base behind itself."""
    return _telling(rate.after) if named_base(rate) else frozenset()


def named_part(passage: Passage, rate: Quantity, whole: Quantity) -> Quantity | None:
    """The only figure near before it that carries all words of its subject: BHXH tự nguyện đạt 61,7%."""
    subject = _subject(passage, rate)
    near = [q for q in passage.quantities if q.token < rate.token and rate.sentence - q.sentence <= 1]
    if not subject:
        return None
    return _only(q for q in near if q is not whole and q.kind != "percent" and subject <= _name(passage, q))


def parts_for(passage: Passage, rate: Quantity, whole: Quantity, *, attached: bool) -> list[Quantity]:
    """The quantity before a rate whose whole a bracket tells: the one its subject names, or the nearest, of
    the sentence before if need be; and behind it what else may agree with that whole."""
    before = [
        q for q in passage.quantities
        if q.token < rate.token and rate.sentence - q.sentence <= 1 and q is not whole and counts(q)
        and q.depth <= rate.depth and q.exact and changes_by(q) is None
        and (units.same_unit(q.measure, whole.measure) or (attached and counted_alike(q, rate, whole)))
    ]  # fmt: skip
    named = None if attached else named_part(passage, rate, whole)
    part = named or (before[-1] if before else None)
    return [part, *(q for q in before if q is not part and plain(q))] if part is not None else []


def named_against(passage: Passage, rate: Quantity) -> Pair | None:
    """Tỷ lệ quá hạn so với hồ sơ đã giải quyết (3.258 hồ sơ) là 8,18%: a base in brackets between."""
    before = next((q for q in reversed(passage.quantities) if q.token < rate.token), None)
    if before is None or before.depth <= rate.depth or not plain(before) or before.sentence != rate.sentence:
        return None
    said = _clause(passage, rate.token, rate.depth)
    if _AGAINST.search(said) is None or not said.startswith(("ty le", "ti le")):
        return None
    part = named_part(passage, rate, before)
    return Pair(part, before, bound=True) if part is not None and part.value <= before.value else None


def named_shares(document: Document, passage: Passage, rate: Quantity, known: Known) -> Iterator[Pair]:
    """Parts of totals that hold, where the rate is said of just one of them: vốn trung ương chiếm 70,3%."""
    subject = _subject(passage, rate)
    if not subject:
        return
    near = [q for q in around(document, passage, rate) if plain(q) and q.start < rate.start]
    if len(subject) == 1:  # one word without accents is also another: số hóa, Hòa Sơn
        near = [q for q in near if q in passage.quantities]
    base = _telling(rate.after) - _ALL_OF
    own = [q for q in near if q in passage.quantities and q.sentence == rate.sentence]
    first = next(q for q in passage.quantities if q.sentence == rate.sentence)
    opens = passage.words(passage.sentence(rate.sentence)[0], first.token)
    topic = first.kind == "percent" and opens.startswith(("ty le", "ti le"))
    if topic and first is not rate and not own:
        return  # tỷ lệ khai thác dữ liệu toàn tỉnh đạt 6,56%, trong đó cấp huyện đạt 14,75%: rates of rates
    for total, parts in _split(passage, rate, near, known):
        if any(q not in (total, *parts) and units.same_unit(q.measure, total.measure) for q in own):
            continue  # the sentence has gone on to others
        called = _name(document.passage_of(total), total) | _heading(document.passage_of(total), total)
        part = _told_of(document, parts, subject, called) if base <= called else None
        if part is not None and part.value < total.value and units.same_unit(part.measure, total.measure):
            yield Pair(part, total, bound=True)


def _heading(passage: Passage, total: Quantity) -> frozenset[str]:
    """What the sentence of a total begins with: Vốn làm đường gồm …, cộng 912 triệu đồng."""
    first = passage.sentence(total.sentence)[0]
    figure = next((q.token for q in passage.quantities if q.token >= first), first)
    return _telling(passage.words(first, figure))


def _split(
    passage: Passage, rate: Quantity, near: Sequence[Quantity], known: Known
) -> Iterator[tuple[Quantity, Sequence[Quantity]]]:
    """Totals with the parts near that make them up, or of which rates beside tell shares."""
    at = {place(q): q for q in near}
    totals: dict[Place, list[Quantity]] = {}
    for part in near:
        for spot in known.totals_of(part):
            totals.setdefault(spot, []).append(part)
    beside = [q for q in passage.quantities if q.kind == "percent" and q.sentence == rate.sentence]
    for spot in {base for q in beside if q is not rate and (base := known.base_of(q)) in at and base}:
        total = at[spot]
        same = [q for q in near if q is not total and units.same_unit(q.measure, total.measure)]
        totals.setdefault(spot, same)
    yield from ((at[spot], parts) for spot, parts in totals.items() if spot in at)


_TWO = 2  # parts among which one is named


def _told_of(
    document: Document, parts: Sequence[Quantity], subject: Set[str], called: Set[str]
) -> Quantity | None:
    """The part whose own words, which not all parts carry, the subject says, and nothing else with them."""
    if len(parts) < _TWO:
        return None
    names = [_name(document.passage_of(part), part) for part in parts]
    common = frozenset.intersection(*names)
    found = [
        part for part, name in zip(parts, names, strict=True)
        if subject & (name - common) and subject <= name | called
        and ((name - common) <= subject or subject - common <= name)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _subject(passage: Passage, rate: Quantity) -> frozenset[str]:
    """What the clause of a rate speaks of, without the base that it is set against."""
    return _telling(_AGAINST.split(_clause(passage, rate.token, rate.depth))[0])


def _only(found: Iterator[Quantity]) -> Quantity | None:
    """The one, where no other value comes with it."""
    every = list(found)
    return every[0] if len({q.value for q in every}) == 1 and plain(every[0]) else None
