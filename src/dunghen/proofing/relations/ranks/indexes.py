"""One index of one year told twice: its rank, its score or its rate must be the same."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.changes.comparisons import time_of
from dunghen.proofing.relations.draft import Draft, draft, number
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.verbs import VERB

_NAMES = frozenset(["papi", "pci", "sipas", "pgi", "dti", "ict", "ddci", "pii"])
# A part of an index, another body's, a goal or a bound is another quantity.
_OTHER = re.compile(
    r"\b(?:thanh phan|linh vuc|tieu chi|noi dung|binh quan|trung binh|trung vi|cao nhat|thap nhat|phan dau"
    r"|muc tieu|chi tieu|vung|cac (?:so|huyen|xa)|tru cot|toi thieu|ke hoach|du kien|dung dau)\b"
)
_AHEAD = 60  # tokens before a value that name its index
_SLIP = Decimal("0.04")  # of the value; what differs more may be another figure of the index


def find_indexes(document: Document) -> Iterator[Draft]:
    """Every index that two places tell differently."""
    known: dict[tuple[object, ...], Quantity] = {}
    for passage in document.passages:
        for value in passage.quantities:
            key = _key(passage, value)
            if key is None:
                continue
            other = known.setdefault(key, value)
            if other.value != value.value and (value.kind == "rank" or _slip(other, value)):
                both = f"{number(other.value)} và {number(value.value)}"
                text = f"{str(key[0]).upper()} {key[1]} được ghi hai giá trị: {both}."
                yield draft("same_quantity", "contradiction", other, (value,), value.value, text)


def _slip(one: Quantity, two: Quantity) -> bool:
    return abs(one.value - two.value) <= _SLIP * one.value or alike_digits(one.value, two.value)


def _key(passage: Passage, value: Quantity) -> tuple[object, ...] | None:
    """The index, the year, the kind of figure; None when the words leave a doubt."""
    ranked = value.kind == "rank" and value.of is not None
    if not (ranked or value.kind in {"percent", "score"}) or not value.exact or value.step == value.value:
        return None
    first, last = passage.sentence(value.sentence)
    first = max(first, value.token - _AHEAD)
    words = passage.words(first, value.token)
    behind = [q for q in passage.within(first, value.token) if q.kind == value.kind]
    names = [token.text for token in passage.tokens[first : value.token] if token.text in _NAMES]
    year = time_of(passage, value) or "".join(re.findall(r"nam 20\d\d", passage.words(value.last, last))[:1])
    if len(set(names)) != 1 or behind or not year or _OTHER.search(_after_name(words, names[0])):
        return None
    if VERB.search(value.before) or (not ranked and _OTHER.search(value.after)):
        return None
    return names[0], year, value.kind, value.of


def _after_name(words: str, name: str) -> str:
    """The words since the index was named, and the two before it."""
    at = words.rfind(name)
    return " ".join(words[:at].split()[-2:]).replace("chi so", "") + words[at + len(name) :]
