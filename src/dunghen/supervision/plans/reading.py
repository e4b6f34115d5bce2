"""What the pages and papers of plans read."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from dunghen.core.folded import wanted
from dunghen.core.text import fold, percent, sort_key
from dunghen.org.models import Unit
from dunghen.supervision.plans import rules
from dunghen.supervision.plans.law import countable_words
from dunghen.supervision.plans.models import Plan, PlanKind, PlanQuerySet, PlanState
from dunghen.supervision.tasks.models import Evidence, EvidenceState, NamedAs, Product, Task, TaskStatus
from dunghen.supervision.tasks.record import made
from dunghen.supervision.tasks.rules import Timing, timing

LONGEST = 200  # signs of a search


def root_of(unit: Unit) -> Unit:
    """The city a unit stands in."""
    here = unit
    while here.parent is not None:
        here = here.parent
    return here


def with_all(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with what a table shows of them; three queries."""
    return tasks.select_related("lead", "plan__unit", "parent").prefetch_related("products__evidence")


def flaws_of(plan: Plan, tasks: Iterable[Task] | None = None) -> list[tuple[Task, list[rules.Flaw]]]:
    """The tasks of a plan that lack something, in order, with what they lack. `tasks`: where they are at
    hand."""
    words, own = countable_words(plan.starts), plan.unit.parent_id is not None
    rows = plan.tasks.order_by("number").prefetch_related("products") if tasks is None else tasks
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
    """On time or not. Of a task whose status a source states nothing is known since; of one that is done
    without a day nothing either."""
    products = task.products.all()
    return _timing(task, today, products, {one.pk: one.evidence.all() for one in products})


def _timing(
    task: Task, today: date, products: Iterable[Product], papers: Mapping[int, Iterable[Evidence]]
) -> Timing:
    if (task.stated or task.status == TaskStatus.DONE) and task.done is None:
        return Timing.NONE
    return timing([made(one, papers.get(one.pk, ())) for one in products], today)


class Shown(NamedTuple):
    """A task as a row of the plan's table."""

    task: Task
    timing: Timing
    products: list[Product]
    evidence: list[Evidence]
    waiting: int
    flaws: list[rules.Flaw]


def shown(tasks: Collection[Task], today: date, lacking: Mapping[Task, list[rules.Flaw]]) -> list[Shown]:
    """With their products and documents; two queries."""
    products, papers = _products(tasks)
    rows = []
    for task in tasks:
        held = products.get(task.pk, [])
        offered = [paper for one in held for paper in papers.get(one.pk, ())]
        kept = [paper for paper in offered if paper.state != EvidenceState.RETURNED]
        waiting = sum(one.state == EvidenceState.OFFERED for one in kept)
        rows.append(
            Shown(task, _timing(task, today, held, papers), held, kept, waiting, lacking.get(task, []))
        )
    return rows


def _products(tasks: Collection[Task]) -> tuple[dict[int, list[Product]], dict[int, list[Evidence]]]:
    """By task, in their order, and by product: a manager for each of hundreds costs more than they do."""
    keys = [task.pk for task in tasks]
    products: dict[int, list[Product]] = {}
    for one in Product.objects.filter(task__in=keys).order_by("position"):
        products.setdefault(one.task_id, []).append(one)
    papers: dict[int, list[Evidence]] = {}
    found = Evidence.objects.filter(product__task__in=keys).order_by("pk")
    for paper in found.only("product", "number", "day", "state"):
        papers.setdefault(paper.product_id, []).append(paper)
    return products, papers


def leads_of(task: Task) -> list[Unit]:
    """The units that answer for a task: its one lead, or each of those that its document names."""
    if task.lead is not None:
        return [task.lead]
    return [one.unit for one in task.units.all() if one.role == NamedAs.CO_LEAD]


def overdue(rows: Iterable[Shown]) -> list[tuple[Unit, list[Shown]]]:
    """The overdue tasks by the units that lead them, those with most first; two queries where a document
    names several leads."""
    late = [row for row in rows if row.timing == Timing.OVERDUE]
    prefetch_related_objects([row.task for row in late if row.task.lead is None], "units__unit")
    found: dict[Unit, list[Shown]] = {}
    for row in late:
        for unit in leads_of(row.task):
            found.setdefault(unit, []).append(row)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), sort_key(pair[0].name)))


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the tasks of a plan: how many, how many done, how many late."""

    total: int
    done: int
    ongoing: int
    not_yet: int
    overdue: int

    @property
    def rate(self) -> str:
        return share(self.done, self.total)

    @property
    def unread(self) -> int:
        return self.total - self.done - self.ongoing - self.not_yet


class Standing(NamedTuple):
    """A plan with the numbers of its tasks; `depth`: how many of the plans above it stand in the list too."""

    plan: Plan
    total: int
    done: int
    overdue: int
    depth: int = 0

    @property
    def rate(self) -> str:
        return share(self.done, self.total)

    @property
    def indent(self) -> str:
        return "— " * self.depth


class Place(NamedTuple):
    """Where a plan stands in a list: `depth`: how many of the plans above it stand in the list too."""

    pk: int
    depth: int


def asked(plans: PlanQuerySet, said: Mapping[str, str], above: Plan | None, year: int) -> PlanQuerySet:
    """Those of a year, narrowed by what the address asks for. `above`: the plan they carry out."""
    found = plans.filter(starts__lt=date(year + 1, 1, 1), ends__gt=date(year, 1, 1))
    if above is not None:
        found = found.filter(parent=above)
    if (kind := said.get("loai", "")) in PlanKind.values:
        found = found.filter(kind=kind)
    if unit := fold(said.get("don-vi", "").strip()):
        named = found.values_list("unit", "unit__key", "unit__name").distinct()
        found = found.filter(unit__in=[pk for pk, key, name in named if unit == key or unit in fold(name)])
    if (words := wanted(said.get("tim", "")[:LONGEST])) is not None:
        tasks = Task.objects.filter(search=words, plan__isnull=False).values("plan")
        found = found.filter(Q(search=words) | Q(pk__in=tasks))
    return found


def places(rows: Collection[tuple[int, int | None]]) -> list[Place]:
    """Of keys of plans, each with that of the plan above: each before those that carry it out; those without
    one above in the list first, in their order."""
    there = {pk for pk, _parent in rows}
    below: dict[int | None, list[int]] = {}
    for pk, parent in rows:
        below.setdefault(parent if parent in there else None, []).append(pk)

    def walk(above: int | None, depth: int) -> Iterator[Place]:
        for pk in below.get(above, ()):
            yield Place(pk, depth)
            yield from walk(pk, depth + 1)

    return list(walk(None, 0))


def part(rows: Sequence[Place], after: int, size: int) -> Sequence[Place]:
    """As many as a page holds, from behind a plan; from the first where it is not there."""
    first = next((place for place, one in enumerate(rows, 1) if one.pk == after), 0)
    return rows[first : first + size]


def standings(rows: Sequence[Place], today: date) -> list[Standing]:
    """Plans with how far they are, in their places; two queries."""
    return _standings(rows, _numbers([one.pk for one in rows], today))


def _standings(rows: Sequence[Place], numbers: Mapping[int, tuple[int, int, int]]) -> list[Standing]:
    plans = Plan.objects.filter(pk__in=[one.pk for one in rows]).select_related("unit").in_bulk()
    there = (one for one in rows if one.pk in plans)
    return [Standing(plans[one.pk], *numbers.get(one.pk, (0, 0, 0)), depth=one.depth) for one in there]


def _numbers(plans: Collection[int], today: date) -> dict[int, tuple[int, int, int]]:
    """Of each plan: how many tasks, how many done, how many late."""
    late = ~Q(status=TaskStatus.DONE) & Q(stated="", handed_in=False, due__lt=today)
    counted = {
        "total": Count("pk"),
        "done": Count("pk", filter=Q(status=TaskStatus.DONE)),
        "late": Count("pk", filter=late),
    }
    rows = Task.objects.filter(plan__in=plans).order_by().values_list("plan").annotate(**counted)
    return {row[0]: row[1:] for row in rows}


def slowest(plans: PlanQuerySet, today: date, most: int) -> tuple[list[Standing], int]:
    """The plans that are furthest behind, most late tasks first, then the smallest part done; of how many.
    Three queries."""
    keys = list(plans.order_by("starts", "unit__name", "pk").values_list("pk", flat=True))
    numbers = _numbers(keys, today)

    def behind(pk: int) -> tuple[int, float]:
        total, done, late = numbers.get(pk, (0, 0, 0))
        return -late, done / total if total else 0

    return _standings([Place(pk, 0) for pk in sorted(keys, key=behind)[:most]], numbers), len(keys)


def share(done: int, total: int) -> str:
    """51,43; empty where there is nothing to be done."""
    return percent(Decimal(done) * 100 / total) if total else ""


def tally(tasks: Iterable[Task], today: date) -> Tally:
    """Of tasks with everything at hand."""
    return tallied((task, timing_of(task, today)) for task in tasks)


def tallied(timed: Iterable[tuple[Task, Timing]]) -> Tally:
    """Of tasks with whether they are in time."""
    rows = list(timed)
    of = [task.status for task, _timing in rows]
    return Tally(
        total=len(rows),
        done=of.count(TaskStatus.DONE),
        ongoing=of.count(TaskStatus.ONGOING),
        not_yet=of.count(TaskStatus.NOT_YET),
        overdue=sum(timing == Timing.OVERDUE for _task, timing in rows),
    )


def review(stage: Plan, today: date) -> tuple[list[tuple[Plan, Tally]], list[Task]]:
    """The issued plans that carry out a stage or programme, with how far they are, and what is not done."""
    rows = Plan.objects.filter(
        Q(parent=stage) | Q(parent__parent=stage), state=PlanState.ISSUED, unit=stage.unit
    )
    tasks = with_all(Task.objects.filter(plan__in=rows)).order_by("plan__starts", "number")
    of: dict[int, list[Task]] = {}
    for task in tasks:
        if task.plan_id is not None:
            of.setdefault(task.plan_id, []).append(task)
    found = [(row, tally(of.get(row.pk, []), today)) for row in rows.order_by("starts", "kind", "pk")]
    undone = [task for task in tasks if task.status != TaskStatus.DONE]
    return found, undone
