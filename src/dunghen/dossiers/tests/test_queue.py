"""The queue: what stands in which group, for whom; many assigned at once; lists of hand-over."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers import actions
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.models import DossierEvent, DossierVersion, HandOverList
from dunghen.dossiers.papers.hand_over import document
from dunghen.dossiers.queue import reading as queue
from dunghen.dossiers.rules import EventKind, Paper, Refused, forward_by
from dunghen.dossiers.tests.files import vn
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.usefixtures("fresh_db")
GROUP = {group.key: group for group in queue.GROUPS}
WARD, FAR, CENTRE = "ct-phuong-binh-thuy-2025", "ct-xa-thoi-lai-2025", "ct-trung-tam-pvhcc"
ELSEWHERE = "ct-xa-phong-dien-2025"


def now() -> datetime:
    return datetime.now(UTC)


TAKEN = Intake(
    procedure="xac-nhan-tinh-trang-hon-nhan",
    decided_unit=WARD,
    received_unit=WARD,
    helped_unit=WARD,
    channel="counter",
    received_at=now() - timedelta(hours=1),
)


def take(**more: Any) -> DossierVersion:
    return receive(replace(TAKEN, **more), by="tiep-nhan")


def person_of(role: Role, unit: str) -> Person:
    return Person.objects.get(username=f"{role}-{unit}")


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def standing(client: Client, group: str) -> set[str]:
    """The codes in the table of a group."""
    rows = text(client, f"/ho-so/can-xu-ly/?nhom={group}").split("<tbody")[1]
    return set(re.findall(r'href="/ho-so/([^"/]+)/"', rows))


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("2024-03-14T09:10", "2024-03-14T17:00"),
        ("2024-03-14T15:00", "2024-03-14T17:00"),
        ("2024-03-14T15:01", "2024-03-15T08:00"),
        ("2024-03-15T16:00", "2024-03-18T08:00"),  # Friday afternoon
        ("2024-03-16T09:00", "2024-03-18T17:00"),  # a Saturday: counted as Monday's opening
        ("2024-04-17T16:00", "2024-04-19T08:00"),  # over a day off
    ],
)
def test_what_comes_after_15_waits_for_the_morning(received: str, until: str) -> None:
    """NĐ 61/2018/NĐ-CP art. 18.2."""
    assert forward_by(vn(received), calendar()) == vn(until)


def test_nobody_says_when_outside_the_known_years() -> None:
    with pytest.raises(CalendarGapError):
        forward_by(vn("2040-03-14T09:00"), calendar())


def test_each_group_holds_its_own_and_a_colleague_elsewhere_sees_none() -> None:
    sign_in(Role.RECEIVING_OFFICER, WARD)
    sign_in(Role.RECEIVING_OFFICER, FAR)
    officer = person_of(Role.RECEIVING_OFFICER, WARD)
    new, mine, asked, ended, given = (take() for _ in range(5))
    for one in (mine, asked, ended, given):
        actions.assign(one.dossier_id, officer=officer, at=now(), by="truong-phong")
    actions.ask_for_papers(asked.dossier_id, items=["Tờ khai"], law="Luật", at=now(), by="thu-ly")
    actions.resolve(ended.dossier_id, at=now(), by="thu-ly")
    actions.resolve(given.dossier_id, at=now(), by="thu-ly")
    actions.give_back(given.dossier_id, at=now(), by="tiep-nhan")
    place = queue.place_of(officer, now())
    found = {
        group.key: {row.dossier_id for row in queue.page(group, place, None)}
        for group in queue.groups_of(place)
    }
    assert found == {
        "cua-toi": {mine.dossier_id, asked.dossier_id},
        "don-vi": {new.dossier_id, mine.dossier_id, asked.dossier_id},
        "cho-phat-hanh": set(),
        "cho-chuyen": {new.dossier_id},
        "nhan-thay": set(),
        "cho-nguoi-nop": {asked.dossier_id},
        "cho-don-vi-khac": set(),
        "den-han-hom-nay": set(),
        "qua-han": set(),
        "cho-tra": {ended.dossier_id},
        "ket-qua-cho-chuyen": set(),
        "vua-tra": {given.dossier_id},
    }
    assert queue.numbers(place) == {key: len(rows) for key, rows in found.items()}
    of_today = localdate(TAKEN.received_at) == localdate()  # not between midnight and one
    assert queue.of_today(place) == (5 if of_today else 0, 2)
    stranger = queue.place_of(person_of(Role.RECEIVING_OFFICER, FAR), now())
    assert set(queue.numbers(stranger).values()) == {0}
    assert queue.of_today(stranger) == (0, 0)


def test_the_queue_is_by_due_date_in_pages_and_what_has_none_stands_last() -> None:
    sign_in(Role.RECEIVING_OFFICER, WARD)
    early = [take(received_at=now() - timedelta(days=days)) for days in (9, 7, 5, 3)]
    actions.ask_for_papers(early[2].dossier_id, items=["a"], law="b", at=now(), by="x", head_reason="c")
    place, group = queue.place_of(person_of(Role.RECEIVING_OFFICER, WARD), now()), GROUP["don-vi"]
    walked: list[int] = []
    after = None
    while rows := queue.page(group, place, after, size=1):
        walked.append(rows[0].dossier_id)
        after = queue.key_of(group, rows[0])
    assert walked == [early[0].dossier_id, early[1].dossier_id, early[3].dossier_id, early[2].dossier_id]


def test_many_are_assigned_at_once_and_one_that_cannot_be_holds_nobody_back() -> None:
    client = sign_in(Role.HEAD_OF_DIVISION, WARD)
    sign_in(Role.CASE_OFFICER, WARD)
    officer = person_of(Role.CASE_OFFICER, WARD)
    one, two, far = take(), take(), take(decided_unit=FAR, received_unit=FAR, helped_unit=FAR)
    actions.assign(two.dossier_id, officer=officer, at=now(), by="x")
    said = {
        "viec": "phan-cong",
        "nguoi": officer.pk,
        "ho-so": [one.dossier_id, two.dossier_id, far.dossier_id],
    }
    answer = client.post("/ho-so/can-xu-ly/thuc-hien/?nhom=don-vi", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{two.dossier.code}: Hồ sơ đang do chính người này thụ lý." in page
    handled = DossierVersion.objects.filter(known_to=None, officer=officer).values_list("dossier", flat=True)
    assert set(handled) == {one.dossier_id, two.dossier_id}
    assert (
        sign_in(Role.RECEIVING_OFFICER, WARD)
        .post("/ho-so/can-xu-ly/thuc-hien/", {**said, "ho-so": [one.dossier_id]})
        .status_code
        == 422
    )


def test_a_list_is_given_by_one_side_and_signed_by_the_other() -> None:
    centre = "ct-trung-tam-phuc-vu-hanh-chinh-cong-2025-07"
    giver, taker = sign_in(Role.RECEIVING_OFFICER, centre), sign_in(Role.HEAD_OF_DIVISION, WARD)
    rows = [take(received_unit=centre, helped_unit=centre) for _ in range(2)]
    said = {"viec": "chuyen", "ho-so": [row.dossier_id for row in rows]}
    page = giver.get("/ho-so/can-xu-ly/?nhom=cho-chuyen").content.decode()
    assert all(row.dossier.code in page for row in rows)
    assert giver.post("/ho-so/can-xu-ly/thuc-hien/?nhom=cho-chuyen", said).status_code == 302
    made = HandOverList.objects.get()
    assert (made.number, made.from_unit.key, made.to_unit.key) == (1, centre, WARD)
    assert giver.post("/ho-so/can-xu-ly/thuc-hien/?nhom=cho-chuyen", said).status_code == 422
    assert HandOverList.objects.count() == 1
    address = f"/ho-so/ban-giao/{made.pk}/"
    assert sign_in(Role.RECEIVING_OFFICER, FAR).get(address).status_code == 404
    assert giver.post(f"{address}ky-nhan/").status_code == 404
    assert taker.post(f"{address}ky-nhan/").status_code == 302
    assert taker.post(f"{address}ky-nhan/").status_code == 422
    kinds = DossierEvent.objects.filter(dossier=rows[0].dossier_id).order_by("number")
    assert list(kinds.values_list("kind", flat=True)) == [
        EventKind.RECEIVED,
        EventKind.FORWARDED,
        EventKind.TAKEN,
    ]
    paper = taker.get(f"{address}danh-sach.pdf")
    assert paper.content.startswith(b"%PDF")
    assert rows[0].dossier.code not in giver.get("/ho-so/can-xu-ly/?nhom=cho-chuyen").content.decode()


def test_a_result_goes_back_to_the_desk_that_received() -> None:
    centre = "ct-trung-tam-phuc-vu-hanh-chinh-cong-2025-07"
    client = sign_in(Role.CASE_OFFICER, WARD)
    row = take(received_unit=centre, helped_unit=centre)
    with pytest.raises(Refused, match="không ở"):
        actions.forward(
            [row.dossier_id],
            from_unit=Unit.objects.get(key=WARD),
            at=now(),
            by=person_of(Role.CASE_OFFICER, WARD),
        )
    actions.resolve(row.dossier_id, at=now(), by="thu-ly")
    assert row.dossier.code in client.get("/ho-so/can-xu-ly/?nhom=ket-qua-cho-chuyen").content.decode()
    said = {"viec": "chuyen", "ho-so": [row.dossier_id]}
    assert client.post("/ho-so/can-xu-ly/thuc-hien/?nhom=ket-qua-cho-chuyen", said).status_code == 302
    assert HandOverList.objects.get().to_unit.key == centre
    assert row.dossier.code not in client.get("/ho-so/can-xu-ly/?nhom=ket-qua-cho-chuyen").content.decode()


def test_a_list_goes_to_one_unit_and_all_of_it_or_nothing() -> None:
    sign_in(Role.RECEIVING_OFFICER, WARD)
    giver, ward = person_of(Role.RECEIVING_OFFICER, WARD), Unit.objects.get(key=WARD)
    one, other = take(), take(decided_unit=FAR)
    with pytest.raises(Refused, match="một cơ quan"):
        actions.forward([one.dossier_id, other.dossier_id], from_unit=ward, at=now(), by=giver)
    assert not HandOverList.objects.exists()
    for many in ([], list(range(201))):
        with pytest.raises(Refused, match="từ 1 đến 200"):
            actions.forward(many, from_unit=ward, at=now(), by=giver)
    assert [
        actions.forward([pk], from_unit=ward, at=now(), by=giver).number
        for pk in (one.dossier_id, other.dossier_id)
    ] == [1, 2]


def test_the_page_costs_the_same_for_one_and_for_three(django_assert_num_queries: Any) -> None:
    client = sign_in(Role.HEAD_OF_DIVISION, WARD)
    client.get("/ho-so/can-xu-ly/?nhom=don-vi")  # what hardly changes is kept from now on
    costs = []
    for _ in range(2):
        take()
        with django_assert_num_queries(40, exact=False) as counted:
            assert client.get("/ho-so/can-xu-ly/?nhom=don-vi").status_code == 200
        costs.append(len(counted.captured_queries))
        take()
    assert costs[0] == costs[1]


def test_papers_wait_for_who_signs_them_and_for_who_sends_them_and_for_nobody_else() -> None:
    """A head signs, a clerk issues the result, and the desk that received sends what is for the applicant."""
    head, clerk = sign_in(Role.HEAD_OF_AGENCY, WARD), sign_in(Role.CLERK, WARD)
    desk, officer = sign_in(Role.RECEIVING_OFFICER, FAR), sign_in(Role.CASE_OFFICER, WARD)
    drafter, signer = person_of(Role.CASE_OFFICER, WARD), person_of(Role.HEAD_OF_AGENCY, WARD)
    one, other = take(received_unit=FAR, helped_unit=FAR), take()
    own = take()
    actions.draft(own.dossier_id, Paper.RESULT, {}, who=signer, at=now())
    ask = actions.draft(one.dossier_id, Paper.SUPPLEMENT, {"items": ["a"], "law": "b"}, who=drafter, at=now())
    result = actions.draft(other.dossier_id, Paper.RESULT, {}, who=drafter, at=now())
    page = "/ho-so/can-xu-ly/?nhom="
    assert standing(head, "cho-ky") == {one.dossier.code, other.dossier.code}
    assert f"/ho-so/{other.dossier.code}/viec/ky/?van-ban={result.pk}" in text(head, f"{page}cho-ky")
    assert standing(clerk, "cho-phat-hanh") == standing(desk, "cho-phat-hanh") == set()
    for paper in (ask, result):
        actions.sign(paper.pk, who=signer, at=now())
    assert standing(head, "cho-ky") == set()
    assert standing(clerk, "cho-phat-hanh") == {other.dossier.code}
    assert standing(desk, "cho-phat-hanh") == {one.dossier.code}
    there = f"/ho-so/{one.dossier.code}/viec/gui/?van-ban={ask.pk}"
    assert there in text(desk, f"{page}cho-phat-hanh")
    assert desk.get(there).status_code == 200
    # who holds none of the roles has neither tab
    assert not {"cho-ky", "cho-phat-hanh"} & set(re.findall(r"nhom=([a-z-]+)", text(officer, page)))


def test_the_page_opens_on_the_first_group_in_which_something_stands() -> None:
    client = sign_in(Role.CASE_OFFICER, WARD)
    assert 'href="?nhom=cua-toi" aria-current="page"' in text(client, "/ho-so/can-xu-ly/")
    row = take()
    assert 'href="?nhom=don-vi" aria-current="page"' in text(client, "/ho-so/can-xu-ly/")
    actions.assign(row.dossier_id, officer=person_of(Role.CASE_OFFICER, WARD), at=now(), by="x")
    assert 'href="?nhom=cua-toi" aria-current="page"' in text(client, "/ho-so/can-xu-ly/")


def test_what_a_desk_received_for_others_stands_there_and_is_found_by_its_code() -> None:
    """Whatever becomes of it elsewhere; a list of dossiers has it only where it is decided."""
    desk, stranger = sign_in(Role.RECEIVING_OFFICER, FAR), sign_in(Role.RECEIVING_OFFICER, ELSEWHERE)
    sign_in(Role.CASE_OFFICER, WARD)
    own = take(decided_unit=FAR, received_unit=FAR, helped_unit=FAR)
    row = take(received_unit=FAR, helped_unit=FAR)
    actions.assign(row.dossier_id, officer=person_of(Role.CASE_OFFICER, WARD), at=now(), by="x")
    code = row.dossier.code
    assert standing(desk, "nhan-thay") == {code}
    assert standing(desk, "don-vi") == {own.dossier.code}
    assert standing(stranger, "nhan-thay") == set()
    link = f'href="/ho-so/{code}/"'
    assert link in text(desk, f"/ho-so/?ma={code}")
    assert link in text(desk, f"/ho-so/?ma={code[:-2]}")
    assert link not in text(desk, f"/ho-so/?ma={code.split('-')[0]}")
    assert link not in text(stranger, f"/ho-so/?ma={code}")
    actions.ask_for_papers(row.dossier_id, items=["a"], law="b", at=now(), by="x")
    assert standing(desk, "cho-nguoi-nop") == {code}


def test_a_list_inside_one_unit_does_not_go_from_it_to_itself() -> None:
    client = sign_in(Role.RECEIVING_OFFICER, WARD)
    row, ward = take(), Unit.objects.get(key=WARD)
    made = actions.forward(
        [row.dossier_id], from_unit=ward, at=now(), by=person_of(Role.RECEIVING_OFFICER, WARD)
    )
    page = text(client, f"/ho-so/ban-giao/{made.pk}/")
    assert f"Bàn giao trong nội bộ {ward.name}." in page
    assert f"đến {ward.name}" not in page
    words = "".join(str(block) for block in document(made, queue.rows_of(made), "Cần Thơ").body)
    assert f"Bàn giao trong nội bộ {ward.name}." in words
