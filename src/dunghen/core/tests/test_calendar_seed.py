"""The calendar of 2015-2026 against the schedules published for each year."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dunghen.core.calendar_seed import seed_days

LAW = Path(__file__).resolve().parents[4] / "law" / "calendar.toml"

# Weekdays off, as "first-last" or single days, day/month.
WEEKDAYS_OFF = {
    2015: "1/1 2/1 16/2-20/2 23/2 28/4-1/5 2/9",
    2016: "1/1 8/2-12/2 18/4 2/5 3/5 2/9",
    2017: "2/1 26/1 27/1 30/1-1/2 6/4 1/5 2/5 4/9",
    2018: "1/1 14/2-16/2 19/2 20/2 25/4 30/4 1/5 3/9 31/12",
    2019: "1/1 4/2-8/2 15/4 29/4-1/5 2/9",
    2020: "1/1 23/1 24/1 27/1-29/1 2/4 30/4 1/5 2/9",
    2021: "1/1 10/2-12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9",
    2022: "3/1 31/1-4/2 11/4 2/5 3/5 1/9 2/9",
    2023: "2/1 20/1 23/1-26/1 1/5-3/5 1/9 4/9",
    2024: "1/1 8/2 9/2 12/2-14/2 18/4 29/4-1/5 2/9 3/9",
    2025: "1/1 27/1-31/1 7/4 30/4-2/5 1/9 2/9",
    2026: "1/1 2/1 16/2-20/2 27/4 30/4 1/5 31/8-2/9 24/11",
}
MADE_UP = {
    2015: "14/2 25/4",
    2019: "5/1 4/5",
    2024: "4/5",
    2025: "26/4",
    2026: "10/1 22/8",
}


def days(text: str, year: int) -> list[date]:
    found = []
    for part in text.split():
        ends = [
            date(year, int(month), int(day)) for day, month in (end.split("/") for end in part.split("-"))
        ]
        found += [ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1)]
    return found


@pytest.mark.parametrize("year", range(2015, 2027))
def test_days_of_the_year(year: int) -> None:
    rows = seed_days(LAW, year, year)
    off = [row.day for row in rows if row.kind != "made_up" and row.day.weekday() < 5]
    assert off == days(WEEKDAYS_OFF[year], year)
    assert [row.day for row in rows if row.kind == "made_up"] == days(MADE_UP.get(year, ""), year)


def test_made_up_days_are_saturdays_and_every_row_says_its_basis_or_that_it_is_unsure() -> None:
    rows = seed_days(LAW, 2015, 2026)
    assert all(row.day.weekday() == 5 for row in rows if row.kind == "made_up")
    assert all(row.name and (row.basis or row.unsure) for row in rows)


def test_a_year_alone_equals_its_part_of_the_whole() -> None:
    whole = seed_days(LAW, 2015, 2026)
    parts = [row for year in range(2015, 2027) for row in seed_days(LAW, year, year)]
    assert parts == whole


def test_names_kinds_and_bases() -> None:
    rows = {row.day: row for row in seed_days(LAW, 2015, 2026)}
    assert rows[date(2024, 4, 18)].name == "Giỗ Tổ Hùng Vương"
    assert rows[date(2024, 4, 18)].basis == "Điều 112 Bộ luật Lao động 2019"
    assert rows[date(2020, 4, 2)].basis == "Điều 115 Bộ luật Lao động 2012"
    assert (rows[date(2023, 5, 2)].kind, rows[date(2023, 5, 2)].name) == (
        "compensatory",
        "Nghỉ bù Giỗ Tổ Hùng Vương",
    )
    assert rows[date(2024, 5, 4)].name == "Làm bù cho ngày 29/4/2024"
    assert rows[date(2024, 4, 29)].basis == "Công văn số 2450/VPCP-KGVX ngày 12/4/2024"
    assert rows[date(2026, 11, 24)].basis == "Nghị quyết số 28/2026/QH16"


def test_other_years_are_refused() -> None:
    with pytest.raises(ValueError, match="từ năm 2015 đến năm 2026"):
        seed_days(LAW, 2014, 2015)


def test_a_correction_in_the_law_file_wins(tmp_path: Path) -> None:
    law = tmp_path / "calendar.toml"
    row = 'day = 2020-09-02\nkind = "made_up"\nname = "Sửa"\ndecision = "Quyết định"\nunsure = false\n'
    law.write_text(LAW.read_text(encoding="utf-8") + "\n[[day]]\n" + row, encoding="utf-8")
    rows = {row.day: row for row in seed_days(law, 2020, 2020)}
    assert (rows[date(2020, 9, 2)].kind, rows[date(2020, 9, 2)].name) == ("made_up", "Sửa")
