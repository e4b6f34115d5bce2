"""Shared by the actions: rows held, events, facts, files."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents import files
from dunghen.documents.content import NotAccepted
from dunghen.documents.models import File
from dunghen.org.models import Level, Person, Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.inspections.law import terms
from dunghen.supervision.inspections.models import (
    Audit,
    FactKind,
    Inspection,
    InspectionFact,
    InspectionStep,
    Problem,
    SurpriseVisit,
)
from dunghen.supervision.inspections.rules import fresh
from dunghen.supervision.steps import record

Upload: TypeAlias = "UploadedFile[bytes]"


def held(pk: int, seen: int) -> Inspection:
    """The inspection until the transaction ends, if it is still the version that was seen. Raises Stale."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("team", "unit")
    inspection = rows.get(pk=pk)
    fresh(inspection.version, seen)
    return inspection


def move(
    inspection: Inspection,
    by: Person,
    step: InspectionStep,
    *,
    day: date | None = None,
    note: str = "",
    **said: object,
) -> None:
    """What is said of the inspection now, and the event."""
    Inspection.objects.filter(pk=inspection.pk).update(version=inspection.version + 1, **said)
    record(inspection, step, by, day=day, note=note)


def state_fact(
    kind: FactKind,
    unit: Unit,
    subject: Unit,
    day: date,
    *,
    sample: bool = False,
    inspection: Inspection | None = None,
    problem: Problem | None = None,
    visit: SurpriseVisit | None = None,
    audit: Audit | None = None,
) -> None:
    """What the report counts. A unit counts once in a reporting year, however often it was visited; a unit
    audited by a body whose audits do not stand in form 1 row 4 does not count at all."""
    law = terms(day)
    if audit is not None and audit.auditor.level != Level.CITY and not law.audit_department:
        return
    year = law.reporting_year(day)
    again = InspectionFact.objects.filter(kind=kind, unit=unit, known_to=None)
    again = again.filter(problem=problem) if problem else again.filter(subject=subject, year=year)
    if again.exists():
        return
    InspectionFact.objects.create(
        kind=kind,
        unit=unit,
        subject=subject,
        level=subject.level,
        day=day,
        year=year,
        inspection=inspection,
        problem=problem,
        visit=visit,
        audit=audit,
        sample=sample,
        known_from=transaction_time(),
    )


def keep(upload: Upload, by: Person) -> File:
    """Raises Refused for what is no file to be kept."""
    try:
        return files.keep(upload.name or _("tep"), upload, by=by)
    except NotAccepted as refusal:
        raise Refused(f"{upload.name}: {refusal}") from refusal


def keep_all(uploads: Iterable[Upload], by: Person) -> list[File]:
    return [keep(upload, by) for upload in uploads]
