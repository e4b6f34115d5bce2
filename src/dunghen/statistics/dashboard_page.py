"""What the dashboard's template shows: figures as officials write them, links, and words for each chart."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.text import percent, thousands
from dunghen.dossiers.finding.wanted import NOT_VERTICAL, OVERDUE, TOO_LATE, Wanted
from dunghen.org.maps import UnknownUnitError, Which
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.statistics.compile import Number
from dunghen.statistics.dashboard import Board, Indicator, Line, Point, line, listed, may_list
from dunghen.statistics.models import Report
from dunghen.statistics.questions import MAPS, Asked, query, reached, unit_choices
from dunghen.statistics.snapshot import LATE, Late, Snapshot, current
from dunghen.statistics.view import View, view
from dunghen.supervision.targets.rules import shown

TRIES = 30  # a page asks for a chart that often, a second apart, then leaves it to the reader
THEMES = ("light", "light-narrow", "dark", "dark-narrow")
TITLES = {
    "flows": gettext_lazy("Hồ sơ tiếp nhận và đã giải quyết theo tháng"),
    "rates": gettext_lazy("Tỷ lệ giải quyết đúng hạn theo tháng"),
    "late-units": gettext_lazy("Hồ sơ trễ hạn theo đơn vị"),
    "late-fields": gettext_lazy("Hồ sơ trễ hạn theo lĩnh vực"),
    "targets": gettext_lazy("Kết quả và chỉ tiêu được giao"),
}
MAP_KINDS: tuple[Which, ...] = ("day", "today")


class Picture(NamedTuple):
    """A chart's place: the drawings (empty until drawn), narrow ones for telephones, where to ask again, and
    its words."""

    light: str
    light_narrow: str
    dark: str
    dark_narrow: str
    again: str
    page: str
    summary: str


def page(
    person: Person, question: Asked, taken: Snapshot, found: Board, drawn: Mapping[str, bool]
) -> dict[str, Any]:
    """Everything the template names."""
    charts = {
        name.replace("-", "_"): picture_of(name, question, summary(name, found), ready=ready)
        for name, ready in drawn.items()
    }
    may = may_list(question.view, question.unit.pk, person)
    return {
        "asked": question,
        "report": question.view.report,
        "board": found,
        "carried": query(question.carried),
        "unit_choices": unit_choices(question.view, question.units),
        "report_choices": list(Report.objects.order_by("-window_to").values_list("code", "name")),
        "map_tabs": _map_tabs(question),
        "whole": shown_line(found.whole),
        "form_address": reverse("report", args=[question.view.report.code])
        + query({**question.carried, "form": "3"}),
        "below": [
            shown_line(below) | {"lists": lists(question, org=below.unit.key) if may else {}}
            for below in found.below
        ],
        "indicators": [_indicator(question, indicator) for indicator in found.indicators],
        "months": [_month(point) for point in found.months],
        "fields": [
            _field(name, late) | {"lists": lists(question, field=name) if may else {}}
            for name, late in found.fields
        ],
        "unallotted": {
            "completed": thousands(found.unallotted.completed),
            "late": thousands(found.unallotted.late),
        },
        "both_maps": _both_maps(person, question),
        "charts": charts,
        "titles": {name.replace("-", "_"): title for name, title in TITLES.items()},
        **_rows(question, taken, may=may),
    }


def _rows(question: Asked, taken: Snapshot, *, may: bool) -> dict[str, Any]:
    """The late dossiers, and where all of them are listed, for who may see rows."""
    seen, org = question.view, question.unit.pk
    return {
        "listed": may,
        "overdue_rows": listed(seen, taken.overdue, org) if may else [],
        "late_rows": listed(seen, taken.late, org) if may else [],
        "late_cells": _late_cells(question, taken) if may else [],
        "lists": lists(question) if may else {},
    }


def lists(question: Asked, *, org: str = "", field: str = "") -> dict[str, str]:
    """The lists of the dossiers behind the headline figures, as they are now, or behind those of a unit below
    or of a field; none for a period that does not begin and end at midnight, for lists are asked by days."""
    window = question.view.window
    first, end = localtime(window.start), localtime(window.end)
    if any(moment.time() != time() for moment in (first, end)):
        return {}
    since, last = first.date(), end.date() - timedelta(days=1)
    then = question.which == "day"
    same = Wanted(org=org or question.unit.key, field=field, then=then, level=NOT_VERTICAL)
    wanted = {
        "late": replace(same, time=TOO_LATE, since=since, until=last),
        "waiting": replace(same, still=last),
        "overdue": replace(same, still=last, time=OVERDUE),
    }
    return {name: reverse("dossiers") + each.query for name, each in wanted.items()}


def picture_of(name: str, question: Asked, words: str, *, ready: bool, tries: int = 0) -> Picture:
    """Where a chart is, or where to ask for it again; after TRIES the page stops asking."""
    carried = {"report": question.view.report.code, **question.carried}
    whole_page = reverse("dashboard") + query(carried)
    if ready:
        light, light_narrow, dark, dark_narrow = (
            reverse("dashboard_svg", args=[name, theme]) + query(carried) for theme in THEMES
        )
        return Picture(light, light_narrow, dark, dark_narrow, "", whole_page, words)
    again = reverse("dashboard_picture", args=[name]) + query({**carried, "n": str(tries + 1)})
    return Picture("", "", "", "", again if tries < TRIES else "", whole_page, words)


def summary(name: str, found: Board) -> str:
    """What a chart says, in a sentence; also its text for who cannot see it. Empty: nothing to draw."""
    match name:
        case "flows":
            return _flow_words(found)
        case "rates":
            return _rate_words(found)
        case "late-units":
            late = [(below.unit.name, below.late) for below in found.below if below.late]
            return _most(late, _("Nhiều hồ sơ trễ hạn nhất: {name}, {number} hồ sơ."))
        case "late-fields":
            late = [(field, number.late) for field, number in found.fields if number.late]
            return _most(late, _("Lĩnh vực nhiều hồ sơ trễ hạn nhất: {name}, {number} hồ sơ."))
    return _target_words(found)


def _target_words(found: Board) -> str:
    if not any(indicator.share.value is not None for indicator in found.indicators):
        return ""
    if not any(indicator.target for indicator in found.indicators):
        return _("Kỳ này chưa có chỉ tiêu được giao.")
    missed = ", ".join(
        indicator.name for indicator in found.indicators if indicator.compared and indicator.compared.below
    )
    words = _("Chưa đạt: {names}.").format(names=missed) if missed else _("Không có chỉ tiêu nào chưa đạt.")
    return f"{words} {_('Vạch đứng là chỉ tiêu được giao.')}"


def _flow_words(found: Board) -> str:
    if not found.months:
        return ""
    top = max(found.months, key=lambda point: point.flow.received)
    words = _("Từ tháng {first} đến tháng {last}; tiếp nhận nhiều nhất tháng {month}: {number} hồ sơ.")
    return words.format(
        first=f"{found.months[0].first:%m/%Y}",
        last=f"{found.months[-1].first:%m/%Y}",
        month=f"{top.first:%m/%Y}",
        number=thousands(top.flow.received),
    )


def _rate_words(found: Board) -> str:
    rates = [(point.rate, point.first) for point in found.months if point.rate is not None]
    if not rates:
        return ""
    rate, month = min(rates)
    return _("Thấp nhất tháng {month}: {rate}%.").format(month=f"{month:%m/%Y}", rate=_rate(rate))


def _most(late: list[tuple[str, int]], words: str) -> str:
    if not late:
        return ""
    name, number = late[0]
    return words.format(name=name, number=thousands(number))


def _rate(value: Number | None) -> str:
    """51,43; a dash where there is none."""
    return "–" if value is None else percent(Decimal(value))


def shown_line(found: Line) -> dict[str, Any]:
    figures = {name: thousands(getattr(found, name)) for name in ("completed", "late", "waiting", "overdue")}
    on_time = thousands(int(found.on_time.numerator or 0))
    return {
        "unit": found.unit,
        **figures,
        "on_time": on_time,
        "rate": _rate(found.on_time.value),
        "line": found,
    }


def _indicator(question: Asked, found: Indicator) -> dict[str, Any]:
    parts = [_plain(part) for part in (found.share.numerator, found.share.denominator)]
    return {
        "indicator": found,
        "address": reverse("cell", args=[question.view.report.code, found.row.code])
        + query(question.carried),
        "rate": _rate(found.share.value),
        "numerator": parts[0],
        "denominator": parts[1],
        "target": shown(found.target.value, "") if found.target else "–",
        "compared": found.compared,
        "declared": "" if found.declared is None else _rate(found.declared),
    }


def _plain(part: Number | None) -> str:
    return "–" if part is None else thousands(int(part))


def _month(point: Point) -> dict[str, str]:
    return {
        "month": f"{point.first:%m/%Y}",
        "received": thousands(point.flow.received),
        "completed": thousands(point.flow.completed),
        "on_time": thousands(point.flow.on_time),
        "rate": _rate(point.rate),
    }


def _field(name: str, found: Late) -> dict[str, Any]:
    return {"name": name, "completed": thousands(found.completed), "late": thousands(found.late)}


def _map_tabs(question: Asked) -> list[tuple[object, str, bool, None]]:
    report = {"report": question.view.report.code}
    return [
        (label, query({**report, "map": "" if which == "day" else which}), which == question.which, None)
        for which, label in MAPS
    ]


def _both_maps(person: Person, question: Asked) -> list[dict[str, Any]]:
    """The unit as it is on today's map, after those of the period's map that went into it whole: a line
    each, of those the reader may see; nothing where no unit changed or its figures cannot be placed."""
    views = {which: _on(question, which) for which in MAP_KINDS}
    day, today = views["day"], views["today"]
    org = question.unit.pk
    successor = org if question.which == "today" else _whole_at(today, org)
    last_day = timezone.localdate(day.window.end - timedelta(microseconds=1))
    before = [
        unit for unit in Unit.objects.on(last_day).order_by("pk") if _whole_at(today, unit.pk) == successor
    ]
    if successor is None or [unit.pk for unit in before] == [successor]:
        return []
    allowed = reached(person, Right.FIGURES)
    after = Unit.objects.get(pk=successor)
    pairs: list[tuple[Which, Unit]] = [*(("day", unit) for unit in before), ("today", after)]
    taken = {which: current(views[which], which) for which in MAP_KINDS}
    return [
        {"map": dict(MAPS)[which], **shown_line(line(taken[which], unit))}
        for which, unit in pairs
        if allowed is None or unit.pk in allowed
    ]


def _late_cells(question: Asked, taken: Snapshot) -> list[tuple[str, str, str]]:
    """Rows of the form that count late dossiers, each with its number and the page that lists them all."""
    figures = taken.figures.get(question.unit.pk, {})
    report, carried = question.view.report.code, query(question.carried)
    return [
        (
            question.view.rows[code].label,
            thousands(int(value)),
            reverse("cell", args=[report, code]) + carried,
        )
        for code in LATE
        if code in figures and (value := figures[code].value)
    ]


def _on(question: Asked, which: Which) -> View:
    if which == question.which:
        return question.view
    return view(question.view.report.code, today=timezone.localdate(), which=which)


def _whole_at(today: View, unit: int) -> int | None:
    """The unit of today's map that shows another's figures whole."""
    try:
        placed = today.units.place(unit)
    except UnknownUnitError:
        return None
    return None if placed.unallotted else placed.unit
