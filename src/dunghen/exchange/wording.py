"""What a message says of an event: dated wording from law/messages.toml. Pure."""

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from dunghen.core.worktime import VIETNAM

FIELDS = frozenset({"code", "procedure", "unit", "place", "due", "appointment"})


class BadWordingError(ValueError):
    """A wording names a field that there is not, or two hold on one day; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words for one kind of event, from `since` until before `until`."""

    event: str
    since: date
    subject: str
    text: str
    source: str
    until: date = date.max

    def said(self, facts: Mapping[str, str]) -> tuple[str, str]:
        """Subject and text with the FIELDS filled in."""
        return self.subject.format_map(facts), self.text.format_map(facts)


@lru_cache
def wordings(path: Path) -> tuple[Wording, ...]:
    """All wordings of a file. Raises BadWordingError."""
    with path.open("rb") as file:
        found = tuple(Wording(**row) for row in tomllib.load(file)["message"])
    for place, wording in enumerate(found):
        _check_fields(wording)
        for other in found[:place]:
            if other.event == wording.event and other.since < wording.until and wording.since < other.until:
                raise BadWordingError(f"{wording.event}: {wording.since}")
    return found


def _check_fields(wording: Wording) -> None:
    parts = string.Formatter().parse(wording.subject + wording.text)
    unknown = {name for _literal, name, _spec, _conversion in parts if name is not None} - FIELDS
    if unknown:
        raise BadWordingError(f"{wording.event}: {', '.join(sorted(unknown))}")


def moment_text(moment: datetime | None) -> str:
    """A moment as a message gives it, in Vietnamese whatever the officer's page speaks."""
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}" if moment else "chưa xác định"


def wording_for(event: str, day: date, path: Path) -> Wording | None:
    """The wording for an event of a day; None where the applicant is told nothing."""
    return next((one for one in wordings(path) if one.event == event and one.since <= day < one.until), None)
