"""The exported report, read back: Word, Excel and PDF hold the compiled cells."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from dunghen.cli.errors import BadInput
from dunghen.cli.report_export import export_report
from dunghen.core.paths import PACKS
from dunghen.documents.model import Heading
from dunghen.documents.word import to_word
from dunghen.statistics.compile import Cell, Compiled, Number, compile_report
from dunghen.statistics.forms import NARRATIVE
from dunghen.statistics.paper.cells import SAMPLE, PaperError, figures
from dunghen.statistics.paper.narrative import CODE, Narrative
from dunghen.statistics.paper.report import report_document
from dunghen.statistics.paper.workbook import COLUMNS, HEAD, to_workbook
from dunghen.statistics.tests.conftest import TODAY, Add, vn
from dunghen.statistics.view import View, view
from dunghen.supervision.models import TaskStatus, TaskVersion

NARRATIVE_FILE = PACKS / "cantho" / "reports" / "2024-H1-narrative.toml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(dossier: Add) -> View:
    """The report with a few dossiers, one of them late."""
    for _ in range(3):
        dossier()
    dossier("ct-quan-ninh-kieu", due_at=dossier().received_at)
    return view("2024-H1", today=TODAY)


@pytest.fixture
def compiled(asked: View) -> Compiled:
    return compile_report("2024-H1", today=TODAY)


@pytest.fixture
def cells(compiled: Compiled) -> dict[str, Cell]:
    return {cell.code: cell for cell in compiled.cells}


@pytest.fixture
def word(asked: View, compiled: Compiled) -> WordDocument:
    return docx.Document(BytesIO(to_word(report_document(asked, compiled))))


def number(text: str) -> Decimal | None:
    """A printed figure as a number again."""
    return Decimal(text.replace(".", "").replace(",", ".")) if text else None


def as_read(value: Number | None) -> float | str:
    """A cell as a workbook gives it back."""
    return "" if value is None else float(value)


def test_the_seven_tables_hold_the_cells(asked: View, cells: dict[str, Cell], word: WordDocument) -> None:
    forms = [form for form in asked.forms if form.form != NARRATIVE]
    tables = word.tables[-7:]
    assert [form.form for form in forms] == [1, 2, 3, 4, 5, 6, 7]
    for form, table in zip(forms, tables, strict=True):
        rows = [row for row in form.rows if not row.extra]
        printed = [[cell.text for cell in row.cells] for row in list(table.rows)[2:]]
        assert len(printed) == len(rows)
        for row, (stt, label, unit, value, _) in zip(rows, printed, strict=True):
            assert (stt, label, unit) == (row.stt, row.label, row.unit)
            expected = cells[row.code].value if row.code in cells else None
            assert number(value) == expected, row.code
    assert cells["B3.3.1.1"].value == 4
    assert "Cấp thành phố: 34; cấp huyện: 10" in [row.cells[4].text for row in tables[5].rows]


def test_the_plan_lists_its_tasks_and_what_cannot_be_read(word: WordDocument) -> None:
    assert [section.orientation for section in word.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    rows = [[cell.text for cell in row.cells] for row in list(word.tables[2].rows)[1:]]
    tasks = {row[0]: row for row in rows if row[0].endswith(".")}
    assert len(tasks) == 35
    for task in TaskVersion.objects.filter(known_to=None):
        row = tasks[f"{task.number}."]
        if task.illegible:
            assert row[1] == (task.note or TaskStatus.UNKNOWN.label)
        else:
            assert (row[1], row[3]) == (task.content, ", ".join(task.leads))
            assert row[6].split("\n")[0] == TaskStatus(task.status).label
    assert "- Số 22/BC-UBND ngày 22/01/2024" in tasks["1."][6]
    text = [paragraph.text for paragraph in word.paragraphs]
    assert "Kết quả đạt 18/35 nhiệm vụ, đạt 51,43%" in text


def test_the_narrative_has_its_four_parts_and_figures_from_cells(
    asked: View, compiled: Compiled, word: WordDocument
) -> None:
    headings = [block.text for block in report_document(asked, compiled).body if isinstance(block, Heading)]
    assert [text.split(".")[0] for text in headings if text[0] in "IV"] == ["I", "II", "III", "IV"]
    assert len([text for text in headings if text[0].isdigit()]) == 7 + 3
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Các sở, ngành giải quyết xong 04 hồ sơ, đúng hạn 04 hồ sơ, đạt 100%." in text
    assert "04 sở, ngành và 02 UBND cấp huyện" in text
    assert "104.756/150.594 hồ sơ, đạt 69,56%" in text
    assert not CODE.search(text)
    assert text.count("./.") == 1


def test_late_only_on_the_system_is_counted_and_names_its_units(dossier: Add) -> None:
    """Story 5.3: the sentence of III.3.a stands on dossiers, whatever a report has declared."""
    for unit, times in (("ct-quan-cai-rang", 2), ("ct-quan-ninh-kieu", 1)):
        for _ in range(times):
            dossier(unit, resolved_recorded_at=vn("2024-03-11T08:10"))
    asked, compiled = view("2024-H1", today=TODAY), compile_report("2024-H1", today=TODAY)
    text = " ".join(getattr(block, "text", "") for block in report_document(asked, compiled).body)
    assert "Ở cấp huyện, 03 hồ sơ trả kết quả đúng hạn nhưng trễ hạn trên hệ thống" in text
    assert "Cụ thể: UBND quận Ninh Kiều 01; UBND quận Cái Răng 02." in text


def test_every_section_of_part_two_takes_its_figures_from_cells(asked: View, compiled: Compiled) -> None:
    narrative = Narrative(NARRATIVE_FILE, figures(asked, compiled))
    for section in narrative.said["part"][1]["section"]:
        assert CODE.search("".join(section["points"])), section["title"]


def test_a_code_the_report_has_not_is_an_error(asked: View, compiled: Compiled, tmp_path: Path) -> None:
    path = tmp_path / "loi.toml"
    path.write_text('kind = "BÁO CÁO"\nsubject = "Thử"\nopening = "Có {B9.9} hồ sơ."\npart = []\n')
    with pytest.raises(PaperError, match=r"B9\.9"):
        Narrative(path, figures(asked, compiled)).blocks()
    with pytest.raises(PaperError, match=r"khong-co\.toml"):
        Narrative(tmp_path / "khong-co.toml", figures(asked, compiled))


def test_the_workbook_holds_the_cells_as_numbers(
    asked: View, compiled: Compiled, cells: dict[str, Cell]
) -> None:
    content = to_workbook(asked, compiled, "https://vi-du.example/")
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == [*(f"Biểu mẫu {place}" for place in range(1, 8)), "Phần lời"]
    for form, name in zip(asked.forms, book.sheet_names, strict=True):
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert tuple(lines[HEAD - 1]) == COLUMNS
        rows = [line for line in lines[HEAD:] if any(line[1:])]
        for row, line in zip(form.rows, rows, strict=True):
            assert line[1] == row.label
            if row.code in cells:
                assert line[3] == as_read(cells[row.code].value), row.code
                assert cells[row.code].published is None or line[4] == as_read(cells[row.code].published)


def test_each_counted_figure_links_to_its_rows(asked: View, compiled: Compiled) -> None:
    content = to_workbook(asked, compiled, "https://vi-du.example/")
    with ZipFile(BytesIO(content)) as file:
        links = file.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
        sheet = file.read("xl/worksheets/sheet3.xml").decode()
    assert "https://vi-du.example/bao-cao/2024-H1/B3.3.1.1/" in links
    counted = [cell for cell in compiled.cells if cell.code.startswith("B3.") and cell.origin == "counted"]
    assert links.count("/bao-cao/2024-H1/") == len(counted)
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet


def test_paper_says_that_its_dossiers_are_sample_data_when_any_is(asked: View, dossier: Add) -> None:
    def told() -> tuple[bool, bool]:
        compiled = compile_report("2024-H1", today=TODAY)
        word = docx.Document(BytesIO(to_word(report_document(asked, compiled))))
        book = CalamineWorkbook.from_filelike(BytesIO(to_workbook(asked, compiled, "https://vi-du.example/")))
        lines = [book.get_sheet_by_name(name).to_python()[1][0] for name in book.sheet_names]
        in_book = {SAMPLE in str(line) for line in lines}
        assert len(in_book) == 1
        return SAMPLE in [paragraph.text for paragraph in word.paragraphs], in_book.pop()

    assert told() == (False, False)
    dossier(sample=True, received_at=asked.window.end)
    dossier(sample=True, resolved_at=asked.window.start - timedelta(days=1))
    assert told() == (False, False)
    dossier(sample=True)
    assert told() == (True, True)


def test_the_command_writes_all_three(asked: View, tmp_path: Path) -> None:
    names = {kind: str(tmp_path / f"bao-cao.{kind}") for kind in ("docx", "xlsx", "pdf")}
    options = [word for kind, path in names.items() for word in (f"--{kind}", path)]
    result = CliRunner().invoke(export_report, ["2024-H1", *options], standalone_mode=False)
    assert result.return_value == 0, result.exception
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(names["pdf"]).pages).split())
    for said in ("137/BC-UBND", "9.718.095", "51,43%", "Biểu mẫu 7", "Bản nguồn mất dòng này"):
        assert said in text
    assert docx.Document(names["docx"]).core_properties.language == "vi-VN"


def test_bad_questions_are_bad_input(asked: View, tmp_path: Path) -> None:
    for options in ([], ["--pdf", str(tmp_path / "khong" / "co.pdf")]):
        result = CliRunner().invoke(export_report, ["2024-H1", *options], standalone_mode=False)
        assert isinstance(result.exception, BadInput)
    result = CliRunner().invoke(export_report, ["1999-H1", "--pdf", "x"], standalone_mode=False)
    assert isinstance(result.exception, BadInput)
