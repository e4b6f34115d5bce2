"""A surprise visit: its minutes, made on the spot. The cases it found stand in the register of
accountability, by the number and day of the minutes."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.documents.models import File
from dunghen.org.models import Person, Unit
from dunghen.supervision.inspections.models.team import Team, within


class SurpriseVisitQuerySet(models.QuerySet["SurpriseVisit"]):
    def visible_to(self, person: Person, day: date) -> "SurpriseVisitQuerySet":
        """Those of one's units and of one's teams."""
        seen = within(person, day, "unit", "team__organiser", team="team")
        return self if seen is None else self.filter(seen)


class SurpriseVisit(models.Model):
    """Minutes made at once. `key` is given by the tablet: sent again, however often, they are the same
    minutes; `digest` tells whether they still say the same. Never changed: new minutes correct them."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị được kiểm tra"))
    number = models.CharField(_("biên bản số"), max_length=60)
    at = models.DateTimeField(_("kiểm tra lúc"))
    day = models.DateField(_("ngày kiểm tra"))
    place = models.CharField(_("nơi kiểm tra"), max_length=200)
    present = models.TextField(_("thành phần tham dự"))
    findings = models.TextField(_("nội dung ghi nhận"))
    unit_opinion = models.TextField(_("ý kiến của đơn vị"), blank=True)
    proposal = models.TextField(_("kiến nghị của Đoàn"), blank=True)
    unsigned_reason = models.CharField(_("lý do đơn vị không ký"), max_length=250, blank=True)
    team_signature = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    unit_signature = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    scan = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    photos = models.ManyToManyField(File, related_name="+", verbose_name=_("ảnh"))
    key = models.UUIDField(unique=True)
    digest = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người lập"))
    recorded_at = models.DateTimeField(_("hệ thống nhận lúc"))
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = SurpriseVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra đột xuất")
        indexes = (
            models.Index(fields=("-at", "-id"), name="surprise_visit_latest"),
            models.Index(fields=("unit", "-at"), name="surprise_visit_of_unit"),
        )
        constraints = (models.UniqueConstraint("team", "number", "day", name="surprise_minutes_number_once"),)

    def __str__(self) -> str:
        return str(self.unit)
