"""Spreadsheets: numbers as their cells show them, sheets apart, and areas too large to lay out."""

from datetime import date, datetime
from io import BytesIO

import pytest

from dunghen.core.worktime import VIETNAM
from dunghen.proofing.reading import Limits, Unreadable, read
from dunghen.proofing.reading.sheet import as_shown
from dunghen.proofing.reading.tests.files import excel, part, repacked


def test_each_sheet_is_a_table_with_its_name() -> None:
    sheets: dict[str, list[list[object]]] = {
        "Biểu 1": [["STT", "Số liệu"], ["1.", 86643]],
        "Trống": [],
        "Biểu 2": [["Đạt"], [0.5143]],
    }
    assert read(BytesIO(excel(sheets)), "a.xlsx") == (
        "Biểu 1\n\n| STT | Số liệu |\n| 1. | 86643 |\n\nBiểu 2\n\n| Đạt |\n| 0,5143 |"
    )


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.5143, "0.00%", "51,43%"),
        (0.5143, "0%", "51%"),
        (86643, "#,##0", "86.643"),
        (9718095.5, "#,##0.00", "9.718.095,50"),
        (8.125, "0.00", "8,13"),
        (51.42857142857143, "", "51,4285714285714"),
        (0.1 + 0.2, "", "0,3"),
        (1850.0, "", "1850"),
        (1850, "General", "1850"),
        (5, '"quý "0', "5"),
        (date(2024, 6, 10), "", "10/06/2024"),
        (datetime(2024, 6, 10, 17, 30, tzinfo=VIETNAM), "", "17:30 10/06/2024"),
        (float("nan"), "", ""),
        ("05", "", "05"),
    ],
)
def test_numbers_are_written_as_the_cell_shows_them(value: float | str | date, code: str, shown: str) -> None:
    assert as_shown(value, code) == shown


def test_the_format_of_each_cell_is_taken() -> None:
    rows: list[list[object]] = [["Đúng hạn", 0.9994], ["Trễ hạn", 0.0006]]
    data = excel({"S": rows}, {(0, 1): "0.00%", (1, 1): "0.0%"})
    assert read(BytesIO(data), "a.xlsx") == "S\n\n| Đúng hạn | 99,94% |\n| Trễ hạn | 0,1% |"


def test_two_cells_that_span_a_billion_are_refused_before_they_are_laid_out() -> None:
    data = excel({"S": [["a", 1]]})
    sheet = part(data, "xl/worksheets/sheet1.xml").replace('r="B1"', 'r="XFD1048576"')
    assert "XFD" in sheet
    with pytest.raises(Unreadable, match="Bảng tính quá lớn"):
        read(BytesIO(repacked(data, {"xl/worksheets/sheet1.xml": sheet.encode()})), "a.xlsx")


def test_more_cells_than_allowed_are_refused() -> None:
    with pytest.raises(Unreadable, match="Bảng tính quá lớn"):
        read(BytesIO(excel({"S": [[1] * 10] * 11})), "a.xlsx", Limits(cells=100))
