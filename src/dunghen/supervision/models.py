"""Plans, tasks, products."""

from django.db import models

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Unit


class TaskStatus(models.TextChoices):
    """The three words the reports print."""

    DONE = "done", "Đã thực hiện"
    ONGOING = "ongoing", "Đang triển khai thực hiện"
    NOT_YET = "not_yet", "Chưa tới thời gian thực hiện"
    UNKNOWN = "unknown", "Không đọc được trong bản nguồn"


class Plan(models.Model):
    """A reform plan of a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField("năm")
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến trước ngày")
    title = models.CharField("tên kế hoạch", max_length=300)
    source = models.TextField("nguồn", blank=True)

    class Meta:
        verbose_name = "kế hoạch"
        constraints = (models.UniqueConstraint("unit", "year", name="plan_once_a_year"),)


class PlanTask(Known):
    """A task of a plan as known in time. What the source does not let us read says so."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField("số thứ tự")
    field = models.CharField("nội dung CCHC", max_length=200, blank=True)
    content = models.TextField("nhiệm vụ cụ thể", blank=True)
    leads = models.JSONField("cơ quan chủ trì", default=list)
    partners = models.JSONField("cơ quan phối hợp", default=list)
    status = models.CharField("kết quả thực hiện", max_length=10, choices=TaskStatus)
    status_text = models.TextField("kết quả như bản in", blank=True)
    illegible = models.BooleanField("không đọc được trong bản nguồn", default=False)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "nhiệm vụ của kế hoạch"
        constraints = (
            models.UniqueConstraint("plan", "number", "known_from", name="plan_task_once"),
            known_in_order("plan_task_known_in_order"),
        )


class TaskProduct(models.Model):
    """A product of a task with its time, as text and as dates, and the documents that prove it."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="products")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("sản phẩm", max_length=500)
    time_text = models.CharField("thời gian như bản in", max_length=200, blank=True)
    starts = models.DateField("từ ngày", null=True)
    ends = models.DateField("đến ngày", null=True)
    condition = models.CharField("điều kiện", max_length=200, blank=True)
    documents = models.JSONField("văn bản chứng minh", default=list)

    class Meta:
        verbose_name = "sản phẩm của nhiệm vụ"
        constraints = (models.UniqueConstraint("task", "position", name="task_product_once"),)
