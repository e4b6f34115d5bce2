"""What is to be done, over all areas: when it is due, whose it is, who is told and how often, the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.documents.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.given import sources
from dunghen.supervision.given.sources import Order
from dunghen.supervision.home import actions, duties, reading
from dunghen.supervision.home.branches import bodies
from dunghen.supervision.home.duties import EVERYTHING
from dunghen.supervision.home.models import SENT, WORK
from dunghen.supervision.home.rules import Stand, reminds, stand
from dunghen.supervision.models import (
    Answer,
    Campaign,
    Case,
    DutyKind,
    GivenTask,
    Inspection,
    MeetingConclusion,
    PendingItem,
    Plan,
    Problem,
    RegisterEntry,
    Reminder,
    Source,
    SourceReport,
    Task,
    TaskUnit,
    Team,
)
from dunghen.supervision.registers import actions as registering
from dunghen.supervision.registers.actions import Said
from dunghen.supervision.registers.reading import meeting_of

CITY, OFFICE, REFORM = "ct-thanh-pho-2025", "ct-van-phong-ubnd-2025-07", "ct-so-noi-vu-2025-07"
HEALTH, JUSTICE = "ct-so-y-te-2025-07", "ct-so-tu-phap-2025-07"
TODAY = date(2026, 11, 20)
MINE = "Ban hành quy chế phối hợp"
KEPT = (*DutyKind,)[:4]


def person(role: Role, at: str) -> Person:
    sign_in(role, at)
    return Person.objects.get(username=f"{role}-{at}")


def unit(key: str) -> Unit:
    return Unit.objects.get(key=key)


@pytest.mark.parametrize(
    ("left", "expected"),
    [(-1, Stand.OVERDUE), (0, Stand.SOON), (7, Stand.SOON), (8, Stand.LATER), (None, Stand.LATER)],
)
def test_overdue_is_the_day_after_and_soon_a_week_before(left: int | None, expected: Stand) -> None:
    assert stand(None if left is None else TODAY + timedelta(days=left), TODAY) == expected


def test_the_days_on_which_one_is_reminded() -> None:
    told = [left for left in range(-16, 10) if reminds(TODAY + timedelta(days=left), TODAY)]
    assert told == [-15, -8, -1, 0, 1, 2, 3, 7]


Fill = Callable[[str, int], dict[DutyKind, int]]


@pytest.fixture
def fill(db: None) -> Fill:
    """One of each kind at a unit, due in some days; each call other ones. By their kind."""
    today, calls = timezone.localdate(), iter(range(1, 99))
    office = person(Role.COMMITTEE_OFFICE, OFFICE)

    def fill_(key: str, left: int) -> dict[DutyKind, int]:
        n, at, due = next(calls), unit(key), today + timedelta(days=left)
        order = Order(content=f"{MINE} {n}", leads=[at], partners=[], product="Quy chế", due=due)
        said: dict[str, Any] = {"kind": "thong-bao", "symbol": f"{n}/TB", "giver": "committee"}
        day = today - timedelta(days=40)
        said |= {"day": day, "abstract": f"Kết luận {n}", "issuer": "UBND", "city": unit(CITY)}
        given = GivenTask.objects.get(item__source=sources.enter(office, unit(OFFICE), [order], **said))
        years: dict[str, Any] = {
            "year": 1990 + n,
            "starts": date(1990 + n, 1, 1),
            "ends": date(1991 + n, 1, 1),
        }
        plan = Plan.objects.create(unit=at, title=f"Kế hoạch {n}", **years)
        task = Task.objects.create(
            plan=plan, number=1, content="Tập huấn", lead=at, status="ongoing", due=due
        )
        about: dict[str, Any] = {"regime": "planned", "organiser": unit(REFORM), "counted_for": unit(CITY)}
        team = Team.objects.create(name="Đoàn", plan_number=f"{n}/KH", plan_day=day, year=2026, **about)
        seen = Inspection.objects.create(
            team=team, unit=at, day=due, outline_due=due, state="concluded", outline_day=day,
            conclusion_number=f"{n}/TB-ĐKT", conclusion_day=day, passed_head="Giám đốc",
        )  # fmt: skip
        Problem.objects.create(
            inspection=seen, number=1, content="Chưa niêm yết", remedy="Niêm yết", days=5, due=due
        )
        campaign = Campaign.objects.create(
            title="Rà soát", number=f"{n}/SNV", unit=unit(REFORM), opened=day, deadline=due
        )
        answer = Answer.objects.create(campaign=campaign, unit=at, answered=day)
        item = PendingItem.objects.create(
            answer=answer, number=1, content="Tồn đọng", since="2023", group="a", causes=["capacity"],
            responsible="Trưởng phòng", way_out="Trình", due=due,
        )  # fmt: skip
        made = (given.pk, task.pk, seen.pk, item.pk)
        return dict(zip((DutyKind.GIVEN, DutyKind.PLAN, DutyKind.REMEDY, DutyKind.ITEM), made, strict=True))

    return fill_


def found(who: Person, *stands: Stand | None, only: str = "") -> set[tuple[str, str]]:
    """Kinds and units' keys of what somebody's scope holds of the work of HEALTH and JUSTICE."""
    today = timezone.localdate()
    rows = duties.rows(duties.scope_of(who, today), today, stands or (None,), KEPT)
    return {
        (one.kind, one.unit_key) for one in rows if one.unit_key in ((only,) if only else (HEALTH, JUSTICE))
    }


def test_each_area_gives_its_open_work_to_who_may_see_it(fill: Fill) -> None:
    held = fill(HEALTH, -3)
    fill(JUSTICE, 5)
    office, head = person(Role.REFORM_OFFICE, REFORM), person(Role.HEAD_OF_AGENCY, HEALTH)
    both = {(kind, key) for kind in KEPT for key in (HEALTH, JUSTICE)}
    assert found(office) == both
    assert found(office, Stand.OVERDUE) == found(head) == {(kind, HEALTH) for kind in KEPT}
    assert found(office, Stand.SOON) == {(kind, JUSTICE) for kind in KEPT}
    assert found(person(Role.HEAD_OF_DIVISION, HEALTH)) == {  # without the right to inspections
        (kind, HEALTH) for kind in KEPT if kind != DutyKind.REMEDY
    }
    officer = person(Role.CASE_OFFICER, HEALTH)
    assert found(officer) == found(person(Role.CITY_ADMIN, CITY)) == set()
    Task.objects.filter(pk=held[DutyKind.GIVEN]).update(officer=officer)
    assert found(officer) == {(DutyKind.GIVEN, HEALTH)}
    # what is done or handed in is to be done no more
    Task.objects.filter(pk=held[DutyKind.PLAN]).update(status="done")
    GivenTask.objects.filter(pk=held[DutyKind.GIVEN]).update(state="submitted")
    Problem.objects.filter(inspection=held[DutyKind.REMEDY]).update(state="reported")
    PendingItem.objects.filter(pk=held[DutyKind.ITEM]).update(finished=TODAY)
    assert found(head) == set()


def listed_at(key: str) -> dict[DutyKind, str]:
    """What a unit is to do or takes part in beyond KEPT, with its titles."""
    today, only = timezone.localdate(), frozenset({unit(key).pk})
    rows = duties.rows(EVERYTHING.at(only, None), today)
    return {one.kind: one.title for one in rows if one.kind not in KEPT}


def test_conclusions_replies_and_what_a_unit_takes_part_in(fill: Fill) -> None:
    held, today = fill(HEALTH, 3), timezone.localdate()
    keeper, clinic = person(Role.HEAD_OF_AGENCY, REFORM), unit(HEALTH)
    said = Said(day=today, title="Giao ban", kind="Hội nghị")
    entry = registering.enter(keeper, unit(REFORM), "hoi-nghi-doi-thoai", said)
    meeting = meeting_of(entry)
    assert meeting is not None
    made = registering.conclude(keeper, meeting, text="Công khai", unit=clinic, due=today)
    given = GivenTask.objects.get(pk=held[DutyKind.GIVEN])
    Source.objects.filter(pk=given.item.source_id).update(reply_by=today)
    assert listed_at(HEALTH) == {DutyKind.MEETING: "Công khai", DutyKind.REPLY: "Kết luận 1"}
    paper = OfficialDocument.objects.filter(day__isnull=False)[0]
    report = SourceReport.objects.create(source=given.item.source, unit=clinic, document=paper)
    assert listed_at(HEALTH) == {DutyKind.MEETING: "Công khai"}  # its report has a number
    report.delete()
    [duty] = duties.rows(EVERYTHING.at(frozenset({clinic.pk}), None), today, kinds=[DutyKind.MEETING])
    assert (duty.address, duty.about, duty.due) == (f"/so-nghiep-vu/dong/{entry.pk}/", "Giao ban", today)
    for pk in (given.pk, held[DutyKind.PLAN]):
        TaskUnit.objects.create(task_id=pk, unit=unit(JUSTICE), role="partner")
    assert listed_at(JUSTICE) == {DutyKind.WITH: f"{MINE} 1", DutyKind.BESIDE: "Tập huấn"}
    assert not {DutyKind.WITH, DutyKind.BESIDE} & {*WORK, *SENT}  # another unit answers for it
    GivenTask.objects.filter(pk=given.pk).update(state="done")
    Task.objects.filter(pk=held[DutyKind.PLAN]).update(status="done")
    assert (listed_at(JUSTICE), listed_at(HEALTH)) == ({}, {DutyKind.MEETING: "Công khai"})
    registering.give_task(keeper, entry, made.pk, product="Thông báo")
    assert listed_at(HEALTH) == {}


def said_by_the_areas() -> set[tuple[str, str, int, date | None]]:
    """Kind, key, unit and day of every duty, each by a query of its area's own words."""
    open_tasks = Task.objects.exclude(status="done")
    plans = open_tasks.filter(plan__state="issued", stated="")
    given = GivenTask.objects.filter(state__in=("new", "received", "ongoing"))
    asked = GivenTask.objects.exclude(state__in=("done", "stopped")).filter(
        item__source__reply_by__isnull=False
    )
    sent = SourceReport.objects.filter(document__day__isnull=False).values_list("source", "unit")
    named = TaskUnit.objects.filter(role="partner")
    mended = Problem.objects.filter(state__in=("open", "doing"), inspection__state="concluded")
    pending = PendingItem.objects.filter(answer__answered__isnull=False, finished=None, task=None, way="")
    outlines = Inspection.objects.filter(state="scheduled", outline_day=None)
    answers = Answer.objects.filter(answered=None, campaign__closed=None)
    rows = {
        DutyKind.PLAN: plans.filter(handed_in=False).values_list("pk", "lead", "due"),
        DutyKind.GIVEN: given.values_list("pk", "task__lead", "task__due"),
        DutyKind.ITEM: pending.values_list("pk", "answer__unit", "due"),
        DutyKind.OUTLINE: outlines.values_list("pk", "unit", "outline_due"),
        DutyKind.ANSWER: answers.values_list("pk", "unit", "campaign__deadline"),
        DutyKind.WITH: named.filter(task__given__in=given).values_list("task", "unit", "task__due"),
        DutyKind.BESIDE: named.filter(task__in=plans).values_list("task", "unit", "task__due"),
    }
    found = {(kind, str(key), unit, due) for kind, each in rows.items() for key, unit, due in each}
    found |= {
        (DutyKind.REMEDY, f"{key}/{number}", unit, due)
        for key, number, unit, due in mended.values_list("inspection", "number", "inspection__unit", "due")
    }
    found |= {
        (DutyKind.REPLY, f"{key}/{unit}", unit, due)
        for key, unit, due in asked.values_list("item__source", "task__lead", "item__source__reply_by")
        if (key, unit) not in set(sent)
    }
    for one in MeetingConclusion.objects.filter(done=None, task=None):
        line = {name: getattr(one.meeting, name) for name in ("unit", "register", "year", "serial")}
        for entry in RegisterEntry.objects.filter(known_to=None, **line):
            found.add((DutyKind.MEETING, f"{entry.pk}/{one.position}", one.unit_id or 0, one.due))
    return {one for one in found if one[2]}


def test_the_functions_say_what_each_area_says(fill: Fill) -> None:
    keeper, today = person(Role.HEAD_OF_AGENCY, REFORM), timezone.localdate()
    for left in (-1, 0, 7, 8):
        held = fill(HEALTH, left)
        for pk in (held[DutyKind.GIVEN], held[DutyKind.PLAN]):
            TaskUnit.objects.create(task_id=pk, unit=unit(JUSTICE), role="partner")
    said = Said(day=today, title="Giao ban", kind="Hội nghị")
    meeting = meeting_of(registering.enter(keeper, unit(REFORM), "hoi-nghi-doi-thoai", said))
    assert meeting is not None
    registering.conclude(keeper, meeting, text="Công khai", unit=unit(HEALTH), due=None)
    Source.objects.filter(abstract__startswith="Kết luận").update(reply_by=today)
    Inspection.objects.filter(unit=unit(HEALTH), outline_due=today).update(
        state="scheduled", outline_day=None
    )
    Answer.objects.filter(unit=unit(HEALTH), campaign__deadline=today).update(answered=None)
    Task.objects.filter(pk=held[DutyKind.PLAN]).update(handed_in=True)
    every = said_by_the_areas()
    assert {kind for kind, *_rest in every} == set(DutyKind) - {DutyKind.REPORT}
    rows = duties.rows(EVERYTHING, today, most=9999)
    assert {(one.kind, one.key, one.unit, one.due) for one in rows} == every
    assert len(rows) == len(every)
    own = {one for one in every if one[2] == unit(HEALTH).pk}
    at = EVERYTHING.at(frozenset({unit(HEALTH).pk}), None)
    by_stand = {wanted: duties.rows(at, today, [wanted]) for wanted in Stand}
    parts = [{(one.kind, one.key, one.unit, one.due) for one in found} for found in by_stand.values()]
    assert set.union(*parts) == own
    assert sum(map(len, parts)) == len(own)
    assert all(one.stand(today) == wanted for wanted, found in by_stand.items() for one in found)
    for scope, expected in ((EVERYTHING, every), (at, own)):
        summed = {
            (one.kind, one.unit): (one.overdue, one.soon, one.open) for one in duties.sums(scope, today)
        }
        counted: dict[tuple[str, int], list[int]] = {}
        for kind, _key, where, due in expected:
            numbers = counted.setdefault((kind, where), [0, 0, 0])
            numbers[0] += stand(due, today) == Stand.OVERDUE
            numbers[1] += stand(due, today) == Stand.SOON
            numbers[2] += 1
        assert summed == {key: tuple(numbers) for key, numbers in counted.items()}


def test_what_is_one_s_own_is_theirs_wherever_it_is_led(fill: Fill) -> None:
    held, today = fill(HEALTH, -3), timezone.localdate()
    officer, colleague = person(Role.CASE_OFFICER, JUSTICE), person(Role.HEAD_OF_DIVISION, JUSTICE)
    Task.objects.filter(pk=held[DutyKind.GIVEN]).update(officer=officer)
    mine = duties.rows(duties.scope_of(officer, today), today, kinds=[DutyKind.GIVEN])
    assert str(held[DutyKind.GIVEN]) in {one.key for one in mine}
    theirs = duties.rows(duties.scope_of(colleague, today), today, kinds=[DutyKind.GIVEN])
    assert str(held[DutyKind.GIVEN]) not in {one.key for one in theirs}


def test_the_database_has_the_functions_as_they_are_written(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'supervision_dut%'")
        assert dict(cursor.fetchall()) == bodies(), "branches.py changed: a migration with made()"


def test_who_has_not_sent_stands_by_what_is_to_be_sent(fill: Fill) -> None:
    fill(HEALTH, -3)
    Inspection.objects.update(state="scheduled", outline_day=None)
    Answer.objects.filter(unit=unit(HEALTH)).update(answered=None)
    today, office = timezone.localdate(), person(Role.REFORM_OFFICE, REFORM)
    rows = reading.unsent(reading.to_send(duties.scope_of(office, today), today), today)
    late = {row.kind: row.late for row in rows if row.due == today - timedelta(days=3)}
    assert late[DutyKind.OUTLINE] == late[DutyKind.ANSWER] == [unit(HEALTH).name]


def test_a_second_run_of_the_day_tells_nobody_twice(fill: Fill) -> None:
    held, today = fill(HEALTH, -1), timezone.localdate()
    head, officer = person(Role.HEAD_OF_AGENCY, HEALTH), person(Role.CASE_OFFICER, HEALTH)
    division = person(Role.HEAD_OF_DIVISION, HEALTH)  # opens no inspection
    Task.objects.filter(pk=held[DutyKind.GIVEN]).update(officer=officer)
    assert actions.remind(today) > 0
    assert actions.remind(today) == 0
    told = Reminder.objects.filter(day=today, kind__in=KEPT, unit=unit(HEALTH))
    assert set(told.values_list("person", "kind")) == {
        *((head.pk, kind) for kind in KEPT if kind != DutyKind.GIVEN),
        *((division.pk, kind) for kind in (DutyKind.PLAN, DutyKind.ITEM)),
        (officer.pk, DutyKind.GIVEN),
    }
    page, other = sign_in(Role.CASE_OFFICER, HEALTH), sign_in(Role.CASE_OFFICER, JUSTICE)
    assert MINE in page.get("/").content.decode()
    assert MINE not in other.get("/").content.decode()
    own = told.get(person=officer)
    assert other.post("/tuan-cong-viec/nhac-viec/da-doc/", {"muc": own.pk}).status_code == 404
    assert other.post("/tuan-cong-viec/nhac-viec/da-doc/").status_code == 302  # all of their own
    assert MINE in page.get("/").content.decode()
    assert page.post("/tuan-cong-viec/nhac-viec/da-doc/", {"muc": own.pk}).status_code == 302
    assert MINE not in page.get("/").content.decode()
    assert reading.reminders(officer, today) == []


def test_what_waits_for_one_s_word_is_not_shown_to_its_doer(fill: Fill) -> None:
    held, today = fill(HEALTH, 5), timezone.localdate()
    doer, office = person(Role.HEAD_OF_AGENCY, HEALTH), person(Role.COMMITTEE_OFFICE, OFFICE)
    GivenTask.objects.filter(pk=held[DutyKind.GIVEN]).update(
        state="submitted", submitted=today, submitted_by=doer
    )
    Problem.objects.filter(inspection=held[DutyKind.REMEDY]).update(state="reported", reported=today)
    reform = person(Role.REFORM_OFFICE, REFORM)
    assert [one.title for one in reading.to_confirm(office, today)] == [f"{MINE} 1"]
    assert [one.title for one in reading.to_confirm(reform, today)] == ["Chưa niêm yết"]
    assert reading.to_confirm(doer, today) == []


def test_the_pages_cost_the_same_however_much_there_is(fill: Fill) -> None:
    fill(HEALTH, -3)
    client = sign_in(Role.REFORM_OFFICE, REFORM)
    pages = ["/", "/tuan-cong-viec/", "/tuan-cong-viec/theo-don-vi/", f"/viec-cua-don-vi/?don-vi={HEALTH}"]
    for page in pages:
        client.get(page)  # keeps the figures of the period, and what hardly changes
    numbers = []
    for _round in range(2):
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert unit(HEALTH).name in client.get(page).content.decode()
            numbers.append(len(queries))
        fill(HEALTH, -2)
        fill(HEALTH, 2)
    assert numbers[:4] == numbers[4:]
    assert max(numbers[1:4]) <= 20  # six of them who asks, where they work, and whether that changed


def test_a_colleague_elsewhere_and_a_stranger(fill: Fill) -> None:
    fill(HEALTH, -3)
    own, colleague = sign_in(Role.REPORTING_OFFICER, HEALTH), sign_in(Role.REPORTING_OFFICER, JUSTICE)
    assert MINE in own.get("/viec-cua-don-vi/?han=qua-han&loai=given").content.decode()
    assert MINE not in own.get("/viec-cua-don-vi/?han=con-han").content.decode()
    assert MINE not in colleague.get("/viec-cua-don-vi/").content.decode()
    assert colleague.get(f"/viec-cua-don-vi/?don-vi={HEALTH}").status_code == 404
    assert sign_in(Role.CITY_ADMIN, CITY).get("/tuan-cong-viec/").status_code == 403
    assert "Công việc trong tuần" not in sign_in(Role.CITY_ADMIN, CITY).get("/").content.decode()


def test_who_answers_for_what_is_named_nowhere_here(fill: Fill) -> None:
    fill(HEALTH, -3)
    at, who = unit(HEALTH), "Người Mẫu Bị Nêu Tên"
    said: dict[str, Any] = {
        "unit": at,
        "manager": at,
        "managed": "unit",
        "subject": "person",
        "rank": "commune",
    }
    said |= {"origin": "surprise", "origin_key": "mẫu", "reason": "hours", "facts": who, "state": "recorded"}
    Case.objects.create(name=who, search="x", opened=TODAY, **said)
    actions.remind(timezone.localdate())
    head = sign_in(Role.HEAD_OF_AGENCY, HEALTH)
    for page in ("/", "/tuan-cong-viec/", "/viec-cua-don-vi/", "/tuan-cong-viec/theo-don-vi/"):
        assert who not in head.get(page).content.decode()
    assert {one.kind for one in duties.rows(EVERYTHING, TODAY)} <= set(DutyKind)
