"""Every page of officers and of a report, asked for as a leader, a reporting officer, a receiving officer and
the inspectorate: server time, queries and size; then in a browser on a slow line, and a web process's memory.

Server time is that of the WSGI application in this process (bench.visitors)."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median, quantiles

import click
from django.core.management import call_command
from django.db import connection

from bench import addresses
from bench.browser import memory, paints
from bench.databases import loaded, working_in
from bench.measure import Claim, Result, tell
from bench.visitors import Answer, Visitor, visitors
from dunghen.statistics.view import View, view

ROUNDS = 3
REPORT, TODAY = "2024-H1", date(2025, 1, 1)
WIRE = 60_000  # bytes
PAINT = 2.0  # seconds
MEMORY = 200  # MiB
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
        seconds = f"{self.seconds * 1000:7.1f} ms ({last.busy * 1000:5.1f})"
        return (
            f"{seconds} {last.queries:3} queries {last.wire:6} B"
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


def serve_all(people: Iterable[Visitor], asked: View, only: str, rounds: int) -> list[Page]:
    """Every page of everybody, or those of one group."""
    people = list(people)
    return [
        page
        for name, (_bound, wanted) in groups(asked).items()
        if only in ("", name)
        for who in people
        for page in visit(who, name, wanted, rounds)
    ]


def of_groups(pages: Sequence[Page], asked: View) -> Result:
    """What is claimed of each group, and its slowest page."""
    claims, figures = list[Claim](), dict[str, object]()
    for name, group in groupby(pages, lambda page: page.group):
        found, bound = list(group), groups(asked)[name][0]
        slowest = max(found, key=lambda page: page.seconds)
        taken = [answer.seconds for page in found for answer in page.answers]
        largest = max(answer.wire for page in found for answer in page.answers)
        claims += [
            Claim(f"{name}: seconds, slowest of the pages' medians", slowest.seconds, bound),
            Claim(f"{name}: seconds, 95 of 100 requests", quantiles(taken, n=20)[-1], bound),
            Claim(f"{name}: bytes of the largest page, compressed", largest, WIRE),
        ]
        missed = sum(page.seconds > bound for page in found)
        busy = median(answer.busy for page in found for answer in page.answers)
        figures[name] = (
            f"{len(found)} pages, {missed} over the bound; median {median(taken) * 1000:.1f} ms,"
            f" {busy * 1000:.1f} ms of it in the web process"
        )
        figures[f"{name}, slowest"] = slowest
    return Result(tuple(claims), figures)


def in_browser(who: Visitor, pages: Sequence[Page], rounds: int) -> Result:
    """First paint of a page of each kind, as the leader, cold and with what the browser kept."""
    code = next(page.address for page in pages if page.group == "dossier" and page.who == who.name)
    here = f"{addresses.REPORTS}{REPORT}/"
    kinds = (addresses.LIST, code, f"{here}?form=3", f"{here}{addresses.BIG}/")
    board = f"{addresses.BOARD}?report={REPORT}"
    found = paints([(who.session, address) for address in (*kinds, board)], rounds)
    claims = (
        Claim("first paint: seconds, first visit", max(paint.cold for paint in found.values()), PAINT),
        Claim("first paint: seconds, second visit", max(paint.warm for paint in found.values()), PAINT),
        Claim("bytes on the wire, second visit", max(paint.warm_bytes for paint in found.values()), WIRE),
    )
    return Result(claims, found)


def served(people: Mapping[str, Visitor], pages: Sequence[Page]) -> Result:
    """The memory of a web process that served every page."""
    visits = [
        (
            f"Bearer {people[page.who].token}"
            if page.address.startswith(addresses.API)
            else f"sessionid={people[page.who].session}",
            page.address,
        )
        for page in pages
    ]
    resident = memory(visits)
    return Result((Claim("MiB of the largest web process after every page", resident, MEMORY),), {})


def measure(rounds: int, only: str = "") -> tuple[list[Page], Result]:
    """In the database at hand; `only`: one group, without browser and memory."""
    asked, people = view(REPORT, today=TODAY), visitors()
    pages = serve_all(people.values(), asked, only, rounds)
    results = [of_groups(pages, asked)]
    connection.close()
    if not only:
        results += [in_browser(people["leader"], pages, rounds), served(people, pages)]
    claims = tuple(claim for result in results for claim in result.claims)
    return pages, Result(claims, {name: value for each in results for name, value in each.figures.items()})


def table(result: Result) -> str:
    """The claims as lines of a table in docs/performance.md."""
    load = os.getloadavg()[0]
    return "".join(
        f"| {claim.what} ≤ {claim.bound:,g} | `bench/run pages` | {claim.value:,.3f} | {load:.1f} |"
        f" {'holds' if claim.holds else 'missed'} |\n"
        for claim in result.claims
    )


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
    if each:
        for page in sorted(pages, key=lambda page: -page.seconds):
            sys.stdout.write(f"{page}\n")
    sys.stdout.write(table(result))
    sys.exit(tell(result))


if __name__ == "__main__":
    main()
