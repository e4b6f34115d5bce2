"""The due date of a dossier at work: its limit, receipt, supplements and pauses, read from its events."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from dunghen.core.worktime import Calendar, Due, Limit, LimitUnit, Pause, due
from dunghen.dossiers.chain.happened import events_of
from dunghen.dossiers.importing.row import intervals
from dunghen.dossiers.models import DossierEvent
from dunghen.dossiers.rules import EventKind, Refused, State

CLOCK = (
    EventKind.PAPERS_REQUESTED,
    EventKind.PAPERS_COMPLETED,
    EventKind.PAUSED,
    EventKind.RESUMED,
    EventKind.CORRECTED,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """What moved the due date so far: completed supplements restart the limit (NĐ 61/2018/NĐ-CP art.
    19.4), pauses stop it where the procedure's own law says so."""

    restarts: tuple[datetime, ...]
    pauses: tuple[Pause, ...]
    asked: int  # how often papers were asked for

    def due(self, state: State, calendar: Calendar) -> Due:
        """The due date with its proof. Raises Refused where the procedure has no limit."""
        if state.limit_amount is None:
            raise Refused(_("Thủ tục không có thời hạn giải quyết."))
        limit = Limit(state.limit_amount, LimitUnit(state.limit_unit))
        return due(state.received_at, limit, calendar, self.pauses, self.restarts)


def clock_of(dossier_id: int) -> Clock:
    """Read a dossier's clock from its events."""
    return _clock(event for event in events_of(dossier_id) if event.kind in CLOCK)


def clocks_of(dossier_ids: Collection[int]) -> dict[int, Clock]:
    """The clocks of many dossiers, with one query."""
    found: dict[int, list[DossierEvent]] = {dossier: [] for dossier in dossier_ids}
    events = DossierEvent.objects.filter(dossier__in=dossier_ids, kind__in=CLOCK)
    for event in events.order_by("dossier", "number"):
        found[event.dossier_id].append(event)
    return {dossier: _clock(events) for dossier, events in found.items()}


def _clock(events: Iterable[DossierEvent]) -> Clock:
    restarts: list[datetime] = []
    pauses: list[Pause] = []
    asked = 0
    for event in events:
        if event.kind == EventKind.PAPERS_REQUESTED:
            asked += 1
        elif event.kind == EventKind.PAPERS_COMPLETED:
            restarts.append(event.occurred_at)
        elif event.kind == EventKind.PAUSED:
            pauses.append(Pause(event.occurred_at, None))
        elif event.kind == EventKind.RESUMED:
            pauses[-1] = Pause(pauses[-1].start, event.occurred_at)
        else:
            restarts, pauses, asked = _as_corrected(event)
    return Clock(tuple(restarts), tuple(pauses), asked)


def _as_corrected(event: DossierEvent) -> tuple[list[datetime], list[Pause], int]:
    """A correction tells the waits anew."""
    file = json.loads(event.text)["info"]["file"]
    supplements, stops = intervals(file["supplements"]), intervals(file["pauses"])
    restarts = [stop for _, stop, _ in supplements if stop is not None]
    return restarts, [Pause(start, stop) for start, stop, _ in stops], len(supplements)


def working_day_after(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th working day after a day."""
    for _step in range(count):
        day = calendar.next_working(day)
    return day


def working_day_before(calendar: Calendar, day: date) -> date:
    """The last working day before a day."""
    return calendar.nth(calendar.position(day) - 1)
