"""Loads a plan and its tasks. A task that differs from what was known ends now and begins anew; what somebody
has worked on since is left as it is."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.models import (
    Evidence,
    EvidenceState,
    Plan,
    PlanKind,
    Product,
    ProductKind,
    Task,
    TaskStatus,
)
from dunghen.supervision.plans.rules import YEARS
from dunghen.supervision.tasks.naming import Units, name_units
from dunghen.supervision.tasks.record import remember, settle

Table = Mapping[str, Any]


def load_plan(path: Path) -> int:
    """Load a plan with its tasks as they were known at its `known_from`; returns how many tasks were
    written. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        with transaction.atomic():
            plan = _plan(tables["plan"])
            since = tables["plan"]["known_from"]
            units = Units(plan.starts, plan.unit)
            return sum(_load_task(plan, table, since, units) for table in tables.get("task", []))
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu mục {missing}.") from missing
    except ValueError as error:
        raise PackError(f"{path.name}: {error}") from error


def _plan(table: Table) -> Plan:
    """The plan's row; a year's runs over the calendar year. `above`: the first year of the stage it carries
    out, loaded before."""
    unit = Unit.objects.filter(key=table["org"]).first()
    if unit is None:
        raise ValueError(f"không có đơn vị “{table['org']}” trong units.csv.")
    year, kind = table["year"], PlanKind(table.get("kind", PlanKind.YEAR))
    above = table.get("above")
    values = {
        "year": year,
        "ends": date(year + YEARS.get(kind, 1), 1, 1),
        "title": table["title"],
        "source": table["source"],
        "number": table["decision"],
        "issued": table.get("issued"),
        "parent": Plan.objects.get(unit=unit, kind=PlanKind.STAGE, year=above) if above else None,
        "sample": table.get("sample", False),
    }
    plan, _ = Plan.objects.update_or_create(unit=unit, kind=kind, starts=date(year, 1, 1), defaults=values)
    return plan


def _load_task(plan: Plan, table: Table, since: datetime, units: Units) -> bool:
    """Write a task as the file says it; whether anything differed from what was known."""
    task = Task.objects.filter(plan=plan, number=table["number"]).first()
    if task is not None and task.version > 1:
        return False
    said = _columns(table)
    documents, products = table["documents"], table.get("product", [])
    if documents and not products:
        raise ValueError(f"nhiệm vụ {table['number']} có văn bản chứng minh mà không có sản phẩm.")
    if task is None:
        task = Task.objects.create(plan=plan, number=table["number"], sample=plan.sample, **said)
    else:
        for name, value in said.items():
            setattr(task, name, value)
        task.save()
    task.products.all().delete()
    days = [one["date"] for one in documents if "date" in one]
    proved = max(days) if days and task.stated == TaskStatus.DONE else None
    for position, product in enumerate(products, 1):
        # The source proves the task as a whole; its documents stand once, with the first product.
        _product(task, position, product, documents if position == 1 else (), proved)
    name_units(task, units)
    settle(task)
    return remember(task, since)


def _columns(task: Table) -> dict[str, object]:
    return {
        "field": f"{task['field']}. {task['field_name']}" if task["field"] else "",
        "content": task["content"],
        "leads": task["lead"],
        "partners": task["partners"],
        "stated": TaskStatus(task["status"]).value,
        "status": TaskStatus(task["status"]).value,
        "status_text": task["status_text"],
        "illegible": task["illegible"],
        "note": task["note"],
    }


def _product(task: Task, position: int, said: Table, documents: Sequence[Table], proved: date | None) -> None:
    days = [one["date"] for one in documents if "date" in one]
    product = Product.objects.create(
        task=task,
        position=position,
        name=said["name"],
        kind=ProductKind.CONDITIONAL if said["condition"] else ProductKind.ONCE,
        time_text=said["time_text"],
        starts=said.get("from"),
        ends=said.get("to"),
        condition=said["condition"],
        done=proved or min(days, default=None),
    )
    Evidence.objects.bulk_create(
        Evidence(
            product=product,
            number=one["number"],
            day=one.get("date"),
            state=EvidenceState.CONFIRMED,
            at=transaction_time(),
        )
        for one in documents
    )
