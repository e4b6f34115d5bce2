"""One import: all of a file, or its good rows with the bad ones told apart."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import IO

from django.db import connections, transaction

from dunghen.core.known import transaction_time
from dunghen.dossiers.importing.correct import correct, same_person
from dunghen.dossiers.importing.history import History, tell
from dunghen.dossiers.importing.reference import Reference
from dunghen.dossiers.importing.row import BadCell, read_row
from dunghen.dossiers.importing.source import Cells, read_lines
from dunghen.dossiers.importing.write import Run, Writer
from dunghen.dossiers.models import Dossier, DossierVersion, ImportRun
from dunghen.dossiers.register.entering import enter_import
from dunghen.org.models import Installation

BATCH = 5_000
CHUNK = 1 << 20
OTHER_CONTENT = "Mã hồ sơ đã có với nội dung khác; dùng --corrections kèm --reason để đính chính."


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken; `line` counts from 1, the header included."""

    line: int
    column: str
    reason: str
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueDifference:
    """The file's due date, which was kept, and the one we compute."""

    code: str
    given: datetime
    computed: datetime


@dataclass(slots=True)
class Summary:
    """What a run did, by number of rows."""

    added: int = 0
    skipped: int = 0
    corrected: int = 0
    rejected: int = 0
    due_differences: int = 0
    attested: bool = False


class Rejected(Exception):
    """Nothing was written: the file has bad rows and no reject file was asked for."""

    def __init__(self, summary: Summary) -> None:
        super().__init__(f"{summary.rejected} dòng không hợp lệ")
        self.summary = summary


@dataclass(frozen=True, slots=True)
class Order:
    """What the operator asked for."""

    name: str
    corrections: bool = False
    reason: str = ""
    keep_good: bool = False
    by: str = "import"


Tell = Callable[[BadRow], None]
TellDue = Callable[[DueDifference], None]
Progress = Callable[[int], None]


def import_dossiers(file: IO[bytes], order: Order, *, bad: Tell, due: TellDue, progress: Progress) -> Summary:
    """Import a seekable file in one transaction. Bad rows, due dates that differ and progress go to the
    callbacks. Raises Unreadable, or Rejected when there are bad rows and `keep_good` is not set."""
    summary = Summary()
    with transaction.atomic(), _duplicates(file, order.name) as twice:
        now = transaction_time()
        installation = Installation.objects.get()
        summary.attested = installation.go_live_at is None or now < installation.go_live_at
        run = _record(file, order, now, attested=summary.attested)
        file.seek(0)
        lines = read_lines(file, order.name)
        reference = Reference()
        with Writer(run, reference) as writer:
            pass_ = _Pass(run, order, summary, bad, due, reference, writer)
            while batch := list(islice(lines, BATCH)):
                pass_.take(batch, twice)
                progress(batch[-1][0])
            if summary.rejected and not order.keep_good:
                raise Rejected(summary)
        enter_import(run.id, now)
    return summary


def _record(file: IO[bytes], order: Order, now: datetime, *, attested: bool) -> Run:
    file.seek(0)
    content = hashlib.sha256()
    for chunk in iter(partial(file.read, CHUNK), b""):
        content.update(chunk)
    row = ImportRun.objects.create(
        started_at=now,
        file_name=order.name,
        file_digest=content.hexdigest(),
        attested=attested,
        reason=order.reason,
    )
    return Run(id=row.pk, now=now, attested=attested, by=f"{order.by}:{row.pk}")


@contextmanager
def _duplicates(file: IO[bytes], name: str) -> Iterator[dict[str, list[int]]]:
    """Codes that stand more than once in the file, with their lines; found by the database, so that the
    memory does not grow with the file."""
    file.seek(0)
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE import_codes (code text, line int) ON COMMIT DROP")
        with cursor.copy("COPY import_codes FROM STDIN") as copy:
            for line, cells in read_lines(file, name):
                if cells is not None and (code := cells.get("code")):
                    copy.write_row((code, line))
        cursor.execute(
            "SELECT code, array_agg(line ORDER BY line) FROM import_codes GROUP BY code HAVING count(*) > 1"
        )
        yield dict(cursor.fetchall())
        cursor.execute("DROP TABLE import_codes")


class _Pass:
    """The second reading of the file, a batch at a time."""

    def __init__(
        self,
        run: Run,
        order: Order,
        summary: Summary,
        bad: Tell,
        due: TellDue,
        reference: Reference,
        writer: Writer,
    ) -> None:
        self._run = run
        self._order = order
        self._summary = summary
        self._bad = bad
        self._due = due
        self._reference = reference
        self._writer = writer

    def take(self, batch: list[tuple[int, Cells | None]], twice: dict[str, list[int]]) -> None:
        told = {}
        for line, cells in batch:
            history = self._tell(line, cells, twice)
            if history is not None:
                told[history.row.code] = (line, history, cells or {})
        self._writer.settle()
        known = _known(list(told))
        fresh = []
        for code, (line, history, cells) in told.items():
            self._note_due(history)
            before = known.get(code)
            if before is None:
                fresh.append(history)
            else:
                self._again(BadRow(line, "code", OTHER_CONTENT, cells), history, before)
        self._writer.write(fresh)
        self._summary.added += len(fresh)

    def _tell(self, line: int, cells: Cells | None, twice: dict[str, list[int]]) -> History | None:
        if cells is None:
            self._reject(BadRow(line, "", "Số ô không khớp với số cột của dòng tiêu đề."))
            return None
        others = twice.get(cells.get("code", ""))
        if others is not None:
            lines = ", ".join(str(other) for other in others if other != line)
            self._reject(BadRow(line, "code", f"Mã hồ sơ lặp lại ở dòng {lines}.", cells))
            return None
        try:
            history = tell(read_row(cells), self._reference)
            self._check_recorded(history)
        except BadCell as error:
            self._reject(BadRow(line, error.column, str(error), cells))
            return None
        return history

    def _check_recorded(self, history: History) -> None:
        row, now = history.row, self._run.now
        for name, moment in (
            ("received_at", row.received_at),
            ("received_recorded_at", row.received_recorded_at),
            ("resolved_at", row.resolved_at),
            ("resolved_recorded_at", row.resolved_recorded_at),
            ("returned_at", row.returned_at),
            ("returned_recorded_at", row.returned_recorded_at),
            ("paid_at", row.paid_at),
            ("apology_at", row.apology_at),
        ):
            if moment is not None and moment > now:
                raise BadCell(name, "Thời điểm ở tương lai.")

    def _again(self, refusal: BadRow, history: History, before: DossierVersion) -> None:
        if before.content_digest == history.final.content_digest and same_person(before, history):
            self._summary.skipped += 1
        elif not self._order.corrections:
            self._reject(refusal)
        else:
            correct(before, history, self._run, self._order.reason)
            self._summary.corrected += 1

    def _note_due(self, history: History) -> None:
        given, computed = history.row.due_at, history.computed_due_at
        if given is not None and computed is not None and given != computed:
            self._summary.due_differences += 1
            self._due(DueDifference(history.row.code, given, computed))

    def _reject(self, row: BadRow) -> None:
        self._summary.rejected += 1
        self._bad(row)


def _known(codes: list[str]) -> dict[str, DossierVersion]:
    """The current versions of dossiers that are already there."""
    ids = dict(Dossier.objects.filter(code__in=codes).values_list("id", "code"))
    if not ids:
        return {}
    versions = DossierVersion.objects.filter(dossier__in=ids, known_to__isnull=True)
    return {ids[version.dossier_id]: version for version in versions.select_related("dossier__applicant")}
