"""The sample half-year: invented dossiers that add up to a published report.

`write_sample` makes an import file from a spec of the pack; the counts it must reach, and the page
that prints each, stand in that spec. The same seed gives the same bytes. Nothing of it enters the
database but through the import, where every row is marked as sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from pathlib import Path
from random import Random
from typing import TextIO

from dunghen.core.worktime import Calendar
from dunghen.dossiers.sample.clock import MINUTE, Clock
from dunghen.dossiers.sample.history import History
from dunghen.dossiers.sample.linked import Cases
from dunghen.dossiers.sample.people import invent
from dunghen.dossiers.sample.plan import LevelPlan
from dunghen.dossiers.sample.record import Record, write_records
from dunghen.dossiers.sample.services import Service, menu, services_at
from dunghen.dossiers.sample.spec import LevelSpec, SampleSpec, read_spec
from dunghen.dossiers.sample.units import PackUnit, read_units, under
from dunghen.procedures.catalogue import read_catalogue
from dunghen.procedures.catalogue_model import CatalogueProcedure

__all__ = ["SampleSummary", "write_sample"]

NOT_AUTHORITIES = {"not_named", "service_centre", "vertical_agency"}
HELPED_ELSEWHERE = 0.004  # filed at another commune (phi địa giới)
PAID_ONLINE = 0.55
OTHERWISE_FLAGGED = 0.6


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: rows in all, and by level of the authority those completed in the window."""

    rows: int
    completed: Mapping[str, int]
    vertical_completed: int


def write_sample(
    spec: Path, pack: Path, calendar: Calendar, out: TextIO, scale: float = 1.0
) -> SampleSummary:
    """Write the import file of the sample to `out`; `scale` below 1 makes a smaller one for tests."""
    return _Sample(read_spec(spec, scale), read_catalogue(pack), read_units(pack), calendar).write(out)


class _Sample:
    def __init__(
        self,
        spec: SampleSpec,
        catalogue: Sequence[CatalogueProcedure],
        units: Sequence[PackUnit],
        calendar: Calendar,
    ) -> None:
        self.spec = spec
        self.catalogue = catalogue
        self.rng = Random(spec.seed)
        self.history = History(spec, Clock(calendar, self.rng))
        first, last = spec.history_from, spec.last.date()
        here = under(units, spec.city)
        self.units = {unit.key: unit for unit in here if unit.valid_on(first) and unit.valid_on(last)}
        self.centre = next(unit for unit in here if unit.key == spec.service_centre)
        self.communes = self._authorities("commune")

    def write(self, out: TextIO) -> SampleSummary:
        levels = {level.level: self._level(level) for level in self.spec.levels}
        cases = Cases(self.spec, self.history, levels["commune"])
        vertical = cases.vertical(self._agencies())
        cases.pair(levels["district"])
        for record in vertical:
            if record.case == 0:
                self._describe(record, organisations=0.1)
            self._record_times(record)
            record.e_result = self.rng.random() < OTHERWISE_FLAGGED if record.outcome else None
        every = [record for records in levels.values() for record in records] + vertical
        return SampleSummary(
            rows=write_records(every, out),
            completed={level: len(self._completed(records)) for level, records in levels.items()},
            vertical_completed=len(self._completed(vertical)),
        )

    def _level(self, level: LevelSpec) -> list[Record]:
        weights = self._weights(level)
        services = self._services(level, {unit.key for unit in weights})
        plan = LevelPlan(level, self.spec, menu(services, level, self.rng), weights, self.history)
        records = plan.records(self.units)
        for record in records:
            self._place(record)
            self._describe(record, level.organisations)
            self._record_times(record)
        self._flag(records, level)
        return records

    def _services(self, level: LevelSpec, departments: set[str]) -> list[Service]:
        """The services with an authority at this level; those of vertical agencies are counted apart."""
        found = services_at(self.catalogue, level.procedures, self.spec.history_from, self.spec.last.date())
        return [
            service
            for service in found
            if not service.vertical and (level.procedures != "city" or service.department in departments)
        ]

    def _authorities(self, level: str) -> list[PackUnit]:
        return [
            unit for unit in self.units.values() if unit.level == level and unit.kind not in NOT_AUTHORITIES
        ]

    def _weights(self, level: LevelSpec) -> dict[PackUnit, float]:
        """How busy each authority is; a commune about as its district, give or take a half."""
        districts = {key: weight for other in self.spec.levels for key, weight in other.weights.items()}
        return {
            unit: level.weights.get(unit.key) or districts.get(unit.parent, 1) * (0.5 + self.rng.random())
            for unit in self._authorities(level.level)
        }

    def _agencies(self) -> list[tuple[Service, PackUnit]]:
        """Procedures of vertical agencies, none of them online, each with its agency."""
        first, last = self.spec.history_from, self.spec.last.date()
        return [
            (service, self.units[service.department])
            for level in ("commune", "district")
            for service in services_at(self.catalogue, level, first, last)
            if service.vertical and service.online == "none" and service.department in self.units
        ]

    def _place(self, record: Record) -> None:
        """Where it was handed in: at the Service Centre since it opened, or helped at another commune."""
        spec = self.spec
        if record.decided.level == "department" and record.received.date() >= spec.service_centre_opened:
            record.helped = record.receiver = self.centre
        elif record.decided.level == "commune" and self.rng.random() < HELPED_ELSEWHERE:
            record.helped = self.rng.choice(self.communes)

    def _describe(self, record: Record, organisations: float) -> None:
        home = record.decided if record.decided in self.communes else self.rng.choice(self.communes)
        record.applicant = invent(self.rng, self.rng.random() < organisations, home.short_name)

    def _record_times(self, record: Record) -> None:
        """When the receipt was entered, what was paid when, and what else the old system knows."""
        chance = self.rng.random
        record.received_recorded = record.received + int(chance() * 6) * MINUTE
        ended = record.resolved
        if ended is not None:
            record.received_recorded = min(record.received_recorded, ended)
        record.due_given = chance() < self.spec.given_due
        record.digitised = chance() < OTHERWISE_FLAGGED
        record.e_result = chance() < OTHERWISE_FLAGGED if record.outcome in ("resolved", "refused") else None
        if record.service.fee and record.outcome != "refused_at_intake" and chance() < 0.9:
            record.paid_online = record.channel == "online" and chance() < PAID_ONLINE
            at_return = not record.paid_online and record.returned is not None and chance() < 0.2
            record.paid_at = record.returned if at_return else record.received_recorded

    def _flag(self, records: Sequence[Record], level: LevelSpec) -> None:
        """Digitised, electronic results and re-use exactly as published for the level."""
        completed = self._completed(records)
        for record, chosen in zip(completed, self._chosen(completed, level.digitised), strict=True):
            record.digitised = chosen
        for record, chosen in zip(completed, self._chosen(completed, level.e_result), strict=True):
            record.e_result = chosen
        start, end = self.spec.window_from, self.spec.window_to
        received = [record for record in records if start <= record.received < end]
        reused = (len(received) * level.reused_percent / 100).to_integral_value(ROUND_HALF_UP)
        for record, chosen in zip(received, self._chosen(received, int(reused)), strict=True):
            record.reused = chosen

    def _chosen(self, records: Sequence[Record], count: int) -> list[bool]:
        marks = [True] * count + [False] * (len(records) - count)
        self.rng.shuffle(marks)
        return marks

    def _completed(self, records: Sequence[Record]) -> list[Record]:
        return [record for record in records if self._counts(record)]

    def _counts(self, record: Record) -> bool:
        resolved = record.resolved
        return (
            record.outcome in ("resolved", "refused")
            and resolved is not None
            and self.spec.window_from <= resolved < self.spec.window_to
        )
