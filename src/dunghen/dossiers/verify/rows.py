"""Reading: a stretch of dossiers with their events, versions and payments, as of one moment.

Short transactions, one a stretch: a reading of hours in one transaction would hold back every lock and
seal (core.known.settled_time). Binary results, because their times are read several times faster.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from django.db import connection, transaction
from psycopg import sql
from psycopg.rows import args_row, tuple_row

from dunghen.dossiers.chain.entries import COLUMNS
from dunghen.dossiers.chain.fold import Values

LAST = 2**63 - 1


class Event(NamedTuple):
    dossier: int
    number: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    source_recorded_at: datetime | None
    text: str
    hash: bytes


class Version(NamedTuple):
    """What a version says; `values` in the order of chain.COLUMNS."""

    number: int
    known_from: datetime
    known_to: datetime | None
    attested: bool
    values: Values


class Payment(NamedTuple):
    number: int
    known_from: datetime
    known_to: datetime | None
    attested: bool
    unit: str | None
    level: str
    amount: int
    paid_at: datetime
    online: bool


@dataclass(slots=True)
class Rows:
    """A dossier as the tables show it. No code: there are rows but no dossier."""

    code: str | None = None
    attested: bool = False
    events: list[Event] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)


# Events name units and procedures by key.
_JOINED = {
    "procedure": sql.SQL("p.key"),
    "procedure_version": sql.SQL("pv.number"),
    "unit": sql.SQL("u1.key"),
    "helped_unit": sql.SQL("u2.key"),
    "received_unit": sql.SQL("u3.key"),
}
_NEXT = sql.SQL(
    "SELECT max(id) FROM (SELECT id FROM dossiers_dossier WHERE id > %s ORDER BY id LIMIT %s) AS next"
)
_DOSSIERS = sql.SQL(
    "SELECT d.id, d.code, coalesce(r.attested, false) FROM dossiers_dossier d"
    " LEFT JOIN dossiers_importrun r ON r.id = d.import_run_id WHERE d.id > %s AND d.id <= %s"
)
_EVENTS = sql.SQL(
    "SELECT dossier_id, number, kind, occurred_at, recorded_at, source_recorded_at, text, hash"
    " FROM dossiers_dossierevent WHERE dossier_id > %s AND dossier_id <= %s ORDER BY dossier_id, number, id"
)
_VERSIONS = sql.SQL(
    "SELECT v.dossier_id, v.number, v.known_from, v.known_to, v.attested, {columns}"
    " FROM dossiers_dossierversion v"
    " LEFT JOIN procedures_procedure p ON p.id = v.procedure_id"
    " LEFT JOIN procedures_procedureversion pv ON pv.id = v.procedure_version_id"
    " LEFT JOIN org_unit u1 ON u1.id = v.unit_id"
    " LEFT JOIN org_unit u2 ON u2.id = v.helped_unit_id"
    " LEFT JOIN org_unit u3 ON u3.id = v.received_unit_id"
    " WHERE v.dossier_id > %s AND v.dossier_id <= %s ORDER BY v.dossier_id, v.number, v.id"
).format(
    columns=sql.SQL(", ").join(
        _JOINED.get(name, sql.SQL("v.{}").format(sql.Identifier(name))) for name in COLUMNS
    )
)
_PAYMENTS = sql.SQL(
    "SELECT y.dossier_id, y.number, y.known_from, y.known_to, y.attested, u.key, y.level, y.amount,"
    " y.paid_at, y.online FROM dossiers_payment y LEFT JOIN org_unit u ON u.id = y.unit_id"
    " WHERE y.dossier_id > %s AND y.dossier_id <= %s ORDER BY y.dossier_id, y.number, y.known_from, y.id"
)


def next_stretch(after: int, length: int) -> int:
    """The last of the `length` dossiers behind `after`; LAST when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [after, length])
        row = cursor.fetchone()
    return LAST if row is None or row[0] is None else int(row[0])


def read(after: int, upto: int) -> dict[int, Rows]:
    """The rows of the dossiers numbered above `after` up to `upto`, all as of one moment."""
    inside = connection.in_atomic_block
    found: dict[int, Rows] = {}
    with transaction.atomic():
        raw = connection.connection
        if not inside:  # within the caller's transaction its own moment holds
            raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for item, code, attested in _select(raw, _DOSSIERS, after, upto):
            found[item] = Rows(code, attested)
        for event in _events(raw, after, upto):
            found.setdefault(event.dossier, Rows()).events.append(event)
        for item, number, known_from, known_to, attested, *values in _select(raw, _VERSIONS, after, upto):
            version = Version(number, known_from, known_to, attested, tuple(values))
            found.setdefault(item, Rows()).versions.append(version)
        for row in _select(raw, _PAYMENTS, after, upto):
            found.setdefault(row[0], Rows()).payments.append(Payment(*row[1:]))
    return found


def _select(
    raw: "psycopg.Connection[Any]", statement: sql.SQL | sql.Composed, after: int, upto: int
) -> Iterable[tuple[Any, ...]]:
    with psycopg.Cursor(raw, row_factory=tuple_row) as cursor:
        return cursor.execute(statement, [after, upto], binary=True).fetchall()


def _events(raw: "psycopg.Connection[Any]", after: int, upto: int) -> Iterable[Event]:
    with psycopg.Cursor(raw, row_factory=args_row(Event)) as cursor:
        return cursor.execute(_EVENTS, [after, upto], binary=True).fetchall()
