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
        "Đã cấp 3.460/3.461 thẻ, đạt tỷ lệ 100%.",
        "Cả huyện có hơn 300 điểm bán, đã kiểm tra 241 điểm bán, đạt 75,3%.",
    ],
)
def test_some_value_that_the_word_allows_gives_the_rate(text: str) -> None:
    assert contradictions(text) == []
