"""What indicators may count of this room.

Plans: the tasks of the yearly plan of the window's last year. Given tasks: what a document orders of the
city, once whatever the number of its leads and partners (form 1 rows 5.1 to 5.4). Accountability: persons
disciplined."""

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from dunghen.core.population import ALL, Measure, Population
from dunghen.supervision.accountability.populations import POPULATIONS as ACCOUNTABILITY
from dunghen.supervision.models import Giver, ItemVersion, PlanKind, PlanState, TaskStatus, TaskVersion

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


def _government(name: str, label: str, measure: Measure, anchor: str, where: Q = ALL) -> Population:
    """Of what the Government and the Prime Minister order."""
    return Population(
        name=f"supervision.{name}",
        label=label,
        model=ItemVersion,
        measure=measure,
        anchor=anchor,
        where=Q(giver=Giver.GOVERNMENT) & where,
        unit="city",
        until="finished" if measure == "stock" else "",
    )


POPULATIONS = (
    _tasks("plan_tasks", _("Nhiệm vụ đề ra trong kế hoạch"), Q()),
    _tasks("plan_tasks_done", _("Nhiệm vụ của kế hoạch đã thực hiện"), Q(status=TaskStatus.DONE)),
    _government(
        "government_tasks_on_time",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, hoàn thành đúng hạn"),
        "count",
        "finished",
        Q(on_time=True),
    ),
    _government(
        "government_tasks_late",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, hoàn thành nhưng quá hạn"),
        "count",
        "finished",
        Q(on_time=False),
    ),
    _government(
        "government_tasks_overdue",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, quá hạn chưa hoàn thành"),
        "stock",
        "overdue_from",
    ),
    _government(
        "government_tasks_open",
        _("Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao, chưa hoàn thành"),
        "stock",
        "given",
    ),
    *ACCOUNTABILITY,
)
