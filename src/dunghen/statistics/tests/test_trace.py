"""Every figure opens into its records, under the same conditions that counted it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import Payment
from dunghen.statistics.compile import figures_of
from dunghen.statistics.narrowing import ALL, Among
from dunghen.statistics.trace import Trace, trace
from dunghen.statistics.trace_columns import COLUMNS
from dunghen.statistics.view import BadQuestionError, view

pytestmark = pytest.mark.django_db
Add = Callable[..., Any]
Value = Callable[..., Any]
TODAY = date(2026, 11, 22)


def vn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def opened(cell: str, org: str = "", **options: Any) -> Trace:
    return trace(view("2024-H1", today=TODAY, **options), cell, org)


@pytest.fixture
def mixed(dossier: Add) -> None:
    for unit in ("ct-so-y-te", "ct-quan-ninh-kieu", "ct-phuong-cai-khe", "ct-cong-an-thanh-pho"):
        row = dossier(unit, digitised=True, fee=50_000)
        dossier(unit, channel="counter", resolved_at=vn("2024-03-20T09:00"))
        dossier(unit, outcome="", resolved_at=None, other_procedure=True)
        Payment.objects.create(
            dossier=row.dossier,
            number=1,
            unit=row.unit,
            level=row.level,
            amount=50_000,
            paid_at=vn("2024-03-02T08:00"),
            online=True,
            known_from=vn("2024-03-02T08:00"),
        )


COUNTED = (
    *("B3.3.1.1", "B3.3.2.2", "B3.3@vertical", "B3.3@open", "B3.3@open_overdue", "B7.6.2.1", "B7.6.3.1"),
    *("N2.d.3.1", "N2.e.1@dossiers", "N2.e.2@dossiers", "B3.1.4", "B1.2.1", "B7.6.1.1"),
)


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("cell", [*COUNTED, "B1.5@in_hand", "B6.2.1", "B1.1"])
@pytest.mark.parametrize("known_at", [None, vn("2024-06-01T00:00")])
def test_amounts_add_up_to_the_figure(value: Value, cell: str, known_at: datetime | None) -> None:
    rows = list(opened(cell, known_at=known_at).rows())
    assert sum(row["amount"] for row in rows) == value(cell, known_at=known_at) != 0


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("cell", ["B3.3.1", "B7.6.2", "B7.6.3", "B7.6.1", "N2.d.3"])
@pytest.mark.parametrize("org", ["", "ct-quan-ninh-kieu"])
def test_a_ratio_is_its_denominator_with_the_numerator_marked(
    compiled: Callable[..., Any], cell: str, org: str
) -> None:
    figure = next(found for found in compiled(org).cells if found.code == cell)
    rows = list(opened(cell, org).rows())
    assert sum(row["amount"] for row in rows) == (figure.denominator or 0)
    assert sum(row["in_numerator"] for row in rows) == (figure.numerator or 0)


def test_a_ratio_of_a_declared_number_lists_both(db: None) -> None:
    rows = list(opened("B1.2").rows())
    inside = [row for row in rows if row["in_numerator"]]
    assert len(rows) == 36
    assert [(row["part"], row["amount"]) for row in inside] == [("B1.2.2", 18)]
    assert "Biểu mẫu 1" in inside[0]["source"]


def test_a_difference_shows_what_is_taken_off(db: None) -> None:
    assert [row["amount"] for row in opened("B1.5@in_hand").rows()] == [84, -30, 0, 0]


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("cell", ["N2.d.3.1", "B3.3@open", "B7.6.2", "B3.1.4", "B1.2"])
@pytest.mark.parametrize("known_at", [None, vn("2024-06-01T00:00")])
@pytest.mark.parametrize("size", [1, 2, 700])
def test_pages_hold_every_row_once_in_order(cell: str, known_at: datetime | None, size: int) -> None:
    found = opened(cell, known_at=known_at)
    rows, after = [], ""
    while True:
        page = found.page(after, size)
        rows += page.rows
        after = page.after
        if not after or len(rows) >= 40:
            break
    assert rows[:40] == list(found.rows())[: len(rows)][:40]


def test_a_page_after_a_shared_moment_starts_at_the_next_row(dossier: Add) -> None:
    codes = [dossier().dossier.code for _ in range(5)]
    page = opened("B3.3.1.1").page(size=2)
    rest = opened("B3.3.1.1").page(page.after, 10)
    assert [row["dossier"] for row in (*page.rows, *rest.rows)] == codes
    assert rest.after == ""


def test_a_stock_lists_what_is_open_then_what_ended_since(dossier: Add) -> None:
    still_open = {"outcome": "", "resolved_at": None}
    later = dossier(received_at=vn("2024-04-02T08:00"), **still_open).dossier.code
    first = dossier(received_at=vn("2024-03-01T08:00"), **still_open).dossier.code
    last = dossier(received_at=vn("2024-03-01T08:00"), resolved_at=vn("2024-07-01T08:00")).dossier.code
    next_to_last = dossier(
        received_at=vn("2024-04-01T08:00"), resolved_at=vn("2024-06-20T08:00")
    ).dossier.code
    dossier(received_at=vn("2024-03-01T08:00"), resolved_at=vn("2024-04-01T08:00"))
    for known_at in (None, vn("2026-01-01T00:00")):
        found = opened("B3.3@open", known_at=known_at)
        page = found.page(size=3)
        rest = found.page(page.after, 3)
        codes = [row["dossier"] for row in (*page.rows, *rest.rows)]
        assert codes == [first, later, next_to_last, last]


def with_figures(cell: str, among: Among = ALL) -> Trace:
    asked = view("2024-H1", today=TODAY, known_at=vn("2026-01-01T00:00"))
    return Trace(asked, asked.row(cell), asked.own, among, figures_of(asked, [asked.own])[asked.own])


@pytest.mark.usefixtures("mixed")
@pytest.mark.parametrize("cell", [*COUNTED, "B3.3.1", "B7.6.2"])
def test_a_figure_at_hand_says_how_many_records_there_are(cell: str) -> None:
    found = with_figures(cell)
    told = None if found.cell.measure == "sum" else len(list(found.rows()))
    assert found.number == told
    assert with_figures(cell, Among(outcome="resolved")).number is None


@pytest.mark.usefixtures("mixed")
def test_nothing_is_read_of_a_figure_that_is_nought(django_assert_num_queries: Callable[[int], Any]) -> None:
    found = with_figures("B3.3.2.2@actual")
    with django_assert_num_queries(0):
        assert (found.page().rows, found.number, found.size(10)) == ([], 0, 0)


@pytest.mark.usefixtures("mixed")
def test_a_narrowed_list_is_read_once_a_moment(django_assert_num_queries: Callable[[int], Any]) -> None:
    asked = Among(outcome="resolved")
    counted = with_figures("B3.3.1.1", asked).size(10)
    assert counted == len(list(with_figures("B3.3.1.1", asked).rows())) == 2
    found = with_figures("B3.3.1.1", asked)
    with django_assert_num_queries(2):  # what is kept, and the cache's own look
        assert found.size(10) == counted


def test_records_show_the_version_that_was_known(dossier: Add) -> None:
    corrected = vn("2024-06-01T10:00")
    before = dossier(known_to=corrected)
    dossier(dossier=before.dossier, resolved_at=vn("2024-03-20T09:00"), known_from=corrected)
    (old,) = opened("B3.3.1.1", known_at=vn("2024-05-20T00:00")).rows()
    (new,) = opened("B3.3.1.1").rows()
    assert (old["resolved_at"], new["resolved_at"]) == (
        "2024-03-05T09:00:00+07:00",
        "2024-03-20T09:00:00+07:00",
    )


def test_no_column_leads_to_a_person() -> None:
    lookups = {lookup for columns in COLUMNS.values() for lookup in columns.values()}
    assert not [lookup for lookup in lookups if "applicant" in lookup]


@pytest.mark.parametrize("after", ["x", "0|", "0|2024|y", "a|2024-01-01|1", "0|0|0|0", "-1||0"])
def test_an_unknown_place_is_refused(db: None, after: str) -> None:
    with pytest.raises(BadQuestionError):
        opened("B3.3.1.1").page(after)


def test_an_unknown_cell_is_refused(db: None) -> None:
    with pytest.raises(BadQuestionError, match="B9"):
        opened("B9")
    with pytest.raises(BadQuestionError, match=r"B3\.3"):
        opened("B3.3")
