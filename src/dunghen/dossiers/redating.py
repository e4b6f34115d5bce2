"""When the calendar changes: which open dossiers move, and their re-dating by one recorded decision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from dunghen.core.known import transaction_time
from dunghen.core.worktime import Calendar, CalendarGapError
from dunghen.dossiers import rules
from dunghen.dossiers.append import RELATED, append, current_version, state_of
from dunghen.dossiers.chain import Entry
from dunghen.dossiers.clock import Clock, clocks_of
from dunghen.dossiers.models import DossierVersion, Redating
from dunghen.dossiers.rules import EventKind
from dunghen.org.models import Day

BATCH = 500  # dossiers whose events are read at once


@dataclass(frozen=True, slots=True)
class Move:
    """An open dossier whose due date a calendar moves."""

    dossier_id: int
    code: str
    due_at: datetime
    new_due_at: datetime


def moves(day: Day, calendar_of: Callable[[str], Calendar]) -> Iterator[Move]:
    """The open dossiers that a changed day moves, by due date; `calendar_of` gives the changed calendar by
    office hours. A due date that the file gave and we did not compute stays as it was given."""
    waiting = DossierVersion.objects.filter(known_to__isnull=True, outcome="", due_at__isnull=False)
    touched = waiting.filter(due_at__date__gte=day.day, received_at__date__lte=day.day)
    ours = touched.filter(due_at=F("computed_due_at")).select_related("dossier", *RELATED)
    versions = ours.order_by("due_at", "id").iterator(BATCH)
    while batch := list(islice(versions, BATCH)):
        clocks = clocks_of([version.dossier_id for version in batch])
        for version in batch:
            found = _due(version, clocks[version.dossier_id], calendar_of(version.unit.office_hours))
            if version.due_at and found and found != version.due_at:
                yield Move(version.dossier_id, version.dossier.code, version.due_at, found)


def _due(version: DossierVersion, clock: Clock, calendar: Calendar) -> datetime | None:
    """The due date by a calendar; None where that does not reach so far."""
    try:
        return clock.due(state_of(version), calendar).due_at
    except CalendarGapError:
        return None


@transaction.atomic
def redate(day: Day, calendar_of: Callable[[str], Calendar], *, decision: str, by: str) -> list[Move]:
    """Move them all by one decision; each dossier's chain names it."""
    now = transaction_time()
    found = list(moves(day, calendar_of))
    record = Redating.objects.create(day=day, decision=decision, decided_at=now, dossiers=len(found))
    for move in found:
        version = current_version(move.dossier_id)
        state = rules.redate(state_of(version), move.new_due_at)
        info = {"decision": decision, "redating": record.pk}
        append(version, [Entry(EventKind.REDATED.value, now, state, None, info)], by=by, now=now)
    return found
