"""One quantity said twice with a slip between its values: a long run of words joins them, few others do."""

import pytest

from dunghen.proofing import check


def told(text: str) -> list[str]:
    return [one.kind for one in check(text).findings if one.verdict == "contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn ngành hiện quản lý 4.862 km đường bộ địa phương.\nII. KẾT QUẢ\n"
        "Với 4.682 km đường bộ địa phương đang quản lý, nguồn vốn bảo trì chỉ đáp ứng một phần.",
        "Kinh phí thực hiện Chương trình chuyển đổi số là 12,84 tỷ đồng.\n"
        "Tại Phụ lục 2 ghi kinh phí thực hiện Chương trình chuyển đổi số là 12,48 tỷ đồng.",
        "Chiều dài đường tỉnh trên địa bàn huyện 86,4 km. Trong phần quy hoạch kèm theo, chiều dài đường tỉnh"
        " trên địa bàn huyện ghi là 84,6 km.",
        "Đến nay 18/35 xã đạt chuẩn nông thôn mới.\nII. ĐÁNH GIÁ\n"
        "Với 18/53 xã đạt chuẩn nông thôn mới, tỉnh chưa đạt mục tiêu.",
    ],
)
def test_the_same_words_around_swapped_digits_are_one_quantity(text: str) -> None:
    assert told(text) == ["same_quantity"]


@pytest.mark.parametrize(
    "text",
    [
        "Cấp tỉnh: số thủ tục đã công bố công khai là 1.432 thủ tục. Cấp huyện: số thủ tục đã công bố công khai"
        " là 1.342 thủ tục.",
        "Năm 2021, toàn tỉnh tiếp nhận 15.432 hồ sơ trực tuyến. Năm 2022, toàn tỉnh tiếp nhận 15.342 hồ sơ"
        " trực tuyến.",
        "Tổng số chi: 1.147.100 tỷ đồng; bội chi 226.000 tỷ đồng, tương đương 5,0% GDP.\n"
        "Tổng chi là 1.177.100 tỷ đồng, bội chi 256.000 tỷ đồng, tương đương 5,71% GDP.",
        "Huyện Hòa Sơn có 12/24 xã đạt chuẩn quốc gia về y tế. Huyện Tân Lập có 12/42 xã đạt chuẩn quốc gia"
        " về y tế.",
    ],
)
def test_other_levels_years_places_and_amounts_are_other_quantities(text: str) -> None:
    assert told(text) == []
