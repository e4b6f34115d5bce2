"""What is pointed back at was counted before: giao 14 kiến nghị … Trong 16 kiến nghị nói trên.

"Này", "đó", "nêu trên" behind a number and its noun, or "trong" before it with words that the text has said
of that noun, take up a figure told before. Where only one a slip away stands there, one of them is wrong.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.repeats.same import same_draft
from dunghen.proofing.relations.verbs import changes_by

_POINTS = re.compile(
    r"(?:(?!trong|theo|do|sau|từ|trước)\w+ ){0,5}?(?:này|đó|ấy|trên|nêu trên|nói trên|kể trên|vừa nêu)"
    r"(?: (?:[,.;)]|đã|có|thì|là|được|phải)|$)"
)
_MAY = re.compile(r"\b(?:nay|do|ay|tren|neu)\b")
_AMONG = re.compile(r"(?:^|\W)(?:trong|ca|toan bo|tat ca)(?: tong)?(?: so)?$")
_OF_THOSE = re.compile(r"trong(?: so)?")
_NUMBER_OF = re.compile(r"^(?:tong )?so(?: luong)? (?=\w)|(?: la| co| dat)$")
_LEAST, _NAMED = 11, 4  # smaller figures recur; words of a name that says which is taken up
_TWICE = 2  # a slip leads no farther
_SHARED = 3  # words besides the unit that a figure "trong" begins with has in common with an earlier one
_FEW = 4  # sentences back
_BEHIND = 9  # tokens behind a number in which the pointing word stands


def find_backward(document: Document, known: Known) -> Iterator[Draft]:
    """Figures that point back at one told before, which is a slip of them."""
    for passage in document.passages:
        for quantity in passage.quantities:
            if quantity.kind != "count" or not quantity.exact or quantity.of is not None:
                continue
            taken = list(_taken_up(document, passage, quantity)) if _takes_up(passage, quantity) else []
            yield from taken
            if quantity.value >= _LEAST and not taken and not known.is_total(quantity):
                yield from _pointed_at(document, passage, quantity)


def _pointed_at(document: Document, passage: Passage, quantity: Quantity) -> Iterator[Draft]:
    """The only one before of which it is a slip, where words point back."""
    words = _pointing(passage, quantity)
    if words is None:
        return
    told = _told_before(document, passage, quantity)
    alike = [one for one in told if _slip(one.value, quantity.value) and _shares(one, quantity, words)]
    if len(alike) == 1 and not _explained(told, quantity):
        yield same_draft(alike[0], quantity)


def _takes_up(passage: Passage, quantity: Quantity) -> bool:
    """Trong số 7 đại biểu Quốc hội, …: a sentence that begins with a figure and only its name."""
    first, _last = passage.sentence(quantity.sentence)
    begins = _OF_THOSE.fullmatch(passage.words(first, quantity.token)) is not None
    behind = [token.text for token in passage.tokens[quantity.last + 1 : quantity.last + 1 + _BEHIND]]
    ends = next((at for at, word in enumerate(behind) if word in {",", ":"}), 0)
    return begins and quantity.value > 1 and ends > 0 and len(quantity.after.split()) >= _NAMED


def _taken_up(document: Document, passage: Passage, quantity: Quantity) -> Iterator[Draft]:
    """The only figure of that name before it, where it is another."""
    told = _told_before(document, passage, quantity)
    alike = [one for one in told if f"{one.after} ".startswith(f"{quantity.after} ")]
    plain = len({one.value for one in alike}) == 1 and all(one.of is None and one.exact for one in alike)
    near = plain and max(alike[-1].value, quantity.value) <= _TWICE * min(alike[-1].value, quantity.value)
    if near and alike[-1].value != quantity.value and not _explained(told, quantity):
        yield same_draft(alike[-1], quantity)


def _pointing(passage: Passage, quantity: Quantity) -> int | None:
    """How many words besides the unit the earlier figure must share; None where nothing points back."""
    first, last = quantity.last + 1, quantity.last + 1 + _BEHIND
    behind = passage.words(first, last)
    if _MAY.search(behind) and _POINTS.match(" ".join(token.text for token in passage.tokens[first:last])):
        return 0
    return _SHARED if _AMONG.search(quantity.before) else None


def _told_before(document: Document, passage: Passage, quantity: Quantity) -> list[Quantity]:
    """Earlier figures of the same noun: of the sentences before, and of the block before those."""
    near = [
        q for q in passage.quantities if q.token < quantity.token and quantity.sentence - q.sentence <= _FEW
    ]
    above = document.counted_before(passage)
    told = [*(above.quantities if above is not None else ()), *near]
    noun = quantity.unit.partition(" ")[0]
    return [
        q for q in told if noun and (_is_count_of(q, noun) or _named(q, quantity)) and changes_by(q) is None
    ]


def _is_count_of(quantity: Quantity, noun: str) -> bool:
    return quantity.kind == "count" and quantity.unit.partition(" ")[0] == noun


def _named(one: Quantity, quantity: Quantity) -> bool:
    """Whether a bare number is of what is behind the other: số đơn quá hạn 1.206; trong 1.260 đơn quá hạn."""
    name = _NUMBER_OF.sub("", one.before)
    whole = one.kind == "bare" and name != one.before and len(name.split()) > _SHARED
    return whole and f"{quantity.after} ".startswith(f"{name} ")


def _slip(told: Decimal, again: Decimal) -> bool:
    """The same digits in another order; or one other digit that makes it more, which only some never are."""
    first, second = f"{told:f}", f"{again:f}"
    off = sum(a != b for a, b in zip(first, second, strict=False))
    more = len(first) == len(second) and off == 1 and again > told
    return told != again and (more or (alike_digits(told, again) and sorted(first) == sorted(second)))


def _shares(one: Quantity, quantity: Quantity, least: int) -> bool:
    if _named(one, quantity):
        return one.of is None and one.exact
    own = identity_words(quantity.after) - {*identity_words(quantity.unit)}
    return one.of is None and one.exact and len(own & identity_words(one.label)) >= least


def _explained(told: list[Quantity], quantity: Quantity) -> bool:
    """Whether the figure itself stands there, or two others come to it."""
    values = {value for q in told for value in (q.value, q.of) if value is not None}
    whole = {q.value for q in told if q.of is None}
    return quantity.value in values or any(
        quantity.value in {a + b, abs(a - b)} for a, b in combinations(whole, 2)
    )
