"""Every page of officers and of a report, asked for as a leader, a reporting officer, a receiving officer and
the inspectorate: server time, queries and size; then in a browser on a slow line, and a web process's memory.

Server time is that of the WSGI application in this process (bench.visitors)."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median, quantiles

import click
from django.core.management import call_command
from django.db import connection

from bench import addresses
from bench.databases import loaded, working_in
from bench.measure import Claim, Result, tell
from bench.visitors import Answer, Visitor, visitors
from dunghen.statistics.view import View, view

ROUNDS = 5
REPORT, TODAY = "2024-H1", date(2025, 1, 1)
WIRE = 60_000  # bytes
Asked = Callable[[Visitor], Iterator[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the answers to one person's requests for it."""

    group: str
    who: str
    what: str
    address: str
    answers: Sequence[Answer]

    @property
    def seconds(self) -> float:
        return median(answer.seconds for answer in self.answers)

    def __str__(self) -> str:
        last = self.answers[-1]
        return (
            f"{self.seconds * 1000:7.1f} ms {last.queries:3} queries {last.wire:6} B"
            f"  {self.group}, {self.who}: {self.what}  {self.address}"
        )


def groups(asked: View) -> dict[str, tuple[float, Asked]]:
    """What is measured, with its bound in seconds."""
    return {
        "list of dossiers": (0.05, addresses.lists),
        "dossier": (0.05, addresses.dossiers),
        "report": (0.1, lambda who: addresses.reports(who, asked)),
        "rows of a figure": (0.1, lambda who: addresses.records(who, asked)),
    }


def visit(who: Visitor, group: str, asked: Asked, rounds: int) -> Iterator[Page]:
    """Each page once to warm up, then `rounds` times, the pages taken in turn."""
    wanted = [(what, address) for what, address in asked(who)]
    answers: dict[str, list[Answer]] = {address: [] for _what, address in wanted}
    for number in range(rounds + 1):
        for _what, address in wanted:
            answer = who.get(address)
            assert answer.status == 200, (answer.status, who.name, address)
            if number:
                answers[address].append(answer)
    for what, address in wanted:
        yield Page(group, who.name, what, address, answers[address])


def measure(rounds: int, only: str = "") -> tuple[list[Page], Result]:
    """In the database at hand; `only`: the one group."""
    asked = view(REPORT, today=TODAY)
    people = visitors()
    pages = [
        page
        for name, (_bound, wanted) in groups(asked).items()
        if only in ("", name)
        for who in people.values()
        for page in visit(who, name, wanted, rounds)
    ]
    bounds = {name: bound for name, (bound, _wanted) in groups(asked).items()}
    claims, figures = [], {}
    for name, group in groupby(pages, lambda page: page.group):
        found = list(group)
        slowest = max(found, key=lambda page: page.seconds)
        taken = [answer.seconds for page in found for answer in page.answers]
        claims.append(Claim(f"seconds, {name}: the slowest page", slowest.seconds, bounds[name]))
        claims.append(Claim(f"seconds, {name}: 95 of 100 requests", quantiles(taken, n=20)[-1], bounds[name]))
        largest = max(answer.wire for page in found for answer in page.answers)
        claims.append(Claim(f"bytes, {name}: the largest page, compressed", largest, WIRE))
        figures[f"{name}: pages"] = f"{len(found)}, median {median(taken) * 1000:.1f} ms, slowest {slowest}"
    return pages, Result(tuple(claims), figures)


@click.command()
@click.option("--dossiers", default=3_550_000, show_default=True)
@click.option("--years", default=5, show_default=True)
@click.option("--rounds", default=ROUNDS, show_default=True)
@click.option("--only", default="", help="Measure one group of pages.")
@click.option("--each", is_flag=True, help="Print every page, the slowest first.")
def main(dossiers: int, years: int, rounds: int, only: str, each: bool) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    with working_in(loaded(dossiers, years)):
        pages, result = measure(rounds, only)
        connection.close()
    if each:
        for page in sorted(pages, key=lambda page: -page.seconds):
            sys.stdout.write(f"{page}\n")
    sys.exit(tell(result))


if __name__ == "__main__":
    main()
