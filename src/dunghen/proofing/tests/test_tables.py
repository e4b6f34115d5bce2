"""Tables vote on their own arithmetic: whatever the headings say, the cell that breaks it is found."""

import pytest

from dunghen.proofing import check

ROUNDS = """
| Đợt | Cấp tỉnh | Cấp huyện | Cấp xã | Cả đợt |
|---|---|---|---|---|
| I | 64 | 118 | 305 | 487 |
| II | 58 | 97 | 286 | 441 |
| III | 41 | 103 | 264 | 408 |
| Cộng | 163 | 318 | 855 | 1.336 |
"""
PROJECTS = """
| Mã số | Chỉ tiêu | Số dự án |
|---|---|---|
| 1 | Dự án đầu tư ngoài ngân sách | 157 |
| 1.1 | Đã đi vào hoạt động | 86 |
| 1.2 | Đang triển khai | 43 |
| 1.3 | Chậm tiến độ | 28 |
| 2 | Dự án đề nghị thu hồi | 11 |
| 2.1 | Trong khu công nghiệp | 4 |
| 2.2 | Ngoài khu công nghiệp | 7 |
"""
ACCIDENTS = """
| Tiêu chí | 6T/2022 | 6T/2023 | Tăng, giảm | Tỷ lệ (%) |
|---|---|---|---|---|
| Số vụ | 96 | 81 | -15 | -15,6 |
| Số người chết | 52 | 49 | -3 | -5,8 |
| Số người bị thương | 74 | 60 | -14 | -18,9 |
"""
IN_WORDS = """
| Nội dung | Năm 2022 | Năm 2023 | So sánh |
|---|---|---|---|
| Hồ sơ tiếp nhận | 41.206 | 46.310 | tăng 12,4% |
| Hồ sơ trực tuyến | 17.834 | 31.977 | tăng 79,3% |
| Hồ sơ trễ hạn | 612 | 388 | giảm 36,6% |
| Thư xin lỗi | 540 | 361 | giảm 179 thư |
"""
BUDGET = """
| STT | Nội dung | Dự toán | Quyết toán |
|---|---|---|---|
| A | Thu ngân sách | 4.120 | 4.528 |
| I | Thu nội địa | 3.200 | 3.518 |
| 1 | Thuế | 2.400 | 2.618 |
| 2 | Phí, lệ phí | 800 | 900 |
| II | Thu xuất nhập khẩu | 920 | 1.010 |
| B | Chi ngân sách | 3.870 | 4.002 |
| I | Chi đầu tư | 1.250 | 1.302 |
| II | Chi thường xuyên | 2.620 | 2.700 |
"""
INSPECTIONS = """
| Nội dung | Năm 2021 | Năm 2022 |
|---|---|---|
| Số cuộc thanh tra | 48 | 52 |
| - Theo kế hoạch | 40 | 43 |
| - Đột xuất | 8 | 9 |
| Số đơn vị được thanh tra | 96 | 120 |
| - Có vi phạm | 31 | 36 |
| - Không vi phạm | 65 | 84 |
"""
QUARTERS = """
| Chỉ tiêu | Quý I | Quý II | Quý III |
|---|---|---|---|
| Số giao | 120 | 140 | 160 |
| Số hoàn thành | 114 | 126 | 148 |
| Tỷ lệ hoàn thành (%) | 95,0 | 90,0 | 92,5 |
"""
SCORES = """
| Lĩnh vực | Điểm tối đa | Điểm đạt | Tỷ lệ |
|---|---|---|---|
| Chỉ đạo, điều hành | 8,5 | 7,814 | 91,93 |
| Thể chế | 10 | 9,250 | 92,50 |
| Thủ tục hành chính | 14,5 | 13,050 | 90,00 |
| Tổng | 33 | 30,114 | 91,25 |
"""
PUPILS = """
| Cấp học | Số lớp | Số học sinh | Bình quân |
|---|---|---|---|
| Mầm non | 248 | 6.944 | 28,0 |
| Tiểu học | 436 | 12.208 | 28,0 |
| THCS | 231 | 8.316 | 36,0 |
"""
DEGREES = """
| Trình độ | Số lượng (tỷ lệ) |
|---|---|
| Tiến sĩ | 12 (4,0%) |
| Thạc sĩ | 63 (21,0%) |
| Đại học | 198 (66,0%) |
| Khác | 27 (9,0%) |
| Tổng | 300 (100%) |
"""
ONE_LINE = """
| Tổng số | Đúng hạn | Quá hạn |
|---|---|---|
| 1.530 | 1.468 | 62 |
"""
FUNDS = """
| TT | Nội dung | Năm 2023 | Năm 2024 | Năm 2025 |
|---|---|---|---|---|
| A | Vốn ngân sách | 812.450 | 903.118 | 1.012.377 |
| I | Vốn tập trung | 500.450 | 603.100 | 700.377 |
|  | Trong đó: vốn nước ngoài | 81.200 | 90.440 | 66.125 |
| 1 | Giao thông | 311.250 | 402.600 | 450.300 |
| 2 | Thủy lợi | 140.100 | 150.500 | 200.077 |
| 3 | Y tế | 49.100 |  | 50.000 |
| 4 | Văn hóa |  | 50.000 |  |
| B | Vốn hỗ trợ | 312.000 | 300.018 | 312.000 |
| 1 | Chương trình | 212.000 | 300.018 | 112.000 |
| 2 | Dự án | 100.000 |  | 200.000 |
"""
STATES = """
| STT | Nội dung | Quý I | Quý II | Quý III | Quý IV |
|---|---|---|---|---|---|
| 1 | Thư đã phát | 1.245 | 1.402 | 1.388 | 1.520 |
| 2 | Thư chờ phát | 114 | 96 | 131 | 87 |
| 3 | Thư về bưu cục | 1.359 | 1.498 | 1.519 | 1.607 |
"""
DELAYS = """
| Lĩnh vực | Nhận | Sớm: số | Sớm: % | Đúng: số | Đúng: % | Trễ: số | Trễ: % |
|---|---|---|---|---|---|---|---|
| Đất đai | 4.812 | 3.120 | 64,8% | 1.580 | 32,8% | 112 | 2,3% |
| Hộ tịch | 2.105 | 1.977 | 93,9% | 128 | 6,1% | 0 | 0% |
"""
POOR = """
| | Xã A | | Xã B | | Xã C | |
|---|---|---|---|---|---|---|
| | Số hộ | % | Số hộ | % | Số hộ | % |
| Mọi hộ | 1.450 | 100% | 1.450 | 100% | 1.450 | 100% |
| Hộ nghèo | 112 | 7,7% | 87 | 6,0% | 64 | 4,4% |
"""
# a table, a cell as it stands once in it, and what was typed instead
SLIPS = [
    (ROUNDS, "441", "431"),
    (ROUNDS, "855", "885"),
    (PROJECTS, "157", "147"),
    (ACCIDENTS, "-5,8", "-7,8"),
    (IN_WORDS, "79,3%", "97,3%"),
    (BUDGET, "4.528", "4.518"),
    (INSPECTIONS, "120", "110"),
    (QUARTERS, "92,5", "95,5"),
    (SCORES, "90,00", "91,00"),
    (PUPILS, "| 28,0 |\n| THCS", "| 29,0 |\n| THCS"),
    (DEGREES, "66,0%", "68,0%"),
    (ONE_LINE, "1.530", "1.520"),
    (FUNDS, "402.600", "420.600"),  # a row "trong đó" and an empty cell between the parts
    (FUNDS, "| 200.000 |", "| 210.000 |"),  # B over its own 1 and 2, though A has a 1 and 2 too
    (FUNDS, "1.012.377", "1.102.377"),  # A = I + B
    (STATES, "1.519", "1.591"),
    (DELAYS, "64,8%", "68,4%"),
    (DELAYS, "6,1%", "8,1%"),
    (POOR, "6,0%", "7,0%"),
]


@pytest.mark.parametrize("table", {table: None for table, _right, _wrong in SLIPS})
def test_a_table_that_agrees_has_no_contradiction(table: str) -> None:
    found = check(table).findings
    assert [one.explanation for one in found if one.verdict == "contradiction"] == []
    assert found


@pytest.mark.parametrize(("table", "right", "wrong"), SLIPS)
def test_a_slip_in_a_cell_is_found(table: str, right: str, wrong: str) -> None:
    at = table.index(right) + next(place for place, letter in enumerate(wrong) if letter.isdigit())
    found = [one for one in check(table.replace(right, wrong, 1)).findings if one.verdict == "contradiction"]
    assert found
    assert all(any(quote.start <= at < quote.end for quote in one.quotes) for one in found)


def test_what_holds_in_few_rows_is_no_relation() -> None:
    table = """
| Đơn vị | Số lớp | Số phòng | Giáo viên |
|---|---|---|---|
| Trường A | 12 | 14 | 26 |
| Trường B | 18 | 16 | 31 |
| Trường C | 9 | 11 | 19 |
| Trường D | 24 | 25 | 41 |
"""
    assert [one for one in check(table).findings if one.verdict == "contradiction"] == []


def test_rows_that_name_some_parts_only_are_no_sum() -> None:
    table = """
| TT | Nội dung | Năm 2022 | Năm 2023 |
|---|---|---|---|
| 1 | Tổng chi ngân sách | 8.412 | 9.035 |
| 1.1 | Chi đầu tư phát triển | 2.118 | 2.460 |
| 1.2 | Chi sự nghiệp giáo dục | 3.004 | 3.120 |
"""
    assert [one for one in check(table).findings if one.verdict == "contradiction"] == []


RATIOS = """
| STT | Khoản thu | Dự toán 2024 | Ước 2024 | Dự toán 2025 | So sánh 2025 với ước 2024 | Năm 2026 | Năm 2027 |
|---|---|---|---|---|---|---|---|
| I | Học phí | 41.200 | 43.000 | 45.350 | 105,5 | 46.500 | 47.900 |
| 1 | Mầm non | 12.400 | 12.900 | 13.050 | 101,2 | 13.400 | 13.900 |
| 2 | Tiểu học | 28.800 | 30.100 | 32.300 | 107,3 | 33.100 | 34.000 |
| II | Phí khác | 9.100 | 9.050 | 8.420 | 93,0 | 8.700 | 8.900 |
| 1 | Gửi xe | 5.300 | 5.300 | 5.300 | 100,0 | 5.400 | 5.500 |
| 2 | Căng tin | 3.800 | 3.750 | 3.120 | 83,2 | 3.300 | 3.400 |
| III | Tài trợ | 6.000 | 5.800 | 5.400 | 93,1 | 5.650 | 5.900 |
| 1 | Doanh nghiệp | 4.000 | 3.700 | 3.500 | 94,6 | 3.600 | 3.800 |
| 2 | Cá nhân | 2.000 | 2.100 | 1.900 | 90,5 | 2.050 | 2.100 |
"""


def test_ratios_headed_as_a_comparison_are_not_added() -> None:
    found = [one for one in check(RATIOS).findings if one.verdict == "contradiction"]
    assert found == []
    slipped = check(RATIOS.replace("| 45.350 |", "| 45.530 |")).findings
    assert {one.kind for one in slipped if one.verdict == "contradiction"} == {"sum", "percent"}
