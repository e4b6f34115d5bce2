"""What waits for whoever looks: how many open dossiers of each kind, and the list that shows them."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from dunghen.core.worktime import CalendarGapError
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.rules import Status
from dunghen.dossiers.search import OVERDUE, SOON
from dunghen.org.calendar import calendar
from dunghen.org.models import Person
from dunghen.org.rights import Right


class Waiting(NamedTuple):
    """A kind of open dossiers: what it is, how many, the status that colours it, and the list's query."""

    label: object
    number: int
    kind: str
    query: str


def soon_after(now: datetime) -> datetime:
    """Soon due is what is due by the end of the next working day."""
    try:
        working = calendar()
        return working.closing(working.next_working(localtime(now).date()))
    except CalendarGapError:
        return now


def waiting(person: Person, now: datetime, day: date) -> list[Waiting]:
    """The open dossiers of which a person may see rows. One query."""
    rows = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, day).filter(outcome="")
    found = rows.aggregate(
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        soon=Count("pk", filter=Q(due_at__gte=now, due_at__lte=soon_after(now))),
        papers=Count("pk", filter=Q(status=Status.WAITING_PAPERS)),
        open=Count("pk"),
    )
    papers = f"?trang-thai={Status.WAITING_PAPERS.value}"
    return [
        Waiting(_("Quá hạn"), found["overdue"], "late" if found["overdue"] else "ok", f"?han={OVERDUE}"),
        Waiting(_("Sắp đến hạn"), found["soon"], "soon" if found["soon"] else "ok", f"?han={SOON}"),
        Waiting(_("Chờ bổ sung"), found["papers"], "none", papers),
        Waiting(_("Đang giải quyết"), found["open"], "none", ""),
    ]
