"""The recount itself, by hand-written dates: it must not be wrong the same way as what it checks."""

from datetime import date, timedelta

import pytest

from tests.due_by_hand import due

# the first half of 2024 as decreed: Tết 8-14/2, Hùng kings 18/4, 29/4 swapped for 4/5, 30/4 and 1/5
OFF = {
    *("2024-01-01", "2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14", "2024-04-18"),
    *("2024-04-29", "2024-04-30", "2024-05-01"),
}
ALL = [date(2024, 1, 1) + timedelta(n) for n in range(180)]
DAYS = [str(day) for day in ALL if (day.weekday() < 5 and str(day) not in OFF) or str(day) == "2024-05-04"]


@pytest.mark.parametrize(
    ("received", "limit", "unit", "supplements", "pauses", "expected"),
    [
        ("2024-04-17T14:00", "10", "ngày làm việc", "", "", "2024-05-06T17:00"),
        ("2024-03-15T09:00", "3", "ngày làm việc", "", "", "2024-03-20T17:00"),
        (
            "2024-03-15T09:00",
            "3",
            "ngày làm việc",
            "2024-03-18T10:00 -> 2024-03-19T10:00",
            "",
            "2024-03-22T17:00",
        ),
        ("2024-03-15T09:00", "3", "ngày làm việc", "2024-03-18T10:00 ->", "", ""),
        ("2024-03-15T17:00", "1", "ngày làm việc", "", "", "2024-03-19T17:00"),
        ("2024-03-14T15:20", "1", "trong ngày", "", "", "2024-03-15T17:00"),
        ("2024-03-14T14:59", "1", "trong ngày", "", "", "2024-03-14T17:00"),
        ("2024-03-14T08:15", "4", "giờ làm việc", "", "", "2024-03-14T14:15"),
        ("2024-03-14T12:00", "4", "giờ làm việc", "", "", "2024-03-14T17:00"),
        ("2024-03-14T14:30", "4", "giờ làm việc", "", "", "2024-03-15T08:30"),
        ("2024-03-16T09:00", "4", "giờ làm việc", "", "", "2024-03-18T11:00"),
        ("2024-03-14T08:00", "2.5", "ngày làm việc", "", "", "2024-03-19T11:00"),
        ("2024-03-15T09:00", "15", "ngày", "", "", "2024-04-01T17:00"),
        ("2024-03-04T09:00", "1", "tháng", "", "", "2024-04-04T17:00"),
        ("2024-01-31T09:00", "1", "tháng", "", "", "2024-02-29T17:00"),
        (
            "2024-03-04T09:00",
            "5",
            "ngày làm việc",
            "",
            "2024-03-06T09:00 -> 2024-03-08T09:00 | luật",
            "2024-03-14T17:00",
        ),
    ],
)
def test_due_dates_counted_on_fingers(
    received: str, limit: str, unit: str, supplements: str, pauses: str, expected: str
) -> None:
    row = {"received_at": received, "limit": limit, "limit_unit": unit}
    assert due({**row, "supplements": supplements, "pauses": pauses}, DAYS) == expected
