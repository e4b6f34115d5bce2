"""Known sets of kinds: where all of a set are told, nothing of the total is left."""

import re
from collections.abc import Sequence

from dunghen.proofing.figures.quantity import Quantity

_CLOSED = tuple(
    tuple(map(re.compile, group))
    for group in (
        (
            r"\b(?:cap )?(?:tinh|thanh pho|so|bo)\b",
            r"\b(?:cap )?(?:huyen|quan)\b",
            r"\b(?:cap )?(?:xa|phuong)\b",
        ),
        (r"\bdung (?:han|hen)\b|\btruoc (?:han|hen)\b", r"\b(?:tre|qua|cham) ?(?:han|hen)?\b"),
        (r"\b(?:chua (?:den|toi)|trong|con) han\b", r"\b(?:tre|qua|cham) han\b"),
        (r"\bthuong xuyen\b", r"\bdinh ky\b"),
        (r"\bnam\b", r"\bnu\b"),
        (r"\bmot phan\b", r"\btoan trinh\b"),
        (r"\btruc tuyen\b", r"\btruc tiep\b"),
        (r"\btap the\b", r"\bca nhan\b"),
        (r"\bcan bo\b", r"\bcong chuc\b"),
        (r"\bcong chuc\b", r"\bvien chuc\b"),
        (r"\bcap moi\b", r"\bcap (?:doi|lai)\b"),
        (r"\bphi\b", r"\ble phi\b"),
        (r"\bda \w+\b", r"\b(?:dang|chua) \w+\b"),
        (r"\bto chuc\b", r"\bca nhan\b"),
        (r"\b(?:theo ke hoach|dinh ky|thuong xuyen)\b", r"\bdot xuat\b"),
        (r"\bchuyen tiep\b", r"\b(?:khoi cong moi|moi)\b"),
        (r"\b(?:thanh thi|do thi)\b", r"\bnong thon\b"),
        (r"\btrong nuoc\b", r"\bnuoc ngoai\b"),
        (r"\bnoi tru\b", r"\bngoai tru\b"),
        (r"\bdong bang\b", r"\bmien nui\b"),
        (r"\bdung\b(?! (?:han|hen))", r"\bsai\b"),
        (r"\bhoc ky (?:i|1|mot)\b", r"\bhoc ky (?:ii|2|hai)\b"),
        (
            r"\b(?:chuyen sang|chuyen qua|ton)\b",
            r"\b(?:thu ly|tiep nhan|nhan|phat sinh) moi\b|\bmoi (?:thu ly|tiep nhan)\b",
        ),
    )
)


def closed(parts: Sequence[Quantity]) -> bool:
    """A known set of kinds: nam and nữ, đúng hạn and quá hạn, trúng tuyển and không trúng tuyển."""
    labels = "\n".join(part.label for part in parts)
    return any(all(want.search(labels) for want in group) for group in _CLOSED) or _negated(parts)


def _negated(parts: Sequence[Quantity]) -> bool:
    """Parts of which one denies another: đồng ý, không đồng ý, không có ý kiến."""
    denied = [(at, found[1]) for at, part in enumerate(parts) if (found := _NOT.search(part.label))]
    others = [(word, one) for at, word in denied for one in (*parts[:at], *parts[at + 1 :])]
    return any(word in _NOT.sub("", one.label).split() for word, one in others)


_NOT = re.compile(r"\b(?:khong|chua) (?:duoc )?(\w+)")
