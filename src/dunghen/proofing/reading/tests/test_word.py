"""Word files: list marks, merged cells, notes, and what is no part of the text."""

from io import BytesIO
from unicodedata import is_normalized, normalize

import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from dunghen.proofing.reading import load, read
from dunghen.proofing.reading.numbering import counted
from dunghen.proofing.reading.tests.files import add_notes, refer, with_list, word


def text_of(data: bytes) -> str:
    return read(BytesIO(data), "bao-cao.docx")


def test_lists_keep_the_marks_that_word_only_shows() -> None:
    def write(document: WordDocument) -> None:
        item = with_list(document)
        for text, level in (
            ("Kết quả", 0),
            ("Thể chế", 1),
            ("Thủ tục", 1),
            ("Công bố", 2),
            ("Rà soát", 2),
            ("cấp tỉnh", 3),
            ("cấp xã", 4),
            ("Đánh giá", 0),
            ("Mặt được", 1),
        ):
            item(text, level)

    assert text_of(word(write)).split("\n") == [
        "I. Kết quả",
        "  I.1. Thể chế",
        "  I.2. Thủ tục",
        "    a) Công bố",
        "    b) Rà soát",
        "      - cấp tỉnh",
        "        - cấp xã",
        "II. Đánh giá",
        "  II.1. Mặt được",
    ]


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        (4, "upperRoman", "IV"),
        (90, "lowerRoman", "xc"),
        (3, "unknown", "3"),
    ],
)
def test_numbers_of_lists(number: int, kind: str, shown: str) -> None:
    assert counted(number, kind) == shown


def test_merged_cells_stand_once_and_columns_keep_their_place() -> None:
    def write(document: WordDocument) -> None:
        table = document.add_table(3, 4)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "STT"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "Kết quả"
        table.cell(1, 1).text, table.cell(1, 2).text = "Đơn vị | tính", "Số\nliệu"
        table.cell(2, 0).text, table.cell(2, 3).text = "1.", "86.643"

    assert text_of(word(write)) == "\n".join(
        ["| STT | Kết quả | | |", "| | Đơn vị ¦ tính | Số liệu | |", "| 1. | | | 86.643 |"]
    )


def test_what_is_left_in_a_cell_that_was_merged_away_is_not_shown() -> None:
    def write(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for at, text in enumerate(("1.850", "cấp tỉnh", "1.850", "cấp xã")):
            table.cell(at // 2, at % 2).text = text
        for cell, how in zip(table.columns[0].cells, ("restart", "continue"), strict=True):
            merged = f'<w:vMerge {nsdecls("w")} w:val="{how}"/>'
            cell._tc.get_or_add_tcPr().append(parse_xml(merged))

    assert text_of(word(write)) == "| 1.850 | cấp tỉnh |\n| | cấp xã |"


def test_a_table_in_a_cell_is_its_text() -> None:
    def write(document: WordDocument) -> None:
        cell = document.add_table(1, 2).cell(0, 1)
        cell.text = "gồm"
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "10", "20"

    assert text_of(word(write)) == "| | gồm 10 20 |"


def test_notes_follow_with_their_marks_and_typed_marks_are_raised() -> None:
    def write(document: WordDocument) -> None:
        paragraph = document.add_paragraph("thành lập 12")
        refer(paragraph, 7)
        paragraph.add_run(" đơn vị, kiện toàn 40/40")
        mark = paragraph.add_run("26")
        mark.font.superscript = True
        refer(paragraph, 9)
        add_notes(document, {7: "Thành lập (12).", 9: "Kiện toàn (40)."})

    assert text_of(word(write)) == (
        "thành lập 12¹ đơn vị, kiện toàn 40/40²⁶²\n\n¹ Thành lập (12).\n\n² Kiện toàn (40)."
    )


def test_headers_struck_text_and_field_codes_are_left_out() -> None:
    def write(document: WordDocument) -> None:
        document.sections[0].header.paragraphs[0].text = "TRANG 3"
        document.sections[0].footer.paragraphs[0].text = "chân trang"
        paragraph = document.add_paragraph("còn ")
        for xml in (
            "<w:del {ns}><w:r><w:delText>cũ 11</w:delText></w:r></w:del>",
            "<w:ins {ns}><w:r><w:t>mới 12</w:t></w:r></w:ins>",
            "<w:r {ns}><w:instrText>PAGE 99</w:instrText></w:r>",
            "<w:hyperlink {ns}><w:r><w:t> hồ sơ</w:t></w:r></w:hyperlink>",
        ):
            paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))

    assert text_of(word(write)) == "còn mới 12 hồ sơ"


def test_text_is_composed_across_runs_and_pieces_hold_it() -> None:
    def write(document: WordDocument) -> None:
        paragraph = document.add_paragraph(normalize("NFD", "Tỷ lệ hồ s"))
        for text in ("o", "\u031b", "\u0300", " đúng hạn 99,94%"):
            paragraph.add_run(text)

    reading = load(BytesIO(word(write)), "a.docx")
    assert reading.text == "Tỷ lệ hồ sờ đúng hạn 99,94%"
    assert is_normalized("NFC", reading.text)
    assert "".join(reading.text[piece.start : piece.end] for piece in reading.pieces) == reading.text
    assert [piece.start for piece in reading.pieces[1:]] == [piece.end for piece in reading.pieces[:-1]]


def test_the_same_bytes_give_the_same_text() -> None:
    data = word(lambda document: document.add_paragraph("Kết quả đạt 18/35 nhiệm vụ"))
    assert text_of(data) == text_of(data) == "Kết quả đạt 18/35 nhiệm vụ"
