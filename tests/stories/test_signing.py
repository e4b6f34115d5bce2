"""A signed result that verifies and a tampered one that does not, as a citizen meets them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Page, expect

from dunghen.documents.files import keep, read
from dunghen.documents.models import Result
from dunghen.documents.pdf import to_pdf
from dunghen.documents.results import address, issue, prepare, revoke
from dunghen.documents.signing.certificates import register
from dunghen.documents.signing.signing import sign_as_person, sign_as_unit
from dunghen.documents.tests.papers import paper
from dunghen.documents.tests.signed import SECRET, keys
from dunghen.documents.tests.test_verifying import note_added
from dunghen.org.models import Person, Unit
from tests.stories.conftest import Open, Site, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def result(site: Site, settings: Any, tmp_path: Path) -> Iterator[Result]:
    """Issued by a ward: signed by its leader, then by the ward, with keys of their own."""
    for name in ("FILES_FOLDER", "SIGNING_KEYS", "TRUST_FOLDER"):
        setattr(settings, name, tmp_path / name)
    settings.PUBLIC_ADDRESS = site.url
    cache.clear()
    with ThreadPoolExecutor(1) as beside:  # the browser's driver holds this thread's event loop
        yield beside.submit(_issued, settings.TRUST_FOLDER).result()


def _issued(trust: Path) -> Result:
    made = keys()
    made.put_trust(trust)
    leader = Person.objects.get(username="thu-ly")
    unit = Unit.objects.get(key="ct-phuong-an-thoi")
    register(made.person.packed(SECRET), SECRET, owner=leader)
    register(made.agency.packed(SECRET), SECRET, owner=unit)
    said = prepare(
        f"H13.33.05-261120-{Result.objects.count():04}", kind="Giấy xác nhận tình trạng hôn nhân", unit=unit
    )
    file = keep("ket-qua.pdf", to_pdf(paper(name=leader.full_name)), by=leader)
    first = sign_as_person(file, leader, SECRET)
    both = sign_as_unit(first, unit, SECRET, signer=leader, by=leader)
    done = issue(said, both, number="03/GXN-UBND", signer=leader, by=leader)
    connections.close_all()
    return done


def looked_at(page: Page) -> None:
    """Right by axe, in both widths."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page) == []


def test_a_result_by_its_code_and_its_file(window: Open, result: Result, tmp_path: Path) -> None:
    assert result.file is not None
    good, bad = tmp_path / "ket-qua.pdf", tmp_path / "da-sua.pdf"
    good.write_bytes(read(result.file))
    bad.write_bytes(note_added(read(result.file)))

    page = window()
    page.goto("/")
    page.get_by_role("link", name="Tra cứu kết quả, kiểm tra chữ ký số").click()
    page.get_by_label("Mã kết quả").fill(result.code)
    page.get_by_label("Mã tra cứu").fill("SAI")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Không có kết quả với mã và mã tra cứu này")).to_be_visible()
    looked_at(page)

    page.goto(address(result))  # what the QR code says
    expect(page.get_by_text("Đã phát hành, còn giá trị")).to_be_visible()
    looked_at(page)
    page.get_by_label("Tệp PDF").set_input_files(bad)
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_text("Tệp không phải là kết quả đã phát hành")).to_be_visible()
    expect(page.get_by_text("Tệp đã bị sửa sau khi ký").first).to_be_visible()
    looked_at(page)

    page.goto("/tra-cuu/")
    page.get_by_label("Tệp PDF").set_input_files(good)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("Tệp đúng là kết quả đã phát hành")).to_be_visible()
    expect(page.get_by_text("Chữ ký số hợp lệ").first).to_be_visible()
    looked_at(page)

    revoke(result, reason="Cấp sai thông tin")
    page.goto(address(result))
    expect(page.get_by_text("Đã bị thu hồi")).to_be_visible()
    looked_at(page)


def test_it_works_without_scripts(window: Open, result: Result, tmp_path: Path) -> None:
    assert result.file is not None
    bad = tmp_path / "da-sua.pdf"
    bad.write_bytes(note_added(read(result.file)))
    page = window(java_script_enabled=False)
    page.goto("/tra-cuu/")
    page.get_by_label("Tệp PDF").set_input_files(bad)
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_text("Tệp đã bị sửa sau khi ký").first).to_be_visible()
