"""Documents that a proofread text cites, held against the registers of documents in and out.

A document may be registered after the text was read: the page of the text looks again each time it is opened,
and what is new is kept when somebody asks for it (actions.look_up).

Numbers begin anew each year and with each office: a citation is told to be wrong where the register has that
number of the same year under another day, and none under the day that the text gives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import override

from dunghen.core.text import fold
from dunghen.documents.official.citations import Checked, Verdict
from dunghen.documents.official.models import OfficialDocument
from dunghen.documents.official.reading import checked
from dunghen.org.models import Person
from dunghen.statistics.models import ProofRun, ProofVerdict

# UBND huyện An Hòa behind a citation: another office's number.
_LOCAL = re.compile(r"^\s*cua\s+\w+(?: \w+){0,3}?\s(?:huyen|quan|xa|phuong|thi xa|thi tran)\s+(\w+(?: \w+)?)")
_BEHIND = 80  # characters behind a citation that may name who issued the document


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation that the register knows: where it stands, what is to be said of it, of which document."""

    start: int
    end: int
    verdict: ProofVerdict
    words: str
    document: int


def in_registers(text: str, reader: Person, day: date | None = None) -> Iterator[Cited]:
    """The citations of a text that the documents visible to `reader` confirm or give another day."""
    rows = OfficialDocument.objects.visible_to(reader, day or localdate())
    with override(settings.LANGUAGE_CODE):  # what is kept is Vietnamese, whoever brought the text
        for one in checked(rows, text):
            verdict = _verdict(one)
            if verdict is not None and not _of_others(text, one):
                at = one.citation
                yield Cited(at.start, at.end, verdict, one.sentence, one.registered[0].pk)


def unheld(run: ProofRun, reader: Person, day: date | None = None) -> list[Cited]:
    """What the registers say today of a text that was read earlier, and is not among its findings yet."""
    told = set(
        run.findings.exclude(registered=None).values_list("registered_id", "quotes__0__start", "verdict")
    )
    found = in_registers(run.text, reader, day)
    return [one for one in found if (one.document, one.start, one.verdict) not in told]


def _verdict(one: Checked) -> ProofVerdict | None:
    """What is said of a citation; nothing where the register has that number of other years only."""
    if one.verdict == Verdict.AGREES:
        return ProofVerdict.CONSISTENT
    day = one.citation.day
    if one.verdict != Verdict.OTHER_DAY or day is None or one.registered[0].day.year != day.year:
        return None
    several = len({(found.day, found.issuer) for found in one.registered}) > 1
    return ProofVerdict.WARNING if several else ProofVerdict.CONTRADICTION


def _of_others(text: str, one: Checked) -> bool:
    """Whether the words behind a citation name another office than the register does."""
    end = one.citation.end
    local = _LOCAL.match(fold(text[end : end + _BEHIND]))
    return local is not None and all(local[1] not in fold(r.issuer) for r in one.registered)
