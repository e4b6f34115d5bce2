"""Averages: what one sentence tells together, over what it counts (vốn bình quân một doanh nghiệp)."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.draft import Draft, draft, number, off_by, rounded
from dunghen.proofing.relations.judge import agrees
from dunghen.proofing.relations.verbs import changes_by

_MEAN = re.compile(r"\b(?:binh quan|trung binh)\b")
_PER = re.compile(r"^ ?(?:tren |cua |cho |tinh )*(?:(?:moi|mot|1|tung) )")
_STROKE = re.compile(r"^/ ?(?:1 )?")
_BACK = 2  # sentences
_NEAR, _FAR = 2, 10  # times that a mean may lie off; where its words say what was divided
_SURE = 2  # words that it shares with what was divided


def find_means(document: Document) -> Iterator[Draft]:
    """Each average whose amount and count stand in one sentence before it."""
    for passage in (one for one in document.passages if _MEAN.search(one.line)):
        for mean in passage.quantities:
            found = _MEAN.search(f"{mean.lead} {mean.before}") if _may_be(mean) else None
            if found is not None:
                yield from _judged(document, passage, mean, found)


def _may_be(mean: Quantity) -> bool:
    return mean.kind in {"money", "count", "size"} and mean.exact and changes_by(mean) is None


def _judged(document: Document, passage: Passage, mean: Quantity, found: re.Match[str]) -> Iterator[Draft]:
    """What the nearest sentence with an amount and a count of the noun comes to."""
    said = found.string[found.end() :]
    behind = passage.words(mean.last + 1, mean.last + 6)
    led = _PER.match(said)
    per = said[led.end() :] if led else _STROKE.sub("", behind) if _STROKE.match(behind) else ""
    own = identity_words(f"{found.string[: found.start()]} {said if led is None else ''}")
    told = list(_sentences(document, passage, mean))[: None if own else 1]
    pairs = next((pairs for figures in told if (pairs := _pairs(mean, per, own, figures))), []) if per else []
    right = [pair for pair in pairs if agrees(mean, pair[0].value / pair[1].value)]
    if right:
        yield _draft(mean, *right[0], "consistent")
    elif len(pairs) == 1 and all(q.exact for q in pairs[0]) and _near(mean, *pairs[0], own):
        yield _draft(mean, *pairs[0], "contradiction")


def _sentences(document: Document, passage: Passage, mean: Quantity) -> Iterator[Sequence[Quantity]]:
    """The figures before a mean, a sentence at a time, the nearest first."""
    before = [q for q in passage.quantities if q.token < mean.token]
    for sentence in range(mean.sentence, max(mean.sentence - _BACK, 0) - 1, -1):
        yield [q for q in before if q.sentence == sentence]
    other = document.counted_before(passage) if mean.sentence == 0 else None
    if other is not None and other.index >= passage.index - 1:
        yield [q for q in other.quantities if q.sentence == other.last_sentence]


def _pairs(
    mean: Quantity, per: str, own: frozenset[str], figures: Sequence[Quantity]
) -> list[tuple[Quantity, Quantity]]:
    """Amounts that the mean's words may be of, each with a count of the noun behind "mỗi"."""
    counts = [q for q in figures if q.kind == "count" and q.of is None and _of_noun(q, per)]
    amounts = [q for q in figures if q.kind == mean.kind and q.of is None and q not in counts]
    if mean.kind != "money":
        amounts = [q for q in amounts if q.unit == mean.unit]
    elif own:
        amounts = [q for q in amounts if own & identity_words(q.label)]
    else:
        amounts = amounts[-1:]  # right before: 412.650 triệu đồng, bình quân 2,08 tỷ đồng/hợp tác xã
    amounts = [q for q in amounts if q.value > mean.value and changes_by(q) is None]
    counts = [q for q in counts if q.value > 1 and changes_by(q) is None]
    return [(amount, count) for amount in amounts for count in counts]


def _of_noun(quantity: Quantity, per: str) -> bool:
    """Whether it counts what these words begin with, in full or abbreviated as they are."""
    counted, said = quantity.after.split(), per.split()
    length = min(len(quantity.unit.split()), len(counted), 2)
    short = counted[:1] == said[:1] and len(counted[0]) <= _SHORT
    return short or (length > 0 and counted[:length] == said[:length])


_SHORT = 3  # letters of an abbreviation, or of a noun of one syllable


def _near(mean: Quantity, amount: Quantity, count: Quantity, own: frozenset[str]) -> bool:
    due = amount.value / count.value
    low, high = sorted((due, mean.value))
    named = len(own & identity_words(amount.label)) >= _SURE
    return low > 0 and high <= (_FAR if named else _NEAR) * low


def _draft(mean: Quantity, amount: Quantity, count: Quantity, verdict: Verdict) -> Draft:
    due = amount.value / count.value
    text = f"{number(amount.value)}/{number(count.value)} = {rounded(due, mean.step)}, "
    told = off_by(mean.value, due.quantize(mean.step / 100 if mean.step < 1 else Decimal(1)))
    text += "khớp với văn bản." if verdict == "consistent" else f"{told}."
    return draft("percent", verdict, mean, (amount, count), due, text, sure=True)
