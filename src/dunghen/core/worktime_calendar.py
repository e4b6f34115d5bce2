"""Working days and office hours: the nouns that every due date is counted on.

Times of day are held as whole microseconds since midnight in Vietnam (UTC+7, unchanged
through 2015-2026). Rules R1 and R2 of docs: a working day is Monday to Friday that is not
off, or a made-up day; a receipt counts that day when it comes before the last shift ends.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VIETNAM = timezone(timedelta(hours=7), "+07:00")
MICROSECONDS_PER_HOUR = 3_600_000_000
_WEEKDAYS = (
    *(gettext_lazy("Thứ Hai"), gettext_lazy("Thứ Ba"), gettext_lazy("Thứ Tư"), gettext_lazy("Thứ Năm")),
    *(gettext_lazy("Thứ Sáu"), gettext_lazy("Thứ Bảy"), gettext_lazy("Chủ nhật")),
)
_SATURDAY = 5


class CalendarGapError(ValueError):
    """A date outside the years whose days off are known; nothing is guessed there."""

    def __init__(self, year: int) -> None:
        text = _("Lịch làm việc chưa có năm {year}; bổ sung ngày nghỉ của năm này rồi tính hạn.")
        super().__init__(text.format(year=year))
        self.year = year


def date_text(day: date) -> str:
    """The date as administrative papers write it: 06/5/2024, 22/01/2024 (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def day_text(day: date) -> str:
    """Weekday and date: Thứ Hai 06/5/2024."""
    return f"{_WEEKDAYS[day.weekday()]} {date_text(day)}"


def local(moment: datetime) -> datetime:
    """The moment in Vietnamese time; a time without a zone is refused, never guessed."""
    if moment.tzinfo is VIETNAM:
        return moment
    if moment.tzinfo is None:
        raise ValueError(_("Thời điểm phải kèm múi giờ."))
    return moment.astimezone(VIETNAM)


def _since_midnight(clock: time | datetime) -> int:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond


@dataclass(frozen=True, slots=True)
class Shift:
    """One unbroken stretch of office hours, from `start` up to `end` of the same day."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            hours = f"{self.start:%H:%M}-{self.end:%H:%M}"
            raise ValueError(_("Ca làm việc {hours}: giờ kết thúc phải sau giờ bắt đầu.").format(hours=hours))


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The shifts of a working day in order; 07:00-11:00, 13:00-17:00 unless the unit says otherwise (R1)."""

    shifts: tuple[Shift, ...] = (Shift(time(7), time(11)), Shift(time(13), time(17)))
    total: int = field(init=False, compare=False)  # microseconds of work in a day
    _spans: tuple[tuple[int, int], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.shifts:
            raise ValueError(_("Giờ làm việc phải có ít nhất một ca."))
        for earlier, later in zip(self.shifts, self.shifts[1:], strict=False):
            if later.start < earlier.end:
                raise ValueError(_("Các ca làm việc phải theo thứ tự và không chồng lên nhau."))
        spans = tuple((_since_midnight(s.start), _since_midnight(s.end)) for s in self.shifts)
        object.__setattr__(self, "_spans", spans)
        object.__setattr__(self, "total", sum(end - start for start, end in spans))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `07:00-11:30,13:00-17:00`."""
        try:
            pairs = [part.split("-") for part in text.split(",")]
            shifts = tuple(Shift(_clock(start), _clock(end)) for start, end in pairs)
        except ValueError as error:
            message = _("Giờ làm việc “{text}” không hợp lệ; ghi dạng 07:00-11:00,13:00-17:00.").format(
                text=text
            )
            raise ValueError(message) from error
        return cls(shifts)

    @property
    def opening(self) -> time:
        """Start of the first shift (07:00 by default)."""
        return self.shifts[0].start

    @property
    def closing(self) -> time:
        """End of the last shift (17:00 by default): the hour at which limits in days end."""
        return self.shifts[-1].end

    def worked(self, clock: time | datetime) -> int:
        """Microseconds of work gone by at this time of a working day."""
        now = _since_midnight(clock)
        done = 0
        for start, end in self._spans:
            if now > start:
                done += min(now, end) - start
        return done

    def clock_at(self, worked: int) -> time:
        """The first time of day at which `worked` microseconds (0 to `total`) have gone by."""
        for start, end in self._spans:
            if worked <= end - start:
                seconds, microseconds = divmod(start + worked, 1_000_000)
                return time(seconds // 3600, seconds // 60 % 60, seconds % 60, microseconds)
            worked -= end - start
        raise ValueError(_("Số giờ vượt quá giờ làm việc trong ngày."))


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days from `first` to `last`, and the office hours on them.

    `off` holds the days off (a Saturday or Sunday need not be named), `made_up` the days of
    rest that are worked instead (ngày làm bù), `names` what each special day is called.
    """

    off: frozenset[date]
    made_up: frozenset[date]
    hours: OfficeHours
    first: date
    last: date
    names: Mapping[date, str] = field(default_factory=dict, compare=False)
    _days: tuple[date, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if both := sorted(self.off & self.made_up):
            raise ValueError(
                _("{day_text} vừa là ngày nghỉ vừa là ngày làm bù.").format(day_text=day_text(both[0]))
            )
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        days = tuple(day for day in map(date.fromordinal, span) if self._works(day))
        object.__setattr__(self, "_days", days)

    def _works(self, day: date) -> bool:
        return day in self.made_up or (day.weekday() < _SATURDAY and day not in self.off)

    def is_working(self, day: date) -> bool:
        """R1; outside the known years raises CalendarGapError."""
        if not self.first <= day <= self.last:
            raise CalendarGapError(day.year)
        return self._works(day)

    def position(self, day: date) -> int:
        """How many working days of this calendar lie before `day`."""
        if not self.first <= day <= self.last:
            raise CalendarGapError(day.year)
        return bisect_left(self._days, day)

    def nth(self, position: int) -> date:
        """The working day at this position, the inverse of `position`."""
        if position >= len(self._days):
            raise CalendarGapError((self.last + timedelta(days=1)).year)
        return self._days[position]

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return self.nth(self.position(day) + self.is_working(day))

    def opening(self, day: date) -> datetime:
        """Start of the first shift on `day`."""
        return datetime.combine(day, self.hours.opening, VIETNAM)

    def closing(self, day: date) -> datetime:
        """End of the last shift on `day`."""
        return datetime.combine(day, self.hours.closing, VIETNAM)

    def effective(self, moment: datetime) -> datetime:
        """R2: the moment itself on a working day before closing, else the next working day's opening."""
        here = local(moment)
        day = here.date()
        if self.is_working(day) and here.time() < self.hours.closing:
            return here
        return self.opening(self.next_working(day))

    def worked(self, moment: datetime) -> int:
        """Microseconds of office hours from the calendar's first day to `moment`."""
        here = local(moment)
        day = here.date()
        today = self.hours.worked(here) if self.is_working(day) else 0
        return self.position(day) * self.hours.total + today

    def moment_at(self, worked: int) -> datetime:
        """The first moment at which `worked` microseconds (above 0) have gone by, the inverse of `worked`."""
        full_days, rest = divmod(worked - 1, self.hours.total)
        return datetime.combine(self.nth(full_days), self.hours.clock_at(rest + 1), VIETNAM)

    def why_off(self, day: date) -> str:
        """Why `day` is not worked, in an official's words."""
        name = self.names.get(day, "")
        if day not in self.off:
            return _("nghỉ hằng tuần")
        if name.startswith("Nghỉ "):
            return name[0].lower() + name[1:]
        return _("nghỉ lễ ({name})").format(name=name) if name else _("ngày nghỉ")
