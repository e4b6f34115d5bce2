"""What a file is, by its content, and whether it may be kept. Pure.

Refused: what is not in MediaType, what is broken, and what acts on the reader's computer when opened
(scripts, launched programs, embedded files, macros).
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from lzma import LZMAError

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from PIL import Image


class MediaType(TextChoices):
    """What may be kept."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    TIFF = "image/tiff", "TIFF"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (.docx)"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (.xlsx)"


MOST_OBJECTS = 200_000  # of a PDF; a scanned dossier has some thousands
MOST_UNPACKED = 250 * 1024 * 1024  # bytes of a .docx or .xlsx after unpacking
IMAGES = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG, "TIFF": MediaType.TIFF}
OFFICE = {
    b"wordprocessingml.document.main+xml": MediaType.DOCX,
    b"spreadsheetml.sheet.main+xml": MediaType.XLSX,
}
ACTING_KEYS = {"JS", "JavaScript", "EmbeddedFiles", "EF", "XFA", "RichMediaContent"}
ACTING_VALUES = {"JavaScript", "Launch", "EmbeddedFile", "RichMedia", "ImportData"}
BROKEN_PDF = (
    *(PDFException, PSException, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, AssertionError, RecursionError, OverflowError, NotImplementedError),
)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN_IMAGE = (*BOMB, OSError, SyntaxError, ValueError)
BROKEN_OFFICE = (
    *(zipfile.BadZipFile, zlib.error, LZMAError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError),
)


class NotAccepted(ValueError):
    """A file that is not kept; the message says why and what to do."""


def recognise(data: bytes) -> MediaType:
    """The kind of a file. Raises NotAccepted."""
    if not data:
        raise NotAccepted(_("Tệp rỗng. Chọn lại tệp cần gửi."))
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        return MediaType.PDF
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")):
        return _image(data)
    raise NotAccepted(_("Chỉ nhận tệp PDF, ảnh (PNG, JPEG, TIFF), Word (.docx) và Excel (.xlsx)."))


def _image(data: bytes) -> MediaType:
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = Image.open(BytesIO(data), formats=tuple(IMAGES))
            image.verify()
    except BROKEN_IMAGE as error:
        raise NotAccepted(_("Ảnh bị hỏng hoặc quá lớn. Quét hoặc chụp lại rồi gửi.")) from error
    return IMAGES[image.format or ""]


def _office(data: bytes) -> MediaType:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise NotAccepted(_("Tệp Word, Excel này bung ra quá lớn nên không nhận."))
            types = packed.read("[Content_Types].xml")
    except BROKEN_OFFICE as error:
        if isinstance(error, NotAccepted):
            raise
        raise NotAccepted(_("Tệp Word, Excel bị hỏng. Lưu lại rồi gửi.")) from error
    if any("vbaproject" in entry.filename.lower() or "/embeddings/" in entry.filename for entry in entries):
        raise NotAccepted(_("Tệp có macro hoặc tệp nhúng nên không nhận. Lưu lại không kèm macro rồi gửi."))
    for mark, kind in OFFICE.items():
        if mark in types:
            return kind
    raise NotAccepted(_("Chỉ nhận tệp PDF, ảnh (PNG, JPEG, TIFF), Word (.docx) và Excel (.xlsx)."))


def _check_pdf(data: bytes) -> None:
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        numbers = {number for table in document.xrefs for number in table.get_objids()}
        if len(numbers) > MOST_OBJECTS:
            raise NotAccepted(_("Tệp PDF có quá nhiều thành phần. In lại thành PDF rồi gửi."))
        roots = [table.get_trailer() for table in document.xrefs if hasattr(table, "trailer")]
        acting = _acts([*roots, *(document.getobj(number) for number in sorted(numbers) if number)])
    except NotAccepted:
        raise
    except BROKEN_PDF as error:
        raise NotAccepted(_("Tệp PDF bị hỏng hoặc có mật khẩu. Lưu lại rồi gửi.")) from error
    if acting:
        raise NotAccepted(_("Tệp PDF có mã lệnh hoặc tệp nhúng nên không nhận. In lại thành PDF rồi gửi."))


def _acts(objects: Iterable[object]) -> bool:
    """Whether one of these objects, or what stands within it, does something when opened."""
    waiting = list(objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, PDFStream):
            one = one.attrs
        if isinstance(one, PSLiteral) and str(one.name) in ACTING_VALUES:
            return True
        if isinstance(one, dict):
            if ACTING_KEYS & one.keys():
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False
