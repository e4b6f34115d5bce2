"""One quantity named twice: its words, unit, scope and period agree, so its value must."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import read_sheet
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import DOWN, THAN, UP
from dunghen.proofing.relations.draft import Draft, number, place

# Words that make two quantities different ones, whatever else they share.
_SCOPE = re.compile(
    r"\b(?:cap (?:tinh|thanh pho|huyen|xa|so|trung uong)|so nganh|cac so|quan huyen|xa phuong|dung han|dung hen|truoc han|truoc hen|tre han|tre hen"
    r"|qua han|som han|dang|chua|toan trinh|mot phan|nu|nam gioi|truc tuyen|truc tiep|con lai|du kien|ke hoach|muc tieu|chi tieu|phan dau|giao"
    r"|binh quan|trung binh|moi|bai bo|sua doi|dien tu|giay|toan quoc|ca nuoc|vung|khu vuc|mien|ky truoc|cung ky|toi thieu|quy dinh|cong chuc"
    r"|vien chuc|can bo|tiep nhan|giai quyet|xu ly|hoan thanh|dau ky|cuoi ky|dau nam|cuoi nam|luy ke|rieng|phat sinh|ban hanh|tham dinh)\b"
)
_PERIOD = re.compile(
    r"\b(?:quy (?:[ivx]+|\d)(?: ?/ ?\d{4})?|thang \d{1,2}(?: ?/ ?\d{4})?|\d{1,2} thang(?: dau| cuoi)?|nam \d{4}|ngay \d{1,2} ?/ ?\d{1,2}(?: ?/ ?\d{4})?"
    r"|\d{1,2} ?/ ?\d{1,2} ?/ ?\d{4}|giai doan \d{4}|ngay \d{1,2} thang \d{1,2}|(?:19|20)\d{2})\b"
)
_FEW = 3  # content words that two descriptions share at least
_MOST_PEERS = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with the words that say which one it is: `core` its own clause, `wide` all around it."""

    quantity: Quantity
    home: tuple[int, int]
    core: frozenset[str]
    wide: frozenset[str]
    scope: frozenset[str]
    periods: frozenset[str]
    names: frozenset[str]
    measure: tuple[units.UnitKind, str]


def find_same(document: Document) -> Iterator[Draft]:
    """Each quantity against its earlier mentions."""
    by_word: dict[str, list[Mention]] = {}
    for mention in _mentions(document):
        peers: dict[int, tuple[Mention, int]] = {}
        for word in mention.core:
            for other in by_word.get(word, ())[-_MOST_PEERS:]:
                _kept, count = peers.get(id(other), (other, 0))
                peers[id(other)] = other, count + 1
        found = [(other, likeness) for other, count in peers.values() if count >= 2 and (likeness := _likeness(other, mention))]
        if found:
            found.sort(key=lambda pair: (pair[0].quantity.value == mention.quantity.value, pair[1]))
            yield from _compare(found[-1][0], mention, found[-1][1])
        for word in mention.core:
            by_word.setdefault(word, []).append(mention)


def _compare(first: Mention, second: Mention, likeness: float) -> Iterator[Draft]:
    one, two = first.quantity, second.quantity
    shown = f"{number(one.value)} và {number(two.value)}"
    places = (place(one), place(two))
    if one.value == two.value:
        yield Draft("same_quantity", "consistent", places, one.value, two.value, f"Hai chỗ cùng ghi {number(one.value)}.", weak=True)
    elif likeness >= _SURE or (likeness >= _LIKELY and _looks_alike(one, two)):
        text = f"Cùng một số liệu được ghi hai giá trị: {shown}, lệch {number(abs(one.value - two.value))}."
        yield Draft("same_quantity", "contradiction", places, one.value, two.value, text)


_SURE = 0.86
_LIKELY = 0.6


def _likeness(first: Mention, second: Mention) -> float:
    """How sure two mentions speak of one quantity; 0 when they cannot."""
    if first.home == second.home or not units.same_unit(first.measure, second.measure):
        return 0.0
    if first.scope ^ second.scope or (first.periods and second.periods and not first.periods & second.periods):
        return 0.0
    if first.names - second.wide and second.names - first.wide:
        return 0.0
    common = first.core & second.wide, second.core & first.wide
    if min(len(common[0]), len(common[1])) < _FEW:
        return 0.0
    return min(len(common[0]) / len(first.core), len(common[1]) / len(second.core))


def _looks_alike(one: Quantity, two: Quantity) -> bool:
    """The same digits in another order, or one digit changed: slips of the hand."""
    first, second = str(one.value.normalize()), str(two.value.normalize())
    if sorted(first) == sorted(second):
        return True
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def _mentions(document: Document) -> Iterator[Mention]:
    for passage in document.passages:
        for quantity in passage.quantities:
            if _comparable(quantity):
                yield _in_prose(passage, quantity)
    for index, grid in enumerate(document.grids):
        for row in read_sheet(document, grid).rows:
            if len(row.values) == 1:
                value = next(iter(row.values.values()))
                yield _mention(value, row.label, row.label, row.label, "", (-1, index), (value.kind, row.unit[1] or value.unit))


def _comparable(quantity: Quantity) -> bool:
    changed = UP.search(quantity.before) or DOWN.search(quantity.before) or THAN.search(quantity.before)
    plain = quantity.kind in {"count", "percent", "money", "score", "bare", "rank"} and quantity.exact
    return plain and not changed and not quantity.spelled


def _in_prose(passage: Passage, quantity: Quantity) -> Mention:
    first, last = passage.sentence(quantity.sentence)
    own = f"{quantity.before} {quantity.after}"
    if len(content_words(own)) < _FEW + 1 or quantity.depth:
        own = f"{_before_bracket(passage, quantity)} {own}"
    start = _segment_start(passage, quantity, first)
    end = _segment_end(passage, quantity, last)
    wide = passage.words(start, end)
    names = " ".join(
        token.fold for token in passage.tokens[start + 1 : end]
        if token.kind == "word" and passage.page.text[token.start].isupper()
    )  # fmt: skip
    return _mention(quantity, own, wide, passage.words(first, last), names, (passage.index, quantity.sentence), quantity.measure)


def _mention(
    quantity: Quantity, own: str, wide: str, sentence: str, names: str, home: tuple[int, int], measure: tuple[units.UnitKind, str]
) -> Mention:
    core = content_words(own)
    return Mention(
        quantity,
        home,
        frozenset(core),
        frozenset(content_words(wide) | core),
        frozenset(_SCOPE.findall(own)),
        frozenset(_PERIOD.findall(sentence)),
        frozenset(content_words(names) & core),
        measure,
    )


def _before_bracket(passage: Passage, quantity: Quantity) -> str:
    """What the bracket around a quantity is said of."""
    at = quantity.token
    while at > 0 and passage.tokens[at].depth >= max(quantity.depth, 1):
        at -= 1
    words: list[str] = []
    while at > 0 and passage.tokens[at - 1].kind in {"word", "note"} or (at > 0 and passage.tokens[at - 1].text in {"(", ","}):
        at -= 1
        if passage.tokens[at].kind == "word":
            words.append(passage.tokens[at].fold)
        if len(words) > 16 or passage.tokens[at].sentence != quantity.sentence:
            break
    return " ".join(reversed(words))


def _segment_start(passage: Passage, quantity: Quantity, first: int) -> int:
    for at in range(quantity.token - 1, first - 1, -1):
        if passage.tokens[at].text == ";":
            return at + 1
    return first


def _segment_end(passage: Passage, quantity: Quantity, last: int) -> int:
    for at in range(quantity.last + 1, last):
        if passage.tokens[at].text == ";":
            return at
    return last

