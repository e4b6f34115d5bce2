"""The columns of the records behind a figure, declared once for the page and for Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.formats import get_format
from django.utils.numberformat import format as format_number
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.rules import Channel, Outcome
from dunghen.org.models import Level
from dunghen.procedures.models import ContentKind, OnlineLevel
from dunghen.statistics.trace import TraceRow
from dunghen.supervision.inspections.models import FactKind
from dunghen.supervision.models import TaskStatus

Kind = Literal["text", "number", "moment", "day", "flag", "choice"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a trace: `label` on screen and paper; `brief`: shown on the page, not in Excel only."""

    name: str
    label: Any
    kind: Kind = "text"
    choices: Mapping[str, Any] = field(default_factory=dict)
    brief: bool = True

    def value(self, row: TraceRow) -> Any:
        """What Excel gets: numbers as numbers, moments in Vietnamese time, the rest as text."""
        value = row.get(self.name)
        if value is None or value == "":
            return ""
        if self.kind == "flag":
            return _("Có") if value else _("Không")
        if self.kind == "choice":
            return self.choices.get(value, value)
        if self.kind == "moment":
            return datetime.fromisoformat(value).replace(tzinfo=None)
        return value

    def text(self, row: TraceRow) -> str:
        """What the page shows."""
        value = self.value(row)
        if isinstance(value, datetime):
            return f"{value:%H:%M %d/%m/%Y}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return grouped(value) if self.kind == "number" else str(value)


def grouped(value: int | Decimal, places: int | None = None) -> str:
    """A number as the reader's language writes it, in groups of three: 86.643; 51,43."""
    mark, thousand = (get_format(name) for name in ("DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR"))
    return format_number(value, mark, places, 3, thousand, force_grouping=True)


COLUMNS: tuple[Column, ...] = (
    Column("part", _("Mã chỉ tiêu"), brief=False),
    Column("amount", _("Số lượng"), "number", brief=False),
    Column("dossier", _("Mã hồ sơ")),
    Column("number", _("STT"), "number"),
    Column("content", _("Nhiệm vụ cụ thể")),
    Column("document", _("Văn bản giao")),
    Column("given", _("Ngày giao"), "day"),
    Column("due", _("Thời hạn"), "day"),
    Column("finished", _("Hoàn thành"), "day"),
    Column("on_time", _("Đúng hạn"), "flag"),
    Column("status", _("Kết quả thực hiện"), "choice", dict(TaskStatus.choices)),
    Column("note", _("Ghi chú")),
    Column("procedure_code", _("Mã TTHC"), brief=False),
    Column("procedure", _("Tên TTHC")),
    Column("unit", _("Cơ quan giải quyết")),
    Column("level", _("Cấp"), "choice", dict(Level.choices), brief=False),
    Column("channel", _("Hình thức nộp"), "choice", dict(Channel.choices)),
    Column("received_at", _("Tiếp nhận"), "moment"),
    Column("due_at", _("Hạn giải quyết"), "moment"),
    Column("resolved_at", _("Có kết quả"), "moment"),
    Column("recorded_at", _("Ghi trên hệ thống"), "moment", brief=False),
    Column("returned_at", _("Trả kết quả"), "moment", brief=False),
    Column("outcome", _("Kết quả"), "choice", dict(Outcome.choices), brief=False),
    Column("apologised_at", _("Xin lỗi"), "moment", brief=False),
    Column("digitised", _("Đã số hóa"), "flag", brief=False),
    Column("e_result", _("Kết quả điện tử"), "flag", brief=False),
    Column("result_paper", _("Có kết quả bằng văn bản"), "flag", brief=False),
    Column("reused", _("Sử dụng lại dữ liệu"), "flag", brief=False),
    Column("online_level", _("Mức độ trực tuyến"), "choice", dict(OnlineLevel.choices), brief=False),
    Column("fee", _("Phí, lệ phí (đồng)"), "number", brief=False),
    Column("paid", _("Đã nộp (đồng)"), "number"),
    Column("paid_at", _("Nộp lúc"), "moment"),
    Column("paid_online", _("Thanh toán trực tuyến"), "flag", brief=False),
    Column("online", _("Thanh toán trực tuyến"), "flag"),
    Column("records", _("Số hồ sơ"), "number"),
    Column("change", _("Loại nội dung"), "choice", dict(ContentKind.choices)),
    Column("decision", _("Quyết định")),
    Column("decided", _("Ngày quyết định"), "day"),
    Column("cost_before", _("Chi phí trước (đồng/năm)"), "number"),
    Column("cost_after", _("Chi phí sau (đồng/năm)"), "number"),
    Column("event", _("Sự việc"), "choice", dict(FactKind.choices)),
    Column("problem", _("Vấn đề phát hiện")),
    Column("conclusion", _("Thông báo kết luận")),
    Column("happened", _("Ngày"), "day"),
    Column("valid_from", _("Hiệu lực từ"), "day"),
    Column("valid_to", _("Đến trước"), "day"),
    Column("in_numerator", _("Tính vào tử số"), "flag"),
    Column("known_from", _("Hệ thống ghi nhận lúc"), "moment", brief=False),
    Column("sample", _("Dữ liệu mẫu"), "flag", brief=False),
)


def columns(names: Sequence[str], *, brief: bool = False) -> list[Column]:
    """Those of a trace's columns that a reader understands, in the order of this table."""
    return [column for column in COLUMNS if column.name in names and (column.brief or not brief)]
