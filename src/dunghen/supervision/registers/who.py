"""Who keeps a unit's registers and answers for its reports, by role and unit on a day.

The city has no people of its own: its reform office and the committee's office keep its registers, send its
reports and receive those of its units.
"""

from datetime import date

from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Reach, Role

KEEPERS = frozenset(
    {Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE, Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY, Role.CLERK}
)
FOR_THE_CITY = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE})


def kept_now(person: Person, day: date) -> frozenset[int]:
    """The units for which somebody writes new lines and reports: where they work, and the city above."""
    held = person.holdings(day)
    own = frozenset(one.unit for one in held if one.role in KEEPERS)
    offices = [one.unit for one in held if one.role in FOR_THE_CITY]
    if not offices:
        return own
    return own | set(
        Unit.objects.filter(kind=UnitKind.CITY, children__in=offices).values_list("pk", flat=True)
    )


def kept_by(person: Person, day: date) -> frozenset[int]:
    """The same, with the units that passed into them."""
    now = kept_now(person, day)
    reach = Reach(everything=False, units=now, subtrees=frozenset(), own=False)
    return (Unit.objects.within(reach, day) or frozenset()) if now else now
