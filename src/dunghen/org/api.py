"""Units over the API: what the public pages show, to any token."""

from collections.abc import Iterable
from typing import Annotated

from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from dunghen.org.maps import UnitMap, UnknownUnitError
from dunghen.org.models import Level, Succession, Unit
from dunghen.org.schemas import REFUSED, Code, Day, Passing, Problem, UnitDetail, UnitPlace, UnitRow
from dunghen.org.tokens import ANY_CALLER, ApiRequest, Needs
from dunghen.org.trees import unit_map

router = Router(tags=["Đơn vị"])
_COLUMNS = (
    *("key", "code", "name", "short_name", "level", "kind", "valid_from", "valid_to"),
    *("code_verified", "unsure", "sample"),
)


class Wanted(Schema):
    """`on`: only units that existed on the day; `level`: only these."""

    on: Day | None = None
    level: Level | None = None


@router.get(
    "/units",
    auth=Needs(ANY_CALLER),
    response={200: list[UnitRow], REFUSED: Problem},
    summary="Đơn vị theo thời gian, và nơi thể hiện số liệu theo bản đồ đơn vị hiện nay",
)
def list_units(request: ApiRequest, wanted: Annotated[Wanted, Query()]) -> list[UnitRow]:
    units = Unit.objects.select_related("parent").order_by("key")
    if wanted.on:
        units = units.on(wanted.on)
    if wanted.level:
        units = units.filter(level=wanted.level)
    return _rows(units, unit_map("today", request.auth.day))


@router.get(
    "/units/{name}",
    auth=Needs(ANY_CALLER),
    response={200: UnitDetail, REFUSED: Problem},
    summary="Một đơn vị theo khóa hoặc mã hiện nay, với các đơn vị kế thừa và tiền thân",
)
def get_unit(request: ApiRequest, name: Annotated[Code, Path()]) -> UnitDetail:
    today = unit_map("today", request.auth.day)
    try:
        found = Unit.objects.select_related("parent").filter(pk=today.find(name))
    except UnknownUnitError as error:
        raise HttpError(404, f"Không có đơn vị “{name}”.") from error
    (row,) = _rows(found, today)
    return UnitDetail(
        **row.dict(),
        successors=_passings("predecessor", "successor", row.key),
        predecessors=_passings("successor", "predecessor", row.key),
    )


def _rows(units: Iterable[Unit], today: UnitMap) -> list[UnitRow]:
    names = {pk: (key, code) for pk, key, code in Unit.objects.values_list("pk", "key", "code")}
    return [
        UnitRow(
            **{column: getattr(unit, column) for column in _COLUMNS},
            parent=unit.parent.key if unit.parent else None,
            today=_shown(unit.pk, today, names),
        )
        for unit in units
    ]


def _shown(unit: int, today: UnitMap, names: dict[int, tuple[str, str]]) -> UnitPlace | None:
    try:
        placed = today.place(unit)
    except UnknownUnitError:  # not founded yet
        return None
    key, code = names[placed.unit]
    return UnitPlace(key=key, code=code, unallotted=placed.unallotted)


def _passings(this: str, other: str, key: str) -> list[Passing]:
    rows = Succession.objects.filter(**{f"{this}__key": key}).order_by("day", "pk")
    columns = (f"{other}__key", f"{other}__name", "kind", "day", "decision", "unsure")
    return [
        Passing(**dict(zip(Passing.model_fields, row, strict=True))) for row in rows.values_list(*columns)
    ]
