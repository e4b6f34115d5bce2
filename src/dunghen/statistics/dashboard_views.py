"""The dashboard's pages: the figures with their tables at once, the charts when the worker has drawn them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics.charts import CHARTS, NARROW, WIDE, chart, drawn, image
from dunghen.statistics.dashboard import Board, board
from dunghen.statistics.dashboard_page import page, picture_of, summary
from dunghen.statistics.models import Report
from dunghen.statistics.questions import Asked, asked
from dunghen.statistics.snapshot import Snapshot, current

TRIES_DIGITS = 3
SIZES = {"": WIDE, "narrow": NARROW}


@needs(Right.FIGURES)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The dashboard of a unit the reader may see the figures of."""
    question, taken, found = _answer(request)
    ready = drawn([name for name in CHARTS if summary(name, found)], found)
    shown = page(_person(request), question, taken, found, ready)
    return render(request, "statistics/dashboard.html", shown)


@needs(Right.FIGURES)
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A chart's place in the page: the drawing, or a line that asks again in a second."""
    question, _taken, found = _answer(request)
    count = request.GET.get("n", "")
    tries = int(count) if count.isdecimal() and len(count) <= TRIES_DIGITS else 0
    ready = drawn([_there(name, found)], found)[name]
    shown = picture_of(name, question, summary(name, found), ready=ready, tries=tries)
    return render(request, "statistics/_picture.html", {"picture": shown})


@needs(Right.FIGURES)
@require_safe
def svg(request: HttpRequest, name: str, theme: str) -> HttpResponse:
    """The drawing. The reader's own question is answered anew, so that nobody sees what they may not."""
    shown = _answer(request)[2]
    colours, _dash, width = theme.partition("-")
    found = image(chart(_there(name, shown), shown, SIZES.get(width, WIDE)))
    if found is None or colours not in ("light", "dark") or width not in SIZES:
        raise Http404(_("Chưa có hình này."))
    response = HttpResponse(found.light if colours == "light" else found.dark, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    return response


def _answer(request: HttpRequest) -> tuple[Asked, Snapshot, Board]:
    """The question and its board; without a report named, of the latest. Raises Http404."""
    latest = Report.objects.order_by("-window_to").values_list("code", flat=True)
    code = request.GET.get("report") or latest.first()
    if code is None:
        raise Http404(_("Chưa có kỳ báo cáo."))
    question = asked(request, _person(request), code)
    taken = current(question.view, question.which)
    seen = frozenset(unit.pk for unit in question.units)
    return question, taken, board(question.view, taken, question.unit.pk, seen)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _there(name: str, found: Board) -> str:
    """Raises Http404 for a name there is not and for a chart without anything to show."""
    if name not in CHARTS or not summary(name, found):
        raise Http404(_("Chưa có hình này."))
    return name
