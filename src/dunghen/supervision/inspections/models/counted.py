"""What of inspections is counted, as known in time, and the words for what is done with them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Level, Unit
from dunghen.supervision.inspections.models.audit import Audit
from dunghen.supervision.inspections.models.planned import Inspection, Problem
from dunghen.supervision.inspections.models.surprise import SurpriseVisit


class FactKind(models.TextChoices):
    PLANNED = "planned", _("Đơn vị được kiểm tra theo kế hoạch")
    PROBLEM = "problem", _("Vấn đề phát hiện")
    MENDED = "mended", _("Vấn đề đã xử lý xong")
    SURPRISE = "surprise", _("Đơn vị được kiểm tra đột xuất")
    AUDITED = "audited", _("Đơn vị được thanh tra")
    CARRIED_OUT = "carried_out", _("Đơn vị thực hiện xong kết luận thanh tra")


class InspectionFact(Known):
    """A fact of a day that the report counts. `unit`: in whose figures it stands; `subject`: the unit it is
    about, at its `level` of that day. `year`: the reporting year, in which a unit counts once."""

    kind = models.CharField(_("sự việc"), max_length=12, choices=FactKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    day = models.DateField(_("ngày"))
    year = models.PositiveSmallIntegerField(_("năm báo cáo"))
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+")
    problem = models.ForeignKey(Problem, models.PROTECT, null=True, related_name="+")
    visit = models.ForeignKey(SurpriseVisit, models.PROTECT, null=True, related_name="+")
    audit = models.ForeignKey(Audit, models.PROTECT, null=True, related_name="+")
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("sự việc qua kiểm tra, thanh tra")
        constraints = (
            models.UniqueConstraint(
                "kind",
                "unit",
                "subject",
                "year",
                condition=Q(known_to=None) & ~Q(kind__in=("problem", "mended")),
                name="inspection_fact_unit_once_a_year",
            ),
            models.UniqueConstraint(
                "kind", "problem", condition=Q(known_to=None), name="inspection_fact_problem_once"
            ),
            known_in_order("inspection_fact_known_in_order"),
        )


class InspectionStep(models.TextChoices):
    PLANNED = "planned", _("Lập kế hoạch, Đoàn kiểm tra")
    FOUNDED = "founded", _("Ghi nhận quyết định thành lập Đoàn")
    MEMBER = "member", _("Thêm thành viên")
    LISTED = "listed", _("Đưa đơn vị vào kế hoạch")
    SCHEDULED = "scheduled", _("Gửi lịch kiểm tra")
    OUTLINE = "outline", _("Đơn vị gửi báo cáo theo đề cương")
    HELD = "held", _("Lập biên bản buổi làm việc")
    PROBLEM = "problem", _("Ghi vấn đề phát hiện")
    REQUEST = "request", _("Đơn vị kiến nghị, đề xuất")
    ANSWERED = "answered", _("Trả lời kiến nghị của đơn vị")
    DRAFTED = "drafted", _("Gửi dự thảo kết luận")
    AGREED = "agreed", _("Đơn vị thống nhất dự thảo")
    DISPUTED = "disputed", _("Đơn vị có ý kiến chưa thống nhất")
    SETTLED = "settled", _("Ghi nhận ý kiến của UBND")
    PASSED = "passed", _("Thông qua kết luận")
    CONCLUDED = "concluded", _("Ban hành thông báo kết luận")
    REPORTED = "reported", _("Báo cáo kết quả khắc phục")
    RETURNED = "returned", _("Trả lại, yêu cầu khắc phục tiếp")
    MENDED = "mended", _("Xác nhận đã khắc phục")
    VISITED = "visited", _("Lập biên bản kiểm tra đột xuất")
    CASE = "case", _("Ghi nhận vụ việc")
    AUDIT = "audit", _("Ghi quyết định thanh tra")
    AUDIT_CONCLUDED = "audit_concluded", _("Ghi kết luận thanh tra")
    HANDLED = "handled", _("Ghi quyết định xử lý sau thanh tra")
    CARRIED_OUT = "carried_out", _("Thực hiện xong kết luận thanh tra")
