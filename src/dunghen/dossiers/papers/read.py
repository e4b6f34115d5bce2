"""The facts of the papers, gathered from the database: the only place of this folder that reads it."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.http import urlencode

from dunghen.core.ledger import moment as stamped
from dunghen.core.worktime import VIETNAM, Limit, LimitUnit
from dunghen.dossiers.chain.happened import events_of
from dunghen.dossiers.models import DossierEvent, DossierVersion, DossierVersionQuerySet, RegisterLine
from dunghen.dossiers.papers.allowed import Allowed
from dunghen.dossiers.papers.facts import Applicant, Component, Facts, Hand, Issuer, Notice
from dunghen.dossiers.papers.law import Kind, head_position, place_of
from dunghen.dossiers.papers.slip import Happened
from dunghen.dossiers.rules import Channel, EventKind
from dunghen.org.models import Person, Unit, UnitKind
from dunghen.procedures.models import LimitKind

RELATED = ("dossier__applicant", "procedure", "procedure_version")
# apart from the others: in one join of a dozen tables the database looks for the best order for 50 ms
UNITS = ("unit__parent__parent", "received_unit__parent__parent")
EVENTS: dict[Kind, tuple[EventKind, ...]] = {
    Kind.SUPPLEMENT: (EventKind.PAPERS_REQUESTED,),
    Kind.REFUSAL: (EventKind.REFUSED, EventKind.REFUSED_AT_INTAKE),
    Kind.APOLOGY: (EventKind.APOLOGISED,),
    Kind.STOP: (EventKind.STOPPED,),
}
COMMITTEES = {UnitKind.CITY, UnitKind.DISTRICT, UnitKind.COMMUNE}
# NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.4: the name alone, but a numbered ward with what it is
_PLACE = re.compile(r"^(?:UBND )?((?:tỉnh|thành phố|quận|huyện|phường|xã|thị trấn|đặc khu) (\D.*|\d.*))$")


def with_facts(versions: DossierVersionQuerySet) -> DossierVersionQuerySet:
    """With what `facts_of` reads of them."""
    return versions.select_related(*RELATED).prefetch_related(*UNITS)


def facts_of(version: DossierVersion, *, persons: bool) -> Facts:
    """The facts of a current version (with_facts); without persons nobody is named."""
    day = version.received_at.astimezone(VIETNAM).date()
    desk = desk_of(version.received_unit, day)
    return Facts(
        code=version.dossier.code,
        procedure=version.procedure.name,
        desk=desk,
        agency=agency_of(version.unit),
        applicant=_applicant(version) if persons else Applicant(),
        received_at=version.received_at,
        limit=limit_text(version),
        appointment_at=_first_appointment(version),
        components=_components(version),
        fee=version.fee,
        return_way=way_of(version, desk.name),
        line=RegisterLine.objects.filter(dossier=version.dossier_id).values_list("number", flat=True).first(),
        receiver=_receiver(version),
        tracking=tracking(version.dossier.code),
        sample=version.sample,
    )


def _components(version: DossierVersion) -> tuple[Component, ...]:
    """What was handed in at the desk, or, where no slip tells, what the procedure asks for."""
    if taken := list(version.dossier.taken_papers.all()):
        handed = [one for one in taken if one.originals or one.copies]
        return tuple(Component(one.name, one.originals, one.copies) for one in handed)
    papers = version.procedure_version.papers.order_by("pk")
    return tuple(Component(one.name, one.originals, one.copies) for one in papers)


def tracking(code: str) -> str:
    """What the QR code holds: the page that shows where a dossier stands, or the code alone."""
    address = settings.TRACKING_ADDRESS
    return f"{address}?{urlencode({'ma': code})}" if address else code


def limit_text(version: DossierVersion) -> str:
    """03 ngày làm việc; trong ngày; empty without a limit."""
    if version.limit_amount is None:
        return ""
    return limit_words(Limit(version.limit_amount, LimitUnit(version.limit_unit)))


def limit_words(limit: Limit) -> str:
    if limit.unit is LimitUnit.SAME_DAY:
        return "trong ngày"
    amount = f"{limit.amount.normalize():f}".replace(".", ",")
    words = str(LimitKind(limit.unit).label)
    return f"{amount.zfill(2) if amount.isdecimal() else amount} {words}"


def way_of(version: DossierVersion, desk: str) -> str:
    """How the result is had, after how the dossier was filed."""
    match version.channel:
        case Channel.ONLINE:
            return "Trực tuyến trên Cổng Dịch vụ công"
        case Channel.POSTAL:
            return "Qua dịch vụ bưu chính công ích"
    return f"Tại {desk}" if desk else "Tại nơi tiếp nhận"


def _applicant(version: DossierVersion) -> Applicant:
    found = version.dossier.applicant
    return Applicant(found.name, found.address, found.phone) if found else Applicant()


def _receiver(version: DossierVersion) -> str:
    """Who received it, if it was somebody with an account."""
    text = (
        DossierEvent.objects.filter(dossier=version.dossier_id, number=1)
        .values_list("text", flat=True)
        .first()
    )
    by = json.loads(text)["by"] if text else ""
    name = Person.objects.filter(username=by).values_list("full_name", flat=True).first()
    return name or ""


def _first_appointment(version: DossierVersion) -> datetime | None:
    """The appointment given on receipt, whatever came after."""
    first = DossierVersion.objects.filter(dossier=version.dossier_id).order_by("number", "pk")
    return first.values_list("appointment_at", flat=True).first() or version.due_at


def desk_of(unit: Unit, day: date) -> Issuer:
    """The place of receipt of a unit on a day; a service centre is one itself."""
    place = place_of(unit.kind, day)
    if place is None:
        return agency_of(unit)
    return Issuer(place.lines, unit.name.upper(), place_name(unit), f"{place.name} {unit.name}")


def agency_of(unit: Unit) -> Issuer:
    """The agency: of a People's Committee in two lines, of others below the one above them."""
    if unit.kind in COMMITTEES:
        lines = ("ỦY BAN NHÂN DÂN", unit.name.removeprefix("UBND ").upper())
        return Issuer(lines, "", place_name(unit), unit.name)
    above = unit.parent.name.upper() if unit.parent else ""
    return Issuer((unit.name.upper(),), above, place_name(unit), unit.name)


def place_name(unit: Unit) -> str:
    """Where a unit dates its papers: its own name, or that of the one it belongs to."""
    found: Unit | None = unit
    while found is not None:
        if (named := _PLACE.match(found.name)) and found.kind in COMMITTEES:
            return named[1].capitalize() if named[2][:1].isdecimal() else named[2]
        found = found.parent
    return unit.short_name


def notices_of(version: DossierVersion, kind: Kind) -> list[Notice]:
    """The papers of a kind that were sent, in their order."""
    kinds = EVENTS[kind]
    events = DossierEvent.objects.filter(dossier=version.dossier_id, kind__in=kinds).order_by("number")
    return [_notice(event, version) for event in events]


def _notice(event: DossierEvent, version: DossierVersion) -> Notice:
    said = json.loads(event.text)
    info: dict[str, Any] = said["info"]
    signer = info.get("signer", "")
    return Notice(
        at=event.occurred_at,
        signs=Hand(head_position(version.unit.kind), _named(signer) if signer else ""),
        number=info.get("number", ""),
        items=tuple(info.get("items", ())),
        reason=info.get("reason", ""),
        law=info.get("law", ""),
        at_intake=event.kind == EventKind.REFUSED_AT_INTAKE,
        was_due=version.due_at,
        now_due=stamped(said["set"]["appointment_at"]) if said["set"].get("appointment_at") else None,
    )


def _named(username: str) -> str:
    return Person.objects.filter(username=username).values_list("full_name", flat=True).first() or ""


def papers_of(version: DossierVersion) -> list[tuple[Kind, date]]:
    """The papers a dossier has, each with its day: those whose event happened, the receipt and the slip."""
    events = events_of(version.dossier_id)
    last = {event.kind: event.occurred_at.astimezone(VIETNAM).date() for event in events}
    sent = [
        (kind, max(last[each] for each in kinds if each in last))
        for kind, kinds in EVENTS.items()
        if last.keys() & set(kinds)
    ]
    if EventKind.REFUSED_AT_INTAKE in last:
        return sent
    received = version.received_at.astimezone(VIETNAM).date()
    return [(Kind.RECEIPT, received), *sent, (Kind.SLIP, received)]


def happened_to(version: DossierVersion) -> list[Happened]:
    """What happened to a dossier, for its routing slip."""
    events = events_of(version.dossier_id)
    told = [json.loads(event.text) for event in events]
    units = dict(Unit.objects.filter(key__in=_keys(told)).values_list("key", "name"))
    people = dict(Person.objects.filter(pk__in=_officers(told)).values_list("pk", "full_name"))
    allowed = Allowed(version)
    found = []
    for event, said in zip(events, told, strict=True):
        kind, info = EventKind(event.kind), said["info"]
        found.append(
            Happened(
                kind=kind,
                at=event.occurred_at,
                officer=people.get(said["set"].get("officer_id"), ""),
                unit=units.get(info.get("unit"), info.get("unit", "")),
                step=info.get("step", ""),
                allowed_until=allowed.until(kind, event.occurred_at, info),
            )
        )
    return found


def _keys(told: Sequence[dict[str, Any]]) -> Iterator[str]:
    return (said["info"]["unit"] for said in told if "unit" in said["info"])


def _officers(told: Sequence[dict[str, Any]]) -> Iterator[int]:
    return (said["set"]["officer_id"] for said in told if said["set"].get("officer_id"))
