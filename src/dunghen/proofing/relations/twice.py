"""A second look for one quantity with two values: figures whose digits are a slip of each other.

Two figures of one unit with the same digits in another order, or with one other digit, are seldom two
quantities when the words around them are much the same. The digits lead to the pairs, so that a long report
is read once.
"""

from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.same import Mention, one_scope, same_draft, strangers
from dunghen.proofing.relations.slips import evidence

_LEAST = 20  # smaller figures are like each other by accident
_KINDS = frozenset({"count", "size", "score"})
_SMALL = 100  # smaller figures say the same of time, form and plan too
_OPEN = 3  # digits
_MOST = 6  # earlier figures of like digits that are compared
_ENOUGH = 3.7  # evidence of the digits and, twice over, the share of words that both say
_TELLING = 2  # words at least that say the same thing, besides the unit
_SHARE = 0.6  # of the words of either


def find_twice(mentions: Sequence[Mention], known: Known) -> Iterator[Draft]:
    """Pairs of figures that name one quantity and differ by a slip."""
    by_digits: dict[str, list[Mention]] = {}
    for mention in mentions:
        value = mention.quantity.value
        if mention.quantity.kind not in _KINDS or value < _LEAST or mention.quantity.step != 1:
            continue
        keys = _keys(str(int(value)))
        peers = {id(other): other for key in keys for other in by_digits.get(key, ())[-_MOST:]}
        for other in peers.values():
            if other.quantity.value != value and _one_thing(other, mention):
                pair = (other.quantity, mention.quantity)
                held = all(known.agrees(quantity) for quantity in pair)  # each in a sum of its own that holds
                if not held and not known.joins(pair, at_least=2, of_any=2):
                    yield same_draft(other.quantity, mention.quantity)
                break
        for key in keys:
            by_digits.setdefault(key, []).append(mention)


def _keys(digits: str) -> list[str]:
    """The digits in order, and a number of three or more with each of its digits left open."""
    if len(digits) < _OPEN:
        return ["".join(sorted(digits))]
    return ["".join(sorted(digits)), *(f"{digits[:at]}_{digits[at + 1 :]}" for at in range(len(digits)))]


def _one_thing(first: Mention, second: Mention) -> bool:
    """Whether the words of both tell of one thing, the more of them the less telling the digits are."""
    if first.home == second.home or not units.same_unit(first.measure, second.measure):
        return False
    small = min(first.quantity.value, second.quantity.value) < _SMALL
    if strangers(first, second) or (small and not one_scope(first.scope, second.scope)):
        return False
    unit = set(first.measure[1].split()) | set(second.measure[1].split())
    cores = first.core | first.lead, second.core | second.lead
    shared = cores[0] & (second.wide | second.lead), cores[1] & (first.wide | first.lead)
    telling = (shared[0] & shared[1]) - unit
    shares = [len(one) / max(len(own), 1) for one, own in zip(shared, cores, strict=True)]
    if len(telling) < _TELLING or max(shares) < _SHARE:
        return False
    one, two = first.quantity, second.quantity
    return evidence(one.value, two.value, one.step) + sum(shares) >= _ENOUGH
