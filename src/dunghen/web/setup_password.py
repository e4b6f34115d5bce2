"""A password that an administrator handed out opens one page only: the one to choose one's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from dunghen.org.models import Person
from dunghen.web.middleware import FREE


class SetupPasswordMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if isinstance(person, Person) and person.has_setup_password and not request.path.startswith(FREE):
            return redirect("account_change_password")
        return self.get_response(request)
