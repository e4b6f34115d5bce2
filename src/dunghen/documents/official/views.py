"""The pages of the registers: lists with search, a document with its way, the register as a workbook."""

from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dunghen.core.access import needs
from dunghen.core.excel import LIMIT, XLSX, Listed, write_rows
from dunghen.documents.files import download
from dunghen.documents.official import reading
from dunghen.documents.official.actions import CLERKS, WRITERS
from dunghen.documents.official.forms import KINDS
from dunghen.documents.official.models import DocumentState, OfficialDocument, OfficialQuerySet
from dunghen.documents.official.reading import DRAFTS, IN, OUT, WAITING, Asked
from dunghen.org.access_forms import read_day, unit_choices
from dunghen.org.access_page import further
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

LONGEST_TEXT = 200_000  # signs of a text whose citations are checked
TABS = (
    (OUT, gettext_lazy("Văn bản đi")),
    (IN, gettext_lazy("Văn bản đến")),
    (WAITING, gettext_lazy("Chờ đăng ký")),
    (DRAFTS, gettext_lazy("Đang trình")),
)
STATES: dict[str, str] = {
    DocumentState.DRAFT: "none",
    DocumentState.SUBMITTED: "wait",
    DocumentState.SIGNED: "wait",
    DocumentState.NUMBERED: "wait",
    DocumentState.ISSUED: "ok",
    DocumentState.REGISTERED: "ok",
}
VERDICTS = {"agrees": "ok", "other_day": "late", "no_day": "late", "without_day": "warn", "not_here": "none"}


def seen(request: HttpRequest) -> OfficialQuerySet:
    """The documents the reader may see."""
    return OfficialDocument.objects.visible_to(signed_in(request), timezone.localdate())


def units_of(person: Person, roles: frozenset[Any]) -> list[Unit]:
    """The units of today where somebody holds one of the roles."""
    today = timezone.localdate()
    held = {one.unit for one in person.holdings(today) if one.role in roles}
    return list(Unit.objects.filter(pk__in=held))


def some_units(person: Person, roles: frozenset[Any]) -> list[Unit]:
    """The same, of a page for who has one. Raises PermissionDenied."""
    if not (found := units_of(person, roles)):
        raise PermissionDenied
    return found


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks for."""
    said = request.GET
    tab = said.get("so", OUT)
    return Asked(
        tab=tab if tab in dict(TABS) else OUT,
        text=said.get("tim", ""),
        kind=said.get("loai", "") if said.get("loai", "") in dict(KINDS) else "",
        since=read_day(said.get("tu", "")),
        until=read_day(said.get("den", "")),
        unit=said.get("don-vi", ""),
        after=said.get("sau", ""),
    )


@needs(Right.ROWS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """One of the registers, newest first."""
    person, today, asked = signed_in(request), timezone.localdate(), asked_of(request)
    found = reading.found(person, today, asked)
    rows = reading.page(found, asked.after)
    shown = rows[: reading.PAGE]
    page = {
        "asked": asked,
        "said": request.GET,
        "tabs": [(label, f"?so={key}", key == asked.tab, None) for key, label in TABS],
        "caption": dict(TABS)[asked.tab],
        "rows": [(row, STATES[row.state]) for row in shown],
        "kinds": [("", _("Tất cả")), *KINDS],
        "units": [("", _("Tất cả")), *unit_choices(_units(person))],
        "may_draft": bool(units_of(person, WRITERS)),
        "may_register": bool(units_of(person, CLERKS)),
        "may_see_registers": not person.reach(Right.TASKS, today).nothing,
        "query": request.GET.urlencode(),
        "next": further(request.GET, reading.place_of(shown[-1])) if len(rows) > reading.PAGE else "",
        "first": further(request.GET, "") if asked.after else "",
    }
    return render(request, "documents/official/register.html", page)


def _units(person: Person) -> list[Unit]:
    """The units whose registers the reader may open."""
    reached = Unit.objects.within(person.reach(Right.ROWS, timezone.localdate()), timezone.localdate())
    today = Unit.objects.on(timezone.localdate())
    return list(today if reached is None else Unit.objects.filter(pk__in=reached))


def _titled(row: OfficialDocument) -> str:
    return f"{row.get_kind_display()}: {row.abstract}"


_OUT_COLUMNS: tuple[Listed[OfficialDocument], ...] = (
    Listed("symbol", gettext_lazy("Số, ký hiệu văn bản"), lambda row: row.symbol),
    Listed("day", gettext_lazy("Ngày tháng văn bản"), lambda row: row.day),
    Listed("content", gettext_lazy("Tên loại và trích yếu nội dung"), _titled),
    Listed("signer", gettext_lazy("Người ký"), lambda row: row.signer_name),
    Listed("note", gettext_lazy("Nơi nhận"), lambda row: "; ".join(one.name for one in row.recipients.all())),
    Listed("unit", gettext_lazy("Cơ quan ban hành"), lambda row: row.unit.name),
)
_IN_COLUMNS: tuple[Listed[OfficialDocument], ...] = (
    Listed("received", gettext_lazy("Ngày đến"), lambda row: row.received),
    Listed("arrival", gettext_lazy("Số đến"), lambda row: row.arrival),
    Listed("unit", gettext_lazy("Tác giả"), lambda row: row.issuer),
    Listed("symbol", gettext_lazy("Số, ký hiệu văn bản"), lambda row: row.symbol),
    Listed("day", gettext_lazy("Ngày tháng văn bản"), lambda row: row.day),
    Listed("content", gettext_lazy("Tên loại và trích yếu nội dung"), _titled),
    Listed("note", gettext_lazy("Đơn vị nhận"), lambda row: row.unit.name),
)


@needs(Right.ROWS)
@require_safe
def register_paper(request: HttpRequest) -> HttpResponse:
    """The register as it is filtered, with the columns of the law, as a workbook to be printed and bound
    (art. 16.2.b, 22.3.b)."""
    asked = asked_of(request)
    arrived = asked.tab == IN
    rows = reading.found(signed_in(request), timezone.localdate(), asked)
    order = ("received", "arrival") if arrived else ("day", "number")
    ordered = rows.order_by(*order, "pk").prefetch_related("recipients")[: LIMIT + 1]
    heading = [_("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN") if arrived else _("SỔ ĐĂNG KÝ VĂN BẢN ĐI")]
    file = BytesIO()
    write_rows(file, heading, _IN_COLUMNS if arrived else _OUT_COLUMNS, ordered, LIMIT)
    name = "so-van-ban-den.xlsx" if arrived else "so-van-ban-di.xlsx"
    saved_as = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": str(saved_as)})


@needs(Right.ROWS)
@require_safe
def official_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The document's own file."""
    row = get_object_or_404(seen(request).select_related("file"), pk=pk)
    if row.file is None:
        raise Http404
    return download(row.file)


@needs(Right.ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_citations(request: HttpRequest) -> HttpResponse:
    """The documents that a text cites, held against the registers the reader may see; nothing is kept."""
    text = request.POST.get("van-ban", "")[:LONGEST_TEXT]
    checked = reading.checked(seen(request), text) if text else []
    page = {
        "text": text,
        "asked": request.method == "POST",
        "rows": [(one, VERDICTS[one.verdict]) for one in checked],
        "wrong": sum(VERDICTS[one.verdict] == "late" for one in checked),
    }
    return render(request, "documents/official/citations.html", page)
