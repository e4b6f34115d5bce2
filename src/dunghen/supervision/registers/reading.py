"""Lists of registers and reports: what stands in a register, what is due, who sent and who did not."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet, Sum

from dunghen.core.worktime_calendar import Calendar, CalendarGapError
from dunghen.org.models import Level, Unit, UnitKind
from dunghen.org.reference import lasting
from dunghen.supervision.registers import rules
from dunghen.supervision.registers.law import Register, Sender, registers, window
from dunghen.supervision.registers.law import duties as all_duties
from dunghen.supervision.registers.models import (
    DutyReport,
    DutyReportQuerySet,
    EntryQuerySet,
    Meeting,
    MeetingConclusion,
    RegisterEntry,
)
from dunghen.supervision.registers.rules import Occasion, Sent

# Units that do not report by themselves.
NOT_SENDING = (UnitKind.SERVICE_CENTRE, UnitKind.NOT_NAMED, UnitKind.VERTICAL_AGENCY)
MOST = 100  # late reports of a list
Key = tuple[str, int, str]  # duty, year, period


@dataclass(frozen=True, slots=True)
class Owed:
    """A report a unit owes, and how it stands. `due` is None where the working calendar does not reach."""

    occasion: Occasion
    unit: Unit
    to: str
    due: date | None
    report: DutyReport | None
    state: str

    @property
    def label(self) -> object:
        return rules.STATES[self.state]


def entries(rows: EntryQuerySet, register: str, year: int) -> EntryQuerySet:
    """The lines of a register in a year as they are known now, the newest first."""
    found = rows.filter(register=register, year=year, known_to=None)
    return found.select_related("unit", "document").order_by("-day", "-pk")


def totals(rows: EntryQuerySet, year: int) -> list[tuple[Register, int]]:
    """Each register with what it counts in a year; one query."""
    held = (
        rows.filter(year=year, known_to=None).values("register").annotate(n=Count("pk"), total=Sum("count"))
    )
    found = {row["register"]: row for row in held}
    return [
        (law, found[key]["total" if law.measure == "sum" else "n"] if key in found else 0)
        for key, law in registers().items()
    ]


def meeting_of(entry: RegisterEntry) -> Meeting | None:
    """What was said at a meeting, if the line is one."""
    found = Meeting.objects.filter(
        unit=entry.unit_id, register=entry.register, year=entry.year, serial=entry.serial
    )
    return found.select_related("unit").first()


def conclusions(meeting: Meeting, today: date) -> list[tuple[MeetingConclusion, str]]:
    """A meeting's conclusions with the kind of their state: done (in time or late), overdue, open."""
    rows = meeting.conclusions.select_related("unit", "proof", "task")
    return [(one, _stands(one, today)) for one in rows]


def _stands(one: MeetingConclusion, today: date) -> str:
    done = one.task.done if one.task else one.done
    if done is not None:
        return "late" if one.due and done > one.due else "ok"
    return "late" if one.due and today > one.due else "wait"


@lru_cache(maxsize=64)
def occasions(year: int) -> tuple[Occasion, ...]:
    """All periods of all duties of a year, in order of their cut-off."""
    found = [one for duty in all_duties().values() for one in rules.occasions(duty, year, window())]
    return tuple(sorted(found, key=lambda one: (one.cut_off, one.duty.name)))


def senders(occasion: Occasion, units: Collection[Unit]) -> list[Unit]:
    """The units, of these, that owe a report: those of its levels that existed at its cut-off."""
    levels = {one.level for one in occasion.duty.senders}
    return [unit for unit in units if unit.level in levels and _lived(unit, occasion.cut_off)]


def _lived(unit: Unit, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)


def reporting_units(reached: frozenset[int] | None, today: date) -> tuple[Unit, ...]:
    """The units that report and that somebody may see (None: all), with those above; kept until a unit
    changes."""
    key = ("units that report", reached, today)
    return lasting(key, lambda: tuple(_reporting(reached, today).select_related("parent")))


def _reporting(reached: frozenset[int] | None, today: date) -> QuerySet[Unit]:
    """Units of a province that passed into ours reported elsewhere: ours have the city's code before their
    own (QĐ 20/2020/QĐ-TTg)."""
    city = Unit.objects.on(today).filter(level=Level.CITY).values_list("code", flat=True)[:1]
    own = Q(code__startswith=f"{city[0]}.") | Q(code=city[0]) if city else Q(pk__in=())
    levels = (Level.CITY, Level.DEPARTMENT, Level.DISTRICT, Level.COMMUNE)
    rows = Unit.objects.filter(own, level__in=levels).exclude(kind__in=NOT_SENDING)
    return rows if reached is None else rows.filter(pk__in=reached)


class Awaited(NamedTuple):
    """A report that is awaited of a unit, on the day it is owed or, once returned, is awaited again. `due` is
    None where the working calendar does not reach."""

    occasion: Occasion
    unit: Unit
    due: date | None


def unsent(reached: frozenset[int] | None, first: date, today: date, calendar: Calendar) -> Iterator[Awaited]:
    """The reports whose figures were cut off from a day until today and that units (None: all) owe and have
    not sent, or were returned and not sent again; one query. What was sent, nearly all, comes as keys."""
    of_level: dict[str, list[Unit]] = {}
    for unit in reporting_units(reached, today):
        of_level.setdefault(unit.level, []).append(unit)
    if not of_level:
        return
    years = range(first.year, today.year + 1)
    sent, again = _sent(reached, years)
    for occasion in (one for year in years for one in occasions(year) if first <= one.cut_off < today):
        period = (occasion.duty.key, occasion.year, occasion.period)
        for sender in occasion.duty.senders:
            due, there = _due(occasion, sender, calendar), sent.get(period, ())
            for unit in of_level.get(sender.level, ()):
                if unit.pk not in there and _lived(unit, occasion.cut_off):
                    yield Awaited(occasion, unit, again.get((*period, unit.pk), due))


def _sent(
    reached: frozenset[int] | None, years: range
) -> tuple[dict[Key, frozenset[int]], dict[tuple[str, int, str, int], date | None]]:
    """The units that sent a report, by duty and period; until when the returned ones are awaited."""
    rows = DutyReport.objects.filter(year__in=years)
    rows = rows if reached is None else rows.filter(unit__in=reached)
    sent: dict[Key, frozenset[int]] = {}
    again: dict[tuple[str, int, str, int], date | None] = {}
    columns = ("duty", "year", "period", "returned", "again_by")
    grouped = rows.order_by().values_list(*columns).annotate(at=ArrayAgg("unit"))
    for *key, returned, again_by, units in grouped:
        period = (key[0], key[1], key[2])
        if returned:
            again |= {(*period, unit): again_by for unit in units}
        else:
            sent[period] = sent.get(period, frozenset()) | frozenset(units)
    return sent, again


def owed(
    occasion: Occasion,
    units: Collection[Unit],
    reports: Mapping[int, DutyReport],
    calendar: Calendar,
    today: date,
) -> list[Owed]:
    """What each of the units owes for one period; `reports` by unit."""
    return [_owed(occasion, unit, reports.get(unit.pk), calendar, today) for unit in senders(occasion, units)]


def _owed(occasion: Occasion, unit: Unit, report: DutyReport | None, calendar: Calendar, today: date) -> Owed:
    sender = occasion.duty.sender(unit.level)
    due, to = report.due if report else None, ""
    if sender is not None:
        to = (unit.parent.name if unit.parent else "") if sender.to == "parent" else sender.to
        due = due or _due(occasion, sender, calendar)
    sent = None
    if report is not None:
        sent = Sent(report.first_sent, report.last_sent, report.returned, report.again_by)
    stands = rules.state(due, sent, today) if due else rules.NOT_YET
    return Owed(occasion, unit, to, due, report, stands)


def _due(occasion: Occasion, sender: Sender, calendar: Calendar) -> date | None:
    try:
        return occasion.due(sender, calendar)
    except CalendarGapError:
        return None


def reports_of(rows: DutyReportQuerySet, year: int) -> dict[Key, dict[int, DutyReport]]:
    """The reports of a year that were sent, by duty and period, then by unit; one query."""
    found: dict[Key, dict[int, DutyReport]] = {}
    for row in rows.filter(year=year):
        found.setdefault((row.duty, row.year, row.period), {})[row.unit_id] = row
    return found


def late(rows: Iterable[Collection[Owed]]) -> list[Owed]:
    """What was sent late, returned or not sent past its day, the longest past first; at most MOST."""
    missed = (rules.OVERDUE, rules.RETURNED, rules.LATE)
    found = [one for owed_ in rows for one in owed_ if one.state in missed]
    return sorted(found, key=lambda one: (missed.index(one.state), one.due or date.max))[:MOST]


def counted(rows: Collection[Owed]) -> Counter[str]:
    """How many stand how."""
    return Counter(row.state for row in rows)
