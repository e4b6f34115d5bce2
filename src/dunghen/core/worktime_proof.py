"""The proof of a due date: one line a day, in the words an official would use.

The lines are told from the calendar again, day by day, and not from the arithmetic of
`worktime`; the tests hold the two against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from dunghen.core.worktime_calendar import MICROSECONDS_PER_HOUR, Calendar, day_text

_ONE_DAY = timedelta(days=1)
# NĐ 118/2025 replaces NĐ 61/2018 from this day; its own clause on restarts is not verified, so none is cited.
_RESTART_LAW_ENDS = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One day of the proof; `counted` is its number in the limit, None if it is no whole counted day."""

    day: date
    counted: int | None
    note: str


class Stop(NamedTuple):
    """A pause as it counts: when it began and when, by R2, resumption took effect (both UTC+7)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to one limit.

    `begun` is the receipt or the last supplement, `standing_since` the start of an open pause.
    """

    calendar: Calendar
    received: datetime
    begun: datetime
    effective: datetime
    due_at: datetime | None
    stops: tuple[Stop, ...]
    standing_since: datetime | None

    @property
    def last(self) -> datetime:
        """Where the telling ends: the due date, or the moment at which the clock came to stand."""
        return self.due_at or self.standing_since or self.effective


def paused(day: date, stops: Sequence[Stop]) -> bool:
    """R6: neither the day a pause starts, nor the effective day of resumption, nor one between counts."""
    return any(stop.start.date() <= day <= stop.end.date() for stop in stops)


def explain_days(course: Course, limit: Decimal, working: bool) -> Iterator[ProofLine]:
    """Limits in working days (`working`), or in calendar days and months."""
    yield from _opening(course, _("ngày này không tính"))
    number = 0
    for day in _days(course.effective.date() + _ONE_DAY, course.last.date()):
        if skipped := _pause_note(day, course.stops):
            yield _line(day, None, skipped)
            continue
        rest = None if course.calendar.is_working(day) else course.calendar.why_off(day)
        if number >= int(limit):
            yield _line(day, None, _after_count(course, day, rest, working))
        elif working and rest:
            yield _line(day, None, _not_counted(rest))
        else:
            number += 1
            yield _line(day, number, _counted(course, day, number, working, rest, number == limit))
    yield from _closing(course)


def explain_hours(course: Course) -> Iterator[ProofLine]:
    """Limits in working hours: what each day adds to the sum."""
    yield from _opening(course, "")
    calendar = course.calendar
    done = 0
    for day in _days(course.effective.date(), course.last.date()):
        if not calendar.is_working(day):
            yield _line(day, None, _not_counted(calendar.why_off(day)))
            continue
        since, until = max(course.effective, calendar.opening(day)), min(course.last, calendar.closing(day))
        added = _worked(calendar, since, until, course.stops)
        done += added
        sums = _("tính {added}, cộng dồn {done}").format(added=_length(added), done=_length(done))
        note = _made_up(calendar, day) + sums
        yield _line(day, None, note + _paused_hours(day, course.stops) + _ends(course, day))
    yield from _closing(course)


def explain_same_day(course: Course, until: time) -> Iterator[ProofLine]:
    """Limits within the day, and the hour after which it is the next working day."""
    yield from _opening(course, _("trả trong ngày nếu nhận trước {until}").format(until=_clock(until)))
    for stop in course.stops:
        moment = f"{_clock(stop.end)} {day_text(stop.end.date())}"
        note = _("tạm dừng từ {start}, tiếp tục giải quyết từ {end}")
        note = note.format(start=_clock(stop.start), end=moment)
        yield _line(stop.start.date(), None, note)
    for day in _days(course.effective.date(), course.last.date()):
        if course.due_at is None:
            break
        if not course.calendar.is_working(day):
            yield _line(day, None, _not_counted(course.calendar.why_off(day)))
        elif day == course.due_at.date():
            start = max([course.effective, *(stop.end for stop in course.stops)])
            late = _("từ {until} trở đi thì trả vào ngày làm việc tiếp theo, ").format(until=_clock(until))
            late = "" if start.date() == day else late
            yield _line(day, 1, _made_up(course.calendar, day) + late + _expires(course.due_at))
    yield from _closing(course)


def _opening(course: Course, remark: str) -> Iterator[ProofLine]:
    """The receipt, the last supplement if any, and the day from which they count (R2)."""
    tail = f", {remark}" if remark else ""
    if course.begun != course.received:
        yield _line(course.received.date(), None, _received(course))
        in_force = course.begun.date() < _RESTART_LAW_ENDS
        law = _(" (khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP)") if in_force else ""
        fact = _("hoàn thiện hồ sơ lúc {at}, thời hạn tính lại từ đầu").format(at=_clock(course.begun)) + law
    else:
        fact = _received(course)
    day = course.begun.date()
    if course.effective == course.begun:
        yield _line(day, None, fact + tail)
        return
    worked = course.calendar.is_working(day)
    cause = _("ngoài giờ làm việc") if worked else course.calendar.why_off(day)
    moved = f"{_clock(course.effective)} {day_text(course.effective.date())}"
    from_when = _("{fact} ({cause}), tính từ {moved}").format(fact=fact, cause=cause, moved=moved)
    yield _line(day, None, from_when + tail)


def _closing(course: Course) -> Iterator[ProofLine]:
    if course.standing_since is not None:
        note = _("tạm dừng từ {since}, chưa tiếp tục giải quyết nên chưa xác định được hạn")
        note = note.format(since=_clock(course.standing_since))
        yield _line(course.standing_since.date(), None, note)


def _counted(course: Course, day: date, number: int, working: bool, rest: str | None, final: bool) -> str:
    made_up = _made_up(course.calendar, day) if working else ""
    counted = _("ngày làm việc thứ {number}") if working else _("ngày thứ {number}")
    note = made_up + counted.format(number=number)
    if final and rest:
        moved = _("{note}, là ngày cuối nhưng {rest}, hạn chuyển sang ngày làm việc tiếp theo")
        return moved.format(note=note, rest=rest)
    return note + _ends(course, day)


def _after_count(course: Course, day: date, rest: str | None, working: bool) -> str:
    """A day after the last whole one: rest, the half day (R5), or the day the end moved to (art. 148.5)."""
    if rest:
        return _not_counted(rest)
    if working:
        half = _("nửa ngày làm việc (4 giờ làm việc)")
        return _made_up(course.calendar, day) + half + _ends(course, day)
    return _("ngày làm việc tiếp theo (khoản 5 Điều 148 Bộ luật Dân sự 2015)") + _ends(course, day)


def _pause_note(day: date, stops: Sequence[Stop]) -> str | None:
    for stop in stops:
        if day == stop.start.date():
            return _not_counted(_stopped(stop))
        if day == stop.end.date():
            return _not_counted(_("tiếp tục giải quyết từ {end}").format(end=_clock(stop.end)))
    return _not_counted(_("đang tạm dừng")) if paused(day, stops) else None


def _worked(calendar: Calendar, since: datetime, until: datetime, stops: Sequence[Stop]) -> int:
    """Microseconds of office hours between two moments of one day that no pause takes out."""
    done, free_from = 0, since
    for stop in stops:
        if stop.start > free_from:
            done += max(0, calendar.worked(min(stop.start, until)) - calendar.worked(free_from))
        free_from = min(max(free_from, stop.end), max(since, until))
    return done + max(0, calendar.worked(max(since, until)) - calendar.worked(free_from))


def _paused_hours(day: date, stops: Sequence[Stop]) -> str:
    """The part of a day's line that names the pauses touching it."""
    notes = []
    for stop in stops:
        if stop.start.date() == day:
            notes.append(", " + _stopped(stop))
        if stop.end.date() == day:
            notes.append(", " + _("tiếp tục từ {end}").format(end=_clock(stop.end)))
    return "".join(notes)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _line(day: date, counted: int | None, note: str) -> ProofLine:
    return ProofLine(day, counted, f"{day_text(day)}: {note}")


def _made_up(calendar: Calendar, day: date) -> str:
    return _("ngày làm bù, ") if day in calendar.made_up else ""


def _ends(course: Course, day: date) -> str:
    ends = course.due_at is not None and course.due_at.date() == day
    return f", {_expires(course.due_at)}" if ends and course.due_at else ""


def _expires(due_at: datetime) -> str:
    return _("hết hạn lúc {due}").format(due=_clock(due_at))


def _received(course: Course) -> str:
    return _("tiếp nhận lúc {at}").format(at=_clock(course.received))


def _stopped(stop: Stop) -> str:
    return _("tạm dừng từ {start}").format(start=_clock(stop.start))


def _not_counted(why: str) -> str:
    return _("{why}, không tính").format(why=why)


def _clock(moment: datetime | time) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def _length(worked: int) -> str:
    hours, rest = divmod(worked * 60 // MICROSECONDS_PER_HOUR, 60)
    if rest:
        return _("{hours} giờ {minutes} phút").format(hours=hours, minutes=f"{rest:02d}")
    return _("{hours} giờ").format(hours=hours)
