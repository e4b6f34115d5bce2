"""PDF files with text: paragraphs over line and page ends, ruled tables, notes; scans are refused."""

import re
import zlib
from collections import Counter
from io import BytesIO

import pdfplumber
import pypdfium2
import pytest
from pypdf import PdfWriter

from dunghen.proofing.reading import Limits, Unreadable, read
from dunghen.proofing.reading.marks import Marks
from dunghen.proofing.reading.paragraphs import Block, paragraphs
from dunghen.proofing.reading.pdf import words_by_pdfplumber
from dunghen.proofing.reading.pdfium import TurnedError, edges_of, words_of
from dunghen.proofing.reading.ruled import Edge, edge_of, ruled_tables
from dunghen.proofing.reading.tests.files import pdf, refusal

PAGE = '#set page(paper: "a4", margin: 2.5cm, numbering: "1")\n#set text(size: 13pt, lang: "vi")\n'
BODY = "#set par(justify: true, spacing: 1.6em, leading: 0.7em)\n"


def text_of(source: str) -> str:
    return read(BytesIO(pdf(PAGE + BODY + source)), "bao-cao.pdf")


def test_lines_become_paragraphs_again() -> None:
    sentence = "Trong kỳ, thành phố đã đồng bộ 191.654 hồ sơ từ hệ thống của các cơ quan, đơn vị lên Cổng. "
    found = text_of(f"{sentence * 3}\n\n- cấp thành phố: 87.305 hồ sơ;\n\n{sentence * 2}")
    assert found.split("\n\n") == [
        (sentence * 3).strip(),
        "• cấp thành phố: 87.305 hồ sơ;",
        (sentence * 2).strip(),
    ]


_PLAIN = "justify: true, spacing: 1em"
_LOOSE = "justify: false, spacing: 1em"
_INDENTED = "justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.9em"


@pytest.mark.parametrize("manner", [_PLAIN, _LOOSE, _INDENTED])
def test_a_line_that_opens_with_a_figure_is_no_item(manner: str) -> None:
    """Nor does a line end early before a long word, nor a blank come into a number cut at its hyphen."""
    words = "Quyết định số 48/2023/QĐ-UBND ngày 19/12/2022, có 1.844 hồ sơ (đạt 98,65%) của 21.406 người"
    written = [" ".join(words.split()[at % 9 :] + words.split() * (1 + at % 3)) + "." for at in range(60)]
    written[::7] = [f"{at}) Nội dung {text}" for at, text in enumerate(written[::7], 1)]
    found = text_of(f"#set par({manner})\n" + "\n\n".join(written).replace("/", "\\/"))
    assert re.split(r"\n+", found) == written


def test_what_hangs_below_the_number_of_its_item_is_of_the_item() -> None:
    sentence = (
        "Đã giải quyết 1.844 hồ sơ của Người dân trên tổng số 21.406 hồ sơ, đạt 98,65%; Trung tâm nhận."
    )
    found = text_of("\n".join(f"+ {sentence * (at % 4 + 1)}" for at in range(9)))
    assert re.split(r"\n+", found) == [f"{at + 1}. {sentence * (at % 4 + 1)}" for at in range(9)]


def test_a_paragraph_goes_on_after_the_page_end_and_page_numbers_go() -> None:
    sentence = "Các cơ quan, đơn vị đã thực hiện 18/35 nhiệm vụ, đạt tỷ lệ 51,43% so với kế hoạch năm. "
    found = text_of(sentence * 60)
    assert found == (sentence * 60).strip()


@pytest.mark.parametrize("pages", [2, 5])
def test_headers_and_footers_go_and_lists_stand_close(pages: int) -> None:
    edges = "#set page(header: [BÁO CÁO NĂM 2024], footer: [Sở Nội vụ])\n"
    names = ["Thể chế", "Thủ tục", "Bộ máy", "Công vụ", "Tài chính"][:pages]
    written = "\n#pagebreak()\n".join(f"{name}: 10 việc.\n\n- {name} tỉnh;\n\n- {name} xã." for name in names)
    assert text_of(edges + written) == "\n\n".join(
        f"{name}: 10 việc.\n\n• {name} tỉnh;\n• {name} xã." for name in names
    )


def test_ruled_tables_are_lines_of_cells_and_go_on_over_pages() -> None:
    rows = "\n".join(f"[{at}.], [Chỉ tiêu thứ {at} của biểu mẫu], [{1000 + at}]," for at in range(1, 61))
    found = text_of(f"#table(columns: (2cm, 10cm, 3cm), [STT], [Chỉ tiêu], [Số liệu],\n{rows})")
    lines = found.split("\n")
    assert lines[0] == "| STT | Chỉ tiêu | Số liệu |"
    assert lines[1:] == [f"| {at}. | Chỉ tiêu thứ {at} của biểu mẫu | {1000 + at} |" for at in range(1, 61)]


@pytest.mark.parametrize("width", [2.6, 3.4])
def test_a_number_cut_at_its_hyphen_is_whole_again_in_a_cell(width: float) -> None:
    cells = "[1.], [Quyết định số 48\\/2023\\/QĐ-UBND ngày 19\\/12\\/2022], [2.], [Công văn]"
    found = text_of(f"#table(columns: (1cm, {width}cm), {cells})")
    assert found == "| 1. | Quyết định số 48/2023/QĐ-UBND ngày 19/12/2022 |\n| 2. | Công văn |"


def test_a_row_that_a_page_end_cut_is_one_row() -> None:
    above = Block(0, 100, table=(("1.", "Số hồ sơ của sở", "12"), ("2.", "Tỷ lệ hồ sơ", "99,94")))
    below = Block(0, 50, table=(("", "giải quyết đúng hạn", ""), ("3.", "Số xã", "80")))
    new = Block(0, 50, table=(("", "Cộng", "92"),))
    assert paragraphs([[above], [below], [new]], Counter()) == "\n".join(
        [
            "| 1. | Số hồ sơ của sở | 12 |",
            "| 2. | Tỷ lệ hồ sơ giải quyết đúng hạn | 99,94 |",
            "| 3. | Số xã | 80 |",
            "|  | Cộng | 92 |",
        ]
    )


def test_note_marks_are_raised_and_notes_stand_at_the_end() -> None:
    sentence = "Các cơ quan, đơn vị đã thực hiện 18/35 nhiệm vụ của kế hoạch năm. " * 8
    found = text_of(
        f"{sentence}\n\nThành lập 12#footnote[Gồm 12 Ban.] ban; kiện toàn 22#footnote[Gồm 22 Ban.] ban."
        "\n\n#pagebreak()\nHết."
    )
    assert found.split("\n\n") == [
        sentence.strip(),
        "Thành lập 12¹ ban; kiện toàn 22² ban.",
        "Hết.",
        "¹ Gồm 12 Ban.",
        "² Gồm 22 Ban.",
    ]


def test_marks_of_smaller_type_are_raised_too() -> None:
    small = "#super(typographic: false)"
    assert text_of(f"Thành lập 12{small}[13] đơn vị, 40/40{small}[26].") == "Thành lập 12¹³ đơn vị, 40/40²⁶."


def test_a_scan_is_refused() -> None:
    with pytest.raises(Unreadable, match="ảnh quét"):
        read(
            BytesIO(pdf(PAGE.replace(', numbering: "1"', "") + "#rect(width: 5cm, height: 5cm)")), "quet.pdf"
        )


def test_more_pages_than_allowed_are_refused() -> None:
    with pytest.raises(Unreadable, match="hơn 2 trang"):
        read(BytesIO(pdf("a\n#pagebreak()\nb\n#pagebreak()\nc")), "a.pdf", Limits(pages=2))


def test_streams_that_swell_are_refused() -> None:
    data = pdf(PAGE + "đạt 99,94% " * 4000)
    with pytest.raises(Unreadable, match="quá lớn khi giải nén"):
        read(BytesIO(data), "a.pdf", Limits(expanded=50_000))


def test_locked_files_and_files_with_a_hole_are_refused() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(PAGE + "Kết quả đạt 99,94%")))
    writer.encrypt("mat-khau")
    locked = BytesIO()
    writer.write(locked)
    assert "mật khẩu" in refusal(locked.getvalue(), "a.pdf")
    data = pdf(PAGE + "Kết quả đạt 99,94%. " * 40)
    starts = [found.end() for found in re.finditer(rb"stream\r?\n(?=x)", data)]
    at = next(start for start in starts if b"BT" in zlib.decompressobj().decompress(data[start:-400], 5000))
    assert "hỏng một phần" in refusal(data[: at + 60] + b"\0\0\0\0\0\0" + data[at + 66 :], "a.pdf")


def test_a_file_that_only_restricts_printing_is_read() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(PAGE + "Kết quả đạt 99,94%")))
    writer.encrypt("", "chu-so-huu")
    free = BytesIO()
    writer.write(free)
    assert read(BytesIO(free.getvalue()), "a.pdf") == "Kết quả đạt 99,94%"


def test_a_cut_file_is_refused_or_read() -> None:
    data = pdf(PAGE + "Kết quả đạt 99,94%")
    for end in range(200, len(data), len(data) // 40):
        assert refusal(data[:end], "a.pdf")[-1:] in {"", "."}


def test_pdfium_and_pdfplumber_see_the_same_words() -> None:
    marks = "Thành lập 12#footnote[Gồm 12 Ban.] ban, 40/40#super(typographic: false)[26] – đạt 99,94%."
    data = pdf(
        PAGE + BODY + f"= BÁO CÁO\n{'Đã giải quyết 18/35 nhiệm vụ; *đúng hạn* 2021-2025. ' * 20}\n\n{marks}"
    )
    with pypdfium2.PdfDocument(data) as document, pdfplumber.open(BytesIO(data)) as slow:
        for page, other in zip(document, slow.pages, strict=True):
            found, seen = words_of(page, Marks()), Marks()
            seen.raise_in(other.chars)
            wanted = [(word.text, round(word.left), round(word.size)) for word in words_by_pdfplumber(other)]
            assert [(word.text, round(word.left), round(word.size)) for word in found] == wanted


def test_merged_cells_leave_their_places_empty_as_pdfplumber_sees_them() -> None:
    head = "table.cell(rowspan: 2)[Đơn vị], table.cell(colspan: 2)[Hồ sơ], [Nhận], [Trả],"
    data = pdf(
        PAGE
        + BODY
        + f"#table(columns: 3, {head} [Sở A], [12], [11])\n\n#table(columns: 2, [a], [b], [c], [d])"
    )
    with pypdfium2.PdfDocument(data) as document, pdfplumber.open(BytesIO(data)) as slow:
        found = ruled_tables(edges_of(document[0]))
        seen = slow.pages[0].find_tables()
        shape = [[[cell is None for cell in row] for row in table.rows] for table in found]
        assert shape == [[[cell is None for cell in row.cells] for row in table.rows] for table in seen]
        assert [[round(side) for side in table.box] for table in found] == [
            [round(side) for side in table.bbox] for table in seen
        ]


def test_lines_that_do_not_close_a_box_are_no_table() -> None:
    sides = [
        ((0, 0), (90, 0)),
        ((0, 40), (90, 40)),
        ((0, 0), (0, 40)),
        ((45, 0), (45, 40)),
        ((90, 0), (90, 40)),
    ]
    edges = [edge for first, second in sides if (edge := edge_of(first, second))]
    assert [len(table.rows[0]) for table in ruled_tables(edges)] == [2]
    assert ruled_tables(edges[1:]) == []
    assert edge_of((0, 0), (50, 50)) is None
    assert ruled_tables([Edge(down=True, at=float(at), start=0, end=9) for at in range(4000)]) == []


def test_pages_with_tables_or_turned_letters_are_told_apart() -> None:
    table = "#table(columns: 2, [Đơn vị], [12], [Sở], [13])"
    pages = ["Kết quả đạt 99,94%", table, "#rotate(90deg)[Phụ lục]"]
    data = pdf(PAGE + "\n#pagebreak()\n".join(pages))
    with pypdfium2.PdfDocument(data) as document:
        assert [len(ruled_tables(edges_of(page))) for page in document] == [0, 1, 0]
        with pytest.raises(TurnedError):
            words_of(document[2], Marks())
    assert read(BytesIO(data), "a.pdf").startswith("Kết quả đạt 99,94%\n\n| Đơn vị | 12 |\n| Sở | 13 |")
