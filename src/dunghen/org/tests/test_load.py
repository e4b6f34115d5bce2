"""Units, successions, days and the installation, loaded from the Cần Thơ pack."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from dunghen.core.worktime_calendar import OfficeHours
from dunghen.org.calendar import calendar
from dunghen.org.load import (
    PackError,
    load_days,
    load_successions,
    load_units,
    record_installation,
)
from dunghen.org.models import Day, DayKind, Installation, Level, Succession, Unit
from dunghen.org.trees import unit_map

ROOT = Path(__file__).parents[4]
PACK, LAW = ROOT / "packs" / "cantho", ROOT / "law"
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    """The pack, whether or not the database came with it."""
    load_units(PACK)
    load_successions(PACK)
    load_days(LAW)
    record_installation("cantho", FIRST, LAST)


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    """A copy of the pack that a test may change."""
    for name in ("units.csv", "successions.csv"):
        shutil.copy(PACK / name, tmp_path / name)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.usefixtures("loaded")
def test_the_city_of_2024_and_of_today() -> None:
    then = Unit.objects.on(date(2024, 3, 1))
    assert then.filter(level=Level.DISTRICT, key__startswith="ct-", sample=False).count() == 9
    assert then.filter(level=Level.COMMUNE, key__startswith="ct-", sample=False).count() == 83
    now = Unit.objects.on(date(2026, 1, 5))
    assert now.filter(level=Level.COMMUNE).count() == 103
    assert [unit.key for unit in now.filter(parent=None)] == ["ct-thanh-pho-2025"]


@pytest.mark.usefixtures("loaded")
def test_a_second_run_adds_nothing(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rows = (Unit, Succession, Day, Installation)
    before = [list(model.objects.order_by("pk").values()) for model in rows]
    with django_assert_max_num_queries(30):
        assert load_units(PACK) == load_successions(PACK) == load_days(LAW) == 0
        record_installation("cantho", FIRST, LAST)
    assert [list(model.objects.order_by("pk").values()) for model in rows] == before


@pytest.mark.usefixtures("loaded")
def test_a_row_that_differs_is_put_right_and_what_is_set_here_stays(own_pack: Path) -> None:
    unit = Unit.objects.get(key="ct-so-tu-phap")
    Unit.objects.filter(pk=unit.pk).update(name="Tên gõ nhầm", office_hours="07:30-11:30,13:30-17:30")
    assert load_units(own_pack) == 1
    unit.refresh_from_db()
    assert (unit.name, unit.office_hours) == ("Sở Tư pháp", "07:30-11:30,13:30-17:30")
    Succession.objects.filter(predecessor=unit).update(source="")
    assert load_successions(own_pack) == 1
    Day.objects.filter(day=date(2024, 4, 18)).update(name="")
    assert load_days(LAW) == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ct-so-tu-phap,H13.", "ct-so-tu-phap,H13/", r"units.csv, dòng \d+: .*không phải mã định danh"),
        ("ct-so-tu-phap,H13.", "ct-so-tu-phap,000.00.12.H13", r"dòng \d+"),
        (
            ",district,district,ct-thanh-pho,",
            ",district,district,khong-co,",
            "không có đơn vị cấp trên khong-co",
        ),
        (",city,city,,2004", ",city,city,ct-so-tu-phap,2004", "quay vòng"),
        (",city,city,,2004-01-01", ",city,city,,01/01/2004", r"units.csv, dòng 2"),
        (",statistical_code,sample,", ",statistical_code,mau,", "không có cột hoặc giá trị 'sample'"),
    ],
)
def test_a_wrong_file_is_named(own_pack: Path, old: str, new: str, reason: str) -> None:
    change(own_pack / "units.csv", old, new)
    before = Unit.objects.count()
    with pytest.raises(PackError, match=reason):
        load_units(own_pack)
    assert Unit.objects.count() == before


@pytest.mark.usefixtures("loaded")
def test_a_succession_of_an_unknown_unit_is_named(own_pack: Path) -> None:
    change(own_pack / "successions.csv", "\nhg-tinh,", "\nkhong-co,")
    with pytest.raises(PackError, match=r"successions.csv, dòng \d+: .*khong-co"):
        load_successions(own_pack)


@pytest.mark.usefixtures("loaded")
def test_the_real_pack_has_the_same_total_by_both_maps() -> None:
    everyone = set(Unit.objects.values_list("id", flat=True))
    day, today = unit_map("day", date(2024, 5, 14)), unit_map("today", date(2026, 1, 5))
    for units in (day, today):
        scopes = [units.scope(root) for root in units.roots]
        assert set().union(*scopes) == everyone
        assert sum(map(len, scopes)) == len(everyone)
    old_city = day.scope(day.find("H13"))
    assert all(today.place(unit).unit in today.scope(today.find("H13")) for unit in old_city)


@pytest.mark.usefixtures("loaded")
def test_the_wards_that_were_split_show_at_the_city_as_unallotted() -> None:
    today = unit_map("today", date(2026, 1, 5))
    placement = today.place(today.find("ct-phuong-thot-not"))
    assert (placement.unit, placement.unallotted) == (today.find("ct-thanh-pho-2025"), True)


@pytest.mark.usefixtures("loaded")
def test_the_calendar_of_the_rows() -> None:
    known = calendar()
    assert (known.first, known.last, known.hours) == (FIRST, LAST, OfficeHours())
    assert not known.is_working(date(2024, 4, 29))
    assert known.is_working(date(2024, 5, 4))
    assert (
        calendar("07:30-11:30,13:30-17:00").hours.total == OfficeHours.parse("07:30-11:30,13:30-17:00").total
    )
    assert Day.objects.get(day=date(2024, 5, 4)).kind == DayKind.MADE_UP
    assert not Day.objects.filter(basis="").exists()


@pytest.mark.usefixtures("loaded")
def test_another_pack_is_refused_and_going_live_is_kept() -> None:
    with pytest.raises(PackError, match="đã cài gói “cantho”"):
        record_installation("hue", FIRST, LAST)
    assert record_installation("cantho", FIRST, date(2027, 12, 31)).last_day == date(2027, 12, 31)
    assert Installation.objects.get().first_day == FIRST
