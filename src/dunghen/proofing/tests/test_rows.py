"""Rates of figures told in two rows, or of one thing told in two nouns."""

import pytest

from dunghen.proofing import check

SCHOOLS = (
    "Kế hoạch sửa trường gồm: vốn tỉnh cho mầm non 2.874 triệu đồng, vốn xã cho tiểu học 1.412 triệu đồng. "
    "Đến nay vốn tỉnh giải ngân 1.547 triệu đồng, đạt 53,83%; vốn xã giải ngân 841 triệu đồng, đạt {}%."
)
MEALS = (
    "Đã duyệt suất ăn cho 132.442 lượt học sinh, tổng kinh phí 214.318 triệu đồng; đã cấp cho 128.917 lượt "
    "học sinh, đạt 97,34%, kinh phí 208.146 triệu đồng, đạt {}% số đã duyệt."
)
FIRES = "Cả năm xảy ra 412 vụ, giảm 8,0% so với năm 2022 (448 vụ); làm rõ 369 vụ, 718 người, đạt tỷ lệ {}%."


def contradictions(text: str) -> list[str]:
    return [f.quotes[0].text for f in check(text).findings if f.verdict == "contradiction"]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [(SCHOOLS, "59,56", "53,84"), (MEALS, "97,12", "97,34"), (FIRES, "89,56", "98,56")],
)
def test_a_rate_is_of_the_figure_in_its_own_place(text: str, right: str, wrong: str) -> None:
    assert contradictions(text.format(right)) == []
    assert contradictions(text.format(wrong)) == [f"{wrong}%"]
