"""Story 5.4 by the actions: a plan built, checked, issued, taken over, proved; and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from xlsxwriter import Workbook

from dunghen.core.known import known_at
from dunghen.org.models import Person, Succession, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.errors import Refused
from dunghen.supervision.home.duties import again, rows, scope_of, sums
from dunghen.supervision.home.models import DutyKind
from dunghen.supervision.home.reading import lines, to_confirm, totals
from dunghen.supervision.home.rules import Stand
from dunghen.supervision.models import (
    Evidence,
    Plan,
    PlanState,
    Product,
    Step,
    Task,
    TaskStatus,
    TaskStep,
    TaskVersion,
)
from dunghen.supervision.plans import actions
from dunghen.supervision.plans.actions import ProductSaid, TaskSaid
from dunghen.supervision.plans.importing import BadFile, read_grid, tasks_of
from dunghen.supervision.plans.letters import urge
from dunghen.supervision.plans.reading import Place, standings
from dunghen.supervision.tasks import evidence
from dunghen.supervision.tasks.naming import Units
from dunghen.supervision.tasks.successors import follow

CITY, HOME, LAW, DISTRICT = "ct-thanh-pho", "ct-so-noi-vu", "ct-so-tu-phap", "ct-huyen-phong-dien"
YEAR = 2025
pytestmark = pytest.mark.django_db


def person(role: Role, unit: str) -> Person:
    sign_in(role, unit)
    return Person.objects.get(username=f"{role}-{unit}")


def reform() -> Person:
    return person(Role.REFORM_OFFICE, HOME)


def unit(key: str) -> Unit:
    return Unit.objects.get(key=key)


def task(
    lead: str = LAW, *products: tuple[str, str], partners: Sequence[str] = ("UBND cấp huyện",)
) -> TaskSaid:
    said = [ProductSaid(*one) for one in products or (("Kế hoạch của UBND thành phố", f"Quý I/{YEAR}"),)]
    return TaskSaid(
        field="II. Cải cách thể chế",
        content="Ban hành Kế hoạch theo dõi thi hành pháp luật",
        lead=unit(lead) if lead else None,
        partners=partners,
        products=said,
    )


def draft() -> Plan:
    title = f"Kế hoạch cải cách hành chính năm {YEAR}"
    return actions.create(reform(), unit=unit(CITY), kind="year", year=YEAR, title=title, parent=None)


def fresh(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def issued(*tasks: TaskSaid) -> Plan:
    plan = draft()
    for said in tasks or (task(),):
        actions.add_task(reform(), plan.pk, said)
    actions.submit(reform(), plan.pk, fresh(plan).version)
    clerk = person(Role.CLERK, CITY)
    actions.issue(clerk, plan.pk, fresh(plan).version, number="258/KH-UBND", day=date(2024, 12, 28))
    return fresh(plan)


def offered(by: Person, product: Product, number: str) -> Evidence:
    seen = Task.objects.get(pk=product.task_id).version
    day = date(2025, 1, 3)
    return evidence.offer(by, product, seen, number=number, day=day, subject="", file=None)


def test_a_plan_with_gaps_is_not_submitted_and_says_which() -> None:
    plan = draft()
    actions.add_task(reform(), plan.pk, task())
    actions.add_task(reform(), plan.pk, task("", ("Nâng cao nhận thức", "Sớm")))
    with pytest.raises(Refused, match="1 nhiệm vụ") as refusal:
        actions.submit(reform(), plan.pk, fresh(plan).version)
    (words,) = refusal.value.more
    for part in ("Nhiệm vụ 2", "Chưa có cơ quan chủ trì", "Chưa có sản phẩm đếm được", "không đọc được"):
        assert part in words
    assert fresh(plan).state == PlanState.DRAFT


def test_who_writes_and_who_signs_are_different_people() -> None:
    plan = draft()
    with pytest.raises(PermissionDenied):
        actions.add_task(person(Role.REPORTING_OFFICER, DISTRICT), plan.pk, task())
    actions.add_task(reform(), plan.pk, task())
    actions.submit(reform(), plan.pk, fresh(plan).version)
    with pytest.raises(PermissionDenied):
        actions.issue(reform(), plan.pk, fresh(plan).version, number="1/KH-UBND", day=date(2024, 12, 1))
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        actions.issue(person(Role.CLERK, CITY), plan.pk, plan.version, number="1", day=date(2024, 12, 1))


def test_a_plan_of_a_unit_and_year_stands_once() -> None:
    draft()
    with pytest.raises(Refused, match=f"đã có .* {YEAR}"):
        draft()


def test_a_plan_is_of_a_unit_that_there_is_in_its_time() -> None:
    reformer = person(Role.REFORM_OFFICE, f"{HOME}-2025-07")
    for key, year in ((CITY, 2026), ("ct-thanh-pho-2025", 2024)):
        with pytest.raises(Refused, match="không tồn tại trong thời gian"):
            actions.create(reformer, unit=unit(key), kind="year", year=year, title="Kế hoạch", parent=None)
    assert unit(CITY).dated_name == f"{unit(CITY).name} (trước 01/07/2025)"


def test_only_an_issued_plan_is_known_and_counted() -> None:
    plan = draft()
    actions.add_task(reform(), plan.pk, task())
    assert not TaskVersion.objects.filter(plan=plan).exists()
    actions.submit(reform(), plan.pk, fresh(plan).version)
    clerk = person(Role.CLERK, CITY)
    actions.issue(clerk, plan.pk, fresh(plan).version, number="258/KH-UBND", day=date(2024, 12, 28))
    assert TaskVersion.objects.filter(known_at(None), plan=plan).count() == 1


def test_the_units_of_a_group_are_named_and_a_unit_takes_what_names_it() -> None:
    plan = issued(
        task(), task(LAW, partners=["Sở Tài chính"]), task(HOME, partners=["UBND huyện Phong Điền"])
    )
    first, second, third = plan.tasks.order_by("number")
    assert first.units.count() == 9
    by = person(Role.REPORTING_OFFICER, DISTRICT)
    title = f"Kế hoạch cải cách hành chính năm {YEAR} của huyện"
    own = actions.create(by, unit=unit(DISTRICT), kind="year", year=YEAR, title=title, parent=plan)
    assert actions.born(by, own.pk, own.version) == 2
    assert actions.born(by, own.pk, fresh(own).version) == 0
    assert set(own.tasks.values_list("parent", flat=True)) == {first.pk, third.pk}
    assert {one.lead_id for one in own.tasks.all()} == {own.unit_id}
    with pytest.raises(Refused) as refusal:
        actions.submit(by, own.pk, fresh(own).version)
    assert all("chịu trách nhiệm" in words for words in refusal.value.more)
    assert second.units.count() == 1


def test_done_is_the_giver_s_word() -> None:
    plan = issued(task(LAW, ("Kế hoạch", "Quý I/2025"), ("Báo cáo", "Quý IV/2025")))
    (row,) = plan.tasks.all()
    first, second = row.products.order_by("position")
    doer, head = person(Role.FIELD_LEAD, LAW), person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")

    def offer(by: Person, product: Product, number: str) -> Evidence:
        row.refresh_from_db()
        return offered(by, product, number)

    def now() -> int:
        row.refresh_from_db()
        return row.version

    with pytest.raises(PermissionDenied):
        offer(person(Role.FIELD_LEAD, "ct-so-y-te"), first, "1")
    paper = offer(doer, first, "03/KH-UBND")
    with pytest.raises(PermissionDenied):
        evidence.confirm(doer, paper.pk, now())
    seen = now()
    evidence.confirm(reform(), paper.pk, seen)
    assert (Task.objects.get(pk=row.pk).status, row.versions.get(known_to=None).status) == ("ongoing",) * 2
    with pytest.raises(Refused, match="Người khác vừa xử lý"):
        evidence.send_back(head, paper.pk, seen, "trễ")
    other = offer(doer, second, "dự thảo")
    evidence.send_back(head, other.pk, now(), "Văn bản là dự thảo")
    assert Task.objects.get(pk=row.pk).status == TaskStatus.ONGOING
    evidence.confirm(head, offer(doer, second, "99/BC-UBND").pk, now())
    row.refresh_from_db()
    version = row.versions.get(known_to=None)
    assert (row.status, version.status, row.done) == ("done", "done", date(2025, 1, 3))
    assert [one.documents for one in version.products.order_by("position")] == [
        [{"number": "03/KH-UBND", "date": "2025-01-03"}],
        [{"number": "99/BC-UBND", "date": "2025-01-03"}],
    ]
    kinds = list(Step.objects.of(row).values_list("kind", flat=True))
    assert (kinds.count(TaskStep.CONFIRMED), kinds.count(TaskStep.RETURNED)) == (2, 1)


def test_nobody_confirms_what_their_own_unit_does() -> None:
    plan = issued(task(HOME))
    (row,) = plan.tasks.all()
    product = row.products.get()
    paper = offered(person(Role.CLERK, HOME), product, "1/BC-SNV")
    row.refresh_from_db()
    with pytest.raises(PermissionDenied):
        evidence.confirm(reform(), paper.pk, row.version)
    evidence.confirm(person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd"), paper.pk, row.version)


def test_of_a_unit_s_own_plan_its_head_confirms_and_no_division() -> None:
    head, division = person(Role.HEAD_OF_AGENCY, LAW), person(Role.HEAD_OF_DIVISION, LAW)
    plan = actions.create(head, unit=unit(LAW), kind="year", year=YEAR, title="Kế hoạch của Sở", parent=None)
    said = replace(task(LAW, partners=()), in_charge="Phòng Hành chính tư pháp")
    row = actions.add_task(division, plan.pk, said)
    actions.submit(division, plan.pk, fresh(plan).version)
    actions.issue(head, plan.pk, fresh(plan).version, number="9/KH-STP", day=date(2024, 12, 30))
    paper = offered(person(Role.CLERK, LAW), row.products.get(), "1/BC-STP")
    seen = Task.objects.get(pk=row.pk).version
    with pytest.raises(PermissionDenied):
        evidence.confirm(division, paper.pk, seen)
    waiting = [[one.key for one in to_confirm(who, timezone.localdate())] for who in (head, division)]
    assert waiting == [[row.pk], []]
    evidence.confirm(head, paper.pk, seen)
    assert Task.objects.get(pk=row.pk).status == TaskStatus.DONE


def test_one_of_several_leads_confirms_nothing_either() -> None:
    plan = issued(task(LAW))
    row = plan.tasks.get()
    row.units.create(unit=unit(HOME), role="co_lead")
    paper = offered(person(Role.CLERK, LAW), row.products.get(), "1/BC-STP")
    office, today = person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd"), timezone.localdate()
    seen = Task.objects.get(pk=row.pk).version
    address = f"/ke-hoach/nhiem-vu/{row.pk}/"
    assert address not in [one.address for one in to_confirm(reform(), today)]
    with pytest.raises(PermissionDenied):
        evidence.confirm(reform(), paper.pk, seen)
    assert address in [one.address for one in to_confirm(office, today)]
    evidence.confirm(office, paper.pk, seen)


def test_a_task_of_several_leads_is_each_one_s_duty_and_the_city_s_once() -> None:
    plan, today, home = issued(task(LAW)), timezone.localdate(), unit(HOME)
    row = plan.tasks.get()
    Task.objects.filter(pk=row.pk).update(lead=None, leads=["Sở Tư pháp", "Sở Nội vụ"])
    for one in (unit(LAW), home):
        row.units.create(unit=one, role="co_lead")
    scope = scope_of(person(Role.LEADER, CITY), today)
    told = [
        one.unit for one in rows(scope, today, (Stand.OVERDUE,), (DutyKind.PLAN,)) if one.key == str(row.pk)
    ]
    assert sorted(told) == sorted([unit(LAW).pk, home.pk])
    found = [one for one in lines(sums(scope, today, [DutyKind.PLAN])) if one.unit in told]
    assert [one.overdue for one in found] == [1, 1]
    assert again(scope, today) == (1, 0)
    assert totals(found, again(scope, today)).overdue == 1
    assert again(scope.at(frozenset({home.pk}), None), today) == (0, 0)
    assert len(urge(reform(), fresh(plan), [unit(LAW)])) == 1
    assert len(urge(reform(), fresh(plan), [home])) == 1  # the same task, told to the other lead too
    with pytest.raises(Refused, match="Hôm nay đã dự thảo"):
        urge(reform(), fresh(plan), [home])
    assert follow(today) >= 2  # both departments ended in 2025
    now = {one.unit.key for one in row.units.filter(role="co_lead").select_related("unit")}
    assert now == {"ct-so-tu-phap-2025-07", "ct-so-noi-vu-2025-07"}
    assert Step.objects.of(row).filter(kind=TaskStep.PASSED).count() == 2


def test_what_is_offered_is_overdue_for_nobody_until_it_is_returned() -> None:
    plan, today = issued(task()), timezone.localdate()
    row, who = plan.tasks.get(), person(Role.REPORTING_OFFICER, LAW)

    def late() -> list[int]:
        (standing,) = standings([Place(plan.pk, 0)], today)
        waiting = rows(scope_of(who, today), today, (Stand.OVERDUE,), (DutyKind.PLAN,))
        return [standing.overdue, len([one for one in waiting if one.key == str(row.pk)])]

    assert late() == [1, 1]
    paper = offered(person(Role.CLERK, LAW), row.products.get(), "1/KH-STP")
    assert late() == [0, 0]
    with pytest.raises(Refused, match="không còn nhiệm vụ quá hạn"):
        urge(reform(), fresh(plan), [unit(LAW)])
    evidence.send_back(reform(), paper.pk, Task.objects.get(pk=row.pk).version, "Dự thảo")
    assert late() == [1, 1]
    assert len(urge(reform(), fresh(plan), [unit(LAW)])) == 1
    with pytest.raises(Refused, match="Hôm nay đã dự thảo"):
        urge(reform(), fresh(plan), [unit(LAW)])


def test_neither_who_offered_a_document_nor_a_colleague_judges_it() -> None:
    plan = issued(task(LAW, partners=["Sở Nội vụ"]))
    product, today = plan.tasks.get().products.get(), timezone.localdate()
    office = person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")
    for doer, number in ((reform(), "2/BC-SNV"), (person(Role.CLERK, HOME), "3/BC-SNV")):
        paper = offered(doer, product, number)
        seen = Task.objects.get(pk=product.task_id).version
        assert to_confirm(reform(), today) == []
        with pytest.raises(Refused, match="không tự xác nhận"):
            evidence.confirm(reform(), paper.pk, seen)
        assert [one.title.split(":")[0] for one in to_confirm(office, today)] == [number]
        evidence.send_back(office, paper.pk, seen, "Dự thảo")


def test_where_every_office_does_it_the_city_s_leaders_confirm() -> None:
    plan = issued(task(HOME, partners=["Văn phòng UBND thành phố"]))
    office = person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")
    paper = offered(office, plan.tasks.get().products.get(), "1/BC-VP")
    seen = Task.objects.get(plan=plan).version
    with pytest.raises(PermissionDenied):
        evidence.confirm(reform(), paper.pk, seen)
    with pytest.raises(Refused, match="không tự xác nhận"):
        evidence.confirm(office, paper.pk, seen)
    leader, today = person(Role.LEADER, CITY), timezone.localdate()
    assert [one.title.split(":")[0] for one in to_confirm(leader, today)] == ["1/BC-VP"]
    other = offered(person(Role.CLERK, HOME), plan.tasks.get().products.get(), "2/BC-SNV")
    assert other.number not in str(to_confirm(leader, today))  # the committee's office can judge this one
    assert other.number in str(to_confirm(office, today))
    evidence.send_back(office, other.pk, Task.objects.get(plan=plan).version, "Trùng")
    seen = Task.objects.get(plan=plan).version
    evidence.confirm(leader, paper.pk, seen)
    assert plan.tasks.get().status == TaskStatus.DONE


def test_an_issued_plan_changes_by_a_document_and_keeps_what_was_proved() -> None:
    plan = issued()
    (row,) = plan.tasks.all()
    with pytest.raises(Refused, match="văn bản điều chỉnh"):
        actions.change_task(reform(), row.pk, row.version, task())
    product = row.products.get()
    offered(person(Role.CLERK, LAW), product, "1/KH-STP")
    row.refresh_from_db()
    with pytest.raises(Refused, match="đã có văn bản chứng minh"):
        actions.change_task(reform(), row.pk, row.version, task(), basis="12/KH-UBND")


def test_what_is_issued_lacks_nothing_either() -> None:
    plan = issued()
    vague = task(LAW, ("Chất lượng được nâng lên", f"Quý I/{YEAR}"))
    for said, lacks in ((vague, "sản phẩm đếm được"), (task(""), "cơ quan chủ trì")):
        with pytest.raises(Refused, match="phải đủ nội dung") as refusal, transaction.atomic():
            actions.add_task(reform(), plan.pk, said, basis="12/KH-UBND")
        assert lacks in refusal.value.more[0]
    row = plan.tasks.get()
    with pytest.raises(Refused, match="phải đủ nội dung"), transaction.atomic():
        actions.change_task(reform(), row.pk, row.version, vague, basis="12/KH-UBND")
    assert plan.tasks.count() == 1
    actions.add_task(reform(), plan.pk, task(), basis="12/KH-UBND")
    last = Step.objects.of(plan).last()
    assert last is not None
    assert (last.kind, last.note.split(":")[0]) == ("adjusted", "12/KH-UBND")


def test_open_tasks_of_a_unit_that_ended_follow_its_successor_once() -> None:
    plan = issued(task("ct-so-ke-hoach-dau-tu"), task(LAW))
    moving = plan.tasks.get(number=1)
    (succession,) = Succession.objects.filter(predecessor__key="ct-so-ke-hoach-dau-tu")
    day = succession.day
    assert follow(date(day.year, day.month, 1) if day.day > 1 else day) >= 1
    moving.refresh_from_db()
    assert moving.lead_id == succession.successor_id
    step = Step.objects.of(moving).get(kind=TaskStep.PASSED)
    assert "Sở Kế hoạch và Đầu tư →" in step.note
    assert moving.versions.get(known_to=None).lead_id == moving.lead_id
    assert moving.leads == ["Sở Kế hoạch và Đầu tư"]
    before = Step.objects.filter(~Q(by=None) | Q(kind=TaskStep.PASSED)).count()
    follow(day)
    assert Step.objects.filter(~Q(by=None) | Q(kind=TaskStep.PASSED)).count() == before


def test_a_task_of_a_unit_that_was_split_waits_for_who_gave_it() -> None:
    plan, today = issued(task("ct-so-ke-hoach-dau-tu")), timezone.localdate()
    (one,) = Succession.objects.filter(predecessor__key="ct-so-ke-hoach-dau-tu")
    other = unit("ct-so-tu-phap-2025-07")
    Succession.objects.create(predecessor=one.predecessor, successor=other, day=one.day, kind=one.kind)
    row = plan.tasks.get()

    def waits(who: Person) -> list[str]:
        address = f"/ke-hoach/nhiem-vu/{row.pk}/"
        return [found.what for found in to_confirm(who, today) if found.address == address]

    assert waits(reform()) == []
    follow(today)
    row.refresh_from_db()
    assert row.lead_id == one.predecessor_id
    assert waits(reform()) == [str(TaskStep.UNCLAIMED.label)]
    assert waits(person(Role.HEAD_OF_AGENCY, LAW)) == []


HEAD = ("STT", "Nhiệm vụ cụ thể", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")


def sheet(*rows: Sequence[str]) -> list[list[str]]:
    """What is read back from a workbook of these rows."""
    file = BytesIO()
    with Workbook(file) as book:
        page = book.add_worksheet()
        for number, row in enumerate((HEAD, *rows)):
            page.write_row(number, 0, row)
    return [list(row) for row in read_grid(BytesIO(file.getvalue()))]


GOOD = ("1", "Việc một", "Báo cáo", "Sở Tư pháp", "UBND cấp huyện", "Quý I/2025")


def test_a_table_is_read_with_fields_and_further_products() -> None:
    grid = sheet(("II", "Cải cách thể chế"), GOOD, ("", "", "Quyết định", "", "", "Quý II/2025"))
    (found,) = tasks_of(grid, YEAR, Units(date(YEAR, 1, 1), unit(CITY)))
    assert (found.field, found.lead) == ("II. Cải cách thể chế", unit(LAW))
    assert [(one.name, one.time_text) for one in found.products] == [
        ("Báo cáo", "Quý I/2025"),
        ("Quyết định", "Quý II/2025"),
    ]
    plan = draft()
    assert actions.take_in(reform(), plan.pk, plan.version, [found]) == 1
    assert plan.tasks.get().due == date(2025, 3, 31)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("2", "", "Việc", "Báo cáo", "Sở Tư pháp", "", "Quý I/2025"),
            "Dòng 3: các ô bị lệch 1 cột sang phải",
        ),
        (("Việc", "Báo cáo", "Sở Tư pháp", "", "Quý I/2025"), "Dòng 3: các ô bị lệch 1 cột sang trái"),
        (
            ("Việc", "Báo cáo", "Sở Tư pháp", "Sở Nội vụ", "Quý I/2025"),
            "Dòng 3: các ô bị lệch 1 cột sang trái",
        ),
        (("2", "Việc", "Báo cáo", "", "", "Quý I/2025"), "Dòng 3: cột “Cơ quan chủ trì” để trống"),
        (("2", "Việc", "Báo cáo", "Sở Không Có", "", "Quý I/2025"), "“Sở Không Có” không phải tên"),
        (("2", "Việc", "Báo cáo", "Sở Tư pháp", "", "Sớm"), "Dòng 3: thời gian “Sớm” không đọc được"),
    ],
)
def test_a_shifted_row_is_named_and_nothing_is_taken_in(row: Sequence[str], message: str) -> None:
    with pytest.raises(BadFile) as wrong:
        tasks_of(sheet(GOOD, row), YEAR, Units(date(YEAR, 1, 1), unit(CITY)))
    assert [words for words in wrong.value.rows if message in words]
