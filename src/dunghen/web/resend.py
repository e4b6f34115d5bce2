"""What somebody typed into a form whose sending was refused, so that they need not type it again.

Only what came from a page of this site is shown: a foreign page could put its own words before the reader
and have them confirmed. Files and secrets are never kept. Nothing is stored; it stands in the answer alone.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.urls import reverse

SECRET = re.compile(r"password|secret|token|mat[_-]?khau", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """A refused form: where it was sent, its fields, and whether files must be chosen again."""

    address: str
    fields: list[tuple[str, str]]
    files: bool


def kept(request: HttpRequest) -> Kept | None:
    """The form a request carries; None where there is none that may be sent again."""
    if request.method != "POST" or request.path.startswith(reverse("account")) or not _own_page(request):
        return None
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = bool(request.FILES)
    except UnreadablePostError:
        return None
    return Kept(
        request.get_full_path(), [(name, value) for name, value in fields if not SECRET.search(name)], files
    )


def _own_page(request: HttpRequest) -> bool:
    try:
        return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False
