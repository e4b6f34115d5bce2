"""Shared by the actions on given tasks: the row held, its step, and what is now known of what was ordered."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person
from dunghen.supervision.errors import Refused, locked
from dunghen.supervision.given import rules
from dunghen.supervision.given.models import (
    GivenState,
    GivenStep,
    GivenTask,
    ItemVersion,
    SourceItem,
    SourceReport,
)
from dunghen.supervision.steps import record
from dunghen.supervision.tasks.models import Task, TaskStatus


def check_draft(report: SourceReport) -> None:
    """A report is written while its paper is with the drafter. Raises Refused."""
    if report.fixed:
        raise Refused(_("Báo cáo đã trình ký; nội dung giữ như khi trình. Trả lại dự thảo để sửa."))


def held(pk: int, seen: int | None) -> GivenTask:
    """The task until the transaction ends, as its doer saw it. Raises DoesNotExist, Refused."""
    return locked(GivenTask, pk, seen)


def move(
    given: GivenTask,
    step: GivenStep,
    by: Person | None,
    *,
    state: GivenState | None = None,
    day: date | None = None,
    note: str = "",
    **detail: Any,
) -> None:
    """What was changed of a task is written, with its step and what is known of it now."""
    given.state = state or given.state
    given.version += 1
    given.changed_at = transaction_time()
    given.save()
    finished = given.state == GivenState.DONE
    given.task.status = TaskStatus.DONE if finished else TaskStatus.ONGOING
    given.task.done = given.submitted if finished else None
    given.task.save(update_fields=("status", "done", "due", "lead", "leads", "officer", "in_charge"))
    record(given.task, step, by, day=day, note=note, **detail)
    remember(given.item)


def remember(item: SourceItem) -> None:
    """Close the version that says otherwise and write what is known now."""
    rows = Task.objects.filter(given__item=item).values_list(
        "given__state", "due", "done", "given__submitted"
    )
    found = rules.outcome([rules.Part(*row) for row in rows])
    last = item.versions.filter(known_to=None).first()
    said = found and {**found._asdict(), **fixed(item)}
    if said == (last and {name: getattr(last, name) for name in (*found_names(), *fixed(item))}):
        return
    now = transaction_time()
    if last is not None:
        ItemVersion.objects.filter(pk=last.pk).update(known_to=now)
    if said:
        ItemVersion.objects.create(item=item, known_from=now, **said)


def found_names() -> Iterable[str]:
    return rules.Outcome._fields


def fixed(item: SourceItem) -> dict[str, Any]:
    """What the document says of all it orders."""
    source = item.source
    return {"city_id": source.city_id, "giver": source.giver, "given": source.day}
