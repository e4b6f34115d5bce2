"""The pure rules of plans: printed times, what a task lacks, what products say, who inherits."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dunghen.supervision.plans.law import countable_words
from dunghen.supervision.plans.reading import part, places
from dunghen.supervision.plans.rules import Line, flaws, is_countable
from dunghen.supervision.plans.times import Unreadable, read_time
from dunghen.supervision.tasks import rules
from dunghen.supervision.tasks.models import TaskStatus
from dunghen.supervision.tasks.rules import Made, Timing, status, timing
from dunghen.supervision.tasks.successors import heir

PLAN = Path(__file__).parents[4] / "packs" / "cantho" / "plans" / "2024.toml"
DAY = date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "starts", "ends", "kind", "condition"),
    [
        ("Quý I/2024", (2024, 1, 1), (2024, 3, 31), "once", ""),
        ("Quý III, IV năm 2025", (2025, 7, 1), (2025, 12, 31), "once", ""),
        ("Quý IV/2023, Quý I/2024", (2023, 10, 1), (2024, 3, 31), "once", ""),
        ("Trong năm 2024", (2024, 1, 1), (2024, 12, 31), "once", ""),
        ("trong tháng 3 năm 2023", (2023, 3, 1), (2023, 3, 31), "once", ""),
        ("Tháng 01/2025", (2025, 1, 1), (2025, 1, 31), "once", ""),
        ("Từ tháng 3 đến tháng 5/2025", (2025, 3, 1), (2025, 5, 31), "once", ""),
        ("6 tháng cuối năm 2024", (2024, 7, 1), (2024, 12, 31), "once", ""),
        ("Trước ngày 15/12/2024", (2024, 1, 1), (2024, 12, 14), "once", ""),
        ("Chậm nhất ngày 15/4/2024", (2024, 1, 1), (2024, 4, 15), "once", ""),
        ("Từ 01/3/2024 đến 15/5/2024", (2024, 3, 1), (2024, 5, 15), "once", ""),
        ("Giai đoạn 2021-2025", (2021, 1, 1), (2025, 12, 31), "once", ""),
        ("Thường xuyên", (2024, 1, 1), (2024, 12, 31), "standing", ""),
        ("Hằng quý", (2024, 1, 1), (2024, 12, 31), "periodic", ""),
        (
            "Năm 2024 (khi có hướng dẫn của Trung ương)",
            (2024, 1, 1),
            (2024, 12, 31),
            "conditional",
            "khi có hướng dẫn của Trung ương",
        ),
    ],
)
def test_a_printed_time_is_read(
    text: str, starts: tuple[int, int, int], ends: tuple[int, int, int], kind: str, condition: str
) -> None:
    found = read_time(text, 2024)
    assert (found.starts, found.ends) == (date(*starts), date(*ends))
    assert (found.kind, found.condition) == (kind, condition)


@pytest.mark.parametrize(
    "text",
    ["", "Sớm", "Khi nào xong", "Tháng 13/2024", "31/02/2024", "Quý V/2024", "Ban hành kế hoạch tháng"],
)
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Unreadable, match="Ghi như: Quý I/2024"):
        read_time(text, 2024)


def test_the_times_of_appendix_1_are_read_as_the_pack_has_them() -> None:
    tasks = tomllib.loads(PLAN.read_text(encoding="utf-8"))["task"]
    products = [one for task in tasks for one in task.get("product", []) if "to" in one]
    assert len(products) > 25
    for one in products:
        found = read_time(one["time_text"], 2024)
        assert (found.starts, found.ends) == (one["from"], one["to"]), one["time_text"]


WHOLE = Line("Việc", 1, "Phòng A", own=True, products=[("Báo cáo", "Quý I/2024", date(2024, 3, 31))])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, []),
        ({"leads": 0}, ["Chưa có cơ quan chủ trì"]),
        ({"in_charge": " "}, ["Chưa ghi người, bộ phận chịu trách nhiệm"]),
        ({"in_charge": "", "own": False}, []),
        ({"products": []}, ["Chưa có sản phẩm đếm được", "Chưa ghi thời gian thực hiện"]),
        ({"products": [("Nâng cao nhận thức", "Quý I", DAY)]}, ["Chưa có sản phẩm đếm được"]),
        ({"products": [("Báo cáo", "Sớm", None)]}, ["Thời gian không đọc được thành ngày"]),
    ],
)
def test_notice_004_says_what_a_task_lacks(said: dict[str, Any], words: list[str]) -> None:
    assert [flaw.words for flaw in flaws(replace(WHOLE, **said), countable_words(DAY))] == words


def test_a_product_is_countable_by_its_words_or_a_number() -> None:
    words = countable_words(DAY)
    assert all(is_countable(name, words) for name in ("Kế hoạch của UBND", "02 hội thi", "Các Quyết định"))
    assert not any(is_countable(name, words) for name in ("Chất lượng được nâng lên", "Đảm bảo", "Tinh thần"))


# a machine busy with other work draws slowly
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS = st.integers(1, 6)
DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
PRODUCTS = st.lists(
    st.builds(
        Made,
        kind=st.sampled_from(["once", "standing", "periodic", "conditional"]),
        starts=st.none() | DAYS,
        ends=st.none() | DAYS,
        met=st.none() | DAYS,
        done=st.none() | DAYS,
        begun=st.booleans(),
        offered=st.booleans(),
    ),
    max_size=4,
)


@BUSY
@given(PRODUCTS, DAYS)
def test_done_is_said_by_the_products_alone(products: list[Made], today: date) -> None:
    said = status(products, today)
    assert (said == TaskStatus.DONE) == (bool(products) and all(one.done for one in products))
    if said == TaskStatus.NOT_YET:
        assert not any(one.done or one.begun for one in products)
        assert all(one.waits or (one.starts and one.starts > today) for one in products)


@BUSY
@given(PRODUCTS, DAYS)
def test_time_is_another_axis(products: list[Made], today: date) -> None:
    late = [one for one in products if not one.done and not one.offered and one.due and one.due < today]
    assert (timing(products, today) == Timing.OVERDUE) == bool(late)
    due = rules.due(products)
    overdue = due is not None and due < today and status(products, today) != TaskStatus.DONE
    # what a list asks of the columns is what the products say
    assert (overdue and not rules.handed_in(products)) >= bool(late)
    finished = rules.done(products)
    assert (finished is None) == (not products or not all(one.done for one in products))


def test_two_products_with_one_done_are_ongoing_and_a_condition_is_waited_for() -> None:
    plan = Made("once", date(2023, 12, 1), date(2023, 12, 31), None, date(2023, 12, 27))
    report = Made("once", date(2024, 10, 1), date(2024, 12, 31), None, None)
    assert status([plan, report], DAY) == TaskStatus.ONGOING
    assert (timing([plan, report], DAY), rules.due([plan, report])) == (Timing.WITHIN, date(2024, 12, 31))
    waits = Made("conditional", date(2024, 1, 1), date(2024, 3, 31), None, None)
    assert (status([waits], DAY), timing([waits], DAY)) == (TaskStatus.NOT_YET, Timing.NONE)


def test_open_work_follows_one_successor_and_nobody_is_guessed_of_two() -> None:
    assert heir(1, {1: [2], 2: [3]}) == 3
    assert heir(1, {1: [2, 3]}) is None
    assert heir(1, {1: [2], 2: [1]}) is None
    assert heir(7, {}) == 7


@BUSY
@given(st.dictionaries(UNITS, st.lists(UNITS, min_size=1, max_size=2, unique=True)), UNITS)
def test_open_work_ends_where_nothing_follows_and_never_passes_a_split(
    passed: dict[int, list[int]], unit: int
) -> None:
    way = [unit]
    while len(passed.get(way[-1], ())) == 1 and passed[way[-1]][0] not in way:
        way.append(passed[way[-1]][0])
    assert heir(unit, passed) == (None if passed.get(way[-1]) else way[-1])


def test_plans_stand_under_those_they_carry_out() -> None:
    rows = places([(3, 2), (4, None), (2, 1), (1, 9)])
    assert rows == [(4, 0), (1, 0), (2, 1), (3, 2)]
    assert part(rows, 0, 3) == rows[:3]
    assert part(rows, 1, 2) == rows[2:]
    assert part(rows, 7, 9) == rows  # it is not there any more: from the first
