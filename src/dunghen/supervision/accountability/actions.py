"""What is done with a case of accountability. Each action checks who may, asks the rules and leaves an event.

Whoever inspects may propose a case, and does not see it afterwards unless the right to accountability reaches
the unit that manages the person.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.text import fold
from dunghen.documents.files import keep
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.supervision.accountability import rules
from dunghen.supervision.accountability.law import discipline_on
from dunghen.supervision.accountability.models import (
    Case,
    CaseEvent,
    CaseResult,
    CaseState,
    ManagedBy,
    Origin,
    Reason,
    ResultKind,
    Subject,
    Verb,
)
from dunghen.supervision.accountability.rules import Result, Standing
from dunghen.supervision.errors import Refused, once
from dunghen.supervision.plans.reading import root_of

INSPECTORS = frozenset({Role.INSPECTION_MEMBER, Role.INSPECTORATE})
INSPECTED = frozenset({Origin.AUDIT, Origin.INSPECTION, Origin.SURPRISE})
_REACHED = {Verb.MEET: CaseState.MET, Verb.REVIEW: CaseState.REVIEWED, Verb.PROPOSE: CaseState.PROPOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Whom a case is about and what is proposed."""

    subject: Subject
    name: str
    managed: ManagedBy
    reason: Reason
    facts: str
    post: str = ""
    rank: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Proposed):
    """A case as it is recorded; `origin_key`: the code or number of the record it goes back to."""

    opened: date
    origin: Origin
    origin_key: str
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A step as it is entered: its day, the paper's number, what else is to be said, and the paper."""

    day: date
    number: str = ""
    note: str = ""
    file: "tuple[str, bytes | UploadedFile[bytes]] | None" = None


def manager_of(managed: ManagedBy, unit: Unit) -> Unit:
    """The unit that manages the persons of a unit: itself, or the committee at the top."""
    return unit if managed == ManagedBy.UNIT else root_of(unit)


@transaction.atomic
def record(by: Person, entry: Entry) -> Case:
    """A new case. Raises Refused, PermissionDenied."""
    today = timezone.localdate()
    manager = manager_of(entry.managed, entry.unit)
    held = by.reach(Right.ACCOUNTABILITY, today)
    units = Unit.objects.within(held, today)
    covered = units is None or manager.pk in units
    inspects = entry.origin in INSPECTED and any(one.role in INSPECTORS for one in by.holdings(today))
    if not (covered or inspects):
        raise PermissionDenied
    rules.check_case(entry.subject, entry.rank, entry.managed, entry.opened, today)
    with once(_("Đã có vụ việc của đối tượng này từ cùng một nguồn.")):
        made = Case.objects.create(
            **{one.name: getattr(entry, one.name) for one in fields(entry)},
            search=fold(entry.name),
            manager=manager,
            state=CaseState.RECORDED,
        )
    _note(made, Verb.RECORD, by, Done(day=entry.opened))
    return made


@transaction.atomic
def step(by: Person, pk: int, seen: int, verb: Verb, done: Done) -> None:
    """One step on the way to the result. Raises Refused, NotAccepted, Case.DoesNotExist."""
    case = _locked(by, pk, seen)
    rules.check_step(verb, standing(case), done.day, timezone.localdate())
    _move(case, rules.STEPS[verb][1])
    _note(case, verb, by, done)


@transaction.atomic
def settle(by: Person, pk: int, seen: int, result: Result, done: Done) -> None:
    """What came of it. A person counts as disciplined from here, and from nothing else. Raises Refused,
    NotAccepted, Case.DoesNotExist."""
    case = _locked(by, pk, seen)
    rules.check_result(result, standing(case), discipline_on(result.day), timezone.localdate())
    _move(case, CaseState.SETTLED)
    _write(case, result)
    _note(case, Verb.SETTLE, by, done)


@transaction.atomic
def suspend(by: Person, pk: int, seen: int, result: Result, done: Done) -> None:
    """Suspended from work while the case goes on. Raises Refused, NotAccepted, Case.DoesNotExist."""
    case = _locked(by, pk, seen)
    rules.check_suspension(result, standing(case), timezone.localdate())
    _move(case, CaseState(case.state))
    _write(case, result)
    _note(case, Verb.SUSPEND, by, done)


@transaction.atomic
def revoke(by: Person, pk: int, seen: int, reason: str) -> None:
    """A result that was entered wrongly is known no more; the case stands where it stood before. Raises
    Refused, Case.DoesNotExist."""
    case = _locked(by, pk, seen)
    if case.state != CaseState.SETTLED:
        raise Refused(_("Vụ việc chưa có kết quả để hủy."))
    if not reason.strip():
        raise Refused(_("Ghi lý do hủy kết quả."))
    case.results.filter(known_to=None).exclude(kind=ResultKind.SUSPENDED).update(known_to=transaction_time())
    kinds = case.events.filter(kind__in=_REACHED).order_by("-pk").values_list("kind", flat=True)
    last = kinds.first()
    _move(case, _REACHED[Verb(last)] if last else CaseState.EXPLAINED)
    _note(case, Verb.REVOKE, by, Done(day=timezone.localdate(), note=reason))


def standing(case: Case) -> Standing:
    """What the rules need to know of a case; one query."""
    done = case.events.exclude(kind=Verb.REVOKE)
    if case.state != CaseState.SETTLED:  # a result that was revoked happened on no day
        done = done.exclude(kind=Verb.SETTLE)
    acted = done.order_by("-day").values_list("day", flat=True)
    return Standing(
        state=CaseState(case.state),
        subject=Subject(case.subject),
        managed=ManagedBy(case.managed),
        rank=case.rank,
        last_day=acted.first() or case.opened,
    )


def _locked(by: Person, pk: int, seen: int) -> Case:
    """The case until the transaction ends, as the reader saw it."""
    rows = Case.objects.visible_to(by, timezone.localdate()).select_for_update(of=("self",))
    case = rows.get(pk=pk)
    if case.version != seen:
        raise Refused(_("Người khác vừa xử lý vụ việc này. Xem lại nội dung mới rồi thực hiện."))
    return case


def _move(case: Case, state: CaseState) -> None:
    Case.objects.filter(pk=case.pk).update(state=state, version=case.version + 1)


def _write(case: Case, result: Result) -> None:
    said = asdict(result)
    CaseResult.objects.create(case=case, decided=said.pop("day"), known_from=transaction_time(), **said)


def _note(case: Case, kind: Verb, by: Person, done: Done) -> None:
    file = keep(*done.file, by=by) if done.file else None
    CaseEvent.objects.create(
        case=case,
        at=transaction_time(),
        kind=kind,
        by=by,
        day=done.day,
        number=done.number,
        note=done.note,
        file=file,
    )
