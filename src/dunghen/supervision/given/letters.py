"""Urging letters and reports, drafted into the register of documents: from there they are submitted, signed,
numbered and issued like any other."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.documents.files import keep
from dunghen.documents.model import Document
from dunghen.documents.models import DocumentKind, File, OfficialDocument
from dunghen.documents.official.actions import change, draft
from dunghen.documents.word import to_word
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, locked, need
from dunghen.supervision.given import reading
from dunghen.supervision.given.known import check_draft
from dunghen.supervision.given.models import GivenStep, GivenTask, Source, SourceReport
from dunghen.supervision.given.paper import Answer, Part, parts_of, report, subject, urging_letter
from dunghen.supervision.given.who import able
from dunghen.supervision.steps import Step, record
from dunghen.supervision.urging import claim, drafted


@transaction.atomic
def urge(by: Person, office: Unit, units: Collection[Unit]) -> list[OfficialDocument]:
    """One letter for each unit with all its tasks of the office that are overdue today. Raises Refused,
    PermissionDenied."""
    today = timezone.localdate()
    need(able(by, today).enters(office.pk))
    made = []
    for unit in units:
        found = reading.listed(GivenTask.objects.filter(reading.late(today), item__source__office=office))
        overdue = list(found.filter(task__lead=unit).order_by("task__due", "pk"))
        if not overdue:
            raise Refused(
                _("%(unit)s không còn nhiệm vụ quá hạn. Bỏ chọn đơn vị này rồi dự thảo lại.") % {"unit": unit}
            )
        claim([given.pk for given in overdue], unit, today)
        about = _("Đôn đốc %(unit)s thực hiện nhiệm vụ được giao đã quá hạn") % {"unit": unit}
        paper = urging_letter(office, unit, overdue, today)
        document = drafted(by, office, unit, paper, about, today)
        for given in overdue:
            told = {"unit": unit.pk, "document": document.pk}
            record(given.task, GivenStep.URGED, by, day=today, note=document.abstract, **told)
        made.append(document)
    return made


def parts(source: Source, unit: Unit) -> list[Part]:
    """What a report answers: the unit's own tasks; of the office that follows the document, all of them."""
    whole = unit.pk == source.office_id
    found = reading.listed(GivenTask.objects.filter(item__source=source)).order_by("item__position", "pk")
    tasks = list(found if whole else found.filter(task__lead=unit))
    answers = answers_of(tasks)
    return parts_of(((given, answers.get(given.pk, [])) for given in tasks), named=whole)


def answers_of(tasks: Sequence[GivenTask]) -> dict[int, list[Answer]]:
    """What was written for the report, task by task, in order; one query."""
    rows = Step.objects.filter(
        subject="task",
        subject_id__in=[given.pk for given in tasks],
        kind=GivenStep.NOTED,
        detail__report=True,
    )
    found: dict[int, list[Answer]] = {}
    for step in rows.order_by("pk"):
        cites = tuple(str(one) for one in step.detail.get("cites", ()))
        found.setdefault(step.subject_id, []).append(Answer(step.note, cites))
    return found


def shown(held: SourceReport | None, source: Source, unit: Unit) -> tuple[list[Part], str]:
    """Both parts: as the tasks say them now, or as they were when the paper was drafted that left its
    drafter."""
    if held is not None and held.fixed and held.said is not None:
        return [_part(*one) for one in held.said["parts"]], held.said["outlook"]
    return parts(source, unit), held.outlook if held else ""


def _part(heading: str, answers: list[tuple[str, list[str]]]) -> Part:
    return Part(heading, tuple(Answer(text, tuple(cites)) for text, cites in answers))


def held_report(source: Source, unit: Unit) -> SourceReport | None:
    """A unit's report, if it was begun."""
    return SourceReport.objects.select_related("document").filter(source=source, unit=unit).first()


def document_of(source: Source, unit: Unit) -> Document:
    """The report as it stands now; number and day once it has them."""
    held = held_report(source, unit)
    found, outlook = shown(held, source, unit)
    document = held.document if held else None
    number, day = (document.symbol, document.day) if document else ("", None)
    return report(source, unit, found, outlook, number, day)


@transaction.atomic
def draft_report(by: Person, source: Source, unit: Unit, seen: int | None = None) -> OfficialDocument:
    """The report as a draft of the unit in the register; drafted again, the draft says what the report says
    now. Raises Refused, official.rules.Refused, PermissionDenied."""
    need(unit.pk in able(by, timezone.localdate()).does_at)
    row, _new = SourceReport.objects.get_or_create(source=source, unit=unit)
    row = locked(SourceReport, row.pk, seen)
    check_draft(row)
    found = parts(source, unit)
    if not found:
        raise Refused(_("%(unit)s không có nhiệm vụ nào trong văn bản này.") % {"unit": unit})
    said = [[part.heading, [[one.text, list(one.cites)] for one in part.answers]] for part in found]
    row.said = {"parts": said, "outlook": row.outlook}
    paper = to_word(report(source, unit, found, row.outlook))
    file = keep(f"bao-cao-{source.pk}-{unit.key}.docx", paper, by=by)
    row.document = _drafted(by, row, unit, file, subject(source)[:1000])
    row.version += 1
    row.save()
    record(source, GivenStep.REPORTED, by, note=unit.name, document=row.document.pk)
    return row.document


def _drafted(by: Person, row: SourceReport, unit: Unit, file: File, abstract: str) -> OfficialDocument:
    """In the register: a new draft, or the one that is there with this file."""
    held = row.document
    if held is None:
        source = row.source
        recipients = source.reply_to or [source.issuer]
        kind = DocumentKind.REPORT
        return draft(by, unit, kind=kind, abstract=abstract, recipients=recipients, file=file)
    change(
        by,
        held.pk,
        held.version,
        kind=held.kind,
        abstract=held.abstract,
        tail=held.symbol_tail,
        recipients=list(held.recipients.values_list("name", flat=True)),
        file=file,
    )
    return held
