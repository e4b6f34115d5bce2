"""The proof of a due date: one line a day, in the words an official would use.

The lines are told from the calendar again, day by day, and not from the arithmetic of
`worktime`; the tests hold the two against each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

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
    yield from _opening(course, "ngày này không tính")
    number = 0
    for day in _days(course.effective.date() + _ONE_DAY, course.last.date()):
        if skipped := _pause_note(day, course.stops):
            yield _line(day, None, skipped)
            continue
        rest = None if course.calendar.is_working(day) else course.calendar.why_off(day)
        if number >= int(limit):
            yield _line(day, None, _after_count(course, day, rest, working))
        elif working and rest:
            yield _line(day, None, f"{rest}, không tính")
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
            yield _line(day, None, f"{calendar.why_off(day)}, không tính")
            continue
        since, until = max(course.effective, calendar.opening(day)), min(course.last, calendar.closing(day))
        added = _worked(calendar, since, until, course.stops)
        done += added
        note = f"{_made_up(calendar, day)}tính {_length(added)}, cộng dồn {_length(done)}"
        yield _line(day, None, note + _paused_hours(day, course.stops) + _ends(course, day))
    yield from _closing(course)


def explain_same_day(course: Course, until: time) -> Iterator[ProofLine]:
    """Limits within the day, and the hour after which it is the next working day."""
    yield from _opening(course, f"trả trong ngày nếu nhận trước {_clock(until)}")
    for stop in course.stops:
        moment = f"{_clock(stop.end)} {day_text(stop.end.date())}"
        note = f"tạm dừng từ {_clock(stop.start)}, tiếp tục giải quyết từ {moment}"
        yield _line(stop.start.date(), None, note)
    for day in _days(course.effective.date(), course.last.date()):
        if course.due_at is None:
            break
        if not course.calendar.is_working(day):
            yield _line(day, None, f"{course.calendar.why_off(day)}, không tính")
        elif day == course.due_at.date():
            start = max([course.effective, *(stop.end for stop in course.stops)])
            late = (
                ""
                if start.date() == day
                else f"từ {_clock(until)} trở đi thì trả vào ngày làm việc tiếp theo, "
            )
            yield _line(day, 1, f"{_made_up(course.calendar, day)}{late}hết hạn lúc {_clock(course.due_at)}")
    yield from _closing(course)


def _opening(course: Course, remark: str) -> Iterator[ProofLine]:
    """The receipt, the last supplement if any, and the day from which they count (R2)."""
    tail = f", {remark}" if remark else ""
    if course.begun != course.received:
        yield _line(course.received.date(), None, f"tiếp nhận lúc {_clock(course.received)}")
        in_force = course.begun.date() < _RESTART_LAW_ENDS
        law = " (khoản 4 Điều 19 Nghị định số 61/2018/NĐ-CP)" if in_force else ""
        fact = f"hoàn thiện hồ sơ lúc {_clock(course.begun)}, thời hạn tính lại từ đầu{law}"
    else:
        fact = f"tiếp nhận lúc {_clock(course.received)}"
    day = course.begun.date()
    if course.effective == course.begun:
        yield _line(day, None, fact + tail)
        return
    worked = course.calendar.is_working(day)
    cause = "ngoài giờ làm việc" if worked else course.calendar.why_off(day)
    moved = f"{_clock(course.effective)} {day_text(course.effective.date())}"
    yield _line(day, None, f"{fact} ({cause}), tính từ {moved}{tail}")


def _closing(course: Course) -> Iterator[ProofLine]:
    if course.standing_since is not None:
        since = _clock(course.standing_since)
        note = f"tạm dừng từ {since}, chưa tiếp tục giải quyết nên chưa xác định được hạn"
        yield _line(course.standing_since.date(), None, note)


def _counted(course: Course, day: date, number: int, working: bool, rest: str | None, final: bool) -> str:
    made_up = _made_up(course.calendar, day) if working else ""
    note = f"{made_up}{'ngày làm việc thứ' if working else 'ngày thứ'} {number}"
    if final and rest:
        return f"{note}, là ngày cuối nhưng {rest}, hạn chuyển sang ngày làm việc tiếp theo"
    return note + _ends(course, day)


def _after_count(course: Course, day: date, rest: str | None, working: bool) -> str:
    """A day after the last whole one: rest, the half day (R5), or the day the end moved to (art. 148.5)."""
    if rest:
        return f"{rest}, không tính"
    if working:
        return f"{_made_up(course.calendar, day)}nửa ngày làm việc (4 giờ làm việc){_ends(course, day)}"
    return f"ngày làm việc tiếp theo (khoản 5 Điều 148 Bộ luật Dân sự 2015){_ends(course, day)}"


def _pause_note(day: date, stops: Sequence[Stop]) -> str | None:
    for stop in stops:
        if day == stop.start.date():
            return f"tạm dừng từ {_clock(stop.start)}, không tính"
        if day == stop.end.date():
            return f"tiếp tục giải quyết từ {_clock(stop.end)}, không tính"
    return "đang tạm dừng, không tính" if paused(day, stops) else None


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
            notes.append(f", tạm dừng từ {_clock(stop.start)}")
        if stop.end.date() == day:
            notes.append(f", tiếp tục từ {_clock(stop.end)}")
    return "".join(notes)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _line(day: date, counted: int | None, note: str) -> ProofLine:
    return ProofLine(day, counted, f"{day_text(day)}: {note}")


def _made_up(calendar: Calendar, day: date) -> str:
    return "ngày làm bù, " if day in calendar.made_up else ""


def _ends(course: Course, day: date) -> str:
    ends = course.due_at is not None and course.due_at.date() == day
    return f", hết hạn lúc {_clock(course.due_at)}" if ends and course.due_at else ""


def _clock(moment: datetime | time) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def _length(worked: int) -> str:
    minutes, _ = divmod(worked * 60, MICROSECONDS_PER_HOUR)
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest:02d} phút" if rest else f"{hours} giờ"
