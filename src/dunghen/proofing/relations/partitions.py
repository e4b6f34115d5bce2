"""A second look for totals and parts that no word joins: the form of the run and how near it comes decide.

Only figures that the first reading left unexplained are looked at. A run of figures of one unit stands for
the parts of a figure before it (in a bracket, behind a sign, in the sentence after) or of one that closes it.
The looser the form, the more telling the nearness of their sum must be (`slips`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import THAN, TOTAL, is_partial, openers
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits, sum_gap, sums_up
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.listings import closed, may_total, parallel, shares_short
from dunghen.proofing.relations.slips import evidence
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import explicit

_CLOSES = re.compile(r"\b(?:tong|cong|gop|chung|ca (?:hai|ba|bon)|thanh|tat ca|toan bo|het thay)\b")
_ONLY = re.compile(r"\bchi (?:co|con|moi)?\b|\bmoi co\b|\bit nhat\b")
_REST = re.compile(r"\b(?:chenh lech|con|con lai|chua|dang|van|hien|ton|thieu|no)\b")
_OVERLAPS = re.compile(r"\b(?:nu|dang vien|dan toc|tre|dat chuan|lanh dao)\b")
_STRONG, _FAIR, _LOOSE = 0.6, 1.0, 1.5  # powers of ten of evidence that a form asks for
_SMALL = 20  # totals below come near others by accident
_SEVERAL = 3  # parts
_MOST = 60  # figures of a passage that are tried as totals
_LONGEST = 12  # parts of a run


@dataclass(frozen=True, slots=True)
class Run:
    """Parts that a form gives to a total, and how telling their nearness must be at least."""

    total: Quantity
    parts: tuple[Quantity, ...]
    least: float


def find_partitions(document: Document, known: Known) -> Iterator[Draft]:
    """Totals that miss the sum of the run that stands for their parts."""
    for passage in document.passages:
        usable = [q for q in passage.quantities if _usable(q)]
        if len(usable) < _SEVERAL:
            continue
        for place, total in enumerate(usable[:_MOST]):
            if total.value < _SMALL * total.step:
                continue
            runs = (
                _later(usable, total, known)
                if known.is_total(total)
                else _runs(passage, usable, place, known)
            )
            yield from _of_total(passage, list(runs), known)


def _usable(quantity: Quantity) -> bool:
    steady = changes_by(quantity) is None and not THAN.search(quantity.before)
    return (
        may_total(quantity) and quantity.exact and quantity.of is None and steady and quantity.kind != "time"
    )


def _later(usable: Sequence[Quantity], total: Quantity, known: Known) -> Iterator[Run]:
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
            yield Run(total, parts, _FAIR if len(parts) >= _SEVERAL else _LOOSE)


_FURTHER = 4  # sentences in which a whole may be divided again


def _of_total(passage: Passage, runs: Sequence[Run], known: Known) -> Iterator[Draft]:
    """The first form in which the total has parts: its finding when they miss it tellingly."""
    if any(sums_up(run.total, run.parts) or _rounded(run) for run in runs):
        return
    for run in runs:
        if not _believable(passage, run) or known.joins((run.total, *run.parts), at_least=3):
            continue
        if known.joins(run.parts, at_least=2):
            continue
        step = max(run.total.step, *(part.step for part in run.parts))
        computed = sum((part.value for part in run.parts), Decimal(0))
        if evidence(run.total.value, computed, step) >= run.least:
            yield _draft(run, computed)
            return


def _rounded(run: Run) -> bool:
    """Whether figures that show less than ones lie within one unit of their last shown digit."""
    steps = [run.total.step, *(part.step for part in run.parts)]
    return any(step != 1 for step in steps) and abs(sum_gap(run.total, run.parts)) <= max(steps)


def _runs(passage: Passage, usable: Sequence[Quantity], place: int, known: Known) -> Iterator[Run]:
    total, later = usable[place], usable[place + 1 :]
    own = [q for q in later if q.sentence == total.sentence]
    yield from _in_bracket(passage, total, own)
    level = [q for q in own if q.depth == total.depth]
    listed = _is_listed(usable[:place], total)
    if level and not (listed and not known.is_part(total)):
        yield from _behind(passage, total, level)
    if not level and total.depth == 0 and (not listed or TOTAL.search(total.before)):
        yield from _in_next(passage, total, later)
    yield from _before(passage, total, usable[:place])


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
    led = led or (len(parts) >= _SEVERAL and total.before.endswith(("trong", "trong so", "trong tong so")))
    if signs == ":" or (signs == ";" and ";" not in between) or led:
        yield Run(total, parts, _FAIR if len(parts) >= _SEVERAL or joined else _LOOSE)
    elif joined and signs == "," and _alike(total, parts) and not _ONLY.search(parts[0].before):
        yield Run(total, parts, _STRONG)


def _alike(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Có 54 trụ sở, 29 trụ sở … và 15 trụ sở: one noun behind every number, and nothing before the parts'."""
    nouns = {part.unit.split()[0] if part.unit else "" for part in parts}
    return len(nouns) == 1 and bool(parts[0].unit) and not any(part.before for part in parts[:-1])


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


def _before(passage: Passage, total: Quantity, earlier: Sequence[Quantity]) -> Iterator[Run]:
    """cấp tỉnh 18, cấp ngành 44, cấp cơ sở 207, tính gộp 259: the total comes last and says so."""
    own = [q for q in earlier if q.sentence == total.sentence and q.depth == total.depth]
    if len(own) < 2 or not _CLOSES.search(total.before) or explicit(total):
        return
    parts = _members(total, own)
    if len(parts) == len(own):
        yield Run(total, parts, _FAIR)


def _believable(passage: Passage, run: Run) -> bool:
    """Whether nothing in the words says that the parts are some of them, or overlap."""
    total, parts = run.total, run.parts
    first, last = min(total.token, parts[0].token), max(total.last, parts[-1].last)
    largest = max(part.value for part in parts)
    start, _end = passage.sentence(passage.tokens[first].sentence)
    if largest >= total.value or is_partial(passage.words(start, last + 1)) or shares_short(passage, parts):
        return False
    opened_in = any(opener.kind == "in" and first < opener.first < last for opener in openers(passage))
    left = len(parts) == 2 and total.token < parts[-1].token and bool(_REST.search(parts[-1].label))
    if opened_in or not (left or parallel(parts)) or (left and _carried_over(run)):
        return False
    overlap = any(_OVERLAPS.search(part.label) for part in parts) and not closed(parts)
    return not overlap


def _carried_over(run: Run) -> bool:
    """Whether what is left is so far from what it should be that some of it came from before."""
    rest, due = run.parts[-1].value, run.total.value - run.parts[0].value
    return abs(rest - due) * _OF_REST > max(rest, due) and not alike_digits(rest, due)


_OF_REST = 3


def _draft(run: Run, computed: Decimal) -> Draft:
    """A sum, or where the last part is what is left, a difference."""
    total, parts = run.total, run.parts
    rest = parts[-1]
    if len(parts) == 2 and total.token < rest.token and _REST.search(rest.label):
        left = total.value - parts[0].value
        text = (
            f"{number(total.value)} - {number(parts[0].value)} = {number(left)}, {off_by(rest.value, left)}."
        )
        return draft("difference", "contradiction", rest, (total, parts[0]), left, text)
    text = f"{added([part.value for part in parts])} = {number(computed)}, {off_by(total.value, computed)}."
    return draft("sum", "contradiction", total, parts, computed, text)
