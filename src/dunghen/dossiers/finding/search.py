"""The list of dossiers: what is wanted, found by an index, in pages by due date or by when they ended."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q
from django.utils import timezone

from dunghen.core.text import fold
from dunghen.core.worktime_calendar import VIETNAM, local
from dunghen.dossiers.finding.wanted import (
    ALL,
    APOLOGISED,
    EARLY,
    IN_TIME,
    NOT_VERTICAL,
    ON_TIME,
    OPEN,
    OVERDUE,
    SOON,
    TIMES,
    TOO_LATE,
    Key,
    Wanted,
    end_of,
)
from dunghen.dossiers.models import Area, DossierVersion, DossierVersionQuerySet
from dunghen.dossiers.populations import COMPLETED, LATE, STILL_OPEN
from dunghen.dossiers.rules import OPEN as OPEN_STATUSES
from dunghen.dossiers.rules import Outcome
from dunghen.org.maps import UnknownUnitError, Which
from dunghen.org.models import Level, Person, Unit
from dunghen.org.rights import Right
from dunghen.org.trees import unit_map
from dunghen.procedures.models import Procedure

_WORD = re.compile(r"[^\W_]+")
_DAY_OF_A_DESK = re.compile(r"[^-]+-\d{6}-")  # a code at least as long as that
STREAM = 2000  # rows read at a time where all are wanted
PAGE = 50
# What a list shows of a dossier, on the page and on paper.
_SHOWN = (
    *("level", "channel", "status", "outcome", "received_at", "due_at", "resolved_at"),
    *("resolved_recorded_at", "returned_at", "apologised_at"),
    *("dossier__code", "dossier__applicant__name", "dossier__applicant__erased_at"),
    *("procedure__code", "procedure__name", "unit__name", "unit__short_name"),
)


class TimeState(NamedTuple):
    """Where a dossier stands in its limit: one of TIMES, with the kind of its status."""

    key: str
    kind: str
    label: object  # translated when it is shown


_STATES = {
    key: TimeState(key, kind, label)
    for (key, label), kind in zip(TIMES[1:], ("ok", "soon", "late", "ok", "ok", "late", "late"), strict=True)
}
_NO_STATE = TimeState("", "none", "")


def time_state(version: DossierVersion, now: datetime, soon: datetime) -> TimeState:
    """Open: within its limit, soon due (by `soon`) or overdue. Completed: on an earlier day than the due
    date, on time or late. Neither for one without a due date or one that ended without a result."""
    due, ended = version.due_at, version.resolved_at
    if due is None:
        return _NO_STATE
    if not version.outcome:
        return _STATES[OVERDUE if due < now else SOON if due <= soon else IN_TIME]
    if ended is None or version.outcome not in {Outcome.RESOLVED, Outcome.REFUSED}:
        return _NO_STATE
    if ended > due:
        return _STATES[TOO_LATE if version.apologised_at is None else APOLOGISED]
    return _STATES[EARLY if local(ended).date() < local(due).date() else ON_TIME]


class Search:
    """What a person finds of what is wanted: dossiers of which they may see rows; by code also what their
    desk received for others. A name is looked for only
    among those whose persons they may see. `now` as Wanted.moment; what is soon due is due by `soon`."""

    def __init__(self, wanted: Wanted, person: Person, *, now: datetime, soon: datetime, day: date) -> None:
        self._wanted = wanted
        known = DossierVersion.objects.known_at(None)
        # what one's desk received for others is found by its code; lists are of what one's units decide
        one_day = _DAY_OF_A_DESK.match(wanted.code) is not None
        see = known.within_reach if one_day else known.visible_to
        rows = see(person, Right.ROWS, day)
        if wanted.mine:
            rows = rows.filter(officer=person)
        if wanted.name:
            self._persons = Area.of(person, Right.PERSONS, day)
            rows = rows.filter(self._persons.condition)
        self._rows = rows.filter(_conditions(wanted, now, soon))

    def page(self, after: Key | None, size: int) -> list[DossierVersion]:
        """The rows after a place, and one more than `size` if there are."""
        keys = self._named(after, size + 1) if self._wanted.name else self._keys(self._rows, after, size + 1)
        return _described(keys)

    def every(self) -> Iterator[DossierVersion]:
        """All rows, some thousands at a time."""
        after: Key | None = None
        while found := self.page(after, STREAM):
            yield from found[:STREAM]
            if len(found) <= STREAM:
                return
            after = self._wanted.key(found[STREAM - 1])

    def number(self, at_most: int) -> int:
        """How many rows there are, counted no further than `at_most`; not for a name."""
        wanted = self._wanted
        unplaced = Q(**{f"{wanted.anchor}__isnull": True})
        parts = [(_placed(wanted), wanted.anchor), (unplaced, "received_at" if wanted.still else "id")]
        found = 0
        for condition, order in parts[: 1 if wanted.since or wanted.until else 2]:
            rows = self._rows.filter(condition).order_by(order, "id").values("id")
            found += rows[: at_most - found].count() if found < at_most else 0
        return found

    def _named(self, after: Key | None, size: int) -> list[int]:
        """By name: whole words first, because a word only begun reads every name that goes on from it. The
        last word may be begun where no name has it whole."""
        words = _WORD.findall(fold(self._wanted.name))
        if not words:
            return []
        whole = _with(self._near(), " & ".join(words))
        found = self._keys(whole, after, size)
        if not found and not (after and whole.exists()):
            begun = _with(self._rows, " & ".join([*words[:-1], f"{words[-1]}:*"]))
            found = self._keys(begun, after, size)
        return found

    def _near(self) -> DossierVersionQuerySet:
        """The rows, and once more of which units, where the names are: the index of whole words need not
        tell those of others. For a word only begun the database does better with the list's own index."""
        units = self._persons.units
        if units is None or self._persons.officer is not None:
            return self._rows
        return self._rows.filter(dossier__applicant__units__overlap=sorted(units))

    def _keys(self, rows: DossierVersionQuerySet, after: Key | None, size: int) -> list[int]:
        """The keys of a page, by the covering indexes alone. Two queries at most: rows with the anchor, then
        those without, so that each walks an index."""
        anchor = self._wanted.anchor
        sign, side = ("-", "lt") if self._wanted.newest_first else ("", "gt")
        found: list[int] = []
        if after is None or after.at is not None:
            placed = rows.filter(_placed(self._wanted)).order_by(f"{sign}{anchor}", f"{sign}id")
            if after is not None:
                further = Q(**{f"{anchor}__{side}": after.at}) | Q(**{f"id__{side}": after.pk})
                placed = placed.filter(further, **{f"{anchor}__{side}e": after.at})
            found = list(placed.values_list("pk", flat=True)[:size])
        if len(found) < size and not (self._wanted.since or self._wanted.until):
            found += self._rest(rows, after, size - len(found))
        return found

    def _rest(self, rows: DossierVersionQuerySet, after: Key | None, size: int) -> list[int]:
        """The keys of rows without the anchor: without a due date by their ids; not ended by when they were
        received, as their own index has them."""
        sign, side = ("-", "lt") if self._wanted.newest_first else ("", "gt")
        rest = rows.filter(**{f"{self._wanted.anchor}__isnull": True})
        here = after.pk if after is not None and after.at is None else None
        if not self._wanted.still:
            further = Q() if here is None else Q(**{f"id__{side}": here})
            return list(rest.filter(further).order_by(f"{sign}id").values_list("pk", flat=True)[:size])
        if here is not None:
            last = DossierVersion.objects.filter(pk=here).values_list("received_at", flat=True).first()
            further = Q(**{f"received_at__{side}": last}) | Q(**{f"id__{side}": here})
            rest = rest.filter(further, **{f"received_at__{side}e": last}) if last else rest.none()
        rest = rest.order_by(f"{sign}received_at", f"{sign}id")
        return list(rest.values_list("pk", flat=True)[:size])


def _placed(wanted: Wanted) -> Q:
    """That a row has the anchor of the list. What its other conditions imply is said again, so that the
    index of late dossiers finds those that were overdue then and ended since."""
    if wanted.still is None:
        return Q(**{f"{wanted.anchor}__isnull": False})
    ended_since = Q(resolved_at__gte=end_of(wanted.still))
    return ended_since & Q(resolved_at__gt=F("due_at")) if wanted.time == OVERDUE else ended_since


def _conditions(wanted: Wanted, now: datetime, soon: datetime) -> Q:
    """All that is asked, but whose and of which name; nothing is found where something cannot be read."""
    if wanted.wrong:
        return Q(pk__in=())
    found = _of_status(wanted.status) & _of_time(wanted, now, soon) & _of_days(wanted)
    if wanted.code:
        found &= Q(dossier__code__startswith=wanted.code.upper())
    if wanted.procedure:
        found &= Q(procedure__in=_procedures(wanted.procedure))
    if wanted.field:
        found &= Q(procedure__in=_procedures_of(wanted.field))
    if wanted.unit:
        found &= Q(unit__in=_units(wanted.unit))
    if wanted.org:
        found &= Q(unit__in=_below(wanted.org, "day" if wanted.then else "today"))
    if wanted.level == NOT_VERTICAL:
        found &= ~Q(level=Level.VERTICAL)
    elif wanted.level:
        found &= Q(level=wanted.level)
    return found & Q(channel=wanted.channel) if wanted.channel else found


def _of_days(wanted: Wanted) -> Q:
    found = Q()
    if wanted.since:
        found &= Q(resolved_at__gte=datetime.combine(wanted.since, time(), VIETNAM))
    if wanted.until:
        found &= Q(resolved_at__lt=end_of(wanted.until))
    if wanted.still:
        end = end_of(wanted.still)
        found &= Q(resolved_at__isnull=True) | Q(resolved_at__gte=end)
        # as the figure of the overdue is counted: by their due date alone (docs/counting.md)
        found &= Q() if wanted.time == OVERDUE else Q(received_at__lt=end)
    return found


def _with(rows: DossierVersionQuerySet, words: str) -> DossierVersionQuerySet:
    return rows.filter(dossier__applicant__search=SearchQuery(words, search_type="raw", config="simple"))


def _described(keys: list[int]) -> list[DossierVersion]:
    """The rows of a page, in its order."""
    related = DossierVersion.objects.select_related("dossier__applicant", "procedure", "unit")
    rows = related.only(*_SHOWN).in_bulk(keys)
    return [rows[key] for key in keys]


def _below(key: str, which: Which) -> frozenset[int]:
    """The units counted at one of them or below it, on a map; none for a key that is not there."""
    units = unit_map(which, timezone.localdate())
    try:
        return units.scope(units.find(key))
    except UnknownUnitError:
        return frozenset()


def _procedures(text: str) -> list[int]:
    found = Procedure.objects.filter(Q(key=text) | Q(code=text) | _words_of(text))
    return list(found.values_list("id", flat=True))


def _procedures_of(field: str) -> list[int]:
    """Those of the field of this name; without one, of the fields whose names hold the words."""
    rows = Procedure.objects.values_list("id", "field")
    exact = [procedure for procedure, name in rows if name == field]
    return exact or [procedure for procedure, name in rows if fold(field) in _folded(name)]


def _words_of(text: str) -> Q:
    wanted = Q()
    for word in fold(text).split():
        wanted &= Q(search__contains=word)
    return wanted


def _units(text: str) -> list[int]:
    """By key, or by name without accents: the unit before and after a merger are both found."""
    rows = Unit.objects.values_list("id", "key", "name")
    wanted = fold(text)
    return [unit for unit, key, name in rows if key == text or wanted in _folded(name)]


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    """The name of a unit, asked for again and again."""
    return fold(name)


def _of_status(status: str) -> Q:
    if status == ALL:
        return Q()
    if status == OPEN:
        return STILL_OPEN
    # An open status says so twice, for the index of open dossiers.
    return Q(status=status) & (STILL_OPEN if status in OPEN_STATUSES else Q())


def _of_time(wanted: Wanted, now: datetime, soon: datetime) -> Q:
    still_open = Q() if wanted.still else STILL_OPEN
    return {
        "": Q(),
        IN_TIME: still_open & Q(due_at__gt=soon),
        SOON: still_open & Q(due_at__gte=now, due_at__lte=soon),
        OVERDUE: still_open & Q(due_at__lt=now),
        EARLY: COMPLETED & Q(resolved_at__date__lt=F("due_at__date")),
        ON_TIME: COMPLETED & Q(resolved_at__lte=F("due_at")) & Q(resolved_at__date__gte=F("due_at__date")),
        TOO_LATE: LATE,
        APOLOGISED: LATE & Q(apologised_at__isnull=False),
    }[wanted.time]
