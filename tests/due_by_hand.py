"""Due dates computed a second time, by hand: Python's library only and nothing of the project's code."""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

Row = Mapping[str, str]


def effective(moment: str, days: list[str]) -> tuple[int, str]:
    """The place of the day on which a receipt counts among the working days, and the time of that day."""
    at = bisect_left(days, f"{moment[:10]}~" if moment[11:] >= "17:00" else moment[:10])
    return at, moment[11:] if days[at] == moment[:10] else "07:00"


def due(row: Row, days: list[str]) -> str:
    """When the limit ends, in the working days of a unit open 07:00-11:00 and 13:00-17:00; empty while a
    supplement or a pause is still awaited."""
    if row["supplements"].endswith("->") or "->  |" in row["pauses"]:
        return ""
    at, clock = effective(re.findall(r"\S{10}T\S{5}", f"{row['received_at']} {row['supplements']}")[-1], days)
    amount, unit = float(row["limit"]), row["limit_unit"]
    if unit == "trong ngày":
        return f"{days[at + (clock >= '15:00')]}T17:00"
    if unit == "giờ làm việc":
        minute = int(clock[:2]) * 60 + int(clock[3:]) - 420
        minute = min(max(minute, 0), 240) + max(minute - 360, 0) + int(amount * 60)
        at, minute = at + (minute - 1) // 480, (minute - 1) % 480 + 1
        return f"{days[at]}T{(minute + (420 if minute <= 240 else 540)) // 60:02}:{minute % 60:02}"
    if unit in {"ngày", "tháng"}:
        first = date.fromisoformat(days[at])
        following = first.replace(day=1) + timedelta(32)
        month = following.replace(day=min(first.day, monthrange(following.year, following.month)[1]))
        last = month if unit == "tháng" else first + timedelta(amount)
        return f"{days[bisect_left(days, str(last))]}T17:00"
    stops = re.findall(r"(\S{10})T\S+ -> (\S+)", row["pauses"])
    stands = [(first, days[effective(last, days)[0]]) for first, last in stops]
    free = [day for day in days[at + 1 : at + 200] if not any(a <= day <= b for a, b in stands)]
    return f"{free[int(amount)]}T11:00" if amount % 1 else f"{free[int(amount) - 1]}T17:00"
