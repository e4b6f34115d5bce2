"""A task of a plan: its products, what proves them, what was done; and the papers of plans."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import MediaType, NotAccepted
from dunghen.documents.files import download, keep
from dunghen.documents.models import OfficialDocument
from dunghen.documents.official import reading as registered
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.access_views import signed_in
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.fields import Reason, Seen
from dunghen.supervision.models import (
    Evidence,
    EvidenceState,
    NamedAs,
    PlanKind,
    PlanState,
    Product,
    ProductKind,
    Step,
    Task,
    TaskQuerySet,
    TaskStatus,
    TaskStep,
)
from dunghen.supervision.plans import paper, reading
from dunghen.supervision.plans.forms import Condition, Proof
from dunghen.supervision.plans.lines import STATUSES, TIMINGS
from dunghen.supervision.plans.views import seen
from dunghen.supervision.tasks import evidence as proving
from dunghen.supervision.tasks.record import made
from dunghen.supervision.tasks.rules import Timing, timing
from dunghen.supervision.who import Able, able

EVIDENCE = {
    EvidenceState.OFFERED: "wait",
    EvidenceState.CONFIRMED: "ok",
    EvidenceState.RETURNED: "warn",
}
KINDS = {
    "docx": (MediaType.DOCX.value, to_word),
    "pdf": ("application/pdf", to_pdf),
}


def seen_tasks(request: HttpRequest) -> TaskQuerySet:
    """The tasks of plans the reader may see."""
    found = Task.objects.visible_to(signed_in(request), timezone.localdate())
    return found.filter(plan__isnull=False)


@needs(Right.TASKS)
@require_safe
def plan_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task with its products, their documents and what was done."""
    return _page(request, pk)


@needs(Right.TASKS)
@require_POST
def offer(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    """A document that proves a product."""
    task = get_object_or_404(seen_tasks(request), pk=pk)
    row = get_object_or_404(Product, pk=product, task=task)
    form = Proof(request.POST, request.FILES, prefix=f"van-ban-{product}")
    if not form.is_valid():
        return _page(request, pk, typed={f"van-ban-{product}": form})
    said, by = form.cleaned_data, signed_in(request)
    try:
        file = keep(said["file"].name, said["file"], by=by) if said["file"] else None
        proving.offer(
            by,
            row,
            said["version"],
            number=said["number"],
            day=said["day"],
            subject=said["subject"],
            file=file,
        )
    except (Refused, NotAccepted) as refusal:
        return _page(request, pk, refusal=refusal, typed={f"van-ban-{product}": form})
    messages.success(request, _("Đã gửi văn bản chứng minh; cơ quan giao nhiệm vụ xác nhận."))
    return redirect("plan_task", pk)


@needs(Right.TASKS)
@require_POST
def condition(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    """What a product waited for is there."""
    task = get_object_or_404(seen_tasks(request), pk=pk)
    row = get_object_or_404(Product, pk=product, task=task)
    form = Condition(request.POST, prefix=f"dieu-kien-{product}")
    if not form.is_valid():
        return _page(request, pk, typed={f"dieu-kien-{product}": form})
    said = form.cleaned_data
    try:
        proving.condition_met(signed_in(request), row, said["version"], day=said["day"], basis=said["basis"])
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={f"dieu-kien-{product}": form})
    messages.success(request, _("Đã ghi nhận điều kiện; sản phẩm tính thời hạn từ bây giờ."))
    return redirect("plan_task", pk)


@needs(Right.TASKS)
@require_POST
def judge(request: HttpRequest, pk: int, evidence: int, verb: str) -> HttpResponse:
    """The giver confirms a document or returns it with a reason."""
    task = get_object_or_404(seen_tasks(request), pk=pk)
    row = get_object_or_404(Evidence, pk=evidence, product__task=task)
    returning = verb == "tra-lai"
    form = (Reason if returning else Seen)(request.POST, prefix=f"{verb}-{evidence}")
    if not form.is_valid():
        return _page(request, pk, typed={f"{verb}-{evidence}": form})
    said, by = form.cleaned_data, signed_in(request)
    try:
        if returning:
            proving.send_back(by, row.pk, said["version"], said["reason"])
        else:
            proving.confirm(by, row.pk, said["version"])
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={f"{verb}-{evidence}": form})
    messages.success(request, _("Đã trả lại yêu cầu làm rõ.") if returning else _("Đã xác nhận hoàn thành."))
    return redirect("plan_task", pk)


@needs(Right.TASKS)
@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The document itself."""
    task = get_object_or_404(seen_tasks(request), pk=pk)
    row = get_object_or_404(Evidence, pk=evidence, product__task=task, file__isnull=False)
    if row.file is None:
        raise Http404
    return download(row.file)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: Exception | None = None,
    typed: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    rows = (
        reading.with_all(seen_tasks(request))
        .select_related("officer")
        .prefetch_related("units__unit", "products__evidence__by")
    )
    task = get_object_or_404(rows, pk=pk)
    today, typed = timezone.localdate(), typed or {}
    may = able(signed_in(request), today)
    open_plan = task.plan is not None and task.plan.state == PlanState.ISSUED
    judged = open_plan and may.confirms(task)
    papers = [(one.number, one.day) for product in task.products.all() for one in product.evidence.all()]
    remarks = registered.remarks(papers, OfficialDocument.objects.visible_to(signed_in(request), today))
    page = {
        "task": task,
        "row": task.plan,
        "status_kind": STATUSES[TaskStatus(task.status)],
        "timing": TIMINGS[reading.timing_of(task, today)],
        "products": [
            _product(task, one, may, typed, today, remarks, judged=judged, open_plan=open_plan)
            for one in sorted(task.products.all(), key=lambda one: one.position)
        ],
        "partners": [one.unit.name for one in task.units.all() if one.role == NamedAs.PARTNER],
        "co_leads": [one.unit.name for one in task.units.all() if one.role == NamedAs.CO_LEAD],
        "born": _born(request, task),
        "may_write": task.plan is not None
        and may.writes(task.plan)
        and task.plan.state != PlanState.SUBMITTED,
        "steps": [(TaskStep(one.kind).label, one) for one in Step.objects.of(task)],
        "refusal": refusal,
    }
    return render(request, "supervision/plans/task.html", page, status=422 if refusal or typed else 200)


def _born(request: HttpRequest, task: Task) -> TaskQuerySet:
    """What units made of it in their plans, of those the reader may see: another's draft is not theirs."""
    found = seen_tasks(request).filter(parent=task)
    return found.select_related("plan__unit").order_by("plan__unit__name")


def _product(
    task: Task,
    product: Product,
    may: Able,
    typed: dict[str, forms.Form],
    today: date,
    remarks: Mapping[tuple[str, date | None], str],
    *,
    judged: bool,
    open_plan: bool,
) -> dict[str, Any]:
    """A product as its card shows it: its documents with what may be done about them, its forms."""
    first = {"version": task.version}

    def form(kind: type[forms.Form], prefix: str) -> forms.Form:
        return typed.get(prefix) or kind(prefix=prefix, initial=first)

    waits = product.kind == ProductKind.CONDITIONAL and product.met is None
    may_offer = open_plan and may.does(task)
    return {
        "row": product,
        # of a task whose status a source states nothing is known since
        "timing": TIMINGS[Timing.NONE if task.stated else timing([made(product)], today)],
        "waits": waits,
        "papers": [
            (
                one,
                EVIDENCE[EvidenceState(one.state)],
                remarks.get((one.number, one.day), ""),
                form(Seen, f"xac-nhan-{one.pk}") if mine and one.state == EvidenceState.OFFERED else None,
                form(Reason, f"tra-lai-{one.pk}") if mine and one.state != EvidenceState.RETURNED else None,
            )
            for one in sorted(product.evidence.all(), key=lambda one: one.pk)
            for mine in [judged and not may.offered(one)]
        ],
        "offer": form(Proof, f"van-ban-{product.pk}") if may_offer else None,
        "condition": form(Condition, f"dieu-kien-{product.pk}") if waits and (may_offer or judged) else None,
    }


@needs(Right.TASKS)
@require_safe
def plan_paper(request: HttpRequest, pk: int, name: str, kind: str) -> HttpResponse:
    """The plan, its Phụ lục I, or the review of what carries it out, as Word or PDF."""
    row = get_object_or_404(seen(request).select_related("unit__parent", "parent"), pk=pk)
    undated = name == "ke-hoach" and row.issued is None  # what is kept for good has a day
    if kind not in KINDS or (kind == "pdf" and undated):
        raise Http404
    today = timezone.localdate()
    if name == "ke-hoach":
        tasks = list(row.tasks.order_by("number").select_related("lead").prefetch_related("products"))
        document = paper.plan_document(row, tasks)
    elif name == "phu-luc-1" and row.state == PlanState.ISSUED:
        plans = seen(request).filter(pk=row.pk)
        document = paper.results_document(row, paper.known_tasks(plans, None), today)
    elif name == "so-ket" and row.kind in (PlanKind.PROGRAMME, PlanKind.STAGE):
        found, undone = reading.review(row, today)
        document = paper.review_document(row, found, undone, today)
    else:
        raise Http404
    media, render_as = KINDS[kind]
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}-{row.year}-{pk}.{kind}")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(render_as(document), content_type=media, headers=headers)
