"""Loads the register of steering documents, meetings and reports of a pack. May run again: what is there
stays as it is."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from dunghen.core.worktime_calendar import Calendar
from dunghen.documents.models import OfficialDocument
from dunghen.org.calendar import calendar
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.registers import actions, reading
from dunghen.supervision.registers.actions import Said
from dunghen.supervision.registers.models import DutyReport, RegisterEntry
from dunghen.supervision.registers.reading import Awaited, Owed

STEERING, MEETINGS = "chi-dao-dieu-hanh", "hoi-nghi-doi-thoai"
YEAR = timedelta(days=366)
Table = Mapping[str, Any]


@transaction.atomic
def load_steering(documents: Iterable[tuple[Table, OfficialDocument]], known_from: datetime) -> None:
    """The lines of the register of steering documents for the documents that name a form of it. Raises
    PackError."""
    known = set(RegisterEntry.objects.filter(register=STEERING).values_list("document", flat=True))
    for table, row in documents:
        if "steering" not in table or row.pk in known or row.day is None:
            continue
        said = Said(day=row.day, title=row.abstract, kind=table["steering"], document=row)
        try:
            actions.enter(None, row.unit, STEERING, said, known_from=known_from, sample=row.sample)
        except Refused as refusal:
            raise PackError(f"{row.symbol}: {refusal}") from refusal


@transaction.atomic
def load_registers(path: Path) -> None:
    """Meetings with their conclusions, and the reports that came in. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        for table in tables.get("meeting", ()):
            _meeting(table, tables["known_from"])
        for table in tables.get("reports", ()):
            _reports(table)
        if "recent" in tables:
            _recent(tables["recent"])
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu {missing}.") from missing
    except (Refused, Unit.DoesNotExist) as refusal:
        raise PackError(f"{path.name}: {refusal}") from refusal


def _meeting(table: Table, known_from: datetime) -> None:
    unit = Unit.objects.get(key=table["unit"])
    same = RegisterEntry.objects.filter(unit=unit, register=MEETINGS, day=table["day"], title=table["title"])
    if same.exists():
        return
    said = Said(day=table["day"], title=table["title"], kind=table["kind"])
    entry = actions.enter(None, unit, MEETINGS, said, known_from=known_from, sample=True)
    meeting = reading.meeting_of(entry)
    if meeting is None:
        raise KeyError(MEETINGS)
    meeting.cluster, meeting.participants = table["cluster"], table["participants"]
    meeting.save(update_fields=["cluster", "participants"])
    for position, one in enumerate(table["conclusions"], 1):
        lead = Unit.objects.get(key=one["unit"])
        meeting.conclusions.create(position=position, text=one["text"], unit=lead, due=one["due"])


def _reports(table: Table) -> None:
    """The units that owe one report sent it."""
    year, period, working = table["year"], table["period"], calendar()
    occasion = next(
        one for one in reading.occasions(year) if one.duty.key == table["duty"] and one.period == period
    )
    today = timezone.localdate()
    owed = reading.owed(occasion, reading.reporting_units(None, today), {}, working, today)
    of_duty = DutyReport.objects.filter(duty=table["duty"], year=year, period=period)
    sent = set(of_duty.values_list("unit", flat=True))
    _send((one for one in owed if one.unit.pk not in sent), table, table["missing"], working)


def _recent(table: Table) -> None:
    """Every report of the last year was sent once it was due; of the latest of each duty some are missing."""
    today, working = timezone.localdate(), calendar()
    awaited = list(reading.unsent(None, today - YEAR, today, working))
    due = [one for one in awaited if one.due is not None and one.due < today]
    latest = {one.occasion.duty.key: one.occasion for one in due}.values()
    _send((one for one in due if one.occasion in latest), table, table["missing"], working)
    _send((one for one in due if one.occasion not in latest), table, (), working)


def _send(rows: Iterable[Awaited | Owed], table: Table, missing: Collection[str], working: Calendar) -> None:
    """Each unit sends on its last day, or so many working days later (`late`), as far as that day came."""
    made, today = [], timezone.localdate()
    for one in rows:
        if one.due is None or one.unit.key in missing:
            continue
        key = {"duty": one.occasion.duty.key, "year": one.occasion.year, "period": one.occasion.period}
        day = working.nth(working.position(one.due) + table["late"].get(one.unit.key, 0))
        said = {"first_sent": day, "last_sent": day, "note": "Gửi trên hệ thống", "sample": True}
        if day <= today:
            made.append(DutyReport(**key, unit=one.unit, due=one.due, **said))
    DutyReport.objects.bulk_create(made)
