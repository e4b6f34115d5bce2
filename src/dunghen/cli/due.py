"""`dunghen due`: when a time limit ends, and why."""

import csv
import json
import sys
from decimal import Decimal
from typing import Any

import click

from dunghen.cli.errors import BadInput
from dunghen.cli.output import say
from dunghen.core.duecsv import BadRow, due_rows, format_due, parse_amount, parse_moment
from dunghen.core.worktime import Calendar, Due, Limit, LimitUnit, Pause
from dunghen.core.worktime import due as compute
from dunghen.org.calendar import OFFICE_HOURS
from dunghen.org.calendar import calendar as calendar_of


@click.command(help="Tính hạn giải quyết, kèm cách tính từng ngày.")
@click.option("--received", help="Thời điểm tiếp nhận, ví dụ 2024-03-04T08:15 (giờ Việt Nam).")
@click.option("--limit", help="Thời hạn: 5; 0,5; 2,5 …")
@click.option(
    "--limit-unit", type=click.Choice([unit.value for unit in LimitUnit]), default="day", show_default=True
)
@click.option("--pause", "pauses", multiple=True, metavar="TỪ,ĐẾN", help="Khoảng tạm dừng; lặp lại được.")
@click.option(
    "--restart", "restarts", multiple=True, help="Thời điểm nhận đủ hồ sơ bổ sung; tính lại từ đầu."
)
@click.option("--office-hours", default=OFFICE_HOURS, show_default=True, help="Giờ làm việc của đơn vị.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--explain", is_flag=True, help="In cách tính từng ngày.")
@click.option(
    "--csv",
    "csv_file",
    type=click.File("r", encoding="utf-8"),
    help="Tính cả bảng: id,received_at,limit,unit,pauses.",
)
def due(
    received: str | None,
    limit: str | None,
    limit_unit: str,
    pauses: tuple[str, ...],
    restarts: tuple[str, ...],
    office_hours: str,
    as_json: bool,
    explain: bool,
    csv_file: Any,
) -> int:
    try:
        calendar = calendar_of(office_hours)
    except ValueError as error:
        raise BadInput(str(error)) from error
    if csv_file is not None:
        return _table(csv_file, calendar)
    if received is None or (limit is None and limit_unit != LimitUnit.SAME_DAY):
        raise BadInput("Cần --received và --limit, hoặc --csv TỆP.")
    try:
        found = compute(
            parse_moment(received),
            Limit(parse_amount(limit) if limit else Decimal(1), LimitUnit(limit_unit)),
            calendar,
            tuple(_pause(text) for text in pauses),
            tuple(parse_moment(text) for text in restarts),
        )
    except ValueError as error:
        raise BadInput(str(error)) from error
    _show(found, as_json=as_json, explain=explain)
    return 0


def _pause(text: str) -> Pause:
    start, comma, end = text.partition(",")
    if not comma:
        raise ValueError(f"Khoảng tạm dừng “{text}” phải ghi dạng TỪ,ĐẾN.")
    return Pause(parse_moment(start), parse_moment(end) if end.strip() else None)


def _show(found: Due, *, as_json: bool, explain: bool) -> None:
    due_at = format_due(found.due_at) if found.due_at else None
    if as_json:
        lines = [
            {"day": line.day.isoformat(), "counted": line.counted, "note": line.note} for line in found.proof
        ]
        content = {"due_at": due_at, "effective_at": format_due(found.effective_at), "proof": lines}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(due_at or "")
    if due_at is None:
        say("Thời hạn đang tạm dừng nên chưa có hạn giải quyết.")
    if explain:
        for line in found.proof:
            click.echo(line.note)


def _table(file: Any, calendar: Calendar) -> int:
    """A whole table; lines that cannot be computed are told on stderr and the exit code is 2."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("id", "due_at"))
    bad = 0
    try:
        for row in due_rows(file, calendar):
            if isinstance(row, BadRow):
                bad += 1
                say(f"Dòng {row.line}, cột {row.column}: {row.reason}")
            else:
                writer.writerow(row)
    except UnicodeDecodeError as error:
        raise BadInput("Tệp không phải mã UTF-8.") from error
    return 2 if bad else 0
