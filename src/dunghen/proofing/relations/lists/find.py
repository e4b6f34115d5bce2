"""Lists that were announced with a number: "(13): (1) …", "03 đơn vị: A, B và C", items, footnotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, pairwise

from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.relations.cues import is_partial
from dunghen.proofing.relations.draft import Draft, draft, number, off_by
from dunghen.proofing.relations.lists.announced import behind_names, over_tables
from dunghen.proofing.relations.lists.figured import figured
from dunghen.proofing.relations.lists.items import (
    PLACES,
    Items,
    count_items,
    has_parts,
    is_body,
    is_head,
    quoted,
    short_items,
)
from dunghen.proofing.relations.lists.openings import TAIL, list_scope, next_list, said
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.shadow import fold
from dunghen.proofing.vocabulary import words

_DOCUMENT_HEADS = words("names.documents")
_DOCUMENT_UNITS = re.compile(
    r"^(?:văn bản|công văn|kế hoạch|quyết định|nghị quyết|chỉ thị|báo cáo|tờ trình|thông báo|hướng dẫn"
    r"|nghị định|thông tư)"
)
_LEADS = re.compile(
    r"(?:, )?(?:bao gom|gom(?: co)?|cu the(?: nhu sau| la)?|do la|nhu sau|trong do(?: gom)?|la|sau(?: day)?"
    r"|chi tiet|(?:\w+ ){1,4}(?:nhu )?sau(?: day)?)?(?: nhu sau)?$"
)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_MOST = 99
_FOLD = 3  # times: a list much shorter than it was announced names only some
_LONG_NAME = 14  # letters from which two equal items are no accident


def find_lists(document: Document) -> Iterator[Draft]:
    """Every announced list that can be counted."""
    for passage in document.passages:
        yield from _enumerated(passage)
        yield from _inline(passage)
        yield from _under(document, passage)
        yield from _in_note(document, passage)
    told = chain(over_tables(document), *map(behind_names, document.passages))
    yield from chain.from_iterable(_judge(*one) for one in told)


def _judge(announced: Quantity, items: Items) -> Iterator[Draft]:
    """Whether the announced number is one the list may hold; equal items count once."""
    stated = announced.value
    distinct = len({text for text in items.texts if len(text) >= _LONG_NAME}) + sum(
        len(text) < _LONG_NAME for text in items.texts
    )
    doubled = len(items.texts) - distinct
    if items.fewest <= stated <= items.most and not doubled:
        text = f"Danh sách liệt kê đủ {number(stated)} mục như đã nêu."
        yield draft("count_list", "consistent", announced, (), stated, text)
        return
    nearest = items.fewest if stated < items.fewest else items.most
    computed = Decimal(distinct if items.fewest <= stated <= items.most else nearest - doubled)
    if computed == stated:
        return
    text = f"Danh sách liệt kê {number(computed)} mục, {off_by(stated, computed)}."
    if doubled:
        text = f"Danh sách có {doubled} mục lặp lại, còn {number(computed)} mục, {off_by(stated, computed)}."
    sure = items.sure and stated <= _FOLD * (items.most + 1)
    yield draft("count_list", "contradiction" if sure else "warning", announced, (), computed, text)


def _countable(quantity: Quantity) -> bool:
    whole = quantity.step == 1
    kinds = {"count", "bare", "score", "time"} | ({"step"} if changes_by(quantity) is None else set())
    return (
        whole
        and 1 <= quantity.value <= _MOST
        and quantity.kind in kinds
        and quantity.exact
        and quantity.of is None
    )


def _enumerated(passage: Passage) -> Iterator[Draft]:
    """A run of numbered items in one line of text."""
    for run in _runs(passage):
        first = run[0]
        before = [q for q in passage.quantities if q.token < first and _countable(q)]
        before = [q for q in before if passage.tokens[first].sentence - q.sentence <= 1]
        if not before or len(run) < 2:
            continue
        announced = before[-1]
        between = passage.words(announced.last + 1, first)
        if (
            len(between.split()) > 24
            or re.search(r"\d", between)
            or is_partial(_MAIN.sub("", between))
            or announced.value < 2
            or _goes_on(passage, run[-1])
        ):
            continue
        texts = tuple(
            _item_text(passage, start, end)
            for start, end in zip(run, [*run[1:], _end(passage, run[-1])], strict=True)
        )
        sure = not TAIL.search(said(passage, announced.last + 1, first, announced.unit))
        yield from _judge(announced, Items(len(run), len(run), texts, sure))


_MAIN = re.compile(
    r"\b(?:chu yeu|noi bat|tieu bieu)(?: nhu)?(?: sau)?(?: day)?[ :]*$"
)  # 3 giải pháp chủ yếu: (1) …


def _goes_on(passage: Passage, last: int) -> bool:
    """Whether the sentence behind the list tells of further ones: Các nhiệm vụ khác nêu tại phụ lục."""
    first, end = passage.sentence(passage.tokens[last].sentence + 1)
    return re.match(r"(?:cac|nhung|mot so) (?:\w+ ){1,4}khac\b", passage.words(first, end)) is not None


def _runs(passage: Passage) -> list[list[int]]:
    """Places of enumerators that count up from one."""
    runs: list[list[int]] = []
    style = ""
    for at, token in enumerate(passage.tokens):
        if token.kind == "enum":
            kind, ordinal = _ordinal(token.text, style)
        else:
            kind, ordinal = "spoken", _spoken(passage.tokens, at)
        if not ordinal:
            continue
        if ordinal == 1:
            runs.append([at])
            style = kind
        elif runs and kind == style and ordinal == len(runs[-1]) + 1:
            runs[-1].append(at)
    return runs


def _spoken(tokens: Sequence[Token], at: int) -> int:
    """Một là, hai là; thứ nhất, thứ hai: which one the words at a sign's end say; 0 when none."""
    if at + 1 >= len(tokens) or (at and tokens[at - 1].kind != "sign"):
        return 0
    first, second = tokens[at].text, tokens[at + 1].text
    if second == "là" and first in _COUNTED:
        return _COUNTED.index(first) + 1
    return _ORDINALS.index(second) + 1 if first == "thứ" and second in _ORDINALS else 0


_COUNTED = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def _ordinal(mark: str, style: str) -> tuple[str, int]:
    inner = mark.strip("().")
    if inner.isdigit():
        return "number", int(inner)
    if inner in _ROMAN and style != "alpha":
        return "roman", _ROMAN[inner]
    return "alpha", _ALPHABET.find(inner) + 1


def _item_text(passage: Passage, start: int, end: int) -> str:
    said = passage.tokens[start + 1 : end]
    return " ".join(token.fold for token in said if token.kind != "sign")


def _end(passage: Passage, at: int) -> int:
    """The end of the last item: of its sentence."""
    sentence = passage.tokens[at].sentence
    return next(
        (i for i in range(at, len(passage.tokens)) if passage.tokens[i].sentence > sentence),
        len(passage.tokens),
    )


def _inline(passage: Passage) -> Iterator[Draft]:
    """A list behind a colon, an opener or a bracket right after the announced noun."""
    for quantity in passage.quantities:
        told = _part_of_bodies(quantity) if quantity.of is not None else quantity
        if told is None or not _countable(told) or quantity.kind == "time":
            continue
        if quantity.value < 2 and not is_body(quantity.unit):
            continue
        scope = list_scope(passage, quantity)
        if scope is None or _of_another_noun(passage, quantity, scope[0]):
            continue
        first, last = scope = scope[0], next_list(passage, quantity, scope)
        if _joined_before(passage, quantity) or _some_only(passage, quantity, scope):
            continue
        if first >= last or passage.tokens[first].kind == "enum" or _parts_in_words(passage, quantity, scope):
            continue
        own = quoted(passage, first, last, quantity) or figured(passage, first, last, quantity)
        if own is None and '"' in said(passage, first, last):
            continue  # names in quotation marks hold signs of their own
        items = own or (
            count_items(passage, first, last, quantity.unit)
            or short_items(passage, first, last, int(quantity.value))
        )
        if items is None or (quantity.value < 2 and not _all_named(passage, quantity, first, items)):
            continue
        if own or not has_parts(passage, first, last, items.fewest):
            yield from _judge(quantity, items)


def _of_another_noun(passage: Passage, quantity: Quantity, first: int) -> bool:
    """4 xã ở 3 huyện lân cận, gồm: xã A, xã B, …: the list names what an earlier number counts."""
    noun, named = quantity.unit.partition(" ")[0], passage.tokens[first : first + 1]
    if not named or {noun, named[0].text} - PLACES or noun == named[0].text:
        return False
    earlier = (q for q in passage.quantities if q.token < quantity.token and q.sentence == quantity.sentence)
    return any(q.unit.partition(" ")[0] == named[0].text for q in earlier)


def _all_named(passage: Passage, announced: Quantity, first: int, items: Items) -> bool:
    """1 xã không sáp nhập là xã Tân Hòa và xã Gia Lộc: several names of that noun; "gồm" tells of what one
    was made."""
    noun = fold(announced.unit).partition(" ")[0]
    named = all(text.startswith(f"{noun} ") and text.count(noun) == 1 for text in items.texts)
    short = all(len(text.split()) <= _NAME for text in items.texts)
    return passage.tokens[first - 1].text == "là" and items.fewest > 1 and named and short


_NAME = 5  # words


def _some_only(passage: Passage, announced: Quantity, scope: tuple[int, int]) -> bool:
    """Whether words before the list, or with which an item begins, say that only some are named; within
    an item they are of what it names: bãi bỏ một số nghị quyết."""
    first, last = scope
    signs = [at for at in range(first, last) if passage.tokens[at].text in _BETWEEN]
    begins = any(is_partial(passage.words(at, at + _BEGINNING)) for at in signs)
    announces = _MOST_OF_ALL.sub("", passage.words(announced.last + 1, first + _BEGINNING))
    return begins or is_partial(announces) or _trails(passage, scope)


_BETWEEN = frozenset({",", ";", "và", ":"})
_BEGINNING = 4  # tokens
_MOST_OF_ALL = re.compile(r"^[^,;:(]*?\b(?:\w+ nhat|dung dau)\b")  # 5 huyện có tỷ lệ thấp nhất gồm …


def _trails(passage: Passage, scope: tuple[int, int]) -> bool:
    return any(token.text in {"…", "..."} or token.text == "v" for token in passage.tokens[slice(*scope)])


def _parts_in_words(passage: Passage, announced: Quantity, scope: tuple[int, int]) -> bool:
    """Whether items tell how many of what was announced they hold: A hai phiên, B một phiên."""
    noun = announced.unit.partition(" ")[0]
    said = passage.tokens[slice(*scope)]
    return sum(one.text in _COUNTED and two.text == noun for one, two in pairwise(said)) > 1


def _part_of_bodies(quantity: Quantity) -> Quantity | None:
    """Of 4/15 đơn vị the four that are named."""
    return replace(quantity, of=None) if is_body(quantity.unit) and quantity.kind == "count" else None


_JOINED = 2  # tokens between two numbers whose nouns one list names


def _joined_before(passage: Passage, quantity: Quantity) -> bool:
    """03 tập thể và 05 cá nhân, gồm: …: the list names both."""
    before = [q for q in passage.quantities if q.token < quantity.token and q.sentence == quantity.sentence]
    if not before or before[-1].depth != quantity.depth:
        return False
    between = passage.tokens[before[-1].last + 1 : quantity.token]
    return len(between) <= _JOINED and any(token.fold in {"va", ","} for token in between)


def _under(document: Document, passage: Passage) -> Iterator[Draft]:
    """06 nhiệm vụ trọng tâm: and the items in the lines below."""
    items = [document.passages[index] for index in document.children.get(passage.index, [])]
    own = [
        q
        for q in passage.quantities
        if q.sentence == passage.last_sentence and _countable(q) and (q.depth == 0 or _closes(passage, q))
    ]
    if len(items) < 2 or not own or own[-1].value < 2 or own[-1] is not passage.quantities[-1]:
        return
    announced = own[-1]
    tail = passage.words(announced.last + 1, len(passage.tokens)).strip(" :)")
    noun, _comma, lead = tail.partition(" , ")
    named = (
        passage.ends_with_colon()
        or tail.endswith(("sau", "gom", "sau day"))
        or _counted(passage, tail, items)
    )
    clear = (
        not TAIL.search(said(passage, announced.last + 1, len(passage.tokens)))
        and not re.search(r"\d", tail)
        and (not lead or _LEADS.fullmatch(lead) is not None)
    )
    if not (named and clear) or len(noun.split()) > 16 or is_partial(_MAIN.sub("", tail)):
        return
    if announced.value > 3 * len(items) + 3 or _count_something(items):
        return
    texts = tuple(" ".join(token.fold for token in item.tokens) for item in items)
    yield from _judge(announced, Items(len(items), len(items), texts, sure=True))


def _counted(passage: Passage, tail: str, items: Sequence[Passage]) -> bool:
    """Có 4 vấn đề. And under it 1., 2., 3., 4.: a noun that ends its line, and items that count from one."""
    marks = [item.block.marker.rstrip(".)") for item in items]
    ends = passage.tokens[-1].text == "." and len(tail.split()) <= _BARE
    return ends and marks == [str(number) for number in range(1, len(items) + 1)]


_BARE = 5  # words and signs behind a number


def _closes(passage: Passage, quantity: Quantity) -> bool:
    """Whether a quantity in brackets ends its line: Về nhiệm vụ chậm (05 nhiệm vụ):"""
    return re.fullmatch(r"\) ?:?", passage.words(quantity.last + 1, len(passage.tokens))) is not None


def _count_something(items: Sequence[Passage]) -> bool:
    """Whether most items begin with a quantity, so that they are parts."""
    counted = sum(bool(item.quantities) and item.quantities[0].token <= 1 for item in items)
    return counted * 2 >= len(items)


def _in_note(document: Document, note: Passage) -> Iterator[Draft]:
    """04 cơ quan⁶ and the names in footnote 6."""
    anchor = document.anchors.get(note.index)
    if anchor is None or not _countable(anchor[1]) or not note.tokens:
        return
    announced, first = anchor[1], 0
    while first < len(note.tokens) and note.tokens[first].text in {"bao", "gồm", ":", "cụ", "thể"}:
        first += 1
    if first >= len(note.tokens) or not is_head(note, first) or is_partial(note.line):
        return
    is_document = note.tokens[first].text in _DOCUMENT_HEADS and "số" in [
        t.text for t in note.tokens[first : first + 5]
    ]
    if is_document != bool(_DOCUMENT_UNITS.match(announced.unit)):
        return
    first_sentence = next(
        (i for i, t in enumerate(note.tokens) if t.sentence > note.tokens[first].sentence), len(note.tokens)
    )
    if any(token.text == ":" for token in note.tokens[first : first + 8]):
        return  # a label of its own: the note says more than names
    items = count_items(note, first, first_sentence)
    if items is None and announced.value == 1:
        return
    if items is None or has_parts(note, first, first_sentence, items.fewest):
        return
    yield from _judge(announced, items)
