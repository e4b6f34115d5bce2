"""The table of due dates: what is read, what is refused and where."""

from datetime import date

import pytest

from dunghen.core.duecsv import BadRow, due_rows, parse_amount, parse_moment, parse_unit
from dunghen.core.worktime import Calendar, LimitUnit, OfficeHours

HEADER = "id,received_at,limit,unit,pauses"
CALENDAR = Calendar(frozenset(), frozenset(), OfficeHours(), date(2024, 1, 1), date(2024, 12, 31))


def answers(*lines: str) -> list[tuple[str, str] | BadRow]:
    return list(due_rows([f"{line}\n" for line in lines], CALENDAR))


def test_rows_are_answered_in_order() -> None:
    assert answers(
        "\ufeff" + HEADER,
        "A1,2024-03-04T08:15,5,ngày làm việc,",
        'A2,2024-03-04 08:15:30,"2,5",Giờ  làm việc,',
        "A3,2024-03-04T08:15,5,day,"
        "2024-03-06T09:00 -> 2024-03-08T10:00; 2024-03-12T08:00 -> 2024-03-12T09:00",
        "",
        "A4,2024-03-04T15:00,,trong ngày,",
        "A5,2024-03-04T08:15,5,ngày",
        "A6,2024-03-04T01:15Z,1,tháng,",
        "A7,2024-03-04T08:15,5,day,2024-03-06T09:00 ->",
    ) == [
        ("A1", "2024-03-11T17:00"),
        ("A2", "2024-03-04T10:45:30"),
        ("A3", "2024-03-15T17:00"),
        ("A4", "2024-03-05T17:00"),
        ("A5", "2024-03-11T17:00"),
        ("A6", "2024-04-04T17:00"),
        ("A7", ""),
    ]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",2024-03-04T08:15,5,day,", "id", "Thiếu mã"),
        ("A,04/03/2024,5,day,", "received_at", "không phải thời điểm"),
        ("A,2024-02-30T08:00,5,day,", "received_at", "ngày giờ có thật"),
        ("A,2024-03-04T08:15,năm,day,", "limit", "không phải là số"),
        ("A,2024-03-04T08:15,,day,", "limit", "không phải là số"),
        ("A,2024-03-04T08:15,0,day,", "limit", "lớn hơn 0"),
        ("A,2024-03-04T08:15,5,tuần,", "unit", "Không có đơn vị"),
        ("A,2024-03-04T08:15,5,day,2024-03-06", "pauses", "TỪ -> ĐẾN"),
        ("A,2024-03-04T08:15,5,day,2024-03-06T08:00 -> 2024-03-05T08:00", "pauses", "tạm dừng"),
        ("A,2024-03-04T08:15,2,5,day,", "pauses", "ngoặc kép"),
        ("A,2024-12-30T08:15,5,day,", "received_at", "chưa có năm 2025"),
    ],
)
def test_a_bad_row_says_where_and_why(line: str, column: str, reason: str) -> None:
    good, bad = answers(HEADER, "OK,2024-03-04T08:15,5,day,", line)
    assert good == ("OK", "2024-03-11T17:00")
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.column) == (3, column)
    assert reason in bad.reason


def test_missing_columns_and_an_empty_file() -> None:
    assert answers("id,limit,unit") == [BadRow(1, "received_at", "Thiếu cột received_at.")]
    assert answers() == [BadRow(1, "id", "Thiếu cột id, received_at, limit, unit.")]


def test_cells_by_themselves() -> None:
    assert str(parse_amount(" 2,5 ")) == "2.5"
    assert parse_unit("SAME-DAY") is LimitUnit.SAME_DAY
    assert parse_moment("2024-03-04T08:15").isoformat() == "2024-03-04T08:15:00+07:00"
