"""What the city sets of the corrections of a time, by the day (law/desk.toml)."""

import tomllib
from datetime import date, timedelta
from functools import cache

from dunghen.core.paths import LAW


@cache
def _terms() -> list[tuple[date, timedelta]]:
    with (LAW / "desk.toml").open("rb") as file:
        terms = tomllib.load(file)["actual_time"]
    return sorted((term["since"], timedelta(days=term["days"])) for term in terms)


def actual_time_within(day: date) -> timedelta:
    """How long after the recorded end an actual time may be entered on a day; no time before the first
    term."""
    held = [within for since, within in _terms() if since <= day]
    return held[-1] if held else timedelta()
