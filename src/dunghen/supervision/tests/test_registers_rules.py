"""Windows and deadlines of reporting duties, states of reports, what a line of a register needs."""

from datetime import date

import pytest

from dunghen.core.worktime_calendar import Calendar, OfficeHours
from dunghen.supervision.errors import Refused
from dunghen.supervision.registers import rules
from dunghen.supervision.registers.law import duties, registers, window
from dunghen.supervision.registers.rules import Sent

CALENDAR = Calendar(
    off=frozenset({date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)}),
    made_up=frozenset({date(2024, 5, 4)}),
    hours=OfficeHours.parse("07:00-11:00,13:00-17:00"),
    first=date(2023, 1, 1),
    last=date(2024, 12, 31),
)
DUE = date(2024, 5, 17)


def occasion(key: str, year: int, period: str) -> rules.Occasion:
    found = rules.occasions(duties()[key], year, window())
    return next(one for one in found if one.period == period)


def test_the_windows_of_the_decree_and_of_the_report_that_moved_its_cut_off() -> None:
    quarter, half, year = (occasion("cchc", 2023, period) for period in ("Q3", "H1", "Y"))
    assert (quarter.first, quarter.cut_off) == (date(2023, 6, 15), date(2023, 9, 14))
    assert (half.first, half.cut_off) == (date(2022, 12, 15), date(2023, 6, 14))
    assert (year.first, year.cut_off) == (date(2022, 12, 15), date(2023, 12, 14))
    assert occasion("cchc", 2024, "H1").cut_off == date(2024, 5, 14)
    assert occasion("cchc", 2024, "H1").label == "6 tháng năm 2024"
    assert not list(rules.occasions(duties()["cchc"], 2020, window()))


@pytest.mark.parametrize(
    ("level", "last"),
    [
        ("commune", date(2024, 5, 16)),
        ("department", date(2024, 5, 17)),
        ("district", date(2024, 5, 20)),  # over the weekend
        ("city", date(2024, 6, 10)),
    ],
)
def test_each_level_has_its_last_day_by_the_working_calendar(level: str, last: date) -> None:
    duty = duties()["cchc"]
    sender = duty.sender(level)
    assert sender is not None
    assert occasion("cchc", 2024, "H1").due(sender, CALENDAR) == last


@pytest.mark.parametrize(
    ("sent", "today", "state"),
    [
        (None, DUE, rules.NOT_YET),
        (None, date(2024, 5, 18), rules.OVERDUE),
        (Sent(DUE, DUE), DUE, rules.ON_TIME),
        (Sent(date(2024, 5, 18), date(2024, 5, 18)), DUE, rules.LATE),
        (Sent(DUE, DUE, returned=True, again_by=date(2024, 5, 22)), DUE, rules.RETURNED),
        (Sent(DUE, date(2024, 5, 22), again_by=date(2024, 5, 22)), DUE, rules.ON_TIME),
        (Sent(DUE, date(2024, 5, 23), again_by=date(2024, 5, 22)), DUE, rules.LATE),
    ],
)
def test_how_a_report_stands(sent: Sent | None, today: date, state: str) -> None:
    assert rules.state(DUE, sent, today) == state


def test_what_a_line_needs() -> None:
    steering, propaganda = registers()["chi-dao-dieu-hanh"], registers()["tuyen-truyen"]
    day = date(2024, 5, 2)
    rules.check_entry(steering, "Chỉ thị", 1, day, day, document=True)
    rules.check_entry(propaganda, "Tin, bài", 12, day, day, document=False)
    for law, kind, count, document, words in (
        (steering, "Chỉ thị", 1, False, "theo văn bản"),
        (steering, "Chỉ thị", 2, True, "số lượng là 1"),
        (steering, "Thư", 1, True, "hình thức"),
        (propaganda, "Tin, bài", 0, False, "từ 1 trở lên"),
    ):
        with pytest.raises(Refused, match=words):
            rules.check_entry(law, kind, count, day, day, document=document)
    with pytest.raises(Refused, match="hôm nay"):
        rules.check_entry(propaganda, "Tin, bài", 1, date(2024, 5, 3), day, document=False)
