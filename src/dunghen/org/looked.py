"""Who was shown whose names in a register that few may read: noted with each page, read by those who watch
over it. The applicants of dossiers have a log of their own."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from dunghen.org.models import Looked, LookedKind, Person, Unit
from dunghen.org.rights import Right


def note_looked(
    person: Person, kind: LookedKind, page: str, shown: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Note that a page shows somebody these records, each with the unit whose persons it names: one row
    whatever their number; none for a page without records. `page` is in the reader's words."""
    if not shown:
        return
    Looked.objects.create(
        person=person,
        at=now,
        kind=kind,
        page=page,
        records=[record for record, _unit in shown],
        units=sorted({unit for _record, unit in shown}),
    )


def looked(kind: LookedKind, reader: Person, day: date) -> QuerySet[Looked]:
    """The log of a register, newest first, of the units the reader's right to the log reaches."""
    rows = Looked.objects.filter(kind=kind).select_related("person").order_by("-pk")
    units = Unit.objects.within(reader.reach(Right.VIEWS, day), day)
    return rows if units is None else rows.filter(units__overlap=sorted(units))
