"""Loads the documents a pack names. May run again: one that is there stays as it is."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.documents.official import actions
from dunghen.documents.official.actions import Arrival
from dunghen.documents.official.models import Direction, OfficialDocument
from dunghen.documents.official.rules import Refused
from dunghen.org.load import PackError
from dunghen.org.models import Unit


@transaction.atomic
def load_documents(path: Path) -> list[tuple[dict[str, Any], OfficialDocument]]:
    """The rows of the file with the documents they are. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["document"]
    units = Unit.objects.in_bulk({table["unit"] for table in tables}, field_name="key")
    symbols = [table["symbol"].upper() for table in tables]
    named = OfficialDocument.objects.filter(direction=Direction.OUT, symbol_key__in=symbols)
    held = {(row.unit_id, row.symbol, row.day): row for row in named}
    found = []
    for table in tables:
        try:
            unit = units[table["unit"]]
            row = held.get((unit.pk, table["symbol"], table["day"])) or _enter(unit, table)
        except KeyError as missing:
            raise PackError(f"{path.name}: thiếu {missing}.") from missing
        except Refused as refusal:
            raise PackError(f"{path.name}: {refusal}") from refusal
        found.append((table, row))
    return found


def _enter(unit: Unit, table: dict[str, Any]) -> OfficialDocument:
    said = Arrival(
        kind=table["kind"],
        issuer=unit.name,
        issuer_unit=unit,
        symbol=table["symbol"],
        day=table["day"],
        abstract=table["abstract"],
    )
    return actions.enter(None, unit, said, direction=Direction.OUT, sample=table.get("sample", False))
