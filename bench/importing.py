"""The import of 200,000 rows with at least three events each, as typed at the terminal: seconds, and the
peak memory of the process beside that of a tenth of the rows."""

import sys
from collections.abc import Sequence
from statistics import median

import click

from bench.databases import Usage, command, scratch, simulated, working_in
from bench.measure import Claim, Result, tell
from dunghen.cli.ready import make_ready
from dunghen.dossiers.models import Dossier, DossierEvent

SECONDS = 60.0
FLAT = 1.1  # ratio of the peak memories
ROUNDS = 5
SIZES = (20_000, 200_000)
YEARS = 1


def imported(rows: int) -> tuple[Usage, int]:
    """Import that many rows into a fresh database; with the number of events they made."""
    source = simulated(rows, YEARS)
    with scratch(f"bench_import_{rows}") as name:
        usage = command(name, "import", "dossiers", str(source))
        with working_in(name):
            assert Dossier.objects.count() == rows
            return usage, DossierEvent.objects.count()


def runs(sizes: Sequence[int], rounds: int) -> dict[int, list[tuple[Usage, int]]]:
    """The sizes in turn. Every run is a process of its own, so there is nothing to warm up."""
    found: dict[int, list[tuple[Usage, int]]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            found[size].append(imported(size))
    return found


def measure(sizes: tuple[int, int], rounds: int) -> Result:
    """A tenth and all; the claims are for all."""
    found = runs(sizes, rounds)
    seconds = {size: median(usage.seconds for usage, _ in of) for size, of in found.items()}
    peaks = {size: median(usage.peak for usage, _ in of) for size, of in found.items()}
    busy = {size: median(usage.processor for usage, _ in of) for size, of in found.items()}
    few, many = sizes
    claims = (
        Claim(f"seconds for {many:,} rows", seconds[many], SECONDS),
        Claim("ratio of the peak memory to that of fewer rows", peaks[many] / peaks[few], FLAT),
    )
    figures: dict[str, object] = {"events a row": found[many][0][1] / many}
    for size in sizes:
        figures |= {
            f"{size:,} rows, s": seconds[size],
            f"{size:,} rows, s on a processor": busy[size],
            f"{size:,} rows, peak MiB": peaks[size],
        }
    return Result(claims, figures)


@click.command()
@click.option("--rows", default=SIZES[1], show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(rows: int, rounds: int) -> None:
    make_ready(lambda text: None)
    sys.exit(tell(measure((rows // 10, rows), rounds)))


if __name__ == "__main__":
    main()
