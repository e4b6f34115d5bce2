"""Totals with their parts in a bracket right behind them."""

import re
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import Opener, is_partial
from dunghen.proofing.relations.judge import telling
from dunghen.proofing.relations.sums.listings import Listing, changes, homogeneous, may_total, parallel
from dunghen.proofing.relations.sums.parts import Scope, in_their_unit, parts_in
from dunghen.proofing.surface.shadow import fold

_COMPARES = re.compile(r"\b(?:so voi|cung ky)\b")


def in_brackets(passage: Passage, known: Sequence[Opener]) -> Iterator[Listing]:
    """Tổng số 27 vụ việc (08 vụ về đất đai, 13 vụ về đầu tư): brackets right behind the total."""
    for nearest in passage.quantities:
        at = _bracket_after(passage, nearest)
        if at is None or not may_total(nearest):
            continue
        depth = passage.tokens[at].depth + 1
        last = next(
            (i for i in range(at + 1, len(passage.tokens)) if passage.tokens[i].depth < depth),
            len(passage.tokens),
        )
        if any(at < opener.first < last and passage.tokens[opener.first].depth == depth for opener in known):
            continue
        parts = parts_in(passage, Scope(at + 1, last, depth), nearest)
        quantity = in_their_unit(passage, nearest, parts)
        if (
            len(parts) < 2
            or is_partial(passage.words(at, parts[0].token))
            or is_partial(passage.words(last - 3, last))
            or _SOME_IN_BOTH.search(passage.words(parts[0].token, last))
            or _are_wholes(quantity, parts)
        ):
            continue
        if any(changes(part) or _COMPARES.search(part.label) for part in parts) or (
            parts[0].value > quantity.value and telling(quantity, parts) < _TELLING
        ):
            continue
        same = [units.same_unit(quantity.measure, part.measure) for part in parts]
        shown = [q for q in passage.within(at, last) if q.depth == depth and may_total(q)]
        whole = (
            len(shown) == len(parts)
            and parallel(parts)
            and quantity.kind != "time"
            and (all(same) or _one_head(parts))
        )
        sure = 2 if (all(same) or homogeneous(parts)) and not _has_some(passage, at, parts) else 1
        yield Listing((quantity,), tuple(parts), sure, whole)


_TELLING = 1.5  # powers of ten of evidence that a total below its first part is a slip


def _has_some(passage: Passage, bracket: int, parts: Sequence[Quantity]) -> bool:
    """406 đồng chí (có 93 dưới 35 tuổi, 89 từ 35 đến 40 tuổi): there may be more of them."""
    return passage.words(bracket + 1, parts[0].token) == "co"


_SOME_IN_BOTH = re.compile(
    r"\b(?:o|thieu|tai|thuoc|co|trong|tren|du|dat) ca (?:hai|ba|bon|\d)\b|\btrung nhau\b"
)


def _are_wholes(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """16 sở (Sở Y tế 9, Sở Tư pháp 7): the names are of what is counted, the numbers of something else."""
    noun = fold(total.unit.split()[0]) if total.unit else ""
    named = sum(part.before.split()[:1] == [noun] and part.kind == "bare" for part in parts)
    return bool(noun) and named >= 2


def _one_head(parts: Sequence[Quantity]) -> bool:
    """Whether all but the last count one kind of thing: 142 trường mầm non, 151 trường tiểu học, …"""
    return len({part.unit.split()[0] if part.unit else "" for part in parts[:-1]}) == 1 and len(parts) > 2


def _bracket_after(passage: Passage, quantity: Quantity) -> int | None:
    """The bracket that opens behind a quantity and its noun, before any other sign or number."""
    for at in range(quantity.last + 1, min(quantity.last + 24, len(passage.tokens))):
        token = passage.tokens[at]
        if (
            token.sentence != quantity.sentence
            or token.kind == "number"
            or token.text in {";", ")", ":", "."}
        ):
            return None
        if token.text == "," and at - quantity.last > 8:
            return None
        if token.text == "(" and token.depth == quantity.depth:
            return at
    return None
