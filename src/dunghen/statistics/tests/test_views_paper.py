"""The report as a file from its page: of whom, of what unit, and that it holds the page's figures."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.statistics.tests.conftest import Add

REPORT = "/bao-cao/2024-H1/"
HEALTH, DISTRICT = "ct-so-y-te", "ct-quan-cai-rang"
KINDS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_offers_the_report_as_a_file(dossier: Add, kind: str) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    assert f"{REPORT}bao-cao.{kind}?" in client.get(REPORT).content.decode()
    answer = client.get(f"{REPORT}bao-cao.{kind}")
    assert answer["Content-Disposition"] == f'attachment; filename="2024-H1.{kind}"'
    assert answer.content.startswith(KINDS[kind])


def test_a_file_holds_the_figures_of_the_moment_its_page_shows(dossier: Add) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    page = client.get(f"{REPORT}?form=3")
    dossier(HEALTH)
    word = docx.Document(BytesIO(client.get(f"{REPORT}bao-cao.docx").content))
    figures = {row.cells[0].text: row.cells[3].text for row in word.tables[-5].rows}
    assert figures["3.1.1."] == "1"
    assert ">1</a>" in page.content.decode()


def test_word_and_pdf_are_of_the_unit_that_reports(dossier: Add) -> None:
    dossier(HEALTH)
    client = sign_in(Role.REFORM_OFFICE)
    assert "bao-cao.docx" not in client.get(f"{REPORT}?unit={HEALTH}").content.decode()
    for kind, status in {"docx": 404, "pdf": 404, "xlsx": 200, "odt": 404}.items():
        assert client.get(f"{REPORT}bao-cao.{kind}?unit={HEALTH}").status_code == status
    assert sign_in(Role.REPORTING_OFFICER, HEALTH).get(f"{REPORT}bao-cao.docx").status_code == 404


def test_links_of_a_workbook_lead_to_this_site_and_the_same_question(dossier: Add) -> None:
    dossier(DISTRICT)
    client = sign_in(Role.REPORTING_OFFICER, DISTRICT)
    answer = client.get(f"{REPORT}bao-cao.xlsx?unit={DISTRICT}&known_at=01/06/2024")
    with ZipFile(BytesIO(answer.content)) as file:
        links = file.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    asked = f"?unit={DISTRICT}&amp;known_at=2024-06-01"
    assert f"http://testserver{REPORT}B3.3.1.1/{asked}" in links
    assert client.get(f"{REPORT}B3.3.1.1/{asked}".replace("&amp;", "&")).status_code == 200
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(2).to_python()
    assert "quận Cái Răng" in str(lines[1][0])
