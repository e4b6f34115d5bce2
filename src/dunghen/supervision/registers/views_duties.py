"""The pages of reporting duties: the calendar of what is owed, who sent and who did not."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.given.models import Source
from dunghen.supervision.given.reading import replies
from dunghen.supervision.registers import actions, reading, rules
from dunghen.supervision.registers.forms import ReturnForm, SendForm
from dunghen.supervision.registers.law import duties
from dunghen.supervision.registers.models import DutyReport
from dunghen.supervision.registers.reading import Owed
from dunghen.supervision.registers.rules import LATE, NOT_YET, ON_TIME, OVERDUE, RETURNED, Occasion
from dunghen.supervision.registers.views import documents_of, kept_at, year_of
from dunghen.supervision.registers.who import kept_by

SHOWN = ("duty", "year", "period", "unit", "due", "first_sent", "last_sent", "returned", "again_by")
KINDS = {ON_TIME: "ok", LATE: "late", RETURNED: "warn", NOT_YET: "none", OVERDUE: "late"}


def _reached(person: Person) -> frozenset[int] | None:
    return Unit.objects.within(person.reach(Right.TASKS, timezone.localdate()), timezone.localdate())


@needs(Right.TASKS)
@require_safe
def duty_calendar(request: HttpRequest) -> HttpResponse:
    """The reports of a year, by the day their figures are closed, and how many units sent each. Of one unit
    alone: what it owes."""
    person, year, today = signed_in(request), year_of(request), timezone.localdate()
    units = reading.reporting_units(_reached(person), today)
    reports = reading.reports_of(DutyReport.objects.visible_to(person, today).only(*SHOWN), year)
    working = calendar()
    rows = []
    for occasion in reading.occasions(year):
        sent = reports.get((occasion.duty.key, year, occasion.period), {})
        found = reading.owed(occasion, units, sent, working, today)
        if found:
            rows.append((occasion, found, reading.counted(found), _last(found)))
    page = {
        "rows": rows,
        "year": year,
        "single": len(units) == 1,
        "kinds": KINDS,
        "duties": duties().values(),
        "late": _late(reading.late(found for _o, found, _n, _d in rows)),
        "most_late": reading.MOST,
        "replies": replies(Source.objects.visible_to(person, today), year),
    }
    return render(request, "supervision/registers/duties.html", page)


def _late(found: list[Owed]) -> list[tuple[Owed, str, str, str]]:
    """With its kind, and where its period stands and what it is called, which many have together."""
    periods = {one: (_address(one), one.label) for one in {row.occasion for row in found}}
    return [(one, KINDS[one.state], *periods[one.occasion]) for one in found]


def _address(occasion: Occasion) -> str:
    return reverse("duty_reports", args=(occasion.duty.key, occasion.year, occasion.period))


def _last(found: list[Owed]) -> Any:
    """The first and last day on which the units' reports are due."""
    days = sorted({one.due for one in found if one.due})
    return (days[0], days[-1]) if days else None


def _occasion(key: str, year: int, period: str) -> Occasion:
    found = (one for one in reading.occasions(year) if one.duty.key == key and one.period == period)
    occasion = next(found, None)
    if occasion is None:
        raise Http404
    return occasion


@needs(Right.TASKS)
@require_safe
def duty_reports(request: HttpRequest, key: str, year: int, period: str) -> HttpResponse:
    """One period of a duty: its outline, and every unit that owes it."""
    return _page(request, _occasion(key, year, period))


def _page(
    request: HttpRequest,
    occasion: Occasion,
    *,
    refusal: str = "",
    typed: forms.Form | None = None,
) -> HttpResponse:
    person, today = signed_in(request), timezone.localdate()
    units = reading.reporting_units(_reached(person), today)
    of_period = DutyReport.objects.filter(duty=occasion.duty.key, period=occasion.period)
    of_period = of_period.select_related("document")
    sent = reading.reports_of(of_period.visible_to(person, today), occasion.year)
    reports = sent.get((occasion.duty.key, occasion.year, occasion.period), {})
    found = reading.owed(occasion, units, reports, calendar(), today)
    found.sort(key=lambda one: (_ORDER.index(one.state), one.unit.level, one.unit.name))
    wanted = request.GET.get("trang-thai", "")
    own = {unit.pk for unit in kept_at(person)}
    page = {
        "occasion": occasion,
        "rows": [(one, KINDS[one.state]) for one in found if wanted in ("", one.state)],
        "tabs": _tabs(found, wanted),
        "to_send": [one for one in found if one.unit.pk in own and one.state in (NOT_YET, OVERDUE, RETURNED)],
        "received_by": {unit.pk for unit in units if unit.parent_id in own},
        "send_form": typed if isinstance(typed, SendForm) else SendForm(documents_of(person), prefix="gui"),
        "return_form": typed if isinstance(typed, ReturnForm) else ReturnForm(prefix="tra"),
        "refusal": refusal,
    }
    failed = bool(refusal or typed)
    return render(request, "supervision/registers/duty.html", page, status=422 if failed else 200)


_ORDER = (OVERDUE, RETURNED, NOT_YET, LATE, ON_TIME)


def _tabs(found: list[Owed], wanted: str) -> list[tuple[object, str, bool, int]]:
    numbers = reading.counted(found)
    held = [
        (rules.STATES[state], f"?trang-thai={state}", state == wanted, numbers[state]) for state in _ORDER
    ]
    return [(_("Tất cả"), "?", wanted == "", len(found)), *held]


@needs(Right.TASKS)
@require_POST
def duty_send(request: HttpRequest, key: str, year: int, period: str, unit: str) -> HttpResponse:
    """A unit of the reader sends its report."""
    occasion, person = _occasion(key, year, period), signed_in(request)
    place = get_object_or_404(Unit, key=unit)
    if place.pk not in kept_by(person, timezone.localdate()):
        raise Http404
    form = SendForm(documents_of(person), request.POST, prefix="gui")
    if not form.is_valid():
        return _page(request, occasion, typed=form)
    said = form.cleaned_data
    try:
        actions.send(
            person, place, key, year=year, period=period, document=said.get("document"), note=said["note"]
        )
    except Refused as refusal:
        return _page(request, occasion, refusal=str(refusal), typed=form)
    messages.success(request, _("Đã gửi báo cáo."))
    return redirect("duty_reports", key, year, period)


@needs(Right.TASKS)
@require_POST
def duty_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a report to the unit below that sent it."""
    person = signed_in(request)
    rows = DutyReport.objects.visible_to(person, timezone.localdate())
    row = get_object_or_404(rows.select_related("unit__parent"), pk=pk)
    above = row.unit.parent_id
    if above is None or above not in kept_by(person, timezone.localdate()):
        raise Http404
    occasion = _occasion(row.duty, row.year, row.period)
    form = ReturnForm(request.POST, prefix="tra")
    if not form.is_valid():
        return _page(request, occasion, typed=form)
    try:
        actions.send_back(person, pk, number(request.POST.get("ban", "")), **form.cleaned_data)
    except Refused as refusal:
        return _page(request, occasion, refusal=str(refusal), typed=form)
    messages.success(request, _("Đã trả lại báo cáo."))
    return redirect(reverse("duty_reports", args=(row.duty, row.year, row.period)))
