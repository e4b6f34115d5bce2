"""Figures kept for the pages: counted by the worker beforehand, unpacked once in a process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from dunghen.org.models import Unit, UnitKind
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics import jobs, remember
from dunghen.statistics.by_unit import by_unit
from dunghen.statistics.kept import kept, order_renewal
from dunghen.statistics.tests.conftest import TODAY, Add
from dunghen.statistics.view import view

ADDRESSES = ("/bao-cao/2024-H1/?form=3", "/bao-cao/2024-H1/B3.3.1.1/?tab=units&map=today")


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    cache.clear()
    yield
    remember.forget("numbers")


def counted(client: Client, address: str) -> list[str]:
    """The queries of a page that count dossiers."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [
        query["sql"] for query in queries if "COUNT(" in query["sql"] and "dossierversion" in query["sql"]
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_waits_for_figures_that_the_worker_counted(dossier: Add, address: str) -> None:
    client = sign_in(Role.LEADER)
    dossier()
    assert counted(client, address)
    cache.clear()
    jobs.renew_reports(timestamp=0)
    assert counted(client, address) == []


def test_the_worker_is_asked_once_to_count_anew() -> None:
    order_renewal()
    order_renewal()
    assert ProcrastinateJob.objects.filter(task_name="dunghen.statistics.jobs.renew_reports").count() == 1


def test_what_another_process_counted_replaces_what_is_unpacked_here() -> None:
    remember.remember("numbers", [1], 60)
    assert remember.recall("numbers") == [1]
    cache.set("numbers", ("other", [2]), 60)
    cache.set("numbers|stamp", "other", 60)
    assert remember.recall("numbers") == [2]
    remember.forget("numbers")
    assert remember.recall("numbers") is None


def test_a_process_holds_only_some_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "_unpacked", {})
    for number in range(remember.MOST + 3):
        remember.remember(f"{number}", number, 60)
    assert len(remember._unpacked) == remember.MOST
    assert remember.recall("0") == 0


def test_what_is_unallotted_is_kept_with_the_figures(dossier: Add) -> None:
    """A split unit's dossiers stand at the unit above, the same as counted at that moment."""
    dossier()
    dossier(Unit.objects.get(kind=UnitKind.NOT_NAMED, level="department").key)
    asked = view("2024-H1", today=TODAY, which="today")
    figures = kept(asked, "today")
    seen = replace(asked, known_at=figures.known_at)
    at_hand = figures.by_unit("B3.3.1.1"), figures.left["B3.3.1.1"]
    assert by_unit(seen, "B3.3.1.1", "", at_hand) == by_unit(seen, "B3.3.1.1")
    assert sum(figures.left["B3.3.1.1"].values()) == 1
