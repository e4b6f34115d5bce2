"""The measuring commands keep working: each measures a few rows once. Nothing is timed here."""

from pathlib import Path

import pytest

from bench import counting, day, desk, due, growth, importing, pages, reading, supervision, trace, verify
from bench.databases import command, simulated
from bench.importing import runs
from bench.measure import Claim, Result, tell
from dunghen.org.calendar import calendar

ROWS = 200


def supervised() -> Result:
    """A few rows of supervision, and all its pages once."""
    supervision.fill(supervision.Sizes(years=2, units=120, tasks=600, visits=40, documents=400))
    return supervision.measure(rounds=1)[1]


@pytest.mark.long
def test_every_figure_is_measured(fresh_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = runs((ROWS,), rounds=1)
    for module in (importing, growth):
        monkeypatch.setattr(module, "runs", lambda sizes, rounds: dict.fromkeys(sizes, taken[ROWS]))
    monkeypatch.setattr(growth, "loaded", lambda dossiers, years: fresh_db)
    command(fresh_db, "import", "dossiers", str(simulated(ROWS, importing.YEARS)))
    results = {
        "importing": importing.measure((ROWS, ROWS), rounds=1),
        "counting": counting.measure(tmp_path, rounds=1),
        "trace": trace.measure(rounds=1),
        "verify": verify.measure(rounds=1),
        "due": due.measure(1_000, 1, calendar()),
        "pages": pages.measure(rounds=1, only="dossier")[1],
        "growth": growth.measure(ROWS, ROWS, 1, rounds=1),
        # the last: its copies of rows are no dossiers that verify
        "desk": desk.measure(rounds=1, batch=1, counters=2),
    }
    _told(results)


@pytest.mark.long
def test_a_day_and_ten_years_are_measured(fresh_db: str) -> None:
    command(fresh_db, "import", "dossiers", str(simulated(ROWS, importing.YEARS)))
    _told({"supervision": supervised(), "day": day.measure(21), "reading": reading.measure(rounds=1)})


def _told(results: dict[str, Result]) -> None:
    for name, result in results.items():
        assert result.claims, name
        assert all(claim.value > 0 for claim in result.claims), name


def test_a_missed_claim_is_told_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(Result((Claim("seconds", 2.0, 1.0), Claim("events", 5, 4, least=True)), {"rows": 7})) == 1
    assert capsys.readouterr().out.splitlines() == [
        "MISSED  seconds: 2.000 <= 1",
        "holds   events: 5.000 >= 4",
        "        rows: 7",
    ]
