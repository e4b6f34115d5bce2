"""From a text to its findings: read, find relations, judge, quote."""

from collections.abc import Iterable
from itertools import chain

from dunghen.proofing.figures.passage import Document, read_document
from dunghen.proofing.model import Finding, Quote, Report
from dunghen.proofing.relations.changes import find_changes
from dunghen.proofing.relations.draft import Draft
from dunghen.proofing.relations.rates import find_rates
from dunghen.proofing.relations.sums import find_sums
from dunghen.proofing.surface.blocks import Place

_FINDERS = (find_sums, find_rates, find_changes)


def check(text: str) -> Report:
    """Read a report's text (NFC; tables as lines of | a | b |) and re-compute what its figures state."""
    document = read_document(text)
    drafts = chain.from_iterable(finder(document) for finder in _FINDERS)
    claims = tuple(
        _quote(text, (quantity.start, quantity.stop))
        for passage in document.passages
        for quantity in passage.quantities
    )
    return Report(claims, _findings(text, document, drafts))


def _findings(text: str, document: Document, drafts: Iterable[Draft]) -> tuple[Finding, ...]:
    ordered = sorted(drafts, key=lambda draft: (draft.places[0], draft.weak, draft.kind))
    return tuple(_finding(text, number, draft) for number, draft in enumerate(ordered, 1))


def _finding(text: str, number: int, draft: Draft) -> Finding:
    difference = None
    if draft.stated is not None and draft.computed is not None:
        difference = draft.computed - draft.stated
    return Finding(
        id=f"{draft.kind}-{number}",
        kind=draft.kind,
        verdict=draft.verdict,
        quotes=tuple(_quote(text, place) for place in draft.places),
        stated=draft.stated,
        computed=draft.computed,
        difference=difference,
        explanation=draft.explanation,
    )


def _quote(text: str, place: Place) -> Quote:
    start, end = place
    return Quote(text[start:end], start, end)
