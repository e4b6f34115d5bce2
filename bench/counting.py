"""All forms and all units of a half-year, against the best hand-written SQL on the same database.

The statements (counting.sql) bring the bare numbers into Python; ours also carries them up the tree of
units, derives every figure and reads what was declared. DuckDB, over a file of its own with the same
rows, stands beside them for reference.
"""

import gc
import sys
from datetime import date, datetime
from pathlib import Path

import click
import duckdb

from bench.by_hand import duck_file, on_duckdb, on_postgresql, same
from bench.databases import current, loaded, working_in
from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.core.paths import VAR
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import DossierVersion
from dunghen.statistics.compile import compile_units
from dunghen.statistics.counting import Window, count
from dunghen.statistics.models import Report
from dunghen.statistics.registry import POPULATIONS
from dunghen.statistics.view import View, view

SECONDS, RATIO, OLD_RATIO = 1.0, 1.15, 3.0
HALF_YEAR = Window(datetime(2024, 1, 1, tzinfo=VIETNAM), datetime(2024, 7, 1, tzinfo=VIETNAM))
OLD = datetime(2024, 7, 6, tzinfo=VIETNAM)  # when the half-year's report would have been written
TODAY = date(2025, 1, 1)


def asked_of(window: Window, known_at: datetime | None = None) -> View:
    """A view of a report over this window, made where there is none."""
    own = Report.objects.select_related("unit").order_by("pk")[0].unit
    values = {"name": "bench", "unit": own, "window_from": window.start, "window_to": window.end}
    code = f"bench-{window.start:%y%m%d}-{window.end:%y%m%d}"
    Report.objects.get_or_create(code=code, defaults=values)
    return view(code, today=TODAY, known_at=known_at)


def measure(folder: Path, rounds: int) -> Result:
    """In the database at hand; `folder` keeps DuckDB's file."""
    now, old = asked_of(HALF_YEAR), asked_of(HALF_YEAR, OLD)
    used = [POPULATIONS[row.population] for row in now.rows.values() if row.population]
    file = folder / f"{current()}.duckdb"
    if not file.exists():
        duck_file(file)
    with duckdb.connect(str(file), read_only=True) as duck:
        counts = count(used, *HALF_YEAR, None)
        assert same(counts, on_postgresql(HALF_YEAR))
        assert same(counts, on_duckdb(duck, HALF_YEAR))
        seconds = medians(
            {
                "ours": lambda: compile_units(now),
                "hand-written SQL": lambda: on_postgresql(HALF_YEAR),
                "ours, at an old T": lambda: compile_units(old),
                "DuckDB": lambda: on_duckdb(duck, HALF_YEAR),
            },
            rounds,
        )
    ours, by_hand = seconds["ours"], seconds["hand-written SQL"]
    claims = (
        Claim("seconds for all forms and units of a half-year", ours, SECONDS),
        Claim("ratio to the hand-written SQL", ours / by_hand, RATIO),
        Claim("ratio of an old T to now", seconds["ours, at an old T"] / ours, OLD_RATIO),
    )
    current_versions = DossierVersion.objects.filter(known_to__isnull=True).count()
    figures = {f"{name}, s": taken for name, taken in seconds.items()}
    return Result(claims, {"dossiers": current_versions, "units": len(now.units.units), **figures})


@click.command()
@click.option("--dossiers", default=3_550_000, show_default=True)
@click.option("--years", default=5, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(dossiers: int, years: int, rounds: int) -> None:
    with working_in(loaded(dossiers, years)):
        gc.freeze()  # as the command line does once it is set up
        result = measure(VAR, rounds)
        gc.unfreeze()
    sys.exit(tell(result))


if __name__ == "__main__":
    main()
