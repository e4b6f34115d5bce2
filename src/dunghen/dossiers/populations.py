"""What indicators may count of dossiers. The rules in words: docs/counting.md."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from dunghen.core.population import ALL, Measure, Population
from dunghen.dossiers.models import DossierVersion, Payment
from dunghen.dossiers.rules import Channel, Outcome
from dunghen.procedures.models import OnlineLevel

# A refusal after appraisal is a result (NĐ 61/2018/NĐ-CP art. 19.8); a stop or a withdrawal is none.
COMPLETED = Q(outcome__in=[Outcome.RESOLVED, Outcome.REFUSED])
ON_TIME = COMPLETED & Q(resolved_at__lte=F("due_at"))
LATE = COMPLETED & Q(resolved_at__gt=F("due_at"))
ON_TIME_BY_SYSTEM = ON_TIME & Q(due_at__gte=Coalesce("resolved_recorded_at", "resolved_at"))
STILL_OPEN = Q(outcome="")
FULL_ONLINE = Q(online_level=OnlineLevel.FULL)
ONLINE_SERVICE = Q(online_level__in=[OnlineLevel.FULL, OnlineLevel.PARTIAL])
ONLINE = Q(channel=Channel.ONLINE)
FEE_BEARING = COMPLETED & Q(fee__gt=0)


def _dossiers(
    name: str,
    label: str,
    anchor: str,
    where: Q,
    measure: Measure = "count",
    column: str = "",
    until: str = "",
) -> Population:
    return Population(
        name=f"dossiers.{name}",
        label=label,
        model=DossierVersion,
        measure=measure,
        anchor=anchor,
        where=where,
        unit="unit",
        level="level",
        column=column,
        until=until,
        open=STILL_OPEN,
    )


def _payments(name: str, label: str, measure: Measure, column: str = "") -> Population:
    return Population(
        name=f"payments.{name}",
        label=label,
        model=Payment,
        measure=measure,
        anchor="paid_at",
        where=ALL,
        unit="unit",
        level="level",
        column=column,
    )


POPULATIONS = (
    _dossiers("completed", _("Hồ sơ đã giải quyết xong"), "resolved_at", COMPLETED),
    _dossiers("completed_on_time", _("Hồ sơ giải quyết đúng hạn"), "resolved_at", ON_TIME),
    _dossiers(
        "completed_on_time_by_system",
        _("Hồ sơ giải quyết đúng hạn theo thời điểm ghi trên hệ thống"),
        "resolved_at",
        ON_TIME_BY_SYSTEM,
    ),
    _dossiers(
        "completed_on_time_by_actual_time",
        _("Hồ sơ trả kết quả đúng hạn nhưng trễ hạn trên hệ thống"),
        "resolved_at",
        ON_TIME & Q(resolved_recorded_at__gt=F("due_at")),
    ),
    _dossiers(
        "late_apologised", _("Trễ hạn, đã xin lỗi"), "resolved_at", LATE & Q(apologised_at__isnull=False)
    ),
    _dossiers(
        "late_unapologised", _("Trễ hạn, chưa xin lỗi"), "resolved_at", LATE & Q(apologised_at__isnull=True)
    ),
    _dossiers("digitised", _("Hồ sơ được số hóa"), "resolved_at", COMPLETED & Q(digitised=True)),
    _dossiers(
        "e_result_due", _("Hồ sơ có kết quả bằng văn bản"), "resolved_at", COMPLETED & Q(result_paper=True)
    ),
    _dossiers(
        "e_result",
        _("Hồ sơ được cấp kết quả điện tử"),
        "resolved_at",
        COMPLETED & Q(result_paper=True, e_result=True),
    ),
    _dossiers(
        "fee_bearing_completed", _("Hồ sơ có thu phí, lệ phí đã giải quyết"), "resolved_at", FEE_BEARING
    ),
    _dossiers(
        "fee_bearing_paid_online",
        _("Hồ sơ có thu phí, lệ phí thanh toán trực tuyến"),
        "resolved_at",
        FEE_BEARING & Q(paid_online=True),
    ),
    _dossiers("received", _("Hồ sơ tiếp nhận"), "received_at", ALL),
    _dossiers("reused", _("Hồ sơ sử dụng lại dữ liệu số hóa"), "received_at", Q(reused=True)),
    _dossiers("full_online_received", _("Hồ sơ của DVCTT toàn trình"), "received_at", FULL_ONLINE),
    _dossiers(
        "full_online_received_online",
        _("Hồ sơ nộp trực tuyến của DVCTT toàn trình"),
        "received_at",
        FULL_ONLINE & ONLINE,
    ),
    _dossiers(
        "services_with_dossiers",
        _("DVCTT có phát sinh hồ sơ"),
        "received_at",
        ONLINE_SERVICE,
        measure="distinct",
        column="procedure",
    ),
    _dossiers(
        "services_with_online_dossiers",
        _("DVCTT có phát sinh hồ sơ trực tuyến"),
        "received_at",
        ONLINE_SERVICE & ONLINE,
        measure="distinct",
        column="procedure",
    ),
    _dossiers("open", _("Hồ sơ đang giải quyết"), "received_at", ALL, measure="stock", until="resolved_at"),
    _dossiers(
        "open_overdue",
        _("Hồ sơ đang giải quyết, quá hạn"),
        "due_at",
        ALL,
        measure="stock",
        until="resolved_at",
    ),
    _payments("count", _("Giao dịch nộp phí, lệ phí"), "count"),
    _payments("amount", _("Số tiền phí, lệ phí đã nộp (đồng)"), "sum", "amount"),
)
