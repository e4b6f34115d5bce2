"""Who handles a dossier: assigned by an action, seen by its officer as far as one's own work goes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.dossiers.actions import assign
from dunghen.dossiers.intake.receive import receive
from dunghen.dossiers.models import DossierEvent, DossierVersion, PersonView
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.tests.files import current, open_row, take_rows, vn
from dunghen.dossiers.tests.test_actions import MARRIAGE
from dunghen.dossiers.verify import verify
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.usefixtures("fresh_db")
OTHER = "ct-so-y-te"
AT = vn("2026-01-05T09:00")
CODE = "H13.33.05-240315-000{}"


def code(number: int) -> str:
    return CODE.format(number)


def link(number: int) -> str:
    return f'href="/ho-so/{code(number)}/"'


def who(client: Client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def take(*numbers: int) -> None:
    take_rows(*(open_row(number, applicant_name=f"Trần Thị Đậu {number}") for number in numbers))


def give(number: int, officer: Person) -> DossierVersion:
    return assign(current(number).dossier_id, officer=officer, at=AT, by="truong-phong")


def test_the_event_names_the_officer_by_number_and_verify_stays_green(tmp_path: Path) -> None:
    take(1)
    officer = who(sign_in(Role.CASE_OFFICER, current(1).unit.key))
    before = current(1)
    after = give(1, officer)
    event = DossierEvent.objects.filter(dossier=after.dossier_id).latest("number")
    said = json.loads(event.text)
    assert (event.kind, said["set"], said["info"]) == ("assigned", {"officer_id": officer.pk}, {})
    assert officer.full_name not in event.text
    assert (after.due_at, after.status, after.number) == (before.due_at, before.status, event.number)
    verdict = verify(tmp_path, tmp_path / "verify.json", timezone.now())
    assert verdict.findings == []


def test_a_version_that_names_another_officer_is_found(tmp_path: Path) -> None:
    take(1)
    at = current(1).unit.key
    officer, other = who(sign_in(Role.CASE_OFFICER, at)), who(sign_in(Role.CLERK, at))
    give(1, officer)
    DossierVersion.objects.using("owner").filter(known_to=None).update(officer=other)
    verdict = verify(tmp_path, tmp_path / "verify.json", timezone.now())
    assert ["người đang thụ lý" in str(finding) for finding in verdict.findings] == [True]


def test_a_correction_from_a_file_leaves_the_officer() -> None:
    take(1)
    officer = who(sign_in(Role.CASE_OFFICER, current(1).unit.key))
    give(1, officer)
    take_rows(open_row(1, fee="20000"), corrections=True, reason="sai phí")
    assert (current(1).fee, current(1).officer_id) == (20_000, officer.pk)


def test_the_receiving_officer_may_be_named_at_once() -> None:
    officer = who(sign_in(Role.RECEIVING_OFFICER, MARRIAGE.decided_unit))
    made = receive(replace(MARRIAGE, officer=officer), by="ngoc")
    assert made.officer == officer
    assert receive(MARRIAGE, by="ngoc").officer is None
    stranger = who(sign_in(Role.RECEIVING_OFFICER, OTHER))
    with pytest.raises(Refused, match="Người được phân công"), transaction.atomic():
        receive(replace(MARRIAGE, officer=stranger), by="ngoc")


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        (Role.CASE_OFFICER, "own", True),
        (Role.RECEIVING_OFFICER, "own", True),
        (Role.HEAD_OF_DIVISION, "own", True),
        (Role.HEAD_OF_AGENCY, "own", True),
        (Role.CLERK, "own", False),
        (Role.REPORTING_OFFICER, "own", False),
        (Role.CASE_OFFICER, OTHER, False),
        (Role.CASE_OFFICER, "ct-thanh-pho", False),
    ],
)
def test_who_may_be_assigned(role: Role, at: str, may: bool) -> None:
    take(1)
    officer = who(sign_in(role, current(1).unit.key if at == "own" else at))
    if may:
        assert give(1, officer).officer == officer
        with pytest.raises(Refused, match="chính người này"):
            give(1, officer)
    else:
        with pytest.raises(Refused, match="Người được phân công"), transaction.atomic():
            give(1, officer)


def test_assigned_by_the_roles_of_that_day_and_only_while_open() -> None:
    take(1)
    at, day = current(1).unit, date(2024, 6, 1)
    officer = Person.objects.create(username="thu-ly")
    held = Assignment.objects.create(person=officer, role=Role.CASE_OFFICER, unit=at, valid_from=day)
    with pytest.raises(Refused, match="Người được phân công"), transaction.atomic():
        assign(current(1).dossier_id, officer=officer, at=vn("2024-05-31T09:00"), by="x")
    Assignment.objects.filter(pk=held.pk).update(valid_to=date(2024, 6, 2))
    with pytest.raises(Refused, match="Người được phân công"), transaction.atomic():
        assign(current(1).dossier_id, officer=officer, at=vn("2024-06-02T09:00"), by="x")
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    closed = Person.objects.get(pk=officer.pk)
    with pytest.raises(Refused, match="Người được phân công"), transaction.atomic():
        assign(current(1).dossier_id, officer=closed, at=vn("2024-06-01T09:00"), by="x")
    assign(current(1).dossier_id, officer=officer, at=vn("2024-06-01T09:00"), by="x")


def test_an_officer_of_the_successor_takes_over() -> None:
    take(1)
    unit = current(1).unit
    after = unit.successions.select_related("successor").get().successor
    officer = who(sign_in(Role.CASE_OFFICER, after.key))
    Assignment.objects.filter(person=officer).update(valid_from=date(2025, 7, 1))
    assert give(1, officer).officer == officer


# ---- what they see


@pytest.fixture
def officer(fresh_db: str) -> Client:
    take(1, 2, 3)
    client = sign_in(Role.CASE_OFFICER, current(1).unit.key)
    give(1, who(client))
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_officer_sees_the_persons_of_their_own_dossiers_only(officer: Client) -> None:
    shown = page(officer, "/ho-so/")
    assert all(code(number) in shown for number in (1, 2, 3))
    assert ["Đậu 1" in shown, "Đậu 2" in shown, "Đậu 3" in shown] == [True, False, False]
    assert "Trần Thị Đậu 1" in page(officer, f"/ho-so/{code(1)}/")
    assert "Trần Thị Đậu 2" not in page(officer, f"/ho-so/{code(2)}/")
    found = page(officer, "/ho-so/?nguoi-nop=tran+thi+dau")
    assert [code(number) in found for number in (1, 2, 3)] == [True, False, False]
    mine = page(officer, "/ho-so/?cua-toi=1")
    assert [code(number) in mine for number in (1, 2, 3)] == [True, False, False]


def test_a_dossier_given_to_a_colleague_is_theirs(officer: Client) -> None:
    colleague = sign_in(Role.RECEIVING_OFFICER, current(1).unit.key)
    give(1, who(colleague))
    assert "Trần Thị Đậu" not in page(officer, f"/ho-so/{code(1)}/")
    assert "Người dùng mẫu" in page(colleague, f"/ho-so/{code(1)}/")
    changed = page(colleague, f"/ho-so/{code(1)}/")
    assert "Người đang thụ lý: – → Người dùng mẫu" in changed
    assert "Phân công thụ lý" in changed


def test_who_no_longer_holds_the_role_sees_no_person_of_what_was_theirs(officer: Client) -> None:
    Assignment.objects.filter(person=who(officer)).update(role=Role.REPORTING_OFFICER)
    assert "Đậu" not in page(officer, "/ho-so/?cua-toi=1")
    assert "Đậu" not in page(officer, f"/ho-so/{code(1)}/")


def test_who_reaches_no_further_than_their_own_work_finds_nothing_else(officer: Client) -> None:
    post = sign_in(Role.POSTAL_STAFF, current(1).unit.key)
    assert code(1) not in page(post, "/ho-so/?trang-thai=tat-ca")
    assert post.get(f"/ho-so/{code(1)}/").status_code == 404
    mine = DossierVersion.objects.visible_to(who(officer), Right.PERSONS, timezone.localdate())
    assert [version.dossier.code for version in mine.known_at(None)] == [code(1)]


@pytest.mark.parametrize(
    ("role", "filters"), [(Role.CASE_OFFICER, True), (Role.POSTAL_STAFF, True), (Role.LEADER, False)]
)
def test_the_filter_of_ones_own_stands_for_officers(role: Role, filters: bool) -> None:
    assert ("cua-toi" in page(sign_in(role, "ct-thanh-pho"), "/ho-so/")) == filters


# ---- the log of views


def test_each_page_with_persons_is_noted_once_with_what_it_showed(officer: Client) -> None:
    page(officer, "/ho-so/")
    page(officer, f"/ho-so/{code(1)}/")
    page(officer, f"/ho-so/{code(2)}/")
    page(officer, "/ho-so/?nguoi-nop=khong-co")
    dossier = current(1)
    views = PersonView.objects.order_by("pk").values_list("person", "page", "dossiers", "units")
    me = who(officer).pk
    assert list(views) == [
        (me, "list", [dossier.dossier_id], [dossier.unit_id]),
        (me, "dossier", [dossier.dossier_id], [dossier.unit_id]),
    ]


def test_three_persons_cost_as_many_queries_as_one(officer: Client) -> None:
    head = sign_in(Role.INSPECTORATE, "ct-thanh-pho")
    counted = []
    for asked in (
        "/ho-so/?ma=" + code(1),
        "/ho-so/",
        "/ho-so/nhat-ky-xem/?ma=" + code(1),
        "/ho-so/nhat-ky-xem/",
    ):
        page(head, asked)  # what hardly changes is kept from now on
        with CaptureQueriesContext(connection) as queries:
            page(head, asked)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[2] - counted[3] == 1  # the dossier asked for


def test_the_log_is_read_by_the_inspectorate_and_the_head_of_the_agency(officer: Client) -> None:
    page(officer, "/ho-so/")
    page(sign_in(Role.INSPECTORATE, "ct-thanh-pho"), "/ho-so/")
    log = "/ho-so/nhat-ky-xem/"
    inspector, own = sign_in(Role.INSPECTORATE, OTHER), current(1).unit.key
    assert page(inspector, log).count(link(1)) == 2
    head = sign_in(Role.HEAD_OF_AGENCY, own)
    assert link(1) in page(head, log)
    assert link(3) in page(head, f"{log}?ma={code(3).lower()}")
    assert link(1) not in page(head, f"{log}?nguoi-xem=khong-co")
    assert link(1) in page(head, f"{log}?nguoi-xem=nguoi+dung+mau")
    assert sign_in(Role.HEAD_OF_AGENCY, OTHER).get(log).context["rows"] == []
    assert link(1) not in page(sign_in(Role.HEAD_OF_AGENCY, OTHER + "-2025-07"), f"{log}?ma={code(1)}")
    for role in set(Role) - {Role.INSPECTORATE, Role.HEAD_OF_AGENCY}:
        assert sign_in(role, "ct-thanh-pho").get(log).status_code == 403


def test_a_page_of_many_units_shows_a_head_only_their_own() -> None:
    take_rows(open_row(1), open_row(2, decided_unit="H13.11", received_unit="H13.11", helped_unit="H13.11"))
    page(sign_in(Role.INSPECTORATE, "ct-thanh-pho"), "/ho-so/")
    shown = page(sign_in(Role.HEAD_OF_AGENCY, current(1).unit.key), "/ho-so/nhat-ky-xem/")
    assert [code(number) in shown for number in (1, 2)] == [True, False]
    assert Unit.objects.get(key=OTHER).name not in shown
