"""Opinions asked of other units: those that wait for somebody, and each unit's own rate of being on time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Now

from dunghen.dossiers.models import Area, Consultation
from dunghen.dossiers.rules import HANDLERS
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Reach, Right

PAGE = 50
OPEN = Q(answered_at=None, closed_at=None)


def answering_units(person: Person, day: date) -> frozenset[int]:
    """The units for which a person may answer: where they handle dossiers, and what passed into it."""
    at = frozenset(held.unit for held in person.holdings(day) if held.role in HANDLERS)
    reach = Reach(everything=False, units=at, subtrees=frozenset(), own=False)
    return Unit.objects.within(reach, day) or frozenset()


def asked_of(person: Person, day: date) -> list[Consultation]:
    """What waits for an answer of this person's units, the most urgent first."""
    waiting = Consultation.objects.filter(OPEN, unit__in=answering_units(person, day))
    return list(waiting.select_related("dossier", "unit", "lead").order_by("due_at", "pk")[:PAGE])


@dataclass(frozen=True, slots=True)
class Rate:
    """How a unit answered: of those whose limit is over or that were answered, how many in time."""

    unit: str
    asked: int
    on_time: int
    late: int

    @property
    def percent(self) -> Decimal | None:
        """On time among those that are answered or late; None without any."""
        settled = self.on_time + self.late
        return Decimal(100 * self.on_time) / settled if settled else None


def rates(person: Person, first: date, last: date, day: date) -> list[Rate]:
    """The rates of the units that a person sees, over what was asked from `first` to `last`: those within
    their right, and any that answered dossiers of these."""
    area = Area.of(person, Right.ROWS, day)
    asked = Consultation.objects.filter(asked_at__date__gte=first, asked_at__date__lte=last)
    if area.units is not None:
        asked = asked.filter(Q(unit__in=area.units) | Q(lead__in=area.units))
    ended = Coalesce("answered_at", "closed_at", Now())
    late = Q(ended__gt=F("due_at"))
    found = (
        asked.annotate(ended=ended)
        .values("unit__name")
        .annotate(
            asked=Count("pk"),
            on_time=Count("pk", filter=Q(answered_at__isnull=False) & ~late),
            late=Count("pk", filter=late),
        )
        .order_by("unit__name")
    )
    return [Rate(row["unit__name"], row["asked"], row["on_time"], row["late"]) for row in found]
