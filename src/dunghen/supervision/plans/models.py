"""The tree of plans: programme, stage, the city's year, each unit's year, and the companions of a year."""

from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Right


class PlanKind(models.TextChoices):
    """What a plan is for. A programme (ten years) has stages (five years), a stage has years; the others
    stand beside the plan of a year."""

    PROGRAMME = "programme", _("Chương trình cải cách hành chính")
    STAGE = "stage", _("Kế hoạch CCHC giai đoạn")
    YEAR = "year", _("Kế hoạch CCHC năm")
    INSPECTION = "inspection", _("Kế hoạch kiểm tra CCHC")
    COMMUNICATION = "communication", _("Kế hoạch tuyên truyền CCHC")
    CONTROL = "control", _("Kế hoạch kiểm soát TTHC")
    REVIEW = "review", _("Kế hoạch rà soát, đánh giá TTHC")
    LEGAL_REVIEW = "legal_review", _("Kế hoạch rà soát văn bản quy phạm pháp luật")
    ENFORCEMENT = "enforcement", _("Kế hoạch theo dõi thi hành pháp luật")
    TRAINING = "training", _("Kế hoạch đào tạo, bồi dưỡng")
    DIGITAL = "digital", _("Kế hoạch chuyển đổi số")
    ONLINE = "online", _("Kế hoạch cung cấp dịch vụ công trực tuyến")
    ISO = "iso", _("Kế hoạch áp dụng ISO")
    PROJECT_06 = "project_06", _("Kế hoạch thực hiện Đề án 06")
    STEERING = "steering", _("Kế hoạch hoạt động của Ban Chỉ đạo")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Đang dự thảo")
    SUBMITTED = "submitted", _("Đã trình ký")
    ISSUED = "issued", _("Đã ban hành")


class PlanStep(models.TextChoices):
    DRAFTED = "drafted", _("Lập dự thảo")
    CHANGED = "changed", _("Sửa dự thảo")
    BORN = "born", _("Lấy nhiệm vụ từ kế hoạch cấp trên")
    IMPORTED = "imported", _("Nhập nhiệm vụ từ tệp Excel")
    SUBMITTED = "submitted", _("Trình ký")
    RETURNED = "returned", _("Trả lại")
    ISSUED = "issued", _("Ban hành")
    ADJUSTED = "adjusted", _("Điều chỉnh kế hoạch đã ban hành")


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person, day: date) -> "PlanQuerySet":
        """Plans of one's units, and the city's once they are issued: they are addressed to all."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        if units is None:
            return self
        return self.filter(Q(unit__in=units) | Q(state=PlanState.ISSUED, unit__kind=UnitKind.CITY))


class Plan(models.Model):
    """A plan of a unit for some years, from `starts` until before `ends`. `parent`: the plan it carries out.
    `issued`: the day it was signed, with its number; `version` counts what was done to it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name=_("đơn vị"))
    kind = models.CharField(_("loại kế hoạch"), max_length=14, choices=PlanKind, default=PlanKind.YEAR)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=_("thực hiện kế hoạch")
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("đến trước ngày"))
    title = models.CharField(_("tên kế hoạch"), max_length=300)
    source = models.TextField(_("nguồn"), blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=PlanState, default=PlanState.ISSUED)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued = models.DateField(_("ngày ban hành"), null=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    search = models.GeneratedField(
        expression=FoldedWords("title"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch")
        constraints = (
            models.UniqueConstraint("unit", "kind", "starts", name="plan_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_in_order"),
        )

    def __str__(self) -> str:
        return self.title
