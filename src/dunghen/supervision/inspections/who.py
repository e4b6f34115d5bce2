"""Who may do what in inspections, by role and unit on a day and by membership of a team.

The standing body of the reform and the heads of units organise; head, deputy and secretary of a team act for
it; the inspected unit answers; the leadership and its office record what the UBND decides.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dunghen.org.models import Level, Person, Unit
from dunghen.org.rights import Reach, Role
from dunghen.supervision.inspections.models import Audit, Duty, Team, TeamMember, TeamQuerySet

ORGANISERS = frozenset({Role.REFORM_OFFICE, Role.HEAD_OF_AGENCY})
ANSWERERS = frozenset({Role.HEAD_OF_AGENCY, Role.CLERK, Role.REPORTING_OFFICER})
DECIDERS = frozenset({Role.LEADER, Role.COMMITTEE_OFFICE})
AUDITORS = frozenset({Role.INSPECTORATE, Role.REFORM_OFFICE})
ACTING = frozenset({Duty.HEAD, Duty.DEPUTY, Duty.SECRETARY})


@dataclass(frozen=True, slots=True)
class Able:
    """What somebody may do on a day."""

    person: Person
    day: date

    def organises(self) -> list[Unit]:
        """The units in whose name they found teams: their own, and the city for the standing body."""
        return list(Unit.objects.filter(pk__in=self._organising()).order_by("pk"))

    def _organising(self) -> frozenset[int]:
        held = self.person.holdings(self.day)
        reform = {one.unit for one in held if one.role == Role.REFORM_OFFICE}
        above = Unit.objects.filter(children__in=reform, level=Level.CITY).values_list("pk", flat=True)
        return frozenset({one.unit for one in held if one.role in ORGANISERS} | set(above))

    def acts_for(self, team: Team) -> bool:
        """Whether they are its head, deputy or secretary, or organise for the unit that founded it or what
        that unit became."""
        own = team.members.filter(person=self.person, duty__in=ACTING)
        reach = Reach(everything=False, units=self._organising(), subtrees=frozenset(), own=False)
        return own.exists() or team.organiser_id in (Unit.objects.within(reach, self.day) or ())

    def belongs_to(self, team: Team) -> bool:
        return self.acts_for(team) or team.members.filter(person=self.person).exists()

    def among(self, teams: TeamQuerySet) -> TeamQuerySet:
        """Those they belong to."""
        reach = Reach(everything=False, units=self._organising(), subtrees=frozenset(), own=False)
        mine = TeamMember.objects.filter(person=self.person).values("team")
        return teams.filter(Q(organiser__in=Unit.objects.within(reach, self.day) or ()) | Q(pk__in=mine))

    def answers_for(self, unit: int) -> bool:
        """Whether they speak for the inspected unit, or for what it became."""
        return self.person.works_for(unit, ANSWERERS, self.day)

    def works_at(self, unit: int) -> bool:
        """Whether they hold any role at the inspected unit, or at what it became."""
        return self.person.works_for(unit, tuple(Role), self.day)

    def decides(self) -> bool:
        """Whether they record what the UBND decided."""
        return any(one.role in DECIDERS for one in self.person.holdings(self.day))

    def is_member(self, member: TeamMember | None) -> bool:
        return member is not None and member.person_id == self.person.pk

    def audits(self) -> list[Unit]:
        """The units in whose name they enter audits."""
        own = {one.unit for one in self.person.holdings(self.day) if one.role in AUDITORS}
        return list(Unit.objects.filter(pk__in=own).order_by("pk"))

    def keeps(self, audit: Audit) -> bool:
        return audit.auditor_id in {unit.pk for unit in self.audits()}
