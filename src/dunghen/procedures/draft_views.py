"""The forms of a publication decision: its head, the procedures in it, their internal processes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.org.access_views import signed_in
from dunghen.org.models import Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.procedures import publication_drafts as drafts
from dunghen.procedures import publication_rules as rules
from dunghen.procedures import publications
from dunghen.procedures.models import ContentKind, Procedure, Publication, PublicationItem
from dunghen.procedures.publication_forms import (
    AmendedContent,
    Ended,
    Head,
    ProcedureContent,
    Process,
    Which,
    named,
    said_of,
    units_of,
)
from dunghen.procedures.publication_views import seen, writable
from dunghen.procedures.rules import Refused
from dunghen.procedures.who import able

NEW, AMENDED, ENDED = "moi", "sua-doi", "bai-bo"
TITLES = {
    NEW: gettext_lazy("Thêm thủ tục mới ban hành"),
    AMENDED: gettext_lazy("Thêm thủ tục được sửa đổi, bổ sung"),
    ENDED: gettext_lazy("Thêm thủ tục bị bãi bỏ, thay thế"),
}


@needs(Right.CONTROL)
def publication_new(request: HttpRequest) -> HttpResponse:
    """A new decision of one of the reader's departments."""
    by = signed_in(request)
    units = able(by, timezone.localdate()).drafts_at
    if not units:
        raise PermissionDenied
    form = Head(units_of(units), request.POST or None)

    def act() -> HttpResponse:
        drafter = get_object_or_404(Unit, key=form.cleaned_data["drafter"])
        made = drafts.create(by, drafter=drafter, signer=_signer(drafter), **form.said())
        return redirect("publication", made.pk)

    return _typed(request, form, _("Dự thảo quyết định công bố"), act)


def _signer(drafter: Unit) -> Unit:
    """The committee above a department; its own where there is none."""
    unit = drafter
    while unit.kind != UnitKind.CITY and unit.parent is not None:
        unit = unit.parent
    return unit


@needs(Right.CONTROL)
def publication_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of a draft."""
    row = writable(request, pk)
    initial = {name: getattr(row, name) for name in Head.base_fields}
    only = [(row.drafter.key, row.drafter.name)]
    form = Head(only, request.POST or None, initial={**initial, "drafter": row.drafter.key})

    def act() -> HttpResponse:
        drafts.edit(signed_in(request), pk, **form.said())
        return redirect("publication", pk)

    return _typed(request, form, _("Sửa dự thảo quyết định"), act, row)


@needs(Right.CONTROL)
def item_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A procedure into a draft: new, amended, or abolished and replaced."""
    row = writable(request, pk)
    by = signed_in(request)
    if kind == NEW:
        form: forms.Form = ProcedureContent(request.POST or None, initial={"agency": row.drafter.name})
        return _typed(request, form, TITLES[NEW], lambda: _added_new(request, row, form), row)
    if kind == ENDED:
        new = [(str(item.procedure_id), item.procedure.name) for item in _new_items(row)]
        ended = Ended(new, request.POST or None)

        def end() -> HttpResponse:
            said = ended.cleaned_data
            after = Procedure.objects.get(pk=said["replaced_by"]) if said["replaced_by"] else None
            drafts.add_ended(by, pk, said["procedure"], said["changes"], after)
            return redirect("publication", pk)

        return _typed(request, ended, TITLES[ENDED], end, row)
    if kind == AMENDED:
        return _amend(request, row)
    raise Http404


def _new_items(row: Publication) -> list[PublicationItem]:
    return list(row.items.filter(kind=ContentKind.NEW).select_related("procedure"))


def _added_new(request: HttpRequest, row: Publication, form: forms.Form) -> HttpResponse:
    if not isinstance(form, ProcedureContent):
        raise Http404
    made = drafts.add_new(signed_in(request), row.pk, form.content())
    messages.success(request, _("Đã thêm “%(name)s”.") % {"name": made.procedure})
    return redirect("publication", row.pk)


def _amend(request: HttpRequest, row: Publication) -> HttpResponse:
    """First which procedure, then what changes of it."""
    asked = request.GET.get("thu-tuc", "")
    which = Which({"procedure": asked} if asked else None)
    if not asked or not which.is_valid():
        page = {"form": which, "title": TITLES[AMENDED], "row": row, "asking": True}
        return render(request, "procedures/publication_form.html", page, status=422 if asked else 200)
    procedure = named(asked)
    try:
        before = publications.current(procedure)
    except Refused as refusal:
        page = {"form": which, "title": TITLES[AMENDED], "row": row, "asking": True, "refusal": refusal}
        return render(request, "procedures/publication_form.html", page, status=422)
    form = AmendedContent(request.POST or None, initial=said_of(procedure, before))

    def act() -> HttpResponse:
        said = form.cleaned_data
        drafts.add_amended(signed_in(request), row.pk, procedure, form.content(), said["changes"])
        return redirect("publication", row.pk)

    return _typed(request, form, TITLES[AMENDED], act, row)


@needs(Right.CONTROL)
def item_edit(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """What a draft says of a procedure it makes."""
    row = writable(request, pk)
    found = get_object_or_404(
        row.items.select_related("procedure", "version"), pk=item, kind__in=rules.MAKING
    )
    initial = {**said_of(found.procedure, found.version), "changes": found.changes}
    kind = ProcedureContent if found.kind == ContentKind.NEW else AmendedContent
    form = kind(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        drafts.revise(signed_in(request), found, form.content(), form.cleaned_data.get("changes", ""))
        return redirect("publication", pk)

    return _typed(request, form, str(found.procedure), act, row)


@needs(Right.CONTROL)
@require_POST
def item_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take a procedure out of a draft."""
    row = writable(request, pk)
    found = get_object_or_404(row.items.select_related("procedure", "version"), pk=item)
    drafts.remove(signed_in(request), found)
    messages.success(request, _("Đã bỏ “%(name)s” khỏi dự thảo.") % {"name": found.procedure})
    return redirect("publication", pk)


@needs(Right.CONTROL)
def item_process(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The internal process of a procedure, approved by its own decision."""
    row = get_object_or_404(seen(request), pk=pk)
    found = get_object_or_404(
        row.items.select_related("procedure", "version"), pk=item, kind__in=rules.MAKING
    )
    may = able(signed_in(request), timezone.localdate())
    if not (may.controls or may.writes(row.drafter_id)):
        raise PermissionDenied
    form = Process(request.POST or None, initial=_process_of(found))

    def act() -> HttpResponse:
        said = form.cleaned_data
        publications.approve_process(
            signed_in(request), found, form.steps(), decision=said["decision"], decided=said["decided"]
        )
        messages.success(request, _("Đã ghi nhận quy trình nội bộ; áp dụng cùng phiên bản thủ tục."))
        return redirect("publication", pk)

    title = _("Quy trình nội bộ: %(name)s") % {"name": found.procedure}
    return _typed(request, form, title, act, row)


def _process_of(item: PublicationItem) -> dict[str, Any]:
    version = item.version
    said: dict[str, Any] = {"decision": version.process_decision, "decided": version.process_decided}
    for place, step in enumerate(version.steps.order_by("position"), 1):
        said |= {
            f"name_{place}": step.name,
            f"role_{place}": step.role,
            f"hours_{place}": f"{step.hours.normalize():f}".replace(".", ","),
        }
    return said


def _typed(
    request: HttpRequest,
    form: forms.Form,
    title: object,
    act: Callable[[], HttpResponse],
    row: Publication | None = None,
) -> HttpResponse:
    return typed(request, form, "procedures/publication_form.html", act, Refused, title=title, row=row)
