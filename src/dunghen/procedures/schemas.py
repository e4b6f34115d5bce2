"""Procedures as the API gives them."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import PlainSerializer, WithJsonSchema

from dunghen.org.models import Level
from dunghen.org.schemas import Time
from dunghen.procedures.models import LinkKind, OnlineLevel, VersionState

# A time limit or hours as a number of at most two decimals.
Amount = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float),
    WithJsonSchema({"type": "number"}, mode="serialization"),
]


class ProcedureRow(Schema):
    """`code` is empty where no public source shows it (chưa xác minh); `sample` marks the made-up ones."""

    key: str
    code: str
    name: str
    field: str
    authority: str
    department: str | None
    link_kind: LinkKind
    non_territorial: bool
    sample: bool


class ProcedurePage(Schema):
    """`after`: where the next page begins; null on the last."""

    rows: list[ProcedureRow]
    after: str | None


class Paper(Schema):
    code: str
    name: str
    originals: int
    copies: int
    required: bool


class Step(Schema):
    """`hours`: working hours."""

    position: int
    name: str
    role: str
    hours: Amount


class Version(Schema):
    """What was published for a time; `fee` in whole đồng; `unsure` names the values not verified."""

    number: int
    state: VersionState
    valid_from: date
    valid_to: date | None
    decision: str
    decision_date: date | None
    legal_basis: list[str]
    limit_amount: Amount | None
    limit_unit: str
    limit_source: str
    pause_basis: str
    fee: int
    fee_note: str
    online_level: OnlineLevel
    eligible_full: bool
    issues_result_paper: bool
    unsure: list[str]
    levels: list[Level]
    papers: list[Paper]
    steps: list[Step]
    known_from: Time


class ProcedureDetail(ProcedureRow):
    versions: list[Version]
