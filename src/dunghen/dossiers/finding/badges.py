"""The mark of a status in a list: a text with colour."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Badges:
    """Statuses drawn once a page, not once a row."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, object], SafeString] = {}

    def __call__(self, kind: str, label: object) -> SafeString:
        if (kind, label) not in self._drawn:
            page_part = render_to_string("dossiers/_badge.html", {"kind": kind, "label": label})
            self._drawn[kind, label] = page_part
        return self._drawn[kind, label]
