"""Roles given, ended, and handed to somebody else for a time. All raise rules.AccessRefused."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dunghen.org import rules
from dunghen.org.actions.access import begin, check_administrators, note, term, terms, unit_on
from dunghen.org.models import AccessKind, Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.rules import AccessRefused, Term

ONE_DAY = timedelta(days=1)


@transaction.atomic
def give_role(
    person: Person,
    *,
    role: Role,
    unit: str,
    first: date,
    last: date | None = None,
    document: str = "",
    by: Person | None,
    seen: int | None = None,
) -> Assignment:
    """Give a role at a unit (by key) from a day to a last day, or for good."""
    today = begin(by, person, Right.ROLES, seen=seen)
    rules.not_oneself(by.pk if by else None, person.pk)
    _works_here(person)
    at = unit_on(unit, first)
    new = Term(role, at.pk, first, last and last + ONE_DAY)
    rules.give(new, terms(person), today)
    assignment = Assignment.objects.create(
        person=person, role=role, unit=at, valid_from=first, valid_to=new.until, document=document.strip()
    )
    note(AccessKind.ROLE_GIVEN, by, person, assignment)
    return assignment


@transaction.atomic
def end_role(
    assignment: Assignment, *, last: date | None = None, by: Person | None, seen: int | None = None
) -> None:
    """End a role after a last day, or at once; what its holder handed on ends with it."""
    today = begin(by, assignment.person, Right.ROLES, seen=seen)
    rules.not_oneself(by.pk if by else None, assignment.person_id)
    held = Assignment.objects.select_related("person", "unit").get(pk=assignment.pk)
    until = last + ONE_DAY if last else max(today, held.valid_from)
    rules.end(term(held), until, today)
    if held.role == Role.CITY_ADMIN:
        check_administrators(held.person, until)
    cut(held, until, by)


def cut(held: Assignment, until: date, by: Person | None) -> None:
    """End a role before a day, with the delegations made of it; the caller has asked the rules."""
    kind = AccessKind.DELEGATION_ENDED if held.delegated_by_id else AccessKind.ROLE_ENDED
    given = Assignment.objects.filter(
        Q(valid_to__gt=until), delegated_by=held.person, role=held.role, unit=held.unit
    ).filter(valid_from__gte=held.valid_from)
    if held.valid_to is not None:
        given = given.filter(valid_from__lt=held.valid_to)
    rows = [] if held.delegated_by_id else list(given.select_related("person", "unit"))
    held.valid_to = until
    held.save(update_fields=["valid_to"])
    note(kind, by, held.person, held)
    for delegation in rows:
        cut(delegation, max(until, delegation.valid_from), by)


@transaction.atomic
def delegate(
    giver: Person, to: Person, *, role: Role, unit: str, first: date, last: date, document: str
) -> Assignment:
    """Hand a role one holds to somebody else too, from a day to a last day, by a document (số văn bản)."""
    today = begin(giver, None)
    rules.not_oneself(giver.pk, to.pk)
    _works_here(to)
    if not document.strip():
        raise AccessRefused(_("Phải ghi số, ký hiệu văn bản ủy quyền."))
    at = unit_on(unit, first)
    new = Term(role, at.pk, first, last + ONE_DAY, delegated=True)
    rules.give(new, terms(to), today)
    rules.delegate(new, terms(giver), colleagues(at, today).filter(pk=to.pk).exists())
    assignment = Assignment.objects.create(
        person=to,
        role=role,
        unit=at,
        valid_from=first,
        valid_to=new.until,
        delegated_by=giver,
        document=document.strip(),
    )
    note(AccessKind.DELEGATED, giver, to, assignment)
    return assignment


@transaction.atomic
def withdraw(assignment: Assignment, *, by: Person) -> None:
    """Take a delegation back, from this day on; by who gave it."""
    today = begin(by, None)
    held = Assignment.objects.select_related("person", "unit").get(pk=assignment.pk)
    if held.delegated_by_id != by.pk:
        raise AccessRefused(_("Chỉ người đã ủy quyền được chấm dứt ủy quyền này."))
    until = max(today, held.valid_from)
    rules.end(term(held), until, today)
    cut(held, until, by)


def colleagues(unit: Unit, day: date) -> models.QuerySet[Person]:
    """Who holds a role of their own on a day at the unit or at one directly below it."""
    held = Assignment.objects.on(day).filter(delegated_by=None)
    there = held.filter(Q(unit=unit) | Q(unit__parent=unit)).exclude(role=Role.TECHNICAL_ADMIN)
    return Person.objects.filter(is_active=True, pk__in=there.values("person"))


def _works_here(person: Person) -> None:
    if not Person.objects.filter(pk=person.pk, is_active=True).exists():
        raise AccessRefused(_("Tài khoản đã khóa, không giao được vai trò."))
