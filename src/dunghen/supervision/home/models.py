"""Reminders: what somebody was told of on a day. Written by actions only."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person, Unit


class DutyKind(models.TextChoices):
    """What is to be done, by the area it comes from."""

    PLAN = "plan", _("Nhiệm vụ trong kế hoạch")
    GIVEN = "given", _("Nhiệm vụ được giao")
    REMEDY = "remedy", _("Khắc phục sau kiểm tra")
    ITEM = "item", _("Công việc tồn đọng")
    REPORT = "report", _("Báo cáo định kỳ")
    OUTLINE = "outline", _("Báo cáo theo đề cương kiểm tra")
    ANSWER = "answer", _("Kết quả rà soát tồn đọng")
    MEETING = "meeting", _("Kết luận hội nghị, đối thoại")
    REPLY = "reply", _("Báo cáo kết quả thực hiện văn bản")
    WITH = "with", _("Phối hợp nhiệm vụ được giao")
    BESIDE = "beside", _("Phối hợp nhiệm vụ trong kế hoạch")


WORK = (DutyKind.PLAN, DutyKind.GIVEN, DutyKind.REMEDY, DutyKind.ITEM, DutyKind.MEETING)
SENT = (DutyKind.REPORT, DutyKind.OUTLINE, DutyKind.ANSWER, DutyKind.REPLY)  # what a unit sends
# What a unit takes part in stands in its own list alone: another unit answers for it.


class Reminder(models.Model):
    """Somebody is reminded of something, at most once a day. `key`: which of its kind; `read`: when they said
    that they know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders", db_index=False)
    day = models.DateField(_("ngày nhắc"))
    kind = models.CharField(_("loại"), max_length=8, choices=DutyKind)
    key = models.CharField(_("mã"), max_length=80)
    title = models.CharField(_("nội dung"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False)
    due = models.DateField(_("thời hạn"))
    read = models.DateTimeField(_("đã đọc lúc"), null=True)

    class Meta:
        verbose_name = _("nhắc việc")
        constraints = (models.UniqueConstraint("person", "day", "kind", "key", name="reminder_once_a_day"),)
        indexes = (
            models.Index(F("person"), F("day").desc(), name="reminder_unread", condition=Q(read=None)),
        )
