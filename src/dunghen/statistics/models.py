"""Reports, observations, what was published, locks. Form rows are law, read from law/forms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import Known, known_in_order
from dunghen.org.models import Unit


class Report(models.Model):
    """A periodic report: which time it speaks of and when it was signed."""

    code = models.CharField(_("kỳ báo cáo"), max_length=20, unique=True)
    name = models.CharField(_("tên kỳ"), max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    window_from = models.DateTimeField(_("số liệu từ"))
    window_to = models.DateTimeField(_("đến trước"))
    signed = models.DateField(_("ngày ký"), null=True)
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    reading = models.TextField(_("cách hiểu bản nguồn"), blank=True)

    class Meta:
        verbose_name = _("báo cáo")
        constraints = (
            models.CheckConstraint(
                condition=Q(window_to__gt=F("window_from")), name="report_window_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Declaration(Known):
    """A figure that was declared, not counted, with where it comes from."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="declarations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4)
    source = models.TextField(_("nguồn"))

    class Meta:
        verbose_name = _("số liệu khai báo")
        constraints = (
            models.UniqueConstraint("report", "unit", "cell", "known_from", name="declaration_once"),
            models.UniqueConstraint(
                "report", "unit", "cell", condition=Q(known_to__isnull=True), name="declaration_one_current"
            ),
            known_in_order("declaration_known_in_order"),
        )


class Published(models.Model):
    """A figure as printed in the issued report, and the reason where ours differs."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="published")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    text = models.CharField(_("như bản in"), max_length=60, blank=True)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4, null=True)
    place = models.TextField(_("vị trí trong văn bản"), blank=True)
    reason = models.TextField(_("lý do chênh lệch"), blank=True)

    class Meta:
        verbose_name = _("số liệu đã công bố")
        constraints = (models.UniqueConstraint("report", "cell", name="published_once"),)


class Lock(models.Model):
    """The figures of a report were closed (chốt số liệu) as known at a moment."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="locks")
    known_at = models.DateTimeField(_("theo hiểu biết đến"))
    locked_at = models.DateTimeField(_("chốt lúc"))
    seal = models.PositiveIntegerField(_("số niêm phong"))

    class Meta:
        verbose_name = _("chốt số liệu")


class LockedFigure(models.Model):
    """A cell of a unit as it stood in a lock."""

    lock = models.ForeignKey(Lock, models.PROTECT, related_name="figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    cell = models.CharField(_("mã chỉ tiêu"), max_length=40)
    origin = models.CharField(_("nguồn số liệu"), max_length=10)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4, null=True)
    numerator = models.DecimalField(_("tử số"), max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(_("mẫu số"), max_digits=20, decimal_places=4, null=True)

    class Meta:
        verbose_name = _("số liệu đã chốt")
        constraints = (models.UniqueConstraint("lock", "unit", "cell", name="locked_figure_once"),)


class ChartImage(models.Model):
    """A chart as the worker drew it, under the digest of its content; thrown away when it is old."""

    digest = models.CharField(_("dấu nội dung"), max_length=64, primary_key=True)
    light = models.TextField(_("hình trên nền sáng"))
    dark = models.TextField(_("hình trên nền tối"))
    drawn_at = models.DateTimeField(_("vẽ lúc"))

    class Meta:
        verbose_name = _("hình biểu đồ")
