"""Rates that are no shares: growth, targets and thresholds, those of another time or told to be compared."""

import re

from dunghen.proofing.figures.passage import Passage
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.relations.around import content_words
from dunghen.proofing.relations.cues import THAN
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.relations.wholes import named_base
from dunghen.proofing.vocabulary import any_of

_TARGET = any_of("target")
_SIGNED = 2  # tokens of a bracket and a sign
_BEFORE = 20  # tokens before a rate that may say with what it is compared
_COMPARED = re.compile(
    r"\b(?:so (?:voi|cung ky)|cung ky|nam truoc|cao hon|thap hon|muc tieu)\b[^,;.()]{0,70}\($"
    r"|\b(?:cao|thap) hon\b(?:[^,;.()]|(?<=\d)[,.](?=\d)){0,70}%? \($"
    r"|% so voi(?: (?:nam|cung ky|quy|thang|ky|dau|cuoi)\b[^,;.()]{0,40} la)?$"
)


def no_share(passage: Passage, rate: Quantity) -> bool:
    """Growth, targets and thresholds are no shares, nor is a rate of another time: so với 2022 (98,27%)."""
    if rate.approximation in {"target", "range"}:
        return True
    if _COMPARED.search(passage.words(rate.token - _BEFORE, rate.token)):
        return True
    if passage.words(rate.token - _SIGNED, rate.token) in {"( +", "( -"}:
        return True  # xi măng 196.000 tấn (+12%)
    if changes_by(rate) is not None or _TARGET.search(rate.before):
        return True
    if _names_one(passage, rate):
        return False
    return rate.after.startswith(
        ("tro len", "tro xuong", "diem", "nam", "so voi cung ky", "so cung ky")
    ) or bool(
        THAN.search(rate.after[:30])
        and not re.match(r"so voi(?:$| tong| so| ke hoach| chi tieu| du toan)", rate.after)
    )


def _names_one(passage: Passage, rate: Quantity) -> bool:
    """Whether it is compared with a figure of its sentence by name: đạt 74,5% so với hồ sơ thu nhận."""
    named = named_base(rate) if rate.after.startswith("so voi ") else None
    if not named or re.search(r"\b(?:cung ky|nam|quy|thang|ky|truoc|nhiem ky)\b", rate.after):
        return False
    before = (q for q in passage.quantities if q.sentence == rate.sentence and q.token < rate.token)
    return any(len(named) > 1 and named <= content_words(f"{q.label} {q.unit}") for q in before)
