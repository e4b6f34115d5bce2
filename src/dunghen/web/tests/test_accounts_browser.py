"""An officer's first day with the account, in a browser: second factor, recovery codes, a new password, and a
session that ends while a form is being filled in."""

import re
import time
from collections.abc import Iterator
from importlib.resources import files

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from dunghen.org.models import Person

PASSWORD = "mat-khau-de-thu-1"
WIDTHS = (360, 1280)


@pytest.fixture
def site(fresh_db: str) -> Iterator[str]:
    """The site on a port of this machine, with an officer who has no second factor yet."""
    person = Person(username="mau", full_name="Người Mẫu", title="Chuyên viên", sample=True)
    person.set_password(PASSWORD)
    person.save()
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()


def looked_at(page: Page) -> None:
    """Readable by everybody, on a phone and on a desk."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
        assert [(one["id"], node["target"]) for one in found for node in one["nodes"]] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") == width, page.url
    assert page.locator("h1").count() == 1


def code_of(secret: str) -> str:
    cache.clear()  # a code opens once; the next half-minute would bring a new one
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30)))


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill("mau")
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def set_up(page: Page, site: str) -> str:
    """From the address asked for over password and second factor back to it; the secret of the phone."""
    page.goto(f"{site}/uy-quyen/?a=1")
    looked_at(page)
    sign_in(page, "sai")
    looked_at(page)
    sign_in(page, PASSWORD)
    looked_at(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Mã xác thực").fill("000000")
    press(page, "Hoàn tất thiết lập")
    looked_at(page)
    page.get_by_label("Mã xác thực").fill(code_of(secret))
    press(page, "Hoàn tất thiết lập")
    return secret


@pytest.mark.browser
def test_the_first_day_with_an_account(site: str, page: Page, browser: Browser) -> None:
    set_up(page, site)
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    looked_at(page)
    page.get_by_role("link", name="Đã cất mã, tiếp tục").click()
    assert page.url == f"{site}/uy-quyen/?a=1"
    page.locator("header summary").click()
    looked_at(page)
    page.get_by_role("link", name="Tài khoản").click()
    looked_at(page)
    page.get_by_role("link", name="Đổi mật khẩu").click()
    page.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới (", exact=False).first.fill("ngan")
    page.get_by_label("Nhập lại mật khẩu mới").fill("ngan")
    press(page, "Đổi mật khẩu")
    looked_at(page)
    page.get_by_label("Mật khẩu đang dùng").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới (", exact=False).first.fill("mot-mat-khau-moi-2")
    page.get_by_label("Nhập lại mật khẩu mới").fill("mot-mat-khau-moi-2")
    press(page, "Đổi mật khẩu")
    assert page.get_by_text("Đã đổi mật khẩu.").is_visible()
    for address in (
        "2fa/totp/replace/",
        "2fa/recovery-codes/generate/",
        "reauthenticate/",
        "2fa/reauthenticate/",
    ):
        page.goto(f"{site}/accounts/{address}")
        looked_at(page)
    page.goto(f"{site}/accounts/logout/")
    looked_at(page)
    press(page, "Đăng xuất")
    sign_in(page, "mot-mat-khau-moi-2")
    looked_at(page)
    page.get_by_label("Mã xác thực").fill(codes[0])
    press(page, "Đăng nhập")
    page.goto(f"{site}/accounts/")
    assert page.get_by_text("Còn 9 mã").is_visible()
    page.goto(f"{site}/khong-co/")
    looked_at(page)


@pytest.mark.browser
def test_a_session_that_ends_loses_nothing(site: str, page: Page) -> None:
    secret = set_up(page, site)
    page.goto(f"{site}/accounts/")
    page.evaluate(
        """() => {
            const form = document.querySelector(".foot form");
            form.action = "/uy-quyen/";
            const more = '<input name="ly_do" id="ly_do"><button id="go">Gửi</button>';
            form.insertAdjacentHTML("beforeend", more);
        }"""
    )
    page.locator("#ly_do").fill("Nội dung đã viết mất nửa giờ")
    page.context.clear_cookies(name="sessionid")
    page.locator("#go").click()
    assert page.get_by_role("heading", name="Phiên đăng nhập đã hết hạn").is_visible()
    assert page.get_by_text("Nội dung đã viết mất nửa giờ").is_visible()
    looked_at(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở một thẻ mới").click()
    beside = opened.value
    sign_in(beside, PASSWORD)
    beside.get_by_label("Mã xác thực").fill(code_of(secret))
    press(beside, "Đăng nhập")
    assert beside.get_by_role("heading", name="Đã đăng nhập").is_visible()
    looked_at(beside)
    press(page, "Gửi lại")
    assert page.get_by_role("heading", name="Nội dung chưa được gửi").is_visible()
    looked_at(page)
    with page.expect_request(re.compile("/uy-quyen/")) as sent:
        press(page, "Gửi lại")
    assert "viết" in (sent.value.post_data_json or {}).get("ly_do", "")
    assert page.get_by_role("heading", name="Trang này không nhận").count() == 0
