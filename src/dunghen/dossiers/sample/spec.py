"""What the sample half-year must add up to, read from the pack."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dunghen.core.worktime import VIETNAM

_COUNTS = (
    "completed", "digitised", "e_result", "full_received", "full_received_online", "services",
    "services_online", "carried", "before", "completed_after", "open", "stopped", "withdrawn",
    "refused_at_intake", "later",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """The counts of one level of units, in dossiers; services in procedures of that level.

    `popular` lists the procedures most often asked for; `organisations` is the share that companies file.
    """

    level: str
    procedures: str
    completed: int
    digitised: int
    e_result: int
    full_received: int
    full_received_online: int
    services: int
    services_online: int
    carried: int
    before: int
    completed_after: int
    open: int
    stopped: int
    withdrawn: int
    refused_at_intake: int
    later: int
    reused_percent: Decimal
    partial_share: float
    partial_online: float
    popular: tuple[str, ...]
    organisations: float
    weights: Mapping[str, float]

    @property
    def inside(self) -> int:
        """Received and completed inside the window."""
        return self.completed - self.carried


@dataclass(frozen=True, slots=True)
class NamedCount:
    """Dossiers that the report names at one unit; `field` narrows the procedure, `note` is the cause."""

    unit: str
    count: int
    field: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SampleSpec:
    """The whole sample: one window of Vietnamese time [`window_from`, `window_to`) and its counts."""

    seed: int
    city: str
    window_from: datetime
    window_to: datetime
    history_from: date
    last: datetime
    given_due: float
    service_centre: str
    service_centre_opened: date
    levels: tuple[LevelSpec, ...]
    vertical_completed: int
    vertical_open: int
    vertical_linked: int
    linked_pairs: int
    late: tuple[NamedCount, ...]
    entered_late: tuple[NamedCount, ...]


def read_spec(path: Path, scale: float = 1.0) -> SampleSpec:
    """The spec; `scale` below 1 shrinks it for tests, all but the dossiers that the report names."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))

    def scaled(count: int) -> int:
        return max(2, round(count * scale)) if count else 0

    return SampleSpec(
        seed=data["seed"],
        city=data["city"],
        window_from=data["window_from"].replace(tzinfo=VIETNAM),
        window_to=data["window_to"].replace(tzinfo=VIETNAM),
        history_from=data["history_from"],
        last=data["last"].replace(tzinfo=VIETNAM),
        given_due=data["given_due"],
        service_centre=data["service_centre"]["unit"],
        service_centre_opened=data["service_centre"]["opened"],
        levels=tuple(
            _level({**table, **{name: scaled(table[name]) for name in _COUNTS}}) for table in data["level"]
        ),
        vertical_completed=scaled(data["vertical"]["completed"]),
        vertical_open=scaled(data["vertical"]["open"]),
        vertical_linked=scaled(data["vertical"]["linked"]),
        linked_pairs=scaled(data["linked"]["pairs"]),
        late=tuple(NamedCount(**table) for table in data["late"]),
        entered_late=tuple(NamedCount(**table) for table in data["entered_late"]),
    )


def _level(table: Mapping[str, Any]) -> LevelSpec:
    return LevelSpec(
        **{
            **table,
            "reused_percent": Decimal(table["reused_percent"]),
            "popular": tuple(table["popular"]),
            "weights": table.get("weights", {}),
        }
    )
