"""Bodies that are joined: so many become so few, and fewer by the difference."""

import re
from collections.abc import Iterator, Sequence

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage, sentences
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.model import Verdict
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.surface.shadow import fold

_JOINED = re.compile(r"\b(?:sap xep|sap nhap|hop nhat|nhap|to chuc lai|ghep|gop|kien toan)\b")
_INTO = re.compile(r"\b(?:thanh(?: lap)?|lap|hinh thanh|con|con lai)(?: moi)?$")
_FEWER = re.compile(r"\bgiam(?: duoc| di| bot)?$")


def find_joined(document: Document) -> Iterator[Draft]:
    """Sắp xếp 279 xã để hình thành 95 xã mới, giảm 184 xã: the words name all three, so no gap is too far."""
    for passage in (one for one in document.passages if "giam" in one.line):
        for _sentence, own in sentences(passage):
            if any(_FEWER.search(q.before) for q in own):
                yield from _of_sentence(passage, own)


def _of_sentence(passage: Passage, own: Sequence[Quantity]) -> Iterator[Draft]:
    for at, fewer in enumerate(own):
        if not (_FEWER.search(fewer.before) and fewer.exact and fewer.kind == "count"):
            continue
        level = [q for q in own[:at] if q.depth == fewer.depth and q.of is None]
        alike = [q for q in level if units.same_unit(q.measure, fewer.measure)]
        if not alike and _names_all(passage, fewer, level):
            alike = level
        many, few = alike[-_TWO:] if len(alike) > 1 else (None, None)
        if many is None or few is None or ";" in passage.words(many.token, fewer.token):
            continue
        told = _JOINED.search(f"{many.lead} {many.before}") and _INTO.search(few.before)
        if told and many.value > few.value and many.exact and few.exact:
            yield _draft(fewer, many, few)


def _names_all(passage: Passage, fewer: Quantity, before: Sequence[Quantity]) -> bool:
    """Whether its noun may be said of any bodies, and two of one noun stand right before: 14 phòng thành 9
    phòng, giảm 5 đầu mối (bên trong)."""
    if fewer.unit not in _ANY or len(before) != _TWO or before[0].measure != before[1].measure:
        return False
    beside = _BESIDE.fullmatch(passage.words(before[1].last + 1, fewer.token))
    return bool(beside and _PLAIN.fullmatch(fewer.after.removeprefix(fold(fewer.unit))))


_ANY = frozenset(["đầu mối", "đơn vị", "tổ chức", "cơ quan"])
_BESIDE = re.compile(r"(?:[^\W\d]+ ){0,4}[,(] (?:(?:da|qua do|nhu vay|tu do|tuc) )?giam(?: duoc| di| bot)?")
_PLAIN = re.compile(r"(?: (?:ben trong|truc thuoc|hanh chinh|so voi\b.*|tuong (?:ung|duong)\b.*))*")
_TWO = 2


def _draft(fewer: Quantity, many: Quantity, few: Quantity) -> Draft:
    left = many.value - few.value
    text = f"{number(many.value)} - {number(few.value)} = {number(left)}, "
    text += "khớp với văn bản." if left == fewer.value else f"{off_by(fewer.value, left)}."
    verdict: Verdict = "consistent" if left == fewer.value else "contradiction"
    return draft("difference", verdict, fewer, (many, few), left, text, sure=True)
