"""Numbers of people and organisations: structure and check digit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.dossiers.intake.identity import ORGANISATION, PERSON, BadNumber, Number, read_number

DAY = date(2024, 3, 15)
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def checked(nine: str) -> str | None:
    """The tax code of nine digits; none where the check digit would be 10."""
    last = 10 - sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True)) % 11
    return f"{nine}{last}" if last < 10 else None


def test_a_known_tax_code_and_its_branch() -> None:
    # a code that stands on real invoices: the weights are not ours
    assert checked("010010910") == "0100109106"
    for text in ("0100109106", "0100109106-001", "0100 109 106"):
        plain = text.replace("-", "").replace(" ", "")
        assert read_number(text, DAY) == Number(plain, ORGANISATION)


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(1, 9))
def test_one_wrong_digit_at_the_end_is_seen(nine: str, off: int) -> None:
    good = checked(nine)
    if good is None:
        for last in range(10):
            with pytest.raises(BadNumber, match="chữ số kiểm tra"):
                read_number(f"{nine}{last}", DAY)
        return
    assert read_number(good, DAY).kind == ORGANISATION
    with pytest.raises(BadNumber, match="chữ số kiểm tra"):
        read_number(f"{nine}{(int(good[-1]) + off) % 10}", DAY)


@given(
    st.sampled_from(["001", "092", "093", "094", "096", "101", "234"]),
    st.integers(0, 3),
    st.integers(0, 99),
    st.integers(0, 999_999),
)
def test_personal_numbers_of_people_already_born(place: str, mark: int, year: int, rest: int) -> None:
    text = f"{place}{mark}{year:02}{rest:06}"
    born = 1900 + mark // 2 * 100 + year
    if born <= DAY.year:
        assert read_number(text, DAY) == Number(text, PERSON)
    else:
        with pytest.raises(BadNumber, match=str(born)):
            read_number(text, DAY)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("003099000001", "003"),  # no province
        ("099099000001", "099"),
        ("092499000001", "2199"),  # a century to come
        ("12345678", "8 chữ số"),
        ("0100109106000", "từ 001"),
        ("09209x000001", "chỉ gồm chữ số"),
        ("٠٩٢٠٩٩٠٠٠٠٠١", "chỉ gồm chữ số"),
    ],
)
def test_what_nobody_can_have(typed: str, said: str) -> None:
    with pytest.raises(BadNumber, match=said):
        read_number(typed, DAY)


@pytest.mark.parametrize("typed", ["000999999999", "012345678", "c1234567", "092.099.000.001"])
def test_invented_people_old_cards_passports_and_dots(typed: str) -> None:
    assert read_number(typed, DAY) == Number(typed.upper().replace(".", ""), PERSON)
