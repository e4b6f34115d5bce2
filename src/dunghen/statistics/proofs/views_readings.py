"""The forms of an old report beside its text: a person confirms or corrects each figure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dunghen.core.access import needs
from dunghen.documents.numbers import figure
from dunghen.org.rights import Right
from dunghen.proofing.tables import PLAN, Cell
from dunghen.statistics.kept import forget, kept
from dunghen.statistics.models import CellReading, ProofRun, Report
from dunghen.statistics.pages import ORIGINS
from dunghen.statistics.proofs import pages
from dunghen.statistics.proofs.forms import amount, periods
from dunghen.statistics.proofs.marked import Line, Mark, excerpts
from dunghen.statistics.proofs.readings import Confirmed, Task, confirm, last_reading, read_cells, read_tasks
from dunghen.statistics.proofs.rules import Refused
from dunghen.statistics.proofs.views import REFUSED, Context, person, read_run
from dunghen.statistics.questions import query
from dunghen.statistics.view import View, view


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell as read, beside the words it stands in and what the system has now. `typed`: the figure in the
    field; `error`: why it was not taken."""

    cell: Cell
    line: Line
    now: str
    origin: Any
    confirmed: CellReading | None
    typed: str
    chosen: bool
    error: str

    @property
    def times(self) -> int:
        """How often the document prints the row."""
        return self.cell.votes + self.cell.against


@needs(Right.FIGURES)
@require_http_methods(["GET", "HEAD", "POST"])
def proof_cells(request: HttpRequest, run: int) -> HttpResponse:
    """The printed forms of a period as read out of the text, one form at a time."""
    who = person(request)
    found = read_run(who, run)
    choices = periods(who)
    report = _chosen(request.GET.get("report", ""), found, choices)
    context: Context = {
        "run": found,
        "report": report,
        "periods": [(one.code, one.name) for one in choices],
        "crumbs": pages.crumbs((found.name, reverse("proof", args=[run])), (_("Đọc biểu mẫu"), "")),
    }
    if report is None:
        return render(request, "statistics/proof_cells.html", context)
    cells, tasks = read_cells(found, report), read_tasks(found)
    sizes = _sizes(cells, tasks)
    form = request.GET.get("form", "")
    form = form if form in sizes else next(iter(sizes), "")
    here = reverse("proof_cells", args=[run]) + query({"report": report.code, "form": form})
    today = timezone.localdate()
    asked, confirms = view(report.code, today=today), pages.may_confirm(who, report, today)
    errors: dict[str, str] = {}
    error = ""
    if request.method == "POST":
        if not confirms:
            raise PermissionDenied
        errors, error = _confirm(request, found, asked, [cell for cell in cells if cell.form == form])
        if not (errors or error):
            return redirect(here)
    context |= {
        "rows": [*_rows(found, asked, cells, form, request.POST, errors)],
        "tasks": tasks if form == PLAN else [],
        "tabs": _tabs(sizes, form, reverse("proof_cells", args=[run]), report),
        "form": form,
        "here": here,
        "confirms": confirms,
        "seen": last_reading(report),
        "error": error,
    }
    return render(request, "statistics/proof_cells.html", context, status=REFUSED if errors or error else 200)


def _chosen(code: str, run: ProofRun, choices: list[Report]) -> Report | None:
    wanted = code or (run.report.code if run.report else "")
    first = choices[0] if len(choices) == 1 else None
    return next((report for report in choices if report.code == wanted), first)


def _confirm(
    request: HttpRequest, run: ProofRun, asked: View, cells: Iterable[Cell]
) -> tuple[dict[str, str], str]:
    """Take over the rows that were chosen: what is wrong with each, and with all."""
    errors: dict[str, str] = {}
    confirmed: list[Confirmed] = []
    chosen = set(request.POST.getlist("confirm"))
    for cell in cells:
        if cell.code in chosen:
            try:
                confirmed.append(Confirmed(cell, amount(request.POST.get(cell.code, ""))))
            except Refused as refused:
                errors[cell.code] = str(refused)
    if errors:
        return errors, _("Có dòng ghi chưa đúng. Sửa rồi xác nhận lại; chưa dòng nào được ghi nhận.")
    if not confirmed:
        return {}, _("Chọn ít nhất một dòng để xác nhận.")
    seen = request.POST.get("seen", "")
    try:
        number = confirm(
            run, asked.report, confirmed, by=person(request), seen=int(seen) if seen.isdecimal() else 0
        )
    except Refused as refused:
        return {}, str(refused)
    forget(asked, "day")
    said = ngettext("Đã ghi nhận %(number)d số liệu.", "Đã ghi nhận %(number)d số liệu.", number)
    messages.success(request, said % {"number": number})
    return {}, ""


def _rows(
    run: ProofRun, asked: View, cells: list[Cell], form: str, typed: QueryDict, errors: dict[str, str]
) -> Iterator[CellRow]:
    own = kept(asked, "day").of(asked.own, asked.rows)
    latest = CellReading.objects.filter(report=asked.report).values("cell").annotate(last=Max("pk"))
    readings = CellReading.objects.filter(pk__in=latest.values("last")).select_related("by")
    confirmed = {reading.cell: reading for reading in readings}
    chosen = set(typed.getlist("confirm"))
    for place, cell in enumerate(cells, 1):
        if cell.form == form and cell.code in asked.rows:
            verdict = "consistent" if cell.confidence == "sure" else "warning"
            mark = Mark(cell.start, cell.end, place, verdict, first=True)
            yield CellRow(
                cell=cell,
                line=excerpts(run.text, [mark])[0],
                now=figure(own[cell.code].value),
                origin=ORIGINS[asked.rows[cell.code].origin],
                confirmed=confirmed.get(cell.code),
                typed=typed.get(cell.code) or _plain(cell.value),
                chosen=cell.code in chosen,
                error=errors.get(cell.code, ""),
            )


def _plain(value: Decimal | None) -> str:
    """A figure as it may be typed back: all its digits."""
    return "" if value is None else figure(value)


def _sizes(cells: Iterable[Cell], tasks: Sequence[Task]) -> dict[str, int]:
    """How many rows were read of each form, and of the plan."""
    sizes = dict(Counter(cell.form for cell in cells))
    return sizes | {PLAN: len(tasks)} if tasks else sizes


def _tabs(sizes: dict[str, int], form: str, here: str, report: Report) -> list[tuple[str, str, bool, int]]:
    return [
        (
            _("Kế hoạch") if one == PLAN else _("Biểu mẫu %(number)s") % {"number": one},
            here + query({"report": report.code, "form": one}),
            one == form,
            size,
        )
        for one, size in sizes.items()
    ]
