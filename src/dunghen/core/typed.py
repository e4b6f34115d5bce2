"""A page that is one form."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def typed(
    request: HttpRequest,
    form: forms.Form,
    template: str,
    act: Callable[[], HttpResponse],
    refusals: type[Exception],
    **page: object,
) -> HttpResponse:
    """The form: shown, done (`act` of a form that is filled in rightly), or shown again (422) with what is
    wrong or was refused and what was typed. `refusals`: what an action of the room raises where its rules do
    not allow it; `page`: what else the template shows."""
    refusal: Exception | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except refusals as error:
            refusal = error
    wrong = refusal or form.errors
    return render(request, template, {"form": form, "refusal": refusal, **page}, status=422 if wrong else 200)
