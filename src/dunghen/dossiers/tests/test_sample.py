"""The sample half-year, made small, still counts what its spec says; the simulation obeys the calendar."""

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from dunghen.core.calendar_seed import seed_days
from dunghen.core.worktime import VIETNAM, Calendar, Limit, OfficeHours, Pause, due_at
from dunghen.dossiers.sample import SampleSummary, write_sample
from dunghen.dossiers.sample.record import COLUMNS, LIMIT_WORDS
from dunghen.dossiers.sample.simulate import simulate
from dunghen.dossiers.sample.spec import SampleSpec, read_spec
from dunghen.dossiers.sample.units import PackUnit, read_units, under
from dunghen.procedures.catalogue import read_catalogue
from dunghen.procedures.catalogue_model import CatalogueProcedure

ROOT = Path(__file__).parents[4]
PACK = ROOT / "packs" / "cantho"
SPEC = PACK / "sample-2024-H1.toml"
SCALE = 0.05
UNITS_OF_WORDS = {word: unit for unit, word in LIMIT_WORDS.items()}

Row = dict[str, str]


def _calendar() -> Calendar:
    days = seed_days(ROOT / "law" / "calendar.toml", 2015, 2026)
    return Calendar(
        off=frozenset(day.day for day in days if day.kind != "made_up"),
        made_up=frozenset(day.day for day in days if day.kind == "made_up"),
        hours=OfficeHours(),
        first=date(2015, 1, 1),
        last=date(2026, 12, 31),
    )


CALENDAR = _calendar()


@pytest.fixture(scope="module")
def spec() -> SampleSpec:
    return read_spec(SPEC, SCALE)


@pytest.fixture(scope="module")
def written() -> tuple[str, SampleSummary]:
    out = io.StringIO()
    summary = write_sample(SPEC, PACK, CALENDAR, out, SCALE)
    return out.getvalue(), summary


@pytest.fixture(scope="module")
def rows(written: tuple[str, SampleSummary]) -> list[Row]:
    return list(csv.DictReader(io.StringIO(written[0])))


@pytest.fixture(scope="module")
def units(spec: SampleSpec) -> dict[str, PackUnit]:
    day = spec.window_to.date()
    return {unit.code: unit for unit in under(read_units(PACK), spec.city) if unit.valid_on(day)}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, CatalogueProcedure]:
    return {procedure.key: procedure for procedure in read_catalogue(PACK)}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def _spans(text: str) -> list[tuple[datetime, datetime]]:
    parts = [part.split(" | ")[0].split(" -> ") for part in text.split("; ") if part]
    return [(_moment(start), _moment(end)) for start, end in parts]


def _due(row: Row) -> datetime:
    limit = Limit(Decimal(row["limit"]), UNITS_OF_WORDS[row["limit_unit"]])
    pauses = [Pause(start, end) for start, end in _spans(row["pauses"])]
    restarts = [end for _, end in _spans(row["supplements"])]
    due = due_at(_moment(row["received_at"]), limit, CALENDAR, pauses, restarts)
    assert due is not None
    return due


def _level(row: Row, units: dict[str, PackUnit]) -> str:
    unit = units[row["decided_unit"]]
    return "vertical" if unit.kind == "vertical_agency" else unit.level


@pytest.fixture(scope="module")
def completed(rows: list[Row], spec: SampleSpec) -> list[Row]:
    return [
        row
        for row in rows
        if row["outcome"] in ("resolved", "refused")
        and spec.window_from <= _moment(row["resolved_at"]) < spec.window_to
    ]


@pytest.fixture(scope="module")
def received(rows: list[Row], spec: SampleSpec) -> list[Row]:
    return [row for row in rows if spec.window_from <= _moment(row["received_at"]) < spec.window_to]


def test_two_runs_give_the_same_bytes(written: tuple[str, SampleSummary]) -> None:
    again = io.StringIO()
    write_sample(SPEC, PACK, CALENDAR, again, SCALE)
    assert hashlib.sha256(again.getvalue().encode()).digest() == hashlib.sha256(written[0].encode()).digest()


def test_columns_and_codes(rows: list[Row], units: dict[str, PackUnit]) -> None:
    assert tuple(rows[0]) == COLUMNS
    serials: Counter[str] = Counter()
    for row in rows:
        prefix = f"{row['received_unit']}-{_moment(row['received_at']):%y%m%d}"
        serials[prefix] += 1
        assert row["code"] == f"{prefix}-{serials[prefix]:04}"
        assert {row["helped_unit"], row["decided_unit"], row["received_unit"]} <= units.keys()


def test_completed_in_the_window(
    completed: list[Row], written: tuple[str, SampleSummary], spec: SampleSpec, units: dict[str, PackUnit]
) -> None:
    counts = Counter(_level(row, units) for row in completed)
    assert counts == {**written[1].completed, "vertical": written[1].vertical_completed}
    assert written[1].completed == {level.level: level.completed for level in spec.levels}
    for level in spec.levels:
        here = [row for row in completed if _level(row, units) == level.level]
        assert sum(row["digitised"] == "1" for row in here) == level.digitised
        assert sum(row["e_result"] == "1" for row in here) == level.e_result


def test_the_late_ones_are_those_that_the_report_names(
    completed: list[Row], spec: SampleSpec, units: dict[str, PackUnit]
) -> None:
    late = Counter(
        units[row["decided_unit"]].key for row in completed if _moment(row["resolved_at"]) > _due(row)
    )
    assert late == {named.unit: named.count for named in spec.late}
    entered_late = Counter(
        units[row["decided_unit"]].key
        for row in completed
        if _moment(row["resolved_at"]) <= _due(row) < _moment(row["resolved_recorded_at"])
    )
    assert entered_late == {named.unit: named.count for named in spec.entered_late}


def test_an_apology_comes_a_working_day_before_the_due_date(completed: list[Row]) -> None:
    apologised = [row for row in completed if row["apology_at"]]
    assert len(apologised) == 31
    for row in apologised:
        assert _moment(row["received_at"]) < _moment(row["apology_at"]) <= _due(row) - timedelta(days=1)
        assert _moment(row["appointment_at"]) >= _moment(row["resolved_at"])


def test_online_services(
    received: list[Row],
    spec: SampleSpec,
    units: dict[str, PackUnit],
    catalogue: dict[str, CatalogueProcedure],
) -> None:
    full: Counter[tuple[str, bool]] = Counter()
    services: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for row in received:
        version = catalogue[row["procedure"]].version_on(_moment(row["received_at"]).date())
        assert version is not None
        level, online = _level(row, units), row["channel"] == "online"
        for key in {(level, online), (level, False)} if version.online != "none" else ():
            services[key].add(row["procedure"])
            full[key] += version.online == "full"
        assert not online or version.online != "none"
    for wanted in spec.levels:
        assert full[wanted.level, False] == wanted.full_received
        assert full[wanted.level, True] == wanted.full_received_online
        assert len(services[wanted.level, False]) == wanted.services
        assert len(services[wanted.level, True]) == wanted.services_online


def test_reuse_stands_by_what_was_received(
    received: list[Row], spec: SampleSpec, units: dict[str, PackUnit]
) -> None:
    for level in spec.levels:
        here = [row for row in received if _level(row, units) == level.level]
        reused = sum(row["reused"] == "1" for row in here)
        assert abs(reused - len(here) * level.reused_percent / 100) <= Decimal("0.5")


@pytest.mark.parametrize(
    "crosses",
    [
        lambda row, spec: row["resolved_at"] == "2023-12-15T00:00",
        lambda row, spec: row["resolved_at"] == "2024-05-15T00:00",
        lambda row, spec: row["received_at"] == "2023-12-15T00:00",
        lambda row, spec: row["received_at"] == "2024-05-15T00:00",
        lambda row, spec: row["resolved_at"] and _moment(row["resolved_at"]) < spec.window_from,
        lambda row, spec: (
            _moment(row["received_at"]) < spec.window_from and row["resolved_at"] > "2023-12-15T07"
        ),
        lambda row, spec: (
            _moment(row["received_at"]) < spec.window_to and row["resolved_at"] > "2024-05-15T07"
        ),
        lambda row, spec: not row["outcome"],
        lambda row, spec: row["supplements"],
        lambda row, spec: row["pauses"],
        lambda row, spec: row["paid_online"] == "1",
        lambda row, spec: row["channel"] == "postal",
    ],
)
def test_every_trap_is_there(
    rows: list[Row], spec: SampleSpec, crosses: Callable[[Row, SampleSpec], bool]
) -> None:
    assert any(crosses(row, spec) for row in rows)


def test_nothing_is_known_after_the_last_day_and_nothing_ends_before_it_begins(
    rows: list[Row], spec: SampleSpec
) -> None:
    for row in rows:
        times = [
            row[column] for column in row if column.endswith("_at") and row[column] and column != "due_at"
        ]
        assert max(map(_moment, times)) <= spec.last
        order = [row[column] for column in ("received_at", "resolved_at", "returned_at") if row[column]]
        assert order == sorted(order)
        assert row["resolved_at"] <= row["resolved_recorded_at"]
        assert not row["due_at"] or _moment(row["due_at"]) == _due(row)


def test_parts_of_a_case_stand_at_different_authorities(rows: list[Row]) -> None:
    cases: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["case_code"]:
            cases[row["case_code"]].append(row)
    assert cases
    for parts in cases.values():
        assert len({row["decided_unit"] for row in parts}) == len(parts) in (2, 3)
        assert len({row["applicant_no"] for row in parts}) == 1


def test_departments_receive_at_the_service_centre_once_it_is_open(
    rows: list[Row], units: dict[str, PackUnit]
) -> None:
    for row in rows:
        if _level(row, units) == "department":
            at_centre = units[row["received_unit"]].kind == "service_centre"
            assert at_centre == (row["received_at"] >= "2024-02-28")


def test_applicants_are_nobody(rows: list[Row]) -> None:
    for row in rows:
        assert len(row["applicant_no"]) == 12
        assert row["applicant_no"].startswith("000")
        assert row["applicant_phone"].startswith("0000")
        assert row["sample"] == "1"


def test_simulation(units: dict[str, PackUnit], catalogue: dict[str, CatalogueProcedure]) -> None:
    out, again = io.StringIO(), io.StringIO()
    for text in (out, again):
        simulate(3_000, 2, 7, list(units.values()), list(catalogue.values()), CALENDAR, text)
    assert out.getvalue() == again.getvalue()
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    ended = [row for row in rows if row["outcome"]]
    late = sum(_moment(row["resolved_at"]) > _due(row) for row in ended)
    assert len(rows) == len({row["code"] for row in rows}) == 3_000
    assert 0 < late < 30
    assert 2_800 < len(ended) < 3_000
    assert {row["received_at"][:4] for row in rows} == {"2023", "2024"}
    assert all(row["received_at"] <= row["resolved_at"] for row in ended)
    assert all(CALENDAR.is_working(_moment(row["resolved_at"]).date()) for row in ended)
