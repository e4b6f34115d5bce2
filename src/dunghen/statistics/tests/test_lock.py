"""Loading a report twice, changing a declaration, closing the figures."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dunghen.core.paths import PACKS
from dunghen.core.worktime import VIETNAM
from dunghen.statistics.compile import compile_units
from dunghen.statistics.load import load_report
from dunghen.statistics.lock import LockRefusedError, lock
from dunghen.statistics.models import Declaration, LockedFigure, Published, Report
from dunghen.statistics.view import view

pytestmark = pytest.mark.django_db
FILE = PACKS / "cantho" / "reports" / "2024-H1.toml"
NOW = datetime(2026, 11, 22, 9, tzinfo=VIETNAM)


def test_a_second_loading_writes_nothing() -> None:
    load_report(FILE)
    tables = (Report, Published, Declaration)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    load_report(FILE)
    assert before == [list(table.objects.order_by("pk").values()) for table in tables]
    assert len(before[2]) > 100


def test_a_changed_declaration_is_a_new_version(tmp_path: Path, value: Callable[..., Any]) -> None:
    load_report(FILE)
    old = 'code = "B1.1"\nvalue = "45"'
    text = FILE.read_text()
    assert old in text
    changed = tmp_path / FILE.name
    changed.write_text(text.replace(old, 'code = "B1.1"\nvalue = "46"'))
    load_report(changed)
    first, second = Declaration.objects.filter(report__code="2024-H1", cell="B1.1").order_by("known_from")
    assert (first.value, first.attested, first.known_to) == (Decimal(45), True, second.known_from)
    assert (second.value, second.attested, second.known_to) == (Decimal(46), False, None)
    assert (value("B1.1"), value("B1.1", known_at=NOW.replace(year=2025))) == (46, 45)


def test_locked_figures_are_those_compiled_again_as_known_then(
    dossier: Callable[..., Any], value: Callable[..., Any]
) -> None:
    for unit in ("ct-so-y-te", "ct-phuong-cai-khe"):
        dossier(unit)
    # a writer still open while the figures are closed: its rows carry a later time
    dossier("ct-so-y-te", known_from=NOW.replace(year=2100))
    report = Report.objects.get(code="2024-H1")
    made = lock(report, NOW, lambda: 7)
    assert made.seal == 7
    assert value("B3.3.1.1") == 2
    again = compile_units(view("2024-H1", today=date(2026, 11, 22), known_at=made.known_at))
    locked = LockedFigure.objects.filter(lock=made)
    assert {figure.unit.key for figure in locked.select_related("unit")} == {
        *("ct-thanh-pho", "ct-so-y-te", "ct-phuong-cai-khe", "ct-quan-ninh-kieu")
    }
    for figure in locked:
        expected = again[figure.unit_id][figure.cell]
        assert (figure.value, figure.numerator, figure.denominator) == expected, figure.cell
    assert locked.get(unit__key="ct-so-y-te", cell="B3.3.1.1").value == 1


def test_no_lock_while_the_window_is_open() -> None:
    report = Report.objects.get(code="2024-H1")
    with pytest.raises(LockRefusedError):
        lock(report, datetime(2024, 5, 14, 23, 59, tzinfo=VIETNAM), lambda: 1)
