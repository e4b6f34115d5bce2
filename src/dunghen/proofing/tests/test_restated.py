"""A whole of a fraction, and what has changed, told before: a slip of it is one quantity with two values."""

import pytest

from dunghen.proofing import check

# A text with one figure left open, what it should be, and slips of it.
_TEXTS = (
    ("Trạm y tế lập sổ cho {} hộ dân. Đến nay đã khám cho 597/726 hộ dân, đạt 82,2%.", "726", ("762", "736")),
    ("Trạm y tế lập sổ cho 726 hộ dân. Đến nay đã khám cho 597/{} hộ dân, đạt 82,2%.", "726", ("762", "716")),
    ("Đội thuế xã phải cưỡng chế {} vụ. Kết quả, đã xong 26/29 vụ (có 03 vụ tạm hoãn).", "29", ("28", "92")),
    ("Trường có {} lớp học bán trú; đã sửa bếp cho 34/43 lớp học, đạt 79,07%.", "43", ("34",)),
    (
        "Từ đầu năm phát hiện {} lò gạch, thu 12 máy ép. Nay đã dỡ 218/346 lò (đạt 63,0%).",
        "346",
        ("364", "326"),
    ),
    ("Toàn huyện xảy ra {} vụ cháy. So với cùng kỳ tăng 9 vụ (35/26).", "35", ("53", "36", "34")),
)


def contradicted(text: str) -> list[str]:
    return [f.explanation for f in check(text).findings if f.verdict == "contradiction"]


@pytest.mark.parametrize(("text", "true", "slips"), _TEXTS)
def test_a_slip_of_what_is_told_again_is_called(text: str, true: str, slips: tuple[str, ...]) -> None:
    assert contradicted(text.format(true)) == []
    for slip in slips:
        assert contradicted(text.format(slip)), slip


@pytest.mark.parametrize(
    "text",
    [
        "Lấy 612 mẫu rau, thịt; trong đó thịt đạt 208/214 mẫu, rau đạt 281/286 mẫu, cá đạt 109/112 mẫu.",
        "Hòa giải thành 88 vụ tranh chấp đất. Khám phá 76/82 vụ trộm cắp, đạt 92,68%.",
        "Giải quyết khiếu nại sai 74 vụ việc. Về tố cáo, giải quyết 38/44 vụ việc, đạt 86,36%.",
        "Từ đầu năm mở chợ 68/241 phiên, từ tháng năm mở 22/142 phiên.",
        "Khởi tố 14 vụ, so với năm ngoái ít hơn 6 vụ (12/6 vụ khởi tố).",
    ],
)
def test_another_whole_is_let_be(text: str) -> None:
    assert [each for each in contradicted(text) if "hai giá trị" in each] == []
