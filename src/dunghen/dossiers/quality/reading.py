"""The dossiers of a unit in a quarter, counted for the marks of TT 01/2018/TT-VPCP."""

from collections import defaultdict
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import Consultation, DossierEvent, DossierVersion, Rating
from dunghen.dossiers.quality.rules import Handled, Marks, marks_of
from dunghen.dossiers.rules import EventKind, Outcome
from dunghen.org.models import Person, Unit

AT_ONCE = 5000


class Quarter(NamedTuple):
    """A quarter of a year: 2024, 1."""

    year: int
    number: int

    @property
    def start(self) -> datetime:
        return datetime.combine(date(self.year, 3 * self.number - 2, 1), time(), VIETNAM)

    @property
    def end(self) -> datetime:
        """The start of the next."""
        return self.next.start

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @classmethod
    def read(cls, text: str, today: date) -> "Quarter":
        """2024-Q1; today's for what is none."""
        year, _q, number = text.partition("-Q")
        if year.isdecimal() and number in {"1", "2", "3", "4"} and 2000 <= int(year) <= 2099:
            return cls(int(year), int(number))
        return cls(today.year, (today.month + 2) // 3)


class UnitMarks(NamedTuple):
    """Of a unit as a whole, and of each who handled dossiers; None: those without a named officer."""

    unit: Marks
    officers: list[tuple[Person | None, Marks]]


def unit_marks(unit: Unit, quarter: Quarter) -> UnitMarks:
    """The marks of a unit's dossiers that ended with a result in a quarter, by the fact. Some thousands at a
    time, four queries each."""
    versions = DossierVersion.objects.known_at(None).filter(
        unit=unit,
        resolved_at__gte=quarter.start,
        resolved_at__lt=quarter.end,
        outcome__in=(Outcome.RESOLVED, Outcome.REFUSED),
        due_at__isnull=False,
    )
    by_officer: dict[int | None, list[Handled]] = defaultdict(list)
    rows = versions.order_by("resolved_at", "id").only("dossier", "officer", "due_at", "resolved_at")
    reading = rows.iterator(AT_ONCE)
    while some := list(islice(reading, AT_ONCE)):
        dossiers = [row.dossier_id for row in some]
        asked, opinions, said = _asked(dossiers), _opinions(dossiers), _said(dossiers)
        for row in some:
            if row.due_at is None or row.resolved_at is None:
                continue
            handled = Handled(
                due_at=row.due_at,
                ended_at=row.resolved_at,
                asked=asked.get(row.dossier_id, 0),
                opinions=tuple(opinions.get(row.dossier_id, ())),
                **said.get(row.dossier_id, {}),
            )
            by_officer[row.officer_id].append(handled)
    people = Person.objects.in_bulk([pk for pk in by_officer if pk is not None])
    officers = [(people[pk] if pk else None, marks_of(handled)) for pk, handled in by_officer.items()]
    every = [one for handled in by_officer.values() for one in handled]
    return UnitMarks(marks_of(every), sorted(officers, key=lambda each: -each[1].dossiers))


def _asked(dossiers: list[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    events = DossierEvent.objects.filter(dossier__in=dossiers, kind=EventKind.PAPERS_REQUESTED)
    for dossier in events.values_list("dossier", flat=True):
        found[dossier] += 1
    return found


def _said(dossiers: list[int]) -> dict[int, dict[str, Any]]:
    """What applicants answered; a complaint that was found untrue is none."""
    found = Rating.objects.filter(dossier__in=dossiers).values_list(
        "dossier", "contacts", "places", "complaint", "untrue"
    )
    return {
        dossier: {
            "contacts": contacts,
            "places": places,
            "complaint": complaint and untrue is None if complaint is not None else None,
        }
        for dossier, contacts, places, complaint, untrue in found
    }


def _opinions(dossiers: list[int]) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    asked = Consultation.objects.filter(dossier__in=dossiers).values_list(
        "dossier", "due_at", "answered_at", "closed_at"
    )
    for dossier, due_at, answered_at, closed_at in asked:
        if ended := answered_at or closed_at:
            found[dossier].append((due_at, ended))
    return found
