"""What is done with registers, meetings and reports: the only writers of their tables."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import DocumentKind, OfficialDocument
from dunghen.documents.numbering import next_number
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Role
from dunghen.supervision.errors import Refused, locked
from dunghen.supervision.given import sources
from dunghen.supervision.given.models import Giver, Source
from dunghen.supervision.given.sources import Order
from dunghen.supervision.given.who import able
from dunghen.supervision.plans.reading import root_of
from dunghen.supervision.registers import rules
from dunghen.supervision.registers.law import duties, registers, window
from dunghen.supervision.registers.models import (
    DutyReport,
    Meeting,
    MeetingConclusion,
    RegisterEntry,
    RegisterStep,
)
from dunghen.supervision.registers.who import kept_by
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a line of a register says."""

    day: date
    title: str
    kind: str = ""
    number: str = ""
    count: int = 1
    document: OfficialDocument | None = None
    note: str = ""


def need(by: Person, unit: Unit) -> None:
    """That somebody keeps the unit's registers today. Raises PermissionDenied."""
    if unit.pk not in kept_by(by, timezone.localdate()):
        raise PermissionDenied


@transaction.atomic
def enter(
    by: Person | None,
    unit: Unit,
    register: str,
    said: Said,
    *,
    known_from: datetime | None = None,
    sample: bool = False,
) -> RegisterEntry:
    """A new line of a unit's register; its number is the next of the year. `by` is None for the pack, which
    may say since when it was known. Raises Refused, PermissionDenied."""
    if by is not None:
        need(by, unit)
    law = registers()[register]
    said = _with_document(said)
    today = timezone.localdate()
    rules.check_entry(law, said.kind, said.count, said.day, today, document=said.document is not None)
    made = RegisterEntry.objects.create(
        register=register,
        unit=unit,
        year=said.day.year,
        serial=next_number(unit, f"so:{register}"[:40], said.day),
        row=law.row,
        known_from=known_from or transaction_time(),
        attested=known_from is not None,
        sample=sample,
        **_columns(said),
    )
    if law.meeting:
        Meeting.objects.create(unit=unit, register=register, year=made.year, serial=made.serial)
    record(made, RegisterStep.ENTERED, by, note=made.title)
    return made


@transaction.atomic
def correct(by: Person, pk: int, said: Said, *, reason: str) -> RegisterEntry:
    """The line said anew, with its number; what was known of it stays. Raises Refused, PermissionDenied."""
    held = _current(by, pk)
    if not reason.strip():
        raise Refused(_("Phải ghi lý do đính chính."))
    if said.day.year != held.year:
        raise Refused(_("Năm của dòng quyết định số thứ tự; rút dòng này rồi ghi dòng mới."))
    law = registers()[held.register]
    said = _with_document(said)
    today = timezone.localdate()
    rules.check_entry(law, said.kind, said.count, said.day, today, document=said.document is not None)
    _close(held)
    made = RegisterEntry.objects.create(
        register=held.register,
        unit=held.unit,
        year=held.year,
        serial=held.serial,
        row=held.row,
        known_from=transaction_time(),
        sample=held.sample,
        **_columns(said),
    )
    record(made, RegisterStep.CORRECTED, by, note=reason, before=held.title)
    return made


@transaction.atomic
def withdraw(by: Person, pk: int, *, reason: str) -> None:
    """The line no longer counts; its number is not given again. Raises Refused, PermissionDenied."""
    held = _current(by, pk)
    if not reason.strip():
        raise Refused(_("Phải ghi lý do rút."))
    _close(held)
    record(held, RegisterStep.WITHDRAWN, by, note=reason)


@transaction.atomic
def describe(
    by: Person, pk: int, seen: int, *, cluster: str, participants: str, attendance: int | None
) -> None:
    """Where a meeting was and who came; what was said before stays in the step. Raises Refused,
    PermissionDenied."""
    meeting = locked(Meeting, pk, seen)
    need(by, meeting.unit)
    place = cluster.strip()
    said = {"cluster": place, "participants": participants.strip(), "attendance": attendance}
    before = {name: getattr(meeting, name) for name in said}
    if said == before:
        return
    Meeting.objects.filter(pk=pk).update(**said, version=meeting.version + 1)
    record(meeting, RegisterStep.DESCRIBED, by, note=place, before=before, after=said)


@transaction.atomic
def conclude(
    by: Person, meeting: Meeting, *, text: str, unit: Unit | None, due: date | None
) -> MeetingConclusion:
    """A conclusion, behind the last one. Raises PermissionDenied."""
    need(by, meeting.unit)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = meeting.conclusions.aggregate(last=Max("position"))["last"] or 0
    made = MeetingConclusion.objects.create(
        meeting=meeting, position=last + 1, text=text.strip(), unit=unit, due=due
    )
    record(meeting, RegisterStep.CONCLUDED, by, note=made.text)
    return made


@transaction.atomic
def carry_out(by: Person, pk: int, *, day: date, proof: OfficialDocument, addressee: str = "") -> None:
    """Recorded by who keeps the meeting's register and does not work where it was to be done, unless the
    meeting was that unit's own; with the document that proves it. With an addressee that document recommends
    it there. Raises Refused, PermissionDenied, DoesNotExist."""
    held, today = _open_conclusion(by, pk), timezone.localdate()
    doer = held.unit_id if held.unit_id != held.meeting.unit_id else None
    if doer is not None and by.works_for(doer, tuple(Role), today):
        raise Refused(_("Đơn vị thực hiện không tự ghi nhận kết luận đã xong; nơi giữ sổ ghi nhận."))
    if day > today:
        raise Refused(_("Ngày không được sau ngày hôm nay."))
    held.done, held.proof, held.addressee = day, proof, addressee.strip()
    held.save(update_fields=["done", "proof", "addressee"])
    step = RegisterStep.RECOMMENDED if held.addressee else RegisterStep.CARRIED_OUT
    record(held.meeting, step, by, day=day, note=f"{proof.named} {held.addressee}".strip())


@transaction.atomic
def give_task(by: Person, entry: RegisterEntry, pk: int, *, product: str) -> Task:
    """A conclusion becomes a task of its unit, given by what the meeting's line says of its document; its day
    is the conclusion's. Raises Refused, PermissionDenied, DoesNotExist."""
    held = _open_conclusion(by, pk)
    if held.unit is None or held.due is None:
        raise Refused(_("Kết luận chưa có đơn vị thực hiện và thời hạn nên chưa giao thành nhiệm vụ được."))
    order = Order(
        content=held.text,
        leads=[held.unit],
        product=product,
        heading=entry.title,
        time_text=f"{held.due:%d/%m/%Y}",
        due=held.due,
    )
    held.task = sources.cut(by, _source(by, entry).pk, order).tasks.get().task
    held.save(update_fields=["task"])
    record(held.meeting, RegisterStep.TASKED, by, day=held.due, note=held.text, task=held.task.pk)
    return held.task


def _open_conclusion(by: Person, pk: int) -> MeetingConclusion:
    rows = MeetingConclusion.objects.select_related("meeting__unit", "unit")
    held = rows.select_for_update(of=("self",)).get(pk=pk)
    need(by, held.meeting.unit)
    if held.done is not None or held.task_id is not None:
        raise Refused(_("Kết luận này đã ghi nhận thực hiện hoặc đã giao thành nhiệm vụ."))
    return held


def _source(by: Person, entry: RegisterEntry) -> Source:
    """The meeting's notice, or its line where there is none, as a document that gives tasks. What the city's
    meetings conclude is followed by the office at which the doer gives tasks."""
    city, document = entry.unit.kind == UnitKind.CITY, entry.document
    office = entry.unit
    if city:
        at = able(by, timezone.localdate()).gives_at
        office = Unit.objects.filter(pk__in=at).order_by("pk").first() or entry.unit
    head = {
        "symbol": document.symbol if document else entry.number,
        "day": (document.day if document else None) or entry.day,
        "abstract": (document.abstract if document else entry.title)[:500],
    }
    found = Source.objects.filter(office=office, **head).first()
    return found or sources.enter(
        by,
        office,
        [],
        giver=Giver.COMMITTEE if city else Giver.AGENCY,
        city=root_of(entry.unit),
        kind=document.kind if document else DocumentKind.NOTICE,
        issuer=document.issuer if document else entry.unit.name,
        sample=entry.sample,
        **head,
    )


@transaction.atomic
def send(
    by: Person,
    unit: Unit,
    duty: str,
    *,
    year: int,
    period: str,
    document: OfficialDocument | None = None,
    note: str = "",
) -> DutyReport:
    """A unit sends its report of a period today, or sends it again after a return. Raises Refused,
    PermissionDenied."""
    need(by, unit)
    day, due = timezone.localdate(), _due(unit, duty, year, period)
    of_period = DutyReport.objects.select_for_update().filter(duty=duty, year=year, period=period)
    held = of_period.filter(unit=unit).first()
    rules.check_send(document=document is not None, note=note, may_send=held is None or held.returned)
    if held is None:
        owed = {"duty": duty, "unit": unit, "year": year, "period": period, "due": due}
        said = {"document": document, "note": note.strip(), "first_sent": day, "last_sent": day}
        made, new = DutyReport.objects.get_or_create(**owed, defaults=said)
        if not new:
            raise Refused(_("Người khác vừa gửi báo cáo này. Tải lại trang để xem nội dung mới."))
        record(made, RegisterStep.SENT, by, day=day, note=note)
        return made
    held.last_sent, held.document, held.note = day, document or held.document, note.strip()
    held.returned = False
    held.version += 1
    held.save()
    record(held, RegisterStep.SENT_AGAIN, by, day=day, note=note)
    return held


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, *, reason: str, again_by: date) -> None:
    """By the unit above, which receives it. Raises Refused, PermissionDenied."""
    held = locked(DutyReport, pk, seen)
    above = held.unit.parent
    if above is None:
        raise PermissionDenied
    need(by, above)
    rules.check_return(reason, again_by, timezone.localdate())
    if held.returned:
        raise Refused(_("Báo cáo này đang chờ đơn vị gửi lại."))
    held.returned, held.reason, held.again_by = True, reason.strip(), again_by
    held.version += 1
    held.save()
    record(held, RegisterStep.RETURNED, by, day=again_by, note=reason)


def _due(unit: Unit, duty: str, year: int, period: str) -> date:
    law = duties().get(duty)
    sender = law.sender(unit.level) if law else None
    known = rules.occasions(law, year, window()) if law else ()
    found = next((one for one in known if one.period == period), None)
    if sender is None or found is None:
        raise Refused(_("Đơn vị không có kỳ báo cáo này."))
    return found.due(sender, calendar())


def _with_document(said: Said) -> Said:
    """A line that names a document takes its number from it."""
    return replace(said, number=said.document.symbol) if said.document else said


def _columns(said: Said) -> dict[str, object]:
    return {
        "day": said.day,
        "title": said.title.strip(),
        "kind": said.kind,
        "number": said.number.strip(),
        "count": said.count,
        "document": said.document,
        "note": said.note.strip(),
    }


def _current(by: Person, pk: int) -> RegisterEntry:
    """The line, until the transaction ends, if it is the one that holds."""
    rows = RegisterEntry.objects.select_related("unit").select_for_update(of=("self",))
    held = rows.get(pk=pk)
    need(by, held.unit)
    if held.known_to is not None:
        raise Refused(_("Người khác vừa sửa dòng này. Tải lại sổ để xem nội dung mới."))
    return held


def _close(held: RegisterEntry) -> None:
    RegisterEntry.objects.filter(pk=held.pk).update(known_to=transaction_time())
