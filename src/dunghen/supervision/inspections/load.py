"""Loads the inspections of a pack: history that was not recorded here, marked as sample where it is. What is
known of a plan, a unit or a visit already stays; facts are known since their day (attested)."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.timezone import localtime

from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.calendar import calendar
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.inspections.law import terms
from dunghen.supervision.inspections.models import (
    Attendance,
    Audit,
    FactKind,
    Inspection,
    InspectionFact,
    InspectionState,
    Remedy,
    SurpriseVisit,
    Team,
    TeamMember,
)
from dunghen.supervision.inspections.rules import remedy_due

Table = Mapping[str, Any]
_TEAM = ("regime", "year", "name", "decision_number", "decision_day")
_COURSE = ("scheduled", "outline_due", "outline_day", "held", "minutes", "passed", "passed_head")
_AUDIT = ("subject", "conclusion_number", "conclusion_day", "handling_number", "handling_day", "carried_out")
PRESENT = "Thành phần theo biên bản giấy (dữ liệu mẫu)."


class _Loader:
    """One file, all of it sample."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.units = {unit.key: unit for unit in Unit.objects.all()}
        self.teams: dict[str, Team] = {}
        self.facts: list[InspectionFact] = []
        known = InspectionFact.objects.filter(known_to=None)
        self.known = set(known.values_list("kind", "unit", "subject", "year", "problem"))

    def unit(self, key: str) -> Unit:
        if key not in self.units:
            raise PackError(f"{self.name}: không có đơn vị “{key}” trong units.csv.")
        return self.units[key]

    def team(self, table: Table) -> None:
        team, new = Team.objects.update_or_create(
            organiser=self.unit(table["organiser"]),
            plan_number=table["plan_number"],
            plan_day=table["plan_day"],
            defaults={
                **{name: table[name] for name in _TEAM},
                "counted_for": self.unit(table["counted_for"]),
                "sample": True,
            },
        )
        if new:
            TeamMember.objects.bulk_create(TeamMember(team=team, **member) for member in table["members"])
        self.teams[table["key"]] = team

    def inspection(self, table: Table) -> None:
        team, unit = self.teams[table["team"]], self.unit(table["unit"])
        problems = table.get("problems", [])
        inspection, new = Inspection.objects.get_or_create(
            team=team,
            unit=unit,
            defaults={
                **{name: table[name] for name in _COURSE},
                **{name: table[name] for name in ("day", "conclusion_number", "conclusion_day")},
                "state": InspectionState.CONCLUDED if problems else InspectionState.CLOSED,
                "sample": True,
            },
        )
        self.fact(FactKind.PLANNED, team.counted_for, unit, table["held"], inspection=inspection)
        if new:
            self._came(inspection, table)
            self._said(inspection, table)
        for problem in inspection.problems.all():
            day = table["conclusion_day"]
            self.fact(FactKind.PROBLEM, team.counted_for, unit, day, inspection=inspection, problem=problem)

    def _came(self, inspection: Inspection, table: Table) -> None:
        leave = {one["name"]: one["leave"] for one in table.get("absent", [])}
        Attendance.objects.bulk_create(
            Attendance(
                inspection=inspection,
                member=member,
                name=member.name,
                present=member.name not in leave,
                leave=leave.get(member.name, ""),
            )
            for member in inspection.team.members.all()
        )

    def _said(self, inspection: Inspection, table: Table) -> None:
        day, working = table["conclusion_day"], calendar(inspection.unit.office_hours)
        for number, problem in enumerate(table.get("problems", []), 1):
            due = remedy_due(day, problem["days"], working)
            inspection.problems.create(number=number, due=due, state=Remedy.OPEN, **problem)
        members = {member.name: member for member in inspection.team.members.all()}
        for number, said in enumerate(table.get("requests", []), 1):
            inspection.requests.create(number=number, **{**said, "member": members[said["member"]]})

    def visit(self, table: Table) -> None:
        team, unit = self.teams[table["team"]], self.unit(table["unit"])
        at = localtime(table["at"], VIETNAM)
        visit, _new = SurpriseVisit.objects.get_or_create(
            key=uuid5(NAMESPACE_URL, f"{team.plan_number} {unit.key} {at.isoformat()}"),
            defaults={
                "team": team,
                "unit": unit,
                "number": table["number"],
                "at": at,
                "day": at.date(),
                "place": unit.name,
                "present": PRESENT,
                "findings": table["findings"],
                "proposal": table.get("proposal", ""),
                "recorded_at": at,
                "sample": True,
            },
        )
        self.fact(FactKind.SURPRISE, team.counted_for, unit, at.date(), visit=visit)

    def audit(self, table: Table) -> None:
        unit, counted_for = self.unit(table["unit"]), self.unit(table["counted_for"])
        audit, _new = Audit.objects.update_or_create(
            auditor=self.unit(table["auditor"]),
            decision_number=table["decision_number"],
            decision_day=table["decision_day"],
            unit=unit,
            defaults={
                **{name: table[name] for name in (*_AUDIT, "proof") if name in table},
                "counted_for": counted_for,
                "sample": True,
            },
        )
        self.fact(FactKind.AUDITED, counted_for, unit, audit.decision_day, audit=audit)
        if audit.carried_out:
            self.fact(FactKind.CARRIED_OUT, counted_for, unit, audit.carried_out, audit=audit)

    def fact(self, kind: FactKind, unit: Unit, subject: Unit, day: date, **about: Any) -> None:
        problem = about.get("problem")
        year = terms(day).reporting_year(day)
        if (kind.value, unit.pk, subject.pk, year, problem and problem.pk) in self.known:
            return
        self.facts.append(
            InspectionFact(
                kind=kind,
                unit=unit,
                subject=subject,
                level=subject.level,
                day=day,
                year=year,
                sample=True,
                known_from=datetime.combine(day, time(), VIETNAM),
                attested=True,
                **about,
            )
        )


@transaction.atomic
def load_inspections(path: Path) -> None:
    """Load teams, inspections, surprise visits and audits. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    loader = _Loader(path.name)
    try:
        for kind in ("team", "inspection", "visit", "audit"):
            for table in tables.get(kind, ()):
                getattr(loader, kind)(table)
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu mục {missing}.") from missing
    InspectionFact.objects.bulk_create(loader.facts)
