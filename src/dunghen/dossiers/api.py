"""Dossiers over the API: rows without persons, of the units the caller's right reaches."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.db.models import Q
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from dunghen.core.worktime import VIETNAM
from dunghen.dossiers.models import DossierEvent, DossierVersion, DossierVersionQuerySet
from dunghen.dossiers.rules import OPEN, Channel, Status
from dunghen.dossiers.schemas import DossierPage, DossierRow, EventRow
from dunghen.org.models import Unit
from dunghen.org.rights import Right
from dunghen.org.schemas import REFUSED, Code, Day, Mark, Moment, Problem, Size, bad_mark, mark, place
from dunghen.org.tokens import ApiRequest, Needs
from dunghen.procedures.models import Procedure

NOT_ENDED = Q(resolved_at__isnull=True)
router = Router(tags=["Hồ sơ"])
_LOOKUPS = {
    "code": "dossier__code",
    "procedure": "procedure__key",
    "procedure_code": "procedure__code",
    "procedure_name": "procedure__name",
    "unit": "unit__code",
    "received_unit": "received_unit__code",
    "helped_unit": "helped_unit__code",
}
_COLUMNS = tuple(_LOOKUPS.get(name, name) for name in DossierRow.model_fields)


class Wanted(Schema):
    """`unit` (decides) and `procedure` by key or code; received on these days, the last included."""

    unit: Code | None = None
    procedure: Code | None = None
    status: Status | None = None
    channel: Channel | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    after: Mark | None = None
    size: Size = 50


@router.get(
    "/dossiers",
    auth=Needs(Right.ROWS),
    response={200: DossierPage, REFUSED: Problem},
    summary="Danh sách hồ sơ theo thứ tự tiếp nhận, không có thông tin cá nhân",
)
def list_dossiers(request: ApiRequest, wanted: Annotated[Wanted, Query()]) -> DossierPage:
    rows = _visible(request, None).filter(_conditions(wanted))
    if wanted.after:
        received_at, last = _position(wanted.after)
        # the first bound is for the index, the second cuts exactly
        further = Q(received_at__gt=received_at) | Q(pk__gt=last)
        rows = rows.filter(further, received_at__gte=received_at)
    keys = list(rows.order_by("received_at", "pk").values_list("received_at", "pk")[: wanted.size + 1])
    page = keys[: wanted.size]
    described = {
        pk: _row(values)
        for pk, *values in DossierVersion.objects.filter(pk__in=[pk for _, pk in page]).values_list(
            "pk", *_COLUMNS
        )
    }
    after = mark(f"{page[-1][0].isoformat()}|{page[-1][1]}") if len(keys) > wanted.size else None
    return DossierPage(rows=[described[pk] for _, pk in page], after=after)


@router.get(
    "/dossiers/{code}",
    auth=Needs(Right.ROWS),
    response={200: DossierRow, REFUSED: Problem},
    summary="Một hồ sơ, như đã biết tại một thời điểm",
)
def get_dossier(
    request: ApiRequest, code: Annotated[Code, Path()], known_at: Annotated[Moment | None, Query()] = None
) -> DossierRow:
    return _row(_one(_visible(request, known_at), code).values_list(*_COLUMNS)[0])


@router.get(
    "/dossiers/{code}/events",
    auth=Needs(Right.ROWS),
    response={200: list[EventRow], REFUSED: Problem},
    summary="Nhật ký xử lý của một hồ sơ",
)
def list_events(request: ApiRequest, code: Annotated[Code, Path()]) -> list[EventRow]:
    (dossier,) = _one(_visible(request, None), code).values_list("dossier", flat=True)
    events = DossierEvent.objects.filter(dossier=dossier).order_by("number")
    return [
        EventRow(**dict(zip(EventRow.model_fields, values, strict=True)))
        for values in events.values_list(*EventRow.model_fields)
    ]


def _visible(request: ApiRequest, known_at: datetime | None) -> DossierVersionQuerySet:
    caller = request.auth
    return DossierVersion.objects.known_at(known_at).visible_to(caller.person, Right.ROWS, caller.day)


def _one(rows: DossierVersionQuerySet, code: str) -> DossierVersionQuerySet:
    """The dossier's row; one out of reach is answered like one that there is not."""
    found = rows.filter(dossier__code=code)
    if not found.exists():
        raise HttpError(404, f"Không có hồ sơ “{code}”.")
    return found


def _conditions(wanted: Wanted) -> Q:
    found = Q()
    if wanted.unit:
        units = Unit.objects.filter(Q(key=wanted.unit) | Q(code=wanted.unit))
        found &= Q(unit__in=list(units.values_list("pk", flat=True)))
    if wanted.procedure:
        named = Procedure.objects.filter(Q(key=wanted.procedure) | Q(code=wanted.procedure))
        found &= Q(procedure__in=list(named.values_list("pk", flat=True)))
    if wanted.status:
        # an open one says so, for the index of what has not ended
        found &= Q(status=wanted.status) & (NOT_ENDED if wanted.status in OPEN else Q())
    if wanted.channel:
        found &= Q(channel=wanted.channel)
    if wanted.received_from:
        found &= Q(received_at__gte=_midnight(wanted.received_from))
    if wanted.received_to:
        found &= Q(received_at__lt=_midnight(wanted.received_to + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _position(after: str) -> tuple[datetime, int]:
    """Where the page before ended. Raises HttpError."""
    try:
        received_at, last = place(after).split("|")
        at, pk = datetime.fromisoformat(received_at), int(last)
    except ValueError as error:
        raise bad_mark(after) from error
    if at.tzinfo is None or pk.bit_length() > 63:
        raise bad_mark(after)
    return at, pk


def _row(values: tuple[object, ...] | list[object]) -> DossierRow:
    return DossierRow.model_validate(dict(zip(DossierRow.model_fields, values, strict=True)))
