"""Pages of the reports: the list, a report's forms, a figure with the records behind it."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.text import thousands
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics import pages, questions
from dunghen.statistics.by_unit import by_unit
from dunghen.statistics.compile import Cell, Figure, compiled
from dunghen.statistics.forms import Form, Row
from dunghen.statistics.kept import Kept, forget, kept
from dunghen.statistics.models import Report
from dunghen.statistics.questions import (
    CHOICES,
    MAPS,
    MISSING,
    Asked,
    RowsQuestion,
    end_of,
    other_reports,
    query,
    reached,
    unit_choices,
)
from dunghen.statistics.records import Records, records, show_rows
from dunghen.statistics.targets import Compared, beside, targets_of
from dunghen.statistics.trace import Trace
from dunghen.statistics.view import BadQuestionError, view
from dunghen.statistics.views_paper import exports

FIRST_FORM = "1"
Context = dict[str, Any]


@needs(Right.FIGURES)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The periods, the latest first."""
    found = Report.objects.select_related("unit").order_by("-window_to", "code")
    crumbs = [(_("Trang chủ"), reverse("home")), (_("Báo cáo"), "")]
    return render(request, "statistics/reports.html", {"reports": found, "crumbs": crumbs})


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """A form of a report, of a unit. POST counts anew."""
    asked = questions.asked(request, _person(request), code)
    form = _form(asked, request.GET.get("form") or FIRST_FORM)
    here = reverse("report", args=[code])
    again = here + query(asked.carried, asked.compared, {"form": str(form.form)})
    if request.method == "POST":
        forget(asked.view, asked.which)
        return redirect(again)
    figures = kept(asked.view, asked.which)
    ours = compiled(asked.view, asked.unit.pk, figures.of(asked.unit.pk, asked.view.rows))
    printed = pages.printed_of(asked.view, asked.unit.pk)
    findings = pages.found_in(asked.view, ours)
    beside, beside_name = _beside(asked)
    cells = {cell.code: cell for cell in ours.cells}
    context = {
        "form": form,
        "form_name": pages.form_name(form),
        "lines": pages.lines(form, cells, printed, findings[form.form], beside, _compared(asked, cells)),
        "has_printed": bool(printed),
        "beside_name": beside_name,
        "columns": 5 + 2 * bool(printed) + 2 * bool(beside_name),
        "tabs": _tabs(asked, form, here),
        "to_check": _to_check(asked, findings, here),
        "others": other_reports(asked.view),
        "again": again,
        "exports": exports(asked),
        "crumbs": [*_crumbs(), (asked.view.report.name, "")],
    }
    return render(request, "statistics/report.html", {**_common(asked, figures), **context})


@needs(Right.FIGURES)
@require_safe
def cell(request: HttpRequest, code: str, cell: str) -> HttpResponse:
    """A figure: what it counts or how it is computed, then its records or what each unit has of it."""
    asked = questions.asked(request, _person(request), code)
    row = _row(asked, cell)
    figures = kept(asked.view, asked.which)
    question = RowsQuestion(request.GET)
    question.is_valid()
    found = records(asked, row, figures, _person(request), question)
    spread = row.rollup != "city"
    tab = "units" if spread and (found is None or request.GET.get("tab") == "units") else "rows"
    context = {**_common(asked, figures), **_figure(asked, row, figures), "tab": tab}
    here = reverse("cell", args=[code, cell])
    if found and spread:
        context["tabs"] = [
            (_("Danh sách chi tiết"), here + query(asked.carried), tab == "rows", None),
            (_("Theo đơn vị"), here + query(asked.carried, {"tab": "units"}), tab == "units", None),
        ]
    if tab == "units":
        context["shares"] = _shares(asked, row, figures, _person(request))
    elif found:
        context |= _list(request, asked, found, question, here)
    return render(request, "statistics/cell.html", context)


@needs(Right.ROWS)
@require_safe
def cell_xlsx(request: HttpRequest, code: str, cell: str) -> HttpResponse:
    """The records behind a figure as a workbook, with the same filters as the page."""
    asked = questions.asked(request, _person(request), code)
    row = _row(asked, cell)
    question = RowsQuestion(request.GET)
    question.is_valid()
    found = records(asked, row, kept(asked.view, asked.which), _person(request), question)
    if found is None:
        raise Http404(MISSING)
    known_at = timezone.localtime(found.trace.view.known_at)
    heading = [
        f"{row.label} ({row.code})",
        f"{asked.view.report.name} · {asked.unit.name}",
        _("Số liệu như đã biết lúc %(moment)s") % {"moment": f"{known_at:%H:%M %d/%m/%Y}"},
    ]
    file = BytesIO()
    write_rows(file, heading, found.columns(), found.trace.rows(), LIMIT)
    name = content_disposition_header(as_attachment=True, filename=f"{code}_{cell}.xlsx")
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": str(name)})


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _form(asked: Asked, number: str) -> Form:
    for form in asked.view.forms:
        if str(form.form) == number:
            return form
    raise Http404(MISSING)


def _row(asked: Asked, code: str) -> Row:
    try:
        return asked.view.row(code)
    except BadQuestionError as error:
        raise Http404(MISSING) from error


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Trang chủ"), reverse("home")), (_("Báo cáo"), reverse("reports"))]


def _common(asked: Asked, figures: Kept) -> Context:
    """What the pages of a report and of a figure share."""
    return {
        "asked": asked,
        "report": asked.view.report,
        "question": asked.form,
        "units": unit_choices(asked.view, asked.units),
        "maps": MAPS,
        "known_at": figures.known_at,
        "carried": query(asked.carried),
    }


def _tabs(asked: Asked, form: Form, here: str) -> list[tuple[str, str, bool, None]]:
    return [
        (
            pages.form_name(each),
            here + query(asked.carried, asked.compared, {"form": str(each.form)}),
            each == form,
            None,
        )
        for each in asked.view.forms
    ]


def _to_check(asked: Asked, findings: pages.Findings, here: str) -> list[tuple[str, str, int]]:
    """Forms with figures that contradict others: name, address, how many."""
    return [
        (pages.form_name(form), here + query(asked.carried, {"form": str(form.form)}), number)
        for form in asked.view.forms
        if (number := sum(map(len, findings[form.form].values())))
    ]


def _beside(asked: Asked) -> tuple[dict[str, Figure], str]:
    """The figures to compare with, and their name: another period's, or ours as known at another moment."""
    code, day = asked.compared["against"], asked.form.cleaned_data.get("compare")
    if not (code or day):
        return {}, ""
    known_at = end_of(day) if day else asked.view.known_at
    code = code or asked.view.report.code
    try:
        other = view(code, today=timezone.localdate(), which=asked.which, known_at=known_at)
    except BadQuestionError as error:
        raise Http404(MISSING) from error
    figures = kept(other, asked.which).of(other.units.place(asked.unit.pk).unit, other.rows)
    name = other.report.name if code != asked.view.report.code else ""
    moment = _("Như đã biết %(day)s") % {"day": f"{day:%d/%m/%Y}"} if day else ""
    return figures, " · ".join(filter(None, (name, moment)))


def _figure(asked: Asked, row: Row, figures: Kept) -> Context:
    """What a figure is: its line in the form, its words, its formula or its sources."""
    own = figures.of(asked.unit.pk, asked.view.rows)
    form = pages.form_of(asked.view, row.code)
    ours = compiled(asked.view, asked.unit.pk, own)
    cells = {found.code: found for found in ours.cells}
    printed = pages.printed_of(asked.view, asked.unit.pk)
    findings = pages.found_in(asked.view, ours)[form.form]
    declared = Trace(asked.view, row, asked.unit.pk).page().rows if row.origin == "declared" else []
    compared = _compared(asked, cells).get(row.code)
    back = reverse("report", args=[asked.view.report.code]) + query(asked.carried, {"form": str(form.form)})
    return {
        "form": form,
        "line": pages.line(form, row, cells.get(row.code), printed.get(row.code), findings, None, compared),
        "counts": pages.what_counts(row) if row.population else "",
        "at_level": pages.at_level(row) if row.population else "",
        "rollup": pages.ROLLUPS[row.rollup],
        "filler": pages.FILLERS.get(row.filled_by, ""),
        "operands": pages.operands(asked.view, row, own),
        "declared": [
            (found["unit"], pages.shown(found["amount"], row), found["source"]) for found in declared
        ],
        "crumbs": [
            *_crumbs(),
            (asked.view.report.name, reverse("report", args=[asked.view.report.code]) + query(asked.carried)),
            (pages.form_name(form), back),
            (pages.place(form, row), ""),
        ],
    }


def _compared(asked: Asked, cells: Mapping[str, Cell]) -> dict[str, Compared]:
    """The figures of which the unit has a target, by code."""
    targets = targets_of(asked.view, asked.unit.pk)
    values = {code: cells[code].value for code in targets.keys() & cells.keys()}
    found = {code: beside(asked.view, targets[code], value) for code, value in values.items()}
    return {code: one for code, one in found.items() if one}


def _shares(asked: Asked, row: Row, figures: Kept, person: Person) -> list[pages.Share]:
    """What each unit within reach has of a figure, and what could be allotted to none of them."""
    allowed = reached(person, Right.FIGURES)
    at_hand = figures.by_unit(row.code), figures.left.get(row.code, {})
    found = by_unit(asked.view, row.code, asked.unit.key, at_hand)
    return [
        pages.Share(
            unit=each.unit,
            depth="– " * each.depth,
            value=pages.shown(each.value, row),
            unallotted=pages.shown(each.unallotted or None, row),
            address=query(asked.carried, {"unit": each.unit.key}),
        )
        for each in found
        if allowed is None or each.unit.pk in allowed
    ]


def _list(request: HttpRequest, asked: Asked, found: Records, question: RowsQuestion, here: str) -> Context:
    """A page of the records behind a figure, with its filters and its neighbours."""
    filters = {name: value for name, value in question.cleaned_data.items() if value and name != "after"}
    page = found.page(question.cleaned_data.get("after", ""))
    size = found.size(page, first=not question.cleaned_data.get("after"))
    columns = found.columns(brief=True)
    turned = "oldest" if found.trace.among.newest else "newest"
    return {
        "records": found,
        "rows_question": question,
        "columns": columns,
        "rows": show_rows(page.rows, columns),
        "headed": columns[0].name == "dossier",
        "dossiers": any(column.name == "due_at" for column in columns),
        "size": size,
        "at_choices": [("", _("Tất cả đơn vị")), *unit_choices(asked.view, found.units)],
        **{f"{name}_choices": [("", _("Tất cả")), *CHOICES[name]] for name in CHOICES},
        "filtered": bool(filters.keys() - {"order"}),
        "first": here + query(asked.carried, filters) if question.cleaned_data.get("after") else "",
        "next": here + query(asked.carried, filters, {"after": page.after}) if page.after else "",
        "turn": here + query(asked.carried, filters, {"order": turned}),
        "anchor": found.anchor,
        "reset": here + query(asked.carried),
        "xlsx": reverse("cell_xlsx", args=[asked.view.report.code, found.trace.cell.code])
        + query(asked.carried, filters),
        "limit": thousands(LIMIT),
        "unknown": list(question.errors),
    }
