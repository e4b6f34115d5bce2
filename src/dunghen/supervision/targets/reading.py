"""Targets as they stand on a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from dunghen.supervision.targets import rules
from dunghen.supervision.targets.models import Observation, Target, TargetQuerySet


@dataclass(frozen=True, slots=True)
class Standing:
    """A target with the last that was observed of it until a day, and how it stands then."""

    target: Target
    last: Observation | None
    state: str

    @property
    def label(self) -> object:
        return rules.STATES[self.state]

    @property
    def wanted(self) -> str:
        target = self.target
        return rules.wanted(target.operator, target.value, target.measure)

    @property
    def found(self) -> str:
        return rules.shown(self.last.value, self.target.measure) if self.last else ""


def standings(rows: TargetQuerySet, day: date, *, after: int = 0, most: int | None = None) -> list[Standing]:
    """By programme, in the order in which they were given: those after a key, at most so many."""
    found = rows.select_related("unit", "answers").prefetch_related("observations")
    if after:
        last = Target.objects.filter(pk=after).values_list("programme", flat=True).first() or ""
        found = found.filter(Q(programme__gt=last) | Q(programme=last, pk__gt=after))
    return [standing(row, day) for row in found.order_by("programme", "pk")[:most]]


def standing(target: Target, day: date) -> Standing:
    """How one stands, by what was observed until the day."""
    last = next((one for one in target.observations.all() if one.day <= day), None)
    seen = (last.day, last.value) if last else None
    return Standing(target, last, rules.state(target.operator, target.value, target.judged_on, seen, day))


def counted(rows: TargetQuerySet, day: date) -> Counter[str]:
    """How many stand how; one query."""
    seen = Observation.objects.filter(target=OuterRef("pk"), day__lte=day)
    last = {name: Subquery(seen.values(name)[:1]) for name in ("day", "value")}
    found = rows.annotate(last_day=last["day"], last_value=last["value"]).values_list(
        "operator", "value", "judged_on", "last_day", "last_value"
    )
    return Counter(
        rules.state(operator, value, judged_on, (on, reached) if on else None, day)
        for operator, value, judged_on, on, reached in found
    )


def of_units(rows: TargetQuerySet, units: frozenset[int], day: date, most: int) -> list[Standing]:
    """The targets of some units in the latest year until a day in which they have any; two queries."""
    own = rows.filter(unit__in=units, year__lte=day.year)
    latest = own.order_by("-year").values("year")[:1]
    return standings(own.filter(year=Subquery(latest)), day, most=most)
