"""How long the proofreader takes for sixty dense pages, and for four times as many."""

import sys

import click

from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.proofing import check
from dunghen.proofing.figures.passage import read_document
from dunghen.proofing.tests.reports import pages

SIXTY, TIMES = 2.0, 5.0  # seconds; for four times the pages


def measure(rounds: int) -> Result:
    """Made-up pages full of figures that agree, each letter of them prose."""
    sixty, many = pages(60), pages(240)
    seconds = medians({
        "sixty": lambda: check(sixty),
        "many": lambda: check(many),
        "figures": lambda: read_document(sixty),
    }, rounds)  # fmt: skip
    return Result(
        (
            Claim("60 dense pages, seconds", seconds["sixty"], SIXTY),
            Claim("four times the pages, times", seconds["many"] / seconds["sixty"], TIMES),
        ),
        {"60 pages : reading their figures alone": seconds["sixty"] / seconds["figures"]},
    )


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=ROUNDS, show_default=True)
def reading(rounds: int) -> None:
    """Measure how long a report takes to be proofread; needs no database."""
    sys.exit(tell(measure(rounds)))


if __name__ == "__main__":
    reading()
