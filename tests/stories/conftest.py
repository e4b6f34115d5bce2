"""A site with a small half-year in it, served by a thread, for stories in Debian's Chromium."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from conftest import drop_database, make_database, point, template
from dunghen.cli.people import make_sample
from dunghen.core.paths import PACKS
from dunghen.dossiers.importing.run import Order, import_dossiers
from dunghen.dossiers.sample import write_sample
from dunghen.org.calendar import calendar
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, signed_in
from dunghen.statistics import jobs
from tests.stories.clock import Clock
from tests.stories.documents import bring_documents

PACK = PACKS / "cantho"
SCALE = 0.01
PATIENCE = 30_000  # milliseconds
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
Open = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """Where it answers, and who is signed in."""

    url: str
    sessions: dict[tuple[str, tuple[Role, ...]], str]

    def session(self, unit: str, roles: tuple[Role, ...]) -> str:
        """The session of somebody with just these roles, made when first asked for."""
        if (unit, roles) not in self.sessions:
            client = sign_in(roles[0], unit) if len(roles) == 1 else _holder_of_many(unit, roles)
            self.sessions[unit, roles] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[unit, roles]


def _holder_of_many(unit: str, roles: tuple[Role, ...]) -> Client:
    """Somebody who holds several roles at once, and nobody else's sign-in."""
    person = Person.objects.create(username=f"nhieu-vai-{unit}", full_name="Người dùng mẫu", sample=True)
    at = Unit.objects.get(key=unit)
    for role in roles:
        Assignment.objects.create(person=person, role=role, unit=at, valid_from=date(2020, 1, 1))
    return signed_in(person)


@contextmanager
def served(blocker: DjangoDbBlocker, scale: float) -> Iterator[Site]:
    """A site over a database of its own, committed: the server's threads read it too."""
    with blocker.unblock():
        before = str(connections["default"].settings_dict["NAME"])
        name = f"{before}_stories"
        make_database(name, template())
        point(name)
        try:
            _fill(scale)
            server = LiveServerThread("localhost", StaticFilesHandler)
            server.start()
            server.is_ready.wait()
            assert server.error is None
            yield Site(f"http://localhost:{server.port}", {})
            server.terminate()
        finally:
            point(before)
            drop_database(name)


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """With a hundredth of the sample."""
    with served(django_db_blocker, SCALE) as found:
        yield found


@pytest.fixture
def whole_site(site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """With the whole sample, 207.524 dossiers: takes minutes."""
    with served(django_db_blocker, 1) as found:
        yield found


def _fill(scale: float) -> None:
    """The sample's dossiers and sign-ins, and the charts that a worker would draw."""
    cache.clear()
    out = io.StringIO()
    write_sample(PACK / "sample-2024-H1.toml", PACK, calendar(), out, scale=scale)
    import_dossiers(
        io.BytesIO(out.getvalue().encode()),
        Order("sample.csv"),
        bad=lambda row: pytest.fail(str(row)),
        due=lambda _: None,
        progress=lambda _: None,
    )
    make_sample(PACK / "people.toml")
    bring_documents()
    sign_in(Role.LEADER, "ct-thanh-pho").get("/tong-quan/")
    for order in ProcrastinateJob.objects.filter(task_name="dunghen.statistics.jobs.draw"):
        jobs.draw(**order.args)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    own = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu"]}
    return {**browser_type_launch_args, **own}


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """What the browser complains of: scripts, refused styles, missing files."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def window(browser: Browser, site: Site, wrong: list[str]) -> Iterator[Open]:
    """Opens a window of somebody signed in with these roles; without any of nobody."""
    opened: list[BrowserContext] = []

    def open_window(*roles: Role, unit: str = "ct-thanh-pho", at: Site = site, **options: Any) -> Page:
        context = browser.new_context(base_url=at.url, accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        if roles:
            value = at.session(unit, roles)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": at.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: _hear(wrong, said.type, said.text))
        return page

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def clock(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """For a story of another day; the windows are opened after it was asked for."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", found.now)
    yield found
    found.back()


def _hear(wrong: list[str], kind: str, text: str) -> None:
    # that a page was refused or is missing is the story's own matter
    if kind == "error" and "the server responded with a status of 4" not in text:
        wrong.append(text)


def violations(page: Page, rules: str = "") -> list[tuple[str, str, str]]:
    """What axe finds wrong with the page as it stands; with `rules`, only by these."""
    page.wait_for_load_state()  # a page that is being left has no document
    page.evaluate(DRAWN)  # nor has one that takes on the other theme all its colours yet
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    only = f"runOnly: {{type: 'rule', values: ['{rules}']}}, " if rules else ""
    run = f"axe.run({{{only}resultTypes: ['violations']}}).then(results => results.violations)"
    return [
        (each["id"], str(node["target"]), node["failureSummary"])
        for each in page.evaluate(run)
        for node in each["nodes"]
    ]
