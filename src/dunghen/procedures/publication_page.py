"""What the pages of publication decisions show: deadlines with what became of them, and the counts of the
index of QĐ 766/QĐ-TTg, criteria 1.1 and 1.2 (estimates of ours, never the official score)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from dunghen.core.worktime_calendar import Calendar, CalendarGapError
from dunghen.org.models import Unit
from dunghen.procedures import publication_rules as rules
from dunghen.procedures.control_law import NoLawError, index_terms, publication_terms
from dunghen.procedures.models import Publication, PublicationState

KINDS = {
    PublicationState.DRAFT: "none",
    PublicationState.SUBMITTED: "wait",
    PublicationState.CHECKED: "soon",
    PublicationState.SIGNED: "info",
    PublicationState.ENTERED: "ok",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: what is due until when by which rule, when it was done, and whether in time; `late`: in
    two words that it was not."""

    label: str
    late: str
    last: date | None
    basis: str
    done: date | None
    in_time: bool | None

    @property
    def kind(self) -> str:
        return {True: "ok", False: "late", None: "wait"}[self.in_time]

    @property
    def state(self) -> str:
        """In the words of the page."""
        if self.in_time is None:
            return _("Chưa đến hạn")
        if self.in_time:
            return _("Đúng hạn")
        return _("Trễ hạn") if self.done else _("Quá hạn")


def dates_of(publication: Publication) -> rules.Dates:
    """What decides its deadlines."""
    return rules.Dates(
        effective=publication.effective,
        signed=publication.signed,
        entered=publication.entered,
        promulgated=publication.promulgated,
    )


def deadlines(publication: Publication, calendar: Calendar, today: date) -> list[Deadline]:
    """The four of a decision; none outside the calendar's years or before the law that is known."""
    day = publication.signed or publication.effective
    try:
        terms, index = publication_terms(day), index_terms(day)
        last = rules.deadlines(dates_of(publication), terms, index, calendar)
    except (CalendarGapError, NoLawError):
        return []
    signing = (_("Ký quyết định"), publication.signed)
    entry = (_("Nhập, đăng tải trên CSDL quốc gia về TTHC"), publication.entered)
    index_sign, index_entry = _("QĐ 766, tiêu chí 1.1"), _("QĐ 766, tiêu chí 1.2")
    rows = [
        (*signing, _("Ký trễ hạn"), last.sign, _("NĐ 63/2010 Điều 15")),
        (*signing, _("Trễ tiêu chí 1.1"), last.sign_for_index, index_sign),
        (*entry, _("Nhập trễ hạn"), last.enter, _("NĐ 63/2010 Điều 24")),
        (*entry, _("Trễ tiêu chí 1.2"), last.enter_for_index, index_entry),
    ]
    return [
        Deadline(label, late, until, basis, done, rules.in_time(done, until, today) if until else None)
        for label, done, late, until, basis in rows
    ]


class Share(NamedTuple):
    """How many procedures of how many."""

    part: int
    whole: int


class Scores(NamedTuple):
    """Distinct procedures published in time (1.1) and entered in time (1.2); one late decision makes its
    procedure late."""

    published: Share
    entered: Share


def scores(publications: Iterable[Publication], calendar: Calendar, today: date) -> Scores:
    """Of signed decisions with their items at hand."""
    signed: dict[int, bool] = {}
    entered: dict[int, bool] = {}
    for publication in publications:
        found = deadlines(publication, calendar, today)
        if not found:
            continue
        for item in publication.items.all():
            key = item.procedure_id
            signed[key] = signed.get(key, True) and found[1].in_time is True
            entered[key] = entered.get(key, True) and found[3].in_time is not False
    return Scores(Share(sum(signed.values()), len(signed)), Share(sum(entered.values()), len(entered)))


def to_post(publication: Publication) -> list[Unit]:
    """The units that take in dossiers of its procedures, and are to post it: those of its levels on the day
    it takes force, and the department that drafted it for what is handled at the city."""
    levels = {scope.level for item in publication.items.all() for scope in item.version.scopes.all()}
    below = Unit.objects.on(publication.effective).filter(level__in=levels - {"city"})
    own = [publication.drafter] if "city" in levels else []
    return [*own, *below.order_by("level", "name")]
