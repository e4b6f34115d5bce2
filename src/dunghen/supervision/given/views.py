"""The pages of given tasks: the list, the box of a unit, one task with what may be done, counts, urging."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import NotAccepted
from dunghen.documents.files import download
from dunghen.documents.models import OfficialDocument
from dunghen.documents.official import reading as registered
from dunghen.documents.official.rules import Refused as NotDrafted
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.given import acts, letters, reading, rules
from dunghen.supervision.given.models import GivenQuerySet, GivenState, GivenStep, GivenTask, Giver
from dunghen.supervision.given.sums import sums
from dunghen.supervision.given.who import able
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.models import Evidence, Task, TaskStep

ALL = ("", _("Tất cả"))
STEPS = {**dict(TaskStep.choices), **dict(GivenStep.choices)}
HIDDEN = ("seen",)
DEEPEST = 1000  # page of a box


def seen(request: HttpRequest, *, few: bool = False) -> GivenQuerySet:
    """The tasks the reader may see; `few`: where one or a few are meant."""
    return GivenTask.objects.visible_to(signed_in(request), timezone.localdate(), few=few)


def tabs(request: HttpRequest) -> list[tuple[str, str, bool, None]]:
    """The pages of this area."""
    pages = [
        ("given_inbox", _("Hộp việc")),
        ("given_tasks", _("Danh sách")),
        ("given_sources", _("Văn bản giao việc")),
        ("given_summary", _("Tổng hợp")),
    ]
    if able(signed_in(request), timezone.localdate()).gives_at:
        pages.append(("given_urging", _("Đôn đốc")))
    return [(label, reverse(name), request.path == reverse(name), None) for name, label in pages]


@needs(Right.TASKS)
@require_safe
def given_tasks(request: HttpRequest) -> HttpResponse:
    """All one may see, the latest given first, narrowed by what is asked."""
    said, today = request.GET, timezone.localdate()
    found = reading.asked(seen(request), said, today)
    after = number(said.get("sau", ""))
    keys = (found.filter(pk__lt=after) if after else found).order_by("-pk").values_list("pk", flat=True)
    page_of = list(keys[: reading.PAGE + 1])  # keys first: the rest is read of these alone
    rows = list(reading.brief(GivenTask.objects.filter(pk__in=page_of)).order_by("-pk"))
    shown = rows[: reading.PAGE]
    leading = Task.objects.filter(lead=OuterRef("pk"), plan=None)
    units = Unit.objects.filter(Exists(leading)).order_by("code").values_list("key", "name")
    page = {
        "tabs": tabs(request),
        "rows": reading.rows(shown, today),
        "said": said,
        "unit": said.get("don-vi", ""),
        "leads": said.get("chu-tri") == "1",
        "state": said.get("trang-thai", ""),
        "timing": said.get("thoi-han", ""),
        "givers": [ALL, *Giver.choices],
        "states": [ALL, *GivenState.choices],
        "timings": [ALL, *reading.TIMINGS],
        "units": [ALL, *units],
        "next": further(said, shown[-1].pk) if len(rows) > reading.PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "supervision/given/tasks.html", page)


@needs(Right.TASKS)
@require_safe
def given_inbox(request: HttpRequest) -> HttpResponse:
    """What the reader's units are to do, and what their office is to answer."""
    said, today = request.GET, timezone.localdate()
    only = part if (part := said.get("phan", "")) in reading.BOXES else ""
    at = min(max(number(said.get("trang", "")), 1), DEEPEST)
    boxes = reading.inbox(seen(request), able(signed_in(request), today), today, only, at)
    page = {
        "tabs": tabs(request),
        "boxes": [box for box in boxes if box.rows],
        "figures": boxes,
        "only": only,
        "next": f"?phan={only}&trang={at + 1}" if only and boxes[0].total > at * reading.PAGE else "",
        "first": f"?phan={only}" if at > 1 else "",
    }
    return render(request, "supervision/given/inbox.html", page)


@needs(Right.TASKS)
@require_safe
def given_summary(request: HttpRequest) -> HttpResponse:
    """Counts by unit and by giver."""
    today, said = timezone.localdate(), request.GET
    found = reading.asked(seen(request), said, today)
    page = {
        "tabs": tabs(request),
        "said": said,
        "givers": [ALL, *Giver.choices],
        "led": "&chu-tri=1" + (f"&nguon={giver}" if (giver := said.get("nguon")) in Giver.values else ""),
        **sums(found, today)._asdict(),
    }
    return render(request, "supervision/given/summary.html", page)


@needs(Right.TASKS)
@require_safe
def given_task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what is asked, how far it is, what may be done, what was done."""
    return _page(request, pk)


@needs(Right.TASKS)
@require_POST
def given_act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act; a refusal is shown on the page of the task with what was typed."""
    given = get_object_or_404(reading.whole(seen(request, few=True)), pk=pk)
    act = next((act for act in acts.ACTS if act.verb == verb), None)
    if act is None:
        raise Http404
    form = acts.fill(act.form(request.POST, request.FILES, prefix=verb), given, timezone.localdate())
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        act.do(signed_in(request), pk, form.cleaned_data)
    except (Refused, NotAccepted) as refusal:
        return _page(request, pk, refusal=refusal, typed={verb: form})
    messages.success(request, str(act.done))
    return redirect("given_task", pk)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Exception | None = None,
    typed: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    today, typed = timezone.localdate(), typed or {}
    given = get_object_or_404(reading.whole(seen(request, few=True)), pk=pk)
    may = able(signed_in(request), today)
    offered = []
    for act in acts.offered(may, given):
        form = typed.get(act.verb) or act.form(prefix=act.verb, initial={"seen": given.version})
        offered.append((act, acts.fill(form, given, today)))
    steps = Step.objects.of(given.task)
    product = given.task.products.all()[0]
    papers = sorted(product.evidence.all(), key=lambda one: one.pk)
    seen_papers = OfficialDocument.objects.visible_to(signed_in(request), today)
    remarks = registered.remarks([(one.number, one.day) for one in papers], seen_papers)
    page = {
        "row": reading.rows([given], today)[0],
        "given": given,
        "product": product,
        "papers": [(one, remarks.get((one.number, one.day), "")) for one in papers],
        "partners": [one.unit.name for one in given.task.units.all() if one.role == "partner"],
        "co_leads": [one.unit.name for one in given.task.units.all() if one.role == "co_lead"],
        "acts": offered,
        "first": {act.verb for act, _form in offered if act.kind == "primary"},
        "steps": [(step, STEPS.get(step.kind, step.kind)) for step in steps],
        "refusal": refusal,
        "typed": set(typed),
    }
    return render(request, "supervision/given/task.html", page, status=422 if refusal or typed else 200)


@needs(Right.TASKS)
@require_safe
def given_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """A document that was submitted."""
    given = get_object_or_404(seen(request, few=True), pk=pk)
    found = get_object_or_404(Evidence, pk=evidence, product__task=given.pk, file__isnull=False)
    if found.file is None:
        raise Http404
    return download(found.file)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def given_urging(request: HttpRequest) -> HttpResponse:
    """The units with overdue tasks of the reader's office; letters are drafted for those chosen."""
    today, by = timezone.localdate(), signed_in(request)
    offices = Unit.objects.filter(pk__in=able(by, today).gives_at)
    if not offices:
        raise PermissionDenied
    found = GivenTask.objects.filter(item__source__office__in=offices, state__in=rules.IN_HAND)
    refusal: Exception | None = None
    if request.method == "POST":
        chosen = Unit.objects.filter(key__in=request.POST.getlist("don-vi")).order_by("code")
        try:
            made = _urge(request, chosen, offices)
        except (Refused, NotDrafted) as error:
            refusal = error
        else:
            messages.success(request, _("Đã dự thảo %(count)d công văn đôn đốc.") % {"count": made})
            return redirect(f"{reverse('documents_register')}?so=du-thao")
    rows = [one for one in sums(found, today).by_unit if one.overdue]
    page = {"tabs": tabs(request), "rows": rows, "refusal": refusal}
    return render(request, "supervision/given/urging.html", page, status=422 if refusal else 200)


def _urge(request: HttpRequest, chosen: Any, offices: Any) -> int:
    """How many letters were drafted: one of each office for each unit."""
    if not chosen:
        raise Refused(_("Chọn ít nhất một đơn vị."))
    made = 0
    for office in offices:
        late = GivenTask.objects.filter(reading.late(timezone.localdate()), item__source__office=office)
        units = [unit for unit in chosen if late.filter(task__lead=unit).exists()]
        made += len(letters.urge(signed_in(request), office, units)) if units else 0
    return made
