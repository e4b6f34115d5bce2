"""What the pages of this area show: a week, a unit's duties, the tables by unit, reminders."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from dunghen.core.text import sort_key
from dunghen.org.calendar import calendar
from dunghen.org.models import Assignment, AssignmentQuerySet, Level, Person, Unit, UnitKind
from dunghen.org.rights import Reach, Role
from dunghen.supervision.given import reading as given_reading
from dunghen.supervision.given.models import OPEN, GivenState
from dunghen.supervision.given.who import able as able_given
from dunghen.supervision.home import duties
from dunghen.supervision.home.duties import Duty, Scope, Sum
from dunghen.supervision.home.models import SENT, WORK, DutyKind, Reminder
from dunghen.supervision.home.rules import Stand, stand
from dunghen.supervision.inspections.models import Problem, Remedy, Team, TeamMember
from dunghen.supervision.inspections.who import ACTING, ORGANISERS
from dunghen.supervision.plans.models import PlanState
from dunghen.supervision.registers import reading as registers
from dunghen.supervision.registers.reading import Awaited
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.models import Evidence, EvidenceState, NamedAs, Task, TaskStep, TaskUnit
from dunghen.supervision.tasks.successors import orphaned
from dunghen.supervision.who import GIVERS, Able
from dunghen.supervision.who import able as able_plans

MOST = 50  # rows of a page of duties
LEFT = 1000  # tasks of units that were split, more than a city has
YEAR = timedelta(days=366)  # reports that were due before are no longer asked for here
KEPT = timedelta(days=7)  # how long a reminder that was not read stays in sight
KINDS = {Stand.OVERDUE: "late", Stand.SOON: "soon", Stand.LATER: "none"}
INSPECTING = (DutyKind.REMEDY, DutyKind.OUTLINE)


def reports(scope: Scope, today: date, wanted: Stand | None = None) -> list[Duty]:
    """The reports of the last year and of the week that units owe and have not sent, the first due first; of
    one that was returned the day it is awaited again. Five queries at most."""
    found = map(_awaited, registers.unsent(scope.units, today - YEAR, today, calendar()))
    held = [one for one in found if wanted is None or one.stand(today) == wanted]
    return sorted(held, key=lambda one: (one.due or date.max, one.title, sort_key(one.unit_name)))


def _awaited(report: Awaited) -> Duty:
    occasion, unit, due = report
    key = f"{occasion.duty.key}/{occasion.year}/{occasion.period}/{unit.pk}"
    name, label = occasion.duty.name, occasion.label
    return Duty(DutyKind.REPORT, key, name, label, unit.pk, unit.key, unit.name, due)


def listed(
    scope: Scope,
    today: date,
    wanted: Stand | None = None,
    kinds: Collection[DutyKind] = tuple(DutyKind),
    page: int = 1,
) -> tuple[list[Duty], bool]:
    """A page of everything of these kinds, the first due first; whether there is more."""
    found = duties.rows(scope, today, (wanted,), kinds, page * MOST + 1)
    if DutyKind.REPORT in kinds:
        found += reports(scope, today, wanted)
    found.sort(key=lambda one: one.due or date.max)
    return found[(page - 1) * MOST : page * MOST], len(found) > page * MOST


class Waiting(NamedTuple):
    """Something that waits for the reader's word."""

    what: str
    title: str
    unit: str
    since: date | None
    page: str
    key: int

    @property
    def address(self) -> str:
        return reverse(self.page, args=(self.key,))


def to_confirm(person: Person, today: date) -> list[Waiting]:
    """Documents offered for tasks of plans, products and extensions of given tasks, remedies reported, tasks
    whose unit was split: what the reader judges, the oldest first."""
    found = [
        *_evidence(person, today),
        *_given(person, today),
        *_remedies(person, today),
        *_unclaimed(person, today),
    ]
    return sorted(found, key=lambda one: one.since or date.min)


def _evidence(person: Person, today: date) -> Iterable[Waiting]:
    may = able_plans(person, today)
    plan = "product__task__plan"
    follows = Q(**{f"{plan}__unit__in": may.heads_at | may.rules_at})
    if may.gives:
        follows |= Q(**{f"{plan}__unit__kind": UnitKind.CITY})
    offered = Evidence.objects.filter(state=EvidenceState.OFFERED, **{f"{plan}__state": PlanState.ISSUED})
    rows = offered.filter(follows).order_by("at", "pk").values_list("pk", flat=True)
    if keys := list(rows[:LEFT]):  # whose to judge costs more to ask than whether there is any
        yield from _judged(person, may, Evidence.objects.filter(pk__in=keys), today)


def _judged(person: Person, may: Able, offered: QuerySet[Evidence], today: date) -> Iterable[Waiting]:
    """Those of documents offered that are not the reader's own and theirs to judge."""
    giver = Q(product__task__plan__unit__in=may.heads_at) & ~Q(product__task__plan__unit__kind=UnitKind.CITY)
    if may.gives:
        beside = TaskUnit.objects.filter(task=OuterRef("product__task"), role=NamedAs.CO_LEAD)
        city = Q(~Exists(beside.filter(unit__in=may.own)), product__task__plan__unit__kind=UnitKind.CITY)
        giver |= city & ~Q(product__task__lead__in=may.own)
    if may.rules_at:
        giver |= Q(~Exists(_free(today)), product__task__plan__unit__in=may.rules_at)
    held = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("at__date")),
        person=OuterRef("by"),
        unit__in=may.own,
        valid_from__lte=OuterRef("at__date"),
    )
    own = Q(Exists(held), product__task__plan__unit__kind=UnitKind.CITY)
    others = offered.filter(giver).exclude(own | Q(by=person) | Q(product__task__officer=person))
    shown = ("number", "product__name", "product__task__lead__name", "at", "product__task")
    what = _("Văn bản chứng minh")
    for number, name, lead, at, task in others.order_by("at", "pk").values_list(*shown)[:MOST]:
        yield Waiting(what, f"{number}: {name}", lead or "", at.date(), "plan_task", task)


def _free(today: date) -> AssignmentQuerySet:
    """Who gives the city's tasks and neither leads the one at hand nor offered its document: where there is
    nobody, the city's leaders are asked."""
    task, by, day = (OuterRef(OuterRef(name)) for name in ("product__task", "by", "at__date"))
    leads = TaskUnit.objects.filter(task=task, role=NamedAs.CO_LEAD, unit=OuterRef("unit"))
    offered = Assignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), person=by, unit=OuterRef("unit"), valid_from__lte=day
    )
    lead = Coalesce(OuterRef("product__task__lead"), 0)
    givers = Assignment.objects.on(today).filter(role__in=GIVERS, person__is_active=True)
    return givers.filter(~Exists(leads), ~Exists(offered), ~Q(unit=lead))


def _given(person: Person, today: date) -> Iterable[Waiting]:
    product, extension = _("Sản phẩm đã trình"), _("Đề nghị gia hạn")
    for one in given_reading.awaited(able_given(person, today))[0]:
        what = product if one.state == GivenState.SUBMITTED else extension
        yield Waiting(what, one.content, one.lead, one.submitted or one.asked, "given_task", one.key)


def _unclaimed(person: Person, today: date) -> Iterable[Waiting]:
    """Open tasks whose unit ended and was split: who gave them says who takes them over."""
    told = Step.objects.filter(subject="task", subject_id=OuterRef("pk"), kind=TaskStep.UNCLAIMED)
    left = orphaned(today).filter(Exists(told), stated="").values_list("pk", flat=True)[:LEFT]
    if not (keys := list(left)):  # nearly always, and asked for less
        return
    plans, gives = able_plans(person, today), able_given(person, today)
    giver = Q(plan__unit__in=plans.writes_at) & ~Q(plan__unit__kind=UnitKind.CITY)
    giver |= Q(given__item__source__office__in=gives.gives_at, given__state__in=OPEN)
    if plans.gives:
        giver |= Q(plan__unit__kind=UnitKind.CITY)
    rows = Task.objects.filter(giver, pk__in=keys).select_related("lead")
    for row in rows.order_by("due", "pk")[:MOST]:
        lead, page = row.lead.name if row.lead else "", "plan_task" if row.plan_id else "given_task"
        yield Waiting(
            str(TaskStep.UNCLAIMED.label),
            row.content,
            lead,
            row.lead.valid_to if row.lead else None,
            page,
            row.pk,
        )


def _remedies(person: Person, today: date) -> Iterable[Waiting]:
    held = person.holdings(today)
    at = frozenset(one.unit for one in held if one.role in ORGANISERS)
    founders = Reach(everything=False, units=at, subtrees=frozenset(), own=False)
    reform = [one.unit for one in held if one.role == Role.REFORM_OFFICE]
    acting = TeamMember.objects.filter(person=person, duty__in=ACTING).values("team")
    judged = Q(pk__in=acting) | Q(organiser__in=Unit.objects.within(founders, today) or ())
    if reform:
        judged |= Q(organiser__in=Unit.objects.filter(children__in=reform, level=Level.CITY))
    teams = Team.objects.filter(judged).values("pk")
    told = Problem.objects.filter(inspection__team__in=teams, state=Remedy.REPORTED)
    told = told.exclude(inspection__unit__in=duties.own_units(person, today))
    shown = ("content", "inspection__unit__name", "reported", "inspection")
    what = _("Kết quả khắc phục")
    for content, unit, reported, inspection in told.order_by("reported", "pk").values_list(*shown)[:MOST]:
        yield Waiting(what, content, unit, reported, "inspection", inspection)


@dataclass(slots=True)
class Line:
    """A unit with what it did not do in time, by kind, and what falls due within the week."""

    unit: int
    key: str
    name: str
    overdue: int = 0
    soon: int = 0
    by_kind: dict[DutyKind, int] = field(default_factory=dict)

    @property
    def kinds(self) -> list[int]:
        """Overdue, in the order of WORK."""
        return [self.by_kind.get(kind, 0) for kind in WORK]


def lines(found: Iterable[Sum]) -> list[Line]:
    """By unit, those with most overdue first; units with nothing overdue or soon are left out."""
    held: dict[int, Line] = {}
    for one in found:
        line = held.setdefault(one.unit, Line(one.unit, one.unit_key, one.unit_name))
        line.overdue += one.overdue
        line.soon += one.soon
        line.by_kind[one.kind] = line.by_kind.get(one.kind, 0) + one.overdue
    rows = (line for line in held.values() if line.overdue or line.soon)
    return sorted(rows, key=lambda line: (-line.overdue, -line.soon, sort_key(line.name)))


@dataclass(slots=True)
class Unsent:
    """Something that units send, and who has not: past its day, or before."""

    kind: DutyKind
    title: str
    about: str
    address: str
    due: date | None
    late: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def unsent(found: Iterable[Duty], today: date) -> list[Unsent]:
    """By what is to be sent, the longest past first. An inspection asks each of its units apart."""
    held: dict[tuple[Any, ...], Unsent] = {}
    for one in found:
        where = one.address if one.kind != DutyKind.ANSWER else ""
        key = (one.kind, one.title, one.about, where)
        row = held.setdefault(key, Unsent(one.kind, one.title, one.about, one.address, one.due))
        (row.late if one.stand(today) == Stand.OVERDUE else row.waiting).append(one.unit_name)
    return sorted(held.values(), key=lambda row: (row.due or date.max, row.title))


def to_send(scope: Scope, today: date) -> list[Duty]:
    """What units owe and is overdue or due within the week."""
    dated = (Stand.OVERDUE, Stand.SOON)
    found = [*duties.rows(scope, today, dated, SENT, MANY), *reports(scope, today)]
    return [one for one in found if one.stand(today) != Stand.LATER]


MANY = 2000  # units that have not sent something: more than a city has


class Shown(NamedTuple):
    """A duty as a line of a list."""

    duty: Duty
    kind: str
    words: str
    day: str


def shown(found: Iterable[Duty], today: date) -> list[Shown]:
    return [
        Shown(one, KINDS[one.stand(today)], words(one.due, today), f"{one.due:%d/%m/%Y}" if one.due else "–")
        for one in found
    ]


def words(due: date | None, today: date) -> str:
    """Quá hạn 3 ngày; còn 2 ngày; hôm nay."""
    if due is None:
        return _("Không có thời hạn")
    days = (due - today).days
    if days < 0:
        return _("Quá hạn %(days)d ngày") % {"days": -days}
    return _("Còn %(days)d ngày") % {"days": days} if days else _("Hạn hôm nay")


class Told(NamedTuple):
    """A reminder as it is shown."""

    reminder: Reminder
    address: str
    kind: str
    words: str


def reminders(person: Person, today: date, most: int = MOST) -> list[Told]:
    """What somebody was told of within a week and has not read, each thing once; one query."""
    unread = Reminder.objects.filter(person=person, read=None, day__gt=today - KEPT, day__lte=today)
    latest = unread.order_by("kind", "key", "-day").distinct("kind", "key").select_related("unit")
    found = sorted(latest[: duties.MOST], key=lambda one: (one.due, one.pk))[:most]
    return [
        Told(one, duties.address(one.kind, one.key), KINDS[stand(one.due, today)], words(one.due, today))
        for one in found
    ]


class Totals(NamedTuple):
    """Of all lines; `kinds`: overdue, in the order of WORK. `again`: whether something stands in several
    lines, which the totals have once."""

    overdue: int
    soon: int
    kinds: list[int]
    again: bool


def totals(found: Iterable[Line], again: tuple[int, int] = (0, 0)) -> Totals:
    """Their sums. `again`: what stands in several of them, overdue and soon (duties.again)."""
    rows = list(found)
    kinds = [sum(one.by_kind.get(kind, 0) for one in rows) for kind in WORK]
    kinds[WORK.index(DutyKind.PLAN)] -= again[0]
    return Totals(
        sum(one.overdue for one in rows) - again[0],
        sum(one.soon for one in rows) - again[1],
        kinds,
        any(again),
    )
