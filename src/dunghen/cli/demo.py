"""`dunghen demo`: the sample half-year generated, imported and compiled, each only if it is not there; then
the sample sign-ins and the pages."""

import os
from pathlib import Path
from time import monotonic

import click
from django.conf import settings
from django.utils import timezone

from dunghen.cli.dossiers import import_file
from dunghen.cli.output import say
from dunghen.cli.people import make_sample, show
from dunghen.cli.ready import Pack, pack
from dunghen.cli.report_tables import show_findings, show_report
from dunghen.cli.serve import PORT, PORTS, start
from dunghen.core.paths import LAW, VAR
from dunghen.core.text import thousands
from dunghen.dossiers.importing.run import Order
from dunghen.dossiers.models import ImportRun
from dunghen.dossiers.sample import write_sample
from dunghen.org.calendar import calendar
from dunghen.statistics.compile import compile_report
from dunghen.statistics.validate import COMPILED, check, read_rules
from dunghen.statistics.view import view


@click.command(
    help="Dựng dữ liệu mẫu nửa năm, tổng hợp báo cáo rồi mở trang web; chạy lại thì dùng dữ liệu đã có."
)
@click.option("--no-serve", is_flag=True, help="Chỉ dựng dữ liệu và tổng hợp, không mở trang web.")
@click.option("--port", type=PORTS, default=PORT, help=f"Cổng của trang web (mặc định {PORT}).")
def demo(*, no_serve: bool, port: int) -> int:
    chosen = pack()
    begun = monotonic()
    file = VAR / f"{chosen.demo_sample.stem}.csv"
    if ImportRun.objects.filter(file_name=file.name).exists():
        say(f"Dữ liệu mẫu đã nhập từ trước ({file.name}).")
    else:
        _generate(chosen, file)
        with file.open("rb") as opened:
            import_file(opened, Order(file.name))
    say(f"Tổng hợp báo cáo {chosen.demo_report} …")
    _show(chosen.demo_report)
    say(
        f"Xong sau {monotonic() - begun:.0f} giây. Thử tiếp: bin/dunghen report trace {chosen.demo_report} "
        "B3.3.1 --csv; bin/dunghen due --received 2024-04-17T14:00 --limit 10 --explain; bin/dunghen verify"
    )
    if no_serve or settings.PRODUCTION or "CI" in os.environ:
        return 0
    say("\nTài khoản mẫu (tên đăng nhập, vai trò, đơn vị, mật khẩu):")
    show(make_sample(chosen.folder / "people.toml"))
    return start(port)


def _show(code: str) -> None:
    """The seven forms with their differences, then what the published report says against itself."""
    today = timezone.localdate()
    compiled = compile_report(code, today=today)
    show_report(view(code, today=today), compiled, brief=True)
    click.echo("Số liệu của báo cáo không khớp với nhau (bin/dunghen report check):\n")
    findings = check(compiled, read_rules(LAW / "validation.toml"))
    show_findings(finding for finding in findings if finding.source == COMPILED)


def _generate(chosen: Pack, file: Path) -> None:
    say("Sinh tệp hồ sơ mẫu của nửa năm (dữ liệu bịa, được đánh dấu là mẫu) …")
    partial = file.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as out:
        summary = write_sample(chosen.demo_sample, chosen.folder, calendar(), out)
    partial.replace(file)
    say(f"Đã sinh {thousands(summary.rows)} hồ sơ vào {file.name}.")
