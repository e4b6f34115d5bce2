"""The pages of teams: the plan, the decision, the members, the units of the plan, the report of a round."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.org.access_forms import read_day
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.procedures.publication_forms import units_of
from dunghen.supervision.errors import Refused, need
from dunghen.supervision.inspections import paper, reading
from dunghen.supervision.inspections.actions import teams
from dunghen.supervision.inspections.forms import ListForm, MemberForm, Numbered, PlanForm
from dunghen.supervision.inspections.models import (
    InspectionState,
    InspectionStep,
    Regime,
    SurpriseVisit,
    Team,
    TeamQuerySet,
)
from dunghen.supervision.inspections.views import as_word
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import Step as Act


def seen(request: HttpRequest) -> TeamQuerySet:
    """The teams the reader may see."""
    return Team.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Enter a plan with its team."""
    by = signed_in(request)
    units = Able(by, timezone.localdate()).organises()
    need(bool(units))
    named = {unit.key: unit for unit in units}
    form = PlanForm(units_of(frozenset(unit.pk for unit in units)), request.POST or None)

    def act() -> HttpResponse:
        said = form.cleaned_data
        chosen = {name: named[said[name]] for name in ("organiser", "counted_for")}
        made = teams.plan(by, **{**said, **chosen})
        messages.success(request, _("Đã ghi kế hoạch kiểm tra."))
        return redirect("inspection_team", made.pk)

    title = _("Kế hoạch và Đoàn kiểm tra mới")
    return typed(request, form, "supervision/inspections/form.html", act, Refused, title=title)


@needs(Right.INSPECT)
@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """A team: its papers, members and units."""
    return _page(request, pk)


def _member(by: Person, pk: int, said: dict[str, Any]) -> None:
    account = said.pop("username")
    teams.add_member(by, pk, account=account, **said)


Doing = tuple[type[django_forms.Form], Callable[[Person, int, dict[str, Any]], object], Any, Any]
# verb: form, what is done, its words, what is said when it is done
VERBS: dict[str, Doing] = {
    "thanh-lap": (
        Numbered,
        lambda by, pk, said: teams.found(by, pk, **said),
        gettext_lazy("Ghi quyết định thành lập Đoàn"),
        gettext_lazy("Đã ghi quyết định thành lập Đoàn."),
    ),
    "thanh-vien": (
        MemberForm,
        _member,
        gettext_lazy("Thêm thành viên"),
        gettext_lazy("Đã thêm thành viên."),
    ),
    "don-vi": (
        ListForm,
        lambda by, pk, said: teams.list_unit(by, pk, **said),
        gettext_lazy("Đưa đơn vị vào kế hoạch"),
        gettext_lazy("Đã đưa đơn vị vào kế hoạch."),
    ),
}


def _form(verb: str, row: Team, data: QueryDict | None = None) -> django_forms.Form:
    kind = VERBS[verb][0]
    if issubclass(kind, ListForm):
        return kind(data, prefix=verb, year=row.year)
    return kind(data, prefix=verb)


@needs(Right.INSPECT)
@require_POST
def team_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The decision, a member or a unit; a refusal is shown on the page of the team."""
    row = get_object_or_404(seen(request), pk=pk)
    if verb not in VERBS:
        raise Http404
    _kind, act, _label, done = VERBS[verb]
    form = _form(verb, row, request.POST)
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        act(signed_in(request), pk, dict(form.cleaned_data))
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={verb: form})
    messages.success(request, str(done))
    return redirect("inspection_team", pk)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Refused | None = None,
    typed: dict[str, django_forms.Form] | None = None,
) -> HttpResponse:
    row = get_object_or_404(seen(request).select_related("organiser", "counted_for"), pk=pk)
    typed = typed or {}
    acts = Able(signed_in(request), timezone.localdate()).acts_for(row)
    verbs = [
        verb
        for verb in VERBS
        if acts
        and (verb != "thanh-lap" or not row.decision_number)
        and (verb != "don-vi" or row.regime == Regime.PLANNED)
    ]
    page = {
        "row": row,
        "surprise": row.regime == Regime.SURPRISE,
        "members": row.members.select_related("person").order_by("pk"),
        "inspections": [
            (one, reading.KINDS[InspectionState(one.state)])
            for one in row.inspections.select_related("unit").order_by("day", "pk")
        ],
        "forms": [(verb, VERBS[verb][2], typed.get(verb) or _form(verb, row)) for verb in verbs],
        "acts": [(act, InspectionStep(act.kind).label) for act in Act.objects.of(row)],
        "round": _round(request, row) if row.regime == Regime.SURPRISE else None,
        "refusal": refusal,
    }
    return render(request, "supervision/inspections/team.html", page, status=422 if refusal or typed else 200)


@needs(Right.INSPECT)
@require_safe
def round_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a round of surprise visits as .docx, of the days asked for; it names no person."""
    row = get_object_or_404(seen(request), pk=pk, regime=Regime.SURPRISE)
    found = _round(request, row)
    name = f"bao-cao-kiem-tra-dot-xuat-{found.first:%Y%m%d}-{found.last:%Y%m%d}.docx"
    return as_word(paper.round_report(found), name)


def _round(request: HttpRequest, row: Team) -> reading.Round:
    """What the team did in the days asked for; without any, in its year."""
    first = read_day(request.GET.get("tu", "")) or date(row.year, 1, 1)
    last = read_day(request.GET.get("den", "")) or date(row.year, 12, 31)
    visits = SurpriseVisit.objects.visible_to(signed_in(request), timezone.localdate())
    return reading.surprise_round(row, first, max(first, last), visits)
