"""How the number of procedures came from the start of a period to its end: start + published − abolished or
replaced = end, once per level. All four are counted; where they do not meet, some change has no decision."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from dunghen.org.models import Unit
from dunghen.procedures.models import ContentKind, ProcedureChange, ProcedureScope, VersionState

ENDED = (ContentKind.ABOLISHED, ContentKind.REPLACED)


@dataclass(frozen=True, slots=True)
class Movement:
    """Of the period [first, last]."""

    first: date
    last: date
    start: int
    published: int
    ended: int
    end: int

    @property
    def difference(self) -> int:
        """What no decision explains; 0 where it all adds up."""
        return self.end - (self.start + self.published - self.ended)


def movement(org: Unit, first: date, last: date) -> Movement:
    """As known now. Two queries."""
    before = first - timedelta(days=1)
    scopes = ProcedureScope.objects.filter(
        version__procedure__org=org, version__known_to=None, version__state=VersionState.PUBLISHED
    )
    stocks = scopes.aggregate(start=Count("pk", filter=_on(before)), end=Count("pk", filter=_on(last)))
    changes = ProcedureChange.objects.filter(
        procedure__org=org, known_to=None, decided__gte=first, decided__lte=last
    )
    counts = changes.aggregate(
        published=Count("pk", filter=Q(kind=ContentKind.NEW)),
        ended=Count("pk", filter=Q(kind__in=ENDED)),
    )
    return Movement(first, last, **stocks, **counts)


def _on(day: date) -> Q:
    """In force on a day."""
    return Q(version__valid_from__lte=day) & (
        Q(version__valid_to__isnull=True) | Q(version__valid_to__gt=day)
    )
