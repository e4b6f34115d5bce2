"""Numbers as these reports write them, and what is none."""

from decimal import Decimal

import pytest

from dunghen.proofing.figures.passage import Document, read_document
from dunghen.proofing.figures.quantity import Quantity
from dunghen.proofing.figures.reading import Habit, read, read_words

VIETNAMESE = Habit(comma_is_decimal=True)


def figures(text: str) -> list[Quantity]:
    return [quantity for passage in read_document(text).passages for quantity in passage.quantities]


def values(text: str) -> list[str]:
    return [format(quantity.value.normalize(), "f") for quantity in figures(text)]


@pytest.mark.parametrize(
    ("raw", "measured", "value"),
    [
        ("1.850", False, "1850"),
        ("86,643", False, "86643"),
        ("51,43", True, "51.43"),
        ("51.43", True, "51.43"),
        ("3.547.428", False, "3547428"),
        ("2.117,5", False, "2117.5"),
        ("97,685", True, "97.685"),
        ("0,244", False, "0.244"),
        ("05", False, "5"),
        ("1,234,567.5", True, "1234567.5"),
        ("4346", False, "4346"),
    ],
)
def test_signs_are_thousands_or_decimals_as_the_number_shows(raw: str, measured: bool, value: str) -> None:
    reading = read(raw, measured=measured, habit=VIETNAMESE)
    assert reading is not None
    assert reading.value == Decimal(value)
    assert not reading.odd


def test_groups_that_are_not_of_three_are_odd() -> None:
    reading = read("1.23.456", measured=False, habit=VIETNAMESE)
    assert reading is not None
    assert reading.odd


@pytest.mark.parametrize(
    ("words", "value"),
    [("mười sáu", 16), ("ba mươi bảy", 37), ("hai trăm linh năm", 205), ("năm mươi lăm", 55), ("tám", 8)],
)
def test_numbers_in_words(words: str, value: int) -> None:
    assert read_words(words.split()) == (value, len(words.split()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Thị xã có 10 đơn vị gồm năm phường và năm xã.", [10, 5, 5]),
        ("Đoàn có chín thành viên, trong đó có sáu nam và năm nữ.", [9, 6, 5]),
        ("Hội có 15 chi hội, gồm ba chi hội phố, năm chi hội làng và bảy chi hội trường.", [15, 3, 5, 7]),
        ("Huyện có 13 đơn, gồm năm trước chuyển sang 4 đơn và trong năm 9 đơn.", [13, 4, 9]),
        ("Trong năm xã đã giải quyết 13 đơn.", [13]),
        ("Cả năm huyện mở 13 lớp, năm học trước 11 lớp.", [13, 11]),
    ],
)
def test_five_and_the_year(text: str, told: list[int]) -> None:
    assert [int(q.value) for q in figures(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "ngày 24 tháng 6 năm 2015",
        "từ ngày 05/12/2023 đến 15/5/2024",
        "Báo cáo số 137 /BC-UBND",
        "Quyết định số 766/QĐ-TTg và Nghị định 24/2014/NĐ-CP",
        "theo khoản 2 Điều 5 Chương IX",
        "giai đoạn 2021 - 2025, quý I/2024, 06 tháng đầu năm",
        "Tổng đài 1022; điện thoại 0292.3822.222",
        "dịch vụ công mức độ 3, mức độ 4",
        "TCVN ISO 9001:2015",
        "kỳ họp thứ 16 khóa X",
        "lưu động1 và CBCCVC12",
        "phục vụ 24/7",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("14 đơn vị (xã 9, phường 3, thị trấn 2).", ["14", "9", "3", "2"]),
        ("22 đề tài: cấp quốc gia 4, cấp tỉnh 7 và cấp cơ sở 11.", ["22", "4", "7", "11"]),
        ("Trường học 15; trạm 6; kho 8.", ["15", "6", "8"]),
        ("Vụ việc ở tổ 3, khu phố 5, phường 7.", []),
        ("Công an phường 3, phường 5, phường 9 vào cuộc.", []),
        ("Tiêm mũi 1, mũi 2 cho trẻ lớp 6, lớp 7.", []),
    ],
)
def test_a_number_behind_a_name_counts_where_the_list_counts(text: str, counted: list[str]) -> None:
    assert values(text) == counted


def test_note_marks_do_not_join_the_number() -> None:
    assert values("thành lập 12¹³ tổ chức, 40/40²⁶ cơ quan") == ["12", "40"]


def test_fractions_and_pairs() -> None:
    (fraction,) = figures("đạt 18/35 nhiệm vụ")
    assert fraction.of == 35
    assert [quantity.of for quantity in figures("161/201 lượt/người")] == [None, None]


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("hơn 35,1 tỷ đồng", "35100000000", "over"),
        ("gần 500 lượt người", "500", "under"),
        ("khoảng 1,2 triệu lượt", "1200000", "about"),
        ("tối thiểu 45%", "45", "target"),
        ("từ 70% trở lên", "70", "range"),
        ("cao hơn 2,35 điểm", "2.35", ""),
        ("9.718.095 triệu đồng", "9718095000000", ""),
    ],
)
def test_magnitude_and_approximation(text: str, value: str, said: str) -> None:
    (quantity,) = figures(text)
    assert quantity.value == Decimal(value)
    assert quantity.approximation == said


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("đạt 5,2%", "percent", "%"),
        ("tăng 2,3 điểm phần trăm", "ppoint", "điểm"),
        ("đạt 86,15 điểm", "score", "điểm"),
        ("276 điểm giao dịch", "count", "điểm"),
        ("tăng 13 bậc", "step", "bậc"),
        ("xếp hạng 23/63", "rank", "rank"),
        ("1.250 TTHC", "count", "thủ tục"),
        ("cắt giảm còn 10 ngày", "time", "ngày"),
    ],
)
def test_units(text: str, kind: str, unit: str) -> None:
    (quantity,) = figures(text)
    assert (quantity.kind, quantity.unit) == (kind, unit)


def test_the_words_of_a_clause_stay_with_their_number() -> None:
    first, second = figures("đã về nước 112 trường hợp và đang ở nước ngoài 09 trường hợp")
    assert first.after == "truong hop"
    assert second.before == "dang o nuoc ngoai"


def sheet_of(text: str) -> tuple[Document, list[tuple[str, str, list[str]]]]:
    document = read_document(text)
    sheet = document.sheets[0]
    return document, [
        (row.number, row.label, [str(v.value) for v in row.values.values()]) for row in sheet.rows
    ]


def test_a_table_row_has_number_label_and_values_by_its_unit() -> None:
    _, rows = sheet_of(
        "STT\tChỉ tiêu\tĐVT\tSố liệu\n3.1.\tTỷ lệ đúng hạn\t%\t99,943\n3.1.1.\tSố hồ sơ\tHồ sơ\t86,643"
    )
    assert rows == [("3.1", "ty le dung han", ["99.943"]), ("3.1.1", "so ho so", ["86643"])]


def test_the_sign_of_a_column_tells_decimals_from_thousands() -> None:
    _, rows = sheet_of(
        "| Chỉ số | 2022 | Kinh phí |\n|---|---|---|\n| PAR | 84,88 | 2.117,5 |\n| PAPI | 42,318 | 1.250 |"
    )
    assert [values for _number, _label, values in rows] == [["84.88", "2117.5"], ["42.318", "1250"]]


def test_a_cell_may_hold_words_of_change_and_a_rate_in_brackets() -> None:
    _, rows = sheet_of(
        "| X | So sánh | Số |\n|---|---|---|\n| A | giảm 3,5% | 12 (4,0%) |\n| B | tăng 7 | 8 (2,5%) |"
    )
    assert [values for _number, _label, values in rows] == [["-3.5", "12", "4.0"], ["7", "8", "2.5"]]


def test_a_unit_behind_a_list_in_brackets_is_of_all_its_figures() -> None:
    told = figures("được 28.614 triệu đồng (tỉnh 9.870, huyện 11.204, xã 7.540 triệu đồng)")
    assert [int(one.value) for one in told] == [28_614_000_000, 9_870_000_000, 11_204_000_000, 7_540_000_000]


def test_column_numbers_are_no_values() -> None:
    _, rows = sheet_of("| TT | Đơn vị | Số |\n|---|---|---|\n| (1) | (2) | (3) |\n| 1 | Sở Y tế | 25 |")
    assert rows == [("1", "so y te", ["25"])]


@pytest.mark.parametrize(
    "text", ["Sáng 30.9, xã họp.", "Chiều 5.11, đoàn về.", "Vào tối hôm ấy (ngày 12.8)."]
)
def test_a_day_with_a_dot_is_no_figure(text: str) -> None:
    assert values(text) == []
