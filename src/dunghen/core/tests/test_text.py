"""Folding, alphabetical order and numbers of Vietnamese text."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.core.text import fold, number, percent, read_day, read_moment, sort_key, thousands


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký  khai sinh", "dang ky khai sinh"),
        (normalize("NFD", "Thủ tục ĐẤT ĐAI"), "thu tuc dat dai"),
        (" UBND phường Cái Khế\n", "ubnd phuong cai khe"),
        ("Nước, ươm, ể", "nuoc, uom, e"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ăn", "Ân", "Ba", "Đà", "Em", "Ninh", "Ớt", "Ư"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["an", "an bình", "án", "anh", "ánh"],
        ["ba con", "bà ba"],  # as a dictionary does: the first syllable decides with its tone
        ["Da", "Dù", "Đa", "Đù"],
        ["Cái Khế", "Cái Răng", "Cờ Đỏ", "Hưng Phú", "Ninh Kiều", "Ô Môn", "Thốt Nốt"],
        ["Phường 2", "Phường 10", "Phường An Thới"],
    ],
)
def test_sort_key_puts_in_vietnamese_order(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_sort_key_reads_both_forms_of_accents_and_ignores_capitals() -> None:
    assert sort_key(normalize("NFD", "Thới Bình")) == sort_key("THỚI BÌNH")


@given(st.text())
def test_any_text_has_a_plain_key_and_a_stable_fold(text: str) -> None:
    assert sort_key(text).isascii()
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("number", "text"), [(1850, "1.850"), (5016210, "5.016.210"), (5, "5"), (-1200, "-1.200")]
)
def test_thousands(number: int, text: str) -> None:
    assert thousands(number) == text


@pytest.mark.parametrize(("rate", "text"), [("51.43", "51,43"), ("72.455", "72,46"), ("100", "100,00")])
def test_percent(rate: str, text: str) -> None:
    assert percent(Decimal(rate)) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1850, None, "1.850"),
        (Decimal("35.1"), None, "35,1"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("99.945"), 2, "99,95"),
        (100, 2, "100,00"),
        (-15, None, "-15"),
    ],
)
def test_numbers_as_officials_write_them(value: int | Decimal, places: int | None, text: str) -> None:
    assert number(value, places) == text


@pytest.mark.parametrize(
    "text", ["03/09/2024", "3/9/2024", "03-09-2024", "3.9.2024", " 03/09/2024 ", "2024-09-03"]
)
def test_a_day_is_read_as_it_is_typed(text: str) -> None:
    assert read_day(text) == date(2024, 9, 3)


@pytest.mark.parametrize(
    "text", ["", "09/2024", "31/02/2024", "13/13/2024", "3/9/24", "3/9-2024", "mai", "٣/9/2024"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_day(text)


@pytest.mark.parametrize(
    "text",
    ["17:05 30/05/2024", "30/5/2024 17:05", "2024-05-30T17:05", "17:05  2024-05-30"],
)
def test_a_moment_is_read_as_it_is_typed(text: str) -> None:
    assert read_moment(text) == datetime.combine(date(2024, 5, 30), time(17, 5))


@pytest.mark.parametrize("text", ["", "30/05/2024", "2024-05-30", "17:05", "25:00 30/05/2024", "17:05 17:05"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_moment(text)


def test_a_moment_keeps_its_zone() -> None:
    assert read_moment("2024-05-30T10:05:00+00:00") == datetime(2024, 5, 30, 10, 5, tzinfo=UTC)
