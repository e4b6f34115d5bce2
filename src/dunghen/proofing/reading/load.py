"""A file of any kind that is read: taken within its limits, told by its name, checked against its content."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dunghen.proofing.reading.model import LIMITS, Limits, Piece, Unreadable
from dunghen.proofing.reading.pdf import read_pdf
from dunghen.proofing.reading.plain import read_plain, refuse_old
from dunghen.proofing.reading.sheet import read_sheets
from dunghen.proofing.reading.word import read_word

KINDS = (".txt", ".md", ".docx", ".pdf", ".xlsx")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc and .xls, and what Office encrypts
_SIGNS = ((b"%PDF-", {".pdf"}), (b"PK\x03\x04", {".docx", ".xlsx"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: the text, and for a Word file the document with the runs its text stands in."""

    name: str
    kind: str
    text: str
    pieces: tuple[Piece, ...] = ()
    document: Any = None


def read(source: Path | str | IO[bytes], name: str = "", limits: Limits = LIMITS) -> str:
    """The text of a report. Raises Unreadable."""
    return load(source, name, limits).text


def load(source: Path | str | IO[bytes], name: str = "", limits: Limits = LIMITS) -> Reading:
    """Read a report from a path or an open file; `name` tells its kind by its ending. Raises Unreadable."""
    data = _taken(source, limits)
    name = name or (Path(source).name if isinstance(source, str | Path) else "")
    kind = _kind(name, data)
    pieces: tuple[Piece, ...] = ()
    document: Any = None
    if kind == ".docx":
        words, document = read_word(data, limits)
        text, pieces = str(words), tuple(words.pieces)
    else:
        reader = {".pdf": read_pdf, ".xlsx": read_sheets}.get(kind, read_plain)
        text = reader(data, limits)
    if not text.strip():
        raise Unreadable("Tệp không có chữ nào để đọc.")
    refuse_old(text)
    return Reading(name=name, kind=kind, text=text, pieces=pieces, document=document)


def _taken(source: Path | str | IO[bytes], limits: Limits) -> bytes:
    try:
        if isinstance(source, str | Path):
            with Path(source).open("rb") as file:
                data = file.read(limits.file + 1)
        else:
            data = source.read(limits.file + 1)
    except (OSError, ValueError) as error:
        raise Unreadable("Không mở được tệp.") from error
    if len(data) > limits.file:
        raise Unreadable(f"Tệp lớn hơn {limits.file // 1024**2} MB nên không đọc.")
    if not data:
        raise Unreadable("Tệp rỗng.")
    return data


def _kind(name: str, data: bytes) -> str:
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        raise Unreadable(f"Chưa đọc được loại tệp này; hãy lưu lại dạng {', '.join(KINDS)}.")
    if data.startswith(_OLD_OFFICE):
        raise Unreadable("Tệp có đặt mật khẩu hoặc ở dạng cũ (.doc, .xls); hãy bỏ mật khẩu, lưu dạng mới.")
    found = next((kinds for sign, kinds in _SIGNS if data.startswith(sign)), {".txt", ".md"})
    if kind == ".pdf" and b"%PDF-" in data[:1024]:
        return kind  # the format allows some bytes before its sign
    if kind not in found:
        raise Unreadable("Nội dung tệp không đúng với đuôi tệp.")
    return kind
