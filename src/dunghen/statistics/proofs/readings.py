"""Reading an old report: the cells of its printed forms, confirmed one by one, become declared figures of
its period with their source. What is counted stays counted: a declaration never takes its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person
from dunghen.proofing.tables import Cell, read_forms, read_plan
from dunghen.statistics.models import CellReading, Declaration, ProofRun, Report
from dunghen.statistics.old_reports import form_specs
from dunghen.statistics.proofs.rules import Refused


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A cell that a person took over, as printed or corrected."""

    cell: Cell
    value: Decimal


def read_cells(run: ProofRun, report: Report) -> list[Cell]:
    """The cells with a figure in the printed forms, by the forms of the period's last day."""
    return [cell for cell in read_forms(run.text, form_specs(last_day(report))) if cell.value is not None]


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the yearly plan as printed: its number and what its columns hold, by name."""

    number: str
    cells: dict[str, Cell]

    @property
    def doubts(self) -> list[str]:
        """Why the row is to be looked at, each reason once."""
        return list(dict.fromkeys(reason for cell in self.cells.values() for reason in cell.reasons))


def read_tasks(run: ProofRun) -> list[Task]:
    """The tasks of the plan's table. They hold words, so there is nothing to declare."""
    by_number = groupby(read_plan(run.text), key=lambda cell: cell.stt)
    return [Task(number, {cell.column: cell for cell in cells}) for number, cells in by_number]


def last_day(report: Report) -> date:
    return localtime(report.window_to - timedelta(microseconds=1)).date()


@transaction.atomic
def confirm(run: ProofRun, report: Report, cells: Sequence[Confirmed], *, by: Person, seen: int) -> int:
    """Declare the confirmed figures; how many. `seen`: the last confirmation of this period that `by` had
    before them, 0 for none. Raises Refused where another was confirmed since."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if last_reading(report) != seen:
        raise Refused(_("Đã có người khác xác nhận số liệu của kỳ này. Kiểm tra lại rồi xác nhận."))
    now = transaction_time()
    for one in cells:
        declaration = _declare(run, report, one, by, now)
        CellReading.objects.create(
            run=run,
            report=report,
            cell=one.cell.code,
            printed=one.cell.text[:200],
            value=one.value,
            declaration=declaration,
            by=by,
            at=now,
        )
    return len(cells)


def last_reading(report: Report) -> int:
    """The latest confirmation of a period, 0 for none."""
    latest = CellReading.objects.filter(report=report).order_by("-pk").values_list("pk", flat=True).first()
    return latest or 0


def _declare(run: ProofRun, report: Report, one: Confirmed, by: Person, now: datetime) -> Declaration:
    """The declaration that says so: the current one where it has this value, else a new version."""
    current = Declaration.objects.filter(
        report=report, unit=report.unit, cell=one.cell.code, known_to__isnull=True
    ).first()
    if current and current.value == one.value:
        return current
    if current:
        Declaration.objects.filter(pk=current.pk).update(known_to=now)
    place = f"Đọc từ văn bản “{run.name}”, chỗ ghi “{one.cell.quote}”"
    return Declaration.objects.create(
        report=report,
        unit=report.unit,
        cell=one.cell.code,
        value=one.value,
        source=f"{place}; {by} xác nhận ngày {localtime(now):%d/%m/%Y}.",
        known_from=now,
    )
