"""Receiving at the desk: receipts through the page beside the same rows written in bare SQL; the slip and the
receipt as pages; 64 counters of one unit at once. Through the whole application, without a network.

Page and bare SQL receive at one unit, in turn, from as many processes as the web server has, each with a
connection of its own: a transaction and a durable commit each receipt, whose number waits for the one before.
"""

import re
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import median
from threading import Semaphore
from time import perf_counter
from typing import Any
from uuid import uuid4

import click
from django.core.management import call_command
from django.db import connection, connections, models, transaction
from django.test import Client

from bench.databases import loaded, working_in
from bench.measure import Claim, Result, medians, tell
from bench.visitors import Visitor, visitors
from dunghen.dossiers.models import (
    Applicant,
    DeskSlip,
    Dossier,
    DossierEvent,
    DossierPaper,
    DossierSerial,
    DossierVersion,
    RegisterLine,
)
from dunghen.dossiers.queue.reading import GROUPS
from dunghen.web import serve

DESK, QUEUE, AT = "/ho-so/tiep-nhan/", "/ho-so/can-xu-ly/", "09:00 15/03/2024"
COUNTERS, EACH = 64, 4
WORKERS = 32  # web processes that serve them: as many connections, of which a trial's database has 60
SHARE, SECONDS = 1 / 3, 0.05
COPIED = (RegisterLine, DossierEvent, DossierVersion, DossierPaper, DeskSlip)
SERIALS = """
WITH given AS (
    UPDATE dossiers_dossierserial SET last = last + 1
    WHERE unit_id = %(unit)s AND day = %(day)s RETURNING last
), book AS (
    UPDATE dossiers_registerserial SET last = last + 1
    WHERE unit_id = %(unit)s AND year = %(year)s RETURNING last
)
SELECT given.last, book.last FROM given, book
"""
CHUNK = 10  # receipts that a process fetches at a time
_sides: dict[str, Callable[[], object]] = {}  # what the processes are told to do, by name


def slip() -> dict[str, str]:
    return {
        "phieu": str(uuid4()),
        "buoc": "nhan",
        "thu-tuc": "xac-nhan-tinh-trang-hon-nhan",
        "luc": AT,
        "so": "000000000123",
        "ten": "Người Mẫu",
        "g-gt1": "handed",
        "g-gt2": "absent",
        "g-gt3": "handed",
    }


def client_of(who: Visitor) -> Client:
    client = Client()
    client.cookies["sessionid"] = who.session
    return client


def receive(client: Client) -> str:
    """One receipt through the page; its code."""
    answer = client.post(DESK, slip())
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer.headers["Location"]).split("/")[2]


def _columns(model: type[models.Model], *without: str) -> str:
    fields = [each for each in model._meta.concrete_fields if not each.generated and not each.primary_key]
    return ", ".join(str(each.column) for each in fields if each.column not in without)


def bare(dossier: Dossier) -> Callable[[], None]:
    """The same rows as those of a dossier, written once more in one transaction without the application. Its
    numbers are taken as the page takes them: after what needs none, and held until the commit."""
    slip_row, line = dossier.slip, RegisterLine.objects.get(dossier=dossier)
    serial: dict[str, Any] = {"unit": slip_row.unit_id, "day": slip_row.day, "year": line.year}
    applicant, prefix = _columns(Applicant), dossier.code[:-4]
    statements = []
    for model in COPIED:
        table, fresh = model._meta.db_table, _replaced(model)
        kept, given = _columns(model, *fresh), ", ".join(fresh)
        select = f"SELECT {kept}, {', '.join('%s' for _ in fresh)} FROM {table} WHERE dossier_id = %s"
        statements.append(f"INSERT INTO {table} ({kept}, {given}) {select}")

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO dossiers_applicant ({applicant}) SELECT {applicant}"
                " FROM dossiers_applicant WHERE id = %s RETURNING id",
                [dossier.applicant_id],
            )
            (person,) = cursor.fetchone() or (None,)
            cursor.execute(SERIALS, serial)
            given, number = cursor.fetchone() or (0, 0)
            cursor.execute(
                "INSERT INTO dossiers_dossier (code, applicant_id) VALUES (%s, %s) RETURNING id",
                [f"{prefix}{given:04d}", person],
            )
            (made,) = cursor.fetchone() or (None,)
            more: dict[type[models.Model], list[Any]] = {RegisterLine: [number], DeskSlip: [uuid4()]}
            for model, statement in zip(COPIED, statements, strict=True):
                cursor.execute(statement, [made, *more.get(model, []), dossier.pk])

    return write


def _replaced(model: type[models.Model]) -> tuple[str, ...]:
    """What a copy has of its own."""
    return ("dossier_id", *{RegisterLine: ("number",), DeskSlip: ("token",)}.get(model, ()))


def _do(side: str) -> None:
    _sides[side]()


def beside(who: Visitor, rounds: int, batch: int, processes: int) -> dict[str, float]:
    """Seconds of that many receipts, through the page and in bare SQL, by so many processes at once."""
    code = who.post(DESK, slip()).split("/")[2]
    write = bare(Dossier.objects.select_related("slip").get(code=code))
    _sides.update(page=lambda: who.post(DESK, slip()), sql=write)
    connections.close_all()  # each process opens its own
    with ProcessPoolExecutor(processes, get_context("fork")) as pool:

        def all_of(side: str) -> None:
            list(pool.map(_do, [side] * batch, chunksize=min(CHUNK, batch // processes)))

        return medians({side: partial(all_of, side) for side in _sides}, rounds)


def at_once(who: Visitor, counters: int) -> tuple[int, float]:
    """Receipts of that many counters at once, a gap or a code given twice being an error; with the seconds of
    the slowest counter's median."""

    served = Semaphore(WORKERS)

    def counter(_number: int) -> tuple[list[str], float]:
        client, codes, taken = client_of(who), [], []
        for _ in range(EACH):
            begun = perf_counter()
            with served:
                codes.append(receive(client))
                connections.close_all()
            taken.append(perf_counter() - begun)
        return codes, median(taken)

    before = DossierSerial.objects.get(unit=who.unit, day="2024-03-15").last
    with ThreadPoolExecutor(counters) as pool:
        found = list(pool.map(counter, range(counters)))
    serials = sorted(int(re.sub(r".*-", "", code)) for codes, _seconds in found for code in codes)
    assert serials == list(range(before + 1, before + 1 + counters * EACH)), "a gap, or a code given twice"
    return len(serials), max(seconds for _codes, seconds in found)


def _speeds(taken: dict[str, float], receipts: int) -> dict[str, float]:
    return {side: round(receipts / seconds, 1) for side, seconds in taken.items()}


def measure(rounds: int, batch: int, counters: int) -> Result:
    """In the database at hand."""
    who = visitors()["receiving officer"]
    code = who.post(DESK, slip()).split("/")[2]
    asked = {
        "slip": f"{DESK}?luc=09:00+15/03/2024",
        "search": f"{DESK}?luc=09:00+15/03/2024&tim=chung+thuc",
        "filled": f"{DESK}?luc=09:00+15/03/2024&thu-tuc=xac-nhan-tinh-trang-hon-nhan",
        "receipt": f"/ho-so/{code}/da-tiep-nhan/",
        **{f"queue, {group.key}": f"{QUEUE}?nhom={group.key}" for group in GROUPS},
    }
    pages = {name: [who.get(address) for _ in range(rounds + 1)][1:] for name, address in asked.items()}
    # after the pages: a thousand receipts of one minute are more than the server has swept up yet
    alone = beside(who, rounds, batch, 1)
    taken = beside(who, rounds, batch * serve.WORKERS, serve.WORKERS)
    number, slowest = at_once(who, counters)
    claims = [
        Claim(
            "receipts through the page, share of bare SQL", taken["sql"] / taken["page"], SHARE, least=True
        ),
        *(
            Claim(f"{name}: seconds", median(answer.seconds for answer in answers), SECONDS)
            for name, answers in pages.items()
        ),
    ]
    return Result(
        tuple(claims),
        {
            f"by {serve.WORKERS} processes at once, receipts a second": _speeds(taken, batch * serve.WORKERS),
            "by one process alone, receipts a second": _speeds(alone, batch),
            "share of bare SQL, by one process alone": alone["sql"] / alone["page"],
            "ms of the web process, of a page": {
                name: round(median(answer.busy for answer in answers) * 1000, 1)
                for name, answers in pages.items()
            },
            "queries of a page": {name: answers[-1].queries for name, answers in pages.items()},
            f"{counters} counters at once, distinct gapless codes": number,
            "median receipt of the slowest counter, s": slowest,
        },
    )


@click.command()
@click.option("--dossiers", default=3_550_000, show_default=True)
@click.option("--years", default=5, show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--batch", default=50, show_default=True)
def main(dossiers: int, years: int, rounds: int, batch: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    with working_in(loaded(dossiers, years)):
        sys.exit(tell(measure(rounds, batch, COUNTERS)))


if __name__ == "__main__":
    main()
