"""Rates and changes whose words name both figures are called however far off, of another base never."""

import pytest

from dunghen.proofing import check


def rates(text: str, verdict: str) -> list[str]:
    """The figures that findings of a verdict are about."""
    return [finding.quotes[0].text for finding in check(text).findings if finding.verdict == verdict]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Đã tiêm 597/762 liều (đạt 28,2%).", "28,2%"),
        ("Trạm có 249 người đến khám trong 4.295 phiếu hẹn (10%).", "10%"),
        ("Thu phí 955 triệu đồng, đạt 81% so với chỉ tiêu huyện giao (1.780 triệu đồng).", "81%"),
        ("Kiểm tra 89 xe, trong đó có 35 xe vi phạm (chiếm tỷ lệ 95,5%), giữ 7 giấy phép.", "95,5%"),
        ("Kiểm tra 54.750 lượt hộ dân, phát hiện 9.056 hộ vi phạm (chiếm 61,54%).", "61,54%"),
        ("Thư viện tiếp nhận 715 đơn (tăng 12 đơn), đã giải quyết 175 đơn, đạt tỷ lệ 100%.", "100%"),
        (
            "Chi đường đạt 52.712 triệu đồng, trong đó cầu 47.087 triệu đồng, chiếm 8,3% tổng chi đường.",
            "8,3%",
        ),
        (
            "Tổng kế hoạch là 307.150 triệu đồng. Đã giao 303.076 triệu đồng (bằng 48,7% kế hoạch).",
            "48,7%",
        ),
        (
            "Gần 94.331 đồng, đạt 75,2% số phải thu; chưa thu 27.784 đồng, chiếm 22,8% số phải thu.",
            "75,2%",
        ),
        ("Có 106 lớp, tăng 20 lớp, tương ứng với 1,92% so với năm học trước.", "1,92%"),
        ("Số bác sĩ là 2.592 người; tăng 32,3% so với năm 2015 (1.599 bác sĩ).", "32,3%"),
        ("Số hồ sơ trễ hạn giảm 12%, từ 318 hồ sơ xuống còn 41 hồ sơ.", "12%"),
    ],
)
def test_what_the_words_name_is_called_however_far_off(text: str, stated: str) -> None:
    assert stated in rates(text, "contradiction")


@pytest.mark.parametrize(
    "text",
    [
        "Kiểm tra 1.367 xe/2.420 lái xe, xử lý 1.206 xe/2.085 lái xe, đạt 88,22%.",
        "Chi 3.184 triệu đồng, tăng 9,9% so với năm 2020 (2.896 triệu đồng), chiếm 38,4% tổng chi xã.",
        "Mời 14.872 người. Có 11.506 người đến, chiếm 78,03% trong tổng số 14.745 người nhận giấy.",
        "Tổng chi 3.286.540 đồng. Sửa 6.902 đồng, gồm cầu 3.187 đồng, cống 3.715 đồng, chiếm 0,21% tổng chi.",
        "Mầm non 82.407 em; tiểu học 27.105 em; khác 3.814 em, tăng 3,2% so với năm trước (109.802 em).",
        "A thu 82.957 đồng, đạt 72,14% dự toán (115.000 đồng); B 43.879 đồng, đạt 65,49% dự toán (67.000).",
        "Đạt 48,2 triệu đồng, tăng 3,5 triệu đồng so với năm 2018 (44,7 triệu đồng), bằng 81,6% mức chung.",
    ],
)
def test_figures_of_another_base_are_let_be(text: str) -> None:
    assert rates(text, "contradiction") == []


_STAFF = """Về đội ngũ:
- Giáo viên nữ: 393 người, tỷ lệ 45,28%;
- Giáo viên là đảng viên: 185 người, tỷ lệ {};
Về trình độ:
+ Đại học: 564 người, tỷ lệ 64,98%;
+ Cao đẳng: 294 người, tỷ lệ 33,87%;
+ Trung cấp: 10 người, tỷ lệ 1,15%."""


def test_shares_over_lines_have_one_whole_that_no_figure_shows() -> None:
    assert rates(_STAFF.format("21,31%"), "contradiction") == []
    assert rates(_STAFF.format("20,71%"), "contradiction") == ["20,71%"]


def test_shares_told_rate_first_and_in_brackets_are_of_one_whole() -> None:
    text = (
        "Xã có 499 hộ, trong đó 126 hộ trồng lúa (chiếm 25%), 67 hộ nuôi cá (chiếm 14%). Còn lại 61%, tương "
        "đương {} hộ, làm nghề khác. Có {}% là hộ người Kinh (410 hộ)."
    )
    assert rates(text.format(306, 82), "contradiction") == []
    assert rates(text.format(360, 82), "contradiction")
    assert "28%" in rates(text.format(306, 28), "contradiction")


def test_a_share_of_a_part_among_shares_of_all_is_let_be() -> None:
    text = "Có 400 hộ: 200 hộ nghèo (50%), trong đó 50 hộ mới (25%); 120 hộ khá (30%); 80 hộ giàu (20%)."
    assert "25%" in rates(text, "consistent")


def test_a_misprinted_whole_is_said_once() -> None:
    text = (
        "Huyện đã bầu đủ {} trưởng thôn. Có 23 trưởng thôn là nữ (chiếm 24,21%); 7 trưởng thôn mới (7,37%); "
        "24 trưởng thôn làm lại (25,26%); 3 trưởng thôn trẻ (3,16%)."
    )
    assert rates(text.format(95), "contradiction") == []
    assert rates(text.format(35), "contradiction") == ["24,21%"]


def test_rows_of_strokes_are_changes_one_by_one() -> None:
    text = "Có 34 vụ/54 xe hỏng so với năm 2019 (69 vụ/114 xe hỏng) giảm {} vụ/{} xe hỏng."
    assert rates(text.format(35, 60), "contradiction") == []
    assert len(rates(text.format(35, 80), "contradiction")) == 1
    assert len(rates(text.format(53, 60), "contradiction")) == 1


def test_a_sentence_begins_behind_a_lost_blank_and_a_rate_behind_a_lost_one() -> None:
    text = "Có 8.999 vụ, tăng so với năm trước.Trong đó đường bộ 889 vụ, giảm {} vụ (giảm 6,01%)."
    assert len(rates(text.format(98), "contradiction")) == 1
    assert rates("Có 3.030/39.224 người đi học (chiếm7,72%).", "contradiction") == []
    assert rates("Có 3.030/39.224 người đi học (chiếm10,4%).", "contradiction") == ["10,4%"]
