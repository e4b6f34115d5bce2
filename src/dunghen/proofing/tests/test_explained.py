"""What agrees exactly is not called a contradiction by halves."""

import pytest

from dunghen.proofing import check
from dunghen.proofing.figures.passage import read_document
from dunghen.proofing.weighing.explained import exact_sums

MEDIA = "Đăng tải 1.048 tin, bài (báo in 214, báo điện tử 387, phát thanh 296, truyền hình 151)."
DEBT = (
    "Nợ quá hạn và nợ khoanh 6.902 triệu đồng, gồm nợ quá hạn 3.187 triệu đồng, nợ khoanh 3.715 triệu đồng, "
    "chiếm 0,21% tổng dư nợ 3.286.540 triệu đồng."
)
SPENT = (
    "Chi an sinh 412.306 triệu đồng: trợ cấp ưu đãi 218.640, bảo trợ xã hội 141.207, giảm nghèo 31.984, "
    "việc làm 14.126, khác 6.349."
)
UNITS = (
    "Số đơn vị giảm từ 864 đơn vị xuống 731 đơn vị, trong đó khối giáo dục giảm 88 đơn vị, khối y tế giảm "
    "21 đơn vị, khối nông nghiệp giảm 13 đơn vị và các khối còn lại giảm 11 đơn vị."
)


def contradictions(text: str) -> list[str]:
    return [found.explanation for found in check(text).findings if found.verdict == "contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        MEDIA,
        DEBT,
        "Hồ sơ người có công: đầu kỳ tồn 86, tiếp nhận 1.318, giải quyết 1.341, cuối kỳ tồn 63.",
        SPENT,
        UNITS,
    ],
)
def test_nothing_is_held_against_what_agrees(text: str) -> None:
    assert contradictions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        MEDIA.replace("151", "161"),
        SPENT.replace("6.349", "6.439"),
    ],
)
def test_a_changed_part_is_still_seen(text: str) -> None:
    assert contradictions(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Tiêm ba đợt: đợt 1 (từ 03/4 đến 12/4) được 318 trẻ, đợt 2 (từ 10/6 đến 18/6) được 254 trẻ, "
            "đợt 3 (từ 01/8 đến 08/8) được 120 trẻ; cộng cả ba đợt là 682 trẻ."
        ),
        (
            "Trung tâm khám 218 lượt, trong đó khám định kỳ 147 lượt, khám đột xuất 81 lượt; so với năm "
            "trước (251 lượt) giảm 33 lượt."
        ),
    ],
    ids=["days are no figures", "small figures balance by chance"],
)
def test_chance_explains_nothing(text: str) -> None:
    assert contradictions(text)


def test_runs_and_balances_are_exact() -> None:
    text = "Có 612 người: nam 214 người, nữ 387 người, khác 11 người. Có 500 người, 300 người, 250 người."
    [passage] = read_document(text).passages
    totals = [exact.total for exact in exact_sums(passage)]
    assert set(totals) == {(3, 6 + len(" người"))}
