"""Keeping, reading and removing files.

Bytes lie under FILES_FOLDER by their SHA-256 (ab/cd/abcd…), outside the web root and without a name. They
are written before the row, to the end, so a row that was committed has its bytes whatever is killed. Who may
read a file is decided by the room that refers to it.
"""

import hashlib
import os
from io import BytesIO
from pathlib import Path, PurePath, PureWindowsPath
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from unicodedata import category, normalize

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.content import MediaType, NotAccepted, recognise
from dunghen.documents.models import File
from dunghen.org.models import Person

SUFFIXES = {
    MediaType.PDF: (".pdf",),
    MediaType.PNG: (".png",),
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.TIFF: (".tif", ".tiff"),
    MediaType.DOCX: (".docx",),
    MediaType.XLSX: (".xlsx",),
}
LONGEST_NAME = 120


class Damaged(OSError):
    """The bytes of a kept file are missing or are not those that were kept."""


class StillUsed(ValueError):
    """A file that something still refers to is not removed."""


def place(digest: str) -> Path:
    """Where the bytes of this SHA-256 lie."""
    return Path(settings.FILES_FOLDER) / digest[:2] / digest[2:4] / digest


@transaction.atomic
def keep(name: str, content: "bytes | BinaryIO | UploadedFile[bytes]", *, by: Person | None) -> File:
    """Keep a file; the same one from the same person again gives the one kept before.

    At most settings.FILES_LIMIT bytes. `by`: who gave it, None for what the system made. Raises NotAccepted
    for what is too large, of a kind not taken, broken, or acts when opened.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    data = stream.read(settings.FILES_LIMIT + 1)
    if len(data) > settings.FILES_LIMIT:
        limit = {"limit": settings.FILES_LIMIT // (1024 * 1024)}
        raise NotAccepted(_("Tệp lớn hơn %(limit)d MB. Giảm dung lượng hoặc tách tệp rồi gửi.") % limit)
    kind = recognise(data)
    digest = hashlib.sha256(data).hexdigest()
    _hold(digest)
    _write(place(digest), data, digest)
    file, _new = File.objects.get_or_create(
        digest=digest,
        name=_clean(name, kind),
        added_by=by,
        defaults={"size": len(data), "media_type": kind, "added_at": transaction_time()},
    )
    return file


def read(file: File) -> bytes:
    """The bytes that were kept. Raises Damaged."""
    try:
        data = place(file.digest).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(_("Không tìm thấy nội dung của tệp “%(name)s”.") % {"name": file.name}) from error
    if hashlib.sha256(data).hexdigest() != file.digest:
        raise Damaged(_("Nội dung của tệp “%(name)s” đã bị thay đổi.") % {"name": file.name})
    return data


def download(file: File) -> HttpResponse:
    """The file to be saved, never shown inside our pages; the view that answers with it checks the right to.
    Raises Damaged."""
    response = HttpResponse(read(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@transaction.atomic
def remove(file: File) -> None:
    """Forget a file; its bytes go when no other file has them. Raises StillUsed."""
    digest = file.digest
    try:
        file.delete()
    except ProtectedError as error:
        raise StillUsed(_("Tệp “%(name)s” còn được dùng nên không xóa.") % {"name": file.name}) from error
    # not before the commit: a row that stays after all needs its bytes
    transaction.on_commit(lambda: _sweep(digest))


@transaction.atomic
def _sweep(digest: str) -> None:
    _hold(digest)
    if not File.objects.filter(digest=digest).exists():
        place(digest).unlink(missing_ok=True)


def _hold(digest: str) -> None:
    """Until the transaction ends nobody else keeps or sweeps these bytes: none are swept from under a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file {digest}"])


def _write(path: Path, data: bytes, digest: str) -> None:
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    """What a folder lists survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clean(name: str, kind: MediaType) -> str:
    """The last part of a name, without control characters, ending as its kind does."""
    plain = "".join(sign for sign in normalize("NFC", name) if not category(sign).startswith("C"))
    last = PurePath(PureWindowsPath(plain).name)
    stem, suffix = (last.stem, last.suffix.lower()) if last.suffix else (str(last), "")
    endings = SUFFIXES[kind]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'tep'}{suffix if suffix in endings else endings[0]}"
