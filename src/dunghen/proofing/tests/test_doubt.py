"""What bears out that a rate is of the figures it misses: a slip in them, others of the same whole."""

import pytest

from dunghen.proofing import check

_SCHOOLS = "Huyện có {} trường học: mầm non có 45 trường, chiếm 50,56%; phổ thông có {} trường, chiếm {}%."
_ROADS = "Đã sửa {} tuyến đường; tăng 44,4% so với năm 2015 (142 tuyến đường)."


def contradicted(text: str) -> set[str]:
    """The figures that a contradiction is about."""
    return {finding.quotes[0].text for finding in check(text).findings if finding.verdict == "contradiction"}


def test_shares_that_hold_are_let_be() -> None:
    assert contradicted(_SCHOOLS.format(89, 44, "49,44")) == set()
    assert contradicted(_ROADS.format(205)) == set()


@pytest.mark.parametrize(("part", "rate"), [(44, "44,93"), (74, "49,44")])
def test_a_share_that_makes_all_with_one_that_holds_is_of_its_whole(part: int, rate: str) -> None:
    assert f"{rate}%" in contradicted(_SCHOOLS.format(89, part, rate))


def test_a_whole_that_is_a_slip_of_what_its_parts_come_to_is_called() -> None:
    text = "Thành phố có {} người. Nội thành 520.008 người (42,2% dân số); ngoại thành 711.099 người (57,8%)."
    assert contradicted(text.format("1.231.107")) == set()
    assert contradicted(text.format("8.231.107"))


def test_a_growth_of_two_swapped_digits_is_called_however_far_off() -> None:
    assert "44,4%" in contradicted(_ROADS.format(502))
    assert "44,4%" in contradicted("Đã sửa 205 tuyến đường; tăng 44,4% so với năm 2015 (412 tuyến đường).")


def test_a_change_told_from_where_to_where_right_behind_it_is_called_however_far_off() -> None:
    text = "Huyện đã giảm được {} điểm trường (từ 486 xuống còn 278), chưa như dự tính."
    assert contradicted(text.format(208)) == set()
    assert contradicted(text.format(8)) == {"8 điểm"}


def test_ranks_much_farther_apart_than_the_steps_are_others() -> None:
    text = "Trường xếp hạng 1.580 thế giới, tụt 233 bậc so với hạng 1.347, xếp hạng 32 châu Á (tụt 3 bậc)."
    assert contradicted(text) == set()
