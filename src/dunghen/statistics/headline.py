"""The figures of the latest report that stand on somebody's home page, from the snapshot of the dashboard."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.statistics.dashboard import line
from dunghen.statistics.dashboard_page import shown_line
from dunghen.statistics.models import Report
from dunghen.statistics.questions import asked, query
from dunghen.statistics.snapshot import current


def headline(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Of the unit a person works for, or the whole city; None without a report or a right to its figures."""
    report = Report.objects.order_by("-window_to").first()
    if report is None or person.reach(Right.FIGURES, timezone.localdate()).nothing:
        return None
    try:
        question = asked(request, person, report.code)
    except Http404:
        return None
    carried = query({"report": report.code, **question.carried})
    taken = current(question.view, question.which)
    return {
        "report": report,
        "asked": question,
        "known_at": taken.known_at,
        "whole": shown_line(line(taken, question.unit)),
        "report_address": reverse("report", args=[report.code]) + query(question.carried),
        "dashboard_address": reverse("dashboard") + carried,
    }
