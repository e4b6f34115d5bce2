"""Random moments of the working time of a calendar, in whole minutes of Vietnamese time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from dunghen.core.worktime import VIETNAM, Calendar

MINUTE = timedelta(minutes=1)


class Clock:
    """Draws moments; every draw comes from the one generator it was given."""

    __slots__ = ("_desk", "calendar", "rng")

    def __init__(self, calendar: Calendar, rng: Random) -> None:
        self.calendar = calendar
        self.rng = rng
        self._desk = [
            time(minute // 60, minute % 60)
            for shift in calendar.hours.shifts
            for minute in range(
                shift.start.hour * 60 + shift.start.minute, shift.end.hour * 60 + shift.end.minute
            )
        ]

    def at_desk(self, day: date) -> datetime:
        """Some minute of the office hours of a working day."""
        return datetime.combine(day, self._desk[int(self.rng.random() * len(self._desk))], VIETNAM)

    def at_home(self, day: date) -> datetime:
        """Some minute between 06:00 and 22:00: people file online when they have time."""
        minute = 360 + int(self.rng.random() * 960)
        return datetime.combine(day, time(minute // 60, minute % 60), VIETNAM)

    def between(self, start: datetime, end: datetime) -> datetime:
        """Some moment from `start` to `end`, in office hours wherever both leave room for it."""
        calendar = self.calendar
        first = calendar.position(start.date())
        days = calendar.position(end.date()) + calendar.is_working(end.date()) - first
        if days < 1 or start.date() == end.date():
            return start + int(self.rng.random() * ((end - start) // MINUTE + 1)) * MINUTE
        moment = self.at_desk(calendar.nth(first + int(self.rng.random() * days)))
        return min(max(moment, start), end)

    def working_day(self, first: date, last: date) -> date:
        """Some working day from `first` up to, not including, `last`."""
        calendar = self.calendar
        start = calendar.position(first)
        return calendar.nth(start + int(self.rng.random() * (calendar.position(last) - start)))

    def any_day(self, first: date, last: date) -> date:
        """Some day from `first` up to, not including, `last`."""
        return first + timedelta(days=int(self.rng.random() * (last - first).days))

    def shifted(self, day: date, working_days: int) -> date:
        """The working day so many places after (or before) `day`."""
        return self.calendar.nth(self.calendar.position(day) + working_days)
