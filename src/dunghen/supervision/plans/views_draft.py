"""The forms of a plan: its head, its tasks, tasks from an Excel table."""

import io
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from xlsxwriter import Workbook

from dunghen.core.access import needs
from dunghen.core.excel import XLSX
from dunghen.core.text import sort_key
from dunghen.core.typed import typed
from dunghen.org.access_views import signed_in
from dunghen.org.models import Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.fields import Seen
from dunghen.supervision.models import Plan, PlanQuerySet, PlanState, Task
from dunghen.supervision.plans import actions, importing
from dunghen.supervision.plans.forms import Head, NewPlan, TaskForm, above_of, initial_of
from dunghen.supervision.plans.reading import root_of
from dunghen.supervision.plans.views import seen
from dunghen.supervision.tasks.naming import Units
from dunghen.supervision.who import able


@needs(Right.TASKS)
def plan_new(request: HttpRequest) -> HttpResponse:
    """A new plan of one of the reader's units."""
    by, today = signed_in(request), timezone.localdate()
    may = able(by, today)
    units = list(Unit.objects.filter(pk__in=may.writes_at))
    if may.gives:
        units += {root_of(unit) for unit in Unit.objects.filter(pk__in=may.own)} - set(units)
    if not units:
        raise PermissionDenied
    choices = [(one.key, one.dated_name) for one in sorted(units, key=lambda one: sort_key(one.name))]
    form = NewPlan(choices, above_of(_above(request)), request.POST or None, initial={"year": today.year + 1})

    def act() -> HttpResponse:
        said = form.cleaned_data
        made = actions.create(
            by,
            unit=get_object_or_404(Unit, key=said["unit"]),
            kind=said["kind"],
            year=said["year"],
            title=said["title"],
            parent=_chosen(request, said["parent"]),
        )
        return redirect("plan", made.pk)

    return _typed(request, form, _("Lập kế hoạch"), act)


def _above(request: HttpRequest) -> PlanQuerySet:
    """What a plan may carry out: issued programmes, stages and years."""
    return seen(request).filter(state=PlanState.ISSUED).order_by("-starts", "title")[:100]


def _chosen(request: HttpRequest, pk: str) -> Plan | None:
    return get_object_or_404(seen(request), pk=pk, state=PlanState.ISSUED) if pk else None


@needs(Right.TASKS)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of a draft."""
    row = writable(request, pk)
    initial = {"title": row.title, "parent": row.parent_id, "version": row.version}
    form = Head(above_of(_above(request)), request.POST or None, initial=initial)

    def act() -> HttpResponse:
        said = form.cleaned_data
        parent = _chosen(request, said["parent"])
        actions.edit(signed_in(request), pk, said["version"], title=said["title"], parent=parent)
        return redirect("plan", pk)

    return _typed(request, form, _("Sửa kế hoạch"), act, row)


@needs(Right.TASKS)
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A task at the end of a plan."""
    row = writable(request, pk)
    own = row.unit.name if row.unit.parent_id else ""
    issued = row.state == PlanState.ISSUED
    initial = {"version": row.version, "lead": own}
    form = TaskForm(_units(row), request.POST or None, issued=issued, initial=initial)

    def act() -> HttpResponse:
        basis = form.cleaned_data.get("basis", "")
        actions.add_task(signed_in(request), pk, form.said(), basis=basis)
        messages.success(request, _("Đã thêm nhiệm vụ."))
        return redirect("plan", pk)

    return _typed(request, form, _("Thêm nhiệm vụ"), act, row)


@needs(Right.TASKS)
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A task of a plan said anew."""
    task, row = _task(request, pk)
    issued = row.state == PlanState.ISSUED
    form = TaskForm(_units(row), request.POST or None, task=task, issued=issued, initial=initial_of(task))

    def act() -> HttpResponse:
        said = form.cleaned_data
        actions.change_task(signed_in(request), pk, said["version"], form.said(), basis=said.get("basis", ""))
        messages.success(request, _("Đã lưu nhiệm vụ."))
        return redirect("plan", row.pk)

    title = _("Sửa nhiệm vụ %(number)s") % {"number": task.number}
    return _typed(request, form, title, act, row, task=task, draft=not issued)


@needs(Right.TASKS)
@require_POST
def task_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task out of a draft."""
    task, row = _task(request, pk)
    form = Seen(request.POST)
    try:
        actions.remove_task(signed_in(request), pk, form.cleaned_data["version"] if form.is_valid() else 0)
        messages.success(request, _("Đã bỏ nhiệm vụ %(number)s.") % {"number": task.number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan", row.pk)


@needs(Right.TASKS)
def tasks_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Tasks from an Excel table: all of them, or none with a message for every wrong row."""
    row = writable(request, pk)
    if row.state != PlanState.DRAFT:
        raise PermissionDenied
    page: dict[str, Any] = {
        "row": row,
        "labels": importing.LABELS.values(),
        "max_mb": settings.FILES_LIMIT // (1024 * 1024),
    }
    if request.method != "POST":
        return render(request, "supervision/plans/import.html", page)
    try:
        form = Seen(request.POST)
        seen_at = form.cleaned_data["version"] if form.is_valid() else 0
        rows = importing.tasks_of(importing.read_grid(io.BytesIO(_sent(request))), row.year, _units(row))
        count = actions.take_in(signed_in(request), pk, seen_at, rows)
    except (importing.BadFile, Refused) as wrong:
        page |= {"wrong": wrong, "lines": getattr(wrong, "rows", ())}
        return render(request, "supervision/plans/import.html", page, status=422)
    messages.success(request, _("Đã nhập %(count)s nhiệm vụ từ tệp.") % {"count": count})
    return redirect("plan", pk)


def _sent(request: HttpRequest) -> bytes:
    """The file that was sent. Raises BadFile."""
    sent = request.FILES.get("tep")
    if not isinstance(sent, UploadedFile):
        raise importing.BadFile(_("Chọn tệp Excel cần nhập."))
    if (sent.size or 0) > settings.FILES_LIMIT:
        raise importing.BadFile(_("Tệp quá lớn. Mỗi kế hoạch một tệp, chỉ gồm bảng nhiệm vụ."))
    return bytes(sent.read())


@needs(Right.TASKS)
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty table with the columns that are read."""
    file = io.BytesIO()
    with Workbook(file) as book:
        sheet = book.add_worksheet(_("Nhiệm vụ"))
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for place, label in enumerate(("STT", *importing.LABELS.values())):
            sheet.set_column(place, place, 6 if place == 0 else 28)
            sheet.write_string(0, place, str(label), head)
        sheet.freeze_panes(1, 0)
    disposition = content_disposition_header(as_attachment=True, filename="mau-nhiem-vu.xlsx")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


def writable(request: HttpRequest, pk: int) -> Plan:
    """A plan the reader may write in. Raises Http404, PermissionDenied."""
    row = get_object_or_404(seen(request).select_related("unit", "parent"), pk=pk)
    if row.state == PlanState.SUBMITTED or not able(signed_in(request), timezone.localdate()).writes(row):
        raise PermissionDenied
    return row


def _task(request: HttpRequest, pk: int) -> tuple[Task, Plan]:
    tasks = Task.objects.visible_to(signed_in(request), timezone.localdate())
    task = get_object_or_404(tasks.prefetch_related("products"), pk=pk, plan__isnull=False)
    return task, writable(request, task.plan_id or 0)


def _units(row: Plan) -> Units:
    return Units(row.starts, root_of(row.unit))


def _typed(
    request: HttpRequest,
    form: forms.Form,
    title: object,
    act: Callable[[], HttpResponse],
    row: Plan | None = None,
    **more: object,
) -> HttpResponse:
    return typed(request, form, "supervision/plans/form.html", act, Refused, title=title, row=row, **more)
