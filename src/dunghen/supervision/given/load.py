"""Loads the documents of a pack that gave tasks, with what became of them. A document that is there stays as
it is: people may have gone on with its tasks. What was known when is attested by their own days."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import cycle, groupby, islice
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.load import PackError
from dunghen.org.models import Unit, UnitKind
from dunghen.supervision.errors import Refused
from dunghen.supervision.given import known, rules, sources
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
from dunghen.supervision.steps import Step, step
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
            _orders(source, list(_items(table)), units)
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


class _Rows:
    """What became of the tasks of a document, gathered to be written together."""

    def __init__(self, given: Sequence[GivenTask]) -> None:
        self.given = given
        self.products = {
            product.task_id: product
            for product in Product.objects.filter(task__in=[one.task for one in given])
        }
        self.extensions: list[Extension] = []
        self.evidence: list[Evidence] = []
        self.steps: list[Step] = []
        self.versions: list[ItemVersion] = []

    def add_step(self, given: GivenTask, kind: GivenStep, day: date, note: str, **detail: Any) -> None:
        self.steps.append(step(given.task, kind, None, _at(day), day=day, note=note, **detail))

    def write(self) -> None:
        Task.objects.bulk_update([one.task for one in self.given], ("due", "status", "done"))
        GivenTask.objects.bulk_update(self.given, ("state", "submitted"))
        Product.objects.bulk_update(self.products.values(), ("ends", "done"))
        Extension.objects.bulk_create(self.extensions)
        Evidence.objects.bulk_create(self.evidence)
        Step.objects.bulk_create(self.steps)
        ItemVersion.objects.bulk_create(self.versions)


def _orders(source: Source, tables: Sequence[Table], units: _Units) -> None:
    given = sources.make(None, source, [_order(table, units) for table in tables], _at(source.day))
    rows = _Rows(given)
    for (item, of_item), table in zip(groupby(given, lambda one: one.item), tables, strict=True):
        tasks = list(of_item)
        _version(rows, item, tasks, since=_at(source.day))
        became = {one["lead"]: one for one in table.get("task", ())}
        for one in tasks:
            _become(rows, one, became.get(one.task.lead.key if one.task.lead else "", table))
        done = max((one.task.done for one in tasks if one.task.done), default=None)
        if done and all(one.task.done for one in tasks):
            rows.versions[-1].known_to = _at(done)
            _version(rows, item, tasks, since=_at(done))
    rows.write()


def _order(table: Table, units: _Units) -> Order:
    return Order(
        content=table["content"],
        leads=units.named(table.get("leads", ()), table.get("groups", ())),
        partners=units.named(table.get("partners", ())),
        product=table["product"],
        label=table.get("label", ""),
        heading=table.get("heading", ""),
        time_text=table.get("time", ""),
        due=table.get("due"),
    )


def _version(rows: _Rows, item: SourceItem, tasks: Sequence[GivenTask], since: datetime) -> None:
    """What is known of something ordered from a day: from the day it was given; if it was done by now, from
    the day of the last."""
    parts = [rules.Part(one.state, one.task.due, one.task.done, one.submitted) for one in tasks]
    found = rules.outcome(parts)
    if found is not None:
        said = {**found._asdict(), **known.fixed(item)}
        rows.versions.append(ItemVersion(item=item, known_from=since, attested=True, **said))


def _become(rows: _Rows, given: GivenTask, said: Table) -> None:
    for wanted in said.get("extension", ()):
        _extend(rows, given, wanted)
    for note in said.get("note", ()):
        cites = note.get("cites", [])
        rows.add_step(given, GivenStep.NOTED, note["day"], note["text"], cites=cites, report=True)
    if "submitted" in said:
        _finish(rows, given, said)


def _extend(rows: _Rows, given: GivenTask, table: Table) -> None:
    if given.first_due is None:
        raise PackError(f"{given}: không có thời hạn mà có gia hạn.")
    rows.extensions.append(Extension(given=given, was=given.first_due, state="granted", **table))
    given.task.due = rows.products[given.task.pk].ends = table["now"]
    words = f"Đề nghị đến {table['wanted']:%d/%m/%Y}: {table['reason']}"
    rows.add_step(given, GivenStep.ASKED, table["asked"], words)
    rows.add_step(given, GivenStep.GRANTED, table["decided"], table["answer"])


def _finish(rows: _Rows, given: GivenTask, table: Table) -> None:
    """Submitted with its document and confirmed."""
    day, document = table["submitted"], table["document"]
    given.state, given.submitted = GivenState.DONE, day
    given.task.status, given.task.done = TaskStatus.DONE, day
    product = rows.products[given.task.pk]
    product.done = day
    rows.evidence.append(
        Evidence(
            product=product,
            number=document["number"],
            day=document.get("day", day),
            subject=document.get("subject", ""),
            state=EvidenceState.CONFIRMED,
            at=_at(day),
        )
    )
    rows.add_step(given, GivenStep.SUBMITTED, day, document["number"])
    rows.add_step(given, GivenStep.CONFIRMED, day, "")


def _at(day: date) -> datetime:
    """Known since the day it happened."""
    return datetime.combine(day, time(), VIETNAM)
