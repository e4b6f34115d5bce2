"""Pages of documents that are proofread: the list, one with its text, a finding with what is decided."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from dunghen.core.access import needs
from dunghen.documents.content import MediaType
from dunghen.documents.official.models import OfficialDocument
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.proofing.reading import Unreadable
from dunghen.statistics.models import (
    ProofEvent,
    ProofFinding,
    ProofKind,
    ProofRun,
    ProofRunQuerySet,
    Report,
)
from dunghen.statistics.proofs import actions, exports, pages
from dunghen.statistics.proofs.beside import compare, order
from dunghen.statistics.proofs.forms import (
    ACCEPT,
    MAX_MB,
    VERDICTS,
    DecisionForm,
    FilterForm,
    UploadForm,
    answering_units,
    periods,
)
from dunghen.statistics.proofs.marked import blocks, excerpts
from dunghen.statistics.proofs.registers import unheld
from dunghen.statistics.proofs.rules import Act, Refused, State
from dunghen.statistics.questions import query

PAGE = 50
NO_CONTENT, REFUSED = 204, 409
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Context = dict[str, Any]


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def proofs(request: HttpRequest) -> HttpResponse:
    """The documents one may see, the latest first, and the place to drop another."""
    who, error, status = person(request), "", 200
    choices = periods(who)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        try:
            return redirect("proof", _taken(form, who, choices).pk)
        except (Unreadable, Refused) as refused:
            error, status = str(refused), REFUSED
    before = request.GET.get("before", "")
    found = ProofRun.objects.visible_to(who).defer("text", "content")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    runs = [
        *found.with_counts()
        .select_related("uploaded_by", "report", "removal__by")
        .order_by("-pk")[: PAGE + 1]
    ]
    context = {
        "runs": runs[:PAGE],
        "next": query({"before": str(runs[PAGE - 1].pk)}) if len(runs) > PAGE else "",
        "error": error,
        "waiting": ProofEvent.objects.visible_to(who).waiting().count(),
        "accept": ACCEPT,
        "max_mb": MAX_MB,
        "periods": [("", _("Không đối chiếu")), *((one.code, one.name) for one in choices)],
        "chosen": request.POST.get("report") or request.GET.get("report", ""),
        "crumbs": [*pages.crumbs()[:1], (_("Rà soát số liệu"), "")],
    }
    return render(request, "statistics/proofs.html", context, status=status)


@needs(Right.FIGURES)
@require_safe
def proof(request: HttpRequest, run: int) -> HttpResponse:
    """The text with its findings marked in place, and the list of them."""
    who = person(request)
    found = get_object_or_404(_runs(who), pk=run)
    if found.digest and found.read_at is None and HtmxDetails(request):
        # nothing to swap in: a page drawn anew every two seconds would take the reader's place away;
        # nor to keep: who comes back to this address wants the page
        return HttpResponse(status=NO_CONTENT, headers={"Cache-Control": "no-store"})
    removes = pages.may_remove(who, found, timezone.localdate())
    if not found.digest or found.read_at is None or found.problem:
        context = {"run": found, "removes": removes, "crumbs": pages.crumbs((found.name, ""))}
        return render(request, "statistics/proof_unread.html", context)
    everything = pages.rows(findings_of(who, found), timezone.localdate())
    asked = FilterForm(request.GET)
    rows = pages.filtered(everything, asked)
    context = {
        "run": found,
        "removes": removes,
        "unheld": len(unheld(found, who)),
        "rows": rows,
        "blocks": blocks(found.text, pages.marks(rows)),
        "counts": pages.counted(everything),
        "asked": asked.cleaned_data,
        "verdicts": VERDICTS,
        "kinds": [("", _("Tất cả")), *ProofKind.choices],
        "states": [("", _("Tất cả")), *State.choices],
        "periods": [(one.code, one.name) for one in periods(who)],
        "crumbs": pages.crumbs((found.name, "")),
    }
    return render(request, "statistics/proof.html", context)


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, run: int, number: int) -> HttpResponse:
    """A finding: the figures, the words around them, what was decided, what may be decided now."""
    who, today = person(request), timezone.localdate()
    found = get_object_or_404(findings_of(who, read_run(who, run)), number=number)
    units, error, wrong = answering_units(today), "", {}
    if request.method == "POST":
        try:
            act = Act(request.POST.get("act", ""))
        except ValueError as unknown:
            raise Http404 from unknown
        try:
            _decide(request, found, act, DecisionForm(request.POST).words(units))
            return redirect("proof_finding", run, number)
        except Refused as refused:
            error, wrong = str(refused), {act: {refused.field: str(refused)}}
    events = [*found.events.select_related("by", "unit", "slip__unit")]
    row = pages.row(found, events, today)
    context = {
        "row": row,
        "events": events,
        "seen": events[-1].number if events else 0,
        "acts": [(one, wrong.get(one, {})) for one in pages.acts(row.state)],
        "slip": next((event for event in reversed(events) if event.act == Act.SEND), None),
        "units": [("", _("Chọn đơn vị")), *((unit.key, unit.dated_name) for unit in units)],
        "typed": request.POST,
        "error": error,
        "amounts": pages.amounts(found),
        "excerpts": excerpts(found.run.text, pages.marks([row])),
        "crumbs": pages.crumbs(
            (found.run.name, reverse("proof", args=[run])), (_("Kết quả số %d") % found.number, "")
        ),
    }
    return render(request, "statistics/proof_finding.html", context, status=REFUSED if error else 200)


@needs(Right.FIGURES)
@require_POST
def proof_period(request: HttpRequest, run: int) -> HttpResponse:
    """Set the text beside the figures of a period."""
    who = person(request)
    found = read_run(who, run)
    try:
        compare(found, _period(request.POST.get("report", ""), periods(who)))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("proof", run)


@needs(Right.FIGURES)
@require_POST
def proof_registers(request: HttpRequest, run: int) -> HttpResponse:
    """Look up once more in the registers what the text cites."""
    who = person(request)
    try:
        new = actions.look_up(read_run(who, run), who)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("proof", run)
    said = ngettext("Sổ văn bản: thêm %(number)d kết quả.", "Sổ văn bản: thêm %(number)d kết quả.", new)
    messages.success(request, said % {"number": new} if new else _("Sổ văn bản: không có gì mới."))
    return redirect("proof", run)


@needs(Right.FIGURES)
@require_POST
def proof_remove(request: HttpRequest, run: int) -> HttpResponse:
    """Take a document away for good."""
    who = person(request)
    found = get_object_or_404(_runs(who), pk=run)
    if not pages.may_remove(who, found, timezone.localdate()):
        raise PermissionDenied
    try:
        actions.remove(found, by=who)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("proof", run)
    messages.success(request, _("Đã xóa văn bản “%(name)s”.") % {"name": found.name})
    return redirect("proofs")


@needs(Right.FIGURES)
@require_safe
def proof_file(request: HttpRequest, run: int, kind: str) -> HttpResponse:
    """The findings taken away as .xlsx, .json, or the document with comments."""
    who = person(request)
    found = read_run(who, run)
    rows = pages.rows(findings_of(who, found), timezone.localdate())
    said = [(row.finding, row.state, row.words) for row in rows]
    stem = found.name.rpartition(".")[0] or found.name
    if kind == "xlsx":
        return attachment(exports.to_workbook(found, said), XLSX, f"{stem}-ra-soat.xlsx")
    if kind == "json":
        return attachment(exports.to_json(found, said).encode(), "application/json", f"{stem}-ra-soat.json")
    return attachment(
        exports.to_word(found, [row.finding for row in rows]), MediaType.DOCX.value, f"{stem}-ra-soat.docx"
    )


def person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": str(header)})


def _runs(who: Person) -> ProofRunQuerySet:
    return ProofRun.objects.visible_to(who).select_related("report", "uploaded_by", "removal__by")


def findings_of(who: Person, run: ProofRun) -> QuerySet[ProofFinding]:
    """The findings of a document; those that tell a figure of a period, or a document of the registers, only
    if one may see it."""
    seen = OfficialDocument.objects.visible_to(who, timezone.localdate()).values("pk")
    found = run.findings.filter(Q(registered=None) | Q(registered__in=seen))
    hidden = run.report is not None and run.report not in periods(who)
    return found.filter(cell="") if hidden else found


def read_run(who: Person, pk: int) -> ProofRun:
    """A document that was read. Raises Http404."""
    return get_object_or_404(_runs(who), pk=pk, read_at__isnull=False, problem="", removal__isnull=True)


def _taken(form: UploadForm, who: Person, choices: list[Report]) -> ProofRun:
    if not form.is_valid():
        raise Refused(" ".join(str(line) for lines in form.errors.values() for line in lines))
    file = cast("UploadedFile[Any]", form.cleaned_data["file"])
    code = form.cleaned_data["report"]
    report = _period(code, choices) if code else None
    run = actions.take(file.read(), file.name or "", who)
    if run.read_at is None:
        order(run, report)
    elif report and run.report_id != report.pk and not run.problem:
        compare(run, report)
    return run


def _period(code: str, choices: list[Report]) -> Report:
    report = next((report for report in choices if report.code == code), None)
    if report is None:
        raise Refused(_("Chọn một kỳ báo cáo trong danh sách."))
    return report


def _decide(request: HttpRequest, found: ProofFinding, act: Act, words: actions.Words) -> None:
    if act == Act.ANSWER:
        raise PermissionDenied  # the asked unit answers at its slip
    seen = request.POST.get("seen", "")
    actions.decide(found, act, words, by=person(request), seen=int(seen))
