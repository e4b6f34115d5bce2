"""Loads the sample cases of a pack. A case that is there stays as it is: people may have gone on with it."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.core.known import transaction_time
from dunghen.core.text import fold
from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.accountability import rules
from dunghen.supervision.accountability.actions import manager_of
from dunghen.supervision.accountability.law import discipline_on
from dunghen.supervision.accountability.models import (
    Case,
    CaseEvent,
    CaseResult,
    CaseState,
    ManagedBy,
    Subject,
    Verb,
)
from dunghen.supervision.accountability.models import ResultKind as Kind
from dunghen.supervision.accountability.rules import Result, Standing
from dunghen.supervision.errors import Refused

Table = Mapping[str, Any]
_SAID = ("opened", "origin", "origin_key", "subject", "name", "managed", "reason", "facts")
_TOO = ("post", "rank", "proposal")


@transaction.atomic
def load_cases(path: Path) -> int:
    """Load the cases that are not there yet, by the rules of the register; returns how many. Raises
    PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    try:
        return sum(_load(table) for table in tables)
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu mục {missing}.") from missing
    except (Refused, ValueError) as error:
        raise PackError(f"{path.name}: {error}") from error


def _load(table: Table) -> bool:
    unit = Unit.objects.filter(key=table["unit"]).first()
    if unit is None:
        raise ValueError(f"không có đơn vị “{table['unit']}” trong units.csv.")
    said = {name: table[name] for name in _SAID} | {name: table.get(name, "") for name in _TOO}
    search, day = fold(said["name"]), said["opened"]
    same = {name: said[name] for name in ("origin", "origin_key")}
    if Case.objects.filter(**same, unit=unit, search=search).exists():
        return False
    managed = ManagedBy(said["managed"])
    rules.check_case(Subject(said["subject"]), said["rank"], managed, day, day)
    case = Case.objects.create(
        **said,
        search=search,
        unit=unit,
        manager=manager_of(managed, unit),
        state=CaseState.RECORDED,
        sample=True,
    )
    _note(case, Verb.RECORD, day)
    state = CaseState.RECORDED
    for event in table.get("events", ()):
        verb = Verb(event["kind"])
        rules.check_step(verb, _standing(case, state, day), event["day"], event["day"])
        day, state = event["day"], rules.STEPS[verb][1]
        _note(case, verb, day, event.get("number", ""))
    if "result" in table:
        result = {**table["result"], "kind": Kind(table["result"]["kind"])}
        state = _settle(case, Result(**result), state, day)
    Case.objects.filter(pk=case.pk).update(state=state)
    return True


def _settle(case: Case, result: Result, state: CaseState, day: date) -> CaseState:
    rules.check_result(result, _standing(case, state, day), discipline_on(result.day), result.day)
    CaseResult.objects.create(
        case=case,
        kind=result.kind,
        form=result.form,
        party_form=result.party_form,
        number=result.number,
        decided=result.day,
        authority=result.authority,
        known_from=transaction_time(),
    )
    _note(case, Verb.SETTLE, result.day)
    return CaseState.SETTLED


def _standing(case: Case, state: CaseState, day: date) -> Standing:
    return Standing(
        state=state,
        subject=Subject(case.subject),
        managed=ManagedBy(case.managed),
        rank=case.rank,
        last_day=day,
    )


def _note(case: Case, kind: Verb, day: date, number: str = "") -> None:
    CaseEvent.objects.create(case=case, at=transaction_time(), kind=kind, day=day, number=number)
