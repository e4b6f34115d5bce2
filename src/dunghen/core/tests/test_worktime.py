"""Due dates by example: the issue's rules, the stories and the tables an official can check by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from dunghen.core.calendar_seed import seed_days
from dunghen.core.worktime import (
    VIETNAM,
    Calendar,
    CalendarGapError,
    DueRow,
    Limit,
    LimitUnit,
    OfficeHours,
    Pause,
    due,
    due_at,
    due_many,
)

LAW = Path(__file__).resolve().parents[4] / "law" / "calendar.toml"
SEEDED = seed_days(LAW, 2015, 2026)


def calendar(hours: str = "07:00-11:00,13:00-17:00") -> Calendar:
    return Calendar(
        off=frozenset(d.day for d in SEEDED if d.kind != "made_up"),
        made_up=frozenset(d.day for d in SEEDED if d.kind == "made_up"),
        hours=OfficeHours.parse(hours),
        first=date(2015, 1, 1),
        last=date(2026, 12, 31),
        names={d.day: d.name for d in SEEDED},
    )


CALENDAR = calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(text: str) -> Limit:
    amount, unit = text.split(" ")
    return Limit(Decimal(amount), LimitUnit(unit))


def pauses(text: str) -> tuple[Pause, ...]:
    parts = [part.split(" > ") for part in text.split("; ") if part]
    return tuple(Pause(at(start), at(end) if end != "?" else None) for start, end in parts)


EXAMPLES = [
    # R2, R3: receipts within the day, at lunch, early, late, on days off
    ("2024-03-04T08:15", "5 day", "2024-03-11T17:00"),
    ("2024-03-04T12:00", "5 day", "2024-03-11T17:00"),
    ("2024-03-04T06:00", "5 day", "2024-03-11T17:00"),
    ("2024-03-04T16:59", "5 day", "2024-03-11T17:00"),
    ("2024-03-04T17:00", "5 day", "2024-03-12T17:00"),
    ("2024-03-09T09:00", "1 day", "2024-03-12T17:00"),
    # stories 5.1 and 5.2
    ("2024-03-14T09:10", "1 same-day", "2024-03-14T17:00"),
    ("2024-03-14T15:20", "1 same-day", "2024-03-15T17:00"),
    ("2024-03-15T09:00", "3 day", "2024-03-20T17:00"),
    ("2024-04-17T14:00", "10 day", "2024-05-06T17:00"),
    ("2024-04-22T08:00", "3 day", "2024-04-25T17:00"),
    # the calendar of November and August 2026
    ("2026-11-19T09:15", "5 day", "2026-11-27T17:00"),
    ("2026-08-28T16:30", "3 day", "2026-09-07T17:00"),
    ("2026-08-22T08:00", "2 day", "2026-08-25T17:00"),
    ("2026-11-23T14:59", "1 same-day", "2026-11-23T17:00"),
    ("2026-11-23T15:00", "1 same-day", "2026-11-25T17:00"),
    # made-up Saturday 10/1/2026 for Friday 2/1/2026
    ("2025-12-31T08:00", "5 day", "2026-01-09T17:00"),
    ("2025-12-31T08:00", "6 day", "2026-01-10T17:00"),
    ("2025-12-31T08:00", "7 day", "2026-01-12T17:00"),
    ("2026-01-09T08:00", "1 day", "2026-01-10T17:00"),
    # R4: hours, and half a day alone
    ("2024-03-04T08:15", "2 hour", "2024-03-04T10:15"),
    ("2024-03-04T10:00", "2 hour", "2024-03-04T14:00"),
    ("2024-03-04T07:00", "4 hour", "2024-03-04T11:00"),
    ("2024-03-04T12:00", "4 hour", "2024-03-04T17:00"),
    ("2024-03-08T16:00", "2.5 hour", "2024-03-11T08:30"),
    ("2024-03-09T10:00", "8 hour", "2024-03-11T17:00"),
    ("2024-03-04T16:00", "0.5 day", "2024-03-05T10:00"),
    # R5
    ("2024-03-04T08:15", "2.5 day", "2024-03-07T11:00"),
    ("2024-03-07T08:15", "1.5 day", "2024-03-11T11:00"),
    # R8 on a day off
    ("2024-03-09T16:00", "1 same-day", "2024-03-11T17:00"),
    # calendar days and months (Civil Code art. 147.2, 148.3, 148.5)
    ("2024-03-04T08:15", "10 calendar-day", "2024-03-14T17:00"),
    ("2024-03-04T08:15", "5 calendar-day", "2024-03-11T17:00"),
    ("2024-03-09T08:15", "1 calendar-day", "2024-03-12T17:00"),
    ("2024-01-31T08:00", "1 month", "2024-02-29T17:00"),
    ("2024-03-04T08:00", "1 month", "2024-04-04T17:00"),
    ("2023-11-30T08:00", "3 month", "2024-02-29T17:00"),
    ("2024-03-18T08:00", "1 month", "2024-04-19T17:00"),
]


@pytest.mark.parametrize(("received", "given", "expected"), EXAMPLES)
def test_due_date(received: str, given: str, expected: str) -> None:
    assert due_at(at(received), limit(given), CALENDAR) == at(expected)


PAUSED = [
    # R6: neither the day of the pause nor the effective day of resumption counts
    ("2024-03-04T08:15", "5 day", "2024-03-06T09:00 > 2024-03-08T10:00", "2024-03-14T17:00"),
    ("2024-03-04T08:15", "5 day", "2024-03-06T09:00 > 2024-03-06T10:00", "2024-03-12T17:00"),
    ("2024-03-04T08:15", "5 day", "2024-03-06T09:00 > 2024-03-08T17:00", "2024-03-15T17:00"),
    ("2024-03-04T08:15", "5 day", "2024-03-06T09:00 > 2024-03-09T10:00", "2024-03-15T17:00"),
    (
        "2024-03-04T08:15",
        "5 day",
        "2024-03-05T09:00 > 2024-03-05T10:00; 2024-03-07T08:00 > 2024-03-07T16:00",
        "2024-03-13T17:00",
    ),
    # a pause after the end revives nothing; one on the last day does move it
    ("2024-03-04T08:15", "5 day", "2024-03-11T17:00 > 2024-03-13T10:00", "2024-03-11T17:00"),
    ("2024-03-04T08:15", "5 day", "2024-03-11T16:59 > 2024-03-13T10:00", "2024-03-14T17:00"),
    # the half day moves past a pause as a whole day would
    ("2024-03-04T08:15", "2.5 day", "2024-03-07T09:00 > 2024-03-07T10:00", "2024-03-08T11:00"),
    ("2024-03-04T08:15", "2.5 day", "2024-03-07T11:00 > 2024-03-08T10:00", "2024-03-07T11:00"),
    # R7
    ("2024-03-04T08:00", "4 hour", "2024-03-04T09:00 > 2024-03-04T14:00", "2024-03-04T17:00"),
    ("2024-03-04T08:00", "4 hour", "2024-03-04T09:00 > 2024-03-04T18:00", "2024-03-05T10:00"),
    ("2024-03-04T08:00", "2 hour", "2024-03-04T10:00 > 2024-03-05T10:00", "2024-03-04T10:00"),
    # same day: the resumption is treated as the receipt
    ("2024-03-04T08:00", "1 same-day", "2024-03-04T09:00 > 2024-03-04T10:00", "2024-03-04T17:00"),
    ("2024-03-04T08:00", "1 same-day", "2024-03-04T09:00 > 2024-03-04T15:00", "2024-03-05T17:00"),
    # calendar days
    ("2024-03-04T08:15", "10 calendar-day", "2024-03-06T09:00 > 2024-03-07T10:00", "2024-03-18T17:00"),
    ("2024-03-07T08:15", "2 calendar-day", "2024-03-11T08:00 > 2024-03-12T08:00", "2024-03-13T17:00"),
]


@pytest.mark.parametrize(("received", "given", "stops", "expected"), PAUSED)
def test_pauses(received: str, given: str, stops: str, expected: str) -> None:
    assert due_at(at(received), limit(given), CALENDAR, pauses(stops)) == at(expected)


def test_supplement_restarts_the_limit() -> None:
    # Story 5.1: completed on 19/3 at 10:00, counted anew to Friday 22/3.
    result = due(at("2024-03-15T09:00"), limit("3 day"), CALENDAR, restarts=[at("2024-03-19T10:00")])
    assert result.due_at == at("2024-03-22T17:00")
    assert result.effective_at == at("2024-03-19T10:00")
    assert result.proof[1].note == (
        "Thứ Ba 19/3/2024: hoàn thiện hồ sơ lúc 10:00, thời hạn tính lại từ đầu "
        "(khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP), ngày này không tính"
    )


@pytest.mark.parametrize("given", ["5 day", "2.5 day", "0.5 day", "6 hour", "1 same-day", "9 calendar-day"])
def test_an_open_pause_leaves_no_due_date(given: str) -> None:
    standing = pauses("2024-03-04T10:00 > ?")
    result = due(at("2024-03-04T09:00"), limit(given), CALENDAR, standing)
    assert result.due_at is None
    assert due_at(at("2024-03-04T09:00"), limit(given), CALENDAR, standing) is None
    assert result.proof[-1].note == (
        "Thứ Hai 04/3/2024: tạm dừng từ 10:00, chưa tiếp tục giải quyết nên chưa xác định được hạn"
    )


def test_other_office_hours_move_the_end_of_the_day() -> None:
    hours = calendar("07:30-11:30,13:30-17:30")
    assert due_at(at("2024-03-04T17:10"), limit("1 day"), hours) == at("2024-03-05T17:30")
    assert due_at(at("2024-03-04T17:30"), limit("1 day"), hours) == at("2024-03-06T17:30")
    assert due_at(at("2024-03-04T08:00"), limit("1.5 day"), hours) == at("2024-03-06T11:30")
    long_morning = calendar("07:00-11:30,13:00-17:00")
    assert due_at(at("2024-03-04T08:00"), limit("1.5 day"), long_morning) == at("2024-03-06T11:00")
    assert due_at(at("2024-03-04T08:00"), limit("8 hour"), long_morning) == at("2024-03-05T07:30")


def test_a_short_day_carries_the_half_day_over() -> None:
    assert due_at(at("2024-03-04T08:00"), limit("1.5 day"), calendar("08:00-11:00")) == at("2024-03-07T09:00")


def test_a_receipt_in_another_zone_is_read_in_vietnamese_time() -> None:
    utc = datetime.fromisoformat("2024-03-04T10:00:00+00:00")  # 17:00 in Vietnam
    result = due_at(utc, limit("5 day"), CALENDAR)
    assert result == at("2024-03-12T17:00")
    assert result is not None
    assert result.utcoffset() == timedelta(hours=7)


def test_a_receipt_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="múi giờ"):
        due_at(at("2024-03-04T08:00").replace(tzinfo=None), limit("5 day"), CALENDAR)


@pytest.mark.parametrize(
    ("received", "given"),
    [
        ("2026-12-31T08:00", "1 day"),
        ("2026-12-31T16:00", "2 hour"),
        ("2026-12-31T15:00", "1 same-day"),
        ("2026-12-31T08:00", "1 calendar-day"),
        ("2026-12-10T08:00", "1 month"),
        ("2027-01-04T08:00", "1 day"),
    ],
)
def test_beyond_the_known_years_nothing_is_guessed(received: str, given: str) -> None:
    with pytest.raises(CalendarGapError, match="chưa có năm 2027"):
        due_at(at(received), limit(given), CALENDAR)


def test_before_the_known_years_nothing_is_guessed() -> None:
    with pytest.raises(CalendarGapError, match="chưa có năm 2014"):
        due_at(at("2014-12-31T08:00"), limit("1 day"), CALENDAR)


def test_a_paused_calendar_limit_stops_at_the_known_years() -> None:
    with pytest.raises(CalendarGapError, match="chưa có năm 2027"):
        due_at(
            at("2026-12-01T08:00"),
            limit("30 calendar-day"),
            CALENDAR,
            pauses("2026-12-02T08:00 > 2026-12-03T08:00"),
        )


@pytest.mark.parametrize(
    "given",
    ["0 day", "-1 hour", "1.25 day", "1.5 month", "2.5 calendar-day", "NaN day", "Infinity hour", "1e9 day"],
)
def test_impossible_limits_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match="Thời hạn"):
        limit(given)


def test_a_pause_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="tạm dừng"):
        Pause(at("2024-03-05T08:00"), at("2024-03-04T08:00"))


@pytest.mark.parametrize("text", ["", "07:00", "11:00-07:00", "07:00-12:00,11:00-17:00", "7h-11h"])
def test_impossible_office_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="làm việc"):
        OfficeHours.parse(text)


def test_no_shift_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="ít nhất một ca"):
        OfficeHours(())


def test_a_day_cannot_be_off_and_made_up() -> None:
    day = date(2024, 5, 4)
    with pytest.raises(ValueError, match="vừa là ngày nghỉ"):
        Calendar(frozenset([day]), frozenset([day]), OfficeHours(), day, day)


def test_batch_equals_single() -> None:
    rows = [DueRow(at(received), limit(given)) for received, given, _ in EXAMPLES]
    rows += [DueRow(at(received), limit(given), pauses(stops)) for received, given, stops, _ in PAUSED]
    rows += [DueRow(at("2024-03-15T09:00"), limit("3 day"), (), [at("2024-03-19T10:00")])]
    assert (
        list(due_many(rows + rows, CALENDAR)) == [due_at(r[0], r[1], CALENDAR, r[2], r[3]) for r in rows] * 2
    )


def test_proof_of_the_land_dossier() -> None:
    # Story 5.2: the proof names 18/4 and 29/4-01/5 as off and Saturday 04/5 as worked.
    proof = due(at("2024-04-17T14:00"), limit("10 day"), CALENDAR).proof
    notes = [line.note for line in proof]
    assert notes[0] == "Thứ Tư 17/4/2024: tiếp nhận lúc 14:00, ngày này không tính"
    assert notes[1] == "Thứ Năm 18/4/2024: nghỉ lễ (Giỗ Tổ Hùng Vương), không tính"
    assert notes[2] == "Thứ Sáu 19/4/2024: ngày làm việc thứ 1"
    assert notes[3] == "Thứ Bảy 20/4/2024: nghỉ hằng tuần, không tính"
    assert "Thứ Hai 29/4/2024: nghỉ hoán đổi (làm bù ngày 04/5/2024), không tính" in notes
    assert "Thứ Ba 30/4/2024: nghỉ lễ (Ngày Chiến thắng 30/4), không tính" in notes
    assert "Thứ Bảy 04/5/2024: ngày làm bù, ngày làm việc thứ 9" in notes
    assert notes[-1] == "Thứ Hai 06/5/2024: ngày làm việc thứ 10, hết hạn lúc 17:00"
    assert [line.counted for line in proof if line.counted] == list(range(1, 11))


def notes_of(received: str, given: str, stops: str = "") -> list[str]:
    return [line.note for line in due(at(received), limit(given), CALENDAR, pauses(stops)).proof]


def test_proof_of_a_late_receipt_with_a_pause() -> None:
    assert notes_of("2024-03-04T17:30", "2 day", "2024-03-06T09:00 > 2024-03-08T10:00") == [
        (
            "Thứ Hai 04/3/2024: tiếp nhận lúc 17:30 (ngoài giờ làm việc), tính từ 07:00 Thứ Ba 05/3/2024, "
            "ngày này không tính"
        ),
        "Thứ Tư 06/3/2024: tạm dừng từ 09:00, không tính",
        "Thứ Năm 07/3/2024: đang tạm dừng, không tính",
        "Thứ Sáu 08/3/2024: tiếp tục giải quyết từ 10:00, không tính",
        "Thứ Bảy 09/3/2024: nghỉ hằng tuần, không tính",
        "Chủ nhật 10/3/2024: nghỉ hằng tuần, không tính",
        "Thứ Hai 11/3/2024: ngày làm việc thứ 1",
        "Thứ Ba 12/3/2024: ngày làm việc thứ 2, hết hạn lúc 17:00",
    ]


def test_proof_of_half_a_day() -> None:
    assert notes_of("2024-05-02T08:00", "1.5 day")[1:] == [
        "Thứ Sáu 03/5/2024: ngày làm việc thứ 1",
        "Thứ Bảy 04/5/2024: ngày làm bù, nửa ngày làm việc (4 giờ làm việc), hết hạn lúc 11:00",
    ]


def test_proof_of_hours() -> None:
    assert notes_of("2024-03-08T16:00", "3 hour", "2024-03-11T08:00 > 2024-03-11T09:15") == [
        "Thứ Sáu 08/3/2024: tiếp nhận lúc 16:00",
        "Thứ Sáu 08/3/2024: tính 1 giờ, cộng dồn 1 giờ",
        "Thứ Bảy 09/3/2024: nghỉ hằng tuần, không tính",
        "Chủ nhật 10/3/2024: nghỉ hằng tuần, không tính",
        (
            "Thứ Hai 11/3/2024: tính 2 giờ, cộng dồn 3 giờ, "
            "tạm dừng từ 08:00, tiếp tục từ 09:15, hết hạn lúc 10:15"
        ),
    ]


def test_proof_of_the_same_day() -> None:
    assert notes_of("2026-11-23T15:00", "1 same-day") == [
        "Thứ Hai 23/11/2026: tiếp nhận lúc 15:00, trả trong ngày nếu nhận trước 15:00",
        "Thứ Ba 24/11/2026: nghỉ lễ (Ngày Văn hóa Việt Nam), không tính",
        "Thứ Tư 25/11/2026: từ 15:00 trở đi thì trả vào ngày làm việc tiếp theo, hết hạn lúc 17:00",
    ]
    assert notes_of("2024-03-04T08:00", "1 same-day", "2024-03-04T09:00 > 2024-03-04T10:00")[1:] == [
        "Thứ Hai 04/3/2024: tạm dừng từ 09:00, tiếp tục giải quyết từ 10:00 Thứ Hai 04/3/2024",
        "Thứ Hai 04/3/2024: hết hạn lúc 17:00",
    ]


def test_proof_of_calendar_days() -> None:
    assert notes_of("2024-03-07T08:15", "2 calendar-day")[1:] == [
        "Thứ Sáu 08/3/2024: ngày thứ 1",
        (
            "Thứ Bảy 09/3/2024: ngày thứ 2, là ngày cuối nhưng nghỉ hằng tuần, "
            "hạn chuyển sang ngày làm việc tiếp theo"
        ),
        "Chủ nhật 10/3/2024: nghỉ hằng tuần, không tính",
        (
            "Thứ Hai 11/3/2024: ngày làm việc tiếp theo (khoản 5 Điều 148 Bộ luật Dân sự 2015), "
            "hết hạn lúc 17:00"
        ),
    ]


@pytest.mark.parametrize(
    ("received", "given", "stops", "expected"), [(*row[:2], "", row[2]) for row in EXAMPLES] + PAUSED
)
def test_every_proof_ends_at_the_due_date(received: str, given: str, stops: str, expected: str) -> None:
    result = due(at(received), limit(given), CALENDAR, pauses(stops))
    assert result.due_at == at(expected)
    assert result.proof[-1].day == at(expected).date()
    assert result.proof[-1].note.endswith(f"hết hạn lúc {at(expected):%H:%M}")
    numbers = [line.counted for line in result.proof if line.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    asked = limit(given)
    if asked.unit in (LimitUnit.DAY, LimitUnit.CALENDAR_DAY):
        assert len(numbers) == int(asked.amount)
