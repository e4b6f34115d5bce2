"""The counting rules of docs/counting.md, each by rows that a clerk could write down."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import Payment
from dunghen.procedures.models import ProcedureScope, ProcedureVersion
from dunghen.statistics.compile import compile_units, derive
from dunghen.statistics.view import BadQuestionError, view

pytestmark = pytest.mark.django_db
Add = Callable[..., Any]
Value = Callable[..., Any]


def vn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_owner_of_three_rows_and_of_one(dossier: Add, value: Value) -> None:
    for _ in range(3):
        dossier("ct-so-y-te")
    dossier("ct-so-tu-phap")
    assert [value("B3.3.1.1", org) for org in ("ct-so-y-te", "ct-so-tu-phap", "ct-so-noi-vu", "")] == [
        3,
        1,
        0,
        4,
    ]


def test_levels_are_apart_and_vertical_agencies_count_in_no_other_row(dossier: Add, value: Value) -> None:
    for unit in ("ct-so-y-te", "ct-quan-ninh-kieu", "ct-phuong-cai-khe", "ct-cong-an-thanh-pho"):
        dossier(unit)
    cells = ("B3.3.1.1", "B3.3.2.1", "B3.3.3.1", "B3.3@vertical", "B7.6.3.1")
    assert [value(code) for code in cells] == [1, 1, 1, 1, 3]
    assert [value(code, "ct-quan-ninh-kieu") for code in cells] == [0, 1, 1, 0, 2]


@pytest.mark.parametrize(
    ("resolved", "completed", "open_at_the_end"),
    [
        ("2023-12-14T23:59:59", 0, 0),
        ("2023-12-15T00:00", 1, 0),
        ("2024-05-14T23:59:59", 1, 0),
        ("2024-05-15T00:00", 0, 1),
    ],
)
def test_edges_of_the_window(
    dossier: Add, value: Value, resolved: str, completed: int, open_at_the_end: int
) -> None:
    dossier(received_at=vn("2023-12-01T08:00"), resolved_at=vn(resolved), known_from=vn(resolved))
    assert (value("B3.3.1.1"), value("B3.3@open")) == (completed, open_at_the_end)


def test_open_and_overdue_at_the_end(dossier: Add, value: Value) -> None:
    dossier(outcome="", resolved_at=None)
    dossier(outcome="", resolved_at=None, due_at=vn("2024-05-15T17:00"))
    dossier(outcome="", resolved_at=None, due_at=None)
    dossier(outcome="", resolved_at=None, received_at=vn("2024-05-15T00:00"), due_at=vn("2024-06-15T00:00"))
    assert (value("B3.3@open"), value("B3.3@open_overdue")) == (3, 1)


@pytest.mark.parametrize(
    ("outcome", "completed"),
    [("resolved", 1), ("refused", 1), ("stopped", 0), ("withdrawn", 0), ("refused_at_intake", 0)],
)
def test_what_is_completed(dossier: Add, value: Value, outcome: str, completed: int) -> None:
    dossier(outcome=outcome)
    assert value("B3.3.1.1") == completed


def test_on_time_up_to_the_minute_and_never_by_an_apology(dossier: Add, value: Value) -> None:
    due = vn("2024-03-08T17:00")
    late = vn("2024-03-08T17:00:01")
    dossier(resolved_at=due)
    dossier(resolved_at=late)
    dossier(resolved_at=late, apologised_at=vn("2024-03-06T09:00"), appointment_at=vn("2024-03-20T17:00"))
    cells = ("B3.3.1.1", "B3.3.1.2", "B3.3.1@late_apologised", "B3.3.1@late_unapologised")
    assert [value(code) for code in cells] == [3, 1, 1, 1]
    assert value("B3.3.1") == Decimal("33.33")


def test_by_the_fact_by_the_system_and_by_an_entered_time(dossier: Add, value: Value) -> None:
    dossier(resolved_recorded_at=vn("2024-03-09T08:00"))
    dossier()
    cells = ("B3.3.1.2", "B3.3.1.2@system", "B3.3.1.2@actual")
    assert [value(code) for code in cells] == [2, 1, 1]


def test_a_later_correction_changes_today_and_not_what_was_known(dossier: Add, value: Value) -> None:
    corrected = vn("2024-06-01T10:00")
    before = dossier(known_to=corrected)
    dossier(dossier=before.dossier, resolved_at=vn("2024-03-20T09:00"), known_from=corrected)
    assert (value("B3.3.1.1"), value("B3.3.1.2")) == (1, 0)
    moments = (vn("2024-03-05T09:09"), vn("2024-03-05T09:10"), vn("2024-05-31T00:00"), corrected)
    assert [value("B3.3.1.1", known_at=at) for at in moments] == [0, 1, 1, 1]
    assert [value("B3.3.1.2", known_at=at) for at in moments] == [0, 1, 1, 0]


def test_a_procedure_counts_once_per_level(dossier: Add, value: Value) -> None:
    for unit in ("ct-phuong-cai-khe", "ct-phuong-an-hoa", "ct-phuong-an-hoa", "ct-so-y-te"):
        dossier(unit)
    dossier("ct-so-y-te", channel="counter", other_procedure=True, online_level="partial")
    dossier("ct-so-y-te", online_level="none")
    assert (value("B7.6.2.1"), value("B7.6.2.2")) == (3, 2)
    assert value("B7.6.2.1@commune") == 1
    assert value("B7.6.2.1", "ct-phuong-an-hoa") == 1
    assert value("B7.6.2") == Decimal("66.67")


def test_a_distinct_thing_known_by_two_slices_counts_once(dossier: Add, value: Value) -> None:
    later = vn("2024-06-01T10:00")
    dossier(known_to=later)
    dossier()
    assert value("B7.6.2.1", known_at=vn("2024-05-20T00:00")) == 1


def test_an_empty_denominator_gives_no_rate(value: Value) -> None:
    assert (value("B3.3.1"), value("B3.3.1.1")) == (None, 0)


def test_money_is_whole(dossier: Add, value: Value) -> None:
    row = dossier(fee=300_000, paid=300_000, paid_online=True)
    for number, paid_at in enumerate(("2024-03-02T00:00", "2024-04-02T00:00", "2024-05-15T00:00"), 1):
        Payment.objects.create(
            dossier=row.dossier,
            number=number,
            unit=row.unit,
            level=row.level,
            amount=100_000,
            paid_at=vn(paid_at),
            online=True,
            known_from=vn(paid_at),
        )
    dossier(fee=0)
    assert (value("N2.e.1@dossiers"), value("N2.e.2@dossiers")) == (2, 200_000)
    assert isinstance(value("N2.e.2@dossiers"), int)
    assert (value("B7.6.7.1"), value("B7.6.7.2")) == (1, 1)


def test_a_figure_of_the_city_stands_at_the_city_only(value: Value) -> None:
    assert value("B3.1.4") == 1850
    assert value("B3.1.4", "ct-so-y-te") is None


@pytest.mark.parametrize(
    ("column", "day", "change"),
    [
        ("valid_to", date(2024, 5, 15), 0),
        ("valid_to", date(2024, 5, 14), -1),
        ("valid_from", date(2024, 5, 14), 0),
        ("valid_from", date(2024, 5, 15), -1),
    ],
)
def test_a_stock_of_days_is_the_state_at_the_end_of_the_last_day(
    value: Value, column: str, day: date, change: int
) -> None:
    scopes = ProcedureScope.objects.filter(level="commune", version__valid_to__isnull=True)
    scope = scopes.filter(version__valid_from__lt=date(2024, 1, 1)).order_by("pk")[0]
    copy = {
        field.attname: getattr(scope.version, field.attname)
        for field in ProcedureVersion._meta.concrete_fields
        if not field.primary_key
    }
    later = vn("2024-03-01T00:00")
    ProcedureVersion.objects.filter(pk=scope.version_id).update(known_to=later)
    version = ProcedureVersion.objects.create(**{**copy, "known_from": later, column: day})
    ProcedureScope.objects.create(version=version, level="commune")
    assert value("B3.1.4.3") == 134 + change
    assert value("B3.1.4.3", known_at=vn("2024-02-29T00:00")) == 134


def test_both_maps_give_the_same_city_and_merged_communes_carry_whole(dossier: Add, value: Value) -> None:
    for unit in ("ct-so-y-te", "ct-quan-ninh-kieu", "ct-phuong-cai-khe"):
        dossier(unit)
    for code in ("B3.3.1.1", "B3.3.2.1", "B3.3.3.1", "B7.6.2.1", "B7.6.3"):
        assert value(code) == value(code, which="today"), code


def test_all_units_at_once_equal_each_unit_alone(dossier: Add, value: Value) -> None:
    for unit in ("ct-so-y-te", "ct-quan-ninh-kieu", "ct-phuong-cai-khe"):
        dossier(unit)
    asked = view("2024-H1", today=datetime(2026, 11, 22, tzinfo=VIETNAM).date())
    units = compile_units(asked)
    for key in ("ct-thanh-pho", "ct-quan-ninh-kieu", "ct-phuong-cai-khe", "ct-phuong-an-hoa"):
        for code in ("B3.3.1.1", "B3.3.2.1", "B3.3.3.1", "B3.3.3", "B7.6.2.1"):
            assert units[asked.org(key)][code].value == value(code, key)


def test_the_same_number_of_queries_for_one_row_and_for_three(
    dossier: Add, compiled: Callable[..., Any]
) -> None:
    seen = []
    for more in (1, 2):
        for _ in range(more):
            dossier()
        with CaptureQueriesContext(connection) as queries:
            compiled()
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_every_query_over_versions_says_whether_they_are_current(
    dossier: Add, compiled: Callable[..., Any]
) -> None:
    dossier()
    for at, parts in ((None, 1), (vn("2024-06-01T00:00"), 2)):
        with CaptureQueriesContext(connection) as queries:
            compiled(known_at=at)
        counting = [query["sql"] for query in queries if 'FROM "dossiers_dossierversion"' in query["sql"]]
        # both stocks in two conditions, one pass over what was resolved, received, and distinct
        assert len(counting) == parts * (2 + 3)
        current = [sql for sql in counting if '"known_to" IS NULL' in sql]
        past = [sql for sql in counting if '"known_to" IS NOT NULL' in sql]
        assert (len(current), len(past)) == (5, 5 * (parts - 1))


@pytest.mark.parametrize("org", ["H99", "nobody"])
def test_an_unknown_unit_is_refused_in_words(value: Value, org: str) -> None:
    with pytest.raises(BadQuestionError, match=org):
        value("B3.3.1.1", org)


def test_codes_name_units_in_both_forms(dossier: Add, value: Value) -> None:
    dossier("ct-so-y-te")
    assert value("B3.3.1.1", "H13.11") == value("B3.3.1.1", "000.00.11.H13") == 1


@pytest.mark.parametrize(
    ("measure", "operands", "expected"),
    [
        ("ratio", [18, 35], Decimal("51.43")),
        ("ratio", [1, 8], Decimal("12.50")),
        ("ratio", [1, 800], Decimal("0.13")),
        ("ratio", [0, 5], Decimal("0.00")),
        ("ratio", [5, 0], None),
        ("ratio", [None, 5], None),
        ("total", [1, None], None),
        ("total", [1, Decimal("2.5")], Decimal("3.5")),
        ("difference", [84, 30, 0], 54),
    ],
)
def test_derived_figures(measure: str, operands: list[Any], expected: Any) -> None:
    assert derive(measure, operands).value == expected
