"""What happened to a dossier: its events in order, read once a page."""

from dunghen.core.once import once
from dunghen.dossiers.models import DossierEvent


def events_of(dossier_id: int) -> list[DossierEvent]:
    """The events of a dossier, the oldest first. One query a page."""
    events = DossierEvent.objects.filter(dossier=dossier_id).order_by("number")
    return once(("events", dossier_id), lambda: list(events))
