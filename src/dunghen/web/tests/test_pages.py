"""The home page of visitors and officers, and what pages weigh on the wire."""

import gzip
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.dossiers.finding.work import waiting
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics.tests.conftest import Add, vn

BUDGET = 60_000  # bytes of a page on the wire, after the first visit
HEALTH, DISTRICT = "ct-so-y-te", "ct-quan-cai-rang"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def home(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_finds_a_procedure_and_no_figure() -> None:
    page = home(Client())
    assert 'name="tim"' in page
    assert 'action="/thu-tuc/"' in page
    assert "/accounts/login/" in page
    assert "Đăng ký khai sinh" in Client().get("/thu-tuc/?tim=dang+ky+khai+sinh").content.decode()
    for hidden in ("/bao-cao/", "/tong-quan/", "/ho-so/"):
        assert hidden not in page
        assert Client().get(hidden).status_code == 302


def test_a_day_is_typed_day_first_whatever_the_browser_speaks() -> None:
    page = Client().get("/don-vi/").content.decode()
    day = re.search(r'<input id="ngay"[^>]*>', page)
    assert day
    assert 'type="text"' in day[0]
    assert 'placeholder="dd/mm/yyyy"' in day[0]
    pattern = re.search(r'pattern="([^"]*)"', day[0])
    assert pattern
    for text, fits in {"03/09/2024": True, "3-9-2024": True, "09/2024": False, "2024": False}.items():
        assert bool(re.fullmatch(pattern[1], text)) is fits


@pytest.mark.parametrize("address", ["/", "/thu-tuc/", "/don-vi/", "/don-vi/lich/2024/"])
def test_every_link_a_visitor_sees_opens(address: str) -> None:
    page = Client().get(address).content.decode()
    for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', page)):
        answer = Client().get(link, follow=True)
        assert answer.status_code == 200, link
        assert "/accounts/login/" not in answer.request["PATH_INFO"] or link == "/accounts/login/"


def test_an_officer_sees_first_what_waits_and_how_the_period_stands(dossier: Add) -> None:
    dossier(HEALTH)
    for unit in (HEALTH, DISTRICT):
        dossier(unit, resolved_at=None, returned_at=None, outcome="", status="in_process")
    page = home(sign_in(Role.REPORTING_OFFICER, HEALTH))
    assert "Sở Y tế" in page
    assert figure(page, "Quá hạn") == "1"
    assert figure(page, "Đang giải quyết") == "1"
    assert figure(page, "Giải quyết đúng hạn") == "100,00"
    assert "ở mọi cơ quan" not in page
    of_all = home(sign_in(Role.REFORM_OFFICE))
    assert figure(of_all, "Quá hạn") == "2"
    assert "Hồ sơ đang chờ ở mọi cơ quan" in of_all
    assert "Hồ sơ đang chờ" not in home(sign_in(Role.CITY_ADMIN))
    assert "Tra cứu" in home(sign_in(Role.TECHNICAL_ADMIN))


def figure(page: str, label: str) -> str:
    found = re.search(rf'figure-label">{label}</p>\s*<p class="figure-value">([\d.,]+)', page)
    assert found
    return found[1]


def test_what_waits_leads_to_a_list_of_as_many(dossier: Add) -> None:
    open_one = {"resolved_at": None, "returned_at": None, "outcome": ""}
    for status in ("in_process", "in_process", "waiting_papers"):
        dossier(HEALTH, status=status, **open_one)
    client = sign_in(Role.REPORTING_OFFICER, HEALTH)
    person = Person.objects.get(username=f"{Role.REPORTING_OFFICER}-{HEALTH}")
    now = timezone.now()
    for row in waiting(person, now, timezone.localdate(now)):
        listed = client.get(f"/ho-so/{row.query}").content.decode()
        assert f"Hiển thị {row.number} hồ sơ" in listed, row.label


def test_the_home_page_costs_the_same_for_one_dossier_and_for_three(dossier: Add) -> None:
    client = sign_in(Role.REFORM_OFFICE)

    def cost() -> int:
        home(client)
        with CaptureQueriesContext(connection) as captured:
            home(client)
        return len(captured)

    dossier(HEALTH, received_at=vn("2024-03-04T08:00"))
    one = cost()
    dossier(HEALTH)
    dossier(DISTRICT)
    assert cost() == one


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tong-quan/",
        "/bao-cao/2024-H1/?form=7",
        "/bao-cao/2024-H1/?form=0",
        "/ho-so/?trang-thai=tat-ca",
        "/thu-tuc/",
    ],
)
def test_a_page_is_light_on_the_wire(dossier: Add, address: str) -> None:
    for _ in range(51):
        dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip, deflate, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < min(BUDGET, len(plain.content) / 2)
    assert gzip.decompress(packed.content).startswith(b"<!doctype html>")
