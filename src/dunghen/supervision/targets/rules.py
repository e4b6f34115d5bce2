"""How a target stands, by what was observed, and in which words. Pure."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.text import number
from dunghen.supervision.errors import Refused

AT_LEAST, AT_MOST, EXACTLY, RANK = "ge", "le", "eq", "rank"
ABOVE, MET, BELOW, NOT_DUE, UNKNOWN = "above", "met", "below", "not_due", "unknown"
STATES = {
    ABOVE: gettext_lazy("Vượt"),
    MET: gettext_lazy("Đạt"),
    BELOW: gettext_lazy("Chưa đạt"),
    NOT_DUE: gettext_lazy("Chưa đến kỳ đánh giá"),
    UNKNOWN: gettext_lazy("Chưa có số liệu"),
}
OPERATORS = {
    AT_LEAST: gettext_lazy("tối thiểu"),
    AT_MOST: gettext_lazy("tối đa"),
    EXACTLY: gettext_lazy("bằng"),
    RANK: gettext_lazy("xếp hạng từ"),
}


def reached(operator: str, value: Decimal, observed: Decimal) -> str:
    """Vượt, đạt or chưa đạt, whatever the day. Of a rank and of what may be at most, less is more."""
    if observed == value:
        return MET
    if operator == EXACTLY:
        return BELOW
    more = observed > value
    return ABOVE if more == (operator == AT_LEAST) else BELOW


def state(
    operator: str, value: Decimal, judged_on: date, observed: tuple[date, Decimal] | None, today: date
) -> str:
    """How a target stands on a day. What is not reached before the day of judgement may still be; what is
    reached is said at once."""
    if observed is None:
        return NOT_DUE if today <= judged_on else UNKNOWN
    day, found = observed
    verdict = reached(operator, value, found)
    return NOT_DUE if verdict == BELOW and day < judged_on and today <= judged_on else verdict


def compared(operator: str, value: Decimal, measure: str, stands: str) -> str:
    """So với chỉ tiêu được giao: vượt, tối thiểu 45 %."""
    return f"{STATES[stands]}, {wanted(operator, value, measure)}"


def wanted(operator: str, value: Decimal, measure: str) -> str:
    """tối thiểu 45 %; xếp hạng từ 20 trở lên."""
    words = f"{OPERATORS[operator]} {shown(value, measure)}"
    return _("%(words)s trở lên") % {"words": words} if operator == RANK else words


def shown(value: Decimal, measure: str) -> str:
    """45 %; 1.850 doanh nghiệp; 20."""
    plain = number(int(value)) if value == int(value) else number(value.normalize())
    return f"{plain} {measure}".strip()


def check_target(year: int, judged_on: date, source: str) -> None:
    """Raises Refused."""
    if judged_on.year < year:
        raise Refused(_("Ngày đánh giá không được trước năm của chỉ tiêu."))
    if not source.strip():
        raise Refused(_("Phải ghi văn bản giao chỉ tiêu."))


def check_observation(day: date, source: str, cause: str, verdict: str, today: date, judged_on: date) -> None:
    """Raises Refused."""
    if day > today:
        raise Refused(_("Ngày không được sau ngày hôm nay."))
    if not source.strip():
        raise Refused(_("Phải ghi nguồn số liệu."))
    if verdict == BELOW and day >= judged_on and not cause.strip():
        raise Refused(_("Chỉ tiêu chưa đạt phải ghi nguyên nhân."))
