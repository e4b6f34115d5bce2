"""From events back to states: what a version must say if the chain is true. Pure, and written apart
from the code that writes versions, so that the one checks the other."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from dunghen.core.ledger import moment
from dunghen.dossiers.chain.entries import COLUMNS, NOTHING

Values = tuple[str | int | bool | datetime | Decimal | None, ...]

_READ: dict[str, Callable[[str], datetime | Decimal]] = {
    **{name: moment for name in COLUMNS if name.endswith("_at")},
    "limit_amount": Decimal,
}
_COLUMN = {name: (at, _READ.get(name)) for at, name in enumerate(COLUMNS)}
START: Values = tuple(NOTHING[name] for name in COLUMNS)


def fold(before: Values, changed: Mapping[str, Any]) -> Values:
    """The columns after an event, in the order of chain.COLUMNS; `changed` is the event's "set".

    Raises KeyError for a column there is not, ValueError, TypeError or ArithmeticError for a value that
    cannot be read.
    """
    if not changed:
        return before
    after = list(before)
    for name, value in changed.items():
        at, read = _COLUMN[name]
        after[at] = value if value is None or read is None else read(value)
    return tuple(after)
