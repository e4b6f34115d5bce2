"""Dossiers as an import file: what the import takes, the export gives back."""

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, Any

from dunghen.dossiers.chain.append import RELATED
from dunghen.dossiers.importing.columns import NAMES, PERSONAL
from dunghen.dossiers.importing.row import UNIT_LABELS, Interval, interval_text, moment_text
from dunghen.dossiers.models import DossierEvent, DossierVersion
from dunghen.dossiers.persons.data import content
from dunghen.dossiers.rules import EventKind

BATCH = 2_000
FLAGS = ("digitised", "e_result", "reused", "paid_online", "sample")


def export_dossiers(out: IO[str]) -> int:
    """Write the current content of every dossier in the order of their codes; returns how many."""
    writer = csv.DictWriter(out, NAMES, lineterminator="\n")
    writer.writeheader()
    written = 0
    for batch in _batches():
        events = _events(batch)
        for version in batch:
            writer.writerow(_cells(version, events[version.dossier_id]))
        written += len(batch)
    return written


def _batches() -> Iterator[list[DossierVersion]]:
    versions = DossierVersion.objects.filter(known_to__isnull=True)
    versions = versions.select_related("dossier__applicant", *RELATED).order_by("dossier__code")
    last = ""
    while batch := list(versions.filter(dossier__code__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].dossier.code


def _events(batch: Iterable[DossierVersion]) -> dict[int, list[DossierEvent]]:
    found: dict[int, list[DossierEvent]] = {version.dossier_id: [] for version in batch}
    for event in DossierEvent.objects.filter(dossier__in=found).order_by("dossier", "number"):
        found[event.dossier_id].append(event)
    return found


def _cells(version: DossierVersion, events: list[DossierEvent]) -> dict[str, str]:
    applicant = version.dossier.applicant
    person = content(applicant).values() if applicant else [""] * len(PERSONAL)
    cells = {
        "code": version.dossier.code,
        "case_code": version.case_code,
        "procedure": version.procedure.key,
        "helped_unit": version.helped_unit.code,
        "received_unit": version.received_unit.code,
        "decided_unit": version.unit.code,
        "channel": version.channel,
        "received_at": moment_text(version.received_at),
        "outcome": version.outcome,
        "resolved_at": moment_text(version.resolved_at),
        "resolved_recorded_at": moment_text(version.resolved_recorded_at),
        "returned_at": moment_text(version.returned_at),
        "limit": _number(version.limit_amount),
        "limit_unit": UNIT_LABELS.get(version.limit_unit, ""),
        **{name: "1" if getattr(version, name) else "" for name in FLAGS},
        "fee": _number(version.fee),
        "paid": _number(version.paid),
        **dict(zip(PERSONAL, person, strict=True)),
    }
    return cells | _beside(version, events)


def _beside(version: DossierVersion, events: list[DossierEvent]) -> dict[str, str]:
    """What no counted column holds: from the last correction, or from the events themselves."""
    for event in reversed(events):
        if event.kind == EventKind.CORRECTED:
            file: dict[str, str] = json.loads(event.text)["info"]["file"]
            return file
    first: dict[str, Any] = json.loads(events[0].text)["info"]
    by_kind = {event.kind: event for event in events}
    returned, paid = by_kind.get(EventKind.RETURNED), by_kind.get(EventKind.PAID)
    return {
        "received_recorded_at": moment_text(events[0].source_recorded_at),
        "supplements": _intervals(events, EventKind.PAPERS_REQUESTED, EventKind.PAPERS_COMPLETED),
        "pauses": _intervals(events, EventKind.PAUSED, EventKind.RESUMED),
        "returned_recorded_at": moment_text(returned.source_recorded_at if returned else None),
        "due_at": first.get("due_given", ""),
        "paid_at": moment_text(paid.occurred_at if paid else None),
        "note": first.get("note", ""),
        "apology_at": moment_text(version.apologised_at),
        "appointment_at": first.get("appointment_given", ""),
    }


def _intervals(events: list[DossierEvent], begins: EventKind, ends: EventKind) -> str:
    found: list[Interval] = []
    for event in events:
        if event.kind == begins:
            found.append(Interval(event.occurred_at, None, json.loads(event.text)["info"].get("law", "")))
        elif event.kind == ends:
            found[-1] = found[-1]._replace(end=event.occurred_at)
    return interval_text(tuple(found))


def _number(value: Decimal | int | None) -> str:
    if not value:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
