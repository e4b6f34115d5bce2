"""Rows as the system knew them: a version holds from `known_from` until the next took its place.

Nothing of a version is ever changed except `known_to`, once, when its successor is written.
"""

from datetime import datetime

from django.db import connections, models
from django.db.models import F, Q


class Known(models.Model):
    """A version. `known_from` is our transaction's time, or, for history loaded before the system went
    live, the time the old system recorded it (`attested`). The current version has no `known_to`."""

    known_from = models.DateTimeField()
    known_to = models.DateTimeField(null=True)
    attested = models.BooleanField(default=False)

    class Meta:
        abstract = True


def known_at(moment: datetime | None, prefix: str = "") -> Q:
    """The versions that were held true at `moment`; the current ones if it is None."""
    current = Q(**{f"{prefix}known_to__isnull": True})
    if moment is None:
        return current
    return Q(**{f"{prefix}known_from__lte": moment}) & (current | Q(**{f"{prefix}known_to__gt": moment}))


def known_in_order(name: str) -> models.CheckConstraint:
    """A version ends after it began."""
    return models.CheckConstraint(
        condition=Q(known_to__isnull=True) | Q(known_to__gt=F("known_from")), name=name
    )


def transaction_time() -> datetime:
    """When the open transaction began: the only source of `known_from` and `recorded_at`."""
    return _one("SELECT transaction_timestamp()")


def settled_time() -> datetime:
    """A moment whose past can no longer change: just before the oldest open transaction began.

    A writer stamps its rows with its transaction's begin; whoever is still open could commit rows of
    that moment later, so a lock takes a time before all of them.
    """
    return _one(
        "SELECT least(min(xact_start), transaction_timestamp()) - interval '1 millisecond'"
        " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )


def _one(statement: str) -> datetime:
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    if row is None or not isinstance(row[0], datetime):
        raise RuntimeError(statement)
    return row[0]
