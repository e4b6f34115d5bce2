"""PDF files that carry text: lines joined into paragraphs, ruled tables as table lines, notes at the end."""

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from io import BytesIO

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from dunghen.proofing.reading.lines import Word, lines_of
from dunghen.proofing.reading.marks import Marks
from dunghen.proofing.reading.model import Limits, Unreadable, clean
from dunghen.proofing.reading.paragraphs import Block, paragraphs
from dunghen.proofing.reading.pdfium import PDFIUM, TurnedError, is_ruled, words_of

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_REFUSED = (
    *(PDFPasswordIncorrect, MalformedPDFException, PdfminerException, PDFException, PSException),
    pypdfium2.PdfiumError,
)
# pdfminer meets a broken file with whatever its code runs into.
_DAMAGED = (
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(RecursionError, NotImplementedError, zlib.error, struct.error),
)
# Its warnings are about the inside of a file, in English, and not for the person who gave it.
_LOG = logging.getLogger("pdfminer")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False
_DICTIONARY = 300  # bytes before a stream that tell how it is packed
_CHUNK = 64 * 1024
_DEEPEST = 3  # streams packed in packed streams
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_NO_LETTERS = "Tệp PDF không ghi chữ tương ứng với hình chữ nên không đọc được; hãy xuất lại từ tệp Word."
_SCANNED = "Tệp PDF là ảnh quét, không có chữ; hãy nhận dạng chữ (OCR) hoặc dùng tệp Word."


@dataclass(slots=True)
class Pages:
    """What was found on the pages so far."""

    blocks: list[list[Block]] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    blank: int = 0
    length: int = 0
    marks: Marks = field(default_factory=Marks)


def read_pdf(data: bytes, limits: Limits) -> str:
    """The text of a PDF. Raises Unreadable; a scan without text is refused."""
    _check_streams(data, limits)
    found = _opened(data, limits)
    if found.blank * 2 > len(found.blocks):
        raise Unreadable(_SCANNED)
    text = clean(paragraphs(found.blocks, found.sizes))
    if len(_UNMAPPED.findall(text)) * 20 > len(text.split()):
        raise Unreadable(_NO_LETTERS)
    return text


def _opened(data: bytes, limits: Limits) -> Pages:
    try:
        with PDFIUM, ExitStack() as open_files:
            document = pypdfium2.PdfDocument(data)
            open_files.callback(document.close)
            if len(document) > limits.pages:
                raise Unreadable(f"Tệp PDF có hơn {limits.pages} trang nên không đọc.")
            return _pages(document, _Tables(data, open_files), limits)
    except _REFUSED as error:
        locked = re.search("password", f"{error!r}", re.IGNORECASE)
        words = "Tệp PDF có đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại." if locked else "Tệp PDF bị hỏng."
        raise Unreadable(words) from error
    except _DAMAGED as error:
        raise Unreadable("Tệp PDF bị hỏng, không đọc được.") from error


@dataclass(slots=True)
class _Tables:
    """The file as pdfplumber sees it, which finds tables; opened for the first page that has one."""

    data: bytes
    open_files: ExitStack
    pages: list[Page] = field(default_factory=list)

    def page(self, at: int) -> Page:
        if not self.pages:
            opened = pdfplumber.open(BytesIO(self.data), raise_unicode_errors=False)
            self.pages = self.open_files.enter_context(opened).pages
        return self.pages[at]


def _pages(document: pypdfium2.PdfDocument, tables: _Tables, limits: Limits) -> Pages:
    found = Pages()
    for at, page in enumerate(document):
        blocks = sorted(_blocks(page, at, tables, found), key=lambda block: block.top)
        page.close()
        found.blocks.append(blocks)
        if not blocks:
            found.blank += 1
        found.length += sum(len(cell) for block in blocks for row in block.table for cell in row)
        found.length += sum(len(block.text) for block in blocks)
        if found.length > limits.text:
            raise Unreadable("Văn bản quá dài nên không đọc.")
    return found


def _blocks(page: pypdfium2.PdfPage, at: int, tables: _Tables, found: Pages) -> list[Block]:
    """Lines and ruled tables of a page. A page with lines or turned letters takes the slow way."""
    if not is_ruled(page) and not page.get_rotation():
        with suppress(TurnedError):
            words = words_of(page, found.marks)
            return [*_lines(words, found.sizes)]
    return _ruled(tables.page(at), found)


def _lines(words: Sequence[Word], sizes: Counter[float]) -> Iterator[Block]:
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    yield from (Block(line.top, line.bottom, line) for line in lines_of(words))


def _ruled(page: Page, found: Pages) -> list[Block]:
    found.marks.raise_in(page.chars)
    words = [*words_by_pdfplumber(page)]
    placed: list[Block] = []
    for table in page.find_tables():
        inside = [word for word in words if _within(word, table.bbox)]
        rows = [
            tuple("" if cell is None else _cell(inside, cell) for cell in row.cells) for row in table.rows
        ]
        if len(rows) < 2 or max(map(len, rows)) < 2:
            continue  # a frame around text
        taken = set(map(id, inside))
        words = [word for word in words if id(word) not in taken]
        for word in inside:
            found.sizes[round(word.size * 2) / 2] += len(word.text)
        placed.append(Block(table.bbox[1], table.bbox[3], table=tuple(rows)))
    placed += _lines(words, found.sizes)
    page.close()  # what was laid out of a page is not needed again
    return placed


def words_by_pdfplumber(page: Page) -> Iterator[Word]:
    """The words of a page with their places."""
    for word in page.extract_words(x_tolerance_ratio=0.15, extra_attrs=["size"]):
        place = (word["x0"], word["x1"], word["top"], word["bottom"], word["size"])
        yield Word(clean(word["text"]), *place)


def _cell(words: Iterable[Word], box: tuple[float, float, float, float]) -> str:
    return " ".join(line.text for line in lines_of(word for word in words if _within(word, box)))


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return left <= across < right and top <= down < bottom


def _check_streams(data: bytes, limits: Limits) -> None:
    """Refuse a PDF whose packed streams hold more than `limits.expanded`, or cannot be unpacked: pdfminer
    would read such a page as blank. Streams of a locked file are packed under their lock and come out
    there. Raises Unreadable."""
    left, locked, whole_file = limits.expanded, b"/Encrypt" in data, memoryview(data)
    for start in _STREAM.finditer(data):
        packed, size = whole_file[start.end() :], 0
        flate = b"FlateDecode" in data[max(start.start() - _DICTIONARY, 0) : start.start()]
        for depth in range(_DEEPEST):
            packed, whole = _unpacked(packed, left + 1)
            if not (whole or locked or depth) and flate:
                raise Unreadable("Tệp PDF bị hỏng một phần nên không đọc.")
            size = max(size, len(packed))
        left -= size
        if left < 0:
            raise Unreadable("Tệp quá lớn khi giải nén nên không đọc.")


def _unpacked(packed: memoryview, most: int) -> tuple[memoryview, bool]:
    """What a packed stream holds, `most` bytes of it at most, and whether it could be unpacked. What does not
    begin as packed data holds nothing; a wrong checksum at the end loses nothing."""
    if len(packed) < 2 or packed[0] & 0xF != zlib.DEFLATED or (packed[0] * 256 + packed[1]) % 31:
        return memoryview(b""), True
    unpacking, held = zlib.decompressobj(), bytearray()
    try:
        for at in range(0, len(packed), _CHUNK):  # what follows the stream is not copied
            held += unpacking.decompress(packed[at : at + _CHUNK], most - len(held))
            if unpacking.eof or len(held) >= most:
                break
    except zlib.error as error:
        return memoryview(held), "incorrect data check" in str(error)
    return memoryview(held), True
