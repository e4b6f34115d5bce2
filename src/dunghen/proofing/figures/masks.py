"""Numbers that are no quantities: dates, periods, document numbers, articles, phones, labels.

Each pattern runs once over the shadow; a number inside a masked place is never summed nor compared.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from dunghen.proofing.surface.shadow import Shadow
from dunghen.proofing.vocabulary import alternatives

MaskKind = Literal["date", "period", "document", "label", "maybe", "phone", "code", "page", "size"]

_YEAR = r"(?:19|20)\d{2}"
_ROMAN = r"(?:[ivx]+|\d(?![\d.,]*\d))"
_PHONES = "dien thoai|dt|sdt|hotline|fax|duong day nong|tong dai|dau so"
_CALLED = r"\(?\+?0[\d.\s()-]{3,}\d|1[089]\d\d[\d.]*|\(?\+?\d[\d.\s()-]{6,}\d"
_NUMBERED = "nghi quyet|nghi dinh|thong tu|chi thi|de an|(?<!ky )luat|cong van|quyet dinh"
_COUNTED = (
    r"\s+(?:viec|vu|xa|ho so|truong hop|nguoi|don|ho|du an|co so|to chuc|ca nhan)\b"  # hủy quyết định 04 việc
)
_DOCUMENTS = alternatives("labels.documents")
_LABELS = alternatives("labels.always")
_ROADS = alternatives("labels.roads")
_MAYBE = alternatives("labels.unless_counted")
# Patterns over the folded text, over the text with accents, and over the text as given.
_FOLDED: tuple[tuple[MaskKind, str], ...] = (
    ("date", r"\bngay\s+\d{1,2}\s+thang\s+\d{1,2}(?:\s+nam\s+\d{4})?"),
    ("date", rf"(?<![\d/.-])\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?{_YEAR}(?!\d)"),
    ("date", r"(?<!\d )\b(?:ngay|dem|sang|chieu)\s+[0-3]?\d(?:\s?[/-]\s?\d{1,2})?(?![\d.,]*\d|\s?%)"),
    ("label", r"(?<=[a-z] )\d{1,2}(?=\s*:\s*\d)"),
    ("date", r"\b(?:den|het|truoc|sau|tu)\s+[0-3]?\d/[01]?\d(?=\s*(?:[,;)]|\.\s|\n|$))"),
    ("date", r"\btu\s+[0-3]?\d/[01]?\d(?=\s+den\s+[0-3]?\d/[01]?\d\b)"),
    ("date", rf"\bthang\s+\d{{1,2}}(?:\s?[/.-]\s?{_YEAR}|\s+nam\s+{_YEAR})?(?![\d.,]*\d|%| hang\b| bac\b)"),
    ("period", rf"\bquy\s+{_ROMAN}(?:\s?(?:,|va|-)\s?{_ROMAN})*(?:\s?[/-]\s?{_YEAR}|\s+nam\s+{_YEAR})?\b"),
    ("date", rf"(?<![\d/.,-])\d{{1,2}}\s?[/-]\s?{_YEAR}(?![\d.,]*\d)"),
    ("period", rf"(?<![\d.,]){_YEAR}\s?-\s?(?:{_YEAR}|\d{{2}})(?![\d.,]*\d)"),
    ("period", r"(?<![\d.,])\d{1,2}\s+thang(?:\s+(?:dau|cuoi|qua|cua|gan|lien|nam|va))?\b"),
    ("period", rf"\b(?:giai doan|nhiem ky|nien khoa|tam nhin|den nam|tu nam|nam hoc)\s+{_YEAR}"),
    ("document", rf"\b(?:{_DOCUMENTS})\s+(?:lien tich\s+)?so\s*:?\s*\d+"),
    ("document", rf"\b(?:{_NUMBERED})\s+\d{{1,4}}(?![\d.,]*\d|\s?%|/\d{{1,3}}\b|{_COUNTED})"),
    ("document", r"(?:^|\n)\s*so\s*:\s*\d+"),
    ("phone", rf"\b(?:{_PHONES})[^\d\n;,.]{{0,30}}(?>{_CALLED})(?!\s(?:thue bao|may|cuoc)\b)"),
    ("phone", r"(?<![\d.,])\(?\+?0\d{1,4}\)?[ .-]?\d{3,4}[ .-]\d{3,4}(?!\d)"),
    ("phone", r"(?<![\d.,])(?:0\d{8,10}|1[89]00[ .]?\d{4})(?!\d)"),
    ("code", r"\b(?:iso|tcvn|tcvn iso|iec)[\s/]*(?:iso\s*)?\d{3,5}(?:\s?[:-]\s?\d{4})?"),
    ("code", r"(?<![\d.,])\d{1,2}\s?[:h]\s?\d{2}(?![\d.,]*\d)"),
    ("code", r"(?<![\d.,])24\s?/\s?(?:7|24)(?!\d)"),
    ("code", r"\b\w*[^\W\d_]\d+\w*"),
    ("code", r"(?<![\d.,])\d+[a-e](?![^\W_])"),
    ("code", r"(?<![\d.,])(?:\d{1,2} trong 1|1 trong \d{1,3})(?![\d.,]*\d)"),
    ("code", r"(?<=[a-z] )= ?\d+(?:\s*[;,.)](?!\d)|\s+[a-z]|\s*$|\s*\n)"),
    ("code", r"(?<![\d.,])(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))\d{1,3}(?:\.\d{1,3}){3,}(?![\d.,]*\d)"),
    ("code", r"(?<![\d.,])1 choi \d+(?:[.,]\d+)?"),
    ("size", r"(?<![\d.,])\d+(?:[.,]\d+)?\s?(?:cm|mm|m)?\s?x\s?\d+(?:[.,]\d+)?\s?(?:cm|mm|m)?\b"),
)  # fmt: skip
_ACCENTED: tuple[tuple[MaskKind, str], ...] = (
    ("date", r"\b(?:phiên|hôm|tối|trưa|khuya)\s+[0-3]?\d\s?/\s?[01]?\d(?![\d.,/]*\d|\s?%)"),
    ("period", rf"\bnăm\s+{_YEAR}(?!\d)"),
    ("label", rf"\b(?:{_LABELS})\s+\d{{1,4}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("label", r"\b(?:mục|phần|chương|phụ lục|biểu) [ivx]{1,5}(?:[./]\d{1,2})*\b"),
    ("label", r"\bmức [1-5](?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", rf"\b(?:{_ROADS})\s+\d{{1,4}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", rf"\b(?:{_MAYBE})\s+\d{{1,2}}(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
    ("maybe", r"(?<!tổng )(?<!tỷ )(?<!con )(?<!là )(?<!vị trí )\bsố\s+\d+(?![\d.,]*\d|\s?%|\s?/\s?\d)"),
)
_GIVEN: tuple[tuple[MaskKind, str], ...] = (
    (
        "document",
        r"(?<![\w.,])\d{1,5}[a-zđ]?(?:\s?/\s?\d{2,5})?(?:-|\s?/\s?)[A-ZĐ][\wĐđ&]*(?:\s?[-/&]\s?[\wĐđ&]+)*",
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
