"""What is done to the catalogue: a version is drafted, published, abolished. A row is never changed: what
was known ends and a new row says what is known now; dossiers keep the row they were received under."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.procedures import rules
from dunghen.procedures.models import (
    Procedure,
    ProcedurePaper,
    ProcedureScope,
    ProcedureStep,
    ProcedureVersion,
    VersionState,
)

Part = TypeVar("Part", ProcedureScope, ProcedurePaper, ProcedureStep)


@transaction.atomic
def draft(procedure: Procedure, *, valid_from: date, levels: list[str], **content: Any) -> ProcedureVersion:
    """A new draft; `content` holds the version's own columns."""
    numbers = ProcedureVersion.objects.filter(procedure=procedure).values_list("number", flat=True)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=max(numbers, default=0) + 1,
        state=VersionState.DRAFT,
        valid_from=valid_from,
        known_from=transaction_time(),
        **content,
    )
    ProcedureScope.objects.bulk_create(ProcedureScope(version=version, level=level) for level in levels)
    return version


@transaction.atomic
def publish(version: ProcedureVersion, *, decision: str, decided: date, valid_from: date) -> ProcedureVersion:
    """Publish a draft by a decision; the version in force ends the day before. Raises rules.Refused."""
    now = transaction_time()
    others = ProcedureVersion.objects.filter(procedure=version.procedure_id, known_to__isnull=True)
    before = others.in_force(valid_from).exclude(number=version.number).first()
    last_from = before.valid_from if before else None
    rules.check_publication(version.state, decision, decided, valid_from, last_from)
    if before is not None:
        _renew(before, now, valid_to=valid_from)
    said = {"state": VersionState.PUBLISHED, "decision": decision, "decision_date": decided}
    return _renew(version, now, valid_from=valid_from, **said)


@transaction.atomic
def abolish(version: ProcedureVersion, *, decision: str, decided: date, ends: date) -> ProcedureVersion:
    """End a version in force by a decision: it was published until before `ends`. Raises rules.Refused."""
    rules.check_abolition(version.state, decision, decided, ends, version.valid_from)
    now = transaction_time()
    closed = _renew(version, now, valid_to=ends)
    return _renew_as_new(closed, now, decision=decision, decision_date=decided, valid_from=ends)


@transaction.atomic
def revise(
    version: ProcedureVersion,
    *,
    levels: list[str] | None = None,
    papers: list[ProcedurePaper] | None = None,
    **content: Any,
) -> ProcedureVersion:
    """A draft said anew; what is not given stays. Raises rules.Refused."""
    if version.state != VersionState.DRAFT:
        raise rules.Refused(_("Chỉ sửa phiên bản đang dự thảo."))
    made = _renew(version, transaction_time(), **content)
    if levels is not None:
        made.scopes.all().delete()
        ProcedureScope.objects.bulk_create(ProcedureScope(version=made, level=level) for level in levels)
    if papers is not None:
        made.papers.all().delete()
        ProcedurePaper.objects.bulk_create(_moved(papers, made))
    return made


@transaction.atomic
def drop(version: ProcedureVersion) -> None:
    """A draft that comes to nothing: what was known ends. Raises rules.Refused."""
    if version.state != VersionState.DRAFT:
        raise rules.Refused(_("Chỉ hủy phiên bản đang dự thảo."))
    ProcedureVersion.objects.filter(pk=version.pk).update(known_to=transaction_time())


@transaction.atomic
def approve_process(
    version: ProcedureVersion, steps: list[ProcedureStep], *, decision: str, decided: date
) -> ProcedureVersion:
    """The internal process of a version, approved by its own decision (NĐ 61/2018/NĐ-CP: steps with their
    allotted hours). It holds with the version; dossiers received before keep theirs. Raises rules.Refused."""
    if version.state == VersionState.ABOLISHED:
        raise rules.Refused(_("Thủ tục đã bị bãi bỏ không có quy trình nội bộ."))
    made = _renew(version, transaction_time(), process_decision=decision, process_decided=decided)
    made.steps.all().delete()
    ProcedureStep.objects.bulk_create(_moved(steps, made))
    return made


def _renew_as_new(version: ProcedureVersion, now: datetime, **said: Any) -> ProcedureVersion:
    """The next version: abolished, by its own decision."""
    number = version.number + 1
    return _copy(version, now, number=number, state=VersionState.ABOLISHED, valid_to=None, **said)


def _renew(version: ProcedureVersion, now: datetime, **said: Any) -> ProcedureVersion:
    ProcedureVersion.objects.filter(pk=version.pk).update(known_to=now)
    return _copy(version, now, **said)


def _copy(version: ProcedureVersion, now: datetime, **said: Any) -> ProcedureVersion:
    kept = {
        field.attname: getattr(version, field.attname)
        for field in ProcedureVersion._meta.concrete_fields
        if field.attname not in {"id", "known_from", "known_to", "attested"}
    }
    made = ProcedureVersion.objects.create(**{**kept, **said}, known_from=now)
    ProcedureScope.objects.bulk_create(_moved(list(version.scopes.all()), made))
    ProcedurePaper.objects.bulk_create(_moved(list(version.papers.all()), made))
    ProcedureStep.objects.bulk_create(_moved(list(version.steps.all()), made))
    return made


def _moved(rows: list[Part], version: ProcedureVersion) -> list[Part]:
    """Parts of a version as new rows of another."""
    for row in rows:
        row.pk, row.version = None, version
    return rows
