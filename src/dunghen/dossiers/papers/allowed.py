"""Until when each part of the work on a dossier was allowed, for its routing slip."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from dunghen.core.ledger import moment
from dunghen.core.worktime import CalendarGapError, Limit, LimitUnit, due_at
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import EventKind
from dunghen.org.calendar import calendar

FORWARDED = Limit(Decimal(1), LimitUnit.SAME_DAY)
HANDED_ON = {EventKind.RECEIVED, EventKind.ASSIGNED, EventKind.STEP_DONE, EventKind.PAPERS_COMPLETED}
ENDS = {EventKind.RESOLVED, EventKind.REFUSED, EventKind.TIME_CORRECTED}


class Allowed:
    """Told the events of a dossier in their order. Forwarding: the same day, or the next if received after
    15:00 (NĐ 61/2018/NĐ-CP art. 18.2); a step: its working hours from the hand-over before; an opinion: its
    own limit (art. 19.5); the end: the due date."""

    def __init__(self, version: DossierVersion) -> None:
        self._due = version.due_at
        self._calendar = calendar(version.unit.office_hours)
        self._hours = dict(version.procedure_version.steps.values_list("name", "hours"))
        self._asked: dict[str, datetime] = {}
        self._last = version.received_at
        self._forwarded = False

    def until(self, kind: EventKind, at: datetime, info: dict[str, Any]) -> datetime | None:
        """None where nothing limits it, and outside the known years."""
        found = self._of(kind, info)
        if kind in HANDED_ON:
            self._last = at
        return found

    def _of(self, kind: EventKind, info: dict[str, Any]) -> datetime | None:
        if kind in ENDS:
            return self._due
        if kind in {EventKind.CONSULTED, EventKind.OPINION}:
            if due := info.get("due_at"):
                self._asked[info["unit"]] = moment(due)
            return self._asked.get(info.get("unit", ""))
        if kind is EventKind.STEP_DONE:
            hours = self._hours.get(info.get("step", ""))
            return self._after(Limit(hours, LimitUnit.HOUR)) if hours else None
        if kind is EventKind.RECEIVED:
            return self._after(FORWARDED)
        if kind is EventKind.ASSIGNED and not self._forwarded:
            self._forwarded = True
            return self._after(FORWARDED)
        return None

    def _after(self, limit: Limit) -> datetime | None:
        try:
            return due_at(self._last, limit, self._calendar)
        except CalendarGapError:
            return None
