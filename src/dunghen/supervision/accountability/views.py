"""The register of accountability: the list, a case with its steps, the workbook, the papers, and the log of
who looked. Nobody without the right sees a name, on a page or in a file; each look is noted."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.text import sort_key
from dunghen.documents.content import NotAccepted
from dunghen.documents.files import download
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.looked import looked, note_looked
from dunghen.org.models import LookedKind, Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.accountability import actions, reading, rules
from dunghen.supervision.accountability.actions import Done, Entry
from dunghen.supervision.accountability.forms import NewCase, Revoke, Settle, Step, Suspend
from dunghen.supervision.accountability.law import discipline_on
from dunghen.supervision.accountability.models import (
    Case,
    CaseState,
    ManagedBy,
    Origin,
    Reason,
    ResultKind,
    Subject,
    Verb,
)
from dunghen.supervision.accountability.origins import address_of
from dunghen.supervision.accountability.rules import Result, Standing
from dunghen.supervision.errors import Refused

LIST, ONE, BOOK, PAPER = (
    *(gettext_lazy("Danh sách"), gettext_lazy("Vụ việc")),
    *(gettext_lazy("Tệp Excel"), gettext_lazy("Tệp kèm theo")),
)
SEEN = "phien-ban"  # the version of the case that the reader saw


def _note(request: HttpRequest, page: object, cases: list[Case]) -> None:
    note_looked(
        signed_in(request), LookedKind.ACCOUNTABILITY, str(page), reading.shown(cases), timezone.now()
    )


@needs(Right.ACCOUNTABILITY)
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The register as it is asked for, newest first, with its counts and the sentence of the report."""
    said = request.GET
    asked = reading.asked(said, signed_in(request), timezone.localdate())
    start = number(said.get("sau", ""))
    found = list(reading.listed(asked.rows)[start : start + reading.PAGE + 1])
    rows = found[: reading.PAGE]
    _note(request, LIST, rows)
    counts = reading.counts(asked.rows)
    page = {
        "rows": [(row, reading.KINDS[CaseState(row.state)], reading.outcome(row)) for row in rows],
        "asked": asked,
        "counts": counts,
        "sentence": reading.sentence(counts),
        "states": [("", _("Tất cả")), (reading.UNSETTLED, _("Chưa xong")), *CaseState.choices],
        "subjects": [("", _("Tất cả")), *Subject.choices],
        "origins": [("", _("Tất cả")), *Origin.choices],
        "query": said.urlencode(),
        "next": further(said, start + reading.PAGE) if len(found) > reading.PAGE else "",
        "first": further(said, "") if start else "",
    }
    return render(request, "supervision/accountability/cases.html", page)


@needs(Right.ACCOUNTABILITY)
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """The register as asked for, as a workbook."""
    asked = reading.asked(request.GET, signed_in(request), timezone.localdate())
    rows = list(reading.listed(asked.rows)[: LIMIT + 1])
    _note(request, BOOK, rows)
    file = io.BytesIO()
    heading = [_("Sổ theo dõi xử lý trách nhiệm"), reading.sentence(reading.counts(asked.rows))]
    write_rows(file, heading, reading.COLUMNS, rows, LIMIT)
    named = {"Content-Disposition": 'attachment; filename="so-xu-ly-trach-nhiem.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=named | {"Cache-Control": "no-store"})


@needs(Right.ACCOUNTABILITY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """A new case."""
    person, today = signed_in(request), timezone.localdate()
    units = _units(person, today)
    choices = [(str(unit.pk), unit.dated_name) for unit in units]
    form = NewCase(choices, request.POST or None, initial={"opened": today})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record(person, _entry(form.cleaned_data, units))
        except Refused as refused:
            refusal = refused
        except PermissionDenied:
            refusal = Refused(_("Vụ việc này do cấp trên quản lý; gửi kiến nghị đến cơ quan quản lý."))
        else:
            messages.success(request, _("Đã ghi vụ việc vào sổ."))
            if Case.objects.visible_to(person, today).filter(pk=made.pk).exists():
                return redirect("case", made.pk)
            return redirect("cases")
    wrong = refusal or form.errors
    page = {"form": form, "refusal": refusal}
    return render(request, "supervision/accountability/case_form.html", page, status=422 if wrong else 200)


def _units(person: Person, today: date) -> list[Unit]:
    """Where somebody may be asked to answer: the units that the right reaches, those that ended too."""
    reached = Unit.objects.within(person.reach(Right.ACCOUNTABILITY, today), today)
    rows = Unit.objects.all() if reached is None else Unit.objects.filter(pk__in=reached)
    return sorted(
        rows.select_related("parent__parent"),
        key=lambda unit: (sort_key(unit.name), -unit.valid_from.toordinal()),
    )


def _entry(said: dict[str, Any], units: list[Unit]) -> Entry:
    return Entry(
        opened=said["opened"],
        origin=Origin(said["origin"]),
        origin_key=said["origin_key"],
        subject=Subject(said["subject"]),
        name=said["name"],
        post=said["post"],
        rank=said["rank"],
        unit=next(unit for unit in units if str(unit.pk) == said["unit"]),
        managed=ManagedBy(said["managed"]),
        reason=Reason(said["reason"]),
        facts=said["facts"],
        proposal=said["proposal"],
    )


class Act(NamedTuple):
    """What is done on the page of a case: its address, verb, form, whether it is offered, and how."""

    slug: str
    verb: Verb
    form: type[django_forms.Form]
    may: Callable[[Standing], bool]
    act: Callable[[Person, int, int, dict[str, Any]], None]


def _done(said: dict[str, Any]) -> Done:
    file = said.get("file")
    return Done(
        day=said["day"],
        number=said.get("number", ""),
        note=said.get("note", ""),
        file=(file.name, file) if file else None,
    )


def _step(slug: str, verb: Verb) -> Act:
    def act(by: Person, pk: int, seen: int, said: dict[str, Any]) -> None:
        actions.step(by, pk, seen, verb, _done(said))

    return Act(slug, verb, Step, lambda standing: rules.may_step(verb, standing), act)


def _settle(by: Person, pk: int, seen: int, said: dict[str, Any]) -> None:
    columns = {name: said[name] for name in ("day", "form", "party_form", "number", "authority")}
    actions.settle(by, pk, seen, Result(kind=ResultKind(said["kind"]), **columns), _done(said))


def _suspend(by: Person, pk: int, seen: int, said: dict[str, Any]) -> None:
    columns = {name: said[name] for name in ("day", "number", "authority")}
    actions.suspend(by, pk, seen, Result(kind=ResultKind.SUSPENDED, **columns), _done(said))


def _revoke(by: Person, pk: int, seen: int, said: dict[str, Any]) -> None:
    actions.revoke(by, pk, seen, said["note"])


ACTS = (
    _step("yeu-cau-giai-trinh", Verb.ASK),
    _step("giai-trinh", Verb.EXPLAIN),
    _step("kiem-diem", Verb.REVIEW),
    _step("hop-kiem-diem", Verb.MEET),
    _step("de-xuat", Verb.PROPOSE),
    Act("ket-qua", Verb.SETTLE, Settle, rules.may_settle, _settle),
    Act("tam-dinh-chi", Verb.SUSPEND, Suspend, rules.may_suspend, _suspend),
    Act(
        "huy-ket-qua",
        Verb.REVOKE,
        Revoke,
        lambda standing: standing.state == CaseState.SETTLED,
        _revoke,
    ),
)


@needs(Right.ACCOUNTABILITY)
@never_cache
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: what it is about, what may be done now, what was done."""
    return _page(request, pk)


@needs(Right.ACCOUNTABILITY)
@never_cache
@require_POST
def move(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One act; a refusal is shown on the case's page, with what was typed."""
    person = signed_in(request)
    get_object_or_404(Case.objects.visible_to(person, timezone.localdate()), pk=pk)
    chosen = next((one for one in ACTS if one.slug == slug), None)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST, request.FILES, prefix=slug)
    if not form.is_valid():
        return _page(request, pk, typed={slug: form}, status=422)
    try:
        chosen.act(person, pk, number(request.POST.get(SEEN, "")), form.cleaned_data)
    except (Refused, NotAccepted) as refusal:
        return _page(request, pk, refusal=str(refusal), typed={slug: form}, status=422)
    messages.success(request, _("Đã ghi: {verb}.").format(verb=chosen.verb.label))
    return redirect("case", pk)


def _page(
    request: HttpRequest,
    pk: int,
    *,
    refusal: str = "",
    typed: dict[str, django_forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    person, today, typed = signed_in(request), timezone.localdate(), typed or {}
    row = get_object_or_404(reading.listed(Case.objects.visible_to(person, today)), pk=pk)
    _note(request, ONE, [row])
    standing = actions.standing(row)
    offered = [one for one in ACTS if one.may(standing) or one.slug in typed]
    law = discipline_on(row.opened)
    page = {
        "row": row,
        "kind": reading.KINDS[CaseState(row.state)],
        "results": [(one, reading.result_words(one)) for one in reading.results_of(row)],
        "limit": reading.limit(row),
        "late": reading.late(row, today),
        "law": law,
        "forms_law": discipline_on(today),
        "origin": address_of(row, person, today),
        "above": row.managed == ManagedBy.STANDING_COMMITTEE,
        "acts": [
            (one, typed.get(one.slug) or one.form(prefix=one.slug, initial={"day": today})) for one in offered
        ],
        "seen": SEEN,
        "events": row.events.select_related("by", "file").order_by("pk"),
        "refusal": refusal,
    }
    return render(request, "supervision/accountability/case.html", page, status=status)


@needs(Right.ACCOUNTABILITY)
@require_safe
def paper(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """The file that came with a step."""
    row = get_object_or_404(Case.objects.visible_to(signed_in(request), timezone.localdate()), pk=pk)
    found = get_object_or_404(row.events.select_related("file"), pk=event, file__isnull=False)
    if found.file is None:
        raise Http404
    _note(request, PAPER, [row])
    return download(found.file)


@needs(Right.VIEWS)
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at which cases, newest first, by number and without names."""
    rows = looked(LookedKind.ACCOUNTABILITY, signed_in(request), timezone.localdate())
    if after := number(request.GET.get("sau", "")):
        rows = rows.filter(pk__lt=after)
    found = list(rows[: reading.PAGE + 1])
    shown = found[: reading.PAGE]
    page = {
        "rows": shown,
        "next": further(request.GET, shown[-1].pk) if len(found) > reading.PAGE else "",
        "first": further(request.GET, "") if after else "",
    }
    return render(request, "supervision/accountability/looks.html", page)
