"""Files are kept once, whole and only if they do nothing when opened."""

import hashlib
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from dunghen.documents.content import MediaType, NotAccepted, recognise
from dunghen.documents.files import Damaged, download, keep, place, read, remove
from dunghen.documents.models import File
from dunghen.documents.tests.samples import excel, image, pdf, word
from dunghen.org.models import Person


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


def bytes_kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), MediaType.PDF),
        (image("PNG"), MediaType.PNG),
        (image("JPEG"), MediaType.JPEG),
        (image("TIFF"), MediaType.TIFF),
        (word(), MediaType.DOCX),
        (excel(), MediaType.XLSX),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: MediaType) -> None:
    assert recognise(content) == kind


def packed(name: str, content: bytes = b"", into: bytes = b"") -> bytes:
    out = BytesIO(into or word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"MZ\x90\x00", "Chỉ nhận"),
        (b"<html></html>", "Chỉ nhận"),
        (packed("a.txt", into=b"PK\x05\x06" + bytes(18)), "hỏng"),
        (packed("word/vbaProject.bin"), "macro"),
        (packed("word/embeddings/a.bin"), "macro"),
        (packed("word/a.xml", bytes(251 * 1024 * 1024)), "quá lớn"),
        (image()[:40], "hỏng"),
        (pdf(javascript=True), "mã lệnh"),
        (pdf(attached=True), "tệp nhúng"),
        (pdf(launch=True), "mã lệnh"),
        (pdf(password="a"), "mật khẩu"),
        (
            pdf().replace(b"/Type /Page\n", b"/AA << /O << /S /J#61vaScript /J#53 (1) >> >> /Type /Page\n"),
            "mã lệnh",
        ),
        (b"%PDF-1.7\nnothing", "hỏng"),
    ],
)
def test_what_acts_or_is_broken_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(NotAccepted, match=said):
        recognise(content)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n"]))
def test_anything_else_is_refused_and_nothing_else_happens(content: bytes, start: bytes) -> None:
    with pytest.raises(NotAccepted):
        recognise(start + content)


@given(st.data())
def test_a_damaged_file_is_taken_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([pdf(), image(), word()])))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    with suppress(NotAccepted):
        assert recognise(bytes(content))


@pytest.mark.django_db
def test_a_file_is_kept_once_under_its_digest(folder: Path) -> None:
    person = Person.objects.create(username="a")
    content = pdf()
    first = keep("Đơn.pdf", SimpleUploadedFile("x", content), by=person)
    assert keep("Đơn.pdf", content, by=person) == first
    assert keep("Đơn.pdf", content, by=None) != first
    assert read(first) == content
    digest = hashlib.sha256(content).hexdigest()
    assert bytes_kept(folder) == [folder / digest[:2] / digest[2:4] / digest]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\Đơn.PDF", "Đơn.pdf"),
        ("Đơn\r\nSet-Cookie: a.pdf", "ĐơnSet-Cookie: a.pdf"),
        ("a.exe", "a.pdf"),
        ("", "tep.pdf"),
        ("..", "tep.pdf"),
        ("a" * 300, "a" * 120 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    assert keep(given_name, pdf(), by=None).name == kept


@pytest.mark.django_db
def test_too_large_is_refused(settings: Any, folder: Path) -> None:
    settings.FILES_LIMIT = len(pdf()) - 1
    with pytest.raises(NotAccepted, match="lớn hơn"):
        keep("a.pdf", pdf(), by=None)
    assert bytes_kept(folder) == []


@pytest.mark.django_db
def test_damage_is_noticed_and_mended_by_keeping_again() -> None:
    file = keep("a.pdf", pdf(), by=None)
    place(file.digest).write_bytes(b"other")
    with pytest.raises(Damaged, match="thay đổi"):
        read(file)
    keep("a.pdf", pdf(), by=None)
    assert read(file) == pdf()
    place(file.digest).unlink()
    with pytest.raises(Damaged, match="Không tìm thấy"):
        read(file)


@pytest.mark.usefixtures("fresh_db")
def test_bytes_go_with_the_last_file_that_has_them(folder: Path) -> None:
    first, second = keep("a.pdf", pdf(), by=None), keep("b.pdf", pdf(), by=None)
    remove(first)
    assert read(second) == pdf()
    with transaction.atomic():
        remove(second)
        transaction.set_rollback(True)
    assert read(File.objects.get()) == pdf()
    remove(File.objects.get())
    assert bytes_kept(folder) == []


@pytest.mark.django_db
def test_it_is_saved_and_never_shown() -> None:
    answer = download(keep("Đơn xin.pdf", pdf(), by=None))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%90%C6%A1n%20xin.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == MediaType.PDF
    assert answer.content == pdf()
