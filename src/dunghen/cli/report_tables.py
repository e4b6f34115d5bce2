"""A compiled report, its findings and its records as tables on stdout."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dunghen.cli.output import say
from dunghen.core.text import number
from dunghen.org.models import Level
from dunghen.statistics.compile import Cell, Compiled, Number
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.models import Published
from dunghen.statistics.trace import Page
from dunghen.statistics.validate import Finding
from dunghen.statistics.view import View

WIDTH = 140  # of tables that do not go to a terminal
LABELS = {
    "part": "Chỉ tiêu",
    "amount": "Số lượng",
    "in_numerator": "Trong tử số",
    "dossier": "Mã hồ sơ",
    "procedure": "Thủ tục hành chính",
    "unit": "Cơ quan giải quyết",
    "level": "Cấp",
    "received_at": "Tiếp nhận",
    "due_at": "Hạn giải quyết",
    "resolved_at": "Có kết quả",
    "paid": "Đã nộp (đồng)",
    "paid_at": "Nộp lúc",
    "records": "Số hồ sơ",
    "number": "STT",
    "content": "Nhiệm vụ",
    "status": "Kết quả",
    "source": "Nguồn",
    "valid_from": "Hiệu lực từ",
}
# Columns whose text runs over several lines, with the width they keep.
WORDY = {"procedure": 20, "unit": 10, "content": 40, "source": 40}
SAME = {"part", "amount"}  # left out where all rows say the same


def stdout() -> Console:
    """Made when needed: the width is that of the terminal it goes to."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def vietnamese(value: Number | None, row: Row | None = None) -> str:
    """A number as officials write it: 86.643; 51,43. A percentage has always two decimals."""
    if value is None:
        return ""
    return number(value, 2 if row is not None and row.measure == "ratio" else None)


def show_report(asked: View, compiled: Compiled, *, brief: bool = False) -> None:
    """Every form as a table, under each its differences from the printed report with their reasons;
    `brief` keeps of the narrative only what differs."""
    console = stdout()
    cells = {cell.code: cell for cell in compiled.cells}
    own = any(cell.published is not None for cell in compiled.cells)
    printed = {found.cell: found for found in asked.report.published.all()} if own else {}
    report = asked.report
    start, end = (timezone.localtime(at) for at in asked.window)
    console.print(f"{report.name} ({report.code}), đơn vị {compiled.org}", style="bold", markup=False)
    console.print(
        f"Số liệu từ {start:%H:%M %d/%m/%Y} đến trước {end:%H:%M %d/%m/%Y}. {report.reading}\n", markup=False
    )
    for form in asked.forms:
        name = form.title if form.form == NARRATIVE else f"Biểu mẫu {form.form}. {form.title}"
        kept = form
        if brief and form.form == NARRATIVE:
            name = f"{name}: chỉ những số liệu khác bản in"
            kept = replace(form, rows=tuple(row for row in form.rows if _differs(cells.get(row.code))))
        console.print(_table(name, kept, cells, printed))
        _show_reasons(console, form, cells, printed)


def _differs(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.difference)


def _table(title: str, form: Form, cells: Mapping[str, Cell], printed: Mapping[str, Published]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
    table.add_column("STT", no_wrap=True)
    table.add_column("Chỉ tiêu thống kê", ratio=1, min_width=30)
    table.add_column("Đơn vị tính", max_width=14)
    for column in ("Số liệu", "Bản in", "Chênh lệch"):
        table.add_column(column, justify="right", no_wrap=True)
    beside = False
    for row in form.rows:
        if row.extra and not beside and form.form != NARRATIVE:
            beside = True
            table.add_section()
            table.add_row("", "Số liệu bên cạnh biểu mẫu", style="italic")
        cell = cells.get(row.code)
        value = vietnamese(cell.value, row) if cell else ""
        difference = vietnamese(cell.difference, row) if cell and cell.difference else ""
        as_printed = printed[row.code].text if row.code in printed else ""
        style = "bold" if row.heading else "dim" if row.extra else ""
        place = row.code if row.extra or form.form == NARRATIVE else row.stt
        texts = map(escape, (place, row.label, row.unit, value, as_printed, difference))
        table.add_row(*texts, style=style)
    return table


def _show_reasons(
    console: Console, form: Form, cells: Mapping[str, Cell], printed: Mapping[str, Published]
) -> None:
    for row in form.rows:
        cell, found = cells.get(row.code), printed.get(row.code)
        reason = found.reason if found else ""
        if reason or (cell and cell.difference):
            console.print(f"  {row.stt} ({row.code}) {reason or 'Chưa rõ lý do.'}", markup=False)
    console.print()


def show_findings(findings: Iterable[Finding]) -> None:
    console = stdout()
    for found in findings:
        console.print(f"{found.rule} ({found.source}: {found.kind})", markup=False, style="bold")
        lines = (f"{found.left}; {found.right}; lệch {vietnamese(found.difference)}", found.instruction)
        for line in lines:
            console.print(f"  {line}", markup=False)


def show_trace(page: Page) -> None:
    """A page of records; columns that say nothing, and those for machines only, are left out."""
    if not page.rows:
        say("Không có dòng nào.")
        return
    table = Table()
    names = []
    for name in page.columns:
        if name == "level" and "unit" in page.columns:
            continue  # the unit's name says it
        values = {row.get(name) for row in page.rows}
        if name in LABELS and values != {None} and not (name in SAME and len(values) == 1 < len(page.rows)):
            names.append(name)
            table.add_column(LABELS[name], min_width=WORDY.get(name, 8), overflow="fold")
    for row in page.rows:
        table.add_row(*(escape(_shown(name, row.get(name))) for name in names))
    stdout().print(table)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, int | Decimal):
        return vietnamese(value)
    if name == "level":
        return str(Level(value).label)
    if name.endswith("_at") and value:
        return f"{datetime.fromisoformat(value):%H:%M %d/%m/%Y}"
    return "" if value is None else str(value)
