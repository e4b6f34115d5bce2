"""Properties of due dates, and an oracle that walks minutes and days without any arithmetic."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dunghen.core.worktime import (
    VIETNAM,
    Calendar,
    DueBatch,
    DueRow,
    Limit,
    LimitUnit,
    OfficeHours,
    Pause,
    due,
    due_at,
)

OFF = frozenset(date(2024, 4, day) for day in (18, 29, 30)) | {date(2024, 5, 1)}
MADE_UP = frozenset([date(2024, 5, 4)])
CALENDARS = [
    Calendar(OFF, MADE_UP, OfficeHours.parse(hours), date(2024, 1, 1), date(2024, 12, 31))
    for hours in ("07:00-11:00,13:00-17:00", "07:30-11:30,13:00-16:30", "08:00-12:00")
]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
START = datetime(2024, 4, 8, tzinfo=VIETNAM)

moments = st.integers(0, 34 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
pauses = st.lists(st.tuples(moments, moments).map(lambda pair: Pause(min(pair), max(pair))), max_size=3)
day_limits = st.integers(1, 24).map(lambda halves: Limit(Decimal(halves) / 2, LimitUnit.DAY))
hour_limits = st.integers(1, 240).map(lambda quarters: Limit(Decimal(quarters) / 4, LimitUnit.HOUR))
whole_limits = st.builds(
    Limit, st.integers(1, 20).map(Decimal), st.sampled_from([LimitUnit.SAME_DAY, LimitUnit.CALENDAR_DAY])
)
month_limits = st.builds(Limit, st.integers(1, 5).map(Decimal), st.just(LimitUnit.MONTH))
limits = day_limits | hour_limits | whole_limits | month_limits
calendars = st.sampled_from(CALENDARS)
quick = settings(max_examples=120, deadline=None)


def dated(moment: datetime, limit: Limit, calendar: Calendar, stops: list[Pause]) -> datetime:
    result = due_at(moment, limit, calendar, stops)
    assert result is not None
    return result


@quick
@given(moments, limits, calendars, pauses)
def test_never_lands_outside_office_hours(m: datetime, lim: Limit, cal: Calendar, stops: list[Pause]) -> None:
    end = dated(m, lim, cal, stops)
    assert end > m
    assert cal.is_working(end.date())
    assert any(shift.start < end.time() <= shift.end for shift in cal.hours.shifts)
    if lim.unit is not LimitUnit.HOUR and lim.amount == int(lim.amount):
        assert end.time() == cal.hours.closing


@quick
@given(moments, moments, limits, calendars, pauses)
def test_a_later_receipt_is_never_due_earlier(
    one: datetime, other: datetime, lim: Limit, cal: Calendar, stops: list[Pause]
) -> None:
    # Months end on a day of the month: 30/1 and 31/1 both end on 29/2, so a pause may cross them.
    assume(lim.unit is not LimitUnit.MONTH or not stops)
    early, late = sorted([one, other])
    assert dated(early, lim, cal, stops) <= dated(late, lim, cal, stops)


@quick
@given(moments, day_limits, day_limits, calendars, pauses)
def test_more_days_are_never_due_earlier(
    m: datetime, one: Limit, other: Limit, cal: Calendar, stops: list[Pause]
) -> None:
    less, more = sorted([one, other], key=lambda lim: lim.amount)
    assert dated(m, less, cal, stops) <= dated(m, more, cal, stops)


@quick
@given(moments, limits, calendars, pauses)
def test_a_greater_amount_is_never_due_earlier(
    m: datetime, lim: Limit, cal: Calendar, stops: list[Pause]
) -> None:
    assert dated(m, lim, cal, stops) <= dated(m, Limit(lim.amount + 1, lim.unit), cal, stops)


@quick
@given(moments, limits, calendars, pauses, st.tuples(moments, moments))
def test_a_pause_never_brings_a_date_forward(
    m: datetime, lim: Limit, cal: Calendar, stops: list[Pause], more: tuple[datetime, datetime]
) -> None:
    added = [*stops, Pause(min(more), max(more))]
    assert dated(m, lim, cal, stops) <= dated(m, lim, cal, added)


@quick
@given(moments, st.lists(moments, min_size=1, max_size=3), limits, calendars, pauses)
def test_a_restart_equals_a_fresh_receipt(
    m: datetime, restarts: list[datetime], lim: Limit, cal: Calendar, stops: list[Pause]
) -> None:
    assert due_at(m, lim, cal, stops, restarts) == due_at(max(m, *restarts), lim, cal, stops)


@quick
@given(moments, limits, calendars, pauses, st.lists(moments, max_size=2))
def test_proof_and_batch_agree_with_the_date(
    m: datetime, lim: Limit, cal: Calendar, stops: list[Pause], restarts: list[datetime]
) -> None:
    expected = due_at(m, lim, cal, stops, restarts)
    result = due(m, lim, cal, stops, restarts)
    assert result.due_at == expected == DueBatch(cal).due_at(DueRow(m, lim, stops, restarts))
    assert expected is not None
    assert result.proof[-1].day == expected.date()
    assert f"hết hạn lúc {expected:%H:%M}" in result.proof[-1].note
    numbers = [line.counted for line in result.proof if line.counted]
    if lim.unit is LimitUnit.DAY and lim.amount >= 1:
        assert numbers == list(range(1, int(lim.amount) + 1))
    if lim.hours is not None:
        hours, rest = divmod(round(lim.hours * 60), 60)
        total = f"{hours} giờ {rest:02d} phút" if rest else f"{hours} giờ"
        assert f"cộng dồn {total}," in result.proof[-1].note


# The oracle: written from the rules alone, walking minute by minute and day by day.


def works(day: date) -> bool:
    return day in MADE_UP or (day.isoweekday() < 6 and day not in OFF)


def open_at(cal: Calendar, moment: datetime) -> bool:
    now = moment.time()
    return works(moment.date()) and any(shift.start <= now < shift.end for shift in cal.hours.shifts)


def takes_effect(cal: Calendar, moment: datetime) -> datetime:
    if works(moment.date()) and moment.time() < cal.hours.shifts[-1].end:
        return moment
    day = moment.date() + DAY
    while not works(day):
        day += DAY
    return datetime.combine(day, cal.hours.shifts[0].start, VIETNAM)


def walk_minutes(cal: Calendar, start: datetime, minutes: int, stops: list[Pause]) -> datetime:
    now = start
    while minutes:
        stopped = any(p.end is not None and p.start <= now < p.end for p in stops)
        minutes -= open_at(cal, now) and not stopped
        now += MINUTE
    return now


def walk_days(cal: Calendar, start: date, lim: Limit, stops: list[Pause]) -> datetime:
    skipped = set()
    for pause in stops:
        assert pause.end is not None
        day, end = pause.start.date(), takes_effect(cal, pause.end).date()
        while day <= end:
            skipped.add(day)
            day += DAY
    left, day = int(lim.amount), start
    while left:
        day += DAY
        left -= works(day) and day not in skipped
    if lim.amount == int(lim.amount):
        return datetime.combine(day, cal.hours.shifts[-1].end, VIETNAM)
    day += DAY
    while not works(day) or day in skipped:
        day += DAY
    return walk_minutes(cal, datetime.combine(day, time(0), VIETNAM), 240, [])


def relevant(walk_end: datetime, stops: list[Pause]) -> list[Pause]:
    return [pause for pause in stops if pause.start < walk_end]


@quick
@given(moments, day_limits.filter(lambda lim: lim.amount >= 1), calendars, pauses)
def test_days_against_the_walker(m: datetime, lim: Limit, cal: Calendar, stops: list[Pause]) -> None:
    start = takes_effect(cal, m).date()
    end = walk_days(cal, start, lim, [])
    while (wider := walk_days(cal, start, lim, relevant(end, stops))) != end:
        end = wider
    assert dated(m, lim, cal, stops) == end


@settings(max_examples=40, deadline=None)
@given(moments, st.integers(1, 80), calendars, pauses)
def test_hours_against_the_walker(m: datetime, quarters: int, cal: Calendar, stops: list[Pause]) -> None:
    lim = Limit(Decimal(quarters) / 4, LimitUnit.HOUR)
    assert dated(m, lim, cal, stops) == walk_minutes(cal, takes_effect(cal, m), quarters * 15, stops)
