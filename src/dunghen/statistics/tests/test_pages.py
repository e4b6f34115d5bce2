"""The report pages: whose figures and whose rows one sees, and that they are the compiled ones."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from python_calamine import CalamineWorkbook

from dunghen.core import excel
from dunghen.core.text import fold
from dunghen.org.maps import Which
from dunghen.org.models import Unit, UnitKind
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, without_tokens
from dunghen.procedures.models import Procedure
from dunghen.statistics.columns import columns
from dunghen.statistics.compile import Compiled
from dunghen.statistics.models import Declaration, Published, Report
from dunghen.statistics.pages import shown
from dunghen.statistics.questions import query
from dunghen.statistics.tests.conftest import TODAY, Add, vn
from dunghen.statistics.trace import trace
from dunghen.statistics.view import view

REPORT = "/bao-cao/2024-H1/"
HEALTH, DISTRICT, COMMUNE = "ct-so-y-te", "ct-quan-cai-rang", "ct-phuong-cai-khe"
COMPLETED, ON_TIME, RATE = "B3.3.1.1", "B3.3.1.2", "B3.3.1"
WITHHELD = 404


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def late(add: Add, known_from: str = "2024-03-11T09:05") -> None:
    add(HEALTH, resolved_at=vn("2024-03-11T09:00"), known_from=vn(known_from))


ROUTES = [
    "",
    "2024-H1/",
    "2024-H1/bao-cao.xlsx",
    f"2024-H1/{COMPLETED}/",
    f"2024-H1/{COMPLETED}/danh-sach.xlsx",
]


@pytest.mark.parametrize("route", ROUTES)
def test_who_is_not_signed_in_is_led_to_sign_in(route: str) -> None:
    answer = Client().get(f"/bao-cao/{route}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", [None, Role.TECHNICAL_ADMIN])
def test_who_has_no_right_is_refused(role: Role | None, route: str) -> None:
    assert sign_in(role).get(f"/bao-cao/{route}").status_code == 403


@pytest.mark.parametrize("route", ROUTES)
def test_the_owner_sees_every_page_of_their_unit(dossier: Add, route: str) -> None:
    dossier(HEALTH)
    assert sign_in(Role.REPORTING_OFFICER, HEALTH).get(f"/bao-cao/{route}").status_code == 200


@pytest.mark.parametrize("route", ROUTES[1:])
def test_a_colleague_of_another_unit_gets_the_answer_of_a_missing_one(dossier: Add, route: str) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REPORTING_OFFICER, DISTRICT)
    there = client.get(f"/bao-cao/{route}?unit={HEALTH}")
    nowhere = client.get(f"/bao-cao/{route}?unit=khong-co")
    assert there.status_code == nowhere.status_code == WITHHELD
    assert without_tokens(there) == without_tokens(nowhere)


def test_a_unit_of_a_district_sees_itself_and_nothing_of_the_city(dossier: Add) -> None:
    dossier("ct-quan-cai-rang")
    page = body(sign_in(Role.REPORTING_OFFICER, DISTRICT), REPORT)
    assert Unit.objects.get(key=DISTRICT).name in page
    assert Unit.objects.get(key=HEALTH).name not in page
    assert 'value="ct-thanh-pho"' not in page


def test_figures_without_rows_open_no_list(dossier: Add) -> None:
    code = dossier(HEALTH).dossier.code
    client = sign_in(Role.CITY_ADMIN)
    assert code not in body(client, f"{REPORT}{COMPLETED}/")
    assert client.get(f"{REPORT}{COMPLETED}/danh-sach.xlsx").status_code == 403


def test_rows_reach_no_further_than_the_right_and_the_page_says_so(dossier: Add) -> None:
    own, other = dossier(HEALTH).dossier.code, dossier("ct-so-tu-phap").dossier.code
    client = sign_in(Role.FIELD_LEAD, HEALTH)
    page = body(client, f"{REPORT}{COMPLETED}/")
    assert own in page
    assert other not in page
    assert "phạm vi được xem" in page
    assert client.get(f"{REPORT}{COMPLETED}/?at=ct-so-tu-phap").status_code == WITHHELD
    assert client.get(f"{REPORT}{COMPLETED}/danh-sach.xlsx?at=ct-so-tu-phap").status_code == WITHHELD
    assert other not in str(sheet(client, f"{REPORT}{COMPLETED}/danh-sach.xlsx"))


@pytest.mark.parametrize("unit", ["", HEALTH])
@pytest.mark.parametrize("which", ["day", "today"])
def test_the_pages_show_the_compiled_figures(
    dossier: Add, compiled: Callable[..., Compiled], unit: str, which: Which
) -> None:
    dossier(HEALTH)
    late(dossier)
    asked = view("2024-H1", today=TODAY, which=which)
    client = sign_in(Role.REFORM_OFFICE)
    cells = {cell.code: cell for cell in compiled(unit, which=which).cells}
    question = f"?unit={unit}&map={which}"
    for form in asked.forms:
        page = body(client, f"{REPORT}{question}&form={form.form}")
        for row in form.rows:
            if row.heading:
                continue
            value = shown(cells[row.code].value, row) or "Chưa có số liệu"
            assert f"/{row.code}/" in page
            assert f'aria-label="{value}: {escape(row.label)}"' in page, row.code


@pytest.mark.long
def test_every_figure_has_its_page(dossier: Add) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    asked = view("2024-H1", today=TODAY)
    for code, row in asked.rows.items():
        assert escape(row.label) in body(client, f"{REPORT}{quote(code)}/"), code


def test_a_rate_shows_its_formula_and_which_dossiers_lower_it(dossier: Add) -> None:
    in_time = dossier(HEALTH).dossier.code
    late(dossier)
    client = sign_in(Role.LEADER)
    page = body(client, f"{REPORT}{RATE}/?inside=no")
    assert f"{REPORT}{ON_TIME}/" in page
    assert f"{REPORT}{COMPLETED}/" in page
    assert in_time not in page
    assert "Trễ hạn, chưa xin lỗi" in page
    assert "50,00" in page


def test_a_declared_figure_shows_its_source(dossier: Add) -> None:
    declared = Declaration.objects.filter(cell="B1.1").get()
    assert escape(declared.source) in body(sign_in(Role.LEADER), f"{REPORT}B1.1/")


def test_rows_are_found_without_accents_and_by_result(dossier: Add) -> None:
    first = dossier(HEALTH)
    second = dossier(HEALTH, other_procedure=True, outcome="refused")
    client, page = sign_in(Role.REFORM_OFFICE), f"{REPORT}{COMPLETED}/"
    words = fold(Procedure.objects.get(pk=first.procedure_id).name)
    found = body(client, f"{page}?procedure={quote(words)}")
    assert first.dossier.code in found
    assert second.dossier.code not in found
    refused = body(client, f"{page}?outcome=refused")
    assert first.dossier.code not in refused
    assert second.dossier.code in refused
    assert "Không có dòng nào khớp" in body(client, f"{page}?in_time=no")
    assert "Không có dòng nào khớp" in body(client, f"{page}?procedure=khong+co+thu+tuc+nay")


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_follow_each_other_without_gap_or_repetition(dossier: Add, order: str) -> None:
    codes = [dossier(HEALTH).dossier.code for _ in range(103)]
    client, address = sign_in(Role.REFORM_OFFICE), f"{REPORT}{COMPLETED}/?order={order}"
    seen: list[str] = []
    while address:
        answer = client.get(address)
        seen += [row.dossier for row in answer.context["rows"]]
        address = answer.context["next"]
    assert seen == (codes if order == "oldest" else codes[::-1])


def test_excel_holds_the_rows_of_the_list(dossier: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {dossier(HEALTH).dossier.code for _ in range(3)}
    client = sign_in(Role.REFORM_OFFICE)
    rows = sheet(client, f"{REPORT}{COMPLETED}/danh-sach.xlsx")
    head = next(row for row in rows if "Mã hồ sơ" in row)
    place = head.index("Mã hồ sơ")
    assert {row[place] for row in rows[rows.index(head) + 1 :]} == codes
    monkeypatch.setattr("dunghen.statistics.views.LIMIT", 2)
    assert "chỉ chứa 2 dòng" in str(sheet(client, f"{REPORT}{COMPLETED}/danh-sach.xlsx")[-1])


def sheet(client: Client, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_text_never_becomes_a_formula() -> None:
    file = BytesIO()
    [name] = columns(["content"])
    excel.write_rows(file, ["=1+1"], [name], [{"content": "=2+2"}], 10)
    rows = CalamineWorkbook.from_filelike(BytesIO(file.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "=1+1"
    assert rows[-1][0] == "=2+2"


def test_two_moments_stand_side_by_side(dossier: Add) -> None:
    dossier(HEALTH)
    late(dossier, known_from="2024-06-20T08:00")
    client = sign_in(Role.REFORM_OFFICE)
    answer = client.get(f"{REPORT}?form=3&compare=2024-06-01")
    line = next(line for line in answer.context["lines"] if line.row.code == COMPLETED)
    assert (line.value, line.beside, line.change) == ("2", "1", "+1")
    rate = next(line for line in answer.context["lines"] if line.row.code == RATE)
    assert (rate.beside, rate.change) == ("100,00", "−50,00 điểm phần trăm")
    before = body(client, f"{REPORT}{COMPLETED}/?known_at=2024-06-01")
    assert "00:00 02/06/2024" in before
    assert "1 dòng" in before


def test_two_periods_stand_side_by_side(dossier: Add) -> None:
    report = Report.objects.get(code="2024-H1")
    window = {"window_from": vn("2023-12-15T00:00"), "window_to": vn("2024-03-01T00:00")}
    Report.objects.create(code="2024-Q1", name="Quý I năm 2024", unit=report.unit, **window)
    dossier(HEALTH, resolved_at=vn("2024-02-01T08:00"), received_at=vn("2024-01-30T08:00"))
    dossier(HEALTH)
    answer = sign_in(Role.REFORM_OFFICE).get(f"{REPORT}?form=3&against=2024-Q1")
    line = next(line for line in answer.context["lines"] if line.row.code == COMPLETED)
    assert (line.value, line.beside, answer.context["beside_name"]) == ("2", "1", "Quý I năm 2024")


def test_findings_and_reasons_stand_beside_their_figures() -> None:
    page = body(sign_in(Role.REFORM_OFFICE), f"{REPORT}?form=6")
    assert "Số liệu không khớp" in page
    assert re.search(r'<a href="(/bao-cao/2024-H1/B4\.1\.5/[^"]*)" title="[^"]+">B4\.1\.5</a> = 527', page)
    asked = view("2024-H1", today=TODAY)
    explained = Published.objects.exclude(reason="").filter(cell__in=asked.rows).order_by("cell")[0]
    form = next(form for form in asked.forms if any(row.code == explained.cell for row in form.rows))
    assert escape(explained.reason) in body(sign_in(Role.LEADER), f"{REPORT}?form={form.form}")
    assert escape(explained.reason) in body(sign_in(Role.CITY_ADMIN), f"{REPORT}{quote(explained.cell)}/")


def test_units_share_a_figure_and_what_is_divided_stays_unallotted(dossier: Add) -> None:
    dossier(HEALTH)
    answer = sign_in(Role.REFORM_OFFICE).get(f"{REPORT}{COMPLETED}/?tab=units")
    assert {share.unit.key: share.value for share in answer.context["shares"]} == {
        "ct-thanh-pho": "1",
        HEALTH: "1",
    }
    unnamed = Unit.objects.get(kind=UnitKind.NOT_NAMED, level="department").key
    dossier(unnamed)
    cache.clear()
    answer = sign_in(Role.LEADER).get(f"{REPORT}{COMPLETED}/?tab=units&map=today")
    assert [(share.value, share.unallotted) for share in answer.context["shares"]] == [("2", "1"), ("1", "")]
    assert "Chưa phân bổ" in answer.content.decode()


def test_a_unit_of_today_opens_by_todays_map(dossier: Add) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REPORTING_OFFICER, f"{HEALTH}-2025-07")
    answer = client.get(f"{REPORT}{COMPLETED}/")
    assert (answer.context["asked"].which, answer.context["line"].value) == ("today", "1")


def test_figures_are_kept_until_counted_anew_and_rows_agree_with_them(dossier: Add) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    page = client.get(f"{REPORT}{COMPLETED}/")
    assert (page.context["line"].value, len(page.context["rows"])) == ("1", 1)
    dossier(HEALTH)
    assert client.get(f"{REPORT}{COMPLETED}/").context["line"].value == "1"
    again = client.post(f"{REPORT}?form=3")
    assert again.status_code == 302
    page = client.get(f"{REPORT}{COMPLETED}/")
    assert (page.context["line"].value, len(page.context["rows"])) == ("2", 2)


@pytest.mark.parametrize(
    "address",
    ["khong-co/", "2024-H1/B9.9/", "2024-H1/?form=9", f"2024-H1/{COMPLETED}/?after=x"],
)
def test_what_is_not_there_is_not_found(dossier: Add, address: str) -> None:
    assert sign_in(Role.REFORM_OFFICE).get(f"/bao-cao/{address}").status_code == WITHHELD


@pytest.mark.parametrize(
    ("day", "kept"),
    [
        ("2999-01-01", "01/01/2999"),
        ("hôm qua", "hôm qua"),
        ("0001-01-01", "01/01/0001"),
        ("31/12/9999", "31/12/9999"),
        ("30/2/2024", "30/2/2024"),
    ],
)
def test_a_wrong_day_is_answered_beside_its_field_and_kept(day: str, kept: str) -> None:
    page = body(sign_in(Role.REFORM_OFFICE), f"{REPORT}?known_at={quote(day)}")
    assert f'value="{kept}"' in page
    assert 'aria-invalid="true"' in page
    assert "<span>Số liệu như đã biết tại: " in page


def test_a_day_is_taken_as_it_is_typed_and_shown_day_first() -> None:
    client = sign_in(Role.REFORM_OFFICE)
    for day in ("2024-06-01", "01/06/2024", "1/6/2024"):
        page = body(client, f"{REPORT}?known_at={day}")
        assert 'value="01/06/2024"' in page
        assert "Số liệu như đã biết lúc 00:00 02/06/2024" in page


@pytest.mark.parametrize("address", ["?form=3", f"{COMPLETED}/", f"{RATE}/", f"{COMPLETED}/?tab=units"])
def test_three_rows_cost_the_queries_of_one(dossier: Add, address: str) -> None:
    client = sign_in(Role.REFORM_OFFICE)

    def cost() -> int:
        cache.clear()
        client.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{REPORT}{address}").status_code == 200
        return len(queries)

    dossier(HEALTH)
    one = cost()
    dossier("ct-so-tu-phap")
    dossier(DISTRICT, other_procedure=True, level="department")
    assert cost() == one


def test_the_list_of_reports_costs_the_same_for_one_and_three() -> None:
    client = sign_in(Role.LEADER)
    own = Report.objects.get(code="2024-H1")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/bao-cao/").status_code == 200
        return len(queries)

    one = cost()
    for code in ("2024-Q1", "2023"):
        window = {"window_from": own.window_from, "window_to": own.window_to}
        Report.objects.create(code=code, name=code, unit=own.unit, **window)
    assert cost() == one


def test_a_list_is_counted_no_further_than_told(dossier: Add) -> None:
    for _ in range(5):
        dossier(HEALTH)
    found = trace(view("2024-H1", today=TODAY), RATE)
    assert (found.size(100), found.size(3)) == (5, 3)


def test_a_query_leaves_out_what_is_empty() -> None:
    assert query({"unit": "", "map": "today"}, {"form": "3"}) == "?map=today&form=3"
    assert query({}) == "?"
