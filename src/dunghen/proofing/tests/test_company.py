"""Rates by their company, ranks told together, one figure in two places, tables without lines."""

import pytest

from dunghen.proofing import check


def contradictions(text: str) -> list[tuple[str, str]]:
    found = (f for f in check(text).findings if f.verdict == "contradiction")
    return [(finding.kind, finding.quotes[0].text) for finding in found]


TABLE = """TT    Chương trình         Kế hoạch    Giải ngân    Tỷ lệ (%)
1     Đường liên xã        50.000      35.000       70,0
2     Trạm y tế            20.000      13.000       {}
3     Trường mầm non       30.000      24.000       80,0
      Cộng                 100.000     72.000       72,0"""

# A text with one figure left open, what it should be, a slip of it, and the kind under which that is told.
FIGURES = [
    ("Có 412 người: tiến sĩ 28 (6,8%), thạc sĩ 132 ({}%), đại học 206 (50,0%), khác 46 (11,2%).",
     "32,0", "30,2", "percent"),
    ("Gieo trồng 5.618 ha; so với kế hoạch (5.500 ha) đạt {}%.", "102,1", "103,1", "percent"),
    ("Trồng mới 612 ha/540 ha kế hoạch, đạt {}%.", "113,3", "131,3", "percent"),
    ("Nhận 842 đơn, gồm 516 đơn trực tuyến và 326 đơn trực tiếp. Tỷ lệ đơn trực tuyến đạt {}%.",
     "61,28", "62,18", "percent"),
    ("Giao 64 chỉ tiêu. Đã hoàn thành 47, trong hạn 14, chậm tiến độ 03; tỷ lệ hoàn thành {}%.",
     "73,4", "74,3", "percent"),
    ("Thu nhận 98.215 hồ sơ, kích hoạt 71.040 tài khoản, đạt {}% so với hồ sơ thu nhận.",
     "72,33", "77,33", "percent"),
    ("Tỷ lệ hộ nghèo toàn tỉnh giảm {}%, từ 32,21% (đầu năm 2016) xuống còn 11,56% (cuối năm 2019).",
     "20,65", "20,56", "growth"),
    ("Có 218.763 đơn của dân yêu cầu giải quyết.\n\nĐã giải quyết 206.885 đơn; còn {} đơn đang giải quyết.",
     "11.878", "11.745", "difference"),
    ("Có {} cơ sở (142 trường mầm non, 151 trường tiểu học, 103 trường nghề, 35 trường xã, 10 trung tâm).",
     "441", "431", "sum"),
    ("Nhận 1.806, trả {}, trong đó sớm hẹn 1.512; đúng hẹn 268; trễ hẹn 12.", "1.792", "1.791", "sum"),
    ("Trong {} giấy phép có 1.289 giấy phép nhà ở riêng lẻ, 38 giấy phép kho.", "1.327", "1.328", "sum"),
    ("Có {} hộ có nước. Trong đó, công trình tập trung 18.770 hộ, giếng khoan 9.215 hộ, nguồn khác 21 hộ.",
     "28.006", "28.106", "sum"),
    ("Số đơn cả kỳ (cả 316 đơn tồn đầu kỳ): 6.256 đơn; đã trả 5.877; chuyển kỳ sau {}.",
     "379", "389", "difference"),
    (TABLE, "65,0", "56,0", "percent"),
    ("Hạng trong ngoặc là của năm trước: Kim Sơn hạng 1 (3), tăng 2 bậc; Phú Hà hạng 5 (10), tăng {} bậc.",
     "5", "4", "rank"),
    ("Kim Sơn thứ 2/10, tăng 4 bậc; Phú Hà thứ 9/10, giảm {} bậc (năm trước lần lượt thứ 6/10 và thứ 5/10).",
     "4", "3", "rank"),
    ("Xếp thứ 5/17 bộ, thăng {} hạng so với vị trí thứ 11 năm liền trước.", "6", "4", "rank"),
    ("Đến 31/12/2022 có 1.348 doanh nghiệp mới lập. Biểu 5: Doanh nghiệp mới lập năm 2022: {} doanh nghiệp.",
     "1.348", "1.384", "same_quantity"),
    ('Tổng số xe ô tô công của tỉnh là 614 xe. Tại phụ lục, cột "Tổng số xe ô tô công của tỉnh" ghi {} xe.',
     "614", "641", "same_quantity"),
    ("Số liệu tính đến {}/6/2021 do các sở gửi.", "30", "31", "format"),
    ("Thực hiện chỉ đạo ngày 15/9/{} của tỉnh.", "2022", "20222", "format"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "kind"), FIGURES)
def test_a_slip_is_told_and_the_figure_itself_is_not(text: str, right: str, wrong: str, kind: str) -> None:
    assert contradictions(text.format(right)) == []
    assert [found[0] for found in contradictions(text.format(wrong))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Nhận 411 hồ sơ, giải quyết 406 hồ sơ (100% đúng và trước hạn), đang giải quyết 05 hồ sơ.",
        "Có 100% cơ quan kết nối mạng; 916/942 thôn có cáp quang (đạt 97,24%).",
        "Thu 41.206 triệu đồng. So với kế hoạch thu 40.000 triệu đồng, đạt 103,0%.",
        "Tiêm cho 3.418/3.502 trẻ dưới 1 tuổi, đạt 97,6%; tiêm nhắc cho 3.377 trẻ 18 tháng, đạt 96,9%.",
        "Có 42 tỉnh gửi số liệu báo cáo định kỳ.\n\nCó 24 tỉnh không gửi số liệu báo cáo định kỳ.",
        "Dòng này  có  nhiều dấu cách\nnhưng  không  phải bảng 12\nvà  cũng  không có cột 34",
    ],
)
def test_what_company_does_not_tell_is_let_be(text: str) -> None:
    assert contradictions(text) == []
