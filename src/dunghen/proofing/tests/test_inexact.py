"""Figures told with "hơn", "gần", "khoảng": held against a rate by all that they may be."""

import pytest

from dunghen.proofing import check


def contradictions(text: str) -> list[str]:
    return [f.quotes[0].text for f in check(text).findings if f.verdict == "contradiction"]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Kho bạc đã trả hơn 317,4 tỷ đồng/592,8 tỷ đồng phải trả, đạt tỷ lệ 63,54%.", "63,54%"),
        ("Diện tích cần tưới khoảng 12.480 ha, đã tưới 9.318 ha, đạt 78,66%.", "78,66%"),
        ("Xã có gần 8.215 hộ, trong đó 1.306 hộ dùng nước máy, chiếm 19,4%.", "19,4%"),
        ("Đã sửa 59/80 cây cầu, chiếm hơn 74%; phần lớn ở vùng cao.", "74%"),
        ("Đã sửa 59/80 cây cầu (tỷ lệ gần 73%).", "73%"),
        ("Hội thu về 41/63 phiếu, chiếm tỷ lệ hơn 15,1%; còn lại thu sau.", "15,1%"),
        ("Đã cấp 3.418/3.461 thẻ, đạt tỷ lệ 100%.", "100%"),
        ("Đã thu hơn 31,7 tỷ đồng tiền phí; đã nộp kho bạc hơn 24,3 tỷ đồng, đạt 81%.", "81%"),
    ],
)
def test_no_value_that_the_word_allows_gives_the_rate(text: str, rate: str) -> None:
    assert contradictions(text) == [rate]


@pytest.mark.parametrize(
    "text",
    [
        "Kho bạc đã trả hơn 317,4 tỷ đồng/592,8 tỷ đồng phải trả, đạt tỷ lệ 53,55%.",
        "Diện tích cần tưới khoảng 12.000 ha, đã tưới 9.318 ha, đạt 78,66%.",
        "Xã có gần 8.000 hộ, trong đó 1.306 hộ dùng nước máy, chiếm 16,9%.",
        "Đã sửa 59/80 cây cầu, chiếm hơn 73%; phần lớn ở vùng cao.",
        "Đã sửa 59/80 cây cầu, dân góp trên 90% số ngày công.",
        "Đã thu hơn 31,7 tỷ đồng tiền phí; đã nộp kho bạc hơn 24,3 tỷ đồng, đạt 77%.",
        "Đã cấp 3.428/3.461 thẻ, đạt tỷ lệ 100%.",  # 99,05: within one unit of the last digit
        "Cả huyện có hơn 300 điểm bán, đã kiểm tra 241 điểm bán, đạt 75,3%.",
    ],
)
def test_some_value_that_the_word_allows_gives_the_rate(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sở giảm hơn 63% số phòng khám, từ 96 xuống còn 37 phòng khám.", "63%"),
        ("Số trạm y tế giảm gần 40%, từ 182 trạm xuống còn 104 trạm.", "40%"),
        ("Số hộ nghèo giảm từ 4.812 hộ xuống còn 3.206 hộ, giảm hơn 1.700 hộ.", "1.700 hộ"),
        ("Tiếp nhận 1.510 hồ sơ, tăng hơn 31% so với cùng kỳ (1.240 hồ sơ).", "31%"),
        ("Năm 2022 có 3.126 hồ sơ, năm 2023 có 4.097 hồ sơ, tăng gần 25%.", "25%"),
        ("Ngành dự kiến giảm 41% số điểm trường, từ 218 điểm xuống còn 137 điểm.", "41%"),
        ("Theo kế hoạch giảm gần 500 biên chế, từ 4.318 xuống còn 3.786 biên chế.", "500 biên chế"),
        ("Huyện đã giải quyết 603 đơn trong tổng số 995 đơn, đạt hơn 61%.", "61%"),
        ("Kiểm tra 89 xe, trong đó có 85 xe vi phạm (chiếm gần 90%).", "90%"),
        ("Chi hơn 5,4 tỷ đồng, gồm chi lương hơn 2,2 tỷ đồng và mua sắm hơn 3,4 tỷ đồng.", "5,4 tỷ đồng"),
        ("Có gần 35.000 hộ nuôi cá, gồm 21.417 hộ nuôi lồng và 16.208 hộ nuôi ao.", "35.000 hộ"),
    ],
)
def test_a_word_that_its_two_figures_belie(text: str, told: str) -> None:
    assert contradictions(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Sở giảm hơn 61% số phòng khám, từ 96 xuống còn 37 phòng khám.",
        "Số hộ nghèo giảm từ 4.812 hộ xuống còn 3.206 hộ, giảm gần 34%.",
        "Tiếp nhận 1.510 hồ sơ, tăng khoảng 20% so với cùng kỳ (1.240 hồ sơ).",
        "Tiếp nhận 1.510 hồ sơ, tăng hơn 21,8% so với cùng kỳ (1.240 hồ sơ).",
        "Có 41/44 đại biểu dự họp, đạt trên 50%.",
        "Toàn huyện có 12/14 xã, tỷ lệ hộ dùng nước sạch đạt trên 90%.",
        "Có 12/14 xã đạt trên 95%.",
        "Chi hơn 5,4 tỷ đồng, gồm chi lương hơn 2,2 tỷ đồng và mua sắm hơn 3,2 tỷ đồng.",
        "Có gần 38.000 hộ nuôi cá, gồm 21.417 hộ nuôi lồng và 16.208 hộ nuôi ao.",
        "Có trên 500 hộ, trong đó có 120 hộ nghèo và 85 hộ cận nghèo.",
        "So với kế hoạch giảm 2.300 hộ, đến nay số hộ nghèo giảm từ 6.412 hộ xuống còn 3.886 hộ.",
        "Đến nay số vụ giảm từ 120 xuống còn 84 vụ, trong khi kế hoạch giảm 20%.",
    ],
)
def test_a_word_that_its_two_figures_bear_out(text: str) -> None:
    assert contradictions(text) == []
