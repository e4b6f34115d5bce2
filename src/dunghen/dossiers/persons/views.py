"""The log of who was shown personal data, for the inspectorate and the heads of agencies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.dossiers.persons import viewed
from dunghen.org.access_page import further
from dunghen.org.access_views import signed_in
from dunghen.org.rights import Right


@needs(Right.VIEWS)
@require_safe
def views_of_persons(request: HttpRequest) -> HttpResponse:
    """Who was shown the applicants of which dossiers of the units the reader answers for, newest first."""
    said = request.GET
    rows = viewed.found(said, signed_in(request), timezone.localdate())
    shown = rows[: viewed.PAGE]
    page = {
        "rows": shown,
        "said": said,
        "code": said.get("ma", ""),
        "viewer": said.get("nguoi-xem", ""),
        "next": further(said, shown[-1].view.pk) if len(rows) > viewed.PAGE else "",
        "first": further(said, "") if "sau" in said else "",
    }
    return render(request, "dossiers/viewed.html", page)
