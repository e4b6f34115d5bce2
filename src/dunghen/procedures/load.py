"""Loads the catalogue of a pack into procedures and their versions.

What a version says is never changed in place: where the file differs from what was known, the old row
ends now and a new one begins. A version loaded for the first time is attested: known since the day of
its decision, or the first day it is in force.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.core.text import fold
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.load import PackError, put_right
from dunghen.org.models import Unit
from dunghen.procedures.catalogue import read_catalogue
from dunghen.procedures.catalogue_model import (
    CataloguePaper,
    CatalogueProcedure,
    CatalogueStep,
    CatalogueVersion,
)
from dunghen.procedures.models import (
    Procedure,
    ProcedurePaper,
    ProcedureScope,
    ProcedureStep,
    ProcedureVersion,
)

_BATCH = 2000


class _Place(NamedTuple):
    """The version `number` (oldest first, from 1) of a procedure."""

    procedure: int
    number: int


class _Content(NamedTuple):
    """What a version says, for comparison."""

    columns: dict[str, object]
    levels: frozenset[str]
    papers: tuple[CataloguePaper, ...]
    steps: tuple[CatalogueStep, ...]


def load_catalogue(pack: Path, org: Unit) -> int:
    """Load the procedures of `org`'s authority; returns how many procedures and versions were written."""
    catalogue = read_catalogue(pack)
    departments = Unit.objects.in_bulk({entry.department for entry in catalogue} - {""}, field_name="key")
    with transaction.atomic():
        rows = [_procedure(entry, org, departments) for entry in catalogue]
        written = put_right(Procedure, rows, identity=("key",))
        ids = dict(Procedure.objects.values_list("key", "id"))
        wanted = {
            _Place(ids[entry.key], number): _content(version)
            for entry in catalogue
            for number, version in enumerate(entry.versions, 1)
        }
        return written + _write_versions(wanted)


def _procedure(entry: CatalogueProcedure, org: Unit, departments: Mapping[str, Unit]) -> Procedure:
    if entry.department and entry.department not in departments:
        raise PackError(f"Thủ tục {entry.key}: không có đơn vị “{entry.department}” trong units.csv.")
    return Procedure(
        key=entry.key,
        code=entry.code,
        code_source=entry.code_source,
        name=entry.name,
        search=fold(entry.name),
        field=entry.field,
        org=org,
        department=departments.get(entry.department),
        link_kind=entry.linked,
        non_territorial=entry.non_territorial,
        sample=entry.sample,
    )


def _content(version: CatalogueVersion) -> _Content:
    """A fee that is not known stands as 0 đồng and is marked among the unsure values."""
    unsure = {*version.unsure, *(["fee"] if version.fee is None else [])}
    columns: dict[str, object] = {
        "state": version.state,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "decision": version.decision,
        "decision_date": date.fromisoformat(version.decision_date) if version.decision_date else None,
        "legal_basis": list(version.legal_basis),
        "limit_amount": version.limit,
        "limit_unit": version.limit_unit,
        "limit_source": version.limit_source,
        "pause_basis": version.pause_basis if version.pause_allowed else "",
        "fee": version.fee or 0,
        "fee_note": version.fee_note,
        "online_level": version.online,
        "eligible_full": version.eligible_full,
        "issues_result_paper": version.issues_result_paper,
        "unsure": sorted(unsure),
    }
    return _Content(columns, frozenset(version.levels), version.papers, version.steps)


def _known(row: ProcedureVersion, columns: Iterable[str]) -> _Content:
    papers = sorted(row.papers.all(), key=lambda paper: paper.pk)
    steps = sorted(row.steps.all(), key=lambda step: step.position)
    return _Content(
        {column: getattr(row, column) for column in columns},
        frozenset(scope.level for scope in row.scopes.all()),
        tuple(CataloguePaper(p.code, p.name, p.originals, p.copies, p.required) for p in papers),
        tuple(CatalogueStep(step.name, step.role, step.hours) for step in steps),
    )


def _write_versions(wanted: Mapping[_Place, _Content]) -> int:
    """End the rows that the file no longer says, and write what it says anew."""
    ids = {place.procedure for place in wanted}
    rows = ProcedureVersion.objects.filter(procedure__in=ids)
    current = rows.filter(known_to=None).prefetch_related("scopes", "papers", "steps")
    columns = next(iter(wanted.values())).columns.keys() if wanted else ()
    held = {_Place(row.procedure_id, row.number): (row, _known(row, columns)) for row in current}
    stale = [row.pk for place, (row, content) in held.items() if wanted.get(place) != content]
    fresh = {
        place: content for place, content in wanted.items() if place not in held or held[place][1] != content
    }
    if not stale and not fresh:
        return 0
    now = transaction_time()
    seen = {_Place(*pair) for pair in rows.values_list("procedure_id", "number")}
    rows.filter(pk__in=stale).update(known_to=now)
    _insert([(_version(place, content, now, place in seen), content) for place, content in fresh.items()])
    return len(fresh)


def _version(place: _Place, content: _Content, now: datetime, changed: bool) -> ProcedureVersion:
    row = ProcedureVersion(procedure_id=place.procedure, number=place.number, **content.columns)
    since = datetime.combine(row.decision_date or row.valid_from, time(), VIETNAM)
    # Nobody attests a time to come: a version that begins later is known from today.
    row.attested = not changed and since < now
    row.known_from = since if row.attested else now
    return row


def _insert(versions: list[tuple[ProcedureVersion, _Content]]) -> None:
    ProcedureVersion.objects.bulk_create([row for row, _ in versions], batch_size=_BATCH)
    scopes = [ProcedureScope(version=row, level=level) for row, c in versions for level in sorted(c.levels)]
    papers = [
        ProcedurePaper(
            version=row,
            code=paper.code,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
            required=paper.required,
        )
        for row, content in versions
        for paper in content.papers
    ]
    steps = [
        ProcedureStep(version=row, position=position, name=step.name, role=step.role, hours=step.hours)
        for row, content in versions
        for position, step in enumerate(content.steps, 1)
    ]
    ProcedureScope.objects.bulk_create(scopes, batch_size=_BATCH)
    ProcedurePaper.objects.bulk_create(papers, batch_size=_BATCH)
    ProcedureStep.objects.bulk_create(steps, batch_size=_BATCH)
