"""One quantity named twice: its words, unit, scope and period agree, so its value must."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Sheet, read_sheet
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.draft import Draft, number, place
from dunghen.proofing.relations.judge import alike_digits
from dunghen.proofing.relations.segments import before_bracket, segment_end, segment_start
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.vocabulary import any_of, listed, words

# Words that make two quantities different ones, whatever else they share.
_GROUPS = tuple(
    (frozenset(group.split("|")), strict)
    for name, strict in (("scopes.both", True), ("scopes.one", False))
    for group in listed(name)
)
_LEVELS = _GROUPS[0][0]
_ALL_SCOPES = sorted({word for group, _strict in _GROUPS for word in group}, key=len, reverse=True)
_SCOPE = re.compile(rf"\b(?:{'|'.join(_ALL_SCOPES)})\b".replace("|dang|", "|dang(?! (?:ky|vien|bo|uy)\\b)|"))
_PERIOD = any_of("period")
_GENERIC = words("words.generic")
_FEW = 3  # words that two descriptions share at least
_MANY = 5  # telling words after which a whole agreement is no accident
_COMMON = 3  # a word in more descriptions than this tells little
_MOST_PEERS = 24
_SURE, _FAIRLY, _LIKELY, _LEAST = 0.8, 0.72, 0.66, 0.5
_CLEARLY = 0.85
_WHOLLY = 0.96  # two descriptions with hardly a word between them
_NEAR = Decimal("1.1")  # how far two values of one quantity may lie apart
_BY_WORDS = tuple(map(Decimal, ("1.1", "1.1", "1.1", "1.25", "1.5", "2.6")))  # likewise, by telling words
_AMOUNTS = words("words.amounts")
_SMALL = 5  # smaller numbers recur everywhere


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with the words that say which one it is: `core` its own clause, `wide` all around it.

    `lead` are words before the comma in front of it. `home` is where it stands (two mentions of one list,
    table or sentence are different members of it); `row` the numbering of a table row; `inherited` the level
    said before it; `beside` the units and amounts of all quantities in its sentence. `passage` is where it is
    said, or `label` the words of its row.
    """

    quantity: Quantity
    home: tuple[int, ...]
    row: str
    core: frozenset[str]
    wide: frozenset[str]
    scope: frozenset[str]
    inherited: frozenset[str]
    periods: frozenset[str]
    dated: bool
    names: frozenset[str]
    measure: tuple[units.UnitKind, str]
    beside: tuple[tuple[str, str, Decimal], ...] = ()
    lead: frozenset[str] = frozenset()
    passage: Passage | None = None
    label: str = ""


def find_same(mentions: Sequence[Mention]) -> Iterator[Draft]:
    """Each quantity against its earlier mentions."""
    spread = Counter(word for _home, words in {(m.home, m.core) for m in mentions} for word in words)
    by_word: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        telling = sorted(mention.core, key=lambda word: (spread[word], word))[:_TELLING]
        peers = [other for word in telling for other in by_word.get(word, ())[-_MOST_PEERS:]]
        shared, least = Counter(peers), min(_FEW, len(telling))
        near = [mentions[other] for other, words in shared.items() if words >= least]
        found = [(other, _likeness(other, mention, spread)) for other in near]
        found = [(other, likeness) for other, likeness in found if likeness >= _LIKELY]
        if found:
            found.sort(key=lambda pair: (pair[0].quantity.value == mention.quantity.value, pair[1]))
            yield from _compare(found[-1][0], mention, found[-1][1])
        for word in telling:
            by_word.setdefault(word, []).append(at)


_TELLING = 8  # the rarest words of a description, by which others are looked up


def _compare(first: Mention, second: Mention, likeness: float) -> Iterator[Draft]:
    one, two = first.quantity, second.quantity
    places = (place(one), place(two))
    if one.value == two.value:
        text = f"Hai chỗ cùng ghi {number(one.value)}."
        yield Draft("same_quantity", "consistent", places, one.value, two.value, text, weak=True)
    elif _contradicts(first, second, likeness):
        yield same_draft(one, two)


def same_draft(one: Quantity, two: Quantity) -> Draft:
    """One quantity with two values."""
    shown = f"{number(one.value)} và {number(two.value)}"
    text = f"Cùng một số liệu được ghi hai giá trị: {shown}, lệch {number(abs(one.value - two.value))}."
    return Draft("same_quantity", "contradiction", (place(one), place(two)), one.value, two.value, text)


def _contradicts(first: Mention, second: Mention, likeness: float) -> bool:
    """Words, unit, scope and period agree and a slip of the hand explains the values; the more the words
    tell, the farther apart the values may lie. Money and rates recur with other values in the same words."""
    one, two = first.quantity, second.quantity
    other_row = bool(first.row and second.row and first.row != second.row)
    whole_rate = one.kind == "percent" and Decimal(100) in (one.value, two.value)
    if other_row or whole_rate or _one_pattern(first, second):
        return False
    telling = len((first.core & second.core) - _GENERIC - _AMOUNTS)
    one_dated = first.dated != second.dated and not (first.row or second.row)
    if sorted(str(one.value.normalize())) == sorted(str(two.value.normalize())):
        return not one_dated or likeness >= _SURE or telling > _FEW
    if one_dated and (likeness < _WHOLLY or telling <= _FEW):
        return False
    return likeness >= _FAIRLY and _near(one, two, likeness, telling)


def _near(one: Quantity, two: Quantity, likeness: float, telling: int) -> bool:
    """Whether the values lie as near as the words ask."""
    alike = alike_digits(one.value, two.value)
    if one.kind in {"percent", "money", "score"} or one.step != 1 or two.step != 1:
        return alike and telling > _FEW
    ratio = max(one.value, two.value) / min(one.value, two.value)
    most = _BY_WORDS[min(telling, _MANY)] if likeness >= _WHOLLY else _NEAR
    if likeness >= _CLEARLY and telling > _FEW:
        most = max(most, _BY_WORDS[_FEW])
    return alike or (ratio <= most and (likeness >= _SURE or telling > _FEW))


def _one_pattern(first: Mention, second: Mention) -> bool:
    """Two sentences of one pattern in which more than this figure differs speak of two things."""
    units_of = [tuple(said[:2] for said in mention.beside) for mention in (first, second)]
    if len(first.beside) < 2 or units_of[0] != units_of[1]:
        return False
    return sum(one != two for one, two in zip(first.beside, second.beside, strict=True)) > 1


def _likeness(first: Mention, second: Mention, spread: Counter[str]) -> float:
    """How sure two mentions speak of one quantity; 0 when they cannot."""
    if first.home == second.home:
        return 0.0
    if first.measure != second.measure and not units.same_unit(first.measure, second.measure):
        return 0.0
    common = first.core & second.wide, second.core & first.wide
    if min(len(common[0]), len(common[1])) < _FEW or _other_thing(first, second):
        return 0.0
    telling = [word for word in common[0] & common[1] if spread[word] <= _COMMON and word not in _GENERIC]
    if len(telling) < 2 and not _akin(first.quantity, second.quantity):
        return 0.0
    shares = len(common[0]) / len(first.core), len(common[1]) / len(second.core)
    return sum(shares) / 2 if min(shares) >= _LEAST else 0.0


def _other_thing(first: Mention, second: Mention) -> bool:
    """Whether period, names, scope or level are told apart."""
    if first.periods and second.periods and not first.periods & second.periods:
        return True
    if first.names - second.wide and second.names - first.wide:
        return True
    return not one_scope(first.scope - _LEVELS, second.scope - _LEVELS) or not _one_level(first, second)


def strangers(first: Mention, second: Mention) -> bool:
    """Whether scope, level, period, names or pattern say that two mentions are of two quantities."""
    scopes = first.scope - _LEVELS, second.scope - _LEVELS
    apart = any(
        scopes[0] & group and scopes[1] & group and scopes[0] & group != scopes[1] & group
        for group, _ in _GROUPS
    )
    one_each = len(first.periods) == len(second.periods) == 1  # several in a sentence are of other figures
    periods = one_each and not first.periods & second.periods
    if periods and not (first.dated or second.dated):  # a year and a quarter that headings say
        periods = next(iter(first.periods)).split()[0] == next(iter(second.periods)).split()[0]
    named = first.names - second.wide and second.names - first.wide
    rows = first.row and second.row and first.row != second.row
    return (
        bool(apart or periods or named or rows)
        or not _one_level(first, second)
        or _one_pattern(first, second)
    )


def one_scope(first: frozenset[str], second: frozenset[str]) -> bool:
    """Both name the same time, form and plan; the kind of person or act may stay unsaid on one side."""
    if first == second:
        return True
    for group, strict in _GROUPS:
        one, two = first & group, second & group
        if one != two and (strict or (one and two)):
            return False
    return True


def _one_level(first: Mention, second: Mention) -> bool:
    """The same level of government, said in the clause or before it; one unsaid level needs values alike."""
    levels = [mention.scope & _LEVELS or mention.inherited & _LEVELS for mention in (first, second)]
    if levels[0] and levels[1]:
        return bool(levels[0] & levels[1])
    return not (levels[0] or levels[1]) or _akin(first.quantity, second.quantity)


def _akin(one: Quantity, two: Quantity) -> bool:
    """Values so like each other that the words need tell less; rates are alike too often for that."""
    if one.kind == "percent":
        return one.value == two.value or sorted(str(one.value.normalize())) == sorted(
            str(two.value.normalize())
        )
    return one.value == two.value or alike_digits(one.value, two.value)


def mentions_of(document: Document) -> Iterator[Mention]:
    """Every figure that may be named elsewhere again, in prose and in rows of one value."""
    for passage in document.passages:
        for quantity in passage.quantities:
            if (
                _comparable(quantity)
                and not _belongs(passage, quantity)
                and not THAN.search(passage.words(quantity.token - 6, quantity.token))
            ):
                yield in_prose(document, passage, quantity)
    for index, grid in enumerate(document.grids):
        yield from _in_table(read_sheet(document, grid), index)


def _in_table(sheet: Sheet, index: int) -> Iterator[Mention]:
    """Rows with one value, or one of what was done; what stands over a row by its number says whose it is."""
    labels: dict[str, str] = {}
    done = [column for column, head in enumerate(sheet.heads) if _DONE_HEAD.match(head)]
    for row in sheet.rows:
        labels[row.number] = row.label
        shown = [row.values[column] for column in done if column in row.values] or list(row.values.values())
        if len(shown) != 1 or shown[0].value < _SMALL:
            continue
        value = shown[0]
        over = labels.get(row.number.rpartition(".")[0], "") if "." in row.number else ""
        measure = (value.measure[0], row.unit[1] or value.unit)
        mention = _mention(
            value, (-1, index), row.number, row.label, f"{over} {row.label}", (over,), "", measure
        )
        yield replace(mention, label=row.label)


_DONE_HEAD = re.compile(r"(?:uoc )?(?:th|thuc hien|ket qua|dat duoc|hien co)\b")


def _belongs(passage: Passage, quantity: Quantity) -> bool:
    """A rate said of the number right before it ("2.521 hồ sơ (đạt 37,76%)") is no figure of its own."""
    if quantity.kind != "percent":
        return False
    close = (
        q
        for q in passage.quantities
        if q.sentence == quantity.sentence and 0 < quantity.token - q.token < _CLOSE
    )
    return any(q.kind != "percent" for q in close)


_CLOSE = 14  # tokens between a number and a rate that is said of it


_ACT = re.compile(r"\b(?:cat giam|tinh gian)$")  # so many were cut: what was done, no change of a figure


def _comparable(quantity: Quantity) -> bool:
    act = quantity.kind == "count" and _ACT.search(quantity.before)
    changed = (changes_by(quantity) is not None and not act) or THAN.search(quantity.before)
    plain = (
        quantity.kind in {"count", "percent", "money", "score", "bare", "size"}
        and quantity.exact
        and quantity.of is None
    )
    return plain and not changed and not quantity.spelled and quantity.value >= _SMALL


def in_prose(document: Document, passage: Passage, quantity: Quantity) -> Mention:
    """A figure of running text with the words that tell what it counts."""
    first, last = passage.sentence(quantity.sentence)
    first, last = max(first, quantity.token - _WIDE), min(last, quantity.token + _WIDE)
    own = f"{quantity.before} {_TURN.split(quantity.after)[0]}"
    if len(identity_words(own)) < _FEW + 2 or quantity.depth:
        own = f"{before_bracket(passage, quantity)} {own}"
    start = segment_start(passage, quantity, first)
    end = segment_end(passage, quantity, last)
    names = " ".join(
        token.fold for token in passage.tokens[start + 1 : end]
        if token.kind == "word" and passage.page.text[token.start].isupper()
    )  # fmt: skip
    parent = document.parent_of(passage)
    cited = len(_CITED.findall(passage.words(first, quantity.token)))
    home = (-2, parent.index) if parent else (passage.index, quantity.sentence, cited)
    section = document.section_of(passage)
    over = section.line[:_HEADING] if section is not None else ""
    said = tuple(
        f"{over} {passage.words(max(first - back, 0), quantity.token)}" for back in (_JUST_BEFORE, _BEFORE)
    )
    mention = _mention(
        quantity,
        home,
        "",
        own,
        passage.words(start, end),
        said,
        names,
        quantity.measure,
        passage.words(first, last),
    )
    around = [q for q in passage.within(first, last) if q.exact]
    beside = tuple((q.kind, q.unit, q.value) for q in around)
    dated = mention.dated and passage.index not in document.anchors  # a note's time is its anchor's
    lead = frozenset(identity_words(quantity.lead))
    return replace(mention, beside=beside, dated=dated, lead=lead, passage=passage)


_TURN = re.compile(r"\b(?:nhung|song|tuy nhien|trong khi)\b")  # behind it something else is said
# What another place of the report says is a mention of its own within the sentence.
_CITED = re.compile(
    r"\b(?:phu luc|phu bieu|bieu|bang|phan|muc)(?: so)?(?: \w+)? (?:ghi|neu|the hien)\b"
    r"|\b(?:tai|theo|trong|o) (?:phu luc|phu bieu|bieu|bang|phan)\b"
)
_HEADING = 120  # letters of a heading that name what stands under it
_WIDE = 90  # tokens of a sentence on either side
_JUST_BEFORE, _BEFORE = (
    30,
    300,
)  # tokens before a sentence that still say whose figures follow: first the near


def _mention(
    quantity: Quantity,
    home: tuple[int, ...],
    row: str,
    own: str,
    wide: str,
    said: tuple[str, ...],
    names: str,
    measure: tuple[units.UnitKind, str],
    sentence: str = "",
) -> Mention:
    core = identity_words(own)
    return Mention(
        quantity,
        home,
        row,
        frozenset(core),
        frozenset(identity_words(wide) | core),
        frozenset(_SCOPE.findall(own)),
        frozenset(_last_of(_levels, said)),
        frozenset(_periods(sentence or wide) or _last_of(_periods, said)),
        bool(_periods(sentence or wide)),
        frozenset(identity_words(names) & core),
        measure,
    )


def _last_of(finder: Callable[[str], Sequence[str]], said: Sequence[str]) -> Sequence[str]:
    """What was said last, in the nearest words that say any."""
    return next((found[-1:] for text in said if (found := finder(text))), ())


def _levels(words: str) -> list[str]:
    return [level for level in _SCOPE.findall(words) if level in _LEVELS]


@lru_cache(maxsize=256)
def _periods(words: str) -> tuple[str, ...]:
    """The times that words name; the last day of a year stands for the year too."""
    return (*_PERIOD.findall(words), *(f"nam {year}" for year in _YEARS_END.findall(words)))


_YEARS_END = re.compile(r"\b31 ?(?:/|-|thang) ?12 ?(?:/|-|nam) ?(\d{4})")
