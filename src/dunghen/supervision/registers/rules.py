"""Windows and deadlines of reporting duties; what an entry of a register needs. Pure.

NĐ 09/2019/NĐ-CP art. 8.5 (a working day at least between cut-off and deadline), art. 12 (windows): figures of
a period run from the 15th of the month before it to the 14th of its last month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.worktime_calendar import Calendar
from dunghen.supervision.errors import Refused
from dunghen.supervision.registers.law import Duty, Register, Sender, Window

# Of each period: its words, and its first and last month.
PERIODS = {
    "Q1": (gettext_lazy("Quý I"), 1, 3),
    "Q2": (gettext_lazy("Quý II"), 4, 6),
    "H1": (gettext_lazy("6 tháng"), 1, 6),
    "Q3": (gettext_lazy("Quý III"), 7, 9),
    "M9": (gettext_lazy("9 tháng"), 1, 9),
    "Q4": (gettext_lazy("Quý IV"), 10, 12),
    "Y": (gettext_lazy("Năm"), 1, 12),
}
# How a report that is owed stands.
ON_TIME, LATE, RETURNED, NOT_YET, OVERDUE = "on_time", "late", "returned", "not_yet", "overdue"
STATES = {
    ON_TIME: gettext_lazy("Gửi đúng hạn"),
    LATE: gettext_lazy("Gửi trễ hạn"),
    RETURNED: gettext_lazy("Trả lại, chờ gửi lại"),
    NOT_YET: gettext_lazy("Chưa đến hạn"),
    OVERDUE: gettext_lazy("Quá hạn, chưa gửi"),
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """A duty in one period: its figures run from `first` to `cut_off`, both days counted."""

    duty: Duty
    year: int
    period: str
    first: date
    cut_off: date

    @property
    def label(self) -> str:
        """Quý I năm 2024; Năm 2024."""
        words = str(PERIODS[self.period][0])
        if self.period == "Y":
            return f"{words} {self.year}"
        return _("%(period)s năm %(year)s") % {"period": words, "year": self.year}

    def due(self, sender: Sender, calendar: Calendar) -> date:
        """The last day for a level: so many working days after the cut-off. Raises CalendarGapError."""
        after = calendar.position(self.cut_off) + calendar.is_working(self.cut_off)
        return calendar.nth(after + max(sender.working_days, 1) - 1)


def occasions(duty: Duty, year: int, window: Window) -> Iterator[Occasion]:
    """The periods of a year in which the duty holds, in order of their cut-off."""
    moved = {(at, period): day for at, period, day in duty.cut_offs}
    for period in duty.periods:
        _words, month, last = PERIODS[period]
        first = (
            date(year - 1, 12, window.first_day) if month == 1 else date(year, month - 1, window.first_day)
        )
        cut_off = moved.get((year, period)) or date(year, last, window.cut_off_day)
        if duty.since <= cut_off and (duty.until is None or cut_off < duty.until):
            yield Occasion(duty, year, period, first, cut_off)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a report: the days it was first and last sent; whether it was returned, and until
    which day it is awaited again."""

    first: date
    last: date
    returned: bool = False
    again_by: date | None = None


def state(due: date, sent: Sent | None, today: date) -> str:
    """How a report stands. Late is late: returned and sent again, it is still judged by its first sending,
    and by the day it was awaited again."""
    if sent is None:
        return OVERDUE if today > due else NOT_YET
    if sent.returned:
        return RETURNED
    again_late = sent.again_by is not None and sent.last > sent.again_by
    return LATE if sent.first > due or again_late else ON_TIME


def check_entry(register: Register, kind: str, count: int, day: date, today: date, *, document: bool) -> None:
    """Raises Refused."""
    if day > today:
        raise Refused(_("Ngày không được sau ngày hôm nay."))
    if register.kinds and kind not in register.kinds:
        raise Refused(_("Chọn hình thức có trong sổ."))
    if count < 1:
        raise Refused(_("Số lượng phải từ 1 trở lên."))
    if register.measure == "count" and count != 1:
        raise Refused(_("Sổ này ghi mỗi dòng một %(unit)s; số lượng là 1.") % {"unit": register.unit})
    if register.needs_document and not document:
        raise Refused(_("Sổ này ghi theo văn bản: nhập số, ký hiệu văn bản có trong sổ văn bản đi, đến."))


def check_send(*, document: bool, note: str, may_send: bool) -> None:
    """A report is proved by its document, or by what the channel answered. Raises Refused."""
    if not (document or note.strip()):
        raise Refused(_("Ghi số, ký hiệu báo cáo, hoặc mã gửi trên hệ thống báo cáo."))
    if not may_send:
        raise Refused(_("Báo cáo đã gửi; chỉ gửi lại khi nơi nhận trả lại."))


def check_return(reason: str, again_by: date, today: date) -> None:
    """Raises Refused."""
    if not reason.strip():
        raise Refused(_("Phải ghi lý do trả lại."))
    if again_by < today:
        raise Refused(_("Ngày gửi lại không được trước hôm nay."))
