"""The story of a figure that does not agree, in a browser: found, asked about, answered, explained."""

import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize

from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics import jobs
from dunghen.statistics.models import CellReading, ProofRun
from dunghen.statistics.tests.test_proofs import OTHER, WRONG, due_in

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
HEALTH = "ct-so-y-te"
SIZES = [360, 1280]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    own = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu"]}
    return {**browser_type_launch_args, **own}


@pytest.fixture
def window(browser: Browser, fresh_db: str) -> Iterator[Open]:
    """Opens a window of somebody with a role at a unit, on a server over a database of its own."""
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.start()
    server.is_ready.wait()
    assert server.error is None
    url, opened = f"http://localhost:{server.port}", list[BrowserContext]()

    def open_window(role: Role, unit: str, width: int, **options: Any) -> Page:
        session = sign_in(role, unit).cookies[settings.SESSION_COOKIE_NAME].value
        size: ViewportSize = {"width": width, "height": 900}
        context = browser.new_context(base_url=url, viewport=size, **options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
        opened.append(context)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()
    server.terminate()


def readable(page: Page) -> None:
    """Nothing that axe finds wrong, and nothing wider than the window."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    assert [(one["id"], node["target"]) for one in found for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
def test_a_figure_is_found_asked_about_answered_and_explained(
    window: Open, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "bao-cao.txt"
    file.write_text(
        f"{OTHER}\n\n| TT | Nội dung | Số liệu |\n| 1 | Hồ sơ | 35 |\n\n{WRONG}", encoding="utf-8"
    )
    office, unit = (
        window(Role.REFORM_OFFICE, "ct-so-noi-vu", width),
        window(Role.REPORTING_OFFICER, HEALTH, width),
    )
    office.goto("/ra-soat/")
    readable(office)
    office.get_by_label("Văn bản (bắt buộc)").set_input_files(file)
    assert office.locator(".drop-list").inner_text() == "bao-cao.txt (1 KB)"
    office.get_by_role("button", name="Rà soát", exact=True).click()
    office.get_by_role("heading", name="Kết quả rà soát").wait_for()
    readable(office)
    office.locator(".proof-text mark.stated a").first.focus()
    office.keyboard.press("Enter")
    assert office.url.endswith("#f-2")
    office.get_by_role("link", name="Xử lý (2)").click()
    readable(office)
    office.get_by_label("Đơn vị có số liệu").select_option(HEALTH)
    office.get_by_label("Trả lời trước hết ngày").fill(f"{due_in(2):%d/%m/%Y}")
    office.get_by_label("Nội dung đề nghị").fill("Đề nghị xem lại tổng số.")
    office.get_by_role("button", name="Gửi phiếu").click()
    office.get_by_text("Chờ đơn vị trả lời").wait_for()
    readable(office)
    unit.goto("/ra-soat/phieu/")
    readable(unit)
    unit.get_by_role("link", name="Phiếu số").click()
    unit.get_by_label("Nội dung trả lời").fill("Thiếu 10 hồ sơ của ngành dọc.")
    unit.get_by_label("Số liệu đúng, nếu khác").fill("90")
    readable(unit)
    unit.get_by_role("button", name="Gửi trả lời").click()
    unit.get_by_text("Đơn vị đã trả lời").wait_for()
    readable(unit)
    office.reload()
    office.get_by_role("button", name="Ghi là đã giải thích").click()
    office.locator(".page-head").get_by_text("Đã giải thích").wait_for()
    readable(office)


@pytest.mark.browser
def test_it_works_without_script(window: Open) -> None:
    page = window(Role.REFORM_OFFICE, "ct-so-noi-vu", 360, java_script_enabled=False)
    page.goto("/ra-soat/")
    file: FilePayload = {"name": "bao-cao.txt", "mimeType": "text/plain", "buffer": WRONG.encode()}
    page.get_by_label("Văn bản (bắt buộc)").set_input_files(file)
    page.get_by_role("button", name="Rà soát", exact=True).click()
    page.get_by_label("Kết quả", exact=True).select_option("consistent")
    page.get_by_role("button", name="Lọc").click()
    assert page.get_by_text("Không có kết quả nào").is_visible()
    page.get_by_role("link", name="Xóa bộ lọc").click()
    page.get_by_role("link", name="Đến danh sách kết quả").click()
    page.get_by_role("link", name="Xem trong văn bản (1)").click()
    assert page.url.endswith("#v-1")


@pytest.mark.browser
def test_a_page_that_waits_for_the_worker_shows_the_result_by_itself(window: Open) -> None:
    page = window(Role.REFORM_OFFICE, "ct-so-noi-vu", 1280)
    page.goto("/ra-soat/")
    file: FilePayload = {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"}
    page.get_by_label("Văn bản (bắt buộc)").set_input_files(file)
    page.get_by_role("button", name="Rà soát", exact=True).click()
    page.get_by_text("Đang đọc văn bản").wait_for()
    readable(page)
    page.get_by_role("link", name="Tải lại trang").focus()
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers) as asked:
        pass
    assert asked.value.status == 204
    assert page.evaluate("document.activeElement.textContent") == "Tải lại trang"
    page.goto("/ra-soat/")
    page.go_back()
    page.get_by_text("Đang đọc văn bản").wait_for()
    jobs.proofread(ProofRun.objects.get().pk, "")
    page.get_by_text("Không đọc được văn bản").wait_for()
    readable(page)


OLD = """Biểu mẫu 1

| STT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu | Ghi chú |
| --- | --- | --- | --- | --- |
| 1. | Số văn bản chỉ đạo CCHC đã ban hành | Văn bản | 45 | |
"""


@pytest.mark.browser
@pytest.mark.parametrize("width", SIZES)
def test_a_form_of_an_old_report_is_confirmed_and_the_report_taken_away(window: Open, width: int) -> None:
    page = window(Role.REFORM_OFFICE, "ct-so-noi-vu", width)
    page.goto("/bao-cao/2024-H1/")
    page.get_by_role("main").get_by_role("link", name="Rà soát số liệu").click()
    assert page.get_by_label("Đối chiếu với số liệu của kỳ báo cáo").input_value() == "2024-H1"
    file: FilePayload = {"name": "cu.md", "mimeType": "text/markdown", "buffer": OLD.encode()}
    page.get_by_label("Văn bản (bắt buộc)").set_input_files(file)
    page.get_by_role("button", name="Rà soát", exact=True).click()
    page.get_by_role("link", name="Đọc biểu mẫu").click()
    page.get_by_role("checkbox", name="Số văn bản chỉ đạo CCHC").check()
    page.get_by_role("textbox", name="Số văn bản chỉ đạo CCHC").fill("bốn")
    page.get_by_role("button", name="Xác nhận các dòng đã chọn").click()
    page.get_by_text("chưa dòng nào được ghi nhận").wait_for()
    readable(page)
    page.get_by_role("textbox", name="Số văn bản chỉ đạo CCHC").fill("46")
    page.get_by_role("button", name="Xác nhận các dòng đã chọn").click()
    page.get_by_text("Đã ghi nhận 1 số liệu.").wait_for()
    readable(page)
    page.get_by_role("link", name="cu.md").click()
    page.get_by_role("link", name="Xóa văn bản").click()
    readable(page)
    page.get_by_role("dialog").get_by_role("button", name="Xóa văn bản").click()
    page.get_by_text("Đã xóa văn bản “cu.md”.").wait_for()
    readable(page)
    page.get_by_role("link", name="cu.md").click()
    page.get_by_text("Văn bản đã được xóa").wait_for()
    assert CellReading.objects.get().value == 46
