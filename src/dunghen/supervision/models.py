"""Plans, tasks, products."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Unit
from dunghen.supervision.inspections import models as inspections

__all__ = ["Plan", "PlanTask", "TaskProduct", "TaskStatus", "inspections"]


class TaskStatus(models.TextChoices):
    """The three words the reports print."""

    DONE = "done", _("Đã thực hiện")
    ONGOING = "ongoing", _("Đang triển khai thực hiện")
    NOT_YET = "not_yet", _("Chưa tới thời gian thực hiện")
    UNKNOWN = "unknown", _("Không đọc được trong bản nguồn")


class Plan(models.Model):
    """A reform plan of a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("năm"))
    starts = models.DateField(_("từ ngày"))
    ends = models.DateField(_("đến trước ngày"))
    title = models.CharField(_("tên kế hoạch"), max_length=300)
    source = models.TextField(_("nguồn"), blank=True)

    class Meta:
        verbose_name = _("kế hoạch")
        constraints = (models.UniqueConstraint("unit", "year", name="plan_once_a_year"),)


class PlanTask(Known):
    """A task of a plan as known in time. What the source does not let us read says so."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    field = models.CharField(_("nội dung CCHC"), max_length=200, blank=True)
    content = models.TextField(_("nhiệm vụ cụ thể"), blank=True)
    leads = models.JSONField(_("cơ quan chủ trì"), default=list)
    partners = models.JSONField(_("cơ quan phối hợp"), default=list)
    status = models.CharField(_("kết quả thực hiện"), max_length=10, choices=TaskStatus)
    status_text = models.TextField(_("kết quả như bản in"), blank=True)
    illegible = models.BooleanField(_("không đọc được trong bản nguồn"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("nhiệm vụ của kế hoạch")
        constraints = (
            models.UniqueConstraint("plan", "number", "known_from", name="plan_task_once"),
            known_in_order("plan_task_known_in_order"),
        )


class TaskProduct(models.Model):
    """A product of a task with its time, as text and as dates, and the documents that prove it."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="products")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("sản phẩm"), max_length=500)
    time_text = models.CharField(_("thời gian như bản in"), max_length=200, blank=True)
    starts = models.DateField(_("từ ngày"), null=True)
    ends = models.DateField(_("đến ngày"), null=True)
    condition = models.CharField(_("điều kiện"), max_length=200, blank=True)
    documents = models.JSONField(_("văn bản chứng minh"), default=list)

    class Meta:
        verbose_name = _("sản phẩm của nhiệm vụ")
        constraints = (models.UniqueConstraint("task", "position", name="task_product_once"),)
