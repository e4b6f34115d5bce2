"""What indicators may count: the tasks of the plan of the window's last year, and what inspections did."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.supervision.inspections.populations import POPULATIONS as INSPECTIONS
from dunghen.supervision.models import PlanTask, TaskStatus


def _tasks(name: str, label: str, where: Q) -> Population:
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=PlanTask,
        measure="stock",
        anchor="plan__starts",
        where=where,
        unit="plan__unit",
        until="plan__ends",
    )


POPULATIONS = (
    _tasks("plan_tasks", _("Nhiệm vụ đề ra trong kế hoạch"), Q()),
    _tasks("plan_tasks_done", _("Nhiệm vụ của kế hoạch đã thực hiện"), Q(status=TaskStatus.DONE)),
    *INSPECTIONS,
)
