"""Roles × rights × scope: how far a right goes, over units that end and begin."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dunghen.core.once import one_page
from dunghen.org.models import Assignment, Person, Succession, SuccessionKind, Unit
from dunghen.org.rights import (
    TABLE,
    Holding,
    Reach,
    Right,
    Role,
    Scope,
    answered_for,
    reach,
)

TODAY = date(2026, 11, 20)
Pairs = list[tuple[int, int]]

units = st.integers(0, 11)
# a parent and a predecessor bear a lower number, so that nothing goes round in a circle
trees = st.lists(st.none() | st.integers(0, 10), min_size=12, max_size=12).map(
    lambda above: {
        unit: parent if parent is None or parent < unit else None for unit, parent in enumerate(above)
    }
)
passings = st.lists(st.tuples(units, units).filter(lambda pair: pair[0] < pair[1]), max_size=14)
reaches = st.builds(
    Reach,
    everything=st.just(value=False),
    units=st.frozensets(units, max_size=3),
    subtrees=st.frozensets(units, max_size=3),
    own=st.booleans(),
)


def under(unit: int, above: int, parents: dict[int, int | None]) -> bool:
    step: int | None = unit
    while step is not None:
        if step == above:
            return True
        step = parents[step]
    return False


def came_from(unit: int, origins: Pairs) -> set[int]:
    """The unit and all before it, by walking each way back."""
    found = {unit}
    for predecessor, successor in origins:
        if successor == unit:
            found |= came_from(predecessor, origins)
    return found


@given(reaches, trees, passings)
def test_reach_is_what_one_stands_over_and_what_passed_into_it(
    held: Reach, parents: dict[int, int | None], origins: Pairs
) -> None:
    over = held.units | {unit for unit in parents for root in held.subtrees if under(unit, root, parents)}
    expected = set().union(*(came_from(unit, origins) for unit in over))
    assert answered_for(held, parents, origins) == expected


@given(units, passings)
def test_who_works_at_a_unit_that_ended_reaches_nothing_of_its_successor(unit: int, origins: Pairs) -> None:
    held = Reach(everything=False, units=frozenset({unit}), subtrees=frozenset(), own=False)
    assert all(one <= unit for one in answered_for(held, {}, origins))


@given(reaches, reaches, trees, passings)
def test_two_roles_reach_what_each_reaches(
    one: Reach, other: Reach, parents: dict[int, int | None], origins: Pairs
) -> None:
    both = Reach(
        everything=False, units=one.units | other.units, subtrees=one.subtrees | other.subtrees, own=False
    )
    apart = answered_for(one, parents, origins) | answered_for(other, parents, origins)
    assert answered_for(both, parents, origins) == apart


@given(st.lists(st.builds(Holding, st.sampled_from(Role), units), max_size=5), st.sampled_from(Right))
def test_a_reach_is_the_union_of_what_each_role_gives(held: list[Holding], right: Right) -> None:
    found = reach(held, right)
    scopes = {one: TABLE[one.role].get(right) for one in held}
    assert found.everything == (Scope.CITY in scopes.values())
    assert found.own == (Scope.OWN in scopes.values())
    assert found.units == {one.unit for one, scope in scopes.items() if scope is Scope.UNIT}
    assert found.subtrees == {one.unit for one, scope in scopes.items() if scope is Scope.SUBTREE}


def test_who_keeps_the_machines_running_sees_no_business_data() -> None:
    assert set(TABLE[Role.TECHNICAL_ADMIN]) == {Right.ACCOUNTS}
    assert {role for role, rights in TABLE.items() if Right.ROLES in rights} == {Role.CITY_ADMIN}
    persons = {role for role, rights in TABLE.items() if rights.get(Right.PERSONS) == Scope.CITY}
    assert persons == {Role.INSPECTORATE}


# ---- in the database


def officer(role: Role, unit: str) -> Person:
    person = Person.objects.create(username=f"{role}-{unit}")
    at = Unit.objects.get(key=unit)
    Assignment.objects.create(person=person, role=role, unit=at, valid_from=date(2020, 1, 1))
    return person


def keys(person: Person, right: Right, day: date = TODAY) -> set[str]:
    found = Unit.objects.within(person.reach(right, day), day)
    assert found is not None
    return set(Unit.objects.filter(pk__in=found).values_list("key", flat=True))


@pytest.mark.django_db
def test_a_successor_answers_for_what_was_merged_renamed_dissolved_or_split_into_it() -> None:
    for kind in SuccessionKind:
        row = Succession.objects.filter(kind=kind).select_related("predecessor", "successor").latest("pk")
        before, after = row.predecessor.key, row.successor.key
        assert before in keys(officer(Role.RECEIVING_OFFICER, after), Right.PERSONS), kind
        assert keys(officer(Role.RECEIVING_OFFICER, before), Right.PERSONS) == {before}, kind


@pytest.mark.django_db
def test_of_a_split_only_the_recorded_successors_answer() -> None:
    split = Succession.objects.filter(kind=SuccessionKind.SPLIT).select_related("predecessor").latest("pk")
    named = set(
        Succession.objects.filter(predecessor=split.predecessor).values_list("successor__key", flat=True)
    )
    wards = Unit.objects.filter(level="commune", valid_to=None).values_list("key", flat=True)
    reaching = {
        key
        for key in wards
        if split.predecessor_id
        in (Unit.objects.within(reach([Holding(Role.CLERK, _pk(key))], Right.ROWS), TODAY) or ())
    }
    assert reaching == named
    assert len(named) == 2


def _pk(key: str) -> int:
    return Unit.objects.get(key=key).pk


@pytest.mark.django_db
def test_before_the_day_of_the_succession_nothing_has_passed() -> None:
    row = (
        Succession.objects.filter(kind=SuccessionKind.RENAME)
        .select_related("predecessor", "successor")
        .latest("pk")
    )
    person = officer(Role.CLERK, row.successor.key)
    assert keys(person, Right.ROWS, row.day - timedelta(days=1)) == {row.successor.key}
    assert keys(person, Right.ROWS, row.day) >= {row.predecessor.key, row.successor.key}


@pytest.mark.django_db
def test_a_subtree_reaches_the_predecessors_of_every_unit_below() -> None:
    found = keys(officer(Role.HEAD_OF_AGENCY, "ct-thanh-pho-2025"), Right.FIGURES)
    assert {"ct-thanh-pho", "hg-tinh", "ct-phuong-an-thoi", "ct-so-noi-vu"} <= found


@pytest.mark.django_db
def test_a_reach_costs_the_same_few_queries_however_far_it_goes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for role, unit, queries in (
        (Role.LEADER, "ct-thanh-pho", 2),
        (Role.CLERK, "ct-phuong-an-thoi", 3),
        (Role.REPORTING_OFFICER, "ct-phuong-an-thoi", 4),
        (Role.REPORTING_OFFICER, "ct-thanh-pho-2025", 4),
    ):
        person = officer(role, unit)  # in this very transaction: nothing is kept
        with django_assert_num_queries(queries), one_page():
            Unit.objects.within(person.reach(Right.ROWS, TODAY), TODAY)
