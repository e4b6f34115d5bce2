"""Figures that words or other relations say are of something else are not held against one another."""

import pytest

from dunghen.proofing import check

PLAN = (
    "Toàn huyện đã trồng được 3.412 ha rừng, đạt 71% kế hoạch tỉnh giao. Trong đó: rừng sản xuất 2.803 ha, "
    "đạt {} kế hoạch; rừng phòng hộ 609 ha, đạt 102% kế hoạch."
)
PRESENT = "Có 231/264 đại biểu có mặt biểu quyết tán thành, chiếm {}."
NEXT = "Số ca khám đã thanh toán là 1.284/1.517, trong đó thanh toán qua thẻ 1.263 ca (tỷ lệ {})."
TERMS = (
    "Tổng số đại biểu trúng cử 216 người; đại biểu là nữ 71 người (tỷ lệ 32,9%), cao hơn so với khóa trước "
    "(khóa trước có 58 người, tỷ lệ {})."
)
BODIES = (
    "Sau sắp xếp, tỉnh còn 12 sở, 4 cơ quan ngang sở (giảm 6 sở, cơ quan, tương ứng {}) và 3 đơn vị "
    "sự nghiệp."
)
HOMES = (
    "Thành lập mới 2 phường: Hòa Lạc và Bình Sơn thuộc thị xã Tân Lập, tỉnh Kinh Bắc. Phường Hòa Lạc có "
    "4.120 người."
)
SPENT = (
    "Chi đầu tư phát triển 2.214 tỷ đồng, đạt 19,16% dự toán, tăng 63,07% so cùng kỳ; chi thường xuyên 3.677 "
    "tỷ đồng, đạt 18,29% dự toán, tăng 9,21% so cùng kỳ."
)
ABOVE = (
    "Trong kỳ có 6.443 cơ sở ngừng hoạt động.\n\nTrong số này có 5.920 cơ sở quy mô dưới 10 lao động. Phân "
    "theo loại hình, trong tổng số có 2.211 quán ăn, 2.580 cửa hàng, 944 xưởng may và 708 tiệm sửa xe."
)


OF_THEIR_OWN = (
    "Số phiếu cao nhất là 47.215 phiếu, đạt tỷ lệ 97,06%. Số phiếu thấp nhất là 29.118 phiếu, tỷ lệ 67,39%.",
    "Trong tháng 9.2014, trên địa bàn xảy ra 24 vụ cháy, làm chết 3 người và bị thương 24 người.",
    "Có 42 giáo viên đạt chuẩn, thấp hơn 4 người so với dự kiến nhưng cao hơn năm trước (có 37 người).",
    "Kiểm sát 3.217 vụ/5.346 bị cáo (thụ lý mới 1.124 vụ/1.669 bị cáo, tăng 264 vụ/446 bị cáo).",
    "Nâng hạn mức từ 100 triệu đồng lên 125 triệu đồng; đến nay đã giải ngân đủ 125 triệu đồng.",
    "Có 20.416 chuyến trễ và 412 chuyến hủy, trong đó tuyến 1 trễ 9.000, còn tuyến 2 hủy 140 chuyến.",
    "Tỷ lệ chọi của Trường Hòa Lạc là 1 chọi 2,31; Trường Bình Sơn là 1 chọi 2,21; Gia Lộc là 1 chọi 2,04.",
    "Chi trả nợ 41.750 triệu đồng và chi thường xuyên 301.500 triệu đồng, tăng lần lượt 13,7% và 5,4%.",
    "Huyện có 8.420 học sinh, tăng 104 em so với năm trước (8.316 em), trong đó lớp 1 tăng 37 em.",
    "Có 342 huy chương, vượt 42 huy chương so với chỉ tiêu và tăng 61 huy chương so với năm trước (281).",
    "Chi 176,2 triệu đồng, bằng 88,1% dự toán (200 triệu đồng); tiết kiệm so với năm trước 9 triệu đồng.",
    "Kiểm tra 86 bến/211 tàu (bến cũ 31 bến/64 tàu; bến mới 47 bến/118 tàu; bến tạm 8 bến/29 tàu).",
    "Được giao 312 biên chế, hiện có 286. Năm qua nghỉ hưu 14 người, chuyển đi 07 người, tuyển mới 11 người.",
    "Tổng doanh thu gần chạm ngưỡng 10.000 tỷ đồng, tăng 10% so với đầu năm (9.000 tỷ đồng).",
)


def contradictions(text: str) -> list[str]:
    return [found.explanation for found in check(text).findings if found.verdict == "contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        PLAN.format("66%"),
        PRESENT.format("80,21%"),
        NEXT.format("98,4%"),
        TERMS.format("25,4%"),
        BODIES.format("27,3%"),
        HOMES,
        SPENT,
        ABOVE,
        *OF_THEIR_OWN,
    ],
)
def test_figures_of_something_else_are_let_be(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        PRESENT.format("97,21%"),  # more than of those present is no share of all
        PRESENT.format("80,21%").replace("đại biểu", "hồ sơ").replace("có mặt biểu quyết tán thành", "đạt"),
        NEXT.format("94,8%"),
        "Thu tiền cấp quyền 86.215 triệu đồng, đạt 103,7% dự toán (92.000 triệu đồng).",
        "Huyện giao kế hoạch 264 ha; đã trồng 231 ha, đạt 97,5% kế hoạch.",
        HOMES.replace("Thành lập mới 2", "Thành lập mới 3"),
        "Sản lượng 10 tháng: 1.836 tấn, tăng 8,52%; cùng kỳ năm trước: 1.704 tấn.",
        "Có 42 giáo viên đạt chuẩn, cao hơn 4 người so với năm trước (năm trước có 37 người).",
        "Huyện có 8.420 học sinh, tăng 140 em so với năm trước (8.316 em), trong đó lớp 1 tăng 37 em.",
        "Có 342 huy chương, vượt so với chỉ tiêu và tăng 62 huy chương so với năm trước (281 huy chương).",
        "Công bố 618 thủ tục, gồm: ban hành mới 142 thủ tục; thay thế 343 thủ tục; bãi bỏ 123 thủ tục.",
        "Đã sửa chữa 88/104 cầu; 26 cầu còn lại đang sửa chữa.",
    ],
)
def test_what_is_told_of_them_is_still_held_against_them(text: str) -> None:
    assert contradictions(text)
