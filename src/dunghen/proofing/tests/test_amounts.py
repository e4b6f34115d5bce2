"""Explanations tell amounts as the document does: in its millions, or whole where it writes them so."""

import pytest

from dunghen.proofing import check
from dunghen.proofing.relations.amounts import in_their_unit

_TOLD = {
    "Chi 208.146 triệu đồng, gồm đầu tư 100.120 triệu đồng và thường xuyên 108.000 triệu đồng.": (
        "100.120 + 108.000 = 208.120, văn bản ghi 208.146, lệch 26 (đơn vị: triệu đồng)."
    ),
    "Có 1,5 triệu lượt truy cập, gồm 700 nghìn lượt của người dân và 900 nghìn lượt của cán bộ.": (
        "700 + 900 = 1.600, văn bản ghi 1.500, lệch 100 (đơn vị: nghìn lượt)."
    ),
    "Thu được 9.718.095 triệu đồng, đạt 52,2% dự toán (19.000.000 triệu đồng).": (
        "9.718.095/19.000.000 = 51,148%, văn bản ghi 52,2%, lệch 1,052 điểm phần trăm (đơn vị: triệu đồng)."
    ),
    "Tổng thu là 18.500.000 đồng, gồm phí 12.300.000 đồng và lệ phí 6.100.000 đồng.": (
        "12.300.000 + 6.100.000 = 18.400.000, văn bản ghi 18.500.000, lệch 100.000."
    ),
}


@pytest.mark.parametrize("text", _TOLD)
def test_amounts_are_told_in_the_unit_of_the_document(text: str) -> None:
    assert [f.explanation for f in check(text).findings] == [_TOLD[text]]


@pytest.mark.parametrize(
    ("quotes", "told"),
    [
        (["3 tỷ đồng", "2.000 triệu đồng"], "2.000 + 500 = 2.500 (đơn vị: triệu đồng)."),
        (["3 nghìn tỷ đồng", "2 nghìn tỷ"], "0,002 + 0,0005 = 0,0025 (đơn vị: nghìn tỷ đồng)."),
        (["3 tỷ đồng", "2.000.000.000 đồng"], "2.000.000.000 + 500.000.000 = 2.500.000.000."),
        (["2.000.000.000", "45%"], "2.000.000.000 + 500.000.000 = 2.500.000.000."),
    ],
)
def test_the_smallest_unit_is_taken_and_none_where_one_figure_has_none(quotes: list[str], told: str) -> None:
    assert in_their_unit("2.000.000.000 + 500.000.000 = 2.500.000.000.", quotes) == told
