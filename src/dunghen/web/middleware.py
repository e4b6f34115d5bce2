"""What stands before every page: the language somebody chose, the second factor of officers."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

FREE = ("/accounts/", "/static/", "/i18n/")


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


class SecondFactorMiddleware:
    """Officers sign in with a second factor: who has none yet is led to set it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith(FREE):
            session = request.session
            if not session.get("second_factor"):
                if not Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
                    return redirect(reverse("mfa_activate_totp"))
                session["second_factor"] = True
        return self.get_response(request)
