"""What pages keep of units, roles, the calendar and procedures: nobody reads what no longer holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction

from dunghen.core.once import one_page
from dunghen.org.calendar import calendar
from dunghen.org.models import Day, DayKind
from dunghen.org.reference import lasting

DAY = date(2024, 3, 14)  # a Thursday


def works() -> bool:
    with one_page():
        return calendar().is_working(DAY)


def make_off() -> None:
    Day.objects.create(day=DAY, kind=DayKind.HOLIDAY, name="Ngày nghỉ mẫu")


def elsewhere(act: Any) -> None:
    """Done over another connection, and committed."""

    def run() -> None:
        act()
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


@pytest.mark.usefixtures("fresh_db")
def test_a_page_asks_whether_something_changed_and_nothing_else(django_assert_num_queries: Any) -> None:
    assert works()
    with django_assert_num_queries(1):
        assert works()
    with django_assert_num_queries(1), one_page():
        assert calendar().is_working(DAY)
        assert calendar().is_working(DAY)


@pytest.mark.usefixtures("fresh_db")
def test_what_somebody_else_committed_is_known_to_the_next_page() -> None:
    assert works()
    elsewhere(make_off)
    assert not works()
    elsewhere(lambda: Day.objects.filter(day=DAY).update(kind=DayKind.MADE_UP))
    assert works()


@pytest.mark.usefixtures("fresh_db")
def test_what_is_not_committed_is_seen_by_its_transaction_alone() -> None:
    assert works()
    with transaction.atomic():
        make_off()
        assert not works()
        elsewhere(lambda: works() or pytest.fail("not committed"))
        Day.objects.filter(day=DAY).delete()
        assert works()
        make_off()
        transaction.set_rollback(True)
    assert works()


@pytest.mark.django_db
def test_a_rolled_back_part_leaves_nothing_behind() -> None:
    assert works()
    with transaction.atomic():
        make_off()
        assert not works()
        transaction.set_rollback(True)
    assert works()


@pytest.mark.django_db
def test_every_table_that_is_kept_of_is_watched() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%\\_changed'")
        watched = {row[0] for row in cursor.fetchall()}
    assert watched == {
        *("org_unit", "org_succession", "org_day", "org_installation", "org_assignment"),
        *("procedures_procedure", "procedures_procedureversion", "procedures_procedurescope"),
        *("procedures_procedurepaper", "procedures_papertype", "procedures_papertypeuse"),
    }


@pytest.mark.django_db
def test_more_than_is_worth_keeping_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dunghen.org.reference.MOST", 2)
    asked: list[int] = []
    for number in (1, 2, 3, 3, 1):
        lasting(("number", number), partial(asked.append, number))
    assert asked == [1, 2, 3, 1]
