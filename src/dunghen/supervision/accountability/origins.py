"""Where the record stands that a case goes back to, in whatever area, for who may open it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from dunghen.org.models import Person
from dunghen.supervision.accountability.models import Case, Origin
from dunghen.supervision.given.models import GivenTask
from dunghen.supervision.inspections.models import Audit, Inspection, SurpriseVisit
from dunghen.supervision.pending.models import Answer, PendingItem
from dunghen.supervision.tasks.models import Task

MOST_SIGNS = 9  # of a number that names a task or an item


def address_of(case: Case, person: Person, day: date) -> str:
    """The page of the record, or nothing where there is none, the key fits several, or it is not theirs."""
    if case.origin == Origin.LATE_DOSSIER:
        return reverse("dossier", args=(case.origin_key,)) if "/" not in case.origin_key else ""
    for page, rows in _records(case, person, day):
        keys = list(rows.values_list("pk", flat=True)[:2])
        if len(keys) == 1:
            return reverse(page, args=keys)
    return ""


def _records(case: Case, person: Person, day: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    """The pages it may be on with the rows of it that the person may see."""
    key = case.origin_key.strip()
    number = int(key) if key.isascii() and key.isdigit() and len(key) <= MOST_SIGNS else 0
    match case.origin:
        case Origin.INSPECTION:
            seen = Inspection.objects.visible_to(person, day)
            yield "inspection", seen.filter(conclusion_number=key, unit=case.unit_id)
        case Origin.SURPRISE:
            visits = SurpriseVisit.objects.visible_to(person, day)
            yield "surprise_visit", visits.filter(number=key, day=case.opened, unit=case.unit_id)
        case Origin.AUDIT:
            audits = Audit.objects.visible_to(person, day).filter(unit=case.unit_id)
            yield "audit", audits.filter(Q(conclusion_number=key) | Q(decision_number=key))
        case Origin.LATE_TASK:
            planned = Task.objects.visible_to(person, day).filter(plan__isnull=False)
            yield "plan_task", planned.filter(pk=number)
            yield "given_task", GivenTask.objects.visible_to(person, day).filter(pk=number)
        case Origin.PENDING:
            answers = Answer.objects.visible_to(person, day)
            yield "pending_item", PendingItem.objects.filter(pk=number, answer__in=answers)
