"""The pages of dossiers: the list, one dossier, and what a new day off would move.

What a person may not see is as if it were not there. Persons stand on a page only for who has that right.
"""

from datetime import datetime
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.forms import day_of, moment_of, shown_day
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers import page, search
from dunghen.dossiers.append import RELATED
from dunghen.dossiers.models import Area, DossierVersion, ViewedPage
from dunghen.dossiers.preview import MOST, CannotPreview, preview
from dunghen.dossiers.rules import HANDLERS, Status
from dunghen.dossiers.viewed import note_view
from dunghen.dossiers.work import soon_after
from dunghen.org.models import DayKind, Person
from dunghen.org.rights import Right, Role
from dunghen.org.views import may_preview

STATUS_KINDS: dict[str, str] = {
    Status.IN_PROCESS: "info",
    Status.WAITING_PAPERS: "wait",
    Status.WAITING_PAYMENT: "wait",
    Status.PAUSED: "wait",
    Status.RESOLVED: "ok",
    Status.RETURNED: "ok",
}
MOMENT_LABEL = gettext_lazy("Như đã biết tại thời điểm")
DAY_LABEL = gettext_lazy("Ngày")
# Whose list has the filter of their own dossiers.
SOLVERS = HANDLERS | {Role.POSTAL_STAFF}
DAY_KINDS = [(DayKind.HOLIDAY.value, DayKind.HOLIDAY.label), (DayKind.MADE_UP.value, DayKind.MADE_UP.label)]


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


@needs(Right.ROWS)
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of which the person may see rows, by due date; the open ones unless told."""
    person, now, wanted = _person(request), timezone.now(), search.Wanted.read(request.GET.dict())
    today, soon = timezone.localdate(), soon_after(now)
    found = search.find(wanted, person, now=now, soon=soon, day=today)
    shown = found[: search.PAGE]
    persons = Area.of(person, Right.PERSONS, today)
    badge = _Badges()
    rows = [
        {
            "version": version,
            "status": badge(STATUS_KINDS.get(version.status, "none"), version.get_status_display()),
            "time": badge(*search.time_state(version, now, soon)[1:]),
            "who": page.who(version.dossier.applicant) if persons.covers(version) else None,
        }
        for version in shown
    ]
    named = [version for version in shown if persons.covers(version) and version.dossier.applicant_id]
    note_view(person, ViewedPage.LIST, named, now)
    context = {
        "rows": rows,
        "wanted": wanted,
        "sees_persons": not persons.nothing,
        "handles": any(held.role in SOLVERS for held in person.holdings(today)),
        "statuses": search.STATUSES,
        "channels": search.CHANNELS,
        "times": search.TIMES,
        **_addresses(request.GET, wanted, found),
    }
    return render(request, "dossiers/dossiers.html", context)


def _addresses(said: QueryDict, wanted: search.Wanted, found: list[DossierVersion]) -> dict[str, str]:
    """Where the list leads: to its start, its next page, and the other order."""
    kept = said.copy()
    kept.pop("sau", None)
    same = f"?{kept.urlencode()}"
    kept["xep"] = "" if wanted.newest_first else "moi"
    last = found[search.PAGE - 1] if len(found) > search.PAGE else None
    return {
        "first": same if wanted.after else "",
        "next": f"{same}&sau={quote(str(search.Key(last.due_at, last.pk)))}" if last else "",
        "turned": f"?{kept.urlencode()}",
        "order": "descending" if wanted.newest_first else "ascending",
    }


class _Badges:
    """Statuses drawn once a page, not once a row."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, object], SafeString] = {}

    def __call__(self, kind: str, label: object) -> SafeString:
        if (kind, label) not in self._drawn:
            page_part = render_to_string("dossiers/_badge.html", {"kind": kind, "label": label})
            self._drawn[kind, label] = page_part
        return self._drawn[kind, label]


@needs(Right.ROWS)
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier as known now, or at a moment (`luc`, Vietnamese time)."""
    person, now, today = _person(request), timezone.now(), timezone.localdate()
    versions = DossierVersion.objects.select_related("dossier__applicant", "officer", *RELATED)
    visible = versions.visible_to(person, Right.ROWS, today).filter(dossier__code=code)
    current = visible.known_at(None).first()
    if current is None:
        raise Http404
    moment, mistyped = _moment(request.GET.get("luc", ""))
    wrong = ""
    known = current
    if moment is not None:
        then = versions.filter(dossier=current.dossier_id).known_at(moment).first()
        if then is None:
            moment = None
            wrong = _("Vào thời điểm đó hệ thống chưa có hồ sơ này; trang hiển thị số liệu hiện tại.")
        else:
            known = then
    may_see_person = Area.of(person, Right.PERSONS, today).covers(current)
    if may_see_person and current.dossier.applicant_id:
        note_view(person, ViewedPage.DOSSIER, [current], now)
    context = {
        "version": known,
        "code": code,
        "moment": moment,
        "wrong": wrong,
        "said": f"{localtime(moment):%H:%M %d/%m/%Y}" if moment else request.GET.get("luc", ""),
        "moment_label": MOMENT_LABEL,
        "mistyped": mistyped,
        "kind": STATUS_KINDS.get(known.status, "none"),
        "time": search.time_state(known, moment or now, soon_after(moment or now)),
        "proof": page.proof_of(known) if moment is None else None,
        "events": page.timeline(known, moment),
        "changes": page.changes_of(known.dossier_id, known),
        "payments": page.payments_of(known, moment),
        "papers": known.procedure_version.papers.all(),
        "who": page.who(current.dossier.applicant) if may_see_person else None,
        "may_see_person": may_see_person,
    }
    return render(request, "dossiers/dossier.html", context)


def _moment(said: str) -> tuple[datetime | None, str]:
    """The moment an address names, or what is wrong with it."""
    if not said:
        return None, ""
    try:
        return moment_of(said, MOMENT_LABEL, VIETNAM), ""
    except ValidationError as error:
        return None, str(error.message)


@needs(Right.FIGURES)
@require_safe
def calendar_preview(request: HttpRequest) -> HttpResponse:
    """What a day off not yet decided would move; for who sees the figures of the whole city. The codes
    stand there only for who may also see the rows."""
    person, today = _person(request), timezone.localdate()
    if not may_preview(person, today):
        raise PermissionDenied
    said, kind, wrong, found = request.GET.get("ngay", ""), request.GET.get("loai", ""), "", None
    kind = kind if kind in dict(DAY_KINDS) else DayKind.HOLIDAY.value
    if said:
        try:
            found = preview(day_of(said, DAY_LABEL), DayKind(kind))
        except CannotPreview as refusal:
            wrong = str(refusal)
        except ValidationError as error:
            wrong = str(error.message)
    context = {
        "said": shown_day(said),
        "day_label": DAY_LABEL,
        "kind": kind,
        "kinds": DAY_KINDS,
        "wrong": wrong,
        "found": found,
        "most": MOST,
        "sees_rows": person.reach(Right.ROWS, today).everything,
    }
    return render(request, "dossiers/preview.html", context)
