"""Dossiers handed over from one desk to another, on a list that both sides sign."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.dossiers.models.dossier import Dossier
from dunghen.org.models import Person, Unit


class HandOverListQuerySet(models.QuerySet["HandOverList"]):
    def between(self, units: Collection[int]) -> Self:
        """Those that one of these units gave or was given."""
        return self.filter(Q(from_unit__in=units) | Q(to_unit__in=units))


class HandOverList(models.Model):
    """A list of dossiers given by one unit to another, or between desks of one (danh sách bàn giao; NĐ
    61/2018/NĐ-CP art. 18). `number` counts from 1 within the giving unit and day."""

    number = models.PositiveIntegerField(_("số"))
    day = models.DateField(_("ngày"))
    from_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("bên giao"), db_index=False
    )
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("bên nhận"))
    given_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("người giao"), db_index=False
    )
    given_at = models.DateTimeField(_("giao lúc"))
    taken_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người nhận"), db_index=False
    )
    taken_at = models.DateTimeField(_("nhận lúc"), null=True)

    objects = HandOverListQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách bàn giao hồ sơ")
        constraints = (
            models.UniqueConstraint("from_unit", "day", "number", name="hand_over_number_once"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="hand_over_taken_by_somebody",
            ),
        )


class HandedOver(models.Model):
    """A dossier on such a list. `to_take`: not taken yet; a dossier is on one such list at a time."""

    list = models.ForeignKey(HandOverList, models.PROTECT, related_name="rows")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hand_overs")
    late = models.BooleanField(_("chuyển muộn"))
    to_take = models.BooleanField(_("chờ nhận"), default=True)

    class Meta:
        verbose_name = _("hồ sơ bàn giao")
        constraints = (
            models.UniqueConstraint("list", "dossier", name="handed_over_once"),
            models.UniqueConstraint("dossier", condition=Q(to_take=True), name="handed_over_to_one"),
        )
