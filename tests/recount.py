"""The figures counted a second time, by hand: Python's library only and nothing of the project's code.

Lines of CSV files come in as texts; moments like 2024-03-04T08:15 sort as they follow each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

Row = Mapping[str, str]
Cells = Mapping[
    str, list[tuple[str, str]]
]  # population: (cell, level or "" for all but the vertical agencies)


def counted(row: Row, online: str, paper: bool, start: str, end: str) -> Iterator[str]:
    """The populations that a dossier belongs to."""
    ended, recorded = row["resolved_at"], row["resolved_recorded_at"] or row["resolved_at"]
    due_at = row["due_at"]
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
    rows: Iterable[Row],
    units: list[Row],
    services: list[Row],
    cells: Cells,
    start: str,
    end: str,
) -> dict[tuple[str, str], int]:
    """Every counted cell of every unit that is not 0, by (unit, cell)."""
    found: defaultdict[tuple[str, str], dict[object, int]] = defaultdict(dict)
    above = {unit["key"]: unit["parent"] for unit in units}
    for row in rows:
        day = row["received_at"][:10]
        unit, service = (
            next(
                one
                for one in known
                if one[name] == row[column] and one["valid_from"] <= day < one["valid_to"]
            )
            for known, name, column in ((units, "code", "decided_unit"), (services, "key", "procedure"))
        )
        level = "vertical" if unit["kind"] == "vertical_agency" else unit["level"]
        offered = {"department": "city", "vertical": "city"}.get(level, level) in service["levels"].split()
        online = service["online"] if offered else "none"
        for name in counted(row, online, service["paper"] == "1", start, end):
            thing = (level, row["procedure"]) if name.startswith("services") else row["code"]
            for cell in [cell for cell, at in cells[name] if at == level or (not at and level != "vertical")]:
                key = unit["key"]
                while key:
                    found[key, cell][thing] = int(row["paid"]) if name == "amount" else 1
                    key = above[key]
    return {place: sum(things.values()) for place, things in found.items()}
