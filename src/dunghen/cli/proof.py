"""`dunghen proof`: read reports and show the figures in them that contradict each other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from dunghen.cli.errors import BadInput
from dunghen.cli.output import say
from dunghen.cli.proof_shown import KINDS, VERDICTS, show_report
from dunghen.proofing import check
from dunghen.proofing.as_json import as_json, said
from dunghen.proofing.model import Finding, Report
from dunghen.proofing.reading import Reading, Unreadable, load
from dunghen.proofing.reading.comments import Remark, write_comments

NONE, CONTRADICTIONS, UNREADABLE = 0, 1, 2
RANK = {"consistent": 0, "warning": 1, "contradiction": 2}
Check = Callable[[str], Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. `at_least`: the least verdict that is shown; empty shows all."""

    as_json: bool = False
    docx: Path | None = None
    text: Path | None = None
    at_least: str = ""


OUT = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help="Rà soát số liệu trong báo cáo (.txt, .md, .docx, .pdf, .xlsx): các số liệu không khớp nhau."
)
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In JSON, mỗi tệp một dòng.")
@click.option("--docx", type=OUT, help="Ghi văn bản Word có ghi chú tại từng chỗ.")
@click.option("--text", type=OUT, help="Ghi phần chữ đã đọc; vị trí trong JSON tính theo tệp này.")
@click.option(
    "--min-verdict", type=click.Choice(["warning", "contradiction"]), help="Chỉ nêu từ mức này trở lên."
)
def proof(
    file: tuple[Path, ...], docx: Path | None, text: Path | None, min_verdict: str | None, *, as_json: bool
) -> int:
    order = Order(as_json=as_json, docx=docx, text=text, at_least=min_verdict or "")
    return proofread(file, order, check)


def proofread(files: Sequence[Path], order: Order, checked: Check) -> int:
    """Proofread files; 1 where one holds a contradiction, 2 where one cannot be read (the others are still
    shown). Raises BadInput."""
    _check_outputs(files, order)
    code = NONE
    for path in files:
        try:
            reading = load(path)
        except Unreadable as error:
            say(f"{path}: {error}")
            if order.as_json:
                click.echo(as_json({"file": str(path), "claims": 0, "findings": [], "error": str(error)}))
            code = UNREADABLE
            continue
        report = checked(reading.text)
        _write(reading, report, order)
        _show(path, reading, report, order)
        if any(found.verdict == "contradiction" for found in report.findings):
            code = max(code, CONTRADICTIONS)
    return code


def _check_outputs(files: Sequence[Path], order: Order) -> None:
    outputs = [path for path in (order.docx, order.text) if path]
    if outputs and len(files) > 1:
        raise BadInput("--docx và --text chỉ dùng với một tệp.")
    places = [path.resolve() for path in (*files, *outputs)]
    if outputs and len(set(places)) < len(places):
        raise BadInput("Tệp ghi ra phải khác tệp đọc vào và khác nhau.")


def _write(reading: Reading, report: Report, order: Order) -> None:
    try:
        if order.text:
            order.text.write_text(reading.text, encoding="utf-8", newline="\n")
        if order.docx:
            with order.docx.open("wb") as file:
                write_comments(reading, _remarks(kept(report, order)), file)
    except OSError as error:
        raise BadInput(f"Không ghi được tệp {error.filename}.") from error


def _remarks(findings: Iterable[Finding]) -> Iterable[Remark]:
    """A remark at the stated figure; what agrees needs none."""
    for found in findings:
        if found.quotes and found.verdict != "consistent":
            stated = found.quotes[0]
            words = f"{VERDICTS[found.verdict]} ({KINDS[found.kind].lower()}): {found.explanation}"
            yield Remark(stated.start, stated.end, words)


def kept(report: Report, order: Order) -> list[Finding]:
    """The findings of the asked verdict and above."""
    least = RANK.get(order.at_least, 0)
    return [found for found in report.findings if RANK[found.verdict] >= least]


def _show(path: Path, reading: Reading, report: Report, order: Order) -> None:
    if order.as_json:
        found = [said(finding) for finding in kept(report, order)]
        click.echo(as_json({"file": str(path), "claims": len(report.claims), "findings": found}))
    else:
        show_report(str(path), reading.text, report, kept(report, order))
