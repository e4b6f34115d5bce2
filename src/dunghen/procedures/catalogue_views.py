"""The public catalogue of procedures in force (danh mục TTHC), generated from publication decisions: a page,
Word and PDF of a field, Excel of everything; and each decision as a document."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import PUBLIC, needs
from dunghen.core.excel import LIMIT, XLSX, write_rows
from dunghen.core.text import sort_key
from dunghen.documents.content import MediaType
from dunghen.documents.model import Document
from dunghen.documents.pdf import to_pdf
from dunghen.documents.word import to_word
from dunghen.org.access_forms import read_day
from dunghen.org.rights import Right
from dunghen.procedures.models import ProcedureVersion
from dunghen.procedures.paper.publication import (
    Asked,
    Line,
    catalogue_document,
    decision_document,
    line,
)
from dunghen.procedures.publication_views import ITEMS, seen
from dunghen.procedures.views import known

KINDS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": (MediaType.DOCX.value, to_word),
    "pdf": ("application/pdf", to_pdf),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the catalogue in Excel."""

    name: str
    label: Any
    field: str

    def value(self, row: Line, /) -> str:
        return str(getattr(row, self.field))


COLUMNS = (
    Column("code", gettext_lazy("Mã TTHC"), "code"),
    Column("procedure", gettext_lazy("Tên thủ tục hành chính"), "name"),
    Column("field", gettext_lazy("Lĩnh vực"), "field"),
    Column("levels", gettext_lazy("Cấp thực hiện"), "levels"),
    Column("limit", gettext_lazy("Thời hạn giải quyết"), "limit"),
    Column("unit", gettext_lazy("Địa điểm thực hiện"), "place"),
    Column("fee", gettext_lazy("Phí, lệ phí"), "fee"),
    Column("note", gettext_lazy("Căn cứ pháp lý"), "basis"),
    Column("decision", gettext_lazy("Quyết định công bố"), "decision"),
)


@needs(PUBLIC)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The fields with how many procedures are in force on a day, or the procedures of one field."""
    day, field = _asked(request.GET)
    rows = versions(day)
    query = urlencode({"linh-vuc": field, "ngay": f"{day:%d/%m/%Y}"})
    counts = rows.values("procedure__field").annotate(number=Count("procedure", distinct=True)).order_by()
    fields = sorted(counts.values_list("procedure__field", "number"), key=lambda pair: sort_key(pair[0]))
    page = {
        "day": day,
        "field": field,
        "fields": fields,
        "choices": [("", _("Tất cả")), *((name, name) for name, _number in fields)],
        "total": sum(number for _name, number in fields),
        "rows": list(_of_field(rows, field)) if field else [],
        "papers": [
            (label, reverse("catalogue_paper", args=[kind]) + f"?{query}")
            for kind, label in (("docx", _("Xuất Word")), ("pdf", _("Xuất PDF")), ("xlsx", _("Xuất Excel")))
            if field or kind == "xlsx"
        ],
    }
    return render(request, "procedures/catalogue.html", page)


@needs(PUBLIC)
@require_safe
def catalogue_paper(request: HttpRequest, kind: str) -> HttpResponse:
    """The catalogue as a file: of one field as Word or PDF, of one or all as Excel."""
    day, field = _asked(request.GET)
    found = _of_field(versions(day), field)
    name = f"danh-muc-{day:%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        file = io.BytesIO()
        heading = [
            _("Danh mục thủ tục hành chính"),
            field,
            _("Có hiệu lực ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"},
        ]
        write_rows(file, heading, COLUMNS, (line(row) for row in found), LIMIT)
        return _file(file.getvalue(), XLSX, name)
    if kind not in KINDS or not field or not (rows := list(found)):
        raise Http404
    sample = any(row.procedure.sample for row in rows)
    document = catalogue_document(Asked(field, day, sample), [line(row) for row in rows])
    media, render_as = KINDS[kind]
    return _file(render_as(document), media, name)


@needs(Right.CONTROL)
@require_safe
def decision_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A decision with its catalogue as Word, once it is signed as PDF too."""
    if kind not in KINDS:
        raise Http404
    rows = seen(request).select_related("drafter").prefetch_related(ITEMS)
    row = get_object_or_404(rows, pk=pk)
    if kind == "pdf" and row.signed is None:  # what is kept for good has a day
        raise Http404
    media, render_as = KINDS[kind]
    return _file(render_as(decision_document(row)), media, f"quyet-dinh-cong-bo-{pk}.{kind}")


def versions(day: date) -> QuerySet[ProcedureVersion]:
    """What is law on a day, as known now."""
    return known().in_force(day)


def _of_field(rows: QuerySet[ProcedureVersion], field: str) -> QuerySet[ProcedureVersion]:
    found = rows.filter(procedure__field=field) if field else rows
    related = found.select_related("procedure__department").prefetch_related("scopes")
    return related.order_by("procedure__field", "procedure__search", "procedure")


def _asked(said: QueryDict) -> tuple[date, str]:
    return read_day(said.get("ngay", "")) or timezone.localdate(), said.get("linh-vuc", "")


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": str(disposition)})
