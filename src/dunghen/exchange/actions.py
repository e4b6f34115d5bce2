"""Messages are written from the ledger and handed over, each at least once, under one key.

Nothing upstream knows of them: the worker reads the events recorded since it last looked, so what is done
at the desk is neither slowed nor stopped by a telephone company.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from dunghen.core.known import settled_time
from dunghen.core.paths import LAW
from dunghen.dossiers.models import DossierEvent, DossierVersion, ImportRun, LinkedPart
from dunghen.dossiers.rules import EventKind
from dunghen.exchange import partners
from dunghen.exchange.models import Message, MessageState, Sweep
from dunghen.exchange.partners import NotCarried, Outgoing
from dunghen.exchange.wording import moment_text, wording_for

WORDINGS = LAW / "messages.toml"
TOLD_WITHIN = timedelta(days=7)  # what is entered later than this is no news to the applicant
TRIES = 8
BATCH = 500


@transaction.atomic
def sweep(later: Callable[[int], object], now: datetime) -> int:
    """Write the messages of what was recorded since the last sweep, and order each to be sent by `later` in
    the same transaction. The first sweep only marks where to begin. Returns how many were written."""
    upto = settled_time()
    last, begun = Sweep.objects.select_for_update().get_or_create(pk=1, defaults={"upto": upto})
    if begun or last.upto >= upto:
        return 0
    written = 0
    for message in _due(last.upto, upto, now):
        message.save()
        later(message.pk)
        written += 1
    last.upto = upto
    last.save()
    return written


def _due(since: datetime, upto: datetime, now: datetime) -> Iterator[Message]:
    events = DossierEvent.objects.filter(
        recorded_at__gt=since, recorded_at__lte=upto, occurred_at__gt=now - TOLD_WITHIN
    )
    # an import records its whole file at the moment of its run: history, told long ago
    imported = ImportRun.objects.filter(started_at__gt=since, started_at__lte=upto).values("started_at")
    events = events.exclude(recorded_at__in=imported).filter(dossier__applicant__isnull=False)
    for event in events.order_by("recorded_at", "id").iterator(BATCH):
        yield from _messages(event, now)


def _messages(event: DossierEvent, now: datetime) -> Iterator[Message]:
    wording = wording_for(event.kind, timezone.localdate(event.occurred_at), WORDINGS)
    if wording is None:
        return
    version = _version_at(event)
    part = _part_of(version)
    if part is not None and part.position > 1 and event.kind == EventKind.RECEIVED:
        return  # one submission, received once for the applicant
    subject, text = wording.said(_facts(version) | (_of_case(part, event) if part else {}))
    for channel in partners.used():
        yield Message(
            event=event, unit_id=version.unit_id, channel=channel, subject=subject, text=text, written_at=now
        )


def _version_at(event: DossierEvent) -> DossierVersion:
    """The dossier as the event left it."""
    versions = DossierVersion.objects.filter(dossier=event.dossier_id, number__lte=event.number)
    related = versions.select_related("dossier", "procedure", "unit", "received_unit")
    return related.order_by("-number")[0]


def _facts(version: DossierVersion) -> dict[str, str]:
    return {
        "code": version.dossier.code,
        "procedure": version.procedure.name,
        "unit": version.unit.name,
        "place": version.received_unit.name,
        "due": moment_text(version.due_at),
        "appointment": moment_text(version.appointment_at),
    }


def _part_of(version: DossierVersion) -> LinkedPart | None:
    """Of which linked case of this system it is a part."""
    if not version.case_code:
        return None
    parts = LinkedPart.objects.filter(dossier=version.dossier_id)
    return parts.select_related("case__received_unit").first()


def _of_case(part: LinkedPart, event: DossierEvent) -> dict[str, str]:
    """The applicant knows one code and one place, where they handed it in and where they are answered; of the
    receipt also one name and one appointment."""
    case = part.case
    facts = {"code": case.code, "place": case.received_unit.name}
    if event.kind == EventKind.RECEIVED:
        facts |= {"procedure": case.name, "appointment": moment_text(case.promised_at)}
    return facts


@transaction.atomic
def deliver(pk: int, now: datetime) -> bool:
    """Hand a message over. A crash before the commit sends it once more, under the same key. Returns whether
    to try again later."""
    message = (
        Message.objects.select_for_update(of=("self",)).select_related("event__dossier__applicant").get(pk=pk)
    )
    if message.state in {MessageState.SENT, MessageState.NO_ADDRESS}:
        return False
    carrier, applicant = partners.partner(message.channel), message.event.dossier.applicant
    address = carrier.address_of(applicant) if applicant else ""
    if not address:
        message.state = MessageState.NO_ADDRESS
        message.save()
        return False
    message.tries += 1
    try:
        message.reference = carrier.carry(Outgoing(message.key, address, message.subject, message.text))
    except NotCarried as refusal:
        message.problem = str(refusal)
        message.state = MessageState.FAILED if message.tries >= TRIES else MessageState.WAITING
    else:
        message.state, message.sent_at, message.problem = MessageState.SENT, now, ""
    message.save()
    return message.state == MessageState.WAITING


@transaction.atomic
def send_again(message: Message, later: Callable[[int], object]) -> None:
    """Try a failed message anew; nothing else is sent twice."""
    failed = Message.objects.filter(pk=message.pk, state=MessageState.FAILED)
    if failed.update(state=MessageState.WAITING, tries=0, problem=""):
        later(message.pk)
