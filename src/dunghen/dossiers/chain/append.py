"""The one place that lengthens a dossier's chain: events, the version they make, the one they close."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dunghen.core.ledger import link, stamp
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.chain.entries import COLUMNS, Entry, changes, entry_text
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, DossierVersion, Payment
from dunghen.dossiers.rules import EventKind, Refused, State
from dunghen.org.models import Unit
from dunghen.procedures.models import ProcedureVersion

UNITS = ("unit", "helped_unit", "received_unit")
PROCEDURES = ("procedure", "procedure_version")
RELATED = UNITS + PROCEDURES
PLAIN = tuple(name for name in COLUMNS if name not in RELATED)


class Stale(Refused):
    """Somebody else wrote to the dossier after this work on it began."""


def current_version(dossier_id: int) -> DossierVersion:
    """The current version; the dossier stays locked until the transaction ends."""
    # The lock is on the dossier: whoever waited for a version would find it closed, and not its successor.
    Dossier.objects.select_for_update(no_key=True).get(pk=dossier_id)
    versions = DossierVersion.objects.select_related("dossier", *RELATED)
    return versions.get(dossier=dossier_id, known_to__isnull=True)


def state_of(version: DossierVersion) -> State:
    """The counted columns of a version, units and procedure by key. Reads RELATED."""
    values: dict[str, Any] = {name: getattr(version, name) for name in PLAIN}
    return State(
        procedure=version.procedure.key,
        procedure_version=version.procedure_version.number,
        unit=version.unit.key,
        helped_unit=version.helped_unit.key,
        received_unit=version.received_unit.key,
        **values,
    )


def append(version: DossierVersion, entries: Sequence[Entry], *, by: str, now: datetime) -> DossierVersion:
    """Append events to a dossier whose current version the caller has locked; they are recorded `now`,
    which must be the transaction's time. Returns the current version after them.

    Raises Stale when the version is younger than the transaction.
    """
    if version.known_from >= now:
        at = version.known_from.astimezone(VIETNAM)
        raise Stale(
            _(
                "Hồ sơ {code} đã có người khác xử lý lúc {at:%H:%M}. Tải lại trang để xem nội dung mới."
            ).format(code=version.dossier.code, at=at)
        )
    last = DossierEvent.objects.filter(dossier=version.dossier_id).order_by("number").last()
    if last is None:
        raise ValueError("a dossier without events")
    number, previous, before = last.number, bytes(last.hash), state_of(version)
    first = before
    for entry in entries:
        number += 1
        previous = _write(version, entry, before, number=number, previous=previous, by=by, now=now)
        before = entry.state
    if before == first:
        return version
    return _renew(version, before, number=number, now=now)


def _write(
    version: DossierVersion,
    entry: Entry,
    before: State,
    *,
    number: int,
    previous: bytes,
    by: str,
    now: datetime,
) -> bytes:
    code = version.dossier.code
    said = changes(before, entry.state)
    text = entry_text(entry, said, code=code, number=number, recorded=stamp(now), by=by)
    made = link(previous, text)
    DossierEvent.objects.create(
        dossier_id=version.dossier_id,
        number=number,
        kind=entry.kind,
        occurred_at=entry.occurred_at,
        recorded_at=now,
        source_recorded_at=entry.source_recorded_at,
        text=text,
        hash=made,
    )
    if entry.kind == EventKind.PAID:
        Payment.objects.create(
            dossier_id=version.dossier_id,
            number=number,
            unit_id=version.unit_id,
            level=entry.state.level,
            amount=entry.info["amount"],
            paid_at=entry.occurred_at,
            online=entry.info["online"],
            known_from=now,
        )
    return made


def _renew(version: DossierVersion, state: State, *, number: int, now: datetime) -> DossierVersion:
    DossierVersion.objects.filter(pk=version.pk).update(known_to=now)
    units = dict(
        Unit.objects.filter(key__in=[getattr(state, name) for name in UNITS]).values_list("key", "id")
    )
    if units[state.unit] != version.unit_id:
        Applicant.objects.filter(dossiers=version.dossier_id).update(units=[units[state.unit]])
    procedure = ProcedureVersion.objects.filter(
        procedure__key=state.procedure, number=state.procedure_version, known_to__isnull=True
    ).get()
    return DossierVersion.objects.create(
        dossier_id=version.dossier_id,
        number=number,
        known_from=now,
        procedure_id=procedure.procedure_id,
        procedure_version=procedure,
        **{f"{name}_id": units[getattr(state, name)] for name in UNITS},
        **{name: getattr(state, name) for name in PLAIN},
    )
