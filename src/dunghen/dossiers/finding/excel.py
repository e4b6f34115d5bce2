"""The list of dossiers on paper: what was asked in words, and all its columns but persons."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.excel import Listed
from dunghen.core.forms import shown_day
from dunghen.core.worktime import Calendar, CalendarGapError
from dunghen.dossiers.finding import wanted
from dunghen.dossiers.finding.search import time_state
from dunghen.dossiers.finding.wanted import APOLOGISED, OVERDUE, TOO_LATE, Wanted
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import Channel, Outcome, Status, working_days_late
from dunghen.org.calendar import calendar
from dunghen.org.models import Level, Unit

LATE_STATES = {OVERDUE, TOO_LATE, APOLOGISED}


def _outcome(row: DossierVersion) -> str:
    return str(Outcome(row.outcome).label) if row.outcome else ""


_COLUMNS: tuple[Listed[DossierVersion], ...] = (
    Listed("dossier", gettext_lazy("Mã hồ sơ"), lambda row: row.dossier.code),
    Listed("procedure_code", gettext_lazy("Mã TTHC"), lambda row: row.procedure.code),
    Listed("procedure", gettext_lazy("Tên TTHC"), lambda row: row.procedure.name),
    Listed("unit", gettext_lazy("Cơ quan giải quyết"), lambda row: row.unit.name),
    Listed("level", gettext_lazy("Cấp"), lambda row: str(Level(row.level).label)),
    Listed("channel", gettext_lazy("Hình thức nộp"), lambda row: str(Channel(row.channel).label)),
    Listed("status", gettext_lazy("Trạng thái"), lambda row: str(Status(row.status).label)),
    Listed("received_at", gettext_lazy("Tiếp nhận"), lambda row: row.received_at),
    Listed("due_at", gettext_lazy("Hạn giải quyết"), lambda row: row.due_at),
    Listed("resolved_at", gettext_lazy("Kết thúc"), lambda row: row.resolved_at),
    Listed("recorded_at", gettext_lazy("Ghi trên hệ thống"), lambda row: row.resolved_recorded_at),
    Listed("returned_at", gettext_lazy("Trả kết quả"), lambda row: row.returned_at),
    Listed("outcome", gettext_lazy("Kết quả"), _outcome),
    Listed("apologised_at", gettext_lazy("Xin lỗi"), lambda row: row.apologised_at),
)


def columns(now: datetime) -> list[Listed[DossierVersion]]:
    """The columns; those not ended are late until now."""
    working = calendar()

    def late(row: DossierVersion) -> int | None:
        return _days_late(row, now, working)

    return [*_COLUMNS, Listed("days_late", gettext_lazy("Số ngày làm việc trễ"), late)]


def _days_late(row: DossierVersion, now: datetime, working: Calendar) -> int | None:
    """None for what is in time, has no due date or ended without a result, and outside the known years."""
    if row.due_at is None or time_state(row, now, now).key not in LATE_STATES:
        return None
    try:
        return working_days_late(row.due_at, row.resolved_at or now, working)
    except CalendarGapError:
        return None


def heading(asked: Wanted, now: datetime) -> list[str]:
    """The lines above the list. Whose name was looked for is not among them."""
    day = [
        (label, shown_day(found))
        for name, label in wanted.DAY_LABELS.items()
        if (found := getattr(asked, wanted.DAYS[name]))
    ]
    chosen = [
        (
            gettext_lazy("Trạng thái"),
            dict(wanted.STATUSES)[asked.status] if asked.status != wanted.ALL else "",
        ),
        (gettext_lazy("Thời hạn"), dict(wanted.TIMES)[asked.time] if asked.time else ""),
        (gettext_lazy("Cấp"), dict(wanted.LEVELS)[asked.level] if asked.level else ""),
        (gettext_lazy("Hình thức nộp"), dict(wanted.CHANNELS)[asked.channel] if asked.channel else ""),
    ]
    typed = [
        (gettext_lazy("Mã hồ sơ"), asked.code),
        (gettext_lazy("Tên hoặc mã TTHC"), asked.procedure),
        (gettext_lazy("Cơ quan giải quyết"), asked.unit or unit_words(asked)),
    ]
    told = [f"{label}: {value}" for label, value in [*typed, *chosen, *day] if value]
    if asked.mine:
        told.append(_("Của tôi"))
    if asked.name:
        told.append(_("Có lọc theo người nộp hồ sơ"))
    at = _("Theo dữ liệu lúc %(moment)s") % {"moment": f"{localtime(now):%H:%M %d/%m/%Y}"}
    return [_("Danh sách hồ sơ"), " · ".join(told), at]


def unit_words(asked: Wanted) -> str:
    """The unit with all below it that is asked for, in words; its key where there is none of it."""
    if not asked.org:
        return ""
    name = Unit.objects.filter(key=asked.org).values_list("name", flat=True).first() or asked.org
    words = _("%(unit)s và cấp dưới, theo bản đồ của kỳ báo cáo") if asked.then else _("%(unit)s và cấp dưới")
    return words % {"unit": name}
