"""Receiving: what is copied from the law of the day, what is refused, codes without gaps."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections, transaction

from dunghen.dossiers.intake.receive import Intake, next_code, receive, refuse_at_intake
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, DossierSerial
from dunghen.dossiers.rules import Refused
from dunghen.dossiers.tests.files import vn
from dunghen.org.models import Unit

WARD = "ct-phuong-an-thoi"
MARRIAGE = Intake(
    procedure="xac-nhan-tinh-trang-hon-nhan",
    decided_unit=WARD,
    received_unit=WARD,
    helped_unit=WARD,
    channel="online",
    received_at=vn("2024-03-15T09:00"),
    fee=10_000,
    reused=True,
    person={"kind": "person", "name": "Người Mẫu", "number": "", "phone": "", "address": ""},
)
COPIES = replace(MARRIAGE, procedure="chung-thuc-ban-sao", channel="counter", fee=None, person={})


@pytest.mark.django_db
def test_a_receipt_copies_limit_fee_and_levels_from_the_law_of_the_day() -> None:
    found = receive(MARRIAGE, by="ngoc")
    expected = {
        "number": 1,
        "level": "commune",
        "status": "in_process",
        "outcome": "",
        "online_level": "full",
        "limit_amount": Decimal(3),
        "limit_unit": "day",
        "due_at": vn("2024-03-20T17:00"),
        "computed_due_at": vn("2024-03-20T17:00"),
        "appointment_at": vn("2024-03-20T17:00"),
        "fee": 10_000,
        "reused": True,
        "result_paper": True,
        "known_to": None,
        "attested": False,
    }
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.dossier.code == "H13.33.05-240315-0001"
    event = DossierEvent.objects.get()
    assert (event.kind, event.occurred_at, event.recorded_at) == (
        *("received", MARRIAGE.received_at),
        found.known_from,
    )
    assert '"by":"ngoc"' in event.text
    assert "Người Mẫu" not in event.text
    assert Applicant.objects.get().name == "Người Mẫu"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("received", "due"),
    [("2024-03-14T09:10", "2024-03-14T17:00"), ("2024-03-14T15:20", "2024-03-15T17:00")],
)
def test_copies_on_the_same_day_or_the_next_after_three_o_clock(received: str, due: str) -> None:
    found = receive(replace(COPIES, received_at=vn(received)), by="ngoc")
    assert (found.due_at, found.fee, found.dossier.applicant) == (vn(due), 2_000, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"received_at": vn("2100-01-01T08:00")}, "Thời điểm tiếp nhận không được ở tương lai."),
        (
            {"decided_unit": "ct-trung-tam-pvhcc"},
            "Trung tâm Phục vụ hành chính công chỉ tiếp nhận, không giải quyết hồ sơ.",
        ),
        (
            {"received_unit": "ct-trung-tam-pvhcc", "received_at": vn("2024-02-27T09:00")},
            "Đơn vị “ct-trung-tam-pvhcc” không hoạt động vào ngày 27/02/2024.",
        ),
        (
            {"received_at": vn("2025-07-01T00:00")},
            "Đơn vị “ct-phuong-an-thoi” không hoạt động vào ngày 01/07/2025.",
        ),
        ({"helped_unit": "khong-co"}, "Đơn vị “khong-co” không hoạt động vào ngày 15/03/2024."),
        (
            {"procedure": "the-bao-hiem-y-te-tre-em-duoi-6", "received_at": vn("2023-12-31T09:00")},
            (
                "Thủ tục “Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi” không có phiên bản hiệu lực "
                "vào ngày 31/12/2023."
            ),
        ),
    ],
)
def test_what_is_not_received(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as caught, transaction.atomic():
        receive(replace(MARRIAGE, **changed), by="ngoc")
    assert str(caught.value) == said
    assert not Dossier.objects.exists()
    assert not DossierSerial.objects.exists()


@pytest.mark.django_db
def test_a_refusal_at_intake_names_reason_and_law() -> None:
    for reason, law in (("", "luật"), ("thiếu giấy", "")):
        with pytest.raises(Refused, match="lý do và căn cứ"), transaction.atomic():
            refuse_at_intake(MARRIAGE, reason=reason, law=law, by="ngoc")
    found = refuse_at_intake(MARRIAGE, reason="thiếu giấy", law="Nghị định mẫu", by="ngoc")
    assert (found.status, found.outcome, found.resolved_at) == (
        *("refused_at_intake", "refused_at_intake"),
        MARRIAGE.received_at,
    )
    assert DossierEvent.objects.get().kind == "refused_at_intake"


@pytest.mark.django_db
def test_codes_begin_anew_every_day_at_every_receiving_unit() -> None:
    other = replace(MARRIAGE, received_unit="ct-quan-binh-thuy")
    intakes = (MARRIAGE, MARRIAGE, other, replace(MARRIAGE, received_at=vn("2024-03-18T09:00")), MARRIAGE)
    assert [receive(intake, by="ngoc").dossier.code for intake in intakes] == [
        *("H13.33.05-240315-0001", "H13.33.05-240315-0002", "H13.33-240315-0001"),
        *("H13.33.05-240318-0001", "H13.33.05-240315-0003"),
    ]


def _receive_many(count: int) -> list[str]:
    """In a thread of its own, so on a connection of its own; every third receipt fails."""
    try:
        codes = []
        for at in range(count):
            try:
                with transaction.atomic():
                    code = receive(COPIES, by="ngoc").dossier.code
                    if at % 3 == 2:
                        raise Refused("thử")
                codes.append(code)
            except Refused:
                continue
        return codes
    finally:
        connections.close_all()


def test_two_receivers_at_once_leave_no_gap(fresh_db: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(_receive_many, (15, 15))
    assert len(one) == len(other) == 10
    assert sorted(one + other) == [f"H13.33.05-240315-{at:04}" for at in range(1, 21)]
    assert sorted(Dossier.objects.values_list("code", flat=True)) == sorted(one + other)


def test_a_second_receiver_waits_for_the_first(fresh_db: str) -> None:
    unit = Unit.objects.get(key=WARD)

    def second() -> str:
        try:
            with transaction.atomic():
                return next_code(unit, date(2024, 3, 15))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = next_code(unit, date(2024, 3, 15))
            waiting = pool.submit(second)
            transaction.set_rollback(True)
        assert (first, waiting.result(timeout=20)) == ("H13.33.05-240315-0001",) * 2
