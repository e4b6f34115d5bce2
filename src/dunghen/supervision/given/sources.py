"""A document that gives tasks is entered and cut: each thing it orders becomes a task of each lead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.models import OfficialDocument
from dunghen.org.models import Person, Unit
from dunghen.supervision.errors import Refused, locked, need, once
from dunghen.supervision.given import rules
from dunghen.supervision.given.known import check_draft, remember
from dunghen.supervision.given.models import GivenStep, GivenTask, Source, SourceItem, SourceReport
from dunghen.supervision.given.who import able
from dunghen.supervision.steps import Step, record, step
from dunghen.supervision.tasks.models import NamedAs, Product, Task, TaskStatus, TaskUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing ordered, as it is cut: several leads make one task each."""

    content: str
    leads: Sequence[Unit]
    partners: Sequence[Unit] = ()
    product: str
    label: str = ""
    heading: str = ""
    time_text: str = ""
    due: date | None = None
    others: Sequence[str] = field(default=())  # partners as printed that are no units here


@transaction.atomic
def enter(by: Person, office: Unit, orders: Sequence[Order], **head: Any) -> Source:
    """A document with what it orders; the same document of the registers is found by symbol and day. Raises
    Refused, PermissionDenied."""
    today = timezone.localdate()
    need(able(by, today).enters(office.pk))
    if head["day"] > today:
        raise Refused(_("Ngày văn bản không được sau ngày hôm nay."))
    source = write(by, office, orders, **head)
    record(source, GivenStep.ENTERED, by, day=source.day, note=source.named)
    return source


def write(by: Person | None, office: Unit, orders: Sequence[Order], **head: Any) -> Source:
    """The rows of a document. Raises Refused."""
    document = None
    if head["symbol"]:
        found = OfficialDocument.objects.filter(symbol=head["symbol"], day=head["day"])
        document = found.order_by("direction", "pk").first()
    with once(_("Văn bản này đã được nhập; mở văn bản để giao thêm nhiệm vụ.")):
        source = Source.objects.create(office=office, document=document, entered_by=by, **head)
    for item in dict.fromkeys(given.item for given in make(by, source, orders, transaction_time())):
        remember(item)
    return source


@transaction.atomic
def cut(by: Person, pk: int, order: Order, seen: int | None = None) -> SourceItem:
    """One more thing the document orders. Raises Refused, PermissionDenied, DoesNotExist."""
    source = locked(Source, pk, seen)
    need(able(by, timezone.localdate()).follows(source))
    item = add(by, source, order)
    Source.objects.filter(pk=pk).update(version=source.version + 1)
    return item


def add(by: Person | None, source: Source, order: Order) -> SourceItem:
    """One more thing ordered, as it is known now. Raises Refused."""
    item = make(by, source, (order,), transaction_time())[0].item
    remember(item)
    return item


def make(by: Person | None, source: Source, orders: Sequence[Order], at: datetime) -> list[GivenTask]:
    """The rows of what is ordered, written together: each thing and a task for each of its leads, in their
    order. `at`: when it was done. What is known of them is for the caller. Raises Refused."""
    for order in orders:
        leads = [unit.pk for unit in order.leads]
        rules.check_cut(order.content, leads, [unit.pk for unit in order.partners], order.product)
        rules.check_due(order.due, source.day)
    last: int = source.items.aggregate(last=Max("position"))["last"] or 0
    items = SourceItem.objects.bulk_create(
        _item(source, place, order) for place, order in enumerate(orders, last + 1)
    )
    led = [(item, order, lead) for item, order in zip(items, orders, strict=True) for lead in order.leads]
    tasks = Task.objects.bulk_create(_task(*one) for one in led)
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit=unit, role=role)
        for task, (_thing, order, lead) in zip(tasks, led, strict=True)
        for unit, role in _named(order, lead)
    )
    Product.objects.bulk_create(
        Product(task=task, position=1, name=item.product, time_text=item.time_text, ends=item.due)
        for task, (item, _order, _lead) in zip(tasks, led, strict=True)
    )
    Step.objects.bulk_create(
        step(task, GivenStep.CUT, by, at, day=source.day, note=source.named) for task in tasks
    )
    return GivenTask.objects.bulk_create(
        GivenTask(task=task, item=item, first_due=item.due, changed_at=at)
        for task, (item, _order, _lead) in zip(tasks, led, strict=True)
    )


def _item(source: Source, position: int, order: Order) -> SourceItem:
    return SourceItem(
        source=source,
        position=position,
        label=order.label.strip(),
        heading=order.heading.strip(),
        content=order.content.strip(),
        product=order.product.strip(),
        time_text=order.time_text.strip(),
        due=order.due,
    )


def _task(item: SourceItem, order: Order, lead: Unit) -> Task:
    return Task(
        number=item.position,
        field=item.heading[:200],
        content=item.content,
        lead=lead,
        leads=[lead.name],
        partners=[*(unit.name for unit in order.partners), *order.others],
        status=TaskStatus.ONGOING,
        due=item.due,
        sample=item.source.sample,
    )


def _named(order: Order, lead: Unit) -> Iterator[tuple[Unit, NamedAs]]:
    """Who is named on a lead's task beside it."""
    yield from ((unit, NamedAs.PARTNER) for unit in order.partners)
    if len(order.leads) <= MOST_NAMED:
        yield from ((unit, NamedAs.CO_LEAD) for unit in order.leads if unit != lead)


MOST_NAMED = 6  # leads that are named on each other's tasks; an order to all units names nobody


@transaction.atomic
def write_report(by: Person, source: Source, unit: Unit, outlook: str, seen: int | None) -> SourceReport:
    """Part II of a unit's report. Raises Refused, PermissionDenied."""
    need(unit.pk in able(by, timezone.localdate()).does_at)
    row, _new = SourceReport.objects.get_or_create(source=source, unit=unit)
    row = locked(SourceReport, row.pk, seen)
    check_draft(row)
    row.outlook, row.version = outlook.strip(), row.version + 1
    row.save()
    return row
