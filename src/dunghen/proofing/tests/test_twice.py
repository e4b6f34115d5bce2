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
]
TWO_THINGS = [
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
