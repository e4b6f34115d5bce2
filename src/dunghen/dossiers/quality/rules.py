"""The marks for handling of TT 01/2018/TT-VPCP art. 13 to 15. Pure.

Each indicator gives 0, 1 or 2 points: 1, 2, 3, 4 and 7 to a dossier, 5, 6, 8 and 9 to an agency. An indicator
without data is left out (art. 15.4.b).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dunghen.core.worktime_calendar import local
from dunghen.dossiers.quality.law import Shares

OF_DOSSIERS = (1, 2, 3, 4, 7)
OF_UNITS = (5, 6, 8, 9)
INDICATORS = {
    1: _("Tổng thời gian giải quyết so với quy định"),
    2: _("Thời gian của từng cơ quan tham gia so với quy định"),
    3: _("Số lần phải liên hệ để hoàn thiện hồ sơ"),
    4: _("Số cơ quan phải liên hệ để hoàn thiện hồ sơ"),
    5: _("Tiếp nhận, giải quyết, trả kết quả tại Bộ phận Một cửa"),
    6: _("Công khai thủ tục hành chính"),
    7: _("Thái độ khi hướng dẫn, tiếp nhận, giải quyết"),
    8: _("Tiếp thu, giải trình phản ánh, kiến nghị"),
    9: _("Tiến độ, chất lượng dịch vụ công trực tuyến"),
}
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A dossier that ended, as the marks see it. `opinions`: when each opinion was due and came; `asked`: how
    often the applicant was asked to complete it. What the applicant answered: `contacts`, how often they had
    to get in touch; `places`, with how many; `complaint`: whether there was feedback about the officers that
    was not found untrue. None where they did not answer."""

    due_at: datetime
    ended_at: datetime
    asked: int = 0
    opinions: tuple[tuple[datetime, datetime], ...] = ()
    contacts: int | None = None
    places: int | None = None
    complaint: bool | None = None


def timed(due_at: datetime, ended_at: datetime) -> int:
    """2 before the day it was due, 1 on that day in time, 0 later (art. 13.1, 13.2)."""
    if ended_at > due_at:
        return 0
    return 2 if local(ended_at).date() < local(due_at).date() else 1


def points(handled: Handled) -> dict[int, int]:
    """The points of a dossier by indicator.

    2 takes the worst of the agencies that took part; only where another one did, for the lead's own time is
    indicator 1. 3 and 4 take the worse of what is recorded and what the applicant answered; by the records
    they are asked through the one-stop alone (NĐ 61/2018/NĐ-CP art. 5.1.e), so that it is never more than one
    place. 7: a late dossier without feedback is none of the cases of art. 13.7.
    """
    total = timed(handled.due_at, handled.ended_at)
    contacts = max(handled.asked, handled.contacts or 0)
    places = max(1 if handled.asked else 0, handled.places or 0)
    found = {1: total, 3: max(0, 2 - contacts), 4: max(0, 2 - places)}
    if handled.opinions:
        found[2] = min(timed(due, came) for due, came in handled.opinions)
    if handled.complaint:
        found[7] = 0
    elif handled.complaint is not None and total:
        found[7] = total
    return found


def desk_points(shares: Shares, level: str, *, total: int, received: int, wholly: int) -> int | None:
    """Indicator 5: 2 where the level's share of procedures is appraised and approved at the one-stop too, 1
    where all are received and returned there. None without a list, or for a level the law does not name."""
    least = shares.wholly.get(level)
    if not total or least is None:
        return None
    if 100 * wholly >= least * total:
        return 2
    return 1 if received == total else 0


def public_points(*, decisions: int, posted: int, entered: int) -> int | None:
    """Indicator 6: 2 where all decisions were both posted where dossiers are received and made public
    electronically, 1 where all were by one of the two. None without a decision."""
    if not decisions:
        return None
    return int(posted == decisions) + int(entered == decisions)


def feedback_points(shares: Shares, *, received: int, in_time: int, prolonged: int) -> int:
    """Indicator 8: 2 without feedback or with all of it answered in time, 1 from 90 %, 0 below or where any
    drags on."""
    if prolonged:
        return 0
    if in_time == received:
        return 2
    return 1 if 100 * in_time >= shares.feedback_least * received else 0


def online_points(
    shares: Shares, *, online: int, total: int, not_in_time: int, offered: Decimal | None
) -> int | None:
    """Indicator 9: 2 with at least 20 % of procedures `offered` online and 30 % of dossiers online, none of
    them late; 1 from 15 %; else 0. None without any dossier, or where it is not known what is offered."""
    if not total or offered is None:
        return None
    share = Decimal(100 * online) / total
    if not_in_time or share < shares.online_least or not offered:
        return 0
    return 2 if share >= shares.online_best and offered >= shares.online_offered else 1


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of an officer or an agency, to one decimal, over a number of dossiers."""

    dossiers: int
    marks: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        """The sum of the indicators that there is data for (art. 15.2.b)."""
        return sum(self.marks.values(), Decimal(0))


def with_unit(marks: Marks, points: Mapping[int, int | None]) -> Marks:
    """With the points given to the agency as a whole."""
    given = {
        indicator: Decimal(value).quantize(TENTH) for indicator, value in points.items() if value is not None
    }
    return Marks(marks.dossiers, dict(sorted({**marks.marks, **given}.items())))


def average(dossiers: int, sums: Mapping[int, tuple[int, int]]) -> Marks:
    """From the sum and number of points of each indicator: their mean, half up (art. 15.2.a)."""
    marks = {
        indicator: (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP)
        for indicator, (total, count) in sums.items()
        if count
    }
    return Marks(dossiers, dict(sorted(marks.items())))


def marks_of(handled: Iterable[Handled]) -> Marks:
    """The marks over dossiers."""
    sums: dict[int, tuple[int, int]] = {}
    count = 0
    for one in handled:
        count += 1
        for indicator, value in points(one).items():
            total, number = sums.get(indicator, (0, 0))
            sums[indicator] = (total + value, number + 1)
    return average(count, sums)


class Done(StrEnum):
    """How far an officer's duties are done (art. 15.3.a)."""

    ALL = "all"
    MOST = "most"
    LESS = "less"


DONE_WORDS = {
    Done.ALL: _("Hoàn thành 100% nhiệm vụ"),
    Done.MOST: _("Hoàn thành từ 70% đến dưới 100% nhiệm vụ"),
    Done.LESS: _("Hoàn thành dưới 70% nhiệm vụ"),
}


def done(total: Decimal) -> Done:
    """Of an officer: all from 5 points, from 70 % from 3,5."""
    return Done.ALL if total >= 5 else Done.MOST if total >= Decimal("3.5") else Done.LESS


class Grade(StrEnum):
    """How an agency is graded (art. 15.3.b)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    WEAK = "weak"


GRADE_WORDS = {
    Grade.EXCELLENT: _("Xuất sắc"),
    Grade.GOOD: _("Tốt"),
    Grade.FAIR: _("Khá"),
    Grade.AVERAGE: _("Trung bình"),
    Grade.WEAK: _("Yếu"),
}
_STEPS = ((15, Grade.EXCELLENT), (12, Grade.GOOD), (9, Grade.FAIR), (6, Grade.AVERAGE))


def grade(marks: Marks) -> Grade | None:
    """Of an agency; None while an indicator is left out, for the bands are of all nine."""
    if set(marks.marks) != {*OF_DOSSIERS, *OF_UNITS}:
        return None
    return next((grade for least, grade in _STEPS if marks.total >= least), Grade.WEAK)
