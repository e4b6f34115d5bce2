"""What is done to a dossier: one function a verb, one transaction, one or two events.

Each takes the moment the thing happened (`at`) and who did it (`by`, a reference, never a name); when the
system learned of it is the transaction's own time. All raise rules.Refused.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import rules
from dunghen.dossiers.actions.base import Work, done, take
from dunghen.dossiers.chain.append import append
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.late.law import actual_time_within
from dunghen.dossiers.limits.clock import Clock, working_day_after, working_day_before
from dunghen.dossiers.models import Consultation, DossierVersion
from dunghen.dossiers.rules import EventKind, Refused, State
from dunghen.org.models import Person


@transaction.atomic
def assign(dossier_id: int, *, officer: Person, at: datetime, by: str) -> DossierVersion:
    """Give the dossier to an officer of the unit that decides; it is theirs until it is given to another."""
    work = take(dossier_id)
    rules.check(EventKind.ASSIGNED, work.state, at, work.now)
    state = rules.assign(work.state, officer.pk, handles=_handles(officer, work, at))
    return done(work, EventKind.ASSIGNED, at, state, by)


def _handles(officer: Person, work: Work, at: datetime) -> bool:
    day = timezone.localdate(at)
    return officer.is_active and officer.works_for(work.version.unit_id, rules.HANDLERS, day)


@transaction.atomic
def finish_step(
    dossier_id: int, *, step: str, at: datetime, by: str, to: Person | None = None, note: str = ""
) -> DossierVersion:
    """A step of the internal process is done, and the dossier handed to who takes the next one."""
    work = take(dossier_id)
    rules.check(EventKind.STEP_DONE, work.state, at, work.now)
    state = work.state
    if to is not None and to.pk != state.officer_id:
        state = rules.assign(state, to.pk, handles=_handles(to, work, at))
    return done(work, EventKind.STEP_DONE, at, state, by, step=step, note=note)


@transaction.atomic
def ask_for_papers(
    dossier_id: int,
    *,
    items: list[str],
    law: str,
    at: datetime,
    by: str,
    head_reason: str = "",
    number: str = "",
) -> DossierVersion:
    """Form 02: all items at once, the law named, at the latest the third working day (art. 19.4)."""
    if not items or not law:
        raise Refused(_("Phiếu yêu cầu bổ sung phải ghi đủ nội dung cần bổ sung và căn cứ."))
    work = take(dossier_id)
    rules.check(EventKind.PAPERS_REQUESTED, work.state, at, work.now)
    state = asked_for_papers(work, at, head_reason)
    said = {"items": items, "law": law, "head_reason": head_reason, "document": number}
    return done(work, EventKind.PAPERS_REQUESTED, at, state, by, **said)


def asked_for_papers(work: Work, at: datetime, head_reason: str) -> State:
    """What asking now would make of it. Raises Refused (art. 19.4)."""
    received = work.calendar.effective(work.state.received_at).date()
    last_day = working_day_after(work.calendar, received, 3)
    return rules.ask_for_papers(work.state, at.astimezone(VIETNAM), last_day, work.clock.asked, head_reason)


@transaction.atomic
def complete_papers(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """The supplement is complete: the limit is counted anew from the start (art. 19.4)."""
    work = take(dossier_id)
    rules.check(EventKind.PAPERS_COMPLETED, work.state, at, work.now)
    clock = replace(work.clock, restarts=(*work.clock.restarts, at))
    state = rules.papers_completed(work.state, _due(clock, work))
    return done(work, EventKind.PAPERS_COMPLETED, at, state, by)


@transaction.atomic
def pause(dossier_id: int, *, law: str, document: str, at: datetime, by: str) -> DossierVersion:
    """The clock stops where the procedure's own law says so."""
    work = take(dossier_id)
    rules.check(EventKind.PAUSED, work.state, at, work.now)
    basis = work.version.procedure_version.pause_basis
    state = rules.pause(work.state, basis)
    return done(work, EventKind.PAUSED, at, state, by, law=law or basis, document=document)


@transaction.atomic
def resume(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """The clock runs again."""
    work = take(dossier_id)
    rules.check(EventKind.RESUMED, work.state, at, work.now)
    last = work.clock.pauses[-1]
    clock = replace(work.clock, pauses=(*work.clock.pauses[:-1], replace(last, end=at)))
    state = rules.resume(work.state, _due(clock, work))
    return done(work, EventKind.RESUMED, at, state, by)


@transaction.atomic
def request_payment(dossier_id: int, *, at: datetime, by: str) -> DossierVersion:
    """Ask the applicant to pay; the clock runs on unless the law says otherwise."""
    work = take(dossier_id)
    rules.check(EventKind.PAYMENT_REQUESTED, work.state, at, work.now)
    if work.state.paid >= work.state.fee:
        raise Refused(_("Hồ sơ không còn nghĩa vụ tài chính phải nộp."))
    state = work.state._replace(status=rules.Status.WAITING_PAYMENT.value)
    return done(work, EventKind.PAYMENT_REQUESTED, at, state, by)


@transaction.atomic
def pay(
    dossier_id: int, *, amount: int, online: bool, at: datetime, by: str, receipt: str = ""
) -> DossierVersion:
    """Money received, in đồng."""
    work = take(dossier_id)
    rules.check(EventKind.PAID, work.state, at, work.now)
    state = rules.pay(work.state, amount, online=online)
    entry = Entry(
        EventKind.PAID.value, at, state, None, {"amount": amount, "online": online, "receipt": receipt}
    )
    return append(work.version, [entry], by=by, now=work.now)


@transaction.atomic
def apologise(
    dossier_id: int, *, reason: str, appointment_at: datetime, at: datetime, by: str, number: str = ""
) -> DossierVersion:
    """Form 04: the appointment moves, the due date does not (art. 19.9)."""
    if not reason:
        raise Refused(_("Văn bản xin lỗi phải ghi rõ lý do."))
    work = take(dossier_id)
    rules.check(EventKind.APOLOGISED, work.state, at, work.now)
    state = apologised(work, at, appointment_at)
    return done(work, EventKind.APOLOGISED, at, state, by, reason=reason, document=number)


def apologised(work: Work, at: datetime, appointment_at: datetime) -> State:
    """What an apology now would make of it. Raises Refused (art. 19.9)."""
    if work.state.due_at is None:
        raise Refused(_("Hồ sơ đang chờ nên chưa có hạn giải quyết."))
    last_day = working_day_before(work.calendar, work.state.due_at.astimezone(VIETNAM).date())
    return rules.apologise(work.state, at.astimezone(VIETNAM), appointment_at, last_day)


def _ending(kind: EventKind) -> Callable[..., DossierVersion]:
    @transaction.atomic
    def finish(
        dossier_id: int,
        *,
        at: datetime,
        by: str,
        e_result: bool = False,
        reason: str = "",
        law: str = "",
        number: str = "",
    ) -> DossierVersion:
        work = take(dossier_id)
        rules.check(kind, work.state, at, work.now)
        if kind is not EventKind.RESOLVED and not reason:
            raise Refused(_("Phải ghi rõ lý do."))
        state = rules.end(work.state, kind, at, work.now)._replace(e_result=e_result)
        ended = done(work, kind, at, state, by, reason=reason, law=law, document=number)
        # nobody answers for an opinion that nobody needs any more
        asked = Consultation.objects.filter(dossier=dossier_id, answered_at=None, closed_at=None)
        asked.update(closed_at=at)
        return ended

    return finish


resolve = _ending(EventKind.RESOLVED)
refuse = _ending(EventKind.REFUSED)
stop = _ending(EventKind.STOPPED)
withdraw = _ending(EventKind.WITHDRAWN)


@transaction.atomic
def give_back(dossier_id: int, *, at: datetime, by: str, way: str = "") -> DossierVersion:
    """The applicant got the result, in person, by post or online (`way`); late never blocks it."""
    work = take(dossier_id)
    rules.check(EventKind.RETURNED, work.state, at, work.now)
    return done(work, EventKind.RETURNED, at, rules.give_back(work.state, at), by, way=way)


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
    work = take(dossier_id)
    rules.check(EventKind.TIME_CORRECTED, work.state, actual, work.now)
    state = rules.correct_time(work.state, actual, work.now, actual_time_within(timezone.localdate(work.now)))
    people = {"confirmed_by": confirmed_by, "approved_by": approved_by}
    return done(work, EventKind.TIME_CORRECTED, actual, state, by, reason=reason, evidence=evidence, **people)


def _due(clock: Clock, work: Work) -> datetime:
    due_at = clock.due(work.state, work.calendar).due_at
    if due_at is None:
        raise Refused(_("Thời hạn đang tạm dừng."))
    return due_at
