"""Corrections of the time of a result: one list for inspectors, their entry, confirmation, approval."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.forms import moment_of
from dunghen.core.worktime import VIETNAM
from dunghen.documents.content import NotAccepted
from dunghen.documents.files import download, keep
from dunghen.documents.models import File
from dunghen.dossiers import actions
from dunghen.dossiers.actions.times import MOST
from dunghen.dossiers.late.law import actual_time_within
from dunghen.dossiers.models import Area, CorrectedTime, DossierVersion, TimeCorrection, ViewedPage
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.rules import ANSWERED, Refused
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right, Role

PAGE = 50
ENTERING = frozenset({Role.RECEIVING_OFFICER, Role.CASE_OFFICER, Role.HEAD_OF_ONE_STOP})
ACTUAL = gettext_lazy("Thời điểm thực tế")


class Row(NamedTuple):
    """A dossier that may be corrected, and what was typed for it."""

    version: DossierVersion
    said: str
    wrong: str

    @property
    def field(self) -> str:
        return f"luc-{self.version.dossier_id}"


class Counted(NamedTuple):
    """A batch with both counts of its dossiers: late by the system, late by the actual time."""

    correction: TimeCorrection
    total: int
    late_by_system: int
    late_by_fact: int


@needs(Right.ROWS)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of the units one sees, newest first, whatever became of it, with both counts."""
    person, today = signed_in(request), timezone.localdate()
    found = _visible(person).order_by("-pk")
    if after := number(request.GET.get("sau", "")):
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    context = {
        "rows": _counted(rows[:PAGE]),
        "may_enter": bool(_units(person, ENTERING)),
        "next": further(request.GET, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "first": further(request.GET, "") if "sau" in request.GET else "",
        "today": today,
    }
    return render(request, "dossiers/corrections.html", context)


@needs(Right.ROWS)
@never_cache
def correction_new(request: HttpRequest) -> HttpResponse:
    """Choose dossiers of one's unit by giving their actual moments, with the signed page."""
    person, said = signed_in(request), request.POST
    sent, refusal = request.method == "POST", ""
    rows = [_typed(version, said) for version in _candidates(person)]
    reason, note = said.get("ly-do", "").strip(), said.get("trang", "").strip()
    if sent and not any(row.wrong for row in rows):
        try:
            made = _enter(request, person, rows, reason, note)
        except (Refused, NotAccepted) as error:
            refusal = str(error)
        else:
            messages.success(
                request, _("Đã đề nghị điều chỉnh; chờ người đứng đầu Bộ phận Một cửa xác nhận.")
            )
            return redirect("correction", pk=made.pk)
    context = {"rows": rows, "reason": reason, "note": note, "refusal": refusal, "most": MOST}
    context |= {"within": actual_time_within(timezone.localdate()).days, "actual": ACTUAL}
    return render(request, "dossiers/correction_new.html", context, status=422 if sent else 200)


def _enter(
    request: HttpRequest, person: Person, rows: Iterable[Row], reason: str, note: str
) -> TimeCorrection:
    given = {row.version.dossier_id: moment_of(row.said, ACTUAL, VIETNAM) for row in rows if row.said}
    file = request.FILES.get("minh-chung")
    kept: File | None = keep(file.name or "", file, by=person) if file else None
    return actions.enter_times(given, reason=reason, evidence=kept, evidence_note=note, who=person)


def _typed(version: DossierVersion, said: QueryDict) -> Row:
    text, wrong = said.get(f"luc-{version.dossier_id}", "").strip(), ""
    if text:
        try:
            moment_of(text, ACTUAL, VIETNAM)
        except ValidationError as error:
            wrong = str(error.message)
    return Row(version, text, wrong)


def _candidates(person: Person) -> list[DossierVersion]:
    """What ended late by the system's time, not longer ago than a correction may be entered, at the units
    where this person enters; not what is being corrected already."""
    since = timezone.now() - actual_time_within(timezone.localdate())
    versions = DossierVersion.objects.known_at(None).filter(
        unit__in=_units(person, ENTERING),
        status__in=ANSWERED,
        resolved_at__gt=F("due_at"),
        resolved_at__gte=since,
    )
    entered = CorrectedTime.objects.filter(correction__rejected_at=None).values("dossier")
    found = versions.exclude(dossier__in=entered).select_related("dossier", "procedure", "unit")
    return list(found.order_by("resolved_at", "pk")[:MOST])


def _units(person: Person, roles: Iterable[Role]) -> set[int]:
    wanted = set(roles)
    return {held.unit for held in person.holdings(timezone.localdate()) if held.role in wanted}


@needs(Right.ROWS)
@never_cache
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch, both times of each dossier; its confirmation, approval or rejection (`viec`)."""
    person = signed_in(request)
    found = _one(person, pk)
    refusal = ""
    if request.method == "POST":
        try:
            _decide(found, person, request.POST.get("viec", ""), request.POST.get("ly-do", "").strip())
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã ghi."))
            return redirect("correction", pk=pk)
    times = found.times.select_related("dossier").order_by("actual_at", "pk")
    context = {
        "found": found,
        "counted": _counted([found])[0],
        "times": times,
        "refusal": refusal,
        "offered": _offered(found, person),
        "sees_evidence": _covers(person, found, Right.PERSONS),
    }
    return render(request, "dossiers/correction.html", context, status=422 if refusal else 200)


def _offered(found: TimeCorrection, person: Person) -> str:
    """What this person may do with it now: confirm, approve, or nothing."""
    if found.approved_at or found.rejected_at or person.pk in (found.entered_by_id, found.confirmed_by_id):
        return ""
    if found.confirmed_at is None:
        return "xac-nhan" if _is(person, Role.HEAD_OF_ONE_STOP, found) else ""
    return "phe-duyet" if _is(person, Role.HEAD_OF_AGENCY, found) else ""


def _is(person: Person, role: Role, found: TimeCorrection) -> bool:
    return person.works_for(found.unit_id, {role}, timezone.localdate())


def _decide(found: TimeCorrection, person: Person, said: str, reason: str) -> None:
    offered = _offered(found, person)
    if not offered:
        raise Refused(
            _(
                "Đề nghị do người đứng đầu Bộ phận Một cửa xác nhận, rồi lãnh đạo cơ quan phê duyệt;"
                " ba người khác nhau."
            )
        )
    if said == "tu-choi":
        actions.reject_times(found.pk, who=person, reason=reason)
    elif offered == "xac-nhan":
        actions.confirm_times(found.pk, who=person)
    else:
        actions.approve_times(found.pk, who=person)


@needs(Right.PERSONS)
@require_safe
def correction_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed page: it names applicants, so that it takes the right to see them, and is noted."""
    person, now = signed_in(request), timezone.now()
    found = _one(person, pk)
    if not _covers(person, found, Right.PERSONS):
        raise Http404
    named = DossierVersion.objects.known_at(None).filter(dossier__in=found.times.values("dossier"))
    note_view(person, ViewedPage.DOSSIER, list(named), now)
    return download(found.evidence)


def _visible(person: Person) -> QuerySet[TimeCorrection]:
    units = Area.of(person, Right.ROWS, timezone.localdate()).units
    found = TimeCorrection.objects.select_related(
        "unit", "evidence", "entered_by", "confirmed_by", "approved_by", "rejected_by"
    )
    return found if units is None else found.filter(unit__in=units)


def _one(person: Person, pk: int) -> TimeCorrection:
    found = _visible(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _covers(person: Person, found: TimeCorrection, right: Right) -> bool:
    units = Area.of(person, right, timezone.localdate()).units
    return units is None or found.unit_id in units


def _counted(found: list[TimeCorrection]) -> list[Counted]:
    """With both counts; one query for all."""
    times: dict[int, list[CorrectedTime]] = {one.pk: [] for one in found}
    for time in CorrectedTime.objects.filter(correction__in=found):
        times[time.correction_id].append(time)
    return [
        Counted(
            one,
            len(times[one.pk]),
            sum(1 for time in times[one.pk] if time.due_at and time.recorded_at > time.due_at),
            sum(1 for time in times[one.pk] if time.due_at and time.actual_at > time.due_at),
        )
        for one in found
    ]
