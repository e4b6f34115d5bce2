"""Charts: Vega-Lite specifications in the colours of the stylesheet. Nothing is drawn here: the worker
does that (jobs.draw), because drawing makes a process twice as large."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import fill
from typing import Any

from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from dunghen.statistics.dashboard import Board, Indicator, Line, Point
from dunghen.statistics.models import ChartImage

Spec = dict[str, Any]
Colours = Mapping[str, str]
SHEET = "dunghen/dunghen.css"
LIGHT, DARK = ":root {", ':root[data-theme="dark"] {'
ROW, LINE = 26, 15  # height of a bar with its name, and of each further line of the name
UNITS = 15  # bars a reader still takes in


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a picture is, in pixels (with its axes where it is `whole`), and a name, in letters."""

    width: int
    name: int
    whole: bool


WIDE, NARROW = Size(720, 44, whole=False), Size(300, 17, whole=True)  # of a telephone: type stays readable


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in light and in dark; `digest` names its content, so that the same is drawn once."""

    light: Spec
    dark: Spec

    @property
    def digest(self) -> str:
        text = json.dumps([self.light, self.dark], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def colours(theme: str) -> Colours:
    """The colour tokens of the stylesheet. `theme` is LIGHT or DARK."""
    found = finders.find(SHEET)
    if not isinstance(found, str):
        raise FileNotFoundError(SHEET)
    block = Path(found).read_text(encoding="utf-8").split(theme, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})", block))


def chart(name: str, board: Board, size: Size = WIDE) -> Chart:
    """The chart of this name. Raises KeyError."""
    draw = CHARTS[name]
    light, dark = (_framed(draw(board, ink, size), ink, size) for ink in (colours(LIGHT), colours(DARK)))
    return Chart(light, dark)


def image(wanted: Chart) -> ChartImage | None:
    """The drawn chart, if it is there."""
    return ChartImage.objects.filter(pk=wanted.digest).first()


def drawn(names: Iterable[str], board: Board) -> dict[str, bool]:
    """Which of these charts are drawn in both sizes; the worker is asked for the others, once."""
    wanted = {name: [chart(name, board, size) for size in (WIDE, NARROW)] for name in names}
    by_digest = {found.digest: found for both in wanted.values() for found in both}
    there = set(ChartImage.objects.filter(pk__in=by_digest).values_list("pk", flat=True))
    for digest in by_digest.keys() - there - _ordered(by_digest.keys() - there):
        _order(digest, by_digest[digest])
    return {name: all(found.digest in there for found in both) for name, both in wanted.items()}


def _ordered(digests: Iterable[str]) -> set[str]:
    """Those for which the worker has an order already: its words are long, and not sent again."""
    locks = {_lock(digest): digest for digest in digests}
    if not locks:
        return set()
    waiting = ProcrastinateJob.objects.filter(status="todo", queueing_lock__in=locks)
    return {locks[lock] for lock in waiting.values_list("queueing_lock", flat=True) if lock}


def _lock(digest: str) -> str:
    return f"draw:{digest}"


def _order(digest: str, wanted: Chart) -> None:
    job = app.configure_task("dunghen.statistics.jobs.draw", queueing_lock=_lock(digest))
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(digest=digest, light=wanted.light, dark=wanted.dark)


def _framed(spec: Spec, ink: Colours, size: Size) -> Spec:
    quiet = {"labelColor": ink["ink-2"], "titleColor": ink["ink-2"], "domainColor": ink["line-2"]}
    lines = {"gridColor": ink["line"], "tickColor": ink["line-2"]}
    labels = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400, "labelLimit": 260}
    config = {
        "font": "Be Vietnam Pro, Arial, sans-serif",
        "background": ink["surface"],
        "view": {"stroke": None},
        "axis": {**quiet, **lines, **labels},
        "legend": {"labelColor": ink["ink-2"], "labelFontSize": 12, "title": None, "orient": "top"},
    }
    fit = {"autosize": {"type": "fit-x", "contains": "padding"}} if size.whole else {}
    return {"width": size.width, "padding": 8 if not fit else 2, **fit, **spec, "config": config}


def _names(names: Iterable[str], size: Size) -> dict[str, str]:
    """Names broken into lines that leave the bars their room."""
    return {name: fill(name, size.name) for name in names}


def _name_axis() -> Spec:
    words = {"labelExpr": "split(datum.label, '\\n')", "labelLineHeight": LINE}
    return {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, **words},
    }


def _height(names: Mapping[str, str], row: int) -> int:
    """Of bars, so that the longest name has its lines."""
    lines = max((name.count("\n") for name in names.values()), default=0)
    return (row + LINE * lines) * max(len(names), 1)


def _of_month(points: Sequence[Point]) -> list[Spec]:
    return [{"month": f"{point.first:%Y-%m}", "label": f"{point.first:%m/%Y}"} for point in points]


def _month_axis(points: Sequence[Point]) -> Spec:
    """Months in their order, a label to each while there are few, else to each January and July, and of
    those as many as there is room for."""
    shown = [f"{point.first:%Y-%m}" for point in points if len(points) <= 18 or point.first.month in (1, 7)]
    words = {"labelExpr": "substring(datum.value, 5, 7) + '/' + substring(datum.value, 0, 4)"}
    return {
        "field": "month",
        "type": "ordinal",
        "title": None,
        "axis": {"values": shown, "labelAngle": 0, "labelOverlap": True, "grid": False, **words},
    }


def _mergers(board: Board, ink: Colours) -> list[Spec]:
    """A line at each month in which a unit took over from another."""
    months = sorted({f"{day:%Y-%m}" for day in board.mergers})
    if not months:
        return []
    label = _("Sắp xếp đơn vị")
    values = [{"month": month, "label": label, "top": 14 * place} for place, month in enumerate(months)]
    at = {"x": {"field": "month", "type": "ordinal"}}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "strokeDash": [4, 3], "color": ink["line-2"]},
            "encoding": at,
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "align": "left", "dx": 4, "baseline": "top", "color": ink["ink-2"]},
            "encoding": {
                **at,
                "y": {"field": "top", "type": "quantitative", "scale": None},
                "text": {"field": "label"},
            },
        },
    ]


def _flows(board: Board, ink: Colours, size: Size) -> Spec:
    kinds = {_("Tiếp nhận"): "received", _("Đã giải quyết xong"): "completed"}
    values = [
        {**month, "kind": kind, "number": getattr(point.flow, name)}
        for month, point in zip(_of_month(board.months), board.months, strict=True)
        for kind, name in kinds.items()
    ]
    scale = {"domain": list(kinds), "range": [ink["soon"], ink["act"]]}
    y = {
        "field": "number",
        "type": "quantitative",
        "title": _("Hồ sơ"),
        "axis": {"format": ",d", "tickCount": 5},
    }
    lines = {
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {
            "x": _month_axis(board.months),
            "y": y,
            "color": {"field": "kind", "type": "nominal", "scale": scale},
            "shape": {"field": "kind", "type": "nominal", "scale": {"domain": list(kinds)}},
        },
    }
    return {"height": 220, "data": {"values": values}, "layer": [lines, *_mergers(board, ink)]}


def _rates(board: Board, ink: Colours, size: Size) -> Spec:
    values = [
        {**month, "rate": float(point.rate)}
        for month, point in zip(_of_month(board.months), board.months, strict=True)
        if point.rate is not None
    ]
    y = {
        "field": "rate",
        "type": "quantitative",
        "title": _("Đúng hạn, %"),
        "scale": {"zero": False, "nice": True},
        "axis": {"format": ".2~f", "tickCount": 5},
    }
    line = {
        "mark": {"type": "line", "point": {"color": ink["ok"]}, "color": ink["ok"], "strokeWidth": 2},
        "encoding": {"x": _month_axis(board.months), "y": y},
    }
    return {"height": 180, "data": {"values": values}, "layer": [line, *_mergers(board, ink)]}


def _late_units(board: Board, ink: Colours, size: Size) -> Spec:
    lines = [found for found in board.below if found.late][:UNITS]
    return _bars([(_short(found), found.late) for found in lines], ink, size)


def _short(found: Line) -> str:
    return found.unit.short_name or found.unit.name


def _late_fields(board: Board, ink: Colours, size: Size) -> Spec:
    return _bars([(name, number.late) for name, number in board.fields if number.late], ink, size)


def _bars(rows: Sequence[tuple[str, int]], ink: Colours, size: Size) -> Spec:
    names = _names((name for name, _number in rows), size)
    values = [{"name": names[name], "number": number} for name, number in rows]
    x = {
        "field": "number",
        "type": "quantitative",
        "title": _("Hồ sơ trễ hạn"),
        "axis": {"format": ",d", "tickMinStep": 1, "tickCount": 5},
    }
    text = {"field": "number", "type": "quantitative", "format": ",d"}
    return {
        "height": _height(names, ROW),
        "data": {"values": values},
        "encoding": {"y": _name_axis(), "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": ink["late"]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "color": ink["ink"]},
                "encoding": {"text": text},
            },
        ],
    }


def _targets(board: Board, ink: Colours, size: Size) -> Spec:
    shown = [found for found in board.indicators if found.share.value is not None]
    names = _names((found.name for found in shown), size)
    scale = {"domain": [0, 100]}
    tick = {"type": "tick", "thickness": 3, "size": ROW - 6, "color": ink["ink"]}
    return {
        "height": _height(names, ROW + 8),
        "data": {"values": [{"name": names[found.name], **_target_row(found)} for found in shown]},
        "encoding": {"y": _name_axis()},
        "layer": [
            {
                "mark": {"type": "bar", "color": ink["act"], "size": ROW - 10},
                "encoding": {
                    "x": {
                        "field": "rate",
                        "type": "quantitative",
                        "scale": scale,
                        "title": "%",
                        "axis": {"tickCount": 5},
                    }
                },
            },
            {
                "transform": [{"filter": "isValid(datum.target)"}],
                "mark": tick,
                "encoding": {"x": {"field": "target", "type": "quantitative", "scale": scale}},
            },
        ],
    }


def _target_row(found: Indicator) -> Spec:
    target = float(found.target.value) if found.target else None
    return {"rate": float(found.share.value or 0), "target": target}


CHARTS: dict[str, Callable[[Board, Colours, Size], Spec]] = {
    "flows": _flows,
    "rates": _rates,
    "late-units": _late_units,
    "late-fields": _late_fields,
    "targets": _targets,
}
