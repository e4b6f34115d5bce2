"""Words that say how quantities belong together, found in the shadow with or without their accents."""

import re
from dataclasses import dataclass
from typing import Literal

from dunghen.proofing.figures.passage import Passage

CueKind = Literal["full", "in", "partial", "colon", "paren"]

# Openers of a list of parts. "full": the parts make up the whole; "in": they may be some of it.
_FULL = re.compile(
    r"\b(?:trong do ,? ?(?:bao )?gom(?: co)?|bao gom(?: co)?(?! ca\b)|gom(?: co)?(?! ca\b)|chia (?:ra|theo|thanh)|phan (?:ra|theo|thanh|loai)"
    r"|cu the(?: nhu sau| la)?|chi tiet(?: nhu sau)?|lan luot la|nhu sau|theo thu tu)\b"
)
_IN = re.compile(r"\btrong (?:do|so do|so nay|so tren|tong so do|tong so nay|tong so tren)\b")
_PARTIAL = re.compile(
    r"\b(?:nhu(?! sau| vay| tren| the)(?= ?:| [^\d])|mot so|mot vai|dien hinh|noi bat|tieu bieu|chu yeu|chang han|nhat la|dac biet"
    r"|rieng|dang chu y|nhieu nhat|cao nhat|thap nhat|tap trung|co the ke|ke ca|ngoai ra|ben canh do|phan lon|da so|hau het|it nhat co"
    r"|trong do co the|lon nhat|dung dau)\b|v \. v|…|\.\.\."
)
TOTAL = re.compile(
    r"\b(?:tong cong|tong so|tong(?! (?:dai|hop|ket|the|quan|cuc|ra|thanh|phu|muc))|tat ca|toan bo|ca thay|cong (?:la|lai|chung|bang)|^cong$|ca (?:hai|ba|bon|nam|\d+) \w+(?: la)?)\b"
)
UP = re.compile(r"\b(?:tang|cao hon|nhieu hon|vuot|tang them|nhanh hon)\b")
DOWN = re.compile(r"\b(?:giam|thap hon|it hon|cat giam|rut ngan|tiet kiem)\b")
THAN = re.compile(r"\b(?:so voi|so cung ky|cung ky|nam truoc|quy truoc|thang truoc|ky truoc|nam ngoai)\b")


@dataclass(frozen=True, slots=True)
class Opener:
    """Where a list of parts opens: tokens first..last-1 are the words of the opener."""

    kind: CueKind
    first: int
    last: int


def openers(passage: Passage) -> list[Opener]:
    """All openers of a passage, in order; overlapping ones merged."""
    found: list[Opener] = []
    for kind, pattern in (("full", _FULL), ("in", _IN)):
        for match in pattern.finditer(passage.line):
            first, last = passage.token_in_line(match.start()), passage.token_in_line(match.end())
            if match[0] != "gom" or passage.tokens[first].text in {"gồm", "gôm", "gốm", "gom"}:
                found.append(Opener("full" if kind == "full" else "in", first, last))
    found.sort(key=lambda opener: (opener.first, -opener.last))
    merged: list[Opener] = []
    for opener in found:
        if merged and opener.first <= merged[-1].last + 1 and not passage.within(merged[-1].last, opener.first):
            kind: CueKind = "full" if "full" in (opener.kind, merged[-1].kind) else "in"
            merged[-1] = Opener(kind, merged[-1].first, max(opener.last, merged[-1].last))
        else:
            merged.append(opener)
    return merged


def is_partial(words: str) -> bool:
    """Whether the folded words say that only some parts are named."""
    return bool(_PARTIAL.search(words))
