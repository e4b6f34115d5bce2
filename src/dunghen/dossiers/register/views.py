"""The register of what a unit received (sổ theo dõi hồ sơ): on the page, as PDF by volume, as a workbook.

Of the units whose rows one may see; applicants stand in it only for who has that right, and each look is
noted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Self
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.core.excel import XLSX, write_rows
from dunghen.core.text import sort_key, thousands
from dunghen.documents.form_pdf import form_to_pdf
from dunghen.dossiers.models import Area, DossierVersion, RegisterSerial, ViewedPage
from dunghen.dossiers.papers.law import NoForm
from dunghen.dossiers.papers.register import COLUMNS, Book, Line, volume
from dunghen.dossiers.papers.register_read import Entered, Pages
from dunghen.dossiers.papers.volumes import volume_of
from dunghen.dossiers.persons.viewed import note_seen
from dunghen.org.access_page import number
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

PAGE = 50
MOST = 100_000  # lines of a workbook: more than any place of receipt has in a year
MONTHS = [("", gettext_lazy("Cả năm")), *((str(month), str(month)) for month in range(1, 13))]


@dataclass(frozen=True, slots=True)
class Asked:
    """The book asked for among those one may see, how far it names applicants, and which dossiers open."""

    pages: Pages
    books: list[tuple[Unit, int]]
    opens: Area

    @classmethod
    def read(cls, request: HttpRequest) -> Self | None:
        """None where there is no such book to see; without a unit the own one's, without a year the last."""
        person, today, said = signed_in(request), timezone.localdate(), request.GET
        area = Area.of(person, Right.ROWS, today)
        books = _books(area)
        units = {unit.key: unit for unit, _year in books}
        key = said.get("don-vi", "")
        if not books or (key and key not in units):
            return None
        unit = units[key] if key else _own(person, units, today)
        years = [year for each, year in books if each.pk == unit.pk]
        year = number(said.get("nam", "")) or max(years)
        month = number(said.get("thang", "")) or 0
        named = Area.of(person, Right.PERSONS, today)

        def sees(version: DossierVersion) -> bool:
            return named.covers(version) or (named.units is not None and unit.pk in named.units)

        shown = year if year in years else max(years)
        return cls(Pages(unit, shown, month if month <= 12 else 0, sees), books, area)


def _books(area: Area) -> list[tuple[Unit, int]]:
    """The books of the units whose rows one may see, by the names of the units."""
    found = RegisterSerial.objects.select_related("unit__parent__parent")
    if area.units is not None:
        found = found.filter(unit__in=area.units)
    return sorted(
        ((one.unit, one.year) for one in found), key=lambda book: (sort_key(book[0].name), -book[1])
    )


def _own(person: Person, units: dict[str, Unit], day: date) -> Unit:
    at = {held.unit for held in person.holdings(day)}
    return next((unit for unit in units.values() if unit.pk in at), next(iter(units.values())))


@needs(Right.ROWS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The lines of a unit's book of a year, of a month if asked (`don-vi`, `nam`, `thang`, `sau`)."""
    asked = Asked.read(request)
    if asked is None and request.GET.get("don-vi"):
        raise Http404
    if asked is None:
        return render(request, "dossiers/register.html", {"rows": [], "book": None})
    pages = asked.pages
    found = pages.page(number(request.GET.get("sau", "")) or 0, PAGE + 1)
    shown = found[:PAGE]
    _noted(request, shown)
    book = pages.book()
    context = {
        "rows": [(one.line, asked.opens.covers(one.version)) for one in shown],
        "book": book,
        "unit": pages.unit,
        "month": str(pages.month or ""),
        "closed": book.closed(timezone.localdate()),
        "last": thousands(book.last),
        "shown": _("Hiển thị %(rows)s hồ sơ") % {"rows": len(shown)},
        **_choices(asked, book),
        **_addresses(request, pages, found),
    }
    return render(request, "dossiers/register.html", context)


def _choices(asked: Asked, book: Book) -> dict[str, Any]:
    units = dict.fromkeys((unit.key, unit.name) for unit, _year in asked.books)
    years = sorted({year for unit, year in asked.books if unit.pk == asked.pages.unit.pk}, reverse=True)
    return {
        "units": list(units),
        "years": [(str(year), str(year)) for year in years],
        "year": str(book.year),
        "months": MONTHS,
        "volumes": [(str(one), str(one)) for one in range(1, volume_of(max(book.last, 1)) + 1)],
    }


def _addresses(request: HttpRequest, pages: Pages, found: list[Entered]) -> dict[str, str]:
    same = urlencode({"don-vi": pages.unit.key, "nam": pages.year, "thang": pages.month or ""})
    after = f"?{same}&sau={found[PAGE - 1].line.number}" if len(found) > PAGE else ""
    return {
        "first": f"?{same}" if "sau" in request.GET else "",
        "next": after,
        "xlsx": f"{reverse('register_xlsx')}?{same}",
    }


@needs(Right.ROWS)
@require_safe
def register_pdf(request: HttpRequest) -> HttpResponse:
    """A volume of the book (`quyen`, the last unless told); a volume is small enough to be made at once."""
    asked = _asked(request)
    book, today = asked.pages.book(), timezone.localdate()
    last = volume_of(max(book.last, 1))
    which = min(number(request.GET.get("quyen", "")) or last, last)
    found = asked.pages.volume(which)
    _noted(request, found)
    sample = any(one.version.sample for one in found)
    try:
        made = volume(book, which, [one.line for one in found], today, sample=sample)
    except NoForm as error:
        raise Http404 from error
    headers = _headers(f"{_name(asked.pages)}_quyen-{which:02}.pdf", attached=False)
    return HttpResponse(form_to_pdf(made), content_type="application/pdf", headers=headers)


@needs(Right.ROWS)
@require_safe
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The book, or a month of it, as a workbook, written as it is read."""
    pages = _asked(request).pages
    seen: list[tuple[int, int]] = []
    file = BytesIO()
    write_rows(file, _heading(pages), COLUMNS, _lines(pages, seen), MOST)
    note_seen(signed_in(request), ViewedPage.REGISTER, seen, timezone.now())
    headers = _headers(f"{_name(pages)}.xlsx", attached=True)
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)


def _lines(pages: Pages, seen: list[tuple[int, int]]) -> Iterator[Line]:
    """All lines; whose applicants stand in them goes to `seen`."""
    for one in pages.every():
        if one.named:
            seen.append((one.version.dossier_id, one.version.unit_id))
        yield one.line


def _asked(request: HttpRequest) -> Asked:
    asked = Asked.read(request)
    if asked is None:
        raise Http404
    return asked


def _noted(request: HttpRequest, found: Sequence[Entered]) -> None:
    seen = [(one.version.dossier_id, one.version.unit_id) for one in found if one.named]
    note_seen(signed_in(request), ViewedPage.REGISTER, seen, timezone.now())


def _heading(pages: Pages) -> list[str]:
    """What the workbook says above its rows, as on the paper."""
    months = _("Tháng %(month)s/%(year)s") if pages.month else _("Năm %(year)s")
    asked = months % {"month": pages.month, "year": pages.year}
    return [_("Sổ theo dõi hồ sơ"), f"{pages.book().desk.name} · {asked}"]


def _name(pages: Pages) -> str:
    return f"so-theo-doi_{pages.unit.key}_{pages.year}" + (f"-{pages.month:02}" if pages.month else "")


def _headers(name: str, *, attached: bool) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=attached, filename=name)
    return {"Content-Disposition": str(disposition), "Cache-Control": "private, no-store"}
