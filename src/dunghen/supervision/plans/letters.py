"""Urging letters about the tasks of a plan, drafted into the register of documents."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.documents.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.plans import paper, reading
from dunghen.supervision.plans.models import Plan, PlanState
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import NamedAs, TaskStep, TaskUnit
from dunghen.supervision.urging import claim, drafted
from dunghen.supervision.who import able


@transaction.atomic
def urge(by: Person, plan: Plan, units: Collection[Unit]) -> list[OfficialDocument]:
    """One letter for each unit with all its tasks of the plan that are overdue today; each task says so.
    Raises Refused, official.rules.Refused, PermissionDenied."""
    today = timezone.localdate()
    sender = able(by, today).urges(plan)
    if sender is None or plan.state != PlanState.ISSUED:
        raise PermissionDenied
    if not units:
        raise Refused(_("Chọn ít nhất một đơn vị."))
    office = Unit.objects.select_related("parent").get(pk=sender)
    shared = TaskUnit.objects.filter(role=NamedAs.CO_LEAD, unit__in=units).values("task")
    led = plan.tasks.filter(Q(lead__in=units) | Q(lead=None, pk__in=shared))
    tasks = list(reading.with_all(led).order_by("number"))
    overdue = dict(reading.overdue(reading.shown(tasks, today, {})))
    made = []
    for unit in units:
        late = [row.task for row in overdue.get(unit, ())]
        if not late:
            raise Refused(
                _("%(unit)s không còn nhiệm vụ quá hạn. Bỏ chọn đơn vị này rồi dự thảo lại.") % {"unit": unit}
            )
        claim([task.pk for task in late], unit, today)
        about = _("Đôn đốc %(unit)s thực hiện nhiệm vụ của %(plan)s") % {"unit": unit, "plan": plan.title}
        letter = paper.urging_letter(plan, office, unit, late, today)
        document = drafted(by, office, unit, letter, about[:1000], today)
        for task in late:
            told = {"unit": unit.pk, "document": document.pk}
            record(task, TaskStep.URGED, by, day=today, note=document.abstract, **told)
        made.append(document)
    return made
