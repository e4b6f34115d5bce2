"""Lists of documents, search without accents, citations looked up, files of a matter."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from dunghen.core.folded import wanted
from dunghen.documents.official import citations
from dunghen.documents.official.citations import Checked, Registered
from dunghen.documents.official.models import (
    CaseFile,
    CaseItem,
    Direction,
    OfficialDocument,
    OfficialQuerySet,
    own_units,
)
from dunghen.documents.official.rules import Refused
from dunghen.org.access_forms import read_day
from dunghen.org.models import Person

PAGE = 50
LONGEST = 200  # signs of a search
_SYMBOL = re.compile(r"\s*\d+[a-zđ]?\s*/\s*[^\s]*\s*", re.IGNORECASE)
_PLACE = re.compile(r"(\d{4}-\d{2}-\d{2}|-)\.(\d{1,18})", re.ASCII)
# Tabs of the register page: what a key shows.
OUT, IN, WAITING, DRAFTS = "di", "den", "cho-dang-ky", "du-thao"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the registers."""

    tab: str = OUT
    text: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    unit: str = ""
    after: str = ""


def found(person: Person, day: date, asked: Asked) -> OfficialQuerySet:
    """The rows of a tab that are asked for, of those a person may see."""
    rows = searched(_of_tab(person, day, asked.tab), asked.text)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.unit:
        rows = rows.filter(unit__key=asked.unit)
    if asked.since:
        rows = rows.filter(day__gte=asked.since)
    if asked.until:
        rows = rows.filter(day__lte=asked.until)
    return rows.select_related("unit")


def _of_tab(person: Person, day: date, tab: str) -> OfficialQuerySet:
    rows = OfficialDocument.objects.all()
    if tab == WAITING:
        return rows.waiting_at(own_units(person, day))
    if tab == DRAFTS:
        return rows.under_way_at(person, day)
    direction = Direction.IN if tab == IN else Direction.OUT
    return rows.registered_at(person, day).filter(direction=direction)


def searched(rows: OfficialQuerySet, text: str) -> OfficialQuerySet:
    """By number and symbol, as far as it is typed, or by words of the abstract without accents; the last
    word may be only begun."""
    text = text.strip()[:LONGEST]
    if not text:
        return rows
    if _SYMBOL.fullmatch(text):
        plain = citations.key(text)
        return rows.filter(Q(symbol_key__startswith=plain) | Q(symbol_key__startswith=f"0{plain}"))
    query = wanted(text)
    return rows.none() if query is None else rows.filter(search=query)


def page(rows: OfficialQuerySet, after: str, size: int = PAGE) -> list[OfficialDocument]:
    """The rows after a place (`place_of`), newest first, and one more than `size` if there are."""
    place = _PLACE.fullmatch(after)
    if place is not None and place[1] == "-":
        rows = rows.filter(Q(day=None, pk__lt=int(place[2])) | Q(day__isnull=False))
    elif place is not None and (day := read_day(place[1])) is not None:
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=int(place[2])), day__lte=day)
    return list(rows.order_by("-day", "-pk")[: size + 1])


def place_of(row: OfficialDocument) -> str:
    """Where a row stands in the list."""
    return f"{row.day.isoformat() if row.day else '-'}.{row.pk}"


def checked(rows: OfficialQuerySet, text: str) -> list[Checked]:
    """The documents that a text cites, held against these rows; one query."""
    found = list(citations.cited(text))
    forms = {form for one in found for form in written(one.symbol)}
    known: dict[str, list[Registered]] = defaultdict(list)
    held = rows.filter(symbol_key__in=forms, day__isnull=False) if forms else rows.none()
    for row in held.only("symbol", "day", "issuer").order_by("day", "pk"):
        if row.day is not None:
            known[citations.key(row.symbol)].append(Registered(row.symbol, row.day, row.issuer, row.pk))
    return citations.check(found, known)


def written(symbol: str) -> set[str]:
    """The ways in which a number and symbol may stand in `symbol_key`: 9/KH-UBND and 09/KH-UBND."""
    plain = citations.key(symbol)
    return {plain, f"0{plain}", f"00{plain}"}


def remarks(
    cited: Collection[tuple[str, date | None]], seen: OfficialQuerySet
) -> dict[tuple[str, date | None], str]:
    """What the registers say of documents that were typed by number and day, where it is not the same:
    another day of that year, or nothing. A note, no refusal: not every document passes through a register
    here. Whether there is one is said to everybody, its day only where the reader may see it (`seen`). Two
    queries."""
    forms = {form for number, _day in cited for form in written(number)}
    held = OfficialDocument.objects.filter(symbol_key__in=forms, day__isnull=False) if forms else None
    known: dict[str, dict[date, int]] = defaultdict(dict)
    for symbol, day, pk in held.values_list("symbol", "day", "pk") if held is not None else ():
        if day is not None:
            known[citations.key(symbol)][day] = pk
    found = {one: _of_year(known[citations.key(one[0])], one[1]) for one in cited}
    other = {one: days for one, days in found.items() if days and one[1] is not None and one[1] not in days}
    keys = [pk for days in other.values() for pk in days.values()]
    open_ = set(seen.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    said = {one: _("chưa có trong sổ văn bản") for one, days in found.items() if not days or one in other}
    for one, days in other.items():
        if shown := [f"{day:%d/%m/%Y}" for day, pk in sorted(days.items()) if pk in open_]:
            said[one] = _("sổ văn bản ghi ngày %(days)s") % {"days": ", ".join(shown)}
    return said


def _of_year(days: dict[date, int], day: date | None) -> dict[date, int]:
    """Numbers begin anew each year."""
    return {one: pk for one, pk in days.items() if day is None or one.year == day.year}


def named(seen: OfficialQuerySet, unit: int, symbol: str, day: date | None) -> OfficialDocument:
    """The document of this number and symbol, the unit's own first. Raises Refused where there is none, or
    more than one."""
    found = seen.filter(symbol_key=symbol.strip().upper())
    if day:
        found = found.filter(day=day)
    own = list(found.filter(unit=unit)[:2]) or list(found[:2])
    if not own:
        raise Refused(_("Không tìm thấy văn bản %(symbol)s trong sổ.") % {"symbol": symbol})
    if len(own) > 1:
        raise Refused(_("Có nhiều văn bản %(symbol)s; ghi thêm ngày văn bản.") % {"symbol": symbol})
    return own[0]


def case_of(subject: str, key: object) -> CaseFile | None:
    """The file of a matter of another room, if it is opened."""
    return CaseFile.objects.filter(subject=subject, key=str(key)).first()


def contents(case: CaseFile) -> list[CaseItem]:
    """The list of contents, in the order in which documents came in."""
    inside = case.items.filter(removed_at=None)
    return list(inside.select_related("document", "document__unit").order_by("position"))
