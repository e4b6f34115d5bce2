"""The public look-up: what the state says of a result, by its code or QR, and what the signatures of a PDF
are worth. Nobody signs in, nothing that is sent is kept, and how often one may ask is limited."""

import hashlib
from datetime import datetime
from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dunghen.core.access import PUBLIC, needs
from dunghen.documents.models import Result
from dunghen.documents.results import could_be, find, issued_as
from dunghen.documents.signing.trust import trusted
from dunghen.documents.signing.verifying import Unreadable, Verification, verify
from dunghen.documents.signing.words import told, told_each


@needs(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """Two ways in: a result's code with its token (`ma`, `tra-cuu`), or a file whose signatures are checked:
    who signed, when, whether it counts, and whether it is a result that was issued here."""
    if request.method == "POST":
        return _too_often(request) or _page(request, **_checked(request))
    code, token = (request.GET.get(name, "").strip() for name in ("ma", "tra-cuu"))
    if code and token.isascii() and token.isalnum() and "/" not in code:
        return redirect("result", code, token.upper())
    asked = code or token or "ma" in request.GET
    wrong = _("Ghi đủ mã kết quả và mã tra cứu in trên kết quả.") if asked else ""
    return _page(request, code=code, token=token, wrong=wrong)


@needs(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def result(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """What the state says of a result; a file that is sent is compared with what was issued."""
    refused = _too_often(request) if could_be(token) else None
    if refused:
        return refused
    found = find(code, token)
    if found is None:
        wrong = _("Không có kết quả với mã và mã tra cứu này. Kiểm tra lại từng chữ, số in trên kết quả.")
        return _page(request, status=404, code=code, wrong=wrong)
    compared = _compared(request, found) if request.method == "POST" else {}
    return render(request, "documents/result.html", {"result": found, "max_mb": _megabytes(), **compared})


def _too_often(request: HttpRequest) -> HttpResponse | None:
    """A refusal where an address asks more often than RATE_LIMITS says; reading counts too, because codes are
    not to be tried one after another."""
    action = "check_file" if request.method == "POST" else "look_up"
    refused: HttpResponse | None = consume_or_429(request, action=action, limit_get=True)
    return refused


def _checked(request: HttpRequest) -> dict[str, Any]:
    """What the signatures of the file that was sent are worth."""
    data, wrong = _uploaded(request)
    if wrong:
        return {"file_wrong": wrong}
    issued = issued_as(hashlib.sha256(data).hexdigest())
    seen, wrong = _verified(data, held_since=issued.issued_at if issued else None)
    return {"file_wrong": wrong, "issued": issued, **(_shown(seen) if seen else {})}


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "documents/look_up.html", {"max_mb": _megabytes(), **more}, status=status)


def _megabytes() -> int:
    return int(settings.FILES_LIMIT // (1024 * 1024))


def _uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """What was sent, and what is wrong with it."""
    sent = request.FILES.get("tep")
    if not isinstance(sent, UploadedFile):
        return b"", _("Chọn tệp PDF cần kiểm tra.")
    if (sent.size or 0) > settings.FILES_LIMIT:
        return b"", _("Tệp lớn hơn %(limit)d MB.") % {"limit": _megabytes()}
    return sent.read(), ""


def _compared(request: HttpRequest, found: Result) -> dict[str, Any]:
    """The file that was sent against the one that was issued, and its signers against those of the record."""
    data, wrong = _uploaded(request)
    if wrong:
        return {"file_wrong": wrong}
    same = found.file is not None and hashlib.sha256(data).hexdigest() == found.file.digest
    held = found.issued_at if same else None
    seen, wrong = _verified(data, held_since=held, expected=found.signers)
    return {"file_wrong": wrong, "same": same, **(_shown(seen) if seen else {})}


def _verified(
    data: bytes, *, held_since: datetime | None, expected: list[str] | None = None
) -> tuple[Verification | None, str]:
    """What the signatures are worth, or why that cannot be said."""
    try:
        return verify(data, trusted(), now=timezone.now(), held_since=held_since, expected=expected), ""
    except Unreadable:
        return None, _("Không đọc được tệp này: không phải tệp PDF, hoặc tệp đã bị hỏng.")


def _shown(seen: Verification) -> dict[str, Any]:
    return {"overall": told(seen.verdict), "signatures": told_each(seen, timezone.now())}
