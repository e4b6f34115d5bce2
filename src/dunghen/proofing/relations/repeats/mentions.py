"""What a figure is said to be: its words, unit, scope, period and names; of tables see `rows`."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from dunghen.proofing.figures import units
from dunghen.proofing.figures.passage import Document, Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import identity_words, told_then
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.judge import Digits, digits_of
from dunghen.proofing.relations.segments import before_bracket, segment_end, segment_start
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.vocabulary import any_of, listed

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
SMALL = 5  # smaller numbers recur everywhere


@dataclass(frozen=True, eq=False)
class Mention(ABC):
    """A quantity with the words that say which one it is, of which `own` are those of its own clause.

    `home` is where it stands (two mentions of one list, table or sentence are different members of it), `row`
    the numbering of a table row. The rest is read when it is first asked for: most figures are compared with
    few others, and most of those are told apart by few words.
    """

    quantity: Quantity
    home: tuple[int, ...]
    row: str
    own: str
    measure: tuple[units.UnitKind, str]

    @cached_property
    def digits(self) -> Digits:
        """The digits of the figure."""
        return digits_of(self.quantity.value)

    @cached_property
    def core(self) -> frozenset[str]:
        """The words of its own clause."""
        return identity_words(self.own)

    @cached_property
    def wide(self) -> frozenset[str]:
        """All words around it."""
        return identity_words(self._around()) | self.core

    @cached_property
    def scope(self) -> frozenset[str]:
        """The words of its clause that name a level, a time, a form, a kind of person or act."""
        return frozenset(_SCOPE.findall(self.own))

    @cached_property
    def groups(self) -> frozenset[str]:
        """Those that name no level."""
        return self.scope - LEVELS

    @cached_property
    def level(self) -> frozenset[str]:
        """The levels of government, said in its clause or the last one before it."""
        return self.scope & LEVELS or frozenset(_last_of(_levels, self._before()))

    @cached_property
    def periods(self) -> frozenset[str]:
        """The times of its sentence, or the last one before."""
        return frozenset(_periods(self._sentence()) or _last_of(_periods, self._before()))

    @cached_property
    def dated(self) -> bool:
        """Whether its sentence says a time."""
        return bool(_periods(self._sentence()))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of its clause with a capital letter."""
        return frozenset()

    @cached_property
    def places(self) -> frozenset[str]:
        """The provinces, districts and communes that are named between its semicolons."""
        return frozenset()

    @cached_property
    def beside(self) -> tuple[tuple[str, str, str, Decimal], ...]:
        """Units, words and amounts of all quantities in its sentence."""
        return ()

    @cached_property
    def pattern(self) -> tuple[tuple[str, str, str], ...]:
        """The same without the amounts."""
        return tuple((kind, unit, word) for kind, unit, word, _value in self.beside)

    @cached_property
    def lead(self) -> frozenset[str]:
        """The words before the comma in front of it."""
        return frozenset()

    @cached_property
    def named(self) -> frozenset[str]:
        """The words of its clause and before the comma."""
        return self.core | self.lead

    @cached_property
    @abstractmethod
    def run(self) -> list[str]:
        """The words that stand around it, a sign or number as `BREAK`."""

    @cached_property
    def said(self) -> frozenset[str]:
        """The same once each."""
        return frozenset(self.run)

    @cached_property
    def body(self) -> str:
        """The body that its block is of by the words before its first colon; "" where it says none."""
        return ""

    @cached_property
    def restates(self) -> bool:
        """Whether these words say what another place of the report states."""
        return _RESTATED.search(" ".join(self.run)) is not None

    @abstractmethod
    def _around(self) -> str:
        """The words that may tell of it."""

    @abstractmethod
    def _sentence(self) -> str:
        """The words in which its own time may stand."""

    @abstractmethod
    def _before(self) -> Iterator[str]:
        """What was said before it, the nearest first."""


@dataclass(frozen=True, eq=False)
class _InProse(Mention):
    """A figure of running text, and the tokens first..last-1 of its sentence."""

    document: Document
    passage: Passage
    first: int
    last: int

    @cached_property
    def body(self) -> str:
        found = _BODY.match(self.passage.line)
        return found[1] if found else ""

    @cached_property
    def dated(self) -> bool:
        """A note's time is its anchor's."""
        return bool(_periods(self._sentence())) and self.passage.index not in self.document.anchors

    @cached_property
    def names(self) -> frozenset[str]:
        start, end = self._segment
        named = " ".join(
            token.fold for token in self.passage.tokens[start + 1 : end]
            if token.kind == "word" and self.passage.page.text[token.start].isupper()
        )  # fmt: skip
        return identity_words(named) & self.core

    @cached_property
    def places(self) -> frozenset[str]:
        start, end = self._segment
        tokens, shown = self.passage.tokens[start:end], self.passage.page.text
        named = (
            (one.fold, two.fold)
            for noun, one, two in zip(tokens, tokens[1:], tokens[2:], strict=False)
            if noun.text in _PLACES and shown[one.start].isupper() and shown[two.start].isupper()
        )
        return frozenset(map(" ".join, named))

    @cached_property
    def beside(self) -> tuple[tuple[str, str, str, Decimal], ...]:
        around = (q for q in self.passage.within(self.first, self.last) if q.exact)
        return tuple((q.kind, q.unit, q.before.rpartition(" ")[2], q.value) for q in around)

    @cached_property
    def lead(self) -> frozenset[str]:
        return identity_words(self.quantity.lead)

    @cached_property
    def run(self) -> list[str]:
        tokens, quantity = self.passage.tokens, self.quantity
        first, last = self.passage.sentence(quantity.sentence)
        before = tokens[max(first, quantity.token - _AHEAD) : quantity.token]
        behind = tokens[quantity.last + 1 : min(last, quantity.last + _BEHIND)]
        said = (*before, *behind)
        return [t.fold if t.kind == "word" else BREAK for t in said if t.kind == "word" or t.text != ","]

    @cached_property
    def _segment(self) -> tuple[int, int]:
        """The tokens between semicolons."""
        start = segment_start(self.passage, self.quantity, self.first)
        return start, segment_end(self.passage, self.quantity, self.last)

    def _around(self) -> str:
        return self.passage.words(*self._segment)

    def _sentence(self) -> str:
        return self.passage.words(self.first, self.last) or self._around()

    def _before(self) -> Iterator[str]:
        section = self.document.section_of(self.passage)
        over = section.line[:_HEADING] if section is not None else ""
        for back in (_JUST_BEFORE, _BEFORE):
            yield f"{over} {self.passage.words(max(self.first - back, 0), self.quantity.token)}"
        before = self.document.counted_before(self.passage)
        if before is not None and not self.first and _OF_BEFORE.match(self.passage.line):
            yield before.line


_PLACES = frozenset({"tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn"})
_BODY = re.compile(
    r"(?:[-+*•] |[a-z0-9]{1,2} ?[.)] )?"
    r"((?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|so|ban|phong|cuc|chi cuc) [^:;.]{2,50}):"
)
_OF_BEFORE = re.compile(r"(?:trong (?:do|so)|cu the|so nay)\b")  # a line that divides the one before it

BREAK = "#"  # a sign or number, over which no run of words goes on


def mentions_of(document: Document) -> Iterator[Mention]:
    """Every figure of running text that may be named elsewhere again."""
    for passage in document.passages:
        for quantity in passage.quantities:
            if (
                _comparable(quantity)
                and not _belongs(passage, quantity)
                and not told_then(passage, quantity)
                and not THAN.search(passage.words(quantity.token - 6, quantity.token))
            ):
                yield in_prose(document, passage, quantity)


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
        and (quantity.exact or _to_the_last(quantity))
        and quantity.of is None
    )
    return plain and not changed and not quantity.spelled and quantity.value >= SMALL


def _to_the_last(quantity: Quantity) -> bool:
    """Whether "khoảng" stands before a figure that shows so many digits that nothing was rounded."""
    return quantity.approximation == "about" and len(digits_of(quantity.value)[1]) >= _TOLD_FULLY


_TOLD_FULLY = 4  # digits


def in_prose(document: Document, passage: Passage, quantity: Quantity) -> Mention:
    """A figure of running text with the words that tell what it counts."""
    first, last = passage.sentence(quantity.sentence)
    first, last = max(first, quantity.token - _WIDE), min(last, quantity.token + _WIDE)
    own = f"{quantity.before} {_TURN.split(quantity.after)[0]}"
    if len(identity_words(own)) < _FEW or quantity.depth:
        own = f"{before_bracket(passage, quantity)} {own}"
    parent = document.parent_of(passage)
    cited = len(_CITED.findall(passage.words(first, quantity.token)))
    listed = parent is not None and not passage.is_section
    home = (-2, parent.index) if parent and listed else (passage.index, quantity.sentence, cited)
    return _InProse(quantity, home, "", own, quantity.measure, document, passage, first, last)


_TURN = re.compile(r"\b(?:nhung|song|tuy nhien|trong khi)\b")  # behind it something else is said
# What another place of the report says is a mention of its own within the sentence.
_CITED = re.compile(
    r"\b(?:phu luc|phu bieu|bieu|bang|phan|muc)(?: so)?(?: \w+)? (?:ghi|neu|the hien)\b"
    r"|\b(?:tai|theo|trong|o) (?:phu luc|phu bieu|bieu|bang|phan)\b"
    r"|\btrang \d+ \)? ?(?:ghi|neu|viet|the hien)\b|\b(?:ghi|neu|viet)(?: ro| la)? : \""
)
_RESTATED = re.compile(
    r"\b(?:phan|muc|bieu|phu luc|bang|trang|o tren|ket luan|tom tat)\b.*"
    r"\b(?:ghi|neu|the hien|thong ke|viet|rang)\b"
)
_HEADING = 120  # letters of a heading that name what stands under it
_WIDE = 90  # tokens of a sentence on either side
_AHEAD, _BEHIND = 50, 14  # of them those whose runs are compared
_JUST_BEFORE, _BEFORE = (
    30,
    300,
)  # tokens before a sentence that still say whose figures follow: first the near


def _last_of(finder: Callable[[str], Sequence[str]], said: Iterable[str]) -> Sequence[str]:
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
    r"\bso (?:voi )?(?:cung ky |dau |cuoi )?(?:ky |(?:vu|mua|dot|nien)(?: [a-z]+){1,3} |nam |quy |thang )?"
    r"(?:nam )?(?:20\d\d|truoc|\d{1,2}/20\d\d)\b"
)
_YEARS_END = re.compile(r"\b31 ?(?:/|-|thang) ?12 ?(?:/|-|nam) ?(\d{4})")
