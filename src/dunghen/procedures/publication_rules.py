"""The life of a publication decision (quyết định công bố): draft → submitted → checked → signed → entered,
and until when each is due. Pure; every function is told the day.

NĐ 63/2010/NĐ-CP art. 8.2 (parts of a procedure), 13.2 (who publishes), 15 (content and deadline), 17 (making
public), 24.2 (national database).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.worktime_calendar import Calendar
from dunghen.procedures.control_law import IndexTerms, PublicationTerms
from dunghen.procedures.rules import Refused

DRAFT, SUBMITTED, CHECKED, SIGNED, ENTERED = "draft", "submitted", "checked", "signed", "entered"
NEW, AMENDED, REPLACED, ABOLISHED = "new", "amended", "replaced", "abolished"
MAKING, ENDING = frozenset({NEW, AMENDED}), frozenset({REPLACED, ABOLISHED})
IN_EFFECT = frozenset({SIGNED, ENTERED})
HOURS_A_DAY = 8
# Parts a to g of art. 8.2: every procedure has them.
PARTS = {
    "name": gettext_lazy("a) Tên thủ tục hành chính"),
    "sequence": gettext_lazy("b) Trình tự thực hiện"),
    "channels": gettext_lazy("c) Cách thức thực hiện"),
    "papers": gettext_lazy("d) Thành phần, số lượng hồ sơ"),
    "limit": gettext_lazy("đ) Thời hạn giải quyết"),
    "subjects": gettext_lazy("e) Đối tượng thực hiện"),
    "agency": gettext_lazy("g) Cơ quan giải quyết"),
}


class Deadlines(NamedTuple):
    """The last days: to sign by law, to sign for the index, to enter (known once signed)."""

    sign: date
    sign_for_index: date
    enter: date | None
    enter_for_index: date | None


@dataclass(frozen=True, slots=True)
class Dates:
    """What of a decision decides its deadlines. `promulgated`: when a text of the shortened procedure that
    takes force at once was made public or signed."""

    effective: date
    signed: date | None = None
    entered: date | None = None
    promulgated: date | None = None


def deadlines(dates: Dates, terms: PublicationTerms, index: IndexTerms, calendar: Calendar) -> Deadlines:
    """Raises CalendarGapError outside the known years.

    Art. 15: at the latest 5 days before the text takes force, or 3 days after a text of the shortened
    procedure; art. 24.2: 5 working days after signing, 2 of the shortened procedure. The index asks for 5
    working days before the text takes force; of the shortened procedure it is held to the law (unsure).
    """
    if dates.promulgated is not None:
        sign = dates.promulgated + timedelta(days=terms.fast_days)
        for_index, days = sign, terms.fast_enter_working_days
    else:
        sign = dates.effective - timedelta(days=terms.sign_days)
        for_index = working_days_before(dates.effective, index.sign_working_days, calendar)
        days = terms.enter_working_days
    if dates.signed is None:
        return Deadlines(sign, for_index, None, None)
    return Deadlines(
        sign,
        for_index,
        working_days_after(dates.signed, days, calendar),
        working_days_after(dates.signed, index.enter_working_days, calendar),
    )


def working_days_before(day: date, days: int, calendar: Calendar) -> date:
    """The last day that lies `days` working days before a day."""
    return calendar.nth(calendar.position(day) - days)


def working_days_after(day: date, days: int, calendar: Calendar) -> date:
    """The last of `days` working days after a day, which itself does not count."""
    return calendar.nth(calendar.position(day) + calendar.is_working(day) + days - 1)


def in_time(done: date | None, last: date, today: date) -> bool | None:
    """Whether something was done by its last day; None while it may still be."""
    if done is not None:
        return done <= last
    return None if today <= last else False


def takes_effect(effective: date, signed: date) -> date:
    """The day from which the desk works by the decision: that of the text, never before the signing."""
    return max(effective, signed)


def missing_parts(said: Mapping[str, object]) -> list[str]:
    """The names of the parts a to g that are empty (art. 8.2)."""
    return [str(label) for part, label in PARTS.items() if not said.get(part)]


def check_submission(state: str, items: Collection[str]) -> None:
    """A draft with something in it goes to the committee's office. Raises Refused."""
    if state != DRAFT:
        raise Refused(_("Chỉ trình kiểm tra quyết định đang dự thảo."))
    if not items:
        raise Refused(_("Quyết định chưa có thủ tục nào."))


def check_check(state: str, gaps: Mapping[str, list[str]], orphans: Collection[str]) -> None:
    """`gaps`: of each procedure the parts it lacks; `orphans`: replaced ones whose successor is not published
    here. Raises Refused."""
    if state != SUBMITTED:
        raise Refused(_("Chỉ kiểm tra quyết định đã trình."))
    lacking = [f"{name}: {', '.join(parts)}" for name, parts in gaps.items() if parts]
    if lacking:
        raise Refused(_("Còn thiếu bộ phận tạo thành: {lacking}.").format(lacking="; ".join(lacking)))
    if orphans:
        raise Refused(
            _("Thủ tục thay thế phải được công bố mới trong cùng quyết định: {names}.").format(
                names="; ".join(orphans)
            )
        )


def check_return(state: str, reason: str) -> None:
    """What was submitted or checked goes back to the department, with a reason. Raises Refused."""
    if state not in {SUBMITTED, CHECKED}:
        raise Refused(_("Chỉ trả lại quyết định đang chờ kiểm tra hoặc chờ ký."))
    if not reason.strip():
        raise Refused(_("Phải ghi lý do trả lại."))


def check_signing(state: str, number: str, signed: date, today: date) -> None:
    """A late decision is recorded as any other: it is lateness that is shown. Raises Refused."""
    if state != CHECKED:
        raise Refused(_("Chỉ ghi nhận ký quyết định đã được Văn phòng UBND kiểm tra."))
    if not number.strip():
        raise Refused(_("Phải ghi số, ký hiệu quyết định công bố."))
    if signed > today:
        raise Refused(_("Ngày ký không được sau ngày hôm nay."))


def check_entry(state: str, entered: date, signed: date | None, today: date) -> None:
    """Into the national database, after the signing. Raises Refused."""
    if state != SIGNED or signed is None:
        raise Refused(_("Chỉ nhập Cơ sở dữ liệu quốc gia quyết định đã ký và chưa nhập."))
    if not signed <= entered <= today:
        raise Refused(_("Ngày nhập phải từ ngày ký quyết định đến ngày hôm nay."))


def check_posting(state: str, posted: date, signed: date | None, today: date) -> None:
    """At the place of intake (art. 17.1.b), after the signing. Raises Refused."""
    if state not in IN_EFFECT or signed is None:
        raise Refused(_("Chỉ xác nhận niêm yết quyết định đã ký."))
    if not signed <= posted <= today:
        raise Refused(_("Ngày niêm yết phải từ ngày ký quyết định đến ngày hôm nay."))


def check_process(hours: Collection[Decimal], limit: Decimal | None, unit: str, decision: str) -> None:
    """The internal process has steps whose hours fit into the limit, and a decision of its own. Raises
    Refused."""
    if not decision.strip():
        raise Refused(_("Phải ghi số, ký hiệu quyết định phê duyệt quy trình nội bộ."))
    if not hours or min(hours) <= 0:
        raise Refused(_("Quy trình phải có ít nhất một bước; mỗi bước phải có số giờ lớn hơn 0."))
    per_unit = {"day": HOURS_A_DAY, "hour": 1, "same-day": HOURS_A_DAY}.get(unit)
    if limit is not None and per_unit is not None and sum(hours) > limit * per_unit:
        raise Refused(
            _("Tổng {hours} giờ vượt thời hạn giải quyết ({limit} giờ làm việc).").format(
                hours=sum(hours), limit=limit * per_unit
            )
        )
