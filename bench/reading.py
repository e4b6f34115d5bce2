"""How long the proofreader takes for sixty dense pages, and for four times as many."""

import sys

import click

from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.proofing import check
from dunghen.proofing.figures.passage import read_document
from dunghen.proofing.tests.reports import pages

SIXTY, TIMES = 2.0, 5.0  # seconds; for four times the pages
_AIRY = 4  # the densest source report has six figures in a thousand letters, the made-up pages 23
_PROSE = (
    "Các cơ quan, đơn vị tiếp tục rà soát quy trình nội bộ, phân công rõ người, rõ việc, rõ thời hạn; tăng "
    "cường kiểm tra việc chấp hành kỷ luật, kỷ cương, kịp thời chấn chỉnh tồn tại, hạn chế đã được chỉ ra. "
)


def like_reports(number: int) -> str:
    """So many pages, of which three quarters are prose without figures."""
    told: list[str] = []
    shown = plain = 0
    for line in pages(number // _AIRY).splitlines():
        told.append(line)
        shown += len(line)
        while plain < (_AIRY - 1) * shown:
            told.append(_PROSE)
            plain += len(_PROSE)
    return "\n".join(told)


def measure(rounds: int) -> Result:
    """Made-up pages full of figures that agree, each letter of them prose."""
    sixty, many, airy = pages(60), pages(240), like_reports(60)
    seconds = medians({
        "sixty": lambda: check(sixty),
        "many": lambda: check(many),
        "airy": lambda: check(airy),
        "figures": lambda: read_document(sixty),
    }, rounds)  # fmt: skip
    return Result(
        (
            Claim("60 pages as dense as a source report, seconds", seconds["airy"], SIXTY),
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
