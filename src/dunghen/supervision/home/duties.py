"""What is to be done, read from every area in the same shape: rows and sums in one query each.

What was submitted or sent and waits for somebody else is not the doer's any more. Names of who answers for
what (accountability) come into no row here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Reach, Right
from dunghen.supervision.given.models import OPEN, GivenTask, SourceReport
from dunghen.supervision.given.rules import IN_HAND
from dunghen.supervision.home import rules
from dunghen.supervision.home.models import DutyKind
from dunghen.supervision.home.rules import Stand
from dunghen.supervision.inspections.models import Inspection, InspectionState, Problem
from dunghen.supervision.inspections.reading import TO_MEND
from dunghen.supervision.pending.models import Answer, PendingItem
from dunghen.supervision.plans.models import PlanState
from dunghen.supervision.registers.models import MeetingConclusion, RegisterEntry
from dunghen.supervision.tasks.models import NamedAs, Task, TaskStatus, TaskUnit

MOST = 300  # rows of a list; who has more narrows it
PAGES = {
    DutyKind.PLAN: "plan_task",
    DutyKind.GIVEN: "given_task",
    DutyKind.REMEDY: "inspection",
    DutyKind.OUTLINE: "inspection",
    DutyKind.ANSWER: "pending_answer",
    DutyKind.ITEM: "pending_item",
    DutyKind.REPORT: "duty_reports",
    DutyKind.MEETING: "register_entry",
    DutyKind.REPLY: "given_source",
    DutyKind.WITH: "given_task",
    DutyKind.BESIDE: "plan_task",
}


def address(kind: str, key: str) -> str:
    """Its page. A key names the page first, then what of it: the problem of an inspection, the unit that owes
    a report."""
    parts = key.split("/")
    return reverse(PAGES[DutyKind(kind)], args=parts[: 3 if kind == DutyKind.REPORT else 1])


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a unit, or one officer of it, is to do."""

    kind: DutyKind
    key: str
    title: str
    about: str
    unit: int
    unit_key: str
    unit_name: str
    due: date | None
    officer: int | None = None
    sample: bool = False

    @property
    def address(self) -> str:
        return address(self.kind, self.key)

    def stand(self, today: date) -> Stand:
        return rules.stand(self.due, today)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom duties are read: units (None: all, with what inspections one sees), and one's own tasks."""

    units: frozenset[int] | None
    inspected: frozenset[int] | None
    officer: int | None

    def at(self, units: frozenset[int], officer: int | None) -> "Scope":
        """The part of it at some units, with one's own tasks or without."""
        return Scope(
            units if self.units is None else units & self.units,
            units if self.inspected is None else units & self.inspected,
            officer,
        )


EVERYTHING = Scope(None, None, None)


def scope_of(person: Person, day: date) -> Scope:
    """What somebody's rights reach: tasks, and inspections by their own right."""
    reach = person.reach(Right.TASKS, day)
    return Scope(
        Unit.objects.within(reach, day),
        Unit.objects.within(person.reach(Right.INSPECT, day), day),
        person.pk if reach.own else None,
    )


def own_units(person: Person, day: date) -> frozenset[int]:
    """The units at which somebody works, with what passed into them."""
    at = frozenset(one.unit for one in person.holdings(day))
    own = Reach(everything=False, units=at, subtrees=frozenset(), own=False)
    return Unit.objects.within(own, day) or frozenset()


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the parts of a duty stand in the rows of an area."""

    kind: DutyKind
    rows: QuerySet[Any]
    key: str
    title: str
    about: str
    unit: str
    due: str
    sample: str
    officer: str = ""
    second: str = ""  # the second part of the key

    def within(self, scope: Scope) -> QuerySet[Any]:
        units = scope.inspected if self.kind in (DutyKind.REMEDY, DutyKind.OUTLINE) else scope.units
        if units is None:
            return self.rows.filter(**{f"{self.unit}__isnull": False})
        seen = Q(**{f"{self.unit}__in": units})
        if self.officer and scope.officer is not None:
            seen |= Q(**{self.officer: scope.officer})
        return self.rows.filter(seen)


def branches(kinds: Collection[DutyKind]) -> list[Branch]:
    """Open duties of each kind."""
    of_plans = Task.objects.filter(plan__state=PlanState.ISSUED, stated="", handed_in=False)
    of_plans = of_plans.exclude(status=TaskStatus.DONE)
    # what is in hand is not done, which the index of open tasks is asked for
    given = GivenTask.objects.filter(state__in=IN_HAND).exclude(task__status=TaskStatus.DONE)
    unmended = Problem.objects.filter(state__in=TO_MEND, inspection__state=InspectionState.CONCLUDED)
    unsent = Inspection.objects.filter(state=InspectionState.SCHEDULED, outline_day=None)
    asked = Answer.objects.filter(answered=None, campaign__closed=None)
    pending = PendingItem.objects.filter(answer__answered__isnull=False, finished=None, task=None, way="")
    source, campaign = "item__source", "answer__campaign"
    found = (
        Branch(DutyKind.PLAN, of_plans, "pk", "content", "plan__title", "lead", "due", "sample", "officer"),
        Branch(
            *(DutyKind.GIVEN, given, "pk", "task__content", f"{source}__symbol", "task__lead", "task__due"),
            *(f"{source}__sample", "task__officer"),
        ),
        Branch(
            *(DutyKind.REMEDY, unmended, "inspection", "remedy", "inspection__conclusion_number"),
            *("inspection__unit", "due", "inspection__sample"),
            second="number",
        ),
        Branch(
            DutyKind.ITEM, pending, "pk", "content", f"{campaign}__number", "answer__unit", "due", "sample"
        ),
        Branch(
            *(DutyKind.OUTLINE, unsent, "pk", "team__name", "team__plan_number", "unit", "outline_due"),
            sample="sample",
        ),
        Branch(
            *(DutyKind.ANSWER, asked, "pk", "campaign__title", "campaign__number", "unit"),
            *("campaign__deadline", "campaign__sample"),
        ),
    )
    return [one for one in (*found, _shared(), *_concluded(), *_beside()) if one.kind in kinds]


def _shared() -> Branch:
    """A task of a plan whose document names several leads is each one's to do."""
    rows = TaskUnit.objects.filter(
        role=NamedAs.CO_LEAD,
        task__lead=None,
        task__plan__state=PlanState.ISSUED,
        task__stated="",
        task__handed_in=False,
    ).exclude(task__status=TaskStatus.DONE)
    return Branch(
        DutyKind.PLAN, rows, "task", "task__content", "task__plan__title", "unit", "task__due", "task__sample"
    )


def again(scope: Scope, today: date) -> tuple[int, int]:
    """How often tasks with several leads stand beyond once in a sum over units, overdue and soon: it counts
    such a task for each lead, the city has it once. One query."""
    shared = _shared()
    numbers = {}
    for name, stand in (("overdue", Stand.OVERDUE), ("soon", Stand.SOON)):
        dated = _dated(shared, today, stand)
        numbers[name] = Count("pk", filter=dated) - Count("task", filter=dated, distinct=True)
    found = shared.within(scope).aggregate(**numbers)
    return found["overdue"], found["soon"]


def _concluded() -> tuple[Branch, ...]:
    """What a meeting concluded and nobody was given as a task; the report on what a document ordered, until
    the lead's is numbered or its tasks are confirmed."""
    line = {name: OuterRef(f"meeting__{name}") for name in ("unit", "register", "year", "serial")}
    entry = RegisterEntry.objects.filter(known_to=None, **line)
    said = {f"line_{name}": Subquery(entry.values(name)[:1]) for name in ("pk", "title", "sample")}
    concluded = MeetingConclusion.objects.filter(Exists(entry), done=None, task=None).annotate(**said)
    same = {"item__source": OuterRef("item__source"), "task__lead": OuterRef("task__lead")}
    before = GivenTask.objects.filter(**same, state__in=OPEN, pk__lt=OuterRef("pk"))
    sent = SourceReport.objects.filter(
        source=OuterRef("item__source"), unit=OuterRef("task__lead"), document__day__isnull=False
    )
    asked = GivenTask.objects.filter(
        ~Exists(before), ~Exists(sent), state__in=OPEN, item__source__reply_by__isnull=False
    )
    source = "item__source"
    return (
        Branch(
            *(DutyKind.MEETING, concluded, "line_pk", "text", "line_title", "unit", "due", "line_sample"),
            second="position",
        ),
        Branch(
            *(DutyKind.REPLY, asked, source, f"{source}__abstract", f"{source}__symbol", "task__lead"),
            *(f"{source}__reply_by", f"{source}__sample"),
            second="task__lead",
        ),
    )


def _beside() -> tuple[Branch, ...]:
    """What a unit takes part in, while its lead has it in hand."""
    named = TaskUnit.objects.filter(role=NamedAs.PARTNER)
    given = named.filter(task__given__state__in=IN_HAND)
    planned = named.filter(task__plan__state=PlanState.ISSUED, task__stated="")
    planned = planned.exclude(task__status=TaskStatus.DONE)
    same = ("task", "task__content")
    rest = ("unit", "task__due", "task__sample")
    return (
        Branch(DutyKind.WITH, given, *same, "task__given__item__source__symbol", *rest),
        Branch(DutyKind.BESIDE, planned, *same, "task__plan__title", *rest),
    )


def _dated(branch: Branch, today: date, wanted: Stand | None) -> Q:
    last = rules.last_soon(today)
    where = {
        Stand.OVERDUE: Q(**{f"{branch.due}__lt": today}),
        Stand.SOON: Q(**{f"{branch.due}__range": (today, last)}),
        Stand.LATER: Q(**{f"{branch.due}__gt": last}) | Q(**{f"{branch.due}__isnull": True}),
    }
    return where[wanted] if wanted else Q()


def rows(
    scope: Scope,
    today: date,
    wanted: Collection[Stand | None] = (None,),
    kinds: Collection[DutyKind] = tuple(DutyKind),
    most: int = MOST,
) -> list[Duty]:
    """What is in the scope, the first due first, at most so many of each kind and stand (None: any); one
    query. Reports: see reading.reports."""
    parts = [_rows(one, scope, today, stand)[:most] for one in branches(kinds) for stand in wanted]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return sorted((_duty(*row) for row in found), key=lambda one: (one.due or date.max, one.kind, one.key))


def _rows(branch: Branch, scope: Scope, today: date, wanted: Stand | None) -> Any:
    empty = Cast(Value(None), BigIntegerField())
    columns = {
        "d_kind": Value(str(branch.kind)),
        "d_key": F(branch.key),
        "d_second": F(branch.second) if branch.second else empty,
        "d_title": F(branch.title),
        "d_about": F(branch.about),
        "d_unit": F(branch.unit),
        "d_place": F(f"{branch.unit}__key"),
        "d_name": F(f"{branch.unit}__name"),
        "d_due": F(branch.due),
        "d_officer": F(branch.officer) if branch.officer else empty,
        "d_sample": F(branch.sample),
    }
    found = branch.within(scope).filter(_dated(branch, today, wanted)).annotate(**columns)
    return found.order_by(F("d_due").asc(nulls_last=True), "d_key").values_list(*columns)


def _duty(kind: str, key: int, second: int | None, title: str, about: str, *rest: Any) -> Duty:
    unit, place, name, due, officer, sample = rest
    whole = f"{key}/{second}" if second is not None else str(key)
    return Duty(DutyKind(kind), whole, title, about, unit, place or "", name or "", due, officer, sample)


@dataclass(frozen=True, slots=True)
class Sum:
    """How many open duties of a kind a unit has."""

    kind: DutyKind
    unit: int
    unit_key: str
    unit_name: str
    overdue: int
    soon: int
    open: int


def sums(scope: Scope, today: date, kinds: Collection[DutyKind] = tuple(DutyKind)) -> list[Sum]:
    """By unit and kind; one query."""
    parts = [_sums(branch, scope, today) for branch in branches(kinds)]
    found = parts[0].union(*parts[1:], all=True)
    return [Sum(DutyKind(kind), *rest) for kind, *rest in found]


def _sums(branch: Branch, scope: Scope, today: date) -> Any:
    return (
        branch.within(scope)
        .order_by()
        .values(
            d_kind=Value(str(branch.kind)),
            d_unit=F(branch.unit),
            d_place=F(f"{branch.unit}__key"),
            d_name=F(f"{branch.unit}__name"),
        )
        .annotate(
            n_overdue=Count("pk", filter=_dated(branch, today, Stand.OVERDUE)),
            n_soon=Count("pk", filter=_dated(branch, today, Stand.SOON)),
            n_open=Count("pk"),
        )
        .values_list("d_kind", "d_unit", "d_place", "d_name", "n_overdue", "n_soon", "n_open")
    )


def summed(found: Iterable[Duty], today: date) -> list[Sum]:
    """The sums of rows at hand."""
    numbers: dict[tuple[DutyKind, int, str, str], list[int]] = {}
    for one in found:
        held = numbers.setdefault((one.kind, one.unit, one.unit_key, one.unit_name), [0, 0, 0])
        standing = one.stand(today)
        held[0] += standing == Stand.OVERDUE
        held[1] += standing == Stand.SOON
        held[2] += 1
    return [Sum(*key, *held) for key, held in numbers.items()]
