"""The pages of inspections by plan: the list, one inspection with what is to be done next, its files."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import MediaType
from dunghen.documents.files import download
from dunghen.documents.model import Document
from dunghen.documents.models import File
from dunghen.documents.word import to_word
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.inspections import paper, reading, steps
from dunghen.supervision.inspections.actions.base import Upload
from dunghen.supervision.inspections.models import (
    Inspection,
    InspectionQuerySet,
    InspectionState,
    InspectionStep,
    Problem,
    Regime,
    Remedy,
)
from dunghen.supervision.inspections.steps import Sent, Sides, Step
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import Step as Act


def seen(request: HttpRequest) -> InspectionQuerySet:
    """The inspections the reader may see."""
    return Inspection.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.INSPECT)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections by plan, the latest first, and the teams behind them."""
    said, today, person = request.GET, timezone.localdate(), signed_in(request)
    state, after = said.get("trang-thai", ""), number(said.get("sau", ""))
    rows = reading.inspections(person, today, state, after, said.get("tim", ""))
    shown = rows[: reading.PAGE]
    page = {
        "rows": [(row, reading.KINDS[InspectionState(row.state)]) for row in shown],
        "teams": reading.teams(person, today, Regime.PLANNED),
        "state": state,
        "said": said,
        "states": [("", _("Tất cả")), *InspectionState.choices],
        "overdue": reading.overdue(person, today),
        "may_plan": bool(Able(person, today).organises()),
        "next": further(said, shown[-1].pk) if len(rows) > reading.PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "supervision/inspections/list.html", page)


@needs(Right.INSPECT)
@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection."""
    return _page(request, pk)


@needs(Right.INSPECT)
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One step; a refusal is shown on its page, with what was typed."""
    row = get_object_or_404(seen(request), pk=pk)
    step = steps.ALL.get(verb)
    if step is None:
        raise Http404
    said = request.POST
    sent = Sent(
        by=signed_in(request),
        pk=pk,
        seen=number(said.get("phien-ban", "")),
        number=number(said.get("so", "")),
        files=_files(request),
    )
    form = step.form(row, said, prefix=_prefix(step, sent.number))
    if not form.is_valid():
        return _page(request, pk, typed={(verb, sent.number): form})
    try:
        step.act(sent, form)
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed={(verb, sent.number): form})
    messages.success(request, str(step.done))
    return redirect("inspection", pk)


def _files(request: HttpRequest) -> list[Upload]:
    return [one for one in request.FILES.getlist("tep") if one.size]


def _prefix(step: Step, of: int) -> str:
    return f"{step.verb}-{of}" if of else step.verb


Typed = dict[tuple[str, int], django_forms.Form]


def _page(
    request: HttpRequest, pk: int, *, refusal: Refused | None = None, typed: Typed | None = None
) -> HttpResponse:
    row = get_object_or_404(reading.sheet(seen(request)), pk=pk)
    today, typed = timezone.localdate(), typed or {}
    on = steps.sides(Able(signed_in(request), today), row)
    drafted = reading.shows_draft(row, signed_in(request), today)
    problems = sorted(row.problems.all() if drafted else (), key=lambda problem: problem.number)
    asked = sorted(row.requests.all(), key=lambda one: one.number)
    page = {
        "row": row,
        "kind": reading.KINDS[InspectionState(row.state)],
        "steps": _ready(steps.STEPS, row, on, typed),
        "problems": [_problem(problem, row, on, typed, today) for problem in problems],
        "requests": [
            (one, [] if one.answered else _ready(_answers(request, one, on), row, on, typed, one.number))
            for one in asked
        ],
        "outline_late": (row.outline_day or today) > row.outline_due and row.state != InspectionState.PLANNED,
        "sides": on,
        "drafted": drafted,
        "acts": [
            (act, InspectionStep(act.kind).label)
            for act in Act.objects.of(row)
            if drafted or act.kind != InspectionStep.PROBLEM
        ],
        "max_mb": 25,
        "refusal": refusal,
    }
    return render(request, "supervision/inspections/one.html", page, status=422 if refusal or typed else 200)


def _answers(request: HttpRequest, asked: Any, on: Sides) -> tuple[Step, ...]:
    own = asked.member is not None and asked.member.person_id == signed_in(request).pk
    return (steps.ANSWER,) if on.team or own else ()


def _ready(
    some: tuple[Step, ...], row: Inspection, on: Sides, typed: Typed, of: int = 0
) -> list[tuple[Step, django_forms.Form, int]]:
    """The steps that may be done now, with their forms. A member answers what was asked of them."""
    return [
        (step, typed.get((step.verb, of)) or step.form(row, prefix=_prefix(step, of)), of)
        for step in some
        if row.state in step.states and (on.takes(step) or step is steps.ANSWER)
    ]


def _problem(problem: Problem, row: Inspection, on: Sides, typed: Typed, today: Any) -> dict[str, Any]:
    waits = problem.state == Remedy.REPORTED
    open_ = problem.state in reading.TO_MEND
    some = (steps.CONFIRM, steps.RETURN) if waits else (steps.REPORT,) if open_ else ()
    return {
        "row": problem,
        "kind": reading.REMEDY_KINDS[Remedy(problem.state)],
        "late": reading.remedy_words(problem, today),
        "steps": _ready(some, row, on, typed, problem.number),
    }


@needs(Right.INSPECT)
@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The outline report or a piece of evidence of an inspection."""
    row = get_object_or_404(seen(request), pk=pk)
    of_problem = Problem.evidence.through.objects.filter(problem__inspection=row, file=file)
    if row.outline_id != file and not of_problem.exists():
        raise Http404
    return download(get_object_or_404(File, pk=file))


@needs(Right.INSPECT)
@require_safe
def minutes_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as .docx."""
    row = get_object_or_404(reading.sheet(seen(request)), pk=pk, held__isnull=False)
    return as_word(paper.minutes(row), f"bien-ban-kiem-tra-{row.pk}.docx")


@needs(Right.INSPECT)
@require_safe
def conclusion_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of the conclusion as .docx, a draft until it has a number."""
    row = get_object_or_404(reading.sheet(seen(request)), pk=pk, held__isnull=False)
    if not reading.shows_draft(row, signed_in(request), timezone.localdate()):
        raise Http404
    return as_word(paper.conclusion(row), f"thong-bao-ket-luan-{row.pk}.docx")


def as_word(document: Document, name: str) -> HttpResponse:
    """A document to be saved."""
    response = HttpResponse(to_word(document), content_type=MediaType.DOCX.value)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
