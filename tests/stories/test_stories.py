"""What people come for, step by step as they would go, and what a stranger does not get."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from dunghen.cli.people import current_code, make_sample
from dunghen.dossiers.models import DossierVersion
from dunghen.org.rights import Role
from dunghen.statistics import jobs
from dunghen.statistics.models import Report
from tests.stories.conftest import PACK, PATIENCE, Open, Site, violations

pytestmark = pytest.mark.browser
RATE, COMPLETED, ON_TIME = "B3.3.1", "B3.3.1.1", "B3.3.1.2"  # of the departments
LATE_ONLY = "Trễ hạn"


def number(text: str) -> int:
    """1.850 as 1850."""
    return int(text.replace(".", ""))


def figure(page: Page, code: str) -> str:
    """What a form shows of a cell."""
    label = page.locator(f"table a[href*='/{code}/']").first.get_attribute("aria-label") or ""
    return label.split(":")[0]


def operand(page: Page, code: str) -> int:
    """What the formula of a rate says of one of its parts."""
    line = page.locator("li").filter(has=page.locator(f"a[href*='/{code}/']"))
    return number(line.locator("strong").inner_text())


def to_the_rate(page: Page) -> None:
    """From the start to the rate of the departments, by what is to be clicked."""
    page.goto("/")
    page.get_by_role("link", name="6 tháng đầu năm 2024").first.click()
    page.get_by_role("navigation", name="Biểu mẫu").get_by_role("link", name="3").first.click()
    page.locator(f"table a[href*='/{RATE}/']").first.click()


def only_late(page: Page) -> None:
    """The records behind the figure, narrowed to those that were late."""
    page.get_by_label("Thời hạn").select_option(label=LATE_ONLY)
    page.get_by_role("button", name="Lọc").first.click()


def listed(page: Page) -> set[str]:
    """The dossiers of a list, over all its pages."""
    found: set[str] = set()
    while True:
        found |= set(page.locator("table#rows tbody th a").all_inner_texts())
        following = page.get_by_role("link", name="Trang sau")
        if not following.count():
            return found
        following.click()


def book(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def codes_of(rows: list[list[Any]]) -> list[str]:
    head = next(row for row in rows if "Mã hồ sơ" in row)
    return [row[head.index("Mã hồ sơ")] for row in rows[rows.index(head) + 1 :]]


def test_the_leader_asks_why(window: Open) -> None:
    page = window(Role.LEADER)
    to_the_rate(page)
    expect(page.get_by_text("Công thức")).to_be_visible()
    completed, on_time = operand(page, COMPLETED), operand(page, ON_TIME)
    shown = page.locator(".figure").first.inner_text()
    assert f"{100 * on_time / completed:.2f}".replace(".", ",") in shown
    only_late(page)
    late = listed(page)
    assert len(late) == completed - on_time > 0
    code = min(late)
    page.goto(f"/bao-cao/2024-H1/{RATE}/?in_time=no")
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", name="Cách tính hạn")).to_be_visible()
    days = page.locator("table#proof tbody tr")
    assert days.count() > 0
    version = DossierVersion.objects.get(dossier__code=code, known_to__isnull=True)
    assert version.due_at is not None
    assert version.resolved_at is not None
    assert version.resolved_at > version.due_at
    assert violations(page) == []


def listed_dossiers(page: Page) -> set[str]:
    """The codes in the list of dossiers, over all its pages."""
    found: set[str] = set()
    while True:
        found |= set(page.locator("table#dossiers tbody td:first-child a").all_inner_texts())
        following = page.get_by_role("link", name="Trang sau")
        if not following.count():
            return found
        following.click()


def take_the_late_home(page: Page, folder: Path) -> set[str]:
    """From the figure of the dashboard to one list of late dossiers and one file, which say the same."""
    page.goto("/tong-quan/")
    figure = page.locator(".figure").filter(has_text="Đã giải quyết, trễ hạn")
    late = number(figure.locator(".figure-value").inner_text().split()[0])
    figure.get_by_role("link", name="Xem danh sách chi tiết").click()
    expect(page.get_by_role("heading", name="Hồ sơ", level=1)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất Excel").click()
    download.value.save_as(folder / "tre-han.xlsx")
    codes = codes_of(book(folder / "tre-han.xlsx"))
    assert len(codes) == len(set(codes)) == late > 0
    assert set(codes) == listed_dossiers(page)
    return set(codes)


def test_the_reform_officer_takes_the_late_dossiers_home(window: Open, tmp_path: Path) -> None:
    page = window(Role.REFORM_OFFICE, unit="ct-so-noi-vu")
    jobs.renew_dashboard(0)  # as every ten minutes: other stories have ended dossiers late since
    codes = take_the_late_home(page, tmp_path)
    assert violations(page) == []
    # the same, asked for by hand
    page.goto("/ho-so/")
    page.get_by_label("Thời hạn").select_option(label=LATE_ONLY)
    page.get_by_text("Điều kiện khác").click()
    page.get_by_label("Kết thúc từ ngày").fill("15/12/2023")
    page.get_by_label("Kết thúc đến hết ngày").fill("14/05/2024")
    page.get_by_label("Cấp", exact=True).select_option(label="Không kể cơ quan ngành dọc")
    page.get_by_role("button", name="Lọc").first.click()
    expect(page.get_by_label("Trạng thái")).to_have_value("tat-ca")
    assert listed_dossiers(page) == codes


def test_the_reviewer_compares_two_moments(window: Open) -> None:
    page = window(Role.INSPECTION_MEMBER)
    page.goto("/bao-cao/2024-H1/?form=3")
    now = figure(page, COMPLETED)
    page.goto("/bao-cao/2024-H1/?form=3&known_at=2024-03-01")
    then = figure(page, COMPLETED)
    assert 0 < number(then) < number(now)
    page.goto("/bao-cao/2024-H1/?form=3")
    if not page.get_by_label("So với số liệu như đã biết tại").is_visible():
        page.get_by_text("Điều kiện khác").click()
    field = page.get_by_label("So với số liệu như đã biết tại")
    field.fill("2024-03-01" if field.get_attribute("type") == "date" else "01/03/2024")
    page.get_by_role("button", name="Lọc").first.click()
    line = page.locator("tr").filter(has=page.locator(f"a[href*='/{COMPLETED}/']"))
    told = [text.strip() for text in line.locator("td.num").all_inner_texts()]
    assert now in told
    assert then in told
    assert any(text.lstrip("+") == f"{number(now) - number(then):,}".replace(",", ".") for text in told)
    # a figure of then opens the rows of then
    page.goto(f"/bao-cao/2024-H1/{COMPLETED}/?known_at=2024-03-01")
    expect(page.locator(".figure").first).to_contain_text(then)
    expect(page.locator("table#rows caption")).to_contain_text(f"{then} dòng")
    assert violations(page) == []


@pytest.fixture
def quarter(site: Site) -> Iterator[Report]:
    """A second period, inside the first."""
    half = Report.objects.get(code="2024-H1")
    ends = half.window_from + timedelta(days=77)
    window = {"window_from": half.window_from, "window_to": ends}
    made = Report.objects.create(code="2024-Q1", name="Quý I năm 2024", unit=half.unit, **window)
    yield made
    made.delete()


def test_the_reviewer_compares_two_periods(window: Open, quarter: Report) -> None:
    page = window(Role.INSPECTION_MEMBER)
    page.goto(f"/bao-cao/{quarter.code}/?form=3")
    before = figure(page, COMPLETED)
    page.goto("/bao-cao/2024-H1/?form=3")
    page.get_by_text("Điều kiện khác").click()
    page.get_by_label("So với kỳ báo cáo").select_option(label=quarter.name)
    page.get_by_role("button", name="Lọc").first.click()
    expect(page.get_by_role("columnheader", name=quarter.name)).to_be_visible()
    line = page.locator("tr").filter(has=page.locator(f"a[href*='/{COMPLETED}/']"))
    now = figure(page, COMPLETED)
    grown = f"+{number(now) - number(before):,}".replace(",", ".")
    assert 0 < number(before) < number(now)
    told = [text.strip() for text in line.locator("td.num").all_inner_texts()]
    assert {now, before, grown} <= set(told)


@pytest.fixture
def secret(site: Site) -> DossierVersion:
    """A dossier of a ward, with an applicant."""
    of_wards = DossierVersion.objects.filter(known_to__isnull=True, level="commune")
    found = of_wards.filter(dossier__applicant__isnull=False).exclude(unit__key="ct-phuong-an-thoi")
    return found.select_related("dossier__applicant", "unit").order_by("pk")[0]


def addresses_of(secret: DossierVersion) -> Iterator[str]:
    code, unit = secret.dossier.code, secret.unit.key
    yield f"/ho-so/{code}/"
    yield f"/ho-so/{code}/?luc=2024-04-01T08:00"
    yield f"/bao-cao/2024-H1/?unit={unit}"
    yield f"/bao-cao/2024-H1/B3.3.3.1/?unit={unit}"
    yield f"/bao-cao/2024-H1/B3.3.3.1/?at={unit}"
    yield f"/bao-cao/2024-H1/B3.3.3.1/danh-sach.xlsx?unit={unit}"
    yield f"/tong-quan/?unit={unit}"


def test_a_colleague_of_another_ward_gets_nowhere(
    window: Open, secret: DossierVersion, tmp_path: Path
) -> None:
    page = window(Role.RECEIVING_OFFICER, unit="ct-phuong-an-thoi")
    applicant = secret.dossier.applicant
    assert applicant is not None
    for address in addresses_of(secret):  # by a link somebody sent
        answer = page.request.get(address)
        assert answer.status == 404, address
        assert applicant.name not in answer.text()
    for field, said in (("ma", secret.dossier.code), ("nguoi-nop", applicant.name)):  # by searching
        page.goto("/ho-so/")
        page.locator(f"[name={field}]").fill(said)
        page.locator("[name=trang-thai]").select_option("tat-ca")
        page.get_by_role("button", name="Lọc").first.click()
        assert page.get_by_role("link", name=secret.dossier.code).count() == 0
    number_of = secret.dossier.code.rsplit("-", 1)[0]  # by guessing the next ones
    for serial in range(1, 6):
        assert page.request.get(f"/ho-so/{number_of}-{serial:04}/").status == 404
    rows = page.request.get("/bao-cao/2024-H1/B3.3.3.1/danh-sach.xlsx")  # in one's own list
    mine = DossierVersion.objects.filter(known_to__isnull=True, unit__key="ct-phuong-an-thoi")
    (tmp_path / "cua-toi.xlsx").write_bytes(rows.body())
    codes = set(codes_of(book(tmp_path / "cua-toi.xlsx")))
    assert codes <= set(mine.values_list("dossier__code", flat=True))
    # the API knows no session
    assert page.request.get(f"/api/v1/dossiers/{secret.dossier.code}").status == 401


def test_nobody_signed_in_gets_nowhere(window: Open, secret: DossierVersion) -> None:
    page = window()
    for address in [*addresses_of(secret), "/ho-so/", "/bao-cao/", "/tong-quan/"]:
        answer = page.request.get(address)
        assert urlsplit(answer.url).path == "/accounts/login/", address
        assert parse_qs(urlsplit(answer.url).query)["next"] == [address]
        shown = answer.text().replace(f'value="{address}"', "").replace("&amp;", "&")
        assert str(secret.unit) not in shown
    assert page.request.get(f"/api/v1/dossiers/{secret.dossier.code}").status == 401


def sign_in_by_hand(page: Page, username: str) -> None:
    password = next(one.password for one in make_sample(PACK / "people.toml") if one.username == username)
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main").get_by_role("button", name="Đăng nhập").click()
    page.locator("[name=code]").fill(current_code(username))
    page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()


def test_a_sign_in_that_ended_comes_back_to_the_same_question(window: Open) -> None:
    page = window()
    asked = "/ho-so/?trang-thai=tat-ca&han=tre-han"
    page.goto(asked)
    assert urlsplit(page.url).path == "/accounts/login/"
    sign_in_by_hand(page, "lanh-dao")
    expect(page.get_by_role("heading", name="Hồ sơ", level=1)).to_be_visible()
    assert page.url.endswith(asked)
    page.context.clear_cookies()  # the sign-in ends while the page stands open
    page.locator("[name=don-vi]").fill("ninh kieu")
    page.get_by_role("button", name="Lọc").first.click()
    assert urlsplit(page.url).path == "/accounts/login/"
    sign_in_by_hand(page, "cai-cach")
    back = parse_qs(urlsplit(page.url).query)
    assert urlsplit(page.url).path == "/ho-so/"
    assert (back["don-vi"], back["han"]) == (["ninh kieu"], ["tre-han"])


@pytest.mark.parametrize("address", ["/ho-so/", "/bao-cao/2024-H1/B3.3.1.1/"])
def test_on_a_telephone_each_dossier_is_read_without_scrolling_aside(window: Open, address: str) -> None:
    page = window(Role.LEADER)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(address)
    table = page.locator("main .table").last
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    first = table.locator("tbody tr").first
    label = first.locator("[data-label='Hạn giải quyết']")
    assert "Hạn giải quyết" in label.evaluate("one => getComputedStyle(one, '::before').content")
    oldest = first.locator("a").first.inner_text()
    turn = table.locator("thead a")
    expect(turn).to_be_visible()
    turn.click()
    expect(first.locator("a").first).not_to_have_text(oldest)


def test_two_tabs_of_one_person(window: Open) -> None:
    first = window(Role.LEADER)
    second = first.context.new_page()
    first.goto("/bao-cao/2024-H1/?form=3")
    second.goto("/bao-cao/2024-H1/?form=5&map=today")
    first.get_by_role("button", name="Tổng hợp lại").click()
    expect(first).to_have_url(f"{first.url.split('/bao-cao')[0]}/bao-cao/2024-H1/?form=3")
    second.get_by_role("button", name="Tổng hợp lại").click()
    assert parse_qs(urlsplit(second.url).query) == {"form": ["5"], "map": ["today"]}
    expect(second.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.long
def test_the_whole_sample_says_99_94_and_names_the_69(window: Open, whole_site: Site, tmp_path: Path) -> None:
    page = window(Role.LEADER, at=whole_site)
    page.set_default_timeout(4 * PATIENCE)
    to_the_rate(page)
    expect(page.locator(".figure").first).to_contain_text("99,94")
    late = (("B3.3.1", 50), ("B3.3.2", 13), ("B3.3.3", 6))  # of departments, districts, communes
    for rate, number_of in late:
        page.goto(f"/bao-cao/2024-H1/{rate}/")
        assert operand(page, f"{rate}.1") - operand(page, f"{rate}.2") == number_of
    assert len(take_the_late_home(page, tmp_path)) == 69
