"""The whole of a fraction, and the value that a change starts from, stand in the text before: 713 huyện …
giảm 8/713 huyện; 13 vụ … tăng 6 vụ (13/7); trúng cử 55/92, trong đó nữ 21/55. Where they are a slip of each
other, one of them is wrong.

Figures of three digits and more are told by their digits; of smaller ones a rate of the fraction, its rest or
the change must bear out one of the two.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import agrees, alike_digits, share
from dunghen.proofing.relations.repeats.same import same_draft
from dunghen.proofing.relations.verbs import changes_by, falls
from dunghen.proofing.surface.shadow import fold

_BACK = 2  # sentences before a fraction in which its whole stands
_LARGE = 100  # from which digits alone tell
_BESIDE = 14  # tokens between a fraction and the rate or rest that bears it out
_REST = re.compile(r"\( ?(?:\w+ )?co |(?:\(|,|;|\.|va)(?: \w+){0,3} con(?: lai)? ")


def find_restated(document: Document) -> Iterator[Draft]:
    """Figures that say the whole of a fraction, or what has changed, otherwise than it says itself."""
    for passage in document.passages:
        for both in passage.quantities:
            if both.of is None or both.kind not in {"count", "bare", "score"} or not both.exact:
                continue
            change = _change_of(passage, both)
            if change is None:
                yield from _whole_before(document, passage, both)
            elif abs(both.value - both.of) == change.value:
                yield from _changed_before(passage, both, change)


def _change_of(passage: Passage, both: Quantity) -> Quantity | None:
    """The change in whose bracket both times stand: tăng 6 vụ (13/7)."""
    before = next((q for q in reversed(passage.quantities) if q.token < both.token), None)
    if before is None or before.depth >= both.depth or before.kind != "count":
        return None
    inside = passage.tokens[both.token - 1].text == "(" and both.token - before.last <= _BESIDE
    return before if inside and _verb(passage, before) is not None else None


def _verb(passage: Passage, change: Quantity) -> str | None:
    """The verb of a change; of the second of two, giảm 145 lượt (…) và 127 người (…), that of the first."""
    joined = passage.words(change.token - 1, change.token) in {"va", ","} and not changes_by(change)
    earlier = [q for q in passage.quantities if q.token < change.token and q.sentence == change.sentence]
    first = next((verb for q in reversed(earlier) if (verb := changes_by(q))), None) if joined else None
    return first or changes_by(change)


def _changed_before(passage: Passage, both: Quantity, change: Quantity) -> Iterator[Draft]:
    """The only figure of its unit that the sentence, or the one before, has told, where it is not now's."""
    verb = _verb(passage, change)
    if verb is None or both.of is None or falls(verb) != (both.value < both.of):
        return
    told = [q for q in _earlier(passage, change) if units.same_unit(q.measure, change.measure)]
    told = [q for q in told if q.after == both.after] or [q for q in told if q.unit == both.unit] or told
    for sentence in (change.sentence, change.sentence - 1):
        near = [q for q in told if q.sentence == sentence]
        if near:
            if len(near) == 1 and near[0].value != both.value and near[0].of is None:
                yield same_draft(near[0], both)
            return


def _whole_before(document: Document, passage: Passage, both: Quantity) -> Iterator[Draft]:
    """The figure before a fraction that is a slip of its whole, where nothing before is just that."""
    near = [q for q in _earlier(passage, both) if both.sentence - q.sentence <= _BACK]
    if not both.sentence and (above := document.counted_before(passage)) is not None:
        near = [*(q for q in above.quantities if _plain(q)), *near]
    whole = both.of or Decimal(0)
    if any(whole in {q.value, q.of} for q in near):
        return
    alike = [q for q in near if units.same_unit(q.measure, both.measure)]
    named = [q for q in alike if q.of is None and _shared(q, both)]
    for other in sorted(named, key=lambda q: _shared(q, both))[-1:] or alike[-1:]:
        divides = other.of is not None and _divided(passage, other, both)
        if (other.of is not None and not divides) or _leaves(passage, other, both):
            continue
        if _meant(passage, other, both) if not divides else _by_its_rate(passage, other, both):
            yield same_draft(replace(other, of=None), replace(both, value=whole))


def _leaves(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """Whether a figure behind a fraction is what its whole leaves of the other: 527 đơn vị, trong đó đủ
    điều kiện 523/523 đơn vị; chưa đủ điều kiện 04 đơn vị."""
    rest = other.value - (both.of or Decimal(0))
    behind = (q for q in passage.quantities if q.token > both.last and q.depth == both.depth)
    return any(q.value == rest and units.same_unit(q.measure, both.measure) for q in behind if _plain(q))


def _meant(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """Whether digits, words and a rate or rest say that the whole of a fraction was told so before."""
    told, whole = other.value, both.of or Decimal(0)
    if not _one_kind(other, both):
        return False
    if told == both.value:  # có 30 hộ; 30/32 hộ đã thoát nghèo: the part, unless its rate says otherwise
        return _small_slip(told, whole) and _borne_out(passage, both, told)
    if min(told, whole) >= _LARGE and alike_digits(told, whole):
        return True
    named, beside = _so_named(other, both), _right_before(passage, other, both)
    if _small_slip(told, whole) and (named or beside or _borne_out(passage, both, told)):
        return True
    slight = abs(told - whole) * _TENTH <= max(told, whole)
    return (slight and beside) or (named and _by_its_rate(passage, other, both))


def _by_its_rate(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """Whether the rate or rest of a fraction agrees with its own whole, of which the other is a slip."""
    whole = both.of or Decimal(0)
    return _near(other.value, whole) and _borne_out(passage, both, whole)


def _right_before(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """tiếp nhận 61 đơn, qua phân loại có 25/61 đơn: of one sentence and unit, both without more words, and
    nothing counted between; a full one, đã giải quyết 670/670 vụ việc, in any words."""
    bare = [other] if both.value == both.of else [other, both]
    plain = all(len(q.after.split()) <= len(q.unit.split()) for q in bare)
    alone = _in_one_sentence(passage, other, both) and not passage.within(other.last + 1, both.token)
    return plain and alone and other.depth == both.depth


def _in_one_sentence(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """Whether the earlier figure stands in the sentence of the fraction, and in no block before."""
    return other in passage.quantities and other.sentence == both.sentence


def _divided(passage: Passage, other: Quantity, both: Quantity) -> bool:
    """Whether words say that a fraction divides what another one counted, or how much of it is done: 55/92,
    trong đó nữ 21/55; 833/1.506 đơn, đã giải quyết xong 795/833 đơn."""
    between = passage.words(other.last + 1, both.token)
    return _in_one_sentence(passage, other, both) and _OF_THOSE.search(between) is not None


_OF_THOSE = re.compile(
    r"^[^,;]{0,40}[,;(] (?:trong (?:do|so do|so nay)|rieng|(?:den nay )?da (?:duoc )?(?:giai quyet|xu ly))\b"
)


def _near(told: Decimal, whole: Decimal) -> bool:
    """Whether a slip of the hand leads from one to the other."""
    return alike_digits(told, whole) or abs(told - whole) * _SLIGHT <= max(told, whole)


_SLIGHT, _TENTH = 5, 10  # a slip leaves a figure within this part of it


def _small_slip(told: Decimal, whole: Decimal) -> bool:
    """Two figures of two digits with one of them changed, or both swapped."""
    one, two = f"{told:f}", f"{whole:f}"
    return len(one) == len(two) == 2 and (one[0] == two[0] or one[1] == two[1] or one == two[::-1])


def _borne_out(passage: Passage, both: Quantity, told: Decimal) -> bool:
    """Whether the rate behind a fraction holds by the other whole, or by its own, of which the other has the
    digits swapped; or its rest by one of the two."""
    after = next((q for q in passage.quantities if q.token > both.last), None)
    if after is None or after.token - both.last > _BESIDE or not after.exact:
        return False
    if after.kind == "percent":
        swapped = f"{told:f}" == f"{both.of:f}"[::-1]
        wholes = [told, both.of or told] if swapped else [told]
        rates = [share(both.value, whole) for whole in wholes]
        return after.step < 1 and any(rate is not None and agrees(after, rate) for rate in rates)
    rest = _REST.search(f"{passage.words(both.last + 1, after.token)} ") is not None
    alike = units.same_unit(after.measure, both.measure)
    return rest and alike and after.value in {told - both.value, (both.of or told) - both.value}


def _one_kind(one: Quantity, both: Quantity) -> bool:
    """Whether both count the same thing, said in the same words."""
    if not units.same_unit(one.measure, both.measure):
        return False
    shared = content_words(f"{one.label} {one.unit}") & content_words(f"{both.label} {both.unit}")
    nouns = one.unit.partition(" ")[0], both.unit.partition(" ")[0]  # ổ dịch, and the same ổ
    return bool(shared - content_words(both.unit)) or nouns[0] == nouns[1] != ""


def _so_named(one: Quantity, both: Quantity) -> bool:
    """Whether the words behind a fraction, besides its unit, stand behind the other too, or several do."""
    shared = _shared(one, both)
    return shared >= _SEVERAL or shared == len(content_words(both.after) - content_words(fold(both.unit))) > 0


def _shared(one: Quantity, both: Quantity) -> int:
    return len((content_words(both.after) - content_words(fold(both.unit))) & content_words(one.after))


_SEVERAL = 2  # words besides the unit


def _earlier(passage: Passage, quantity: Quantity) -> list[Quantity]:
    return [q for q in passage.quantities if q.token < quantity.token and _plain(q)]


def _plain(quantity: Quantity) -> bool:
    return quantity.kind in {"count", "bare", "score"} and quantity.exact and changes_by(quantity) is None
