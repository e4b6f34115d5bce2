"""Accounts made, closed and given new keys. All raise rules.AccessRefused.

A password handed out is shown once, to who made it; whoever signs in with it is led to choose their own.
"""

import re
import secrets
from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.org import rules
from dunghen.org.actions.access import begin, check_administrators, note
from dunghen.org.actions.roles import cut
from dunghen.org.models import AccessKind, ApiToken, Person
from dunghen.org.rights import Right, Role
from dunghen.org.rules import AccessRefused

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read aloud


@transaction.atomic
def create_account(*, username: str, full_name: str, title: str, by: Person | None) -> tuple[Person, str]:
    """Make an account without any role; returns it and its password, the only time it is seen."""
    begin(by, None, Right.ACCOUNTS)
    if not _USERNAME.fullmatch(username):
        raise AccessRefused(
            _(
                "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch dưới, gạch ngang, "
                "bắt đầu bằng chữ."
            )
        )
    if not full_name.strip():
        raise AccessRefused(_("Phải ghi họ và tên."))
    if Person.objects.filter(username__iexact=username).exists():
        raise AccessRefused(_("Tên đăng nhập “{username}” đã có người dùng.").format(username=username))
    person = Person(username=username, full_name=full_name.strip(), title=title.strip())
    password = _hand_out(person)
    person.save()
    note(AccessKind.ACCOUNT_CREATED, by, person)
    return person, password


@transaction.atomic
def close_account(person: Person, *, by: Person | None, seen: int | None = None) -> None:
    """Nobody signs in with it from now on; its roles end, those to come too, and so do its tokens."""
    today = begin(by, person, Right.ACCOUNTS, seen=seen)
    _may_touch(person, by)
    held = [
        one for one in person.assignments.select_related("person", "unit") if not _over(one.valid_to, today)
    ]
    if any(one.role == Role.CITY_ADMIN for one in held):
        check_administrators(person, today)
    for assignment in held:
        cut(assignment, max(today, assignment.valid_from), by)
    person.is_active = False
    person.save(update_fields=["is_active"])
    ApiToken.objects.filter(person=person).delete()
    note(AccessKind.ACCOUNT_CLOSED, by, person)


@transaction.atomic
def reopen_account(person: Person, *, by: Person | None, seen: int | None = None) -> str:
    """Somebody came back: they sign in again with a new password, a second factor set up anew and whatever
    roles are given from now on; none of the old ones returns by itself. Returns the password."""
    begin(by, person, Right.ACCOUNTS, seen=seen)
    rules.not_oneself(by.pk if by else None, person.pk)
    if person.is_active:
        raise AccessRefused(_("Tài khoản đang hoạt động."))
    Authenticator.objects.filter(user=person).delete()
    password = _hand_out(person)
    person.is_active = True
    person.save(update_fields=["is_active", "password", "setup_password"])
    note(AccessKind.ACCOUNT_REOPENED, by, person)
    return password


@transaction.atomic
def new_password(person: Person, *, by: Person | None, seen: int | None = None) -> str:
    """Give a new password in place of a lost one; who is signed in with the old one is signed out."""
    begin(by, person, Right.ACCOUNTS, seen=seen)
    _may_touch(person, by)
    password = _hand_out(person)
    person.save(update_fields=["password", "setup_password"])
    note(AccessKind.PASSWORD_SET, by, person)
    return password


@transaction.atomic
def reset_second_factor(person: Person, *, by: Person | None, seen: int | None = None) -> None:
    """Forget the second factor with its recovery codes; at the next sign-in a new one is set up."""
    begin(by, person, Right.ACCOUNTS, seen=seen)
    _may_touch(person, by)
    Authenticator.objects.filter(user=person).delete()
    note(AccessKind.FACTOR_RESET, by, person)


def _may_touch(person: Person, by: Person | None) -> None:
    rules.not_oneself(by.pk if by else None, person.pk)
    if not person.is_active:
        raise AccessRefused(_("Tài khoản đã khóa."))
    if by is not None:
        rules.act_on_account(_roles(by), _roles(person))


def _roles(person: Person) -> set[Role]:
    """Of today and of the days to come."""
    today = timezone.localdate()
    return {Role(one.role) for one in person.assignments.all() if not _over(one.valid_to, today)}


def _over(until: date | None, today: date) -> bool:
    return until is not None and until <= today


def _hand_out(person: Person) -> str:
    """Set a password of 80 random bits in four groups; the caller saves."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    person.set_password(password)
    person.setup_password = person.password
    return password
