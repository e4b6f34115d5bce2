"""What waits for whoever looks: how many open dossiers of each kind, and the list that shows them."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dunghen.core.text import thousands
from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers.finding.search import Search
from dunghen.dossiers.finding.wanted import OVERDUE, SOON, Wanted
from dunghen.dossiers.models import DossierVersion, DossierVersionQuerySet
from dunghen.org.calendar import calendar
from dunghen.org.models import Person
from dunghen.org.rights import Right

MOST = 1000


class Waiting(NamedTuple):
    """A kind of open dossiers: what it is, how many (over MOST: more than that), the status that colours
    it, and the list's query."""

    label: str
    number: int
    kind: str
    query: str

    @property
    def shown(self) -> str:
        if self.number > MOST:
            return _("Hơn %(number)s") % {"number": thousands(MOST)}
        return thousands(self.number)


def soon_after(now: datetime) -> datetime:
    """Soon due is what is due by the end of the next working day."""
    try:
        working = calendar()
        return working.closing(working.next_working(localtime(now).date()))
    except CalendarGapError:
        return now


def search_for(wanted: Wanted, person: Person, now: datetime, soon: datetime) -> Search:
    """What the person finds of what is wanted; `soon` is that of now."""
    moment, day = wanted.moment(now), localtime(now).date()
    return Search(wanted, person, now=moment, soon=soon if moment == now else soon_after(moment), day=day)


def waiting(person: Person, now: datetime, day: date) -> list[Waiting]:
    """The open dossiers of which a person may see rows. Three queries."""
    rows = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, day).filter(outcome="")
    overdue = _number(rows.filter(due_at__lt=now))
    soon = _number(rows.filter(due_at__gte=now, due_at__lte=soon_after(now)))
    return [
        Waiting(_("Quá hạn"), overdue, "late" if overdue else "ok", f"?han={OVERDUE}"),
        Waiting(_("Sắp đến hạn"), soon, "soon" if soon else "ok", f"?han={SOON}"),
        Waiting(_("Đang giải quyết"), _number(rows), "none", ""),
    ]


def _number(rows: DossierVersionQuerySet) -> int:
    """How many, up to MOST and one more. In the order of the index of open dossiers, which the database
    would pass over for a plain count: it takes open ones for frequent, as they are among past versions."""
    return rows.order_by("due_at", "id").values("id")[: MOST + 1].count()
