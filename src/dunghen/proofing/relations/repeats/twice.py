"""A second look for one quantity with two values: figures whose digits are a slip of each other.

Two figures of one unit with the same digits in another order, or with one other digit, are seldom two
quantities when the words around them are much the same: as many of either as both say, or a long run of words
that stands in both sentences. The digits lead to the pairs, so that a long report is read once.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.draft import Draft, number, place
from dunghen.proofing.relations.judge import one_rounds, turned
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.repeats.mentions import BREAK, Mention, in_prose
from dunghen.proofing.relations.repeats.rows import InRow
from dunghen.proofing.relations.repeats.same import one_scope, same_draft, strangers
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.surface.shadow import fold

_LEAST = 20  # smaller figures are like each other by accident
# Under which kind a figure is kept, and under which those are looked for that may be the same.
_KINDS = {"count": "n", "score": "n", "size": "size", "money": "money", "percent": "percent", "bare": "bare"}
_GROUPS = {"count": ("n", "bare"), "score": ("n", "bare"), "bare": ("n",)} | {
    kind: (kind,) for kind in ("size", "money", "percent")
}
_PLAIN = frozenset({"count", "size", "score", "bare"})
_SMALL = 100  # smaller figures say the same of time, form and plan too
_OPEN = 3  # digits
_MOST = 6  # earlier figures of like digits that are compared
_ENOUGH = 3.7  # evidence of the digits and, twice over, the share of words that both say
_TELLING = 2  # words at least that say the same thing, besides the unit
_SHARE = 0.6  # of the words of either
_WORD, _RUN = 0.35, 3  # what each word of a run that both say tells; words of one at least
_CITED = 1.0  # what it tells that one sentence says what another place of the report states
_TOLD = 4.8  # evidence of the digits and the run


def find_twice(mentions: Sequence[Mention], cells: Iterable[InRow], known: Known) -> Iterator[Draft]:
    """Pairs of figures that name one quantity and differ by a slip; cells only with what is no cell."""
    by_digits: dict[tuple[str, str], list[Mention]] = {}
    for mention in chain(mentions, cells):
        cell = mention if isinstance(mention, InRow) and mention.others else None
        kind, value = mention.quantity.kind, mention.quantity.value
        shown = value / mention.quantity.step
        if kind not in _GROUPS or shown < _LEAST:
            continue
        keys = _keys(str(int(shown)))[: None if kind in _PLAIN else 1]
        places = [(key, group) for key in keys for group in _GROUPS[kind]]
        peers = {id(other): other for spot in places for other in by_digits.get(spot, ())[-_MOST:]}
        for other in peers.values():
            apart = other.quantity.value != value and (cell is None or _in_its_cell(other, cell))
            if apart and _one_thing(other, mention):
                pair = (other.quantity, mention.quantity)
                held = all(known.settles(quantity) for quantity in pair)  # each in a relation of its own
                if not held and not known.joins(pair, at_least=2, of_any=2):
                    yield same_draft(other.quantity, mention.quantity)
                break
        for key in () if cell else keys:
            by_digits.setdefault((key, _KINDS[kind]), []).append(mention)


def find_fractions(document: Document) -> Iterator[Draft]:
    """18/35 xã … 18/53 xã: a part or its whole that is written with its digits swapped."""
    seen: dict[tuple[str, Decimal], list[tuple[Passage, Quantity]]] = {}
    for passage in document.passages:
        for quantity in passage.quantities:
            if quantity.of is None or quantity.kind != "count":
                continue
            sides = ("part", quantity.value), ("whole", quantity.of)
            pairs = [pair for side in sides for pair in seen.get(side, ())[-_MOST:]]
            for other_passage, other in pairs:
                if _turned(other, quantity) and _one_fraction(
                    in_prose(document, other_passage, other), in_prose(document, passage, quantity)
                ):
                    yield _fraction_draft(other, quantity)
                    break
            for side in sides:
                seen.setdefault(side, []).append((passage, quantity))


def _turned(one: Quantity, two: Quantity) -> bool:
    """Whether one side is the same and the other has its digits swapped."""
    sides = [(one.value, two.value), (one.of or 0, two.of or 0)]
    other = [(str(a), str(b)) for a, b in sides if a != b]
    return len(other) == 1 and len(other[0][0]) > 1 and sorted(other[0][0]) == sorted(other[0][1])


def _one_fraction(first: Mention, second: Mention) -> bool:
    if first.home == second.home or not units.same_unit(first.measure, second.measure):
        return False
    run = _longest_run(first.run, second.run)
    return run >= _TELLING and not strangers(first, second) and not _contrasted(first, second)


def _fraction_draft(one: Quantity, two: Quantity) -> Draft:
    shown = [f"{number(q.value)}/{number(q.of or Decimal(0))}" for q in (one, two)]
    text = f"Cùng một số liệu được ghi hai giá trị: {shown[0]} và {shown[1]}."
    values = (one.value, two.value) if one.value != two.value else (one.of, two.of)
    return Draft("same_quantity", "contradiction", (place(one), place(two)), *values, text)


def _keys(digits: str) -> list[str]:
    """The digits in order, first, and a number of three or more with each of its digits left open."""
    if len(digits) < _OPEN:
        return ["".join(sorted(digits))]
    return ["".join(sorted(digits)), *(f"{digits[:at]}_{digits[at + 1 :]}" for at in range(len(digits)))]


def _one_thing(first: Mention, second: Mention) -> bool:
    """Whether the words of both tell of one thing, the more of them the less telling the digits are."""
    if first.home == second.home:
        return False
    if first.measure != second.measure and not units.same_unit(first.measure, second.measure):
        return False
    if not _swapped(first, second) or not _of_one_noun(first, second):
        return False
    one, two = first.quantity, second.quantity
    if min(one.value, two.value) < _SMALL and not one_scope(first.scope, second.scope):
        return False
    worded = len(first.named & second.named) >= _TELLING
    said = len(first.said & second.said)
    if not (worded or said >= _RUN) or one_rounds(one, two):
        return False
    nearness = evidence(one.value, two.value, one.step)
    worded = worded and one.kind in _PLAIN and one.step == two.step == 1
    in_words = worded and _in_words(first, second, nearness)
    return in_words or (said >= _RUN and _in_a_run(first, second, nearness, said))


def _of_one_noun(first: Mention, second: Mention) -> bool:
    """Whether the words of a figure without a unit name that of the other: số tổ chức ủng hộ là 1.481."""
    if first.quantity.kind != "bare" != second.quantity.kind:
        return True
    bare, other = (first, second) if first.quantity.kind == "bare" else (second, first)
    noun = fold(other.measure[1].partition(" ")[0])
    return noun != "" and noun in bare.said


def _in_its_cell(other: Mention, cell: InRow) -> bool:
    """Whether words of prose name the row and column of a cell; neither may the cell stand beside that nor
    it in the cell's row or column."""
    beside = {value for *_said, value in other.beside}
    if other.quantity.value in cell.others or cell.quantity.value in beside:
        return False
    unit = fold(f"{cell.measure[1]} {other.measure[1]}").split()
    head, said = identity_words(cell.head) - {*unit}, other.wide | other.lead
    return identity_words(cell.label) <= said and 2 * len(head & other.named) >= len(head)


def _in_words(first: Mention, second: Mention, nearness: float) -> bool:
    """Whether most words of either are said by both, and none that tells them apart."""
    unit = {*first.measure[1].split(), *second.measure[1].split()}
    cores = first.named, second.named
    if len((cores[0] & cores[1]) - unit) < _TELLING or _contrasted(first, second):
        return False
    shared = len(cores[0] & (second.wide | second.lead)), len(cores[1] & (first.wide | first.lead))
    shares = [said / len(own) for said, own in zip(shared, cores, strict=True)]
    alike = max(shares) >= _SHARE and nearness + sum(shares) >= _ENOUGH
    return alike and not strangers(first, second)


def _in_a_run(first: Mention, second: Mention, nearness: float, said: int) -> bool:
    """Whether both sentences, of which so many words are `said` in both, say one long run of them, the longer
    the less telling the digits are, and none that tells them apart."""
    cited = first.restates or second.restates
    least = max((_TOLD - nearness - cited * _CITED) / _WORD, _RUN)
    if said < least or (not cited and _contrasted(first, second)):
        return False
    return not strangers(first, second) and _longest_run(first.run, second.run) >= least


def _contrasted(first: Mention, second: Mention) -> bool:
    """Whether each says a few words of its figure that the other does not: tiếp nhận, trả kết quả."""
    apart = len(first.core - second.wide - second.lead), len(second.core - first.wide - first.lead)
    return min(apart) > 1 and max(apart) <= _CONTRAST


def _swapped(first: Mention, second: Mention) -> bool:
    """Whether the digits are the same in another order, where that is asked: rates and money recur."""
    if first.quantity.kind in _PLAIN:
        return True
    return turned(first.quantity.value, second.quantity.value)


def _longest_run(one: list[str], two: list[str]) -> int:
    """How many words the longest run has that both say, where it tells anything."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(two):
        if word != BREAK:
            places.setdefault(word, []).append(at)
    best, before = 0, dict[int, int]()
    for last, word in enumerate(one):
        now = {at: before.get(at - 1, 0) + 1 for at in places.get(word, ())}
        longest = max(now.values(), default=0)
        if longest > best and len(identity_words(" ".join(one[last + 1 - longest : last + 1]))) >= _TELLING:
            best = longest
        before = now
    return best


_CONTRAST = 4  # words
