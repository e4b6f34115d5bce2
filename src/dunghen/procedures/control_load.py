"""Loads the publication decisions and the yearly reviews of a pack.

A decision's procedures are the catalogue's versions that name it. What it changed, and what was simplified,
is attested: known since the day of the decision. What differs later ends now and a new row begins.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.core.worktime_calendar import VIETNAM
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.procedures import cost
from dunghen.procedures.control_law import incomes
from dunghen.procedures.models import (
    ContentKind,
    Procedure,
    ProcedureChange,
    ProcedureVersion,
    Publication,
    PublicationItem,
    PublicationState,
    ReviewItem,
    ReviewPlan,
    Side,
    Simplification,
    VersionState,
)
from dunghen.procedures.reviews import write_side, yearly_costs

Table = Mapping[str, Any]
_FINDINGS = ("necessity", "reasonableness", "legality", "proposal", "proposal_text")


class _Change(NamedTuple):
    """What identifies a change, and what is said of it."""

    procedure: int
    level: str
    kind: str


@transaction.atomic
def load_publications(path: Path, org: Unit) -> None:
    """Load the decisions of `org`, after the catalogue. Raises PackError."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["publication"]:
        publication = _publication(table, org)
        rows = ProcedureVersion.objects.filter(
            decision=publication.number, decision_date=publication.signed, known_to=None
        )
        versions = list(rows.prefetch_related("scopes").order_by("procedure", "number"))
        if not versions:
            raise PackError(f"{path.name}: không thủ tục nào nêu quyết định {publication.number}.")
        _write_items(publication, versions)
        _write_changes(publication, table["signed"], versions)


def _publication(table: Table, org: Unit) -> Publication:
    entered = table.get("entered")
    said = {
        "drafter": _unit(table["drafter"]),
        "subject": table["subject"],
        "ministry_decision": table.get("ministry_decision", ""),
        "ministry_received": table.get("ministry_received"),
        "legal_text": table["legal_text"],
        "effective": table["effective"],
        "promulgated": table.get("promulgated"),
        "entered": entered,
        "state": PublicationState.ENTERED if entered else PublicationState.SIGNED,
        "sample": table.get("sample", False),
    }
    found, _new = Publication.objects.update_or_create(
        signer=org, number=table["number"], signed=table["signed"], defaults=said
    )
    return found


def _kind(version: ProcedureVersion) -> ContentKind:
    if version.state == VersionState.ABOLISHED:
        return ContentKind.ABOLISHED
    return ContentKind.NEW if version.number == 1 else ContentKind.AMENDED


def _write_items(publication: Publication, versions: Iterable[ProcedureVersion]) -> None:
    publication.items.all().delete()
    PublicationItem.objects.bulk_create(
        PublicationItem(
            publication=publication,
            kind=_kind(version),
            procedure_id=version.procedure_id,
            version=version,
        )
        for version in versions
    )


def _write_changes(publication: Publication, signed: date, versions: Iterable[ProcedureVersion]) -> None:
    wanted = {
        _Change(version.procedure_id, scope.level, _kind(version).value)
        for version in versions
        for scope in version.scopes.all()
    }
    rows = publication.changes.filter(known_to=None)
    held = {_Change(row.procedure_id, row.level, row.kind): row.pk for row in rows}
    now, first = transaction_time(), not publication.changes.exists()
    publication.changes.filter(pk__in=[pk for change, pk in held.items() if change not in wanted]).update(
        known_to=now
    )
    since = _attested(signed)
    ProcedureChange.objects.bulk_create(
        ProcedureChange(
            publication=publication,
            procedure_id=change.procedure,
            level=change.level,
            kind=change.kind,
            decided=signed,
            known_from=since if first else now,
            attested=first,
        )
        for change in sorted(wanted - held.keys())
    )


@transaction.atomic
def load_reviews(path: Path, org: Unit) -> None:
    """Load the plans of `org` with their procedures. Raises PackError."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["plan"]:
        plan, _new = ReviewPlan.objects.update_or_create(
            unit=org,
            year=table["year"],
            defaults={
                "decision": table["decision"],
                "decided": table["decided"],
                "sent": table.get("sent"),
                "source": table["source"],
            },
        )
        for item in table.get("item", ()):
            _write_review(plan, item)


def _write_review(plan: ReviewPlan, table: Table) -> None:
    procedure = Procedure.objects.filter(key=table["procedure"]).first()
    if procedure is None:
        raise PackError(f"Rà soát: không có thủ tục “{table['procedure']}”.")
    year = table["income_year"]
    said = {name: table.get(name, "") for name in _FINDINGS}
    item, _new = ReviewItem.objects.update_or_create(
        plan=plan,
        procedure=procedure,
        defaults={
            **said,
            **{name: table[name] for name in ("basis", "starts", "ends", "product")},
            "agency": _unit(table["agency"]),
            "income_year": year,
            "gdp_per_head": incomes()[year].gdp_per_head,
            "sample": table.get("sample", False),
        },
    )
    for side in Side:
        write_side(item, side, _burden(table[side.value]))
    if "approved" in table:
        _write_approval(item, table)


def _burden(table: Table) -> cost.Burden:
    tasks = [cost.Task(**{**task, "hours": Decimal(task.get("hours", 0))}) for task in table["tasks"]]
    return cost.Burden(
        tasks=tasks,
        fee=table["fee"],
        other=table["other"],
        times=Decimal(table["times"]),
        subjects=table["subjects"],
    )


def _write_approval(item: ReviewItem, table: Table) -> None:
    before, after = yearly_costs(item) or (0, 0)
    said = {
        "decision": table["decision"],
        "approved": table["approved"],
        "before": before,
        "after": after,
    }
    held = item.approvals.filter(known_to=None).first()
    if held is not None and all(getattr(held, name) == value for name, value in said.items()):
        return
    now = transaction_time()
    if held is not None:
        Simplification.objects.filter(pk=held.pk).update(known_to=now)
    Simplification.objects.create(
        item=item,
        procedure_id=item.procedure_id,
        known_from=now if held else _attested(table["approved"]),
        attested=held is None,
        **said,
    )


def _unit(key: str) -> Unit:
    found = Unit.objects.filter(key=key).first()
    if found is None:
        raise PackError(f"Không có đơn vị “{key}” trong units.csv.")
    return found


def _attested(day: date) -> datetime:
    """Known since the day it was decided."""
    return datetime.combine(day, time(), VIETNAM)
