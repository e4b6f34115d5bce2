"""The list of dossiers by when they ended, its filters against plain Python, and the list as a workbook."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from dunghen.dossiers.finding import search, wanted
from dunghen.dossiers.finding.wanted import Wanted
from dunghen.dossiers.finding.work import search_for
from dunghen.dossiers.models import Dossier, DossierVersion
from dunghen.dossiers.rules import Channel, Outcome, working_days_late
from dunghen.dossiers.tests.files import current, open_row, row, take_rows, vn
from dunghen.org.calendar import calendar
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

NOW = vn("2024-06-20T09:00")
FIRST = vn("2024-03-01T00:00")
DAYS = 20
LEVELS = {
    "ct-so-y-te": "department",
    "ct-quan-binh-thuy": "district",
    "ct-phuong-an-thoi": "commune",
    "ct-phuong-long-hoa": "commune",
    "ct-phuong-cai-khe": "commune",
    "ct-cong-an-thanh-pho": "vertical",
}
XLSX = "/ho-so/danh-sach.xlsx"
LATE = {"resolved_at": "2024-04-19T10:00", "resolved_recorded_at": "2024-04-19T10:05"} | {
    "returned_at": "2024-04-19T15:00",
    "returned_recorded_at": "2024-04-19T15:10",
}


@pytest.fixture(scope="module")
def some(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[DossierVersion]]:
    """Some hundred dossiers: of six units, received and ended on any of twenty days, late or not, open."""
    with django_db_blocker.unblock(), transaction.atomic():
        take_rows(row(1))
        pattern, chance = current(1), Random(3)
        units = {unit.key: unit for unit in Unit.objects.filter(key__in=LEVELS)}
        dossiers = Dossier.objects.bulk_create(Dossier(code=f"G-{number:03}") for number in range(200))
        for dossier in dossiers:
            add(pattern, dossier, units[chance.choice(list(LEVELS))], chance)
        sign_in(Role.LEADER)
        yield list(DossierVersion.objects.select_related("unit", "dossier").filter(known_to=None))
        transaction.set_rollback(True)


def add(pattern: DossierVersion, dossier: Dossier, unit: Unit, chance: Random) -> None:
    """A version like another, with times of its own; midnights among them."""

    def after(moment: datetime) -> datetime:
        return moment + timedelta(hours=12 * chance.randrange(2 * DAYS))

    received = after(FIRST)
    outcome = chance.choice(["", "", "resolved", "resolved", "refused", "withdrawn"])
    values = {
        each.attname: getattr(pattern, each.attname) for each in pattern._meta.fields if each.name != "id"
    }
    DossierVersion.objects.create(
        **values
        | {
            "dossier_id": dossier.pk,
            "unit_id": unit.pk,
            "level": LEVELS[unit.key],
            "channel": chance.choice(Channel.values),
            "status": "returned" if outcome else "in_process",
            "received_at": received,
            "due_at": after(received) if chance.random() < 0.9 else None,
            "resolved_at": after(received) if outcome else None,
            "apologised_at": received if chance.random() < 0.3 else None,
            "outcome": outcome,
        }
    )


def start(day: date) -> datetime:
    return vn(f"{day}T00:00")


def in_time(version: DossierVersion, asked: Wanted, now: datetime, soon: datetime) -> bool:
    """What the filter of the limit says, read from a version."""
    due, ended = version.due_at, version.resolved_at
    unended = asked.still is not None or not version.outcome
    completed = version.outcome in {Outcome.RESOLVED, Outcome.REFUSED} and due is not None
    late = completed and due is not None and ended is not None and ended > due
    early = completed and due is not None and ended is not None and local_day(ended) < local_day(due)
    return {
        "": True,
        wanted.OVERDUE: unended and due is not None and due < now,
        wanted.SOON: unended and due is not None and now <= due <= soon,
        wanted.IN_TIME: unended and due is not None and due > soon,
        wanted.TOO_LATE: late,
        wanted.APOLOGISED: late and version.apologised_at is not None,
        wanted.ON_TIME: completed and not late and not early,
        wanted.EARLY: early,
    }[asked.time]


def local_day(moment: datetime) -> date:
    return (moment + timedelta(hours=7)).date() if moment.utcoffset() == timedelta(0) else moment.date()


def plain(version: DossierVersion, asked: Wanted, now: datetime, soon: datetime) -> bool:
    """Whether a version is in the list, by the words of Wanted."""
    ended, key = version.resolved_at, version.unit.key
    within = {
        "": True,
        "ct-thanh-pho": True,
        "ct-quan-binh-thuy": key in {"ct-quan-binh-thuy", "ct-phuong-an-thoi", "ct-phuong-long-hoa"},
        "ct-phuong-an-thoi": key == "ct-phuong-an-thoi",
        "khong-co": False,
    }[asked.org]
    levels = {"": True, wanted.NOT_VERTICAL: version.level != "vertical"}
    if asked.since:
        within = within and ended is not None and ended >= start(asked.since)
    if asked.until:
        within = within and ended is not None and ended < start(asked.until) + timedelta(days=1)
    if asked.still:
        end = start(asked.still) + timedelta(days=1)
        begun = version.received_at < end or asked.time == wanted.OVERDUE
        within = within and begun and (ended is None or ended >= end)
    return (
        within
        and levels.get(asked.level, version.level == asked.level)
        and asked.channel in ("", version.channel)
        and (asked.status == wanted.ALL or not version.outcome)
        and in_time(version, asked, now, soon)
    )


SOME_DAY = st.none() | st.dates(FIRST.date() - timedelta(days=2), FIRST.date() + timedelta(days=2 * DAYS))
ASKED = st.builds(
    Wanted,
    org=st.sampled_from(["", "ct-thanh-pho", "ct-quan-binh-thuy", "ct-phuong-an-thoi", "khong-co"]),
    then=st.just(value=True),
    status=st.sampled_from([wanted.ALL, wanted.ALL, wanted.OPEN]),
    channel=st.sampled_from(["", "", *Channel.values]),
    time=st.sampled_from([key for key, _label in wanted.TIMES]),
    level=st.sampled_from([key for key, _label in wanted.LEVELS]),
    since=SOME_DAY,
    until=SOME_DAY,
    still=SOME_DAY,
    newest_first=st.booleans(),
)


# Many pages of what had not ended, both ways; hypothesis seldom asks so little.
@example(asked=Wanted(still=date(2024, 3, 20), then=True), size=3)
@example(asked=Wanted(still=date(2024, 3, 20), time=wanted.OVERDUE, newest_first=True, then=True), size=3)
@example(asked=Wanted(newest_first=True, then=True), size=3)
@given(asked=ASKED, size=st.sampled_from([3, 200]))
@settings(max_examples=100, deadline=None)
def test_filters_find_what_plain_python_finds(
    some: list[DossierVersion], django_db_blocker: DjangoDbBlocker, asked: Wanted, size: int
) -> None:
    moment = asked.moment(NOW)
    soon = moment + timedelta(days=1)
    with django_db_blocker.unblock():
        person = Person.objects.get(username="leader-ct-thanh-pho")
        found = search.Search(asked, person, now=moment, soon=soon, day=NOW.date())
        rows = pages(found, asked, size)
        number = found.number(1000)
    expected = {version.pk for version in some if plain(version, asked, moment, soon)}
    assert len(rows) == len(set(rows)) == len(expected) == number
    assert set(rows) == expected


def pages(found: search.Search, asked: Wanted, size: int) -> list[int]:
    """All rows of a list, page by page; in its order."""
    rows: list[DossierVersion] = []
    after = None
    while page := found.page(after, size):
        rows += page[:size]
        assert len(rows) <= 1000
        after = asked.key(rows[-1]) if len(page) > size else None
        if after is None:
            break
    placed = [key.at for version in rows if (key := asked.key(version)).at]
    assert placed == sorted(placed, reverse=asked.newest_first)
    assert [asked.key(version).at is None for version in rows] == sorted(
        asked.key(version).at is None for version in rows
    )
    return [version.pk for version in rows]


@given(asked=ASKED, name=st.text(max_size=8), mine=st.booleans())
def test_an_address_asks_what_it_was_made_from(asked: Wanted, name: str, mine: bool) -> None:
    if asked.since and asked.until and asked.since > asked.until:
        asked = replace(asked, since=asked.until)
    if asked.by_end or asked.time in wanted.ENDED:
        asked = replace(asked, status=wanted.ALL)
    asked = replace(asked, name=name.strip(), mine=mine)
    assert Wanted.read(dict(parse_qsl(asked.query.removeprefix("?")))) == asked


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"ket-thuc-tu": "hôm qua"}, "Kết thúc từ ngày: ghi ngày/tháng/năm, ví dụ 03/09/2024."),
        ({"ket-thuc-den": "31/12/9999"}, "đến năm 2100"),
        ({"con-den": "01/01/0001"}, "từ năm 2000"),
        ({"ket-thuc-tu": "02/03/2024", "ket-thuc-den": "01/03/2024"}, "từ ngày bắt đầu trở đi"),
    ],
)
def test_a_day_that_cannot_be_read_is_told_and_finds_nothing(
    db: None, said: dict[str, str], wrong: str
) -> None:
    take_rows(row(1), open_row(2))
    client = sign_in(Role.INSPECTORATE)
    answer = client.get("/ho-so/", said)
    page = answer.content.decode()
    assert wrong in page
    assert answer.context["rows"] == []
    for typed in said.values():  # stays in its field
        assert f'value="{typed}"' in page
    file = client.get(XLSX, said)
    assert file.status_code == 302
    assert wrong in client.get(file["Location"]).content.decode()


def test_who_asks_for_ended_dossiers_does_not_mean_open_ones(db: None) -> None:
    take_rows(row(1), open_row(2))
    client = sign_in(Role.INSPECTORATE)
    for said in ({"ket-thuc-tu": "19/03/2024", "ket-thuc-den": "19/3/2024"}, {"han": wanted.EARLY}):
        answer = client.get("/ho-so/", {"trang-thai": wanted.OPEN, **said})
        assert [line["version"].dossier.code[-1] for line in answer.context["rows"]] == ["1"]
        assert answer.context["wanted"].status == wanted.ALL
    before = client.get("/ho-so/", {"ket-thuc-den": "18/03/2024"})
    assert before.context["rows"] == []


def test_the_unit_asked_for_with_those_below_can_be_taken_away(db: None) -> None:
    take_rows(row(1))
    client = sign_in(Role.INSPECTORATE)
    said = {"thuoc": "ct-quan-ninh-kieu", "ban-do": wanted.THEN, "trang-thai": "tat-ca", "cap": "commune"}
    answer = client.get("/ho-so/", said)
    assert answer.context["rows"] == []
    assert "UBND quận Ninh Kiều và cấp dưới, theo bản đồ của kỳ báo cáo" in answer.content.decode()
    [(_words, without)] = answer.context["chips"]
    assert len(client.get(f"/ho-so/{without}").context["rows"]) == 1
    assert client.get("/ho-so/", said | {"thuoc": "ct-quan-binh-thuy"}).context["rows"] != []


def test_the_list_says_of_how_many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 2)
    take_rows(*(row(serial) for serial in range(1, 6)))
    client = sign_in(Role.INSPECTORATE)
    said = {"ket-thuc-tu": "01/03/2024"}
    answer = client.get("/ho-so/", said)
    assert answer.context["shown"] == "Hiển thị 2 trên 5 hồ sơ"
    assert "Theo dữ liệu lúc" in answer.content.decode()
    last = client.get(f"/ho-so/{client.get('/ho-so/' + answer.context['next']).context['next']}")
    assert last.context["shown"] == "Hiển thị 1 trên 5 hồ sơ"
    monkeypatch.setattr("dunghen.dossiers.finding.views.MOST_COUNTED", 3)
    assert client.get("/ho-so/", said).context["shown"] == "Hiển thị 2 trên hơn 3 hồ sơ"


def sheet(client: Client, said: dict[str, str]) -> list[list[Any]]:
    answer = client.get(XLSX, said)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def lines(rows: list[list[Any]]) -> list[dict[str, Any]]:
    head = next(row for row in rows if "Mã hồ sơ" in row)
    return [dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]]


ALL = {"trang-thai": "tat-ca"}


def test_the_file_holds_the_rows_of_the_list_without_persons(db: None) -> None:
    take_rows(row(1), row(2, **LATE), open_row(3))
    client = sign_in(Role.RECEIVING_OFFICER, current().unit.key)
    assert "Người Mẫu" in client.get("/ho-so/", ALL).content.decode()
    rows = sheet(client, ALL | {"nguoi-nop": "nguoi mau"})
    assert "Mẫu" not in str(rows)
    assert "nguoi mau" not in str(rows)
    assert "Có lọc theo người nộp hồ sơ" in rows[1][0]
    found = {line["Mã hồ sơ"][-1]: line for line in lines(rows)}
    assert found.keys() == {"1", "2", "3"}
    assert str(found["2"]["Kết thúc"]) == "2024-04-19 10:00:00"
    assert str(found["2"]["Hạn giải quyết"]) == "2024-03-20 17:00:00"
    assert found["2"]["Hình thức nộp"] == "Trực tuyến"
    # 21 March to 19 April without Sundays, Saturdays and the kings' day (18 April)
    assert [found[serial]["Số ngày làm việc trễ"] for serial in "12"] == ["", 21]
    assert found["3"]["Số ngày làm việc trễ"] > 100
    late = lines(sheet(client, {"han": wanted.TOO_LATE, "ket-thuc-tu": "19/04/2024"}))
    assert [line["Mã hồ sơ"][-1] for line in late] == ["2"]


def test_who_gets_the_file_and_of_what(db: None) -> None:
    take_rows(row(1), open_row(2))
    colleague = sign_in(Role.HEAD_OF_AGENCY, "ct-so-y-te")
    assert lines(sheet(colleague, ALL)) == []
    assert lines(sheet(colleague, ALL | {"thuoc": "ct-thanh-pho"})) == []
    assert len(lines(sheet(sign_in(Role.REPORTING_OFFICER, current().unit.key), ALL))) == 2
    assert Client().get(XLSX).status_code == 302
    assert sign_in().get(XLSX).status_code == 403
    assert sign_in(Role.CITY_ADMIN).get(XLSX).status_code == 403
    assert colleague.post(XLSX).status_code == 405


def test_a_long_list_is_read_in_parts_and_says_where_it_stops(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_rows(*(row(serial) for serial in range(1, 6)))
    client = sign_in(Role.INSPECTORATE)
    with CaptureQueriesContext(connection) as once:
        whole = lines(sheet(client, ALL))
    monkeypatch.setattr(search, "STREAM", 2)
    with CaptureQueriesContext(connection) as parts:
        assert lines(sheet(client, ALL)) == whole
    assert len(whole) == 5
    assert len(once) < len(parts)
    monkeypatch.setattr("dunghen.dossiers.finding.views.LIMIT", 2)
    cut = sheet(client, ALL)
    assert "chỉ chứa 2 dòng đầu" in cut[-1][0]
    assert len(lines(cut)) == 3


@pytest.mark.parametrize("said", [ALL, {"con-den": "15/03/2024"}, {"ket-thuc-tu": "01/03/2024"}])
@pytest.mark.parametrize("address", ["/ho-so/", XLSX])
def test_three_rows_cost_as_many_queries_as_one(db: None, address: str, said: dict[str, str]) -> None:
    client = sign_in(Role.INSPECTORATE)
    take_rows(row(1))
    with CaptureQueriesContext(connection) as one:
        client.get(address, said)
    take_rows(row(2), row(3))
    with CaptureQueriesContext(connection) as three:
        client.get(address, said)
    assert len(one) == len(three)


def test_a_search_is_told_what_is_soon_due_then(db: None) -> None:
    """Due on 20 March at 17:00: overdue at the end of that day, soon due at the end of the day before."""
    take_rows(open_row(1))
    sign_in(Role.INSPECTORATE)
    person = Person.objects.get(username="inspectorate-ct-thanh-pho")
    for still, time in (
        ("2024-03-20", wanted.OVERDUE),
        ("2024-03-19", wanted.SOON),
        ("2024-03-17", wanted.IN_TIME),
    ):
        for asked in (wanted.OVERDUE, wanted.SOON, wanted.IN_TIME):
            what = Wanted(still=date.fromisoformat(still), time=asked)
            assert len(search_for(what, person, NOW, NOW).page(None, 5)) == (asked == time)


@pytest.mark.parametrize(
    ("due", "ended", "days"),
    [
        ("2024-03-20T17:00", "2024-03-20T19:00", 1),  # after hours of the same day
        ("2024-03-20T10:00", "2024-03-20T15:00", 1),
        ("2024-03-20T17:00", "2024-03-21T17:00", 1),
        ("2024-03-20T17:00", "2024-03-22T07:01", 2),
        ("2024-03-22T17:00", "2024-03-24T09:00", 1),  # a Sunday
        ("2024-03-22T17:00", "2024-03-25T09:00", 1),
        ("2024-04-17T17:00", "2024-04-19T10:00", 1),  # over the kings' day
    ],
)
def test_days_late_are_working_days(db: None, due: str, ended: str, days: int) -> None:
    assert working_days_late(vn(due), vn(ended), calendar()) == days


def test_the_database_is_told_that_few_have_not_ended(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stxstattarget FROM pg_statistic_ext WHERE stxname = 'version_unended'")
        assert cursor.fetchone() == (300,)
