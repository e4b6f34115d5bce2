"""What may be done with a case of accountability, and when: every state × every act, forms by rank."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dunghen.supervision.accountability import rules
from dunghen.supervision.accountability.law import discipline_on
from dunghen.supervision.accountability.models import (
    Case,
    CaseState,
    ManagedBy,
    PartyForm,
    Rank,
    ResultKind,
    Subject,
    Verb,
)
from dunghen.supervision.accountability.reading import late, limit
from dunghen.supervision.accountability.rules import Result, Standing
from dunghen.supervision.errors import Refused

DAY, TODAY = date(2024, 3, 5), date(2024, 3, 11)
CASE = Standing(
    state=CaseState.MET,
    subject=Subject.PERSON,
    managed=ManagedBy.COMMITTEE,
    rank=Rank.OFFICIAL,
    last_day=date(2024, 2, 5),
)
REPRIMAND = Result(
    kind=ResultKind.DISCIPLINED, day=DAY, form="reprimand", number="12/QĐ-UBND", authority="Chủ tịch UBND"
)
LAW = discipline_on(DAY)
ORDER = [Verb.ASK, Verb.EXPLAIN, Verb.REVIEW, Verb.MEET, Verb.PROPOSE]


def allowed(result: Result, standing: Standing) -> bool:
    try:
        rules.check_result(result, standing, LAW, TODAY)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("managed", ManagedBy)
def test_the_steps_follow_each_other_and_only_the_party_committee_is_proposed_to(managed: ManagedBy) -> None:
    taken = []
    for state in CaseState:
        case = replace(CASE, state=state, managed=managed)
        for verb in ORDER:
            try:
                rules.check_step(verb, case, DAY, TODAY)
            except Refused:
                assert not rules.may_step(verb, case)
            else:
                assert rules.may_step(verb, case)
                taken.append((state, verb))
    way = list(zip(CaseState, ORDER, strict=False))
    assert taken == (way if managed == ManagedBy.STANDING_COMMITTEE else way[:-1])


def test_each_result_needs_what_was_heard_before() -> None:
    results = {kind: replace(REPRIMAND, kind=kind, form="") for kind in ResultKind}
    results[ResultKind.DISCIPLINED] = REPRIMAND
    after = {
        state: {kind.value for kind, one in results.items() if allowed(one, replace(CASE, state=state))}
        for state in CaseState
    }
    light = {"none", "reminded", "criticised"}
    assert after == {
        "recorded": set(),
        "asked": set(),
        "explained": light,
        "reviewed": light,
        "met": light | {"lessons", "disciplined"},
        "proposed": set(),
        "settled": set(),
    }


def test_whom_the_standing_committee_manages_is_only_proposed_about() -> None:
    above = replace(CASE, managed=ManagedBy.STANDING_COMMITTEE, rank=Rank.LEADER)
    assert not allowed(REPRIMAND, above)
    assert not rules.may_settle(above)
    with pytest.raises(Refused, match="chỉ đề xuất"):
        rules.check_result(REPRIMAND, above, LAW, TODAY)
    # what the competent body then decided is recorded as received
    assert allowed(REPRIMAND, replace(above, state=CaseState.PROPOSED))


@pytest.mark.parametrize(
    ("rank", "form", "day", "fits"),
    [
        (Rank.OFFICIAL, "pay", DAY, True),
        (Rank.OFFICIAL, "removal", DAY, False),
        (Rank.DIVISION, "demotion", DAY, True),
        (Rank.DIVISION, "pay", DAY, False),
        (Rank.SERVICE_STAFF, "pay", DAY, False),
        (Rank.SERVICE_MANAGER, "removal", DAY, True),
        (Rank.DIVISION, "demotion", date(2025, 7, 2), False),
    ],
)
def test_the_forms_of_discipline_differ_by_rank_and_day(rank: Rank, form: str, day: date, fits: bool) -> None:
    assert (form in discipline_on(day).forms[rank]) is fits
    if day == DAY:
        assert allowed(replace(REPRIMAND, form=form), replace(CASE, rank=rank)) is fits


def test_criticism_is_no_discipline_and_a_collective_gets_none() -> None:
    assert not allowed(replace(REPRIMAND, kind=ResultKind.CRITICISED), CASE)
    collective = replace(CASE, subject=Subject.COLLECTIVE, rank="")
    assert not allowed(REPRIMAND, collective)
    assert allowed(replace(REPRIMAND, kind=ResultKind.CRITICISED, form=""), collective)
    assert not rules.may_suspend(collective)


def test_a_discipline_has_a_form_a_number_and_an_authority() -> None:
    party = replace(REPRIMAND, form="", party_form=PartyForm.WARNING)
    assert allowed(party, CASE)  # of the Party alone: form 5 counts it too
    with pytest.raises(Refused, match="kỷ luật Đảng"):
        rules.check_result(party, CASE, replace(LAW, party=("reprimand",)), TODAY)
    assert {"forms", "party", "days"} <= set(LAW.unsure)
    for wrong in (
        replace(REPRIMAND, form=""),
        replace(REPRIMAND, number=""),
        replace(REPRIMAND, authority=""),
        replace(REPRIMAND, day=date(2024, 2, 4)),  # before the last step
        replace(REPRIMAND, day=date(2024, 3, 12)),
    ):
        assert not allowed(wrong, CASE)


def test_who_leads_a_department_is_not_managed_by_it() -> None:
    with pytest.raises(Refused):
        rules.check_case(Subject.PERSON, Rank.LEADER, ManagedBy.UNIT, DAY, TODAY)
    with pytest.raises(Refused):
        rules.check_case(Subject.PERSON, "", ManagedBy.UNIT, DAY, TODAY)
    with pytest.raises(Refused):
        rules.check_case(Subject.COLLECTIVE, Rank.OFFICIAL, ManagedBy.UNIT, DAY, TODAY)
    rules.check_case(Subject.PERSON, Rank.DIVISION, ManagedBy.UNIT, DAY, TODAY)


def test_after_its_proposal_the_city_is_late_with_nothing() -> None:
    case = Case(opened=date(2024, 1, 2), state=CaseState.MET)
    assert late(case, limit(case) + timedelta(days=1))
    assert not late(case, limit(case))
    case.state = CaseState.PROPOSED
    assert not late(case, limit(case) + timedelta(days=1))
