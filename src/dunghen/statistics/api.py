"""Reports, their figures and the records behind them over the API, as far as the caller's rights reach."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from ninja import Path, Query, Router, Schema

from dunghen.org.maps import Which
from dunghen.org.rights import Right
from dunghen.org.schemas import REFUSED, Code, Mark, Moment, Problem, Size, mark, place
from dunghen.org.tokens import ApiRequest, Needs
from dunghen.statistics.compile import compiled
from dunghen.statistics.counting import one_snapshot
from dunghen.statistics.kept import kept
from dunghen.statistics.models import Report
from dunghen.statistics.narrowing import Among
from dunghen.statistics.schemas import CellRecords, CellRow, CompiledReport, ReportRow
from dunghen.statistics.trace import Trace
from dunghen.statistics.view import BadQuestionError, View, view

router = Router(tags=["Báo cáo"])
_COLUMNS = ("code", "name", "unit__code", "window_from", "window_to", "signed", "number")


class Asked(Schema):
    """`org` by code or key, the report's own unit without one; `map`: the units of the report's days, or
    today's; `known_at`: as known then (Vietnamese time; a bare date is its end). Without it figures are those
    that the pages show, counted a while ago; the answer says as known when."""

    org: Code | None = None
    map: Which = "day"
    known_at: Moment | None = None


class AskedRows(Asked):
    after: Mark | None = None
    size: Size = 50


@router.get(
    "/reports",
    auth=Needs(Right.FIGURES),
    response={200: list[ReportRow], REFUSED: Problem},
    summary="Các kỳ báo cáo",
)
def list_reports(request: ApiRequest) -> list[ReportRow]:
    rows = Report.objects.order_by("window_to", "code").values_list(*_COLUMNS)
    return [ReportRow(**dict(zip(ReportRow.model_fields, row, strict=True))) for row in rows]


@router.get(
    "/reports/{code}/cells",
    auth=Needs(Right.FIGURES),
    response={200: CompiledReport, REFUSED: Problem},
    summary="Số liệu của một đơn vị trong kỳ báo cáo",
)
def compile_cells(
    request: ApiRequest, code: Annotated[Code, Path()], asked: Annotated[Asked, Query()]
) -> CompiledReport:
    found, unit = _within(request, code, asked, Right.FIGURES)
    figures = kept(found, asked.map)
    seen = replace(found, known_at=figures.known_at)
    said = compiled(seen, unit, figures.of(unit, seen.rows)).as_json()
    return CompiledReport(**said | {"cells": [CellRow(**cell) for cell in said["cells"]]})


@router.get(
    "/reports/{code}/cells/{cell}/rows",
    auth=Needs(Right.ROWS),
    response={200: CellRecords, REFUSED: Problem},
    summary="Danh sách chi tiết của một số liệu, không có thông tin cá nhân",
)
def list_records(
    request: ApiRequest,
    code: Annotated[Code, Path()],
    cell: Annotated[Code, Path()],
    asked: Annotated[AskedRows, Query()],
) -> CellRecords:
    with one_snapshot():
        found, unit = _within(request, code, asked, Right.ROWS)
        among = Among(units=request.auth.units(Right.ROWS))
        page = Trace(found, found.row(cell), unit, among).page(place(asked.after), asked.size)
    rows = [_plain(row) for row in page.rows]
    return CellRecords(columns=list(page.columns), rows=rows, after=mark(page.after) or None)


def _within(request: ApiRequest, code: str, asked: Asked, right: Right) -> tuple[View, int]:
    """The report by this map and the unit asked for. Raises BadQuestionError; a unit out of reach is answered
    like one that there is not."""
    found = view(code, today=request.auth.day, which=asked.map, known_at=asked.known_at)
    unit, within = found.org(asked.org or ""), request.auth.units(right)
    if within is not None and unit not in within:
        named = asked.org or found.report.unit.code
        raise BadQuestionError(f"Không có đơn vị “{named}” trên bản đồ đơn vị được chọn.")
    return found, unit


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A declared figure with decimals as a JSON number."""
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}
