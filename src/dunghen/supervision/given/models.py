"""Documents that give tasks, what they order, the tasks of the units, extensions. Written by actions only.

What a document orders (SourceItem) may have several leads; each lead has a task of its own with exactly one
lead, and the city has one thing to do. Figures count what was ordered, never the tasks of the leads.
"""

from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.core.known import Known, known_in_order
from dunghen.documents.models import DocumentKind, OfficialDocument
from dunghen.documents.official.models import DocumentState
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.tasks.models import Task, TaskUnit


class Giver(models.TextChoices):
    """Who gives tasks."""

    GOVERNMENT = "government", _("Chính phủ, Thủ tướng Chính phủ")
    MINISTRY = "ministry", _("Bộ, cơ quan ngang Bộ")
    PARTY = "party", _("Thành ủy, Ban Thường vụ Thành ủy")
    COUNCIL = "council", _("Hội đồng nhân dân (nghị quyết chất vấn)")
    COMMITTEE = "committee", _("UBND, Chủ tịch UBND thành phố")
    STEERING = "steering", _("Ban Chỉ đạo")
    AGENCY = "agency", _("Thủ trưởng cơ quan, đơn vị")


class GivenState(models.TextChoices):
    NEW = "new", _("Mới giao")
    RECEIVED = "received", _("Đã nhận")
    ONGOING = "ongoing", _("Đang thực hiện")
    SUBMITTED = "submitted", _("Đã trình")
    DONE = "done", _("Hoàn thành")
    STOPPED = "stopped", _("Dừng theo dõi")


OPEN = (GivenState.NEW, GivenState.RECEIVED, GivenState.ONGOING, GivenState.SUBMITTED)


class GivenStep(models.TextChoices):
    ENTERED = "entered", _("Nhập văn bản giao việc")
    CUT = "cut", _("Giao nhiệm vụ")
    RECEIVED = "received", _("Nhận nhiệm vụ")
    ASSIGNED = "assigned", _("Phân công thực hiện")
    NOTED = "noted", _("Ghi tiến độ, kết quả")
    SUBMITTED = "submitted", _("Trình sản phẩm")
    CONFIRMED = "confirmed", _("Xác nhận hoàn thành")
    RETURNED = "returned", _("Trả lại yêu cầu làm rõ")
    ASKED = "asked", _("Đề nghị gia hạn")
    GRANTED = "granted", _("Chấp thuận gia hạn")
    DECLINED = "declined", _("Không chấp thuận gia hạn")
    LEAD = "lead", _("Chuyển đơn vị chủ trì")
    STOPPED = "stopped", _("Dừng theo dõi")
    URGED = "urged", _("Đôn đốc")
    REPORTED = "reported", _("Dự thảo báo cáo kết quả")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, person: Person, day: date, *, few: bool = False) -> "SourceQuerySet":
        """Documents by which one's units give tasks, and those that give one a task. `few`: of one or a few,
        each is asked by itself."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        if units is None:
            return self
        tasks = GivenTask.objects.visible_to(person, day, few=few)
        if few:
            return self.filter(Q(office__in=units) | Exists(tasks.filter(item__source=OuterRef("pk"))))
        return self.filter(Q(office__in=units) | Q(pk__in=tasks.values("item__source")))


class Source(models.Model):
    """A document that gives tasks. `office`: the giver's office, which follows them and confirms that they
    are done; `city`: whose tasks they are. `reply_by`, `reply_basis`: when a report on all of it is due, and
    by which document; `reply_to`: to whom it goes. `document`: the same in the registers, if it is there."""

    giver = models.CharField(_("nguồn giao"), max_length=10, choices=Giver)
    city = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("UBND thành phố"), db_index=False
    )
    office = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan giao, theo dõi")
    )
    kind = models.CharField(_("tên loại văn bản"), max_length=16, choices=DocumentKind)
    symbol = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    day = models.DateField(_("ngày văn bản"))
    abstract = models.CharField(_("trích yếu nội dung"), max_length=500)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    reply_by = models.DateField(_("hạn báo cáo kết quả"), null=True)
    reply_basis = models.CharField(_("văn bản yêu cầu báo cáo"), max_length=300, blank=True)
    reply_to = models.JSONField(_("nơi nhận báo cáo"), default=list)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    search = models.GeneratedField(
        expression=FoldedWords("abstract"), output_field=SearchVectorField(), db_persist=True, editable=False
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản giao việc")
        constraints = (models.UniqueConstraint("office", "symbol", "day", "abstract", name="source_once"),)

    def __str__(self) -> str:
        return self.named

    @property
    def named(self) -> str:
        """As prose names it: Nghị quyết số 29/NQ-HĐND ngày 05/07/2024."""
        kind = DocumentKind(self.kind)
        words = str(_("Văn bản") if kind == DocumentKind.OTHER else kind.label)
        if self.symbol:
            words = _("%(kind)s số %(symbol)s") % {"kind": words, "symbol": self.symbol}
        return _("%(words)s ngày %(day)s") % {"words": words, "day": f"{self.day:%d/%m/%Y}"}


class SourceItem(models.Model):
    """One thing a document orders. `label` and `heading`: where it stands in the document, and the content it
    belongs to, under which a report answers."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField(_("số thứ tự"))
    label = models.CharField(_("mục"), max_length=12, blank=True)
    heading = models.TextField(_("nội dung của văn bản"), blank=True)
    content = models.TextField(_("nhiệm vụ cụ thể"))
    product = models.CharField(_("sản phẩm"), max_length=500)
    time_text = models.CharField(_("thời hạn như bản in"), max_length=200, blank=True)
    due = models.DateField(_("thời hạn"), null=True)

    class Meta:
        verbose_name = _("nội dung giao việc")
        ordering = ("position",)
        constraints = (models.UniqueConstraint("source", "position", name="source_item_once"),)
        indexes = (models.Index(fields=("id",), include=("source",), name="item_of_source"),)

    def __str__(self) -> str:
        return self.content


class GivenQuerySet(models.QuerySet["GivenTask"]):
    def visible_to(self, person: Person, day: date, *, few: bool = False) -> "GivenQuerySet":
        """Tasks one's units give, lead or are named in, and what is one's own to do. `few`: of one or a few,
        each is asked by itself."""
        reach = person.reach(Right.TASKS, day)
        units = Unit.objects.within(reach, day)
        if units is None:
            return self
        if few:
            seen = Q(task__lead__in=units) | Q(item__source__office__in=units)
            seen |= Q(Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit__in=units)))
            return self.filter(seen | Q(task__officer=person) if reach.own else seen)
        own = Task.objects.filter(officer=person) if reach.own else Task.objects.none()
        found = own.values("pk").union(
            Task.objects.filter(lead__in=units).values("pk"),
            TaskUnit.objects.filter(unit__in=units).values("task"),
            GivenTask.objects.filter(item__source__office__in=units).values("pk"),
        )  # each by its index, where one condition with OR would read every task
        return self.filter(pk__in=found)


class GivenTask(models.Model):
    """A task of one lead that a document gives. `first_due`: the day first given, kept when an extension
    moves the task's own; `submitted`: the day its product was submitted, which is the day it was done once
    the giver's office confirms it. `version` counts what was done to it."""

    task = models.OneToOneField(Task, models.PROTECT, primary_key=True, related_name="given")
    item = models.ForeignKey(SourceItem, models.PROTECT, related_name="tasks")
    state = models.CharField(_("trạng thái"), max_length=10, choices=GivenState, default=GivenState.NEW)
    first_due = models.DateField(_("thời hạn ban đầu"), null=True)
    submitted = models.DateField(_("ngày trình sản phẩm"), null=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField(_("xử lý lúc"))
    version = models.PositiveIntegerField(_("lần xử lý"), default=1)

    objects = GivenQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ được giao")
        indexes = (
            models.Index(fields=("state",), name="given_by_state"),
            # all that is counted of tasks, in their order
            models.Index(fields=("task",), include=("item", "state", "first_due"), name="given_counted"),
        )

    def __str__(self) -> str:
        return str(self.task)

    @property
    def extended(self) -> bool:
        """Whether the giver moved the day."""
        return self.first_due != self.task.due


class ExtensionState(models.TextChoices):
    ASKED = "asked", _("Chờ ý kiến cơ quan giao")
    GRANTED = "granted", _("Chấp thuận")
    DECLINED = "declined", _("Không chấp thuận")


class Extension(models.Model):
    """A lead's request for a later day, made while the old one has not passed, and the giver's answer. Both
    days stay."""

    given = models.ForeignKey(GivenTask, models.PROTECT, related_name="extensions", db_index=False)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=ExtensionState, default=ExtensionState.ASKED
    )
    asked = models.DateField(_("ngày đề nghị"))
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("lý do"), max_length=500)
    was = models.DateField(_("thời hạn cũ"))
    wanted = models.DateField(_("thời hạn đề nghị"))
    now = models.DateField(_("thời hạn mới"), null=True)
    decided = models.DateField(_("ngày có ý kiến"), null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    answer = models.CharField(_("ý kiến của cơ quan giao"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("đề nghị gia hạn")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint("given", condition=Q(state="asked"), name="extension_asked_once"),
            models.CheckConstraint(condition=Q(asked__lte=models.F("was")), name="extension_asked_in_time"),
            models.CheckConstraint(
                condition=Q(state="granted", now__isnull=False) | (~Q(state="granted") & Q(now__isnull=True)),
                name="extension_granted_with_its_day",
            ),
        )


class ItemVersion(Known):
    """What was known of something ordered: when it was given, until when it is to be done, when its last task
    was done and whether in time. `overdue_from`: the first day on which it is late unless done. What is no
    longer followed has no current version. Form 1 rows 5.1 to 5.4 count these."""

    item = models.ForeignKey(SourceItem, models.PROTECT, related_name="versions", db_index=False)
    city = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    giver = models.CharField(_("nguồn giao"), max_length=10, choices=Giver)
    given = models.DateField(_("ngày giao"))
    due = models.DateField(_("thời hạn"), null=True)
    overdue_from = models.DateField(_("quá hạn từ ngày"), null=True)
    finished = models.DateField(_("ngày hoàn thành"), null=True)
    on_time = models.BooleanField(_("đúng hạn"), null=True)

    class Meta:
        verbose_name = _("nội dung giao việc theo thời gian")
        constraints = (
            models.UniqueConstraint("item", "known_from", name="source_item_version_once"),
            known_in_order("source_item_version_known_in_order"),
        )


class SourceReport(models.Model):
    """A unit's report on what a document ordered: what comes next (part II), and the paper in the register
    once it is drafted there. Part I is written from the tasks; `said`: both parts as they were drafted, which
    is what the paper says from the day it is submitted."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị báo cáo"))
    outlook = models.TextField(_("nhiệm vụ, giải pháp thời gian tới"), blank=True)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    said = models.JSONField(_("nội dung khi dự thảo"), null=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    class Meta:
        verbose_name = _("báo cáo kết quả thực hiện")
        constraints = (models.UniqueConstraint("source", "unit", name="source_report_once"),)

    @property
    def fixed(self) -> bool:
        """Whether its paper left the drafter: it says what it said."""
        return self.document is not None and self.document.state != DocumentState.DRAFT
