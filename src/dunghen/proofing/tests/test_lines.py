"""Lines that tell the same of several bodies, and figures whose digits alone tell a slip."""

import pytest

from dunghen.proofing import check
from dunghen.proofing.figures.passage import read_document
from dunghen.proofing.weighing.striking import find_striking

LIST = """Kết quả khám sức khỏe toàn huyện: lập danh sách {a} học sinh, đã khám {b} học sinh. Cụ thể:
- Khối mầm non: lập danh sách 1.120 học sinh, đã khám {c} học sinh;
- Khối tiểu học: lập danh sách 2.480 học sinh, đã khám 2.313 học sinh;
- Khối trung học cơ sở: lập danh sách 1.905 học sinh, đã khám 1.840 học sinh."""
NESTED = """1. Đường huyện: kế hoạch 86.420; giải ngân {b}
 1.1. Làm mới: kế hoạch 52.215; giải ngân 40.837
 1.2. Nâng cấp: kế hoạch 34.205; giải ngân {c}
2. Đường xã: kế hoạch 47.300; giải ngân 29.736
Tổng cộng: kế hoạch {a}; giải ngân {d}"""
PAIRS = """Trạm y tế đã khám {a} lượt/{b} người; trong đó: khám bảo hiểm 1.946 lượt/{c} người; khám dịch vụ
 501 lượt/417 người; khám miễn phí 233 lượt/198 người."""
TWO = """+ Nội thành {c} hộ, trong đó {d} hộ nghèo.
+ Ngoại thành 9.182 hộ, trong đó 455 hộ nghèo.
Toàn thành phố {a} hộ, trong đó {b} hộ nghèo."""
SOUND = {
    LIST: {"a": "5.505", "b": "5.201", "c": "1.048"},
    NESTED: {"a": "133.720", "b": "68.978", "c": "28.141", "d": "98.714"},
    PAIRS: {"a": "2.680", "b": "2.147", "c": "1.532"},
    TWO: {"a": "13.305", "b": "663", "c": "4.123", "d": "208"},
}


def wrong(text: str) -> list[str]:
    return [finding.explanation for finding in check(text).findings if finding.verdict == "contradiction"]


@pytest.mark.parametrize("text", SOUND)
def test_columns_that_add_up_are_let_be(text: str) -> None:
    found = check(text.format(**SOUND[text])).findings
    sums = [one for one in found if one.kind == "sum" and one.verdict == "consistent"]
    assert wrong(text.format(**SOUND[text])) == []
    assert len(sums) >= 2


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (LIST, {"b": "5.210"}), (LIST, {"c": "1.084"}), (NESTED, {"c": "28.411"}), (NESTED, {"d": "98.741"}),
        (PAIRS, {"b": "2.174"}), (PAIRS, {"c": "1.523"}), (TWO, {"b": "636"}), (TWO, {"d": "280"}),
    ],
)  # fmt: skip
def test_a_column_that_does_not_is_said_of_the_figures_in_it(text: str, changed: dict[str, str]) -> None:
    said = wrong(text.format(**SOUND[text] | changed))
    assert said
    assert all(figure in " ".join(said) for figure in changed.values())


def test_a_rate_of_an_earlier_time_is_no_column() -> None:
    text = """1. Vốn tỉnh: kế hoạch 6.000; giải ngân 4.500; đạt 75,0%
2. Vốn huyện: kế hoạch 4.000; giải ngân 3.100; đạt 77,5%
Tổng cộng: kế hoạch 10.000; giải ngân 7.600; cùng kỳ năm 2022 đạt 58,3%"""
    assert wrong(text) == []


TOLD = (
    "Nhà máy nước cấp {a} m3; khu đô thị nhận {b} m3 và trong kỳ cũng ghi nhận khu công nghiệp dùng {c} m3."
)


def striking(*figures: str) -> list[tuple[str, str]]:
    """What digits alone tell of three figures."""
    text = TOLD.format(**dict(zip("abc", figures, strict=True)))
    return [(one.kind, one.explanation) for one in find_striking(read_document(text), [])]


def test_swapped_digits_of_long_figures_need_no_words() -> None:
    assert striking("318.750", "214.386", "104.364") == []
    assert striking("318.750", "214.386", "104.634") == [
        ("difference", "318.750 - 214.386 = 104.364, văn bản ghi 104.634, lệch 270.")
    ]


@pytest.mark.parametrize(
    "figures",
    [
        ("318.750", "214.386", "104.972"),  # nowhere near
        ("635.000", "484.000", "151.100"),  # told in thousands
        ("875", "386", "498"),  # too short to tell
    ],
)
def test_digits_that_may_be_near_by_accident_tell_nothing(figures: tuple[str, str, str]) -> None:
    assert striking(*figures) == []
