"""The API: the rooms' reads under /api/v1, one right named at each route; errors by RFC 9457."""

import json
import logging
import time
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver
from django.views.decorators.cache import never_cache
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.throttling import BaseThrottle

from dunghen.dossiers.api import router as dossiers
from dunghen.org.api import router as units
from dunghen.org.schemas import FieldError, Problem
from dunghen.org.tokens import ANY_CALLER, NOBODY, ApiRequest, Needs
from dunghen.procedures.api import router as procedures
from dunghen.statistics.api import router as statistics
from dunghen.statistics.view import BadQuestionError
from dunghen.web.errors import RETRY_AFTER, without_database

PREFIX = "/api/v1/"
PER_MINUTE = 300  # requests of one token
MINUTE = 60
PROBLEM = "application/problem+json"
TITLES = {
    401: "Chưa xác thực",
    403: "Không có quyền",
    404: "Không tìm thấy",
    405: "Chỉ được đọc",
    422: "Yêu cầu không hợp lệ",
    429: "Quá nhiều yêu cầu",
    500: "Lỗi hệ thống",
    503: "Tạm thời gián đoạn",
}
REASONS = {
    "missing": "bắt buộc phải có",
    "string_pattern_mismatch": "không đúng cấu trúc",
    "string_too_long": "quá dài",
    "int_parsing": "phải là số nguyên",
    "greater_than_equal": "nhỏ hơn giới hạn cho phép",
    "less_than_equal": "lớn hơn giới hạn cho phép",
    "bool_parsing": "phải là true hoặc false",
}
log = logging.getLogger("django.request")


class PerToken(BaseThrottle):
    """At most PER_MINUTE requests of one token in a minute of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        caller = cast("ApiRequest", request).auth
        key = f"api:{caller.token}:{int(time.time()) // MINUTE}"
        made = int(cache.get(key, 0))
        cache.set(key, made + 1, 2 * MINUTE)
        return made < PER_MINUTE

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


api = NinjaAPI(
    title="Đúng Hẹn",
    version="1",
    description="Số liệu báo cáo và hồ sơ, chỉ đọc, không có thông tin cá nhân.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=Needs(NOBODY),
    throttle=[PerToken()],
)
elsewhere = Router()


@elsewhere.get("/{path:rest}", auth=Needs(ANY_CALLER), include_in_schema=False)
def nothing_there(request: HttpRequest, rest: str) -> HttpResponse:
    raise HttpError(404, "Không có địa chỉ này; xem schemas/openapi.json.")


for router in (statistics, dossiers, procedures, units, elsewhere):  # the last takes what is left
    api.add_router("", router)


def problem(status: int, detail: str, errors: Sequence[FieldError] = ()) -> HttpResponse:
    said = Problem(title=TITLES.get(status, ""), status=status, detail=detail, errors=list(errors))
    content = json.dumps(said.dict(), ensure_ascii=False)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return HttpResponse(content, status=status, content_type=PROBLEM, headers=headers)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "Thiếu mã truy cập, hoặc mã không đúng, đã hết hiệu lực.")


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(429, f"Mỗi mã truy cập được {PER_MINUTE} yêu cầu một phút; chờ rồi gửi lại.")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Không có dữ liệu được hỏi.")


@api.exception_handler(BadQuestionError)
def _not_there(request: HttpRequest, error: BadQuestionError) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [FieldError(field=str(each["loc"][-1]), reason=_reason(each)) for each in error.errors]
    return problem(422, f"Giá trị không hợp lệ: {', '.join(each.field for each in errors)}.", errors)


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if without_database(error):
        log.error("API %s: không kết nối được cơ sở dữ liệu: %s", request.path, error)
        answer = problem(503, "Máy chủ chưa kết nối được cơ sở dữ liệu; thử lại sau ít phút.")
        answer["Retry-After"] = str(RETRY_AFTER.seconds)
        return answer
    log.error("API %s", request.path, exc_info=error)
    return problem(500, "Hệ thống gặp lỗi và đã ghi lại; báo cho quản trị viên nếu còn lặp lại.")


def _reason(error: dict[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return REASONS.get(error["type"], "không hợp lệ")


def document_text() -> str:
    """What stands committed in schemas/openapi.json."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def document() -> dict[str, Any]:
    """The OpenAPI document: that of the framework, with errors as the kind they are."""
    said: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    for operations in said["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM: answer["content"]["application/json"]}
    return said


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Tokens take the place of sign-in; nothing is kept by a browser or proxy; a wrong method is answered
    like every other error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            refusal = problem(405, "Địa chỉ này chỉ để đọc (GET).")
            refusal["Allow"] = response["Allow"]
            return refusal
        return response

    guarded: Callable[..., HttpResponse] = login_not_required(never_cache(answer))
    return guarded


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the routes; the framework's own start page is left out."""
    patterns, app, namespace = api.urls
    routes = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    for route in routes:
        route.callback = _guarded(route.callback)
    return list(routes), app, namespace
