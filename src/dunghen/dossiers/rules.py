"""What may happen to a dossier and what it becomes. Pure: no database, every function told the time.

A rule takes the state before and returns the state after, or raises Refused with the sentence the
officer reads. Due dates are computed by core.worktime and handed in.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from dunghen.core.worktime_calendar import Calendar
from dunghen.org.rights import Role


class Channel(TextChoices):
    ONLINE = "online", gettext_lazy("Trực tuyến")
    COUNTER = "counter", gettext_lazy("Trực tiếp")
    POSTAL = "postal", gettext_lazy("Bưu chính công ích")


class Status(TextChoices):
    IN_PROCESS = "in_process", gettext_lazy("Đang xử lý")
    WAITING_PAPERS = "waiting_papers", gettext_lazy("Chờ bổ sung")
    WAITING_PAYMENT = "waiting_payment", gettext_lazy("Chờ nộp nghĩa vụ tài chính")
    PAUSED = "paused", gettext_lazy("Tạm dừng tính thời hạn")
    RESOLVED = "resolved", gettext_lazy("Chờ trả kết quả")
    RETURNED = "returned", gettext_lazy("Đã trả kết quả")
    REFUSED_AT_INTAKE = "refused_at_intake", gettext_lazy("Từ chối tiếp nhận")
    STOPPED = "stopped", gettext_lazy("Dừng giải quyết")
    WITHDRAWN = "withdrawn", gettext_lazy("Đã rút hồ sơ")


class Outcome(TextChoices):
    RESOLVED = "resolved", gettext_lazy("Đã giải quyết")
    REFUSED = "refused", gettext_lazy("Từ chối giải quyết")
    REFUSED_AT_INTAKE = "refused_at_intake", gettext_lazy("Từ chối tiếp nhận")
    STOPPED = "stopped", gettext_lazy("Dừng giải quyết")
    WITHDRAWN = "withdrawn", gettext_lazy("Rút hồ sơ")


class EventKind(TextChoices):
    RECEIVED = "received", gettext_lazy("Tiếp nhận hồ sơ")
    REFUSED_AT_INTAKE = "refused_at_intake", gettext_lazy("Từ chối tiếp nhận")
    ASSIGNED = "assigned", gettext_lazy("Phân công thụ lý")
    FORWARDED = "forwarded", gettext_lazy("Chuyển xử lý")
    TAKEN = "taken", gettext_lazy("Nhận bàn giao")
    STEP_DONE = "step_done", gettext_lazy("Hoàn thành bước xử lý")
    CONSULTED = "consulted", gettext_lazy("Lấy ý kiến cơ quan phối hợp")
    OPINION = "opinion", gettext_lazy("Cơ quan phối hợp trả lời")
    OPINION_LATE = "opinion_late", gettext_lazy("Thông báo chậm trả lời ý kiến")
    URGED = "urged", gettext_lazy("Đôn đốc")
    SUBMITTED = "submitted", gettext_lazy("Trình lãnh đạo")
    SENT_BACK = "sent_back", gettext_lazy("Trả lại dự thảo")
    SIGNED = "signed", gettext_lazy("Ký duyệt")
    PAPERS_REQUESTED = "papers_requested", gettext_lazy("Yêu cầu bổ sung")
    PAPERS_COMPLETED = "papers_completed", gettext_lazy("Nhận đủ hồ sơ bổ sung")
    PAUSED = "paused", gettext_lazy("Tạm dừng tính thời hạn")
    RESUMED = "resumed", gettext_lazy("Tiếp tục tính thời hạn")
    PAYMENT_REQUESTED = "payment_requested", gettext_lazy("Yêu cầu nộp nghĩa vụ tài chính")
    PAID = "paid", gettext_lazy("Nộp phí, lệ phí")
    APOLOGISED = "apologised", gettext_lazy("Xin lỗi và hẹn lại")
    RESOLVED = "resolved", gettext_lazy("Có kết quả")
    REFUSED = "refused", gettext_lazy("Từ chối giải quyết")
    STOPPED = "stopped", gettext_lazy("Dừng giải quyết")
    WITHDRAWN = "withdrawn", gettext_lazy("Rút hồ sơ")
    RETURNED = "returned", gettext_lazy("Trả kết quả")
    TIME_CORRECTED = "time_corrected", gettext_lazy("Điều chỉnh thời điểm có kết quả")
    CAUSE_GIVEN = "cause_given", gettext_lazy("Ghi nguyên nhân trễ hạn")
    CAUSE_CONFIRMED = "cause_confirmed", gettext_lazy("Xác nhận nguyên nhân trễ hạn")
    PART_REFUSED = "part_refused", gettext_lazy("Không thực hiện một thành phần liên thông")
    REDATED = "redated", gettext_lazy("Tính lại hạn theo lịch mới")
    CORRECTED = "corrected", gettext_lazy("Đính chính từ tệp nhập")
    PERSON_CORRECTED = "person_corrected", gettext_lazy("Đính chính thông tin người nộp")
    PERSON_ERASED = "person_erased", gettext_lazy("Xóa thông tin người nộp")


class Paper(TextChoices):
    """Papers that are drafted, signed and sent. Their content: `items`, `law`, `head_reason`; `reason`,
    `law`; `reason`, `appointment_at`; `reason`, `law`; `units`, `reason`; `note`."""

    SUPPLEMENT = "supplement", gettext_lazy("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")
    REFUSAL = "refusal", gettext_lazy("Phiếu từ chối giải quyết hồ sơ")
    APOLOGY = "apology", gettext_lazy("Văn bản xin lỗi và hẹn lại ngày trả kết quả")
    STOP = "stop", gettext_lazy("Thông báo dừng giải quyết hồ sơ")
    URGE = "urge", gettext_lazy("Công văn đôn đốc")
    RESULT = "result", gettext_lazy("Kết quả giải quyết")


class Stage(TextChoices):
    DRAFTED = "drafted", gettext_lazy("Chờ ký")
    SENT_BACK = "sent_back", gettext_lazy("Trả lại để sửa")
    SIGNED = "signed", gettext_lazy("Đã ký, chờ gửi")
    SENT = "sent", gettext_lazy("Đã gửi")


class Cause(TextChoices):
    REAL = "real", gettext_lazy("Giải quyết chậm")
    LATE_ENTRY = "late_entry", gettext_lazy("Cập nhật hệ thống chậm")
    SYSTEM = "system", gettext_lazy("Lỗi hệ thống")
    OTHER_UNIT = "other_unit", gettext_lazy("Cơ quan phối hợp trễ")


class Score(IntegerChoices):
    VERY_SATISFIED = 4, gettext_lazy("Rất hài lòng")
    SATISFIED = 3, gettext_lazy("Hài lòng")
    NEUTRAL = 2, gettext_lazy("Bình thường")
    DISSATISFIED = 1, gettext_lazy("Không hài lòng")


class Often(IntegerChoices):
    """How often, or of how many places, as the marks of TT 01/2018/TT-VPCP art. 13.3, 13.4 tell it apart."""

    NEVER = 0, gettext_lazy("Không")
    ONCE = 1, gettext_lazy("Một")
    MORE = 2, gettext_lazy("Hơn một")


class Refused(Exception):
    """The rule does not allow it; the text says why, in Vietnamese, naming the article where there is one."""


class State(NamedTuple):
    """The counted columns of a dossier, units and procedure by key, and who handles it now, by the number of
    their account. See models.DossierVersion.

    A tuple, because an import makes millions of them.
    """

    procedure: str
    procedure_version: int
    unit: str
    helped_unit: str
    received_unit: str
    level: str
    channel: str
    online_level: str
    received_at: datetime
    limit_amount: Decimal | None
    limit_unit: str
    due_at: datetime | None
    computed_due_at: datetime | None
    status: str = Status.IN_PROCESS.value
    outcome: str = ""
    appointment_at: datetime | None = None
    apologised_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_recorded_at: datetime | None = None
    returned_at: datetime | None = None
    digitised: bool = False
    e_result: bool = False
    result_paper: bool = True
    reused: bool = False
    fee: int = 0
    paid: int = 0
    paid_online: bool = False
    case_code: str = ""
    content_digest: str = ""
    sample: bool = False
    officer_id: int | None = None


OPEN = frozenset(
    {Status.IN_PROCESS.value, Status.WAITING_PAPERS.value, Status.WAITING_PAYMENT.value, Status.PAUSED.value}
)
# Ended with a result, which waits for the applicant or was returned.
ANSWERED = frozenset({Status.RESOLVED.value, Status.RETURNED.value})
# Who may handle a dossier at the unit that decides it.
HANDLERS = frozenset({Role.RECEIVING_OFFICER, Role.CASE_OFFICER, Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY})
P = EventKind
# from which states an event may follow, with the article that permits it
TRANSITIONS: dict[EventKind, tuple[frozenset[str], str]] = {
    P.ASSIGNED: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.FORWARDED: (OPEN | {Status.RESOLVED.value}, gettext_noop("NĐ 61/2018/NĐ-CP Điều 18")),
    P.STEP_DONE: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.CONSULTED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.5")),
    P.OPINION: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.5")),
    P.OPINION_LATE: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.5")),
    P.URGED: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 9.1")),
    P.SUBMITTED: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.SENT_BACK: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.SIGNED: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.PAPERS_REQUESTED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.4")),
    P.PAPERS_COMPLETED: (
        frozenset({Status.WAITING_PAPERS.value}),
        gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.4"),
    ),
    P.PAUSED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("pháp luật chuyên ngành")),
    P.RESUMED: (frozenset({Status.PAUSED.value}), gettext_noop("pháp luật chuyên ngành")),
    P.PAYMENT_REQUESTED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 22")),
    P.PAID: (OPEN | {Status.RESOLVED.value}, gettext_noop("NĐ 61/2018/NĐ-CP Điều 22")),
    P.APOLOGISED: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.9")),
    P.RESOLVED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 19")),
    P.REFUSED: (frozenset({Status.IN_PROCESS.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 19.8")),
    P.STOPPED: (OPEN, gettext_noop("TT 03/2025/TT-VPCP mẫu 05")),
    P.WITHDRAWN: (OPEN, gettext_noop("NĐ 61/2018/NĐ-CP")),
    P.RETURNED: (frozenset({Status.RESOLVED.value}), gettext_noop("NĐ 61/2018/NĐ-CP Điều 20")),
    P.TIME_CORRECTED: (ANSWERED, gettext_noop("quy định tại docs/counting.md")),
    P.CAUSE_GIVEN: (OPEN | ANSWERED, gettext_noop("quy định tại docs/counting.md")),
    P.CAUSE_CONFIRMED: (OPEN | ANSWERED, gettext_noop("quy định tại docs/counting.md")),
    P.REDATED: (OPEN, gettext_noop("quyết định về ngày nghỉ")),
}
STATUS_WORDS = {status.value: str(status.label) for status in Status}


def check(kind: EventKind, state: State, occurred_at: datetime, now: datetime) -> None:
    """Whether `kind` may follow in this state and at this time. Raises Refused."""
    allowed, basis = TRANSITIONS[kind]
    if state.status not in allowed:
        raise Refused(
            _("Hồ sơ đang ở trạng thái “{status}”, không thể: {label} ({basis}).").format(
                status=STATUS_WORDS[state.status], label=kind.label, basis=_(basis)
            )
        )
    if occurred_at > now:
        raise Refused(_("Thời điểm ghi nhận không được ở tương lai."))
    if occurred_at < state.received_at:
        raise Refused(_("Thời điểm ghi nhận không được trước thời điểm tiếp nhận hồ sơ."))


FORWARD_UNTIL = time(15)  # what comes later in the day is forwarded at the beginning of the next


def forward_by(received: datetime, calendar: Calendar) -> datetime:
    """Until when a dossier is forwarded to who handles it: within the working day on which it came; what came
    after 15:00, by the opening of the next one (NĐ 61/2018/NĐ-CP art. 18.2; the decree says "at its start",
    which is read here as its first working hour). Raises CalendarGapError outside the known years."""
    effective = calendar.effective(received)
    if effective.time() <= FORWARD_UNTIL:
        return calendar.closing(effective.date())
    return calendar.opening(calendar.next_working(effective.date())) + timedelta(hours=1)


def assign(state: State, officer: int, *, handles: bool) -> State:
    """The officer handles the dossier from now on; `handles`: whether they hold one of HANDLERS at the unit
    that decides, or at the one it passed into, that day."""
    if not handles:
        raise Refused(
            _(
                "Người được phân công phải đang giữ vai trò tiếp nhận, thụ lý hoặc lãnh đạo "
                "tại cơ quan giải quyết."
            )
        )
    if state.officer_id == officer:
        raise Refused(_("Hồ sơ đang do chính người này thụ lý."))
    return state._replace(officer_id=officer)


def ask_for_papers(state: State, at: datetime, last_day: date, asked_before: int, head_reason: str) -> State:
    """NĐ 61/2018/NĐ-CP art. 19.4: at the latest the third working day after receipt (`last_day`), once;
    later or again only with the head's reason."""
    if asked_before and not head_reason:
        raise Refused(
            _("Hồ sơ đã được yêu cầu bổ sung một lần; lần sau phải có lý do của người đứng đầu cơ quan.")
        )
    if at.date() > last_day and not head_reason:
        raise Refused(
            _(
                "Đã quá 03 ngày làm việc kể từ ngày tiếp nhận (đến {last_day:%d/%m/%Y}) theo "
                "NĐ 61/2018/NĐ-CP Điều 19.4; phải có lý do của người đứng đầu cơ quan."
            ).format(last_day=last_day)
        )
    return state._replace(status=Status.WAITING_PAPERS.value, due_at=None, computed_due_at=None)


def papers_completed(state: State, due_at: datetime) -> State:
    """The limit is counted anew from the start (art. 19.4); `due_at` is the new one."""
    return state._replace(
        status=Status.IN_PROCESS.value, due_at=due_at, computed_due_at=due_at, appointment_at=due_at
    )


def pause(state: State, basis: str) -> State:
    """The clock stands only where the procedure's own law says so."""
    if not basis:
        raise Refused(
            _(
                "Thủ tục này không có quy định tạm dừng tính thời hạn; "
                "yêu cầu bổ sung thì thời hạn tính lại từ đầu."
            )
        )
    return state._replace(status=Status.PAUSED.value, due_at=None, computed_due_at=None)


def resume(state: State, due_at: datetime) -> State:
    return state._replace(
        status=Status.IN_PROCESS.value, due_at=due_at, computed_due_at=due_at, appointment_at=due_at
    )


def pay(state: State, amount: int, online: bool) -> State:
    """A payment in đồng; it ends a wait for it, and never changes the due date by itself."""
    if amount <= 0:
        raise Refused(_("Số tiền nộp phải lớn hơn 0."))
    if state.paid + amount > state.fee:
        raise Refused(_("Số tiền nộp vượt số phải nộp ({fee} đồng).").format(fee=state.fee))
    status = Status.IN_PROCESS.value if state.status == Status.WAITING_PAYMENT.value else state.status
    first = state.paid == 0
    return state._replace(
        paid=state.paid + amount, paid_online=online and (first or state.paid_online), status=status
    )


def apologise(state: State, at: datetime, appointment_at: datetime, last_day: date) -> State:
    """Art. 19.9: at the latest one working day before the due date (`last_day`), one new appointment.
    The due date stays: a late dossier with an apology is late."""
    if state.apologised_at is not None:
        raise Refused(_("Chỉ được hẹn lại một lần (NĐ 61/2018/NĐ-CP Điều 19.9)."))
    if at.date() > last_day:
        raise Refused(
            _(
                "Văn bản xin lỗi phải gửi trước ngày hết hạn ít nhất 01 ngày làm việc, chậm nhất "
                "{last_day:%d/%m/%Y} (NĐ 61/2018/NĐ-CP Điều 19.9)."
            ).format(last_day=last_day)
        )
    if state.due_at is not None and appointment_at <= state.due_at:
        raise Refused(_("Ngày hẹn lại phải sau hạn giải quyết."))
    return state._replace(apologised_at=at, appointment_at=appointment_at)


END = {
    EventKind.RESOLVED: (Status.RESOLVED, Outcome.RESOLVED),
    # a refusal after appraisal is a result that is returned (art. 19.8)
    EventKind.REFUSED: (Status.RESOLVED, Outcome.REFUSED),
    EventKind.REFUSED_AT_INTAKE: (Status.REFUSED_AT_INTAKE, Outcome.REFUSED_AT_INTAKE),
    EventKind.STOPPED: (Status.STOPPED, Outcome.STOPPED),
    EventKind.WITHDRAWN: (Status.WITHDRAWN, Outcome.WITHDRAWN),
}


def end(state: State, kind: EventKind, at: datetime, recorded_at: datetime | None) -> State:
    """The dossier ends: with a result, a refusal, a stop or a withdrawal. Late never blocks it."""
    status, outcome = END[kind]
    return state._replace(
        status=status.value,
        outcome=outcome.value,
        resolved_at=at,
        resolved_recorded_at=recorded_at,
    )


def give_back(state: State, at: datetime) -> State:
    if state.resolved_at is not None and at < state.resolved_at:
        raise Refused(_("Không thể trả kết quả trước khi có kết quả."))
    return state._replace(status=Status.RETURNED.value, returned_at=at)


def correct_time(state: State, actual: datetime, now: datetime, within: timedelta) -> State:
    """The actual moment of the result where the system's was entered late. The recorded one stays beside
    it, and both counts are printed."""
    recorded = state.resolved_recorded_at or state.resolved_at
    if recorded is None or actual >= recorded:
        raise Refused(_("Thời điểm thực tế phải trước thời điểm ghi trên hệ thống."))
    if actual < state.received_at:
        raise Refused(_("Thời điểm thực tế không được trước thời điểm tiếp nhận."))
    if now - recorded > within:
        raise Refused(
            _("Đã quá {days} ngày kể từ khi ghi trên hệ thống, không được điều chỉnh.").format(
                days=within.days
            )
        )
    return state._replace(resolved_at=actual, resolved_recorded_at=recorded)


def is_late(state: State, now: datetime) -> bool:
    """Whether it ended with a result after its due date, by the fact or by the system's time, or is open past
    it."""
    if state.due_at is None or state.outcome not in ("", Outcome.RESOLVED.value, Outcome.REFUSED.value):
        return False
    return max(state.resolved_at or now, state.resolved_recorded_at or state.due_at) > state.due_at


def late(state: State, now: datetime) -> None:
    """Raises Refused for a dossier that is not late."""
    if not is_late(state, now):
        raise Refused(_("Hồ sơ không trễ hạn."))


def redate(state: State, due_at: datetime) -> State:
    """A recorded decision about the calendar moved the due date."""
    return state._replace(
        due_at=due_at,
        computed_due_at=due_at,
        appointment_at=due_at if state.apologised_at is None else state.appointment_at,
    )


def working_days_late(due_at: datetime, ended: datetime, calendar: Calendar) -> int:
    """How many working days a dossier ended after its due date, a day begun counted whole: at least 1.
    Raises CalendarGapError outside the known years."""
    late = calendar.worked(ended) - calendar.worked(due_at)
    return max(1, -(-late // calendar.hours.total))
