"""The pages of the receiving desk: the slip, and what it became."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from dunghen.core.access import needs
from dunghen.core.once import one_page
from dunghen.core.text import thousands
from dunghen.core.worktime import SAME_DAY_UNTIL, VIETNAM, LimitUnit
from dunghen.core.worktime_calendar import day_text
from dunghen.dossiers.chain.append import RELATED
from dunghen.dossiers.finding import page
from dunghen.dossiers.intake import desk
from dunghen.dossiers.intake import sheet as desk_sheet
from dunghen.dossiers.intake.sheet import Sheet
from dunghen.dossiers.linked.law import case_of
from dunghen.dossiers.models import (
    DossierVersion,
    StoredPaper,
    ViewedPage,
)
from dunghen.dossiers.papers.law import Kind
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.rules import Channel, Refused, Status
from dunghen.dossiers.store import views as views_store
from dunghen.dossiers.store.rules import Taken
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

RECEIVE, REFUSE = "nhan", "tu-choi"


@one_page()
@needs(Right.RECEIVE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The slip. Typing finds procedures, the number finds who came before; one POST receives or refuses."""
    person, now, typed = signed_in(request), timezone.now(), desk_sheet.read(request)
    if request.method != "POST":
        sheet = desk_sheet.fill(typed, person, now, look_up=False)
        only_found = HtmxDetails(request) and request.GET.get("tim") is not None
        return _page(request, sheet, "dossiers/_desk_found.html" if only_found else "")
    act = typed.get("buoc", "")
    if key := typed.pop("chon", ""):
        typed |= {"thu-tuc": key, "tim": ""}
    wants = act in (RECEIVE, REFUSE)
    if wants and typed.get("ten"):
        sheet = desk_sheet.fill(typed, person, now, look_up=False, shown=False)
        return _save(request, sheet, refusing=act == REFUSE)
    sheet = desk_sheet.fill(typed, person, now, look_up=True)
    if wants and desk_sheet.slip_of(sheet, request) is not None:
        sheet.wrong["ten"] = _("Kiểm tra thông tin vừa lấy từ hồ sơ trước, rồi tiếp nhận.")
    return _page(request, sheet, status=422 if wants else 200)


def _save(request: HttpRequest, sheet: Sheet, *, refusing: bool) -> HttpResponse:
    slip = desk_sheet.slip_of(sheet, request)
    refusal = desk_sheet.refusal_of(sheet) if refusing else None
    if slip is None or (refusing and refusal is None):
        return _again(request, sheet)
    try:
        dossier = desk.take_in(slip, by=sheet.person, refusal=refusal)
    except desk.SlipChanged as changed:
        sheet = desk_sheet.renewed(sheet)
        sheet.wrong["phieu"] = str(changed)
    except desk.PapersWrong as refused:
        sheet.wrong |= {f"g-{code}": text for code, text in refused.wrong.items()}
    except Refused as refused:
        sheet.wrong["phieu"] = str(refused)
    else:
        there = reverse("received", args=[dossier.code])
        return HttpResponseClientRedirect(there) if HtmxDetails(request) else redirect(there)
    return _again(request, sheet)


def _again(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The sheet as the page shows it, with what is wrong."""
    shown = desk_sheet.fill(sheet.typed, sheet.person, sheet.now, look_up=False)
    shown.wrong |= sheet.wrong
    return _page(request, shown, status=422)


def _page(request: HttpRequest, sheet: Sheet, template: str = "", status: int = 200) -> HttpResponse:
    """The whole page, or the slip alone where a part was asked for, which is swapped in whatever is wrong."""
    part = bool(HtmxDetails(request))
    template = template or ("dossiers/_desk.html" if part else "dossiers/desk.html")
    offers = [row.offer for row in sheet.rows if row.offer is not None]
    note_shown(sheet, offers)
    focus, drop = _focus(sheet), sheet.typed.get("thu-tuc", "")
    named = {f"g-{row.paper.code}": row.paper.name for row in sheet.rows}
    context = {
        "sheet": sheet,
        "token": sheet.token,
        "typed": plain(sheet.typed),
        "wrong": plain(sheet.wrong),
        "fee": _fee(sheet),
        "errors": [(f"f-{name}", named.get(name, ""), text) for name, text in sheet.wrong.items()],
        "rows": [
            paper_row(sheet.person, row, row.paper.code, sheet.wrong, focus, drop) for row in sheet.rows
        ],
        "focus": focus,
        "due": said_moment(sheet.due),
        "as_case": case_of(sheet.typed.get("thu-tuc", ""), sheet.day),
        "after_three": sheet.version is not None
        and sheet.due is not None
        and _after_three(sheet.version.limit_unit, sheet.received_at or sheet.now, sheet.due.date()),
        "channels": [(one.value, one.label) for one in (Channel.COUNTER, Channel.POSTAL)],
        "kinds": [("person", _("Cá nhân")), ("organisation", _("Tổ chức"))],
        "units": [(unit.key, unit.name) for unit in sheet.units],
        "deciders": _choices(sheet),
        "helpers": _helpers(sheet),
        "max_mb": settings.FILES_LIMIT // (1024 * 1024),
        "now": sheet.now,
    }
    return render(request, template, context, status=200 if part else status)


def note_shown(sheet: Sheet, offers: list[StoredPaper]) -> None:
    """Whose data the page shows from earlier dossiers stands in the log of views."""
    sources = {paper.source_dossier_id for paper in offers if paper.source_dossier_id}
    shown = list(DossierVersion.objects.filter(dossier__in=sources, known_to__isnull=True)) if sources else []
    known = sheet.known.version if sheet.known else None
    if known is not None and known.dossier_id not in sources:
        shown.append(known)
    note_view(sheet.person, ViewedPage.INTAKE, shown, sheet.now)


def said_moment(moment: datetime | None) -> str:
    """17:00 Thứ Tư 20/3/2024, as the proof names the day."""
    if moment is None:
        return ""
    here = moment.astimezone(VIETNAM)
    return f"{here:%H:%M} {day_text(here.date())}"


def plain(said: dict[str, str]) -> dict[str, str]:
    """As a template can name them."""
    return {name.replace("-", "_"): text for name, text in said.items()}


def _fee(sheet: Sheet) -> str:
    """As typed, else what the version says."""
    if "phi" in sheet.typed or sheet.version is None:
        return sheet.typed.get("phi", "")
    return thousands(sheet.version.fee)


def paper_row(
    person: Person, row: desk_sheet.Row, name: str, wrong: dict[str, str], focus: str, drop: str
) -> dict[str, Any]:
    """A component as a page draws it: `name` makes its fields', `drop` keeps its files apart from those of
    other procedures."""
    offer = row.offer
    handed = (Taken.HANDED.value, _("Nộp"))
    reuse = (Taken.REUSED.value, _("Sử dụng lại"))
    absent = (Taken.ABSENT.value, _("Không nộp"))
    return {
        "name": name,
        "paper": row.paper,
        "said": row.said,
        "bound": row.bound,
        "offer": offer,
        "kind": "ok" if row.bound else "warn",
        "links": views_store.links(person, offer) if offer else [],
        "choices": [*((reuse,) if offer else ()), handed, absent],
        "wrong": wrong.get(f"g-{name}", ""),
        "focus": focus == f"g-{name}",
        "drop": f"tep-{drop}-{name}",
    }


def _focus(sheet: Sheet) -> str:
    """Where an officer goes on typing: at what is wrong, else at the first field that waits."""
    typed = sheet.typed
    waits = {
        "luc": sheet.unit is None,
        "tim": sheet.version is None,
        "co-quan": sheet.decided is None,
        "so": not typed.get("so") and not typed.get("ten"),
        "ten": not typed.get("ten"),
        **{f"g-{row.paper.code}": not row.said.taken for row in sheet.rows},
        RECEIVE: True,
    }
    return next(iter(sheet.wrong), next(name for name, empty in waits.items() if empty))


def _choices(sheet: Sheet) -> list[tuple[str, str]]:
    found = [(unit.key, unit.name) for unit in sheet.deciders]
    return found if sheet.decided is not None else [("", _("– Chọn –")), *found]


def _helpers(sheet: Sheet) -> list[tuple[str, str]]:
    if sheet.unit is None:
        return []
    units = Unit.objects.on(sheet.day).exclude(pk=sheet.unit.pk).order_by("name")
    return [("", sheet.unit.name), *units.values_list("key", "name")]


def _after_three(limit_unit: str, received_at: datetime, due: date) -> bool:
    """Whether a procedure of the day is returned the next working day for its hour (NĐ 61/2018/NĐ-CP art.
    18.2)."""
    at = received_at.astimezone(VIETNAM)
    return bool(limit_unit == LimitUnit.SAME_DAY and at.time() >= SAME_DAY_UNTIL and due > at.date())


@needs(Right.RECEIVE)
@require_safe
def received(request: HttpRequest, code: str) -> HttpResponse:
    """What a slip became: the code, when it is returned and why, and the paper to print."""
    person, today = signed_in(request), timezone.localdate()
    versions = DossierVersion.objects.known_at(None).select_related("dossier__applicant", *RELATED)
    units = Unit.objects.within(person.reach(Right.RECEIVE, today), today)
    here = Q() if units is None else Q(received_unit__in=units)
    version = versions.filter(here, dossier__code=code).first()
    if version is None:
        raise Http404
    if version.dossier.applicant_id:
        note_view(person, ViewedPage.DOSSIER, [version], timezone.now())
    due, refused = version.due_at, version.status == Status.REFUSED_AT_INTAKE
    context = {
        "version": version,
        "code": code,
        "refused": refused,
        "instant": version.limit_unit == LimitUnit.SAME_DAY,
        "paper": reverse("paper", args=[code, Kind.REFUSAL if refused else Kind.RECEIPT, "pdf"]),
        "appointment": said_moment(version.appointment_at),
        "after_three": due is not None
        and _after_three(version.limit_unit, version.received_at, due.astimezone(VIETNAM).date()),
        "proof": page.proof_of(version),
        "who": page.who(version.dossier.applicant),
        "parties": [
            (party.get_role_display(), page.who(party.applicant), party.authority)
            for party in version.dossier.parties.select_related("applicant").order_by("pk")
        ],
        "papers": version.dossier.taken_papers.all(),
    }
    return render(request, "dossiers/received.html", context)
