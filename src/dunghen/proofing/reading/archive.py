"""Office files are ZIP archives: looked at before anything in them is expanded."""

import zipfile
import zlib
from io import BytesIO

from dunghen.proofing.reading.model import Limits, Unreadable

_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
# An XML part may be written in either; a declaration has no place in an office file in any of them.
_HARMFUL = tuple(mark.encode(code) for mark in _DECLARATIONS for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCRYPTED = 0x1
_TYPES = "[Content_Types].xml"
# What the standard library raises for an archive that is none, or is cut, or lies about itself.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError)


def opened(data: bytes, kind: str, limits: Limits) -> zipfile.ZipFile:
    """The archive, its sizes, its parts and its XML checked; `kind` is the content type its main part must
    have. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        _check(archive, kind.encode(), limits)
    except DAMAGED as error:
        raise Unreadable("Tệp bị hỏng, không mở được.") from error
    return archive


def _check(archive: zipfile.ZipFile, kind: bytes, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.expanded:
        raise Unreadable("Tệp quá lớn khi giải nén nên không đọc.")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unreadable("Tệp có đặt mật khẩu; hãy bỏ mật khẩu rồi thử lại.")
    names = [part.filename for part in parts]
    if len(set(names)) != len(names):
        raise Unreadable("Tệp bị hỏng: có phần bị lặp tên.")
    if _TYPES not in names or kind not in archive.read(_TYPES):
        raise Unreadable("Nội dung tệp không đúng với đuôi tệp.")
    for part in parts:
        # What an archive declares is an upper bound: no more than that is ever expanded of a part.
        if part.filename.lower().endswith((".xml", ".rels")):
            text = archive.read(part)
            if any(mark in text for mark in _HARMFUL):
                raise Unreadable("Tệp chứa khai báo XML không được phép nên không đọc.")
