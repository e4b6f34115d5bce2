"""Both forms of an authority's code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.org.codes import CodeError, normalise, to_current, to_legacy

PAIRS = [
    ("000.00.12.H13", "H13.12"),
    ("000.01.01.H13", "H13.01.01"),
    ("000.00.00.H13", "H13"),
    ("007.05.12.H13", "H13.12.05.007"),
]


@pytest.mark.parametrize(("legacy", "current"), PAIRS)
def test_convert(legacy: str, current: str) -> None:
    assert to_current(legacy) == current
    assert to_legacy(current) == legacy
    assert normalise(legacy) == normalise(current) == normalise(f" {current.lower()} ") == current


@pytest.mark.parametrize("code", ["H21.217", "H13.12.05.007.01", "H13.1", "H13.A1", "H13.00", "H13.12.050"])
def test_what_the_legacy_form_cannot_hold_is_refused(code: str) -> None:
    assert normalise(code) == code
    with pytest.raises(CodeError, match="không ghi được theo dạng cũ"):
        to_legacy(code)


@pytest.mark.parametrize(
    "code", ["", "13.H12", "Z13.12", "H13.", "H13..12", "H13-12", "H13." + "1" * 35, "H1٣.12"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(CodeError, match="không phải mã định danh"):
        normalise(code)
    with pytest.raises(CodeError, match="không phải mã định danh"):
        to_legacy(code)
    with pytest.raises(CodeError, match="QCVN 102:2016"):
        to_current(code)


def test_a_level_left_out_in_the_middle_is_refused() -> None:
    with pytest.raises(CodeError, match="bỏ trống một cấp"):
        normalise("000.05.00.H13")


@st.composite
def current_codes(draw: st.DrawFn) -> str:
    first = draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXY")) + f"{draw(st.integers(0, 99)):02}"
    depth = draw(st.integers(0, 3))
    return ".".join([first, *(f"{draw(st.integers(1, 10**w - 1)):0{w}}" for w in (2, 2, 3)[:depth])])


@given(current_codes())
def test_there_and_back(code: str) -> None:
    assert to_current(to_legacy(code)) == code == normalise(to_legacy(code))
