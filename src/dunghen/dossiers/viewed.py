"""Who was shown whose personal data: noted with each page, and read by those who watch over it."""

from collections.abc import Sequence
from datetime import datetime

from dunghen.dossiers.models import DossierVersion, PersonView, ViewedPage
from dunghen.org.models import Person


def note_view(person: Person, page: ViewedPage, shown: Sequence[DossierVersion], now: datetime) -> None:
    """Note that a page shows somebody the persons of these dossiers: one row, whatever their number; none for
    a page without persons."""
    if not shown:
        return
    PersonView.objects.create(
        person=person,
        at=now,
        page=page,
        dossiers=[version.dossier_id for version in shown],
        units=sorted({version.unit_id for version in shown}),
    )
