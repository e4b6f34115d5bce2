"""Audits (thanh tra) of recruitment, staff and organisation: under the law on inspectorates, with papers of
their own, never an inspection of either regime."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, person: Person, day: date) -> "AuditQuerySet":
        """Those of one's units as audited or as auditing."""
        units = Unit.objects.within(person.reach(Right.INSPECT, day), day)
        return self if units is None else self.filter(Q(unit__in=units) | Q(auditor__in=units))


class Audit(models.Model):
    """The audit of a unit, once a decision: decision, conclusion, decision on handling, conclusion carried
    out. `counted_for` as of a team."""

    auditor = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan tiến hành thanh tra")
    )
    counted_for = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("tính vào số liệu của")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị được thanh tra"))
    subject = models.CharField(_("nội dung thanh tra"), max_length=300)
    decision_number = models.CharField(_("quyết định thanh tra số"), max_length=60)
    decision_day = models.DateField(_("ngày quyết định thanh tra"))
    conclusion_number = models.CharField(_("kết luận thanh tra số"), max_length=60, blank=True)
    conclusion_day = models.DateField(_("ngày kết luận thanh tra"), null=True)
    handling_number = models.CharField(_("quyết định xử lý số"), max_length=60, blank=True)
    handling_day = models.DateField(_("ngày quyết định xử lý"), null=True)
    carried_out = models.DateField(_("ngày thực hiện xong kết luận"), null=True)
    proof = models.CharField(_("văn bản xác nhận thực hiện xong"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc thanh tra")
        constraints = (
            models.UniqueConstraint("auditor", "decision_number", "decision_day", "unit", name="audit_once"),
            models.CheckConstraint(
                condition=Q(carried_out=None) | Q(conclusion_day__isnull=False) & ~Q(proof=""),
                name="audit_carried_out_after_its_conclusion",
            ),
        )

    def __str__(self) -> str:
        return str(self.unit)
