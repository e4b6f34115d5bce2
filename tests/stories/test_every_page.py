"""Every page, for everybody: by axe in both widths and themes, by keyboard, large, on paper, scriptless."""

import pytest
from playwright.sync_api import Page

from tests.stories.conftest import Open, violations
from tests.stories.looked_at import LOOKING, Look, looks

pytestmark = pytest.mark.browser
FIRST, LAST = 40, 10  # of the controls of a page, those walked through by Tab
DAY_PARTS = 7  # a browser's own field for a day or a moment takes several steps
CONTROLS = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(one =>
    one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.type !== 'hidden'
    && (one.type !== 'radio' || one === (one.form?.querySelector(`[name="${one.name}"]:checked`)
        ?? one.form?.querySelector(`[name="${one.name}"]`) ?? one)))"""
LISTEN = f"""() => {{
    window.controls = ({CONTROLS})();
    window.walked = [];
    document.addEventListener('focusin', () => {{
        const one = document.activeElement, style = getComputedStyle(one);
        const seen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== 'none';
        // backwards a group of radios without a choice is entered at its last
        const place = window.controls.findIndex(each => each === one
            || (one.type === 'radio' && each.type === 'radio' && each.name === one.name));
        window.walked.push([place, seen, one.outerHTML.slice(0, 120)]);
    }});
}}"""
HIDDEN_ON_PAPER = "nav a, .button, .filterbar, header.bar, .skip, footer"


@pytest.fixture(params=looks(), ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Look:
    found: Look = request.param
    return found


def opened(page: Page, look: Look) -> bool:
    """Whether there is a page to look at: some addresses lead on to another."""
    answer = page.goto(look.address())
    assert answer is not None
    assert answer.status < 500
    assert look.library or answer.status == look.status
    return answer.status == look.status and answer.request.redirected_from is None


def test_everybody_can_read_and_use_it(window: Open, look: Look) -> None:
    page = window(*(() if look.public else LOOKING), color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 900})
    if not opened(page, look):
        return
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert violations(page, "color-contrast") == []
    by_keyboard(page)
    what_opens(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.emulate_media(media="print")
    assert [one for one in page.locator(HIDDEN_ON_PAPER).all() if one.is_visible()] == []


def by_keyboard(page: Page) -> None:
    """Tab goes through the controls as they stand in the page, each seen; the first leads past the menu."""
    page.evaluate(LISTEN)
    # where a page puts the cursor for who types at once, Tab goes on from there: here from the start
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); window.walked = []")
    count = page.evaluate("window.controls.length")
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("one => one === document.activeElement")
    wanted = min(count, FIRST)
    for _ in range(wanted - 1 + DAY_PARTS * page.locator("[type^=date]").count()):
        if page.evaluate("window.walked.length") < wanted:
            page.keyboard.press("Tab")
    walked = page.evaluate("window.walked")
    assert [place for place, _, _ in walked] == list(range(wanted)), walked
    assert [text for _, seen, text in walked if not seen] == []
    if count > FIRST:
        page.evaluate("window.controls.at(-1).focus(); window.walked = []")
        for _ in range(LAST):
            page.keyboard.press("Shift+Tab")
        back = [place for place, _, _ in page.evaluate("window.walked")]
        assert back == list(range(count - 2, count - 2 - LAST, -1))
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def what_opens(page: Page) -> None:
    """Menus, folded parts and dialogs, open."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    if page.locator("details[open]").count():
        assert violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
    for dialog in page.locator("dialog").all():
        dialog.evaluate("one => one.showModal()")
        assert violations(page) == []
        dialog.evaluate("one => one.close()")


def test_it_works_without_script(window: Open, look: Look) -> None:
    page = window(*(() if look.public else LOOKING), java_script_enabled=False)
    if not opened(page, look):
        return
    assert page.locator("h1").count() == 1
    assert [one for one in page.locator("[data-needs-script]").all() if one.is_visible()] == []
    asking = page.locator("main form:not([method=post])")
    if asking.count() and asking.first.evaluate("form => form.checkValidity()"):
        with page.expect_navigation() as answer:
            asking.first.locator("button:not([type=button])").first.click()
        assert answer.value.status < 400
        assert page.locator("h1").count() == 1
