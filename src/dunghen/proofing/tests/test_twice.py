"""One quantity said twice with a slip between its values: a long run of words joins them, few others do."""

import pytest

from dunghen.proofing import check

ONE_THING = [
    (
        "Toàn ngành hiện quản lý 4.862 km đường bộ địa phương.",
        "Với 4.682 km đường bộ địa phương đang quản lý, nguồn vốn bảo trì chỉ đáp ứng một phần.",
    ),
    (
        "Kinh phí thực hiện Chương trình chuyển đổi số là 12,84 tỷ đồng.",
        "Tại Phụ lục 2 ghi kinh phí thực hiện Chương trình chuyển đổi số là 12,48 tỷ đồng.",
    ),
    (
        "Chiều dài đường tỉnh trên địa bàn huyện 86,4 km.",
        "Trong phần quy hoạch, chiều dài đường tỉnh trên địa bàn huyện ghi là 84,6 km.",
    ),
    (
        "Đến nay 18/35 xã đạt chuẩn nông thôn mới.",
        "Với 18/53 xã đạt chuẩn nông thôn mới, tỉnh chưa đạt mục tiêu.",
    ),
    (
        "Năm 2023, toàn tỉnh thu hút 47 dự án đầu tư mới với tổng vốn đăng ký 12.480 tỷ đồng.",
        "Năm 2023, toàn tỉnh thu hút 49 dự án đầu tư mới nhưng quy mô vốn bình quân còn nhỏ.",
    ),
    (
        "1. Công tác năm 2018\n\nTrong quý, Sở tiếp nhận 46 phản ánh, kiến nghị của cá nhân, tổ chức.",
        "Quý III đã hoàn thành. Trong quý Sở tiếp nhận 64 phản ánh, kiến nghị của cá nhân, tổ chức.",
    ),
    (
        "Số giường thực kê toàn ngành hiện có 2.860 giường.",
        "| TT | Chỉ tiêu | KH | TH |\n|---|---|---|---|\n| 1 | Giường thực kê toàn ngành | 2.820 | 2.806 |",
    ),
    (
        "Cuối năm, toàn huyện có 45,6 km đường nhựa liên xã.",
        "| Chỉ tiêu | Kết quả |\n|---|---|\n| Đường nhựa liên xã (km) | 46,5 |\n| Cầu treo (chiếc) | 7 |",
    ),
    (
        "Quý I, Trung tâm Y tế huyện Lạc Sơn khám 12.418 lượt người.",
        (
            "| Đơn vị | Lượt khám | Tỷ lệ chuyển tuyến (%) |\n|---|---|---|\n"
            "| Trung tâm Y tế huyện Lạc Sơn | 12.481 | 8,1 |\n| Trung tâm Y tế xã Kim Bôi | 9.860 | 6,4 |"
        ),
    ),
    (
        "Năm 2023, huyện Mỹ Lâm trồng mới 1.264 ha rừng, nhiều nhất tỉnh.",
        (
            "| Huyện | Diện tích trồng mới (ha) | Kế hoạch (ha) |\n|---|---|---|\n"
            "| Huyện Mỹ Lâm | 1.246 | 1.200 |\n| Huyện Tân Hòa | 872 | 900 |"
        ),
    ),
    (
        "Thu từ khu vực doanh nghiệp nhà nước đạt 1.318 tỷ đồng.",
        (
            "| Chỉ tiêu | Dự toán (tỷ đồng) | Thực hiện (tỷ đồng) |\n|---|---|---|\n"
            "| Thu từ khu vực doanh nghiệp nhà nước | 1.250 | 1.381 |\n| Thuế thu nhập cá nhân | 842 | 906 |"
        ),
    ),
    (
        "Số hộ dân tham gia bảo hiểm nông nghiệp của huyện năm 2022 là 2.716 hộ.",
        "(Biểu số 4, cột 6: số hộ dân tham gia bảo hiểm nông nghiệp năm 2022 là 2.761)",
    ),
    (
        "Nguồn vốn lồng ghép làm đường nông thôn khoảng 2.418 tỷ đồng.",
        "Như vậy nguồn vốn lồng ghép làm đường nông thôn khoảng 2.481 tỷ đồng.",
    ),
    (
        "B. XÃ HỘI\n\n1. Y tế: có 3.418 trẻ được uống vitamin A trong đợt tháng 6. Khám cho 120 người.",
        "2. Chung: việc cho 3.481 trẻ uống vitamin A trong đợt tháng 6 đúng kế hoạch. Có 2 xã chậm.",
    ),
]
TWO_THINGS = [
    (
        "Quý I, Trung tâm Y tế huyện Lạc Sơn khám 12.418 lượt người, điều trị 1.208 lượt.",
        (
            "| Đơn vị | Lượt khám | Nội trú |\n|---|---|---|\n"
            "| Trung tâm Y tế xã Kim Sơn | 12.481 | 988 |\n| Trung tâm Y tế huyện Lạc Sơn | 12.418 | 1.208 |"
        ),
    ),
    (
        "Huyện Mỹ Lâm khai thác 1.264 ha rừng.",
        (
            "| Huyện | Diện tích trồng mới (ha) | Chăm sóc (ha) |\n|---|---|---|\n"
            "| Huyện Mỹ Lâm | 1.246 | 1.300 |"
        ),
    ),
    (
        "Kiến nghị thu hồi về ngân sách nhà nước 14.207 triệu đồng.",
        "Qua đó kiến nghị thu hồi về ngân sách 14,2 tỷ đồng.",
    ),
    (
        "Nguồn vốn lồng ghép làm đường nông thôn khoảng 2.400 tỷ đồng.",
        "Như vậy nguồn vốn lồng ghép làm đường nông thôn khoảng 2.040 tỷ đồng.",
    ),
    (
        "Cuối năm, toàn huyện có 45,6 km đường nhựa liên xã.",
        "| Chỉ tiêu | Kết quả |\n|---|---|\n| Đường nhựa liên xã (xã) | 46,5 |\n| Cầu treo (chiếc) | 7 |",
    ),
    (
        "Số giường thực kê toàn ngành hiện có 2.860 giường.",
        "| TT | Chỉ tiêu | 2021 | KH |\n|---|---|---|---|\n| 1 | Giường thực kê toàn ngành | 2.820 | 2.806 |",
    ),
    (
        "Kết thúc quý II. Trong quý, Sở tiếp nhận 46 phản ánh, kiến nghị của cá nhân, tổ chức.",
        "Quý III đã hoàn thành. Trong quý Sở tiếp nhận 64 phản ánh, kiến nghị của cá nhân, tổ chức.",
    ),
    (
        "Cấp tỉnh: số thủ tục đã công bố công khai là 1.432 thủ tục.",
        "Cấp huyện: số thủ tục đã công bố công khai là 1.342 thủ tục.",
    ),
    (
        "Năm 2021, toàn tỉnh tiếp nhận 15.432 hồ sơ trực tuyến.",
        "Năm 2022, toàn tỉnh tiếp nhận 15.342 hồ sơ trực tuyến.",
    ),
    (
        "Tổng số chi: 1.147.100 tỷ đồng; bội chi 226.000 tỷ đồng, tương đương 5,0% GDP.",
        "Tổng chi là 1.177.100 tỷ đồng, bội chi 256.000 tỷ đồng, tương đương 5,71% GDP.",
    ),
    (
        "Huyện Hòa Sơn có 12/24 xã đạt chuẩn quốc gia về y tế.",
        "Huyện Tân Lập có 12/42 xã đạt chuẩn quốc gia về y tế.",
    ),
]


def told(*sentences: str) -> list[str]:
    found = check("\n\n".join(sentences)).findings
    return [one.kind for one in found if one.verdict == "contradiction"]


@pytest.mark.parametrize(("first", "second"), ONE_THING)
def test_the_same_words_around_swapped_digits_are_one_quantity(first: str, second: str) -> None:
    assert told(first, second) == ["same_quantity"]


@pytest.mark.parametrize(("first", "second"), TWO_THINGS)
def test_other_levels_years_places_and_amounts_are_other_quantities(first: str, second: str) -> None:
    assert told(first, second) == []
