"""What a figure is said to be: its words, unit, scope, period and names, in prose and in rows of tables."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.sheet import Row, Sheet, read_sheet
from dunghen.proofing.relations.around import identity_words
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.segments import before_bracket, segment_end, segment_start
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.surface.shadow import fold
from dunghen.proofing.vocabulary import any_of, listed, words

# Words that make two quantities different ones, whatever else they share.
GROUPS = tuple(
    (frozenset(group.split("|")), strict)
    for name, strict in (("scopes.both", True), ("scopes.one", False))
    for group in listed(name)
)
LEVELS = GROUPS[0][0]
_ALL_SCOPES = sorted({word for group, _strict in GROUPS for word in group}, key=len, reverse=True)
_SCOPE = re.compile(rf"\b(?:{'|'.join(_ALL_SCOPES)})\b".replace("|dang|", "|dang(?! (?:ky|vien|bo|uy)\\b)|"))
_PERIOD = any_of("period")
_FEW = 5  # words that tell a figure without those before its bracket
_SMALL = 5  # smaller numbers recur everywhere


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with the words that say which one it is: `core` its own clause, `wide` all around it.

    `lead` are words before the comma in front of it. `home` is where it stands (two mentions of one list,
    table or sentence are different members of it); `row` the numbering of a table row; `inherited` the level
    said before it; `beside` units, words and amounts of all quantities in its sentence. `passage` is where it
    is said, or `label` the words of its row.
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
    beside: tuple[tuple[str, str, str, Decimal], ...] = ()
    lead: frozenset[str] = frozenset()
    passage: Passage | None = None
    label: str = ""


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
        mention = _mention(
            value,
            (-1, index),
            row.number,
            row.label,
            f"{over} {row.label}",
            (over,),
            "",
            _measure(row, value),
        )
        yield replace(mention, label=row.label)


def _measure(row: Row, value: Quantity) -> tuple[units.UnitKind, str]:
    """What a row's value counts: by the column of units, or the bracket behind its name: Đường nhựa (km)."""
    if row.unit[1]:
        return (row.unit[0] if row.unit[0] in {"size", "percent"} else value.measure[0], row.unit[1])
    told = _IN_BRACKET.search(row.label)
    if told is None or value.kind != "bare" or told[1] not in _ROW_UNITS:
        return value.measure
    return ("percent" if told[1] == "%" else "size" if told[1] in units.SIZE else "count", told[1])


_IN_BRACKET = re.compile(r"\(([^()]+)\)$")
_ROW_UNITS = frozenset(map(fold, words("units.in_tables"))) - {
    "dong",
    "nghin dong",
    "ngan dong",
    "trieu dong",
    "ty dong",
}
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
    if len(identity_words(own)) < _FEW or quantity.depth:
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
    beside = tuple((q.kind, q.unit, q.before.rpartition(" ")[2], q.value) for q in around)
    dated = mention.dated and passage.index not in document.anchors  # a note's time is its anchor's
    lead = frozenset(identity_words(quantity.lead))
    return replace(mention, beside=beside, dated=dated, lead=lead, passage=passage)


_TURN = re.compile(r"\b(?:nhung|song|tuy nhien|trong khi)\b")  # behind it something else is said
# What another place of the report says is a mention of its own within the sentence.
_CITED = re.compile(
    r"\b(?:phu luc|phu bieu|bieu|bang|phan|muc)(?: so)?(?: \w+)? (?:ghi|neu|the hien)\b"
    r"|\b(?:tai|theo|trong|o) (?:phu luc|phu bieu|bieu|bang|phan)\b"
    r"|\btrang \d+ \)? ?(?:ghi|neu|viet|the hien)\b|\b(?:ghi|neu|viet)(?: ro| la)? : \""
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
    return [level for level in _SCOPE.findall(words) if level in LEVELS]


@lru_cache(maxsize=256)
def _periods(words: str) -> tuple[str, ...]:
    """The times that words name; the last day of a year stands for the year too. What something is compared
    with is not its time."""
    words = _COMPARED.sub(" ", words)
    return (*_PERIOD.findall(words), *(f"nam {year}" for year in _YEARS_END.findall(words)))


_COMPARED = re.compile(
    r"\bso (?:voi )?(?:cung ky |dau |cuoi )?(?:ky |nam |quy |thang )?(?:nam )?"
    r"(?:20\d\d|truoc|\d{1,2}/20\d\d)\b"
)
_YEARS_END = re.compile(r"\b31 ?(?:/|-|thang) ?12 ?(?:/|-|nam) ?(\d{4})")
