"""The pages of targets."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.org.access_forms import read_day, unit_choices
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.registers.reading import NOT_SENDING
from dunghen.supervision.targets import actions, reading, rules
from dunghen.supervision.targets.actions import KEEPERS
from dunghen.supervision.targets.forms import ObservationForm, TargetForm
from dunghen.supervision.targets.models import Target, TargetQuerySet
from dunghen.supervision.tasks.naming import OFFICES

PAGE = 50
# A target may be given to each unit of a level.
LEVELS = {
    "moi-so-nganh": (gettext_lazy("Mỗi sở, ban, ngành"), OFFICES),
    "moi-ubnd-huyen": (gettext_lazy("Mỗi UBND cấp huyện"), (UnitKind.DISTRICT,)),
    "moi-ubnd-xa": (gettext_lazy("Mỗi UBND cấp xã"), (UnitKind.COMMUNE,)),
}
KINDS = {
    rules.ABOVE: "ok",
    rules.MET: "ok",
    rules.BELOW: "late",
    rules.NOT_DUE: "none",
    rules.UNKNOWN: "warn",
}


def _seen(request: HttpRequest) -> TargetQuerySet:
    return Target.objects.visible_to(signed_in(request), timezone.localdate())


def _may_set(request: HttpRequest) -> bool:
    return any(one.role in KEEPERS for one in signed_in(request).holdings(timezone.localdate()))


def _kept_at(request: HttpRequest) -> list[Unit]:
    """The units to which the reader may write down a target."""
    person, today = signed_in(request), timezone.localdate()
    held = {one.unit for one in person.holdings(today) if one.role in KEEPERS}
    rows = Unit.objects.filter(pk__in=held)
    if actions.gives(person):
        rows |= Unit.objects.on(today).exclude(kind__in=NOT_SENDING)
    return list(rows)


@needs(Right.TASKS)
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """The targets of a year (`nam`; else the latest), as they stand on a day (`ngay`)."""
    said, today = request.GET, timezone.localdate()
    day = read_day(said.get("ngay", "")) or today
    seen, after = _seen(request), number(said.get("sau", ""))
    year = number(said.get("nam", "")) or seen.aggregate(last=Max("year"))["last"] or today.year
    rows = seen.filter(year=year)
    found = reading.standings(rows, day, after=after, most=PAGE + 1)
    shown, numbers = found[:PAGE], reading.counted(rows, day)
    page = {
        "rows": [(one, KINDS[one.state]) for one in shown],
        "year": year,
        "next": further(said, shown[-1].target.pk) if len(found) > PAGE else "",
        "first": further(said, "") if after else "",
        "numbers": [(rules.STATES[state], numbers[state]) for state in KINDS if numbers[state]],
        "day": day,
        "said": said,
        "may_write": _may_set(request),
    }
    return render(request, "supervision/targets/targets.html", page)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request: HttpRequest) -> HttpResponse:
    """A target that a document gives."""
    if not (units := _kept_at(request)):
        raise PermissionDenied
    today, by = timezone.localdate(), signed_in(request)
    everywhere = unit_choices(Unit.objects.on(today))
    levels = [(key, label) for key, (label, _kinds) in LEVELS.items()] if actions.gives(by) else []
    choices = [*levels, *((one.key, one.dated_name) for one in _by_tier(units))]
    form = TargetForm(choices, everywhere, request.POST or None, initial={"year": today.year})

    def act() -> HttpResponse:
        return _set(request, units, dict(form.cleaned_data))

    return typed(request, form, "supervision/targets/form.html", act, Refused)


def _by_tier(units: list[Unit]) -> list[Unit]:
    by_key = {unit.key: unit for unit in units}
    return [by_key[key] for key, _name in unit_choices(units)]


def _set(request: HttpRequest, units: list[Unit], said: dict[str, Any]) -> HttpResponse:
    """One unit's target, or that of each unit of a level. Raises Refused."""
    chosen = said.pop("unit")
    said["answers"] = Unit.objects.filter(key=said["answers"]).first() if said["answers"] else None
    if chosen in LEVELS:
        of_level = [one for one in units if one.kind in LEVELS[chosen][1] and one.valid_to is None]
        count = actions.set_for_level(signed_in(request), of_level, **said)
        messages.success(request, _("Đã ghi chỉ tiêu cho %(count)s đơn vị.") % {"count": count})
        return redirect(f"{reverse('targets')}?nam={said['year']}")
    unit = next(unit for unit in units if unit.key == chosen)
    made = actions.set_target(signed_in(request), unit, **said)
    messages.success(request, _("Đã ghi chỉ tiêu."))
    return redirect("target", made.pk)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target with what was observed; who keeps it enters more."""
    rows = _seen(request).select_related("unit", "answers").prefetch_related("observations__by")
    row, person = get_object_or_404(rows, pk=pk), signed_in(request)
    writes = actions.keeps(person, row)
    form = ObservationForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.observe(person, row, **form.cleaned_data)
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã ghi số liệu."))
            return redirect("target", pk)
    found = reading.standing(row, timezone.localdate())
    page = {
        "row": row,
        "found": found,
        "kind": KINDS[found.state],
        "observations": [(one, rules.shown(one.value, row.measure)) for one in row.observations.all()],
        "form": form if writes else None,
        "refusal": refusal,
    }
    wrong = refusal or (request.method == "POST" and form.errors)
    return render(request, "supervision/targets/target.html", page, status=422 if wrong else 200)
