"""The register of accountability: who is shown a name, where, and that it is noted; what is counted."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from python_calamine import CalamineWorkbook

from dunghen.core.excel import XLSX
from dunghen.documents.tests.samples import image
from dunghen.org.models import Looked, Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.accountability import actions
from dunghen.supervision.accountability.actions import Done, Entry
from dunghen.supervision.accountability.models import (
    Case,
    CaseResult,
    CaseState,
    ManagedBy,
    Origin,
    Rank,
    Reason,
    ResultKind,
    Subject,
    Verb,
)
from dunghen.supervision.accountability.populations import POPULATIONS
from dunghen.supervision.accountability.rules import Result
from dunghen.supervision.errors import Refused

pytestmark = pytest.mark.django_db
CITY, HEALTH, JUSTICE = "ct-thanh-pho", "ct-so-y-te", "ct-so-tu-phap"
DISTRICT, WARD = "ct-quan-ninh-kieu", "ct-phuong-cai-khe"
OPENED, DECIDED = date(2024, 2, 5), date(2024, 3, 5)
# Who is asked to answer, where, and who manages them.
X, Y, Z = "Mẫu Văn Xoan", "Mẫu Thị Yến Vy", "Mẫu Văn Zung"
CASES = {
    X: (HEALTH, ManagedBy.COMMITTEE, Rank.LEADER),
    Y: (HEALTH, ManagedBy.UNIT, Rank.DIVISION),
    Z: (WARD, ManagedBy.UNIT, Rank.COMMUNE),
}
ALL = {X, Y, Z}
SEEN: dict[tuple[Role, str], set[str]] = {
    (Role.LEADER, CITY): ALL,
    (Role.CADRES, CITY): ALL,
    (Role.CADRES, HEALTH): {Y},
    (Role.HEAD_OF_AGENCY, HEALTH): {Y},  # nothing of a case that is decided above
    (Role.HEAD_OF_AGENCY, DISTRICT): {Z},
    (Role.CADRES, WARD): {Z},
    (Role.HEAD_OF_AGENCY, JUSTICE): set(),
}
OTHERS = [(role, CITY) for role in Role if role not in {Role.LEADER, Role.CADRES, Role.HEAD_OF_AGENCY}]


def person(role: Role, unit: str) -> Person:
    sign_in(role, unit)
    return Person.objects.get(username=f"{role}-{unit}")


def entry(name: str) -> Entry:
    unit, managed, rank = CASES[name]
    return Entry(
        opened=OPENED,
        origin=Origin.SURPRISE,
        origin_key="05/BB-ĐKT",
        subject=Subject.PERSON,
        name=name,
        rank=rank,
        unit=Unit.objects.get(key=unit),
        managed=managed,
        reason=Reason.HOURS,
        facts="Vắng mặt tại nơi làm việc trong giờ hành chính.",
    )


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def cases() -> dict[str, Case]:
    by = person(Role.CADRES, CITY)
    return {name: actions.record(by, entry(name)) for name in CASES}


def walk(case: Case, by: Person, *verbs: Verb) -> Case:
    for verb in verbs:
        file = ("giai-trinh.png", image()) if verb == Verb.EXPLAIN else None
        case.refresh_from_db()
        actions.step(by, case.pk, case.version, verb, Done(day=OPENED, number="01/CV", file=file))
    case.refresh_from_db()
    return case


TO_MEETING = (Verb.ASK, Verb.EXPLAIN, Verb.REVIEW, Verb.MEET)
REPRIMAND = Result(
    kind=ResultKind.DISCIPLINED, day=DECIDED, form="reprimand", number="12/QĐ-SYT", authority="Giám đốc Sở"
)


def settle(case: Case, by: Person, result: Result) -> None:
    actions.settle(by, case.pk, case.version, result, Done(day=result.day))


def named(answer: Any, names: Collection[str] = ALL) -> set[str]:
    """The names in a page or a workbook."""
    if answer.headers["Content-Type"] == XLSX:
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        text = str(sheet.to_python())
    else:
        text = answer.content.decode()
    return {name for name in names if name in text}


def addresses(cases: dict[str, Case]) -> Iterator[tuple[str, set[str], bool]]:
    """Each address, the names it may hold at most, and whether it is of one case alone."""
    yield "/trach-nhiem/", ALL, False
    yield "/trach-nhiem/so.xlsx", ALL, False
    for name, case in cases.items():
        yield f"/trach-nhiem/?tim={name.split()[-1]}", {name}, False
        yield f"/trach-nhiem/so.xlsx?tim={name.split()[-1]}", {name}, False
        yield f"/trach-nhiem/{case.pk}/", {name}, True


@pytest.mark.parametrize(("role", "unit"), [*SEEN, *OTHERS])
def test_a_name_stands_where_the_right_reaches_its_manager_and_nowhere_else(
    cases: dict[str, Case], role: Role, unit: str
) -> None:
    client, seen = sign_in(role, unit), SEEN.get((role, unit))
    for address, about, alone in addresses(cases):
        answer = client.get(address)
        expected = about & (seen or set())
        assert answer.status_code == (403 if seen is None else 404 if alone and not expected else 200), (
            address
        )
        assert named(answer) == expected, address
    # what is sent to a case that is not seen changes nothing
    for name, case in cases.items():
        said = {"phien-ban": "1", "yeu-cau-giai-trinh-day": "06/02/2024"}
        answer = client.post(f"/trach-nhiem/{case.pk}/viec/yeu-cau-giai-trinh/", said)
        case.refresh_from_db()
        assert (case.state == CaseState.ASKED) is (name in (seen or set()))
        assert name not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.INSPECTORATE, Role.CITY_ADMIN, Role.REFORM_OFFICE, Role.LEADER])
def test_no_other_page_names_them(cases: dict[str, Case], role: Role) -> None:
    by = person(Role.CADRES, HEALTH)
    settle(walk(cases[Y], by, *TO_MEETING), by, REPRIMAND)
    sign_in(role, CITY).get("/trach-nhiem/")
    client = sign_in(role, CITY)
    names = set(Case.objects.filter(subject=Subject.PERSON).values_list("name", flat=True))
    assert len(names) > len(ALL)  # those of the sample too
    for address in (
        *("/", "/tong-quan/", "/trach-nhiem/nhat-ky-xem/", "/bao-cao/2024-H1/?form=5"),
        *("/bao-cao/2024-H1/B5.4/", "/bao-cao/2024-H1/B5.4/danh-sach.xlsx", "/nguoi-dung/nhat-ky/"),
    ):
        assert named(client.get(address), names) == set(), address


def test_each_look_is_noted_with_whose_persons_it_showed(cases: dict[str, Case]) -> None:
    client = sign_in(Role.CADRES, HEALTH)
    health = Unit.objects.get(key=HEALTH).pk
    for address in ("/trach-nhiem/", "/trach-nhiem/so.xlsx", f"/trach-nhiem/{cases[Y].pk}/"):
        before = Looked.objects.count()
        client.get(address)
        last = Looked.objects.order_by("-pk")[0]
        assert (Looked.objects.count(), last.records, last.units) == (before + 1, [cases[Y].pk], [health])
    client.get("/trach-nhiem/?tim=khong-co-ai")
    client.get(f"/trach-nhiem/{cases[X].pk}/")
    assert Looked.objects.count() == before + 1
    log = sign_in(Role.HEAD_OF_AGENCY, HEALTH).get("/trach-nhiem/nhat-ky-xem/")
    assert str(cases[Y].pk) in log.content.decode()
    assert len(log.context["rows"]) == 3
    assert len(sign_in(Role.HEAD_OF_AGENCY, JUSTICE).get("/trach-nhiem/nhat-ky-xem/").context["rows"]) == 0


def test_the_paper_of_a_step_is_for_who_sees_the_case(cases: dict[str, Case]) -> None:
    walk(cases[Y], person(Role.CADRES, HEALTH), Verb.ASK, Verb.EXPLAIN)
    event = cases[Y].events.get(kind=Verb.EXPLAIN)
    address = f"/trach-nhiem/{cases[Y].pk}/tep/{event.pk}/"
    assert sign_in(Role.CADRES, HEALTH).get(address).status_code == 200
    assert sign_in(Role.CADRES, JUSTICE).get(address).status_code == 404
    assert sign_in(Role.HEAD_OF_AGENCY, DISTRICT).get(address).status_code == 404
    wrong = f"/trach-nhiem/{cases[Z].pk}/tep/{event.pk}/"
    assert sign_in(Role.HEAD_OF_AGENCY, DISTRICT).get(wrong).status_code == 404


def counted() -> list[int]:
    """What rows 4 to 4.3 of form 5 count in the first half of 2024, as known now."""
    window = {"decided__gte": date(2023, 12, 15), "decided__lt": date(2024, 5, 15), "known_to": None}
    return [CaseResult.objects.filter(one.where, **window).count() for one in POPULATIONS]


def test_form_5_counts_a_discipline_and_nothing_less(cases: dict[str, Case]) -> None:
    by = person(Role.CADRES, CITY)
    criticism = Result(
        kind=ResultKind.CRITICISED, day=DECIDED, number="9/UBND", authority="Chủ tịch UBND quận"
    )
    settle(walk(cases[Z], by, Verb.ASK, Verb.EXPLAIN), by, criticism)
    assert counted() == [0, 0, 0, 0]
    settle(walk(cases[Y], by, *TO_MEETING), by, REPRIMAND)
    assert counted() == [1, 0, 1, 0]
    page = sign_in(Role.INSPECTORATE, CITY).get("/bao-cao/2024-H1/B5.4/")
    assert "Sở Y tế" in page.content.decode()
    cases[Y].refresh_from_db()
    actions.revoke(by, cases[Y].pk, cases[Y].version, "Nhập nhầm vụ việc")
    assert counted() == [0, 0, 0, 0]
    assert CaseResult.objects.filter(case=cases[Y], known_to__isnull=False).count() == 1
    cases[Y].refresh_from_db()
    settle(cases[Y], by, replace(REPRIMAND, day=date(2024, 2, 20)))  # its day was what was wrong
    assert counted() == [1, 0, 1, 0]


def test_two_at_once_and_what_may_not_be(cases: dict[str, Case]) -> None:
    by = person(Role.CADRES, CITY)
    actions.step(by, cases[Y].pk, 1, Verb.ASK, Done(day=OPENED))
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        actions.step(by, cases[Y].pk, 1, Verb.EXPLAIN, Done(day=OPENED))
    with pytest.raises(Refused, match="Đã có vụ việc"):
        actions.record(by, entry(Y))
    with pytest.raises(PermissionDenied):
        actions.record(person(Role.CADRES, HEALTH), replace(entry(X), origin_key="khác"))


def test_who_inspects_may_propose_and_does_not_see(cases: dict[str, Case]) -> None:
    by = person(Role.INSPECTION_MEMBER, CITY)
    made = actions.record(by, replace(entry(Y), origin_key="06/BB-ĐKT"))
    assert not Case.objects.visible_to(by, DECIDED).filter(pk=made.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.record(by, replace(entry(Y), origin=Origin.LATE_DOSSIER))


def test_a_refused_form_keeps_what_was_typed(cases: dict[str, Case]) -> None:
    client = sign_in(Role.CADRES, HEALTH)
    said = {"phien-ban": "1", "yeu-cau-giai-trinh-day": "01/02/2024", "yeu-cau-giai-trinh-note": "Giữ lại"}
    answer = client.post(f"/trach-nhiem/{cases[Y].pk}/viec/yeu-cau-giai-trinh/", said)
    assert answer.status_code == 422
    assert "không được trước" in answer.content.decode()
    assert "Giữ lại" in answer.content.decode()
    assert client.post(f"/trach-nhiem/{cases[Y].pk}/viec/khong-co/", said).status_code == 404
