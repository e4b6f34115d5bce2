"""Loading a report of a pack: its window, what was published with our reasons, and declared figures.

A second run of the same file writes nothing. A declared figure that changed in the file becomes a new
version known from now on; what was published is reference data and follows the file.
"""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.org.load import put_right
from dunghen.org.models import Unit
from dunghen.statistics.models import Declaration, Published, Report


@transaction.atomic
def load_report(path: Path) -> Report:
    """Load a report file (packs/<city>/reports/*.toml); `org` names a unit by key."""
    with path.open("rb") as file:
        document = tomllib.load(file)
    values = document["report"]
    unit = Unit.objects.get(key=values.pop("org"))
    report, _ = Report.objects.update_or_create(code=values.pop("code"), defaults={**values, "unit": unit})
    _load_published(report, document)
    _load_declared(report, document)
    return report


def _load_published(report: Report, document: Mapping[str, Any]) -> None:
    reasons = {row["code"]: row["text"] for row in document.get("reason", ())}
    printed = {row["code"]: row for row in document.get("published", ())}
    rows = [
        Published(
            report=report,
            cell=code,
            text=printed.get(code, {}).get("text", ""),
            value=Decimal(printed[code]["value"]) if "value" in printed.get(code, {}) else None,
            place=printed.get(code, {}).get("place", ""),
            reason=reasons.get(code, ""),
        )
        for code in printed | reasons
    ]
    put_right(Published, rows, identity=("report", "cell"))


def _load_declared(report: Report, document: Mapping[str, Any]) -> None:
    """First values are what the report said at its cut-off; later ones are known from this moment."""
    units = dict(Unit.objects.values_list("key", "id"))
    now = transaction_time()
    declarations = Declaration.objects.filter(report=report, known_to__isnull=True)
    current = {(row.unit_id, row.cell): row for row in declarations}
    fresh, ended = [], []
    for row in document.get("declared", ()):
        unit = units[row["org"]] if "org" in row else report.unit_id
        value, source = Decimal(row["value"]), row["source"]
        before = current.get((unit, row["code"]))
        if before and (before.value, before.source) == (value, source):
            continue
        if before:
            ended.append(before.pk)
        fresh.append(
            Declaration(
                report=report,
                unit_id=unit,
                cell=row["code"],
                value=value,
                source=source,
                known_from=now if before else report.window_to,
                attested=not before,
            )
        )
    Declaration.objects.filter(pk__in=ended).update(known_to=now)
    Declaration.objects.bulk_create(fresh)
