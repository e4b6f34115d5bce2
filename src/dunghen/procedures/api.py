"""The catalogue over the API: what the public pages show, to any token."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Path, Query, Router, Schema
from ninja.errors import HttpError

from dunghen.core.text import fold
from dunghen.org.models import Level
from dunghen.org.schemas import REFUSED, Code, Mark, Problem, Size, Words, mark, place
from dunghen.org.tokens import ANY_CALLER, ApiRequest, Needs
from dunghen.procedures.models import Procedure, ProcedureVersion, VersionState
from dunghen.procedures.schemas import (
    Paper,
    ProcedureDetail,
    ProcedurePage,
    ProcedureRow,
    Step,
    Version,
)

router = Router(tags=["Thủ tục hành chính"])
_COLUMNS = (
    *(
        "key",
        "code",
        "name",
        "field",
        "org__key",
        "department__key",
        "link_kind",
        "non_territorial",
        "sample",
    ),
)
_OF_VERSION = (
    *("number", "state", "valid_from", "valid_to", "decision", "decision_date", "legal_basis"),
    *("limit_amount", "limit_unit", "limit_source", "pause_basis", "fee", "fee_note", "online_level"),
    *("eligible_full", "issues_result_paper", "unsure", "known_from"),
)


class Wanted(Schema):
    """`q`: words of the name, with or without accents; `level`: handled there by a published version."""

    q: Words = ""
    field: Words = ""
    level: Level | None = None
    sample: bool | None = None
    after: Mark | None = None
    size: Size = 50


@router.get(
    "/procedures",
    auth=Needs(ANY_CALLER),
    response={200: ProcedurePage, REFUSED: Problem},
    summary="Danh mục thủ tục hành chính",
)
def list_procedures(request: ApiRequest, wanted: Annotated[Wanted, Query()]) -> ProcedurePage:
    published = _known().values("procedure")
    rows = Procedure.objects.filter(pk__in=published, key__gt=_key(wanted.after))
    rows = rows.filter(search__contains=fold(wanted.q))
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.sample is not None:
        rows = rows.filter(sample=wanted.sample)
    if wanted.level:
        there = ProcedureVersion.objects.filter(
            known_to=None, state=VersionState.PUBLISHED, scopes__level=wanted.level
        )
        rows = rows.filter(pk__in=there.values("procedure"))
    found = rows.order_by("key").values_list(*_COLUMNS)[: wanted.size + 1]
    page = [_row(row) for row in found[: wanted.size]]
    return ProcedurePage(rows=page, after=mark(page[-1].key) if len(found) > wanted.size else None)


@router.get(
    "/procedures/{name}",
    auth=Needs(ANY_CALLER),
    response={200: ProcedureDetail, REFUSED: Problem},
    summary="Một thủ tục theo khóa hoặc mã, với các phiên bản, giấy tờ và bước xử lý",
)
def get_procedure(request: ApiRequest, name: Annotated[Code, Path()]) -> ProcedureDetail:
    by_name = Procedure.objects.filter(key=name) | Procedure.objects.filter(code=name)
    row = by_name.filter(pk__in=_known().values("procedure")).values_list(*_COLUMNS).first()
    if row is None:
        raise HttpError(404, f"Không có thủ tục hành chính “{name}”.")
    versions = _known().filter(procedure__key=row[0]).order_by("number")
    versions = versions.prefetch_related("scopes", "papers", "steps")
    return ProcedureDetail(**_row(row).dict(), versions=[_version(version) for version in versions])


def _known() -> QuerySet[ProcedureVersion]:
    """As known now; a draft is shown to nobody."""
    return ProcedureVersion.objects.filter(known_to=None).exclude(state=VersionState.DRAFT)


def _key(after: str | None) -> str:
    """The key after which a page begins; a mark of another list names none and finds what comes after it."""
    return place(after).replace("\x00", "")


def _row(values: tuple[object, ...]) -> ProcedureRow:
    return ProcedureRow.model_validate(dict(zip(ProcedureRow.model_fields, values, strict=True)))


def _version(version: ProcedureVersion) -> Version:
    papers = sorted(version.papers.all(), key=lambda paper: paper.pk)
    steps = sorted(version.steps.all(), key=lambda step: step.position)
    return Version(
        **{column: getattr(version, column) for column in _OF_VERSION},
        levels=sorted(Level(scope.level) for scope in version.scopes.all()),
        papers=[Paper.from_orm(paper) for paper in papers],
        steps=[Step.from_orm(step) for step in steps],
    )
