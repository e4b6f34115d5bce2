"""The way of a given task: what is in time, what may be asked, when something ordered counts as done."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunghen.supervision.errors import Refused
from dunghen.supervision.given import rules
from dunghen.supervision.given.rules import Part, outcome, timing
from dunghen.supervision.tasks.rules import Timing

DUE = date(2023, 3, 31)
EVE, NEXT = DUE - timedelta(days=1), DUE + timedelta(days=1)


def test_in_time_is_decided_by_the_day_of_the_confirmed_submission() -> None:
    assert timing("done", DUE, date(2023, 3, 28), date(2024, 1, 1)) == Timing.ON_TIME
    assert timing("done", DUE, DUE, NEXT) == Timing.ON_TIME
    assert timing("done", DUE, NEXT, NEXT) == Timing.LATE
    assert timing("submitted", DUE, None, NEXT) == Timing.NONE
    assert timing("ongoing", DUE, None, NEXT) == Timing.OVERDUE
    assert timing("ongoing", DUE, None, DUE) == Timing.SOON
    assert timing("new", DUE, None, DUE - timedelta(days=8)) == Timing.WITHIN
    assert timing("new", None, None, NEXT) == timing("stopped", DUE, None, NEXT) == Timing.NONE


@pytest.mark.parametrize(
    ("state", "due", "wanted", "asked", "waiting", "why"),
    [
        ("ongoing", DUE, date(2023, 4, 15), NEXT, False, "phải gửi trước khi hết hạn"),
        ("ongoing", DUE, DUE, EVE, False, "phải sau thời hạn hiện nay"),
        ("ongoing", DUE, date(2023, 4, 15), EVE, True, "Đang có một đề nghị"),
        ("submitted", DUE, date(2023, 4, 15), EVE, False, "không còn ở bước này"),
        ("ongoing", None, date(2023, 4, 15), EVE, False, "không có thời hạn"),
    ],
)
def test_an_extension_is_asked_before_the_day(
    state: str, due: date | None, wanted: date, asked: date, waiting: bool, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        rules.check_asking(state, due, wanted, asked, waiting=waiting)


def test_an_extension_asked_on_the_eve_or_on_the_day_is_in_time() -> None:
    for asked in (EVE, DUE):
        assert rules.check_asking("ongoing", DUE, date(2023, 4, 15), asked, waiting=False) == DUE


@pytest.mark.parametrize(
    ("content", "leads", "partners", "product", "why"),
    [
        ("Tham mưu", [], [], "Tờ trình", "phải có cơ quan chủ trì"),
        ("Tham mưu", [1], [1, 2], "Tờ trình", "không đồng thời"),
        ("Tham mưu", [1], [2], " ", "Phải ghi sản phẩm"),
        (" ", [1], [], "Tờ trình", "Phải ghi nội dung"),
    ],
)
def test_what_is_cut_names_who_answers_and_a_product(
    content: str, leads: list[int], partners: list[int], product: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        rules.check_cut(content, leads, partners, product)


def test_a_product_is_of_a_day_between_the_order_and_today() -> None:
    given_, today = date(2023, 2, 24), date(2023, 3, 28)
    rules.check_submission("ongoing", given_, given_, today)
    for day in (date(2023, 2, 23), date(2023, 3, 29)):
        with pytest.raises(Refused):
            rules.check_submission("ongoing", day, given_, today)
    for state in ("submitted", "done", "stopped"):
        with pytest.raises(Refused, match="không còn ở bước này"):
            rules.check_submission(state, today, given_, today)


days = st.dates(date(2023, 1, 1), date(2023, 12, 31))
parts = st.builds(
    lambda state, due, day: Part(
        state, due, day if state == "done" else None, day if state in ("submitted", "done") else None
    ),
    st.sampled_from(["new", "submitted", "done", "stopped"]),
    st.none() | days,
    days,
)


# a machine busy with other work draws slowly
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(parts, min_size=1, max_size=5))
def test_something_ordered_is_done_once_every_lead_is(all_parts: list[Part]) -> None:
    found = outcome(all_parts)
    held = [part for part in all_parts if part.state != "stopped"]
    if not held:
        assert found is None
        return
    assert found is not None
    if any(part.state != "done" for part in held):
        assert (found.finished, found.on_time) == (None, None)
    else:
        assert found.finished == max(part.done for part in held if part.done)
        assert found.on_time == all(part.due is None or (part.done or part.due) <= part.due for part in held)
        assert found.on_time == (found.overdue_from is None)
    late = [part.due for part in held if part.due and (part.submitted is None or part.submitted > part.due)]
    assert found.overdue_from == (min(late) + timedelta(days=1) if late else None)
    assert outcome([*all_parts, Part("stopped", DUE, None)]) == found
    assert outcome(all_parts[::-1]) == found
