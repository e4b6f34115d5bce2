"""One row of the import file, while it is being made up, and how it is written."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from dunghen.core.worktime import LimitUnit, Pause
from dunghen.dossiers.sample.people import Applicant
from dunghen.dossiers.sample.services import Service
from dunghen.dossiers.sample.units import PackUnit

COLUMNS = (
    "code", "case_code", "procedure", "helped_unit", "received_unit", "decided_unit", "channel",
    "received_at", "received_recorded_at", "supplements", "pauses",
    "outcome", "resolved_at", "resolved_recorded_at",
    "returned_at", "returned_recorded_at", "limit", "limit_unit", "due_at", "apology_at", "appointment_at",
    "digitised", "e_result", "reused", "fee", "paid", "paid_at", "paid_online",
    "applicant_kind", "applicant_name", "applicant_no", "applicant_phone", "applicant_address",
    "sample", "note",
)  # fmt: skip

LIMIT_WORDS = {
    LimitUnit.DAY: "ngày làm việc",
    LimitUnit.HOUR: "giờ làm việc",
    LimitUnit.SAME_DAY: "trong ngày",
    LimitUnit.CALENDAR_DAY: "ngày",
    LimitUnit.MONTH: "tháng",
}


@dataclass(slots=True, eq=False)
class Record:
    """A made-up dossier; times are Vietnamese time to the minute, amounts whole đồng."""

    service: Service
    decided: PackUnit
    channel: str
    received: datetime = field(init=False)
    helped: PackUnit = field(init=False)
    receiver: PackUnit = field(init=False)
    received_recorded: datetime = field(init=False)
    supplements: list[tuple[datetime, datetime]] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    due: datetime = field(init=False)
    outcome: str = ""
    resolved: datetime | None = None
    resolved_recorded: datetime | None = None
    returned: datetime | None = None
    returned_recorded: datetime | None = None
    due_given: bool = False
    apology: datetime | None = None
    appointment: datetime | None = None
    digitised: bool = False
    e_result: bool | None = None
    reused: bool = False
    paid_at: datetime | None = None
    paid_online: bool = False
    applicant: Applicant = field(init=False)
    case: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        self.helped = self.receiver = self.decided


def moment_text(moment: datetime | None) -> str:
    """Vietnamese time without a zone, to the minute: 2024-03-04T08:15."""
    return "" if moment is None else moment.isoformat()[:16]


def span_text(start: datetime, end: datetime | None) -> str:
    """A stretch of time: 2024-03-04T08:15 -> 2024-03-06T09:00."""
    return f"{moment_text(start)} -> {moment_text(end)}"


def write_records(records: Iterable[Record], out: TextIO) -> int:
    """Write the rows by time of receipt, give each its code, and return how many there are."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    serials: Counter[str] = Counter()
    cases: dict[int, str] = {}
    ordered = sorted(records, key=lambda record: (record.received, record.receiver.code))
    for record in ordered:
        prefix = f"{record.receiver.code}-{record.received:%y%m%d}"
        serials[prefix] += 1
        code = f"{prefix}-{serials[prefix]:04}"
        if record.case:
            cases.setdefault(record.case, f"LT-{code}")
        writer.writerow(_row(record, code, cases))
    return len(ordered)


def _row(record: Record, code: str, cases: Mapping[int, str]) -> tuple[object, ...]:
    service, applicant = record.service, record.applicant
    return (
        code,
        cases.get(record.case, ""),
        service.key,
        record.helped.code,
        record.receiver.code,
        record.decided.code,
        record.channel,
        moment_text(record.received),
        moment_text(record.received_recorded),
        "; ".join(span_text(start, end) for start, end in record.supplements),
        "; ".join(f"{span_text(pause.start, pause.end)} | {service.pause_basis}" for pause in record.pauses),
        record.outcome,
        moment_text(record.resolved),
        moment_text(record.resolved_recorded),
        moment_text(record.returned),
        moment_text(record.returned_recorded),
        service.limit.amount,
        LIMIT_WORDS[service.limit.unit],
        moment_text(record.due) if record.due_given else "",
        moment_text(record.apology),
        moment_text(record.appointment),
        int(record.digitised),
        "" if record.e_result is None else int(record.e_result),
        int(record.reused),
        service.fee,
        service.fee if record.paid_at else 0,
        moment_text(record.paid_at),
        int(record.paid_online) if record.paid_at else "",
        applicant.kind,
        applicant.name,
        applicant.number,
        applicant.phone,
        applicant.address,
        1,
        record.note,
    )
