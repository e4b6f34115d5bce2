"""What a row becomes: columns, events, times, due dates, versions."""

from datetime import datetime
from decimal import Decimal

import pytest

from dunghen.core.known import transaction_time
from dunghen.core.ledger import digest
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, DossierVersion, ImportRun, Payment
from dunghen.dossiers.persons.data import content
from dunghen.dossiers.tests.files import Cells, as_csv, current, open_row, row, take, take_rows, vn
from dunghen.org.models import Installation

pytestmark = pytest.mark.django_db


def events(serial: int = 1) -> list[tuple[str, datetime, datetime | None]]:
    found = DossierEvent.objects.filter(dossier__code=f"H13.33.05-240315-{serial:04}").order_by("number")
    return list(found.values_list("kind", "occurred_at", "source_recorded_at"))


def versions(serial: int = 1) -> list[tuple[str, datetime, datetime | None, bool]]:
    found = DossierVersion.objects.filter(dossier__code=f"H13.33.05-240315-{serial:04}").order_by("number")
    return list(found.values_list("status", "known_from", "known_to", "attested"))


def test_a_row_becomes_a_dossier_with_every_column_of_it() -> None:
    told = take_rows(row())
    assert (told.summary.added, told.bad, told.due) == (1, [], [])
    found = current()
    expected = {
        "level": "commune",
        "channel": "online",
        "online_level": "full",
        "status": "returned",
        "outcome": "resolved",
        "received_at": vn("2024-03-15T09:00"),
        "limit_amount": Decimal(3),
        "limit_unit": "day",
        "due_at": vn("2024-03-20T17:00"),
        "computed_due_at": vn("2024-03-20T17:00"),
        "appointment_at": vn("2024-03-20T17:00"),
        "apologised_at": None,
        "resolved_at": vn("2024-03-19T10:00"),
        "resolved_recorded_at": vn("2024-03-19T10:05"),
        "returned_at": vn("2024-03-19T15:00"),
        "digitised": True,
        "e_result": True,
        "result_paper": True,
        "reused": True,
        "fee": 10000,
        "paid": 10000,
        "paid_online": True,
        "case_code": "",
        "sample": True,
    }
    assert {name: getattr(found, name) for name in expected} == expected
    units = (found.unit.key, found.helped_unit.key, found.received_unit.key, found.procedure.key)
    assert units == (*["ct-phuong-an-thoi"] * 3, "xac-nhan-tinh-trang-hon-nhan")
    payment = Payment.objects.get()
    assert (payment.amount, payment.paid_at, payment.online, payment.level, payment.unit) == (
        *(10000, vn("2024-03-15T09:10"), True, "commune"),
        found.unit,
    )
    run = ImportRun.objects.get()
    assert (found.dossier.import_run, run.file_name, run.attested) == (run, "ho-so.csv", True)


def test_three_rows_stay_apart() -> None:
    told = take_rows(row(1), row(2, channel="counter"), row(3, channel="postal", applicant_name="Khác"))
    assert told.summary.added == 3
    assert [current(serial).channel for serial in (1, 2, 3)] == ["online", "counter", "postal"]
    names = Dossier.objects.order_by("code").values_list("applicant__name", flat=True)
    assert list(names) == ["Người Mẫu", "Người Mẫu", "Khác"]


def test_the_person_is_in_one_place_only() -> None:
    take_rows(row())
    applicant = Applicant.objects.get()
    texts = "".join(DossierEvent.objects.values_list("text", flat=True))
    assert digest(bytes(applicant.salt), content(applicant)) in texts
    for said in ("Người Mẫu", "000000000001", "0000000001", "Khu vực mẫu"):
        assert said not in texts


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (open_row(paid="", paid_at=""), [("received", "2024-03-15T09:00", "2024-03-15T09:05")]),
        (
            open_row(paid="", paid_at="", received_recorded_at=""),
            [("received", "2024-03-15T09:00", "")],
        ),
        (
            row(returned_at="", returned_recorded_at=""),
            [
                ("received", "2024-03-15T09:00", "2024-03-15T09:05"),
                ("paid", "2024-03-15T09:10", ""),
                ("resolved", "2024-03-19T10:00", "2024-03-19T10:05"),
            ],
        ),
        (
            row(
                procedure="chuyen-nhuong-thua-ke-tang-cho-quyen-su-dung-dat",
                decided_unit="H13.33",
                supplements="2024-03-15T10:00 -> 2024-03-15T11:00",
                pauses="2024-03-18T08:00 -> 2024-03-18T09:00",
                apology_at="2024-03-18T10:00",
            ),
            [
                ("received", "2024-03-15T09:00", "2024-03-15T09:05"),
                ("paid", "2024-03-15T09:10", ""),
                ("papers_requested", "2024-03-15T10:00", ""),
                ("papers_completed", "2024-03-15T11:00", ""),
                ("paused", "2024-03-18T08:00", ""),
                ("resumed", "2024-03-18T09:00", ""),
                ("apologised", "2024-03-18T10:00", ""),
                ("resolved", "2024-03-19T10:00", "2024-03-19T10:05"),
                ("returned", "2024-03-19T15:00", "2024-03-19T15:10"),
            ],
        ),
    ],
)
def test_no_event_without_a_time_in_the_file(cells: Cells, expected: list[tuple[str, str, str]]) -> None:
    take_rows(cells)
    assert events() == [(kind, vn(at), vn(recorded) if recorded else None) for kind, at, recorded in expected]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("refused", "resolved"),
        ("refused_at_intake", "refused_at_intake"),
        ("stopped", "stopped"),
        ("withdrawn", "withdrawn"),
    ],
)
def test_every_way_to_end(outcome: str, status: str) -> None:
    take_rows(row(outcome=outcome, returned_at="", returned_recorded_at=""))
    found = current()
    assert (found.outcome, found.status, found.resolved_at) == (outcome, status, vn("2024-03-19T10:00"))


def test_history_before_going_live_is_known_from_the_files_times() -> None:
    take_rows(row())
    assert versions() == [
        ("in_process", vn("2024-03-15T09:05"), vn("2024-03-19T10:05"), True),
        ("resolved", vn("2024-03-19T10:05"), vn("2024-03-19T15:10"), True),
        ("returned", vn("2024-03-19T15:10"), None, True),
    ]
    assert Payment.objects.get().known_from == vn("2024-03-19T10:05")


def test_what_the_file_does_not_date_is_known_from_now() -> None:
    take_rows(open_row(received_recorded_at=""))
    assert versions() == [("in_process", transaction_time(), None, False)]


def test_after_going_live_everything_is_known_from_now() -> None:
    Installation.objects.update(go_live_at=transaction_time())
    assert take_rows(row()).summary.attested is False
    assert versions() == [("returned", transaction_time(), None, False)]
    assert [recorded for _, _, recorded in events()] == [
        *(vn("2024-03-15T09:05"), None, vn("2024-03-19T10:05"), vn("2024-03-19T15:10"))
    ]


def test_a_given_due_date_wins_and_the_computed_one_stands_beside() -> None:
    told = take_rows(row(1, due_at="2024-03-19T09:00"), row(2, due_at="2024-03-20T17:00"), row(3))
    difference = [(found.code, found.given, found.computed) for found in told.due]
    assert difference == [("H13.33.05-240315-0001", vn("2024-03-19T09:00"), vn("2024-03-20T17:00"))]
    assert told.summary.due_differences == 1
    assert [(current(n).due_at, current(n).computed_due_at) for n in (1, 2, 3)] == [
        (vn("2024-03-19T09:00"), vn("2024-03-20T17:00")),
        (vn("2024-03-20T17:00"), vn("2024-03-20T17:00")),
        (vn("2024-03-20T17:00"), vn("2024-03-20T17:00")),
    ]


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ({"supplements": "2024-03-18T10:00 -> 2024-03-19T10:00"}, "2024-03-22T17:00"),
        ({"supplements": "2024-03-18T10:00 ->"}, None),
        ({"pauses": "2024-03-18T10:00 -> 2024-03-19T10:00 | Luật mẫu Điều 1"}, "2024-03-22T17:00"),
        ({"pauses": "2024-03-18T10:00 -> | Luật mẫu Điều 1"}, None),
        ({"limit": "0,5", "limit_unit": "Ngày  làm việc"}, "2024-03-15T15:00"),
        ({"limit": "4", "limit_unit": "giờ làm việc"}, "2024-03-15T15:00"),
        ({"limit": "1", "limit_unit": "trong ngày"}, "2024-03-15T17:00"),
        ({"limit": "10", "limit_unit": "ngày"}, "2024-03-25T17:00"),
        ({"limit": "1", "limit_unit": "tháng"}, "2024-04-15T17:00"),
        ({"limit": "", "limit_unit": ""}, "2024-03-20T17:00"),
    ],
)
def test_due_dates_of_open_dossiers(changed: Cells, due: str | None) -> None:
    take_rows(open_row(**changed))
    assert current().due_at == (vn(due) if due else None)


def test_an_apology_moves_the_appointment_and_not_the_due_date() -> None:
    late = {
        "resolved_at": "2024-03-22T10:00",
        "resolved_recorded_at": "",
        "returned_at": "",
        "returned_recorded_at": "",
    }
    take_rows(row(**late, apology_at="2024-03-19T08:00", appointment_at="2024-03-25T17:00"))
    found = current()
    assert (found.due_at, found.apologised_at, found.appointment_at) == (
        *(vn("2024-03-20T17:00"), vn("2024-03-19T08:00")),
        vn("2024-03-25T17:00"),
    )


def test_units_by_their_old_codes_are_the_same_content() -> None:
    take_rows(row(decided_unit="000.05.33.H13", received_unit="", helped_unit=""))
    assert current().unit.key == "ct-phuong-an-thoi"
    assert take_rows(row()).summary.skipped == 1


def test_the_three_units_and_the_level_of_the_day() -> None:
    city = {"procedure": "dang-ky-cong-ty-co-phan", "received_unit": "H13.21", "helped_unit": "H13.33.05"}
    take_rows(
        row(1, **city, decided_unit="H13.05"),
        row(2, decided_unit="H13.22", procedure="dang-ky-cong-ty-co-phan"),
    )
    found = current(1)
    assert (found.unit.key, found.received_unit.key, found.helped_unit.key, found.level) == (
        *("ct-so-ke-hoach-dau-tu", "ct-trung-tam-pvhcc", "ct-phuong-an-thoi"),
        "department",
    )
    assert current(2).level == "vertical"


def test_a_procedure_by_its_national_code() -> None:
    take_rows(row(procedure="1.004873"))
    assert current().procedure.key == "xac-nhan-tinh-trang-hon-nhan"
    assert take_rows(row()).summary.skipped == 1


def test_a_procedure_not_offered_at_this_level_is_no_online_service() -> None:
    take_rows(row(decided_unit="H13.33"))
    assert (current().level, current().online_level) == ("district", "none")


def test_parts_of_a_linked_case() -> None:
    take_rows(row(1, case_code="LT-1"), row(2, case_code="LT-1", decided_unit="H13.22"))
    assert {current(1).case_code, current(2).case_code} == {"LT-1"}


def test_the_order_of_columns_and_those_left_out_do_not_matter() -> None:
    header = ("decided_unit", "received_at", "channel", "procedure", "code")
    assert take(as_csv([row()], header)).summary.added == 1
    found = current()
    assert (found.status, found.limit_amount, found.fee, found.sample) == ("in_process", Decimal(3), 0, False)
