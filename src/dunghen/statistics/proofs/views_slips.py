"""Slips that ask a unit to look at a figure (PHIẾU ĐỀ NGHỊ RÀ SOÁT SỐ LIỆU): inbox, slip, paper."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import MediaType
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics.models import WAITING, ProofEvent, ProofEventQuerySet, ProofRun
from dunghen.statistics.proofs import actions, pages
from dunghen.statistics.proofs.forms import DecisionForm
from dunghen.statistics.proofs.marked import excerpts
from dunghen.statistics.proofs.rules import Act, Refused, State
from dunghen.statistics.proofs.slip import slip_document
from dunghen.statistics.proofs.views import PAGE, REFUSED, attachment, person
from dunghen.statistics.questions import query

PDF = "application/pdf"
OPEN, DONE = "open", "done"


@needs(Right.FIGURES)
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """The slips one may see: those that wait for the unit first, or those that are answered or over."""
    who, today = person(request), timezone.localdate()
    box = DONE if request.GET.get("box") == DONE else OPEN
    found = _slips(who).defer("finding__run__content", "finding__run__text")
    found = found.filter(WAITING if box == OPEN else ~WAITING)
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    listed = [*found.order_by("-pk")[: PAGE + 1]]
    shown = sorted(listed[:PAGE], key=lambda slip: slip.answer_by) if box == OPEN else listed[:PAGE]
    context = {
        "slips": pages.with_state(shown, today),
        "tabs": [
            (_("Chờ trả lời"), reverse("slips"), box == OPEN, None),
            (_("Đã trả lời, đã kết thúc"), reverse("slips") + query({"box": DONE}), box == DONE, None),
        ],
        "next": query({"box": box, "before": str(listed[PAGE - 1].pk)}) if len(listed) > PAGE else "",
        "crumbs": pages.crumbs((_("Phiếu đề nghị rà soát"), "")),
    }
    return render(request, "statistics/slips.html", context)


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, slip: int) -> HttpResponse:
    """A slip as the asked unit sees it: the words in question and what was said, not the whole document."""
    who, today, error, wrong = person(request), timezone.localdate(), "", {}
    found = get_object_or_404(_slips(who), pk=slip)
    answers = pages.may_answer(who, found, today)
    if request.method == "POST":
        if not answers:
            raise PermissionDenied
        try:
            form = DecisionForm(request.POST)
            actions.decide(found.finding, Act.ANSWER, form.words(), by=who, seen=form.cleaned_data["seen"])
            return redirect("slip", slip)
        except Refused as refused:
            error, wrong = str(refused), {refused.field: str(refused)}
            found = _slips(who).get(pk=slip)
    events = [found, *ProofEvent.objects.filter(slip=found).select_related("by", "unit").order_by("number")]
    kind, words = pages.slip_state(found, today)
    row = pages.row(found.finding, events, today)
    context = {
        "slip": found,
        "state_kind": kind,
        "state_words": words,
        "row": row,
        "events": events,
        "seen": events[-1].number,
        "answers": answers and row.state == State.ASKED,
        "typed": request.POST,
        "error": error,
        "wrong": wrong,
        "amounts": pages.amounts(found.finding),
        "excerpts": excerpts(found.finding.run.text, pages.marks([row])),
        "sees_run": ProofRun.objects.visible_to(who)
        .filter(pk=found.finding.run_id, removal__isnull=True)
        .exists(),
        "crumbs": pages.crumbs(
            (_("Phiếu đề nghị rà soát"), reverse("slips")), (_("Phiếu số %d") % found.pk, "")
        ),
    }
    return render(request, "statistics/slip.html", context, status=REFUSED if error else 200)


@needs(Right.FIGURES)
@require_safe
def slip_file(request: HttpRequest, slip: int, kind: str) -> HttpResponse:
    """The slip on paper: .docx or .pdf."""
    found = get_object_or_404(_slips(person(request)), pk=slip)
    document = slip_document(found)
    if kind == "pdf":
        return attachment(to_pdf(document), PDF, f"phieu-ra-soat-{slip}.pdf")
    return attachment(to_word(document), MediaType.DOCX.value, f"phieu-ra-soat-{slip}.docx")


def _slips(who: Person) -> ProofEventQuerySet:
    found = ProofEvent.objects.visible_to(who).slips()
    return found.select_related("finding__run", "unit", "by").defer("finding__run__content")
