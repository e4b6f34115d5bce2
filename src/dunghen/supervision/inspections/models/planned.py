"""An inspection by plan: of one unit, from the schedule to the last problem that was mended."""

from datetime import date

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.folded import FoldedWords
from dunghen.documents.models import File
from dunghen.org.models import Person, Unit
from dunghen.supervision.inspections.models.team import Team, TeamMember, within


class InspectionState(models.TextChoices):
    PLANNED = "planned", _("Trong kế hoạch")
    SCHEDULED = "scheduled", _("Đã gửi lịch kiểm tra")
    MINUTED = "minuted", _("Đã lập biên bản")
    DRAFTED = "drafted", _("Chờ đơn vị có ý kiến về dự thảo")
    DISPUTED = "disputed", _("Chờ UBND có ý kiến")
    AGREED = "agreed", _("Chờ thông qua kết luận")
    PASSED = "passed", _("Chờ ban hành thông báo kết luận")
    CONCLUDED = "concluded", _("Đang khắc phục")
    CLOSED = "closed", _("Đã kết thúc")


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, person: Person, day: date) -> "InspectionQuerySet":
        """Those of one's units as inspected or as inspecting, and those of one's teams. A unit sees its own
        once the schedule was sent to it."""
        seen = within(person, day, "team__organiser", team="team")
        own = within(person, day, "unit", team="team")
        if seen is None or own is None:
            return self
        return self.filter(seen | own & ~Q(state=InspectionState.PLANNED))

    def inspecting(self, person: Person, day: date) -> "InspectionQuerySet":
        """Those one sees on the side that inspects, before the unit is asked about the draft."""
        seen = within(person, day, "team__organiser", team="team")
        return self if seen is None else self.filter(seen)


class Inspection(models.Model):
    """The inspection of a unit by a team of the plan, once a plan. `version` grows with every change."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị được kiểm tra"))
    day = models.DateField(_("ngày làm việc"))
    outline_due = models.DateField(_("hạn gửi báo cáo theo đề cương"))
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=InspectionState, default=InspectionState.PLANNED
    )
    version = models.PositiveIntegerField(default=1)
    scheduled = models.DateField(_("ngày gửi lịch"), null=True)
    outline = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    outline_day = models.DateField(_("ngày gửi báo cáo"), null=True)
    held = models.DateField(_("ngày làm việc thực tế"), null=True)
    minutes = models.TextField(_("nội dung biên bản"), blank=True)
    unit_opinion = models.TextField(_("ý kiến của đơn vị"), blank=True)
    passed = models.DateField(_("ngày thông qua kết luận"), null=True)
    passed_head = models.CharField(_("người đứng đầu dự"), max_length=120, blank=True)
    conclusion_number = models.CharField(_("thông báo kết luận số"), max_length=60, blank=True)
    conclusion_day = models.DateField(_("ngày thông báo kết luận"), null=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra theo kế hoạch")
        indexes = (models.Index(fields=("unit", "-day"), name="inspection_of_unit"),)
        constraints = (
            models.UniqueConstraint("team", "unit", name="inspection_once_a_plan"),
            models.CheckConstraint(
                condition=~Q(state__in=("concluded", "closed"))
                | (~Q(conclusion_number="") & Q(conclusion_day__isnull=False) & ~Q(passed_head="")),
                name="inspection_concluded_before_its_head",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)


class Attendance(models.Model):
    """Who of the team and of the unit was there. A member who was not has the head's leave."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="attendance")
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("họ và tên, chức vụ"), max_length=250)
    head = models.BooleanField(_("người đứng đầu đơn vị"), default=False)
    present = models.BooleanField(_("có mặt"))
    leave = models.CharField(_("vắng, được đồng ý"), max_length=250, blank=True)
    substitute_for = models.CharField(_("thay cho"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("thành phần tham dự")


class Remedy(models.TextChoices):
    OPEN = "open", _("Chưa khắc phục")
    DOING = "doing", _("Đang khắc phục")
    REPORTED = "reported", _("Đã báo cáo, chờ xác nhận")
    CLOSED = "closed", _("Đã khắc phục")
    DROPPED = "dropped", _("Bỏ khỏi kết luận")


class Problem(models.Model):
    """A numbered problem with its remedy. `due` follows from the notice's day and `days` working days."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="problems")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    content = models.TextField(_("vấn đề phát hiện"))
    remedy = models.TextField(_("kiến nghị của Đoàn"))
    days = models.PositiveSmallIntegerField(_("thời hạn khắc phục (ngày làm việc)"))
    due = models.DateField(_("thời hạn khắc phục"), null=True)
    objection = models.TextField(_("ý kiến chưa thống nhất"), blank=True)
    answer = models.TextField(_("ý kiến của UBND"), blank=True)
    answer_document = models.CharField(_("văn bản của UBND"), max_length=120, blank=True)
    state = models.CharField(_("khắc phục"), max_length=10, choices=Remedy, default=Remedy.OPEN)
    report = models.TextField(_("kết quả khắc phục"), blank=True)
    reported = models.DateField(_("ngày báo cáo khắc phục"), null=True)
    closed = models.DateField(_("ngày xác nhận"), null=True)
    evidence = models.ManyToManyField(File, related_name="+", verbose_name=_("tài liệu minh chứng"))
    search = models.GeneratedField(
        expression=FoldedWords("content", "remedy"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        verbose_name = _("vấn đề phát hiện")
        constraints = (
            models.UniqueConstraint("inspection", "number", name="inspection_problem_once"),
            models.CheckConstraint(
                condition=Q(state="closed", closed__isnull=False) | (~Q(state="closed") & Q(closed=None)),
                name="inspection_problem_closed_on_a_day",
            ),
        )
        indexes = (
            models.Index(
                fields=("due", "inspection", "number"),
                name="problem_to_mend",
                condition=Q(state__in=(Remedy.OPEN, Remedy.DOING)),
            ),
        )


class UnitRequest(models.Model):
    """What the inspected unit recommends, answered by the member whose field it is."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="requests")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    content = models.TextField(_("kiến nghị, đề xuất của đơn vị"))
    member = models.ForeignKey(
        TeamMember, models.PROTECT, null=True, related_name="+", verbose_name=_("thành viên trả lời")
    )
    answer = models.TextField(_("trả lời"), blank=True)
    answered = models.DateField(_("ngày trả lời"), null=True)

    class Meta:
        verbose_name = _("kiến nghị của đơn vị được kiểm tra")
        constraints = (models.UniqueConstraint("inspection", "number", name="inspection_request_once"),)
