"""What people at a desk do on the screen, each page looked at by axe."""

import re

from playwright.sync_api import Locator, Page, expect

from dunghen.dossiers.models import DossierVersion
from tests.stories.conftest import violations

DESK = "/ho-so/tiep-nhan/"


def current(code: str) -> DossierVersion:
    """What is known of a dossier now."""
    versions = DossierVersion.objects.select_related("dossier", "unit", "received_unit", "helped_unit")
    return versions.get(dossier__code=code, known_to=None)


def offered(page: Page, code: str, name: str) -> Locator:
    """The links to an act on the page of a dossier, among what there is to do."""
    page.goto(f"/ho-so/{code}/")
    return page.get_by_role("region", name="Việc cần làm").get_by_role("link", name=name)


def act(page: Page, code: str, name: str) -> None:
    """From the page of the dossier to the form of an act."""
    offered(page, code, name).first.click()
    assert violations(page) == []


def send(page: Page, name: str) -> None:
    """Send the form, which must be taken."""
    page.locator("main").get_by_role("button", name=name).click()
    expect(page.get_by_text("Đã ghi")).to_be_visible()


def do(page: Page, code: str, name: str) -> None:
    """An act for which nothing is typed."""
    act(page, code, name)
    send(page, name)


def choose(page: Page, words: str) -> None:
    """A slip: the procedure by words without accents."""
    page.goto(DESK)
    expect(page.locator("#f-tim")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#f-so")).to_be_focused()


def identify(page: Page, number: str, name: str = "") -> None:
    """The applicant by the number; `name`: of one who was never there before."""
    page.locator("#f-so").focus()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    if name:
        expect(page.locator("#f-ten")).to_be_focused()
        page.locator("#f-ten").fill(name)


def elsewhere(page: Page) -> None:
    """Open what is seldom needed: another moment, another place."""
    page.locator("summary").filter(has_text="Thời điểm khác, nơi khác").click()


def hand_in(page: Page, *papers: str) -> None:
    """Papers that the applicant hands in."""
    for paper in papers:
        page.locator(f"[name='g-{paper}'][value='handed']").check()


def receive(page: Page) -> str:
    """Save the slip; the code that it became."""
    assert violations(page) == []
    page.locator("#f-nhan").click()
    page.wait_for_url(re.compile("da-tiep-nhan"))
    assert violations(page) == []
    return page.url.split("/")[-3]


def result(officer: Page, head: Page, clerk: Page, code: str) -> None:
    """Submitted, signed on paper, numbered and issued."""
    do(officer, code, "Trình lãnh đạo")
    do(head, code, "Duyệt, ký")
    do(clerk, code, "Cấp số, phát hành")
