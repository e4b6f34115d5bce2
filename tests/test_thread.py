"""The whole thread on a small half-year: generated, imported, compiled, and recounted by hand."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from dunghen.core.paths import PACKS, ROOT
from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.importing.run import Order, import_dossiers
from dunghen.dossiers.sample import write_sample
from dunghen.org.calendar import calendar
from dunghen.org.models import Unit
from dunghen.procedures.catalogue import read_catalogue
from dunghen.statistics.compile import Figure, compile_units
from dunghen.statistics.view import View, view
from tests.due_by_hand import due
from tests.recount import Row, recount

PACK = PACKS / "cantho"
LEVELS = {
    "Sở, ngành": "department",
    "Cấp huyện": "district",
    "Cấp xã": "commune",
    "Cơ quan ngành dọc": "vertical",
}
CELL = re.compile(r"\| `([^`]+)` \|.*\(`(?:dossiers|payments)\.(\w+)`\)(?:; level: ([^|]+?))? \|")
START, END = "2023-12-15T00:00", "2024-05-15T00:00"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Row]]:
    """The sample's rows, imported; the database forgets them afterwards."""
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        write_sample(PACK / "sample-2024-H1.toml", PACK, calendar(), out, scale=0.02)
        file = io.BytesIO(out.getvalue().encode())
        told = import_dossiers(
            file,
            Order("sample.csv"),
            bad=lambda row: pytest.fail(str(row)),
            due=lambda _: None,
            progress=lambda _: None,
        )
        found: list[Row] = list(csv.DictReader(io.StringIO(out.getvalue())))
        assert (told.added, told.rejected, told.attested) == (len(found), 0, True)
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def unblocked(rows: list[Row], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def cells() -> dict[str, list[tuple[str, str]]]:
    """The counted cells that stem from dossiers, by population, as docs/counting.md lists them."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, population, level in CELL.findall((ROOT / "docs" / "counting.md").read_text()):
        found[population].append((code, LEVELS[level] if level else ""))
    return found


def by_hand(rows: list[Row]) -> dict[tuple[str, str], int]:
    with (PACK / "units.csv").open(encoding="utf-8") as file:
        units: list[Row] = [
            {
                **row,
                "valid_to": row["valid_to"] or "9",
                "level": "department" if row["level"] == "city" else row["level"],
            }
            for row in csv.DictReader(file)
        ]
    services: list[Row] = [
        {
            "key": procedure.key,
            "valid_from": str(version.valid_from),
            "valid_to": str(version.valid_to or "9"),
            "levels": " ".join(version.levels),
            "online": version.online,
            "paper": str(int(version.issues_result_paper)),
        }
        for procedure in read_catalogue(PACK)
        for version in procedure.versions
    ]
    return recount(rows, units, services, cells(), START, END)


def working_days() -> list[str]:
    here = calendar()
    every = (date(2023, 1, 1) + timedelta(n) for n in range(900))
    return [str(day) for day in every if here.is_working(day)]


def compiled(known_at: datetime | None = None) -> dict[tuple[str, str], int]:
    """The same cells of every unit from the database, those that are not 0."""
    wanted = {code for listed in cells().values() for code, _ in listed}
    keys = dict(Unit.objects.values_list("id", "key"))
    found = {}
    for unit, figures in compile_units(view("2024-H1", today=TODAY, known_at=known_at)).items():
        for code in wanted:
            if value := figures[code].value:
                found[keys[unit], code] = int(value)
    return found


def as_known(row: Row, moment: str, days: list[str]) -> Row | None:
    """What the old system had recorded of a dossier by then."""
    if max(row["received_recorded_at"], row["resolved_recorded_at"] or "9") <= moment:
        return row
    if row["received_recorded_at"] > moment:
        return None
    later = (
        "supplements",
        "pauses",
        "outcome",
        "resolved_at",
        "resolved_recorded_at",
        "apology_at",
        "paid_at",
    )
    then = {**row, **dict.fromkeys(later, "")}
    return {**then, "due_at": due(then, days)}


@pytest.mark.usefixtures("unblocked")
def test_the_due_dates_of_the_file_are_those_computed_by_hand(rows: list[Row]) -> None:
    days = working_days()
    assert [due(row, days) for row in rows] == [row["due_at"] for row in rows]


@pytest.mark.usefixtures("unblocked")
def test_every_counted_cell_of_every_unit_is_the_recount(rows: list[Row]) -> None:
    assert len(cells()) == 21
    expected = by_hand(rows)
    every = {code for listed in cells().values() for code, _ in listed}
    # only districts have dossiers that were late by the system and not in fact
    assert every - {cell for _, cell in expected} == {"B3.3.1.2@actual", "B3.3.3.2@actual"}
    assert compiled() == expected


@pytest.mark.usefixtures("unblocked")
@pytest.mark.parametrize("day", ["2024-01-31", "2024-03-29", "2024-05-03", "2024-05-17"])
def test_known_at_an_old_moment_is_what_was_recorded_by_then(rows: list[Row], day: str) -> None:
    moment = f"{day}T17:00"
    days = working_days()
    then = [known for row in rows if (known := as_known(row, moment, days))]
    assert compiled(datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)) == by_hand(then)


@pytest.mark.usefixtures("unblocked")
def test_before_anything_was_recorded_nothing_is_known(rows: list[Row]) -> None:
    assert min(row["received_recorded_at"] for row in rows) > "2023-01-01"
    assert compiled(datetime(2023, 1, 1, tzinfo=VIETNAM)) == {}


@pytest.mark.usefixtures("unblocked")
def test_both_maps_give_the_city_the_same_total() -> None:
    def city(asked: View) -> dict[str, Figure]:
        figures = compile_units(asked)[asked.own]
        return {code: figures[code] for listed in cells().values() for code, _ in listed}

    by_day = city(view("2024-H1", today=TODAY, which="day"))
    assert by_day == city(view("2024-H1", today=TODAY, which="today"))
    assert by_day["B3.3.1.1"].value
