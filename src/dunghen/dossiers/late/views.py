"""The explanation of late dossiers, for units, one-stops and the reform office: page, workbook, document."""

from datetime import date, timedelta
from io import BytesIO

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.forms import day_of, shown_day
from dunghen.core.paths import PACKS
from dunghen.documents.content import MediaType
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.model import Letterhead
from dunghen.documents.word import to_word
from dunghen.dossiers.late.report import COLUMNS, MOST, LateReport, document, late_report
from dunghen.dossiers.quality.reading import Quarter
from dunghen.org.access_views import signed_in
from dunghen.org.calendar import calendar
from dunghen.org.models import Installation, Person
from dunghen.org.rights import Right

SINCE, UNTIL = gettext_lazy("Kết thúc từ ngày"), gettext_lazy("Kết thúc đến hết ngày")


def _days(request: HttpRequest) -> tuple[date, date, dict[str, str]]:
    """The days asked for, this quarter's unless told, and what cannot be read as a day."""
    today = timezone.localdate()
    quarter = Quarter.read("", today)
    days = {"tu": quarter.start.date(), "den": min(today, quarter.end.date() - timedelta(days=1))}
    wrong: dict[str, str] = {}
    for name, label in (("tu", SINCE), ("den", UNTIL)):
        if said := request.GET.get(name, "").strip():
            try:
                days[name] = day_of(said, label)
            except ValidationError as error:
                wrong[name] = str(error.message)
    if days["tu"] > days["den"] and not wrong:
        wrong["den"] = _("%(field)s: ngày này phải từ ngày bắt đầu trở đi.") % {"field": UNTIL}
    return days["tu"], days["den"], wrong


def _report(request: HttpRequest) -> tuple[LateReport | None, dict[str, str], date, date]:
    first, last, wrong = _days(request)
    if wrong:
        return None, wrong, first, last
    person = signed_in(request)
    return late_report(person, first, last, timezone.localdate(), calendar()), {}, first, last


@needs(Right.ROWS)
@require_safe
def late(request: HttpRequest) -> HttpResponse:
    """The late dossiers that ended in some days, with their causes."""
    report, wrong, first, last = _report(request)
    context = {
        "report": report,
        "wrong": wrong,
        "since": request.GET.get("tu", "") if "tu" in wrong else shown_day(first),
        "until": request.GET.get("den", "") if "den" in wrong else shown_day(last),
        "labels": {"tu": SINCE, "den": UNTIL},
        "most": MOST,
        "query": request.GET.urlencode(),
    }
    return render(request, "dossiers/late.html", context)


@needs(Right.ROWS)
@require_safe
def late_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a workbook or a document."""
    report, _wrong, first, last = _report(request)
    if report is None:
        return redirect(f"{reverse('late')}?{request.GET.urlencode()}")
    if kind == "xlsx":
        content, media = _workbook(report), XLSX
    elif kind == "docx":
        content, media = to_word(document(report, _letterhead(signed_in(request)))), MediaType.DOCX.value
    else:
        raise Http404
    name = f"giai-trinh-tre-han_{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": str(disposition)})


def _workbook(report: LateReport) -> bytes:
    file = BytesIO()
    days = _("Từ ngày %(first)s đến ngày %(last)s") % {
        "first": shown_day(report.first),
        "last": shown_day(report.last),
    }
    heading = [_("Giải trình hồ sơ trễ hạn"), days, "; ".join(report.sentences)]
    write_rows(file, heading, COLUMNS, report.rows, LIMIT)
    return file.getvalue()


def _letterhead(person: Person) -> Letterhead:
    """Of the unit whose person asks, in the place of the installation's pack."""
    held = person.assignments.on(timezone.localdate()).select_related("unit__parent").first()
    issuer = read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")
    unit = held.unit if held else None
    if unit is None or unit.parent is None:
        return Letterhead(agency=issuer.agency, place=issuer.place, superior=issuer.superior)
    return Letterhead(agency=(unit.name.upper(),), place=issuer.place, superior=unit.parent.name.upper())
