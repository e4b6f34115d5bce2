"""The register of what was received (sổ theo dõi hồ sơ): a line is given once and stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.models.dossier import Dossier
from dunghen.org.models import Unit


class RegisterSerial(models.Model):
    """The last line of a unit's book of a year: numbers from 01, without gaps (TT 01/2018/TT-VPCP art.
    10.2.c)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint("unit", "year", name="register_serial_once"),)


class RegisterLine(models.Model):
    """A dossier's line in the book of the unit that received it, of the year of its receipt. `day`: of
    receipt, as entered; `entered_at` later than the year: after the book was closed. Never changed, never
    removed."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="line")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số thứ tự"))
    day = models.DateField(_("ngày tiếp nhận"))
    entered_at = models.DateTimeField(_("vào sổ lúc"))

    class Meta:
        verbose_name = _("dòng sổ theo dõi hồ sơ")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year", "number"), include=("day",), name="register_line_once"
            ),
        )
