"""Campaigns that review pending work, the units asked, and the items they list."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.given.models import Source
from dunghen.supervision.tasks.models import Task


class Group(models.TextChoices):
    """Whether the rules are there and were not followed, or are missing or in each other's way."""

    A = "a", _("Nhóm A: đã có quy định nhưng chưa thực hiện đúng, đủ")
    B = "b", _("Nhóm B: chưa quy định hoặc chồng chéo, vướng mắc")


class Cause(models.TextChoices):
    MECHANISM = "mechanism", _("Cơ chế")
    CAPACITY = "capacity", _("Năng lực")
    ATTITUDE = "attitude", _("Ý thức trách nhiệm")
    COORDINATION = "coordination", _("Phối hợp")


class Way(models.TextChoices):
    """What an item of group B becomes."""

    AMEND = "amend", _("Kiến nghị sửa đổi, bổ sung quy định")
    INNOVATION = "innovation", _("Đăng ký đề xuất đổi mới, sáng tạo (NĐ 73/2023/NĐ-CP)")
    CONTROL = "control", _("Đưa vào kiểm soát thủ tục hành chính")


class PendingStep(models.TextChoices):
    OPENED = "opened", _("Mở đợt rà soát")
    ADDED = "added", _("Thêm nội dung")
    CHANGED = "changed", _("Sửa nội dung")
    REMOVED = "removed", _("Bỏ nội dung")
    IMPORTED = "imported", _("Nhập nội dung từ tệp Excel")
    ANSWERED = "answered", _("Gửi kết quả rà soát")
    RETURNED = "returned", _("Trả lại")
    TASKED = "tasked", _("Giao nhiệm vụ")
    RECOMMENDED = "recommended", _("Ghi kiến nghị")
    FINISHED = "finished", _("Giải quyết xong")
    CLOSED = "closed", _("Kết thúc đợt rà soát")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, person: Person, day: date) -> "CampaignQuerySet":
        """Those that ask one's units; all for who sees the whole city."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        if units is None:
            return self
        return self.filter(pk__in=Answer.objects.filter(unit__in=units).values("campaign"))


class Campaign(models.Model):
    """A review of pending work, opened by a letter to the units it asks. `source`: that letter among the
    documents that give tasks, once an item became one."""

    title = models.CharField(_("tên đợt rà soát"), max_length=300)
    number = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan tổng hợp"))
    opened = models.DateField(_("ngày văn bản"))
    deadline = models.DateField(_("hạn gửi"))
    closed = models.DateField(_("ngày kết thúc"), null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(_("lần sửa"), default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt rà soát công việc tồn đọng")
        constraints = (models.UniqueConstraint("number", "opened", name="campaign_once"),)

    def __str__(self) -> str:
        return self.title


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person, day: date) -> "AnswerQuerySet":
        """Those of one's units."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        return self if units is None else self.filter(unit__in=units)


class Answer(models.Model):
    """A unit that is asked. `answered`: the day its answer came; with no item it says that nothing is
    pending."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="answers", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    answered = models.DateField(_("ngày gửi"), null=True)
    version = models.PositiveIntegerField(_("lần sửa"), default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị được yêu cầu rà soát")
        constraints = (models.UniqueConstraint("campaign", "unit", name="answer_once"),)


class PendingItem(models.Model):
    """Something that was to be done and is not. `waits`: who waits for it, such as an investor; `task`: what
    an item of group A became; `way`: what one of group B became, with addressee and document."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="items", db_index=False)
    number = models.PositiveSmallIntegerField(_("STT"))
    content = models.TextField(_("nội dung công việc tồn đọng"))
    since = models.CharField(_("từ thời điểm"), max_length=60)
    group = models.CharField(_("nhóm"), max_length=1, choices=Group)
    causes = ArrayField(models.CharField(max_length=12, choices=Cause), verbose_name=_("nguyên nhân"))
    responsible = models.CharField(_("người chịu trách nhiệm"), max_length=200)
    way_out = models.TextField(_("hướng giải quyết"))
    due = models.DateField(_("thời hạn"))
    waits = models.CharField(_("tổ chức, cá nhân chờ giải quyết"), max_length=200, blank=True)
    task = models.OneToOneField(Task, models.PROTECT, null=True, related_name="pending")
    way = models.CharField(_("hình thức kiến nghị"), max_length=10, choices=Way, blank=True)
    addressee = models.CharField(_("nơi nhận kiến nghị"), max_length=200, blank=True)
    document = models.CharField(_("văn bản kiến nghị, đăng ký"), max_length=120, blank=True)
    finished = models.DateField(_("ngày giải quyết xong"), null=True)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("công việc tồn đọng")
        constraints = (
            models.UniqueConstraint("answer", "number", name="pending_number_once"),
            models.CheckConstraint(
                condition=Q(group="a", way="") | Q(group="b", task=None), name="pending_becomes_by_group"
            ),
        )
        indexes = (
            models.Index(
                fields=("due", "id"),
                include=("answer",),
                name="pending_to_do",
                condition=Q(finished=None, task=None, way=""),
            ),
        )
