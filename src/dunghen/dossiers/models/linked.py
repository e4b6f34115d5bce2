"""Linked cases and their parts. Written by linked/actions.py only."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.models.dossier import Applicant, Area, Dossier
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.procedures.models import Procedure


class LinkedCaseQuerySet(models.QuerySet["LinkedCase"]):
    def visible_to(self, person: Person, day: date) -> "LinkedCaseQuerySet":
        """The cases that a person's desk received, or of which a part is within their right to rows."""
        area = Area.of(person, Right.ROWS, day)
        here = Unit.objects.within(person.reach(Right.RECEIVE, day), day)
        if area.units is None or here is None:
            return self.all()
        parts = Q(unit__in=area.units)
        if area.officer is not None:
            parts |= Q(dossier__versions__officer=area.officer, dossier__versions__known_to__isnull=True)
        within = models.Exists(LinkedPart.objects.filter(parts, case=models.OuterRef("pk")))
        return self.filter(Q(received_unit__in=area.units | here) | Q(within))


class LinkedCase(models.Model):
    """One submission for several procedures. `due_at`: the latest of its parts, each planned with its whole
    limit; `promised_at`: what the applicant was told, by the law's own limit of the case where it has one.
    Never changed; how it stands is told by its parts."""

    code = models.CharField(_("mã hồ sơ liên thông"), max_length=60, unique=True)
    kind = models.SlugField(_("nhóm liên thông"), max_length=80, db_index=False)
    name = models.CharField(_("tên"), max_length=300)
    applicant = models.ForeignKey(
        Applicant, models.PROTECT, null=True, related_name="linked_cases", db_index=False
    )
    received_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận"))
    received_at = models.DateTimeField(_("tiếp nhận lúc"))
    due_at = models.DateTimeField(_("hạn giải quyết"))
    promised_at = models.DateTimeField(_("ngày hẹn trả"))
    token = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(_("lúc"))

    objects = LinkedCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ liên thông")

    def __str__(self) -> str:
        return self.code


class LinkedPart(models.Model):
    """A part of a case: its dossier once it started, or why it never will. `unit`: who decides it, as far as
    that is known; `said`: how its papers came, by component."""

    case = models.ForeignKey(LinkedCase, models.PROTECT, related_name="parts", db_index=False)
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(_("thành phần"), max_length=60, db_index=False)
    after = ArrayField(models.CharField(max_length=60), verbose_name=_("sau thành phần"), default=list)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan giải quyết")
    )
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="linked_part")
    planned_due_at = models.DateTimeField(_("hạn dự kiến"), null=True)
    said = models.JSONField(_("thành phần hồ sơ"), default=dict)
    refused_reason = models.CharField(_("lý do không thực hiện"), max_length=500, blank=True)
    refused_at = models.DateTimeField(_("không thực hiện từ"), null=True)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("thành phần của hồ sơ liên thông")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("case", "key", name="linked_part_once"),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | (Q(dossier__isnull=True) & ~Q(refused_reason="")),
                name="linked_part_refused_with_reason",
            ),
        )
        indexes = (
            # what the worker looks for each minute
            models.Index(
                fields=["case"],
                name="linked_part_waiting",
                condition=Q(dossier__isnull=True, refused_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.procedure.name


class CaseSerial(models.Model):
    """The last serial given to a case at a receiving unit on a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint("unit", "day", name="case_serial_once"),)
