"""Reminders: made once a day, said to be read by who was reminded."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from dunghen.org.models import Assignment, Person, Succession
from dunghen.org.rights import TABLE, Reach, Right, Role, answered_for
from dunghen.supervision.home import duties, reading
from dunghen.supervision.home.duties import EVERYTHING, Duty
from dunghen.supervision.home.models import SENT, WORK, Reminder
from dunghen.supervision.home.rules import Stand, reminds

# Who is told of what their unit is to do, unless it was given to an officer.
TOLD = (Role.HEAD_OF_AGENCY, Role.HEAD_OF_DIVISION, Role.REPORTING_OFFICER)
FORGOTTEN = timedelta(days=60)  # reminders are no record of what was done
MOST = 20_000  # of each kind; more than that is no reminder any more

Holders = dict[int, list[tuple[int, Role]]]


@transaction.atomic
def remind(today: date) -> int:
    """Everybody is told of what they are to do and is due soon or overdue (rules.reminds); how many reminders
    are new. A second run of the day tells nobody twice."""
    Reminder.objects.filter(day__lt=today - FORGOTTEN).delete()
    told = [(one, one.due) for one in _due(today) if one.due and reminds(one.due, today)]
    active = _active(one.officer for one, _day in told)
    holders = _holders({one.unit for one, _day in told}, today)
    rows = [
        Reminder(
            person_id=person,
            day=today,
            kind=one.kind,
            key=one.key,
            title=(f"{one.title}: {one.about}" if one.about else one.title)[:300],
            unit_id=one.unit,
            due=due,
        )
        for one, due in told
        for person in ({one.officer} if one.officer in active else _told(one, holders))
    ]
    before = Reminder.objects.filter(day=today).count()
    Reminder.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return Reminder.objects.filter(day=today).count() - before


def _due(today: date) -> list[Duty]:
    found = duties.rows(EVERYTHING, today, (Stand.SOON, Stand.OVERDUE), (*WORK, *SENT), MOST)
    return found + reading.reports(EVERYTHING, today)


def _active(people: Iterable[int | None]) -> set[int]:
    wanted = {one for one in people if one is not None}
    return set(Person.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))


def _holders(units: Collection[int], today: date) -> Holders:
    """Who is told of what each unit is to do: those who work there, or at what it became."""
    held: Holders = {}
    rows = Assignment.objects.on(today).filter(role__in=TOLD, person__is_active=True)
    for person, role, unit in rows.values_list("person", "role", "unit"):
        held.setdefault(unit, []).append((person, Role(role)))
    passed, found = Succession.pairs(today), dict[int, list[tuple[int, Role]]]()
    for unit, people in held.items():
        own = Reach(everything=False, units=frozenset({unit}), subtrees=frozenset(), own=False)
        for reached in answered_for(own, {}, passed) & frozenset(units):
            found.setdefault(reached, []).extend(people)
    return found


def _told(duty: Duty, holders: Holders) -> set[int]:
    """Only who may open it."""
    right = Right.INSPECT if duty.kind in reading.INSPECTING else Right.TASKS
    return {person for person, role in holders.get(duty.unit, ()) if right in TABLE[role]}


@transaction.atomic
def mark_read(person: Person, pk: int | None) -> int:
    """One of one's own reminders, with what was told of the same before; or all. How many were unread."""
    own = Reminder.objects.filter(person=person, read=None)
    if pk is not None:
        one = Reminder.objects.filter(person=person, pk=pk).first()
        own = own.filter(kind=one.kind, key=one.key) if one else own.none()
    return own.update(read=timezone.now())
