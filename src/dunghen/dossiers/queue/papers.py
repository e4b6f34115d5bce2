"""Papers that wait for somebody: those they may sign, and the signed ones they issue or send.

Whose a paper is, the duties say (handling.duties); the same table opens the page of the act.
"""

from datetime import date

from django.db.models import Q

from dunghen.core.once import once
from dunghen.dossiers.handling.duties import Act, Duty, Place, duty_of
from dunghen.dossiers.models import Draft
from dunghen.dossiers.models.handling import WAITING
from dunghen.dossiers.rules import Paper, Stage
from dunghen.org.models import Person
from dunghen.org.rights import Role

MOST = 2000  # papers are read no further


def act_on(kind: str, stage: str) -> Act:
    """What a paper on its way waits for."""
    if stage == Stage.DRAFTED:
        return Act.SIGN
    return Act.ISSUE if kind == Paper.RESULT else Act.SEND


def _duty(kind: Paper, stage: Stage) -> Duty:
    return duty_of(act_on(kind, stage), kind)


def roles_for(stage: Stage) -> frozenset[Role]:
    """Who has anything to do with papers at this stage."""
    return frozenset().union(*(_duty(kind, stage).roles for kind in Paper))


def waiting(person: Person, stage: Stage, day: date) -> list[Draft]:
    """The papers of open dossiers at this stage that wait for this person, the oldest first. One query a
    page."""
    return once(("papers", person.pk, stage, day), lambda: _waiting(person, stage, day))


def _waiting(person: Person, stage: Stage, day: date) -> list[Draft]:
    theirs = Q()
    for duty in {_duty(kind, stage) for kind in Paper}:
        if units := person.works_at(duty.roles, day):
            kinds = [kind for kind in Paper if _duty(kind, stage) == duty]
            theirs |= Q(kind__in=kinds) & _at(duty, units)
    if not theirs:
        return []
    still = Q(dossier__versions__known_to__isnull=True, dossier__versions__outcome="")
    found = Draft.objects.filter(WAITING, still, theirs, stage=stage)
    if stage == Stage.DRAFTED:
        # who drafted it does not sign it; a letter of urging is its signer's own (art. 9.1)
        found = found.exclude(~Q(kind=Paper.URGE), drafted_by=person)
    rows = found.only("dossier_id", "kind", "stage").order_by("drafted_at", "pk")
    return list(rows[:MOST])


def _at(duty: Duty, units: frozenset[int]) -> Q:
    decided = Q(unit__in=units)
    if duty.place is Place.DECIDES:
        return decided
    return decided | Q(dossier__versions__received_unit__in=units)
