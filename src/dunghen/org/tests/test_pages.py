"""The pages of units, open to everybody, and of the calendar, for who is signed in."""

from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dunghen.org.models import Succession, SuccessionKind, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = pytest.mark.django_db


def shown(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_units_are_those_of_the_day() -> None:
    before, after = shown("/don-vi/?ngay=2025-06-30"), shown("/don-vi/?ngay=2025-07-01")
    assert 'href="/don-vi/ct-thanh-pho/"' in before
    assert 'href="/don-vi/ct-thanh-pho-2025/"' not in before
    assert 'href="/don-vi/ct-thanh-pho-2025/"' in after
    assert 'href="/don-vi/hg-tinh/"' not in after


def test_units_are_found_without_accents_and_by_code() -> None:
    assert "ct-quan-ninh-kieu" in shown("/don-vi/?ngay=2024-06-01&tim=ninh+kieu")
    unit = Unit.objects.get(key="ct-quan-ninh-kieu")
    assert "ct-quan-ninh-kieu" in shown(f"/don-vi/?ngay=2024-06-01&tim={unit.code.lower()}")
    assert "Không có đơn vị nào" in shown("/don-vi/?tim=khong+co+that")
    wrong = shown("/don-vi/?ngay=hom-qua")
    assert "Vào ngày: ghi ngày/tháng/năm, ví dụ 03/09/2024." in wrong
    assert 'value="hom-qua"' in wrong
    assert shown("/don-vi/?ngay=1/6/2024").count("ct-quan-ninh-kieu") == 1


def test_what_is_typed_is_never_markup() -> None:
    evil = quote('"><script>alert(1)</script>')
    assert "<script>alert" not in shown(f"/don-vi/?tim={evil}&ngay={evil}")


def test_the_list_costs_the_same_for_one_unit_and_for_many() -> None:
    with CaptureQueriesContext(connection) as one:
        shown("/don-vi/?ngay=2024-06-01&tim=quan+ninh+kieu")
    with CaptureQueriesContext(connection) as many:
        shown("/don-vi/?ngay=2024-06-01")
    assert len(one) == len(many)


def test_a_merged_unit_names_its_successor_and_where_its_figures_stand() -> None:
    page = shown("/don-vi/hg-tinh/")
    assert "Đã kết thúc hoạt động" in page
    assert "Số liệu chuyển nguyên vẹn sang" in page
    assert "202/2025/QH15" in page
    assert "Gồm cả số liệu của" in shown("/don-vi/ct-thanh-pho-2025/")


def test_a_split_unit_is_shown_as_unallotted() -> None:
    split = Succession.objects.filter(kind=SuccessionKind.SPLIT).select_related("predecessor").first()
    assert split is not None
    assert "Chưa phân bổ" in shown(f"/don-vi/{split.predecessor.key}/")


def test_every_unit_has_a_page() -> None:
    keys = Unit.objects.order_by("level", "key").values_list("key", flat=True)
    for key in keys[:: len(keys) // 12]:
        shown(f"/don-vi/{key}/")
    assert Client().get("/don-vi/khong-co/").status_code == 404


def test_the_calendar_is_open_and_its_preview_for_who_sees_the_whole_city() -> None:
    assert "/ho-so/lich/xem-truoc/" not in shown("/don-vi/lich/2024/")
    officer = sign_in(Role.RECEIVING_OFFICER, "ct-so-y-te")
    page = shown("/don-vi/lich/2024/", officer)
    assert "Quốc khánh" in page
    assert "/ho-so/lich/xem-truoc/" not in page
    assert officer.get("/don-vi/lich/1990/").status_code == 404
    assert officer.get("/don-vi/lich/").status_code == 302
    assert "/ho-so/lich/xem-truoc/" in shown("/don-vi/lich/2024/", sign_in(Role.CITY_ADMIN))


def test_the_working_days_of_a_year_add_up() -> None:
    answer = sign_in(Role.LEADER).get("/don-vi/lich/2024/")
    weekdays = sum(date.fromordinal(day).weekday() < 5 for day in range(738886, 738886 + 366))
    assert date.fromordinal(738886) == date(2024, 1, 1)
    off = sum(
        day.day.weekday() < 5 and day.kind != "made_up"
        for month in answer.context["months"]
        for _, day in month.days
    )
    assert answer.context["working"] == weekdays - off + answer.context["made_up"]
