"""Every refusal as a page of this site: what happened, and what to do now.

A page that is missing and one that is forbidden to somebody are told apart nowhere: what the view said is
not shown. Pages of failures ask the database for nothing.
"""

import logging
import secrets
import sys
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.middleware import HtmxDetails

from dunghen.web.accounts import again_at
from dunghen.web.limits import PAUSED
from dunghen.web.resend import kept

log = logging.getLogger(__name__)
RETRY_AFTER = timedelta(seconds=30)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BROKEN = "<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{text}</p>"
WORDS = {
    400: (
        gettext_lazy("Yêu cầu không hợp lệ"),
        gettext_lazy(
            "Địa chỉ hoặc nội dung gửi lên không đọc được. Kiểm tra lại địa chỉ, hoặc quay lại trang trước"
            " rồi gửi lại."
        ),
    ),
    403: (
        gettext_lazy("Anh/chị không có quyền mở trang này"),
        gettext_lazy(
            "Vai trò hiện nay của anh/chị không dùng được chức năng này. Nếu cần cho công việc, đề nghị người"
            " quản trị nghiệp vụ cấp vai trò phù hợp."
        ),
    ),
    404: (
        gettext_lazy("Không tìm thấy trang"),
        gettext_lazy(
            "Trang này không có, hoặc không thuộc phạm vi anh/chị được xem. Kiểm tra lại địa chỉ hoặc tìm từ"
            " danh sách."
        ),
    ),
    405: (
        gettext_lazy("Trang này không nhận cách gửi vừa dùng"),
        gettext_lazy("Mở lại trang từ liên kết hoặc danh sách, rồi thực hiện lại bằng nút trên trang."),
    ),
    413: (
        gettext_lazy("Nội dung gửi lên quá lớn"),
        gettext_lazy(
            "Quay lại trang trước, rút gọn nội dung hoặc chọn tệp nhỏ hơn, rồi gửi lại. Nội dung này chưa"
            " được lưu."
        ),
    ),
    429: (
        gettext_lazy("Thao tác quá nhiều lần"),
        gettext_lazy("Hệ thống tạm dừng nhận để bảo vệ tài khoản."),
    ),
    500: (
        gettext_lazy("Hệ thống gặp lỗi"),
        gettext_lazy(
            "Lỗi đã được ghi lại. Quay lại trang trước và thử lại sau ít phút. Nếu vẫn lỗi, báo người quản"
            " trị kỹ thuật kèm mã sự cố."
        ),
    ),
    503: (
        gettext_lazy("Hệ thống tạm thời gián đoạn"),
        gettext_lazy(
            "Máy chủ chưa kết nối được cơ sở dữ liệu. Chưa có gì được lưu hoặc thay đổi. Thử lại sau ít phút;"
            " nếu vẫn gián đoạn, báo người quản trị kỹ thuật."
        ),
    ),
}


def answer(request: HttpRequest, status: int, *, bare: bool = False, **more: Any) -> HttpResponse:
    """The page of a refusal; a part of a page (htmx) gets a notice. `bare` asks nothing of the request's
    session, person or database."""
    title, text = WORDS[status]
    # the page does not repeat its address: one forbidden and one missing are the same to the letter
    words = {"title": title, "text": text, "status": status, "refused": True, **more}
    content = render_to_string(_template(request, "web/error.html"), words, None if bare else request)
    return _kept_by_no_cache(HttpResponse(content, status=status))


def _template(request: HttpRequest, page: str) -> str:
    """The whole page, or only its notice where a part of a page was asked for."""
    return page.replace("web/", "web/_") if HtmxDetails(request) else page


def _kept_by_no_cache(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, TOO_LARGE)
    return answer(request, 413 if too_large else 400, bare=True, theme=_theme(request))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Said with the minute from which it goes on."""
    when = _("Thử lại từ %(moment)s.") % {"moment": again_at(PAUSED)}
    response = answer(request, 429, when=when)
    response["Retry-After"] = str(PAUSED.seconds)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody foresaw: a page with a short reference that stands in the log too."""
    error = sys.exc_info()[1]
    if without_database(error):
        log.error("Không kết nối được cơ sở dữ liệu: %s", error)
        return _unavailable(request)
    reference = f"{secrets.randbelow(16**8):08X}"
    reference = f"{reference[:4]}-{reference[4:]}"
    log.error("Mã sự cố %s: %s %s", reference, request.method, request.path, exc_info=error)
    return _at_any_price(request, 500, reference=reference)


def without_database(error: BaseException | None) -> bool:
    """Whether the connection, not the question, is what failed."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return connection.connection is None or bool(connection.connection.closed)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """The form goes again with the token it came with: a new one is not to be had now."""
    form = kept(request)
    token = request.POST.get("csrfmiddlewaretoken", "") if form else ""
    response = _at_any_price(request, 503, kept=form, token=token)
    response["Retry-After"] = str(RETRY_AFTER.seconds)
    return response


def _at_any_price(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """The bare page or, where even that cannot be drawn, its words alone."""
    try:
        return answer(request, status, bare=True, theme=_theme(request), **more)
    except Exception:
        log.exception("The page of an error failed too")
        title, text = WORDS[status]
        words = " ".join(filter(None, (str(text), more.get("reference"))))
        return _kept_by_no_cache(HttpResponse(BROKEN.format(title=title, text=words), status=status))


def _theme(request: HttpRequest) -> str:
    return request.COOKIES.get("theme", "")


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in, or from a foreign page (Django's CSRF check refused it)."""
    if request.user.is_authenticated and request.path == reverse("account_login"):
        # signed in meanwhile in another tab: there is nothing left to do but go on
        return redirect(f"{request.path}?{urlencode({'next': request.POST.get('next', '')})}")
    return unsent(request)


def unsent(request: HttpRequest) -> HttpResponse:
    """A form was sent without being signed in, or with an old token: nothing happened, and what was typed
    can be sent after signing in."""
    words = {"kept": kept(request), "status": int(HTTPStatus.FORBIDDEN), "sign_in": _sign_in_beside()}
    content = render_to_string(_template(request, "web/unsent.html"), words, request)
    return _kept_by_no_cache(HttpResponse(content, status=HTTPStatus.FORBIDDEN))


def _sign_in_beside() -> str:
    """Signing in in a tab of its own, so that this one keeps what was typed."""
    return f"{reverse('account_login')}?{urlencode({'next': reverse('account_back')})}"
