"""Story 5.5 by the actions: who may do what, both days of an extension, two at once, what is counted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.db.models import F
from django.utils import timezone

from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics.counting import count
from dunghen.statistics.registry import POPULATIONS
from dunghen.supervision.errors import Refused
from dunghen.supervision.given import actions, sources
from dunghen.supervision.given.known import remember
from dunghen.supervision.given.letters import urge
from dunghen.supervision.given.models import GivenTask, Giver, ItemVersion, Source
from dunghen.supervision.given.reading import late
from dunghen.supervision.given.sources import Order
from dunghen.supervision.models import Step, Task, TaskStatus

CITY, OFFICE = "ct-thanh-pho-2025", "ct-van-phong-ubnd-2025-07"
HOME, HEALTH, JUSTICE = "ct-so-noi-vu-2025-07", "ct-so-y-te-2025-07", "ct-so-tu-phap-2025-07"
GOVERNMENT = ("on_time", "late", "overdue", "open")


def person(role: Role, unit: str) -> Person:
    sign_in(role, unit)
    return Person.objects.get(username=f"{role}-{unit}")


def phuc() -> Person:
    return person(Role.COMMITTEE_OFFICE, OFFICE)


def mai(unit: str = HOME) -> Person:
    return person(Role.HEAD_OF_AGENCY, unit)


def unit(key: str) -> Unit:
    return Unit.objects.get(key=key)


def source(*leads: str, giver: str = Giver.COMMITTEE, due: int | None = 20, ago: int = 30) -> Source:
    """A document of some days ago, entered by the office; one order due in some days."""
    today = timezone.localdate()
    order = Order(
        content="Tham mưu kiện toàn Ban Chỉ đạo",
        leads=[unit(key) for key in leads],
        partners=[unit(JUSTICE)],
        product="Tờ trình và dự thảo quyết định",
        due=today + timedelta(days=due) if due is not None else None,
    )
    return sources.enter(
        phuc(),
        unit(OFFICE),
        [order],
        giver=giver,
        city=unit(CITY),
        kind="thong-bao",
        symbol="",
        day=today - timedelta(days=ago),
        abstract=f"Kết luận tại Hội nghị {', '.join(leads)} {due}",
        issuer="UBND thành phố",
    )


def task(made: Source, lead: str = HOME) -> GivenTask:
    return GivenTask.objects.get(item__source=made, task__lead__key=lead)


def submit(by: Person, given: GivenTask, **said: Any) -> None:
    today = timezone.localdate()
    actions.submit(by, given.pk, **{"number": "15/TTr-SNV", "day": today, "subject": "Kiện toàn", **said})


def counted(moment: datetime | None = None) -> dict[str, int]:
    """Of the whole city, to the end of tomorrow."""
    end = datetime.combine(timezone.localdate() + timedelta(days=2), datetime.min.time(), VIETNAM)
    names = {name: f"supervision.government_tasks_{name}" for name in GOVERNMENT}
    found = count((POPULATIONS[name] for name in names.values()), end - timedelta(days=60), end, moment)
    return {short: sum(found.numbers[name].values()) for short, name in names.items()}


def refused(why: str, act: Callable[..., object], *args: Any, **said: Any) -> None:
    with pytest.raises(Refused, match=why):
        act(*args, **said)


@pytest.mark.django_db
def test_neither_a_delegation_nor_a_succession_lets_the_doer_or_a_partner_confirm() -> None:
    given, today, lent = task(source(HOME)), timezone.localdate(), person(Role.REPORTING_OFFICER, HOME)
    until = today + timedelta(days=5)
    Assignment.objects.create(
        person=lent, role=Role.COMMITTEE_OFFICE, unit=unit(OFFICE), valid_from=today, valid_to=until,
        delegated_by=phuc(), document="1/GUQ",
    )  # fmt: skip
    clerk = person(Role.CLERK, HOME)
    GivenTask.objects.filter(pk=given.pk).update(state="submitted", submitted=today, submitted_by=clerk)
    refused("không tự xác nhận", actions.confirm, lent, given.pk)
    with pytest.raises(PermissionDenied):
        actions.confirm(mai(JUSTICE), given.pk)  # its partner
    Task.objects.filter(pk=given.pk).update(lead=unit("ct-so-noi-vu"))  # which HOME took over
    refused("không tự xác nhận", actions.confirm, lent, given.pk)
    refused("không tự xác nhận", actions.stop, lent, given.pk, "Không cần nữa")


@pytest.mark.usefixtures("fresh_db")
def test_done_is_the_givers_word() -> None:
    made = source(HOME)
    given = task(made)
    with pytest.raises(PermissionDenied):
        actions.receive(mai(HEALTH), given.pk)
    actions.receive(mai(), given.pk)
    officer = person(Role.CASE_OFFICER, HOME)
    actions.assign(mai(), given.pk, officer, "Phòng Cải cách hành chính")
    assert GivenTask.objects.visible_to(officer, timezone.localdate()).get() == given
    actions.note(officer, given.pk, "Đã lấy ý kiến các sở", "Công văn số 1/SNV;\n")
    submit(officer, given)
    for doer in (officer, mai(), person(Role.CLERK, HOME)):
        refused("không tự xác nhận", actions.confirm, doer, given.pk)
    with pytest.raises(PermissionDenied):
        actions.confirm(mai(HEALTH), given.pk)
    actions.send_back(phuc(), given.pk, "Thiếu dự thảo quyết định")
    refused("không còn ở bước này", actions.confirm, phuc(), given.pk)
    submit(mai(), given)
    given.refresh_from_db()
    refused("Người khác vừa xử lý", actions.confirm, phuc(), given.pk, given.version - 1)
    actions.confirm(phuc(), given.pk, given.version)
    given.refresh_from_db()
    assert (given.state, given.task.status, given.task.done) == ("done", TaskStatus.DONE, given.submitted)
    steps = [step.kind for step in Step.objects.of(given.task)]
    assert steps == [
        *("cut", "received", "assigned", "noted", "submitted"),
        *("returned", "submitted", "confirmed"),
    ]
    states = list(given.task.products.get().evidence.order_by("pk").values_list("state", flat=True))
    assert states == ["returned", "confirmed"]


@pytest.mark.usefixtures("fresh_db")
def test_an_extension_keeps_both_days_and_is_asked_before_the_day() -> None:
    given = task(source(HOME, due=1))
    old, new = given.task.due, timezone.localdate() + timedelta(days=15)
    assert old is not None
    actions.ask_extension(mai(), given.pk, new, "Chờ hướng dẫn")
    refused("Đang có một đề nghị", actions.ask_extension, mai(), given.pk, new, "Lần hai")
    refused("không tự xác nhận", actions.decide_extension, mai(), given.pk, now=new, answer="")
    leader = person(Role.LEADER, CITY)
    actions.decide_extension(leader, given.pk, now=new, answer="Đồng ý")
    given = GivenTask.objects.select_related("task").get(pk=given.pk)
    assert (given.first_due, given.task.due, given.extended) == (old, new, True)
    request = given.extensions.get()
    assert (request.was, request.now, request.decided_by) == (old, new, leader)
    late = task(source(HEALTH, due=-1), HEALTH)
    refused("phải gửi trước khi hết hạn", actions.ask_extension, mai(HEALTH), late.pk, new, "Chậm")
    assert not late.extensions.exists()


@pytest.mark.usefixtures("fresh_db")
def test_something_ordered_of_two_leads_counts_once_and_once_both_are_done() -> None:
    before = counted()
    made = source(HOME, HEALTH, giver=Giver.GOVERNMENT)
    early = timezone.now()
    assert counted() == {**before, "open": before["open"] + 1}
    assert GivenTask.objects.filter(item__source=made).count() == 2
    submit(mai(), task(made))
    actions.confirm(phuc(), task(made).pk)
    assert counted() == {**before, "open": before["open"] + 1}
    submit(mai(HEALTH), task(made, HEALTH))
    actions.confirm(phuc(), task(made, HEALTH).pk)
    assert counted() == {**before, "on_time": before["on_time"] + 1}
    assert counted(early) == {**before, "open": before["open"] + 1}
    overdue = source(HEALTH, giver=Giver.GOVERNMENT, due=-3, ago=10)
    assert counted()["overdue"] == before["overdue"] + 1
    actions.change_lead(phuc(), task(overdue, HEALTH).pk, unit(JUSTICE), "Đúng chức năng")
    moved = task(overdue, JUSTICE)
    assert (moved.state, moved.task.units.count()) == ("new", 0)
    actions.stop(phuc(), moved.pk, "Văn bản đã bị thay thế")
    assert counted() == {**before, "on_time": before["on_time"] + 1}
    assert not ItemVersion.objects.filter(item__source=overdue, known_to=None).exists()


@pytest.mark.usefixtures("fresh_db")
def test_what_was_handed_in_in_time_is_late_for_nobody_while_the_giver_is_silent() -> None:
    before, today = counted(), timezone.localdate()
    given = task(source(HOME, giver=Giver.GOVERNMENT, due=-1))
    assert counted()["overdue"] == before["overdue"] + 1
    submit(mai(), given)
    assert counted()["overdue"] == before["overdue"] + 1  # handed in a day late
    GivenTask.objects.filter(pk=given.pk).update(submitted=today - timedelta(days=1))
    remember(given.item)
    assert counted()["overdue"] == before["overdue"]
    assert not GivenTask.objects.filter(late(today), pk=given.pk).exists()
    with pytest.raises(Refused, match="không còn nhiệm vụ quá hạn"):
        urge(phuc(), unit(OFFICE), [unit(HOME)])
    actions.send_back(phuc(), given.pk, "Dự thảo, chưa ký")
    assert counted()["overdue"] == before["overdue"] + 1
    assert GivenTask.objects.filter(late(today), pk=given.pk).exists()


@pytest.mark.usefixtures("fresh_db")
def test_no_request_waits_for_a_task_that_is_over_and_its_doer_neither_stops_nor_hands_it_on() -> None:
    reform, later = person(Role.REFORM_OFFICE, HOME), timezone.localdate() + timedelta(days=40)
    given = task(source(HOME))
    actions.ask_extension(mai(), given.pk, later, "Chờ hướng dẫn")
    submit(mai(), given)
    actions.confirm(phuc(), given.pk)
    request = given.extensions.get()
    assert (request.state, request.answer, request.now) == ("declined", "Nhiệm vụ đã hoàn thành.", None)
    own = task(source(HOME, due=21))
    Source.objects.filter(pk=own.item.source_id).update(office=unit(HOME))
    refused("không tự xác nhận", actions.stop, reform, own.pk, "Không cần")
    refused("không tự xác nhận", actions.change_lead, reform, own.pk, unit(HEALTH), "Không cần")
    refused("thuộc cơ quan chủ trì", actions.assign, mai(), own.pk, person(Role.CLERK, HEALTH), "")


@pytest.mark.usefixtures("fresh_db")
def test_of_two_who_confirm_at_once_one_is_told() -> None:
    given = task(source(HOME))
    submit(mai(), given)
    given.refresh_from_db()
    both = [phuc(), person(Role.LEADER, CITY)]

    def confirm(by: Person) -> str:
        try:
            actions.confirm(by, given.pk, given.version)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(confirm, both))
    assert said[0] == ""
    assert said[1].startswith("Người khác vừa xử lý")
    assert Step.objects.of(given.task).filter(kind="confirmed").count() == 1


@pytest.mark.django_db
def test_the_sample_counts_84_as_the_report_declares() -> None:
    window = (datetime(2023, 12, 15, tzinfo=VIETNAM), datetime(2024, 5, 15, tzinfo=VIETNAM))
    found = count((POPULATIONS[f"supervision.government_tasks_{name}"] for name in GOVERNMENT), *window, None)
    sums = [sum(found.numbers[f"supervision.government_tasks_{name}"].values()) for name in GOVERNMENT]
    assert sums == [30, 0, 0, 54]
    assert GivenTask.objects.filter(item__source__giver=Giver.GOVERNMENT).count() > 84


@pytest.mark.django_db
def test_the_sample_keeps_the_days_of_the_notice() -> None:
    notice = GivenTask.objects.filter(item__source__day=date(2023, 2, 24)).select_related("task")
    steering = notice.get(item__label="3")
    assert (steering.task.due, steering.task.done) == (date(2023, 3, 31), date(2023, 3, 28))
    extended = notice.get(task__lead__key="ct-huyen-phong-dien")
    assert (extended.first_due, extended.task.due) == (date(2023, 3, 31), date(2023, 4, 15))
    assert notice.filter(item__label="1.a", task__done__lte=F("task__due")).count() == 28
    assert notice.filter(item__label="1.a").count() == 29
