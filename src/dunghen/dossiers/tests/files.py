"""Import files for tests: one good row, changed where a test says so, and the import that takes it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.importing.columns import NAMES
from dunghen.dossiers.importing.run import BadRow, DueDifference, Order, Summary, import_dossiers
from dunghen.dossiers.models import DossierVersion

Cells = dict[str, str]
GOOD: Cells = {
    "procedure": "xac-nhan-tinh-trang-hon-nhan",
    "helped_unit": "H13.33.05",
    "received_unit": "H13.33.05",
    "decided_unit": "H13.33.05",
    "channel": "online",
    "received_at": "2024-03-15T09:00",
    "received_recorded_at": "2024-03-15T09:05",
    "outcome": "resolved",
    "resolved_at": "2024-03-19T10:00",
    "resolved_recorded_at": "2024-03-19T10:05",
    "returned_at": "2024-03-19T15:00",
    "returned_recorded_at": "2024-03-19T15:10",
    "limit": "3",
    "limit_unit": "ngày làm việc",
    "digitised": "1",
    "e_result": "1",
    "reused": "1",
    "fee": "10000",
    "paid": "10000",
    "paid_at": "2024-03-15T09:10",
    "paid_online": "1",
    "applicant_kind": "person",
    "applicant_name": "Người Mẫu",
    "applicant_no": "000000000001",
    "applicant_phone": "0000000001",
    "applicant_address": "Khu vực mẫu",
    "sample": "1",
}
ENDED = ("outcome", "resolved_at", "resolved_recorded_at", "returned_at", "returned_recorded_at", "e_result")


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import told."""

    summary: Summary
    bad: list[BadRow]
    due: list[DueDifference]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(row.line, row.column, row.reason) for row in self.bad]


def row(serial: int = 1, /, **changed: str) -> Cells:
    """A good row, every column of it; its code ends in the serial."""
    return dict.fromkeys(NAMES, "") | GOOD | {"code": f"H13.33.05-240315-{serial:04}"} | changed


def open_row(serial: int = 1, /, **changed: str) -> Cells:
    """The same dossier, not resolved yet."""
    return row(serial, **dict.fromkeys(ENDED, "") | changed)


def as_csv(rows: Iterable[Cells], header: Iterable[str] = NAMES) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(header), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take(content: bytes, name: str = "ho-so.csv", **order: Any) -> Taken:
    """Import a file's content."""
    bad: list[BadRow] = []
    due: list[DueDifference] = []
    summary = import_dossiers(
        io.BytesIO(content), Order(name, **order), bad=bad.append, due=due.append, progress=lambda _: None
    )
    return Taken(summary, bad, due)


def take_rows(*rows: Cells, **order: Any) -> Taken:
    return take(as_csv(rows), **order)


def current(serial: int = 1) -> DossierVersion:
    """The current version of the dossier with that serial."""
    return DossierVersion.objects.select_related("dossier", "unit").get(
        dossier__code=f"H13.33.05-240315-{serial:04}", known_to__isnull=True
    )


def vn(text: str) -> datetime:
    """A Vietnamese time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
