"""The public look-up: what the state says of a result, by its code or QR, and what the signatures of a PDF
are worth. Nobody signs in, nothing that is sent is kept, and how often one may ask is limited."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, cast

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import PUBLIC, Page, needs
from dunghen.documents.models import Result
from dunghen.documents.results import find, issued_as
from dunghen.documents.signing.trust import trusted
from dunghen.documents.signing.verifying import Unreadable, Verdict, Verification, verify
from dunghen.documents.signing.words import told, told_each

P = ParamSpec("P")


def limited(action: str) -> Callable[[Page[P]], Page[P]]:
    """Let an address ask as often as RATE_LIMITS says under `action`, reading too: codes are not to be tried
    one after another."""

    def wrap(page: Page[P]) -> Page[P]:
        @wraps(page)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            refused = consume_or_429(request, action=action, limit_get=True)
            return refused or page(request, *args, **kwargs)

        return cast("Page[P]", counted)

    return wrap


@needs(PUBLIC)
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Two ways in: a result's code with its token (`ma`, `tra-cuu`), or a file to be checked."""
    code, token = (request.GET.get(name, "").strip() for name in ("ma", "tra-cuu"))
    if code and token and "/" not in code and token.isalnum():
        return redirect("result", code, token.upper())
    asked = code or token or "ma" in request.GET
    wrong = _("Ghi đủ mã kết quả và mã tra cứu in trên kết quả.") if asked else ""
    return _page(request, code=code, token=token, wrong=wrong)


@needs(PUBLIC)
@require_POST
@never_cache
@limited("check_file")
def check_file(request: HttpRequest) -> HttpResponse:
    """Who signed a PDF, when, and whether it counts; and whether it is a result that was issued here."""
    data, wrong = _uploaded(request)
    if wrong:
        return _page(request, file_wrong=wrong)
    issued = issued_as(hashlib.sha256(data).hexdigest())
    seen, wrong = _verified(data, held_since=issued.issued_at if issued else None)
    if seen is None:
        return _page(request, file_wrong=wrong)
    return _page(request, issued=issued, **_shown(seen))


@needs(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("look_up")
def result(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """What the state says of a result; a file that is sent is compared with what was issued."""
    found = find(code, token)
    if found is None:
        wrong = _("Không có kết quả với mã và mã tra cứu này. Kiểm tra lại từng chữ, số in trên kết quả.")
        return _page(request, status=404, code=code, token="", wrong=wrong)
    page: dict[str, Any] = {"result": found, "max_mb": _megabytes()}
    if request.method == "POST":
        page |= _compared(request, found)
    return render(request, "documents/result.html", page)


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
    return {
        "overall": told(seen.verdict),
        "signatures": told_each(seen),
        "signed": seen.verdict != Verdict.UNSIGNED,
    }
