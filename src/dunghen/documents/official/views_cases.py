"""The pages of files of a matter: the list, one with its contents, what is done with it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.documents.official import cases, reading, rules
from dunghen.documents.official.actions import CLERKS, WRITERS
from dunghen.documents.official.forms import CaseAdd, CaseForm, OnDay, Reason
from dunghen.documents.official.models import CaseFile, CaseFileQuerySet, CaseItem
from dunghen.documents.official.rules import Refused
from dunghen.documents.official.views import seen, some_units, units_of
from dunghen.org.access_forms import unit_choices
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right

PAGE = 50


def _seen(request: HttpRequest) -> CaseFileQuerySet:
    """Those opened by hand: of another room's work its own page shows what was put in."""
    found = CaseFile.objects.visible_to(signed_in(request), timezone.localdate())
    return found.filter(subject="").select_related("unit")


@needs(Right.ROWS)
@require_safe
def case_files(request: HttpRequest) -> HttpResponse:
    """Files of the units one may see, the newest first."""
    after = number(request.GET.get("sau", ""))
    found = _seen(request).filter(pk__lt=after) if after else _seen(request)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    page = {
        "rows": [(row, _state(row)) for row in rows[:PAGE]],
        "may_open": bool(units_of(signed_in(request), WRITERS)),
        "next": further(request.GET, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "first": further(request.GET, "") if after else "",
    }
    return render(request, "documents/official/cases.html", page)


def _state(row: CaseFile) -> tuple[str, str]:
    """How a file stands: its kind of status, and the words."""
    if row.filed:
        return "ok", _("Đã nộp lưu")
    if row.closed is None:
        return "info", _("Đang lập")
    last = rules.filed_by(row.closed)
    words = _("Đã kết thúc, nộp lưu trước ngày %(day)s") % {"day": f"{last:%d/%m/%Y}"}
    return ("late" if last < timezone.localdate() else "wait"), words


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a file."""
    person = signed_in(request)
    units = some_units(person, WRITERS)
    form = CaseForm(unit_choices(units), request.POST or None, initial={"retention": cases.TWENTY_YEARS})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = next(unit for unit in units if unit.key == said.pop("unit"))
        try:
            made = cases.open_case(person, unit, **said)
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã mở hồ sơ."))
            return redirect("case_file", made.pk)
    page = {"form": form, "title": _("Mở hồ sơ điện tử"), "refusal": refusal, "case": True}
    return render(
        request, "documents/official/form.html", page, status=422 if refusal or form.errors else 200
    )


def _add(request: HttpRequest, by: Person, case: CaseFile, said: dict[str, Any]) -> CaseItem:
    """Raises Refused."""
    document = reading.named(seen(request), case.unit_id, said["symbol"], said["day"])
    return cases.add(by, case.pk, document, note=said["note"])


class Step(NamedTuple):
    """What is done with a file: its words, its form, when it may be, and how."""

    verb: str
    label: Any
    form: type[forms.Form]
    may: Callable[[CaseFile, bool], bool]
    act: Callable[[HttpRequest, Person, CaseFile, dict[str, Any]], object]
    done: Any


STEPS = (
    Step(
        "them",
        gettext_lazy("Đưa văn bản vào hồ sơ"),
        CaseAdd,
        lambda case, clerk: case.closed is None,
        _add,
        gettext_lazy("Đã đưa văn bản vào hồ sơ."),
    ),
    Step(
        "ket-thuc",
        gettext_lazy("Kết thúc hồ sơ"),
        OnDay,
        lambda case, clerk: case.closed is None,
        lambda request, by, case, said: cases.close(by, case.pk, said["day"]),
        gettext_lazy("Đã kết thúc hồ sơ."),
    ),
    Step(
        "nop-luu",
        gettext_lazy("Ghi nhận đã nộp lưu"),
        OnDay,
        lambda case, clerk: clerk and case.closed is not None and case.filed is None,
        lambda request, by, case, said: cases.file_away(by, case.pk, said["day"]),
        gettext_lazy("Đã ghi nhận nộp lưu vào Lưu trữ cơ quan."),
    ),
)


@needs(Right.ROWS)
@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file with its list of contents."""
    return _page(request, pk)


def _page(
    request: HttpRequest, pk: int, *, refusal: str = "", typed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    case = get_object_or_404(_seen(request).select_related("opened_by"), pk=pk)
    person, today, typed = signed_in(request), timezone.localdate(), typed or {}
    inside = reading.contents(case)
    writes = person.works_for(case.unit_id, WRITERS, today)
    clerk = person.works_for(case.unit_id, CLERKS, today)
    open_to = set(
        seen(request).filter(pk__in=[one.document_id for one in inside]).values_list("pk", flat=True)
    )
    kind, words = _state(case)
    steps = [step for step in STEPS if writes and step.may(case, clerk)]
    page = {
        "case": case,
        "kind": kind,
        "words": words,
        "contents": [(one, one.document_id in open_to) for one in inside],
        "removed": case.items.filter(removed_at__isnull=False).select_related("document", "removed_by"),
        "may_remove": writes and case.closed is None,
        "steps": [
            (
                step,
                typed.get(step.verb)
                or step.form(prefix=step.verb, initial={"day": today} if step.verb != "them" else {}),
            )
            for step in steps
        ],
        "refusal": refusal,
    }
    return render(request, "documents/official/case.html", page, status=422 if refusal or typed else 200)


@needs(Right.ROWS)
@require_POST
def case_move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One act on a file; a refusal is shown on its page."""
    case = get_object_or_404(_seen(request), pk=pk)
    step = next((step for step in STEPS if step.verb == verb), None)
    if step is None:
        raise Http404
    form = step.form(request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, pk, typed={verb: form})
    try:
        step.act(request, signed_in(request), case, form.cleaned_data)
    except Refused as refusal:
        return _page(request, pk, refusal=str(refusal), typed={verb: form})
    messages.success(request, str(step.done))
    return redirect("case_file", pk)


@needs(Right.ROWS)
@require_POST
def case_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Take a document out of a file, with a reason."""
    get_object_or_404(_seen(request), pk=pk)
    form = Reason(request.POST)
    try:
        if not form.is_valid():
            return _page(request, pk, refusal=_("Phải ghi lý do đưa văn bản ra khỏi hồ sơ."))
        cases.take_out(signed_in(request), pk, item, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return _page(request, pk, refusal=str(refusal))
    except CaseItem.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Đã đưa văn bản ra khỏi hồ sơ."))
    return redirect("case_file", pk)
