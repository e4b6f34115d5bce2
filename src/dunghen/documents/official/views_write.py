"""The pages on which documents are drafted, signed, numbered, issued and registered."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import NotAccepted
from dunghen.documents.files import keep
from dunghen.documents.models import File
from dunghen.documents.official import actions
from dunghen.documents.official.actions import CLERKS, SIGNERS, WRITERS, Arrival
from dunghen.documents.official.forms import (
    ACCEPT,
    ArrivalForm,
    Draft,
    IssuedForm,
    Issuing,
    Reason,
    Signing,
)
from dunghen.documents.official.models import CaseFile, Direction, DocumentState, OfficialDocument
from dunghen.documents.official.rules import Refused
from dunghen.documents.official.views import STATES, seen, some_units, units_of
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right, Role

MAX_MB = 25


class Step(NamedTuple):
    """What moves a document on: its words, its form, who does it in which states, whether with a file."""

    verb: str
    label: Any
    form: type[forms.Form]
    states: frozenset[str]
    roles: frozenset[Role]
    act: Callable[[Person, int, int, dict[str, Any], File | None], object]
    done: Any
    file: bool = False


STEPS = (
    Step(
        "trinh",
        gettext_lazy("Trình ký"),
        forms.Form,
        frozenset({DocumentState.DRAFT}),
        WRITERS,
        lambda by, pk, version, said, file: actions.submit(by, pk, version),
        gettext_lazy("Đã trình ký."),
    ),
    Step(
        "ky",
        gettext_lazy("Ký ban hành"),
        Signing,
        frozenset({DocumentState.SUBMITTED}),
        SIGNERS,
        lambda by, pk, version, said, file: actions.sign(by, pk, version, post=said["post"]),
        gettext_lazy("Đã ký, chuyển văn thư cấp số."),
    ),
    Step(
        "cap-so",
        gettext_lazy("Cấp số, đăng ký văn bản đi"),
        forms.Form,
        frozenset({DocumentState.SIGNED}),
        CLERKS,
        lambda by, pk, version, said, file: actions.give_number(by, pk, version),
        gettext_lazy("Đã cấp số."),
    ),
    Step(
        "phat-hanh",
        gettext_lazy("Phát hành"),
        Issuing,
        frozenset({DocumentState.NUMBERED}),
        CLERKS,
        lambda by, pk, version, said, file: actions.issue(
            by, pk, version, recipients=said["recipients"], file=file
        ),
        gettext_lazy("Đã phát hành đến các nơi nhận."),
        file=True,
    ),
    Step(
        "tra-lai",
        gettext_lazy("Trả lại dự thảo"),
        Reason,
        frozenset({DocumentState.SUBMITTED, DocumentState.SIGNED}),
        SIGNERS | CLERKS,
        lambda by, pk, version, said, file: actions.send_back(by, pk, version, said["reason"]),
        gettext_lazy("Đã trả lại người soạn thảo."),
    ),
)


@needs(Right.ROWS)
@require_safe
def official(request: HttpRequest, pk: int) -> HttpResponse:
    """A document: what it says of itself, what is to be done next, what was done."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, *, refusal: str = "", typed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    row = get_object_or_404(seen(request).select_related("unit", "file", "drafter", "origin"), pk=pk)
    person, today, typed = signed_in(request), timezone.localdate(), typed or {}
    names = [one.name for one in row.recipients.all()]
    first = {"recipients": names, "post": person.title}
    steps = [
        (step, typed.get(step.verb) or step.form(prefix=step.verb, initial=first))
        for step in STEPS
        if row.state in step.states and person.works_for(row.unit_id, step.roles, today)
    ]
    waiting = row.recipients.filter(unit__in=units_of(person, CLERKS)).select_related("unit")
    arrived = set(row.arrivals.values_list("unit", flat=True))
    cases = CaseFile.objects.visible_to(person, today).filter(items__document=row, items__removed_at=None)
    page = {
        "row": row,
        "kind": STATES[row.state],
        "names": names,
        "steps": steps,
        "may_edit": row.state == DocumentState.DRAFT and person.works_for(row.unit_id, WRITERS, today),
        "to_take": [
            one.unit
            for one in waiting
            if row.state == DocumentState.ISSUED and one.unit and one.unit_id not in arrived
        ],
        "arrivals": row.arrivals.filter(pk__in=seen(request).values("pk")).select_related("unit"),
        "cases": cases.distinct(),
        "events": row.events.select_related("by").order_by("pk"),
        "refusal": refusal,
        "accept": ACCEPT,
        "max_mb": MAX_MB,
    }
    return render(request, "documents/official/document.html", page, status=422 if refusal or typed else 200)


@needs(Right.ROWS)
@require_POST
def official_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step of a document; a refusal is shown on its page."""
    get_object_or_404(seen(request), pk=pk)
    step = next((step for step in STEPS if step.verb == verb), None)
    if step is None:
        raise Http404
    form = step.form(request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    person = signed_in(request)
    try:
        file = sent(request, person) if step.file else None
        step.act(person, pk, number(request.POST.get("ban", "")), form.cleaned_data, file)
    except (Refused, NotAccepted) as refusal:
        return _page(request, pk, refusal=str(refusal), typed={verb: form})
    messages.success(request, str(step.done))
    return redirect("official", pk)


def sent(request: HttpRequest, by: Person) -> File | None:
    """The file that came with a form, kept. Raises NotAccepted."""
    upload = request.FILES.get("tep")
    if not isinstance(upload, UploadedFile):
        return None
    return keep(upload.name or "", upload, by=by)


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def official_new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    person = signed_in(request)
    units = some_units(person, WRITERS)
    form = Draft(unit_choices(units), request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = next(unit for unit in units if unit.key == said.pop("unit"))
        try:
            made = actions.draft(person, unit, **said, file=sent(request, person))
        except (Refused, NotAccepted) as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("official", made.pk)
    return _form(request, form, _("Dự thảo văn bản đi"), refusal)


def _form(
    request: HttpRequest, form: forms.Form, title: str, refusal: str, row: OfficialDocument | None = None
) -> HttpResponse:
    page = {
        "form": form,
        "title": title,
        "refusal": refusal,
        "row": row,
        "accept": ACCEPT,
        "max_mb": MAX_MB,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "documents/official/form.html", page, status=status)


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def official_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft said anew."""
    person = signed_in(request)
    row = get_object_or_404(seen(request).select_related("unit", "file"), pk=pk, state=DocumentState.DRAFT)
    if not person.works_for(row.unit_id, WRITERS, timezone.localdate()):
        raise Http404
    first = {
        "kind": row.kind,
        "abstract": row.abstract,
        "tail": row.symbol_tail,
        "recipients": [one.name for one in row.recipients.all()],
    }
    form = Draft(unit_choices([row.unit]), request.POST or None, initial=first)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "unit"}
        try:
            version = number(request.POST.get("ban", ""))
            actions.change(person, pk, version, **said, file=sent(request, person))
        except (Refused, NotAccepted) as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("official", pk)
    return _form(request, form, _("Sửa dự thảo"), refusal, row)


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def official_arrive(request: HttpRequest) -> HttpResponse:
    """Register a document that arrived."""
    first = {"received": timezone.localdate()}
    return _entered(request, ArrivalForm, Direction.IN, _("Đăng ký văn bản đến"), first)


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def official_enter(request: HttpRequest) -> HttpResponse:
    """Enter a document that was issued before this register was kept here."""
    return _entered(request, IssuedForm, Direction.OUT, _("Ghi văn bản đã phát hành"), {})


def _entered(
    request: HttpRequest,
    kind: type[ArrivalForm],
    direction: Direction,
    title: str,
    first: dict[str, Any],
) -> HttpResponse:
    person = signed_in(request)
    units = some_units(person, CLERKS)
    form = kind(unit_choices(units), request.POST or None, initial=first)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = next(unit for unit in units if unit.key == said.pop("unit"))
        try:
            made = _write(person, unit, direction, said, sent(request, person))
        except (Refused, NotAccepted) as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã ghi vào sổ."))
            return redirect("official", made.pk)
    return _form(request, form, title, refusal)


def _write(
    by: Person, unit: Unit, direction: Direction, said: dict[str, Any], file: File | None
) -> OfficialDocument:
    names, received = said.pop("recipients", ()), said.pop("received", None)
    if direction == Direction.IN:
        return actions.register(by, unit, Arrival(**said, file=file), received=received)
    arrival = Arrival(**said, issuer=unit.name, issuer_unit=unit, file=file)
    return actions.enter(by, unit, arrival, direction=direction, recipients=names)


@needs(Right.ROWS)
@require_POST
def official_take(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """Register, with one press, what a unit of this system issued to ours."""
    get_object_or_404(seen(request), pk=pk)
    place = get_object_or_404(Unit, key=unit)
    try:
        made = actions.take(signed_in(request), place, pk)
    except Refused as refusal:
        return _page(request, pk, refusal=str(refusal))
    except OfficialDocument.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Đã đăng ký văn bản đến, số đến %(number)s.") % {"number": made.arrival})
    return redirect("official", made.pk)
