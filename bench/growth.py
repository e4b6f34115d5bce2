"""Ten times the rows take at most eleven times the time: import, verify, counting of the whole history."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from django.utils import timezone

from bench.counting import asked_of
from bench.databases import current, loaded, working_in
from bench.importing import runs
from bench.measure import ROUNDS, Claim, Result, tell
from bench.verify import check
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.verify import seal_now
from dunghen.statistics.compile import compile_units
from dunghen.statistics.counting import Window

BOUND = 11.0
FEW = 5  # rounds of what takes a minute
HISTORY = Window(datetime(2020, 1, 1, tzinfo=VIETNAM), datetime(2025, 1, 1, tzinfo=VIETNAM))


def _in_turn(names: tuple[str, str], run: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of the same run in two databases, after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names:
            with working_in(name):
                begun = perf_counter()
                run()
                if number:
                    taken[name].append(perf_counter() - begun)
    return median(taken[names[0]]), median(taken[names[1]])


def counting(few: int, many: int, years: int, rounds: int) -> tuple[float, float]:
    """All forms and units of the whole history."""
    return _in_turn(
        (loaded(few, years), loaded(many, years)), lambda: compile_units(asked_of(HISTORY)), rounds
    )


def verifying(few: int, many: int, rounds: int) -> tuple[float, float]:
    """Whole verifications of sealed ledgers."""
    names = loaded(few, 1), loaded(many, 1)
    with TemporaryDirectory() as parent:
        for name in names:
            with working_in(name):
                seal_now(Path(parent) / name, timezone.now())

        def run() -> None:
            check(Path(parent) / current())

        return _in_turn(names, run, rounds)


def importing(few: int, many: int, rounds: int) -> tuple[float, float]:
    """Imports into fresh databases."""
    found = runs((few, many), rounds)
    short, long = (median(usage.seconds for usage, _ in found[size]) for size in (few, many))
    return short, long


def measure(counted: int, written: int, years: int, rounds: int) -> Result:
    """`counted` and `written` dossiers against a tenth of them."""
    pairs = {
        f"counting {counted // 10:,} -> {counted:,}": counting(counted // 10, counted, years, rounds),
        f"verify {written // 10:,} -> {written:,}": verifying(written // 10, written, min(rounds, FEW)),
        f"import {written // 10:,} -> {written:,}": importing(written // 10, written, min(rounds, FEW)),
    }
    claims = tuple(
        Claim(f"ratio of the times, {what}", long / short, BOUND) for what, (short, long) in pairs.items()
    )
    return Result(
        claims, {f"{what}, s": f"{short:.3f} -> {long:.3f}" for what, (short, long) in pairs.items()}
    )


@click.command()
@click.option("--counted", default=3_550_000, show_default=True)
@click.option("--written", default=200_000, show_default=True)
@click.option("--years", default=5, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(counted: int, written: int, years: int, rounds: int) -> None:
    sys.exit(tell(measure(counted, written, years, rounds)))


if __name__ == "__main__":
    main()
