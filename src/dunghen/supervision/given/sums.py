"""How many tasks each unit leads and each giver gave, and which list has just those."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import add
from typing import Any, NamedTuple

from django.db.models import Count, F, Q

from dunghen.core.text import sort_key
from dunghen.org.models import Unit
from dunghen.supervision.given.models import OPEN, GivenQuerySet, GivenState, Giver
from dunghen.supervision.given.reading import IN_TIME, MOVED, late


class Sum(NamedTuple):
    """The tasks of a unit, or of a giver."""

    name: str
    key: str
    total: int
    on_time: int
    late: int
    open: int
    submitted: int
    overdue: int
    extended: int
    stopped: int

    @property
    def within(self) -> int:
        return self.open - self.submitted - self.overdue

    @property
    def counts(self) -> list[tuple[int, str]]:
        """The numbers in the order of the table, each with what the list is asked for those tasks."""
        return [
            (self.total, ""),
            (self.on_time, "&thoi-han=hoan-thanh-dung-han"),
            (self.late, "&thoi-han=hoan-thanh-qua-han"),
            (self.submitted, f"&trang-thai={GivenState.SUBMITTED}"),
            (self.within, "&thoi-han=trong-han"),
            (self.overdue, "&thoi-han=qua-han"),
            (self.extended, "&thoi-han=gia-han"),
            (self.stopped, f"&trang-thai={GivenState.STOPPED}"),
        ]


class Sums(NamedTuple):
    """The same tasks by their lead and by their giver."""

    by_unit: list[Sum]
    by_giver: list[Sum]


def sums(found: GivenQuerySet, today: date) -> Sums:
    """Counted in one query, named in another."""
    done, lead, giver = Q(state=GivenState.DONE), "task__lead", "item__source__giver"
    table = (
        found.order_by()
        .filter(task__plan=None)  # as all that documents give: an index has just these with their days
        .values_list(lead, giver)
        .annotate(
            total=Count("pk"),
            on_time=Count("pk", filter=done & IN_TIME),
            late=Count("pk", filter=done & Q(task__done__gt=F("task__due"))),
            open=Count("pk", filter=Q(state__in=OPEN)),
            submitted=Count("pk", filter=Q(state=GivenState.SUBMITTED)),
            overdue=Count("pk", filter=late(today)),
            moved=Count("pk", filter=MOVED),
            stopped=Count("pk", filter=Q(state=GivenState.STOPPED)),
        )
    )
    counts = list(table)
    at = Unit.objects.filter(pk__in={row[0] for row in counts if row[0]})
    units = {pk: (name, key) for pk, name, key in at.values_list("pk", "name", "key")}
    by_lead = added((row[0], row[2:]) for row in counts if row[0])
    by_giver = added((row[1], row[2:]) for row in counts)
    return Sums(
        sorted((Sum(*units[key], *n) for key, n in by_lead.items()), key=lambda one: sort_key(one.name)),
        [Sum(str(giver.label), giver.value, *by_giver[giver]) for giver in Giver if giver in by_giver],
    )


def added(rows: Iterable[tuple[Any, Sequence[int]]]) -> dict[Any, Sequence[int]]:
    """The numbers of each key added up, in the order of the keys' first row."""
    found: dict[Any, Sequence[int]] = {}
    for key, numbers in rows:
        found[key] = [*map(add, found[key], numbers)] if key in found else numbers
    return found
