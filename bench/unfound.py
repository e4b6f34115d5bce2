"""Why labelled contradictions were not found: whether their relation was tried, how likely it was, what stood
in its way."""

from collections.abc import Iterator, Sequence

from bench.examples import is_of, on
from dunghen.proofing.engine import by_rule
from dunghen.proofing.figures.passage import Document, read_document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.known import Known
from dunghen.proofing.weighing.find import described, forbidden, is_open, reconsidered
from dunghen.proofing.weighing.hypotheses import Hypothesis
from dunghen.proofing.weighing.scene import Scene
from dunghen.proofing.weighing.trees import Trees, group_of, signs
from dunghen.proofing.weighing.wording import finding
from tests.proofing.labels import CONTRADICTION, Case, Check, places
from tests.proofing.score import Score

_SHOWN, _SIGNS, _AROUND = 3, 9, 170  # hypotheses, signs, letters


def unfound(total: Score, trees: Trees) -> Iterator[str]:
    """Of each missed contradiction: its figure, and each relation tried, the likeliest first."""
    for case, check in total.missed:
        if check.verdict == CONTRADICTION:
            yield from _told(case, check, trees)


def _told(case: Case, check: Check, trees: Trees) -> Iterator[str]:
    spans = places(case.text, check)
    yield f"## {case.id} {check.kind} stated {check.stated} computed {check.computed} = {check.parts}"
    start, stop = spans[0]
    shown = case.text[max(start - _AROUND, 0) : start] + "[[" + case.text[start:stop] + "]]"
    yield "   " + (shown + case.text[stop : stop + _AROUND]).replace("\n", " / ")
    document = read_document(case.text)
    drafts = list(reconsidered(document, by_rule(case.text, document), trees))
    accused = {spot for draft in drafts if draft.verdict == CONTRADICTION for spot in draft.places}
    for draft in drafts:
        if any(start < b and a < stop for a, b in draft.places):
            yield f"   rule: {draft.verdict} {draft.kind} {draft.explanation}"
    known = Known(drafts)
    for passage in document.passages:
        for stated in passage.quantities:
            rows = _rows(document, Scene(passage, known), stated, check, trees)
            here = on(spans, stated)
            if not here and not any(row.startswith("TRUE") for row in rows):
                continue
            state = "open" if is_open(stated, known, accused) else "closed"
            yield f"   at {case.text[stated.start : stated.stop]} ({stated.kind} {stated.unit}): {state}"
            yield from (f"      {row}" for row in rows)


def _rows(document: Document, scene: Scene, stated: Quantity, check: Check, trees: Trees) -> Sequence[str]:
    found = [
        (trees.probability(one.form, said), is_of(one, check), one, said)
        for one, said in described(document, scene, stated)
    ]
    found.sort(key=lambda row: -row[0])
    chosen = [row for at, row in enumerate(found) if at < _SHOWN or row[1]]
    return [_row(*row, trees) for row in chosen]


def _row(likely: float, true: bool, one: Hypothesis, said: Sequence[str], trees: Trees) -> str:
    told = ", ".join(f"{sign} {worth:+.1f}" for worth, sign in _worth(one, said, trees))
    limit = forbidden(one, said)
    words = ["TRUE" if true else "    ", f"{likely:.2f}", one.form, *(["exact"] if one.exact else [])]
    words += [f"({limit})"] if limit else []
    return f"{' '.join(words)}: {finding(one, 'contradiction').explanation} [{told}]"


def _worth(one: Hypothesis, said: Sequence[str], trees: Trees) -> Sequence[tuple[float, str]]:
    """The signs without which the odds would be other, with what each adds to them."""
    grove, every = trees.groves[group_of(one.form)], signs(one.form, said)
    odds = grove.odds(every)
    worth = ((odds - grove.odds(every - {sign}), sign) for sign in sorted(every))
    return sorted((row for row in worth if row[0]), key=lambda row: -abs(row[0]))[:_SIGNS]
