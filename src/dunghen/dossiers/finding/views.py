"""The pages of dossiers: the list, one dossier, and what a new day off would move.

What a person may not see is as if it were not there. Persons stand on a page only for who has that right.
"""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.forms import day_of, moment_of, shown_day
from dunghen.core.text import thousands
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.chain.append import PROCEDURES
from dunghen.dossiers.finding import page, search, wanted
from dunghen.dossiers.finding.excel import columns, heading, unit_words
from dunghen.dossiers.finding.wanted import Wanted
from dunghen.dossiers.finding.work import search_for, soon_after
from dunghen.dossiers.handling.page import handling_of
from dunghen.dossiers.limits.preview import MOST, CannotPreview, preview
from dunghen.dossiers.models import Area, DossierVersion, DossierVersionQuerySet, LinkedCase, ViewedPage
from dunghen.dossiers.papers.views import printed
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.rules import HANDLERS, Channel, Status
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
MOST_COUNTED = 1000
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
    """The dossiers of which the person may see rows: the open ones by due date unless told."""
    person, now, asked = _person(request), timezone.now(), Wanted.read(request.GET.dict())
    today, soon = timezone.localdate(), soon_after(now)
    finding = search_for(asked, person, now, soon)
    found = finding.page(asked.after, search.PAGE)
    shown = found[: search.PAGE]
    persons = Area.of(person, Right.PERSONS, today)
    rows = [
        {
            "version": version,
            "kind": STATUS_KINDS.get(version.status, "none"),
            "status": Status(version.status).label,
            "channel": Channel(version.channel).label,
            "time": search.time_state(version, now, soon),
            "who": version.dossier.applicant if persons.covers(version) else None,
        }
        for version in shown
    ]
    named = [version for version in shown if persons.covers(version) and version.dossier.applicant_id]
    note_view(person, ViewedPage.LIST, named, now)
    context = {
        "rows": rows,
        "wanted": asked,
        "now": now,
        "sees_persons": not persons.nothing,
        "handles": any(held.role in SOLVERS for held in person.holdings(today)),
        "limit": thousands(LIMIT),
        "shown": _shown(asked, finding, found),
        **_choices(request.GET, asked),
        **_addresses(request.GET, asked, found),
    }
    return render(request, "dossiers/dossiers.html", context)


def _choices(said: QueryDict, asked: Wanted) -> dict[str, Any]:
    """What the filters offer and what is typed in them."""
    typed = [
        (name, label, shown_day(said.get(name, "")), asked.wrong.get(name, ""))
        for name, label in wanted.DAY_LABELS.items()
    ]
    kept = said.copy()
    for name in ("thuoc", "ban-do", "sau"):
        kept.pop(name, None)
    unit = unit_words(asked)
    return {
        "statuses": wanted.STATUSES,
        "channels": wanted.CHANNELS,
        "times": wanted.TIMES,
        "levels": wanted.LEVELS,
        "days": typed,
        "chips": [(unit, f"?{kept.urlencode()}")] if unit else [],
        "more_open": any(
            (asked.channel, asked.procedure, asked.field, asked.level, asked.by_end, asked.wrong)
        ),
    }


def _shown(asked: Wanted, finding: search.Search, found: list[DossierVersion]) -> str:
    """How many rows stand on the page; of how many, where it is asked when dossiers ended."""
    rows = min(len(found), search.PAGE)
    if not asked.by_end or asked.name or (asked.after is None and len(found) <= search.PAGE):
        return _("Hiển thị %(rows)s hồ sơ") % {"rows": rows}
    number = finding.number(MOST_COUNTED + 1)
    if number > MOST_COUNTED:
        return _("Hiển thị %(rows)s trên hơn %(number)s hồ sơ") % {
            "rows": rows,
            "number": thousands(MOST_COUNTED),
        }
    return _("Hiển thị %(rows)s trên %(number)s hồ sơ") % {"rows": rows, "number": thousands(number)}


def _addresses(said: QueryDict, asked: Wanted, found: list[DossierVersion]) -> dict[str, str]:
    """Where the list leads: to its start, its next page, the other order, and its file."""
    kept = said.copy()
    kept.pop("sau", None)
    same = f"?{kept.urlencode()}"
    kept["xep"] = "" if asked.newest_first else "moi"
    last = found[search.PAGE - 1] if len(found) > search.PAGE else None
    return {
        "xlsx": reverse("dossiers_xlsx") + same,
        "first": same if asked.after else "",
        "next": f"{same}&sau={quote(str(asked.key(last)))}" if last else "",
        "turned": f"?{kept.urlencode()}",
        "order": "descending" if asked.newest_first else "ascending",
    }


@needs(Right.ROWS)
@require_safe
def dossiers_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, with the same filters, without persons. Who typed a day that cannot be read is
    led back to the page, which says so."""
    person, now, asked = _person(request), timezone.now(), Wanted.read(request.GET.dict())
    if asked.wrong:
        return redirect(f"{reverse('dossiers')}?{request.GET.urlencode()}")
    file = BytesIO()
    rows = search_for(asked, person, now, soon_after(now)).every()
    write_rows(file, heading(asked, now), columns(now), rows, LIMIT)
    name = f"ho-so_{localtime(now):%Y%m%d-%H%M}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": str(disposition)})


@needs(Right.ROWS)
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier as known now, or at a moment (`luc`, Vietnamese time)."""
    person, now, today = _person(request), timezone.now(), timezone.localdate()
    versions = _versions()
    visible = versions.within_reach(person, Right.ROWS, today).filter(dossier__code=code)
    current = visible.known_at(None).first()
    if current is None:
        raise Http404
    moment, mistyped = _moment(request.GET.get("luc", ""))
    then = versions.filter(dossier=current.dossier_id).known_at(moment).first() if moment else None
    known, unknown = then or current, moment is not None and then is None
    moment = moment if then else None
    for version in {current, known}:
        page.read_units(version)
    may_see_person = _shown_person(person, current, now)
    context = {
        "version": known,
        "code": code,
        "moment": moment,
        "unknown": unknown,
        "said": f"{localtime(moment):%H:%M %d/%m/%Y}" if moment else request.GET.get("luc", ""),
        "moment_label": MOMENT_LABEL,
        "mistyped": mistyped,
        "kind": STATUS_KINDS.get(known.status, "none"),
        "time": search.time_state(known, moment or now, soon_after(moment or now)),
        "late_days": page.late_days(known),
        "handling": handling_of(person, current, now) if moment is None else None,
        "proof": page.proof_of(known) if moment is None else None,
        "events": page.timeline(known, moment),
        "changes": page.changes_of(known),
        "payments": page.payments_of(known, moment),
        **_papers(known, current if moment is None else None, persons=may_see_person),
        "linked_case": _linked_case(known, person, today),
        "who": page.who(current.dossier.applicant) if may_see_person else None,
        "may_see_person": may_see_person,
    }
    return render(request, "dossiers/dossier.html", context)


def _linked_case(known: DossierVersion, person: Person, today: date) -> str:
    """The code of the case whose page the reader may open; one imported has no page."""
    if not known.case_code:
        return ""
    rows = LinkedCase.objects.visible_to(person, today).filter(code=known.case_code)
    return rows.values_list("code", flat=True).first() or ""


def _papers(known: DossierVersion, printing: DossierVersion | None, *, persons: bool) -> dict[str, Any]:
    """The components of the dossier, and the papers that can be printed of it as it stands now."""
    return {
        "papers": known.procedure_version.papers.all(),
        "taken_papers": known.dossier.taken_papers.all(),
        "paper_files": printed(printing, persons=persons) if printing else [],
    }


def _versions() -> DossierVersionQuerySet:
    """Versions with what the page of one shows. Its units are read apart: the database takes longer to plan
    a join of nine tables than to read them."""
    return DossierVersion.objects.select_related("dossier__applicant", "officer", *PROCEDURES)


def _shown_person(person: Person, current: DossierVersion, now: datetime) -> bool:
    """Whether somebody may see the applicant: also whose desk received it for another unit, for there the
    applicant comes back. That they do is noted."""
    day = localtime(now).date()
    may = Area.of(person, Right.PERSONS, day).covers(current)
    if not may:
        here = DossierVersion.objects.filter(pk=current.pk).within_reach(person, Right.PERSONS, day)
        may = here.exists()
    if may and current.dossier.applicant_id:
        note_view(person, ViewedPage.DOSSIER, [current], now)
    return may


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
