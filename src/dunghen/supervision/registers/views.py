"""The pages of registers and of meetings with their conclusions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.documents.models import OfficialDocument
from dunghen.documents.official.models import OfficialQuerySet
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.models import Step
from dunghen.supervision.registers import actions, reading
from dunghen.supervision.registers.actions import Said
from dunghen.supervision.registers.forms import (
    ConclusionForm,
    DoneForm,
    EntryForm,
    MeetingForm,
    RecommendForm,
    TaskForm,
    Withdrawal,
)
from dunghen.supervision.registers.law import Register, registers
from dunghen.supervision.registers.models import (
    EntryQuerySet,
    Meeting,
    MeetingConclusion,
    RegisterEntry,
    RegisterStep,
)
from dunghen.supervision.registers.who import kept_by, kept_now

PAGE = 50
FORM = "supervision/registers/form.html"
YEARS = range(2000, 2100)
SEEN = "phien-ban"  # the version of the meeting that the reader saw


def year_of(request: HttpRequest) -> int:
    """The year asked for (`nam`); else this one."""
    asked = number(request.GET.get("nam", ""))
    return asked if asked in YEARS else timezone.localdate().year


def documents_of(person: Person) -> OfficialQuerySet:
    """The documents a person may name."""
    return OfficialDocument.objects.visible_to(person, timezone.localdate()).filter(day__isnull=False)


def kept_at(person: Person) -> list[Unit]:
    """The units whose registers somebody keeps."""
    return list(Unit.objects.filter(pk__in=kept_now(person, timezone.localdate())))


def _seen(request: HttpRequest) -> EntryQuerySet:
    return RegisterEntry.objects.visible_to(signed_in(request), timezone.localdate())


def _opened(request: HttpRequest) -> EntryQuerySet:
    return RegisterEntry.objects.opened_to(signed_in(request), timezone.localdate())


def _law(key: str) -> Register:
    if key not in registers():
        raise Http404
    return registers()[key]


@needs(Right.TASKS)
@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """All registers with what they count in a year."""
    year = year_of(request)
    page = {"rows": reading.totals(_seen(request), year), "year": year}
    return render(request, "supervision/registers/registers.html", page)


@needs(Right.TASKS)
@require_safe
def entries(request: HttpRequest, key: str) -> HttpResponse:
    """A register's lines in a year."""
    law, year = _law(key), year_of(request)
    found, after = reading.entries(_seen(request), key, year), number(request.GET.get("sau", ""))
    rows = list(found[after : after + PAGE + 1])
    page = {
        "law": law,
        "year": year,
        "rows": rows[:PAGE],
        "total": dict(reading.totals(_seen(request).filter(register=key), year))[law],
        "may_write": bool(kept_at(signed_in(request))),
        "next": further(request.GET, after + PAGE) if len(rows) > PAGE else "",
        "first": further(request.GET, "") if after else "",
    }
    return render(request, "supervision/registers/entries.html", page)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, key: str) -> HttpResponse:
    """A new line."""
    person = signed_in(request)
    if not (units := kept_at(person)):
        raise PermissionDenied
    law = _law(key)
    first = {"day": timezone.localdate(), "count": 1}
    form = EntryForm(
        law, unit_choices(units), documents_of(person), request.POST or None, correcting=False, initial=first
    )

    def act() -> HttpResponse:
        unit = next(unit for unit in units if unit.key == form.cleaned_data["unit"])
        made = actions.enter(person, unit, key, _said(form.cleaned_data))
        messages.success(request, _("Đã ghi vào sổ, số thứ tự %(serial)s.") % {"serial": made.serial})
        return redirect("register_entry", made.pk)

    return typed(request, form, FORM, act, Refused, law=law, title=law.name)


def _said(said: dict[str, Any]) -> Said:
    return Said(
        day=said["day"],
        title=said["title"],
        kind=said["kind"],
        count=said.get("count") or 1,
        document=said.get("document"),
        note=said["note"],
    )


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A line said anew."""
    row, person = get_object_or_404(_seen(request).select_related("document"), pk=pk), signed_in(request)
    if row.unit_id not in kept_by(person, timezone.localdate()):
        raise Http404
    law = _law(row.register)
    first = {
        **{name: getattr(row, name) for name in ("day", "kind", "title", "count", "note")},
        "symbol": row.document.symbol if row.document else "",
        "written": row.document.day if row.document else None,
    }
    form = EntryForm(law, (), documents_of(person), request.POST or None, correcting=True, initial=first)

    def act() -> HttpResponse:
        said = form.cleaned_data
        made = actions.correct(person, pk, _said(said), reason=said["reason"])
        messages.success(request, _("Đã đính chính; nội dung trước vẫn được giữ."))
        return redirect("register_entry", made.pk)

    return typed(request, form, FORM, act, Refused, law=law, title=_("Đính chính"))


@needs(Right.TASKS)
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """A line, with its meeting's conclusions if it is one, and what was done with it."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, *, refusal: str = "", typed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    row = get_object_or_404(_opened(request).select_related("unit", "document"), pk=pk)
    person, today, typed = signed_in(request), timezone.localdate(), typed or {}
    meeting = reading.meeting_of(row)
    versions = RegisterEntry.objects.filter(
        unit=row.unit_id, register=row.register, year=row.year, serial=row.serial
    ).order_by("-known_from")
    writes = row.known_to is None and row.unit_id in kept_by(person, today)
    page: dict[str, Any] = {
        "row": row,
        "law": registers().get(row.register),
        "versions": versions,
        "may_write": writes,
        "withdrawal": typed.get("rut") or Withdrawal(prefix="rut"),
        "steps": _steps(versions, meeting),
        "refusal": refusal,
    }
    if meeting is not None:
        concluded = reading.conclusions(meeting, today)
        first = {name: getattr(meeting, name) for name in ("cluster", "participants", "attendance")}
        page |= {
            "meeting": meeting,
            "conclusions": concluded,
            "open_conclusions": [one for one, _kind in concluded if not (one.done or one.task_id)],
            "seen": SEEN,
            "meeting_form": typed.get("hop") or MeetingForm(prefix="hop", initial=first),
            "conclusion_form": typed.get("ket-luan") or _conclusion_form(prefix="ket-luan"),
            "ways": _ways(person, typed),
        }
    return render(request, "supervision/registers/entry.html", page, status=422 if refusal or typed else 200)


def _ways(person: Person, typed: dict[str, forms.Form]) -> list[tuple[str, str, forms.Form]]:
    """What becomes of a conclusion: the verb, its words, its form."""
    documents = documents_of(person)
    return [
        ("giao", _("Giao thành nhiệm vụ"), typed.get("giao") or TaskForm(prefix="giao")),
        (
            "kien-nghi",
            _("Gửi kiến nghị"),
            typed.get("kien-nghi") or RecommendForm(documents, prefix="kien-nghi"),
        ),
        ("xong", _("Ghi nhận đã thực hiện"), typed.get("xong") or DoneForm(documents, prefix="xong")),
    ]


def _conclusion_form(*args: Any, **kwargs: Any) -> ConclusionForm:
    return ConclusionForm(unit_choices(Unit.objects.on(timezone.localdate())), *args, **kwargs)


def _steps(versions: Any, meeting: Meeting | None) -> list[tuple[str, Step, str]]:
    """What was done with a line in all its versions and with its meeting, oldest first; with what was said
    before."""
    words = dict(RegisterStep.choices)
    found = Step.objects.filter(subject="registerentry", subject_id__in=[one.pk for one in versions])
    if meeting is not None:
        found |= Step.objects.filter(subject="meeting", subject_id=meeting.pk)
    return [(str(words[one.kind]), one, _before(one)) for one in found.select_related("by").order_by("pk")]


def _before(step: Step) -> str:
    said = step.detail.get("before", "")
    parts = said.values() if isinstance(said, dict) else [said]
    return "; ".join(str(one) for one in parts if one)


@needs(Right.TASKS)
@require_POST
def entry_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act on a line or its meeting: rut, hop, ket-luan, xong, giao, kien-nghi; a refusal is shown on its
    page."""
    row = get_object_or_404(_seen(request).select_related("unit", "document"), pk=pk)
    person, meeting = signed_in(request), reading.meeting_of(row)
    form = _typed(request, verb, person)
    if form is None or (verb != "rut" and meeting is None):
        raise Http404
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        which = number(request.POST.get(SEEN if verb == "hop" else "ket-luan-so", ""))
        _act(person, row, meeting, verb, form.cleaned_data, which)
    except Refused as refusal:
        return _page(request, pk, refusal=str(refusal), typed={verb: form})
    except MeetingConclusion.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Đã ghi."))
    if verb == "rut":
        return redirect("register_entries", row.register)
    return redirect("register_entry", pk)


def _typed(request: HttpRequest, verb: str, person: Person) -> forms.Form | None:
    match verb:
        case "rut":
            return Withdrawal(request.POST, prefix=verb)
        case "hop":
            return MeetingForm(request.POST, prefix=verb)
        case "ket-luan":
            return _conclusion_form(request.POST, prefix=verb)
        case "xong" | "kien-nghi":
            kind = DoneForm if verb == "xong" else RecommendForm
            return kind(documents_of(person), request.POST, prefix=verb)
        case "giao":
            return TaskForm(request.POST, prefix=verb)
    return None


def _act(
    by: Person, row: RegisterEntry, meeting: Meeting | None, verb: str, said: dict[str, Any], which: int
) -> None:
    """`which`: the conclusion it is about; of the meeting itself, the version that was seen."""
    if verb == "rut" or meeting is None:
        actions.withdraw(by, row.pk, reason=said["reason"])
    elif verb == "hop":
        actions.describe(by, meeting.pk, which, **said)
    elif verb == "ket-luan":
        unit = Unit.objects.filter(key=said["unit"]).first() if said["unit"] else None
        actions.conclude(by, meeting, text=said["text"], unit=unit, due=said["due"])
    elif verb == "giao":
        actions.give_task(by, row, meeting.conclusions.get(pk=which).pk, product=said["product"])
    else:
        held, addressee = meeting.conclusions.get(pk=which), said.get("addressee", "")
        actions.carry_out(by, held.pk, day=said["day"], proof=said["document"], addressee=addressee)
