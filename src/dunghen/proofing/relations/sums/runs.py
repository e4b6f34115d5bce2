"""Forms in which a run of figures may stand for the parts of a total that no word joins to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import TOTAL, openers
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import OPENING, parallel
from dunghen.proofing.relations.wholes import explicit
from dunghen.proofing.surface.shadow import fold

_CLOSES = re.compile(r"\b(?:tong|cong|gop|chung|ca (?:hai|ba|bon)|thanh|tat ca|toan bo|het thay)\b")
_ONLY = re.compile(r"\bchi (?:co|con|moi)?\b|\bmoi co\b|\bit nhat\b")
_STRONG, _FAIR, _LOOSE = 0.6, 1.0, 1.5  # powers of ten of evidence that a form asks for
_CERTAIN = 2.5  # likewise where nothing but the order of the figures joins them
_SEVERAL = 3  # parts
_LONGEST = 12  # parts of a run


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that a form gives to a total, and how telling their nearness must be at least."""

    total: Quantity
    parts: tuple[Quantity, ...]
    least: float
    formless: bool = False
    again: bool = False  # the total is divided a second time


def later_runs(usable: Sequence[Quantity], total: Quantity, known: Known) -> Iterator[Run]:
    """A whole whose parts were found, divided once more in a later sentence: theo khối, theo độ tuổi."""
    if not known.agrees(total) or known.is_part(total):
        return
    for sentence in range(total.sentence, total.sentence + _FURTHER + 1):
        own = [
            q for q in usable if q.sentence == sentence and q.depth == total.depth and q.token > total.token
        ]
        own = [q for q in own if not known.is_part(q)]
        parts = _members(total, own)
        if parts and len(parts) == len(own) and all(units.same_unit(total.measure, q.measure) for q in parts):
            least = _FAIR if len(parts) >= _SEVERAL else _LOOSE
            yield Run(total, parts, _STRONG if closed(parts) else least, again=True)


_FURTHER = 4  # sentences in which a whole may be divided again


def runs_of(passage: Passage, usable: Sequence[Quantity], place: int, known: Known) -> Iterator[Run]:
    total, later = usable[place], usable[place + 1 :]
    own = [
        q for q in later
        if q.sentence == total.sentence and units.may_add(total.measure, q.measure)
        and not _OF_WHOM.fullmatch(passage.words(total.last + 1, q.token))
    ]  # fmt: skip
    yield from _in_bracket(passage, total, own)
    level = [q for q in own if q.depth == total.depth]
    listed = _is_listed(usable[:place], total)
    if level and not (listed and not known.is_part(total)):
        yield from _behind(passage, total, level)
    if not level and total.depth == 0 and (not listed or TOTAL.search(total.before)):
        yield from _in_next(passage, total, later)
    yield from _referred(passage, total, later)
    yield from _before(passage, total, usable[:place])


_OF_WHOM = re.compile(r"(?:\w+ )?(?:cua|voi|cho)(?: tong so)?")  # 3.287 lượt hồ sơ của 2.914 công dân


def _is_listed(earlier: Sequence[Quantity], total: Quantity) -> bool:
    """Whether a figure like it stands before it in the sentence, so that it is itself one of several."""
    return not TOTAL.search(total.before) and any(
        q.sentence == total.sentence and q.depth == total.depth and units.same_unit(q.measure, total.measure)
        for q in earlier
    )


def _members(total: Quantity, run: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The figures of the run that may be parts, up to one that is called a total or is not of their kind."""
    found: list[Quantity] = []
    for quantity in run[:_LONGEST]:
        if (found and TOTAL.search(quantity.before)) or not units.may_add(total.measure, quantity.measure):
            break
        found.append(quantity)
    same = all(units.same_unit(total.measure, q.measure) for q in found)
    one = len({q.unit.split()[0] if q.unit else "" for q in found}) == 1
    return tuple(found) if len(found) > 1 and (same or one) else ()


def _in_bracket(passage: Passage, total: Quantity, own: Sequence[Quantity]) -> Iterator[Run]:
    """8.164 ha, đạt 101,2% kế hoạch (lúa 5.830 ha; ngô 1.482 ha; lạc 872 ha)."""
    inner = []
    for quantity in own:
        if quantity.depth <= total.depth:
            break
        inner.append(quantity)
    opened = inner and passage.words(total.last, inner[0].token).count("(") == 1
    parts = _members(total, inner)
    if opened and len(parts) == len(inner):
        yield Run(total, parts, _STRONG if len(parts) >= _SEVERAL else _FAIR)


def _behind(passage: Passage, total: Quantity, level: Sequence[Quantity]) -> Iterator[Run]:
    """12,3 triệu tấn; đường bộ 9,4, đường sông 2,1 và đường biển 0,6 triệu tấn: a sign of a higher level."""
    parts = _members(total, level)
    if len(parts) != len(level):
        return
    signs = _sign_before(passage, total.last, parts[0])
    between = {_sign_before(passage, one.last, two) for one, two in pairwise(parts)}
    led = any(total.token < opener.first < parts[0].token for opener in openers(passage))
    joined = _joined(passage, parts)
    led = led or (
        (len(parts) >= _SEVERAL or joined) and total.before.endswith(("trong", "trong so", "trong tong so"))
    )
    if signs == ":" or (signs == ";" and ";" not in between) or led:
        least = _STRONG if led and closed(parts) else _FAIR if len(parts) >= _SEVERAL or joined else _LOOSE
        yield Run(total, parts, least)
    elif len(parts) >= _SEVERAL and signs == "," and all(part.before for part in parts) and parallel(parts):
        yield Run(total, parts, _LOOSE)
    elif joined and signs == "," and _alike(total, parts) and not _ONLY.search(parts[0].before):
        yield Run(total, parts, _STRONG)


def _alike(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Có 54 trụ sở, 29 trụ sở … và 15 trụ sở: one noun behind every number, and nothing before the parts'."""
    nouns = {part.unit.split()[0] if part.unit else "" for part in parts}
    return (
        len(nouns) == 1
        and bool(parts[0].unit)
        and not any(OPENING.sub("", part.before) for part in parts[:-1])
        and not _of_one_form([total, *parts])
    )


def _sign_before(passage: Passage, last: int, part: Quantity) -> str:
    """The strongest sign between two figures outside brackets."""
    tokens = [t.text for t in passage.tokens[last + 1 : part.token] if t.depth == part.depth]
    return next((sign for sign in (":", ";", ",", "và") if sign in tokens), "")


def _joined(passage: Passage, parts: Sequence[Quantity]) -> bool:
    """Whether the list says that it ends: "và" or "còn lại" before its last part."""
    words = passage.words(parts[-2].last + 1, parts[-1].token + 1)
    return bool(re.search(r"\bva\b|\bcon(?: lai)?\b|\bkhac\b", words)) or closed(parts)


def _in_next(passage: Passage, total: Quantity, later: Sequence[Quantity]) -> Iterator[Run]:
    """Nguồn vốn là 38.914 tỷ đồng. Tiền gửi dân cư 30.127 tỷ đồng, của tổ chức 8.687 tỷ đồng."""
    following = [q for q in later if q.sentence == total.sentence + 1 and q.depth == 0]
    if len(following) == 1:  # Số cấp mới là 5.048 thẻ. Số cấp đổi là 1.206 thẻ.
        further = [q for q in later if total.sentence < q.sentence <= total.sentence + _SEVERAL]
        one_each = len({q.sentence for q in further}) == len(further)
        following = further if one_each and all(q.depth == 0 for q in further) else []
    parts = _members(total, following)
    if len(parts) == len(following) and parts:
        alike = (
            len({part.before.split()[0] if part.before else "" for part in parts}) == 1 and parts[0].before
        )
        least = _FAIR if len(parts) >= _SEVERAL else _LOOSE
        yield Run(total, parts, min(least, _STRONG) if alike and len(parts) >= _SEVERAL else least)


def _referred(passage: Passage, total: Quantity, later: Sequence[Quantity]) -> Iterator[Run]:
    """Hợp lệ 1.438 phiếu. Trên số phiếu hợp lệ: hài lòng 611 phiếu, …: named again, without its number."""
    following = [q for q in later if q.sentence == total.sentence + 1 and q.depth == total.depth]
    if len(following) < _SEVERAL:
        return
    first, _end = passage.sentence(total.sentence + 1)
    words = passage.words(first, following[0].token).partition(" :")
    parts = _members(total, following)
    named = content_words(words[0]) & content_words(f"{total.label} {fold(total.unit)}")
    led = _OF.match(words[0]) if words[1] else _AMONG.match(words[0])
    if led and len(named) >= _NAMED and len(parts) == len(following):
        yield Run(total, parts, _FAIR)


_AMONG = re.compile(r"(?:trong|tren) (?:tong )?so\b(?! do)")
_OF = re.compile(r"(?:phan|xep) loai\b|(?:xet )?(?:trong|tren|ve|theo|voi|doi voi|so)\b")
_NAMED = 2  # words


def _before(passage: Passage, total: Quantity, earlier: Sequence[Quantity]) -> Iterator[Run]:
    """cấp tỉnh 18, cấp ngành 44, cấp cơ sở 207, tính gộp 259: the total comes last and says so."""
    own = [q for q in earlier if q.sentence == total.sentence and q.depth == total.depth]
    if len(own) < 2 or not _CLOSES.search(total.before) or explicit(total):
        return
    parts = _members(total, own)
    if len(parts) == len(own):
        yield Run(total, parts, _FAIR)


def formless(passage: Passage, usable: Sequence[Quantity], place: int) -> Iterator[Run]:
    """Runs of figures of one unit before and behind a figure: each may be its parts by their order alone."""
    total = usable[place]
    for some in (_ahead(passage, usable[place + 1 :], total), _back(usable[:place], total)):
        for parts in some:
            if 1 < len(parts) <= _LONGEST and not _siblings(total, parts):
                yield Run(total, tuple(parts), _CERTAIN, formless=True)


def _siblings(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Xã A có 196 dự án, xã B có 111 dự án: a figure told like the others is one of them."""
    first = total.before.split()[:1]
    return bool(first) and any(part.before.split()[:1] == first for part in parts)


def _of_one_form(figures: Sequence[Quantity]) -> bool:
    """Whether the same words go on behind each: 37 vụ thuộc lĩnh vực đất đai, 6 vụ thuộc lĩnh vực khác."""
    behind = {tuple(q.after.removeprefix(fold(q.unit)).split()[:2]) for q in figures}
    return len(behind) == 1 and len(behind.pop()) == _GOES_ON


_GOES_ON = 2  # words


def _ahead(passage: Passage, later: Sequence[Quantity], total: Quantity) -> Iterator[Sequence[Quantity]]:
    """The figures behind it: to each higher sign of its sentence, and those of the sentence after."""
    same = [q for q in later if units.same_unit(q.measure, total.measure)]
    own = [q for q in same if q.sentence == total.sentence and q.depth == total.depth]
    for end in range(2, len(own) + 1):
        if end == len(own) or ";" in passage.words(own[end - 1].last, own[end].token):
            yield own[:end]
    inner = [q for q in same if q.sentence == total.sentence and q.depth == total.depth + 1]
    if len(inner) > 1 and ")" not in passage.words(inner[0].last, inner[-1].token):
        yield inner
    if not own:
        yield [q for q in same if q.sentence == total.sentence + 1 and q.depth == total.depth]


def _back(earlier: Sequence[Quantity], total: Quantity) -> Iterator[Sequence[Quantity]]:
    """The figures before it: of its sentence, of the sentence before, or one in each of several."""
    same = [q for q in earlier if units.same_unit(q.measure, total.measure) and q.depth == total.depth]
    own = [q for q in same if q.sentence == total.sentence]
    if own:
        yield own
        return
    before = [q for q in same if q.sentence == total.sentence - 1]
    if len(before) != 1:
        yield before
        if TOTAL.search(total.label):
            yield from (before[:end] for end in range(len(before) - 1, 1, -1))
        return
    while len(before) < _LONGEST and (further := [q for q in same if q.sentence == before[0].sentence - 1]):
        if len(further) != 1:
            break
        before = [*further, *before]
    yield before
