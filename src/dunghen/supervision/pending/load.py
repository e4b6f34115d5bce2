"""Loads the sample campaigns of a pack. One that is there stays as it is: people may have gone on with it."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from dunghen.org.load import PackError
from dunghen.org.models import Unit
from dunghen.supervision.errors import Refused
from dunghen.supervision.pending import rules
from dunghen.supervision.pending.models import Answer, Campaign, PendingItem
from dunghen.supervision.pending.rules import Said

Table = Mapping[str, Any]
_SAID = ("content", "since", "group", "responsible", "way_out", "due")
_BECAME = ("way", "addressee", "document")


@transaction.atomic
def load_campaigns(path: Path) -> int:
    """Load the campaigns that are not there yet; returns how many. Raises PackError."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["campaign"]
    try:
        return sum(_load(table) for table in tables)
    except KeyError as missing:
        raise PackError(f"{path.name}: thiếu mục hoặc đơn vị {missing}.") from missing
    except Refused as error:
        raise PackError(f"{path.name}: {error}") from error


def _load(table: Table) -> bool:
    head = {name: table[name] for name in ("title", "number", "opened", "deadline")}
    if Campaign.objects.filter(number=head["number"], opened=head["opened"]).exists():
        return False
    answered = table["answered"]
    asked = [*answered, *table["unanswered"]]
    units = {unit.key: unit for unit in Unit.objects.filter(key__in=[*asked, table["unit"]])}
    campaign = Campaign.objects.create(**head, unit=units[table["unit"]], sample=True)
    answers = {key: Answer(campaign=campaign, unit=units[key], answered=answered.get(key)) for key in asked}
    Answer.objects.bulk_create(answers.values())
    numbers: Counter[str] = Counter()
    for item in table["item"]:
        key = item["unit"]
        numbers[key] += 1
        _write(answers[key], numbers[key], item, campaign)
    return True


def _write(answer: Answer, number: int, item: Table, campaign: Campaign) -> None:
    said = {name: item[name] for name in _SAID} | {"waits": item.get("waits", "")}
    rules.check_item(Said(**said, causes=tuple(item["causes"])), campaign.opened)
    PendingItem.objects.create(
        answer=answer,
        number=number,
        sample=True,
        finished=item.get("finished"),
        causes=item["causes"],
        **said,
        **{name: item.get(name, "") for name in _BECAME},
    )
