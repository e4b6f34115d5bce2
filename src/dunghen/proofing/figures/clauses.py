"""The words around a number: what is said of its exactness, and the clause that it belongs to."""

from collections.abc import Sequence

from dunghen.proofing.figures.tokens import Token
from dunghen.proofing.figures.units import UnitKind
from dunghen.proofing.vocabulary import table

_APPROXIMATE = table("approximate")
_COMPARED = frozenset(
    ["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", "sớm", "muộn", "tốt", "kém", "dài", "ngắn"]
)
_MEASURED = frozenset(
    ["tiến", "tốc", "mức", "trình", "mật", "nhiệt", "cường", "chế", "cấp", "thang"]
)  # chậm tiến độ 3
_SAID = frozenset({"word", "masked"})
BOUNDARIES = frozenset(',;.:()[]"!?|…')
_SENTENCE = 60  # tokens of a sentence on either side
_DIGITS = 4  # shown, without zeros at their end
_NEXT_TO = 6  # letters between the two ends of a range


def approximation(tokens: Sequence[Token], at: int, stop: int, kind: str) -> tuple[str, int]:
    """What is said of the exactness, and the first token of the quantity with it."""
    if _ranges(tokens, at, stop) and not (kind == "count" and _of_another_noun(tokens, at, stop)):
        return "range", at
    previous = tokens[at - 1].text if at else ""
    before = tokens[at - 2].text if at > 1 else ""
    if f"{before} {previous}" in _APPROXIMATE:
        return _APPROXIMATE[f"{before} {previous}"], at - 2
    if previous == "trên" and kind != "percent" and _is_quantity_end(tokens, at - 1):
        return "", at  # 1.326 trên 2.180: the whole
    if previous == "độ" and before in _MEASURED:
        return "", at
    if previous not in _APPROXIMATE or (previous == "hơn" and before in _COMPARED):
        return "", at  # cao hơn 2,35 điểm: by exactly so much
    said = _APPROXIMATE[previous]
    return "" if said == "about" and _by_habit(tokens, at) else said, at - 1


def _by_habit(tokens: Sequence[Token], at: int) -> bool:
    """khoảng 88.530 tỷ đồng, trong đó … khoảng 41.414 tỷ đồng: nobody guesses so many digits twice."""
    own = (i for i in range(max(at - _SENTENCE, 1), at + _SENTENCE) if i < len(tokens))
    return _to_the_digit(tokens[at].text) and any(
        i != at
        and tokens[i].sentence == tokens[at].sentence
        and tokens[i - 1].text == tokens[at - 1].text
        and _to_the_digit(tokens[i].text)
        for i in own
    )


def _to_the_digit(number: str) -> bool:
    return len("".join(filter(str.isdigit, number)).strip("0")) >= _DIGITS


def _of_another_noun(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """18 vụ - 55 bị can: two figures, no range."""
    behind = tokens[stop + 3 : stop + 4]
    return (
        stop > at
        and bool(behind)
        and tokens[stop + 1].text == "-"
        and behind[0].kind == "word"
        and behind[0].text != tokens[at + 1].text
    )


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
    return behind[-1:] in (["đến"], ["tới"], ["den"]) and _opens_range(tokens, at)


def _opens_range(tokens: Sequence[Token], at: int) -> bool:
    """Whether "từ x" stands before this "đến y", in one unit."""
    behind = tokens[max(at - 7, 0) : at - 1]
    words = ["từ" if token.text == "tu" else token.text for token in behind]
    if "từ" not in words or not any(token.kind == "number" for token in behind):
        return False
    before = words[words.index("từ") - 1] if words.index("từ") else ""
    return before not in {"tăng", "giảm", "ngắn", "lên", "xuống"}


def per_area(tokens: Sequence[Token], stop: int, kind: UnitKind, unit: str) -> tuple[UnitKind, str]:
    """The unit, as a density where an area follows it: 225 người/km² counts no people."""
    ahead = [token.text for token in tokens[stop + 1 : stop + 3]]
    return ("size", f"{unit}/{ahead[1]}") if kind == "count" and ahead in _AREAS else (kind, unit)


_AREAS = (["/", "km"], ["/", "ha"])


def words_before(tokens: Sequence[Token], first: int) -> tuple[str, int]:
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


def words_in_front(tokens: Sequence[Token], left: int) -> str:
    """The words before the comma that opens a clause, back to the sign before them: đang xem xét, …"""
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


def words_after(tokens: Sequence[Token], at: int) -> str:
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


def signs_in(tokens: Sequence[Token]) -> str:
    """The signs among some tokens, each once."""
    return "".join({token.text: "" for token in tokens if token.text in BOUNDARIES})
