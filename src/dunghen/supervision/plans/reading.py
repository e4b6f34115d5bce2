"""What the pages and papers of plans read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from dunghen.org.models import Unit
from dunghen.supervision.plans import rules
from dunghen.supervision.plans.law import countable_words
from dunghen.supervision.plans.models import Plan, PlanQuerySet
from dunghen.supervision.tasks.models import Evidence, EvidenceState, Product, Task, TaskStatus
from dunghen.supervision.tasks.record import made
from dunghen.supervision.tasks.rules import Timing, timing


def root_of(unit: Unit) -> Unit:
    """The city a unit stands in."""
    here = unit
    while here.parent is not None:
        here = here.parent
    return here


def with_all(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what a table shows of them; four queries."""
    return tasks.select_related("lead", "plan__unit", "parent").prefetch_related(
        "products__evidence", "units__unit"
    )


def flaws_of(plan: Plan) -> list[tuple[Task, list[rules.Flaw]]]:
    """The tasks of a plan that lack something, in order, with what they lack."""
    words, own = countable_words(plan.starts), root_of(plan.unit).pk != plan.unit_id
    rows = plan.tasks.order_by("number").prefetch_related("products")
    checked = ((task, rules.flaws(_line(task, own), words)) for task in rows if not task.illegible)
    return [(task, found) for task, found in checked if found]


def _line(task: Task, own: bool) -> rules.Line:
    products = sorted(task.products.all(), key=lambda one: one.position)
    return rules.Line(
        content=task.content,
        leads=1 if task.lead_id else 0,
        in_charge=task.in_charge or ("" if task.officer_id is None else "-"),
        own=own,
        products=[(one.name, one.time_text, one.ends) for one in products],
    )


def timing_of(task: Task, today: date) -> Timing:
    """On time or not; of a task that its source says is done without days nothing is known."""
    if task.status in (TaskStatus.DONE, TaskStatus.UNKNOWN) and task.done is None:
        return Timing.NONE
    return timing([made(one) for one in task.products.all()], today)


class Shown(NamedTuple):
    """A task as a row of the plan's table."""

    task: Task
    timing: Timing
    products: list[Product]
    evidence: list[Evidence]
    waiting: int
    flaws: list[rules.Flaw]


def shown(tasks: Iterable[Task], today: date, lacking: dict[int, list[rules.Flaw]]) -> list[Shown]:
    """Of tasks with everything at hand."""
    rows = []
    for task in tasks:
        products = sorted(task.products.all(), key=lambda one: one.position)
        papers = [paper for one in products for paper in one.evidence.all()]
        kept = [one for one in papers if one.state != EvidenceState.RETURNED]
        waiting = sum(one.state == EvidenceState.OFFERED for one in kept)
        rows.append(Shown(task, timing_of(task, today), products, kept, waiting, lacking.get(task.pk, [])))
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the tasks of a plan: how many, how many done, how many late."""

    total: int
    done: int
    ongoing: int
    not_yet: int
    overdue: int

    @property
    def unread(self) -> int:
        return self.total - self.done - self.ongoing - self.not_yet


def counted(plans: PlanQuerySet, today: date) -> PlanQuerySet:
    """Plans with the numbers of their tasks (n_total, n_done, n_overdue)."""
    open_ones = ~Q(tasks__status__in=(TaskStatus.DONE, TaskStatus.UNKNOWN))
    return plans.annotate(
        n_total=Count("tasks"),
        n_done=Count("tasks", filter=Q(tasks__status=TaskStatus.DONE)),
        n_overdue=Count("tasks", filter=open_ones & Q(tasks__due__lt=today)),
    )


def tally(tasks: Iterable[Task], today: date) -> Tally:
    """Of tasks with everything at hand."""
    rows = list(tasks)
    of = [task.status for task in rows]
    return Tally(
        total=len(rows),
        done=of.count(TaskStatus.DONE),
        ongoing=of.count(TaskStatus.ONGOING),
        not_yet=of.count(TaskStatus.NOT_YET),
        overdue=sum(timing_of(task, today) == Timing.OVERDUE for task in rows),
    )
