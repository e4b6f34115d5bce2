"""Quantities: a value with its precision, unit, approximation, fraction, and the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dunghen.proofing.figures import units
from dunghen.proofing.figures.masks import Masks
from dunghen.proofing.figures.reading import Habit, read, read_words
from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.figures.units import UnitKind
from dunghen.proofing.vocabulary import table

_APPROXIMATE = table("approximate")
_COMPARED = frozenset(
    ["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", "sớm", "muộn", "tốt", "kém", "dài", "ngắn"]
)
_RANKS = frozenset({"hạng", "thứ", "vị"})
_SAID = frozenset({"word", "masked"})
BOUNDARIES = frozenset(',;.:()[]"!?|…')
_MOST_ZEROS, _MONEY_ZEROS = 12, 6  # "nghìn tỷ" at most; from millions on a bare number is money
_NAMED: tuple[tuple[UnitKind, frozenset[str]], ...] = (
    ("money", units.MONEY),
    ("step", units.STEP),
    ("time", units.TIME),
    ("size", units.SIZE),
)
_NEXT_TO = 6  # letters between the two ends of a range
_SCORE_WORDS = frozenset(
    [
        "phần",
        "thẩm",
        "tự",
        "tối",
        "chuẩn",
        "thưởng",
        "trừ",
        "cộng",
        "bình",
        "trung",
        "phạt",
        "số",
        "đánh",
        "xếp",
        "hạng",
        "tiêu",
        "thành",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts or measures something.

    `start:end` are the digits (with their fraction), `stop` ends the unit. `step` is one unit of the last shown
    digit. `of` is the denominator of a fraction or rank. `left` and `right` are token places of the clause around
    it: the words before and after that belong to it.
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
    marked: bool = False
    spelled: bool = False

    @property
    def measure(self) -> tuple[UnitKind, str]:
        """What `units.may_add` and `units.same_unit` compare."""
        return ("bare" if self.kind == "rank" else self.kind, self.unit)

    @property
    def exact(self) -> bool:
        return self.approximation == ""

    @property
    def label(self) -> str:
        """All words of its clause, with what stands before a comma that opens no new quantity."""
        return " ".join(part for part in (self.lead, self.before, self.after) if part)


def find_quantities(tokens: Sequence[Token], masks: Masks, habit: Habit) -> tuple[Quantity, ...]:
    """The quantities of a passage, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at, masks, habit)
        if quantity is None:
            at += 1
        else:
            found.append(quantity)
            at = max(quantity.last, at) + 1
    return tuple(found)


def _quantity_at(tokens: Sequence[Token], at: int, masks: Masks, habit: Habit) -> Quantity | None:
    token = tokens[at]
    if token.kind == "word":
        return _spelled(tokens, at)
    if token.kind != "number":
        return None
    if masks.at(token.start) and not _noun_follows(tokens, at + 1):
        return None
    if at and tokens[at - 1].end == token.start and tokens[at - 1].kind == "word":
        return None
    return _build(tokens, at, habit)


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    words = _words(tokens, at, 2)
    return bool(words) and units.starts_noun(words[0], words[1] if len(words) > 1 else "")


def _words(tokens: Sequence[Token], at: int, most: int) -> list[str]:
    """Up to `most` words that follow one another from here; note marks between them do not count."""
    words: list[str] = []
    while at < len(tokens) and len(words) < most and tokens[at].kind in {"word", "note"}:
        if tokens[at].kind == "word":
            words.append(tokens[at].text)
        at += 1
    return words


def _build(tokens: Sequence[Token], at: int, habit: Habit) -> Quantity | None:
    last, bottom = at, None
    if _is_fraction(tokens, at):
        last, bottom = at + 2, tokens[at + 2].text
    kind, unit, exponent, stop = _unit(tokens, last + 1)
    words = _words(tokens, at - 1, 1) if at else []
    if words and words[0] in _RANKS and kind not in {"percent", "step", "money"}:
        kind, unit = "bare", "rank"
    if words and words[0] == "trí" and kind != "percent" and at > 1 and tokens[at - 2].text == "vị":
        kind, unit = "bare", "rank"
    measured = kind in {"percent", "ppoint", "score", "size"} or exponent > 0
    reading = read(tokens[at].text, measured=measured, habit=habit)
    if reading is None or (reading.odd and kind == "bare"):
        return None
    of = read(bottom, measured=measured, habit=habit) if bottom else None
    if _is_year(tokens, at, reading.value, kind):
        return None
    scale = Decimal(10) ** exponent
    approximation, first = _approximation(tokens, at, stop, kind)
    before, left = _before(tokens, first)
    if kind == "bare" and reading.places and before.endswith(("ty le", "ti le", "chiem", "ty trong")):
        kind, unit = "percent", "%"  # the sign was forgotten
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
        approximation=approximation,
        depth=tokens[at].depth,
        sentence=tokens[at].sentence,
        before=before,
        after=_after(tokens, last + 1),
        left=left,
        lead=_lead(tokens, left),
        of=of.value * scale if of else None,
        other=reading.other * scale if reading.other is not None else None,
        odd=reading.odd,
        marked=last + 1 < len(tokens) and tokens[last + 1].kind == "note",
    )


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
    for kind, names in _NAMED:
        if words[0] in names:
            return kind, "đồng" if kind == "money" else words[0], exponent, at
    name, used = units.noun(words)
    return ("count" if name else "bare"), name, exponent, (_nth_word(tokens, at, used) if used else last)


def _points(tokens: Sequence[Token], at: int, words: list[str]) -> tuple[UnitKind, str, int, int]:
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


def _approximation(tokens: Sequence[Token], at: int, stop: int, kind: str) -> tuple[str, int]:
    """What is said of the exactness, and the first token of the quantity with it."""
    if _ranges(tokens, at, stop):
        return "range", at
    previous = tokens[at - 1].text if at else ""
    before = tokens[at - 2].text if at > 1 else ""
    if f"{before} {previous}" in _APPROXIMATE:
        return _APPROXIMATE[f"{before} {previous}"], at - 2
    if previous == "trên" and kind != "percent" and _is_quantity_end(tokens, at - 1):
        return "", at  # 1.326 trên 2.180: the whole
    if previous not in _APPROXIMATE or (previous == "hơn" and before in _COMPARED):
        return "", at  # cao hơn 2,35 điểm: by exactly so much
    return _APPROXIMATE[previous], at - 1


def _ranges(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether the number is an end of a range: 25 - 30, từ 70% đến dưới 100%, 50 trở lên."""
    ahead = [token.text for token in tokens[stop + 1 : stop + 4]]
    behind = [token.text for token in tokens[max(at - 2, 0) : at]]
    if ahead[:1] == ["trở"] or ahead[:2] == ["đến", "dưới"] or behind == ["đến", "dưới"]:
        return True
    if ahead[:1] in (["-"], ["đến"]) and len(ahead) > 1 and tokens[stop + 2].kind == "number":
        near = behind[-1:] == ["từ"] and tokens[stop + 2].start - tokens[stop].end < _NEXT_TO
        if ahead[0] == "-" or near:
            return True
    if behind[-1:] == ["-"] and at > 1 and tokens[at - 2].kind == "number":
        return True
    return behind[-1:] in (["đến"], ["tới"]) and _opens_range(tokens, at)


def _opens_range(tokens: Sequence[Token], at: int) -> bool:
    """Whether "từ x" stands before this "đến y", in one unit."""
    behind = tokens[max(at - 7, 0) : at - 1]
    words = [token.text for token in behind]
    if "từ" not in words or not any(token.kind == "number" for token in behind):
        return False
    before = words[words.index("từ") - 1] if words.index("từ") else ""
    return before not in {"tăng", "giảm", "ngắn", "lên", "xuống"}


def _before(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    """The folded words of the clause before a quantity, and the token they begin with."""
    at = first - 1
    while at >= 0 and (tokens[at].text in {":", "=", "-"} or tokens[at].kind == "note") and first - at < 4:
        at -= 1
    if at >= 0 and tokens[at].text == "/":
        return "tren tong so", first  # 125.430 hồ sơ/156.780 hồ sơ: the whole
    words: list[str] = []
    start = at + 1
    while at >= 0 and not _bounds(tokens[at]):
        if tokens[at].kind in _SAID:
            if tokens[at].text == "và" and _is_quantity_end(tokens, at):
                break
            words.append(tokens[at].fold)
        start = at
        at -= 1
    return " ".join(reversed(words)), start


def _lead(tokens: Sequence[Token], left: int) -> str:
    """The words before the comma that opens a clause, back to the number or sign before them: đang xem xét, …"""
    if left < 2 or tokens[left - 1].text != ",":
        return ""
    words: list[str] = []
    for at in range(left - 2, max(left - 14, -1), -1):
        if tokens[at].kind == "number":
            return ""  # the words belong to that number
        if tokens[at].text in BOUNDARIES and tokens[at].text != ",":
            break
        if tokens[at].kind in _SAID:
            words.append(tokens[at].fold)
    return " ".join(reversed(words))


def _after(tokens: Sequence[Token], at: int) -> str:
    """The folded words of the clause after a quantity."""
    words: list[str] = []
    if at < len(tokens) and tokens[at].text == "%":
        at += 1
    while at < len(tokens) and not _bounds(tokens[at]):
        if tokens[at].kind in _SAID:
            words.append(tokens[at].fold)
        at += 1
    if at < len(tokens) and tokens[at].kind == "number" and "va" in words:
        words = words[: words.index("va")]
    return " ".join(words)


def _bounds(token: Token) -> bool:
    if token.text == "-":
        return token.wide
    return token.text in BOUNDARIES or token.kind in {"number", "enum"} or token.text in {"%", "+", "="}


def _is_quantity_end(tokens: Sequence[Token], at: int) -> bool:
    """Whether the clause before this "và" holds a number: then it joins two quantities."""
    for back in range(at - 1, max(at - 12, -1), -1):
        if tokens[back].kind == "number":
            return True
        if tokens[back].text in BOUNDARIES:
            return tokens[back].text in "),"
    return False


def _spelled(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A number in words before something countable: mười sáu hồ sơ, hai đơn vị, không có trường hợp nào."""
    if tokens[at].text not in _SPELLED_FIRST or (at and tokens[at - 1].text in _NOT_AFTER):
        return None
    words = _words(tokens, at, 9)
    if words[:2] == ["không", "có"]:
        value, used = 0, 2
    else:
        result = read_words(words)
        if result is None:
            return None
        value, used = result
        if used == 1 and words[0] in {"không", "năm", "tư"}:
            return None
    rest = [*words[used : used + 2], "", ""]
    if not units.starts_noun(rest[0], rest[1]) or (used == 1 and not _may_count(tokens, at, rest)):
        return None
    kind, unit, _exponent, stop = _unit(tokens, at + used)
    before, left = _before(tokens, at)
    number_end = tokens[at + used - 1].end
    return Quantity(
        tokens[at].start, number_end, tokens[stop].end, at, stop, Decimal(value), Decimal(1), kind, unit, "",
        tokens[at].depth, tokens[at].sentence, before, _after(tokens, at + used), left, spelled=True,
    )  # fmt: skip


def _may_count(tokens: Sequence[Token], at: int, rest: list[str]) -> bool:
    """A single word of a number counts at the head of a list member, or before a noun of two syllables."""
    previous = tokens[at - 1].text if at else ","
    listed = previous in {",", ";", ":", "(", "và", "gồm", "là", "có", "được", "đó"}
    return listed or " ".join(rest[:2]) in units.NOUNS


_SPELLED_FIRST = frozenset(
    ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "mười"]
)
_NOT_AFTER = frozenset(
    [
        "thứ",
        "tháng",
        "cấp",
        "lần",
        "mỗi",
        "từng",
        "hạng",
        "loại",
        "mức",
        "thêm",
        "khóa",
        "khoá",
        "nào",
        "các",
        "những",
    ]
)
