"""`dunghen report`: compile, check, trace and lock a periodic report."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, ParamSpec

import click
from django.utils import timezone

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import say
from dunghen.cli.report_tables import show_findings, show_report, show_trace
from dunghen.core.paths import LAW, VAR
from dunghen.core.seal import SealError
from dunghen.core.text import thousands
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.verify import seal_now
from dunghen.org.maps import Which
from dunghen.statistics.by_unit import by_unit
from dunghen.statistics.compile import compile_report
from dunghen.statistics.kept import order_renewal
from dunghen.statistics.lock import LockRefusedError
from dunghen.statistics.lock import lock as lock_figures
from dunghen.statistics.models import Report
from dunghen.statistics.trace import PAGE
from dunghen.statistics.trace import trace as trace_cell
from dunghen.statistics.validate import check as check_figures
from dunghen.statistics.validate import read_rules
from dunghen.statistics.view import BadQuestionError, view

P = ParamSpec("P")

ORG = click.option("--org", default="", help="Mã hoặc khóa của đơn vị; bỏ trống là đơn vị lập báo cáo.")
MAP = click.option(
    *("--map", "which"),
    type=click.Choice(["day", "today"]),
    default="day",
    help="Theo đơn vị hành chính của kỳ báo cáo (day) hay hiện nay (today).",
)
KNOWN_AT = click.option(
    *("--known-at", "known_at"),
    default="",
    help="Số liệu như đã biết tại thời điểm này (giờ Việt Nam; chỉ ghi ngày là hết ngày).",
)


@click.group(help="Báo cáo cải cách hành chính định kỳ: tổng hợp, kiểm tra, mở số liệu, chốt.")
def report() -> None:
    pass


def answering(command: Callable[P, int]) -> Callable[P, int]:
    """What was asked for and is not there ends the command as bad input."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return command(*args, **kwargs)
        except BadQuestionError as error:
            raise BadInput(str(error)) from error

    return wrapped


def moment(text: str) -> datetime | None:
    """A time as typed: naive is Vietnamese time, a bare date its end (24:00); empty is now.

    Raises BadInput.
    """
    if not text:
        return None
    try:
        if len(text) == len("2024-05-15"):
            end = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(end, time(), VIETNAM)
        typed = datetime.fromisoformat(text)
        return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"“{text}” không phải thời điểm; ghi 2024-06-10 hoặc 2024-06-10T17:00.") from error


def write_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows as CSV on stdout, as they come."""
    writer = csv.DictWriter(sys.stdout, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


@report.command("list", help="Các kỳ báo cáo đã có.")
def list_reports() -> int:
    for found in Report.objects.select_related("unit").order_by("window_to"):
        start, end = (timezone.localtime(at).isoformat() for at in (found.window_from, found.window_to))
        click.echo("\t".join((found.code, found.name, found.unit.name, start, end, found.number)))
    return 0


@report.command("compile", help="Tổng hợp báo cáo; mặc định in các biểu mẫu, --json in dữ liệu.")
@click.argument("code")
@ORG
@MAP
@KNOWN_AT
@click.option("--json", "as_json", is_flag=True, help="In JSON theo schemas/report.schema.json.")
@answering
def compile_(code: str, org: str, which: Which, known_at: str, *, as_json: bool) -> int:
    today, at = timezone.localdate(), moment(known_at)
    compiled = compile_report(code, org, today=today, which=which, known_at=at)
    if as_json:
        click.echo(json.dumps(compiled.as_json(), ensure_ascii=False, indent=1))
    else:
        show_report(view(code, today=today, which=which, known_at=at), compiled)
    return 0


@report.command("check", help="Đối chiếu số liệu theo quy tắc; có phát hiện thì kết thúc với mã 1.")
@click.argument("code")
@ORG
@MAP
@KNOWN_AT
@answering
def check(code: str, org: str, which: Which, known_at: str) -> int:
    today, at = timezone.localdate(), moment(known_at)
    compiled = compile_report(code, org, today=today, which=which, known_at=at)
    findings = check_figures(compiled, read_rules(LAW / "validation.toml"))
    show_findings(findings)
    say(f"Có {thousands(len(findings))} phát hiện." if findings else "Không phát hiện mâu thuẫn.")
    return 1 if findings else 0


@report.command("trace", help="Mở một số liệu thành các hồ sơ, thủ tục, nhiệm vụ hoặc nguồn khai báo của nó.")
@click.argument("code")
@click.argument("cell")
@ORG
@MAP
@KNOWN_AT
@click.option("--csv", "as_csv", is_flag=True, help="In CSV; không kèm --size hay --after thì in tất cả.")
@click.option("--after", default="", help="Tiếp sau trang trước.")
@click.option("--size", type=click.IntRange(1, 10_000), help=f"Số dòng một trang (mặc định {PAGE}).")
@answering
def trace(
    code: str, cell: str, org: str, which: Which, known_at: str, *, as_csv: bool, after: str, size: int | None
) -> int:
    asked = view(code, today=timezone.localdate(), which=which, known_at=moment(known_at))
    found = trace_cell(asked, cell, org)
    if as_csv and size is None and not after:
        write_csv(found.columns, found.rows())
        return 0
    page = found.page(after, size or PAGE)
    if as_csv:
        write_csv(page.columns, page.rows)
    else:
        show_trace(page)
    if page.after:
        say(f"Còn nữa: thêm --after '{page.after}'")
    return 0


@report.command("units", help="Một số liệu theo từng đơn vị; phần chưa phân bổ được ghi riêng.")
@click.argument("code")
@click.argument("cell")
@ORG
@MAP
@KNOWN_AT
@answering
def units(code: str, cell: str, org: str, which: Which, known_at: str) -> int:
    asked = view(code, today=timezone.localdate(), which=which, known_at=moment(known_at))
    columns = ("code", "unit", "level", "value", "unallotted")
    rows = (
        {
            "code": found.unit.code,
            "unit": found.unit.name,
            "level": found.unit.get_level_display(),
            "value": found.value,
            "unallotted": found.unallotted or "",
        }
        for found in by_unit(asked, cell, org)
    )
    write_csv(columns, rows)
    return 0


@report.command("lock", help="Chốt số liệu của mọi đơn vị và niêm phong nhật ký.")
@click.argument("code")
@answering
def lock(code: str) -> int:
    found = Report.objects.filter(code=code).first()
    if found is None:
        raise BadInput(f"Không có báo cáo “{code}”.")
    now = timezone.now()
    try:
        made = lock_figures(found, now, lambda: seal_now(VAR, now).number)
    except (LockRefusedError, SealError) as error:
        raise RefusedByRule(str(error)) from error
    order_renewal()
    figures = thousands(made.figures.count())
    click.echo(timezone.localtime(made.known_at).isoformat())
    say(f"Đã chốt {figures} số liệu của báo cáo {code}, niêm phong số {made.seal}.")
    return 0
