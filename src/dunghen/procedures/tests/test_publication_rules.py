"""Deadlines of a decision by the calendar of 2024, what each step refuses, and the compliance cost."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.core.calendar_seed import seed_days
from dunghen.core.paths import LAW
from dunghen.core.worktime_calendar import Calendar, OfficeHours
from dunghen.procedures import cost, review_rules
from dunghen.procedures import publication_rules as rules
from dunghen.procedures.control_law import NoLawError, incomes, index_terms, publication_terms
from dunghen.procedures.rules import Refused

TODAY = date(2024, 6, 1)
TEXT = date(2024, 1, 15)


DAYS = seed_days(LAW / "calendar.toml", 2015, 2026)
MADE_UP = frozenset(each.day for each in DAYS if each.kind == "made_up")
YEARS = Calendar(
    off=frozenset(each.day for each in DAYS) - MADE_UP,
    made_up=MADE_UP,
    hours=OfficeHours(),
    first=date(2015, 1, 1),
    last=date(2026, 12, 31),
)


def last_days(dates: rules.Dates) -> rules.Deadlines:
    return rules.deadlines(dates, publication_terms(dates.effective), index_terms(dates.effective), YEARS)


def test_the_deadlines_of_the_story() -> None:
    """A text that takes force on 15/01/2024: signed by 10/01, for the index by 08/01; signed on 03/01 it is
    entered by 10/01."""
    found = last_days(rules.Dates(TEXT, signed=date(2024, 1, 3)))
    assert found == (date(2024, 1, 10), date(2024, 1, 8), date(2024, 1, 10), date(2024, 1, 10))
    assert last_days(rules.Dates(TEXT))[2:] == (None, None)


def test_signed_on_the_ninth_is_lawful_and_late_for_the_index() -> None:
    signed = date(2024, 1, 9)
    found = last_days(rules.Dates(TEXT, signed=signed))
    assert rules.in_time(signed, found.sign, TODAY) is True
    assert rules.in_time(signed, found.sign_for_index, TODAY) is False


def test_tet_and_made_up_days_are_counted() -> None:
    """Off 8 to 14/2; 29/4 swapped for Saturday 4/5."""
    assert rules.working_days_after(date(2024, 2, 5), 5, YEARS) == date(2024, 2, 19)
    assert rules.working_days_before(date(2024, 2, 20), 5, YEARS) == date(2024, 2, 6)
    assert rules.working_days_after(date(2024, 4, 24), 5, YEARS) == date(2024, 5, 4)


def test_a_text_of_the_shortened_procedure() -> None:
    """Signed by the third day after it; entered within two working days."""
    day = date(2024, 3, 8)
    found = last_days(rules.Dates(day, signed=day, promulgated=day))
    assert (found.sign, found.enter) == (date(2024, 3, 11), date(2024, 3, 12))


@given(st.dates(date(2016, 2, 1), date(2025, 11, 1)), st.integers(1, 15))
def test_before_and_after_undo_each_other(day: date, days: int) -> None:
    last = rules.working_days_before(day, days, YEARS)
    between = [last + timedelta(n) for n in range((day - last).days)]
    assert sum(map(YEARS.is_working, between)) == days
    after = rules.working_days_after(last, days, YEARS)
    assert after == YEARS.nth(YEARS.position(day)), "the first working day from the day on"


def test_what_is_not_due_yet_is_neither() -> None:
    assert rules.in_time(None, TODAY, TODAY) is None
    assert rules.in_time(None, TODAY - timedelta(1), TODAY) is False


@pytest.mark.parametrize("part", list(rules.PARTS))
def test_each_part_is_missed(part: str) -> None:
    said: dict[str, object] = dict.fromkeys(rules.PARTS, "có")
    assert rules.missing_parts(said) == []
    assert rules.missing_parts({**said, part: ""}) == [str(rules.PARTS[part])]


def test_what_each_step_refuses() -> None:
    signed = date(2024, 1, 9)
    rules.check_submission(rules.DRAFT, ["new"])
    rules.check_check(rules.SUBMITTED, {"Thủ tục": []}, [])
    rules.check_return(rules.CHECKED, "Sai tên")
    rules.check_signing(rules.CHECKED, "14/QĐ-UBND", signed, TODAY)
    rules.check_entry(rules.SIGNED, signed, signed, TODAY)
    rules.check_posting(rules.ENTERED, signed, signed, TODAY)
    before, after = signed - timedelta(1), TODAY + timedelta(1)
    steps: list[Callable[[], None]] = [
        lambda: rules.check_submission(rules.SUBMITTED, ["new"]),
        lambda: rules.check_submission(rules.DRAFT, []),
        lambda: rules.check_check(rules.DRAFT, {}, []),
        lambda: rules.check_check(rules.SUBMITTED, {"Thủ tục": ["b) Trình tự thực hiện"]}, []),
        lambda: rules.check_check(rules.SUBMITTED, {}, ["Thủ tục cũ"]),
        lambda: rules.check_return(rules.SIGNED, "Sai tên"),
        lambda: rules.check_return(rules.SUBMITTED, " "),
        lambda: rules.check_signing(rules.SUBMITTED, "14/QĐ-UBND", signed, TODAY),
        lambda: rules.check_signing(rules.CHECKED, " ", signed, TODAY),
        lambda: rules.check_signing(rules.CHECKED, "14/QĐ-UBND", after, TODAY),
        lambda: rules.check_entry(rules.ENTERED, signed, signed, TODAY),
        lambda: rules.check_entry(rules.SIGNED, before, signed, TODAY),
        lambda: rules.check_entry(rules.SIGNED, after, signed, TODAY),
        lambda: rules.check_posting(rules.CHECKED, signed, signed, TODAY),
        lambda: rules.check_posting(rules.SIGNED, before, signed, TODAY),
    ]
    for refused in steps:
        with pytest.raises(Refused):
            refused()


@pytest.mark.parametrize(
    ("hours", "limit", "unit", "decision"),
    [
        (["40.25"], "5", "day", "15/QĐ-UBND"),
        (["4", "5"], "8", "hour", "15/QĐ-UBND"),
        (["9"], "1", "same-day", "15/QĐ-UBND"),
        ([], "5", "day", "15/QĐ-UBND"),
        (["0"], "5", "day", "15/QĐ-UBND"),
        (["4"], "5", "day", " "),
    ],
)
def test_a_process_fits_into_its_limit(hours: list[str], limit: str, unit: str, decision: str) -> None:
    rules.check_process([Decimal(40)], Decimal(5), "day", "15/QĐ-UBND")
    rules.check_process([Decimal(400)], Decimal(1), "month", "15/QĐ-UBND")
    with pytest.raises(Refused):
        rules.check_process([Decimal(each) for each in hours], Decimal(limit), unit, decision)


def test_a_text_already_in_force_takes_effect_with_the_signature() -> None:
    assert rules.takes_effect(TEXT, date(2024, 1, 9)) == TEXT
    assert rules.takes_effect(TEXT, date(2024, 1, 20)) == date(2024, 1, 20)


def test_the_law_says_nothing_of_a_time_before_it() -> None:
    with pytest.raises(NoLawError):
        publication_terms(date(2010, 1, 1))


def test_a_plan_is_sent_before_31_january() -> None:
    assert review_rules.plan_due(2024, publication_terms(TODAY)) == date(2024, 1, 30)


BURDEN = cost.Burden(
    tasks=[cost.Task(name="Nộp", hours=Decimal("1.5"), travel=20_000), cost.Task(name="In", copies=5_001)],
    fee=30_000,
    other=1_000,
    times=Decimal(2),
    subjects=10,
)


def test_the_cost_by_hand() -> None:
    """1,5 h at 50.000 đ, 20.000 đ of travel, 5.001 đ of copies, 31.000 đ paid; twice a year, ten subjects."""
    hourly = Fraction(50_000)
    assert cost.once(BURDEN, hourly) == 75_000 + 20_000 + 5_001 + 31_000
    assert cost.yearly(BURDEN, hourly) == 131_001 * 20
    assert cost.hourly_income(incomes()[2023].gdp_per_head) == Fraction(101_900_000, 2112)


def test_the_saving_of_the_report() -> None:
    """96.838.031 → 91.821.821 = 5.016.210 đ = 5,18 %."""
    assert cost.saving(96_838_031, 91_821_821) == 5_016_210
    assert cost.saving_share(96_838_031, 91_821_821) == Decimal("5.18")
    assert cost.saving_share(0, 0) is None


amounts = st.integers(0, 10**9)
tasks = st.builds(
    cost.Task,
    name=st.just("việc"),
    hours=st.decimals(0, 1000, places=2),
    services=amounts,
    travel=amounts,
    copies=amounts,
)
burdens = st.builds(
    cost.Burden,
    tasks=st.lists(tasks, max_size=6),
    fee=amounts,
    other=amounts,
    times=st.decimals(Decimal("0.01"), 365, places=2),
    subjects=st.integers(0, 10**6),
)
hours = st.integers(1, 10**9).map(cost.hourly_income)


@given(burdens, hours)
def test_a_year_is_exact_to_half_a_dong(burden: cost.Burden, hourly: Fraction) -> None:
    exact = cost.once(burden, hourly) * Fraction(burden.times) * burden.subjects
    assert -Fraction(1, 2) < cost.yearly(burden, hourly) - exact <= Fraction(1, 2)


@given(burdens, hours, st.randoms())
def test_the_order_of_the_tasks_says_nothing(burden: cost.Burden, hourly: Fraction, random: object) -> None:
    backwards = cost.Burden(
        tasks=list(reversed(burden.tasks)),
        fee=burden.fee,
        other=burden.other,
        times=burden.times,
        subjects=burden.subjects,
    )
    assert cost.yearly(backwards, hourly) == cost.yearly(burden, hourly)


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_saving_and_share_have_one_sign(before: int, after: int) -> None:
    share = cost.saving_share(before, after)
    assert share is not None
    assert abs(share * before - 100 * (before - after)) <= Decimal("0.005") * before
