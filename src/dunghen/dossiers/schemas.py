"""Dossiers as the API gives them: rows without persons."""

from typing import Literal

from ninja import Schema

from dunghen.dossiers.rules import Channel, EventKind, Outcome, Status
from dunghen.org.models import Level
from dunghen.org.schemas import Time
from dunghen.procedures.models import OnlineLevel
from dunghen.procedures.schemas import Amount


class DossierRow(Schema):
    """A dossier as known from `known_from`; amounts in whole đồng. `due_at` is the legal due date, never
    moved by an apology (NĐ 61/2018/NĐ-CP art. 19.9); units by their code."""

    code: str
    procedure: str
    procedure_code: str
    procedure_name: str
    unit: str
    received_unit: str
    helped_unit: str
    level: Level
    channel: Channel
    online_level: OnlineLevel
    status: Status
    outcome: Outcome | Literal[""]
    received_at: Time
    limit_amount: Amount | None
    limit_unit: str
    due_at: Time | None
    computed_due_at: Time | None
    appointment_at: Time | None
    apologised_at: Time | None
    resolved_at: Time | None
    resolved_recorded_at: Time | None
    returned_at: Time | None
    digitised: bool
    e_result: bool
    result_paper: bool
    reused: bool
    fee: int
    paid: int
    paid_online: bool
    case_code: str
    sample: bool
    known_from: Time


class DossierPage(Schema):
    """`after`: where the next page begins; null on the last."""

    rows: list[DossierRow]
    after: str | None


class EventRow(Schema):
    """What happened: when, when we recorded it, and when an older system says it did."""

    number: int
    kind: EventKind
    occurred_at: Time
    recorded_at: Time
    source_recorded_at: Time | None
