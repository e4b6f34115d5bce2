"""What is done to a dossier: one function a verb, one transaction, one or two events.

Each takes the moment the thing happened (`at`) and who did it (`by`, a reference, never a name); when the
system learned of it is the transaction's own time. All raise rules.Refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.ledger import stamp
from dunghen.core.worktime import VIETNAM, Calendar
from dunghen.dossiers import rules
from dunghen.dossiers.append import append, current_version, state_of
from dunghen.dossiers.chain import Entry
from dunghen.dossiers.clock import Clock, clock_of, working_day_after, working_day_before
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import EventKind, Refused, State
from dunghen.org.calendar import calendar as calendar_of
from dunghen.org.models import Person

ACTUAL_TIME_WITHIN = timedelta(days=10)  # how long after the recorded end an actual time may be entered


@dataclass(frozen=True, slots=True)
class Work:
    """A dossier in hand: locked, with its state, clock and calendar."""

    version: DossierVersion
    state: State
    clock: Clock
    calendar: Calendar
    now: datetime


def _take(dossier_id: int) -> Work:
    now = transaction_time()
    version = current_version(dossier_id)
    calendar = calendar_of(version.unit.office_hours)
    return Work(version, state_of(version), clock_of(dossier_id), calendar, now)


def _done(work: Work, kind: EventKind, at: datetime, state: State, by: str, **info: Any) -> DossierVersion:
    entry = Entry(kind.value, at, state, None, {key: value for key, value in info.items() if value})
    return append(work.version, [entry], by=by, now=work.now)


@transaction.atomic
def assign(dossier_id: int, *, officer: Person, at: datetime, by: str) -> DossierVersion:
    """Give the dossier to an officer of the unit that decides; it is theirs until it is given to another."""
    work = _take(dossier_id)
    rules.check(EventKind.ASSIGNED, work.state, at, work.now)
    handles = officer.is_active and officer.works_for(
        work.version.unit_id, rules.HANDLERS, timezone.localdate(at)
    )
    state = rules.assign(work.state, officer.pk, handles=handles)
    return _done(work, EventKind.ASSIGNED, at, state, by)


@transaction.atomic
def finish_step(dossier_id: int, *, step: str, at: datetime, by: str) -> DossierVersion:
    """A step of the internal process is done."""
    work = _take(dossier_id)
    rules.check(EventKind.STEP_DONE, work.state, at, work.now)
    return _done(work, EventKind.STEP_DONE, at, work.state, by, step=step)


@transaction.atomic
def consult(dossier_id: int, *, unit: str, due_at: datetime, at: datetime, by: str) -> DossierVersion:
    """Ask another unit for its opinion by `due_at`; the dossier's own clock runs on (art. 19.5)."""
    work = _take(dossier_id)
    rules.check(EventKind.CONSULTED, work.state, at, work.now)
    return _done(work, EventKind.CONSULTED, at, work.state, by, unit=unit, due_at=stamp(due_at))


@transaction.atomic
def record_opinion(dossier_id: int, *, unit: str, document: str, at: datetime, by: str) -> DossierVersion:
    """The consulted unit answered."""
    work = _take(dossier_id)
    rules.check(EventKind.OPINION, work.state, at, work.now)
    return _done(work, EventKind.OPINION, at, work.state, by, unit=unit, document=document)


@transaction.atomic
def ask_for_papers(
    dossier_id: int, *, items: list[str], law: str, at: datetime, by: str, head_reason: str = ""
) -> DossierVersion:
    """Form 02: all items at once, the law named, at the latest the third working day (art. 19.4)."""
    if not items or not law:
        raise Refused(_("Phiếu yêu cầu bổ sung phải ghi đủ nội dung cần bổ sung và căn cứ."))
    work = _take(dossier_id)
    rules.check(EventKind.PAPERS_REQUESTED, work.state, at, work.now)
    received = work.calendar.effective(work.state.received_at).date()
    last_day = working_day_after(work.calendar, received, 3)
    state = rules.ask_for_papers(work.state, at.astimezone(VIETNAM), last_day, work.clock.asked, head_reason)
    return _done(
        work, EventKind.PAPERS_REQUESTED, at, state, by, items=items, law=law, head_reason=head_reason
    )


@transaction.atomic
def complete_papers(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """The supplement is complete: the limit is counted anew from the start (art. 19.4)."""
    work = _take(dossier_id)
    rules.check(EventKind.PAPERS_COMPLETED, work.state, at, work.now)
    clock = replace(work.clock, restarts=(*work.clock.restarts, at))
    state = rules.papers_completed(work.state, _due(clock, work))
    return _done(work, EventKind.PAPERS_COMPLETED, at, state, by)


@transaction.atomic
def pause(dossier_id: int, *, law: str, document: str, at: datetime, by: str) -> DossierVersion:
    """The clock stops where the procedure's own law says so."""
    work = _take(dossier_id)
    rules.check(EventKind.PAUSED, work.state, at, work.now)
    basis = work.version.procedure_version.pause_basis
    state = rules.pause(work.state, basis)
    return _done(work, EventKind.PAUSED, at, state, by, law=law or basis, document=document)


@transaction.atomic
def resume(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """The clock runs again."""
    work = _take(dossier_id)
    rules.check(EventKind.RESUMED, work.state, at, work.now)
    last = work.clock.pauses[-1]
    clock = replace(work.clock, pauses=(*work.clock.pauses[:-1], replace(last, end=at)))
    state = rules.resume(work.state, _due(clock, work))
    return _done(work, EventKind.RESUMED, at, state, by)


@transaction.atomic
def request_payment(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """Ask the applicant to pay; the clock runs on unless the law says otherwise."""
    work = _take(dossier_id)
    rules.check(EventKind.PAYMENT_REQUESTED, work.state, at, work.now)
    if work.state.paid >= work.state.fee:
        raise Refused(_("Hồ sơ không còn nghĩa vụ tài chính phải nộp."))
    state = work.state._replace(status=rules.Status.WAITING_PAYMENT.value)
    return _done(work, EventKind.PAYMENT_REQUESTED, at, state, by)


@transaction.atomic
def pay(
    dossier_id: int, *, amount: int, online: bool, at: datetime, by: str, receipt: str = ""
) -> DossierVersion:
    """Money received, in đồng."""
    work = _take(dossier_id)
    rules.check(EventKind.PAID, work.state, at, work.now)
    state = rules.pay(work.state, amount, online=online)
    entry = Entry(
        EventKind.PAID.value, at, state, None, {"amount": amount, "online": online, "receipt": receipt}
    )
    return append(work.version, [entry], by=by, now=work.now)


@transaction.atomic
def apologise(
    dossier_id: int, *, reason: str, appointment_at: datetime, at: datetime, by: str
) -> DossierVersion:
    """Form 04: the appointment moves, the due date does not (art. 19.9)."""
    if not reason:
        raise Refused(_("Văn bản xin lỗi phải ghi rõ lý do."))
    work = _take(dossier_id)
    rules.check(EventKind.APOLOGISED, work.state, at, work.now)
    if work.state.due_at is None:
        raise Refused(_("Hồ sơ đang chờ nên chưa có hạn giải quyết."))
    last_day = working_day_before(work.calendar, work.state.due_at.astimezone(VIETNAM).date())
    state = rules.apologise(work.state, at.astimezone(VIETNAM), appointment_at, last_day)
    return _done(work, EventKind.APOLOGISED, at, state, by, reason=reason)


def _ending(kind: EventKind) -> Callable[..., DossierVersion]:
    @transaction.atomic
    def finish(
        dossier_id: int, *, at: datetime, by: str, e_result: bool = False, reason: str = "", law: str = ""
    ) -> DossierVersion:
        work = _take(dossier_id)
        rules.check(kind, work.state, at, work.now)
        if kind is not EventKind.RESOLVED and not reason:
            raise Refused(_("Phải ghi rõ lý do."))
        state = rules.end(work.state, kind, at, work.now)._replace(e_result=e_result)
        return _done(work, kind, at, state, by, reason=reason, law=law)

    return finish


resolve = _ending(EventKind.RESOLVED)
refuse = _ending(EventKind.REFUSED)
stop = _ending(EventKind.STOPPED)
withdraw = _ending(EventKind.WITHDRAWN)


@transaction.atomic
def give_back(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """The applicant got the result; late never blocks it."""
    work = _take(dossier_id)
    rules.check(EventKind.RETURNED, work.state, at, work.now)
    return _done(work, EventKind.RETURNED, at, rules.give_back(work.state, at), by)


@transaction.atomic
def correct_time(
    dossier_id: int,
    *,
    actual: datetime,
    reason: str,
    evidence: str,
    confirmed_by: str,
    approved_by: str,
    by: str,
) -> DossierVersion:
    """The actual moment of a result that was entered late: entered by one, confirmed by the head of the
    one-stop, approved by the head of the agency, with its evidence."""
    if not reason or not evidence:
        raise Refused(
            _("Phải có lý do và minh chứng (trang sổ có chữ ký của công dân hoặc thời điểm ký số).")
        )
    if len({by, confirmed_by, approved_by}) != 3 or not confirmed_by or not approved_by:
        raise Refused(_("Người nhập, người xác nhận và người phê duyệt phải là ba người khác nhau."))
    work = _take(dossier_id)
    rules.check(EventKind.TIME_CORRECTED, work.state, actual, work.now)
    state = rules.correct_time(work.state, actual, work.now, ACTUAL_TIME_WITHIN)
    people = {"confirmed_by": confirmed_by, "approved_by": approved_by}
    return _done(
        work, EventKind.TIME_CORRECTED, actual, state, by, reason=reason, evidence=evidence, **people
    )


def _due(clock: Clock, work: Work) -> datetime:
    due_at = clock.due(work.state, work.calendar).due_at
    if due_at is None:
        raise Refused(_("Thời hạn đang tạm dừng."))
    return due_at
