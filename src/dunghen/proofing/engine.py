"""From a text to its findings: read, find relations, judge, quote."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, filterfalse

from dunghen.proofing.figures.passage import Document, read_document
from dunghen.proofing.model import Finding, Quote, Report
from dunghen.proofing.relations.amounts import in_their_unit
from dunghen.proofing.relations.changes.aims import without_aims
from dunghen.proofing.relations.changes.find import find_changes, find_totalled
from dunghen.proofing.relations.changes.joined import find_joined
from dunghen.proofing.relations.citations import find_citations
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.formats import find_formats
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.lists.find import find_lists
from dunghen.proofing.relations.ranks.find import find_ranks
from dunghen.proofing.relations.ranks.indexes import find_indexes
from dunghen.proofing.relations.rates.common import find_common
from dunghen.proofing.relations.rates.complement import find_complements
from dunghen.proofing.relations.rates.doubt import confirmed, doubted
from dunghen.proofing.relations.rates.find import find_rates
from dunghen.proofing.relations.rates.means import find_means
from dunghen.proofing.relations.rates.namesakes import find_namesakes
from dunghen.proofing.relations.rates.shared import find_shared
from dunghen.proofing.relations.rates.shares import find_shares
from dunghen.proofing.relations.rates.surplus import find_surplus
from dunghen.proofing.relations.repeats.backward import find_backward
from dunghen.proofing.relations.repeats.closing import find_closing
from dunghen.proofing.relations.repeats.headline import find_headline
from dunghen.proofing.relations.repeats.mentions import mentions_of
from dunghen.proofing.relations.repeats.restated import find_restated
from dunghen.proofing.relations.repeats.rows import cells_of, rows_of
from dunghen.proofing.relations.repeats.same import find_same
from dunghen.proofing.relations.repeats.twice import find_fractions, find_twice
from dunghen.proofing.relations.rests.denied import find_denied
from dunghen.proofing.relations.rests.divided import find_divided
from dunghen.proofing.relations.rests.frames import find_frames
from dunghen.proofing.relations.rests.remainders import find_remainders
from dunghen.proofing.relations.sums.abreast import find_abreast
from dunghen.proofing.relations.sums.find import find_sums
from dunghen.proofing.relations.sums.partitions import find_partitions
from dunghen.proofing.relations.tables.find import find_grids
from dunghen.proofing.relations.tables.lines import find_lines
from dunghen.proofing.surface.blocks import Place
from dunghen.proofing.weighing.explained import unexplained
from dunghen.proofing.weighing.find import find_weighed, reconsidered
from dunghen.proofing.weighing.striking import find_striking
from dunghen.proofing.weighing.trees import Trees, learned

_FINDERS = (
    find_sums,
    find_rates,
    find_means,
    find_surplus,
    find_complements,
    find_changes,
    find_joined,
    find_frames,
    find_divided,
    find_denied,
    find_grids,
    find_lines,
    find_abreast,
    find_ranks,
    find_indexes,
    find_lists,
    find_citations,
    find_formats,
    find_fractions,
    find_headline,
)


_SECOND = (
    find_partitions,
    find_namesakes,
    find_shared,
    find_common,
    find_shares,
    find_totalled,
    find_remainders,
    find_closing,
    find_backward,
)


def check(text: str) -> Report:
    """Read a report's text (NFC; tables as lines of | a | b |) and re-compute what its figures state."""
    with _uncollected():
        return read(text, learned())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for rubbish: what a text is read into lives until its report is told; the search
    for it takes a fifteenth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def read(text: str, trees: Trees) -> Report:
    """The same by other trees than those of the file."""
    document = read_document(text)
    told = by_rule(text, document)
    sure = list(filter(_beyond_doubt, told))
    drafts = [*reconsidered(document, list(filterfalse(_beyond_doubt, told)), trees), *sure]
    drafts += find_weighed(document, drafts, trees)
    drafts += find_striking(document, drafts)
    left = unexplained(document, list(confirmed(document, list(without_aims(drafts)))))
    drafts = list(_settled(list(dict.fromkeys([*left, *sure]))))
    claims = tuple(
        _quote(text, (quantity.start, quantity.stop))
        for passage in document.passages
        for quantity in passage.quantities
    )
    return Report(claims, _findings(text, drafts))


def _beyond_doubt(draft: Draft) -> bool:
    """Whether it contradicts by words that name every figure: no other reading takes that back."""
    return draft.sure and draft.verdict == "contradiction"


def by_rule(text: str, document: Document) -> list[Draft]:
    """What the first reading finds by its words, and the second by how near figures come."""
    mentions = (*mentions_of(document), *rows_of(document.sheets))
    found = chain.from_iterable(finder(document) for finder in _FINDERS)
    drafts = list(doubted(document, _without_echoes([*found, *find_same(mentions)])))
    known = Known(drafts)
    more = chain.from_iterable(finder(document, known) for finder in _SECOND)
    every = _without_echoes([*drafts, *more, *find_twice(mentions, cells_of(document.sheets), known)])
    said = {frozenset(draft.places) for draft in every if draft.verdict == "contradiction"}
    restated = (draft for draft in find_restated(document) if frozenset(draft.places) not in said)
    return [*doubted(document, _explained(text, _surest(every))), *restated]


def _surest(drafts: Sequence[Draft]) -> list[Draft]:
    """Without other readings of rates and changes whose words name their figures."""
    sure = {draft.places[0] for draft in drafts if draft.sure}
    return [one for one in drafts if one.sure or one.kind not in _CHANGES or one.places[0] not in sure]


def _settled(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Without warnings of rates that another reading settled."""
    told = {draft.places[0] for draft in drafts if draft.kind in _RATES and draft.verdict != "warning"}
    for draft in drafts:
        if draft.kind not in _RATES or draft.verdict != "warning" or draft.places[0] not in told:
            yield draft


def _findings(text: str, drafts: Iterable[Draft]) -> tuple[Finding, ...]:
    ordered = sorted(drafts, key=lambda draft: (draft.places[0], draft.weak, draft.kind))
    return tuple(_finding(text, number, draft) for number, draft in enumerate(ordered, 1))


def _without_echoes(drafts: Iterable[Draft]) -> list[Draft]:
    """One finding for one set of places, the sure before others, that which holds before one that fails; a
    weak one yields to any other that shares its figures."""
    all_drafts = sorted(drafts, key=_rank)
    kept: list[Draft] = []
    seen: set[frozenset[Place]] = set()
    by_place: dict[Place, list[set[Place]]] = {}
    settled: dict[Place, list[set[Place]]] = {}
    for draft in all_drafts:
        places = frozenset(draft.places)
        if places in seen:
            continue
        if draft.kind == "same_quantity" and draft.verdict == "contradiction" and _apart(draft, settled):
            continue
        if draft.weak and any(
            len(places & other) >= min(len(places), 3) for p in places for other in by_place.get(p, [])
        ):
            continue
        seen.add(places)
        for spot in places:
            by_place.setdefault(spot, []).append(set(places))
            if draft.verdict != "warning":
                settled.setdefault(spot, []).append(set(places))
        kept.append(draft)
    return kept


def _rank(draft: Draft) -> tuple[bool, ...]:
    return draft.kind == "same_quantity", draft.weak, not draft.sure, draft.verdict != "consistent"


def _explained(text: str, drafts: list[Draft]) -> list[Draft]:
    """Without sums that fail over parts which make up another figure exactly (unless they close with the
    failing one), and without rests that are parts of such a sum themselves."""
    held: dict[Place, list[set[Place]]] = {}
    for draft in drafts:
        if draft.kind == "sum" and draft.verdict == "consistent":
            for spot in draft.places[1:]:
                held.setdefault(spot, []).append(set(draft.places))
    return [draft for draft in drafts if not _other_sum(text, draft, held)]


_RATES = frozenset({"percent", "growth"})
_CHANGES = _RATES | {"difference"}


def _other_sum(text: str, draft: Draft, held: dict[Place, list[set[Place]]]) -> bool:
    if draft.verdict == "consistent" or draft.kind not in {"sum", "difference"} or len(draft.places) < _FEW:
        return False
    stated, *others = draft.places
    if draft.kind == "difference":
        return stated in held
    closing = max(others)[1] <= stated[0] and ". " not in text[max(others)[1] : stated[0]]
    return not closing and any(len(places & set(others)) >= _FEW for places in held.get(others[0], ()))


_FEW = 2  # parts that two sums share at most


def _apart(draft: Draft, by_place: dict[Place, list[set[Place]]]) -> bool:
    """Two figures that one relation names side by side are two quantities."""
    first, second = draft.places
    return any(second in places for places in by_place.get(first, ()))


def _finding(text: str, number: int, draft: Draft) -> Finding:
    difference = None
    if draft.stated is not None and draft.computed is not None:
        difference = draft.computed - draft.stated
    quotes = tuple(_quote(text, place) for place in draft.places)
    return Finding(
        id=f"{draft.kind}-{number}",
        kind=draft.kind,
        verdict=draft.verdict,
        quotes=quotes,
        stated=draft.stated,
        computed=draft.computed,
        difference=difference,
        explanation=in_their_unit(draft.explanation, [quote.text for quote in quotes]),
    )


def _quote(text: str, place: Place) -> Quote:
    start, end = place
    return Quote(text[start:end], start, end)
