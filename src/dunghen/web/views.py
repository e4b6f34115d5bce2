"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dunghen.core.access import SIGNED_IN, needs
from dunghen.statistics.models import Report


@needs(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Where an officer starts: the reports and the lists they may open."""
    return render(request, "web/home.html", {"reports": Report.objects.order_by("-window_to")[:5]})
