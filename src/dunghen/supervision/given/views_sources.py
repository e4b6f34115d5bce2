"""The pages of documents that give tasks: the list, entered and cut on one page, one document, its report."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.documents.content import MediaType
from dunghen.documents.official.rules import Refused as NotDrafted
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.access_forms import read_day, unit_choices
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Unit
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.given import forms as typed
from dunghen.supervision.given import letters, reading, sources
from dunghen.supervision.given.models import Giver, Source, SourceQuerySet
from dunghen.supervision.given.views import ALL, tabs
from dunghen.supervision.given.views import seen as seen_tasks
from dunghen.supervision.given.who import able
from dunghen.supervision.given.words import named_by, words_of
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.naming import Units

FEW, MORE, MOST = 3, 3, 60  # forms of orders: at first, added at once, at most


def seen(request: HttpRequest, *, few: bool = False) -> SourceQuerySet:
    """The documents the reader may see; `few`: where one is meant."""
    return Source.objects.visible_to(signed_in(request), timezone.localdate(), few=few)


@needs(Right.TASKS)
@require_safe
def given_sources(request: HttpRequest) -> HttpResponse:
    """Documents, the latest entered first, with the numbers of their tasks."""
    said, today, found = request.GET, timezone.localdate(), seen(request)
    if (giver := said.get("nguon", "")) in Giver.values:
        found = found.filter(giver=giver)
    for words in words_of(said):
        found = found.filter(named_by(words))
    after = number(said.get("sau", ""))
    asked = found.filter(pk__lt=after) if after else found
    rows = list(reading.counted(asked, today).order_by("-pk")[: reading.PAGE + 1])
    shown = rows[: reading.PAGE]
    page = {
        "tabs": tabs(request),
        "rows": shown,
        "said": said,
        "givers": [ALL, *Giver.choices],
        "may_enter": bool(able(signed_in(request), today).gives_at),
        "next": further(said, shown[-1].pk) if len(rows) > reading.PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "supervision/given/sources.html", page)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def given_source_new(request: HttpRequest) -> HttpResponse:
    """A document is entered and cut into tasks on one page."""
    today, by = timezone.localdate(), signed_in(request)
    offices = Unit.objects.filter(pk__in=able(by, today).gives_at).filter(
        Q(valid_to=None) | Q(valid_to__gt=today) | Q(pk__in=[held.unit for held in by.holdings(today)])
    )
    if not offices:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    head = typed.Head(unit_choices(offices), data)
    office = offices.filter(key=data.get("office", "") if data else "").first() or offices[0]
    orders = _orders(data, office)
    refusal: Refused | None = None
    adding = data is not None and "them" in data
    if data is not None and not adding and _valid(head, orders):
        try:
            wanted = [one.order() for one in orders if not one.empty]
            if not wanted:
                raise Refused(_("Văn bản giao việc phải có ít nhất một nhiệm vụ."))
            said = head.said()
            made = sources.enter(by, office, wanted, city=reading.city_of(office, said["day"]), **said)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("Đã nhập văn bản và giao nhiệm vụ."))
            return redirect("given_source", made.pk)
    page = {
        "head": head,
        "orders": [_left_out(one, data) if data and not adding and one.empty else one for one in orders],
        "count": len(orders),
        "more": min(len(orders) + MORE, MOST),
        "units": _names(orders),
        "refusal": refusal,
    }
    wrong = data is not None and not adding
    return render(request, "supervision/given/source_new.html", page, status=422 if wrong else 200)


def _orders(data: QueryDict | None, office: Unit) -> list[typed.OrderForm]:
    """As many forms as the page showed, or asked for; names are those of the document's day."""
    if data is None:
        return [typed.OrderForm(prefix=f"n{place}") for place in range(1, FEW + 1)]
    count = min(max(number(data.get("them", "")) or number(data.get("so-dong", "")), 1), MOST)
    day = read_day(data.get("day", "")) or timezone.localdate()
    units = Units(day, reading.city_of(office, day))
    bound = [typed.OrderForm(data, prefix=f"n{place}", units=units, day=day) for place in range(1, count + 1)]
    if "them" not in data:
        return bound
    return [_left_out(one, data) for one in bound]


def _left_out(form: typed.OrderForm, data: QueryDict) -> typed.OrderForm:
    """A form that stayed empty, as it was typed: nothing is wrong with it."""
    said = {name: data.get(form.add_prefix(name), "") for name in form.fields}
    return typed.OrderForm(prefix=form.prefix, initial=said)


def _valid(head: typed.Head, orders: list[typed.OrderForm]) -> bool:
    """Whether all that was typed can be read; every form is asked, so that all errors are shown at once."""
    return all([head.is_valid(), *(one.is_valid() for one in orders if not one.empty)])


def _names(_orders: list[typed.OrderForm]) -> list[str]:
    """Names a browser offers while one types: the offices and districts of today."""
    today = Unit.objects.on(timezone.localdate()).filter(parent__parent=None, parent__isnull=False)
    return list(dict.fromkeys(today.order_by("code").values_list("name", flat=True)))


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def given_source(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it orders, the tasks, and one more order for who follows it."""
    today, by = timezone.localdate(), signed_in(request)
    source = get_object_or_404(seen(request, few=True).select_related("office", "city", "document"), pk=pk)
    may = able(by, today)
    form, refusal = typed.OrderForm(prefix="n1"), None
    if request.method == "POST":
        if not may.follows(source):
            raise PermissionDenied
        units = Units(source.day, source.city)
        form = typed.OrderForm(request.POST, prefix="n1", units=units, day=source.day)
        if form.is_valid():
            try:
                sources.cut(by, pk, form.order(), number(request.POST.get("seen", "")) or None)
            except Refused as error:
                refusal = error
            else:
                messages.success(request, _("Đã giao thêm nhiệm vụ."))
                return redirect("given_source", pk)
    tasks = seen_tasks(request, few=True).filter(item__source=pk)
    found = reading.listed(tasks).order_by("item__position", "pk")
    page = {
        "source": source,
        "rows": reading.rows(found, today),
        "form": form,
        "refusal": refusal,
        "may_cut": may.follows(source),
        "units": _names([]),
        "reporters": _reporters(request, source),
        "steps": Step.objects.of(source),
    }
    return render(
        request, "supervision/given/source.html", page, status=422 if request.method == "POST" else 200
    )


def _reporters(request: HttpRequest, source: Source) -> list[Unit]:
    """The units whose report the reader may see: leads among the tasks seen, and the office itself."""
    leads = seen_tasks(request, few=True).filter(item__source=source).values("task__lead")
    named = Q(pk__in=leads)
    if source.office_id in able(signed_in(request), timezone.localdate()).own:
        named |= Q(pk=source.office_id)
    return list(Unit.objects.filter(named).order_by("code"))


def _reported(request: HttpRequest, pk: int, unit: str) -> tuple[Source, Unit]:
    source = get_object_or_404(seen(request, few=True).select_related("office", "city"), pk=pk)
    found = [one for one in _reporters(request, source) if one.key == unit]
    if not found:
        raise Http404
    return source, found[0]


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def given_report(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """A unit's report: part I as the tasks say it, part II to be written, then drafted into the register."""
    source, reporter = _reported(request, pk, unit)
    by = signed_in(request)
    held = letters.held_report(source, reporter)
    parts, outlook = letters.shown(held, source, reporter)
    initial = {"outlook": held.outlook, "seen": held.version} if held else {}
    form, refusal = typed.Outlook(initial=initial), None
    if request.method == "POST":
        form = typed.Outlook(request.POST)
        try:
            if form.is_valid():
                return _write(request, source, reporter, form.cleaned_data)
        except (Refused, NotDrafted) as error:
            refusal = error
    page: dict[str, Any] = {
        "source": source,
        "unit": reporter,
        "parts": parts,
        "outlook": outlook,
        "form": form,
        "held": held,
        "refusal": refusal,
        "may_write": reporter.pk in able(by, timezone.localdate()).does_at and not (held and held.fixed),
    }
    return render(
        request, "supervision/given/report.html", page, status=422 if request.method == "POST" else 200
    )


def _write(request: HttpRequest, source: Source, unit: Unit, said: dict[str, Any]) -> HttpResponse:
    """Part II is kept; with "du-thao" the whole is drafted."""
    by = signed_in(request)
    row = sources.write_report(by, source, unit, said["outlook"], said["seen"])
    if "du-thao" in request.POST:
        document = letters.draft_report(by, source, unit, row.version)
        messages.success(request, _("Đã dự thảo báo cáo trong sổ văn bản đi."))
        return redirect("official", document.pk)
    messages.success(request, _("Đã lưu."))
    return redirect("given_report", source.pk, unit.key)


@needs(Right.TASKS)
@require_safe
def given_report_paper(request: HttpRequest, pk: int, unit: str, kind: str) -> HttpResponse:
    """The report as it stands, as Word; once numbered as PDF too."""
    source, reporter = _reported(request, pk, unit)
    document = letters.document_of(source, reporter)
    if kind == "docx":
        content, media = to_word(document), MediaType.DOCX.value
    elif kind == "pdf" and document.letterhead.day is not None:
        content, media = to_pdf(document), "application/pdf"
    else:
        raise Http404
    response = HttpResponse(content, content_type=media)
    name = f"bao-cao-{source.pk}-{reporter.key}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
