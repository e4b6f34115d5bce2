"""Open tasks of units that ended: they follow the one unit that took over, and the step says so.

Where a unit was split, nobody is guessed: the task keeps its lead and a step asks for another.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dunghen.core.known import transaction_time
from dunghen.org.models import Succession, Unit
from dunghen.supervision.given.models import GivenTask
from dunghen.supervision.steps import Step, record
from dunghen.supervision.tasks.models import NamedAs, Task, TaskStatus, TaskStep, TaskUnit
from dunghen.supervision.tasks.record import remember


def heir(unit: int, passed: Mapping[int, list[int]]) -> int | None:
    """The unit that a unit's open work goes to, however many times it passed on; None where it was split. Of
    one that did not end, itself. Pure."""
    seen = {unit}
    while nexts := passed.get(unit):
        if len(nexts) > 1 or nexts[0] in seen:
            return None
        unit = nexts[0]
        seen.add(unit)
    return unit


def orphaned(day: date) -> QuerySet[Task]:
    """Open tasks whose lead no longer exists on a day."""
    ended = Unit.objects.filter(valid_to__isnull=False, valid_to__lte=day)
    return Task.objects.filter(~Q(status__in=(TaskStatus.DONE, TaskStatus.UNKNOWN)), lead__in=ended)


@transaction.atomic
def follow(day: date) -> int:
    """Pass on the open tasks of ended units; how many went to a successor."""
    passed: dict[int, list[int]] = {}
    for one, other in Succession.objects.filter(day__lte=day).values_list("predecessor", "successor"):
        passed.setdefault(one, []).append(other)
    names = dict(Unit.objects.values_list("pk", "name"))
    moved = 0
    for task in orphaned(day).select_for_update(of=("self",)).order_by("pk"):
        before = task.lead_id
        if before is None:
            continue
        after = heir(before, passed)
        if after is None or after == before:
            _ask(task, names[before])
            continue
        task.lead_id, task.version = after, task.version + 1
        task.save(update_fields=("lead", "version"))
        task.units.filter(unit=after).delete()
        if task.plan_id is not None:
            remember(task)
        given = GivenTask.objects.filter(pk=task.pk)  # a form shown before is told so
        given.update(version=F("version") + 1, changed_at=transaction_time())
        note = f"{names[before]} → {names[after]}"
        record(task, TaskStep.PASSED, None, day=day, note=note, before=before, after=after)
        moved += 1
    return moved + _follow_among_leads(day, passed, names)


def _follow_among_leads(day: date, passed: Mapping[int, list[int]], names: Mapping[int, str]) -> int:
    """The same for one of several leads."""
    ended = Unit.objects.filter(valid_to__isnull=False, valid_to__lte=day)
    shared = TaskUnit.objects.filter(role=NamedAs.CO_LEAD, unit__in=ended, task__lead=None, task__stated="")
    moved = 0
    for row in shared.exclude(task__status=TaskStatus.DONE).select_related("task").order_by("pk"):
        after = heir(row.unit_id, passed)
        if after is None or after == row.unit_id:
            _ask(row.task, names[row.unit_id])
            continue
        row.task.units.filter(Q(unit=after) | Q(pk=row.pk)).delete()
        row.task.units.create(unit_id=after, role=NamedAs.CO_LEAD)
        note = f"{names[row.unit_id]} → {names[after]}"
        record(row.task, TaskStep.PASSED, None, day=day, note=note, before=row.unit_id, after=after)
        moved += 1
    return moved


def _ask(task: Task, name: str) -> None:
    """Once for a task."""
    if not Step.objects.of(task).filter(kind=TaskStep.UNCLAIMED).exists():
        record(task, TaskStep.UNCLAIMED, None, note=name)
