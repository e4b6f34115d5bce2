"""Rows to count: dossiers with one version each, in the window of the report 2024-H1 unless told."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import count
from typing import Any

import pytest

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import Dossier, DossierVersion
from dunghen.org.models import Unit
from dunghen.procedures.models import Procedure
from dunghen.statistics.compile import Compiled, Number, compile_report

TODAY = date(2026, 11, 22)
LEVELS = {
    "ct-so-": "department",
    "ct-khong-neu-so": "department",
    "ct-quan-": "district",
    "ct-phuong-": "commune",
    "ct-cong-an": "vertical",
}
Add = Callable[..., DossierVersion]
Value = Callable[..., "Number | None"]


def vn(text: str) -> datetime:
    """A Vietnamese time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture
def dossier(db: None) -> Add:
    """Adds a dossier: on time, online, of a full-online service, resolved in the window."""
    codes = count(1)
    first, second = Procedure.objects.order_by("pk")[:2]

    def add(unit: str = "ct-so-y-te", *, other_procedure: bool = False, **columns: Any) -> DossierVersion:
        procedure = columns.pop("procedure", second if other_procedure else first)
        at = Unit.objects.get(key=unit)
        values = {
            "received_at": vn("2024-03-01T08:00"),
            "due_at": vn("2024-03-08T17:00"),
            "resolved_at": vn("2024-03-05T09:00"),
            "outcome": "resolved",
            "status": "returned",
            "channel": "online",
            "online_level": "full",
            "known_from": vn("2024-03-05T09:10"),
            "level": next(level for prefix, level in LEVELS.items() if unit.startswith(prefix)),
            **columns,
        }
        made = values.pop("dossier", None) or Dossier.objects.create(code=f"G-{next(codes):04}")
        return DossierVersion.objects.create(
            dossier=made,
            number=made.versions.count() + 1,
            procedure=procedure,
            procedure_version=procedure.versions.order_by("pk")[0],
            unit=at,
            helped_unit=at,
            received_unit=at,
            **values,
        )

    return add


@pytest.fixture
def compiled(db: None) -> Callable[..., Compiled]:
    def compile_it(org: str = "", **options: Any) -> Compiled:
        return compile_report("2024-H1", org, today=TODAY, **options)

    return compile_it


@pytest.fixture
def value(compiled: Callable[..., Compiled]) -> Value:
    """The value of a cell of a unit."""

    def find(code: str, org: str = "", **options: Any) -> "Number | None":
        return next(cell.value for cell in compiled(org, **options).cells if cell.code == code)

    return find
