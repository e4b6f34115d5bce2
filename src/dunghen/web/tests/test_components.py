"""The look: components know their attributes, tokens hold in both themes, pages are readable by everybody."""

import mimetypes
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

from dunghen.web.fonts import FACES, FontFinder
from dunghen.web.views_components import components

WEB = Path(__file__).resolve().parent.parent
CSS = WEB / "static" / "dunghen" / "dunghen.css"
COMPONENTS = WEB / "templates" / "cotton"
DJANGO = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@pytest.fixture(autouse=True)
def plain_static(settings: Settings) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def _templates() -> list[Path]:
    found: list[Path] = []
    for app in apps.get_app_configs():
        if app.name.startswith("dunghen."):
            found += sorted((Path(app.path) / "templates").rglob("*.html"))
    return found


class _Tags(HTMLParser):
    """The component tags of a template and the attributes they are given."""

    def __init__(self) -> None:
        super().__init__()
        self.used: list[tuple[str, set[str]]] = []
        self.declared: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name.lstrip(":") for name, _ in attrs if name not in {"/", "x"}}
        if tag == "c-vars":
            self.declared = names
        elif tag.startswith("c-") and tag != "c-slot":
            self.used.append((tag.removeprefix("c-").replace("-", "_"), names))
        elif tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(tag)
        self.inline += [name for name in names if name == "style" or name.startswith("on")]


def _parse(text: str) -> _Tags:
    tags = _Tags()
    tags.feed(DJANGO.sub("x", text))
    return tags


def _declared() -> dict[str, set[str]]:
    return {path.stem: _parse(path.read_text()).declared for path in COMPONENTS.glob("*.html")}


def test_components_get_only_the_attributes_they_declare() -> None:
    declared = _declared()
    wrong = []
    for path in _templates():
        for component, given in _parse(path.read_text()).used:
            unknown = given - declared.get(component, set())
            if component not in declared or unknown:
                wrong.append(f"{path.name}: <c-{component}> {sorted(unknown)}")
    assert not wrong


def test_unknown_attributes_are_found() -> None:
    used = _parse('{% if x %}<c-status kind="ok" :label="a|b" colour="{% url \'x\' %}" />{% endif %}').used
    assert used == [("status", {"kind", "label", "colour"})]
    assert used[0][1] - _declared()["status"] == {"colour"}


def test_every_component_declares_a_default_for_each_attribute_and_prints_no_others() -> None:
    for path in COMPONENTS.glob("*.html"):
        text = path.read_text()
        found = re.search(r"<c-vars\s+(.*?)/>", text, re.DOTALL)
        assert found, path.name
        # without a default, a variable of the page around it would leak in
        assert not re.sub(r':?[\w-]+="[^"]*"', "", found[1]).strip(), path.name
        # the library prints such attributes without escaping them
        assert "{{ attrs }}" not in text, path.name


def test_no_template_carries_inline_style_or_script() -> None:
    assert not [path for path in _templates() if _parse(path.read_text()).inline]
    assert not [path for path in _templates() if re.search(r"\|\s*safe\b|autoescape off", path.read_text())]


def test_icons_are_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (CSS.parent / "icons.svg").read_text()))
    for path in _templates():
        text = path.read_text()
        assert set(re.findall(r'<c-(?:icon name|[\w-]+ [^>]*?icon)="(\w+)"', text)) <= drawn, path.name


def test_what_an_attribute_carries_is_escaped() -> None:
    evil = {"evil": '"><script>alert(1)</script>'}
    source = '{% cotton figure :label="evil" value="{{ evil }}" :href="evil" %}{% endcotton %}'
    page = Template(source).render(Context(evil))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3


def test_stylesheet_is_small_and_both_dark_themes_are_one() -> None:
    css = CSS.read_text()
    assert len(css.encode()) < 32_000
    asked, chosen = re.findall(r"color-scheme: dark;(.*?)\}", css, re.DOTALL)
    assert asked.split() == chosen.split()
    light = css.split("color-scheme: light;")[1].split("}")[0]
    unknown = set(re.findall(r"var\((--[\w-]+)\)", css)) - set(re.findall(r"(--[\w-]+):", light))
    assert unknown == {"--tone", "--tone-bg"}
    assert len((CSS.parent / "dunghen.js").read_text().splitlines()) <= 200


def _light_and_dark() -> list[dict[str, str]]:
    css = CSS.read_text()
    blocks = [css.split("color-scheme: light;")[1], css.split("color-scheme: dark;")[1]]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block.split("}")[0])) for block in blocks]


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", _light_and_dark(), ids=["light", "dark"])
def test_colours_can_be_told_apart(colours: dict[str, str]) -> None:
    for ground in ("bg", "surface", "sunken"):
        for text in ("ink", "ink-2", "link"):
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert _contrast(colours["line-2"], colours[ground]) >= 3, ground
        assert _contrast(colours["focus"], colours[ground]) >= 3, ground
    for tone in ("ok", "soon", "late", "wait", "info", "none"):
        assert _contrast(colours[tone], colours[f"{tone}-bg"]) >= 4.5, tone
        assert _contrast(colours["ink"], colours[f"{tone}-bg"]) >= 7, tone


def test_fonts_come_from_their_package() -> None:
    finder = FontFinder()
    for face in FACES:
        assert Path(str(finder.find(f"dunghen/fonts/{face}"))).is_file()
        assert f"fonts/{face}" in CSS.read_text()
    assert finder.find("dunghen/fonts/BeVietnamPro-Thin.ttf") is None
    assert finder.find("dunghen/fonts/../metadata.json") is None
    assert [name for name, _ in finder.list(None)] == list(FACES)


def _answer(route: Route) -> None:
    """The site without a server: the page by its view, files by their finders, under the site's policy."""
    parts = urlsplit(route.request.url)
    if parts.path.startswith("/static/"):
        path = Path(str(finders.find(parts.path.removeprefix("/static/"))))
        kind = mimetypes.guess_type(path.name)[0] or "font/ttf"
        route.fulfill(body=path.read_bytes(), content_type=kind)
        return
    request = RequestFactory().get(f"{parts.path}?{parts.query}")
    request.user = AnonymousUser()
    headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": CSP}
    route.fulfill(body=components(request).content, headers=headers)


@pytest.fixture
def wrong(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: scripts, refused styles, missing files."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.route("**/*", _answer)
    yield heard
    assert heard == []


def _no_violation(page: Page) -> None:
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(results => results.violations)")
    assert [
        (one["id"], node["target"], node["failureSummary"]) for one in found for node in one["nodes"]
    ] == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "query"),
    [(360, "theme=light"), (360, "density=public"), (1280, "theme=dark"), (1280, "density=public")],
)
def test_everybody_can_read_it(page: Page, wrong: list[str], width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"http://localhost/thanh-phan/?{query}")
    _no_violation(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    page.locator("header summary").click()
    _no_violation(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Trả lại chỉnh lý").click()
    assert page.get_by_role("dialog").is_visible()
    _no_violation(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


@pytest.mark.browser
def test_text_twice_as_large_still_fits(page: Page, wrong: list[str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("http://localhost/thanh-phan/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.browser
def test_buttons_are_large_enough_for_a_finger(page: Page, wrong: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("http://localhost/thanh-phan/")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".button, .nav a, .tabs a, .bar-link, .chip, input, select")]
            .filter(one => one.offsetParent && !["radio", "checkbox", "file"].includes(one.type))
            .filter(one => one.getBoundingClientRect().height < 43.9).map(one => one.outerHTML)"""
    )
    assert small == []


@pytest.mark.browser
def test_it_works_without_script(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*", _answer)
    page.goto("http://localhost/thanh-phan/")
    assert not page.get_by_role("button", name="In", exact=True).is_visible()
    page.get_by_role("link", name="Trả lại chỉnh lý").click()
    assert page.get_by_role("dialog").is_visible()
    page.get_by_role("link", name="Hủy").click()
    assert not page.get_by_role("dialog").is_visible()
    context.close()


@pytest.mark.browser
def test_the_chosen_theme_is_kept(page: Page, wrong: list[str]) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("http://localhost/thanh-phan/")
    page.locator("header summary").click()
    page.get_by_role("button", name="Nền tối").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 28)"
    cookies = {cookie.get("name"): cookie.get("value") for cookie in page.context.cookies()}
    assert cookies == {"theme": "dark"}


@pytest.mark.browser
def test_paper_is_white_and_carries_no_controls(page: Page, wrong: list[str]) -> None:
    page.goto("http://localhost/thanh-phan/?theme=dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not [one for one in page.locator(".button, nav a, .filterbar").all() if one.is_visible()]
