"""Who may do what with plans and tasks, by role and unit on a day.

The reform office writes the city's plan and confirms its tasks, as does the committee's office; a unit writes
its own plan, whose tasks its head confirms. Nobody confirms what they, or for the city's plan their unit, do
as its lead, as one of several, or as a partner that offered the document; where that leaves no office, the
city's leaders do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Reach, Role
from dunghen.supervision.plans.models import Plan
from dunghen.supervision.tasks.models import Evidence, NamedAs, Task

GIVERS = frozenset({Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE})
HEADS = frozenset({Role.HEAD_OF_AGENCY, Role.HEAD_OF_DIVISION})
WRITERS = HEADS | {Role.REPORTING_OFFICER, Role.FIELD_LEAD}
DOERS = WRITERS | {Role.CLERK, Role.CASE_OFFICER, Role.REFORM_OFFICE, Role.COMMITTEE_OFFICE}
SIGNERS = frozenset({Role.CLERK, Role.HEAD_OF_AGENCY, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Able:
    """What somebody may do: units by what is done for them, with those that passed into them."""

    person: int
    gives: bool
    gives_at: frozenset[int]
    writes_at: frozenset[int]
    heads_at: frozenset[int]
    does_at: frozenset[int]
    signs_at: frozenset[int]
    city_signs: bool
    own: frozenset[int]
    rules_at: frozenset[int]

    def urges(self, plan: Plan) -> int | None:
        """The unit in whose name they urge the units of a plan; None where it is not theirs to urge."""
        if not self.writes(plan):
            return None
        return min(self.gives_at) if plan.unit.kind == UnitKind.CITY else plan.unit_id

    def writes(self, plan: Plan) -> bool:
        """Whether a plan's draft is theirs to write."""
        if plan.unit.kind == UnitKind.CITY:
            return self.gives
        return plan.unit_id in self.writes_at

    def signs(self, plan: Plan) -> bool:
        """Whether they record that a plan was signed."""
        if plan.unit.kind == UnitKind.CITY:
            return self.city_signs
        return plan.unit_id in self.signs_at

    def does(self, task: Task) -> bool:
        """Whether they may offer a document for a task: of a unit it names, or its own officer. Of a unit's
        own plan all who work there."""
        if task.officer_id == self.person or task.lead_id in self.does_at:
            return True
        plan = task.plan
        if plan is not None and plan.unit.kind != UnitKind.CITY and plan.unit_id in self.does_at:
            return True
        return any(one.unit_id in self.does_at for one in task.units.all())

    def confirms(self, task: Task) -> bool:
        """Whether they judge what was offered for a task of a plan: its giver, never its doer."""
        if task.officer_id == self.person or task.plan is None:
            return False
        if task.plan.unit.kind == UnitKind.CITY:
            doing = {one.unit_id for one in task.units.all() if one.role == NamedAs.CO_LEAD}
            gives = self.gives or task.plan.unit_id in self.rules_at
            return gives and not ({task.lead_id} | doing) & self.own
        return task.plan.unit_id in self.heads_at

    def offered(self, paper: Evidence) -> bool:
        """Whether a document comes from them: by themselves; for the city's plan by who worked that day where
        they work."""
        if paper.by is None or paper.by_id == self.person:
            return paper.by is not None
        plan = paper.product.task.plan
        if plan is None or plan.unit.kind != UnitKind.CITY:
            return False
        return bool(self.own & {one.unit for one in paper.by.holdings(localtime(paper.at).date())})


def able(person: Person, day: date) -> Able:
    """At most a handful of queries."""
    held = person.holdings(day)

    def at(roles: Collection[Role]) -> frozenset[int]:
        return frozenset(one.unit for one in held if one.role in roles)

    def reached(units: frozenset[int]) -> frozenset[int]:
        own = Reach(everything=False, units=units, subtrees=frozenset(), own=False)
        return Unit.objects.within(own, day) or frozenset()

    signing = at(SIGNERS)
    return Able(
        person=person.pk,
        gives=bool(at(GIVERS)),
        gives_at=at(GIVERS),
        writes_at=at(WRITERS),
        heads_at=reached(at({Role.HEAD_OF_AGENCY})),
        does_at=reached(at(DOERS)),
        signs_at=signing,
        city_signs=bool(signing)
        and Unit.objects.filter(pk__in=signing, kind__in=(UnitKind.CITY, UnitKind.OFFICE)).exists(),
        own=reached(frozenset(one.unit for one in held)),
        rules_at=reached(at({Role.LEADER})),
    )
