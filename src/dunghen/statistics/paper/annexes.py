"""The annexes of the reform report: Phụ lục I from the plan's tasks, Phụ lục II from the cells."""

from datetime import timedelta

from django.utils.timezone import localtime

from dunghen.documents.model import Annex, Block, Column, Heading, Paragraph, Table, TableRow
from dunghen.statistics.forms import NARRATIVE, Form, Row
from dunghen.statistics.paper.cells import Figures
from dunghen.statistics.view import View
from dunghen.supervision.models import Plan, PlanKind, PlanState, TaskVersion
from dunghen.supervision.plans.paper import known_tasks, results_table

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
    blocks.append(results_table(tasks))
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
    """Tasks of the yearly plan of the report's unit for the year in which the window ends, in order."""
    year = localtime(asked.window.end - timedelta(microseconds=1)).year
    plans = Plan.objects.filter(unit=asked.report.unit, year=year, kind=PlanKind.YEAR, state=PlanState.ISSUED)
    return known_tasks(plans, asked.known_at)


def _form(form: Form, figures: Figures) -> Table:
    rows = (_form_row(row, figures) for row in form.rows if not row.extra)
    return Table(f"Biểu mẫu {form.form}. {form.title}", FORM_COLUMNS, tuple(rows))


def _form_row(row: Row, figures: Figures) -> TableRow:
    notes = "\n".join(filter(None, (figures.by_level(row), row.note)))
    return TableRow((row.stt, row.label, row.unit, figures.in_table(row), notes), bold=row.heading)
