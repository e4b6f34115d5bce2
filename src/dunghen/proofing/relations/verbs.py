"""Verbs of change: what is said to rise or fall by an amount, and what only reaches a level."""

import re
from functools import lru_cache

from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.vocabulary import alternatives

_UP, _DOWN = alternatives("patterns.up"), alternatives("patterns.down")
VERB = re.compile(rf"\b({_UP}|{_DOWN})\b")
_FALLS = re.compile(rf"\b(?:{_DOWN})$")
# nhiều hơn cùng kỳ năm 2022 12 đơn: what it is compared with may stand between verb and amount.
_COMPARED = re.compile(
    r"\b(?:so )?(?:voi )?(?:cung ky|(?:nam|quy|thang|ky|vu|nhiem ky|dau)(?: \w+)? (?:truoc|ngoai|lien ke))"
    r"(?: (?:nam|quy|thang|ky)(?: truoc| ngoai)?(?: \d+)?)*\b|\b(?:du toan|ke hoach|chi tieu)(?: giao)?\b"
)
_FILLERS = re.compile(
    r"\b(?:tuong ung|tuong duong|ty le|ti le|la|duoc|den|toi|them|khoang|gan|lai|lan luot|manh|nhe|deu"
    r"|dang ke|trung binh|so|chi|gan nhu|khoang chung|xap xi|len|xuong)\b"
)
# tăng lên 1.917 tỷ đồng, giảm còn 12 xã: where it arrived, not by how much.
_LEVEL = re.compile(
    r"\b(?:len|xuong|con|ve|toi|thanh)(?: muc| con so| thanh| con| den| toi| muc)?$"
    r"|(?<!dau )(?<!dien )(?<!vat )\btu\b"
)
_STATES = re.compile(r"\b(?:dat|chiem|bang)\b")
# tốc độ tăng số hồ sơ là 25,2%
_PACE = re.compile(r"\b(?:toc do|ty le|ti le|muc) (tang|giam)\b(?:(?: \w+){0,8} (?:la|dat)|(?: \w+){1,6})$")
_REACH = 1  # words between the verb and its amount


def changes_by(quantity: Quantity) -> str | None:
    """The verb of change right before the amount: "tăng thêm 5", "giảm khoảng 12%"."""
    return _changes_by(quantity.before, quantity.kind == "percent")


@lru_cache(maxsize=4096)
def _changes_by(before: str, relative: bool) -> str | None:
    words = " ".join(_FILLERS.sub("", _COMPARED.sub("", before)).split())
    if pace := _PACE.search(before):
        return pace[1]
    found = list(VERB.finditer(words))
    if not found or len(words[found[-1].end() :].split()) > _REACH:
        return None
    tail = words[found[-1].end() :]
    said = before[before.rfind(found[-1][0]) + len(found[-1][0]) :]
    if _STATES.search(tail) or (_LEVEL.search(said) and not relative) or "tu" in said.split():
        return None
    return None if re.search(r"\bcon(?: lai)?$", said) else found[-1][1]


def reaches(quantity: Quantity) -> bool:
    """Whether the verb leads to a level: "tăng lên 12%" may be one."""
    return bool(_LEVEL.search(quantity.before) and VERB.search(quantity.before))


def falls(verb: str) -> bool:
    """Whether the verb says less."""
    return bool(_FALLS.search(verb))
