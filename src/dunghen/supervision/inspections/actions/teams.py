"""Teams: their plan, decision and members, and the units in the plan. All raise Refused, PermissionDenied."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, need, once
from dunghen.supervision.inspections import rules
from dunghen.supervision.inspections.models import Duty, Inspection, InspectionStep, Regime, Team, TeamMember
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import record


@transaction.atomic
def plan(by: Person, *, organiser: Unit, counted_for: Unit, **said: Any) -> Team:
    """Enter the plan of the year with the team that will carry it out."""
    today = timezone.localdate()
    units = {unit.pk for unit in Able(by, today).organises()}
    need(organiser.pk in units and counted_for.pk in units)
    rules.not_later(said["plan_day"], today)
    with once(
        _("Kế hoạch số {number} đã có. Mở Đoàn của kế hoạch đó trong danh sách.").format(
            number=said["plan_number"]
        )
    ):
        team = Team.objects.create(organiser=organiser, counted_for=counted_for, **said)
    record(team, InspectionStep.PLANNED, by, day=team.plan_day, note=team.plan_number)
    return team


@transaction.atomic
def found(by: Person, pk: int, *, number: str, day: date) -> None:
    """The decision that founds the team."""
    today = timezone.localdate()
    team = _held(by, pk)
    if team.decision_number:
        raise Refused(_("Đoàn đã có quyết định thành lập."))
    rules.founding(team.plan_day, number, day, today)
    Team.objects.filter(pk=pk).update(decision_number=number, decision_day=day)
    record(team, InspectionStep.FOUNDED, by, day=day, note=number)


@transaction.atomic
def add_member(by: Person, pk: int, *, account: Person | None, duty: Duty, **said: Any) -> TeamMember:
    """A member, with an account or without. One head."""
    team = _held(by, pk)
    if duty == Duty.HEAD and team.members.filter(duty=Duty.HEAD).exists():
        raise Refused(_("Đoàn đã có Trưởng đoàn. Chọn nhiệm vụ khác cho thành viên này."))
    if account is not None and team.members.filter(person=account).exists():
        raise Refused(_("{name} đã là thành viên của Đoàn.").format(name=account))
    member = TeamMember.objects.create(team=team, person=account, duty=duty, **said)
    record(team, InspectionStep.MEMBER, by, note=f"{member.get_duty_display()}: {member.body}")
    return member


@transaction.atomic
def list_unit(by: Person, pk: int, *, unit: Unit, day: date, outline_due: date) -> Inspection:
    """Put a unit into the plan; once a plan."""
    team = _held(by, pk)
    if team.regime != Regime.PLANNED:
        raise Refused(_("Kiểm tra đột xuất không lập danh sách đơn vị trước."))
    if unit.pk == team.organiser_id:
        raise Refused(_("Đoàn không kiểm tra chính cơ quan lập Đoàn."))
    if team.inspections.filter(unit=unit).exists():
        raise Refused(_("{unit} đã có trong kế hoạch này.").format(unit=unit))
    rules.existing(day, unit.valid_from, unit.valid_to)
    working = calendar(unit.office_hours).is_working(day)
    rules.listing(day, outline_due, team.year, team.plan_day, working=working)
    inspection = Inspection.objects.create(
        team=team, unit=unit, day=day, outline_due=outline_due, sample=team.sample
    )
    record(inspection, InspectionStep.LISTED, by, day=day)
    return inspection


def _held(by: Person, pk: int) -> Team:
    team = Team.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=pk)
    need(Able(by, timezone.localdate()).acts_for(team))
    return team
