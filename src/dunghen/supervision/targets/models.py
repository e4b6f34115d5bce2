"""Targets and what was observed of them. Written by actions only."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.supervision.targets import rules


class TargetStep(models.TextChoices):
    SET = "target_set", _("Giao chỉ tiêu")
    OBSERVED = "observed", _("Ghi số liệu")


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, person: Person, day: date) -> Self:
        """Those of the units whose tasks a person may see, and those such a unit answers for."""
        units = Unit.objects.within(person.reach(Right.TASKS, day), day)
        return self if units is None else self.filter(models.Q(unit__in=units) | models.Q(answers__in=units))


class Target(models.Model):
    """What a document gives a unit to reach in a year: an indicator, how it compares, the value, the clause,
    who answers for it. `cell`: the figure of the forms it is about, if it is one."""

    programme = models.CharField(_("chương trình, kế hoạch"), max_length=200)
    name = models.CharField(_("chỉ tiêu"), max_length=500)
    cell = models.CharField(_("mã chỉ tiêu thống kê"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị được giao"))
    year = models.PositiveSmallIntegerField(_("năm"))
    judged_on = models.DateField(_("ngày đánh giá"))
    operator = models.CharField(_("so sánh"), max_length=4, choices=[*rules.OPERATORS.items()])
    value = models.DecimalField(_("giá trị"), max_digits=18, decimal_places=2)
    measure = models.CharField(_("đơn vị tính"), max_length=40, blank=True)
    source = models.CharField(_("văn bản giao"), max_length=300)
    clause = models.CharField(_("điều, khoản"), max_length=120, blank=True)
    answers = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    sample = models.BooleanField(_("dữ liệu mẫu"), default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu được giao")
        constraints = (models.UniqueConstraint("unit", "year", "programme", "name", name="target_once"),)

    def __str__(self) -> str:
        return self.name


class Observation(models.Model):
    """What was observed of a target on a day. Never changed, never removed: the last of the latest day
    holds. `cause`, and whose it is, of a target that was not reached."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="observations", db_index=False)
    day = models.DateField(_("ngày của số liệu"))
    value = models.DecimalField(_("kết quả"), max_digits=18, decimal_places=2)
    source = models.CharField(_("nguồn số liệu"), max_length=300)
    cause = models.CharField(_("nguyên nhân chưa đạt"), max_length=500, blank=True)
    cause_of = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("ghi lúc"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("số liệu của chỉ tiêu")
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("target", "-day", "-id"), name="observation_latest"),)
