"""Quantities: a value with its precision, unit, approximation, fraction, and the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.clauses import (
    approximation,
    per_area,
    signs_in,
    words_after,
    words_before,
    words_in_front,
)
from dunghen.proofing.figures.labels import counted_in_list
from dunghen.proofing.figures.masks import Masks
from dunghen.proofing.figures.reading import Habit, read
from dunghen.proofing.figures.spelled import begins, counted_near, in_words, may_count
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.figures.units import UnitKind
from dunghen.proofing.surface.shadow import fold
from dunghen.proofing.vocabulary import table

_PLACES_OF_RANK = {("vi", "tri"), ("tri", "so"), ("xep", "thu"), ("dung", "thu")}
_RANKED = ("thu hang", "xep hang")
_RANK_REACH, _GIVEN_RANK = 8, ["được", "xếp", "hạng"]  # tokens
_RESTORED = table("units.restored")
_LEAST_MONEY = 100  # đồng
_MOST_ZEROS, _MONEY_ZEROS = 12, 6  # "nghìn tỷ" at most; from millions on a bare number is money
_NAMED: tuple[tuple[UnitKind, frozenset[str]], ...] = (
    ("money", units.MONEY),
    ("step", units.STEP),
    ("time", units.TIME),
    ("size", units.SIZE),
)
_SCORE_WORDS = frozenset(
    [
        *("phần", "thẩm", "tự", "tối", "chuẩn", "thưởng", "trừ", "cộng", "bình"),
        *("trung", "phạt", "số", "đánh", "xếp", "hạng", "tiêu", "thành"),
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts or measures something.

    `start:end` are the digits (with their fraction), `stop` ends the unit; `token` and `last` are the tokens
    of the number and of the unit's end. `step` is one unit of the last shown digit, `of` the denominator of a
    fraction or rank. `before` and `after` are the folded words of its clause, which begins at token `left`;
    `lead` those before the comma in front of it, `label` all of them. `units.may_add` and `units.same_unit`
    compare the `measure`.
    """

    start: int
    end: int
    stop: int
    token: int
    last: int
    value: Decimal
    step: Decimal
    kind: UnitKind | Literal["rank"]
    unit: str
    approximation: str  # "", over, under, about, range, target
    depth: int
    sentence: int
    before: str
    after: str
    left: int
    lead: str = ""
    of: Decimal | None = None
    other: Decimal | None = None
    odd: bool = False
    spelled: bool = False
    # What follows from these is asked for so often that it is kept.
    measure: tuple[UnitKind, str] = field(init=False, repr=False, compare=False)
    exact: bool = field(init=False, repr=False, compare=False)
    label: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "measure", ("bare" if self.kind == "rank" else self.kind, self.unit))
        keep(self, "exact", self.approximation == "")
        keep(self, "label", " ".join(filter(None, (self.lead, self.before, self.after))))


def settled(tokens: Sequence[Token], masks: Masks) -> tuple[Token, ...]:
    """The tokens with numbers that are names after all (lớp 10, nhóm 3) as such: no noun follows them."""
    named = {at for at, token in enumerate(tokens) if token.kind == "number" and masks.at(token.start)}
    named = {at for at in named if not _noun_follows(tokens, at + 1)}
    named = {at for at in named if not counted_in_list(tokens, at, named)}
    return tuple(replace(token, kind="masked") if at in named else token for at, token in enumerate(tokens))


def find_quantities(tokens: Sequence[Token], habit: Habit) -> tuple[Quantity, ...]:
    """The quantities of a passage, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at, habit)
        if quantity is None:
            at += 1
        else:
            if (whole := _with_smaller(tokens, found, quantity)) is not None:
                found[-1] = whole
            else:
                found.append(_beside_stroke(tokens, found, quantity))
            _lend(tokens, found)
            at = max(quantity.last, at) + 1
    return tuple(found)


def _lend(tokens: Sequence[Token], found: list[Quantity]) -> None:
    """(tỉnh 9.870, huyện 11.204, xã 7.540 triệu đồng), trong đó: nhà ở 186,4; khác 34,2 tỷ đồng: the last of
    a list in brackets or behind a colon lends the others its unit."""
    last = found[-1]
    if last.kind != "money" or len(found) == 1 or found[-2].kind != "bare":
        return
    scale = Decimal(10) ** _unit(tokens, last.token + 1)[2]
    sign, lent = signs_in(tokens[found[-2].last + 1 : last.token]), len(found) - 1
    while lent and found[lent - 1].kind == "bare" and found[lent - 1].of is None:
        if signs_in(tokens[found[lent - 1].last + 1 : found[lent].token]) != sign:
            break
        lent -= 1
    first = found[lent].left
    opened = first and tokens[first - 1].text == ":" and lent and found[lent - 1].kind == "money"
    if scale == 1 or sign not in {",", ";"} or not (last.depth or opened):
        return
    for at in range(lent, len(found) - 1):
        one = found[at]
        found[at] = replace(one, value=one.value * scale, step=one.step * scale, kind="money", unit="đồng")


def _with_smaller(tokens: Sequence[Token], found: Sequence[Quantity], quantity: Quantity) -> Quantity | None:
    """1.906 tỷ 418 triệu đồng: one amount in two magnitudes."""
    if not found or not quantity.kind == found[-1].kind == "money":
        return None
    larger = found[-1]
    follows = larger.last == quantity.token - 1 and tokens[larger.last].text in units.MAGNITUDES
    if not follows or quantity.value >= larger.step or larger.of or quantity.of:
        return None
    return replace(larger, value=larger.value + quantity.value, step=quantity.step, stop=quantity.stop,
                   last=quantity.last, end=quantity.end, after=quantity.after)  # fmt: skip


def _beside_stroke(tokens: Sequence[Token], found: Sequence[Quantity], quantity: Quantity) -> Quantity:
    """The second of two counts of different things, 1.746 lượt/2.108 người, in the words of the first."""
    if quantity.token == 0 or tokens[quantity.token - 1].text != "/" or not found:
        return quantity
    first = found[-1]
    both = first.last == quantity.token - 2 and "count" == first.kind == quantity.kind
    if not both or units.same_unit(first.measure, quantity.measure):
        return quantity
    return replace(quantity, before=first.before, lead=first.lead, left=first.left)


def _quantity_at(tokens: Sequence[Token], at: int, habit: Habit) -> Quantity | None:
    token = tokens[at]
    if token.kind == "word":
        return _spelled(tokens, at)
    if token.kind != "number":
        return None
    glued = at and tokens[at - 1].end == token.start and tokens[at - 1].kind == "word"
    if glued and (token.text.isdecimal() or "%" not in {t.text for t in tokens[at + 1 : at + 2]}):
        return None
    return _build(tokens, at, habit)


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    words = _words(tokens, at, 2)
    told = bool(words) and (units.starts_noun(words[0], "".join(words[1:2])) or words[0] in units.STEP)
    measured = words[:1] in (["tỷ"], ["tỉ"], ["triệu"]) or bool(words and words[0] in units.SIZE)
    return told or measured or words == ["đồng", "chí"]


def _words(tokens: Sequence[Token], at: int, most: int) -> list[str]:
    """Up to `most` words that follow one another from here; note marks between them do not count."""
    words: list[str] = []
    while at < len(tokens) and len(words) < most and tokens[at].kind in {"word", "note"}:
        if tokens[at].kind == "word":
            words.append(_RESTORED.get(tokens[at].text, tokens[at].text))
        at += 1
    return words


def _build(tokens: Sequence[Token], at: int, habit: Habit) -> Quantity | None:
    last, bottom = at, None
    if _is_fraction(tokens, at):
        last, bottom = at + 2, tokens[at + 2].text
    kind, unit, exponent, stop = _unit(tokens, last + 1)
    if _is_rank(tokens, at, kind) and not _is_listed(tokens, at, kind):
        kind, unit = "bare", "rank"
    measured = kind in {"percent", "ppoint", "score", "size"} or exponent > 0
    reading = read(tokens[at].text, measured=measured, habit=habit)
    if reading is None or (reading.odd and kind == "bare"):
        return None
    of = read(bottom, measured=measured, habit=habit) if bottom else None
    if _is_year(tokens, at, reading.value, kind):
        return None
    scale = Decimal(10) ** exponent
    said, first = approximation(tokens, at, stop, kind)
    before, left = words_before(tokens, first)
    kind, unit = _meant(*per_area(tokens, stop, kind, unit), reading.value * scale, reading.places, before)
    return Quantity(
        start=tokens[at].start,
        end=tokens[last].end,
        stop=tokens[stop].end,
        token=at,
        last=stop,
        value=reading.value * scale,
        step=scale / Decimal(10) ** reading.places,
        kind="rank" if unit == "rank" else kind,
        unit=unit,
        approximation=said,
        depth=tokens[at].depth,
        sentence=tokens[at].sentence,
        before=before,
        after=words_after(tokens, last + 1),
        left=left,
        lead=words_in_front(tokens, left),
        of=of.value * scale if of else None,
        other=reading.other * scale if reading.other is not None else None,
        odd=reading.odd,
    )


def _meant(kind: UnitKind, unit: str, value: Decimal, places: int, before: str) -> tuple[UnitKind, str]:
    """What the unit is where its word means another thing, or none was written."""
    if kind == "bare" and places and before.endswith(("ty le", "ti le", "chiem", "ty trong")):
        return "percent", "%"  # the sign was forgotten
    if unit == "đồng" and value < _LEAST_MONEY:
        return "count", unit  # 9 vàng, 11 bạc, 16 đồng
    return kind, unit


def _is_rank(tokens: Sequence[Token], at: int, kind: str) -> bool:
    """hạng 36, thứ 12, vị trí 5; tổng số di tích được xếp hạng là 421 di tích is none."""
    if kind in {"percent", "step", "money"}:
        return False
    colon = at > 0 and tokens[at - 1].text == ":"
    at -= colon
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    named = colon or before[-1:] in (["là"], ["ở"])  # thứ hạng của tỉnh là 27, xếp hạng SIPAS: 27
    if named and kind != "count":
        words = " ".join(token.fold for token in tokens[max(at - _RANK_REACH, 0) : at])
        return any(said in words for said in _RANKED)
    return (before[-1:] in (["hạng"], ["hang"], ["thứ"], ["xếp"]) and before[:1] != ["sắp"]) or tuple(
        map(fold, before)
    ) in _PLACES_OF_RANK


def _is_listed(tokens: Sequence[Token], at: int, kind: UnitKind) -> bool:
    """Di tích được xếp hạng 412 di tích: so many were given a rank."""
    return kind == "count" and [token.text for token in tokens[max(at - 3, 0) : at]] == _GIVEN_RANK


def _is_fraction(tokens: Sequence[Token], at: int) -> bool:
    """18/35 and 122 / 122; 161/201 lượt/người are two counts."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/" or tokens[at + 2].kind != "number":
        return False
    if tokens[at + 2].start - tokens[at].end > 3:
        return False
    if at + 3 < len(tokens) and tokens[at + 3].text == "/":
        return False
    follow = [token.text for token in tokens[at + 3 : at + 8]]
    return "/" not in follow[1:4]


def _is_year(tokens: Sequence[Token], at: int, value: Decimal, kind: str) -> bool:
    """A bare 2024 with nothing counted behind it."""
    text = tokens[at].text
    plain = text.isdigit() and len(text) == 4 and 1930 <= value <= 2060
    return plain and not (kind in {"percent", "money", "score", "ppoint"} or _noun_follows(tokens, at + 1))


def _unit(tokens: Sequence[Token], at: int) -> tuple[UnitKind, str, int, int]:
    """Kind, noun, power of ten, and the last token of the unit that begins here."""
    last = at - 1
    while at < len(tokens) and tokens[at].kind == "note":
        at += 1
    if at < len(tokens) and tokens[at].text == "%":
        return "percent", "%", 0, at
    if at < len(tokens) and tokens[at].text == "‰":
        return "score", "‰", 0, at
    words = _words(tokens, at, 4)
    exponent = taken = 0
    while words[taken:] and words[taken] in units.MAGNITUDES and exponent < _MOST_ZEROS:
        exponent += units.MAGNITUDES[words[taken]]
        taken += 1
    words, at = words[taken:], at + taken
    last = at - 1 if taken else last
    if not words:
        return ("money" if exponent >= _MONEY_ZEROS else "bare"), "", exponent, last
    return _named_unit(tokens, at, words, exponent, last)


def _named_unit(
    tokens: Sequence[Token], at: int, words: list[str], exponent: int, last: int
) -> tuple[UnitKind, str, int, int]:
    """The unit that these words name."""
    if words[:2] == ["phần", "trăm"]:
        return "percent", "%", 0, at + 1
    if words[0] == "điểm":
        named = words[1:2] == ["tiếp"] or (words[1:] and words[1] not in units.STOPS)
        if named and words[1] not in _SCORE_WORDS:
            return "count", "điểm", exponent, at
        return _points(tokens, at, words)
    if words[:2] == ["đồng", "chí"] and not exponent:
        return "count", "đồng chí", 0, at + 1
    for kind, names in _NAMED:
        if words[0] in names:
            return kind, "đồng" if kind == "money" else words[0], exponent, at
    name, used = units.noun(words)
    return ("count" if name else "bare"), name, exponent, (_nth_word(tokens, at, used) if used else last)


def _points(tokens: Sequence[Token], at: int, words: list[str]) -> tuple[UnitKind, str, int, int]:
    if words[1:3] in (["phần", "nghìn"], ["phần", "ngàn"]):
        return "score", "‰", 0, at + 2
    if words[1:3] == ["phần", "trăm"]:
        return "ppoint", "điểm", 0, at + 2
    if at + 1 < len(tokens) and tokens[at + 1].text == "%":
        return "ppoint", "điểm", 0, at + 1
    return "score", "điểm", 0, at


def _nth_word(tokens: Sequence[Token], at: int, count: int) -> int:
    """The place of the count-th word from here."""
    while count > 0 and at < len(tokens):
        count -= tokens[at].kind == "word"
        at += 1
    return at - 1


def _spelled(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A number in words before something countable: mười sáu hồ sơ, hai đơn vị, không có trường hợp nào."""
    told = in_words(tokens, at, _words(tokens, at, 9)) if begins(tokens, at) else None
    if told is None:
        return None
    value, used = told
    rest = [*_words(tokens, at + used, 2), "", ""]
    counted = units.starts_noun(rest[0], rest[1]) or counted_near(tokens, at, rest)
    if not counted or (used == 1 and not may_count(tokens, at, rest)):
        return None
    kind, unit, _exponent, stop = _unit(tokens, at + used)
    before, left = words_before(tokens, at)
    number_end = tokens[at + used - 1].end
    return Quantity(
        tokens[at].start, number_end, tokens[stop].end, at, stop, Decimal(value), Decimal(1), kind, unit, "",
        tokens[at].depth, tokens[at].sentence, before, words_after(tokens, at + used), left, spelled=True,
    )  # fmt: skip
