"""What the pages of inspections show: lists by key, an inspection with all that hangs on it, a round."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from dunghen.core.folded import wanted
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.models import Person
from dunghen.supervision.accountability.models import Case, Origin, Subject
from dunghen.supervision.inspections.models import (
    Audit,
    Inspection,
    InspectionQuerySet,
    InspectionState,
    Problem,
    Remedy,
    SurpriseVisit,
    SurpriseVisitQuerySet,
    Team,
)

PAGE = 50
TO_MEND = (Remedy.OPEN, Remedy.DOING)  # by the unit; what it reported waits for the team (ADR 38)
LONGEST = 200  # signs of a search
KINDS = {
    InspectionState.PLANNED: "none",
    InspectionState.SCHEDULED: "info",
    InspectionState.MINUTED: "wait",
    InspectionState.DRAFTED: "wait",
    InspectionState.DISPUTED: "warn",
    InspectionState.AGREED: "wait",
    InspectionState.PASSED: "wait",
    InspectionState.CONCLUDED: "soon",
    InspectionState.CLOSED: "ok",
}
REMEDY_KINDS = {
    Remedy.OPEN: "soon",
    Remedy.DOING: "soon",
    Remedy.REPORTED: "wait",
    Remedy.CLOSED: "ok",
    Remedy.DROPPED: "none",
}


def inspections(
    person: Person, day: date, state: str = "", after: int = 0, text: str = ""
) -> list[Inspection]:
    """The page after a key, the latest first, and one more if there is: with how many problems are left.
    `text`: words of a problem or of what the team recommends, accents aside, or the number of the notice."""
    found = Inspection.objects.visible_to(person, day).select_related("unit", "team")
    if state in InspectionState.values:
        found = found.filter(state=state)
    if text := text.strip()[:LONGEST]:
        words = wanted(text)
        told = Problem.objects.none() if words is None else Problem.objects.filter(search=words)
        found = found.filter(Q(pk__in=told.values("inspection")) | Q(conclusion_number__icontains=text))
    if after:
        last = Inspection.objects.filter(pk=after).values_list("day", flat=True).first()
        found = found.filter(Q(day__lt=last) | Q(day=last, pk__lt=after)) if last else found
    problems = Problem.objects.filter(inspection=OuterRef("pk")).order_by().values("inspection")

    def number_of(where: Q) -> Coalesce:
        return Coalesce(Subquery(problems.filter(where).annotate(n=Count("pk")).values("n")), 0)

    counted = found.annotate(
        n_problems=number_of(~Q(state=Remedy.DROPPED)), n_closed=number_of(Q(state=Remedy.CLOSED))
    )
    return list(counted.order_by("-day", "-pk")[: PAGE + 1])


def visits(person: Person, day: date, after: int = 0) -> list[SurpriseVisit]:
    """The page after a key, the latest first, and one more if there is."""
    found = SurpriseVisit.objects.visible_to(person, day).select_related("unit", "team")
    if after:
        last = SurpriseVisit.objects.filter(pk=after).values_list("at", flat=True).first()
        found = found.filter(Q(at__lt=last) | Q(at=last, pk__lt=after)) if last else found
    cases = Case.objects.filter(
        _of_minutes(OuterRef("number"), OuterRef("day")), unit=OuterRef("unit")
    ).order_by()
    number = cases.values("origin").annotate(n=Count("pk")).values("n")
    counted = found.annotate(n_cases=Coalesce(Subquery(number), 0))
    return list(counted.order_by("-at", "-pk")[: PAGE + 1])


def audits(person: Person, day: date, after: int = 0) -> list[Audit]:
    """The page after a key, the latest entered first, and one more if there is."""
    found = Audit.objects.visible_to(person, day).select_related("unit", "auditor")
    if after:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: PAGE + 1])


def teams(person: Person, day: date, regime: str) -> list[Team]:
    """The teams of a regime, the latest first."""
    found = Team.objects.visible_to(person, day).filter(regime=regime).select_related("organiser")
    return list(found.order_by("-year", "-pk")[:PAGE])


def sheet(found: InspectionQuerySet) -> InspectionQuerySet:
    """With all that the page of one inspection shows."""
    return found.select_related("unit", "team", "team__organiser", "outline").prefetch_related(
        "attendance", "problems__evidence", "requests__member"
    )


def shows_draft(row: Inspection, person: Person, day: date) -> bool:
    """Whether somebody reads what the conclusion is going to say: the unit once its draft was sent to it."""
    if row.state != InspectionState.MINUTED:
        return True
    return Inspection.objects.inspecting(person, day).filter(pk=row.pk).exists()


def remedy_words(problem: Problem, today: date) -> str:
    """Whether a remedy is late; nothing for what is in time."""
    if problem.due is None or problem.state == Remedy.DROPPED:
        return ""
    if problem.state == Remedy.CLOSED:
        return "late" if problem.reported and problem.reported > problem.due else ""
    return "overdue" if problem.state in TO_MEND and today > problem.due else ""


def overdue(person: Person, day: date) -> int:
    """How many problems are past their day, of what the person may see."""
    seen = Inspection.objects.visible_to(person, day).filter(state=InspectionState.CONCLUDED)
    return Problem.objects.filter(state__in=TO_MEND, due__lt=day, inspection__in=seen).count()


@dataclass(frozen=True, slots=True)
class Round:
    """What a surprise team did from a day to a day, both included; each visit with its number of cases."""

    team: Team
    first: date
    last: date
    visits: list[tuple[SurpriseVisit, int]]
    units: int
    collectives: int
    persons: int


def surprise_round(team: Team, first: date, last: date, found: SurpriseVisitQuerySet) -> Round:
    """The visits in order, how many units, how many cases on collectives and on persons."""
    start, end = (datetime.combine(day, time(), VIETNAM) for day in (first, last + timedelta(days=1)))
    rows = found.filter(team=team, at__gte=start, at__lt=end).select_related("unit").order_by("at", "pk")
    visits_ = list(rows)
    by_visit: dict[int, list[str]] = {visit.pk: [] for visit in visits_}
    places = {(visit.number, visit.day, visit.unit_id): visit.pk for visit in visits_}
    numbers = [visit.number for visit in visits_]
    cases = Case.objects.filter(origin=Origin.SURPRISE, origin_key__in=numbers)
    for number, opened, unit, subject in cases.values_list("origin_key", "opened", "unit", "subject"):
        if (pk := places.get((number, opened, unit))) is not None:
            by_visit[pk].append(subject)
    kinds = [subject for subjects in by_visit.values() for subject in subjects]
    return Round(
        team=team,
        first=first,
        last=last,
        visits=[(visit, len(by_visit[visit.pk])) for visit in visits_],
        units=len({visit.unit_id for visit in visits_}),
        collectives=kinds.count(Subject.COLLECTIVE),
        persons=kinds.count(Subject.PERSON),
    )


def cases_of(visit: SurpriseVisit, person: Person, day: date) -> list[tuple[Case, bool]]:
    """The cases of a visit, and whether the person may open each; who they are about is said nowhere here."""
    found = Case.objects.filter(_of_minutes(visit.number, visit.day), unit=visit.unit)
    seen = set(found.visible_to(person, day).values_list("pk", flat=True))
    return [(case, case.pk in seen) for case in found.order_by("pk")]


def _of_minutes(number: object, day: object) -> Q:
    """A number comes again with each year."""
    return Q(origin=Origin.SURPRISE, origin_key=number, opened=day)
