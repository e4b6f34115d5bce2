"""The site's addresses and some that fail, to see what the reader is told."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dunghen.core.access import PUBLIC, SIGNED_IN, needs
from dunghen.web import urls

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@needs(PUBLIC)
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("nothing a reader should see")


@needs(PUBLIC)
def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("nothing a reader should see")


@needs(SIGNED_IN)
def take(request: HttpRequest) -> HttpResponse:
    """Gives back what was sent, when it was taken."""
    return HttpResponse(request.POST.get("ly_do", ""))


urlpatterns = [
    path("thu/hong/", broken),
    path("thu/khong-quyen/", refused),
    path("thu/nhan/", take),
    *urls.urlpatterns,
]
