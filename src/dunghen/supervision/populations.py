"""What indicators may count: the tasks of the yearly plan of the window's last year, lines of registers, and
what given/ says of given tasks and accountability/ of persons disciplined."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import Population
from dunghen.supervision.accountability.populations import POPULATIONS as ACCOUNTABILITY
from dunghen.supervision.given.populations import POPULATIONS as GIVEN
from dunghen.supervision.inspections.populations import POPULATIONS as INSPECTIONS
from dunghen.supervision.models import PlanKind, PlanState, RegisterEntry, TaskStatus, TaskVersion
from dunghen.supervision.registers.law import Register, registers

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


def _register(law: Register) -> Population:
    """The lines of a register, or what they add up to, by their day."""
    return Population(
        name=f"supervision.register.{law.key}",
        label=law.name,
        model=RegisterEntry,
        measure="sum" if law.measure == "sum" else "count",
        anchor="day",
        where=Q(register=law.key),
        unit="unit",
        column="count" if law.measure == "sum" else "",
    )


POPULATIONS = (
    *(_register(law) for law in registers().values()),
    _tasks("plan_tasks", _("Nhiệm vụ đề ra trong kế hoạch"), Q()),
    _tasks("plan_tasks_done", _("Nhiệm vụ của kế hoạch đã thực hiện"), Q(status=TaskStatus.DONE)),
    *INSPECTIONS,
    *GIVEN,
    *ACCOUNTABILITY,
)
