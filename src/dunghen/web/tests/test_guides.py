"""The guides on the site: each of them, leading to each other, and nothing but them."""

import re

import pytest
from django.test import Client

from dunghen.web.guides import FOLDER

pytestmark = pytest.mark.django_db


def test_every_guide_is_reached_and_is_text() -> None:
    first = Client().get("/huong-dan/").content.decode()
    linked = set(re.findall(r'href="/huong-dan/([^"/]+)/"', first))
    assert linked == {path.stem for path in FOLDER.glob("*.md")} - {"README"}
    for name in linked:
        page = Client().get(f"/huong-dan/{name}/").content.decode()
        assert page.count("<h1>") == 1
        assert not re.search(r'href="[^"]*[.]md"', page)
        assert page.count('<div class="table"') == page.count("</table></div>")


def test_nothing_else_is_read() -> None:
    for name in ("khong-co", "../operations", "..%2foperations"):
        assert Client().get(f"/huong-dan/{name}/").status_code == 404
