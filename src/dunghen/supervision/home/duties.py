"""What is to be done, read from every area in the same shape: rows and sums in one query each, of the two
functions that home/branches.py makes.

What was submitted or sent and waits for somebody else is not the doer's any more. Names of who answers for
what (accountability) come into no row here.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from string import Template
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Reach, Right
from dunghen.supervision.home import rules
from dunghen.supervision.home.branches import SHARED
from dunghen.supervision.home.models import DutyKind
from dunghen.supervision.home.rules import Stand

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


class Duty(NamedTuple):
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


_LISTED = """SELECT duty.kind, duty.key, duty.second, title, about, duty.unit, unit.key, unit.name, due,
officer, duty.sample
FROM supervision_duties(%s, %s::bigint[], %s::bigint[], %s, %s::date, %s::date, %s, %s) duty
LEFT JOIN org_unit unit ON unit.id = duty.unit"""
_SUMMED = """SELECT duty.kind, duty.unit, unit.key, unit.name, overdue, soon, open
FROM supervision_duty_sums(%s, %s::bigint[], %s::bigint[], %s, %s, %s) duty
LEFT JOIN org_unit unit ON unit.id = duty.unit"""
# tasks that a sum has for each of their leads
_AGAIN = Template("""SELECT count(*) FILTER (WHERE due < %s) - count(DISTINCT key) FILTER (WHERE due < %s),
    count(*) FILTER (WHERE due BETWEEN %s AND %s) - count(DISTINCT key) FILTER (WHERE due BETWEEN %s AND %s)
FROM (SELECT $key AS key, $due AS due FROM $rows
    WHERE $where AND (%s::bigint[] IS NULL OR $unit = ANY (%s))) shared
""").substitute(asdict(SHARED))


def _asked(scope: Scope, kinds: Collection[DutyKind]) -> list[Any]:
    units = [None if one is None else list(one) for one in (scope.units, scope.inspected)]
    return [[str(kind) for kind in kinds], *units, scope.officer]


def again(scope: Scope, today: date) -> tuple[int, int]:
    """How often tasks with several leads stand beyond once in a sum over units, overdue and soon: it counts
    such a task for each lead, the city has it once. One query."""
    units = None if scope.units is None else list(scope.units)
    last = rules.last_soon(today)
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [today, today, today, last, today, last, units, units])
        overdue, soon = cursor.fetchone() or (0, 0)
    return overdue, soon


def _days(today: date, wanted: Stand | None) -> tuple[date | str, date | str, bool]:
    """The first and the last day of what stands so, and whether what has no day is among it."""
    last = rules.last_soon(today)
    if wanted == Stand.OVERDUE:
        return "-infinity", today - timedelta(days=1), False
    if wanted == Stand.SOON:
        return today, last, False
    return "-infinity" if wanted is None else last + timedelta(days=1), "infinity", True


def rows(
    scope: Scope,
    today: date,
    wanted: Collection[Stand | None] = (None,),
    kinds: Collection[DutyKind] = tuple(DutyKind),
    most: int = MOST,
) -> list[Duty]:
    """What is in the scope, the first due first, at most so many of each kind and stand (None: any); one
    query. Reports: see reading.reports."""
    asked = _asked(scope, kinds)
    said = [part for stand in wanted for part in (*asked, *_days(today, stand), most)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_LISTED] * len(wanted)), said)
        found = [_duty(*row) for row in cursor]
    return sorted(found, key=lambda one: (one.due or date.max, one.kind, one.key))


def _duty(kind: str, key: int, second: int | None, title: str, about: str, *rest: Any) -> Duty:
    unit, place, name, due, officer, sample = rest
    whole = f"{key}/{second}" if second is not None else str(key)
    return Duty(DutyKind(kind), whole, title, about, unit, place or "", name or "", due, officer, sample)


class Sum(NamedTuple):
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
    with connection.cursor() as cursor:
        cursor.execute(_SUMMED, [*_asked(scope, kinds), today, rules.last_soon(today)])
        return [Sum(DutyKind(kind), *rest) for kind, *rest in cursor]


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
