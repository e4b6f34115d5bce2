"""Due dates of dossiers: rules R2 to R8, calendar days and months, pauses and restarts.

Pure: every function is told the receipt, the limit and the calendar. Sources: Civil Code 2015
art. 147.2 (the first day is not counted), 148.3 (months) and 148.5 (a last day off moves to the
next working day); NĐ 61/2018/NĐ-CP art. 19.4 (a supplement restarts the limit).

A pause that begins when the limit has already run out changes nothing: it cannot revive a
dossier that is late. Pauses are therefore taken one after the other, each judged against the
due date that the earlier ones gave, and none ever brings a due date forward.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import count, islice
from typing import NamedTuple

from django.utils.translation import gettext as _

from dunghen.core.worktime_calendar import (
    MICROSECONDS_PER_HOUR,
    VIETNAM,
    Calendar,
    CalendarGapError,
    OfficeHours,
    Shift,
    local,
)
from dunghen.core.worktime_proof import (
    Course,
    ProofLine,
    Stop,
    explain_days,
    explain_hours,
    explain_same_day,
    paused,
)

__all__ = [
    "SAME_DAY_UNTIL",
    "VIETNAM",
    "Calendar",
    "CalendarGapError",
    "Due",
    "DueBatch",
    "DueRow",
    "Limit",
    "LimitUnit",
    "OfficeHours",
    "Pause",
    "ProofLine",
    "Shift",
    "due",
    "due_at",
    "due_many",
]

SAME_DAY_UNTIL = time(15)  # R8, after NĐ 61/2018 art. 18.2
HALF_DAY_HOURS = 4  # R4
_LONGEST = 10_000  # no limit in law comes near; keeps absurd input from costing time
_ONE_DAY = timedelta(days=1)


class LimitUnit(StrEnum):
    """What a time limit is counted in."""

    DAY = "day"
    HOUR = "hour"
    SAME_DAY = "same-day"
    CALENDAR_DAY = "calendar-day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: working days (whole or N.5), working hours, calendar days or months.

    The amount of a same-day limit says nothing; 1 is usual.
    """

    amount: Decimal
    unit: LimitUnit

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not 0 < self.amount <= _LONGEST:
            raise ValueError(_("Thời hạn phải lớn hơn 0 và không quá {most}.").format(most=_LONGEST))
        if self.unit is LimitUnit.DAY and self.amount * 2 % 1:
            raise ValueError(_("Thời hạn theo ngày làm việc phải là số ngày tròn hoặc lẻ nửa ngày."))
        if self.unit in (LimitUnit.CALENDAR_DAY, LimitUnit.MONTH) and self.amount % 1:
            raise ValueError(_("Thời hạn theo ngày hoặc theo tháng phải là số nguyên."))

    @property
    def hours(self) -> Decimal | None:
        """Working hours, for a limit that runs by the clock: hours, and half a day alone (R4)."""
        if self.unit is LimitUnit.HOUR:
            return self.amount
        if self.unit is LimitUnit.DAY and self.amount < 1:
            return Decimal(HALF_DAY_HOURS)
        return None


@dataclass(frozen=True, slots=True)
class Pause:
    """A lawful stop of the clock; without `end` it is still running."""

    start: datetime
    end: datetime | None

    def __post_init__(self) -> None:
        if local(self.start) > local(self.end or self.start):
            raise ValueError(_("Thời điểm tiếp tục giải quyết phải sau thời điểm tạm dừng."))


@dataclass(frozen=True, slots=True)
class Due:
    """A due date (UTC+7), when the receipt took effect, and the proof; no `due_at` while the clock stands."""

    due_at: datetime | None
    effective_at: datetime
    proof: tuple[ProofLine, ...]


class DueRow(NamedTuple):
    """One due date to compute in a batch."""

    received_at: datetime
    limit: Limit
    pauses: Sequence[Pause] = ()
    restarts: Sequence[datetime] = ()


Rule = Callable[[Sequence[Stop]], datetime]


def due(
    received_at: datetime,
    limit: Limit,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    restarts: Sequence[datetime] = (),
    same_day_until: time = SAME_DAY_UNTIL,
) -> Due:
    """The due date with its proof, day by day.

    `restarts` are the moments at which supplements were complete: the limit is counted anew
    from the last one (NĐ 61/2018 art. 19.4). Raises CalendarGapError outside the known years.
    """
    begun = max((received_at, *restarts))
    effective = calendar.effective(begun)
    rule = _rule(effective, limit, calendar, same_day_until)
    due_at, stops, standing_since = _settle(rule, pauses, calendar)
    course = Course(calendar, local(received_at), local(begun), effective, due_at, stops, standing_since)
    if limit.unit is LimitUnit.SAME_DAY:
        lines = explain_same_day(course, same_day_until)
    elif limit.hours is not None:
        lines = explain_hours(course)
    else:
        lines = explain_days(course, _days(effective.date(), limit), limit.unit is LimitUnit.DAY)
    return Due(due_at, effective, tuple(lines))


def due_at(
    received_at: datetime,
    limit: Limit,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    restarts: Sequence[datetime] = (),
    same_day_until: time = SAME_DAY_UNTIL,
) -> datetime | None:
    """The due date alone (UTC+7), as `due` gives it; None while a pause is running."""
    effective = calendar.effective(max((received_at, *restarts)))
    rule = _rule(effective, limit, calendar, same_day_until)
    return _settle(rule, pauses, calendar)[0] if pauses else rule(())


class DueBatch:
    """Due dates by the hundred thousand on one calendar: equal questions are answered once."""

    __slots__ = ("_calendar", "_known", "_same_day_until")

    def __init__(self, calendar: Calendar, same_day_until: time = SAME_DAY_UNTIL) -> None:
        self._calendar = calendar
        self._same_day_until = same_day_until
        self._known: dict[tuple[date, bool, Decimal, LimitUnit], datetime] = {}

    def due_at(self, row: DueRow) -> datetime | None:
        """As the function `due_at`."""
        received_at, limit, pauses, restarts = row
        if pauses or limit.hours is not None:
            return due_at(received_at, limit, self._calendar, pauses, restarts, self._same_day_until)
        effective = self._calendar.effective(max((received_at, *restarts)) if restarts else received_at)
        key = (effective.date(), effective.time() < self._same_day_until, limit.amount, limit.unit)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _rule(effective, limit, self._calendar, self._same_day_until)(())
        return known


def due_many(rows: Iterable[DueRow], calendar: Calendar) -> Iterator[datetime | None]:
    """The due date of each row, in order."""
    return map(DueBatch(calendar).due_at, rows)


def _settle(
    rule: Rule, pauses: Sequence[Pause], calendar: Calendar
) -> tuple[datetime | None, tuple[Stop, ...], datetime | None]:
    """The due date, the pauses that moved it, and since when the clock stands if it does."""
    stops: list[Stop] = []
    due_at = rule(stops)
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.start >= due_at:
            break
        if pause.end is None:
            return None, tuple(stops), local(pause.start)
        stops.append(Stop(local(pause.start), calendar.effective(pause.end)))
        due_at = rule(stops)
    return due_at, tuple(stops), None


def _rule(effective: datetime, limit: Limit, calendar: Calendar, same_day_until: time) -> Rule:
    """How this limit ends, given the pauses that count."""
    if limit.unit is LimitUnit.SAME_DAY:
        return lambda stops: _same_day(effective, calendar, stops, same_day_until)
    hours = limit.hours
    if hours is not None:
        amount = int((hours * MICROSECONDS_PER_HOUR).to_integral_value(ROUND_HALF_UP))
        return lambda stops: _after_hours(effective, amount, calendar, stops)
    days = _days(effective.date(), limit)
    ends = _after_working_days if limit.unit is LimitUnit.DAY else _after_calendar_days
    return lambda stops: ends(effective.date(), days, calendar, stops)


def _days(start: date, limit: Limit) -> Decimal:
    """The limit in days; months end on the same day of the month, or on its last (art. 148.3)."""
    if limit.unit is not LimitUnit.MONTH:
        return limit.amount
    years, month = divmod(start.month - 1 + int(limit.amount), 12)
    last = monthrange(start.year + years, month + 1)[1]
    end = date(start.year + years, month + 1, min(start.day, last))
    return Decimal((end - start).days)


def _same_day(effective: datetime, calendar: Calendar, stops: Sequence[Stop], until: time) -> datetime:
    """R8; after a pause the resumption is treated as the receipt was."""
    start = max([effective, *(stop.end for stop in stops)])
    day = start.date()
    return calendar.closing(day if start.time() < until else calendar.next_working(day))


def _after_hours(effective: datetime, amount: int, calendar: Calendar, stops: Sequence[Stop]) -> datetime:
    """R4 and R7: `amount` microseconds of office hours, the paused ones left out."""
    reached = calendar.worked(effective)
    end = reached + amount
    for stop in stops:
        start = max(reached, calendar.worked(stop.start))
        reached = max(start, calendar.worked(stop.end))
        end += reached - start
    return calendar.moment_at(end)


def _after_working_days(start: date, days: Decimal, calendar: Calendar, stops: Sequence[Stop]) -> datetime:
    """R3, R5 and R6; the half day falls on the next working day that no pause takes out."""
    position = calendar.position(start)
    whole = int(days)
    if stops:
        free = (day for day in map(calendar.nth, count(position + 1)) if not paused(day, stops))
        following = islice(free, whole - 1, None)
    else:
        following = islice(map(calendar.nth, count(position + whole)), 0, None)
    day = next(following)
    if days == whole:
        return calendar.closing(day)
    left = HALF_DAY_HOURS * MICROSECONDS_PER_HOUR
    day = next(following)
    while left > calendar.hours.total:
        left -= calendar.hours.total
        day = next(following)
    return datetime.combine(day, calendar.hours.clock_at(left), VIETNAM)


def _after_calendar_days(start: date, days: Decimal, calendar: Calendar, stops: Sequence[Stop]) -> datetime:
    """Every day counts but the first and the paused; the last moves to a working day that is not paused."""
    left = int(days)
    if not stops:
        if left > (calendar.last - start).days:
            raise CalendarGapError((calendar.last + _ONE_DAY).year)
        start, left = start + left * _ONE_DAY, 0
    while left:
        start += _ONE_DAY
        calendar.is_working(start)  # walking past the known years raises here
        left -= not paused(start, stops)
    while not calendar.is_working(start) or paused(start, stops):
        start = calendar.next_working(start)
    return calendar.closing(start)
