"""Who may do what with a given task, by role and unit on a day.

The giver's office enters, cuts, confirms, extends, returns, urges; the lead's head or division receives and
assigns; they, the clerk and the person assigned note and submit. Nobody of the lead confirms its tasks; what
an agency gives itself its head confirms, or the committee's leaders, never who did it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Reach, Role
from dunghen.supervision.given.models import GivenTask, Source

GIVERS = frozenset({Role.COMMITTEE_OFFICE, Role.REFORM_OFFICE, Role.HEAD_OF_AGENCY, Role.LEADER})
LEADS = frozenset({Role.HEAD_OF_AGENCY, Role.HEAD_OF_DIVISION, Role.REFORM_OFFICE})
STAFF = frozenset(
    {Role.CASE_OFFICER, Role.HEAD_OF_DIVISION, Role.REPORTING_OFFICER, Role.REFORM_OFFICE, Role.CLERK}
)
DOERS = LEADS | {Role.CLERK, Role.COMMITTEE_OFFICE}


@dataclass(frozen=True, slots=True)
class Able:
    """The units at which somebody does each duty; None of them reaches beyond the unit and what passed into
    it. `own`: every unit they work at."""

    person: int
    gives_at: frozenset[int]
    leads_at: frozenset[int]
    does_at: frozenset[int]
    heads_at: frozenset[int]
    rules_at: frozenset[int]
    own: frozenset[int]

    def enters(self, office: int) -> bool:
        """Documents of an office."""
        return office in self.gives_at

    def doer(self, given: GivenTask) -> bool:
        """Whether somebody belongs to those who do a task."""
        people = (given.task.officer_id, given.submitted_by_id)
        return self.among(people, given.task.lead_id, given.item.source.office_id)

    def among(self, people: Collection[int | None], lead: int | None, office: int) -> bool:
        """The same of a task whose officer and submitter, lead and giver's office are at hand."""
        return self.person in people or (lead in self.own and not (lead == office and lead in self.heads_at))

    def follows(self, source: Source) -> bool:
        """Whether somebody is of the giver's office, or leads the committee whose tasks they are."""
        return source.office_id in self.gives_at or source.city_id in self.rules_at

    def leads(self, given: GivenTask) -> bool:
        return given.task.lead_id in self.leads_at

    def does(self, given: GivenTask) -> bool:
        return given.task.lead_id in self.does_at or given.task.officer_id == self.person


def able(person: Person, day: date) -> Able:
    """At most seven queries."""
    held = person.holdings(day)

    def at(roles: Collection[Role] | None) -> frozenset[int]:
        units = frozenset(one.unit for one in held if roles is None or one.role in roles)
        reach = Reach(everything=False, units=units, subtrees=frozenset(), own=False)
        return (Unit.objects.within(reach, day) or frozenset()) if units else units

    return Able(
        person=person.pk,
        gives_at=at(GIVERS),
        leads_at=at(LEADS),
        does_at=at(DOERS),
        heads_at=at({Role.HEAD_OF_AGENCY}),
        rules_at=at({Role.LEADER}),
        own=at(None),
    )


def staff_of(given: GivenTask, day: date) -> QuerySet[Person]:
    """Whom the lead may assign a task to: who works there."""
    held = Assignment.objects.on(day).filter(unit=given.task.lead, role__in=STAFF)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("pk")
