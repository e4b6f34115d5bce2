"""Forms of the one-stop say the same in PDF and Word, on the sheet that is asked for."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from pypdf import PdfReader

from dunghen.documents.form import Code, Fact, Form, Items, Lead, Sheet, Signer
from dunghen.documents.form_pdf import drawing, form_to_pdf
from dunghen.documents.form_word import form_to_word
from dunghen.documents.model import Column, Letterhead, Paragraph, Table, TableRow

SIZES: dict[Sheet, tuple[int, int]] = {"A5": (148, 210), "A4": (210, 297), "A4 ngang": (297, 210)}


def form(**changed: Any) -> Form:
    said: dict[str, Any] = {
        "letterhead": Letterhead(
            agency=("BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ"),
            superior="UBND PHƯỜNG MẪU",
            place="Mẫu",
            number="31/TNHS",
            day=date(2024, 3, 14),
        ),
        "title": "GIẤY TIẾP NHẬN",
        "under_title": ("Mã hồ sơ: H13-240314-0001",),
        "reference": "Mẫu số 01",
        "blocks": (
            Fact("Tiếp nhận hồ sơ của", "Người Mẫu"),
            Fact("Email"),
            Lead("Thành phần gồm:"),
            Items(("Tờ khai", "Bản sao")),
            Paragraph("Một đoạn."),
            Table("Bảng", (Column("STT", 1), Column("Việc", 4)), (TableRow(("1", "Giao")),)),
        ),
        "signers": (Signer(("NGƯỜI NỘP",)), Signer(("NGƯỜI NHẬN",), "Trần Mẫu")),
        "notes": ("Lập thành 02 liên.",),
        "code": Code("H13-240314-0001", "Mã QR"),
    }
    return Form(**(said | changed))


def pdf_of(made: Form) -> PdfReader:
    return PdfReader(BytesIO(form_to_pdf(made)))


def word_of(made: Form) -> WordDocument:
    return docx.Document(BytesIO(form_to_word(made)))


def words(made: Form) -> tuple[str, str]:
    """All that stands in the PDF and in the Word file, in single spaces."""
    paper = " ".join(page.extract_text() for page in pdf_of(made).pages)
    word = word_of(made)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    read = [one.text for one in word.paragraphs] + cells
    return " ".join(paper.split()), " ".join(" ".join(read).split())


@pytest.mark.parametrize(("sheet", "size"), SIZES.items())
def test_the_sheet_is_the_one_asked_for(sheet: Sheet, size: tuple[int, int]) -> None:
    made = form(sheet=sheet)
    box = pdf_of(made).pages[0].mediabox
    assert (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)) == size
    section = word_of(made).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size


def test_both_say_all_of_it() -> None:
    for text in words(form()):
        for said in (
            *("UBND PHƯỜNG MẪU", "Số: 31/TNHS", "Mẫu, ngày 14 tháng 3 năm 2024", "GIẤY TIẾP NHẬN"),
            *("Mã hồ sơ: H13-240314-0001", "Tiếp nhận hồ sơ của: Người Mẫu", "Email: ....", "1. Tờ khai"),
            *("2. Bản sao", "Một đoạn.", "NGƯỜI NỘP", "(ký, ghi rõ họ tên)", "Trần Mẫu", "02 liên", "Giao"),
        ):
            assert said in text, said


def test_the_papers_of_a_sample_say_so_on_every_page_and_no_others() -> None:
    long = (Items(tuple(f"Dòng {place}" for place in range(90))),)
    sample = pdf_of(form(sample=True, blocks=long))
    assert len(sample.pages) > 1
    for page in sample.pages:
        sizes: list[float] = []

        def note(text: str, _cm: Any, tm: Any, _font: Any, size: float, found: list[float] = sizes) -> None:
            if text.strip() == "MẪU":
                found.append(round(size * tm[0], 1))

        page.extract_text(visitor_text=note)
        assert 16.0 in sizes
    word = word_of(form(sample=True))
    for header in (word.sections[0].header, word.sections[0].first_page_header):
        (run,) = [run for run in header.paragraphs[0].runs if run.text == "MẪU"]
        assert run.bold
        assert run.font.size is not None
        assert run.font.size.pt == 16
    assert not any("MẪU" in text.replace("PHƯỜNG MẪU", "") for text in words(form()))


def test_one_signer_stands_beside_the_recipients() -> None:
    one = form(signers=(Signer(("CHỦ TỊCH",), "Lê Mẫu"),), recipients=("Như trên", "Lưu: VT"), code=None)
    for text in words(one):
        assert "- Như trên; - Lưu: VT." in text
        assert "Lê Mẫu" in text
    table = word_of(one).tables[-1]
    assert table.cell(0, 0).text.startswith("Nơi nhận:")
    assert table.cell(0, 1).text.startswith("CHỦ TỊCH")


def test_what_has_no_number_shows_no_gap_for_one() -> None:
    for text in words(form(numbered=False)):
        assert "Số:" not in text


def test_the_pdf_is_for_keeping_and_the_same_each_time() -> None:
    root: Any = pdf_of(form()).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_data().decode()
    assert form_to_pdf(form()) == form_to_pdf(form())


def test_a_code_is_drawn_of_its_own_text() -> None:
    assert drawing(Code("a", "")) == drawing(Code("a", ""))
    assert drawing(Code("a", "")) != drawing(Code("b", ""))
    assert word_of(form()).inline_shapes[0]._inline.docPr.get("descr") == "Mã QR"
