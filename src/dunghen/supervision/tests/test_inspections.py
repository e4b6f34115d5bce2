"""Inspections by the book: the course of one by plan with its refusals, minutes kept once, an audit."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from dunghen.core.worktime_calendar import Calendar
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.accountability.models import Case
from dunghen.supervision.errors import Refused
from dunghen.supervision.inspections import paper, reading, rules
from dunghen.supervision.inspections.actions import planned
from dunghen.supervision.inspections.models import (
    Inspection,
    InspectionFact,
    Problem,
    SurpriseVisit,
    Team,
)
from dunghen.supervision.inspections.steps import Sides, sides
from dunghen.supervision.inspections.who import Able

CITY, HOME, DISTRICT, WARD = "ct-thanh-pho", "ct-so-noi-vu", "ct-quan-binh-thuy", "ct-phuong-an-thoi"


# ---- rules


def test_of_the_rules_each_refuses_what_the_notice_forbids() -> None:
    day = date(2024, 3, 26)
    with pytest.raises(Refused, match="thông báo trước"):
        rules.schedule("planned", ["head", "secretary"], "21/QĐ", day, day)
    with pytest.raises(Refused, match="quyết định thành lập"):
        rules.schedule("planned", ["head", "secretary"], "", day, day + timedelta(days=9))
    away = [rules.Came("Mẫu Văn Vận", present=False), rules.Came("Mẫu Thị Thư", present=True)]
    with pytest.raises(Refused, match="Mẫu Văn Vận"):
        rules.holding("scheduled", day, day, away, "Nội dung")
    with pytest.raises(Refused, match="nêu rõ lý do"):
        rules.opinion("drafted", {1: " "}, [1])
    with pytest.raises(Refused, match="UBND chưa cho ý kiến"):
        rules.passing("disputed", day, day, day, "Chủ tịch", present=True)
    with pytest.raises(Refused, match="Người đứng đầu đơn vị phải dự"):
        rules.passing("agreed", day, day, day, "Phó Chủ tịch", present=False)
    with pytest.raises(Refused, match="minh chứng"):
        rules.mending("reported", day, 0, day, day)
    rules.passing("agreed", day, day, day, "Chủ tịch", present=True)
    assert rules.opinion("drafted", {}, [1]) == "agreed"
    late = Problem(state="doing", due=day)
    assert reading.remedy_words(late, day + timedelta(days=1)) == "overdue"
    late.state = "reported"  # now the team is to act
    assert reading.remedy_words(late, day + timedelta(days=1)) == ""


@pytest.mark.django_db
def test_fifteen_working_days_from_the_twelfth_of_april_2024() -> None:
    working: Calendar = calendar()
    assert rules.remedy_due(date(2024, 4, 12), 15, working) == date(2024, 5, 8)
    assert rules.remedy_due(date(2024, 4, 13), 1, working) == date(2024, 4, 15)


# ---- the pages


def picture(colour: str) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return SimpleUploadedFile(f"{colour}.png", out.getvalue(), "image/png")


def step(client: Client, pk: int, verb: str, of: int = 0, **said: Any) -> Any:
    prefix = f"{verb}-{of}" if of else verb
    files = {"tep": said.pop("tep")} if "tep" in said else {}
    fields = {f"{prefix}-{name}": value for name, value in said.items()}
    sent = {"phien-ban": Inspection.objects.get(pk=pk).version, "so": of or ""}
    return client.post(f"/kiem-tra/{pk}/buoc/{verb}/", {**sent, **fields, **files})


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def made_team(regime: str, today: date) -> tuple[Client, Team]:
    """A plan of this year with its decision, a head, a secretary and a member of the People's Council."""
    organiser = sign_in(Role.REFORM_OFFICE, HOME)
    plan = {"regime": regime, "organiser": CITY, "counted_for": CITY, "year": today.year}
    plan |= {"name": "Đoàn mẫu", "plan_number": f"9/KH-{regime}", "plan_day": shown(today)}
    answer = organiser.post("/kiem-tra/doan/them/", plan)
    assert answer.status_code == 302, answer.content.decode()
    team = Team.objects.latest("pk")
    sign_in(Role.INSPECTION_MEMBER, CITY)
    for verb, said in (
        ("thanh-lap", {"number": "9/QĐ-UBND", "day": shown(today)}),
        ("thanh-vien", {"name": "Mẫu Văn A", "body": "UBND thành phố", "duty": "head"}),
        ("thanh-vien", {"name": "Mẫu Thị B", "body": "Sở Nội vụ", "duty": "secretary"}),
        (
            "thanh-vien",
            {
                "username": f"{Role.INSPECTION_MEMBER}-{CITY}",
                "name": "Mẫu Thị C",
                "body": "HĐND thành phố",
                "duty": "member",
            },
        ),
    ):
        fields = {f"{verb}-{name}": value for name, value in said.items()}
        answer = organiser.post(f"/kiem-tra/doan/{team.pk}/ghi/{verb}/", fields)
        assert answer.status_code == 302, answer.content.decode()
    return organiser, team


def listed(organiser: Client, team: Team, today: date) -> Inspection:
    """The district in the plan, on the next working day that is not today."""
    day = calendar().next_working(today + timedelta(days=3))
    said = {
        "don-vi-unit": DISTRICT,
        "don-vi-day": shown(day),
        "don-vi-outline_due": shown(day - timedelta(days=1)),
    }
    Unit.objects.filter(key=DISTRICT).update(valid_to=None)  # a unit of today, whatever became of it
    answer = organiser.post(f"/kiem-tra/doan/{team.pk}/ghi/don-vi/", said)
    assert answer.status_code == 302, answer.content.decode()
    return Inspection.objects.get(team=team)


@pytest.mark.django_db
def test_from_the_schedule_to_the_last_remedy(today: date) -> None:
    organiser, team = made_team("planned", today)
    pk = listed(organiser, team, today).pk
    unit, office = sign_in(Role.HEAD_OF_AGENCY, DISTRICT), sign_in(Role.COMMITTEE_OFFICE, CITY)
    assert unit.get(f"/kiem-tra/{pk}/").status_code == 404  # not before the schedule was sent
    assert step(organiser, pk, "gui-lich").status_code == 302
    assert unit.get(f"/kiem-tra/{pk}/").status_code == 200
    assert step(unit, pk, "bien-ban", minutes="x").status_code in (403, 422)
    assert step(unit, pk, "de-cuong", tep=picture("red")).status_code == 302
    came: dict[str, Any] = {f"came_{one.pk}": "present" for one in team.members.all()}
    absent = f"came_{team.members.get(duty='member').pk}"
    day: dict[str, Any] = {"day": shown(today), "minutes": "Nội dung", "head": "Chủ tịch quận"}
    assert step(organiser, pk, "bien-ban", **day, **{**came, absent: "absent"}).status_code == 422
    assert step(organiser, pk, "bien-ban", **day, **{**came, absent: "leave"}).status_code == 302
    for content in ("Chưa niêm yết", "Chưa có phiếu"):
        assert step(organiser, pk, "van-de", content=content, remedy="Khắc phục", days=15).status_code == 302
    before = unit.get(f"/kiem-tra/{pk}/").content.decode()  # what is being written is the team's alone
    assert ("Chưa niêm yết" in before, "Nội dung" in before) == (False, True)
    assert unit.get(f"/kiem-tra/{pk}/thong-bao.docx").status_code == 404
    assert "Chưa niêm yết" in organiser.get(f"/kiem-tra/{pk}/").content.decode()
    assert step(organiser, pk, "du-thao").status_code == 302
    assert "Chưa niêm yết" in unit.get(f"/kiem-tra/{pk}/").content.decode()
    assert step(unit, pk, "y-kien", objection_2="Đã có phiếu từ 2023").status_code == 302
    refused = step(organiser, pk, "thong-qua", day=shown(today), head="Chủ tịch", present="on")
    assert "UBND chưa cho ý kiến" in refused.content.decode()
    answers: dict[str, Any] = {"document": "12/UBND-NC", "answer_2": "Đồng ý với đơn vị", "stays_2": "no"}
    assert step(unit, pk, "ubnd", **answers).status_code == 403
    assert step(office, pk, "ubnd", **answers).status_code == 302
    assert step(organiser, pk, "thong-qua", day=shown(today), head="Phó Chủ tịch").status_code == 422
    assert (
        step(organiser, pk, "thong-qua", day=shown(today), head="Chủ tịch", present="on").status_code == 302
    )
    assert step(organiser, pk, "thong-bao", number="3/TB-ĐKT", day=shown(today)).status_code == 302
    facts = InspectionFact.objects.filter(inspection=pk)
    assert sorted(facts.values_list("kind", flat=True)) == ["planned", "problem"]
    assert step(organiser, pk, "xac-nhan", 1, day=shown(today)).status_code == 422
    assert (
        step(unit, pk, "bao-cao", 1, text="Đã niêm yết", done="yes", tep=picture("blue")).status_code == 302
    )
    assert step(unit, pk, "xac-nhan", 1, day=shown(today)).status_code == 403
    assert step(organiser, pk, "xac-nhan", 1, day=shown(today)).status_code == 302
    row = Inspection.objects.get(pk=pk)
    assert row.state == "closed"
    assert facts.filter(kind="mended").count() == 1
    page = unit.get(f"/kiem-tra/{pk}/").content.decode()
    assert "blue.png" in page
    evidence = row.problems.get(number=1).evidence.get()
    assert unit.get(f"/kiem-tra/{pk}/tep/{evidence.pk}/").status_code == 200
    for name in ("bien-ban", "thong-bao"):
        assert unit.get(f"/kiem-tra/{pk}/{name}.docx").status_code == 200


@pytest.mark.django_db
def test_what_the_unit_recommends_is_answered_by_the_member_responsible(today: date) -> None:
    organiser, team = made_team("planned", today)
    pk = listed(organiser, team, today).pk
    unit, member = sign_in(Role.HEAD_OF_AGENCY, DISTRICT), sign_in(Role.INSPECTION_MEMBER, CITY)
    step(organiser, pk, "gui-lich")
    asked: dict[str, Any] = {"content": "Đề nghị tập huấn", "member": team.members.get(duty="member").pk}
    assert step(unit, pk, "kien-nghi", **asked).status_code == 302
    assert step(unit, pk, "tra-loi", 1, text="Tự trả lời").status_code == 403
    assert step(member, pk, "tra-loi", 1, text="Sẽ tập huấn").status_code == 302
    assert Inspection.objects.get(pk=pk).requests.get().answer == "Sẽ tập huấn"
    stranger = sign_in(Role.HEAD_OF_AGENCY, "ct-quan-cai-rang")
    assert stranger.get(f"/kiem-tra/{pk}/").status_code == 404


@pytest.mark.django_db
def test_who_was_slower_overwrites_nothing(today: date) -> None:
    organiser, team = made_team("planned", today)
    row = listed(organiser, team, today)
    step(organiser, row.pk, "gui-lich")
    answer = organiser.post(f"/kiem-tra/{row.pk}/buoc/gui-lich/", {"phien-ban": row.version})
    assert answer.status_code == 422
    assert "Người khác vừa xử lý" in answer.content.decode()


@pytest.mark.django_db
def test_nobody_of_the_inspected_unit_acts_for_the_team(today: date) -> None:
    organiser, team = made_team("planned", today)
    pk = listed(organiser, team, today).pk
    head = sign_in(Role.HEAD_OF_AGENCY, DISTRICT)
    person = Person.objects.get(username=f"{Role.HEAD_OF_AGENCY}-{DISTRICT}")
    team.members.create(person=person, name="Mẫu", body="UBND quận", duty="secretary")
    assert step(head, pk, "gui-lich").status_code == 403
    sign_in(Role.CASE_OFFICER, DISTRICT)  # of whatever role: who works there judges nothing of it
    other = Person.objects.get(username=f"{Role.CASE_OFFICER}-{DISTRICT}")
    team.members.create(person=other, name="Mẫu", body="UBND quận", duty="deputy")
    sitting = Inspection.objects.select_related("team").get(pk=pk)
    assert sides(Able(other, today), sitting) == Sides(team=False, unit=False, ubnd=False)
    with pytest.raises(PermissionDenied):
        planned.send_schedule(other, pk, sitting.version)
    assert step(organiser, pk, "gui-lich").status_code == 302


# ---- surprise


def minutes(team: Team, **more: Any) -> dict[str, Any]:
    said = {"key": str(uuid4()), "team": team.pk, "unit": WARD, "place": "Bộ phận Một cửa"}
    now = timezone.localtime()
    said |= {"at": f"{now:%H:%M %d/%m/%Y}", "present": "Công chức trực", "findings": "Hai vị trí vắng"}
    return said | more


@pytest.mark.django_db
def test_minutes_sent_twice_are_kept_once(today: date) -> None:
    _organiser, team = made_team("surprise", today)
    Unit.objects.filter(key=WARD).update(valid_to=None)
    member = sign_in(Role.INSPECTION_MEMBER, CITY)
    said = minutes(team)
    address = "/kiem-tra/dot-xuat/lap-bien-ban/"
    assert member.post(address, said).status_code == 422  # nobody signed
    before = SurpriseVisit.objects.count()
    signed = [
        {"ky-doan": picture("black"), "ky-don-vi": picture("blue"), "anh": picture("red")} for _ in range(2)
    ]
    first, second = (member.post(address, {**said, **files}) for files in signed)
    assert (first.status_code, first.headers["Location"]) == (302, second.headers["Location"])
    assert SurpriseVisit.objects.count() == before + 1
    other = member.post(
        address, {**said, "findings": "Khác", "ky-doan": picture("black"), "ban-giay": picture("red")}
    )
    assert "đã được gửi trước đó" in other.content.decode()
    again = minutes(team, unsigned_reason="Trưởng bộ phận vắng")
    assert member.post(address, {**again, "ky-doan": picture("black")}).status_code == 302
    assert InspectionFact.objects.filter(kind="surprise", subject__key=WARD, sample=False).count() == 1


@pytest.mark.django_db
def test_of_a_case_nobody_reads_a_name_here_and_who_manages_opens_it() -> None:
    visit = SurpriseVisit.objects.get(number="MẪU-05/BB-ĐKT", sample=True)
    cases = Case.objects.filter(origin_key=visit.number)
    names = list(cases.values_list("name", flat=True))
    for role, unit, opens in (
        (Role.LEADER, CITY, True),
        (Role.HEAD_OF_AGENCY, WARD, True),
        (Role.REFORM_OFFICE, HOME, False),
        (Role.REPORTING_OFFICER, WARD, False),
    ):
        page = sign_in(role, unit).get(f"/kiem-tra/dot-xuat/{visit.pk}/").content.decode()
        assert [name for name in names if name in page] == []
        assert (f"/trach-nhiem/{cases[0].pk}/" in page) is opens, role
    origin = f"/kiem-tra/dot-xuat/{visit.pk}/"  # and from the case to its minutes, for who may open them
    assert origin in sign_in(Role.LEADER, CITY).get(f"/trach-nhiem/{cases[0].pk}/").content.decode()
    assert origin not in sign_in(Role.CADRES, CITY).get(f"/trach-nhiem/{cases[0].pk}/").content.decode()


@pytest.mark.django_db
def test_a_case_goes_to_the_register_of_accountability(today: date) -> None:
    _organiser, team = made_team("surprise", today)
    Unit.objects.filter(key=WARD).update(valid_to=None)
    member = sign_in(Role.INSPECTION_MEMBER, CITY)
    member.post("/kiem-tra/dot-xuat/lap-bien-ban/", {**minutes(team), "ban-giay": picture("red")})
    visit = SurpriseVisit.objects.latest("pk")
    assert visit.number == "01/BB-ĐKT"
    said = {"subject": "person", "name": "Mẫu Văn Trễ", "managed": "unit", "reason": "hours"}
    said |= {"facts": "Vắng mặt", "proposal": "Kiểm điểm"}
    address = f"/kiem-tra/dot-xuat/{visit.pk}/vu-viec/"
    assert "Chọn ngạch, chức danh" in member.post(address, said).content.decode()
    assert member.post(address, {**said, "rank": "commune"}).status_code == 302
    case = Case.objects.get(origin="surprise", origin_key=visit.number)
    assert (case.name, case.unit.key, case.opened) == ("Mẫu Văn Trễ", WARD, today)
    assert "Mẫu Văn Trễ" not in member.get(f"/kiem-tra/dot-xuat/{visit.pk}/").content.decode()


@pytest.mark.django_db
def test_the_report_of_the_round_counts_collectives_and_persons() -> None:
    team = Team.objects.get(sample=True, regime="surprise")
    found = reading.surprise_round(team, date(2024, 1, 1), date(2024, 5, 14), SurpriseVisit.objects.all())
    assert (found.units, found.collectives, found.persons) == (27, 2, 4)
    said = str(paper.round_report(found))
    assert "06 trường hợp (gồm: 02 tập thể và 04 cá nhân)" in said
    assert "Mẫu Văn" not in said
    february = reading.surprise_round(team, date(2024, 1, 1), date(2024, 2, 29), SurpriseVisit.objects.all())
    assert february.units == 16


# ---- audits


@pytest.mark.django_db
def test_an_audit_is_a_third_record(today: date) -> None:
    auditor = sign_in(Role.INSPECTORATE, CITY)
    said = {"auditor": CITY, "counted_for": CITY, "unit": WARD, "subject": "Tuyển dụng"}
    Unit.objects.filter(key=WARD).update(valid_to=None)
    answer = auditor.post("/kiem-tra/thanh-tra/them/", {**said, "number": "5/QĐ-TTr", "day": shown(today)})
    assert answer.status_code == 302, answer.content.decode()
    here = answer.headers["Location"]
    early = {"phien-ban": 1, "thuc-hien-proof": "1/BC", "thuc-hien-day": shown(today)}
    assert "Chưa có kết luận thanh tra" in auditor.post(f"{here}ghi/thuc-hien/", early).content.decode()
    concluded = {"phien-ban": 1, "ket-luan-number": "2/KL-TTr", "ket-luan-day": shown(today)}
    assert auditor.post(f"{here}ghi/ket-luan/", concluded).status_code == 302
    assert auditor.post(f"{here}ghi/thuc-hien/", early).status_code == 422  # the version before
    assert auditor.post(f"{here}ghi/thuc-hien/", {**early, "phien-ban": 2}).status_code == 302
    assert sign_in(Role.REFORM_OFFICE, HOME).post(f"{here}ghi/xu-ly/", {"phien-ban": 3}).status_code == 422
    kinds = InspectionFact.objects.filter(subject__key=WARD, sample=False).values_list("kind", flat=True)
    assert sorted(kinds) == ["audited", "carried_out"]
    assert Person.objects.filter(username=f"{Role.INSPECTORATE}-{CITY}").exists()
