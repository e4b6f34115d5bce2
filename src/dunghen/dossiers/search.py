"""The list of dossiers: what is asked for, found by an index, in pages by due date."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.core.text import fold
from dunghen.core.worktime_calendar import local
from dunghen.dossiers.models import DossierVersion, DossierVersionQuerySet
from dunghen.dossiers.populations import COMPLETED, LATE
from dunghen.dossiers.rules import OPEN as OPEN_STATUSES
from dunghen.dossiers.rules import Channel, Outcome, Status
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right
from dunghen.procedures.models import Procedure

PAGE = 50
OPEN, ALL = "dang-giai-quyet", "tat-ca"
STATUSES = [(OPEN, _("Đang giải quyết")), (ALL, _("Tất cả")), *Status.choices]
CHANNELS = [("", _("Tất cả")), *Channel.choices]
IN_TIME, SOON, OVERDUE = "trong-han", "sap-den-han", "qua-han"
EARLY, ON_TIME, TOO_LATE, APOLOGISED = "truoc-han", "dung-han", "tre-han", "tre-han-da-xin-loi"
TIMES = [
    ("", _("Tất cả")),
    (IN_TIME, _("Trong hạn")),
    (SOON, _("Sắp đến hạn")),
    (OVERDUE, _("Quá hạn")),
    (EARLY, _("Trước hạn")),
    (ON_TIME, _("Đúng hạn")),
    (TOO_LATE, _("Trễ hạn")),
    (APOLOGISED, _("Trễ hạn, đã xin lỗi")),
]
_WORD = re.compile(r"[^\W_]+")
_STILL_OPEN = Q(outcome="")


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


class Key(NamedTuple):
    """The place of a row in the list; rows without a due date stand at the end."""

    due_at: datetime | None
    pk: int

    def __str__(self) -> str:
        return f"{self.pk}@{self.due_at.isoformat() if self.due_at else ''}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for a text that is no place."""
        number, _at, due = text.partition("@")
        try:
            return cls(datetime.fromisoformat(due) if due else None, int(number))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for; `status` and `time` are keys of STATUSES and TIMES."""

    code: str
    name: str
    procedure: str
    unit: str
    status: str
    channel: str
    time: str
    mine: bool
    newest_first: bool
    after: Key | None

    @classmethod
    def read(cls, said: Mapping[str, str]) -> Self:
        """From an address. Without any condition the open dossiers are meant."""
        texts = [said.get(name, "").strip() for name in ("ma", "nguoi-nop", "thu-tuc", "don-vi")]
        code, name, procedure, unit = texts
        time = _one_of(TIMES, said.get("han", ""), "")
        usual = ALL if code or name or time else OPEN
        return cls(
            code=code,
            name=name,
            procedure=procedure,
            unit=unit,
            status=_one_of(STATUSES, said.get("trang-thai", ""), usual),
            channel=_one_of(CHANNELS, said.get("hinh-thuc", ""), ""),
            time=time,
            mine=said.get("cua-toi") == "1",
            newest_first=said.get("xep") == "moi",
            after=Key.read(said.get("sau", "")),
        )


def _one_of(choices: Iterable[tuple[Any, Any]], said: str, usual: str) -> str:
    return said if said in {key for key, _label in choices} else usual


def find(wanted: Wanted, person: Person, *, now: datetime, soon: datetime, day: date) -> list[DossierVersion]:
    """One page of the dossiers of which the person may see rows, and one row more if there is a next page.
    A name is looked for only among those whose persons they may see."""
    rows = DossierVersion.objects.known_at(None).visible_to(person, Right.ROWS, day)
    if wanted.code:
        rows = rows.filter(dossier__code__startswith=wanted.code.upper())
    if wanted.procedure:
        rows = rows.filter(procedure__in=_procedures(wanted.procedure))
    if wanted.unit:
        rows = rows.filter(unit__in=_units(wanted.unit))
    if wanted.mine:
        rows = rows.filter(officer=person)
    rows = rows.filter(_of_status(wanted.status), _of_time(wanted.time, now, soon))
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.name:
        return _described(_named(rows.visible_to(person, Right.PERSONS, day), wanted))
    return _described(_page(rows, wanted))


def _named(rows: DossierVersionQuerySet, wanted: Wanted) -> list[int]:
    """By name: whole words first, because a word only begun reads every name that goes on from it. The last
    word may be begun where no name has it whole."""
    words = _WORD.findall(fold(wanted.name))
    if not words:
        return []
    whole = _with(rows, " & ".join(words))
    found = _page(whole, wanted)
    if not found and not (wanted.after and whole.exists()):
        found = _page(_with(rows, " & ".join([*words[:-1], f"{words[-1]}:*"])), wanted)
    return found


def _with(rows: DossierVersionQuerySet, words: str) -> DossierVersionQuerySet:
    return rows.filter(dossier__applicant__search=SearchQuery(words, search_type="raw", config="simple"))


def _described(keys: list[int]) -> list[DossierVersion]:
    """The rows of a page, in its order."""
    rows = DossierVersion.objects.select_related("dossier__applicant", "procedure", "unit").in_bulk(keys)
    return [rows[key] for key in keys]


def _procedures(text: str) -> list[int]:
    found = Procedure.objects.filter(Q(key=text) | Q(code=text) | _words_of(text))
    return list(found.values_list("id", flat=True))


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
        return _STILL_OPEN
    # An open status says so twice, for the index of open dossiers.
    return Q(status=status) & (_STILL_OPEN if status in OPEN_STATUSES else Q())


def _of_time(time: str, now: datetime, soon: datetime) -> Q:
    return {
        "": Q(),
        IN_TIME: _STILL_OPEN & Q(due_at__gt=soon),
        SOON: _STILL_OPEN & Q(due_at__gte=now, due_at__lte=soon),
        OVERDUE: _STILL_OPEN & Q(due_at__lt=now),
        EARLY: COMPLETED & Q(resolved_at__date__lt=F("due_at__date")),
        ON_TIME: COMPLETED & Q(resolved_at__lte=F("due_at")) & Q(resolved_at__date__gte=F("due_at__date")),
        TOO_LATE: LATE,
        APOLOGISED: LATE & Q(apologised_at__isnull=False),
    }[time]


def _page(rows: DossierVersionQuerySet, wanted: Wanted) -> list[int]:
    """The keys of a page, by the covering indexes alone. Two queries at most: rows with a due date, then
    those without, so that each walks an index."""
    after, size = wanted.after, PAGE + 1
    sign, side = ("-", "lt") if wanted.newest_first else ("", "gt")
    found: list[int] = []
    if after is None or after.due_at is not None:
        dated = rows.filter(due_at__isnull=False).order_by(f"{sign}due_at", f"{sign}id")
        if after is not None:
            further = Q(**{f"due_at__{side}": after.due_at}) | Q(**{f"id__{side}": after.pk})
            dated = dated.filter(further, **{f"due_at__{side}e": after.due_at})
        found = list(dated.values_list("pk", flat=True)[:size])
    if len(found) < size:
        undated = rows.filter(due_at__isnull=True).order_by(f"{sign}id")
        if after is not None and after.due_at is None:
            undated = undated.filter(**{f"id__{side}": after.pk})
        found += undated.values_list("pk", flat=True)[: size - len(found)]
    return found
