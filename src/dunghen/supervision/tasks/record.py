"""Shared by the actions on tasks: what the products say is written to the task, and what is now known of it
becomes a version."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from dunghen.core.known import transaction_time
from dunghen.supervision.tasks import rules
from dunghen.supervision.tasks.models import (
    Evidence,
    EvidenceState,
    Product,
    ProductVersion,
    Task,
    TaskStatus,
    TaskVersion,
)

COLUMNS = (
    *("plan_id", "number", "field", "content", "leads", "partners", "status", "status_text", "illegible"),
    *("note", "lead_id", "due", "done"),
)
_OF_PRODUCT = ("name", "time_text", "starts", "ends", "condition", "documents")


class _Content(NamedTuple):
    """What is said of a task, for comparison."""

    columns: dict[str, object]
    products: tuple[dict[str, object], ...]


def made(product: Product, papers: Iterable[Evidence] | None = None) -> rules.Made:
    """What decides of a product; with its evidence (`papers`, or prefetched) at hand no query."""
    states = {one.state for one in (product.evidence.all() if papers is None else papers)}
    return rules.Made(
        kind=product.kind,
        starts=product.starts,
        ends=product.ends,
        met=product.met,
        done=product.done,
        begun=bool(states - {EvidenceState.RETURNED}),
        offered=EvidenceState.OFFERED in states,
    )


def settle(task: Task, today: date | None = None) -> None:
    """Write status, due day, day done and whether all was handed in, as the products say them."""
    products = [made(one) for one in task.products.prefetch_related("evidence")]
    day = today or timezone.localdate()
    task.status = TaskStatus(task.stated) if task.stated else rules.status(products, day)
    task.due, task.done = rules.due(products), rules.done(products)
    task.handed_in = rules.handed_in(products)
    task.save(update_fields=("status", "due", "done", "handed_in"))


def remember(task: Task, since: datetime | None = None) -> bool:
    """Close the version that says otherwise and write what the task says now; whether anything differed.
    `since`: when the task was first known, of history that is loaded (attested)."""
    wanted, now = _content(task), transaction_time()
    held = task.versions.filter(known_to=None).first()
    if held is not None and _known(held) == wanted:
        return False
    if held is not None:
        TaskVersion.objects.filter(pk=held.pk).update(known_to=now)
    first = held is None and since is not None
    known_from = since if first and since else now
    version = TaskVersion.objects.create(task=task, known_from=known_from, attested=first, **wanted.columns)
    _write(version, wanted.products)
    return True


def _write(version: TaskVersion, products: Iterable[dict[str, object]]) -> None:
    ProductVersion.objects.bulk_create(
        ProductVersion(task=version, position=position, **product)
        for position, product in enumerate(products, 1)
    )


def _content(task: Task) -> _Content:
    products = task.products.order_by("position").prefetch_related("evidence")
    return _Content(
        {name: getattr(task, name) for name in COLUMNS}, tuple(_of_product(product) for product in products)
    )


def _of_product(product: Product) -> dict[str, object]:
    said = {name: getattr(product, name) for name in _OF_PRODUCT if name != "documents"}
    confirmed = sorted(product.evidence.all(), key=lambda one: one.pk)
    documents = [
        {"number": one.number} | ({"date": f"{one.day}"} if one.day else {})
        for one in confirmed
        if one.state == EvidenceState.CONFIRMED
    ]
    return {**said, "documents": documents}


def _known(version: TaskVersion) -> _Content:
    products = version.products.order_by("position")
    return _Content(
        {name: getattr(version, name) for name in COLUMNS},
        tuple({name: getattr(product, name) for name in _OF_PRODUCT} for product in products),
    )
