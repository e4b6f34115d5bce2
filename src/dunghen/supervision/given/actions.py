"""What is done with a given task: received, assigned, noted, submitted by its lead; confirmed, returned,
extended, given to another lead, no longer followed by the giver's office. Each act leaves a step.

`seen`: the version the form showed; who acts on what somebody else has just changed is told so.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import File
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, need
from dunghen.supervision.given import rules
from dunghen.supervision.given.known import held, move
from dunghen.supervision.given.models import Extension, ExtensionState, GivenState, GivenStep, GivenTask
from dunghen.supervision.given.who import Able, able, staff_of
from dunghen.supervision.tasks.models import Evidence, EvidenceState, NamedAs, TaskUnit


@transaction.atomic
def receive(by: Person, pk: int, seen: int | None = None) -> None:
    """The lead takes note of a task. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    need(able(by, timezone.localdate()).does(given))
    rules.check_state(given.state, {rules.NEW})
    move(given, GivenStep.RECEIVED, by, state=GivenState.RECEIVED)


@transaction.atomic
def assign(by: Person, pk: int, officer: Person | None, division: str, seen: int | None = None) -> None:
    """To a division, a person, or both. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    need(able(by, timezone.localdate()).leads(given))
    rules.check_state(given.state, rules.IN_HAND)
    if officer is None:
        rules.check_text(division, _("Phải ghi phòng, bộ phận hoặc chọn người thực hiện."))
    elif officer not in staff_of(given, timezone.localdate()):
        raise Refused(_("Người thực hiện phải thuộc cơ quan chủ trì nhiệm vụ."))
    given.task.officer, given.task.in_charge = officer, division.strip()
    move(
        given, GivenStep.ASSIGNED, by, state=GivenState.ONGOING, note=division.strip(), officer=_key(officer)
    )


@transaction.atomic
def note(
    by: Person, pk: int, text: str, cites: str = "", *, report: bool = False, seen: int | None = None
) -> None:
    """How far it is, or a paragraph of the report on the document (`report`) with the documents it rests on,
    one a line. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    need(able(by, timezone.localdate()).does(given))
    rules.check_text(text, _("Phải ghi nội dung."))
    if not report:
        rules.check_state(given.state, rules.IN_HAND)
    onward = GivenState.ONGOING if given.state in (rules.NEW, rules.RECEIVED) else None
    lines = [line.strip(" ;.") for line in cites.splitlines() if line.strip(" ;.")]
    move(given, GivenStep.NOTED, by, state=onward, note=text.strip(), cites=lines, report=report)


@transaction.atomic
def submit(
    by: Person,
    pk: int,
    *,
    number: str,
    day: date,
    subject: str,
    file: File | None = None,
    seen: int | None = None,
) -> None:
    """The product, a document, goes to the giver's office today; `day` is the document's own. Raises Refused,
    PermissionDenied."""
    today = timezone.localdate()
    given = held(pk, seen)
    need(able(by, today).does(given))
    rules.check_submission(given.state, day, given.item.source.day, today)
    rules.check_text(number, _("Phải ghi số, ký hiệu văn bản."))
    Evidence.objects.create(
        product=given.task.products.get(position=1),
        number=number.strip(),
        day=day,
        subject=subject.strip(),
        file=file,
        state=EvidenceState.OFFERED,
        by=by,
        at=transaction_time(),
    )
    given.submitted, given.submitted_by = today, by
    words = f"{number.strip()} ({day:%d/%m/%Y})"
    move(given, GivenStep.SUBMITTED, by, state=GivenState.SUBMITTED, day=today, note=words)


@transaction.atomic
def confirm(by: Person, pk: int, seen: int | None = None) -> None:
    """The giver's office finds it done, on the day it was submitted. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    _not_the_doer(by, given)
    rules.check_state(given.state, {rules.SUBMITTED})
    _judge(given, by, EvidenceState.CONFIRMED)
    given.task.products.filter(position=1).update(done=given.submitted)
    _lapse(given, by, _("Nhiệm vụ đã hoàn thành."))
    move(given, GivenStep.CONFIRMED, by, state=GivenState.DONE, day=given.submitted)


@transaction.atomic
def send_back(by: Person, pk: int, reason: str, seen: int | None = None) -> None:
    """The giver's office wants it made clear. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    _not_the_doer(by, given)
    rules.check_state(given.state, {rules.SUBMITTED})
    rules.check_text(reason, _("Phải ghi nội dung cần làm rõ."))
    _judge(given, by, EvidenceState.RETURNED, reason.strip())
    given.submitted = None
    move(given, GivenStep.RETURNED, by, state=GivenState.ONGOING, note=reason.strip())


@transaction.atomic
def ask_extension(by: Person, pk: int, wanted: date, reason: str, seen: int | None = None) -> Extension:
    """A later day, asked while the old one has not passed. Raises Refused, PermissionDenied."""
    today = timezone.localdate()
    given = held(pk, seen)
    need(able(by, today).does(given))
    waiting = given.extensions.filter(state=ExtensionState.ASKED).exists()
    was = rules.check_asking(given.state, given.task.due, wanted, today, waiting=waiting)
    rules.check_text(reason, _("Phải ghi lý do đề nghị gia hạn."))
    made = Extension.objects.create(
        given=given, asked=today, asked_by=by, reason=reason.strip(), was=was, wanted=wanted
    )
    words = _("Đề nghị đến %(day)s: %(reason)s") % {"day": f"{wanted:%d/%m/%Y}", "reason": reason.strip()}
    move(given, GivenStep.ASKED, by, day=today, note=words)
    return made


@transaction.atomic
def decide_extension(by: Person, pk: int, *, now: date | None, answer: str, seen: int | None = None) -> None:
    """The giver grants a new day, or none (`now` empty) with a reason; the old day stays in the request and
    in `first_due`. Raises Refused, PermissionDenied."""
    given = held(pk, seen)
    _not_the_doer(by, given)
    rules.check_state(given.state, rules.OPEN)
    request = given.extensions.filter(state=ExtensionState.ASKED).first()
    if request is None:
        raise Refused(_("Không có đề nghị gia hạn đang chờ ý kiến. Tải lại trang để xem nội dung mới."))
    if now is None:
        rules.check_text(answer, _("Phải ghi lý do không chấp thuận."))
    else:
        rules.check_granting(request.was, now)
    today = timezone.localdate()
    request.state = ExtensionState.GRANTED if now else ExtensionState.DECLINED
    request.now, request.answer, request.decided, request.decided_by = now, answer.strip(), today, by
    request.save()
    if now is None:
        move(given, GivenStep.DECLINED, by, day=today, note=answer.strip())
        return
    given.task.due = now
    given.task.products.filter(position=1).update(ends=now)
    words = _("%(was)s → %(now)s") % {"was": f"{request.was:%d/%m/%Y}", "now": f"{now:%d/%m/%Y}"}
    move(given, GivenStep.GRANTED, by, day=today, note=f"{words}. {answer.strip()}".strip(". "))


@transaction.atomic
def change_lead(by: Person, pk: int, lead: Unit, reason: str, seen: int | None = None) -> None:
    """Another unit answers from now on; its people begin anew. Never by who does it. Raises Refused,
    PermissionDenied."""
    given = held(pk, seen)
    _not_the_doer(by, given)
    rules.check_state(given.state, rules.OPEN)
    rules.check_text(reason, _("Phải ghi lý do chuyển đơn vị chủ trì."))
    task, before = given.task, given.task.lead
    if before == lead:
        raise Refused(_("%(unit)s đang là cơ quan chủ trì. Chọn cơ quan khác.") % {"unit": lead})
    if GivenTask.objects.filter(item=given.item, task__lead=lead).exists():
        raise Refused(_("%(unit)s đã chủ trì nội dung này. Chọn cơ quan khác.") % {"unit": lead})
    _judge(given, by, EvidenceState.RETURNED, reason.strip())
    _lapse(given, by, _("Nhiệm vụ đã chuyển đơn vị chủ trì. Đơn vị chủ trì mới thực hiện bước này."))
    TaskUnit.objects.filter(task=task, unit=lead, role=NamedAs.PARTNER).delete()
    task.lead, task.leads, task.officer, task.in_charge = lead, [lead.name], None, ""
    given.submitted, given.submitted_by = None, None
    words = f"{before} → {lead}. {reason.strip()}"
    key = before.key if before else ""
    move(given, GivenStep.LEAD, by, state=GivenState.NEW, note=words, before=key, after=lead.key)


@transaction.atomic
def stop(by: Person, pk: int, reason: str, seen: int | None = None) -> None:
    """The giver, never the doer, no longer follows it; it leaves the counts. Raises Refused,
    PermissionDenied."""
    given = held(pk, seen)
    _not_the_doer(by, given)
    rules.check_state(given.state, rules.OPEN)
    rules.check_text(reason, _("Phải ghi lý do dừng theo dõi."))
    _lapse(given, by, _("Nhiệm vụ đã dừng theo dõi."))
    move(given, GivenStep.STOPPED, by, state=GivenState.STOPPED, note=reason.strip())


def _not_the_doer(by: Person, given: GivenTask) -> Able:
    """Completion is the giver's word, never the doer's. Raises Refused, PermissionDenied."""
    source = given.item.source
    may = able(by, timezone.localdate())
    if may.doer(given):
        raise Refused(
            _(
                "Cơ quan, người thực hiện không tự xác nhận nhiệm vụ của mình, cũng không tự gia hạn, chuyển "
                "hay dừng; %(office)s (nơi giao) xử lý."
            )
            % {"office": source.office}
        )
    need(may.follows(source))
    return may


def _judge(given: GivenTask, by: Person | None, state: EvidenceState, reason: str = "") -> None:
    offered = Evidence.objects.filter(product__task=given.task, state=EvidenceState.OFFERED)
    offered.update(state=state, judged_by=by, reason=reason[:300])


def _lapse(given: GivenTask, by: Person, why: str) -> None:
    """A request for a later day that nothing waits for any more is answered with that."""
    said = {"state": ExtensionState.DECLINED, "answer": why, "decided": timezone.localdate()}
    given.extensions.filter(state=ExtensionState.ASKED).update(**said, decided_by=by)


def _key(person: Person | None) -> Any:
    return person.pk if person else None
