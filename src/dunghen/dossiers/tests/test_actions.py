"""A dossier's life by actions: the stories an official tells, and what must be refused in them."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.dossiers import actions
from dunghen.dossiers.chain.append import Stale
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.models import DossierEvent, DossierVersion, Payment
from dunghen.dossiers.populations import LATE, ON_TIME, ON_TIME_BY_SYSTEM
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.tests.files import vn
from dunghen.dossiers.verify import verify

pytestmark = pytest.mark.usefixtures("fresh_db")
MARRIAGE = Intake(
    procedure="xac-nhan-tinh-trang-hon-nhan",
    decided_unit="ct-phuong-an-thoi",
    received_unit="ct-phuong-an-thoi",
    helped_unit="ct-phuong-an-thoi",
    channel="online",
    received_at=vn("2024-03-15T09:00"),
    fee=10_000,
)
LAND = replace(
    MARRIAGE,
    procedure="chuyen-nhuong-thua-ke-tang-cho-quyen-su-dung-dat",
    decided_unit="ct-quan-binh-thuy",
    received_unit="ct-quan-binh-thuy",
    received_at=vn("2024-04-17T14:00"),
)


def start(intake: Intake = MARRIAGE) -> int:
    return receive(intake, by="ngoc").dossier_id


def now(dossier: int) -> DossierVersion:
    return DossierVersion.objects.get(dossier=dossier, known_to__isnull=True)


def kinds(dossier: int) -> list[str]:
    return list(
        DossierEvent.objects.filter(dossier=dossier).order_by("number").values_list("kind", flat=True)
    )


def refused(match: str, action: Callable[..., object], dossier: int, **said: Any) -> None:
    before = DossierVersion.objects.count(), DossierEvent.objects.count()
    with pytest.raises(Refused, match=match):
        action(dossier, **{"by": "ngoc", **said})
    assert (DossierVersion.objects.count(), DossierEvent.objects.count()) == before


def test_a_supplement_counts_the_limit_anew(tmp_path: Path) -> None:
    dossier = start()
    assert now(dossier).due_at == vn("2024-03-20T17:00")
    ask: dict[str, Any] = {"items": ["bản khai"], "law": "Nghị định mẫu", "at": vn("2024-03-18T10:00")}
    refused("đủ nội dung", actions.ask_for_papers, dossier, **{**ask, "items": []})
    refused("căn cứ", actions.ask_for_papers, dossier, **{**ask, "law": ""})
    refused("đến 20/03/2024", actions.ask_for_papers, dossier, **{**ask, "at": vn("2024-03-21T08:00")})
    actions.ask_for_papers(dossier, **ask, by="tam")
    assert (now(dossier).status, now(dossier).due_at) == ("waiting_papers", None)
    refused("Chờ bổ sung", actions.resolve, dossier, at=vn("2024-03-18T11:00"))
    refused(
        "chưa có hạn",
        actions.apologise,
        dossier,
        reason="bận",
        appointment_at=vn("2024-03-28T17:00"),
        at=vn("2024-03-18T11:00"),
    )
    actions.complete_papers(dossier, at=vn("2024-03-19T10:00"), by="ngoc")
    again = now(dossier)
    assert (again.status, again.due_at, again.appointment_at) == ("in_process", *[vn("2024-03-22T17:00")] * 2)
    refused("một lần", actions.ask_for_papers, dossier, **{**ask, "at": vn("2024-03-19T11:00")})
    actions.ask_for_papers(
        dossier, **{**ask, "at": vn("2024-03-19T11:00")}, head_reason="thiếu thật", by="tam"
    )
    actions.complete_papers(dossier, at=vn("2024-03-20T08:00"), by="ngoc")
    assert now(dossier).due_at == vn("2024-03-25T17:00")
    actions.resolve(dossier, at=vn("2024-03-21T15:00"), e_result=True, by="tam")
    actions.give_back(dossier, at=vn("2024-03-21T16:00"), by="ngoc")
    done = now(dossier)
    assert (done.status, done.outcome, done.e_result, done.returned_at) == (
        *("returned", "resolved", True),
        vn("2024-03-21T16:00"),
    )
    assert DossierVersion.objects.filter(ON_TIME, pk=done.pk).exists()
    assert verify(tmp_path, tmp_path / "verify.json", timezone.now()).findings == []


def test_late_through_a_consulted_agency_and_with_an_apology_is_late() -> None:
    dossier = start(LAND)
    assert now(dossier).due_at == vn("2024-05-06T17:00")
    actions.consult(
        dossier, unit="ct-cuc-thue", due_at=vn("2024-04-25T17:00"), at=vn("2024-04-22T08:00"), by="dung"
    )
    actions.record_opinion(
        dossier, unit="ct-cuc-thue", document="12/CCT", at=vn("2024-05-03T09:00"), by="dung"
    )
    assert now(dossier).number == 1  # nothing that is counted has changed
    sorry: dict[str, Any] = {
        "reason": "cơ quan phối hợp trễ",
        "appointment_at": vn("2024-05-09T17:00"),
        "at": vn("2024-05-04T09:00"),
    }
    refused("lý do", actions.apologise, dossier, **{**sorry, "reason": ""})
    refused("chậm nhất 04/05/2024", actions.apologise, dossier, **{**sorry, "at": vn("2024-05-05T09:00")})
    refused("sau hạn", actions.apologise, dossier, **{**sorry, "appointment_at": vn("2024-05-06T17:00")})
    actions.apologise(dossier, **sorry, by="dung")
    refused("một lần", actions.apologise, dossier, **sorry)
    actions.resolve(dossier, at=vn("2024-05-08T10:00"), by="dung")
    done = now(dossier)
    assert (done.due_at, done.appointment_at, done.apologised_at) == (
        *(vn("2024-05-06T17:00"), vn("2024-05-09T17:00")),
        vn("2024-05-04T09:00"),
    )
    assert DossierVersion.objects.filter(LATE, pk=done.pk).exists()
    assert kinds(dossier) == ["received", "consulted", "opinion", "apologised", "resolved"]


def test_an_actual_time_takes_three_people_and_evidence() -> None:
    dossier = start(replace(MARRIAGE, received_at=vn("2024-04-23T09:00")))
    said: dict[str, Any] = {
        "actual": vn("2024-04-26T15:10"),
        "reason": "phần mềm ngừng từ 14:00",
        "evidence": "sổ theo dõi trang 12",
        "confirmed_by": "khoa",
        "approved_by": "chu-tich",
    }
    refused("Đang xử lý", actions.correct_time, dossier, **said)
    actions.resolve(dossier, at=vn("2024-05-02T08:10"), by="pho")
    assert DossierVersion.objects.filter(LATE, pk=now(dossier).pk).exists()
    refused("minh chứng", actions.correct_time, dossier, **{**said, "evidence": ""})
    refused("lý do", actions.correct_time, dossier, **{**said, "reason": ""})
    for same in (
        {"confirmed_by": "ngoc"},
        {"approved_by": "khoa"},
        {"approved_by": "ngoc"},
        {"confirmed_by": ""},
    ):
        refused("ba người khác nhau", actions.correct_time, dossier, **{**said, **same})
    refused(
        "trước thời điểm tiếp nhận",
        actions.correct_time,
        dossier,
        **{**said, "actual": vn("2024-04-22T15:10")},
    )
    recorded = now(dossier).resolved_recorded_at
    actions.correct_time(dossier, **said, by="pho")
    done = now(dossier)
    assert (done.resolved_at, done.resolved_recorded_at) == (vn("2024-04-26T15:10"), recorded)
    on_time = DossierVersion.objects.filter(pk=done.pk)
    assert on_time.filter(ON_TIME).exists()
    assert not on_time.filter(ON_TIME_BY_SYSTEM).exists()
    info = json.loads(DossierEvent.objects.get(dossier=dossier, kind="time_corrected").text)["info"]
    assert info == {name: said[name] for name in ("reason", "evidence", "confirmed_by", "approved_by")}


def test_refused_after_appraisal_is_a_result_that_is_returned() -> None:
    dossier = start()
    refused("lý do", actions.refuse, dossier, at=vn("2024-03-18T09:00"))
    actions.refuse(dossier, at=vn("2024-03-18T09:00"), reason="không đủ điều kiện", law="luật", by="tam")
    assert (now(dossier).status, now(dossier).outcome) == ("resolved", "refused")
    refused("trước khi có kết quả", actions.give_back, dossier, at=vn("2024-03-18T08:00"))
    actions.give_back(dossier, at=vn("2024-03-18T10:00"), by="ngoc")
    assert now(dossier).status == "returned"
    refused("Đã trả kết quả", actions.give_back, dossier, at=vn("2024-03-18T11:00"))


@pytest.mark.parametrize(("action", "outcome"), [(actions.stop, "stopped"), (actions.withdraw, "withdrawn")])
def test_stopped_or_withdrawn_needs_a_reason_and_is_the_end(
    action: Callable[..., object], outcome: str
) -> None:
    dossier = start()
    refused("lý do", action, dossier, at=vn("2024-03-18T09:00"))
    action(dossier, at=vn("2024-03-18T09:00"), reason="công dân đề nghị", by="ngoc")
    assert (now(dossier).status, now(dossier).outcome) == (outcome, outcome)
    for late in (actions.resolve, actions.give_back):
        refused("không thể", late, dossier, at=vn("2024-03-18T10:00"))


def test_money_is_asked_for_once_and_paid_up_to_the_fee() -> None:
    dossier = start()
    actions.request_payment(dossier, at=vn("2024-03-15T10:00"), by="ngoc")
    assert (now(dossier).status, now(dossier).due_at) == ("waiting_payment", vn("2024-03-20T17:00"))
    refused("vượt số phải nộp", actions.pay, dossier, amount=10_001, online=True, at=vn("2024-03-15T11:00"))
    actions.pay(dossier, amount=4_000, online=True, at=vn("2024-03-15T11:00"), by="ngoc", receipt="BL1")
    actions.pay(dossier, amount=6_000, online=True, at=vn("2024-03-15T12:00"), by="ngoc")
    paid = now(dossier)
    assert (paid.status, paid.paid, paid.paid_online) == ("in_process", 10_000, True)
    columns = ("amount", "paid_at", "online", "level", "known_to")
    assert list(Payment.objects.order_by("paid_at").values_list(*columns)) == [
        (4_000, vn("2024-03-15T11:00"), True, "commune", None),
        (6_000, vn("2024-03-15T12:00"), True, "commune", None),
    ]
    refused("không còn nghĩa vụ", actions.request_payment, dossier, at=vn("2024-03-15T13:00"))


def test_the_clock_stands_only_where_the_procedures_law_says_so() -> None:
    marriage, land = start(), start(LAND)
    pause: dict[str, Any] = {"law": "", "document": "TB-1", "at": vn("2024-04-22T09:00")}
    refused("không có quy định tạm dừng", actions.pause, marriage, **pause)
    refused("Đang xử lý", actions.resume, land, at=vn("2024-04-22T09:00"))
    actions.pause(land, **pause, by="dung")
    assert (now(land).status, now(land).due_at) == ("paused", None)
    refused("Tạm dừng", actions.pause, land, **pause)
    actions.resume(land, at=vn("2024-04-24T09:00"), by="dung")
    # 22, 23 and 24 April do not count: three working days later than 6 May
    assert (now(land).status, now(land).due_at) == ("in_process", vn("2024-05-09T17:00"))
    event = DossierEvent.objects.get(dossier=land, kind="paused")
    assert json.loads(event.text)["info"]["law"].startswith("Nghị định 43/2014/NĐ-CP")


def test_no_action_in_the_future_or_before_the_receipt() -> None:
    dossier = start()
    acts: list[tuple[Callable[..., object], dict[str, Any]]] = [
        (actions.finish_step, {"step": "Thẩm tra"}),
        (actions.consult, {"unit": "u", "due_at": vn("2024-03-20T17:00")}),
        (actions.ask_for_papers, {"items": ["a"], "law": "b"}),
        (actions.pay, {"amount": 1, "online": True}),
        (actions.resolve, {}),
        (actions.stop, {"reason": "r"}),
    ]
    for act, said in acts:
        refused("tương lai", act, dossier, at=datetime(2100, 1, 1, tzinfo=UTC), **said)
        refused("trước thời điểm tiếp nhận", act, dossier, at=vn("2024-03-15T08:59"), **said)
    assert kinds(dossier) == ["received"]


def test_a_step_is_an_event_and_no_version() -> None:
    dossier = start()
    actions.finish_step(dossier, step="Thẩm tra", at=vn("2024-03-15T10:00"), by="ngoc")
    assert kinds(dossier) == ["received", "step_done"]
    assert DossierVersion.objects.get(dossier=dossier).number == 1


def _elsewhere(work: Callable[[], object]) -> None:
    """On another connection."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result(timeout=20)


def _late_payment(dossier: int) -> None:
    """Work begun before another's, and done after it."""
    with transaction.atomic():
        transaction_time()
        _elsewhere(lambda: actions.resolve(dossier, at=vn("2024-03-18T09:00"), by="khac"))
        # the state that the other left would allow this; what was seen of the dossier is old all the same
        actions.pay(dossier, amount=1, online=False, at=vn("2024-03-18T09:30"), by="ngoc")


def test_work_begun_before_somebody_else_wrote_is_stale() -> None:
    dossier = start()
    with pytest.raises(Stale, match="đã có người khác xử lý"):
        _late_payment(dossier)
    assert kinds(dossier) == ["received", "resolved"]


def test_two_at_once_on_one_dossier_do_not_both_win() -> None:
    dossier = start()
    ready = Event()

    def resolve() -> str:
        ready.wait(10)
        try:
            actions.resolve(dossier, at=vn("2024-03-18T09:00"), by="ngoc")
        except Refused:
            return "refused"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(resolve), pool.submit(resolve)]
        ready.set()
        assert sorted(one.result(timeout=20) for one in both) == ["done", "refused"]
    assert kinds(dossier) == ["received", "resolved"]
    assert now(dossier).resolved_at == vn("2024-03-18T09:00")
