"""Dossiers of several years in bulk, as an import file, for measuring speed.

Plain dossiers only: received at the desk, one working-day limit, no supplement and no pause. Due
dates follow core.worktime; three in a thousand are late, a few stay open. The same seed gives the
same bytes. The time to the minute is looked up in tables: this must write faster than it is read.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import TextIO

from dunghen.core.worktime import VIETNAM, Calendar, DueBatch, DueRow, Limit, LimitUnit
from dunghen.dossiers.sample.people import invent
from dunghen.dossiers.sample.record import COLUMNS, LIMIT_WORDS
from dunghen.dossiers.sample.services import Service, services_at
from dunghen.dossiers.sample.units import PackUnit
from dunghen.procedures.catalogue_model import CatalogueProcedure

LAST_DAY = date(2024, 12, 31)
LEVELS = {"department": ("city", 0.43), "district": ("district", 0.14), "commune": ("commune", 0.43)}
AUTHORITIES = {"department", "district", "commune", "office", "inspectorate", "industrial_zones"}
PEOPLE = 5_000
LATE = 0.003
NEVER_ENDED = 0.004
ONLINE = 0.5
FLAGS = ("1,1,0", "1,1,1", "1,0,0", "0,0,0", "1,1,0", "0,1,0")
OPEN_FLAGS = "0,,0"
MORNING = 4 * 60  # minutes of work before the break
CUT_OFF = MORNING + 2 * 60  # 15:00, after which a same-day limit ends on the next day (R8)
DAY_MINUTES = 8 * 60
_CLOCK = [
    f"T{minute // 60:02}:{minute % 60:02}"
    for start in (7 * 60, 13 * 60)
    for minute in range(start, start + MORNING)
]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A procedure with the parts of the row that never change; `limit_text` fills two columns."""

    service: Service
    limit_text: str
    fee_text: str


def simulate(
    n: int,
    years: int,
    seed: int,
    units: Sequence[PackUnit],
    catalogue: Sequence[CatalogueProcedure],
    calendar: Calendar,
    out: TextIO,
) -> int:
    """Write `n` dossiers received evenly over `years` years up to 31/12/2024 and return how many.

    `units` are those of one city; its authorities valid on the day receive and decide.
    """
    return _Simulation(years, seed, units, catalogue, calendar).write(n, out)


class _Simulation:
    def __init__(
        self,
        years: int,
        seed: int,
        units: Sequence[PackUnit],
        catalogue: Sequence[CatalogueProcedure],
        calendar: Calendar,
    ) -> None:
        self.rng = Random(seed)
        self.units = units
        self.calendar = calendar
        self.first = date(LAST_DAY.year - years + 1, 1, 1)
        self.start = calendar.position(self.first)
        self.end = calendar.position(LAST_DAY + timedelta(days=1))
        self.batch = DueBatch(calendar)
        self.offers = {level: self._offers(catalogue, at) for level, (at, _) in LEVELS.items()}
        self.applicants = self._applicants()
        self.dues: dict[tuple[int, bool, Limit], tuple[int, int]] = {}

    def write(self, n: int, out: TextIO) -> int:
        """An even share of the dossiers for every working day."""
        out.write(",".join(COLUMNS) + "\n")
        days = self.end - self.start
        for place in range(days):
            count = n * (place + 1) // days - n * place // days
            out.write("".join(self._day(self.start + place, count)))
        return n

    def _offers(
        self, catalogue: Sequence[CatalogueProcedure], level: str
    ) -> tuple[list[_Offer], list[float]]:
        """Procedures with their weights added up (Zipf); limits by the hour are left out."""
        services = services_at(catalogue, level, self.first, LAST_DAY)
        kept = [service for service in services if service.limit.hours is None and not service.vertical]
        offers = [
            _Offer(
                service,
                f"{service.limit.amount},{LIMIT_WORDS[service.limit.unit]}",
                f"{service.fee},{service.fee}" if service.fee else "0,0",
            )
            for service in kept
        ]
        return offers, list(accumulate(1 / (place + 2) for place in range(len(offers))))

    def _applicants(self) -> list[str]:
        texts = []
        for _ in range(PEOPLE):
            person = invent(self.rng, self.rng.random() < 0.3, "địa chỉ mẫu")
            line = io.StringIO()
            row = (person.kind, person.name, person.number, person.phone, person.address, 1, "")
            csv.writer(line, lineterminator="\n").writerow(row)
            texts.append(line.getvalue())
        return texts

    def _day(self, position: int, count: int) -> list[str]:
        """The rows received on one working day, in order of time."""
        day = self.calendar.nth(position)
        valid = [unit for unit in self.units if unit.valid_on(day)]
        centre = next((unit.code for unit in valid if unit.kind == "service_centre"), "")
        serials: Counter[str] = Counter()
        rng, rows = self.rng, []
        levels = rng.choices(list(LEVELS), [share for _, share in LEVELS.values()], k=count)
        authorities = {
            level: [unit for unit in valid if unit.level == level and unit.kind in AUTHORITIES]
            for level in LEVELS
        }
        by_key = {unit.key: unit.code for unit in authorities["department"]}
        drawn = self._draw(Counter(levels))
        for place, level in enumerate(levels):
            offer = drawn[level].pop()
            codes = authorities[level]
            decided = by_key.get(offer.service.department, "") if level == "department" else ""
            decided = decided or codes[int(rng.random() * len(codes))].code
            received = centre if centre and level == "department" else decided
            serials[received] += 1
            code = f"{received}-{day:%y%m%d}-{serials[received]:04}"
            rows.append(self._row(code, offer, received, decided, position, place * DAY_MINUTES // count))
        return rows

    def _draw(self, counts: Mapping[str, int]) -> dict[str, list[_Offer]]:
        return {
            level: self.rng.choices(self.offers[level][0], cum_weights=self.offers[level][1], k=count)
            for level, count in counts.items()
        }

    def _row(self, code: str, offer: _Offer, received: str, decided: str, position: int, minute: int) -> str:
        rng, service = self.rng, offer.service
        received_at = f"{self.calendar.nth(position)}{_CLOCK[minute]}"
        channel = "online" if service.online != "none" and rng.random() < ONLINE else "counter"
        ended = self._ended(service.limit, position, minute)
        outcome, flags = ("resolved", FLAGS[int(rng.random() * len(FLAGS))]) if ended else ("", OPEN_FLAGS)
        paid = f"{received_at},{int(channel == 'online')}" if service.fee else ","
        return (
            f"{code},,{service.key},{received},{received},{decided},{channel},{received_at},{received_at},,,"
            f"{outcome},{ended},{ended},{ended},{ended},{offer.limit_text},,,,{flags},"
            f"{offer.fee_text},{paid},{self.applicants[int(rng.random() * PEOPLE)]}"
        )

    def _ended(self, limit: Limit, position: int, minute: int) -> str:
        """When the result came: some working minute up to the due date, now and then after it, or never."""
        rng = self.rng
        due, last_minute = self._due(limit, position, minute)
        chance = rng.random()
        if chance < NEVER_ENDED:
            return ""
        day = due + 1 + int(rng.random() * 5) if chance < NEVER_ENDED + LATE else position
        if day == position:
            day += int(rng.random() * (due - position + 1))
        if day >= self.end:
            return ""
        earliest = minute if day == position else 0
        latest = last_minute if day == due else DAY_MINUTES - 1
        return f"{self.calendar.nth(day)}{_CLOCK[earliest + int(rng.random() * (latest - earliest + 1))]}"

    def _due(self, limit: Limit, position: int, minute: int) -> tuple[int, int]:
        """Working day of the due date and its last minute of work, asked of core.worktime once each."""
        key = (position, limit.unit is LimitUnit.SAME_DAY and minute >= CUT_OFF, limit)
        known = self.dues.get(key)
        if known is None:
            clock = time.fromisoformat(_CLOCK[minute][1:])
            received = datetime.combine(self.calendar.nth(position), clock, VIETNAM)
            due = self.batch.due_at(DueRow(received, limit))
            assert due is not None  # there is no pause
            last = (MORNING if due.time() < time(13) else DAY_MINUTES) - 1
            known = self.dues[key] = (self.calendar.position(due.date()), last)
        return known
