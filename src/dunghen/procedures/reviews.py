"""What is done with the yearly review of procedures; the only writer of it."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person, Unit
from dunghen.procedures import cost
from dunghen.procedures import review_rules as rules
from dunghen.procedures.control_law import incomes
from dunghen.procedures.models import (
    CostLine,
    CostSide,
    Procedure,
    ReviewItem,
    ReviewPlan,
    Side,
    Simplification,
)
from dunghen.procedures.rules import Refused
from dunghen.procedures.who import able


@transaction.atomic
def plan(by: Person, unit: Unit, *, year: int, decision: str, decided: date, sent: date | None) -> ReviewPlan:
    """The plan of a year as it was approved, or with what is now known of it. Raises Refused,
    PermissionDenied."""
    today = timezone.localdate()
    if not able(by, today).controls:
        raise PermissionDenied
    rules.check_plan(decision, decided, sent, year, today)
    said = {"decision": decision, "decided": decided, "sent": sent}
    made, _new = ReviewPlan.objects.update_or_create(unit=unit, year=year, defaults=said)
    return made


@transaction.atomic
def add(by: Person, of: ReviewPlan, procedure: Procedure, agency: Unit, **said: Any) -> ReviewItem:
    """A procedure into the plan. Raises Refused, PermissionDenied."""
    if not able(by, timezone.localdate()).controls:
        raise PermissionDenied
    rules.check_item(said["starts"], said["ends"], of.year)
    if of.items.filter(procedure=procedure).exists():
        raise Refused(_("Thủ tục “{name}” đã có trong kế hoạch.").format(name=procedure))
    return ReviewItem.objects.create(plan=of, procedure=procedure, agency=agency, **said)


@transaction.atomic
def judge(by: Person, pk: int, *, proposal: str, **findings: str) -> None:
    """What the agency found, and what it proposes. Raises Refused, PermissionDenied."""
    item = _open(by, pk)
    rules.check_result(findings, proposal)
    ReviewItem.objects.filter(pk=item.pk).update(proposal=proposal, **findings)


@transaction.atomic
def reckon(by: Person, pk: int, side: Side, burden: cost.Burden, income_year: int) -> None:
    """What it costs to comply, before or after; both with the income of one year, which is copied. Raises
    Refused, PermissionDenied."""
    item = _open(by, pk)
    income = incomes().get(income_year)
    if income is None:
        raise Refused(_("Chưa có thu nhập bình quân của năm {year}.").format(year=income_year))
    ReviewItem.objects.filter(pk=item.pk).update(income_year=income_year, gdp_per_head=income.gdp_per_head)
    write_side(item, side, burden)


@transaction.atomic
def approve(by: Person, pk: int, *, decision: str, approved: date) -> Simplification:
    """The simplification is approved with its costs as they stand: form 3 row 1.1. Raises Refused,
    PermissionDenied."""
    today = timezone.localdate()
    if not able(by, today).controls:
        raise PermissionDenied
    item = ReviewItem.objects.select_for_update().get(pk=pk)
    _not_approved(item)
    costs = yearly_costs(item)
    rules.check_approval(item.proposal, costs, decision, approved, today)
    before, after = costs or (0, 0)
    return Simplification.objects.create(
        item=item,
        procedure_id=item.procedure_id,
        decision=decision,
        approved=approved,
        before=before,
        after=after,
        known_from=transaction_time(),
    )


def write_side(item: ReviewItem, side: Side, burden: cost.Burden) -> None:
    """The tasks and amounts of one side, in place of those before."""
    said = {
        "fee": burden.fee,
        "other": burden.other,
        "times": burden.times,
        "subjects": burden.subjects,
    }
    row, _new = CostSide.objects.update_or_create(item=item, side=side, defaults=said)
    row.lines.all().delete()
    CostLine.objects.bulk_create(
        CostLine(
            side=row,
            position=position,
            name=task.name,
            hours=task.hours,
            services=task.services,
            travel=task.travel,
            copies=task.copies,
        )
        for position, task in enumerate(burden.tasks, 1)
    )


def burdens(item: ReviewItem) -> dict[Side, cost.Burden]:
    """What is known of the costs, by side. Two queries, none where they are at hand."""
    return {
        Side(row.side): cost.Burden(
            tasks=[
                cost.Task(
                    name=line.name,
                    hours=line.hours,
                    services=line.services,
                    travel=line.travel,
                    copies=line.copies,
                )
                for line in sorted(row.lines.all(), key=lambda line: line.position)
            ],
            fee=row.fee,
            other=row.other,
            times=row.times,
            subjects=row.subjects,
        )
        for row in item.sides.all()
    }


def yearly_costs(item: ReviewItem) -> tuple[int, int] | None:
    """đồng a year before and after; None while one of them is missing."""
    found = burdens(item)
    if item.gdp_per_head is None or len(found) < len(Side):
        return None
    hourly = cost.hourly_income(item.gdp_per_head)
    return cost.yearly(found[Side.BEFORE], hourly), cost.yearly(found[Side.AFTER], hourly)


def _open(by: Person, pk: int) -> ReviewItem:
    item = ReviewItem.objects.select_for_update().get(pk=pk)
    if not able(by, timezone.localdate()).writes(item.agency_id):
        raise PermissionDenied
    _not_approved(item)
    return item


def _not_approved(item: ReviewItem) -> None:
    if item.approvals.filter(known_to=None).exists():
        raise Refused(_("Phương án đã được phê duyệt, không sửa được nữa."))
