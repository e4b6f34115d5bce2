"""The record of a dossier's hand-overs: who gave it to whom, when, and whether within the time allotted.

Read from its events; the routing slip (Phiếu kiểm soát quá trình giải quyết hồ sơ) is drawn from it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dunghen.core.once import once
from dunghen.core.worktime import Calendar, CalendarGapError
from dunghen.dossiers.chain.happened import events_of
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import EventKind, Paper
from dunghen.org.calendar import calendar
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.procedures.models import ProcedureStep

HANDED = (
    *(EventKind.RECEIVED, EventKind.ASSIGNED, EventKind.STEP_DONE, EventKind.SUBMITTED, EventKind.SENT_BACK),
    *(EventKind.SIGNED, EventKind.RESOLVED, EventKind.REFUSED, EventKind.RETURNED),
)
# Nobody's time runs while the applicant completes the dossier: the limit starts anew (art. 19.4).
_ANEW = EventKind.PAPERS_COMPLETED
# Of papers that end the dossier; asking for papers or apologising is no step of the process.
_OF_PAPERS = {EventKind.SUBMITTED, EventKind.SIGNED, EventKind.SENT_BACK}
# Whose step ends with an event that is not a step's own.
_ENDS = {
    EventKind.RECEIVED: Role.RECEIVING_OFFICER,
    EventKind.SUBMITTED: Role.CASE_OFFICER,
    EventKind.SIGNED: Role.HEAD_OF_AGENCY,
    EventKind.RETURNED: Role.RECEIVING_OFFICER,
}
MICROSECONDS = 3_600_000_000  # of an hour, as the calendar counts


class Timing(StrEnum):
    BEFORE = "before"
    ON = "on"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One line of the slip. Empty `step` and no `allotted` hours: no step of the process ended with it.
    `used`: working hours since the hand-over before."""

    step: str
    kind: str
    given_by: str
    taken_by: str
    at: datetime
    allotted: Decimal | None
    used: Decimal | None
    timing: Timing | None


def hand_overs(version: DossierVersion) -> list[HandOver]:
    """The hand-overs of a dossier, the oldest first. Five queries at most."""
    events = [event for event in events_of(version.dossier_id) if event.kind in (*HANDED, _ANEW)]
    texts = [json.loads(event.text) for event in events]
    steps = steps_of(version)
    names = _names(texts)
    working = calendar(version.unit.office_hours)
    made: list[HandOver] = []
    before: datetime | None = None
    for event, text in zip(events, texts, strict=True):
        if event.kind == _ANEW:
            before = event.occurred_at
        if event.kind == _ANEW or _aside(event.kind, text["info"]):
            continue
        step = _step(event.kind, text["info"].get("step", ""), steps, made)
        used = _hours(working, before, event.occurred_at)
        made.append(
            HandOver(
                step=step.name if step else text["info"].get("step", ""),
                kind=str(EventKind(event.kind).label),
                given_by=names.get(text["by"], ""),
                taken_by=names.get(text["set"].get("officer_id") or "", ""),
                at=event.occurred_at,
                allotted=step.hours if step else None,
                used=used,
                timing=timing(used, step.hours) if step and used is not None else None,
            )
        )
        before = event.occurred_at
    return made


def _aside(kind: str, info: dict[str, Any]) -> bool:
    """Whether an event is of a paper that does not end the dossier."""
    return kind in _OF_PAPERS and info.get("paper") not in (Paper.RESULT, Paper.REFUSAL)


def steps_of(version: DossierVersion) -> list[ProcedureStep]:
    """The steps of its process in order. One query a page."""
    steps = version.procedure_version.steps.order_by("position")
    return once(("steps", version.procedure_version_id), lambda: list(steps))


def timing(used: Decimal, allotted: Decimal) -> Timing:
    """Before, on or after the time allotted to a step."""
    return Timing.BEFORE if used < allotted else Timing.ON if used == allotted else Timing.LATE


def steps_left(steps: Iterable[ProcedureStep], done: Iterable[str]) -> list[ProcedureStep]:
    """The steps that are handed on by hand and are not done: those that end otherwise (receipt, signature,
    return) are not among them."""
    over = set(done)
    otherwise = {Role.RECEIVING_OFFICER, Role.HEAD_OF_AGENCY}
    return [step for step in steps if step.name not in over and step.role not in otherwise]


def _step(
    kind: str, name: str, steps: Iterable[ProcedureStep], made: Iterable[HandOver]
) -> ProcedureStep | None:
    """The step that ends with an event: by its name, else the first of its role that has not ended."""
    over = {one.step for one in made}
    if name:
        return next((step for step in steps if step.name == name), None)
    role = _ENDS.get(EventKind(kind))
    return next((step for step in steps if step.role == role and step.name not in over), None)


def _hours(working: Calendar, since: datetime | None, until: datetime) -> Decimal | None:
    if since is None:
        return Decimal(0)
    try:
        worked = working.worked(until) - working.worked(since)
    except CalendarGapError:
        return None
    return (Decimal(worked) / MICROSECONDS).quantize(Decimal("0.01"))


def _names(texts: Iterable[dict[str, Any]]) -> dict[Any, str]:
    """Names of officers by the reference an event holds: who did it by username, who took it by number."""
    told = list(texts)
    users = {text["by"] for text in told}
    numbers = {text["set"]["officer_id"] for text in told if text["set"].get("officer_id")}
    people = Person.objects.filter(username__in=users) | Person.objects.filter(pk__in=numbers)
    names: dict[Any, str] = {}
    for key, username, name in people.values_list("pk", "username", "full_name"):
        names[username] = names[key] = name or username
    return names
