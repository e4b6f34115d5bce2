"""The home page: what each role needs first, and for everybody else the way to the procedures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dunghen.core.access import PUBLIC, needs
from dunghen.dossiers.finding.work import waiting
from dunghen.dossiers.rules import Status
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics.headline import headline
from dunghen.statistics.models import Report
from dunghen.statistics.proofs.pages import to_answer
from dunghen.supervision.home.views import on_home as work_on_home

# Dossiers that wait for somebody else, as lists without a number: counting them would read too many rows.
LISTS = (Status.WAITING_PAPERS, Status.WAITING_PAYMENT, Status.RESOLVED)
# Words people look for, as links: what the search box can do shows itself.
OFTEN = ("đăng ký khai sinh", "chứng thực bản sao", "hộ kinh doanh", "đất đai", "giấy phép xây dựng")


@needs(PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where an officer starts: what waits, what is to be done, the figures of the latest period, the
    reports. A visitor gets the search for a procedure."""
    person, now, today = request.user, timezone.now(), timezone.localdate()
    if not isinstance(person, Person):
        return render(request, "web/home_public.html", {"often": OFTEN})
    rows = person.reach(Right.ROWS, today)
    context = {
        "waiting": [] if rows.nothing else waiting(person, now, today),
        "of_all": rows.everything,
        "lists": [(status.label, f"?trang-thai={status.value}") for status in LISTS],
        "headline": headline(request, person),
        "slips": to_answer(person, today),
        "work": work_on_home(request),
        "reports": Report.objects.order_by("-window_to")[:5],
    }
    return render(request, "web/home.html", context)
