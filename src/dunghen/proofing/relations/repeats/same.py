"""One quantity named twice: its words, unit, scope and period agree, so its value must."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.draft import Draft, number, place
from dunghen.proofing.relations.judge import alike, alike_digits, one_rounds, turned
from dunghen.proofing.relations.repeats.mentions import GROUPS, Mention
from dunghen.proofing.vocabulary import words

_GENERIC = words("words.generic")
_FEW = 3  # words that two descriptions share at least
_MANY = 5  # telling words after which a whole agreement is no accident
_COMMON = 3  # a word in more descriptions than this tells little
_MOST_PEERS = 24
_SURE, _FAIRLY, _LIKELY, _LEAST = 0.8, 0.72, 0.66, 0.5
_CLEARLY = 0.85
_WHOLLY = 0.96  # two descriptions with hardly a word between them
_NEAR = Decimal("1.1")  # how far two values of one quantity may lie apart
_BY_WORDS = tuple(map(Decimal, ("1.1", "1.1", "1.1", "1.25", "1.5", "2.6")))  # likewise, by telling words
_AMOUNTS = words("words.amounts")


def find_same(mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Each quantity against its earlier mentions."""
    spread = Counter(word for _home, words in {(m.home, m.core) for m in mentions} for word in words)
    rare = frozenset(word for word, often in spread.items() if often <= _COMMON) - _GENERIC
    by_word: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        telling = sorted(mention.core, key=lambda word: (spread[word], word))[:_TELLING]
        peers = [other for word in telling for other in by_word.get(word, ())[-_MOST_PEERS:]]
        shared, least = Counter(peers), min(_FEW, len(telling))
        near = [mentions[other] for other, words in shared.items() if words >= least]
        own = mention.core & rare
        found = [(other, _likeness(other, mention, len(other.core & own))) for other in near]
        found = [(other, likeness) for other, likeness in found if likeness]
        if found:
            found.sort(key=lambda pair: (pair[0].quantity.value == mention.quantity.value, pair[1]))
            yield from _compare(found[-1][0], mention, found[-1][1])
        for word in telling:
            by_word.setdefault(word, []).append(at)


_TELLING = 8  # the rarest words of a description, by which others are looked up


def _compare(first: Mention, second: Mention, likeness: float) -> Iterator[Draft]:
    one, two = first.quantity, second.quantity
    places = (place(one), place(two))
    if one.value == two.value or one_rounds(one, two):
        text = f"Hai chỗ cùng ghi {number(one.value)}."
        yield Draft("same_quantity", "consistent", places, one.value, two.value, text, weak=True)
    elif _contradicts(first, second, likeness):
        yield same_draft(one, two)


def same_draft(one: Quantity, two: Quantity) -> Draft:
    """One quantity with two values."""
    shown = f"{number(one.value)} và {number(two.value)}"
    text = f"Cùng một số liệu được ghi hai giá trị: {shown}, lệch {number(abs(one.value - two.value))}."
    return Draft("same_quantity", "contradiction", (place(one), place(two)), one.value, two.value, text)


def _contradicts(first: Mention, second: Mention, likeness: float) -> bool:
    """Words, unit, scope and period agree and a slip of the hand explains the values; the more the words
    tell, the farther apart the values may lie. Money and rates recur with other values in the same words."""
    one, two = first.quantity, second.quantity
    other_row = bool(first.row and second.row and first.row != second.row)
    whole_rate = one.kind == "percent" and Decimal(100) in (one.value, two.value)
    if other_row or whole_rate or _one_pattern(first, second):
        return False
    telling = len((first.core & second.core) - _GENERIC - _AMOUNTS)
    one_dated = first.dated != second.dated and not (first.row or second.row)
    if turned(one.value, two.value):
        return not one_dated or likeness >= _SURE or telling > _FEW
    if one_dated and (likeness < _WHOLLY or telling <= _FEW):
        return False
    return likeness >= _FAIRLY and _near(one, two, likeness, telling)


def _near(one: Quantity, two: Quantity, likeness: float, telling: int) -> bool:
    """Whether the values lie as near as the words ask."""
    alike = alike_digits(one.value, two.value)
    if one.kind in {"percent", "money", "score"} or one.step != 1 or two.step != 1:
        return alike and telling > _FEW
    ratio = max(one.value, two.value) / min(one.value, two.value)
    most = _BY_WORDS[min(telling, _MANY)] if likeness >= _WHOLLY else _NEAR
    if likeness >= _CLEARLY and telling > _FEW:
        most = max(most, _BY_WORDS[_FEW])
    return alike or (ratio <= most and (likeness >= _SURE or telling > _FEW))


def _one_pattern(first: Mention, second: Mention) -> bool:
    """Two sentences of one pattern in which more than this figure differs speak of two things."""
    if len(first.beside) < 2 or first.pattern != second.pattern:
        return False
    return sum(one != two for one, two in zip(first.beside, second.beside, strict=True)) > 1


def _likeness(first: Mention, second: Mention, rare: int) -> float:
    """How sure two mentions speak of one quantity; 0 when they cannot or hardly do."""
    if first.home == second.home:
        return 0.0
    if first.measure != second.measure and not units.same_unit(first.measure, second.measure):
        return 0.0
    if rare < 2 and not _akin(first, second):
        return 0.0
    common = len(first.core & second.wide), len(second.core & first.wide)
    if min(common) < _FEW:
        return 0.0
    shares = common[0] / len(first.core), common[1] / len(second.core)
    likeness = sum(shares) / 2
    return 0.0 if min(shares) < _LEAST or likeness < _LIKELY or _other_thing(first, second) else likeness


def _other_thing(first: Mention, second: Mention) -> bool:
    """Whether period, names, scope or level are told apart."""
    if first.periods and second.periods and not first.periods & second.periods:
        return True
    if (
        _of_two_places(first, second)
        or _of_two_bodies(first, second)
        or (first.names - second.wide and second.names - first.wide)
    ):
        return True
    return not one_scope(first.groups, second.groups) or not _one_level(first, second)


def _of_two_bodies(first: Mention, second: Mention) -> bool:
    """Whether each stands in a block of its own body: "Tỉnh A: …", "Thành phố B: …"."""
    return bool(first.body and second.body) and first.body != second.body


def _of_two_places(first: Mention, second: Mention) -> bool:
    """Whether each is told of places of its own: tỉnh A có 194 xã … tỉnh B có 124 xã."""
    return bool(first.places and second.places) and first.places.isdisjoint(second.places)


def strangers(first: Mention, second: Mention) -> bool:
    """Whether scope, level, period, names or pattern say that two mentions are of two quantities."""
    named = first.names - second.wide and second.names - first.wide
    rows = first.row and second.row and first.row != second.row
    return (  # what takes longest to read comes last
        bool(rows or named)
        or _told_apart(first.groups, second.groups)
        or _one_pattern(first, second)
        or _of_two_bodies(first, second)
        or _of_two_places(first, second)
        or not _one_level(first, second)
        or _of_two_times(first, second)
    )


def _of_two_times(first: Mention, second: Mention) -> bool:
    """Whether each says one time, and not the same; several in a sentence are of other figures."""
    if not len(first.periods) == len(second.periods) == 1 or first.periods & second.periods:
        return False
    if first.dated or second.dated:
        return True
    one, two = (next(iter(mention.periods)).split()[0] for mention in (first, second))
    return one == two  # not a year and a quarter that headings say


@lru_cache(maxsize=1024)
def _told_apart(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether both name a time, form, plan, person or act, and not the same."""
    return any(first & group and second & group and first & group != second & group for group, _ in GROUPS)


@lru_cache(maxsize=1024)
def one_scope(first: frozenset[str], second: frozenset[str]) -> bool:
    """Both name the same time, form and plan; the kind of person or act may stay unsaid on one side."""
    if first == second:
        return True
    for group, strict in GROUPS:
        one, two = first & group, second & group
        if one != two and (strict or (one and two)):
            return False
    return True


def _one_level(first: Mention, second: Mention) -> bool:
    """The same level of government, said in the clause or before it; one unsaid level needs values alike."""
    if first.level and second.level:
        return bool(first.level & second.level)
    return not (first.level or second.level) or _akin(first, second)


def _akin(first: Mention, second: Mention) -> bool:
    """Values so like each other that the words need tell less; rates are alike too often for that."""
    one, two = first.quantity, second.quantity
    if one.kind == "percent":
        return turned(one.value, two.value)
    return first.digits[0] == second.digits[0] and alike(first.digits, second.digits)
