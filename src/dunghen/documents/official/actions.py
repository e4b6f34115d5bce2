"""What is done with documents in and out: the only writers of their registers. Each act leaves an event.

A number is given in the transaction that registers the document, as its last statement but the event: if
anything fails or the machine stops, the number goes back with the rest.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.core.text import fold
from dunghen.documents.models import File
from dunghen.documents.numbering import next_number, numbered, taken
from dunghen.documents.official import rules
from dunghen.documents.official.models import (
    Direction,
    DocumentState,
    DocumentStep,
    OfficialDocument,
    OfficialEvent,
    OfficialRecipient,
)
from dunghen.documents.official.rules import Refused
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role

ARRIVALS = "van-ban-den"  # the series of numbers of arrival (art. 22.2)
NOT_STAFF = frozenset({Role.POSTAL_STAFF, Role.CITY_ADMIN, Role.TECHNICAL_ADMIN, Role.INSPECTION_MEMBER})
WRITERS = frozenset(Role) - NOT_STAFF
SIGNERS = frozenset({Role.HEAD_OF_AGENCY, Role.LEADER})
CLERKS = frozenset({Role.CLERK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document that arrived, as it says of itself."""

    kind: str
    issuer: str
    symbol: str
    day: date | None
    abstract: str
    signer_post: str = ""
    signer_name: str = ""
    issuer_unit: Unit | None = None
    file: File | None = None
    origin: OfficialDocument | None = None


def need(by: Person, unit: Unit, roles: Collection[Role]) -> None:
    """That somebody holds one of the roles at the unit today. Raises PermissionDenied."""
    if not by.works_for(unit.pk, roles, timezone.localdate()):
        raise PermissionDenied


@transaction.atomic
def draft(
    by: Person,
    unit: Unit,
    *,
    kind: str,
    abstract: str,
    tail: str = "",
    recipients: Collection[str] = (),
    file: File | None = None,
    sample: bool = False,
) -> OfficialDocument:
    """A new draft of a unit. `tail`: what follows the number, proposed if empty. Raises Refused,
    PermissionDenied."""
    need(by, unit, WRITERS)
    tail = tail.strip() or rules.proposed_tail(kind, unit.name)
    rules.check_draft(kind, tail, abstract)
    made = OfficialDocument.objects.create(
        direction=Direction.OUT,
        unit=unit,
        kind=kind,
        state=DocumentState.DRAFT,
        symbol_tail=tail,
        abstract=abstract.strip(),
        issuer=unit.name,
        issuer_unit=unit,
        drafter=by,
        file=file,
        sample=sample,
    )
    _set_recipients(made, recipients)
    _record(made, DocumentStep.DRAFTED, by)
    return made


@transaction.atomic
def change(
    by: Person,
    pk: int,
    seen: int,
    *,
    kind: str,
    abstract: str,
    tail: str,
    recipients: Collection[str],
    file: File | None,
) -> None:
    """What a draft says; without a file it keeps its own. Raises Refused, PermissionDenied."""
    held = _held(by, pk, WRITERS, seen, {DocumentState.DRAFT})
    tail = tail.strip() or rules.proposed_tail(kind, held.unit.name)
    rules.check_draft(kind, tail, abstract)
    held.kind, held.abstract, held.symbol_tail = kind, abstract.strip(), tail
    held.file = file or held.file
    _set_recipients(held, recipients)
    _move(held, DocumentStep.CHANGED, by)


@transaction.atomic
def submit(by: Person, pk: int, seen: int) -> None:
    """Ask for the signature (art. 11, 12). Raises Refused, PermissionDenied."""
    held = _held(by, pk, WRITERS, seen, {DocumentState.DRAFT})
    rules.check_signing(has_file=held.file_id is not None, post="-")
    _move(held, DocumentStep.SUBMITTED, by, state=DocumentState.SUBMITTED)


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, reason: str) -> None:
    """To its drafter, as a draft again; by who signs, or by the clerk who found its form wrong (art. 12.2).
    Raises Refused, PermissionDenied."""
    back = {DocumentState.SUBMITTED, DocumentState.SIGNED}
    held = _held(by, pk, SIGNERS | CLERKS, seen, back)
    rules.check_return(reason)
    held.signer_name = held.signer_post = ""
    _move(held, DocumentStep.RETURNED, by, note=reason, state=DocumentState.DRAFT)


@transaction.atomic
def sign(by: Person, pk: int, seen: int, *, post: str = "") -> None:
    """By the head of the unit or the deputy who signs for them (art. 13); the drafter does not sign.
    Raises Refused, PermissionDenied."""
    held = _held(by, pk, SIGNERS, seen, {DocumentState.SUBMITTED})
    post = post.strip() or by.title
    rules.check_signing(has_file=held.file_id is not None, post=post)
    if held.drafter_id == by.pk:
        raise Refused(_("Người soạn thảo không tự ký; chuyển người có thẩm quyền khác ký."))
    held.signer_post, held.signer_name = post, str(by)
    _move(held, DocumentStep.SIGNED, by, state=DocumentState.SIGNED)


@transaction.atomic
def give_number(by: Person, pk: int, seen: int) -> OfficialDocument:
    """Number and date of today, by the clerk, after the signature (art. 15): the next of its series and year.
    Raises Refused, PermissionDenied."""
    held = _held(by, pk, CLERKS, seen, {DocumentState.SIGNED})
    held.day = timezone.localdate()
    held.number = next_number(held.unit, rules.serial(held.kind, held.symbol_tail), held.day)
    held.symbol = numbered(held.number, held.symbol_tail)
    _move(held, DocumentStep.NUMBERED, by, note=held.symbol, state=DocumentState.NUMBERED)
    return held


@transaction.atomic
def issue(
    by: Person, pk: int, seen: int, *, recipients: Collection[str] | None = None, file: File | None = None
) -> None:
    """Send it: units of this system find it among what arrived (art. 18). `file`: the signed paper, if it is
    another than the draft's. Raises Refused, PermissionDenied."""
    held = _held(by, pk, CLERKS, seen, {DocumentState.NUMBERED})
    held.file = file or held.file
    if recipients is not None:
        _set_recipients(held, recipients)
    names = list(held.recipients.values_list("name", flat=True))
    rules.check_issue(names, has_file=held.file_id is not None)
    held.issued_at = transaction_time()
    _move(held, DocumentStep.ISSUED, by, note="; ".join(names), state=DocumentState.ISSUED)


@transaction.atomic
def register(by: Person, unit: Unit, said: Arrival, *, received: date) -> OfficialDocument:
    """Register a document that arrived: its number of arrival follows the order of registering (art. 22.2).
    Raises Refused, PermissionDenied."""
    need(by, unit, CLERKS)
    rules.check_arrival(received, said.day, timezone.localdate())
    if said.origin is not None and said.origin.arrivals.filter(unit=unit).exists():
        raise Refused(_("Văn bản này đã đăng ký."))
    return _arrive(unit, said, received, by)


@transaction.atomic
def take(by: Person, unit: Unit, pk: int) -> OfficialDocument:
    """Register one that a unit of this system issued to ours. Raises Refused, PermissionDenied,
    DoesNotExist."""
    ours = OfficialRecipient.objects.filter(unit=unit).values("document")  # named twice, it is sent once
    found = OfficialDocument.objects.filter(pk__in=ours, state=DocumentState.ISSUED)
    sent = found.select_related("unit", "file").select_for_update(of=("self",)).get(pk=pk)
    said = Arrival(
        kind=sent.kind,
        issuer=sent.issuer,
        symbol=sent.symbol,
        day=sent.day,
        abstract=sent.abstract,
        signer_post=sent.signer_post,
        signer_name=sent.signer_name,
        issuer_unit=sent.unit,
        file=sent.file,
        origin=sent,
    )
    return register(by, unit, said, received=timezone.localdate())


@transaction.atomic
def enter(
    by: Person | None,
    unit: Unit,
    said: Arrival,
    *,
    direction: Direction,
    received: date | None = None,
    recipients: Collection[str] = (),
    sample: bool = False,
) -> OfficialDocument:
    """A document of before: issued or registered outside this system, with the number it has. Entered again
    it is the row that is there. By a clerk, or by the pack (`by` is None). Raises Refused,
    PermissionDenied."""
    if by is not None:
        need(by, unit, CLERKS)
    if said.day is None or not said.symbol.strip():
        raise Refused(_("Phải ghi số, ký hiệu và ngày của văn bản đã phát hành."))
    if said.day > timezone.localdate():
        raise Refused(_("Ngày văn bản không được sau ngày hôm nay."))
    known = OfficialDocument.objects.filter(unit=unit, direction=direction, symbol=said.symbol, day=said.day)
    if (found := known.first()) is not None:
        return found
    if direction == Direction.IN:
        return _arrive(unit, said, received or said.day, by, sample=sample)
    return _enter_issued(unit, said, said.day, recipients, by, sample=sample)


def _enter_issued(
    unit: Unit, said: Arrival, day: date, recipients: Collection[str], by: Person | None, *, sample: bool
) -> OfficialDocument:
    number, _slash, tail = said.symbol.partition("/")
    if not (number.isascii() and number.isdecimal() and tail):
        raise Refused(
            _("Số, ký hiệu ghi như 137/BC-UBND; “%(symbol)s” không đọc được.") % {"symbol": said.symbol}
        )
    twice = OfficialDocument.objects.filter(unit=unit, direction=Direction.OUT, symbol=said.symbol)
    if (other := twice.filter(day__year=day.year).first()) is not None:
        raise Refused(_("%(document)s đã có trong sổ.") % {"document": other.named})
    taken(unit, rules.serial(said.kind, tail), day.year, int(number))
    made = OfficialDocument.objects.create(
        direction=Direction.OUT,
        unit=unit,
        state=DocumentState.ISSUED,
        number=int(number),
        symbol_tail=tail,
        sample=sample,
        **_said(said),
    )
    _set_recipients(made, recipients)
    _record(made, DocumentStep.ENTERED, by, note=made.symbol)
    return made


def _arrive(
    unit: Unit, said: Arrival, received: date, by: Person | None, *, sample: bool = False
) -> OfficialDocument:
    twice = OfficialDocument.objects.filter(
        unit=unit,
        direction=Direction.IN,
        issuer=said.issuer.strip(),
        symbol=said.symbol.strip(),
        day=said.day,
    )
    other = twice.first() if said.symbol.strip() else None
    if other is not None:
        raise Refused(
            _("Văn bản này đã đăng ký, số đến %(number)s ngày %(day)s.")
            % {"number": other.arrival, "day": f"{other.received:%d/%m/%Y}"}
        )
    made = OfficialDocument.objects.create(
        direction=Direction.IN,
        unit=unit,
        state=DocumentState.REGISTERED,
        received=received,
        origin=said.origin,
        sample=sample,
        arrival=next_number(unit, ARRIVALS, received),
        **_said(said),
    )
    _record(made, DocumentStep.REGISTERED, by, note=str(made.arrival))
    return made


def _said(said: Arrival) -> dict[str, Any]:
    """The columns of what a document says of itself."""
    return {
        "kind": said.kind,
        "issuer": said.issuer.strip(),
        "issuer_unit": said.issuer_unit,
        "symbol": said.symbol.strip(),
        "day": said.day,
        "abstract": said.abstract.strip(),
        "signer_post": said.signer_post.strip(),
        "signer_name": said.signer_name.strip(),
        "file": said.file,
    }


def _set_recipients(document: OfficialDocument, names: Collection[str]) -> None:
    """Whom it is for; a name that is a unit's is that unit, of the days of the unit that issues."""
    wanted, ended = {fold(name) for name in names}, document.unit.valid_to
    day = timezone.localdate() if ended is None else min(timezone.localdate(), ended - timedelta(days=1))
    units: dict[str, Unit] = {}
    for unit in Unit.objects.on(day) if wanted else ():
        units |= {key: unit for key in (fold(unit.name), fold(unit.short_name)) if key in wanted}
    document.recipients.all().delete()
    OfficialRecipient.objects.bulk_create(
        OfficialRecipient(document=document, position=place, name=name[:200], unit=units.get(fold(name)))
        for place, name in enumerate(names, 1)
    )


def _held(
    by: Person, pk: int, roles: Collection[Role], seen: int, states: Collection[str]
) -> OfficialDocument:
    """The document, until the transaction ends, in one of the states, as its doer saw it."""
    rows = OfficialDocument.objects.select_related("unit").select_for_update(of=("self",))
    held = rows.get(pk=pk)
    need(by, held.unit, roles)
    rules.check_step(held.state, states, held.version, seen)
    return held


def _move(
    held: OfficialDocument, step: DocumentStep, by: Person, *, note: str = "", state: str | None = None
) -> None:
    held.version += 1
    held.state = state or held.state
    held.save()
    _record(held, step, by, note=note)


def _record(document: OfficialDocument, kind: DocumentStep, by: Person | None, *, note: str = "") -> None:
    OfficialEvent.objects.create(document=document, at=transaction_time(), kind=kind, by=by, note=note)
