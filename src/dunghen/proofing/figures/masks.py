"""Numbers that are no quantities: dates, periods, document numbers, articles, phones, labels.

Each pattern runs once over the shadow; a number inside a masked place is never summed nor compared.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dunghen.proofing.surface.shadow import Shadow
from dunghen.proofing.vocabulary import listed

MaskKind = Literal["date", "period", "document", "label", "maybe", "phone", "code", "page", "size"]

_YEAR = r"(?:19|20)\d{2}"
_IN_YEAR = rf"\s+nam\s+{_YEAR}"
_NO_STEP = r"(?![\d.,]*\d|%| hang\b| bac\b)"
_ROMAN = r"(?:[ivx]+|\d(?![\d.,]*\d))"
_CALLED = r"\(?\+?0[\d.\s()-]{3,}\d|1[089]\d\d[\d.]*|\(?\+?\d[\d.\s()-]{6,}\d"
_COUNTED = (
    r"\s+(?:viec|vu|xa|ho so|truong hop|nguoi|don|ho|du an|co so|to chuc|ca nhan)\b"  # hủy quyết định 04 việc
)


def _any(words: Iterable[str]) -> str:
    """One of these, as a word of its own. What may not stand before it is looked for behind its first letter:
    a search leaps to letters, as to digits, but tries at every place what begins otherwise."""
    return f"(?:{'|'.join(map(_by_letter, words))})"


def _by_letter(word: str) -> str:
    unlike, letter = _LED.findall(word)[0]
    before = "".join(rf"(?<!{other}{letter})" for other in (r"\w", *_UNLIKE.findall(unlike)))
    return f"{letter}{before}{word[len(unlike) + 1 :]}"


_UNLIKE = re.compile(r"\(\?<!([^)]*)\)")
_LED = re.compile(r"^((?:\(\?<![^)]*\))*)(\w)")  # what may not stand before a word, and its first letter

_FIRST = r"\d(?<![\d.,]\d)"  # the first digit of a number
_DAYS = _any(rf"(?<!\d ){word}" for word in ("ngay", "dem", "sang", "chieu"))
_TIMES = _any(("phiên", "hôm", "tối", "trưa", "khuya"))
_BY = _any(("den", "toi", "het", "truoc", "sau", "tu"))
_SPANS = _any(("giai doan", "nhiem ky", "nien khoa", "tam nhin", "den nam", "tu nam", "nam hoc"))
_NORMS = _any(("iso", "tcvn", "tcvn iso", "iec"))
_NUMERALS = _any(("mục", "phần", "chương", "phụ lục", "biểu"))
_PHONES = _any(("dien thoai", "dt", "sdt", "hotline", "fax", "duong day nong", "tong dai", "dau so"))
_NUMBERED = _any(
    ("nghi quyet", "nghi dinh", "thong tu", "chi thi", "de an", "(?<!ky )luat", "cong van", "quyet dinh")
)
_DOCUMENTS = _any(listed("labels.documents"))
_LABELS = _any(listed("labels.always"))
_ROADS = _any(listed("labels.roads"))
_MAYBE = _any(listed("labels.unless_counted"))
_DIGITAL = ("chính quyền", "chuyển đổi", "kinh tế", "xã hội", "công dân", "hạ tầng", "kỹ năng")
_NOT_NUMBERED = ("tổng", "tỷ", "con", "là", "vị trí", *_DIGITAL)  # chính quyền số 5
_NUMBER_OF = r"số(?<=\bsố)" + "".join(rf"(?<!{word} số)" for word in _NOT_NUMBERED)
# Patterns over the folded text, over the text with accents, and over the text as given.
_FOLDED: tuple[tuple[MaskKind, str], ...] = (
    ("date", r"ngay(?<=\bngay)\s+\d{1,2}\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?"),
    ("date", rf"\d(?<![\d/.-]\d)\d?\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}(?!\d)"),
    ("date", rf"{_DAYS}\s+[0-3]?\d(?:\s?[/-]\s?\d{{1,2}})?(?![\d.,]*\d|\s?%)"),
    ("date", rf"{_DAYS}\s+[0-3]?\d\.(?:0?[1-9]|1[0-2])(?=\s*[,;)])"),
    ("label", r"\d(?<=[a-z] \d)\d?(?=\s*:\s*\d)"),
    ("date", rf"{_BY}\s+[0-3]?\d/[01]?\d(?=\s*(?:[,;)]|\.\s|\n|$)|\s+la\b)"),
    ("date", rf"{_BY}\s+(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d.,/]*\d|\s?%)"),
    ("date", rf"{_BY}\s+20[1-4]\d(?=\s+(?:la|dat|co|phai|se)\b|\s*[,;:)])"),
    ("date", r"tu(?<=\btu)\s+[0-3]?\d/[01]?\d(?=\s+den\s+[0-3]?\d/[01]?\d\b)"),
    ("date", rf"thang(?<=\bthang)\s+\d{{1,2}}(?:\s?[/.-]\s?{_YEAR}|{_IN_YEAR})?{_NO_STEP}"),
    ("period", rf"quy(?<=\bquy)\s+{_ROMAN}(?:\s?(?:,|va|-)\s?{_ROMAN})*(?:\s?[/-]\s?{_YEAR}|{_IN_YEAR})?\b"),
    ("date", rf"\d(?<![\d/.,-]\d)\d?\s?[/-]\s?{_YEAR}(?![\d.,]*\d)"),
    ("period", rf"(?:1(?<![\d.,]1)9|2(?<![\d.,]2)0)\d{{2}}\s?-\s?(?:{_YEAR}|\d{{2}})(?![\d.,]*\d)"),
    ("period", rf"{_FIRST}\d?\s+thang(?:\s+(?:dau|cuoi|qua|cua|gan|lien|nam|va))?\b"),
    ("period", rf"{_SPANS}\s+{_YEAR}"),
    ("document", rf"{_DOCUMENTS}\s+(?:lien tich\s+)?so\s*:?\s*\d+"),
    ("document", rf"{_NUMBERED}\s+\d{{1,4}}(?![\d.,]*\d|\s?%|/\d{{1,3}}\b|{_COUNTED})"),
    ("document", r"(?:^|\n)\s*so\s*:\s*\d+"),
    ("phone", rf"{_PHONES}[^\d\n;,.]{{0,30}}(?>{_CALLED})(?!\s(?:thue bao|may|cuoc)\b)"),
    ("phone", r"0(?<![\d.,]0)\d{1,4}\)?[ .-]?\d{3,4}[ .-]\d{3,4}(?!\d)"),
    ("phone", r"(?:0(?<![\d.,]0)\d{8,10}|1(?<![\d.,]1)[89]00[ .]?\d{4})(?!\d)"),
    ("code", rf"{_NORMS}[\s/]*(?:iso\s*)?\d{{3,5}}(?:\s?[:-]\s?\d{{4}})?"),
    ("code", rf"{_FIRST}\d?(?::|\s?h\s?)\d{{2}}(?![\d.,]*\d)"),  # 14:30, but nhóm 2: 19
    ("code", r"24(?<![\d.,]24)\s?/\s?(?:7|24)(?!\d)"),
    ("code", r"\d(?<=[^\W\d_]\d)\d*+\w*+(?![.,]\d+ ?%)"),
    ("code", r"\d(?<!\w\d)\d*+(?=[^\W\d]\w*?\d)(?=\w*[^\W\d_]\d)\w++(?![.,]\d+ ?%)"),
    ("code", rf"{_FIRST}\d*[a-e](?![^\W_])"),
    ("code", rf"{_FIRST}(?:\d? trong 1|(?<=1) trong \d{{1,3}})(?![\d.,]*\d)"),
    ("code", r"=(?<=[a-z] =) ?\d+(?:\s*[;,.)](?!\d)|\s+[a-z]|\s*$|\s*\n)"),
    ("code", rf"{_FIRST}(?!\d{{0,2}}(?:\.\d{{3}})+(?!\.?\d))\d{{0,2}}(?:\.\d{{1,3}}){{3,}}(?![\d.,]*\d)"),
    ("code", r"1(?<![\d.,]1) choi \d+(?:[.,]\d+)?"),
    ("label", r"(?:tnhh(?<=\btnhh)|huu(?<=\bhuu) han)\s+[12](?=\s+thanh vien\b)"),
    ("size", rf"{_FIRST}\d*(?:[.,]\d+)?\s?(?:cm|mm|m)?\s?x\s?\d+(?:[.,]\d+)?\s?(?:cm|mm|m)?\b"),
)  # fmt: skip
_ACCENTED: tuple[tuple[MaskKind, str], ...] = (
    ("date", rf"{_TIMES}\s+[0-3]?\d\s?/\s?[01]?\d(?![\d.,/]*\d|\s?%)"),
    ("period", rf"năm(?<=\bnăm)\s+{_YEAR}(?!\d)"),
    ("label", rf"{_LABELS}\s+\d{{1,4}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("label", rf"{_NUMERALS} [ivx]{{1,5}}(?:[./]\d{{1,2}})*\b"),
    ("label", r"mức(?<=\bmức) [1-5](?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", rf"{_ROADS}\s+\d{{1,4}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", rf"{_MAYBE}\s+\d{{1,2}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", rf"{_NUMBER_OF}\s+\d+(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
)
_GIVEN: tuple[tuple[MaskKind, str], ...] = (
    (
        "document",
        r"\d(?<![\w.,]\d)\d{0,4}[a-zđ]?(?:\s?/\s?\d{2,5})?(?:-|\s?/\s?)[A-ZĐ][\wĐđ&]*(?:\s?[-/&]\s?[\wĐđ&]+)*",
    ),
    ("page", r"(?m)^[ \t]*(?:[Tt]rang\s+)?[-–]?[ \t]*\d{1,3}(?:[ \t]*/[ \t]*\d{1,3})?[ \t]*[-–]?[ \t]*$"),
)  # fmt: skip
_OTHER_WORDS = frozenset(
    {"ngay", "sang", "dem", "chieu", "thang"}
)  # chuyển sang 11 cuộc, thôi việc ngay 11 người
_COMPILED_FOLDED = tuple((kind, re.compile(pattern)) for kind, pattern in _FOLDED)
_COMPILED_ACCENTED = tuple((kind, re.compile(pattern)) for kind, pattern in _ACCENTED)
_COMPILED_GIVEN = tuple((kind, re.compile(pattern)) for kind, pattern in _GIVEN)


@dataclass(frozen=True, slots=True)
class Masks:
    """Places of a text that hold no quantities, in order, without overlap."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, MaskKind], ...]

    def at(self, place: int) -> MaskKind | None:
        """What the number at this place is, when it is no quantity."""
        index = bisect_right(self.starts, place) - 1
        if index < 0 or self.spans[index][1] <= place:
            return None
        return self.spans[index][2]


def find_masks(page: Shadow) -> Masks:
    """All places without quantities."""
    found: list[tuple[int, int, MaskKind]] = []
    for text, patterns in (
        (page.text, _COMPILED_GIVEN),
        (page.fold, _COMPILED_FOLDED),
        (page.clean, _COMPILED_ACCENTED),
    ):
        for kind, pattern in patterns:
            found.extend(
                (match.start(), match.end(), kind)
                for match in pattern.finditer(text)
                if not _is_other_word(page, match.start())
            )
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, MaskKind]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] > kept[-1][1]:
            kept[-1] = (kept[-1][0], span[1], kept[-1][2])
    return Masks(tuple(span[0] for span in kept), tuple(kept))


def _is_other_word(page: Shadow, start: int) -> bool:
    """Whether a date would begin with a word that has no accents where the words before it have theirs."""
    word = page.clean[start : start + _LONGEST].partition(" ")[0]
    return word in _OTHER_WORDS and not page.clean[max(start - _BEFORE, 0) : start].isascii()


_LONGEST, _BEFORE = 6, 30  # letters
