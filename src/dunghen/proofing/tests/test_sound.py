"""Sound sentences in the manner of print whose figures only look like a relation that fails."""

import pytest

from dunghen.proofing import check

_SOUND = (
    # parts that are only some of the whole
    "Đại hội bầu 412 người vào ban chấp hành theo hướng trẻ hóa (có 95 người dưới 35 tuổi, 88 người từ 35 đến 40).",
    "Qua phân loại có 5.920 cuộc gọi về bảo hiểm, trong đó có 2.140 cuộc về thẻ, đã chuyển đến bệnh viện 1.310 cuộc; "
    "có văn bản trả lời 215 cuộc; có công văn nhắc 241 cuộc.",
    "Toàn huyện có 8.305 phòng học (trong đó, có 6.112 phòng kiên cố, tỷ lệ 73,6%; 1.940 phòng bán kiên cố, "
    "tỷ lệ 23,4%).",
    # a whole that stands nowhere
    "Có 388 hội viên dự họp (chiếm 84,35% tổng số hội viên chi hội); trong đó có 371 hội viên đồng ý "
    "(chiếm 80,65% tổng số hội viên chi hội), 17 hội viên không đồng ý (chiếm 3,70% tổng số hội viên chi hội).",
    # the whole is two figures together
    "Trạm y tế nhận mới 518 hồ sơ + 76 hồ sơ tháng trước chuyển sang; đã trả 297 hồ sơ, đạt 50%.",
    # a fraction behind a semicolon is of another thing
    "Thu nội địa 7.214 tỷ đồng, trong đó 9/16 khoản thu đạt tiến độ; kế đến là thu phí 806 tỷ đồng, đạt 41,2% "
    "so với dự toán.",
    # announced lists whose names go on
    "Tỉnh giao 3 sở gồm: Tài chính, Công Thương, Khoa học và Công nghệ (giảm 6 phòng và 2 chi cục); thành lập một "
    "trung tâm.",
    "Sau sắp xếp, tỉnh có 4 đơn vị (gồm: Thành phố Tân Lập và các huyện: Hòa Sơn, Gia Lộc, Phú Đông).",
    "Gói thầu có 3 nhà thầu: Công ty Xây lắp Hòa Sơn; Công ty cổ phần Gia Lộc và Tân Lập Holding.",
)  # fmt: skip


@pytest.mark.parametrize("text", _SOUND)
def test_a_sound_sentence_is_no_contradiction(text: str) -> None:
    assert [f.explanation for f in check(text).findings if f.verdict == "contradiction"] == []
