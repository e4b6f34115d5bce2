"""The dashboard: its figures are the report's, it shows nobody what they may not see, its charts are drawn
by the worker."""

import re
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dunghen.org.maps import Which
from dunghen.org.models import Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.procedures.models import Procedure
from dunghen.statistics import jobs
from dunghen.statistics.charts import CHARTS, DARK, LIGHT, colours
from dunghen.statistics.dashboard import board, line, listed
from dunghen.statistics.models import Report
from dunghen.statistics.snapshot import Snapshot, current, renew, take
from dunghen.statistics.targets import beside, targets_of
from dunghen.statistics.tests.conftest import TODAY, Add, Value, vn
from dunghen.statistics.view import View, view
from dunghen.supervision.models import Target

pytestmark = pytest.mark.django_db
LATE = {"resolved_at": vn("2024-03-12T09:00")}


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def asked(which: Which = "day") -> View:
    return view("2024-H1", today=TODAY, which=which)


def test_headline_figures_are_those_of_the_report(dossier: Add, value: Value) -> None:
    dossier()
    dossier(digitised=True, unit="ct-quan-cai-rang")
    dossier(**LATE)
    dossier(unit="ct-cong-an-thanh-pho", **LATE)  # a vertical agency is counted apart
    dossier(outcome="", resolved_at=None, status="processing")
    seen = asked()
    found = board(seen, take(seen), seen.own, seen.units.units)
    assert (found.whole.completed, found.whole.late) == (3, 1)
    assert found.whole.completed == value("N2.d.3.1")
    assert found.whole.on_time.value == Decimal("66.67")
    assert (
        (found.whole.waiting, found.whole.overdue)
        == (value("B3.3@open"), value("B3.3@open_overdue"))
        == (1, 1)
    )
    assert {found.row.code: found.share.value for found in found.indicators} == {
        code: value(code) for code in ("N2.d.3", "N2.d.4", "N2.d.5@dossiers", "B7.6.3", "B7.6.7")
    }


def test_months_fields_and_lists_add_up_to_the_headline(dossier: Add) -> None:
    dossier(**LATE)
    dossier(unit="ct-quan-cai-rang", other_procedure=True, **LATE)
    dossier(resolved_at=vn("2024-04-02T09:00"), due_at=vn("2024-04-03T17:00"))
    seen = asked()
    taken = take(seen)
    found = board(seen, taken, seen.own, seen.units.units)
    assert sum(point.flow.completed for point in found.months) == found.whole.completed == 3
    assert sum(late.late for _, late in found.fields) == found.whole.late == 2
    assert [below.late for below in found.below[:2]] == [1, 1]
    assert len(listed(seen, taken.late, seen.own)) == 2
    district = Unit.objects.get(key="ct-quan-cai-rang")
    assert [row.unit for row in listed(seen, taken.late, district.pk)] == [district]
    assert line(taken, district).late == 1


def test_figures_of_a_divided_unit_are_shown_as_unallotted_on_todays_map(dossier: Add) -> None:
    dossier(unit="ct-quan-cai-rang", **LATE)
    seen = asked("today")
    found = board(seen, take(seen), seen.own, seen.units.units)
    assert found.whole.late == 1
    assert found.unallotted == (1, 1)
    assert found.below == ()


def test_a_figure_stands_beside_the_target_of_its_own_unit() -> None:
    """Targets of the year in which the period ends; the city of today took over from that of the period."""
    seen = asked()
    targets = targets_of(seen, seen.own)
    assert {code: int(target.value) for code, target in targets.items()} == {
        "N2.d.3": 80,
        "N2.d.4": 100,
        "N2.d.5@dossiers": 50,
        "B7.6.7": 45,
    }
    department = Unit.objects.get(key="ct-so-y-te").pk
    assert targets_of(seen, department) == {}
    Target.objects.filter(cell="B7.6.7").update(unit=department)
    assert targets_of(seen, department).keys() == {"B7.6.7"}
    assert "B7.6.7" not in targets_of(seen, seen.own)
    after = asked("today")
    assert targets_of(after, after.own).keys() == {"N2.d.3", "N2.d.4", "N2.d.5@dossiers"}
    Target.objects.update(year=2023)
    assert targets_of(seen, seen.own) == {}


@pytest.mark.parametrize(
    ("rate", "words", "until"),
    [
        ("55.26", "Vượt, tối thiểu 45 %", ""),
        ("45", "Đạt, tối thiểu 45 %", ""),
        ("44.99", "Chưa đạt, tối thiểu 45 %", "đánh giá ngày 31/12/2024"),
    ],
)
def test_a_figure_beside_its_target_in_words(rate: str, words: str, until: str) -> None:
    seen = asked()
    found = beside(seen, Target.objects.get(cell="B7.6.7"), Decimal(rate))
    assert found is not None
    assert (found.words, found.until) == (words, until)
    assert beside(seen, found.target, None) is None


@pytest.mark.parametrize(
    ("role", "unit", "wanted", "status"),
    [
        (Role.LEADER, "ct-thanh-pho", "", 200),
        (Role.LEADER, "ct-thanh-pho", "ct-so-y-te", 200),
        (Role.REPORTING_OFFICER, "ct-quan-cai-rang", "", 200),
        (Role.REPORTING_OFFICER, "ct-quan-cai-rang", "ct-so-y-te", 404),
        (Role.REPORTING_OFFICER, "ct-quan-cai-rang", "khong-co", 404),
        (Role.RECEIVING_OFFICER, "ct-phuong-an-thoi", "ct-quan-cai-rang", 404),
        (Role.TECHNICAL_ADMIN, "ct-thanh-pho", "", 403),
        (None, "ct-thanh-pho", "", 403),
    ],
)
@pytest.mark.parametrize("name", ["dashboard", "dashboard_picture", "dashboard_svg"])
def test_who_may_see_it(
    dossier: Add, name: str, role: Role | None, unit: str, wanted: str, status: int
) -> None:
    dossier()
    dossier(unit="ct-quan-cai-rang")
    args = {"dashboard": [], "dashboard_picture": ["targets"], "dashboard_svg": ["targets", "light"]}[name]
    answer = sign_in(role, unit).get(reverse(name, args=args), {"unit": wanted})
    # a drawing that is not there yet is answered like one that may not be seen
    assert answer.status_code == (404 if name == "dashboard_svg" and status == 200 else status)


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("dashboard")).status_code == 302


def test_only_who_may_see_rows_gets_the_late_list(dossier: Add) -> None:
    code = dossier(**LATE).dossier.code
    with_rows = sign_in(Role.LEADER).get(reverse("dashboard"))
    figures_only = sign_in(Role.CITY_ADMIN).get(reverse("dashboard"))
    assert code in with_rows.content.decode()
    assert code not in figures_only.content.decode()


PLACES = ["ct-so-y-te", "ct-quan-binh-thuy", "ct-phuong-an-thoi", "ct-quan-cai-rang", "ct-cong-an-thanh-pho"]
STATES: list[dict[str, Any]] = [
    LATE,
    LATE | {"apologised_at": vn("2024-03-08T09:00"), "outcome": "refused"},
    LATE | {"outcome": "withdrawn"},
    {"resolved_at": vn("2024-03-12T09:00"), "due_at": None},
    {"resolved_at": vn("2023-12-14T23:59"), "due_at": vn("2023-12-01T17:00")},  # before the period
    {"resolved_at": vn("2024-05-14T23:59"), "due_at": vn("2024-05-14T17:00")},  # in its last minute
    {"resolved_at": vn("2024-05-15T00:00"), "due_at": vn("2024-05-14T17:00")},  # after it: overdue then
    {"resolved_at": vn("2024-06-15T00:00"), "due_at": vn("2024-06-14T17:00")},  # open then, late since
    {"outcome": "", "resolved_at": None, "status": "in_process"},
    {"outcome": "", "resolved_at": None, "status": "in_process", "due_at": None},
    {"outcome": "", "resolved_at": None, "status": "in_process", "received_at": vn("2024-06-01T08:00")}
    | {"due_at": vn("2024-06-08T17:00")},
]


@pytest.mark.parametrize(
    ("role", "unit", "which"),
    [
        (Role.LEADER, "ct-thanh-pho", "day"),
        (Role.LEADER, "ct-thanh-pho", "today"),
        (Role.REPORTING_OFFICER, "ct-quan-binh-thuy", "day"),
        (Role.REPORTING_OFFICER, "ct-phuong-an-thoi", "day"),
        (Role.REPORTING_OFFICER, "ct-so-y-te", "day"),
    ],
)
def test_each_headline_figure_opens_a_list_of_as_many(
    dossier: Add, which: Which, role: Role, unit: str
) -> None:
    for place in PLACES:
        for state in STATES:
            dossier(unit=place, **state)
    client = sign_in(role, unit)
    board = client.get(reverse("dashboard"), {"unit": unit, "map": which}).context
    whole, lists = board["whole"]["line"], board["lists"]
    figures = {"late": whole.late, "waiting": whole.waiting, "overdue": whole.overdue}
    assert min(figures.values()) > 0
    assert {name: rows_of(client, address) for name, address in lists.items()} == figures


def test_the_figures_of_units_and_fields_open_lists_of_as_many(dossier: Add) -> None:
    land = Procedure.objects.filter(field="Đất đai").order_by("pk")[0]
    for place in PLACES:
        for state in STATES:
            dossier(unit=place, **state)
        dossier(unit=place, procedure=land, **LATE)
    client = sign_in(Role.LEADER)
    board = client.get(reverse("dashboard")).context
    for row in board["below"]:
        figures = {name: getattr(row["line"], name) for name in ("late", "waiting", "overdue")}
        assert {name: rows_of(client, address) for name, address in row["lists"].items()} == figures
    assert [row["late"] for row in board["fields"]] == [
        str(rows_of(client, row["lists"]["late"])) for row in board["fields"]
    ]
    assert len(board["fields"]) == 2


def test_a_share_opens_its_figure_and_the_headline_its_form(dossier: Add) -> None:
    dossier()
    client = sign_in(Role.LEADER)
    board = client.get(reverse("dashboard")).context
    addresses = [row["address"] for row in board["indicators"]] + [board["form_address"]]
    assert {client.get(address).status_code for address in addresses} == {200}
    assert "Biểu mẫu 3" in client.get(board["form_address"]).content.decode()


def rows_of(client: Client, address: str) -> int:
    """How many rows a list has, over its pages."""
    found = 0
    while address:
        page = client.get(address).context
        found += len(page["rows"])
        address = page["next"] and reverse("dossiers") + page["next"]
    return found


def test_who_may_not_list_is_offered_no_list(dossier: Add) -> None:
    dossier(**LATE)
    nobody = sign_in(Role.CITY_ADMIN).get(reverse("dashboard")).context
    assert [nobody["lists"], *(row["lists"] for row in [*nobody["below"], *nobody["fields"]])] == [{}] * 3
    leader = sign_in(Role.LEADER)
    assert "han=tre-han" in leader.get(reverse("dashboard")).content.decode()
    Report.objects.update(window_to=vn("2024-05-15T09:00"))  # a list is asked by days
    cache.clear()
    assert leader.get(reverse("dashboard")).context["lists"] == {}


def test_the_same_number_of_queries_for_one_late_dossier_and_for_three(dossier: Add) -> None:
    leader = sign_in(Role.LEADER)
    dossier(**LATE)
    dossier(outcome="", resolved_at=None, status="processing")
    one = queries(leader)
    dossier(unit="ct-quan-cai-rang", **LATE)
    dossier(unit="ct-quan-cai-rang", outcome="", resolved_at=None, status="processing")
    dossier(other_procedure=True, **LATE)
    assert queries(leader) == one


def queries(client: Client) -> int:
    """Of the page when its figures are in the cache."""
    cache.clear()
    client.get(reverse("dashboard"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("dashboard"))
    return len(captured)


def test_a_chart_is_ordered_once_then_drawn_then_shown(dossier: Add) -> None:
    dossier(**LATE)
    leader = sign_in(Role.LEADER)
    page = leader.get(reverse("dashboard")).content.decode()
    assert page.count("hx-get=") == len(CHARTS)
    leader.get(reverse("dashboard"))
    orders = ProcrastinateJob.objects.filter(task_name="dunghen.statistics.jobs.draw")
    assert orders.count() == 2 * len(CHARTS)  # for a screen and for a telephone
    for order in orders:
        jobs.draw(**order.args)
    assert "hx-get=" not in leader.get(reverse("dashboard")).content.decode()
    answer = leader.get(reverse("dashboard_svg", args=["late-units", "dark"]))
    assert answer["Content-Type"] == "image/svg+xml"
    drawing = answer.content.decode()
    assert "Sở Y tế" in drawing
    assert "<script" not in drawing
    assert colours(DARK)["surface"] in drawing
    assert colours(LIGHT)["surface"] != colours(DARK)["surface"]
    narrow = leader.get(reverse("dashboard_svg", args=["late-units", "dark-narrow"])).content.decode()
    widths = [float(re.findall(r'width="([\d.]+)"', text)[0]) for text in (drawing, narrow)]
    assert widths[0] > 700
    assert widths[1] == 300
    for theme in ("dark-wide", "blue"):
        assert leader.get(reverse("dashboard_svg", args=["late-units", theme])).status_code == 404


def test_a_chart_that_does_not_come_is_not_asked_for_for_ever(dossier: Add) -> None:
    dossier()
    leader = sign_in(Role.LEADER)
    address = reverse("dashboard_picture", args=["targets"])
    assert "hx-get=" in leader.get(address, {"n": "29"}).content.decode()
    assert "hx-get=" not in leader.get(address, {"n": "30"}).content.decode()
    assert leader.get(reverse("dashboard_picture", args=["khong-co"])).status_code == 404


def test_the_worker_renews_the_figures_a_page_would_show(dossier: Add) -> None:
    dossier()
    seen = asked()
    before = renew(seen, "day")
    dossier()
    assert current(seen, "day") == before
    jobs.renew_dashboard(timestamp=0)
    after = current(seen, "day")
    assert isinstance(after, Snapshot)
    assert line(after, seen.report.unit).completed == 2


def test_a_web_process_does_not_load_what_draws() -> None:
    code = (
        "import sys, django; django.setup(); import dunghen.web.urls;"
        "sys.exit('vl_convert' in sys.modules or 'dunghen.statistics.jobs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
