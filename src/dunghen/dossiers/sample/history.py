"""When things happened to a made-up dossier, so that it counts where it is meant to count.

Every due date is computed by the rules of core.worktime: a supplement restarts the limit
(NĐ 61/2018/NĐ-CP art. 19.4), a lawful pause is left out, an apology moves nothing (art. 19.9).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from dunghen.core.worktime import DueBatch, DueRow, Pause
from dunghen.dossiers.sample.clock import MINUTE, Clock
from dunghen.dossiers.sample.record import Record
from dunghen.dossiers.sample.spec import SampleSpec

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SHORTEST = 10 * MINUTE
SUPPLEMENTED = 0.02
PAUSED = 0.15
REFUSED = 0.004
NOT_FETCHED = 0.03


class History:
    """One method a fate; each fills the times of a record that has a service, a unit and a channel."""

    def __init__(self, spec: SampleSpec, clock: Clock) -> None:
        self.spec = spec
        self.clock = clock
        self.calendar = clock.calendar
        self.rng = clock.rng
        self._batch = DueBatch(clock.calendar)

    def inside(self, record: Record) -> None:
        """Received and completed inside the window, on time."""
        self._receive_before_end(record)
        self.work(record)

    def work(self, record: Record) -> None:
        """From a receipt that is set to a result inside the window, on time."""
        start = self._wait(record, self.spec.window_to)
        self._finish(record, start, self.spec.window_to - MINUTE)

    def before(self, record: Record) -> None:
        """Received and completed before the window."""
        self._receive(record, self.spec.history_from, self.spec.window_from.date() - 2 * DAY)
        start = self._wait(record, self.spec.window_from)
        self._finish(record, start, self.spec.window_from - MINUTE)

    def carried(self, record: Record) -> None:
        """Received before the window, completed inside; the service must have a limit of days."""
        self._receive_across(record, self.spec.window_from)
        self._finish(record, self.spec.window_from + 7 * HOUR, self.spec.window_to - MINUTE)

    def carried_to_the_minute(self, record: Record) -> None:
        """Completed at the first minute of the window: counts."""
        self._receive_across(record, self.spec.window_from)
        self._close(record, self.spec.window_from)

    def completed_after(self, record: Record) -> None:
        """Received inside, completed after the window."""
        self._receive_across(record, self.spec.window_to)
        self._finish(record, self.spec.window_to + 7 * HOUR, self.spec.last - HOUR)

    def completed_at_the_end(self, record: Record) -> None:
        """Completed at the very end of the window: does not count any more."""
        self._receive_across(record, self.spec.window_to)
        self._close(record, self.spec.window_to)

    def open(self, record: Record) -> None:
        """Received inside and still open when the report is signed, the limit running at the end."""
        self._receive_across(record, self.spec.window_to)

    def forgotten(self, record: Record) -> None:
        """Received any time in the window and never ended."""
        self._receive_before_end(record)
        self._wait(record, self.spec.window_to)

    def stopped(self, record: Record) -> None:
        """Ended inside the window without a result; the agency stops."""
        self._end(record, "stopped", 5)

    def withdrawn(self, record: Record) -> None:
        """Ended inside the window without a result; the applicant withdraws."""
        self._end(record, "withdrawn", 3)

    def refused_at_intake(self, record: Record) -> None:
        """Turned away at the desk within minutes (NĐ 61/2018/NĐ-CP art. 17)."""
        self._receive_before_end(record)
        self._date(record)
        self._close(record, record.received + (1 + int(self.rng.random() * 15)) * MINUTE, "refused_at_intake")

    def later(self, record: Record) -> None:
        """Received after the window; completed if its limit lets it."""
        self._receive(record, self.spec.window_to.date(), self.spec.last.date() - 2 * DAY)
        start = self.calendar.effective(record.received)
        self._date(record)
        if record.due < self.spec.last - HOUR:
            self._finish(record, start, record.due)

    def at_midnight(self, moment: datetime) -> Callable[[Record], None]:
        """The fate of a dossier filed online at exactly that moment."""

        def filed(record: Record) -> None:
            record.received = moment
            start = self.calendar.effective(moment)
            self._date(record)
            self._finish(
                record, start, self.spec.last - HOUR if moment == self.spec.window_to else record.due
            )

        return filed

    def late(self, record: Record) -> None:
        """Completed inside the window after the due date; the caller decides on the apology."""
        first, last = self.spec.window_from.date() + 3 * DAY, self.spec.window_to.date() - 45 * DAY
        self._receive(record, first, last)
        self._date(record)
        day = self.clock.shifted(record.due.date(), 1 + int(self.rng.random() * 5))
        self._close(record, self.clock.at_desk(day))

    def entered_late(self, record: Record) -> None:
        """Completed and returned on time, entered in the system after the due date."""
        first, last = self.spec.window_from.date() + 3 * DAY, self.spec.window_to.date() - 45 * DAY
        self._receive(record, first, last)
        self._date(record)
        start = self.calendar.effective(record.received) + SHORTEST
        resolved = self.clock.between(start, record.due - HOUR)
        self._close(record, resolved, "resolved")
        entered = self.clock.at_desk(self.clock.shifted(record.due.date(), 1 + int(self.rng.random() * 3)))
        record.returned = self.clock.between(resolved, record.due)
        record.resolved_recorded = record.returned_recorded = entered
        record.note = "Trả kết quả đúng hạn, cập nhật hệ thống trễ"

    def apologise(self, record: Record) -> None:
        """An apology in writing one working day before the due date at the latest, with a new appointment."""
        assert record.resolved is not None
        day = self.clock.shifted(record.due.date(), -2)
        record.apology = max(self.clock.at_desk(day), self.calendar.effective(record.received) + SHORTEST)
        record.appointment = self.calendar.closing(self.clock.shifted(record.resolved.date(), 1))

    def _receive(self, record: Record, first: date, last: date) -> None:
        """Some time from `first` up to, not including, `last`; one online dossier in four out of hours."""
        if record.channel == "online" and self.rng.random() < 0.25:
            record.received = self.clock.at_home(self.clock.any_day(first, last))
        else:
            record.received = self.clock.at_desk(self.clock.working_day(first, last))

    def _receive_before_end(self, record: Record) -> None:
        """Inside the window, early enough for someone to work on it before the window ends."""
        while True:
            self._receive(record, self.spec.window_from.date(), self.spec.window_to.date())
            if self.calendar.effective(record.received) < self.spec.window_to - DAY / 3:
                return

    def _receive_across(self, record: Record, boundary: datetime) -> None:
        """Before a boundary of the window, with the limit still running on the boundary's day."""
        back = 1 + int(self.rng.random() * min(record.service.days, 12))
        record.received = self.clock.at_desk(self.clock.shifted(boundary.date(), -back))
        self._date(record)

    def _date(self, record: Record) -> None:
        restarts = [end for _, end in record.supplements]
        due = self._batch.due_at(DueRow(record.received, record.service.limit, record.pauses, restarts))
        assert due is not None  # every pause of the sample has ended
        record.due = due

    def _wait(self, record: Record, end: datetime) -> datetime:
        """Perhaps a supplement or a lawful pause before `end`; returns when the work can go on."""
        start = self.calendar.effective(record.received)
        if record.service.days >= 3:
            if self.rng.random() < SUPPLEMENTED:
                start = self._supplement(record, start, end)
            elif record.service.pause_basis and self.rng.random() < PAUSED:
                start = self._pause(record, start, end)
        self._date(record)
        return start

    def _supplement(self, record: Record, start: datetime, end: datetime) -> datetime:
        for _ in range(2 if self.rng.random() < 0.1 else 1):
            asked, brought = self._interval(start, 5)
            if brought > end - DAY:
                break
            record.supplements.append((asked, brought))
            start = brought
        return start

    def _pause(self, record: Record, start: datetime, end: datetime) -> datetime:
        stopped, resumed = self._interval(start, 10)
        if resumed > end - DAY:
            return start
        record.pauses.append(Pause(stopped, resumed))
        return resumed

    def _interval(self, start: datetime, longest: int) -> tuple[datetime, datetime]:
        """From a moment of the next working day to some moment at most `longest` working days later."""
        first = self.clock.at_desk(self.clock.shifted(start.date(), 1))
        return first, self.clock.at_desk(
            self.clock.shifted(first.date(), 1 + int(self.rng.random() * longest))
        )

    def _finish(self, record: Record, start: datetime, latest: datetime) -> None:
        """A result from `start` on, on time, at `latest` at the latest."""
        end = min(record.due, latest)
        self._close(record, self.clock.between(min(start + SHORTEST, end), end))

    def _end(self, record: Record, outcome: str, days: int) -> None:
        self._receive_before_end(record)
        self._date(record)
        start = self.calendar.effective(record.received) + SHORTEST
        latest = self.calendar.closing(self.clock.shifted(start.date(), days))
        self._close(record, self.clock.between(start, min(latest, self.spec.window_to - MINUTE)), outcome)

    def _close(self, record: Record, resolved: datetime, outcome: str = "") -> None:
        record.resolved = resolved
        record.outcome = outcome or ("refused" if self.rng.random() < REFUSED else "resolved")
        recorded = resolved + int(self.rng.random() * 31) * MINUTE
        record.resolved_recorded = min(recorded, record.due) if resolved <= record.due else recorded
        if record.outcome in ("resolved", "refused") and self.rng.random() >= NOT_FETCHED:
            self._return(record, resolved, record.resolved_recorded)

    def _return(self, record: Record, resolved: datetime, recorded: datetime) -> None:
        """At once for limits of hours or one day, else within three working days."""
        if not record.service.days:
            record.returned, record.returned_recorded = resolved, recorded
            return
        latest = self.calendar.closing(self.clock.shifted(resolved.date(), 3))
        returned = self.clock.between(resolved + HOUR, latest)
        if returned < self.spec.last - HOUR:
            record.returned = returned
            record.returned_recorded = max(recorded, returned + int(self.rng.random() * 15) * MINUTE)
