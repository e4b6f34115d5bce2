"""A weighed relation as a finding: the arithmetic in a sentence."""

from dunghen.proofing.model import Kind, Verdict
from dunghen.proofing.relations.draft import Draft, added, number, off_by, place, rounded
from dunghen.proofing.relations.rests.flows import flow_of
from dunghen.proofing.relations.verbs import changes_by
from dunghen.proofing.weighing.hypotheses import Hypothesis

_HUNDRED = 100
_ENDINGS = {"consistent": "khớp với văn bản.", "warning": " Cần rà soát: có thể số này tính từ số khác."}


def finding(one: Hypothesis, verdict: Verdict) -> Draft:
    """What is said of the figure that the hypothesis is about."""
    x = one.stated
    places = tuple(dict.fromkeys((place(x), *map(place, one.sources))))
    text = f"{_arithmetic(one)}, {_ending(one, verdict)}"
    return Draft(_kind(one), verdict, places, x.value, one.computed, text)


def _kind(one: Hypothesis) -> Kind:
    if one.form in {"after", "before"}:
        return "sum"
    if one.form in {"growth", "grown", "moved"}:
        return "growth"
    if one.form == "share":
        return "growth" if changes_by(one.stated) else "percent"
    points = one.stated.kind in {"percent", "ppoint", "score"}
    return "growth" if one.form == "change" and points else "difference"


def _arithmetic(one: Hypothesis) -> str:
    """87.305 + 28.524 = 115.829; 598/624 = 95,83%."""
    values = [q.value for q in one.sources]
    if one.form in {"after", "before"}:
        return f"{added(values)} = {number(one.computed)}"
    if one.form in {"change", "rest"}:
        return f"{' - '.join(map(number, values))} = {number(one.computed)}"
    if one.form == "stock":
        return f"{_flows(one)} = {number(one.computed)}"
    shown = f"{rounded(one.computed, one.stated.step)}%"
    top, bottom = map(number, values)
    if one.form == "growth":
        return f"({top} - {bottom})/{bottom} = {'-' if values[0] < values[1] else ''}{shown}"
    if one.form in {"both", "moved"}:
        falls = one.computed * values[1] < values[0] * _HUNDRED
        bottom = f"({bottom} {'+' if falls else '-'} {top})"
    return f"{top}/{bottom} = {shown}"


def _flows(one: Hypothesis) -> str:
    """74 - 2 - 5 + 3."""
    start, *flows = one.sources
    told = (f" {'+' if flow_of(q) > 0 else '-'} {number(q.value)}" for q in flows)
    return number(start.value) + "".join(told)


def _ending(one: Hypothesis, verdict: Verdict) -> str:
    if verdict == "consistent":
        return _ENDINGS[verdict]
    text = f"{off_by(one.stated.value, one.computed)}."
    if one.stated.kind == "percent":
        gap = rounded(abs(one.computed - one.stated.value), one.stated.step)
        text = f"văn bản ghi {number(one.stated.value)}%, lệch {gap} điểm phần trăm."
    return text + (_ENDINGS[verdict] if verdict == "warning" else "")
