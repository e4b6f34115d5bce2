"""What the marks of TT 01/2018/TT-VPCP need beside the dossiers: what is noted of a unit in a quarter, and
complaints that were found untrue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.models.handling import Rating
from dunghen.org.models import Person, Unit


class Noted(models.IntegerChoices):
    """The indicators that no other record answers; they are noted from reports and decisions
    (art. 14.3.c)."""

    AT_DESK = 5, _("Tiếp nhận, giải quyết, trả kết quả tại Bộ phận Một cửa")
    FEEDBACK = 8, _("Tiếp thu, giải trình phản ánh, kiến nghị")


class UnitNote(models.Model):
    """Of one unit in one quarter. `total`: procedures of the one-stop's list, or feedback received; `met`:
    procedures received and returned at the one-stop, or feedback answered in time; `further`: procedures also
    appraised and approved there, or feedback that drags on. The last one counts; none is changed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    quarter = models.PositiveSmallIntegerField(_("quý"))
    indicator = models.PositiveSmallIntegerField(_("chỉ số"), choices=Noted)
    total = models.PositiveIntegerField(_("tổng số"))
    met = models.PositiveIntegerField(_("số đạt"))
    further = models.PositiveIntegerField(_("số khác"))
    document = models.CharField(_("văn bản làm căn cứ"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("số liệu chấm điểm của đơn vị")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(met__lte=models.F("total")) & models.Q(further__lte=models.F("total")),
                name="unit_note_within_total",
            ),
        )
        indexes = (models.Index(fields=["unit", "year", "quarter"], name="unit_note_quarter"),)


class UntrueComplaint(models.Model):
    """That a complaint about officers was concluded to be untrue, so that it does not count (art. 13.7.c)."""

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="untrue")
    document = models.CharField(_("văn bản kết luận"), max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("người ghi"))
    at = models.DateTimeField(_("ghi lúc"))

    class Meta:
        verbose_name = _("phản ánh được kết luận là không đúng")
