"""Targets as they stand on a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
        return f"{rules.OPERATORS[target.operator]} {rules.shown(target.value, target.measure)}"

    @property
    def found(self) -> str:
        return rules.shown(self.last.value, self.target.measure) if self.last else ""

    @property
    def compared(self) -> str:
        """So với chỉ tiêu được giao."""
        return rules.compared(self.target.operator, self.target.value, self.target.measure, self.state)


def standings(rows: TargetQuerySet, day: date) -> list[Standing]:
    """By programme, in the order in which they were given; two queries."""
    ordered = rows.select_related("unit", "answers").prefetch_related("observations")
    return [standing(row, day) for row in ordered.order_by("programme", "pk")]


def standing(target: Target, day: date) -> Standing:
    """How one stands, by what was observed until the day."""
    last = next((one for one in target.observations.all() if one.day <= day), None)
    seen = (last.day, last.value) if last else None
    return Standing(target, last, rules.state(target.operator, target.value, target.judged_on, seen, day))


def counted(found: Iterable[Standing]) -> Counter[str]:
    """How many stand how."""
    return Counter(one.state for one in found)
