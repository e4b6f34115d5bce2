"""Who was shown whose personal data: noted with each page, and read by those who watch over it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.http import QueryDict

from dunghen.core.text import fold
from dunghen.dossiers.models import Area, Dossier, DossierVersion, PersonView, ViewedPage
from dunghen.org.access_page import number
from dunghen.org.models import Person
from dunghen.org.rights import Right

PAGE = 50


def note_view(person: Person, page: ViewedPage, shown: Sequence[DossierVersion], now: datetime) -> None:
    """Note that a page shows somebody the persons of these dossiers: one row, whatever their number; none for
    a page without persons."""
    note_seen(person, page, [(version.dossier_id, version.unit_id) for version in shown], now)


def note_seen(person: Person, page: ViewedPage, seen: Sequence[tuple[int, int]], now: datetime) -> None:
    """The same of dossiers by their ids, each with the unit that decides it."""
    if not seen:
        return
    PersonView.objects.create(
        person=person,
        at=now,
        page=page,
        dossiers=[dossier for dossier, _unit in seen],
        units=sorted({unit for _dossier, unit in seen}),
    )


class Viewed(NamedTuple):
    """A page somebody was shown, with the codes of those of its dossiers that the reader answers for."""

    view: PersonView
    codes: list[str]


def found(said: QueryDict, reader: Person, day: date) -> list[Viewed]:
    """A page of the log and one row more if there is a next page; by the code of a dossier (`ma`) and by who
    looked (`nguoi-xem`, without accents). Of the units the reader's right reaches."""
    mine = DossierVersion.objects.known_at(None).visible_to(reader, Right.VIEWS, day)
    views = PersonView.objects.select_related("person").order_by("-pk")
    views = views.filter(_of_units(reader, day))
    if code := said.get("ma", "").strip().upper():
        asked = list(mine.filter(dossier__code=code).values_list("dossier", flat=True))
        views = views.filter(dossiers__overlap=asked) if asked else views.none()
    if name := fold(said.get("nguoi-xem", "").strip()):
        people = Person.objects.values_list("pk", "username", "full_name")
        views = views.filter(
            person__in=[pk for pk, username, full in people if name in username or name in fold(full)]
        )
    if after := number(said.get("sau", "")):
        views = views.filter(pk__lt=after)
    rows = list(views[: PAGE + 1])
    ids = {dossier for view in rows for dossier in view.dossiers}
    reached = mine.filter(dossier__in=ids).values("dossier")
    codes = dict(Dossier.objects.filter(pk__in=reached).values_list("pk", "code"))
    return [Viewed(view, [codes[one] for one in view.dossiers if one in codes]) for view in rows]


def _of_units(reader: Person, day: date) -> Q:
    units = Area.of(reader, Right.VIEWS, day).units
    return Q() if units is None else Q(units__overlap=sorted(units))
