"""Plans as documents: the plan with its table of tasks, Phụ lục I from its records, the review of a stage
(Nghị định 30/2020/NĐ-CP; the columns of Phụ lục I by report 137/BC-UBND)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from django.db.models import QuerySet

from dunghen.core.known import known_at as known
from dunghen.core.text import percent
from dunghen.documents.layout import long_date
from dunghen.documents.model import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.org.models import Unit
from dunghen.supervision.models import Plan, Task, TaskStatus, TaskVersion
from dunghen.supervision.paper import counted_to, issuer_here, letterhead, sample_note, signature, urging_of
from dunghen.supervision.plans.reading import Tally

RESULT_COLUMNS = (
    Column("STT", 13, "center"),
    Column("Nhiệm vụ cụ thể", 52),
    Column("Sản phẩm", 38),
    Column("Cơ quan chủ trì", 27),
    Column("Cơ quan phối hợp", 33),
    Column("Thời gian thực hiện", 27),
    Column("Kết quả thực hiện", 70),
)
PLAN_COLUMNS = (
    Column("STT", 13, "center"),
    Column("Nhiệm vụ cụ thể", 70),
    Column("Sản phẩm", 55),
    Column("Cơ quan chủ trì", 36),
    Column("Cơ quan phối hợp", 46),
    Column("Thời gian thực hiện", 40),
)
REVIEW_COLUMNS = (
    Column("STT", 16, "center"),
    Column("Kế hoạch", 80),
    Column("Số nhiệm vụ", 26, "right"),
    Column("Đã thực hiện", 26, "right"),
    Column("Tỷ lệ (%)", 24, "right"),
    Column("Quá hạn", 22, "right"),
)
URGING_COLUMNS = (
    Column("STT", 16, "center"),
    Column("Nhiệm vụ", 80),
    Column("Sản phẩm chưa có", 60),
    Column("Thời hạn", 26, "center"),
)
Line = TypeVar("Line", Task, TaskVersion)
_GAP = "       "
_EACH = "Mỗi nhiệm vụ có một cơ quan chủ trì, có thời gian hoàn thành và sản phẩm cụ thể, đếm được."
_PROVED = (
    "2. Cơ quan chủ trì tổ chức thực hiện đúng thời gian; gửi văn bản chứng minh kết quả của từng sản phẩm "
    "trên hệ thống để cơ quan giao nhiệm vụ xác nhận."
)


def known_tasks(plans: QuerySet[Plan], moment: datetime | None) -> list[TaskVersion]:
    """The tasks of plans as known at a moment (None: now), in order, with their products."""
    rows = TaskVersion.objects.filter(known(moment), plan__in=plans)
    return list(rows.order_by("plan__starts", "number").prefetch_related("products"))


def results_table(tasks: Sequence[TaskVersion]) -> Table:
    """Phụ lục I: a row above the tasks of each field; what the source does not let us read says so."""
    rows = tuple(_by_field(tasks, _result_row))
    return Table("Nhiệm vụ của kế hoạch cải cách hành chính", RESULT_COLUMNS, rows)


def results_document(plan: Plan, tasks: Sequence[TaskVersion], day: date) -> Document:
    """Phụ lục I of one plan by itself, as of a day."""
    done = sum(task.status == TaskStatus.DONE for task in tasks)
    head = Paragraph(
        f"Kết quả đạt {done:02}/{len(tasks):02} nhiệm vụ{_share(done, len(tasks))}", centred=True
    )
    annex = Annex(
        "Phụ lục I",
        "KẾT QUẢ TRIỂN KHAI KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH",
        f"(Số liệu của hệ thống đến {long_date(day)})",
        (head, results_table(tasks)),
        landscape=True,
    )
    words = f"Kết quả thực hiện {plan.title} đến {long_date(day)} như Phụ lục I kèm theo."
    title = Title("BÁO CÁO", f"Kết quả triển khai {plan.title}", sample_note(sample=plan.sample))
    return _document(plan, letterhead(plan.unit, "", day), title, (Paragraph(words),), (annex,))


def plan_document(plan: Plan, tasks: Sequence[Task]) -> Document:
    """The plan: what it carries out, how its tasks are answered for, and their table as annex; a gap for
    number and day until it is signed."""
    number, day = plan.number or _GAP, long_date(plan.issued) if plan.issued else "ngày     tháng     năm"
    reference = f"(Kèm theo Kế hoạch số {number} {day} của {plan.unit.name})"
    annex = Annex(
        "Phụ lục",
        "NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH",
        reference,
        (Table("Nhiệm vụ của kế hoạch", PLAN_COLUMNS, tuple(_by_field(tasks, _plan_row))),),
        landscape=True,
    )
    above = (
        [f"Thực hiện {plan.parent.title}, {plan.unit.name} ban hành kế hoạch như sau:"] if plan.parent else []
    )
    words = [
        *above,
        f"1. Kế hoạch có {len(tasks):02} nhiệm vụ, nêu tại Phụ lục kèm theo. {_EACH}",
        _PROVED,
        "3. Kết quả thực hiện được tổng hợp trong báo cáo cải cách hành chính định kỳ./.",
    ]
    subject = plan.title.removeprefix("Kế hoạch").strip()
    title = Title("KẾ HOẠCH", subject[:1].upper() + subject[1:], sample_note(sample=plan.sample))
    head = letterhead(plan.unit, plan.number, plan.issued)
    return _document(plan, head, title, tuple(Paragraph(text) for text in words), (annex,))


def review_document(
    plan: Plan, rows: Sequence[tuple[Plan, Tally]], undone: Sequence[Task], day: date
) -> Document:
    """The review of a stage: its plans with what was done of each, and what was not done."""
    total, done = sum(one.total for _plan, one in rows), sum(one.done for _plan, one in rows)
    late = sum(one.overdue for _plan, one in rows)
    unread = sum(one.unread for _plan, one in rows)
    left = f"; {unread:02} nhiệm vụ không đọc được trong bản nguồn" if unread else ""
    words = (
        f"Đến {long_date(day)}, các kế hoạch thực hiện {plan.title} có {total:02} nhiệm vụ; đã thực hiện "
        f"{done:02} nhiệm vụ{_share(done, total)}; quá hạn {late:02} nhiệm vụ{left}."
    )
    lines = [
        TableRow((f"{place}", one.title, f"{n.total}", f"{n.done}", _rate(n.done, n.total), f"{n.overdue}"))
        for place, (one, n) in enumerate(rows, 1)
    ]
    annexes: tuple[Annex, ...] = ()
    if undone:
        table = Table("Nhiệm vụ chưa thực hiện", PLAN_COLUMNS, tuple(_by_field(undone, _plan_row)))
        annexes = (Annex("Phụ lục", "NHIỆM VỤ CHƯA HOÀN THÀNH", "", (table,), landscape=True),)
    title = Title("BÁO CÁO", f"Sơ kết thực hiện {plan.title}", sample_note(sample=plan.sample))
    body: tuple[Block, ...] = (
        Paragraph(words),
        Heading(2, "Kết quả theo từng kế hoạch", centred=True),
        Table("Kết quả theo từng kế hoạch", REVIEW_COLUMNS, tuple(lines)),
    )
    return _document(plan, letterhead(plan.unit, "", day), title, body, annexes)


def urging_letter(plan: Plan, office: Unit, unit: Unit, late: Sequence[Task], today: date) -> Document:
    """One letter for a unit with all its overdue tasks of a plan; number and day come with its issue."""
    rows = tuple(
        TableRow((f"{place}", task.content, _undone(task), f"{task.due:%d/%m/%Y}" if task.due else ""))
        for place, task in enumerate(late, 1)
    )
    return urging_of(
        office,
        unit,
        subject="đôn đốc thực hiện nhiệm vụ của kế hoạch",
        found=f"Theo {plan.title}, {counted_to(today, unit, len(late))} đã quá thời gian thực hiện mà chưa "
        "có văn bản chứng minh:",
        ask=f"Đề nghị {unit.name} khẩn trương hoàn thành, gửi văn bản chứng minh trên hệ thống và báo cáo rõ "
        f"nguyên nhân quá hạn, trách nhiệm của tổ chức, cá nhân có liên quan về {office.name}./.",
        table=Table("Nhiệm vụ quá hạn", URGING_COLUMNS, rows),
        sample=plan.sample,
    )


def _undone(task: Task) -> str:
    products = sorted(task.products.all(), key=lambda product: product.position)
    return _listed([product.name for product in products if product.done is None])


def _document(
    plan: Plan, letterhead: Letterhead, title: Title, body: tuple[Block, ...], annexes: tuple[Annex, ...]
) -> Document:
    return Document(
        letterhead=letterhead,
        title=title,
        body=body,
        closing=(),
        signature=_signature(plan.unit),
        annexes=annexes,
    )


def _signature(unit: Unit) -> Signature:
    if unit.parent is None:
        return issuer_here().signature
    return signature(unit, (unit.parent.name, "Các cơ quan có tên trong kế hoạch"))


def _by_field(tasks: Iterable[Line], row: Callable[[Line], TableRow]) -> Iterator[TableRow]:
    shown = ""
    for field, group in groupby(tasks, key=lambda task: task.field):
        if field and field != shown:
            shown = field
            number, _, name = field.rpartition(". ")
            yield TableRow((number, name), bold=True, spanning=True)
        yield from map(row, group)


def _plan_row(task: Task) -> TableRow:
    if task.illegible:
        return TableRow((f"{task.number}.", task.note), italic=True, spanning=True)
    products = sorted(task.products.all(), key=lambda product: product.position)
    return TableRow(
        (
            f"{task.number}.",
            task.content,
            _listed([product.name for product in products]),
            task.lead.name if task.lead else ", ".join(task.leads),
            ", ".join(task.partners),
            _times([product.time_text for product in products]),
        )
    )


def _result_row(task: TaskVersion) -> TableRow:
    number = f"{task.number}."
    if task.illegible:
        return TableRow((number, task.note or str(TaskStatus.UNKNOWN.label)), italic=True, spanning=True)
    products = sorted(task.products.all(), key=lambda product: product.position)
    documents = [_paper(one) for product in products for one in product.documents]
    return TableRow(
        (
            number,
            task.content,
            _listed([product.name for product in products]),
            ", ".join(task.leads),
            ", ".join(task.partners),
            _times([product.time_text for product in products]),
            "\n".join((str(TaskStatus(task.status).label), *(f"- {line}" for line in documents))),
        )
    )


def _times(texts: Iterable[str]) -> str:
    """Each printed time once, in order."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _paper(document: Mapping[str, str]) -> str:
    """Số 22/BC-UBND ngày 22/01/2024"""
    day = document.get("date")
    return f"Số {document['number']}" + (f" ngày {date.fromisoformat(day):%d/%m/%Y}" if day else "")


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)


def _share(part: int, whole: int) -> str:
    return f", đạt {_rate(part, whole)}%" if whole else ""


def _rate(part: int, whole: int) -> str:
    return percent(Decimal(part) * 100 / whole) if whole else ""
