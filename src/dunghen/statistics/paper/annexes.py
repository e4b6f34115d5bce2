"""The annexes of the reform report: Phụ lục I from the plan's tasks, Phụ lục II from the cells."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from django.utils.timezone import localtime

from dunghen.core.known import known_at as known
from dunghen.documents.model import Annex, Block, Column, Heading, Paragraph, Table, TableRow
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.paper.cells import Figures
from dunghen.statistics.view import View
from dunghen.supervision.models import ProductVersion, TaskStatus, TaskVersion

TASK_COLUMNS = (
    Column("STT", 13, "center"),
    Column("Nhiệm vụ cụ thể", 52),
    Column("Sản phẩm", 38),
    Column("Cơ quan chủ trì", 27),
    Column("Cơ quan phối hợp", 33),
    Column("Thời gian thực hiện", 27),
    Column("Kết quả thực hiện", 70),
)
FORM_COLUMNS = (
    Column("STT", 14, "center"),
    Column("Chỉ tiêu thống kê", 62),
    Column("Đơn vị tính", 22, "center", "Kết quả thống kê"),
    Column("Số liệu", 20, "right", "Kết quả thống kê"),
    Column("Ghi chú", 42),
)


def plan_annex(asked: View, figures: Figures, reference: str) -> Annex:
    """The tasks of the year's plan of the report's unit, as known at the moment asked for."""
    tasks = plan_tasks(asked)
    unread = sum(task.illegible for task in tasks)
    filled = figures.in_prose
    blocks: list[Block] = [
        Paragraph(
            f"Kết quả đạt {filled('NPL1.1')}/{filled('NPL1.2')} nhiệm vụ, đạt {filled('NPL1.3')}%",
            centred=True,
        )
    ]
    if unread:
        blocks.append(
            Paragraph(
                f"Bảng dưới đây ghi {filled('B1.2.2@tasks')} nhiệm vụ đã thực hiện; {unread:02} nhiệm vụ "
                "không đọc được trong bản nguồn, kết quả chưa xác minh.",
                italic=True,
                centred=True,
            )
        )
    title = "KẾT QUẢ THỰC HIỆN KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH"
    blocks.append(Table("Nhiệm vụ của kế hoạch cải cách hành chính", TASK_COLUMNS, tuple(_task_rows(tasks))))
    return Annex("Phụ lục I", title, reference, tuple(blocks), landscape=True)


def forms_annex(figures: Figures, reference: str) -> Annex:
    """The forms in force, each as a table; what stands beside a form is in its notes."""
    blocks: list[Block] = []
    for form in figures.forms:
        if form.form != NARRATIVE:
            blocks += [Heading(2, f"Biểu mẫu {form.form}", centred=True), _form(form, figures)]
            blocks.insert(-1, Paragraph(form.title, centred=True))
    return Annex("Phụ lục II", "THỐNG KÊ SỐ LIỆU CẢI CÁCH HÀNH CHÍNH", reference, tuple(blocks))


def plan_tasks(asked: View) -> list[TaskVersion]:
    """Tasks of the plans of the report's unit for the year in which the window ends, in order."""
    year = localtime(asked.window.end - timedelta(microseconds=1)).year
    tasks = TaskVersion.objects.filter(known(asked.known_at), plan__unit=asked.report.unit, plan__year=year)
    return list(tasks.order_by("number").prefetch_related("products"))


def _task_rows(tasks: Iterable[TaskVersion]) -> Iterator[TableRow]:
    """A row above the tasks of each field; what the source does not let us read says so in its place."""
    shown = ""
    for field, group in groupby(tasks, key=lambda task: task.field):
        if field and field != shown:
            shown = field
            number, _, name = field.partition(". ")
            yield TableRow((number, name), bold=True, spanning=True)
        yield from map(_task_row, group)


def _task_row(task: TaskVersion) -> TableRow:
    number = f"{task.number}."
    if task.illegible:
        return TableRow((number, task.note or str(TaskStatus.UNKNOWN.label)), italic=True, spanning=True)
    products = sorted(task.products.all(), key=lambda product: product.position)
    documents = [_document(document) for product in products for document in product.documents]
    return TableRow(
        (
            number,
            task.content,
            _listed([product.name for product in products]),
            ", ".join(task.leads),
            ", ".join(task.partners),
            _times(products),
            "\n".join((str(TaskStatus(task.status).label), *(f"- {line}" for line in documents))),
        )
    )


def _times(products: Iterable[ProductVersion]) -> str:
    """Each printed time once, in order."""
    return "\n".join(dict.fromkeys(product.time_text for product in products if product.time_text))


def _document(document: dict[str, str]) -> str:
    """Số 22/BC-UBND ngày 22/01/2024"""
    day = document.get("date")
    return f"Số {document['number']}" + (f" ngày {date.fromisoformat(day):%d/%m/%Y}" if day else "")


def _listed(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)


def _form(form: Form, figures: Figures) -> Table:
    rows = (_form_row(row, figures) for row in form.rows if not row.extra)
    return Table(f"Biểu mẫu {form.form}. {form.title}", FORM_COLUMNS, tuple(rows))


def _form_row(row: Row, figures: Figures) -> TableRow:
    notes = "\n".join(filter(None, (figures.by_level(row), row.note)))
    return TableRow((row.stt, row.label, row.unit, figures.in_table(row), notes), bold=row.heading)
