"""`dunghen read`: the tables of an old report as cells, for a person to confirm."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click
from django.utils import timezone
from rich.markup import escape
from rich.table import Table

from dunghen.cli.errors import BadInput
from dunghen.cli.output import say
from dunghen.cli.report_tables import stdout
from dunghen.core.text import thousands
from dunghen.proofing.as_json import as_json
from dunghen.proofing.reading import Unreadable, load
from dunghen.proofing.tables import PLAN, Cell, read_forms, read_plan
from dunghen.statistics.old_reports import form_specs

SURE = {"sure": "chắc", "unsure": "cần xem lại"}
COLUMNS = {
    "value": "",
    "note": "ghi chú",
    "content": "nhiệm vụ",
    "product": "sản phẩm",
    "lead": "chủ trì",
    "partners": "phối hợp",
    "time": "thời gian",
    "status": "kết quả",
}


@click.command(help="Đọc bảng phụ lục của một báo cáo cũ: bảy biểu mẫu và bảng nhiệm vụ của kế hoạch.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--json", "as_lines", is_flag=True, help="In JSON: từng ô với chỗ in, độ chắc chắn và số lần in."
)
def read(file: Path, *, as_lines: bool) -> int:
    try:
        text = load(file).text
    except Unreadable as error:
        raise BadInput(f"{file}: {error}") from error
    cells = [*read_forms(text, form_specs(timezone.localdate())), *read_plan(text)]
    if not cells:
        raise BadInput(f"{file}: không thấy biểu mẫu hay bảng nhiệm vụ nào của báo cáo cải cách hành chính.")
    if as_lines:
        found = [{key: _plain(value) for key, value in asdict(cell).items()} for cell in cells]
        click.echo(as_json({"file": str(file), "cells": found}))
    else:
        show(cells)
    return 0


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def show(cells: Sequence[Cell]) -> None:
    """The cells of each form as a table; what is unsure with the reason."""
    console = stdout()
    for form, group in groupby(cells, key=lambda cell: cell.form):
        title = "Bảng nhiệm vụ của kế hoạch" if form == PLAN else f"Biểu mẫu {form}"
        console.print(_table(title, [*group]))
    unsure = sum(cell.confidence == "unsure" for cell in cells)
    say(f"Đọc được {thousands(len(cells))} ô, {thousands(unsure)} ô cần xem lại.")


def _table(title: str, cells: Sequence[Cell]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("STT", no_wrap=True)
    table.add_column("Chỉ tiêu, nhiệm vụ", ratio=3, min_width=24)
    table.add_column("Đọc được", ratio=2, min_width=10)
    table.add_column("Số lần in", justify="right", no_wrap=True)
    table.add_column("Độ chắc chắn", ratio=2, min_width=14)
    for cell in cells:
        label = _named(cell)
        votes = f"{cell.votes}" if not cell.against else f"{cell.votes}/{cell.votes + cell.against}"
        sure = "; ".join((SURE[cell.confidence], *cell.reasons))
        texts = map(escape, (cell.stt, label, cell.text, votes, sure))
        table.add_row(*texts, style="" if cell.confidence == "sure" else "yellow")
    return table


def _named(cell: Cell) -> str:
    """A figure by its label; of a task the column only, under the words of the task."""
    column = COLUMNS[cell.column]
    if cell.form == PLAN:
        return column
    return f"{cell.label} ({column})" if column else cell.label
