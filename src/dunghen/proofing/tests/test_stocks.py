"""Stocks and rests: what there was, what came and went, what is left of what was received."""

import pytest

from dunghen.proofing import check

ACCOUNTS = (
    "Tài khoản chung có số dư đầu quý 5.100 triệu đồng, phát sinh tăng 700 triệu đồng, phát sinh giảm "
    "400 triệu đồng, số dư cuối quý 5.400 triệu đồng; riêng tài khoản tạm giữ có số dư đầu quý 2.306 triệu "
    "đồng, thu 918 triệu đồng, chi 1.104 triệu đồng, dư cuối quý {} triệu đồng."
)
SAMPLES = (
    "Trung tâm nhận 842 mẫu nước, đã xét nghiệm 806 mẫu; kết quả: đạt chuẩn 731 mẫu, không đạt chuẩn 75 mẫu, "
    "đang xét nghiệm {} mẫu."
)
DETAINED = (
    "Đơn vị quản lý 412 người, đã giải quyết 405 người, trong đó khởi tố chuyển tạm giam 336 người, biện "
    "pháp khác 52 người, trả tự do 17 người; còn lại {} người."
)
NOTES = (
    "Trong quý II, Sở ban hành 12 hướng dẫn, nâng tổng số hướng dẫn từ đầu năm lên {} hướng dẫn (quý I ban "
    "hành 07 hướng dẫn)."
)
LICENCES = (
    "Cấp 22 giấy phép mở cơ sở dạy nghề, nâng tổng số cơ sở toàn tỉnh lên {} cơ sở so với 718 cơ sở cuối năm "
    "trước (không có cơ sở nào bị thu hồi)."
)
PAIRS = [
    (ACCOUNTS, "2.120", "2.210"),
    (SAMPLES, "36", "26"),
    (DETAINED, "07", "09"),
    (NOTES, "19", "20"),
    (LICENCES, "740", "734"),
]


def contradictions(text: str) -> list[str]:
    return [found.explanation for found in check(text).findings if found.verdict == "contradiction"]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS)
def test_a_stock_is_held_against_its_flows(text: str, right: str, wrong: str) -> None:
    assert contradictions(text.format(right)) == []
    assert contradictions(text.format(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # some left, and nobody tells how many
        "Kết nạp 128 đảng viên mới, nâng tổng số đảng viên lên 4.312 đảng viên (đầu năm 4.231 đảng viên).",
        "Phát triển mới 214 hội viên; đến nay có 3.180 hội viên (cuối năm 2022: 3.002 hội viên).",
        # what came then is nothing that was there
        "Lắp mới 24 trạm, nâng tổng số trạm lên 318 trạm (năm trước lắp 31 trạm).",
        # another comparison
        "Cấp mới 46 thẻ, thu hồi 12 thẻ, đang lưu hành 1.318 thẻ (cùng kỳ năm trước 1.204 thẻ).",
        "Tuyển dụng mới 46 người, nghỉ hưu 51 người, tổng số hiện có 96 người.",
    ],
)
def test_what_may_have_gone_untold_is_let_be(text: str) -> None:
    assert contradictions(text) == []
