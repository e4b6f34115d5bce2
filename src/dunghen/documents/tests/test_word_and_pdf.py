"""Word and PDF say what the document says, in the measures of NĐ 30/2020/NĐ-CP."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from pypdf import PdfReader

from dunghen.documents.layout import dated, long_date, number_line
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.model import (
    Annex,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.documents.numbers import figure, in_prose, letter
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word

MARKS = "Ẳ Ẵ Ặ Ấ Ầ Ẩ Ẫ Ậ Ẻ Ẽ Ẹ Ế Ề Ể Ễ Ệ Ỉ Ị Ỏ Ọ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ủ Ụ Ứ Ừ Ử Ữ Ự Ỳ Ỷ Ỹ Ỵ Đ"
COLUMNS = (
    Column("STT", 1, "center"),
    Column("Chỉ tiêu", 4),
    Column("Đơn vị tính", 2, "center", "Kết quả"),
    Column("Số liệu", 2, "right", "Kết quả"),
)
ROWS = (
    TableRow(("I", "Một nhóm"), bold=True, spanning=True),
    TableRow(("1.", "Hai dòng\ntrong một ô", "Hồ sơ", "86.643")),
    TableRow(("2.", "Không đọc được"), italic=True, spanning=True),
    *(TableRow((f"{place}.", "Dòng", "%", "51,43")) for place in range(3, 60)),
)
TABLE = Table("Bảng thử", COLUMNS, ROWS)


def document(*, name: str = "") -> Document:
    return Document(
        letterhead=Letterhead(
            agency=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ MẪU"),
            place="Mẫu",
            number="03/BC-UBND",
            day=date(2024, 2, 8),
        ),
        title=Title("BÁO CÁO", "Kết quả công tác"),
        body=(Heading(1, "I. PHẦN MỘT"), Paragraph(f"a) {MARKS} {MARKS.lower()}")),
        closing=(Paragraph("Trên đây là báo cáo./."),),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN",), "CHỦ TỊCH", ("Sở Mẫu", "Lưu: VT"), name),
        annexes=(
            Annex("Phụ lục I", "BẢNG RỘNG", "(Kèm theo)", (TABLE,), landscape=True),
            Annex("Phụ lục II", "BẢNG HẸP", "(Kèm theo)", (Heading(2, "Biểu mẫu 1", centred=True), TABLE)),
        ),
    )


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return docx.Document(BytesIO(to_word(document())))


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(BytesIO(to_pdf(document())))


def millimetres(*lengths: Length | None) -> list[int]:
    return [round(length.mm) for length in lengths if length is not None]


def test_pages_have_the_size_and_margins_of_the_decree(word: WordDocument) -> None:
    for section, landscape in zip(word.sections, (False, True, False), strict=True):
        assert millimetres(section.page_width, section.page_height) == (
            [297, 210] if landscape else [210, 297]
        )
        assert section.orientation == (WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert millimetres(*margins) == [20, 20, 30, 20]


def test_the_first_page_alone_has_no_number(word: WordDocument, pdf: PdfReader) -> None:
    first, *rest = word.sections
    assert first.different_first_page_header_footer
    assert not any(section.different_first_page_header_footer for section in rest)
    assert all(section.header.is_linked_to_previous for section in rest)
    number = first.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert [page.extract_text().split()[0] for page in pdf.pages[1:]] == [
        str(place) for place in range(2, len(pdf.pages) + 1)
    ]
    assert pdf.pages[0].extract_text().startswith("ỦY BAN")


def test_one_typeface_for_every_script_and_justified_text(word: WordDocument) -> None:
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = word.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "Times New Roman"
        }
        assert not [key for key in fonts.attrib if "heme" in key]
    body = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("a)"))
    assert body.style is not None
    shape = body.style.paragraph_format
    assert (shape.alignment, shape.space_after) == (WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(6))
    assert round(shape.first_line_indent.mm, 1) == 12.7


def test_the_letterhead_and_the_signature_stand_where_they_belong(word: WordDocument) -> None:
    head = word.tables[0]
    assert head.cell(0, 0).text.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ MẪU"]
    assert head.cell(0, 1).text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    assert (head.cell(1, 0).text, head.cell(1, 1).text) == (
        "Số: 03/BC-UBND",
        "Mẫu, ngày 08 tháng 02 năm 2024",
    )
    assert head.cell(1, 1).paragraphs[0].runs[0].italic
    signature = word.tables[1]
    assert signature.cell(0, 0).text == "Nơi nhận:\n- Sở Mẫu;\n- Lưu: VT."
    assert signature.cell(0, 1).text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(ký, ghi rõ họ tên)"
    last = next(paragraph for paragraph in word.paragraphs if paragraph.text.endswith("./."))
    assert last.paragraph_format.keep_with_next


def test_a_signed_document_shows_the_name() -> None:
    signed = docx.Document(BytesIO(to_word(document(name="Người Ký Mẫu"))))
    assert signed.tables[1].cell(0, 1).text.endswith("Người Ký Mẫu")
    assert "Người Ký Mẫu" in PdfReader(BytesIO(to_pdf(document(name="Người Ký Mẫu")))).pages[0].extract_text()


def test_tables_repeat_their_header_and_have_borders(word: WordDocument) -> None:
    for table in word.tables[2:]:
        assert table.style is not None
        assert table.style.name == "Table Grid"
        headers = [row for row in table.rows if row._tr.xpath("w:trPr/w:tblHeader")]
        assert len(headers) == 2
        assert [cell.text for cell in headers[0].cells] == ["STT", "Chỉ tiêu", "Kết quả", "Kết quả"]
        assert [cell.text for cell in headers[1].cells][2:] == ["Đơn vị tính", "Số liệu"]
        assert [cell.text for cell in table.rows[3].cells] == [
            "1.",
            "Hai dòng\ntrong một ô",
            "Hồ sơ",
            "86.643",
        ]
        assert len({cell._tc for cell in table.rows[2].cells}) == 2  # a spanning row
        order = [child.tag for child in table._tbl.tblPr]
        assert (
            order.index(qn("w:tblCellMar")) < order.index(qn("w:tblLook")) < order.index(qn("w:tblCaption"))
        )


def test_the_pdf_is_tagged_and_for_keeping(pdf: PdfReader) -> None:
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower() == "vi-vn"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Báo cáo kết quả công tác"


def test_the_pdf_says_the_same_with_every_mark(pdf: PdfReader) -> None:
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert MARKS in text
    assert MARKS.lower() in text
    for said in (
        "Số: 03/BC-UBND",
        "I. PHẦN MỘT",
        "86.643",
        "Phụ lục II",
        "(ký, ghi rõ họ tên)",
        "- Lưu: VT.",
    ):
        assert said in text
    pages: list[Any] = list(pdf.pages)
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()
    }
    assert all("LibertinusSerif" in font for font in fonts)
    assert pdf.pages[1].mediabox.width > pdf.pages[1].mediabox.height


def test_the_same_document_gives_the_same_pdf() -> None:
    assert to_pdf(document()) == to_pdf(document())


@pytest.mark.parametrize(
    ("value", "rate", "table", "prose"),
    [
        (1850, False, "1.850", "1.850"),
        (6, False, "6", "06"),
        (0, False, "0", "0"),
        (Decimal("51.43"), True, "51,43", "51,43"),
        (Decimal("99.9"), True, "99,90", "99,90"),
        (Decimal("100.00"), True, "100", "100"),
        (Decimal(5), True, "5", "5"),
        (Decimal("35.1"), False, "35,1", "35,1"),
        (5016210, False, "5.016.210", "5.016.210"),
        (None, False, "", "…"),
    ],
)
def test_numbers_are_written_as_officials_do(
    value: int | Decimal | None, rate: bool, table: str, prose: str
) -> None:
    assert figure(value, rate=rate) == table
    assert in_prose(value, rate=rate) == prose


def test_points_follow_the_vietnamese_alphabet() -> None:
    assert "".join(map(letter, range(9))) == "abcdđeghi"


def test_days_and_numbers_leave_a_gap_where_they_are_not_given() -> None:
    assert long_date(date(2024, 6, 10)) == "ngày 10 tháng 6 năm 2024"
    assert dated("Mẫu", None).split() == ["Mẫu,", "ngày", "tháng", "năm"]
    assert number_line("").endswith("/")


def test_a_letterhead_is_read_from_its_file(root: Path) -> None:
    issuer = read_issuer(root / "packs" / "cantho" / "letterhead.toml")
    assert issuer.agency == ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ")
    assert issuer.signature.recipients[-1] == "Lưu: VT"
    assert not issuer.signature.name


def test_a_subject_of_any_length_makes_a_document() -> None:
    long = replace(document(), title=Title("BÁO CÁO", "Kết quả thực hiện " * 40))
    made = docx.Document(BytesIO(to_word(long)))
    assert made.core_properties.title.startswith("Báo cáo kết quả thực hiện")
    assert long.title.subject in [paragraph.text for paragraph in made.paragraphs]


def test_an_official_letter_says_what_it_is_about_under_its_number_and_cites_in_footnotes() -> None:
    cited = ["Công văn số 1/SNV ngày 30/10/2024", "Công văn số 2/SNV ngày 31/10/2024"]
    letter_ = replace(
        document(),
        title=Title("", "đôn đốc thực hiện nhiệm vụ"),
        body=tuple(Paragraph(f"Nội dung {place}.", footnote=note) for place, note in enumerate(cited, 1)),
    )
    made = docx.Document(BytesIO(to_word(letter_)))
    assert "V/v đôn đốc thực hiện nhiệm vụ" in made.tables[0].cell(1, 0).text
    (notes,) = (part for part in made.part.package.iter_parts() if part.partname.endswith("footnotes.xml"))
    said = notes.blob.decode()
    assert [note in said for note in cited] == [True, True]
    marks = made.element.body.findall(f".//{qn('w:footnoteReference')}")
    assert [mark.get(qn("w:id")) for mark in marks] == ["1", "2"]
    text = " ".join(PdfReader(BytesIO(to_pdf(letter_))).pages[0].extract_text().split())
    assert all(note in text for note in cited)
    assert "V/v đôn đốc thực hiện nhiệm vụ" in text
    assert "BÁO CÁO" not in text
