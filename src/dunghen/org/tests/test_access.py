"""Accounts, roles and delegations: what is done, what is refused, what the log keeps."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from dunghen.org import rules
from dunghen.org.actions.access import AccessStale, last_change
from dunghen.org.actions.accounts import (
    close_account,
    create_account,
    new_password,
    reopen_account,
    reset_second_factor,
)
from dunghen.org.actions.roles import delegate, end_role, give_role, withdraw
from dunghen.org.models import AccessChange, AccessKind, ApiToken, Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.rules import AccessRefused, Term

WARD, OTHER, CITY = "ct-phuong-cai-khe-2025", "ct-so-y-te-2025-07", "ct-thanh-pho-2025"
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def person(username: str, role: Role | None = None, unit: str = WARD) -> Person:
    made = Person.objects.create(username=username, full_name=f"Người {username}")
    if role is not None:
        at = Unit.objects.get(key=unit)
        Assignment.objects.create(person=made, role=role, unit=at, valid_from=date(2025, 7, 1))
    return made


@pytest.fixture
def admin(db: None) -> Person:
    return person("quan-tri", Role.CITY_ADMIN, CITY)


def sees(one: Person, day: date, right: Right = Right.PERSONS) -> bool:
    return not one.reach(right, day).nothing


# ---- roles


def test_a_role_holds_from_its_first_to_its_last_day(admin: Person) -> None:
    officer, first = person("mot"), today() + DAY
    given = give_role(officer, role=Role.CLERK, unit=WARD, first=first, last=first + DAY, by=admin)
    assert [sees(officer, first + days * DAY) for days in (-1, 0, 1, 2)] == [False, True, True, False]
    assert given.last_day == first + DAY
    change = AccessChange.objects.get(person=officer)
    assert (change.by, change.kind, change.role, change.valid_to) == (
        admin,
        "role_given",
        "clerk",
        first + 2 * DAY,
    )


def test_a_role_ends_at_once_or_after_a_day(admin: Person) -> None:
    officer = person("mot", Role.CLERK)
    held = officer.assignments.get()
    end_role(held, last=today() + DAY, by=admin)
    assert (sees(officer, today() + DAY), sees(officer, today() + 2 * DAY)) == (True, False)
    end_role(held, by=admin)
    assert not sees(officer, today())
    with pytest.raises(AccessRefused, match="đã kết thúc"):
        end_role(held, by=admin)
    again = give_role(officer, role=Role.CLERK, unit=WARD, first=today(), by=admin)
    end_role(again, by=admin)
    give_role(officer, role=Role.CLERK, unit=WARD, first=today(), by=admin)
    assert sees(officer, today())
    assert AccessChange.objects.filter(person=officer).count() == 5


@pytest.mark.parametrize(
    ("role", "unit", "first", "last", "reason"),
    [
        (Role.CLERK, WARD, 0, None, "đã giữ vai trò đó"),
        (Role.CLERK, WARD, 400, None, "đã giữ vai trò đó"),
        (Role.CASHIER, WARD, -1, None, "trước ngày hôm nay"),
        (Role.CASHIER, WARD, 2, 1, "trước ngày bắt đầu"),
        (Role.CASHIER, "ct-phuong-an-thoi", 0, None, "không hoạt động"),
        (Role.CASHIER, "khong-co", 0, None, "không hoạt động"),
        (Role.TECHNICAL_ADMIN, WARD, 0, None, "dữ liệu nghiệp vụ"),
    ],
)
def test_a_role_that_is_refused(
    admin: Person, role: Role, unit: str, first: int, last: int | None, reason: str
) -> None:
    officer = person("mot", Role.CLERK)
    until = None if last is None else today() + last * DAY
    with pytest.raises(AccessRefused, match=reason):
        give_role(officer, role=role, unit=unit, first=today() + first * DAY, last=until, by=admin)
    assert (officer.assignments.count(), AccessChange.objects.count()) == (1, 0)


def test_the_technical_administrator_gets_no_other_role(admin: Person) -> None:
    technician = person("ky-thuat", Role.TECHNICAL_ADMIN, CITY)
    with pytest.raises(AccessRefused, match="dữ liệu nghiệp vụ"):
        give_role(technician, role=Role.CLERK, unit=WARD, first=today(), by=admin)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CITY_ADMIN])
def test_only_an_administrator_gives_and_ends_roles(admin: Person, role: Role) -> None:
    other, officer = person("khac", role, CITY), person("mot", Role.CLERK)
    with pytest.raises(AccessRefused, match="không có quyền"):
        give_role(officer, role=Role.CASHIER, unit=WARD, first=today(), by=other)
    with pytest.raises(AccessRefused, match="không có quyền"):
        end_role(officer.assignments.get(), by=other)


def test_nobody_changes_their_own_access(admin: Person) -> None:
    person("nua", Role.CITY_ADMIN, CITY)
    with pytest.raises(AccessRefused, match="của mình"):
        give_role(admin, role=Role.LEADER, unit=CITY, first=today(), by=admin)
    with pytest.raises(AccessRefused, match="của mình"):
        end_role(admin.assignments.get(), by=admin)
    for act in (close_account, new_password, reset_second_factor):
        with pytest.raises(AccessRefused, match="của mình"):
            act(admin, by=admin)
    assert not AccessChange.objects.exists()


def test_one_administrator_stays(admin: Person) -> None:
    other = person("nua", Role.CITY_ADMIN, CITY)
    Assignment.objects.filter(person=admin).update(valid_to=today() + 30 * DAY)
    for until in (None, today(), today() + 60 * DAY):
        with pytest.raises(AccessRefused, match="ít nhất một"):
            end_role(other.assignments.get(), last=until, by=admin)
    with pytest.raises(AccessRefused, match="ít nhất một"):
        close_account(other, by=admin)
    assert Person.objects.get(pk=other.pk).is_active
    Assignment.objects.filter(person=admin).update(valid_to=None)
    close_account(other, by=admin)
    assert not sees(other, today(), Right.ROLES)


def test_a_change_on_a_page_that_somebody_overtook_is_refused(admin: Person) -> None:
    officer, other = person("mot"), person("nua", Role.CITY_ADMIN, CITY)
    seen = last_change(officer)
    give_role(officer, role=Role.CLERK, unit=WARD, first=today(), by=other, seen=seen)
    with pytest.raises(AccessStale, match=r"Người nua vừa thay đổi .*giao vai trò"):
        give_role(officer, role=Role.CASHIER, unit=WARD, first=today(), by=admin, seen=seen)
    give_role(officer, role=Role.CASHIER, unit=WARD, first=today(), by=admin, seen=last_change(officer))
    assert officer.assignments.count() == 2


# ---- delegation


def hand(giver: Person, to: Person, first: int = 0, last: int = 3, **said: Any) -> Assignment:
    rest: dict[str, Any] = {"role": Role.HEAD_OF_AGENCY, "unit": WARD, "document": "12/QĐ-UBND", **said}
    return delegate(giver, to, first=today() + first * DAY, last=today() + last * DAY, **rest)


@pytest.fixture
def head(db: None) -> Person:
    return person("chu-tich", Role.HEAD_OF_AGENCY)


@pytest.fixture
def deputy(db: None) -> Person:
    return person("pho", Role.REPORTING_OFFICER)


def test_both_hold_a_delegated_role_on_its_days_only(head: Person, deputy: Person) -> None:
    hand(head, deputy, 1, 2)
    assert [sees(deputy, today() + days * DAY) for days in (0, 1, 2, 3)] == [False, True, True, False]
    assert all(sees(head, today() + days * DAY) for days in range(4))
    change = AccessChange.objects.get()
    assert (change.by, change.person, change.document) == (head, deputy, "12/QĐ-UBND")


def test_a_delegation_is_withdrawn_by_who_gave_it(head: Person, deputy: Person) -> None:
    given, later = hand(head, deputy), hand(head, deputy, 10, 12)
    for stranger in (deputy, person("la", Role.HEAD_OF_AGENCY)):
        with pytest.raises(AccessRefused, match="Chỉ người đã ủy quyền"):
            withdraw(given, by=stranger)
    assert sees(deputy, today())
    withdraw(given, by=head)
    assert not sees(deputy, today())
    withdraw(later, by=head)
    assert not any(sees(deputy, today() + days * DAY) for days in range(14))
    with pytest.raises(AccessRefused, match="đã kết thúc"):
        withdraw(given, by=head)
    kinds = AccessChange.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["delegated"] * 2 + ["delegation_ended"] * 2


def test_what_ends_a_role_ends_what_was_made_of_it(admin: Person, head: Person, deputy: Person) -> None:
    hand(head, deputy, 0, 5)
    hand(head, deputy, 8, 9)
    end_role(head.assignments.get(), last=today() + DAY, by=admin)
    assert [sees(deputy, today() + days * DAY) for days in (1, 2, 8)] == [True, False, False]
    close_account(head, by=admin)
    assert not sees(deputy, today())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"last": 400}, "không quá một năm"),
        ({"first": -1}, "trước ngày hôm nay"),
        ({"first": 3, "last": 2}, "trước ngày bắt đầu"),
        ({"role": Role.CLERK}, "đang giữ"),
        ({"unit": OTHER}, "đang giữ"),
        ({"document": " "}, "số, ký hiệu"),
    ],
)
def test_a_delegation_that_is_refused(
    head: Person, deputy: Person, said: dict[str, Any], reason: str
) -> None:
    with pytest.raises(AccessRefused, match=reason):
        hand(head, deputy, **said)
    assert not AccessChange.objects.exists()


def test_nothing_is_delegated_twice_on_or_beyond_ones_own_days(head: Person, deputy: Person) -> None:
    hand(head, deputy)
    with pytest.raises(AccessRefused, match="đã giữ vai trò đó"):
        hand(head, deputy, 3, 6)
    third = person("ba", Role.CLERK)
    with pytest.raises(AccessRefused, match="ủy quyền lại"):
        hand(deputy, third, 0, 1)
    Assignment.objects.filter(person=head).update(valid_to=today() + 6 * DAY)
    with pytest.raises(AccessRefused, match="còn giữ"):
        hand(head, third, 0, 6)
    hand(head, third, 0, 5)


def test_a_delegation_goes_to_colleagues_and_not_to_oneself(head: Person, deputy: Person) -> None:
    with pytest.raises(AccessRefused, match="cùng đơn vị"):
        hand(head, person("la", Role.HEAD_OF_AGENCY, OTHER))
    with pytest.raises(AccessRefused, match="của mình"):
        hand(head, head)
    leader = person("lanh-dao", Role.HEAD_OF_AGENCY, CITY)
    hand(leader, person("so", Role.CLERK, OTHER), unit=CITY)
    deputy.is_active = False
    deputy.save()
    with pytest.raises(AccessRefused, match="đã khóa"):
        hand(head, deputy)


@pytest.mark.parametrize("role", [Role.CITY_ADMIN, Role.INSPECTION_MEMBER])
def test_what_is_held_in_person_is_not_delegated(db: None, role: Role) -> None:
    with pytest.raises(AccessRefused, match="không được ủy quyền"):
        hand(person("mot", role), person("hai", Role.CLERK), role=role)


# ---- accounts


def test_an_account_begins_with_a_password_to_be_replaced(admin: Person) -> None:
    made, password = create_account(username="van-thu", full_name="Mẫu Thị Mới", title="", by=admin)
    assert made.check_password(password)
    assert Person.objects.get(pk=made.pk).has_setup_password
    made.set_password("mat-khau-cua-toi-123")
    assert not made.has_setup_password
    again = new_password(made, by=admin)
    assert again != password
    assert Person.objects.get(pk=made.pk).check_password(again)
    assert not any(password in str(row) for row in AccessChange.objects.values_list())


@pytest.mark.parametrize("username", ["ab", "Văn-thư", "1a2", "a b c", "QUAN-TRI", "quan-tri"])
def test_a_username_that_is_refused(admin: Person, username: str) -> None:
    with pytest.raises(AccessRefused):
        create_account(username=username, full_name="Mẫu", title="", by=admin)
    with pytest.raises(AccessRefused, match="họ và tên"):
        create_account(username="dung", full_name=" ", title="", by=admin)
    assert Person.objects.count() == 1


def test_the_technical_administrator_keeps_accounts_but_not_those_of_administrators(admin: Person) -> None:
    technician, officer = person("ky-thuat", Role.TECHNICAL_ADMIN, CITY), person("mot", Role.CLERK)
    TOTP.activate(officer, "ABCDEFGHIJKLMNOP")
    reset_second_factor(officer, by=technician)
    assert not Authenticator.objects.filter(user=officer).exists()
    made, _ = create_account(username="moi-vao", full_name="Mẫu", title="", by=technician)
    close_account(made, by=technician)
    for act in (close_account, new_password, reset_second_factor):
        with pytest.raises(AccessRefused, match="Chỉ Quản trị nghiệp vụ"):
            act(admin, by=technician)
        with pytest.raises(AccessRefused, match="không có quyền"):
            act(technician, by=officer)


def test_a_closed_account_keeps_nothing_but_its_history(admin: Person) -> None:
    officer, now = person("mot", Role.CLERK), timezone.now()
    give_role(officer, role=Role.CASHIER, unit=WARD, first=today() + 5 * DAY, by=admin)
    ApiToken.objects.create(
        person=officer, name="x", digest=b"x", rights=["rows"], created_at=now, expires_at=now + DAY
    )
    close_account(officer, by=admin)
    assert not any(sees(officer, today() + days * DAY) for days in range(9))
    assert (officer.assignments.count(), officer.tokens.count()) == (2, 0)
    for act in (close_account, new_password, reset_second_factor):
        with pytest.raises(AccessRefused, match="đã khóa"):
            act(officer, by=admin)
    with pytest.raises(AccessRefused, match="đã khóa"):
        give_role(officer, role=Role.CLERK, unit=WARD, first=today(), by=admin)


def test_who_comes_back_gets_new_keys_and_none_of_the_old_roles(admin: Person) -> None:
    officer = person("mot", Role.CLERK)
    with pytest.raises(AccessRefused, match="đang hoạt động"):
        reopen_account(officer, by=admin)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    close_account(officer, by=admin)
    for nobody in (officer, person("la", Role.LEADER, CITY)):
        with pytest.raises(AccessRefused, match="không có quyền"):
            reopen_account(officer, by=nobody)
    password = reopen_account(officer, by=admin)
    again = Person.objects.get(pk=officer.pk)
    assert (again.is_active, again.check_password(password), again.has_setup_password) == (True, True, True)
    assert not Authenticator.objects.filter(user=officer).exists()
    assert not any(sees(again, today() + days * DAY) for days in range(9))
    assert AccessChange.objects.latest("pk").kind == AccessKind.ACCOUNT_REOPENED


# ---- the log and the lock


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["UPDATE org_accesschange SET role = ''", "DELETE FROM org_accesschange"])
def test_the_application_cannot_change_the_log(act: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(act)


@pytest.mark.usefixtures("fresh_db")
def test_two_administrators_cannot_end_each_other_at_once() -> None:
    one, other = (person(name, Role.CITY_ADMIN, CITY) for name in ("mot", "hai"))

    begun = Event()

    def end(by: Person, whom: Person, *, first: bool) -> bool:
        try:
            if not first:
                begun.wait(10)
            with transaction.atomic():
                end_role(whom.assignments.get(), by=by)
                begun.set()
                time.sleep(0.5 if first else 0)  # the other comes while this one is not yet done
        except AccessRefused:
            return False
        finally:
            connections["default"].close()
        return True

    with ThreadPoolExecutor(2) as pool:
        ended = [pool.submit(end, one, other, first=True), pool.submit(end, other, one, first=False)]
    assert [each.result() for each in ended] == [True, False]
    left = Assignment.objects.on(today()).filter(role=Role.CITY_ADMIN)
    assert left.count() == 1


def test_terms_meet_where_they_share_a_day() -> None:
    def term(first: int, until: int | None) -> Term:
        return Term(Role.CLERK, 1, today() + first * DAY, None if until is None else today() + until * DAY)

    for one, other, meets in (
        (term(0, 2), term(2, 4), False),
        (term(0, 3), term(2, 4), True),
        (term(0, None), term(9, 10), True),
        (term(5, None), term(0, 5), False),
        (term(3, 3), term(0, 9), False),
    ):
        assert (one.meets(other), other.meets(one)) == (meets, meets)
    with pytest.raises(AccessRefused):
        rules.end(term(0, 5), today() + 5 * DAY, today())
