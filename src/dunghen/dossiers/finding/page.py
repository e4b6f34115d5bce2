"""What the page of one dossier tells: its due date and why, what happened, what was known when."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.known import known_at
from dunghen.core.text import thousands
from dunghen.core.worktime import CalendarGapError, ProofLine
from dunghen.dossiers.chain.append import UNITS, state_of
from dunghen.dossiers.chain.entries import COLUMNS
from dunghen.dossiers.chain.happened import events_of
from dunghen.dossiers.limits.clock import clock_of
from dunghen.dossiers.models import Applicant, DossierEvent, DossierVersion, Payment
from dunghen.dossiers.rules import EventKind, Outcome, Refused, working_days_late
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.procedures.models import Procedure, ProcedureVersion

COMPLETED = frozenset({Outcome.RESOLVED.value, Outcome.REFUSED.value})
_UNTOLD = frozenset({"content_digest", "computed_due_at"})
# What an event may say beside the columns; people stand in it by reference only and are not shown.
_TOLD = {
    "reason": gettext_lazy("Lý do"),
    "part": gettext_lazy("Thành phần"),
    "law": gettext_lazy("Căn cứ"),
    "document": gettext_lazy("Văn bản"),
    "decision": gettext_lazy("Quyết định"),
    "evidence": gettext_lazy("Minh chứng"),
    "receipt": gettext_lazy("Biên lai"),
    "note": gettext_lazy("Ghi chú"),
}
_KINDS: dict[str, str] = {
    EventKind.RECEIVED: "info",
    EventKind.ASSIGNED: "info",
    EventKind.RESOLVED: "ok",
    EventKind.RETURNED: "ok",
    EventKind.PAPERS_REQUESTED: "wait",
    EventKind.PAUSED: "wait",
    EventKind.PAYMENT_REQUESTED: "wait",
    EventKind.APOLOGISED: "soon",
    EventKind.TIME_CORRECTED: "soon",
    EventKind.PART_REFUSED: "soon",
    EventKind.REDATED: "soon",
    EventKind.CORRECTED: "soon",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The day-by-day proof of a due date; `problem` says why there is none."""

    lines: tuple[ProofLine, ...] = ()
    problem: str = ""


def proof_of(version: DossierVersion) -> Proof:
    """How the due date of a current version was counted. Reads its events and the calendar."""
    try:
        found = clock_of(version.dossier_id).due(state_of(version), calendar(version.unit.office_hours))
    except (Refused, CalendarGapError) as error:
        return Proof(problem=str(error))
    return Proof(found.proof)


def late_days(version: DossierVersion) -> int | None:
    """By how many working days a dossier ended with a result after its due date; None where it did not, or
    outside the years of the calendar."""
    due, ended = version.due_at, version.resolved_at
    if due is None or ended is None or ended <= due or version.outcome not in COMPLETED:
        return None
    try:
        return working_days_late(due, ended, calendar(version.unit.office_hours))
    except CalendarGapError:
        return None


class Happening(NamedTuple):
    """An event in both times: when it happened, when our system and the old one recorded it."""

    kind: str
    title: str
    occurred_at: datetime
    recorded_at: datetime
    source_recorded_at: datetime | None
    said: list[tuple[str, str]]


def timeline(version: DossierVersion, moment: datetime | None) -> list[Happening]:
    """The events known at a moment; of a history from a file, those that the version then held."""
    return [
        _happening(event)
        for event in events_of(version.dossier_id)
        if moment is None or event.recorded_at <= moment or event.number <= version.number
    ]


def _happening(event: DossierEvent) -> Happening:
    info = json.loads(event.text)["info"]
    said = [(str(label), str(info[name])) for name, label in _TOLD.items() if info.get(name)]
    if event.kind == EventKind.PAID:
        said.insert(0, (_("Số tiền"), _("%s đồng") % thousands(info["amount"])))
    return Happening(
        _KINDS.get(event.kind, "none"),
        event.get_kind_display(),
        event.occurred_at,
        event.recorded_at,
        event.source_recorded_at,
        said,
    )


class Change(NamedTuple):
    """A version and what it changed of the one before."""

    version: DossierVersion
    link: str
    shown: bool
    differences: list[tuple[str, str, str]]


def read_units(version: DossierVersion) -> None:
    """The units of a version, most often one and the same, in one query."""
    units = Unit.objects.in_bulk({getattr(version, f"{name}_id") for name in UNITS})
    for name in UNITS:
        setattr(version, name, units[getattr(version, f"{name}_id")])


def changes_of(shown: DossierVersion) -> list[Change]:
    """What was known when: every version of a dossier, the oldest first. `shown` has its related rows; those
    that another version names instead are read at once, a query for each kind of them."""
    rows = DossierVersion.objects.filter(dossier=shown.dossier_id).order_by("known_from", "number")
    versions = list(rows)
    for name in _RELATED:
        _relate(versions, shown, name)
    return list(_changes(versions, shown))


def _relate(versions: Sequence[DossierVersion], shown: DossierVersion, name: str) -> None:
    """Give each version the related row it names: most name the same one."""
    key = f"{name}_id"
    known = {getattr(shown, key): getattr(shown, name)}
    others = {getattr(version, key) for version in versions} - {*known, None}
    if others:
        known |= _RELATED[name]._default_manager.in_bulk(others)
    for version in versions:
        setattr(version, name, known.get(getattr(version, key)))


def _changes(versions: Iterable[DossierVersion], shown: DossierVersion) -> Iterator[Change]:
    before: DossierVersion | None = None
    for version in versions:
        link = "" if version.known_to is None else localtime(version.known_from).isoformat()
        yield Change(version, link, version.pk == shown.pk, _differences(before, version))
        before = version


def _differences(before: DossierVersion | None, after: DossierVersion) -> list[tuple[str, str, str]]:
    if before is None:
        return []
    return [
        (label, value_text(before, name), value_text(after, name))
        for name, label in _LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]


_LABELS = {
    field.name: str(field.verbose_name)
    for field in DossierVersion._meta.concrete_fields
    if {field.name, field.attname} & set(COLUMNS) and field.name not in _UNTOLD
}
_RELATED: dict[str, type[models.Model]] = {
    "officer": Person,
    **dict.fromkeys(UNITS, Unit),
    "procedure": Procedure,
    "procedure_version": ProcedureVersion,
}


def value_text(version: DossierVersion, name: str) -> str:
    """A column's value as an official reads it."""
    value: Any = getattr(version, name)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, datetime):
        return f"{localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, int):
        return thousands(value)
    shown = getattr(version, f"get_{name}_display", None)
    return str(shown() if shown else value)


def payments_of(version: DossierVersion, moment: datetime | None) -> Sequence[Payment]:
    """The payments of a dossier as known at a moment."""
    rows = Payment.objects.filter(known_at(moment), dossier=version.dossier_id)
    return list(rows.order_by("paid_at", "id"))


@dataclass(frozen=True, slots=True)
class Who:
    """The applicant as the page shows them: the number masked, nothing of one who was erased."""

    erased: bool
    kind: str
    name: str
    number: str
    phone: str
    address: str


def who(applicant: Applicant | None) -> Who | None:
    if applicant is None:
        return None
    kinds = {"person": _("Cá nhân"), "organisation": _("Tổ chức")}
    return Who(
        erased=applicant.erased_at is not None,
        kind=kinds.get(applicant.kind, applicant.kind),
        name=applicant.name,
        number=masked(applicant.number),
        phone=masked(applicant.phone),
        address=applicant.address,
    )


def masked(number: str) -> str:
    """0000****1234: the first and last four; of a short number nothing."""
    return f"{number[:4]}****{number[-4:]}" if len(number) > 8 else "*" * len(number)
