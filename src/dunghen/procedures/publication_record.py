"""Shared by the actions on publication decisions: the row held, its new state, its events."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied

from dunghen.core.known import transaction_time
from dunghen.org.models import Person
from dunghen.procedures.models import Publication, PublicationEvent, PublicationStep


def locked(pk: int) -> Publication:
    """The decision, until the transaction ends. Raises DoesNotExist."""
    return Publication.objects.select_for_update().get(pk=pk)


def need(allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not allowed:
        raise PermissionDenied


def move(
    publication: Publication,
    by: Person,
    step: PublicationStep,
    *,
    day: date | None = None,
    note: str = "",
    **said: Any,
) -> None:
    """A step of its life: what is said of it now, and the event."""
    Publication.objects.filter(pk=publication.pk).update(**said)
    record(publication, step, by, day=day, note=note)


def record(
    publication: Publication,
    kind: PublicationStep,
    by: Person,
    *,
    day: date | None = None,
    note: str = "",
) -> None:
    """The event alone."""
    PublicationEvent.objects.create(
        publication=publication, at=transaction_time(), kind=kind, by=by, day=day, note=note
    )
