"""The pages of surprise visits: the list, minutes on the spot, which a tablet keeps while the line is down,
one visit with its cases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.files import download
from dunghen.documents.models import File
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.supervision.accountability.actions import INSPECTORS
from dunghen.supervision.errors import Refused
from dunghen.supervision.inspections import paper, reading
from dunghen.supervision.inspections.actions import surprise
from dunghen.supervision.inspections.actions.base import Upload
from dunghen.supervision.inspections.actions.surprise import Minutes
from dunghen.supervision.inspections.forms import CaseForm, MinutesForm
from dunghen.supervision.inspections.models import (
    InspectionStep,
    Regime,
    SurpriseVisit,
    SurpriseVisitQuerySet,
    Team,
)
from dunghen.supervision.inspections.views import as_word
from dunghen.supervision.inspections.who import Able
from dunghen.supervision.steps import Step as Act

MOST_PHOTOS = 10
LATER = timedelta(minutes=10)  # from then on the page says when the minutes arrived


def seen(request: HttpRequest) -> SurpriseVisitQuerySet:
    """The visits the reader may see."""
    return SurpriseVisit.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.INSPECT)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Surprise visits, the latest first."""
    said, today, person = request.GET, timezone.localdate(), signed_in(request)
    after = number(said.get("sau", ""))
    rows = reading.visits(person, today, after)
    shown = rows[: reading.PAGE]
    page = {
        "rows": shown,
        "teams": reading.teams(person, today, Regime.SURPRISE),
        "may_write": bool(_own_teams(request)),
        "may_plan": bool(Able(person, today).organises()),
        "next": further(said, shown[-1].pk) if len(rows) > reading.PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "supervision/inspections/visits.html", page)


def _own_teams(request: HttpRequest) -> list[Team]:
    """The founded surprise teams for which the reader may write minutes."""
    person, today = signed_in(request), timezone.localdate()
    rows = Team.objects.visible_to(person, today).filter(regime=Regime.SURPRISE, decision_day__isnull=False)
    return list(Able(person, today).among(rows).order_by("-year", "-pk")[: reading.PAGE])


@needs(Right.INSPECT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def minutes_new(request: HttpRequest) -> HttpResponse:
    """Minutes on the spot. Sent again, by hand or by the tablet once the line is back, they are the same."""
    teams = _own_teams(request)
    if not teams:
        raise Http404
    if request.method != "POST":
        form = MinutesForm(teams, initial={"key": uuid4(), "at": f"{localtime():%H:%M %d/%m/%Y}"})
        return _sheet(request, form)
    form = MinutesForm(teams, request.POST)
    if not form.is_valid():
        return _sheet(request, form, wrong=True)
    photos = _uploads(request, "anh")
    try:
        if len(photos) > MOST_PHOTOS:
            raise Refused(_("Chọn không quá %(most)s ảnh.") % {"most": MOST_PHOTOS})
        visit = surprise.record_visit(signed_in(request), _minutes(request, form.cleaned_data, photos))
    except Refused as refusal:
        return _sheet(request, form, refusal=refusal)
    messages.success(request, _("Đã lưu biên bản."))
    return redirect("surprise_visit", visit.pk)


def _minutes(request: HttpRequest, said: dict[str, Any], photos: list[Upload]) -> Minutes:
    return Minutes(
        **said,
        team_signature=_upload(request, "ky-doan"),
        unit_signature=_upload(request, "ky-don-vi"),
        scan=_upload(request, "ban-giay"),
        photos=photos,
    )


def _uploads(request: HttpRequest, name: str) -> list[Upload]:
    return [one for one in request.FILES.getlist(name) if one.size]


def _upload(request: HttpRequest, name: str) -> "Upload | None":
    return next(iter(_uploads(request, name)), None)


def _sheet(
    request: HttpRequest, form: MinutesForm, *, refusal: Refused | None = None, wrong: bool = False
) -> HttpResponse:
    page = {
        "form": form,
        "refusal": refusal,
        "max_mb": settings.FILES_LIMIT // (1024 * 1024),
        "signatures": [("ky-doan", _("Chữ ký của Đoàn")), ("ky-don-vi", _("Chữ ký của đơn vị"))],
    }
    status = 422 if refusal or wrong else 200
    return render(request, "supervision/inspections/minutes.html", page, status=status)


@needs(Right.INSPECT)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the minutes' page: it must stand under the address it works for."""
    script = render_to_string("supervision/inspections/worker.js")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@needs(Right.INSPECT)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit with its cases; who they are about stands in the register of accountability alone."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, *, refusal: Refused | None = None, typed: CaseForm | None = None
) -> HttpResponse:
    related = ("unit", "team", "by", "team_signature", "unit_signature", "scan")
    row = get_object_or_404(seen(request).select_related(*related), pk=pk)
    person, today = signed_in(request), timezone.localdate()
    belongs = Able(person, today).belongs_to(row.team)
    page = {
        "row": row,
        "photos": row.photos.order_by("pk"),
        "cases": reading.cases_of(row, person, today),
        "form": (typed or CaseForm()) if belongs and _inspects(person) else None,
        "acts": [(act, InspectionStep(act.kind).label) for act in Act.objects.of(row)],
        "later": row.by is not None and row.recorded_at - row.at > LATER,
        "refusal": refusal,
    }
    return render(
        request, "supervision/inspections/visit.html", page, status=422 if refusal or typed else 200
    )


def _inspects(person: Person) -> bool:
    """Whether the register of accountability takes a case from them."""
    return any(one.role in INSPECTORS for one in person.holdings(timezone.localdate()))


@needs(Right.INSPECT)
@require_POST
def case_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A case that the visit found."""
    get_object_or_404(seen(request), pk=pk)
    form = CaseForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, typed=form)
    try:
        surprise.add_case(signed_in(request), pk, form.proposed())
    except Refused as refusal:
        return _page(request, pk, refusal=refusal, typed=form)
    messages.success(request, _("Đã ghi nhận vụ việc."))
    return redirect("surprise_visit", pk)


@needs(Right.INSPECT)
@require_safe
def visit_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A photo, a signature or the scan of a visit's minutes."""
    row = get_object_or_404(seen(request), pk=pk)
    own = {row.team_signature_id, row.unit_signature_id, row.scan_id}
    if file not in own and not row.photos.filter(pk=file).exists():
        raise Http404
    return download(get_object_or_404(File, pk=file))


@needs(Right.INSPECT)
@require_safe
def visit_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as .docx; they name no person of a case."""
    row = get_object_or_404(seen(request).select_related("unit", "team", "team__organiser", "by"), pk=pk)
    return as_word(paper.visit_minutes(row), f"bien-ban-kiem-tra-dot-xuat-{row.pk}.docx")
