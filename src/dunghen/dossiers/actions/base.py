"""A dossier in hand while an action works on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dunghen.core.known import transaction_time
from dunghen.core.worktime import Calendar
from dunghen.dossiers.chain.append import append, current_version, state_of
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.limits.clock import Clock, clock_of
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import EventKind, State
from dunghen.org.calendar import calendar as calendar_of


@dataclass(frozen=True, slots=True)
class Work:
    """A dossier in hand: locked, with its state, clock and calendar."""

    version: DossierVersion
    state: State
    clock: Clock
    calendar: Calendar
    now: datetime


def take(dossier_id: int) -> Work:
    """The dossier, locked until the transaction ends."""
    now = transaction_time()
    version = current_version(dossier_id)
    calendar = calendar_of(version.unit.office_hours)
    return Work(version, state_of(version), clock_of(dossier_id), calendar, now)


def done(work: Work, kind: EventKind, at: datetime, state: State, by: str, **info: Any) -> DossierVersion:
    """Append one event; what is empty in `info` is not said."""
    entry = Entry(kind.value, at, state, None, {key: value for key, value in info.items() if value})
    return append(work.version, [entry], by=by, now=work.now)
