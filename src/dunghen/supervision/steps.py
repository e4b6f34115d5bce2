"""What was done in this room, by whom and when: one table for all areas, only added to.

An area names its verbs in a TextChoices of its own, and shows them by it. `record` writes the row in the
transaction of the action.
"""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.known import transaction_time
from dunghen.org.models import Person


class StepQuerySet(models.QuerySet["Step"]):
    def of(self, subject: models.Model) -> "StepQuerySet":
        """What was done with a record, oldest first."""
        return self.filter(subject=_name(subject), subject_id=subject.pk).select_related("by").order_by("pk")


class Step(models.Model):
    """One act on a record (`subject`: its model in lower case). Never changed, never removed. `day`: the day
    it is about; `detail`: what was before and after, without personal data. `by` is empty for what was
    loaded or done by the system."""

    subject = models.CharField(_("đối tượng"), max_length=30)
    subject_id = models.BigIntegerField(_("mã đối tượng"))
    kind = models.CharField(_("việc"), max_length=24)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField(_("ngày"), null=True)
    note = models.TextField(_("ghi chú"), blank=True)
    detail = models.JSONField(_("chi tiết"), default=dict)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("lịch sử xử lý")
        indexes = (
            models.Index(fields=("subject", "subject_id"), name="step_of_subject"),
            models.Index(fields=("subject_id",), name="step_unclaimed", condition=Q(kind="unclaimed")),
        )


def record(
    subject: models.Model,
    kind: models.TextChoices,
    by: Person | None,
    *,
    day: date | None = None,
    note: str = "",
    **detail: Any,
) -> Step:
    """The row that says an act was done now."""
    row = step(subject, kind, by, transaction_time(), day=day, note=note, **detail)
    row.save(force_insert=True)
    return row


def step(
    subject: models.Model,
    kind: models.TextChoices,
    by: Person | None,
    at: datetime,
    *,
    day: date | None = None,
    note: str = "",
    **detail: Any,
) -> Step:
    """The row that says an act was done at a moment, not written yet."""
    return Step(
        subject=_name(subject),
        subject_id=subject.pk,
        kind=kind.value,
        at=at,
        by=by,
        day=day,
        note=note,
        detail=detail,
    )


def _name(subject: models.Model) -> str:
    return str(subject._meta.model_name)
