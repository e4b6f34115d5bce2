"""Aims that open a statement: giảm 10% đầu mối: từ 240 xuống 219, giảm 8,75%. One pair grew by one rate, and
the one told right behind it is meant."""

from collections.abc import Iterator, Sequence

from dunghen.proofing.relations.draft import Draft


def without_aims(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings without contradictions of a rate before a pair that has its own behind it."""
    grown = [draft for draft in drafts if draft.kind == "growth" and len(draft.places) > 1]
    behind = {draft.places[1:] for draft in grown if draft.places[0] > max(draft.places[1:])}
    ahead = (draft for draft in grown if draft.places[0] < min(draft.places[1:]))
    aims = {draft for draft in ahead if draft.verdict == "contradiction" and draft.places[1:] in behind}
    yield from (draft for draft in drafts if draft not in aims)
