"""Entries of registers, meetings with their conclusions, reports that were sent. Written by actions only."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.documents.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.tasks.models import Task


class RegisterStep(models.TextChoices):
    ENTERED = "entered", _("Ghi vào sổ")
    CORRECTED = "corrected", _("Đính chính")
    WITHDRAWN = "withdrawn", _("Rút khỏi sổ")
    DESCRIBED = "described", _("Ghi thành phần, địa điểm")
    CONCLUDED = "concluded", _("Ghi kết luận")
    CARRIED_OUT = "carried_out", _("Ghi nhận đã thực hiện")
    TASKED = "tasked", _("Giao thành nhiệm vụ")
    RECOMMENDED = "recommended", _("Gửi kiến nghị")
    SENT = "sent", _("Gửi báo cáo")
    SENT_AGAIN = "sent_again", _("Gửi lại báo cáo")
    RETURNED = "returned", _("Trả lại báo cáo")


class EntryQuerySet(models.QuerySet["RegisterEntry"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Those of the units whose tasks a person may see."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        return self if units is None else self.filter(unit__in=units)

    def opened_to(self, person: Person, day: date) -> Self:
        """Those, and the meetings that concluded something for such a unit."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        if units is None:
            return self
        line = {f"meeting__{name}": OuterRef(name) for name in ("unit", "register", "year", "serial")}
        named = MeetingConclusion.objects.filter(unit__in=units, **line)
        return self.filter(Q(unit__in=units) | Q(Exists(named)))


class RegisterEntry(Known):
    """A numbered line of a unit's register of a year, as known in time. `register`: its key in
    law/registers.toml; `serial`: its number there; `row`: the form row it counts for, as of its entering.
    Corrected it is a new version with the same serial; withdrawn it has none that is current."""

    register = models.CharField(_("sổ"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("năm"))
    serial = models.PositiveIntegerField(_("số thứ tự"))
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("hình thức"), max_length=120, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    title = models.CharField(_("nội dung"), max_length=1000)
    count = models.PositiveIntegerField(_("số lượng"), default=1)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    row = models.CharField(_("chỉ tiêu trong biểu"), max_length=40, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng trong sổ theo dõi")
        indexes = (models.Index(fields=("register", "-day", "-id"), name="register_entry_by_day"),)
        constraints = (
            models.UniqueConstraint(
                "unit", "register", "year", "serial", "known_from", name="register_entry_once"
            ),
            known_in_order("register_entry_known_in_order"),
        )

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """What was said at a meeting, the line of a register, across the line's versions. What was said of it
    before stands in the steps; `version` counts them."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    register = models.CharField(_("sổ"), max_length=40)
    year = models.PositiveSmallIntegerField(_("năm"))
    serial = models.PositiveIntegerField(_("số thứ tự"))
    cluster = models.CharField(_("cụm, địa điểm"), max_length=300, blank=True)
    participants = models.TextField(_("thành phần tham dự"), blank=True)
    attendance = models.PositiveIntegerField(_("số người dự"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("hội nghị, tọa đàm, đối thoại")
        constraints = (models.UniqueConstraint("unit", "register", "year", "serial", name="meeting_once"),)


class MeetingConclusion(models.Model):
    """A conclusion: what, by whom, until when; carried out when a document of the registers proves it. It
    may become a task, whose products prove it then, or a recommendation to `addressee`, sent by the proof."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusions", db_index=False)
    position = models.PositiveSmallIntegerField(_("số thứ tự"))
    text = models.TextField(_("nội dung kết luận"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị thực hiện")
    )
    due = models.DateField(_("thời hạn"), null=True)
    done = models.DateField(_("thực hiện ngày"), null=True)
    proof = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    task = models.OneToOneField(Task, models.PROTECT, null=True, related_name="concluded")
    addressee = models.CharField(_("nơi nhận kiến nghị"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kết luận của hội nghị")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("meeting", "position", name="meeting_conclusion_once"),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(proof__isnull=False), name="meeting_conclusion_proved"
            ),
            models.CheckConstraint(
                condition=Q(task=None) | Q(done__isnull=True, addressee=""), name="meeting_conclusion_one_way"
            ),
        )


class DutyReportQuerySet(models.QuerySet["DutyReport"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Those of the units whose tasks a person may see."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        return self if units is None else self.filter(unit__in=units)


class DutyReport(models.Model):
    """A report a unit sent for a period of a duty (law/reporting-duties.toml). `due`: as it was when first
    sent; `again_by`: until when it is awaited after a return."""

    duty = models.CharField(_("chế độ báo cáo"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("năm"))
    period = models.CharField(_("kỳ"), max_length=4)
    due = models.DateField(_("hạn gửi"))
    first_sent = models.DateField(_("gửi lần đầu"))
    last_sent = models.DateField(_("gửi lần cuối"))
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("mã gửi, ghi chú"), max_length=300, blank=True)
    returned = models.BooleanField(_("bị trả lại"), default=False)
    again_by = models.DateField(_("gửi lại trước ngày"), null=True)
    reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = DutyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo đã gửi")
        constraints = (
            models.UniqueConstraint("duty", "year", "period", "unit", name="duty_report_once"),
            models.CheckConstraint(
                condition=Q(returned=False) | Q(again_by__isnull=False) & ~Q(reason=""),
                name="duty_report_returned_says_why",
            ),
        )
