"""Linked cases as their pages show them: each part's unit, state and times; more only to whose part it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dunghen.dossiers.linked import rules
from dunghen.dossiers.linked.actions import standings_of
from dunghen.dossiers.linked.rules import Standing, Unstarted
from dunghen.dossiers.models import CURRENT, DossierVersion, LinkedCase, LinkedPart
from dunghen.dossiers.rules import STATUS_WORDS, Status
from dunghen.org.models import Person
from dunghen.org.rights import Right

KINDS = {
    Unstarted.WAITING.value: "none",
    Unstarted.NOT_DONE.value: "warn",
    Status.IN_PROCESS.value: "info",
    Status.WAITING_PAPERS.value: "wait",
    Status.WAITING_PAYMENT.value: "wait",
    Status.PAUSED.value: "wait",
    Status.RESOLVED.value: "ok",
    Status.RETURNED.value: "ok",
}


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part on a page. `code`: of its dossier, only for who may open it."""

    part: LinkedPart
    standing: Standing
    version: DossierVersion | None
    code: str = ""

    @property
    def label(self) -> str:
        return label_of(self.standing.status)

    @property
    def kind(self) -> str:
        return KINDS.get(self.standing.status, "none")

    @property
    def due_at(self) -> datetime | None:
        return self.version.due_at if self.version else self.part.planned_due_at

    @property
    def late(self) -> bool:
        version = self.version
        due = version.due_at if version else None
        return bool(version and version.resolved_at and due and version.resolved_at > due)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list."""

    case: LinkedCase
    status: str
    kind: str
    done: int
    parts: int


def label_of(status: str) -> str:
    return STATUS_WORDS.get(status) or str(Unstarted(status).label)


def part_lines(case: LinkedCase, person: Person, day: date) -> list[PartLine]:
    """Three queries and those of the right."""
    parts = list(case.parts.select_related("procedure", "unit", "dossier").order_by("position"))
    started = [part.dossier_id for part in parts if part.dossier_id]
    reached = DossierVersion.objects.within_reach(person, Right.ROWS, day).filter(
        CURRENT, dossier__in=started
    )
    own = set(reached.values_list("dossier", flat=True))
    found = standings_of(parts)
    return [
        PartLine(
            part,
            *found[part.key],
            code=part.dossier.code if part.dossier and part.dossier_id in own else "",
        )
        for part in parts
    ]


def case_lines(cases: Sequence[LinkedCase]) -> list[CaseLine]:
    """Two queries, whatever their number."""
    parts = list(LinkedPart.objects.filter(case__in=cases).order_by("position"))
    current = DossierVersion.objects.filter(
        CURRENT, dossier__in=[part.dossier_id for part in parts if part.dossier_id]
    )
    ends = {row[0]: Standing(row[1], row[2]) for row in current.values_list("dossier", "status", "outcome")}
    of_case: dict[int, list[Standing]] = {case.pk: [] for case in cases}
    for part in parts:
        unstarted = rules.NOT_DONE if part.refused_at else rules.WAITING
        of_case[part.case_id].append(ends.get(part.dossier_id or 0, unstarted))
    return [_line(case, of_case[case.pk]) for case in cases]


def _line(case: LinkedCase, standings: Sequence[Standing]) -> CaseLine:
    status = rules.case_status(standings)
    done = sum(1 for each in standings if each.has_result or each.has_none)
    return CaseLine(case, label_of(status), KINDS.get(status, "none"), done, len(standings))
