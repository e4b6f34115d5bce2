"""A second look for totals and parts that no word joins: the form of the run and how near it comes decide.

Only figures that the first reading left unexplained are looked at. A run of figures of one unit stands for
the parts of a figure before it (in a bracket, behind a sign, in the sentence after) or of one that closes it.
The looser the form, the more telling the nearness of their sum must be (`slips`).
"""

import math
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.cues import THAN, is_partial, openers
from dunghen.proofing.relations.draft import Draft, added, draft, number, off_by
from dunghen.proofing.relations.judge import alike_digits, sum_gap, sums_up, telling
from dunghen.proofing.relations.known import Known
from dunghen.proofing.relations.sums.kinds import closed
from dunghen.proofing.relations.sums.listings import may_total, parallel
from dunghen.proofing.relations.sums.portions import crossed, shares_short
from dunghen.proofing.relations.sums.runs import Run, formless, later_runs, runs_of
from dunghen.proofing.relations.verbs import changes_by

_REST = re.compile(r"\b(?:chenh lech|con|con lai|chua|dang|van|hien|ton|thieu|no)\b")
_OVERLAPS = re.compile(r"\b(?:nu|dang vien|dan toc|tre(?! (?:han|hen))|dat chuan|lanh dao)\b")
_CERTAIN = 2.5  # powers of ten of evidence by which figures belong together whatever joins them
_SMALL = 20  # totals below come near others by accident
_SEVERAL = 3  # parts
_MOST = 60  # figures of a passage that are tried as totals


def find_partitions(document: Document, known: Known) -> Iterator[Draft]:
    """Totals that miss the sum of the run that stands for their parts."""
    for passage in document.passages:
        usable = [q for q in passage.quantities if _usable(q)]
        if len(usable) < _SEVERAL:
            continue
        for place, total in enumerate(usable[:_MOST]):
            if total.value < _SMALL * total.step:
                continue
            if known.is_total(total):
                for run in later_runs(usable, total, known):
                    yield from _of_total(passage, [run], known)
            else:
                runs = list(runs_of(passage, usable, place, known))
                yield from _of_total(passage, [*runs, *formless(passage, usable, place)], known)


def _usable(quantity: Quantity) -> bool:
    steady = changes_by(quantity) is None and not THAN.search(quantity.before)
    bound = quantity.kind == "bare" and quantity.after.startswith(("co", "den", "tro"))  # trên 50 có 12 người
    counted = may_total(quantity) and quantity.kind != "time" and not bound
    return counted and quantity.exact and quantity.of is None and steady


def _of_total(passage: Passage, runs: Sequence[Run], known: Known) -> Iterator[Draft]:
    """The first form in which the total has parts: its finding when they miss it tellingly."""
    if any(sums_up(run.total, run.parts) or _rounded(run) for run in runs):
        return
    tried = math.log10(sum(run.formless for run in runs) or 1)
    for run in runs:
        told = telling(run.total, run.parts) - (tried if run.formless else 0)
        if told < run.least or not _believable(passage, run, certain=told >= _CERTAIN):
            continue
        if known.joins((run.total, *run.parts), at_least=3) or known.joins(run.parts, at_least=2):
            continue
        yield _draft(run, sum((part.value for part in run.parts), Decimal(0)))
        return


def _rounded(run: Run) -> bool:
    """Whether figures that show less than ones lie within one unit of their last shown digit."""
    steps = [run.total.step, *(part.step for part in run.parts)]
    return any(step != 1 for step in steps) and abs(sum_gap(run.total, run.parts)) <= max(steps)


def _believable(passage: Passage, run: Run, *, certain: bool) -> bool:
    """Whether nothing in the words says that the parts are some of them, or overlap."""
    total, parts = run.total, run.parts
    first, last = min(total.token, parts[0].token), max(total.last, parts[-1].last)
    largest = max(part.value for part in parts)
    start, _end = passage.sentence(passage.tokens[first].sentence)
    if largest >= total.value or is_partial(passage.words(start, last + 1)) or shares_short(passage, parts):
        return False
    opened_in = any(opener.kind == "in" and first < opener.first < last for opener in openers(passage))
    left = len(parts) == 2 and total.token < parts[-1].token and bool(_REST.search(parts[-1].label))
    if not certain and (
        (opened_in and not run.again) or not (left or parallel(parts)) or (left and _carried_over(run))
    ):
        return False
    overlap = any(_OVERLAPS.search(part.label) for part in parts) and not closed(parts)
    return not (overlap or crossed(parts))


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
