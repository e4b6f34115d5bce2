"""In a browser: an administrator makes an account and gives it a role, a head delegates. Everybody can read
the pages, at the width of a telephone and of a desk."""

import mimetypes
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route

from dunghen.org.actions.roles import delegate, give_role
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fresh_db")]
WARD, CITY = "ct-phuong-cai-khe-2025", "ct-thanh-pho-2025"
Open = Callable[[Client, int], Page]


def _answer(client: Client) -> Callable[[Route], None]:
    """The site without a server: pages by Django's own client, files by their finders."""

    def answer(route: Route) -> None:
        asked, parts = route.request, urlsplit(route.request.url)
        if parts.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            path = Path(str(finders.find(parts.path.split("/", 2)[2])))
            kind = mimetypes.guess_type(path.name)[0] or "font/ttf"
            route.fulfill(body=path.read_bytes(), content_type=kind)
            return
        address = f"{parts.path}?{parts.query}"
        if asked.method == "POST":
            said = dict(parse_qsl(asked.post_data or "", keep_blank_values=True))
            given = client.post(address, said, follow=True)
        else:
            given = client.get(address, follow=True)
        headers = {
            "content-type": given["Content-Type"],
            "content-security-policy": given["Content-Security-Policy"],
        }
        connections["default"].close()  # the driver answers in a context of its own
        route.fulfill(status=given.status_code, body=given.content, headers=headers)

    return answer


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """A page for somebody, at a width; no script of it may fail."""
    contexts, heard = [], []

    def open_page(client: Client, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url="http://localhost")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.route("**/*", _answer(client))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


def readable(page: Page, width: int) -> None:
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    assert [
        (one["id"], node["target"], node["failureSummary"]) for one in found for node in one["nodes"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def somebody(username: str, name: str, role: Role) -> Person:
    made = Person.objects.create(username=username, full_name=name, title="Công chức", sample=True)
    at = Unit.objects.get(key=WARD)
    Assignment.objects.create(person=made, role=role, unit=at, valid_from=timezone.localdate())
    return made


@pytest.mark.parametrize("width", [360, 1280])
def test_an_administrator_makes_an_account_and_gives_it_a_role(opened: Open, width: int) -> None:
    somebody("van-thu", "Mẫu Thị Bảy", Role.CLERK)
    page = opened(sign_in(Role.CITY_ADMIN, CITY), width)
    page.goto("/nguoi-dung/")
    readable(page, width)
    page.get_by_role("link", name="Thêm người dùng").click()
    readable(page, width)
    page.get_by_label("Tên đăng nhập").fill("mau-tam")
    page.get_by_label("Họ và tên").fill("Mẫu Văn Tám")
    page.get_by_role("button", name="Tạo tài khoản").click()
    readable(page, width)
    assert page.get_by_text("không hiển thị lần nữa").is_visible()
    page.get_by_role("link", name="Tiếp tục giao vai trò").click()
    readable(page, width)
    page.get_by_label("Vai trò", exact=True).select_option(label="Văn thư")
    page.get_by_label("Đơn vị", exact=True).select_option(label="UBND phường Cái Khế")
    page.get_by_label("Từ ngày").fill("1/1/2020")
    page.get_by_role("button", name="Giao vai trò").click()
    assert page.get_by_text("không hoạt động vào ngày").is_visible()
    readable(page, width)
    page.get_by_label("Từ ngày").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("button", name="Giao vai trò").click()
    assert page.get_by_text("Đã giao vai trò.").is_visible()
    page.get_by_role("link", name="Khóa tài khoản").click()
    assert page.get_by_role("dialog").is_visible()
    readable(page, width)
    page.get_by_role("dialog").get_by_role("button", name="Khóa tài khoản").click()
    assert page.get_by_text("Đã khóa tài khoản.").is_visible()
    readable(page, width)
    page.goto("/nguoi-dung/nhat-ky/")
    assert page.get_by_text("Khóa tài khoản").first.is_visible()
    readable(page, width)
    assert not Person.objects.get(username="mau-tam").is_active


@pytest.mark.parametrize("width", [360, 1280])
def test_a_head_delegates_and_takes_it_back(opened: Open, width: int) -> None:
    deputy, today = somebody("pho", "Mẫu Thị Chín", Role.REPORTING_OFFICER), timezone.localdate()
    client = sign_in(Role.HEAD_OF_AGENCY, WARD)
    head = Person.objects.get(pk=client.session["_auth_user_id"])
    give_role(head, role=Role.CLERK, unit=WARD, first=today, by=None)
    delegate(head, deputy, role=Role.CLERK, unit=WARD, first=today, last=today, document="1/UQ")
    page = opened(client, width)
    page.goto("/uy-quyen/")
    readable(page, width)
    page.get_by_label("Vai trò ủy quyền").select_option(label="Lãnh đạo cơ quan, UBND phường Cái Khế")
    page.get_by_label("Người được ủy quyền").select_option(str(deputy.pk))
    page.get_by_label("Đến hết ngày").fill("hôm nay")
    page.get_by_label("Số, ký hiệu văn bản ủy quyền").fill("2/UQ-UBND")
    page.get_by_role("button", name="Ủy quyền", exact=True).click()
    assert page.get_by_text("ví dụ 03/09/2024").is_visible()
    readable(page, width)
    page.get_by_label("Đến hết ngày").fill(f"{today:%d/%m/%Y}")
    page.get_by_role("button", name="Ủy quyền", exact=True).click()
    assert page.get_by_text("Đã ủy quyền.").is_visible()
    readable(page, width)
    taken_back = page.get_by_role("form", name="Chấm dứt ủy quyền Lãnh đạo cơ quan cho Mẫu Thị Chín")
    taken_back.get_by_role("button").click()
    assert page.get_by_text("Đã chấm dứt ủy quyền.").is_visible()
