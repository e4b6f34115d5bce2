"""Writing histories in bulk: COPY into dossiers, versions, events and payments, in batches."""

import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connections
from psycopg import sql

from dunghen.core.ledger import GENESIS, digest, link, stamp
from dunghen.dossiers.chain.append import RELATED, UNITS
from dunghen.dossiers.chain.entries import COLUMNS, NOTHING, Entry, Plain, changes, entry_text
from dunghen.dossiers.importing.history import History
from dunghen.dossiers.importing.reference import Reference
from dunghen.dossiers.importing.row import Person
from dunghen.dossiers.rules import EventKind, State

NULL = "\\N"
SALT = 16  # bytes, of each applicant
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
_BLANK = ["f" if value is False else NULL if value is None else str(value) for value in NOTHING.values()]
VERSION_COLUMNS = (
    *("dossier_id", "number", "known_from", "known_to", "attested"),
    *(f"{name}_id" if name in RELATED else name for name in COLUMNS),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What every row of a run shares."""

    id: int
    now: datetime
    attested: bool
    by: str


def person_content(person: Person) -> dict[str, str]:
    """What the salted digest of an applicant covers."""
    return dict(zip(("kind", "name", "number", "phone", "address"), person, strict=True))


def field(value: object) -> str:
    """A value in COPY's text format."""
    if value is None:
        return NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    text = str(value)
    if "\\" in text or not text.isprintable():
        text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


class _Table:
    """Lines for one table of a batch."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        self.name = name
        self.columns = columns
        self.lines: list[str] = []

    def add(self, *values: object) -> None:
        self.lines.append("\t".join(map(field, values)))

    def take(self) -> tuple[sql.Composed, list[str]]:
        """The lines so far with the statement that takes them; the table begins anew."""
        lines, self.lines = self.lines, []
        names = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.name), names), lines


Lines = list[tuple[sql.Composed, list[str]]]


def _send(raw: "psycopg.Connection[Any]", batch: Lines) -> None:
    with psycopg.Cursor(raw) as cursor:
        for statement, lines in batch:
            if lines:
                with cursor.copy(statement) as copy:
                    copy.write("\n".join([*lines, ""]))


class Writer:
    """Takes histories, writes them a batch at a time inside the caller's transaction.

    The server takes a batch while the lines of the next are made. The connection serves one at a time:
    whoever else needs it calls `settle` first. Leaving the context sends what is left.
    """

    def __init__(self, run: Run, reference: Reference) -> None:
        self._run = run
        self._recorded = stamp(run.now)
        self._reference = reference
        self._server = ThreadPoolExecutor(max_workers=1)
        self._sent: Future[None] | None = None
        self._applicants = _Table(
            "dossiers_applicant", ("id", "kind", "name", "number", "phone", "address", "salt", "units")
        )
        self._dossiers = _Table("dossiers_dossier", ("id", "code", "applicant_id", "import_run_id"))
        self._versions = _Table("dossiers_dossierversion", VERSION_COLUMNS)
        self._events = _Table(
            "dossiers_dossierevent",
            (
                "dossier_id",
                "number",
                "kind",
                "occurred_at",
                "recorded_at",
                "source_recorded_at",
                "text",
                "hash",
            ),
        )
        self._payments = _Table(
            "dossiers_payment",
            (
                *("dossier_id", "number", "unit_id", "level", "amount", "paid_at", "online"),
                *("known_from", "known_to", "attested"),
            ),
        )

    def __enter__(self) -> Self:
        with connections["default"].cursor() as cursor:
            # Checked as the rows come: a check put off to the end is remembered for every row.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.settle()
                self._send()
                self.settle()
            elif self._sent is not None:
                wait([self._sent])
        finally:
            self._server.shutdown()

    def settle(self) -> None:
        """Wait until the server has taken what was sent to it. Raises what it refused."""
        sent, self._sent = self._sent, None
        if sent is not None:
            with connections["default"].wrap_database_errors:
                sent.result()

    def write(self, histories: Sequence[History]) -> None:
        """Write new dossiers."""
        self.settle()
        with_person = sum(any(history.row.person) for history in histories)
        applicants = iter(_ids("dossiers_applicant", with_person))
        dossiers = _ids("dossiers_dossier", len(histories))
        salts = BytesIO(secrets.token_bytes(SALT * with_person))  # asked for once
        self._send()
        for history, dossier_id in zip(histories, dossiers, strict=True):
            applicant_id, known_by = None, None
            if any(history.row.person):
                applicant_id = next(applicants)
                salt = salts.read(SALT)
                decides = f"{{{history.places.decided.id}}}"
                self._applicants.add(applicant_id, *history.row.person, salt, decides)
                known_by = digest(salt, person_content(history.row.person))
            self._dossiers.add(dossier_id, history.row.code, applicant_id, self._run.id)
            self._write_events(dossier_id, history, applicant_id, known_by)

    def _send(self) -> None:
        tables = (self._applicants, self._dossiers, self._versions, self._events, self._payments)
        batch = [table.take() for table in tables]
        self._sent = self._server.submit(_send, connections["default"].connection, batch)

    def _write_events(
        self, dossier_id: int, history: History, applicant_id: int | None, known_by: str | None
    ) -> None:
        """Events and, where our knowledge changed, versions; a column is written out once."""
        previous = GENESIS
        before: State | None = None
        columns = _BLANK.copy()
        versions = dict(known_times(history.entries, self._run))
        open_version: tuple[int, datetime, list[str]] | None = None
        for number, entry in enumerate(history.entries, 1):
            told = entry
            if number == 1 and applicant_id is not None:
                told = replace(
                    entry, info={**entry.info, "applicant": applicant_id, "applicant_digest": known_by}
                )
            said = changes(before, entry.state)
            before = entry.state
            text = entry_text(
                told, said, code=history.row.code, number=number, recorded=self._recorded, by=self._run.by
            )
            previous = link(previous, text)
            self._add_event(dossier_id, number, entry, text, previous)
            self._set(columns, said)
            if number in versions:
                if open_version is not None:
                    self._add_version(dossier_id, *open_version, versions[number])
                open_version = number, versions[number], columns.copy()
        if open_version is not None:
            self._add_version(dossier_id, *open_version, None)
        self._write_payments(dossier_id, history, versions)

    def _add_event(self, dossier_id: int, number: int, entry: Entry, text: str, link: bytes) -> None:
        at, source = entry.occurred_at, entry.source_recorded_at
        stamped = stamp(at)
        recorded = NULL if source is None else stamped if source is at else stamp(source)
        line = (str(dossier_id), str(number), entry.kind, stamped, self._recorded, recorded, field(text))
        self._events.lines.append("\t".join((*line, field(link))))

    def _set(self, columns: list[str], said: Mapping[str, Plain]) -> None:
        """Put what an event changed into a version's line."""
        reference = self._reference
        for name, value in said.items():
            if name in UNITS:
                columns[_PLACE[name]] = str(reference.unit_ids[str(value)])
            elif name not in {"procedure", "procedure_version"}:
                columns[_PLACE[name]] = field(value)
        if "procedure_version" in said:
            key = str(said["procedure"]), int(said["procedure_version"] or 0)
            ids = reference.version_ids[key]
            columns[_PLACE["procedure"]], columns[_PLACE["procedure_version"]] = map(str, ids)

    def _add_version(
        self,
        dossier_id: int,
        number: int,
        known_from: datetime,
        columns: list[str],
        known_to: datetime | None,
    ) -> None:
        line = (
            *(str(dossier_id), str(number), stamp(known_from), NULL if known_to is None else stamp(known_to)),
            "t" if self._attests(known_from) else "f",
            *columns,
        )
        self._versions.lines.append("\t".join(line))

    def _attests(self, known_from: datetime) -> bool:
        return self._run.attested and known_from != self._run.now

    def _write_payments(self, dossier_id: int, history: History, versions: Mapping[int, datetime]) -> None:
        for number, entry in enumerate(history.entries, 1):
            if entry.kind == EventKind.PAID.value:
                known_from = next(time for last, time in versions.items() if last >= number)
                self._payments.add(
                    *(dossier_id, number, history.places.decided.id, entry.state.level),
                    *(entry.info["amount"], stamp(entry.occurred_at), entry.info["online"]),
                    *(stamp(known_from), None, self._attests(known_from)),
                )


def known_times(entries: Sequence[Entry], run: Run) -> list[tuple[int, datetime]]:
    """The versions a history makes: (number of the last event, known_from), in order.

    Before going live an event is known from the moment the old system recorded it; one without that
    time from the next recorded one on; where none follows, and always after going live, from now.
    """
    if not run.attested:
        return [(len(entries), run.now)]
    found: list[tuple[int, datetime]] = []
    for number, entry in enumerate(entries, 1):
        recorded = entry.source_recorded_at
        if recorded is None:
            continue
        if found and recorded <= found[-1][1]:
            # recorded no later than what came before it: one version tells both
            found[-1] = (number, found[-1][1])
        else:
            found.append((number, recorded))
    if not found or found[-1][0] < len(entries):
        found.append((len(entries), run.now))
    return found


def _ids(table: str, count: int) -> list[int]:
    """Fresh primary keys, in order."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]
