"""The electronic file of a periodic report: what the units sent for it, and the report itself."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.documents.models import DocumentKind
from dunghen.documents.official.views_work_files import save_work_file, show_work_file
from dunghen.documents.official.work_files import Paper, WorkFile, in_order, of_document
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics import questions
from dunghen.statistics.models import Report
from dunghen.statistics.questions import MISSING
from dunghen.statistics.views_paper import exports
from dunghen.supervision.models import DutyReport
from dunghen.supervision.paper import letterhead

DUTY = "cchc"  # of law/reporting-duties.toml: the duty whose periods these reports are


def of_report(request: HttpRequest, code: str) -> WorkFile:
    """Opened on the first day of its figures, closed on the day it was signed. Of what units sent, what the
    reader may see. Raises Http404."""
    report, person = get_object_or_404(Report.objects.select_related("unit"), code=code), _person(request)
    asked = questions.asked(request, person, code)
    if asked.unit.pk != report.unit_id:
        raise Http404(MISSING)
    year, _dash, period = code.partition("-")
    seen = DutyReport.objects.visible_to(person, timezone.localdate())
    sent = seen.filter(duty=DUTY, year=int(year) if year.isascii() and year.isdecimal() else 0, period=period)
    rows = sent.filter(document__day__isnull=False).select_related("document", "unit")
    word = next((address for _label, address in exports(asked) if ".docx" in address), "")
    own = Paper(
        kind=str(DocumentKind.REPORT.label),
        number=report.number,
        day=report.signed,
        abstract=_("Báo cáo cải cách hành chính %(period)s") % {"period": report.name},
        author=report.unit.name,
        file=_("Báo cáo (Word)") if word else "",
        address=word,
    )
    papers = [of_document(row.document, row.unit.name) for row in rows if row.document]
    return WorkFile(
        code=f"{code}.BC",
        title=own.abstract,
        unit=report.unit,
        opened=timezone.localtime(report.window_from).date(),
        closed=report.signed,
        papers=in_order([*papers, own]),
        address=reverse("report", args=(code,)),
    )


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def report_file(request: HttpRequest, code: str) -> HttpResponse:
    """The file of a report."""
    return show_work_file(request, of_report(request, code), reverse("report_file_paper", args=(code,)))


@needs(Right.FIGURES)
@require_safe
def report_file_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Its list of contents."""
    work = of_report(request, code)
    return save_work_file(work, letterhead(work.unit))
