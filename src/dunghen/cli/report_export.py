"""`dunghen report export`: a periodic report on paper."""

from pathlib import Path

import click
from django.utils import timezone

from dunghen.cli.errors import BadInput
from dunghen.cli.output import say
from dunghen.cli.report import KNOWN_AT, answering, moment
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.statistics.compile import compile_report
from dunghen.statistics.paper.cells import PaperError
from dunghen.statistics.paper.report import report_document
from dunghen.statistics.paper.workbook import to_workbook
from dunghen.statistics.view import view

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export", help="Xuất báo cáo ra tệp Word, Excel, PDF theo thể thức Nghị định 30/2020/NĐ-CP.")
@click.argument("code")
@click.option("--docx", type=FILE, help="Tệp Word: phần lời, Phụ lục I, Phụ lục II.")
@click.option("--xlsx", type=FILE, help="Tệp Excel: mỗi biểu mẫu một trang tính.")
@click.option("--pdf", type=FILE, help="Tệp PDF/A cùng nội dung với tệp Word.")
@click.option(
    "--base-url",
    default="http://localhost:8000",
    show_default="http://localhost:8000",
    help="Địa chỉ trang để liên kết từ Excel đến danh sách chi tiết.",
)
@KNOWN_AT
@answering
def export_report(
    code: str, docx: Path | None, xlsx: Path | None, pdf: Path | None, base_url: str, known_at: str
) -> int:
    if not (docx or xlsx or pdf):
        raise BadInput("Chọn ít nhất một tệp cần xuất: --docx, --xlsx hoặc --pdf.")
    today, at = timezone.localdate(), moment(known_at)
    asked = view(code, today=today, known_at=at)
    compiled = compile_report(code, today=today, known_at=at)
    if xlsx:
        _write(xlsx, to_workbook(asked, compiled, base_url))
    if docx or pdf:
        try:
            document = report_document(asked, compiled)
        except PaperError as error:
            raise BadInput(str(error)) from error
        if docx:
            _write(docx, to_word(document))
        if pdf:
            _write(pdf, to_pdf(document))
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(f"Không ghi được tệp {path}.") from error
    say(f"Đã ghi {path}.")
