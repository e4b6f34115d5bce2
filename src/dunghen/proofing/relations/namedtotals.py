"""Totals that name their parts: "cộng thường trú và tạm trú: 20.222", "tổng số nhiệm vụ quá hạn là 97"."""

import re
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import is_partial
from dunghen.proofing.relations.listings import Listing, changes, may_total
from dunghen.proofing.relations.wholes import earlier
from dunghen.proofing.surface.shadow import fold

_SUM = re.compile(
    r"\b(?:tong(?: cong| so)?|cong|gop)\b(?! (?:hop|ket|cuc|dai|chuc|tac|dong|an|trinh|bo|khai|ty))"
)
_BRACKET = re.compile(r"\([^()]*\)|\(.*")
_TAIL = re.compile(r"(?: (?:la|co|dat|duoc|gom|bang|uoc|nhu sau|:|=))+ ?$")
_JOINED = re.compile(r" (?:va|,|cung) ")
_MOST = 5  # parts
_REACH = 30  # tokens between the word "tổng" and the number


def named_parts(passage: Passage) -> Iterator[Listing]:
    """Lists of the figures that a later total names by their words."""
    if not _SUM.search(passage.line):
        return
    usable = [q for q in passage.quantities if may_total(q) and q.exact and q.of is None and not changes(q)]
    usable = [q for q in usable if not earlier(passage, q)]
    for place, total in enumerate(usable[2:], 2):
        name = _name(passage, total)
        if not name or is_partial(name):
            continue
        before = [q for q in usable[:place] if units.may_add(total.measure, q.measure)]
        parts = _each(name, total, before) or _all_alike(name, total, before)
        if parts:
            yield Listing((total,), tuple(parts), 1)


def _name(passage: Passage, total: Quantity) -> str:
    """The words between "tổng" and its number, over brackets without figures; empty when there are none."""
    first = max(passage.sentence(total.sentence)[0], total.token - _REACH)
    words = passage.words(first, total.token)
    found = next(reversed([*_SUM.finditer(words)]), None)
    if found is None or any(
        q.token >= first + words[: found.end()].count(" ") for q in _before(passage, total)
    ):
        return ""
    return _TAIL.sub("", f" {_BRACKET.sub('', words[found.end() :])}").strip()


def raised(passage: Passage) -> Iterator[Listing]:
    """Làm mới 12,6 km, nâng tổng chiều dài từ 41,8 km lên 54,4 km: what was there and what came to it."""
    for place, total in enumerate(passage.quantities):
        words = passage.words(max(total.token - _REACH, 0), total.token)
        if not words.endswith(" len") or not may_total(total) or not total.exact or total.of is not None:
            continue
        own = [q for q in _before(passage, total) if units.same_unit(q.measure, total.measure) and q.exact]
        base = next((q for q in passage.quantities[place + 1 : place + 2] if _EARLIER.match(q.before)), None)
        if own and _FROM.search(own[-1].before) and own[-1] is passage.quantities[place - 1]:
            base, own = own[-1], own[:-1]
        if base is not None and len(own) == 1 and _RAISES.search(words) and base.value < total.value:
            yield Listing((total,), (own[0], base), 1)


_FROM = re.compile(r"\btu$")
_EARLIER = re.compile(r"(?:truoc (?:do|day|khi)|dau (?:nam|ky)|cu|nam truoc|cuoi nam)\b")
_RAISES = re.compile(r"\b(?:nang|dua)\b[^;()]*\blen$")


def _before(passage: Passage, total: Quantity) -> list[Quantity]:
    return [q for q in passage.quantities if q.sentence == total.sentence and q.token < total.token]


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


def _all_alike(name: str, total: Quantity, earlier: Sequence[Quantity]) -> list[Quantity]:
    """The figures that carry the last words of the total: quá hạn 75, …, quá hạn 12."""
    key = " ".join(name.split()[-_WORDS:])
    found = [q for q in earlier if _label(q) == key]
    apart = len({q.value for q in found}) == len(found) and len({q.depth for q in found}) == 1
    return found if 1 < len(found) <= _MOST and apart and " " in key else []


def _keys(quantity: Quantity, total: Quantity) -> tuple[str, str]:
    unit = fold(quantity.unit)
    return _label(quantity), unit if unit != fold(total.unit) else ""


def _label(quantity: Quantity) -> str:
    """The last two words before a figure, without those that only join it."""
    return " ".join(_TAIL.sub("", f" {quantity.before}").split()[-_WORDS:])


_WORDS = 2
