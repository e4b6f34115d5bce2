"""Graphs of parts: what may start, when a case is due and how it stands, whatever the graph."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.dossiers.linked import rules
from dunghen.dossiers.linked.law import cases_on, read_cases
from dunghen.dossiers.linked.rules import LADDER, NOT_DONE, WAITING, NotAGraph, Standing
from dunghen.dossiers.rules import Outcome, Status

START = datetime(2024, 7, 15, 2, tzinfo=UTC)
STANDINGS = [
    WAITING,
    NOT_DONE,
    *(Standing(status) for status in ("in_process", "waiting_papers", "paused", "waiting_payment")),
    Standing("resolved", "resolved"),
    Standing("returned", "resolved"),
    Standing("resolved", "refused"),
    Standing("stopped", "stopped"),
    Standing("withdrawn", "withdrawn"),
]
Graph = dict[str, list[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Parts that wait for some of those before them, told in any order."""
    names = [f"p{n}" for n in range(draw(st.integers(1, 7)))]
    after = {
        name: draw(st.lists(st.sampled_from(names[:at]), unique=True)) if at else []
        for at, name in enumerate(names)
    }
    return {name: after[name] for name in draw(st.permutations(names))}


@given(graphs())
def test_every_part_comes_after_those_it_waits_for(after: Graph) -> None:
    order = rules.in_order(after)
    assert sorted(order) == sorted(after)
    for part, before in after.items():
        assert all(order.index(one) < order.index(part) for one in before)


@pytest.mark.parametrize("after", [{"a": ["b"], "b": ["a"]}, {"a": ["a"]}, {"a": [], "b": ["c"]}])
def test_a_circle_or_an_unknown_part_is_no_graph(after: Graph) -> None:
    with pytest.raises(NotAGraph):
        rules.in_order(after)


@given(st.data(), graphs())
def test_what_waits_is_ready_lost_or_waits_on(data: st.DataObject, after: Graph) -> None:
    found = {part: data.draw(st.sampled_from([*STANDINGS, *[WAITING] * 8])) for part in after}
    ready, lost = rules.ready(after, found), rules.lost(after, found)
    assert not set(ready) & set(lost)
    for part in after:
        before = [found[one] for one in after[part]]
        assert (part in ready) == (found[part] == WAITING and all(one.has_result for one in before))
        gone = any(one.has_none for one in before) or bool(set(after[part]) & set(lost))
        assert (part in lost) == (found[part] == WAITING and gone)


@given(graphs(), st.lists(st.integers(1, 30), min_size=7, max_size=7))
def test_a_case_is_due_with_the_last_of_its_parts(after: Graph, days: list[int]) -> None:
    limits = {part: timedelta(days=days[at]) for at, part in enumerate(after)}
    planned = rules.plan(after, START, lambda part, begins: begins + limits[part])
    for part, one in planned.items():
        assert one.due == one.start + limits[part]
        assert one.start == max((planned[before].due for before in after[part]), default=START)
    due = rules.case_due(one.due for one in planned.values())
    assert due == max(one.due for one in planned.values())
    # no chain of parts is longer
    assert due - START <= sum(limits.values(), timedelta())


@given(st.lists(st.sampled_from(STANDINGS), min_size=1, max_size=6))
def test_a_case_stands_where_its_slowest_part_stands(every: list[Standing]) -> None:
    status = rules.case_status(every)
    placed = [Standing("in_process") if each == WAITING else each for each in every]
    placed = [each for each in placed if each.status in LADDER]
    if placed:
        assert status in {each.status for each in placed}
        assert all(LADDER.index(status) <= LADDER.index(each.status) for each in placed)
    else:
        assert status in {Status.STOPPED, Status.WITHDRAWN}


def test_what_is_lost_is_lost_for_all_that_come_after() -> None:
    after = {"c": ["b"], "b": ["a"], "a": [], "d": []}
    found = {"a": NOT_DONE, "b": WAITING, "c": WAITING, "d": WAITING}
    assert rules.lost(after, found) == ["b", "c"]
    assert rules.ready(after, found) == ["d"]


def test_a_refusal_is_no_result_for_the_next_part() -> None:
    after = {"a": [], "b": ["a"]}
    refused = {"a": Standing(Status.RESOLVED.value, Outcome.REFUSED.value), "b": WAITING}
    assert rules.ready(after, refused) == []
    assert rules.lost(after, refused) == ["b"]


def test_the_law_of_the_day() -> None:
    def parts(day: date) -> dict[str, list[str]]:
        return {case.key: [part.key for part in case.parts] for case in cases_on(day)}

    birth = "khai-sinh-thuong-tru-bao-hiem-y-te"
    assert parts(date(2024, 6, 30)) == {}
    assert parts(date(2024, 7, 1))[birth] == ["khai-sinh", "thuong-tru", "bao-hiem-y-te"]
    assert "can-cuoc" not in parts(date(2026, 8, 31))[birth]
    assert parts(date(2026, 9, 1))[birth][-1] == "can-cuoc"
    assert "dat-dai-tu-cap-xa" in parts(date(2025, 6, 30))
    assert "dat-dai-tu-cap-xa" not in parts(date(2025, 7, 1))
    for day in (date(2024, 8, 1), date(2026, 10, 1)):
        keys = [case.key for case in cases_on(day)]
        assert len(keys) == len(set(keys))


def test_a_law_of_parts_in_a_circle_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "linked.toml"
    file.write_text(
        '[[case]]\nkey = "a"\nname = "a"\nsince = 2024-01-01\nbasis = ""\nlimit = ""\nunsure = []\npart = [\n'
        '{ key = "x", procedure = "x", unit = "agency", after = ["y"] },\n'
        '{ key = "y", procedure = "y", unit = "agency", after = ["x"] }]\n'
    )
    with pytest.raises(NotAGraph):
        read_cases(file)
