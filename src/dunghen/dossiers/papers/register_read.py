"""The lines of a register, read page by page: the book as it was entered, the dossiers as they stand now."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import DossierVersion, RegisterLine, RegisterSerial
from dunghen.dossiers.papers.read import desk_of, way_of
from dunghen.dossiers.papers.register import HIDDEN, Book, Line
from dunghen.dossiers.papers.volumes import VOLUME, first_of
from dunghen.dossiers.rules import Outcome
from dunghen.org.models import Unit

STREAM = 1_000  # lines read at a time where all are wanted
ENDED_OTHERWISE = {Outcome.REFUSED_AT_INTAKE, Outcome.REFUSED, Outcome.STOPPED, Outcome.WITHDRAWN}
AFTER_CLOSING = "Vào sổ sau khi khóa sổ"
READ = (
    *("dossier__code", "dossier__import_run", "procedure__name", "unit__name", "officer"),
    *(f"dossier__applicant__{part}" for part in ("name", "address", "phone")),
    *(
        "channel",
        "outcome",
        "received_at",
        "due_at",
        "appointment_at",
        "apologised_at",
        "returned_at",
        "sample",
    ),
)
Sees = Callable[[DossierVersion], bool]


@dataclass(frozen=True, slots=True)
class Entered:
    """A line with the dossier as it stands; `named`: whether who reads it may see the applicant."""

    line: Line
    version: DossierVersion
    named: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """The book of a unit and a year, of one month or all of it (0)."""

    unit: Unit
    year: int
    month: int
    sees: Sees

    def book(self) -> Book:
        """Two queries at most."""
        last = (
            RegisterSerial.objects.filter(unit=self.unit, year=self.year)
            .values_list("last", flat=True)
            .first()
        )
        return Book(desk_of(self.unit, date(self.year, 1, 1)), self.year, last or 0)

    def page(self, after: int, size: int) -> list[Entered]:
        """The lines after a number, by number."""
        lines = RegisterLine.objects.filter(unit=self.unit, year=self.year, number__gt=after)
        if self.month:
            days = monthrange(self.year, self.month)[1]
            lines = lines.filter(
                day__gte=date(self.year, self.month, 1), day__lte=date(self.year, self.month, days)
            )
        return self._told(list(lines.order_by("number")[:size]))

    def every(self, after: int = 0) -> Iterator[Entered]:
        """All lines after a number, some at a time, so that the memory does not grow with the book."""
        while found := self.page(after, STREAM):
            yield from found
            after = found[-1].line.number

    def volume(self, number: int) -> list[Entered]:
        """The lines of a volume, whatever the month."""
        return Pages(self.unit, self.year, 0, self.sees).page(first_of(number) - 1, VOLUME)

    def _told(self, lines: list[RegisterLine]) -> list[Entered]:
        versions = DossierVersion.objects.known_at(None).filter(dossier__in=[line.pk for line in lines])
        versions = versions.select_related("dossier__applicant", "procedure", "unit").only(*READ)
        found = {version.dossier_id: version for version in versions}
        return [self._entered(line, found[line.pk]) for line in lines]

    def _entered(self, line: RegisterLine, version: DossierVersion) -> Entered:
        named = self.sees(version)
        applicant = version.dossier.applicant
        told = (applicant.name, applicant.address, applicant.phone) if applicant else ("", "", "")
        name, address, phone = told if named else (HIDDEN, "", "")
        made = Line(
            number=line.number,
            code=version.dossier.code,
            procedure=version.procedure.name,
            sets=1,
            name=name,
            address=address,
            phone=phone,
            agency=version.unit.name,
            received_at=version.received_at,
            due_at=version.appointment_at or version.due_at,
            returned_at=version.returned_at,
            way=way_of(version, ""),
            note="; ".join(_notes(line, version)),
        )
        return Entered(made, version, named and applicant is not None)


def _notes(line: RegisterLine, version: DossierVersion) -> Iterator[str]:
    if version.outcome in ENDED_OTHERWISE:
        yield str(version.get_outcome_display())
    if version.apologised_at is not None:
        yield f"Xin lỗi, hẹn lại ngày {localtime(version.appointment_at):%d/%m/%Y}"
    if version.dossier.import_run_id is None and line.entered_at.astimezone(VIETNAM).year > line.year:
        yield AFTER_CLOSING
