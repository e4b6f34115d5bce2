"""Messages to applicants, and how far the ledger has been read for them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.models import CURRENT, Area, DossierEvent, DossierVersion
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right


class Channel(models.TextChoices):
    SMS = "sms", _("Tin nhắn SMS")
    MAIL = "mail", _("Thư điện tử")
    ZALO = "zalo", _("Zalo")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    NO_ADDRESS = "no_address", _("Không có địa chỉ nhận")
    FAILED = "failed", _("Chưa gửi được")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Those of the dossiers whose rows a person may see."""
        area = Area.of(person, Right.ROWS, day)
        if area.units is None:
            return self
        mine = DossierVersion.objects.filter(CURRENT, officer__isnull=False, officer=area.officer)
        return self.filter(Q(unit__in=area.units) | Q(event__dossier__in=mine.values("dossier")))


class Message(models.Model):
    """What an applicant is told of one event by one channel. It holds neither name nor address: both are
    read from the applicant's row when it is sent, and gone when that row is erased."""

    event = models.ForeignKey(DossierEvent, models.PROTECT, related_name="+", verbose_name=_("việc"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan giải quyết"))
    channel = models.CharField(_("hình thức"), max_length=4, choices=Channel)
    subject = models.CharField(_("tiêu đề"), max_length=300)
    text = models.TextField(_("nội dung"))
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=MessageState, default=MessageState.WAITING
    )
    written_at = models.DateTimeField(_("lập lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    tries = models.PositiveSmallIntegerField(_("số lần gửi"), default=0)
    problem = models.CharField(_("lý do chưa gửi được"), max_length=300, blank=True)
    reference = models.CharField(_("mã của nơi chuyển"), max_length=100, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("tin nhắn cho người nộp hồ sơ")
        constraints = (models.UniqueConstraint("event", "channel", name="message_once"),)
        indexes = (
            models.Index(fields=["unit", "-id"], name="message_unit"),
            models.Index(
                fields=["-id"],
                name="message_unsent",
                condition=~Q(state=MessageState.SENT),
                include=("unit",),
            ),
        )

    @property
    def key(self) -> str:
        """Given to the partner with each try, so that a second one of the same message is told."""
        return f"dunghen-{self.event_id}-{self.channel}"


class Sweep(models.Model):
    """Up to which moment the ledger has been read for messages; one row."""

    upto = models.DateTimeField(_("đã đọc đến"))
