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
from dunghen.dossiers.chain.append import RELATED, append, current_version, state_of
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.limits.clock import clocks_of
from dunghen.dossiers.models import DossierVersion, Redating
from dunghen.dossiers.rules import EventKind
from dunghen.org.models import Day

AT_ONCE = 500  # versions read with their events


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
    versions = ours.order_by("due_at", "id").iterator(AT_ONCE)
    while some := list(islice(versions, AT_ONCE)):
        clocks = clocks_of([version.dossier_id for version in some])
        for version in some:
            calendar = calendar_of(version.unit.office_hours)
            try:
                found = clocks[version.dossier_id].due(state_of(version), calendar).due_at
            except CalendarGapError:
                continue
            if version.due_at is not None and found is not None and found != version.due_at:
                yield Move(version.dossier_id, version.dossier.code, version.due_at, found)


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
