"""What the inspected unit itself recommends, and its answers. All raise Refused, PermissionDenied."""

from django.db import transaction
from django.utils import timezone

from dunghen.org.models import Person
from dunghen.supervision.errors import need
from dunghen.supervision.inspections import rules
from dunghen.supervision.inspections.actions.base import held, move
from dunghen.supervision.inspections.models import InspectionStep, TeamMember, UnitRequest
from dunghen.supervision.inspections.who import Able


@transaction.atomic
def request(by: Person, pk: int, seen: int, *, content: str, member: TeamMember | None) -> UnitRequest:
    """By the unit, or by the team as it heard it; `member`: whose field it is."""
    inspection = held(pk, seen)
    able = Able(by, timezone.localdate())
    need(able.answers_for(inspection.unit_id) or able.acts_for(inspection.team))
    rules.requesting(inspection.state, content)
    made = inspection.requests.create(number=inspection.requests.count() + 1, content=content, member=member)
    move(inspection, by, InspectionStep.REQUEST, note=content)
    return made


@transaction.atomic
def answer(by: Person, pk: int, seen: int, number: int, *, text: str) -> None:
    """By the member responsible, or in their name by who acts for the team."""
    inspection = held(pk, seen)
    today = timezone.localdate()
    asked = inspection.requests.select_related("member").get(number=number)
    able = Able(by, today)
    need(able.is_member(asked.member) or able.acts_for(inspection.team))
    rules.answering(text, asked.answered)
    UnitRequest.objects.filter(pk=asked.pk).update(answer=text, answered=today)
    move(inspection, by, InspectionStep.ANSWERED, day=today, note=f"{number}. {text}")
