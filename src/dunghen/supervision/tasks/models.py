"""Tasks with their products and evidence as they are now, and as they were known at every moment.

The rows of now (Task, Product, Evidence) are changed by the actions alone; each change leaves a Step and a
version (TaskVersion, ProductVersion), from which figures and annexes are made at any moment.
"""

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.core.known import Known
from dunghen.documents.models import File
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.org.rights import Right
from dunghen.supervision.plans.models import Plan, PlanState


class TaskStatus(models.TextChoices):
    """The three words the reports print."""

    DONE = "done", _("Đã thực hiện")
    ONGOING = "ongoing", _("Đang triển khai thực hiện")
    NOT_YET = "not_yet", _("Chưa tới thời gian thực hiện")
    UNKNOWN = "unknown", _("Không đọc được trong bản nguồn")


class ProductKind(models.TextChoices):
    """How often a product is to be made."""

    ONCE = "once", _("Một lần")
    STANDING = "standing", _("Thường xuyên")
    PERIODIC = "periodic", _("Định kỳ")
    CONDITIONAL = "conditional", _("Có điều kiện")


class NamedAs(models.TextChoices):
    """As what a task names a unit beside its one lead."""

    PARTNER = "partner", _("Cơ quan phối hợp")
    CO_LEAD = "co_lead", _("Cùng chủ trì")


class EvidenceState(models.TextChoices):
    OFFERED = "offered", _("Chờ xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    RETURNED = "returned", _("Trả lại yêu cầu làm rõ")


class TaskStep(models.TextChoices):
    ADDED = "added", _("Thêm nhiệm vụ")
    CHANGED = "changed", _("Sửa nhiệm vụ")
    OFFERED = "offered", _("Gửi văn bản chứng minh")
    CONFIRMED = "confirmed", _("Xác nhận hoàn thành")
    RETURNED = "returned", _("Trả lại yêu cầu làm rõ")
    CONDITION = "condition", _("Ghi nhận điều kiện đã có")
    PASSED = "passed", _("Chuyển sang đơn vị kế thừa")
    URGED = "urged", _("Đôn đốc")
    UNCLAIMED = "unclaimed", _("Đơn vị chủ trì đã chia tách, chờ giao lại")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person, day: date) -> "TaskQuerySet":
        """Tasks of one's units: of their plans, led by them or naming them; those of the city's issued plans;
        and what is one's own to do."""
        reach = person.reach(Right.TASKS, day)
        units = Unit.objects.within(reach, day)
        if units is None:
            return self
        seen = Q(officer=person) if reach.own else Q(pk__in=())
        if units:
            named = TaskUnit.objects.filter(unit__in=units).values("task")
            seen |= Q(plan__unit__in=units) | Q(lead__in=units) | Q(pk__in=named)
            seen |= Q(plan__state=PlanState.ISSUED, plan__unit__kind=UnitKind.CITY)
        return self.filter(seen)


class Task(models.Model):
    """Something to be done. `lead` is the one unit that answers; `leads` and `partners` are the names as
    printed. `parent`: the task of the plan above that it carries out. `stated`: the status as the source
    prints it, where there is one; it wins over what the products say until somebody acts. `due`: the day on
    which something falls due next, of a finished task its last day; `done`: the day the last product was
    proved; `handed_in`: what is not done waits for who gave it."""

    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="born")
    field = models.CharField(_("nội dung CCHC"), max_length=200, blank=True)
    content = models.TextField(_("nhiệm vụ cụ thể"), blank=True)
    lead = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="led_tasks",
        verbose_name=_("cơ quan chủ trì"),
        db_index=False,
    )
    leads = models.JSONField(_("cơ quan chủ trì như bản in"), default=list)
    partners = models.JSONField(_("cơ quan phối hợp như bản in"), default=list)
    in_charge = models.CharField(_("người, bộ phận chịu trách nhiệm"), max_length=200, blank=True)
    officer = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="tasks", verbose_name=_("người thực hiện")
    )
    stated = models.CharField(_("kết quả như bản in"), max_length=10, choices=TaskStatus, blank=True)
    status = models.CharField(_("kết quả thực hiện"), max_length=10, choices=TaskStatus)
    status_text = models.TextField(_("kết quả, nguyên văn"), blank=True)
    illegible = models.BooleanField(_("không đọc được trong bản nguồn"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)
    due = models.DateField(_("thời hạn"), null=True)
    done = models.DateField(_("ngày hoàn thành"), null=True)
    handed_in = models.BooleanField(_("đã gửi, chờ xác nhận"), default=False, db_default=False)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    search = models.GeneratedField(
        expression=FoldedWords("content"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        constraints = (models.UniqueConstraint("plan", "number", name="task_number_once"),)
        indexes = (
            models.Index(fields=("lead", "due"), name="task_open_by_lead", condition=~Q(status="done")),
            models.Index(
                fields=("due", "id"),
                include=("lead", "plan", "stated"),
                name="task_open_by_due",
                condition=~Q(status="done"),
            ),
            models.Index(fields=("lead", "plan"), name="task_of_lead"),
            GinIndex(fields=("search",), name="task_words"),
        )

    def __str__(self) -> str:
        return self.content


class TaskUnit(models.Model):
    """A unit that a task names beside its lead; a group (“UBND cấp huyện”) stands as its units of the day."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(_("vai trò"), max_length=8, choices=NamedAs)

    class Meta:
        verbose_name = _("đơn vị được nêu trong nhiệm vụ")
        constraints = (models.UniqueConstraint("task", "unit", name="task_unit_once"),)


class Product(models.Model):
    """A product of a task with its own time, as text and as dates. `met`: since when its condition holds;
    `done`: the day of the document that proves it, once confirmed."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="products", db_index=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("sản phẩm"), max_length=500)
    kind = models.CharField(_("loại"), max_length=12, choices=ProductKind, default=ProductKind.ONCE)
    time_text = models.CharField(_("thời gian như bản in"), max_length=200, blank=True)
    starts = models.DateField(_("từ ngày"), null=True)
    ends = models.DateField(_("đến ngày"), null=True)
    condition = models.CharField(_("điều kiện"), max_length=200, blank=True)
    met = models.DateField(_("ngày có điều kiện"), null=True)
    done = models.DateField(_("ngày hoàn thành"), null=True)

    class Meta:
        verbose_name = _("sản phẩm của nhiệm vụ")
        constraints = (models.UniqueConstraint("task", "position", name="product_once"),)

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """A document that proves a product (số, ký hiệu, ngày, trích yếu). Offered by who does the task, judged
    by who gave it, never the same person. `by` is empty for what came with the plan's source."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="evidence")
    number = models.CharField(_("số, ký hiệu"), max_length=60)
    day = models.DateField(_("ngày"), null=True)
    subject = models.CharField(_("trích yếu"), max_length=300, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("tệp"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=EvidenceState)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(_("lúc"))
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("lý do trả lại"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("văn bản chứng minh")

    def __str__(self) -> str:
        return self.number


class TaskVersion(Known):
    """A task as known in time. What the source does not let us read says so. A version replaced in the
    transaction that wrote it has no moment in it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="versions")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="task_versions")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    field = models.CharField(_("nội dung CCHC"), max_length=200, blank=True)
    content = models.TextField(_("nhiệm vụ cụ thể"), blank=True)
    leads = models.JSONField(_("cơ quan chủ trì"), default=list)
    partners = models.JSONField(_("cơ quan phối hợp"), default=list)
    status = models.CharField(_("kết quả thực hiện"), max_length=10, choices=TaskStatus)
    status_text = models.TextField(_("kết quả như bản in"), blank=True)
    illegible = models.BooleanField(_("không đọc được trong bản nguồn"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    due = models.DateField(_("thời hạn"), null=True)
    done = models.DateField(_("ngày hoàn thành"), null=True)

    class Meta:
        verbose_name = _("nhiệm vụ theo thời gian")
        constraints = (
            models.UniqueConstraint(
                fields=("task",), condition=Q(known_to=None), name="task_version_one_current"
            ),
            models.CheckConstraint(
                condition=Q(known_to=None) | Q(known_to__gte=F("known_from")),
                name="task_version_known_in_order",
            ),
        )


class ProductVersion(models.Model):
    """A product of a task's version, with the documents that prove it."""

    task = models.ForeignKey(TaskVersion, models.PROTECT, related_name="products")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("sản phẩm"), max_length=500)
    time_text = models.CharField(_("thời gian như bản in"), max_length=200, blank=True)
    starts = models.DateField(_("từ ngày"), null=True)
    ends = models.DateField(_("đến ngày"), null=True)
    condition = models.CharField(_("điều kiện"), max_length=200, blank=True)
    documents = models.JSONField(_("văn bản chứng minh"), default=list)

    class Meta:
        verbose_name = _("sản phẩm theo thời gian")
        constraints = (models.UniqueConstraint("task", "position", name="task_product_once"),)
