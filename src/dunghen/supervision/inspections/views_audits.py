"""The pages of audits (thanh tra): a record of their own, under another law."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused, need
from dunghen.supervision.inspections import reading
from dunghen.supervision.inspections.actions import audits as actions
from dunghen.supervision.inspections.forms import AuditForm, CarriedOutForm, Numbered
from dunghen.supervision.inspections.law import terms
from dunghen.supervision.inspections.models import Audit, AuditQuerySet, InspectionStep
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import Step as Act

Do = Callable[[Person, int, int, dict[str, Any]], None]
Doing = tuple[type[django_forms.Form], Do, Any]
VERBS: dict[str, Doing] = {
    "ket-luan": (
        Numbered,
        lambda by, pk, seen, said: actions.conclude(by, pk, seen, **said),
        gettext_lazy("Ghi kết luận thanh tra"),
    ),
    "xu-ly": (
        Numbered,
        lambda by, pk, seen, said: actions.handle(by, pk, seen, **said),
        gettext_lazy("Ghi quyết định xử lý"),
    ),
    "thuc-hien": (
        CarriedOutForm,
        lambda by, pk, seen, said: actions.carry_out(by, pk, seen, **said),
        gettext_lazy("Ghi thực hiện xong kết luận"),
    ),
}


def seen_by(request: HttpRequest) -> AuditQuerySet:
    """The audits the reader may see."""
    return Audit.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.INSPECT)
@require_safe
def audits(request: HttpRequest) -> HttpResponse:
    """Audits, the latest entered first."""
    said, today, person = request.GET, timezone.localdate(), signed_in(request)
    after = number(said.get("sau", ""))
    rows = reading.audits(person, today, after)
    shown = rows[: reading.PAGE]
    page = {
        "rows": shown,
        "may_enter": bool(Able(person, today).audits()),
        "next": further(said, shown[-1].pk) if len(rows) > reading.PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "supervision/inspections/audits.html", page)


@needs(Right.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_new(request: HttpRequest) -> HttpResponse:
    """Enter the decision on an audit."""
    by = signed_in(request)
    auditors = Able(by, timezone.localdate()).audits()
    need(bool(auditors))
    form = AuditForm(auditors, request.POST or None)

    def act() -> HttpResponse:
        made = actions.decide(by, **form.cleaned_data)
        messages.success(request, _("Đã ghi quyết định thanh tra."))
        return redirect("audit", made.pk)

    title = _("Quyết định thanh tra")
    return typed(request, form, "supervision/inspections/form.html", act, Refused, title=title, audit=True)


@needs(Right.INSPECT)
@require_safe
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit."""
    return _page(request, pk)


@needs(Right.INSPECT)
@require_POST
def audit_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Its conclusion, the decision on handling, that it was carried out."""
    get_object_or_404(seen_by(request), pk=pk)
    if verb not in VERBS:
        raise Http404
    kind, act, label = VERBS[verb]
    form = kind(request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        act(signed_in(request), pk, number(request.POST.get("phien-ban", "")), form.cleaned_data)
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={verb: form})
    messages.success(request, _("Đã thực hiện: %(act)s.") % {"act": label})
    return redirect("audit", pk)


def _open(row: Audit) -> list[str]:
    """What may come next."""
    if row.conclusion_day is None:
        return ["ket-luan"]
    return [
        verb for verb, done in (("xu-ly", row.handling_day), ("thuc-hien", row.carried_out)) if done is None
    ]


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Refused | None = None,
    typed: dict[str, django_forms.Form] | None = None,
) -> HttpResponse:
    row = get_object_or_404(seen_by(request).select_related("unit", "auditor", "counted_for"), pk=pk)
    typed = typed or {}
    keeps = Able(signed_in(request), timezone.localdate()).keeps(row)
    page = {
        "row": row,
        "forms": [
            (verb, VERBS[verb][2], typed.get(verb) or VERBS[verb][0](prefix=verb))
            for verb in (_open(row) if keeps else [])
        ],
        "counts": terms(row.decision_day).audit_department,
        "acts": [(act, InspectionStep(act.kind).label) for act in Act.objects.of(row)],
        "refusal": refusal,
    }
    return render(
        request, "supervision/inspections/audit.html", page, status=422 if refusal or typed else 200
    )
