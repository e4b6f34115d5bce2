"""What may be decided about a finding, by property and by table; and that deciding loses nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.proofing.reading import Unreadable
from dunghen.statistics import jobs
from dunghen.statistics.models import ProofEvent, ProofFinding, ProofRun
from dunghen.statistics.proofs import actions, rules
from dunghen.statistics.proofs.actions import Words, decide
from dunghen.statistics.proofs.rules import Act, Refused, State

DAY = date(2026, 11, 22)
WRONG = "Tổng số hồ sơ đã giải quyết là 100 hồ sơ, trong đó: cấp huyện 60 hồ sơ và cấp xã 30 hồ sơ."
OTHER = "Tỷ lệ đúng hạn đạt 18/35 hồ sơ (51,43%)."


def sample(username: str, role: Role | None = None, unit: str = "ct-thanh-pho") -> Person:
    """Somebody invented, with a role at a unit."""
    person = Person.objects.create(username=username, full_name=f"Mẫu {username}", sample=True)
    if role:
        at = Unit.objects.get(key=unit)
        Assignment.objects.create(person=person, role=role, unit=at, valid_from=date(2020, 1, 1))
    return person


@pytest.fixture
def asker(db: None) -> Person:
    return sample("hoi", Role.REFORM_OFFICE)


@pytest.fixture
def wrong(asker: Person) -> ProofFinding:
    """The contradiction of a short text."""
    return actions.take(WRONG.encode(), "bao-cao.txt", asker).findings.get(verdict="contradiction")


def due_in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def send(finding: ProofFinding, by: Person, unit: str = "ct-so-y-te", days: int = 3) -> ProofEvent:
    at = Unit.objects.get(key=unit)
    words = Words(text="Đề nghị xem lại.", unit=at, due=due_in(days))
    return decide(finding, Act.SEND, words, by=by, seen=finding.events.count())


acts = st.lists(st.sampled_from(Act), max_size=12)


@given(acts)
def test_every_way_through_the_acts_keeps_to_the_table(wanted: list[Act]) -> None:
    state, done = State.OPEN, []
    for act in wanted:
        try:
            rules.check(state, act, "vì", DAY, DAY)
        except Refused:
            assert act not in rules.MOVES[state]
            continue
        done.append(act)
        state = rules.MOVES[state][act]
        assert rules.state_of(done) == state
    # explained is reached only by a reason or an accepted answer
    assert state != State.EXPLAINED or done[-1] in (Act.DISMISS, Act.ACCEPT)
    # and what was asked of a unit is asked, answered or taken back before anything else
    for before, after in pairwise(done):
        if before in (Act.SEND, Act.AGAIN):
            assert after in (Act.ANSWER, Act.REOPEN)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nobody_is_asked_to_answer_in_the_past(due: date, today: date) -> None:
    for state, act in ((State.OPEN, Act.SEND), (State.ANSWERED, Act.AGAIN)):
        if due < today:
            with pytest.raises(Refused):
                rules.check(state, act, "vì", due, today)
        else:
            rules.check(state, act, "vì", due, today)
    assert rules.overdue(State.ASKED, due, today) == (due < today)
    assert not rules.overdue(State.ANSWERED, due, today)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", sorted(rules.WORDED))
def test_what_is_decided_says_why(state: State, act: Act) -> None:
    with pytest.raises(Refused):
        rules.check(state, act, "  ", DAY, DAY)


NUMBERS = {"1.850": "1850", "51,43": "51.43", "05": "5", "-2": "-2", "−2": "-2", "3.547.428": "3547428"}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_are_read_as_officials_write_them(text: str, value: str) -> None:
    assert f"{rules.number(text):f}" == value


@pytest.mark.parametrize("text", ["", "1.85", "1,850.0", "mười", "1 850", "NaN", "1e9", "9" * 41, "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        rules.number(text)


def test_the_same_file_leads_to_the_same_run(asker: Person, wrong: ProofFinding) -> None:
    again = actions.take(WRONG.encode(), "ten-khac.txt", asker)
    assert again == wrong.run
    leader = sample("lanh-dao", Role.LEADER)
    assert actions.take(WRONG.encode(), "bao-cao.txt", leader) == wrong.run
    stranger = sample("don-vi", Role.REPORTING_OFFICER, "ct-so-y-te")
    own = actions.take(WRONG.encode(), "bao-cao.txt", stranger)
    assert own != wrong.run
    assert own.uploaded_by == stranger


def test_what_cannot_be_read_leaves_nothing(asker: Person) -> None:
    with pytest.raises(Unreadable):
        actions.take(b"\x00", "bao-cao.docx", asker)
    assert not ProofRun.objects.exists()


def test_a_pdf_is_read_later_and_says_why_it_cannot_be(asker: Person) -> None:
    run = actions.take(b"%PDF-1.7 broken", "bao-cao.pdf", asker)
    assert run.read_at is None
    jobs.proofread(run.pk, "")
    run.refresh_from_db()
    assert run.problem
    assert run.read_at
    assert not run.findings.exists()


def test_quotes_stand_where_they_say(wrong: ProofFinding) -> None:
    for found in wrong.run.findings.all():
        for quote in found.quotes:
            assert wrong.run.text[quote["start"] : quote["end"]] == quote["text"]
    assert (wrong.stated, wrong.computed, wrong.difference) == ("100", "90", "-10")


def test_the_second_of_two_is_told_who_was_first(asker: Person, wrong: ProofFinding) -> None:
    other = sample("nguoi-khac", Role.LEADER)
    decide(wrong, Act.DISMISS, Words(text="Có 10 hồ sơ liên thông."), by=asker, seen=0)
    with pytest.raises(Refused, match="Mẫu hoi"):
        decide(wrong, Act.DISMISS, Words(text="Khác."), by=other, seen=0)
    assert [event.text for event in wrong.events.all()] == ["Có 10 hồ sơ liên thông."]
    decide(wrong, Act.REOPEN, Words(text="Chưa rõ."), by=other, seen=1)
    assert [event.number for event in wrong.events.all()] == [1, 2]


def test_a_slip_goes_until_it_is_accepted(asker: Person, wrong: ProofFinding) -> None:
    officer = sample("y-te", Role.REPORTING_OFFICER, "ct-so-y-te")
    slip = send(wrong, asker)
    answer = Words(text="Nhầm.", corrected="90")
    decide(wrong, Act.ANSWER, answer, by=officer, seen=1)
    decide(wrong, Act.AGAIN, Words(text="Còn 10 hồ sơ?", due=due_in(1)), by=asker, seen=2)
    found: Any = ProofEvent.objects.slips().get()
    assert (found, found.last, found.answer_by) == (slip, Act.AGAIN, due_in(1))
    decide(wrong, Act.ANSWER, answer, by=officer, seen=3)
    decide(wrong, Act.ACCEPT, Words(), by=asker, seen=4)
    assert rules.state_of(wrong.events.values_list("act", flat=True)) == State.EXPLAINED
    assert {event.slip_id for event in wrong.events.exclude(pk=slip.pk)} == {slip.pk}


def test_a_slip_taken_back_stays_over_when_another_is_sent(asker: Person, wrong: ProofFinding) -> None:
    first = send(wrong, asker)
    decide(wrong, Act.REOPEN, Words(text="Gửi nhầm đơn vị."), by=asker, seen=1)
    second = send(wrong, asker, "ct-so-tu-phap")
    found: Any = ProofEvent.objects.slips()
    assert {one: one.last for one in found} == {first: Act.REOPEN, second: Act.SEND}


Bad = Callable[[], Words]
BAD: dict[str, Bad] = {
    "no unit": lambda: Words(text="Vì", due=due_in(1)),
    "no day": lambda: Words(text="Vì", unit=Unit.objects.get(key="ct-so-y-te")),
    "a day in the past": lambda: Words(text="Vì", unit=Unit.objects.get(key="ct-so-y-te"), due=due_in(-1)),
    "no words": lambda: Words(unit=Unit.objects.get(key="ct-so-y-te"), due=due_in(1)),
}


@pytest.mark.parametrize("why", BAD)
def test_a_slip_without_what_it_needs_is_refused(asker: Person, wrong: ProofFinding, why: str) -> None:
    with pytest.raises(Refused):
        decide(wrong, Act.SEND, BAD[why](), by=asker, seen=0)
    assert not wrong.events.exists()


@pytest.mark.parametrize("change", ["UPDATE {} SET text = ''", "DELETE FROM {}"])
def test_events_can_only_be_added(asker: Person, wrong: ProofFinding, change: str) -> None:
    send(wrong, asker)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(ProofEvent._meta.db_table))
