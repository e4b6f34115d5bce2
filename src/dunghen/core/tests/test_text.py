"""Folding, alphabetical order and numbers of Vietnamese text."""

from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.core.text import fold, percent, sort_key, thousands


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
