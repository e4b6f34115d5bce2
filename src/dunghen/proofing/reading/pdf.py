"""PDF files that carry text: lines joined into paragraphs, ruled tables as table lines, notes at the end."""

import logging
import re
import struct
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import reduce
from io import BytesIO

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from dunghen.proofing.reading.lines import Word, joined, lines_of
from dunghen.proofing.reading.marks import Marks
from dunghen.proofing.reading.model import Limits, Unreadable, clean
from dunghen.proofing.reading.paragraphs import Block, paragraphs
from dunghen.proofing.reading.pdfium import PDFIUM, TurnedError, edges_of, words_of
from dunghen.proofing.reading.ruled import Box, Ruled, ruled_tables

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
            return _pages(document, _Slow(data, open_files), limits)
    except _REFUSED as error:
        locked = re.search("password", f"{error!r}", re.IGNORECASE)
        words = "Tệp PDF có đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại." if locked else "Tệp PDF bị hỏng."
        raise Unreadable(words) from error
    except _DAMAGED as error:
        raise Unreadable("Tệp PDF bị hỏng, không đọc được.") from error


@dataclass(slots=True)
class _Slow:
    """The file as pdfplumber sees it, which turns letters; opened for the first page that needs it."""

    data: bytes
    open_files: ExitStack
    pages: list[Page] = field(default_factory=list)

    def page(self, at: int) -> Page:
        if not self.pages:
            opened = pdfplumber.open(BytesIO(self.data), raise_unicode_errors=False)
            self.pages = self.open_files.enter_context(opened).pages
        return self.pages[at]


def _pages(document: pypdfium2.PdfDocument, slow: _Slow, limits: Limits) -> Pages:
    found = Pages()
    for at, page in enumerate(document):
        blocks = sorted(_blocks(page, at, slow, found), key=lambda block: block.top)
        page.close()
        found.blocks.append(blocks)
        if not blocks:
            found.blank += 1
        found.length += sum(len(cell) for block in blocks for row in block.table for cell in row)
        found.length += sum(len(block.text) for block in blocks)
        if found.length > limits.text:
            raise Unreadable("Văn bản quá dài nên không đọc.")
    return found


def _blocks(page: pypdfium2.PdfPage, at: int, slow: _Slow, found: Pages) -> list[Block]:
    """Lines and ruled tables of a page. A turned page, or one with turned letters, takes the slow way."""
    if not page.get_rotation():
        with suppress(TurnedError):
            words = words_of(page, found.marks)
            return _laid_out(words, ruled_tables(edges_of(page)), found)
    return _slowly(slow.page(at), found)


def _lines(words: Sequence[Word], sizes: Counter[float]) -> Iterator[Block]:
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    yield from (Block(line.top, line.bottom, line) for line in lines_of(words))


def _slowly(page: Page, found: Pages) -> list[Block]:
    """A page by pdfplumber, which turns letters upright."""
    found.marks.raise_in(page.chars)
    tables = [
        Ruled(table.bbox, tuple(tuple(row.cells) for row in table.rows)) for table in page.find_tables()
    ]
    placed = _laid_out([*words_by_pdfplumber(page)], tables, found)
    page.close()  # what was laid out of a page is not needed again
    return placed


def _laid_out(words: list[Word], tables: Sequence[Ruled], found: Pages) -> list[Block]:
    """The tables with the words inside them, and the other words as lines."""
    placed: list[Block] = []
    for table in tables:
        if len(table.rows) < 2 or max(map(len, table.rows)) < 2:
            continue  # a frame around text
        inside = [word for word in words if _within(word, table.box)]
        rows = _rows(inside, table)
        taken = set(map(id, inside))
        words = [word for word in words if id(word) not in taken]
        for word in inside:
            found.sizes[round(word.size * 2) / 2] += len(word.text)
        placed.append(Block(table.box[1], table.box[3], table=rows))
    placed += _lines(words, found.sizes)
    return placed


def _rows(words: Sequence[Word], table: Ruled) -> tuple[tuple[str, ...], ...]:
    """The text of each cell; words are looked for among those of their height only."""
    by_middle = sorted(words, key=_middle)
    middles = [_middle(word) for word in by_middle]

    def text_of(box: Box) -> str:
        first, last = bisect_left(middles, box[1]), bisect_left(middles, box[3])
        lines = lines_of(word for word in by_middle[first:last] if _within(word, box))
        return reduce(joined, (line.text for line in lines), "")

    return tuple(tuple("" if cell is None else text_of(cell) for cell in row) for row in table.rows)


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def words_by_pdfplumber(page: Page) -> Iterator[Word]:
    """The words of a page with their places."""
    for word in page.extract_words(x_tolerance_ratio=0.15, extra_attrs=["size"]):
        place = (word["x0"], word["x1"], word["top"], word["bottom"], word["size"])
        yield Word(clean(word["text"]), *place)


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left <= (word.left + word.right) / 2 < right and top <= _middle(word) < bottom


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
