"""What stands before every page: the language somebody chose, sign-in, the second factor of officers."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from dunghen.core.once import one_page
from dunghen.web import errors

API = "/api/"
FREE = ("/accounts/", "/static/", "/i18n/")
ONWARD = "onward"  # in a session: where somebody wanted to go before setting up the second factor
SAFE = ("GET", "HEAD", "OPTIONS")


class ChosenLanguageMiddleware:
    """Vietnamese, unless another language was chosen; what the browser prefers does not decide."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RefusalsMiddleware:
    """What no handler of Django's sees: addresses that no database can look up, and wrong methods."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nul = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if nul and not request.path.startswith(API):  # which answers for itself
            raise SuspiciousOperation("NUL in an address")
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = errors.answer(request, HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page


class OnePageMiddleware:
    """What a page asks twice is read once, where nothing is changed meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        with one_page():
            return self.get_response(request)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Sign-in before every page but the public ones, then back to the very address asked for. A form sent
    after the session ended is not thrown away."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        to_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        if to_sign_in is None:
            return None
        if request.method not in SAFE:
            return errors.unsent(request)
        part = HtmxDetails(request)
        if part:  # of a page: it is the page that is asked for again
            page = part.current_url_abs_path or reverse("home")
            return _lead(request, f"{reverse('account_login')}?{urlencode({'next': page})}")
        return to_sign_in


class SecondFactorMiddleware:
    """Officers sign in with a second factor: who has none yet is led to set it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith(FREE):
            session = request.session
            if not session.get("second_factor"):
                if not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
                    if request.method == "GET" and not HtmxDetails(request):
                        session[ONWARD] = request.get_full_path()
                    return _lead(request, reverse("mfa_activate_totp"))
                session["second_factor"] = True
        return self.get_response(request)


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """Elsewhere: the whole page, also where only a part of it was asked for."""
    return HttpResponseClientRedirect(address) if HtmxDetails(request) else redirect(address)
