"""Audits: decision, conclusion, decision on handling, conclusion carried out. All raise Refused,
PermissionDenied."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, need, once
from dunghen.supervision.inspections import rules
from dunghen.supervision.inspections.actions.base import state_fact
from dunghen.supervision.inspections.models import Audit, FactKind, InspectionStep
from dunghen.supervision.inspections.rules import fresh
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import record


@transaction.atomic
def decide(
    by: Person, *, auditor: Unit, counted_for: Unit, unit: Unit, subject: str, number: str, day: date
) -> Audit:
    """Enter the decision on an audit: from its day the unit counts as audited."""
    today = timezone.localdate()
    need(auditor.pk in {one.pk for one in Able(by, today).audits()})
    rules.auditing(day, today)
    said = {"auditor": auditor, "unit": unit, "decision_number": number, "decision_day": day}
    with once(
        _("Quyết định số {number} đối với {unit} đã có. Mở cuộc thanh tra đó trong danh sách.").format(
            number=number, unit=unit
        )
    ):
        audit = Audit.objects.create(counted_for=counted_for, subject=subject, **said)
    record(audit, InspectionStep.AUDIT, by, day=day, note=number)
    _count(FactKind.AUDITED, audit, day)
    return audit


@transaction.atomic
def conclude(by: Person, pk: int, seen: int, *, number: str, day: date) -> None:
    """The conclusion of the audit."""
    audit, today = _held(by, pk, seen)
    rules.audit_concluding(audit.decision_day, day, audit.conclusion_day, today)
    _move(
        audit, by, InspectionStep.AUDIT_CONCLUDED, day, number, conclusion_number=number, conclusion_day=day
    )


@transaction.atomic
def handle(by: Person, pk: int, seen: int, *, number: str, day: date) -> None:
    """The decision on handling after the conclusion."""
    audit, today = _held(by, pk, seen)
    if audit.conclusion_day is None:
        raise Refused(_("Chưa có kết luận thanh tra nên chưa có quyết định xử lý."))
    rules.not_later(day, today)
    _move(audit, by, InspectionStep.HANDLED, day, number, handling_number=number, handling_day=day)


@transaction.atomic
def carry_out(by: Person, pk: int, seen: int, *, proof: str, day: date) -> None:
    """The unit has carried the conclusion out, by a document that says so."""
    audit, today = _held(by, pk, seen)
    rules.carrying_out(audit.conclusion_day, day, audit.carried_out, proof, today)
    _move(audit, by, InspectionStep.CARRIED_OUT, day, proof, carried_out=day, proof=proof)
    _count(FactKind.CARRIED_OUT, audit, day)


def _held(by: Person, pk: int, seen: int) -> tuple[Audit, date]:
    rows = Audit.objects.select_for_update(of=("self",)).select_related("auditor", "counted_for", "unit")
    audit = rows.get(pk=pk)
    today = timezone.localdate()
    need(Able(by, today).keeps(audit))
    fresh(audit.version, seen)
    return audit, today


def _move(audit: Audit, by: Person, step: InspectionStep, day: date, note: str, **said: object) -> None:
    Audit.objects.filter(pk=audit.pk).update(version=audit.version + 1, **said)
    record(audit, step, by, day=day, note=note)


def _count(kind: FactKind, audit: Audit, day: date) -> None:
    state_fact(kind, audit.counted_for, audit.unit, day, sample=audit.sample, audit=audit)
