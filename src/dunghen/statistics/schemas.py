"""Reports and their figures as the API gives them; a compiled report is by schemas/report.schema.json."""

from datetime import date
from typing import Literal

from ninja import Schema

from dunghen.org.schemas import Time

Number = int | float | None


class ReportRow(Schema):
    """A period: its window (`window_to` is not in it), and the issued document where there is one."""

    code: str
    name: str
    unit: str
    window_from: Time
    window_to: Time
    signed: date | None
    number: str


class CellRow(Schema):
    """A figure; `difference` is ours less the published one."""

    code: str
    label: str
    measure: str
    value: Number
    numerator: Number
    denominator: Number
    origin: Literal["counted", "derived", "declared"]
    published: Number
    difference: Number
    reason: str | None


class CompiledReport(Schema):
    """A report of a unit as known at a moment (null: now)."""

    period: str
    org: str
    known_at: str | None
    cells: list[CellRow]


class CellRecords(Schema):
    """The records behind a figure: `amount` is what each adds to it. `after`: where the next page begins;
    null on the last."""

    columns: list[str]
    rows: list[dict[str, int | float | str | date | None]]
    after: str | None
