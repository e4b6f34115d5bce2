"""Who may do what in the control of procedures, by role and unit on a day.

The department drafts, the committee's office checks and enters into the national database, the clerk records
what the leader signed, the places of intake confirm that they posted it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Role

DRAFTERS = frozenset({Role.FIELD_LEAD, Role.HEAD_OF_AGENCY})
CONTROLLERS = frozenset({Role.COMMITTEE_OFFICE})
SIGNERS = frozenset({Role.CLERK, Role.LEADER})
POSTERS = frozenset({Role.RECEIVING_OFFICER, Role.HEAD_OF_ONE_STOP, Role.HEAD_OF_AGENCY})


@dataclass(frozen=True, slots=True)
class Able:
    """What somebody may do. `drafts_at`: the units whose drafts and reviews are theirs to write."""

    drafts_at: frozenset[int]
    controls: bool
    signs: bool
    posts_at: frozenset[int]

    def writes(self, unit: int) -> bool:
        return unit in self.drafts_at


def able(person: Person, day: date) -> Able:
    """At most two queries. A signature is recorded at the committee or its office alone."""
    held = person.holdings(day)

    def at(roles: Collection[Role]) -> frozenset[int]:
        return frozenset(one.unit for one in held if one.role in roles)

    signing = at(SIGNERS)
    own = Unit.objects.filter(pk__in=signing, kind__in=(UnitKind.CITY, UnitKind.OFFICE))
    return Able(
        drafts_at=at(DRAFTERS),
        controls=bool(at(CONTROLLERS)),
        signs=bool(signing) and own.exists(),
        posts_at=at(POSTERS),
    )
