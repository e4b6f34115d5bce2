"""A day at a ward, scripted: counters at once, each receiving, asking for supplements, having results signed
and issued, returning them and looking dossiers up; in this process, through the whole application."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from statistics import median
from time import perf_counter
from uuid import uuid4

import click
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from bench.databases import loaded, working_in
from bench.desk import DESK, client_of
from bench.measure import Claim, Result, tell
from bench.visitors import visitor
from dunghen.core.worktime_calendar import local
from dunghen.dossiers.handling.duties import Act
from dunghen.dossiers.models import DossierVersion, Draft
from dunghen.dossiers.rules import Stage, Status
from dunghen.org.calendar import calendar
from dunghen.org.rights import Role

WARD = "ct-phuong-binh-thuy-2025"
COUNTERS, DOSSIERS = 4, 200
LOOKED_UP, SUPPLEMENTED, LATE = 10, 5, 20  # each how many-th dossier
BEFORE = 6  # working days ago that the late ones were received: their limit is three
PAPERS = {"g-gt1": "handed", "g-gt2": "absent", "g-gt3": "handed"}


@dataclass(slots=True)
class Told:
    """What a counter met: the seconds of its requests, the codes it received, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Failed(Exception):
    """A page answered otherwise than it should."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One officer with whom they work: each a browser of their own."""

    officer: Client
    head: Client
    clerk: Client
    told: Told

    def ask(self, who: Client, address: str, said: dict[str, str] | None = None) -> str:
        """Where a form led to, or the page that was read. Raises Failed."""
        begun = perf_counter()
        answer = who.get(address) if said is None else who.post(address, said)
        self.told.seconds.append(perf_counter() - begun)
        if answer.status_code != (200 if said is None else 302):
            raise Failed(f"{answer.status_code} {address} {answer.content.decode()[:2000]}")
        return answer.content.decode() if said is None else str(answer.headers["Location"])

    def act(self, who: Client, code: str, act: Act, **said: str) -> None:
        """Open the form of an act as a person would, and send it."""
        paper = Draft.objects.filter(dossier__code=code, stage__in=(Stage.DRAFTED, Stage.SIGNED)).first()
        on_paper = act in (Act.SIGN, Act.SEND, Act.ISSUE) and paper is not None
        address = f"/ho-so/{code}/viec/{act}/" + (f"?van-ban={paper.pk}" if on_paper and paper else "")
        seen = re.search(r'name="seen" value="(\d+)"', self.ask(who, address))
        if seen is None:
            raise Failed(f"{act} is not offered for {code}")
        self.ask(who, address, {"seen": seen[1], **said})

    def receive(self, at: str) -> str:
        """One slip, as at a counter; `at`: empty for now."""
        self.ask(self.officer, f"{DESK}?thu-tuc=xac-nhan-tinh-trang-hon-nhan")
        procedure = {"thu-tuc": "xac-nhan-tinh-trang-hon-nhan", "so": "000000000123", "ten": "Người Mẫu"}
        said = {"phieu": str(uuid4()), "buoc": "nhan", "luc": at, **procedure, **PAPERS}
        code = self.ask(self.officer, DESK, said).split("/")[2]
        self.told.codes.append(code)
        return code

    def supplement(self, code: str) -> None:
        """Drafted, signed, sent through the one-stop, and completed."""
        self.act(self.officer, code, Act.SUPPLEMENT, items="Tờ khai thiếu thời gian cư trú", law="Điều 22")
        self.act(self.head, code, Act.SIGN)
        self.act(self.officer, code, Act.SEND)
        self.act(self.officer, code, Act.COMPLETE)

    def serve(self, number: int, past: str) -> None:
        """One applicant from receipt to return; some are late, some come again, some ask how far it is."""
        late = number % LATE == 0
        code = self.receive(past if late else "")
        if number % SUPPLEMENTED == 1:
            self.supplement(code)
        if number % LOOKED_UP == 2:
            page = self.ask(self.officer, f"/ho-so/?ma={code}")
            if code not in page:
                raise Failed(f"{code} is not found")
            self.ask(self.officer, f"/ho-so/{code}/")
        self.act(self.officer, code, Act.RESULT)
        self.act(self.head, code, Act.SIGN)
        self.act(self.clerk, code, Act.ISSUE)
        if late:
            self.act(self.officer, code, Act.CAUSE, cause="real", note="Nhiều hồ sơ cùng ngày")
        self.act(self.officer, code, Act.RETURN, way="in_person")


def counters(number: int) -> Iterator[Counter]:
    """Officers of one ward, each at a counter; its head and its clerk serve them all."""
    head = visitor("head", Role.HEAD_OF_AGENCY, WARD, "bench-day-head")
    clerk = visitor("clerk", Role.CLERK, WARD, "bench-day-clerk")
    for each in range(number):
        officer = visitor("officer", Role.RECEIVING_OFFICER, WARD, f"bench-day-{each}")
        yield Counter(client_of(officer), client_of(head), client_of(clerk), Told())


def long_ago(now: datetime) -> str:
    """A moment as it is typed, so many working days ago that the limit is over."""
    working = calendar()
    day = working.nth(working.position(local(now).date()) - BEFORE)
    return f"{working.opening(day):%H:%M %d/%m/%Y}"


def measure(dossiers: int) -> Result:
    """In the database at hand."""
    at_work, numbers, past = list(counters(COUNTERS)), count(), long_ago(timezone.now())

    def day(counter: Counter) -> None:
        while (number := next(numbers)) < dossiers:
            try:
                counter.serve(number, past)
            except Failed as error:
                counter.told.errors.append(str(error))
        connections.close_all()

    begun = perf_counter()
    with ThreadPoolExecutor(COUNTERS) as pool:
        list(pool.map(day, at_work))
    taken = perf_counter() - begun
    for error in (error for counter in at_work for error in counter.told.errors):
        sys.stderr.write(f"{error}\n")
    seconds = sorted(second for counter in at_work for second in counter.told.seconds)
    codes = {code for counter in at_work for code in counter.told.codes}
    returned = DossierVersion.objects.filter(known_to=None, dossier__code__in=codes, status=Status.RETURNED)
    errors = sum(len(counter.told.errors) for counter in at_work)
    claims = (
        Claim("dossiers received and returned", returned.count(), dossiers, least=True),
        Claim("share of applicants served without an error", 1 - errors / dossiers, 1, least=True),
    )
    return Result(
        claims,
        {
            "seconds of the day's work": taken,
            "requests": len(seconds),
            "median seconds of a request": median(seconds),
            "slowest hundredth of the requests, seconds at least": seconds[len(seconds) * 99 // 100],
        },
    )


@click.command()
@click.option("--dossiers", default=355_000, show_default=True, help="in the database before the day")
@click.option("--years", default=5, show_default=True)
@click.option("--served", default=DOSSIERS, show_default=True)
def main(dossiers: int, years: int, served: int) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    with working_in(loaded(dossiers, years)):
        sys.exit(tell(measure(served)))


if __name__ == "__main__":
    main()
