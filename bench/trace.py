"""A page of the records behind a cell: of a big one its first and its 1,000th page, of a rare one (the
late ones) its first and its last."""

import sys

import click

from bench.counting import HALF_YEAR, asked_of
from bench.databases import loaded, working_in
from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.statistics.counting import one_snapshot
from dunghen.statistics.trace import PAGE, Page, Trace, trace

BOUND = 0.05  # seconds a page
FAR = 1000
BIG, RARE = "B3.3.3.1", "B3.3.3@late_unapologised"


def _before(asked: Trace, number: int) -> str:
    """Where the page of this number begins."""
    return asked.page(size=(number - 1) * PAGE).after if number > 1 else ""


def _read(cell: str, after: str) -> Page:
    """A page as one asks for it: the question anew, read at one moment."""
    with one_snapshot():
        return trace(asked_of(HALF_YEAR), cell).page(after)


def measure(rounds: int) -> Result:
    """In the database at hand; a cell with fewer pages gives its last one."""
    asked = asked_of(HALF_YEAR)
    rows = {cell: sum(1 for _ in trace(asked, cell).rows()) for cell in (BIG, RARE)}
    last = {cell: min(FAR, max(1, -(-count // PAGE))) for cell, count in rows.items()}
    after = {cell: _before(trace(asked, cell), page) for cell, page in last.items()}
    seconds = medians(
        {
            "big cell, first page": lambda: _read(BIG, ""),
            f"big cell, page {last[BIG]}": lambda: _read(BIG, after[BIG]),
            "rare cell, first page": lambda: _read(RARE, ""),
            f"rare cell, page {last[RARE]}": lambda: _read(RARE, after[RARE]),
        },
        rounds,
    )
    first, far, *_ = seconds.values()
    claims = tuple(Claim(f"seconds for a page, {name}", taken, BOUND) for name, taken in seconds.items())
    figures = {f"rows of {cell}": count for cell, count in rows.items()}
    return Result(claims, {"ratio of the far page to the first": far / first, **figures})


@click.command()
@click.option("--dossiers", default=3_550_000, show_default=True)
@click.option("--years", default=5, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(dossiers: int, years: int, rounds: int) -> None:
    with working_in(loaded(dossiers, years)):
        sys.exit(tell(measure(rounds)))


if __name__ == "__main__":
    main()
