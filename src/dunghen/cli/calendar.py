"""`dunghen calendar`: days off and made-up days; what a new one moves."""

import csv
import sys
from datetime import date
from functools import cache

import click
from django.db import transaction

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import say
from dunghen.core.duecsv import format_due
from dunghen.core.text import thousands
from dunghen.dossiers.limits.redating import Move, moves, redate
from dunghen.org.actions.days import DayRefusedError, add_day_off, add_made_up_day
from dunghen.org.calendar import calendar as calendar_of
from dunghen.org.models import Day


@click.group(help="Lịch làm việc.")
def calendar() -> None:
    pass


@calendar.command("list", help="Ngày nghỉ, ngày làm bù của một năm.")
@click.argument("year", type=int)
def list_days(year: int) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("day", "kind", "name", "basis"))
    for day in Day.objects.filter(day__year=year):
        writer.writerow((day.day.isoformat(), day.get_kind_display(), day.name, day.basis))
    return 0


@calendar.command(
    "add", help="Thêm ngày nghỉ (hoặc ngày làm bù), xem trước hồ sơ phải tính lại hạn; --apply để ghi."
)
@click.argument("day")
@click.option("--name", required=True, help="Tên ngày, ví dụ Ngày Văn hóa Việt Nam.")
@click.option("--decision", required=True, help="Số, ngày của quyết định.")
@click.option("--made-up", is_flag=True, help="Là ngày làm bù.")
@click.option("--apply", "confirmed", is_flag=True, help="Ghi ngày này và tính lại hạn các hồ sơ.")
def add(day: str, name: str, decision: str, made_up: bool, confirmed: bool) -> int:
    try:
        when = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(f"“{day}” không phải là ngày; ghi dạng 2026-11-24.") from error
    with transaction.atomic():
        try:
            row = (add_made_up_day if made_up else add_day_off)(day=when, name=name, basis=decision)
        except DayRefusedError as error:
            raise RefusedByRule(str(error)) from error
        calendars = cache(calendar_of)
        found = (
            redate(row, calendars, decision=decision, by="calendar")
            if confirmed
            else list(moves(row, calendars))
        )
        if not confirmed:
            transaction.set_rollback(True)
    _show(found)
    verb = "Đã tính lại hạn của" if confirmed else "Sẽ tính lại hạn của"
    say(
        f"{verb} {thousands(len(found))} hồ sơ đang giải quyết.{'' if confirmed else ' Thêm --apply để ghi.'}"
    )
    return 0


def _show(found: list[Move]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("code", "due_at", "new_due_at"))
    for move in found:
        writer.writerow((move.code, format_due(move.due_at), format_due(move.new_due_at)))
