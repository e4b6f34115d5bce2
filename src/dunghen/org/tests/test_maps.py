"""Roll-up by the map of the day and by today's."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunghen.org.maps import Kind, MapError, Node, Passing, Placement, UnitMap, UnknownUnitError, Which

OLD, NEW = date(2004, 1, 1), date(2025, 7, 1)
THEN, TODAY = date(2024, 5, 14), date(2026, 1, 5)
CITY, DISTRICT, A, B, C, CITY_NEW, A_NEW, B_NEW, OFFICE = range(1, 10)


def node(unit: int, code: str, parent: int | None, *, new: bool = False, always: bool = False) -> Node:
    start, end = (NEW, None) if new else (OLD, None if always else NEW)
    return Node(unit, f"don-vi-{unit}", code, parent, start, end)


NODES = [
    node(CITY, "H13", None),
    node(DISTRICT, "H13.30", CITY),
    node(A, "H13.30.01", DISTRICT),
    node(B, "H13.30.02", DISTRICT),
    node(C, "H13.30.03", DISTRICT),
    node(CITY_NEW, "H13", None, new=True),
    node(A_NEW, "H13.101", CITY_NEW, new=True),
    node(B_NEW, "H13.102", CITY_NEW, new=True),
]
PASSINGS = [
    Passing(CITY, CITY_NEW, "merge"),
    Passing(DISTRICT, CITY_NEW, "dissolve"),
    Passing(A, A_NEW, "merge"),
    Passing(B, B_NEW, "rename"),
    Passing(C, A_NEW, "split"),
    Passing(C, B_NEW, "split"),
]


def city(which: Which, day: date) -> UnitMap:
    return UnitMap(NODES, PASSINGS, which, day)


def test_by_the_map_of_the_day_every_unit_stands_for_itself() -> None:
    units = city("day", THEN)
    assert [units.place(unit) for unit in (A, C, A_NEW)] == [
        Placement(unit, unallotted=False) for unit in (A, C, A_NEW)
    ]
    assert units.scope(DISTRICT) == {DISTRICT, A, B, C}
    assert units.ancestors(A) == (DISTRICT, CITY)
    assert units.roots == {CITY, CITY_NEW}


def test_by_the_map_of_today_a_merger_carries_whole_and_a_split_is_not_apportioned() -> None:
    units = city("today", TODAY)
    assert units.place(A) == Placement(A_NEW, unallotted=False)
    assert units.place(B) == Placement(B_NEW, unallotted=False)
    assert units.place(C) == Placement(CITY_NEW, unallotted=True)
    assert units.place(DISTRICT) == Placement(CITY_NEW, unallotted=True)
    assert units.scope(A_NEW) == {A, A_NEW}
    assert units.scope(CITY_NEW) == {unit.id for unit in NODES}
    assert units.units == {CITY_NEW, A_NEW, B_NEW}


def test_several_successors_are_a_split_whatever_they_are_called() -> None:
    office = node(OFFICE, "H13.60", CITY)
    passings = [*PASSINGS, Passing(OFFICE, A_NEW, "merge"), Passing(OFFICE, B_NEW, "merge")]
    units = UnitMap([*NODES, office], passings, "today", TODAY)
    assert units.place(OFFICE) == Placement(CITY_NEW, unallotted=True)


def test_a_chain_is_followed_to_its_end() -> None:
    middle = Node(OFFICE, "giua", "H13.50", CITY, date(2024, 11, 1), NEW)
    first = Node(10, "dau", "H13.40", CITY, OLD, date(2024, 11, 1))
    passings = [*PASSINGS, Passing(10, OFFICE, "merge"), Passing(OFFICE, B_NEW, "merge")]
    units = UnitMap([*NODES, first, middle], passings, "today", TODAY)
    assert units.place(10) == Placement(B_NEW, unallotted=False)
    whole_then_split = [*PASSINGS, Passing(10, C, "merge"), Passing(OFFICE, B_NEW, "merge")]
    units = UnitMap([*NODES, first, middle], whole_then_split, "today", TODAY)
    assert units.place(10) == Placement(CITY_NEW, unallotted=True)


def test_a_unit_that_still_exists_stays_though_a_part_left() -> None:
    office = node(OFFICE, "H13.60", None, always=True)
    units = UnitMap([*NODES, office], [*PASSINGS, Passing(OFFICE, A_NEW, "split")], "today", TODAY)
    assert units.place(OFFICE) == Placement(OFFICE, unallotted=False)


def test_find_reads_codes_of_the_day_and_keys_of_any_time() -> None:
    assert city("day", THEN).find("000.00.30.H13") == DISTRICT
    assert city("day", THEN).find("H13") == CITY
    assert city("today", TODAY).find("H13") == city("day", NEW).find("H13") == CITY_NEW
    assert city("today", TODAY).find("don-vi-2") == DISTRICT
    for name in ("H13.30", "H99", "khong-co", ""):
        with pytest.raises(UnknownUnitError, match="Không có đơn vị"):
            city("today", TODAY).find(name)


def test_what_is_not_on_the_map_of_today_has_no_scope() -> None:
    units = city("today", TODAY)
    with pytest.raises(UnknownUnitError, match="không có trên bản đồ"):
        units.scope(DISTRICT)
    with pytest.raises(UnknownUnitError, match="không có trên bản đồ"):
        units.ancestors(A)
    with pytest.raises(UnknownUnitError, match="chưa thành lập"):
        city("today", THEN).place(A_NEW)


@pytest.mark.parametrize(
    ("nodes", "passings", "reason"),
    [
        (
            NODES,
            [*PASSINGS[2:], Passing(CITY, DISTRICT, "merge"), Passing(DISTRICT, CITY, "merge")],
            "quay vòng",
        ),
        (NODES, PASSINGS[1:], "không có đơn vị kế thừa"),
        ([*NODES, node(OFFICE, "H13.9", OFFICE, new=True)], PASSINGS, "quay vòng"),
        ([*NODES, node(OFFICE, "H13.9", 99, new=True)], PASSINGS, "không có hoặc quay vòng"),
        ([*NODES, node(OFFICE, "H13.9", CITY, new=True)], PASSINGS, "không tồn tại vào ngày"),
        ([*NODES, node(OFFICE, "H13.101", CITY_NEW, new=True)], PASSINGS, "có hai đơn vị"),
        (
            [*NODES, node(OFFICE, "H30", None, new=True)],
            [*PASSINGS, Passing(C, OFFICE, "split")],
            "cấp trên chung",
        ),
    ],
)
def test_contradictions_are_refused(nodes: list[Node], passings: list[Passing], reason: str) -> None:
    with pytest.raises(MapError, match=reason):
        UnitMap(nodes, passings, "today", TODAY)


class History:
    """Generations of units under one root that always exists; those of one end where the next begins."""

    ROOT = 0

    def __init__(self, draw: st.DrawFn) -> None:
        self.days = [date(2000 + 5 * era, 1, 1) for era in range(draw(st.integers(1, 4)))]
        self.nodes = [Node(self.ROOT, "goc", "H00", None, OLD.replace(year=1990), None)]
        self.passings: list[Passing] = []
        generations: list[list[int]] = []
        for era, start in enumerate(self.days):
            end = self.days[era + 1] if era + 1 < len(self.days) else None
            born = [self._born(draw, start, end, era) for _ in range(draw(st.integers(1, 5)))]
            generations.append(born)
        for ended, successors in pairwise(generations):
            for unit in ended:
                self._pass_on(draw, unit, successors)

    def _born(self, draw: st.DrawFn, start: date, end: date | None, era: int) -> int:
        unit = len(self.nodes)
        siblings = [other.id for other in self.nodes if other.valid_from == start]
        parent = draw(st.sampled_from([self.ROOT, *siblings]))
        self.nodes.append(Node(unit, f"k{unit}", f"H{era:02}.{unit}", parent, start, end))
        return unit

    def _pass_on(self, draw: st.DrawFn, unit: int, successors: list[int]) -> None:
        parts = draw(st.lists(st.sampled_from(successors), min_size=1, max_size=3, unique=True))
        whole: list[Kind] = ["merge", "rename", "dissolve"]
        kind: Kind = "split" if len(parts) > 1 else draw(st.sampled_from(whole))
        self.passings += [Passing(unit, part, kind) for part in parts]


@st.composite
def histories(draw: st.DrawFn) -> History:
    return History(draw)


@given(histories())
def test_both_maps_add_up_to_the_same_total(history: History) -> None:
    day, today = (UnitMap(history.nodes, history.passings, which, TODAY) for which in ("day", "today"))
    everyone = {unit.id for unit in history.nodes}
    for units in (day, today):
        scopes = [units.scope(root) for root in units.roots]
        assert sum(map(len, scopes)) == len(everyone)
        assert set().union(*scopes) == everyone


@given(histories())
def test_every_unit_is_placed_at_exactly_one_unit_of_the_day(history: History) -> None:
    units = UnitMap(history.nodes, history.passings, "today", TODAY)
    valid = {unit.id for unit in history.nodes if unit.on(TODAY)}
    own = {org: set(units.scope(org)) for org in valid}
    for org in valid:
        for above in units.ancestors(org):
            assert own[org] <= own[above]
    for unit in history.nodes:
        placed = units.place(unit.id).unit
        assert {org for org in valid if unit.id in own[org]} == {placed, *units.ancestors(placed)}


@given(histories())
def test_mergers_carry_whole_and_splits_meet_above_their_parts(history: History) -> None:
    units = UnitMap(history.nodes, history.passings, "today", TODAY)
    for unit in history.nodes:
        if unit.on(TODAY):
            assert units.place(unit.id) == Placement(unit.id, unallotted=False)
            continue
        onward = [passing for passing in history.passings if passing.predecessor == unit.id]
        parts = [units.place(passing.successor) for passing in onward]
        if onward[0].kind in {"merge", "rename"}:
            assert units.place(unit.id) == parts[0]
            continue
        lines = [{part.unit, *units.ancestors(part.unit)} for part in parts]
        common = set.intersection(*lines)
        nearest = max(common, key=lambda org: len(units.ancestors(org)))
        assert units.place(unit.id) == Placement(nearest, unallotted=True)
