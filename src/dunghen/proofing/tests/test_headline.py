"""Headlines and the text below: a figure in the same words is the same, no other is held to it."""

import pytest

from dunghen.proofing import check

# The headline's figure as the text has it, and as a slip of the hand.
TOLD = [
    (
        (
            "Huyện Gia Lộc giảm {} trạm bơm\n\n"
            "Theo đề án, huyện Gia Lộc sẽ giảm 28 trạm bơm (18 trạm bơm điện và 10 trạm bơm dầu)."
        ),
        *("28", "26"),
    ),
    (
        (
            "{}% giáo viên đồng ý chuyển trường\n\n"
            "Kết quả lấy ý kiến tại huyện Tân Lập, tỷ lệ giáo viên đồng ý chuyển trường đạt 98,21%."
        ),
        *("98,2", "92,8"),
    ),
    (
        (
            "Huyện Hòa Sơn tăng {} bậc về chỉ số vệ sinh đường phố\n\n"
            "Huyện Hòa Sơn đạt 82,1 điểm về chỉ số vệ sinh đường phố, tăng 10 bậc so với năm 2024."
        ),
        *("10", "12"),
    ),
    (
        (
            "Hơn {} hồ sơ mượn sách được trả đúng hẹn\n\n"
            "Tháng qua thư viện có 4.120 hồ sơ mượn sách được trả đúng hẹn và 35 hồ sơ trả chậm."
        ),
        *("4.100", "4.200"),
    ),
]


@pytest.mark.parametrize(("text", "right", "wrong"), TOLD)
def test_a_headline_and_the_text_below_tell_one_figure(text: str, right: str, wrong: str) -> None:
    def called(figure: str) -> list[tuple[str, str]]:
        found = check(text.format(figure)).findings
        return [(f.kind, f.quotes[0].text.split()[0]) for f in found if f.verdict == "contradiction"]

    assert called(right) == []
    assert called(wrong) == [("same_quantity", wrong if "%" not in text else f"{wrong}%")]


@pytest.mark.parametrize(
    "text",
    [
        # two figures of the text together, the side of a fraction, another unit, another direction
        "Xã có 30 hộ thoát nghèo\n\nĐến nay, xã có 18 hộ thoát nghèo đợt một và 12 hộ thoát nghèo đợt hai.",
        "Xã có 30 hộ thoát nghèo\n\nĐến nay, xã có 30/32 hộ thoát nghèo, còn 28 hộ cận nghèo.",
        "Huyện giảm 30 trường học\n\nĐến nay, huyện giảm 31 điểm trường học ở vùng cao.",
        "Huyện tăng 30 trường học\n\nĐến nay, huyện có 31 trường học ở vùng cao.",
        # a plan, what was not done
        "Cho vay hộ nghèo đạt 152 tỷ đồng\n\nKế hoạch cho vay hộ nghèo là 182 tỷ đồng.",
        "42 xã gửi báo cáo mùa vụ\n\nĐến nay còn 24 xã không gửi báo cáo mùa vụ.",
        # words that tell of something else
        "Thu phí chợ 912 triệu đồng\n\nNăm 2025, xã chi sửa đường 921 triệu đồng.",
    ],
)
def test_what_is_told_otherwise_is_let_be(text: str) -> None:
    assert [f.explanation for f in check(text).findings if f.verdict == "contradiction"] == []
