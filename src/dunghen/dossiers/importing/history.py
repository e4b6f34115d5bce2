"""What a row tells: the events in order, each with the state after it. Pure but for the lookups.

History is taken as it was: the rules that bind an officer today (rules.py) do not refuse what another
system let happen. Only events whose times the file has are told.
"""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from dunghen.core.worktime import CalendarGapError, DueRow, Limit, LimitUnit, Pause
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.importing.reference import Reference, UnitFact, VersionFact, service_level
from dunghen.dossiers.importing.row import BadCell, Interval, Row, content_digest, moment_text
from dunghen.dossiers.rules import EventKind, Outcome, State, Status, end, give_back
from dunghen.procedures.models import OnlineLevel

ENDS = {
    Outcome.RESOLVED.value: EventKind.RESOLVED,
    Outcome.REFUSED.value: EventKind.REFUSED,
    Outcome.REFUSED_AT_INTAKE.value: EventKind.REFUSED_AT_INTAKE,
    Outcome.STOPPED.value: EventKind.STOPPED,
    Outcome.WITHDRAWN.value: EventKind.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Places:
    """The three units of a dossier."""

    decided: UnitFact
    received: UnitFact
    helped: UnitFact


@dataclass(frozen=True, slots=True)
class History:
    """A row understood: itself in the catalogue's words, its events, the due date we compute."""

    row: Row
    places: Places
    version: VersionFact
    entries: tuple[Entry, ...]
    computed_due_at: datetime | None

    @property
    def final(self) -> State:
        return self.entries[-1].state


def tell(row: Row, reference: Reference) -> History:
    """Read a row against units, catalogue and calendar. Raises BadCell."""
    day = row.received_at.date()
    decided = reference.unit("decided_unit", row.decided_unit, day)
    if not decided.counts:
        raise BadCell(
            "decided_unit", "Trung tâm Phục vụ hành chính công chỉ tiếp nhận, không giải quyết hồ sơ."
        )
    received = reference.unit("received_unit", row.received_unit, day) if row.received_unit else decided
    helped = reference.unit("helped_unit", row.helped_unit, day) if row.helped_unit else received
    version = reference.version(row.procedure, day)
    row = _in_our_words(row, Places(decided, received, helped), version)
    places = Places(decided, received, helped)
    first, last = _due_dates(row, reference, decided.hours)
    return History(row, places, version, _entries(row, places, version, first, last), last)


def _in_our_words(row: Row, places: Places, version: VersionFact) -> Row:
    if row.limit is None:
        limit, unit = version.limit, version.limit_unit
    elif not row.limit_unit:
        raise BadCell("limit_unit", "Có thời hạn nhưng thiếu đơn vị tính.")
    else:
        limit, unit = row.limit, row.limit_unit
    if limit is None and row.due_at is None:
        raise BadCell("limit", "Không có thời hạn, cũng không có hạn giải quyết.")
    pauses = tuple(_with_basis(pause, version) for pause in row.pauses)
    return row._replace(
        procedure=version.key,
        decided_unit=places.decided.code,
        received_unit=places.received.code,
        helped_unit=places.helped.code,
        limit=limit,
        limit_unit=unit,
        pauses=pauses,
    )


def _with_basis(pause: Interval, version: VersionFact) -> Interval:
    basis = pause.basis or version.pause_basis
    if not basis:
        raise BadCell("pauses", "Tạm dừng tính thời hạn phải có căn cứ pháp lý.")
    return pause._replace(basis=basis)


def _due_dates(row: Row, reference: Reference, hours: str) -> tuple[datetime | None, datetime | None]:
    """The due date at receipt and the one in the end; none while a supplement or pause still runs."""
    if row.limit is None:
        return None, None
    try:
        limit = Limit(row.limit, LimitUnit(row.limit_unit))
    except ValueError as error:
        raise BadCell("limit", str(error)) from error
    batch = reference.batch(hours)
    try:
        first = batch.due_at(DueRow(row.received_at, limit))
        if not row.supplements and not row.pauses:
            return first, first
        if row.supplements and row.supplements[-1].end is None:
            return first, None
        pauses = tuple(Pause(start, stop) for start, stop, _ in row.pauses)
        restarts = tuple(stop for _, stop, _ in row.supplements if stop is not None)
        return first, batch.due_at(DueRow(row.received_at, limit, pauses, restarts))
    except CalendarGapError as error:
        if row.due_at is not None:
            return None, None
        raise BadCell("received_at", str(error)) from error


def _entries(
    row: Row, places: Places, version: VersionFact, first: datetime | None, last: datetime | None
) -> tuple[Entry, ...]:
    given = row.due_at
    straight = not row.supplements and not row.pauses
    due = given if straight and given is not None else first
    state = State(
        procedure=version.key,
        procedure_version=version.number,
        unit=places.decided.key,
        helped_unit=places.helped.key,
        received_unit=places.received.key,
        level=places.decided.level,
        channel=row.channel,
        online_level=online_level(version, places.decided.level),
        received_at=row.received_at,
        limit_amount=row.limit,
        limit_unit=row.limit_unit,
        due_at=due,
        computed_due_at=first,
        appointment_at=due if row.apology_at is not None else row.appointment_at or due,
        digitised=row.digitised,
        result_paper=version.result_paper,
        reused=row.reused,
        fee=row.fee,
        case_code=row.case_code,
        content_digest=content_digest(row),
        sample=row.sample,
    )
    entries = [
        Entry(EventKind.RECEIVED.value, row.received_at, state, row.received_recorded_at, _beside(row))
    ]
    if not straight or row.apology_at or row.paid_at:
        _waits(row, entries, given if given is not None else last, last)
    _ending(row, entries)
    return tuple(entries)


def _beside(row: Row) -> dict[str, Any]:
    """What the first event says beside the columns, for the export."""
    info: dict[str, Any] = {}
    if row.due_at is not None:
        info["due_given"] = moment_text(row.due_at)
    if row.appointment_at is not None:
        info["appointment_given"] = moment_text(row.appointment_at)
    if row.note:
        info["note"] = row.note
    return info


def online_level(version: VersionFact, level: str) -> str:
    """The service's level of that day, where the procedure is offered at this level at all."""
    offered = not version.levels or service_level(level) in version.levels
    return version.online_level if offered else OnlineLevel.NONE.value


Known = tuple[datetime, EventKind, dict[str, Any]]
STANDS = {EventKind.PAPERS_REQUESTED: Status.WAITING_PAPERS, EventKind.PAUSED: Status.PAUSED}
RUNS_ON = frozenset({EventKind.PAPERS_COMPLETED, EventKind.RESUMED})


def _between(row: Row) -> list[Known]:
    """Supplements, pauses, the payment and the apology, in the order they happened."""
    known: list[Known] = []
    for start, stop, _ in row.supplements:
        known.append((start, EventKind.PAPERS_REQUESTED, {}))
        if stop is not None:
            known.append((stop, EventKind.PAPERS_COMPLETED, {}))
    for start, stop, basis in row.pauses:
        known.append((start, EventKind.PAUSED, {"law": basis}))
        if stop is not None:
            known.append((stop, EventKind.RESUMED, {}))
    if row.paid_at is not None:
        known.append((row.paid_at, EventKind.PAID, {"amount": row.paid, "online": row.paid_online}))
    if row.apology_at is not None:
        known.append((row.apology_at, EventKind.APOLOGISED, {}))
    return sorted(known, key=itemgetter(0))


def _waits(row: Row, entries: list[Entry], due: datetime | None, computed: datetime | None) -> None:
    """Tell what came between receipt and end. Only the last resumption's due date is known to bind; those
    between were superseded before anybody counted by them."""
    known = _between(row)
    left = sum(kind in RUNS_ON for _, kind, _ in known)
    for at, kind, info in known:
        state = entries[-1].state
        if kind in STANDS:
            state = state._replace(status=STANDS[kind].value, due_at=None, computed_due_at=None)
        elif kind in RUNS_ON:
            left -= 1
            moved, ours = (None, None) if left else (due, computed)
            state = state._replace(
                status=Status.IN_PROCESS.value, due_at=moved, computed_due_at=ours, appointment_at=moved
            )
        elif kind is EventKind.PAID:
            state = state._replace(paid=row.paid, paid_online=row.paid_online)
        else:
            again = row.appointment_at or state.appointment_at
            state = state._replace(apologised_at=row.apology_at, appointment_at=again)
        entries.append(Entry(kind.value, at, state, None, info))


def _ending(row: Row, entries: list[Entry]) -> None:
    if row.resolved_at is None:
        return
    state = entries[-1].state
    if row.due_at is not None and state.due_at is None:
        # a file may know the due date although it shows a wait that never ended
        state = state._replace(due_at=row.due_at)
    kind = ENDS[row.outcome]
    state = end(state, kind, row.resolved_at, row.resolved_recorded_at)
    state = state._replace(e_result=row.e_result)
    entries.append(Entry(kind.value, row.resolved_at, state, row.resolved_recorded_at))
    if row.returned_at is not None:
        state = give_back(state, row.returned_at)
        entries.append(Entry(EventKind.RETURNED.value, row.returned_at, state, row.returned_recorded_at))
