"""The right a page asks for, named at the page: a route without one is found by a test."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]

PUBLIC = "public"
SIGNED_IN = "signed_in"


def needs(right: str) -> Callable[[Page[P]], Page[P]]:
    """Let only those in whose roles give `right` somewhere (org.rights.Right), or everybody for PUBLIC, or
    everybody signed in. What they then see is narrowed by `visible_to` in the querysets."""

    def wrap(page: Page[P]) -> Page[P]:
        @wraps(page)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if right not in (PUBLIC, SIGNED_IN):
                person: Any = request.user
                if person.reach(right, timezone.localdate()).nothing:
                    raise PermissionDenied
            return page(request, *args, **kwargs)

        marked: Any = guarded
        marked.right = right
        if right == PUBLIC:
            marked.login_required = False
        return cast("Page[P]", guarded)

    return wrap
