"""One million due dates in a batch, and the same asked one by one."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice

import click

from bench.measure import ROUNDS, Claim, Result, medians, tell
from dunghen.core.worktime import VIETNAM, Calendar, DueRow, Limit, LimitUnit, due_at, due_many
from dunghen.org.calendar import calendar

BOUND = 5.0  # seconds for a million
FIRST = datetime(2020, 1, 2, 7, 0, tzinfo=VIETNAM)
STEP = timedelta(minutes=137)  # receipts at every hour of the day, days off included
YEARS = timedelta(days=5 * 365)
AMOUNTS = {
    LimitUnit.DAY: ("1", "2.5", "3", "5", "7", "10", "15", "20", "30"),
    LimitUnit.HOUR: ("4", "8"),
    LimitUnit.SAME_DAY: ("1",),
    LimitUnit.CALENDAR_DAY: ("15", "30"),
    LimitUnit.MONTH: ("1",),
}


def questions(count: int) -> Iterator[DueRow]:
    """Receipts spread over five years with every kind of limit in turn."""
    limits = cycle(Limit(Decimal(amount), unit) for unit, amounts in AMOUNTS.items() for amount in amounts)
    span = YEARS // STEP
    return (DueRow(FIRST + STEP * (place % span), limit) for place, limit in enumerate(islice(limits, count)))


def measure(count: int, rounds: int, known: Calendar) -> Result:
    """Batched: all of them; one by one: a twentieth, its time multiplied."""
    rows = list(questions(count))
    some = rows[:: max(1, count // 50_000)]

    def batched() -> int:
        return sum(1 for _ in due_many(rows, known))

    def singly() -> int:
        return sum(1 for row in some if due_at(row.received_at, row.limit, known))

    assert list(due_many(some, known)) == [due_at(row.received_at, row.limit, known) for row in some]
    seconds = medians({"batched": batched, "singly": singly}, rounds)
    million = seconds["batched"] * 1_000_000 / count
    one_by_one = seconds["singly"] * 1_000_000 / len(some)
    return Result(
        (Claim("seconds for a million due dates", million, BOUND),),
        {"due dates": count, "ratio one by one / batched": one_by_one / million, "one by one, s": one_by_one},
    )


@click.command()
@click.option("--count", default=1_000_000, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(count: int, rounds: int) -> None:
    sys.exit(tell(measure(count, rounds, calendar())))


if __name__ == "__main__":
    main()
