"""The pages of the yearly review: plans with their procedures, a procedure with its costs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.fields import Choices
from dunghen.core.typed import typed
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_views import signed_in
from dunghen.org.models import Level, Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.procedures import cost, review_rules, reviews
from dunghen.procedures.control_law import incomes, publication_terms
from dunghen.procedures.models import CostSide, ReviewItem, ReviewPlan, Side, Simplification
from dunghen.procedures.review_forms import Approval, Cost, Item, Plan, Result, cost_of
from dunghen.procedures.rules import Refused
from dunghen.procedures.who import able

SIDES = {"truoc": Side.BEFORE, "sau": Side.AFTER}
APPROVED = Prefetch("approvals", Simplification.objects.filter(known_to=None), "now_approved")


@needs(Right.CONTROL)
@require_safe
def review_plans(request: HttpRequest) -> HttpResponse:
    """The plans, the newest first, with their procedures and what was saved."""
    items = ReviewItem.objects.select_related("procedure", "agency").prefetch_related(APPROVED).order_by("pk")
    plans = ReviewPlan.objects.select_related("unit").prefetch_related(Prefetch("items", items))
    today = timezone.localdate()
    page = {
        "plans": [
            (plan, review_rules.plan_due(plan.year, publication_terms(plan.decided)), _saved(plan))
            for plan in plans.order_by("-year")
        ],
        "may_control": able(signed_in(request), today).controls,
    }
    return render(request, "procedures/reviews.html", page)


def _saved(plan: ReviewPlan) -> dict[str, Any]:
    """Of the approved simplifications of a plan, together: a percentage is never averaged."""
    approved = [one for item in plan.items.all() for one in getattr(item, "now_approved", [])]
    before, after = sum(one.before for one in approved), sum(one.after for one in approved)
    return {
        "approved": len(approved),
        "items": len(plan.items.all()),
        "saving": cost.saving(before, after),
        "share": cost.saving_share(before, after),
    }


@needs(Right.CONTROL)
def review_plan(request: HttpRequest) -> HttpResponse:
    """A plan as it was approved; of a year that has one already, what is now known of it."""
    by = signed_in(request)
    if not able(by, timezone.localdate()).controls:
        raise PermissionDenied
    form = Plan(request.POST or None)

    def act() -> HttpResponse:
        city = get_object_or_404(Unit.objects.on(form.cleaned_data["decided"]), kind=UnitKind.CITY)
        reviews.plan(by, city, **form.cleaned_data)
        return redirect("reviews")

    return _typed(request, form, _("Kế hoạch rà soát, đánh giá TTHC"), act)


@needs(Right.CONTROL)
def review_add(request: HttpRequest, year: int) -> HttpResponse:
    """A procedure into the plan of a year."""
    by = signed_in(request)
    plan = get_object_or_404(ReviewPlan, year=year)
    if not able(by, timezone.localdate()).controls:
        raise PermissionDenied
    form = Item(_agencies(plan), request.POST or None)

    def act() -> HttpResponse:
        said = dict(form.cleaned_data)
        agency = get_object_or_404(Unit, key=said.pop("agency"))
        made = reviews.add(by, plan, said.pop("procedure"), agency, **said)
        return redirect("review", made.pk)

    title = _("Thêm thủ tục vào kế hoạch năm %(year)s") % {"year": str(year)}
    return _typed(request, form, title, act)


def _agencies(plan: ReviewPlan) -> Choices:
    levels = (Level.DEPARTMENT, Level.DISTRICT)
    return unit_choices(Unit.objects.on(plan.decided).filter(level__in=levels))


@needs(Right.CONTROL)
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A procedure under review: plan, findings, costs before and after, what it saves."""
    return _page(request, pk)


@needs(Right.CONTROL)
def review_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """What the agency found and proposes."""
    item = _own(request, pk)
    names = ("necessity", "reasonableness", "legality", "proposal", "proposal_text")
    form = Result(request.POST or None, initial={name: getattr(item, name) for name in names})

    def act() -> HttpResponse:
        reviews.judge(signed_in(request), pk, **form.cleaned_data)
        return redirect("review", pk)

    return _typed(request, form, _("Kết quả rà soát: %(name)s") % {"name": item.procedure}, act, item)


@needs(Right.CONTROL)
def review_cost(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    """The compliance cost before or after."""
    if side not in SIDES:
        raise Http404
    item, which = _own(request, pk), SIDES[side]
    found = reviews.burdens(item)
    known = found.get(which) or found.get(Side.BEFORE)
    form = Cost(request.POST or None, initial=cost_of(item, known))

    def act() -> HttpResponse:
        year = int(form.cleaned_data["income_year"])
        reviews.reckon(signed_in(request), pk, which, form.burden(), year)
        return redirect("review", pk)

    return _typed(request, form, _("Chi phí tuân thủ: %(side)s") % {"side": which.label}, act, item)


@needs(Right.CONTROL)
def review_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision that approves the simplification."""
    item = get_object_or_404(ReviewItem, pk=pk)
    by = signed_in(request)
    if not able(by, timezone.localdate()).controls:
        raise PermissionDenied
    form = Approval(request.POST or None)

    def act() -> HttpResponse:
        reviews.approve(by, pk, **form.cleaned_data)
        messages.success(request, _("Đã ghi nhận phê duyệt phương án đơn giản hóa."))
        return redirect("review", pk)

    return _typed(request, form, _("Phê duyệt phương án đơn giản hóa"), act, item)


def _own(request: HttpRequest, pk: int) -> ReviewItem:
    item = get_object_or_404(ReviewItem.objects.select_related("procedure"), pk=pk)
    if not able(signed_in(request), timezone.localdate()).writes(item.agency_id):
        raise PermissionDenied
    return item


def _page(request: HttpRequest, pk: int) -> HttpResponse:
    sides = Prefetch("sides", CostSide.objects.prefetch_related("lines").order_by("-side"))
    rows = ReviewItem.objects.select_related("procedure", "agency", "plan").prefetch_related(sides)
    item = get_object_or_404(rows, pk=pk)
    may = able(signed_in(request), timezone.localdate())
    approved = item.approvals.filter(known_to=None).first()
    costs = (approved.before, approved.after) if approved else reviews.yearly_costs(item)
    hourly = cost.hourly_income(item.gdp_per_head) if item.gdp_per_head else None
    page = {
        "item": item,
        "approved": approved,
        "costs": costs,
        "saving": cost.saving(*costs) if costs else None,
        "share": cost.saving_share(*costs) if costs else None,
        "hourly": cost.whole(hourly) if hourly else None,
        "income": incomes().get(item.income_year or 0),
        "tables": [_table(side, burden, hourly) for side, burden in reviews.burdens(item).items()],
        "may_write": may.writes(item.agency_id) and not approved,
        "may_approve": may.controls and not approved,
    }
    return render(request, "procedures/review.html", page)


def _table(side: Side, burden: cost.Burden, hourly: Any) -> dict[str, Any]:
    """A side as the page shows it, to the nearest đồng; the totals are not sums of what was rounded."""
    return {
        "side": side,
        "key": next(key for key, value in SIDES.items() if value == side),
        "burden": burden,
        "lines": [
            (task, cost.whole(cost.task_cost(task, hourly)) if hourly else None) for task in burden.tasks
        ],
        "once": cost.whole(cost.once(burden, hourly)) if hourly else None,
        "yearly": cost.yearly(burden, hourly) if hourly else None,
    }


def _typed(
    request: HttpRequest,
    form: forms.Form,
    title: object,
    act: Callable[[], HttpResponse],
    item: ReviewItem | None = None,
) -> HttpResponse:
    return typed(request, form, "procedures/review_form.html", act, Refused, title=title, item=item)
