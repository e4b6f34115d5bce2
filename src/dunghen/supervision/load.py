"""Loads a reform plan and its tasks. A task that differs from what was known ends now and begins anew."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.models import Plan, PlanTask, TaskProduct, TaskStatus

Table = Mapping[str, Any]


class _Content(NamedTuple):
    """What is said of a task, for comparison."""

    columns: dict[str, object]
    products: tuple[dict[str, object], ...]


def load_plan(path: Path) -> int:
    """Load a plan with its tasks as they were known at its `known_from`; returns how many tasks were
    written. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        wanted = {task["number"]: _content(task) for task in tables["task"]}
        with transaction.atomic():
            plan = _plan(tables["plan"])
            return _write_tasks(plan, wanted, tables["plan"]["known_from"])
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu mục {missing}.") from missing
    except ValueError as error:
        raise PackError(f"{path.name}: {error}") from error


def _plan(table: Table) -> Plan:
    """The plan's row; it runs over the calendar year."""
    unit = Unit.objects.filter(key=table["org"]).first()
    if unit is None:
        raise ValueError(f"không có đơn vị “{table['org']}” trong units.csv.")
    year = table["year"]
    values = {
        "starts": date(year, 1, 1),
        "ends": date(year + 1, 1, 1),
        "title": table["title"],
        "source": table["source"],
    }
    plan, _ = Plan.objects.update_or_create(unit=unit, year=year, defaults=values)
    return plan


def _content(task: Table) -> _Content:
    columns: dict[str, object] = {
        "field": f"{task['field']}. {task['field_name']}" if task["field"] else "",
        "content": task["content"],
        "leads": task["lead"],
        "partners": task["partners"],
        "status": TaskStatus(task["status"]).value,
        "status_text": task["status_text"],
        "illegible": task["illegible"],
        "note": task["note"],
    }
    documents = [_document(document) for document in task["documents"]]
    products = [_product(product) for product in task.get("product", [])]
    if documents and not products:
        raise ValueError(f"nhiệm vụ {task['number']} có văn bản chứng minh mà không có sản phẩm.")
    for position, product in enumerate(products):
        # The source proves the task as a whole; its documents stand once, with the first product.
        product["documents"] = [] if position else documents
    return _Content(columns, tuple(products))


def _product(product: Table) -> dict[str, object]:
    return {
        "name": product["name"],
        "time_text": product["time_text"],
        "starts": product.get("from"),
        "ends": product.get("to"),
        "condition": product["condition"],
    }


def _document(document: Table) -> dict[str, str]:
    return {key: str(value) for key, value in document.items()}


def _known(task: PlanTask, columns: Mapping[str, object]) -> _Content:
    products = sorted(task.products.all(), key=lambda product: product.position)
    names = ("name", "time_text", "starts", "ends", "condition", "documents")
    return _Content(
        {column: getattr(task, column) for column in columns},
        tuple({name: getattr(product, name) for name in names} for product in products),
    )


def _write_tasks(plan: Plan, wanted: Mapping[int, _Content], known_from: datetime) -> int:
    """End the rows that the file no longer says, and write what it says anew."""
    held = {task.number: task for task in plan.tasks.filter(known_to=None).prefetch_related("products")}
    same = {
        number
        for number, content in wanted.items()
        if number in held and _known(held[number], content.columns) == content
    }
    seen = set(plan.tasks.values_list("number", flat=True))
    now = transaction_time()
    stale = [task.pk for number, task in held.items() if number not in same]
    plan.tasks.filter(pk__in=stale).update(known_to=now)
    for number in sorted(wanted.keys() - same):
        columns, products = wanted[number]
        first = number not in seen
        since = known_from if first else now
        task = PlanTask.objects.create(plan=plan, number=number, known_from=since, attested=first, **columns)
        TaskProduct.objects.bulk_create(
            TaskProduct(task=task, position=position, **product)
            for position, product in enumerate(products, 1)
        )
    return len(wanted) - len(same)
