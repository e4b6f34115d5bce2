"""What indicators may count of plans: the tasks of the yearly plan of the window's last year."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.supervision.models import PlanKind, PlanState, TaskStatus, TaskVersion

YEARLY = Q(plan__kind=PlanKind.YEAR, plan__state=PlanState.ISSUED)


def _tasks(name: str, label: str, where: Q) -> Population:
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=TaskVersion,
        measure="stock",
        anchor="plan__starts",
        where=YEARLY & where,
        unit="plan__unit",
        until="plan__ends",
    )


POPULATIONS = (
    _tasks("plan_tasks", _("Nhiệm vụ đề ra trong kế hoạch"), Q()),
    _tasks("plan_tasks_done", _("Nhiệm vụ của kế hoạch đã thực hiện"), Q(status=TaskStatus.DONE)),
)
