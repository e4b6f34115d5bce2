"""The pages of linked cases: the slip, the list, one case, its receipt, and ending what has not begun."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from dunghen.core.access import needs
from dunghen.core.known import transaction_time
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.finding import page
from dunghen.dossiers.intake import desk
from dunghen.dossiers.intake.views import RECEIVE, note_shown, paper_row, plain, said_moment
from dunghen.dossiers.linked import actions, sheet
from dunghen.dossiers.linked.law import case_on
from dunghen.dossiers.linked.read import PartLine, case_lines, part_lines
from dunghen.dossiers.linked.rules import WAITING
from dunghen.dossiers.linked.sheet import CaseSheet, PartSheet
from dunghen.dossiers.models import Area, LinkedCase, ViewedPage
from dunghen.dossiers.papers.law import NoForm
from dunghen.dossiers.papers.linked import receipt_of
from dunghen.dossiers.papers.views import MADE, NAMES, as_file
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.rules import OPEN, Refused
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

PAGE = 50
WITHDRAW, REFUSE = "rut", "khong-thuc-hien"


@needs(Right.RECEIVE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """One slip for all parts; one POST receives."""
    person, now, typed = signed_in(request), timezone.now(), sheet.read(request)
    wants = request.method == "POST" and typed.get("buoc") == RECEIVE
    look_up = request.method == "POST" and not (wants and typed.get("ten"))
    filled = sheet.fill(typed, person, now, look_up=look_up)
    return _save(request, filled) if wants else _page(request, filled)


def _save(request: HttpRequest, filled: CaseSheet) -> HttpResponse:
    slip = sheet.slip_of(filled, request)
    if slip is None:
        return _page(request, filled, status=422)
    try:
        case = actions.open_case(slip, by=filled.base.person)
    except desk.PapersWrong as refused:
        filled.wrong.update({f"g-{name}": text for name, text in refused.wrong.items()})
    except Refused as refused:
        filled.wrong["phieu"] = str(refused)
    else:
        there = reverse("linked_case", args=[case.code])
        return HttpResponseClientRedirect(there) if HtmxDetails(request) else redirect(there)
    return _page(request, filled, status=422)


def _page(request: HttpRequest, filled: CaseSheet, status: int = 200) -> HttpResponse:
    part = bool(HtmxDetails(request))
    focus = _focus(filled)
    rows = [row for each in filled.parts for row in each.rows]
    note_shown(filled.base, [row.offer for row in rows if row.offer is not None])
    named = {f"g-{each.named(row.paper.code)}": row.paper.name for each in filled.parts for row in each.rows}
    context = {
        "case": filled,
        "sheet": filled.base,
        "token": filled.token,
        "typed": plain(filled.typed),
        "wrong": plain(filled.wrong),
        "errors": [(f"f-{name}", named.get(name, ""), text) for name, text in filled.wrong.items()],
        "kinds_of_case": [("", _("– Chọn –")), *((kind.key, kind.name) for kind in filled.kinds)],
        "parts": [_part(filled, each, focus) for each in filled.parts],
        "focus": focus,
        "due": said_moment(filled.promised),
        "kinds": [("person", _("Cá nhân")), ("organisation", _("Tổ chức"))],
        "units": [(unit.key, unit.name) for unit in filled.base.units],
        "max_mb": settings.FILES_LIMIT // (1024 * 1024),
    }
    template = "dossiers/_linked_desk.html" if part else "dossiers/linked_desk.html"
    return render(request, template, context, status=200 if part else status)


def _part(filled: CaseSheet, each: PartSheet, focus: str) -> dict[str, Any]:
    """A part as the page draws it: who, until when, and the papers it asks for."""
    names = {one.key: one.part.procedure.name for one in filled.parts}
    return {
        "name": each.part.procedure.name,
        "unit": each.part.unit.name if each.part.unit else "",
        "after": ", ".join(names[one] for one in each.part.law.after),
        "due": said_moment(each.planned.due) if each.planned else "",
        "problem": each.part.problem,
        "version": each.part.version,
        "rows": [
            paper_row(filled.base.person, row, each.named(row.paper.code), filled.wrong, focus, each.key)
            for row in each.rows
        ],
        "shared": [
            (row.paper.name, each.taken[row.paper.code].reason)
            for row in (each.sheet.rows if each.sheet else ())
            if row.paper.code in each.taken
        ],
    }


def _focus(filled: CaseSheet) -> str:
    typed = filled.typed
    waits = {
        "luc": filled.base.unit is None,
        sheet.KIND: filled.law is None,
        "so": not typed.get("so") and not typed.get("ten"),
        "ten": not typed.get("ten"),
        **{
            f"g-{each.named(row.paper.code)}": not row.said.taken
            for each in filled.parts
            for row in each.rows
        },
        RECEIVE: True,
    }
    return next(iter(filled.wrong), next(name for name, empty in waits.items() if empty))


@needs(Right.ROWS)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases one's desk received or has a part in, the latest first."""
    person, today = signed_in(request), timezone.localdate()
    rows = LinkedCase.objects.visible_to(person, today).select_related("received_unit").order_by("-pk")
    if after := number(request.GET.get("sau", "")):
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    context = {
        "rows": case_lines(found[:PAGE]),
        "next": f"?sau={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "first": reverse("linked_cases") if after else "",
    }
    return render(request, "dossiers/linked_cases.html", context)


@needs(Right.ROWS)
@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    """One case: each part's unit, state and times."""
    person, today = signed_in(request), timezone.localdate()
    return _case_page(request, _case(person, code, today), person, today)


def _case_page(
    request: HttpRequest, found: LinkedCase, person: Person, today: date, problem: str = "", status: int = 200
) -> HttpResponse:
    lines = part_lines(found, person, today)
    area = Area.of(person, Right.PERSONS, today)
    named = [line.version for line in lines if line.version is not None and area.covers(line.version)]
    if named and found.applicant_id:
        note_view(person, ViewedPage.DOSSIER, named, timezone.now())
    names = {line.part.key: line.part.procedure.name for line in lines}
    waiting = [(line.part.key, names[line.part.key]) for line in lines if line.standing == WAITING]
    receives = _receives(person, found, today)
    law = case_on(found.kind, found.received_at.astimezone(VIETNAM).date())
    context = {
        "case": found,
        "line": case_lines([found])[0],
        "lines": [(line, [names[one] for one in line.part.after]) for line in lines],
        "basis": law.basis if law else "",
        "promised": said_moment(found.promised_at),
        "who": page.who(found.applicant) if named else None,
        "receipts": [(NAMES[kind], reverse("linked_receipt", args=[found.code, kind])) for kind in MADE]
        if named
        else [],
        "may_end": receives and any(_unended(line) for line in lines),
        "waiting": [("", _("– Chọn –")), *waiting] if waiting else [],
        "receives": receives,
        "problem": problem,
        "reason": request.POST.get("ly-do", ""),
        "withdraw": WITHDRAW,
        "refuse": REFUSE,
    }
    return render(request, "dossiers/linked_case.html", context, status=status)


def _unended(line: PartLine) -> bool:
    return line.standing == WAITING or line.standing.status in OPEN


@needs(Right.RECEIVE)
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """The applicant withdraws the case, or a part that has not started will not be dealt with; by the desk
    that received it."""
    person, today = signed_in(request), timezone.localdate()
    found = _case(person, code, today)
    if not _receives(person, found, today):
        raise Http404
    said = {name: request.POST.get(name, "").replace("\0", "").strip() for name in ("viec", "thanh-phan")}
    reason = request.POST.get("ly-do", "").replace("\0", "").strip()[:500]
    try:
        if said["viec"] == REFUSE:
            actions.refuse_part(found.pk, said["thanh-phan"], reason=reason, by=person)
            messages.success(request, _("Đã ghi thành phần không thực hiện."))
        else:
            actions.withdraw_case(found.pk, reason=reason, at=transaction_time(), by=person)
            messages.success(request, _("Đã rút hồ sơ liên thông."))
    except Refused as refused:
        return _case_page(request, found, person, today, str(refused), 422)
    return redirect("linked_case", code)


@needs(Right.PERSONS)
@require_safe
def receipt(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Form 01 of the case, as PDF or Word."""
    person, today = signed_in(request), timezone.localdate()
    found = _case(person, code, today)
    lines = part_lines(found, person, today)
    area = Area.of(person, Right.PERSONS, today)
    named = [line.version for line in lines if line.version is not None and area.covers(line.version)]
    if kind not in MADE or not named:
        raise Http404
    try:
        made = receipt_of(found)
    except NoForm as error:
        raise Http404 from error
    note_view(person, ViewedPage.PAPER, named, timezone.now())
    return as_file(MADE[kind](made), f"tiep-nhan_{code}", kind)


def _case(person: Person, code: str, today: date) -> LinkedCase:
    rows = LinkedCase.objects.visible_to(person, today).select_related("received_unit", "applicant")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _receives(person: Person, found: LinkedCase, today: date) -> bool:
    units = Unit.objects.within(person.reach(Right.RECEIVE, today), today)
    return units is None or found.received_unit_id in units
