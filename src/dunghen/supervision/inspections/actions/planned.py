"""The course of an inspection by plan. All raise Refused, as Stale where somebody was faster, and
PermissionDenied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from dunghen.org.calendar import calendar
from dunghen.org.models import Person
from dunghen.supervision.errors import need
from dunghen.supervision.inspections import rules
from dunghen.supervision.inspections.actions.base import Upload, held, keep, move, state_fact
from dunghen.supervision.inspections.models import (
    Attendance,
    FactKind,
    Inspection,
    InspectionState,
    InspectionStep,
    Problem,
    Remedy,
)
from dunghen.supervision.inspections.who import Able


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody of the unit at the working day; `substitute_for`: the specialist they stand in for."""

    name: str
    head: bool = False
    substitute_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A working day: of each member (by key) whether they came and who let them stay away, the people of the
    unit, what the minutes say."""

    day: date
    came: Mapping[int, rules.Came]
    seats: Sequence[Seat]
    minutes: str
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the UBND answers of a problem the unit does not agree to; whether it stays in the conclusion."""

    answer: str
    stays: bool = True


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the UBND, by the problem's number, in a document."""

    document: str
    by_number: Mapping[int, Settled] = field(default_factory=dict)


def _team_side(by: Person, pk: int, seen: int) -> tuple[Inspection, date]:
    today = timezone.localdate()
    inspection = held(pk, seen)
    able = Able(by, today)
    # nobody confirms what their own unit did
    need(able.acts_for(inspection.team) and not able.works_at(inspection.unit_id))
    return inspection, today


def _unit_side(by: Person, pk: int, seen: int) -> tuple[Inspection, date]:
    today = timezone.localdate()
    inspection = held(pk, seen)
    need(Able(by, today).answers_for(inspection.unit_id))
    return inspection, today


@transaction.atomic
def send_schedule(by: Person, pk: int, seen: int) -> None:
    """To the unit, before the working day."""
    inspection, today = _team_side(by, pk, seen)
    duties = inspection.team.members.values_list("duty", flat=True)
    rules.schedule(inspection.state, duties, inspection.team.decision_number, today, inspection.day)
    move(
        inspection, by, InspectionStep.SCHEDULED, day=today, state=InspectionState.SCHEDULED, scheduled=today
    )


@transaction.atomic
def send_outline(by: Person, pk: int, seen: int, report: Upload) -> None:
    """The unit's report by the outline."""
    inspection, today = _unit_side(by, pk, seen)
    rules.outline(inspection.state, today, today, inspection.scheduled)
    move(inspection, by, InspectionStep.OUTLINE, day=today, outline=keep(report, by), outline_day=today)


@transaction.atomic
def hold(by: Person, pk: int, seen: int, sitting: Sitting) -> None:
    """The minutes of the working day, with who was there."""
    inspection, today = _team_side(by, pk, seen)
    members = list(inspection.team.members.all())
    came = [sitting.came.get(one.pk, rules.Came(one.name, present=False)) for one in members]
    rules.holding(inspection.state, sitting.day, today, came, sitting.minutes)
    Attendance.objects.bulk_create(
        [
            *(
                Attendance(
                    inspection=inspection, member=one, name=one.name, present=said.present, leave=said.leave
                )
                for one, said in zip(members, came, strict=True)
            ),
            *(
                Attendance(
                    inspection=inspection,
                    name=seat.name,
                    head=seat.head,
                    present=True,
                    substitute_for=seat.substitute_for,
                )
                for seat in sitting.seats
            ),
        ]
    )
    move(
        inspection,
        by,
        InspectionStep.HELD,
        day=sitting.day,
        state=InspectionState.MINUTED,
        held=sitting.day,
        minutes=sitting.minutes,
        unit_opinion=sitting.opinion,
    )
    _count(FactKind.PLANNED, inspection, sitting.day)


def _count(kind: FactKind, inspection: Inspection, day: date, problem: Problem | None = None) -> None:
    state_fact(
        kind,
        inspection.team.counted_for,
        inspection.unit,
        day,
        sample=inspection.sample,
        inspection=inspection,
        problem=problem,
    )


@transaction.atomic
def add_problem(by: Person, pk: int, seen: int, *, content: str, remedy: str, days: int) -> Problem:
    """A problem for the draft conclusion."""
    inspection, _today = _team_side(by, pk, seen)
    rules.found(inspection.state, days)
    problem = inspection.problems.create(
        number=inspection.problems.count() + 1, content=content, remedy=remedy, days=days
    )
    move(inspection, by, InspectionStep.PROBLEM, note=content)
    return problem


@transaction.atomic
def send_draft(by: Person, pk: int, seen: int) -> None:
    """The draft conclusion goes to the unit; it may find nothing wrong."""
    inspection, today = _team_side(by, pk, seen)
    rules.drafting(inspection.state)
    move(inspection, by, InspectionStep.DRAFTED, day=today, state=InspectionState.DRAFTED)


@transaction.atomic
def give_opinion(by: Person, pk: int, seen: int, disagrees: Mapping[int, str]) -> None:
    """The unit agrees, or says of some problems why it does not."""
    inspection, today = _unit_side(by, pk, seen)
    problems = {problem.number: problem for problem in inspection.problems.all()}
    state = rules.opinion(inspection.state, disagrees, problems.keys())
    for number, reason in disagrees.items():
        Problem.objects.filter(pk=problems[number].pk).update(objection=reason)
    step = InspectionStep.DISPUTED if disagrees else InspectionStep.AGREED
    move(inspection, by, step, day=today, state=state, note="\n".join(disagrees.values()))


@transaction.atomic
def settle(by: Person, pk: int, seen: int, answers: Answers) -> None:
    """What the UBND says of each disagreement: the problem stays, or leaves the conclusion."""
    today = timezone.localdate()
    inspection = held(pk, seen)
    able = Able(by, today)
    need(able.decides() and not able.works_at(inspection.unit_id))
    disputed = {problem.number: problem for problem in inspection.problems.exclude(objection="")}
    said = {number: one.answer for number, one in answers.by_number.items()}
    rules.settling(inspection.state, said, disputed.keys(), answers.document)
    for number, problem in disputed.items():
        one = answers.by_number[number]
        Problem.objects.filter(pk=problem.pk).update(
            answer=one.answer,
            answer_document=answers.document,
            state=Remedy.OPEN if one.stays else Remedy.DROPPED,
        )
    move(
        inspection, by, InspectionStep.SETTLED, day=today, state=InspectionState.AGREED, note=answers.document
    )


@transaction.atomic
def pass_conclusion(by: Person, pk: int, seen: int, *, day: date, head: str, present: bool) -> None:
    """The session in which the conclusion is passed before the unit's head."""
    inspection, today = _team_side(by, pk, seen)
    rules.passing(inspection.state, day, today, inspection.held, head, present=present)
    move(
        inspection,
        by,
        InspectionStep.PASSED,
        day=day,
        state=InspectionState.PASSED,
        passed=day,
        passed_head=head,
    )


@transaction.atomic
def conclude(by: Person, pk: int, seen: int, *, number: str, day: date) -> None:
    """The notice: from its day the remedies run, and the problems count."""
    inspection, today = _team_side(by, pk, seen)
    rules.concluding(inspection.state, number, day, inspection.passed, today)
    working = calendar(inspection.unit.office_hours)
    kept = list(inspection.problems.exclude(state=Remedy.DROPPED))
    for problem in kept:
        due = rules.remedy_due(day, problem.days, working)
        Problem.objects.filter(pk=problem.pk).update(due=due)
        _count(FactKind.PROBLEM, inspection, day, problem)
    state = InspectionState.CONCLUDED if kept else InspectionState.CLOSED
    said = {"state": state, "conclusion_number": number, "conclusion_day": day}
    move(inspection, by, InspectionStep.CONCLUDED, day=day, note=number, **said)


@transaction.atomic
def report_remedy(
    by: Person, pk: int, seen: int, number: int, *, text: str, done: bool, evidence: Sequence[Upload]
) -> None:
    """The unit's report on one problem: done, or under way."""
    inspection, today = _unit_side(by, pk, seen)
    problem = inspection.problems.get(number=number)
    rules.reporting(inspection.state, problem.state, text, today, inspection.conclusion_day, today)
    state = Remedy.REPORTED if done else Remedy.DOING
    Problem.objects.filter(pk=problem.pk).update(report=text, reported=today, state=state)
    problem.evidence.add(*(keep(one, by) for one in evidence))
    move(inspection, by, InspectionStep.REPORTED, day=today, note=f"{number}. {text}")


@transaction.atomic
def confirm(by: Person, pk: int, seen: int, number: int, *, day: date) -> None:
    """The team confirms that a problem is mended; with the last one the inspection ends."""
    inspection, today = _team_side(by, pk, seen)
    problem = inspection.problems.get(number=number)
    rules.mending(problem.state, problem.reported, problem.evidence.count(), day, today)
    Problem.objects.filter(pk=problem.pk).update(state=Remedy.CLOSED, closed=day)
    _count(FactKind.MENDED, inspection, day, problem)
    left = inspection.problems.exclude(state__in=(Remedy.CLOSED, Remedy.DROPPED)).exists()
    state = InspectionState.CONCLUDED if left else InspectionState.CLOSED
    move(inspection, by, InspectionStep.MENDED, day=day, note=f"{number}. {problem.content}", state=state)


@transaction.atomic
def send_back(by: Person, pk: int, seen: int, number: int, *, reason: str) -> None:
    """A report that does not prove the remedy goes back."""
    inspection, today = _team_side(by, pk, seen)
    problem = inspection.problems.get(number=number)
    rules.returning(problem.state, reason)
    Problem.objects.filter(pk=problem.pk).update(state=Remedy.DOING)
    move(inspection, by, InspectionStep.RETURNED, day=today, note=f"{number}. {reason}")
