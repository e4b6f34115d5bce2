"""Stories in a browser run in Debian's Chromium."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dunghen.statistics.tests.conftest import dossier

__all__ = ["dossier"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    own = {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu"]}
    return {**browser_type_launch_args, **own}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own; the plugin's fixture asks for a base address in a way pytest warns of."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
