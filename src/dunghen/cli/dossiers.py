"""`dunghen import dossiers`, `export dossiers`, `simulate`, `go-live`."""

import csv
import gc
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click
from django.db import transaction

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.output import progress, say
from dunghen.cli.ready import pack
from dunghen.config.upkeep import tidy
from dunghen.core.known import transaction_time
from dunghen.core.text import thousands
from dunghen.dossiers.exporting import export_dossiers
from dunghen.dossiers.importing.columns import NAMES
from dunghen.dossiers.importing.row import moment_text
from dunghen.dossiers.importing.run import BadRow, DueDifference, Order, Rejected, Summary, import_dossiers
from dunghen.dossiers.importing.source import Unreadable
from dunghen.dossiers.sample.simulate import simulate
from dunghen.dossiers.sample.units import read_units, under
from dunghen.org.calendar import calendar
from dunghen.org.models import Installation
from dunghen.procedures.catalogue import read_catalogue
from dunghen.statistics.kept import order_renewal

TIDY_FROM = 10_000  # rows after which the planner's statistics and the pages' figures are worth renewing
SELDOM = 50_000  # objects made between two looks for what only the collector can free
SHOWN = 20  # bad rows and due dates told on the terminal; all of them go to the files


@click.group("import", help="Nhập dữ liệu từ hệ thống khác.")
def import_() -> None:
    pass


@click.group(help="Xuất dữ liệu.")
def export() -> None:
    pass


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Rows leave no cycles behind: looking for them every few hundred objects took a sixth of an import."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class _Report:
    """Takes what the import tells: bad rows to the reject file, due dates that differ to stdout."""

    def __init__(self, rejects: IO[str] | None) -> None:
        self._rejects = csv.DictWriter(rejects, ("line", "column", "reason", *NAMES)) if rejects else None
        if self._rejects:
            self._rejects.writeheader()
        self._differences = csv.writer(sys.stdout, lineterminator="\n")
        self._told = 0
        self.first_bad: deque[BadRow] = deque(maxlen=SHOWN)

    def bad(self, row: BadRow) -> None:
        if self._rejects:
            cells = {name: row.cells.get(name, "") for name in NAMES}
            self._rejects.writerow({"line": row.line, "column": row.column, "reason": row.reason, **cells})
        elif len(self.first_bad) < SHOWN:
            self.first_bad.append(row)

    def due(self, row: DueDifference) -> None:
        if not self._told:
            self._differences.writerow(("code", "due_at", "computed_due_at"))
        self._told += 1
        self._differences.writerow((row.code, moment_text(row.given), moment_text(row.computed)))


@import_.command("dossiers", help="Nhập hồ sơ từ tệp .csv hoặc .xlsx; các cột: docs/import.md.")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--reject-file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Ghi dòng không hợp lệ vào tệp này và nhập các dòng còn lại.",
)
@click.option("--corrections", is_flag=True, help="Dòng khác nội dung đã có là đính chính.")
@click.option("--reason", default="", help="Lý do đính chính.")
def import_dossiers_command(file: Any, reject_file: Path | None, corrections: bool, reason: str) -> int:
    if corrections and not reason.strip():
        raise BadInput("Đính chính phải có lý do: --corrections --reason “…”.")
    if not file.seekable():
        raise BadInput("Tệp nhập phải là tệp trên đĩa.")
    order = Order(Path(file.name).name, corrections, reason.strip(), keep_good=reject_file is not None)
    return import_file(file, order, reject_file)


def import_file(file: IO[bytes], order: Order, reject_file: Path | None = None) -> int:
    """Import an opened file, telling the person at the keyboard. Returns the exit code; raises BadInput."""
    total = sum(1 for _ in file)
    partial = reject_file.with_name(reject_file.name + ".partial") if reject_file else None
    rejects = partial.open("w", encoding="utf-8", newline="") if partial else None
    report = _Report(rejects)
    try:
        with progress("Nhập hồ sơ", total) as advance, _collecting_seldom():
            summary = import_dossiers(file, order, bad=report.bad, due=report.due, progress=advance)
    except Unreadable as error:
        raise BadInput(str(error)) from error
    except Rejected as error:
        for row in report.first_bad:
            say(f"Dòng {row.line}, cột {row.column or '-'}: {row.reason}")
        raise BadInput(
            f"Có {thousands(error.summary.rejected)} dòng không hợp lệ; chưa nhập dòng nào. "
            "Dùng --reject-file TỆP để nhập các dòng hợp lệ và ghi riêng các dòng này."
        ) from error
    finally:
        if rejects:
            rejects.close()
    if partial and reject_file:
        partial.replace(reject_file)
    if summary.added >= TIDY_FROM:
        tidy("dossiers")
        order_renewal()
    _tell(summary, reject_file)
    return 1 if summary.rejected else 0


def _tell(summary: Summary, reject_file: Path | None) -> None:
    say(
        f"Đã nhập {thousands(summary.added)} hồ sơ mới, bỏ qua {thousands(summary.skipped)} hồ sơ đã có cùng "
        f"nội dung, đính chính {thousands(summary.corrected)}."
    )
    if summary.rejected:
        say(f"{thousands(summary.rejected)} dòng không hợp lệ, xem {reject_file}.")
    if summary.due_differences:
        say(
            f"{thousands(summary.due_differences)} hồ sơ có hạn giải quyết khác hạn do hệ thống tính; "
            "giữ hạn của tệp."
        )
    if summary.attested:
        say("Hệ thống chưa vận hành chính thức: thời điểm ghi lấy theo tệp và được đánh dấu là theo tệp.")


@export.command("dossiers", help="Xuất hồ sơ theo cấu trúc của tệp nhập, ra stdout hoặc --out.")
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=False), default="-")
def export_dossiers_command(out: Any) -> int:
    with transaction.atomic():
        written = export_dossiers(out)
    say(f"Đã xuất {thousands(written)} hồ sơ.")
    return 0


@click.command("simulate", help="Sinh tệp hồ sơ mẫu để đo tốc độ.")
@click.option("--dossiers", "count", type=click.IntRange(min=1), required=True)
@click.option("--years", type=click.IntRange(min=1, max=9), default=5, show_default=True)
@click.option("--seed", type=int, default=2024, show_default=True)
@click.option("--csv", "as_csv", is_flag=True, required=True, help="In dạng CSV ra stdout.")
def simulate_dossiers(count: int, years: int, seed: int, as_csv: bool) -> int:
    chosen = pack()
    units = under(read_units(chosen.folder), chosen.said["catalogue_org"])
    simulate(count, years, seed, units, read_catalogue(chosen.folder), calendar(), sys.stdout)
    return 0


@click.command(
    "go-live", help="Ghi thời điểm vận hành chính thức; từ đó không nạp lịch sử theo thời gian của tệp."
)
@click.option("--confirm", is_flag=True, help="Xác nhận; không thể đổi lại.")
def go_live(confirm: bool) -> int:
    with transaction.atomic():
        installation = Installation.objects.select_for_update().get()
        if installation.go_live_at is not None:
            raise RefusedByRule(f"Hệ thống đã vận hành chính thức từ {_shown(installation.go_live_at)}.")
        if not confirm:
            raise BadInput("Thêm --confirm để xác nhận; thời điểm này không thể đổi lại.")
        installation.go_live_at = transaction_time()
        installation.save()
    say(f"Hệ thống vận hành chính thức từ {_shown(installation.go_live_at)}.")
    return 0


def _shown(moment: datetime) -> str:
    return moment_text(moment.replace(microsecond=0))
