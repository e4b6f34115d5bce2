"""Totals that name their parts: "cộng thường trú và tạm trú: 20.222", "tổng số nhiệm vụ quá hạn là 97"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import is_partial
from dunghen.proofing.relations.sums.listings import Listing, changes, may_total
from dunghen.proofing.relations.wholes import earlier
from dunghen.proofing.surface.shadow import fold

_SUM = re.compile(
    r"\b(?:tong(?: cong| so)?|cong|gop)\b(?! (?:hop|ket|cuc|dai|chuc|tac|dong|an|trinh|bo|khai|ty))"
)
_BRACKET = re.compile(r"\([^()]*\)|\(.*")
_TAIL = re.compile(r"(?: (?:la|co|dat|duoc|gom|bang|uoc|nhu sau|:|=))+ ?$")
_JOINED = re.compile(r" (?:va|,|cung) ")
_FEW, _MOST = 2, 5  # parts
_REACH = 30  # tokens between the word "tổng" and the number


def named_parts(passage: Passage) -> Iterator[Listing]:
    """Lists of the figures that a later total names by their words."""
    for cue in _SUM.finditer(passage.line) if len(passage.quantities) > _FEW else ():
        first = passage.token_in_line(cue.end())
        place = bisect_left(passage.quantities, first, key=lambda q: q.token)
        if not 1 < place < len(passage.quantities):
            continue
        total = passage.quantities[place]
        name = _TAIL.sub("", f" {_BRACKET.sub('', passage.words(first, total.token))}").strip()
        near = total.token - first < _REACH and passage.tokens[first].sentence == total.sentence
        near = near and (cue[0] != "cong" or passage.tokens[first - 1].text != "công")  # tiếp công dân
        if not (near and name and _plain(total)) or is_partial(name):
            continue
        before = [
            q for q in passage.quantities[:place]
            if units.may_add(total.measure, q.measure) and _plain(q) and not earlier(passage, q)
            and not _called_so(q, total)
        ]  # fmt: skip
        ways = (_each(name, total, before), _all_alike(name, before), _so_many(name, total, before))
        parts = next(filter(None, ways), None)
        if parts:
            yield Listing((total,), tuple(parts), 1)


def _called_so(quantity: Quantity, total: Quantity) -> bool:
    """Whether it is called a total in the same words: the same of another body."""
    own, other = _SUM.search(quantity.before), _SUM.search(total.before)
    said = own and other and quantity.before[own.start() :] == total.before[other.start() :]
    return bool(said)


def _plain(quantity: Quantity) -> bool:
    return may_total(quantity) and quantity.exact and quantity.of is None and not changes(quantity)


def raised(passage: Passage) -> Iterator[Listing]:
    """Làm mới 12,6 km, nâng tổng chiều dài từ 41,8 km lên 54,4 km: what was there and what came to it."""
    for place, total in enumerate(passage.quantities):
        if not place or passage.tokens[total.token - 1].fold != "len" or not may_total(total):
            continue
        words = passage.words(total.token - _REACH, total.token)
        alike = (q for q in passage.quantities[:place] if q.sentence == total.sentence and q.exact)
        own = [q for q in alike if units.same_unit(q.measure, total.measure)]
        base = own.pop() if own and own[-1] is passage.quantities[place - 1] else None
        from_ = base is not None and _FROM.search(base.before) and base.value < total.value
        if base is not None and from_ and len(own) == 1 and _RAISES.search(words):
            yield Listing((total,), (*own, base), 1)


_FROM = re.compile(r"\btu$")
_RAISES = re.compile(r"\b(?:nang|dua)\b[^;()]*\blen$")


def _each(name: str, total: Quantity, earlier: Sequence[Quantity]) -> list[Quantity]:
    """The figures called by the words that "và" or a comma joins, each by its last two or by its unit."""
    names = [f" {one.strip()} " for one in _JOINED.split(name) if one.strip()]
    if not 1 < len(names) <= _MOST:
        return []
    found: list[Quantity] = []
    for one in names:
        called = [q for q in earlier if any(key and f" {key} " in one for key in _keys(q, total))]
        if not called:
            return []
        found.append(min(reversed(called), key=lambda q: len(q.before)))
    return found if len({q.token for q in found}) == len(names) else []


def _all_alike(name: str, earlier: Sequence[Quantity]) -> list[Quantity]:
    """The figures that carry the last words of the total: quá hạn 75, …, quá hạn 12."""
    key = " ".join(name.split()[-_WORDS:])
    found = [q for q in earlier if _label(q) == key]
    apart = len({q.value for q in found}) == len(found) and len({q.depth for q in found}) == 1
    return found if 1 < len(found) <= _MOST and apart and " " in key else []


def _so_many(name: str, total: Quantity, earlier: Sequence[Quantity]) -> list[Quantity]:
    """Tổng hai nguồn, tổng số ở ba cấp: as many figures of its unit as it says, when there are no others."""
    said = _COUNT.search(name)
    found = [q for q in earlier if q.depth == total.depth and q.measure == total.measure]
    many = _COUNTS.index(said[1]) + 2 if said is not None and total.unit else 0
    return found if len(found) == many else []


_COUNTS = ("hai", "ba", "bon")
_COUNT = re.compile(rf"(?<!thu )\b({'|'.join(_COUNTS)}) [^\W\d]+\b")


def _keys(quantity: Quantity, total: Quantity) -> tuple[str, str]:
    unit = fold(quantity.unit)
    return _label(quantity), unit if unit != fold(total.unit) else ""


def _label(quantity: Quantity) -> str:
    """The last two words before a figure, without those that only join it."""
    return " ".join(_TAIL.sub("", f" {quantity.before}").split()[-_WORDS:])


_WORDS = 2
