"""Loads the documents of a pack that gave tasks, with what became of them. A document that is there stays as
it is: people may have gone on with its tasks. What was known when is attested by their own days."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.load import PackError
from dunghen.org.models import Unit, UnitKind
from dunghen.supervision.errors import Refused
from dunghen.supervision.given import rules, sources
from dunghen.supervision.given.models import (
    Extension,
    GivenState,
    GivenStep,
    GivenTask,
    ItemVersion,
    Source,
    SourceItem,
    SourceReport,
)
from dunghen.supervision.given.sources import Order
from dunghen.supervision.steps import Step
from dunghen.supervision.tasks.models import Evidence, EvidenceState, Product, Task, TaskStatus

Table = Mapping[str, Any]
GROUPS = {
    "departments": (UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.INSPECTORATE, UnitKind.INDUSTRIAL_ZONES),
    "districts": (UnitKind.DISTRICT,),
}
_HEAD = (
    *("giver", "kind", "symbol", "day", "abstract", "issuer", "signer_post"),
    *("reply_by", "reply_basis", "reply_to", "sample"),
)


class _Units:
    """The units of the pack by key, and the groups of a day below the city."""

    def __init__(self, day: date, city: Unit) -> None:
        self.known = {unit.key: unit for unit in Unit.objects.all()}
        self.of_day = list(Unit.objects.on(day).filter(parent=city).order_by("code"))

    def named(self, keys: Iterable[str], groups: Iterable[str] = ()) -> list[Unit]:
        kinds = {kind for group in groups for kind in GROUPS[group]}
        missing = [key for key in keys if key not in self.known]
        if missing:
            raise PackError(f"Nhiệm vụ được giao: không có đơn vị {', '.join(missing)} trong units.csv.")
        return [*(self.known[key] for key in keys), *(one for one in self.of_day if one.kind in kinds)]


@transaction.atomic
def load_given(path: Path, city: Unit) -> int:
    """Load the documents of a city that are not there yet; returns how many. Raises PackError."""
    made = 0
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["source"]:
        head = {name: table[name] for name in _HEAD if name in table}
        if Source.objects.filter(day=head["day"], abstract=head["abstract"]).exists():
            continue
        made += 1
        units = _Units(head["day"], city)
        (office,) = units.named([table["office"]])
        try:
            source = sources.write(None, office, (), city=city, **head)
            for item in _items(table):
                _order(source, item, units)
        except (Refused, KeyError) as error:
            raise PackError(f"{path.name}: {head['abstract']}: {error}") from error
        for unit, text in table.get("outlook", {}).items():
            SourceReport.objects.create(source=source, unit=units.known[unit], outlook=text)
    return made


def _items(table: Table) -> Iterator[Table]:
    """What is ordered, one by one; a repeated one goes round its units, two of them lead every seventh."""
    for item in table["item"]:
        times = item.get("repeat", 1)
        if times == 1:
            yield item
            continue
        for number in range(1, times + 1):
            leads = list(islice(cycle(item["leads"]), number, number + (2 if number % 7 == 0 else 1)))
            yield {**item, "content": item["content"].format(number=number), "leads": leads}


def _order(source: Source, table: Table, units: _Units) -> None:
    leads = units.named(table.get("leads", ()), table.get("groups", ()))
    order = Order(
        content=table["content"],
        leads=leads,
        partners=units.named(table.get("partners", ())),
        product=table["product"],
        label=table.get("label", ""),
        heading=table.get("heading", ""),
        time_text=table.get("time", ""),
        due=table.get("due"),
    )
    item = sources.add(None, source, order, since=_at(source.day))
    became = {one["lead"]: one for one in table.get("task", ())}
    for given in GivenTask.objects.filter(item=item).select_related("task__lead"):
        lead = given.task.lead
        said = became.get(lead.key if lead else "", table)
        for wanted in said.get("extension", ()):
            _extend(given, wanted)
        _log(given.task, said.get("note", ()))
        if "submitted" in said:
            _finish(given, said)
    _versions(item)


def _versions(item: SourceItem) -> None:
    """One version from the day it was given; if it was done by now, another from the day of the last."""
    rows = GivenTask.objects.filter(item=item).values_list("state", "task__due", "task__done")
    done = rules.outcome([rules.Part(*row) for row in rows])
    if done is None or done.finished is None:
        return
    fixed = {"city": item.source.city, "giver": item.source.giver, "given": item.source.day}
    end = _at(done.finished)
    ItemVersion.objects.filter(item=item, known_to=None).update(known_to=end)
    ItemVersion.objects.create(item=item, known_from=end, attested=True, **fixed, **done._asdict())


def _extend(given: GivenTask, table: Table) -> None:
    if given.first_due is None:
        raise PackError(f"{given}: không có thời hạn mà có gia hạn.")
    Extension.objects.create(given=given, was=given.first_due, state="granted", **table)
    given.task.due = table["now"]
    Task.objects.filter(pk=given.pk).update(due=given.task.due)
    Product.objects.filter(task=given.pk).update(ends=given.task.due)
    words = f"Đề nghị đến {table['wanted']:%d/%m/%Y}: {table['reason']}"
    _step(given.task, GivenStep.ASKED, table["asked"], words)
    _step(given.task, GivenStep.GRANTED, table["decided"], table["answer"])


def _finish(given: GivenTask, table: Table) -> None:
    """Submitted with its document and confirmed."""
    day, document = table["submitted"], table["document"]
    GivenTask.objects.filter(pk=given.pk).update(state=GivenState.DONE, submitted=day)
    Task.objects.filter(pk=given.pk).update(status=TaskStatus.DONE, done=day)
    product = given.task.products.get()
    Product.objects.filter(pk=product.pk).update(done=day)
    Evidence.objects.create(
        product=product,
        number=document["number"],
        day=document.get("day", day),
        subject=document.get("subject", ""),
        state=EvidenceState.CONFIRMED,
        at=_at(day),
    )
    _step(given.task, GivenStep.SUBMITTED, day, document["number"])
    _step(given.task, GivenStep.CONFIRMED, day, "")


def _log(task: Task, notes: Iterable[Table]) -> None:
    for note in notes:
        _step(task, GivenStep.NOTED, note["day"], note["text"], cites=note.get("cites", []), report=True)


def _step(task: Task, kind: GivenStep, day: date, note: str, **detail: Any) -> None:
    Step.objects.create(
        subject="task", subject_id=task.pk, kind=kind, at=_at(day), day=day, note=note, detail=detail
    )


def _at(day: date) -> datetime:
    """Known since the day it happened."""
    return datetime.combine(day, time(), VIETNAM)
