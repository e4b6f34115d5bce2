"""What is refused, and in which words: locked, broken, swollen, wrongly named files."""

from io import BytesIO
from pathlib import Path

import pytest

from dunghen.proofing.reading import Limits, Unreadable, read
from dunghen.proofing.reading.tests.files import excel, locked, part, pdf, refusal, repacked, word

WORD = word(lambda document: document.add_paragraph("Kết quả đạt 18/35 nhiệm vụ, 51,43%"))
EXCEL = excel({"S": [["a", 1]]})
DOCUMENT = "word/document.xml"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    "<!ENTITY c SYSTEM 'file:///etc/hostname'>]>"
)


def refused(data: bytes, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(BytesIO(data), name, limits or Limits())
    return str(caught.value)


def test_office_files_that_are_whole_are_read() -> None:
    assert read(BytesIO(WORD), "A.DOCX") == "Kết quả đạt 18/35 nhiệm vụ, 51,43%"


@pytest.mark.parametrize("name", ["a.doc", "a.odt", "a", "a.zip", "docx"])
def test_kinds_that_are_not_read_are_named(name: str) -> None:
    assert ".docx" in refused(WORD, name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WORD, "a.pdf"),
        (WORD, "a.xlsx"),
        (EXCEL, "a.docx"),
        (pdf("a"), "a.docx"),
        (pdf("a"), "a.txt"),
        (b"Xin ch\xc3\xa0o", "a.docx"),
        (b"Xin ch\xc3\xa0o", "a.pdf"),
    ],
)
def test_content_that_is_not_what_the_name_says(data: bytes, name: str) -> None:
    assert "đuôi tệp" in refused(data, name)


def test_locked_files() -> None:
    assert "mật khẩu" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx")
    assert "mật khẩu" in refused(locked(WORD), "a.docx")


def test_empty_and_wordless_files() -> None:
    assert refused(b"", "a.txt") == "Tệp rỗng."
    assert "không có chữ" in refused(b" \n\n ", "a.txt")
    assert "không có chữ" in refused(word(lambda document: document.add_paragraph(" ")), "a.docx")


def test_a_missing_file() -> None:
    with pytest.raises(Unreadable, match="Không mở được"):
        read(Path("khong-co.docx"))


def test_sizes_before_and_after_unpacking() -> None:
    assert "lớn hơn 0 MB" in refused(WORD, "a.docx", Limits(file=100))
    swollen = repacked(WORD, {"word/media/a.bin": b"\0" * 3_000_000})
    assert len(swollen) < 100_000
    assert "giải nén" in refused(swollen, "a.docx", Limits(expanded=2_000_000))
    many = repacked(WORD, {f"a{at}.bin": b"" for at in range(300)})
    assert "giải nén" in refused(many, "a.docx", Limits(parts=200))
    assert "quá dài" in refused(b"a" * 2000, "a.txt", Limits(text=1000))
    long = word(lambda document: [document.add_paragraph("a" * 100) for _ in range(20)])
    assert "quá dài" in refused(long, "a.docx", Limits(text=1000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding: str) -> None:
    body = part(WORD, DOCUMENT)
    body = BOMB + body[body.index("<w:document") :].replace("Kết quả", "&b;&c;")
    assert "khai báo XML" in refused(repacked(WORD, {DOCUMENT: body.encode(encoding)}), "a.docx")


@pytest.mark.parametrize("data", [WORD, EXCEL])
def test_cut_and_changed_archives(data: bytes) -> None:
    name = "a.docx" if data is WORD else "a.xlsx"
    for end in range(100, len(data), len(data) // 25):
        assert refused(data[:end], name)
    for at in range(40, len(data), len(data) // 60):
        changed = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        assert refusal(changed, name)[-1:] in {"", "."}


def test_word_files_without_sense() -> None:
    assert "bị hỏng" in refused(repacked(WORD, {DOCUMENT: b"<w:document>"}), "a.docx")
    nested = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60
    body = part(WORD, DOCUMENT).replace("<w:body>", f"<w:body>{nested}")
    assert "tầng" in refused(repacked(WORD, {DOCUMENT: body.encode()}), "a.docx")
