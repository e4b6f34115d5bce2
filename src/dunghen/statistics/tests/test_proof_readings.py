"""Old reports: the printed forms read, confirmed by a person, declared with their source; counts stay."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.cache import cache

from dunghen.documents.word import to_word
from dunghen.org.models import Person
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in, signed_in
from dunghen.statistics.compile import Compiled, Number, compile_report
from dunghen.statistics.models import CellReading, Declaration, ProofRun, Report
from dunghen.statistics.paper.report import report_document
from dunghen.statistics.proofs import actions
from dunghen.statistics.proofs.readings import Confirmed, confirm, last_reading, read_cells
from dunghen.statistics.proofs.rules import Refused
from dunghen.statistics.tests.conftest import TODAY, Add
from dunghen.statistics.tests.test_proofs import sample
from dunghen.statistics.view import view

DECLARED, COUNTED = "B1.1", "B3.3.1.1"
Value = Callable[..., "Number | None"]


@pytest.fixture
def by(db: None) -> Person:
    cache.clear()
    return sample("doc", Role.REFORM_OFFICE)


@pytest.fixture
def report(by: Person) -> Report:
    return Report.objects.get(code="2024-H1")


@pytest.fixture
def run(dossier: Add, report: Report, by: Person) -> ProofRun:
    """The exported report, taken for an old one."""
    dossier()
    asked = view("2024-H1", today=TODAY)
    file = to_word(report_document(asked, compile_report("2024-H1", today=TODAY)))
    return actions.take(file, "bao-cao-cu.docx", by)


def confirmed(run: ProofRun, report: Report, code: str, value: str) -> Confirmed:
    cell = next(cell for cell in read_cells(run, report) if cell.code == code)
    return Confirmed(cell, Decimal(value))


def test_a_confirmed_cell_is_declared_with_its_source(
    run: ProofRun, report: Report, by: Person, value: Value
) -> None:
    before = Declaration.objects.get(report=report, cell=DECLARED, known_to=None)
    confirm(run, report, [confirmed(run, report, DECLARED, "46")], by=by, seen=0)
    now = Declaration.objects.get(report=report, cell=DECLARED, known_to=None)
    before.refresh_from_db()
    assert before.known_to == now.known_from
    assert value(DECLARED) == 46
    assert "bao-cao-cu.docx" in now.source
    assert "Mẫu doc" in now.source
    reading = CellReading.objects.get()
    assert (reading.printed, int(reading.value)) == ("45", 46)
    assert (reading.by, reading.declaration) == (by, now)


def test_what_is_declared_already_is_only_noted(run: ProofRun, report: Report, by: Person) -> None:
    confirm(run, report, [confirmed(run, report, DECLARED, "45")], by=by, seen=0)
    assert Declaration.objects.filter(report=report, cell=DECLARED).count() == 1
    assert CellReading.objects.count() == 1


def test_a_counted_figure_stays_counted(run: ProofRun, report: Report, by: Person, value: Value) -> None:
    counted = value(COUNTED)
    confirm(run, report, [confirmed(run, report, COUNTED, "999")], by=by, seen=0)
    assert value(COUNTED) == counted != 999


def test_two_who_confirm_at_once(run: ProofRun, report: Report, by: Person) -> None:
    one = confirmed(run, report, DECLARED, "46")
    confirm(run, report, [one], by=by, seen=0)
    with pytest.raises(Refused):
        confirm(run, report, [one], by=by, seen=0)
    confirm(run, report, [one], by=by, seen=last_reading(report))
    assert CellReading.objects.count() == 2


def test_the_page_shows_the_cells_beside_the_text_and_takes_what_is_chosen(
    run: ProofRun, report: Report, by: Person, compiled: Callable[..., Compiled]
) -> None:
    client, here = signed_in(by), f"/ra-soat/{run.pk}/bieu-mau/?report=2024-H1&form=1"
    text = client.get(here).content.decode()
    assert "Số văn bản chỉ đạo CCHC" in text
    assert f'name="{DECLARED}" value="45"' in text
    nothing = client.post(here, {"seen": 0, DECLARED: "46"})
    assert (nothing.status_code, "Chọn ít nhất một dòng" in nothing.content.decode()) == (409, True)
    wrong = client.post(here, {"seen": 0, "confirm": [DECLARED, "B1.5.2"], DECLARED: "4x6", "B1.5.2": "4"})
    assert (wrong.status_code, "4x6" in wrong.content.decode()) == (409, True)
    assert not CellReading.objects.exists()
    assert client.post(here, {"seen": 0, "confirm": DECLARED, DECLARED: "1.046"}).status_code == 302
    assert next(cell.value for cell in compiled().cells if cell.code == DECLARED) == 1046
    after = client.get(here).content.decode()
    assert "Mẫu doc xác nhận 1.046" in after
    assert "Đã ghi nhận 1 số liệu" in after


def test_who_may_not_see_the_figures_of_a_period_reads_no_form_of_it(run: ProofRun) -> None:
    unit = sample("rieng", Role.REPORTING_OFFICER, "ct-so-y-te")
    own = actions.take(bytes(run.content), run.name, unit)
    client = signed_in(unit)
    answer = client.get(f"/ra-soat/{own.pk}/bieu-mau/?report=2024-H1")
    assert "Chọn kỳ báo cáo" in answer.content.decode()
    assert 'id="cells"' not in answer.content.decode()
    client.post(f"/ra-soat/{own.pk}/bieu-mau/?report=2024-H1", {"confirm": DECLARED, DECLARED: "1"})
    assert not CellReading.objects.exists()


def test_a_document_without_forms_says_so(by: Person, report: Report) -> None:
    run = actions.take(b"Khong co bieu mau nao.", "ngan.txt", by)
    page = sign_in(Role.LEADER).get(f"/ra-soat/{run.pk}/bieu-mau/?report=2024-H1").content.decode()
    assert "Không thấy biểu mẫu nào" in page


PLAN = """
| STT | Nhiệm vụ cụ thể | Sản phẩm | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Kết quả |
| --- | --- | --- | --- | --- | --- | --- |
| 1. Xác định Chỉ số CCHC | Quyết định | Sở Nội vụ | Các sở | Quý I/2024 | Đã thực hiện |
| 2. Khảo sát sự hài lòng | Báo cáo | Sở Nội vụ | Các sở | Trong năm 2024 | Đang triển khai thực hiện |
"""


def test_the_table_of_the_plan_is_shown_and_gives_no_figure(report: Report, by: Person) -> None:
    run = actions.take(PLAN.encode(), "ke-hoach.md", by)
    client, here = signed_in(by), f"/ra-soat/{run.pk}/bieu-mau/?report=2024-H1"
    page = client.get(here).content.decode()
    assert "Khảo sát sự hài lòng" in page
    assert "Đang triển khai thực hiện" in page
    assert 'name="confirm"' not in page
    assert client.post(here, {"seen": 0, "confirm": "plan.1", "plan.1": "1"}).status_code == 409
    assert not CellReading.objects.exists()


def test_only_the_reform_office_and_who_reports_confirm(run: ProofRun, report: Report) -> None:
    here, told = (
        f"/ra-soat/{run.pk}/bieu-mau/?report=2024-H1",
        {"seen": 0, "confirm": DECLARED, DECLARED: "46"},
    )
    for role in (Role.LEADER, Role.INSPECTORATE, Role.FIELD_LEAD, Role.CITY_ADMIN):
        client = sign_in(role)
        assert "Xác nhận các dòng đã chọn" not in client.get(here).content.decode()
        assert client.post(here, told).status_code == 403
    assert not CellReading.objects.exists()
    office = sign_in(Role.REFORM_OFFICE, "ct-so-noi-vu")
    assert "Xác nhận các dòng đã chọn" in office.get(here).content.decode()
    assert office.post(here, told).status_code == 302
    assert CellReading.objects.exists()


def test_how_often_a_row_is_printed_is_told(run: ProofRun, by: Person) -> None:
    twice = actions.take(f"{run.text}\n\n{run.text}".encode(), "hai-lan.md", by)
    page = signed_in(by).get(f"/ra-soat/{twice.pk}/bieu-mau/?report=2024-H1&form=1").content.decode()
    assert "lần in như nhau" in page
