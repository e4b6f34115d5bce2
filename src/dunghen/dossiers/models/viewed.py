"""Who was shown persons."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person


class ViewedPage(models.TextChoices):
    LIST = "list", _("Danh sách hồ sơ")
    DOSSIER = "dossier", _("Trang hồ sơ")
    INTAKE = "intake", _("Tiếp nhận hồ sơ")
    VAULT = "vault", _("Kho dữ liệu điện tử")
    PAPER = "paper", _("Giấy tờ của hồ sơ")
    REGISTER = "register", _("Sổ theo dõi hồ sơ")


class PersonView(models.Model):
    """Who was shown the personal data of which dossiers, and when; one row a page. Never changed, never
    removed. No personal data itself: dossiers by their ids, and the units that decided them then."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("người xem"))
    at = models.DateTimeField(_("lúc"))
    page = models.CharField(_("trang"), max_length=8, choices=ViewedPage)
    dossiers = ArrayField(models.BigIntegerField(), verbose_name=_("hồ sơ"))
    units = ArrayField(models.BigIntegerField(), verbose_name=_("cơ quan giải quyết"))

    class Meta:
        verbose_name = _("lượt xem thông tin người nộp")
        indexes = (
            GinIndex(fields=["dossiers"], name="view_dossiers"),
            GinIndex(fields=["units"], name="view_units"),
        )
