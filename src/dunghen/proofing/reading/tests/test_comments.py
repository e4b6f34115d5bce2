"""Comments in Word stand at the words they are about, in the file that was given or in one of the text."""

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument

from dunghen.proofing.reading import Reading, load
from dunghen.proofing.reading.comments import Remark, write_comments
from dunghen.proofing.reading.tests.files import add_notes, excel, refer, text_of, with_list, word


def commented(reading: Reading, *quotes: str) -> WordDocument:
    """The document with a remark at each quote."""
    places = [(reading.text.index(quote), quote) for quote in quotes]
    file = BytesIO()
    write_comments(reading, [Remark(at, at + len(quote), f"Về {quote}") for at, quote in places], file)
    return Document(BytesIO(file.getvalue()))


def said(document: WordDocument) -> list[str]:
    return [comment.text for comment in document.comments]


def marked(document: WordDocument) -> list[str]:
    return [text for text in map(text_of, document.element.body.iter("{*}p")) if text]


def test_a_comment_marks_its_words_and_keeps_their_looks() -> None:
    def write(document: WordDocument) -> None:
        run = document.add_paragraph("Trước ").add_run("đã đồng bộ 191.654 hồ sơ trong kỳ")
        run.bold = True

    document = commented(load(BytesIO(word(write)), "a.docx"), "191.654", "hồ sơ")
    assert said(document) == ["Về 191.654", "Về hồ sơ"]
    assert [comment.author for comment in document.comments] == ["Đúng Hẹn"] * 2
    paragraph = document.paragraphs[0]
    assert paragraph.text == "Trước đã đồng bộ 191.654 hồ sơ trong kỳ"
    assert [run.text for run in paragraph.runs if run.bold] == [
        "đã đồng bộ ",
        "191.654",
        " ",
        "hồ sơ",
        " trong kỳ",
    ]
    assert marked(document) == ["191.654"]


def test_comments_on_words_of_several_runs_in_tables_and_in_notes() -> None:
    def write(document: WordDocument) -> None:
        paragraph = document.add_paragraph("tổng số ")
        for text in ("1.8", "50", " thủ tục"):
            paragraph.add_run(text)
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Cấp tỉnh", "1456"
        refer(document.add_paragraph("xem chú thích"), 3)
        add_notes(document, {3: "gồm 12 đơn vị"})

    document = commented(load(BytesIO(word(write)), "a.docx"), "1.850", "1456", "12 đơn vị")
    assert marked(document)[:2] == ["1.850", "1456"]
    assert said(document) == ["Về 1.850", "Về 1456", "Về 12 đơn vị"]
    reference = document.paragraphs[-1]._p
    assert reference.xpath("w:commentRangeStart/following-sibling::w:r[1]/w:footnoteReference")


def test_a_list_number_is_marked_at_its_paragraph() -> None:
    reading = load(BytesIO(word(lambda document: with_list(document)("Kết quả", 0))), "a.docx")
    document = commented(reading, "I.")
    assert said(document) == ["Về I."]


def test_other_files_become_a_plain_document_with_tables() -> None:
    reading = load(BytesIO(excel({"Biểu 1": [["Tổng số", 1850], ["Cấp xã", 134]]})), "a.xlsx")
    document = commented(reading, "134")
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [
        "Tổng số",
        "1850",
        "Cấp xã",
        "134",
    ]
    assert marked(document) == ["134"]


def test_text_that_xml_cannot_hold_is_still_written() -> None:
    reading = load(BytesIO("Tổng \ud83d\udcca\ufffd 12".encode("utf-16", "surrogatepass")), "a.txt")
    assert said(commented(reading, "12")) == ["Về 12"]
