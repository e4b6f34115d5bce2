"""A version's life: draft, published, superseded, abolished; what was known before stays known."""

from datetime import date, timedelta

import pytest

from dunghen.core.known import known_at
from dunghen.procedures import actions, rules
from dunghen.procedures.models import OnlineLevel, Procedure, ProcedureScope, ProcedureVersion, VersionState

NUMBER, DECIDED, JANUARY, MAY = "14/QĐ-UBND", date(2024, 1, 3), date(2024, 1, 15), date(2024, 5, 1)


@pytest.fixture
def procedure(fresh_db: str) -> Procedure:
    """In a database of its own: each action is a transaction of its own time."""
    org = Procedure.objects.all()[0].org
    return Procedure.objects.create(
        key="thu-nghiem", name="Thử nghiệm", search="thu nghiem", field="x", org=org
    )


def _drafted(procedure: Procedure, fee: int = 20_000) -> ProcedureVersion:
    return actions.draft(
        procedure, valid_from=JANUARY, levels=["city", "commune"], online_level=OnlineLevel.FULL, fee=fee
    )


def _published(procedure: Procedure) -> ProcedureVersion:
    return actions.publish(_drafted(procedure), decision=NUMBER, decided=DECIDED, valid_from=JANUARY)


def _in_force(day: date) -> list[tuple[int, int]]:
    rows = ProcedureVersion.objects.in_force(day).filter(known_at(None), procedure__key="thu-nghiem")
    return list(rows.values_list("number", "fee"))


def test_a_version_is_in_force_from_its_publication_on(procedure: Procedure) -> None:
    drafted = _drafted(procedure)
    assert _in_force(JANUARY) == []
    version = actions.publish(drafted, decision=NUMBER, decided=DECIDED, valid_from=JANUARY)
    assert _in_force(JANUARY - timedelta(1)) == []
    assert _in_force(JANUARY) == [(1, 20_000)]
    scopes = ProcedureScope.objects.filter(version=version).order_by("level")
    assert [scope.level for scope in scopes] == ["city", "commune"]
    before = ProcedureVersion.objects.filter(known_at(drafted.known_from), procedure=procedure)
    assert [row.state for row in before] == [VersionState.DRAFT]


def test_a_newer_version_ends_the_one_before(procedure: Procedure) -> None:
    _published(procedure)
    actions.publish(_drafted(procedure, 30_000), decision=NUMBER, decided=DECIDED, valid_from=MAY)
    assert _in_force(MAY - timedelta(1)) == [(1, 20_000)]
    assert _in_force(MAY) == [(2, 30_000)]


def test_an_abolished_procedure_is_no_longer_in_force(procedure: Procedure) -> None:
    abolished = actions.abolish(_published(procedure), decision="15/QĐ-UBND", decided=DECIDED, ends=MAY)
    assert (abolished.number, abolished.state) == (2, VersionState.ABOLISHED)
    assert _in_force(MAY - timedelta(1)) == [(1, 20_000)]
    assert _in_force(MAY) == []


@pytest.mark.parametrize(
    ("state", "decision", "decided", "last_from"),
    [
        ("published", NUMBER, DECIDED, None),
        ("draft", "", DECIDED, None),
        ("draft", NUMBER, JANUARY + timedelta(1), None),
        ("draft", NUMBER, DECIDED, JANUARY),
    ],
)
def test_what_may_not_be_published(state: str, decision: str, decided: date, last_from: date | None) -> None:
    with pytest.raises(rules.Refused):
        rules.check_publication(state, decision, decided, JANUARY, last_from)
    rules.check_publication("draft", NUMBER, DECIDED, JANUARY, JANUARY - timedelta(1))


@pytest.mark.parametrize(
    ("state", "decided", "ends"),
    [("draft", DECIDED, MAY), ("published", MAY + timedelta(1), MAY), ("published", DECIDED, JANUARY)],
)
def test_what_may_not_be_abolished(state: str, decided: date, ends: date) -> None:
    with pytest.raises(rules.Refused):
        rules.check_abolition(state, NUMBER, decided, ends, JANUARY)
    rules.check_abolition("published", NUMBER, DECIDED, MAY, JANUARY)
