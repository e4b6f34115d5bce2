"""Shares told one after another are of one whole."""

import pytest

from dunghen.proofing import check

TEXT = """Đoàn đã kiểm tra {whole}/120 cơ sở sản xuất nước uống.

Kết quả có {a} cơ sở đạt loại A (bằng {p}% số cơ sở được kiểm tra); 53 cơ sở đạt loại B (bằng 45,3%); 39 cơ sở
 đạt loại C (bằng 33,33%) và 10 cơ sở chưa đạt (giảm 0,84%)."""
SOUND = {"whole": "117", "a": "15", "p": "12,82"}


def told(**changed: str) -> list[tuple[str, str]]:
    """The rates of the text with what is said of them."""
    found = check(TEXT.format(**SOUND | changed)).findings
    return [(str(one.stated), one.verdict) for one in found if one.kind == "percent"]


def test_shares_of_one_whole_agree() -> None:
    assert told() == [("12.82", "consistent"), ("45.3", "consistent"), ("33.33", "consistent")]


@pytest.mark.parametrize(("changed", "stated"), [({"a": "16"}, "12.82"), ({"p": "12,28"}, "12.28")])
def test_one_that_is_not_is_said_with_the_whole_of_the_others(changed: dict[str, str], stated: str) -> None:
    assert told(**changed) == [(stated, "contradiction"), ("45.3", "consistent"), ("33.33", "consistent")]


def test_a_whole_that_none_is_true_of_is_a_slip_of_the_one_they_share() -> None:
    assert told(whole="111") == [(rate, "contradiction") for rate in ("12.82", "45.3", "33.33")]


def test_shares_of_a_whole_that_is_not_told_say_nothing() -> None:
    assert [verdict for _rate, verdict in told(whole="98") if verdict == "contradiction"] == []


def test_one_of_two_shares_of_a_named_total_is_held_against_the_whole_of_the_other() -> None:
    text = (
        "Cả huyện có 3.193 hồ sơ đất đai nộp trong quý.\nXã Tân Lập có 1.716 hồ sơ (53,74% tổng số hồ sơ), "
        "xã Phú Đông có 887 hồ sơ ({}%)."
    )
    for rate, verdict in (("27,78", "consistent"), ("72,78", "contradiction")):
        found = check(text.format(rate)).findings
        assert [one.verdict for one in found if one.quotes[0].text.startswith(rate)] == [verdict]
