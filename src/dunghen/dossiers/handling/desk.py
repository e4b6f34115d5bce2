"""What one person may do to one dossier now, and its doing: what the page of a dossier offers is what
`perform` lets through."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers import rules
from dunghen.dossiers.chain.append import Stale, current_version, state_of
from dunghen.dossiers.chain.happened import events_of
from dunghen.dossiers.handling import duties
from dunghen.dossiers.handling.duties import Act, Facts
from dunghen.dossiers.handling.steps import steps_left, steps_of
from dunghen.dossiers.limits.clock import working_day_before
from dunghen.dossiers.models import (
    Consultation,
    DossierEvent,
    DossierVersion,
    Draft,
    LateCause,
    Notice,
    NoticeKind,
    Rating,
)
from dunghen.dossiers.rules import EventKind, Paper, Stage
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Succession
from dunghen.org.rights import Role
from dunghen.procedures.models import ProcedureStep


def heirs(units: Iterable[int], day: date) -> frozenset[int]:
    """These units and those they passed into by a day: whose people answer for their dossiers."""
    passed, found = Succession.pairs(day), frozenset(units)
    while further := frozenset(after for before, after in passed if before in found) - found:
        found |= further
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """A dossier before somebody: what is known of it and what is on its way."""

    version: DossierVersion
    person: Person
    facts: Facts
    papers: list[Draft]
    asks: list[Consultation]
    steps: list[ProcedureStep]
    cause: LateCause | None
    seen: int  # the number of its last event: what was decided on is what was read

    @property
    def acts(self) -> list[Act]:
        return duties.offered(self.facts)


def desk_of(person: Person, version: DossierVersion, now: datetime) -> Desk:
    """Reads about ten small rows of a current version."""
    day = localtime(now).date()
    held: dict[int, frozenset[Role]] = {}
    for holding in person.holdings(day):
        held[holding.unit] = held.get(holding.unit, frozenset()) | {holding.role}
    decides = heirs({version.unit_id}, day)
    received = heirs({version.received_unit_id}, day)
    drafts = Draft.objects.filter(dossier=version.dossier_id)
    papers = list(drafts.select_related("drafted_by", "signed_by", "sent_by", "file").order_by("pk"))
    asked = Consultation.objects.filter(dossier=version.dossier_id).select_related("unit")
    asks = list(asked.order_by("pk"))
    state = state_of(version)
    cause = LateCause.objects.filter(dossier=version.dossier_id).select_related("other_unit").first()
    steps, seen = _steps(version)
    facts = Facts(
        state=state,
        decides=duties.roles_at(decides, held),
        one_stop=duties.roles_at(decides | received, held),
        received=duties.roles_at(received, held),
        mine=version.officer_id in (None, person.pk),
        papers={
            Paper(one.kind): Stage(one.stage) for one in papers if one.stage in (Stage.DRAFTED, Stage.SIGNED)
        },
        open_asks=sum(1 for one in asks if one.answered_at is None and one.closed_at is None),
        steps_left=len(steps),
        may_apologise=_may_apologise(version, day),
        may_pause=bool(version.procedure_version.pause_basis),
        late=rules.is_late(state, now),
        cause=cause is not None,
        cause_confirmed=cause is not None and cause.confirmed_at is not None,
        rated=Rating.objects.filter(dossier=version.dossier_id).exists(),
    )
    return Desk(version, person, facts, papers, asks, steps, cause, seen)


def _may_apologise(version: DossierVersion, day: date) -> bool:
    """Whether the working day before the due date is not over (NĐ 61/2018/NĐ-CP art. 19.9)."""
    if version.due_at is None or version.outcome:
        return False
    try:
        working = calendar(version.unit.office_hours)
        return day <= working_day_before(working, localtime(version.due_at).date())
    except CalendarGapError:
        return False


def _steps(version: DossierVersion) -> tuple[list[ProcedureStep], int]:
    """The steps still to be handed on, and the number of the last event."""
    events = events_of(version.dossier_id)
    over = [json.loads(event.text)["info"] for event in events if event.kind == EventKind.STEP_DONE]
    left = steps_left(steps_of(version), (info.get("step", "") for info in over))
    return left, events[-1].number if events else 0


class Doing(NamedTuple):
    """An act about to be done: the dossier, by whom, when, with what was typed and, of an act on a paper,
    which."""

    dossier: int
    who: Person
    at: datetime
    said: dict[str, Any]
    paper: Draft | None

    @property
    def by(self) -> str:
        return self.who.username


@transaction.atomic
def perform(
    do: Callable[[Doing], object],
    act: Act,
    *,
    person: Person,
    dossier: int,
    seen: int,
    said: dict[str, Any],
    paper: int | None = None,
) -> None:
    """Do it, if this person may and nothing has happened to the dossier since they read it.

    Raises Refused; Stale where somebody was faster, so that a form sent twice is done once.
    """
    now = transaction_time()
    version = current_version(dossier)
    desk = desk_of(person, version, now)
    if desk.seen != seen:
        last = DossierEvent.objects.filter(dossier=dossier, number=desk.seen).get()
        words = _("Hồ sơ {code} đã có người khác xử lý lúc {at:%H:%M}. Tải lại trang để xem nội dung mới.")
        raise Stale(words.format(code=version.dossier.code, at=localtime(last.recorded_at)))
    chosen = next((one for one in desk.papers if one.pk == paper), None)
    duties.require(act, desk.facts, Paper(chosen.kind) if chosen else None)
    at = said.pop("at", None) or now
    do(Doing(dossier, person, at, said, chosen))


def reminders(version: DossierVersion) -> list[Notice]:
    """What the system has told of an open dossier: nothing of one that ended."""
    if version.outcome:
        return []
    told = Notice.objects.filter(dossier=version.dossier_id).select_related("about").order_by("pk")
    kept = told.filter(kind=NoticeKind.OPINION_LATE)
    if version.apologised_at is None and version.due_at is not None:
        kept = told.filter(kind=NoticeKind.OPINION_LATE) | told.filter(
            kind=NoticeKind.APOLOGY_DUE, due_at=version.due_at
        )
    return list(kept)
