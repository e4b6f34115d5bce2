"""The figures counted a second time, by hand: Python's library only and nothing of the project's code.

Lines of CSV files come in as texts; moments like 2024-03-04T08:15 sort as they follow each other.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

Row = Mapping[str, str]
Cells = Mapping[str, list[tuple[str, str]]]  # population: (cell, level or "" for all but the vertical agencies)


def effective(moment: str, days: list[str]) -> tuple[int, str]:
    """The place of the day on which a receipt counts among the working days, and the time of that day."""
    at = bisect_left(days, f"{moment[:10]}~" if moment[11:] >= "17:00" else moment[:10])
    return at, moment[11:] if days[at] == moment[:10] else "07:00"


def due(row: Row, days: list[str]) -> str:
    """When the limit ends, in the working days of a unit open 07:00-11:00 and 13:00-17:00."""
    if row["due_at"] or row["supplements"].endswith("->") or "->  |" in row["pauses"]:
        return row["due_at"]
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


def counted(row: Row, online: str, paper: bool, due_at: str, start: str, end: str) -> Iterator[str]:
    """The populations that a dossier belongs to."""
    ended, recorded = row["resolved_at"], row["resolved_recorded_at"] or row["resolved_at"]
    done = row["outcome"] in {"resolved", "refused"} and start <= ended < end
    came, still = start <= row["received_at"] < end, row["received_at"] < end and not "" < ended < end
    served, asked = came and online != "none", row["channel"] == "online"
    facts = {
        "completed": done,
        "completed_on_time": done and ended <= due_at,
        "completed_on_time_by_system": done and ended <= recorded <= due_at,
        "completed_on_time_by_actual_time": done and ended <= due_at < recorded,
        "late_apologised": done and ended > due_at and row["apology_at"],
        "late_unapologised": done and ended > due_at and not row["apology_at"],
        "digitised": done and row["digitised"] == "1",
        "e_result_due": done and paper,
        "e_result": done and paper and row["e_result"] == "1",
        "fee_bearing_completed": done and row["fee"] > "0",
        "fee_bearing_paid_online": done and row["fee"] > "0" and row["paid_online"] == "1",
        "received": came,
        "reused": came and row["reused"] == "1",
        "full_online_received": came and online == "full",
        "full_online_received_online": came and online == "full" and asked,
        "services_with_dossiers": served,
        "services_with_online_dossiers": served and asked,
        "open": still,
        "open_overdue": still and "" < due_at < end,
        "count": start <= row["paid_at"] < end,
        "amount": start <= row["paid_at"] < end,
    }
    return (name for name, true in facts.items() if true)


def recount(
    rows: Iterable[Row], units: list[Row], services: list[Row], days: list[str], cells: Cells, start: str, end: str
) -> dict[tuple[str, str], int]:
    """Every counted cell of every unit that is not 0, by (unit, cell)."""
    found: defaultdict[tuple[str, str], dict[object, int]] = defaultdict(dict)
    above = {unit["key"]: unit["parent"] for unit in units}
    for row in rows:
        day = row["received_at"][:10]
        unit, service = (
            next(one for one in known if one[name] == row[column] and one["valid_from"] <= day < one["valid_to"])
            for known, name, column in ((units, "code", "decided_unit"), (services, "key", "procedure"))
        )
        level = "vertical" if unit["kind"] == "vertical_agency" else unit["level"]
        offered = {"department": "city", "vertical": "city"}.get(level, level) in service["levels"].split()
        online = service["online"] if offered else "none"
        for name in counted(row, online, service["paper"] == "1", due(row, days), start, end):
            thing = (level, row["procedure"]) if name.startswith("services") else row["code"]
            for cell in [cell for cell, at in cells[name] if at == level or (not at and level != "vertical")]:
                key = unit["key"]
                while key:
                    found[key, cell][thing] = int(row["paid"]) if name == "amount" else 1
                    key = above[key]
    return {place: sum(things.values()) for place, things in found.items()}
