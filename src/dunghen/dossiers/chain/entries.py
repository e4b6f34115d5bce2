"""A dossier's events as text: how a state is written down and what an event changed.

The text of an event, in canonical JSON:

    at    when it happened          rec   our transaction's time       src   the old system's time, or null
    by    who, by reference         kind  EventKind                    n     place in the chain, from 1
    set   the columns it changed    info  what else: reason, law, document, the applicant's digest
    dossier  the code

The first event's `set` holds every column that differs from NOTHING; folding the sets gives the versions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dunghen.core.ledger import canonical, stamp
from dunghen.dossiers.rules import State

COLUMNS = State._fields
Plain = str | int | bool | None


def plain(value: object) -> Plain:
    """A column's value as an event writes it: moments stamped, decimals as text without trailing zeros.

    Raises TypeError for a type no column has.
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    raise TypeError(f"not a column value: {value!r}")


# What a column holds before the first event: false, zero, empty or null, after its type.
NOTHING: dict[str, Plain] = {
    name: False
    if name in {"digitised", "e_result", "result_paper", "reused", "paid_online", "sample"}
    else 0
    if name in {"fee", "paid"}
    else None
    if name.endswith("_at") or name in {"limit_amount", "procedure_version", "officer_id"}
    else ""
    for name in COLUMNS
}


@lru_cache(maxsize=1024)
def _decimal(value: Decimal) -> str:
    return format(value.normalize(), "f")


def changes(before: State | None, after: State) -> dict[str, Plain]:
    """The columns in which `after` differs, as written in events."""
    if before is None:
        columns = zip(COLUMNS, after, strict=True)
        return {name: plain(value) for name, value in columns if value != NOTHING[name]}
    pairs = zip(COLUMNS, before, after, strict=True)
    return {name: plain(new) for name, old, new in pairs if old is not new and old != new}


@dataclass(frozen=True, slots=True)
class Entry:
    """An event about to be appended."""

    kind: str
    occurred_at: datetime
    state: State
    source_recorded_at: datetime | None = None
    info: Mapping[str, Any] = field(default_factory=dict)


def entry_text(
    entry: Entry, said: Mapping[str, Plain], *, code: str, number: int, recorded: str, by: str
) -> str:
    """The canonical text of an event: `said` is what it changes, `recorded` the stamped transaction time."""
    source = entry.source_recorded_at
    return canonical(
        {
            "at": stamp(entry.occurred_at),
            "by": by,
            "dossier": code,
            "info": entry.info,
            "kind": entry.kind,
            "n": number,
            "rec": recorded,
            "set": said,
            "src": None if source is None else stamp(source),
        }
    )
