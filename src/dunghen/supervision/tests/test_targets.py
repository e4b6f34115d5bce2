"""Targets: how they stand by operator and day, who enters what, and the pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.supervision.errors import Refused
from dunghen.supervision.models import Target
from dunghen.supervision.targets import actions, reading, rules

CITY, DISTRICT = "ct-thanh-pho", "ct-quan-binh-thuy"
END, BEFORE, AFTER = date(2024, 12, 31), date(2024, 5, 14), date(2025, 1, 1)


def person(role: Role, at: str) -> Person:
    sign_in(role, at)
    return Person.objects.get(username=f"{role}-{at}")


@pytest.mark.parametrize(
    ("operator", "observed", "state"),
    [
        ("ge", "50", rules.ABOVE),
        ("ge", "45", rules.MET),
        ("ge", "44.99", rules.BELOW),
        ("le", "44", rules.ABOVE),
        ("le", "46", rules.BELOW),
        ("eq", "45", rules.MET),
        ("eq", "46", rules.BELOW),
        ("rank", "20", rules.ABOVE),
        ("rank", "61", rules.BELOW),
    ],
)
def test_what_is_reached(operator: str, observed: str, state: str) -> None:
    assert rules.reached(operator, Decimal(45), Decimal(observed)) == state


@pytest.mark.parametrize(
    ("observed", "today", "state"),
    [
        (None, BEFORE, rules.NOT_DUE),
        (None, AFTER, rules.UNKNOWN),
        ((BEFORE, Decimal(40)), BEFORE, rules.NOT_DUE),
        ((BEFORE, Decimal(50)), BEFORE, rules.ABOVE),
        ((BEFORE, Decimal(40)), AFTER, rules.BELOW),
        ((END, Decimal(40)), END, rules.BELOW),
    ],
)
def test_how_a_target_stands(observed: tuple[date, Decimal] | None, today: date, state: str) -> None:
    assert rules.state("ge", Decimal(45), END, observed, today) == state


def test_the_words_of_a_comparison() -> None:
    assert rules.compared("ge", Decimal("45.00"), "%", rules.ABOVE) == "Vượt, tối thiểu 45 %"
    assert rules.compared("rank", Decimal(20), "", rules.BELOW) == "Chưa đạt, xếp hạng từ 20 trở lên"
    assert rules.shown(Decimal("51.50"), "%") == "51,5 %"


@pytest.mark.django_db
def test_the_targets_of_the_resolution_at_the_cut_off_and_after_the_year() -> None:
    rows = Target.objects.filter(programme__startswith="Nghị quyết số 02")
    half = {one.target.cell: one.state for one in reading.standings(rows, BEFORE)}
    assert (half["N2.d.3"], half["B7.6.7"], half["N2.d.5@dossiers"]) == ("not_due", "above", "not_due")
    year = {one.target.cell: one.state for one in reading.standings(rows, AFTER)}
    assert (year["N2.d.3"], year["B7.6.7"], year["N2.d.5@dossiers"]) == ("below", "above", "unknown")


@pytest.mark.django_db
def test_who_enters_what_and_an_unreached_target_has_its_cause() -> None:
    target = Target.objects.get(cell="N2.d.4")
    office = person(Role.COMMITTEE_OFFICE, "ct-van-phong-ubnd")  # answers for it

    def observe(by: Person, value: int, cause: str = "") -> None:
        day = date(2025, 1, 2)
        actions.observe(by, target, day=day, value=Decimal(value), source="Báo cáo năm", cause=cause)

    with pytest.raises(PermissionDenied):
        observe(person(Role.REPORTING_OFFICER, DISTRICT), 99)
    with pytest.raises(Refused, match="nguyên nhân"):
        observe(office, 99)
    observe(office, 99, "Thiếu thiết bị")
    observe(office, 100)  # put right the same day
    fresh = Target.objects.get(pk=target.pk)
    assert reading.standing(fresh, date(2025, 1, 3)).state == rules.MET


@pytest.mark.django_db
def test_the_offices_that_give_write_down_what_a_level_or_any_unit_is_given() -> None:
    reform, district = "ct-so-noi-vu-2025-07", "ct-phuong-binh-thuy-2025"
    giver, other = sign_in(Role.REFORM_OFFICE, reform), sign_in(Role.REPORTING_OFFICER, district)
    said = {"programme": "Kế hoạch 2026", "name": "Hồ sơ đúng hạn", "year": "2026", "operator": "ge"}
    said |= {"judged_on": "31/12/2026", "value": "98", "measure": "%", "source": "KH 01/KH-UBND"}
    given = Target.objects.filter(programme="Kế hoạch 2026")
    assert other.post("/chi-tieu/lap/", said | {"unit": "moi-ubnd-xa"}).status_code == 422
    assert other.post("/chi-tieu/lap/", said | {"unit": reform}).status_code == 422
    assert giver.post("/chi-tieu/lap/", said | {"unit": district}).status_code == 302
    assert given.count() == 1
    assert giver.post("/chi-tieu/lap/", said | {"unit": "moi-ubnd-xa"}).headers["Location"].endswith("2026")
    communes = Unit.objects.on(date(2026, 1, 1)).filter(kind="commune", valid_to=None)
    assert set(given.values_list("unit", flat=True)) == set(communes.values_list("pk", flat=True))
    assert "đã được giao" in giver.post("/chi-tieu/lap/", said | {"unit": "moi-ubnd-xa"}).content.decode()
    rank = Target.objects.filter(programme__startswith="Kế hoạch CCHC năm 2024")[0]  # the city's own
    assert actions.keeps(person(Role.REFORM_OFFICE, reform), rank)
    assert not actions.keeps(person(Role.REFORM_OFFICE, reform), given[0])


@pytest.mark.django_db
def test_the_pages() -> None:
    office, district = sign_in(Role.REFORM_OFFICE, CITY), sign_in(Role.REPORTING_OFFICER, DISTRICT)
    shown = office.get("/chi-tieu/?ngay=14/05/2024").content.decode()
    assert "Tỷ lệ hồ sơ thanh toán trực tuyến" in shown
    page = f"/chi-tieu/{Target.objects.get(cell='B7.6.7').pk}/"
    shown = office.get(page).content.decode()
    assert "Phải đạt: tối thiểu 45 %" in shown
    assert "Vượt" in shown
    assert district.get(page).status_code == 404
    said = {"day": "30/06/2024", "value": "60,5", "source": "Báo cáo quý II", "cause": ""}
    assert office.post(page, said | {"value": "sáu mươi"}).status_code == 422
    assert office.post(page, said).status_code == 302
    assert "60,5 %" in office.get(page).content.decode()
    listed = office.get("/chi-tieu/?ngay=30/06/2024").content.decode()
    assert "30/06/2024, Báo cáo quý II" in listed, (
        "two figures of one indicator differ by where they come from"
    )
    new = {
        "unit": DISTRICT,
        "programme": "Kế hoạch năm",
        "name": "Đúng hạn",
        "year": "2024",
        "operator": "ge",
    }
    new |= {"judged_on": "31/12/2024", "value": "98", "measure": "%", "source": "KH 01/KH-UBND"}
    assert district.post("/chi-tieu/lap/", new).status_code == 302
    assert "đã giao" in district.post("/chi-tieu/lap/", new).content.decode()
    assert sign_in(Role.CITY_ADMIN).get("/chi-tieu/").status_code == 403
