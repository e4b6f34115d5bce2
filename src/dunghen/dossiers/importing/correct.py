"""A row that says something else about a dossier we have: a correction, never a silent change."""

from dataclasses import replace

from dunghen.core.known import transaction_time
from dunghen.dossiers.chain.append import append, current_version
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.importing.history import History
from dunghen.dossiers.importing.row import Row, cells_of
from dunghen.dossiers.importing.write import Run
from dunghen.dossiers.models import DossierVersion, Payment
from dunghen.dossiers.persons.data import PARTS, content, replace_person
from dunghen.dossiers.rules import EventKind, State

BESIDE = (
    *("received_recorded_at", "supplements", "pauses", "returned_recorded_at", "due_at", "paid_at", "note"),
    *("apology_at", "appointment_at"),
)


def same_person(version: DossierVersion, history: History) -> bool:
    """Whether the file names the applicant we hold; an erased one is not brought back by a file."""
    applicant = version.dossier.applicant
    if applicant is None:
        return not any(history.row.person)
    if applicant.erased_at is not None:
        return True
    known = content(applicant)
    return tuple(known[part] for part in PARTS) == history.row.person


def correct(known: DossierVersion, history: History, run: Run, reason: str) -> None:
    """Write the file's content as a new version, known from now on."""
    version = current_version(known.dossier_id)
    # who handles it is our own work, of which no file knows
    after = history.final._replace(officer_id=version.officer_id)
    # when our system learned of the end is a fact of the past: a correction does not take it back
    if after.resolved_at is not None and after.resolved_recorded_at is None:
        after = after._replace(resolved_recorded_at=version.resolved_recorded_at)
    info = {"reason": reason, "run": run.id, "file": beside_the_state(history.row)}
    entries = [
        Entry(EventKind.CORRECTED.value, run.now, after, None, info),
        *_payment(version, after, history),
    ]
    if not same_person(known, history):
        said = dict(zip(PARTS, history.row.person, strict=True))
        person = replace_person(version, said, reason=reason, now=run.now)
        entries.append(replace(person, state=after))
    append(version, entries, by=run.by, now=run.now)


def _payment(version: DossierVersion, after: State, history: History) -> list[Entry]:
    """The payment event a correction brings; the payments it replaces are closed."""
    row = history.row
    held = Payment.objects.filter(dossier=version.dossier_id, known_to__isnull=True)
    said = [(row.paid, row.paid_at, row.paid_online)] if row.paid_at is not None else []
    if list(held.values_list("amount", "paid_at", "online")) == said:
        return []
    held.update(known_to=transaction_time())
    if row.paid_at is None:
        return []
    info = {"amount": row.paid, "online": row.paid_online}
    return [Entry(EventKind.PAID.value, row.paid_at, after, None, info)]


def beside_the_state(row: Row) -> dict[str, str]:
    """What a file says that no counted column holds, for the export."""
    cells = cells_of(row)
    return {name: cells[name] for name in BESIDE}
